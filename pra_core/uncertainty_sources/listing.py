"""The table of uncertainty sources: one row per uncertain input and per assumption."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType
from typing import Any, cast

import pandas as pd

from pra_core.elicitation import Elicitation
from pra_core.errors import N_
from pra_core.parameter import Cause, Parameter
from pra_core.scenario import CLIMATE_MODEL, Scenario
from pra_core.uncertainty_sources.assumptions import ASSUMPTIONS

STEPS: Mapping[str, str] = {
    "2.2.1.2": N_("Entry: association with the pathway at origin"),
    "2.2.1.3": N_("Entry: survival in transport and storage"),
    "2.2.1.4": N_("Entry: survival of pest management"),
    "2.2.1.5": N_("Entry: transfer to a host"),
    "2.2.2": N_("Establishment"), "2.2.3": N_("Spread"), "2.3": N_("Consequences"),
    "2.4": N_("All steps"), "3.4": N_("Measures"),
}
"""Section of ISPM 11 -> what is assessed there."""
CAUSES: Mapping[str, str] = {
    "missing": N_("data are missing"), "conflicting": N_("sources conflict"),
    "variable": N_("differs from case to case"), "model": N_("the model is in doubt"),
}
COLUMNS = ("step", "kind", "parameter", "cause", "status", "low", "high", "unit", "source",
           "contribution", "error", "with_others", "in_use", "assumption", "discussed")
WEAKEST = ("unverified", "assumed", "elicited", "verified")
"""Statuses from the weakest to the strongest."""
JOINT = " + "
"""Between the names of inputs whose share is known only together."""
_BY_STEP = {"production": "2.2.1.4", "packing": "2.2.1.4", "transport": "2.2.1.3",
            "distribution": "2.2.1.5", "transfer": "2.2.1.5"}
_LINKS = frozenset({"lot_shape", "full_suitability", "suitable_from", "season_dependence",
                    "survivor_factor"})
"""Quantities nobody counts in the field: they tie one part of the model to another."""

Place = tuple[str | int, ...]


def table(scenario: Scenario, contributions: Mapping[str, float],
          errors: Mapping[str, float] = MappingProxyType({})) -> pd.DataFrame:
    """Every source of uncertainty of a scenario by step of ISPM 11, as 2.4 asks to document.

    `contributions`: first-order share of the variance of the result by parameter name; inputs
    tied by declared correlations have one share under their names joined by " + ". `errors`: half
    the 95 % intervals of these shares, where they are known.

    Columns: step (section of ISPM 11), kind (input | climate | interactions | assumption),
    parameter (name; empty for the last two), cause (`cause_of`), status (weakest of `statuses`),
    low and high (5 and 95 % quantile), unit, source (citation or assessor), contribution (nan
    where none is known, 0 where not in use), error (nan where none is known), with_others (names
    whose joint share stands at the first of them), in_use (false: belongs to a measure that is not
    selected), assumption and discussed (text and page, for assumptions of the model). `climate`
    inputs act together through the row `climate-model`.

    The row "interactions" is what the first-order shares leave of 1, at least 0: estimates may
    add up to more.
    """
    used = _in_use(scenario)
    rows = [_row(scenario, p, contributions, errors, used) for p in _uncertain(scenario)]
    if contributions:
        rest = max(0.0, 1.0 - math.fsum(row["contribution"] for row in rows
                                        if not math.isnan(row["contribution"])))
        rows.append(_blank("2.4", "interactions") | {"contribution": rest, "cause": "model"})
    rows += [_blank(a.step, "assumption") | {
        "cause": "model", "assumption": a.text, "discussed": a.discussed}
        for a in ASSUMPTIONS if a.applies(scenario)]
    order = {step: i for i, step in enumerate(STEPS)}
    rows.sort(key=lambda row: order[row["step"]])
    return pd.DataFrame(rows, columns=list(COLUMNS))


def cause_of(scenario: Scenario, parameter: Parameter) -> Cause:
    """Why a quantity is uncertain: what was recorded, else read from nature and source.

    Declared to differ from year to year: variable. Judged by assessors whose 90 % intervals do
    not all overlap: conflicting. An input of the climate model, or a quantity that only ties
    parts of the model together (lot shape, index at which climate no longer limits, survivors in
    practice per survivor in the trial …): model. A judgement, elicited or assumed: missing. A
    cited figure with a range: variable, as it differs from case to case.
    """
    if parameter.cause is not None:
        return parameter.cause
    if parameter.nature == "variability":
        return "variable"
    if parameter.elicitation is not None and _apart(parameter.elicitation):
        return "conflicting"
    place = _places(scenario).get(parameter.name, ())
    if (parameter.name == CLIMATE_MODEL or parameter.name in scenario.climate_inputs
            or _LINKS & set(place)):
        return "model"
    return "missing" if parameter.source.status in ("elicited", "assumed") else "variable"


def summary(frame: pd.DataFrame) -> dict[str, int]:
    """Counts of a `table`: uncertain inputs in use, and how many of these by status of source."""
    # The climate model as a whole stands for its inputs, which have rows of their own.
    used = frame[frame["kind"].isin(("input", "climate")) & frame["in_use"]
                 & frame["parameter"].ne(CLIMATE_MODEL)]
    return {"inputs": len(used)} | {
        str(k): int(v) for k, v in used["status"].value_counts().items()}


def certain(scenario: Scenario) -> int:
    """Inputs in use that are single values: nothing says how uncertain they are."""
    used, unused = _in_use(scenario), _display_only(scenario)
    return sum(p.distribution.kind == "fixed" and used[name] and name not in unused
               for name, p in scenario.parameters.items())


def leading(frame: pd.DataFrame, most: int = 3) -> pd.DataFrame:
    """The inputs of a `table` with the largest contributions above zero."""
    some = frame[frame["kind"].eq("input") & (frame["contribution"] > 0)]
    return some.sort_values("contribution", ascending=False, kind="stable").head(most)


def statuses(scenario: Scenario, name: str) -> tuple[str, ...]:
    """Statuses of the sources behind an input, weakest first; of all that the climate model has.

    `name`: an input, or `climate-model`, whose own source says nothing of its uncertain values.
    """
    if name == CLIMATE_MODEL:
        found = {p.source.status for p in scenario.climate_inputs.values()
                 if p.distribution.kind != "fixed"}
    else:
        found = {scenario.parameters[name].source.status}
    return tuple(status for status in WEAKEST if status in found)


def section_of(place: Place) -> str:
    """Section of ISPM 11 that a place of the scenario belongs to."""
    top = str(place[0]) if place else ""
    if top == "pathways":
        if place[2] == "steps":
            return _BY_STEP[str(place[3])]
        return "2.2.1.5" if place[2] == "units_together" else "2.2.1.2"
    return {"spread": "2.2.3", "consequences": "2.3", "measures": "3.4",
            "groups": "3.4"}.get(top, "2.2.2")


@lru_cache(maxsize=16)
def _places(scenario: Scenario) -> Mapping[str, Place]:
    return {p.name: place for place, p in scenario.located_parameters()}


def _display_only(scenario: Scenario) -> set[str]:
    """Phenology is shown, and enters no result."""
    return {name for name, place in _places(scenario).items()
            if place[:2] == ("pest", "phenology")}


def _uncertain(scenario: Scenario) -> list[Parameter]:
    """In order of declaration; the climate model as a whole before what it consists of."""
    unused, inside = _display_only(scenario), scenario.climate_inputs
    found = [p for p in scenario.parameters.values()
             if p.distribution.kind != "fixed" and p.name not in unused]
    whole = [p for name, p in scenario.sampled.items() if name == CLIMATE_MODEL]
    return [p for p in found if p.name not in inside] + whole + [
        p for p in found if p.name in inside]


def shares(drivers: Mapping[str, float] | pd.DataFrame) -> tuple[dict[str, float],
                                                                 dict[str, float]]:
    """First-order shares and half their 95 % intervals, as `table` takes them.

    `drivers`: shares of the quick estimate, which has no intervals, or rows of `sobol`; an index
    below 0 is a share of 0.
    """
    if not isinstance(drivers, pd.DataFrame):
        return dict(drivers), {}
    names = [str(name) for name in drivers["parameter"]]
    found = {name: max(0.0, float(x)) for name, x in zip(names, drivers["S1"], strict=True)}
    return found, {name: float(x) for name, x in zip(names, drivers["S1_conf"], strict=True)}


def _row(scenario: Scenario, parameter: Parameter, contributions: Mapping[str, float],
         errors: Mapping[str, float], used: Mapping[str, bool]) -> dict[str, Any]:
    name, source, law = parameter.name, parameter.source, parameter.distribution
    share, others = _share(name, contributions)
    error, _ = _share(name, errors)
    if not used.get(name, True):
        share, error = 0.0, math.nan  # an estimate from draws gives it some by chance
    return _blank(section_of(_places(scenario).get(name, ())),
                  "climate" if name in scenario.climate_inputs else "input") | {
        "parameter": name, "cause": cause_of(scenario, parameter),
        "status": statuses(scenario, name)[0],
        "low": float(law.ppf(0.05)), "high": float(law.ppf(0.95)), "unit": parameter.unit,
        "source": source.citation or source.assessor or "", "contribution": share, "error": error,
        "with_others": others, "in_use": used.get(name, True)}


def _share(name: str, contributions: Mapping[str, float]) -> tuple[float, tuple[str, ...]]:
    """The share of an input; of inputs with one share, the first carries it."""
    for key, share in contributions.items():
        names = key.split(JOINT)
        if name in names:
            others = tuple(one for one in names if one != name)
            return (share if name == names[0] else math.nan), others
    return math.nan, ()


def _in_use(scenario: Scenario) -> dict[str, bool]:
    """Whether each input belongs to what is assessed: not to a measure left aside."""
    groups = {scenario.measure(i).group for i in scenario.selected}

    def used(place: Place) -> bool:
        if place[0] == "measures":
            return scenario.measures[cast(int, place[1])].id in scenario.selected
        return place[0] != "groups" or scenario.groups[cast(int, place[1])].id in groups

    return {name: used(place) for name, place in _places(scenario).items()}


def _apart(elicitation: Elicitation) -> bool:
    """Whether the 90 % intervals of the assessors that count have no point in common."""
    laws: Sequence[Any] = [j.distribution for j in elicitation.current if j.weight > 0]
    return max(float(law.ppf(0.05)) for law in laws) > min(float(law.ppf(0.95)) for law in laws)


def _blank(step: str, kind: str) -> dict[str, Any]:
    return {"step": step, "kind": kind, "parameter": "", "cause": "", "status": "",
            "low": math.nan, "high": math.nan, "unit": "", "source": "",
            "contribution": math.nan, "error": math.nan, "with_others": (), "in_use": True,
            "assumption": "", "discussed": ""}
