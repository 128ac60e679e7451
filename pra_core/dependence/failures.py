"""What fails together on a lot, and the risk when failures are taken apart (design 2.6)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from pra_core import chain, kernels
from pra_core.assessment import Assessment
from pra_core.chain import Chain, Founders, Values
from pra_core.frozen import FloatArray
from pra_core.pathway import Pathway
from pra_core.sampled_values import Part, yearly_means
from pra_core.scenario import Scenario
from pra_core.step import Step
from pra_core.year_to_year import Replaced, averaged


def needed(scenario: Scenario, measure_id: str) -> frozenset[str]:
    """The measure and all it requires, also through others."""
    found, frontier = frozenset({measure_id}), {measure_id}
    while frontier:
        frontier = {r for i in frontier for r in scenario.measure(i).requires} - found
        found |= frontier
    return found


def lacking(scenario: Scenario, ids: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Those of these measures that never work among them, and what they need that is not there."""
    there = frozenset(ids)
    found = {i: tuple(sorted(needed(scenario, i) - there)) for i in sorted(there)}
    return {i: missing for i, missing in found.items() if missing}


def common_needs(scenario: Scenario, first: str, second: str) -> tuple[str, ...]:
    """Third measures that may fail and that both need, also through others."""
    shared = (needed(scenario, first) & needed(scenario, second)) - {first, second}
    return tuple(sorted(i for i in shared if scenario.measure(i).compliance is not None
                        or scenario.measure(i).group is not None))


def common_groups(scenario: Scenario, first: str, second: str) -> tuple[str, ...]:
    """Groups in which both are, by themselves or by what only one of the two needs."""
    one, other = needed(scenario, first), needed(scenario, second)
    groups = [{scenario.measure(i).group for i in alone} for alone in (one - other, other - one)]
    return tuple(sorted(g for g in groups[0] & groups[1] if g is not None))


def share_working(scenario: Scenario, ids: Iterable[str], values: Values) -> FloatArray:
    """Share of lots on which all of these measures work, [draws].

    prod c_i over them and all they require, times prod (1 − ρ_g) over the groups of these:
    own failures and outages are independent events of a lot (design 2.6). Over years the mean.
    """
    values = averaged(scenario, values)
    members = {k for i in ids for k in needed(scenario, i)}
    found = np.ones(len(next(iter(values.values()))))
    for key in sorted(members):
        compliance = scenario.measure(key).compliance
        if compliance is not None:
            found = found * values[compliance.name]
    for group in scenario.groups:
        if any(scenario.measure(k).group == group.id for k in members):
            found = found * (1.0 - values[group.outage.name])
    return found


def founding_rate(assessment: Assessment, ids: Sequence[str], *, apart: bool = False
                  ) -> FloatArray:
    """Λ (E_v[Λ] over years) with exactly these measures at the assessment's draws, [draws].

    With `apart`, every measure fails on its own: outages are charged to each member separately
    and nothing hangs on what else works.
    """
    values = assessment.values
    return yearly_means(assessment.scenario, values, fate_of(assessment, values),
                        lambda part: foundings(assessment.scenario, ids, part, apart=apart))


def foundings(scenario: Scenario, ids: Sequence[str], part: Part, *, apart: bool = False
              ) -> FloatArray:
    """Λ with exactly these measures in each year, all pathways together, [rows]."""
    found = [chain_of(scenario, p, ids, part.values, part.fate, apart=apart)
             .full_set(kernels.FOUNDINGS) for p in sorted(scenario.pathways, key=lambda p: p.id)]
    return np.asarray(np.sum(found, axis=0), np.float64)


def fate_of(assessment: Assessment, values: Values) -> Founders:
    """What becomes of founders at the assessment's draws."""
    return Founders(assessment.line_survival, assessment.arrival_persistence,
                    assessment.climate_persistence,
                    {p.id: chain.infested_at_origin(p, values)
                     for p in assessment.scenario.pathways})


def chain_of(scenario: Scenario, pathway: Pathway, ids: Sequence[str], values: Values,
             fate: Founders, *, apart: bool = False, until: Step | None = None) -> Chain:
    """One pathway with exactly these measures, to the founding of populations or to a step."""
    if apart:
        scenario, values = _taken_apart(scenario, values)
    return chain.build(scenario, pathway, ids, values, fate, until=until, reduce=True)


def _taken_apart(scenario: Scenario, values: Values) -> tuple[Scenario, Values]:
    """No groups and no requirements; compliance c (1 − ρ) instead."""
    outages = {g.id: values[g.outage.name] for g in scenario.groups}
    alone = {m.compliance.name: values[m.compliance.name] * (1.0 - outages[m.group])
             for m in scenario.measures if m.compliance is not None and m.group is not None}
    measures = tuple(m.model_copy(update={"group": None, "requires": ()})
                     for m in scenario.measures)
    return scenario.changed(measures=measures, groups=()), Replaced(values, alone)


def applied(scenario: Scenario, ids: Sequence[str], values: Values) -> dict[str, FloatArray]:
    """Full compliance and no outage of these measures and of what they require, [draws]."""
    found: dict[str, FloatArray] = {}
    for key in {k for i in ids for k in needed(scenario, i)}:
        measure = scenario.measure(key)
        if measure.compliance is not None:
            found[measure.compliance.name] = np.ones_like(values[measure.compliance.name])
        for group in scenario.groups:
            if group.id == measure.group:
                found[group.outage.name] = np.zeros_like(values[group.outage.name])
    return found
