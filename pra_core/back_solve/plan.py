"""A set of measures on fixed draws, to be seen again with some values replaced."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

import numpy as np

from pra_core import chain, endangered_area, kernels
from pra_core.alop import TIE, Alop
from pra_core.assessment import check_sampling, founders, integral_weights, sample
from pra_core.chain import Founders, Values
from pra_core.frozen import FloatArray
from pra_core.impact import annualise, weighted_present_value
from pra_core.measure import Effect, Measure
from pra_core.pathway import Pathway
from pra_core.portfolio import judged_rate
from pra_core.sampled_values import Part, line_survival, lived
from pra_core.scenario import Scenario
from pra_core.step import STEPS
from pra_core.summary import Judgement, verdicts
from pra_core.year_to_year import Replaced, Years, averaged
from pra_core.years_needed import years

Leaves = Mapping[str, FloatArray]
"""By pathway id: foundings per year [1, rows], or live pests and lots released [2, rows].

Rows are the years of each draw, one where nothing varies from year to year."""
UNCHANGED: Values = MappingProxyType({})


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """The selected measures of a scenario on fixed draws, to be seen with some values replaced."""

    scenario: Scenario
    alop: Alop
    values: Values
    fate: Founders
    _weights: dict[tuple[str, ...], FloatArray] = field(default_factory=dict)
    _lived: dict[tuple[int, int], Part] = field(default_factory=dict)

    @property
    def draws(self) -> int:
        """Number of draws."""
        return int(self.fate.line.size)

    @property
    def years(self) -> Years:
        """The years of each draw."""
        return years(self.scenario)

    @property
    def rows(self) -> Values:
        """The values in each year of each draw, [rows]."""
        return self._part().values

    @property
    def limit(self) -> float:
        """The largest `risk` within the ALOP; a limit on years as a rate per year."""
        if self.alop.metric != "years_between_outbreaks":
            return self.alop.limit * (1.0 + TIE)
        return (1.0 + TIE) / self.alop.limit if self.alop.limit > 0 else math.inf

    def thinned(self, step: int) -> Plan:
        """The same on every `step`-th draw."""
        some = slice(None, None, step)

        def fewer(found: Values) -> dict[str, FloatArray]:
            return {k: np.ascontiguousarray(x[some]) for k, x in found.items()}

        fate = replace(self.fate, line=self.fate.line[some], climate=fewer(self.fate.climate),
                       place=self.fate.place[some],
                       origin={k: (f[some], m[some]) for k, (f, m) in self.fate.origin.items()})
        return Plan(self.scenario, self.alop, fewer(self.values), fate)

    def fewer(self, leaves: Leaves, step: int) -> Leaves:
        """The leaves of `thinned(step)`."""
        apart = (-1, self.draws, self.years.count)
        return {k: x.reshape(apart)[:, ::step].reshape(len(x), -1) for k, x in leaves.items()}

    def leaves(self, replaced: Values = UNCHANGED,
               ids: tuple[str, ...] | None = None, pathways: tuple[str, ...] = ()
               ) -> dict[str, FloatArray]:
        """What each pathway (or each of `pathways`) brings with the measures `ids`, [.., rows].

        Left out, `ids` are the selected measures.

        `replaced`: by parameter name, [draws] the same in all years, or [rows], that stand in for
        the sampled values; those of spread and consequences count only where `risk` is told of
        them.
        """
        scenario, part = self.scenario, self._part()
        values, fate = part.values, part.fate
        lots = self.alop.metric == "pests_per_lot"
        chosen, found = scenario.selected if ids is None else ids, {}
        if replaced:
            instead = {k: self.years.repeated(x) if x.size == self.draws else x
                       for k, x in replaced.items()}
            values = Replaced(values, instead)
            fate = replace(fate, origin=self._origin(values, instead),
                           line=self._line(fate.line, values, instead))
            values = _averaged(scenario, chosen, values)
        for p in scenario.pathways:
            if pathways and p.id not in pathways:
                continue
            built = chain.build(scenario, p, chosen, values, fate, reduce=True,
                                until="import_inspection" if lots else None)
            modes = (kernels.PESTS, kernels.LOTS) if lots else (kernels.FOUNDINGS,)
            found[p.id] = np.stack([built.full_set(mode) for mode in modes])
        return found

    def _part(self) -> Part:
        """All draws with all their years, kept as long as values and founders are the same."""
        key = id(self.values), id(self.fate)
        found = self._lived.get(key)
        if found is None:
            found = lived(self.scenario, self.values, self.fate, slice(0, self.draws))
            self._lived.clear()
            self._lived[key] = found
        return found

    def _line(self, line: FloatArray, values: Values, replaced: Values) -> FloatArray:
        pest = self.scenario.pest
        own = pest.r0 or pest.line_survival
        return line if own is None or own.name not in replaced else line_survival(pest, values)

    def occupied(self, pathway: Pathway) -> FloatArray | float:
        """Share of infested units that hold a living pest, where only those were counted; else 1.

        1 - e^-λ [rows], the largest prevalence a count of occupied units can have (design 2.1).
        """
        pests = self._part().fate.origin[pathway.id][1]
        return -np.expm1(-pests) if pathway.counts == "occupied" else 1.0

    def _origin(self, values: Values, replaced: Values) -> dict[str, tuple[FloatArray, FloatArray]]:
        """f0 and m0; λ is solved again only where m0 is replaced."""
        found = dict(self._part().fate.origin)
        for p in self.scenario.pathways:
            if p.pests_per_unit.name in replaced:
                found[p.id] = chain.infested_at_origin(p, values)
            elif p.prevalence.name in replaced:
                found[p.id] = (values[p.prevalence.name] / self.occupied(p), found[p.id][1])
        return found

    def risk(self, leaves: Leaves, replaced: Values = UNCHANGED,
             ids: tuple[str, ...] | None = None) -> FloatArray:
        """What the ALOP limits, so that less is safer, [draws] (design 2.7).

        Chance per year, founding rate per year (for years between outbreaks), currency per year,
        or the most live pests per released lot of any pathway.
        """
        ordered, over = [leaves[k] for k in sorted(leaves)], self.years
        if self.alop.metric == "pests_per_lot":
            worst = [np.divide(pests, lots, out=np.zeros(self.draws), where=lots > 0)
                     for pests, lots in (over.mean(one) for one in ordered)]
            return np.asarray(np.max(np.stack(worst), axis=0), np.float64)
        rate = judged_rate(over, self.alop, np.asarray(
            np.sum(np.stack([one[0] for one in ordered]), axis=0), np.float64))
        if self.alop.metric == "annual_probability":
            return np.asarray(-np.expm1(-rate))
        if self.alop.metric == "years_between_outbreaks":
            return rate
        horizon = self.scenario.consequences.horizon_years
        discount = self.values[self.scenario.consequences.discount.name]
        weights = self._loss(replaced, self.scenario.selected if ids is None else ids)
        return annualise(weighted_present_value(rate, weights, horizon), discount, horizon)

    def _loss(self, replaced: Values, ids: tuple[str, ...]) -> FloatArray:
        """Weights of the loss integral; they hang on the measures that slow spread alone."""
        slowing = {e.efficacy[self.scenario.pest.eppo_code].name: m.id
                   for m in self.scenario.measures for e in m.effects if e.kind == "spread"}
        acting = tuple(sorted({i for i in slowing.values() if i in ids}))
        touched = set(slowing) & set(replaced)
        if touched or acting not in self._weights:
            values = Replaced(averaged(self.scenario, self.values),
                              {k: replaced[k] for k in touched})
            found = integral_weights(self.scenario.changed(selected=acting), values,
                                     endangered_area.endangered(self.scenario, values))
            if touched:
                return found
            self._weights[acting] = found
        return self._weights[acting]

    def judge(self, risk: FloatArray) -> Judgement:
        """P(meets) of draws of `risk`, with its Monte Carlo error and verdict."""
        inside = int(np.count_nonzero(risk <= self.limit))
        p = inside / self.draws
        return Judgement(p, math.sqrt(p * (1 - p) / self.draws),
                         str(verdicts(inside, self.draws, self.alop.confidence)))


def averaging(scenario: Scenario, ids: Collection[str]) -> list[Measure]:
    """Measures of a set that may fail, but whose failures no other part of the chain notices.

    Each fails on its own and has one effect, on volume, on establishment or on units after the
    last inspection: the leaves are linear in its survival, so the average over lots is enough.
    """
    chosen = [m for m in scenario.measures if m.id in ids]
    required = {r for m in chosen for r in m.requires}
    last = max((STEPS.index(e.step) for m in chosen for e in m.effects
                if e.kind == "inspection" and e.step is not None), default=-1)

    def linear(e: Effect) -> bool:
        return e.survivor_factor is None and (e.kind in ("volume", "establishment") or (
            e.kind not in ("inspection", "spread") and e.acts_on == "unit"
            and e.step is not None and STEPS.index(e.step) > last))

    return [m for m in chosen if m.compliance is not None and m.group is None and not m.requires
            and m.id not in required and len(m.effects) == 1 and linear(m.effects[0])]


def _averaged(scenario: Scenario, ids: Collection[str], values: Values) -> Values:
    """Such measures with efficacy c e on every lot, instead of e on a share c of the lots."""
    found: dict[str, FloatArray] = {}
    for m in averaging(scenario, ids):
        assert m.compliance is not None  # by `averaging`
        efficacy = m.effects[0].efficacy[scenario.pest.eppo_code].name
        found[efficacy] = values[efficacy] * values[m.compliance.name]
        found[m.compliance.name] = np.ones_like(found[efficacy])
    return Replaced(values, found)


def plan(scenario: Scenario, alop: Alop, draws: int = 10_000, seed: int = 1) -> Plan:
    """The selected measures on the draws of `assess`; PraError out_of_bounds as there."""
    check_sampling(draws, seed)
    values = sample(scenario, draws, seed)
    return Plan(scenario, alop, values, founders(scenario, values))
