"""From a scenario to the operations of each pathway's chain (design 2.1, 2.6).

A chain lists, in the order of the steps, what commercial practice and each measure do to the
state S, m, t, w of a lot. The compiled kernels run it for every subset of the measures that may
or may not work on a lot.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from pra_core import kernels
from pra_core.establishment import occupied_to_poisson
from pra_core.frozen import FloatArray
from pra_core.measure import Effect, Measure
from pra_core.parameter import Parameter
from pra_core.pathway import Pathway
from pra_core.scenario import Scenario
from pra_core.step import STEPS, Step

Values = Mapping[str, FloatArray]
ALWAYS = -1
"""Bit of an operation that acts on every subset."""


@dataclass(frozen=True, slots=True, eq=False)
class Founders:
    """What becomes of founders, [draws]."""

    line: FloatArray
    """Chance that one female's (or one founder's) line survives in favourable climate."""
    climate: Mapping[str, FloatArray]
    """By pathway id: chance that the climate where and when it lands lets it persist."""
    place: FloatArray
    """The same without the months of arrival."""
    origin: Mapping[str, tuple[FloatArray, FloatArray]]
    """By pathway id: f0 [infested units/unit] and m0 [pests/infested unit], Poisson sense."""


@dataclass(frozen=True, slots=True, eq=False)
class Chain:
    """Operations of one pathway, ready for the kernels; `ids` are the measures in bit order."""

    ids: tuple[str, ...]
    const: FloatArray
    code: NDArray[np.int64]
    bit: NDArray[np.int64]
    live: NDArray[np.bool_]
    value: FloatArray
    works: NDArray[np.int64]
    compliance: FloatArray
    members: NDArray[np.int64]
    outage: FloatArray
    inspected: Mapping[int, FloatArray]
    """Units inspected per lot, by the row of the inspection's operation."""

    def arrays(self) -> tuple[object, ...]:
        """Arguments of the kernels."""
        floats = [np.ascontiguousarray(a) for a in
                  (self.const, self.value, self.compliance, self.outage)]
        return (floats[0], self.code, self.bit, self.live, floats[1], self.works, floats[2],
                self.members, floats[3])

    def full_set(self, leaf: int) -> FloatArray:
        """The leaf of the set of all its measures, mixed over lots, [draws], float64."""
        out = np.empty(self.const.shape[1])
        kernels.fold(leaf, *self.arrays(), len(self.ids), out)
        return out


@dataclass(slots=True)
class _Builder:
    """Collects operations; a measure's bit is given at its first operation."""

    draws: int
    always: frozenset[str]
    bits: dict[str, int] = field(default_factory=dict)
    rows: list[tuple[int, int, bool, FloatArray]] = field(default_factory=list)
    inspected: dict[int, FloatArray] = field(default_factory=dict)

    def add(self, code: int, owner: str | None, value: FloatArray, live: bool = False) -> None:
        bit = ALWAYS
        if owner is not None and owner not in self.always:
            bit = self.bits.setdefault(owner, len(self.bits))
        self.rows.append((code, bit, live, value))

    def expand(self, owner: str) -> None:
        if owner not in self.bits and owner not in self.always:
            self.add(kernels.EXPAND, owner, np.ones(self.draws))


def build(scenario: Scenario, pathway: Pathway, ids: Sequence[str], values: Values,
          founders: Founders, *, until: Step | None = None, reduce: bool = False) -> Chain:
    """The chain of one pathway with the measures `ids`, to the founding of populations.

    With `until`, entry alone up to and including that step: measures against establishment act
    later. With `reduce`, measures that work on every lot need no bit of their own (same result,
    smaller table). The order in which measures are declared does not matter: within a step they
    act in the order of their ids.
    """
    measures = _acting(scenario, pathway, ids, values)
    draws = founders.line.size
    steps = STEPS if until is None else STEPS[: STEPS.index(until) + 1]
    always = _always(measures, values) if reduce else frozenset[str]()
    builder = _Builder(draws, always)
    for step in steps:
        _baseline(builder, pathway, step, values)
        _effects(builder, scenario, pathway, step, measures, values)
        _inspections(builder, pathway, step, measures, values)
    for m in measures.values() if until is None else ():
        for effect in m.effects:
            if effect.kind == "establishment" and _on(effect, pathway):
                builder.add(kernels.WEIGHT, m.id, _survival(scenario, effect, values))
    for one in _linked(measures, builder):
        builder.expand(one)
    return _chain(scenario, pathway, builder, measures, values, founders)


