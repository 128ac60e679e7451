"""Scenarios with inputs that differ from year to year, and their years one by one."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from pra_core.assessment import Assessment, evaluate
from pra_core.scenario import Scenario
from tests.minimal import inspection, parameter, pathway, scenario_data, treatment

FLOATS = NDArray[np.float64]


def varying(scenario: Scenario, *names: str) -> Scenario:
    """The same scenario with these inputs differing from year to year."""
    data = scenario.model_dump(mode="python")
    for place, p in scenario.located_parameters():
        if p.name in names:
            node = data
            for key in place:
                node = node[key]
            node["nature"] = "variability"
    return Scenario.model_validate(data)


def wide(**changes: object) -> Scenario:
    """Two pathways, a group, an inspection and a treatment that fails on some lots; all uncertain.

    The widths of what may vary are those of years: up to a factor of ten.
    """
    juice = pathway("juice", volume=parameter("juice.volume", "units/yr", kind="lognormal",
                                              median=2e5, sdlog=0.5))
    fruit = pathway(volume=parameter("fruit.volume", "units/yr", kind="loguniform", low=3e5,
                                     high=3e6),
                    prevalence=parameter("fruit.prevalence", "infested units/unit",
                                         kind="loguniform", low=1e-3, high=1e-2))
    cold = treatment("cold", 0.95, group="packhouse", compliance=parameter(
        "cold.compliance", "1", kind="uniform", low=0.6, high=1.0))
    look = inspection("look", 300, 0.6, group="packhouse", compliance=parameter(
        "look.compliance", "1", kind="uniform", low=0.7, high=1.0))
    slow = treatment("slow", 0.5, kind="spread", acts_on="unit", compliance=None)
    del slow["effects"][0]["step"]
    slow["effects"][0]["efficacy"]["TESTPE"] = parameter(
        "slow.efficacy", "1", kind="uniform", low=0.2, high=0.8)
    data = scenario_data(pathways=[fruit, juice], measures=[cold, look, slow], groups=[
        {"id": "packhouse", "title": {"en": "p", "zh_CN": "p"}, "outage": parameter(
            "packhouse.outage", "1", kind="uniform", low=0.0, high=0.3)}],
        selected=["cold", "look"])
    data["consequences"]["host_value"] = parameter("host_value", "USD/yr", kind="uniform",
                                                   low=5e7, high=1.5e8)
    return Scenario.model_validate(data | changes)


def histories(scenario: Scenario, u: dict[str, float], count: int, seed: int) -> Assessment:
    """Independent years of one future: what varies is drawn at random, the rest held at `u`."""
    rng = np.random.default_rng(seed)
    at = {name: rng.random(count) if name in scenario.varying else np.full(count, u[name])
          for name in scenario.sampled}
    still = Scenario.model_validate(_still(scenario.model_dump(mode="python")))
    return evaluate(still, at)


def _still(node: object) -> object:
    """The same data with nothing that varies."""
    if isinstance(node, dict):
        return {k: "uncertainty" if k == "nature" else _still(v) for k, v in node.items()}
    return [_still(one) for one in node] if isinstance(node, list | tuple) else node
