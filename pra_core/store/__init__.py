"""Scenario files: read, checked with every problem named, and written."""

from pra_core.store.codec import dump_scenario, load_scenario, read_scenario

__all__ = ["dump_scenario", "load_scenario", "read_scenario"]