def _on(effect: Effect, pathway: Pathway) -> bool:
    return not effect.pathways or pathway.id in effect.pathways


def _acting(scenario: Scenario, pathway: Pathway, ids: Sequence[str], values: Values
            ) -> dict[str, Measure]:
    """Measures that act on the pathway or are required by one that does, sorted by id.

    A measure that can never work, or whose requirement is not among `ids`, is left out.
    """
    chosen = {m.id: m for m in scenario.measures
              if m.id in set(ids) and not _never(scenario, m, values)}
    while True:
        working = {k: m for k, m in chosen.items() if set(m.requires) <= set(chosen)}
        if len(working) == len(chosen):
            break
        chosen = working
    acting = {k for k, m in chosen.items()
              if any(_on(e, pathway) and e.kind != "spread" for e in m.effects)}
    frontier = set(acting)
    while frontier:
        frontier = {r for k in frontier for r in chosen[k].requires} - acting
        acting |= frontier
    return {k: chosen[k] for k in sorted(acting)}


def _never(scenario: Scenario, m: Measure, values: Values) -> bool:
    """Whether it works on no lot at all: no compliance, or a group that always fails."""
    outages = [values[g.outage.name] for g in scenario.groups if g.id == m.group]
    fails = [1.0 - values[m.compliance.name]] if m.compliance is not None else []
    return any(bool(np.all(x == 1.0)) for x in (*fails, *outages))


def _always(measures: Mapping[str, Measure], values: Values) -> frozenset[str]:
    """Measures that work on every lot: no group, full compliance, no requirement either way."""
    required = {r for m in measures.values() for r in m.requires}
    return frozenset(
        m.id for m in measures.values()
        if m.group is None and not m.requires and m.id not in required
        and (m.compliance is None or bool(np.all(values[m.compliance.name] == 1.0))))


def _linked(measures: Mapping[str, Measure], builder: _Builder) -> list[str]:
    """Required measures that have no operation of their own here but must still work."""
    needed: set[str] = set()
    frontier = set(builder.bits)
    while frontier:
        frontier = {r for k in frontier for r in measures[k].requires} - needed - set(builder.bits)
        needed |= frontier
    return sorted(needed)


def _survival(scenario: Scenario, effect: Effect, values: Values) -> FloatArray:
    """1 - efficacy, or min(1, (1 - efficacy) x survivor factor)."""
    left = 1.0 - values[effect.efficacy[scenario.pest.eppo_code].name]
    if effect.survivor_factor is not None:
        left = np.minimum(1.0, left * values[effect.survivor_factor.name])
    return left


def _baseline(builder: _Builder, pathway: Pathway, step: Step, values: Values) -> None:
    practice = pathway.steps.at(step)
    if practice is None:
        return
    if practice.unit is not None:
        builder.add(kernels.UNIT, None, values[practice.unit.name])
    if practice.individual is not None:
        builder.add(kernels.INDIVIDUAL, None, values[practice.individual.name])


def _effects(builder: _Builder, scenario: Scenario, pathway: Pathway, step: Step,
             measures: Mapping[str, Measure], values: Values) -> None:
    for m in measures.values():
        for effect in m.effects:
            if effect.step != step or effect.kind == "inspection" or not _on(effect, pathway):
                continue
            code = kernels.INDIVIDUAL if effect.acts_on == "individual" else kernels.UNIT
            if effect.kind == "volume":
                code = kernels.WEIGHT
            builder.add(code, m.id, _survival(scenario, effect, values))


