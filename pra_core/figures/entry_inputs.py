"""What the entry page lists: stages, inputs by step and inspections, in words."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations

import numpy as np
import pandas as pd

from pra_core import labels
from pra_core.assessment import Assessment
from pra_core.dependence import lacking, share_working
from pra_core.figures.course import removed
from pra_core.frozen import FloatArray
from pra_core.i18n import Translator
from pra_core.measure import Effect
from pra_core.parameter import Parameter
from pra_core.scenario import Scenario
from pra_core.step import STEPS, Step
from pra_core.summary import interval
from pra_core.year_to_year import averaged


def stage_table(stages: FloatArray, selected: FloatArray | None, t: Translator) -> pd.DataFrame:
    """One row per stage: median and 90 % interval left, share removed, with measures if any."""
    shares = [None, *removed(stages)[:, 1]]
    rows = []
    for k, step in enumerate(("origin", *STEPS)):
        found = interval(stages[k])
        rows.append({
            "step": t("At origin") if step == "origin" else labels.step_title(step, t),
            "median": found.median, "low": found.low, "high": found.high, "removed": shares[k],
            "selected": None if selected is None else interval(selected[k]).median})
    return pd.DataFrame(rows)


def answer(stages: FloatArray, selected: FloatArray | None, t: Translator) -> str:
    """How many infested units reach a host, without and with the selected measures."""
    offered = t.number(interval(stages[0]).median, 2)
    if not stages[-1].any():
        return t("**No infested unit is expected to reach a host.** At origin there are {offered} a"
                 " year.", offered=offered)
    text = t("Without measures, infested units reach a host at a rate of **{median}** (90 %"
             " interval {low} to {high}). At origin they are {offered} a year.",
             **arrivals(stages[-1], t), offered=offered)
    if selected is None:
        return text
    rest = t("With the selected measures: **{median}** (90 % interval {low} to {high}).",
             **arrivals(selected[-1], t)) if selected[-1].any() else t(
        "With the selected measures, **no infested unit is expected to reach a host.**")
    return f"{text} {rest}"


def killed_sentence(killed: Mapping[str, float], t: Translator) -> str:
    """What dies inside the units, by step, over all lots; empty where nothing does."""
    parts = [t("{step} {share}", step=labels.step_title(step, t), share=t.percent(share, 3))
             for step, share in killed.items() if share > 0]
    if not parts:
        return ""
    return t("Of the pests inside the units, over all lots, these are killed as well: {parts}."
             " Lots on which a treatment is not really applied are counted.",
             parts=t(", ").join(parts))


def arrivals(draws: FloatArray, t: Translator) -> dict[str, str]:
    """Median and 90 % interval of infested units per year, in words (median, low, high)."""
    found = interval(draws)
    return {name: _rate(x, t) for name, x in
            (("median", found.median), ("low", found.low), ("high", found.high))}


def _rate(x: float, t: Translator) -> str:
    if x == 0:
        return t("no unit expected")
    years = t.number(1 / x, 2)
    if x >= 1 or years == "1":
        return t("{number} units a year", number=t.number(x, 2))
    return t("1 unit in {years} years", years=years)


def killed_inside(assessment: Assessment) -> dict[str, float]:
    """Median share of the pests inside a unit that each step kills, over all lots.

    Commercial practice and the selected measures on the first pathway: 1 - a E[prod(1 - k_i W_i)],
    a what practice leaves, k_i the efficacy of measure i, W_i whether it works on a lot; lots on
    which compliance fails or a group is out count with none killed by it (design 2.6).
    """
    scenario = assessment.scenario
    values = averaged(scenario, assessment.values)
    pathway = scenario.pathways[0]
    kills: dict[Step, dict[str, FloatArray]] = {}
    missing = lacking(scenario, scenario.selected)
    for m in scenario.measures:
        if m.id not in scenario.selected or m.id in missing:
            continue
        for e in m.effects:
            here = not e.pathways or pathway.id in e.pathways
            if here and e.step is not None and e.acts_on == "individual":
                alive = 1.0 - _efficacy(e, scenario, values)
                at = kills.setdefault(e.step, {})
                at[m.id] = 1.0 - (1.0 - at[m.id]) * alive if m.id in at else 1.0 - alive
    found = {}
    for step in STEPS:
        practice, alive = pathway.steps.at(step), _alive(scenario, kills.get(step, {}), values)
        if practice is not None and practice.individual is not None:
            alive = alive * values[practice.individual.name]
        elif step not in kills:
            continue
        found[str(step)] = 1.0 - float(np.median(alive))
    return found


def _efficacy(effect: Effect, scenario: Scenario, values: Mapping[str, FloatArray]) -> FloatArray:
    shown = values[effect.efficacy[scenario.pest.eppo_code].name]
    if effect.survivor_factor is None:
        return shown
    return 1.0 - np.minimum(1.0, (1.0 - shown) * values[effect.survivor_factor.name])


def _alive(scenario: Scenario, kills: Mapping[str, FloatArray], values: Mapping[str, FloatArray]
           ) -> FloatArray:
    """E[prod(1 - k_i W_i)] over lots, expanded over the sets of measures that work together."""
    total = np.ones(len(next(iter(values.values()))))
    for size in range(1, len(kills) + 1):
        for some in combinations(sorted(kills), size):
            term = share_working(scenario, some, values)
            for one in some:
                term = term * -kills[one]
            total = total + term
    return total


def by_step(scenario: Scenario, pathway_id: str, t: Translator
            ) -> dict[str, list[tuple[str, Parameter]]]:
    """(label, parameter) of one pathway by step, in the order of the steps."""
    places = labels.places(scenario)
    found = labels.pathway_parameters(scenario, pathway_id)
    return {step: [(labels.quantity_title(scenario, places[p.name], t), p) for p in found[step]]
            for step in ("origin", *STEPS) if found.get(step)}


def entry_parameters(scenario: Scenario) -> list[Parameter]:
    """Every input of the pathways."""
    return [p for place, p in scenario.located_parameters() if place[0] == "pathways"]


def inspections(scenario: Scenario, values: Mapping[str, FloatArray], t: Translator
                ) -> list[tuple[str, float, float]]:
    """(title, median units per lot, median sensitivity) of every inspection on offer."""
    return [(t.local(m.title), float(np.median(values[e.sample_size.name])),
             float(np.median(values[e.sensitivity.name])))
            for m in scenario.measures for e in m.effects
            if e.sample_size is not None and e.sensitivity is not None]
