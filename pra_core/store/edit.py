"""Parts of a scenario replaced by what was typed, with every problem named."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pra_core.distribution import Distribution
from pra_core.elicitation import Elicitation
from pra_core.errors import PraError
from pra_core.parameter import Nature, Source
from pra_core.scenario import Correlation, Scenario
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


def with_distribution(scenario: Scenario, name: str, distribution: Distribution, source: Source
                      ) -> Scenario:
    """The scenario with one distribution and its source replaced; judgements of it are dropped.

    Raises PraError with every problem found (path, value, what is allowed), unknown_id for an
    unknown name.
    """
    return _replaced(scenario, name, distribution=distribution.model_dump(),
                     source=source.model_dump(), elicitation=None)


def with_elicitation(scenario: Scenario, name: str, elicitation: Elicitation | None,
                     source: Source) -> Scenario:
    """The scenario with the judgements of one parameter, its distribution theirs, and its source.

    None drops the judgements and keeps the distribution. `elicited_source` makes the source of
    judgements. Raises PraError with every problem found, unknown_id for an unknown name.
    """
    if elicitation is None:
        return _replaced(scenario, name, source=source.model_dump(), elicitation=None)
    return _replaced(scenario, name, distribution=elicitation.distribution().model_dump(),
                     source=source.model_dump(), elicitation=elicitation.model_dump())


def with_nature(scenario: Scenario, name: str, nature: Nature) -> Scenario:
    """The scenario with one parameter declared unknown, or different from year to year.

    Raises PraError: not_computed where a quantity does not vary, unknown_id for a parameter that is
    correlated with others, or for an unknown name.
    """
    return _replaced(scenario, name, nature=nature)


def with_correlations(scenario: Scenario, correlations: Sequence[Correlation]) -> Scenario:
    """The scenario with exactly these rank correlations declared.

    Raises PraError with every problem found: unknown_id for what is not an input uncertain by
    itself, conflict for a pair declared twice, not_a_correlation (allowed: the nearest that can
    be) for correlations that cannot all hold.
    """
    data = scenario.model_dump(mode="python")
    data["correlations"] = [one.model_dump() for one in correlations]
    return validated(Scenario, data)


def elicited_source(elicitation: Elicitation) -> Source:
    """The source of a parameter judged: who, the latest date, and why, each by name if several.

    Reasons are those of the judgements that count; in Chinese where every one has them.
    """
    counted = elicitation.counted
    reason = {}
    for language, join in (("en", "; "), ("zh_CN", "；")):
        said = [j.reason.get(language, "") for j in counted]
        if not all(said):
            continue
        reason[language] = said[0] if len(said) == 1 else join.join(
            f"{j.assessor}: {text}" for j, text in zip(counted, said, strict=True))
    return Source(status="elicited", assessor=", ".join(j.assessor for j in counted),
                  date=max(j.date for j in counted), reason=reason)


def _replaced(scenario: Scenario, name: str, **fields: object) -> Scenario:
    for place, parameter in scenario.located_parameters():
        if parameter.name == name:
            data = scenario.model_dump(mode="python")
            node: Any = data
            for key in place:
                node = node[key]
            node.update(fields)
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