def _inspections(builder: _Builder, pathway: Pathway, step: Step,
                 measures: Mapping[str, Measure], values: Values) -> None:
    """Of the inspections working at one step the largest counts; those that add follow by id."""
    found = [(m, e) for m in measures.values() for e in m.effects
             if e.kind == "inspection" and e.step == step and _on(e, pathway)]
    for m, _ in found:
        builder.expand(m.id)
    found = [(m, e) for m, e in found  # what never sees anything changes no bit
             if all(np.any(values[p.name]) for p in (e.sample_size, e.sensitivity) if p)]
    rivals = [(m, e) for m, e in found if not m.adds]
    if len(rivals) == 1:
        _inspect(builder, kernels.INSPECT, *rivals[0], values)
    elif rivals:
        for m, e in rivals:
            _inspect(builder, kernels.COMPARE, m, e, values)
        builder.add(kernels.CONCLUDE, None, np.ones(builder.draws))
    for m, e in found:
        if m.adds:
            _inspect(builder, kernels.INSPECT, m, e, values)


def _inspect(builder: _Builder, code: int, m: Measure, effect: Effect, values: Values) -> None:
    assert effect.sample_size is not None  # by the schema
    assert effect.sensitivity is not None
    units = values[effect.sample_size.name] * values[effect.sensitivity.name]
    builder.inspected[len(builder.rows)] = values[effect.sample_size.name]
    builder.add(code, m.id, units, effect.detects == "live")


def infested_at_origin(pathway: Pathway, values: Values) -> tuple[FloatArray, FloatArray]:
    """f0 [infested units/unit] and m0 [pests/infested unit] in the Poisson sense of the model.

    Where the source counted occupied units only: λ/(1-e^-λ) = m0, and f0/(1-e^-λ) (design 2.1).
    """
    f0, m0 = values[pathway.prevalence.name], values[pathway.pests_per_unit.name]
    if pathway.counts == "occupied":
        poisson = occupied_to_poisson(m0)
        return f0 / -np.expm1(-poisson), poisson
    return f0, m0


def _draws_of(parameter: Parameter | None, values: Values, default: float, draws: int
              ) -> FloatArray:
    return np.full(draws, default) if parameter is None else values[parameter.name]


def constants(scenario: Scenario, pathway: Pathway, values: Values, founders: Founders
              ) -> FloatArray:
    """The rows of constants the kernels read, [8, draws] (see `kernels._leaves`)."""
    n, pest = founders.line.size, scenario.pest
    f0, _ = founders.origin[pathway.id]
    together = pathway.units_together
    shape = pathway.lot_shape
    return np.stack([
        values[pathway.volume.name], f0,
        np.zeros(n) if shape is None else 1.0 / values[shape.name],
        _draws_of(together.number if together else None, values, 1.0, n),
        _draws_of(pest.female_share, values, -1.0, n),
        founders.line, founders.climate[pathway.id], values[pathway.lot_size.name]])


def _chain(scenario: Scenario, pathway: Pathway, builder: _Builder,
           measures: Mapping[str, Measure], values: Values, founders: Founders) -> Chain:
    n, bits = builder.draws, builder.bits
    _, m0 = founders.origin[pathway.id]
    compliance = [_draws_of(measures[k].compliance, values, 1.0, n) for k in bits]
    groups = [(g, sum(1 << b for k, b in bits.items() if measures[k].group == g.id))
              for g in sorted(scenario.groups, key=lambda g: g.id)]
    groups = [(g, mask) for g, mask in groups if mask]
    rows = builder.rows
    return Chain(
        tuple(bits), constants(scenario, pathway, values, founders),
        np.array([r[0] for r in rows], np.int64), np.array([r[1] for r in rows], np.int64),
        np.array([r[2] for r in rows], np.bool_), np.stack([m0, *(r[3] for r in rows)]),
        _working(bits, measures),
        np.stack(compliance) if compliance else np.ones((0, n)),
        np.array([mask for _, mask in groups], np.int64),
        np.stack([values[g.outage.name] for g, _ in groups]) if groups else np.zeros((0, n)),
        builder.inspected)


def _working(bits: Mapping[str, int], measures: Mapping[str, Measure]) -> NDArray[np.int64]:
    """For each subset, the greatest subset whose requirements are all in it; empty if none."""
    needs = {b: sum(1 << bits[r] for r in measures[k].requires if r in bits)
             for k, b in bits.items()}
    if not any(needs.values()):
        return np.zeros(0, np.int64)
    works = np.arange(1 << len(bits), dtype=np.int64)
    while True:
        before = works.copy()
        for b, mask in needs.items():
            works = np.where((works & mask) != mask, works & ~(1 << b), works)
        if np.array_equal(works, before):
            return works
