"""The maps and the climate grid against what was published about ranges and stations."""

from __future__ import annotations

from pra_core.range_check.published import (
    RULES,
    Assumptions,
    Rule,
    agreement,
    assumption_checks,
    range_checks,
    range_places,
    ranges,
    skill,
)
from pra_core.range_check.stations import grid_checks

__all__ = ["RULES", "Assumptions", "Rule", "agreement", "assumption_checks", "grid_checks",
           "range_checks", "range_places", "ranges", "skill"]
