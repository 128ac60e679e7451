"""Parts of a scenario replaced by what was typed, with every problem named."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pra_core.errors import PraError
from pra_core.parameter import Source
from pra_core.scenario import Scenario
from pra_core.validation import validated


def with_fields(scenario: Scenario, name: str, fields: Mapping[str, float], source: Source
                ) -> Scenario:
    """The scenario with some numbers of one distribution and its source replaced.

    `fields` maps field names to numbers; "values.0" is the first of a list. Raises PraError with
    every problem found (path, value, what is allowed), unknown_id for an unknown name.
    """
    for place, parameter in scenario.located_parameters():
        if parameter.name != name:
            continue
        data = scenario.model_dump(mode="python")
        node: Any = data
        for key in place:
            node = node[key]
        for field, value in fields.items():
            key, _, index = field.partition(".")
            if index:
                values = list(node["distribution"][key])
                values[int(index)] = value
                node["distribution"][key] = tuple(values)
            else:
                node["distribution"][key] = value
        node["source"] = source.model_dump()
        node["elicitation"] = None
        return validated(Scenario, data)
    raise PraError("unknown_id", "parameters", name, ", ".join(sorted(scenario.parameters)))


def with_limit(scenario: Scenario, metric: str, limit: float, confidence: float) -> Scenario:
    """The scenario judged against an ALOP of these values (units as in `Alop`).

    Raises PraError with every problem found (path, value, what is allowed).
    """
    data = scenario.model_dump(mode="python")
    data["alop"] = {"metric": metric, "limit": limit, "confidence": confidence}
    return validated(Scenario, data)


def with_irrigation(scenario: Scenario, millimetres: float) -> Scenario:
    """The scenario with rain topped up to so much water in every week [mm/week].

    Raises PraError: `out_of_bounds`, and `not_computed` for a climate model without soil moisture.
    """
    model = scenario.pest.climate_model
    if model.kind != "ecoclimatic":
        raise PraError("not_computed", "pest.climate_model", model.kind, "ecoclimatic")
    data = scenario.model_dump(mode="python")
    data["pest"]["climate_model"]["irrigation_mm"] = millimetres
    return validated(Scenario, data)
