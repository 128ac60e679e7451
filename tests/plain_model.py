"""The model of entry in plain Python, one draw at a time: the oracle of the tests.

Written from the definitions, subset by subset and lot type by lot type, without any of the
tables, reuse of rows or mixing tricks of the product.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from scipy import optimize

from pra_core.measure import Effect, Measure
from pra_core.pathway import Pathway
from pra_core.scenario import Scenario

STEPS = ("production", "packing", "export_treatment", "export_inspection", "transport",
         "import_inspection", "distribution", "transfer")


@dataclass
class Lots:
    """What one kind of lot (the same measures working) contributes."""

    founded: float
    """Founded populations per year."""
    units: float
    """Infested units per year that reach the end of the chain."""
    pests: float
    """Living pests per lot offered, at import."""
    released: float
    """Share of lots released."""


def survival(scenario: Scenario, effect: Effect, v: Mapping[str, float]) -> float:
    left = 1 - v[effect.efficacy[scenario.pest.eppo_code].name]
    if effect.survivor_factor is not None:
        left = min(1.0, left * v[effect.survivor_factor.name])
    return left


def working_set(scenario: Scenario, applied: Collection[str]) -> set[str]:
    """The greatest subset of what is applied whose requirements are all in it."""
    kept = set(applied)
    while True:
        out = {i for i in kept if not set(scenario.measure(i).requires) <= kept}
        if not out:
            return kept
        kept -= out


def failures(scenario: Scenario, ids: Collection[str], v: Mapping[str, float]
             ) -> Iterator[tuple[float, set[str]]]:
    """(share of lots, measures working on them) for every pattern of failure."""
    measures = [scenario.measure(i) for i in sorted(ids)]
    groups = sorted({m.group for m in measures if m.group})
    outage = {g.id: v[g.outage.name] for g in scenario.groups}
    for pattern in itertools.product((True, False), repeat=len(measures) + len(groups)):
        share, applied = 1.0, set()
        down = {g for g, ok in zip(groups, pattern[len(measures):], strict=True) if not ok}
        for g in groups:
            share *= outage[g] if g in down else 1 - outage[g]
        for m, ok in zip(measures, pattern, strict=False):
            c = 1.0 if m.compliance is None else v[m.compliance.name]
            share *= c if ok else 1 - c
            if ok and m.group not in down:
                applied.add(m.id)
        if share > 0:
            yield share, working_set(scenario, applied)


def _effects(pathway: Pathway, measures: list[Measure], step: str | None
             ) -> list[tuple[Measure, Effect]]:
    return [(m, e) for m in measures for e in m.effects
            if e.step == step and (not e.pathways or pathway.id in e.pathways)]


def lots(scenario: Scenario, pathway: Pathway, working: Collection[str], v: Mapping[str, float],
         line: float, climate: float) -> Lots:
    measures = [scenario.measure(i) for i in sorted(working)]
    f0, m = v[pathway.prevalence.name], v[pathway.pests_per_unit.name]
    if pathway.counts == "occupied":
        mean = m
        m = optimize.brentq(lambda x: x / -math.expm1(-x) - mean, 1e-9, mean + 1)
        f0 /= -math.expm1(-m)
    lot = v[pathway.lot_size.name]
    s, t, w, at_import = 1.0, 0.0, 1.0, (0.0, 0.0, 0.0)
    for step in STEPS:
        practice = getattr(pathway.steps, step, None)
        if practice is not None:
            s *= v[practice.unit.name] if practice.unit else 1.0
            m *= v[practice.individual.name] if practice.individual else 1.0
        here = _effects(pathway, measures, step)
        for _, e in here:
            if e.kind == "volume":
                w *= survival(scenario, e, v)
            elif e.kind != "inspection" and e.acts_on == "individual":
                m *= survival(scenario, e, v)
            elif e.kind != "inspection":
                s *= survival(scenario, e, v)
        rivals, added = [], []
        for measure, e in here:
            if e.kind == "inspection":
                assert e.sample_size is not None
                assert e.sensitivity is not None
                nq = v[e.sample_size.name] * v[e.sensitivity.name]
                seen = nq * (1 - math.exp(-m) if e.detects == "live" else 1.0)
                (added if measure.adds else rivals).append((seen, nq))
        for seen, nq in [*sorted(rivals)[-1:], *added]:
            t += seen * s
            s *= 1 - nq / lot
        if step == "import_inspection":
            at_import = (s, m, t)
    founding_factor = 1.0
    for _, e in _effects(pathway, measures, None):
        if e.kind == "establishment":
            founding_factor *= survival(scenario, e, v)
    kappa = math.inf if pathway.lot_shape is None else v[pathway.lot_shape.name]
    units = v[pathway.volume.name] * w * f0 * s * _released(f0, t, kappa, 1)
    g = v[pathway.units_together.number.name] if pathway.units_together else 1.0
    share = scenario.pest.female_share
    if share is None:
        founds = -math.expm1(-g * m * line)
    else:
        females = v[share.name]
        founds = math.expm1(-females * g * m * line) * math.expm1(-(1 - females) * g * m)
    s, m, t = at_import
    return Lots(units / g * founds * climate * founding_factor, units,
                w * lot * f0 * s * m * _released(f0, t, kappa, 1),
                w * _released(f0, t, kappa, 0))


def _released(f0: float, t: float, kappa: float, extra: int) -> float:
    if math.isinf(kappa):
        return math.exp(-f0 * t)
    return (1 + f0 * t / kappa) ** -(kappa + extra)


def mixed(scenario: Scenario, pathway: Pathway, ids: Collection[str], v: Mapping[str, float],
          line: float, climate: float) -> Lots:
    """All kinds of lots together, weighted by how often each occurs."""
    total = Lots(0.0, 0.0, 0.0, 0.0)
    for share, working in failures(scenario, ids, v):
        one = lots(scenario, pathway, working, v, line, climate)
        total = Lots(total.founded + share * one.founded, total.units + share * one.units,
                     total.pests + share * one.pests, total.released + share * one.released)
    return total


def founding_rate(scenario: Scenario, ids: Collection[str], v: Mapping[str, float], line: float,
                  climate: float) -> float:
    return sum(mixed(scenario, p, ids, v, line, climate).founded for p in scenario.pathways)


def pests_per_lot(scenario: Scenario, ids: Collection[str], v: Mapping[str, float]) -> float:
    """Of the worst pathway, before establishment."""
    worst = 0.0
    for p in scenario.pathways:
        found = mixed(scenario, p, ids, v, 1.0, 1.0)
        worst = max(worst, found.pests / found.released if found.released > 0 else 0.0)
    return worst
