"""The residual risk against the share of lots on which a whole group of measures fails."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pra_core import kernels
from pra_core.assessment import Assessment, integral_weights
from pra_core.dependence.failures import chain_of, fate_of, founding_rate, foundings
from pra_core.endangered_area import Endangered
from pra_core.errors import PraError
from pra_core.frozen import FloatArray
from pra_core.impact import annualise, weighted_present_value
from pra_core.portfolio import judged_rate
from pra_core.sampled_values import Part, by_years
from pra_core.scenario import Group
from pra_core.summary import wilson
from pra_core.year_to_year import Replaced, averaged
from pra_core.years_needed import years

HALVINGS = 24


@dataclass(frozen=True, slots=True, eq=False)
class SharedFailure:
    """What becomes of the risk as a group's outage ρ goes from 0 up; arrays [shares]."""

    group: str
    members: tuple[str, ...]
    """The selected measures of the group."""
    shares: FloatArray
    risk: FloatArray
    """5, 50 and 95 % of the risk the ALOP limits, [3, shares]: chance a year, outbreaks a year
    (for years between outbreaks), loss a year, or live pests per released lot."""
    probability: FloatArray
    """P(meets)."""
    low: FloatArray
    high: FloatArray
    """95 % Wilson interval of P(meets)."""
    bearable: float | None
    """The largest share at which P(meets) still reaches the confidence of the ALOP, 1 if at any;
    None if not even at 0."""


def shared_failure(assessment: Assessment, group_id: str, shares: FloatArray) -> SharedFailure:
    """The residual risk of the selected measures at each outage ρ in `shares` (0 … 1).

    Lots mix linearly, L(ρ) = (1 − ρ) L(group works) + ρ L(group fails) (design 2.6), so the chain
    is run at 0 and at 1 alone; for live pests per lot, pests and lots are mixed apart. Raises
    PraError unknown_id for a group that is not there, out_of_bounds for a share outside 0 … 1.
    """
    scenario = assessment.scenario
    group = _group(assessment, group_id)
    if shares.size == 0 or float(np.min(shares)) < 0 or float(np.max(shares)) > 1:
        raise PraError("out_of_bounds", "shares", str(shares), "0 … 1")
    risk_at = _RiskAt(assessment, group)
    risks = [risk_at(float(x)) for x in shares]
    inside = np.array([risk_at.meets(r) for r in risks])
    low, high = wilson(inside * assessment.draws, assessment.draws)
    return SharedFailure(
        group_id, tuple(i for i in scenario.selected if scenario.measure(i).group == group_id),
        shares, np.stack([np.quantile(r, (0.05, 0.5, 0.95), method="inverted_cdf")
                          for r in risks], axis=1), inside, low, high,
        _bearable(risk_at, scenario.alop.confidence))


def apart(assessment: Assessment) -> FloatArray:
    """The founding rate Λ if every measure failed on its own, [draws] (populations per year).

    Outages are charged to each member separately and nothing hangs on what else works: what one
    gets by multiplying. `assessment.founding_rate` is what the model says.
    """
    return founding_rate(assessment, assessment.scenario.selected, apart=True)


def _group(assessment: Assessment, group_id: str) -> Group:
    groups = {g.id: g for g in assessment.scenario.groups}
    if group_id not in groups:
        raise PraError("unknown_id", "groups", group_id, ", ".join(sorted(groups)))
    return groups[group_id]


class _RiskAt:
    """The risk at one outage of a group, from the chains at 0 and at 1."""

    def __init__(self, assessment: Assessment, group: Group) -> None:
        self._of = assessment
        self._years = years(assessment.scenario)
        self._ends = [self._leaves(group.outage.name, x) for x in (0.0, 1.0)]
        self._weights = self._loss_weights()

    def __call__(self, share: float) -> FloatArray:
        works, fails = self._ends
        mixed, alop = (1.0 - share) * works + share * fails, self._of.scenario.alop
        if alop.metric == "pests_per_lot":
            mixed = self._years.mean(mixed)
            lots = [np.divide(pests, n, out=np.zeros_like(pests), where=n > 0)
                    for pests, n in zip(mixed[::2], mixed[1::2], strict=True)]
            return np.asarray(np.max(np.stack(lots), axis=0), np.float64)
        rate = judged_rate(self._years, alop, mixed[0])
        if alop.metric == "annual_loss":
            horizon = self._of.scenario.consequences.horizon_years
            discount = self._of.values[self._of.scenario.consequences.discount.name]
            return annualise(weighted_present_value(rate, self._weights, horizon), discount,
                             horizon)
        return rate if alop.metric == "years_between_outbreaks" else np.asarray(-np.expm1(-rate))

    def meets(self, risk: FloatArray) -> float:
        """Share of the draws within the ALOP."""
        alop = self._of.scenario.alop
        if alop.metric == "years_between_outbreaks":
            with np.errstate(divide="ignore"):
                return float(np.mean(1.0 / risk >= alop.limit))
        return float(np.mean(risk <= alop.limit))

    def _leaves(self, outage: str, share: float) -> FloatArray:
        """Λ [1, rows], or pests and lots released of each pathway in turn, at one outage."""
        scenario, values = self._of.scenario, Replaced(
            self._of.values, {outage: np.full(self._of.draws, share)})
        found = [self._part(part) for part in by_years(
            scenario, values, fate_of(self._of, values), (outage,))]
        return np.concatenate(found, axis=1)

    def _part(self, part: Part) -> FloatArray:
        scenario = self._of.scenario
        if scenario.alop.metric != "pests_per_lot":
            return foundings(scenario, scenario.selected, part)[None, :]
        chains = [chain_of(scenario, p, scenario.selected, part.values, part.fate,
                           until="import_inspection") for p in scenario.pathways]
        return np.stack([c.full_set(leaf) for c in chains
                         for leaf in (kernels.PESTS, kernels.LOTS)])

    def _loss_weights(self) -> FloatArray:
        of = self._of
        if of.scenario.alop.metric != "annual_loss":
            return np.zeros((of.draws, 1))
        return integral_weights(of.scenario, averaged(of.scenario, of.values), Endangered(
            of.suitable_area, of.endangered_area, of.hosts_at_risk))


def _bearable(risk_at: _RiskAt, confidence: float) -> float | None:
    """By halving; P(meets) falls with the outage wherever the group lowers the risk."""
    if risk_at.meets(risk_at(0.0)) < confidence:
        return None
    low, high = 0.0, 1.0
    if risk_at.meets(risk_at(high)) >= confidence:
        return high
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        if risk_at.meets(risk_at(middle)) >= confidence:
            low = middle
        else:
            high = middle
    return low
