"""Which values each quantity of a scenario may take, and the scenario with other distributions."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from pra_core.distribution import Distribution
from pra_core.establishment import occupied_to_poisson
from pra_core.parameter import QUANTITIES
from pra_core.scenario import Scenario
from pra_core.validation import validated

Place = tuple[str | int, ...]
_KEYS = {"unit": "survival", "individual": "survival", "number": "units_together"}
"""Fields that are not named after their quantity."""


def limits(scenario: Scenario) -> dict[str, tuple[float, float]]:
    """Smallest and largest value each parameter may take, by name.

    Those of its quantity and its own bounds. Where numbers limit one another they may not come
    closer than now: prevalence stays at or below 1 with the fewest pests per unit, where only
    units with living pests are counted (design 2.1), and no sample exceeds the smallest lot.
    """
    found: dict[str, tuple[float, float]] = {}
    for place, p in scenario.located_parameters():
        quantity = QUANTITIES[_key(scenario, place)]
        low, high = p.bounds or (-math.inf, math.inf)
        if place[-1] == "lot_size":
            low = p.distribution.support[0]
        elif place[-1] == "sample_size":
            high = min(one.lot_size.distribution.support[0] for one in scenario.pathways)
        found[p.name] = max(quantity.low, low), min(quantity.high, high)
    for pathway in scenario.pathways:
        if pathway.counts == "occupied":
            fewest = pathway.pests_per_unit.distribution.support[0]
            full = -math.expm1(-float(occupied_to_poisson(fewest)))
            pests, shares = pathway.pests_per_unit.name, pathway.prevalence.name
            found[pests] = max(found[pests][0], fewest), found[pests][1]
            found[shares] = found[shares][0], min(found[shares][1], full)
    return found


def _key(scenario: Scenario, place: Place) -> str:
    """The entry of QUANTITIES for a place of the scenario."""
    if "efficacy" in place:
        return "efficacy"
    if place[:2] == ("consequences", "effects") and isinstance(place[2], int):
        return scenario.consequences.effects[place[2]].basis
    field = next(str(key) for key in reversed(place) if isinstance(key, str))
    if place[:2] == ("pest", "phenology") and field in ("lower", "upper"):
        return f"{field}_threshold"
    return _KEYS.get(field, field)


def with_laws(scenario: Scenario, laws: Mapping[str, Distribution]) -> Scenario:
    """The scenario with these distributions by parameter name; no judgement stands behind them.

    Correlations of inputs that are thereby known exactly are dropped: nothing moves with them.
    Raises PraError with every problem if they are impossible together.
    """
    data = scenario.model_dump(mode="python")
    for place, p in scenario.located_parameters():
        if p.name in laws:
            node: Any = data
            for key in place:
                node = node[key]
            node["distribution"] = laws[p.name].model_dump(by_alias=True)
            node["elicitation"] = None
    known = {name for name, law in laws.items() if law.kind == "fixed"}
    data["correlations"] = [one.model_dump() for one in scenario.correlations
                            if not known & set(one.between)]
    return validated(Scenario, data)
