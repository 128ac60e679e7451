"""Two proposals on the same draws: which is safer, what it costs whom, where it can be attacked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from pra_core import chain, kernels
from pra_core.assessment import Assessment, founders
from pra_core.frozen import FloatArray
from pra_core.measure import PaidBy
from pra_core.negotiation.proposal import Proposal
from pra_core.parameter import Parameter, Status
from pra_core.pathway import Pathway
from pra_core.restrictiveness import mean_costs
from pra_core.sampled_values import Part, yearly_means
from pra_core.scenario import Scenario
from pra_core.summary import Interval, Judgement, influence, interval, meets

PAYERS: tuple[PaidBy | None, ...] = ("exporter", "importer", "shared", None)
STATUS_WEIGHTS: Mapping[Status, float] = {"verified": 0.25, "elicited": 0.5, "assumed": 1.0,
                                          "unverified": 1.0}
"""How open to attack a number is by its source: a rule of this workbench, not a measurement."""
CERTAINTY = 0.95
"""Share of the simulated futures in which the pest-free count of the statement holds."""


@dataclass(frozen=True, slots=True)
class Pair:
    """How the risks of two proposals compare on the same draws."""

    safer: float
    """Share of the draws on which the first leaves less risk than the second."""
    equal: float
    """Share of the draws on which they leave the same."""
    ratio: Interval
    """Risk of the first over that of the second; 1 where both are zero."""
    draws: int


def pair(first: FloatArray, second: FloatArray) -> Pair:
    """Risks (less is safer) of two proposals compared draw by draw, [draws] each."""
    ratio = np.divide(first, second, out=np.where(first > 0, np.inf, 1.0), where=second > 0)
    return Pair(float(np.mean(first < second)), float(np.mean(first == second)), interval(ratio),
                first.size)


def contested(first: Assessment, second: Assessment) -> dict[str, float]:
    """Which numbers decide by how much two proposals differ, largest first.

    Share of the variation of log(Λ first / Λ second) each explains (`summary.influence`); empty
    where the ratio does not vary. Draws on which either is zero are left out.
    """
    a, b = first.founding_rate, second.founding_rate
    ratio = np.divide(a, b, out=np.zeros_like(a), where=(a > 0) & (b > 0))
    varying = {*first.scenario.varying, *second.scenario.varying}
    return influence(replace(first, founding_rate=ratio, values={
        k: x for k, x in {**second.values, **first.values}.items() if k not in varying}))


@dataclass(frozen=True, slots=True)
class PestFree:
    """How many of the units released into the PRA area are free of live pests, at least."""

    pathway: str
    """Id of the pathway with the largest infested share."""
    infested_share: float
    """An upper bound of the share of units with a live pest that holds in `CERTAINTY` of the
    draws; 0 where nothing is released."""

    def at_least(self, units: int = 10_000) -> int:
        """Of so many units, at least this many are free of live pests."""
        return int(np.floor(units * (1.0 - min(1.0, self.infested_share))))


def pest_free(assessment: Assessment) -> PestFree:
    """The worst pathway's share of released units with a live pest, from above.

    Per draw min(U/(V·L), P/(L·lot)) with U infested units, P live pests and L lots released at
    import: both exceed the share of units with at least one live pest, which is S(1 - e^-m). Over
    years numerators and denominators are averaged separately.
    """
    scenario, values = assessment.scenario, assessment.values
    fate, worst = founders(scenario, values), PestFree(scenario.pathways[0].id, -1.0)
    for p in scenario.pathways:
        def released(part: Part, p: Pathway = p) -> FloatArray:
            built = chain.build(scenario, p, scenario.selected, part.values, part.fate,
                                until="import_inspection", reduce=True)
            units, pests, lots = (built.full_set(leaf) for leaf in
                                  (kernels.UNITS, kernels.PESTS, kernels.LOTS))
            return np.stack([units, pests, lots * part.values[p.volume.name],
                             lots * part.values[p.lot_size.name]])

        found = yearly_means(scenario, values, fate, released)
        both = np.divide(found[:2], found[2:], out=np.zeros_like(found[2:]), where=found[2:] > 0)
        share = float(np.quantile(both.min(axis=0), CERTAINTY, method="inverted_cdf"))
        if share > worst.infested_share:
            worst = PestFree(p.id, share)
    return worst


@dataclass(frozen=True, slots=True)
class SideCost:
    """What the measures of a proposal cost those who pay for them."""

    payer: PaidBy | None
    known: float | None
    """Mean per year, known costs only; None where no cost is known: unknown is not zero."""
    measures: tuple[str, ...]
    unknown: int
    """How many of the measures have no cost on record."""


def costs(assessment: Assessment) -> tuple[SideCost, ...]:
    """Costs by who pays, for each payer of the selected measures (None = not stated)."""
    scenario = assessment.scenario
    price = mean_costs(scenario, assessment.values)
    found = []
    for payer in PAYERS:
        ids = tuple(i for i in scenario.selected if scenario.measure(i).paid_by == payer)
        if ids:
            known = [x for i in ids if (x := price[i]) is not None]
            found.append(SideCost(payer, sum(known) if known else None, ids,
                                  len(ids) - len(known)))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Weak:
    """The number of a proposal that is easiest to attack."""

    parameter: Parameter
    share: float
    """Share of the variation of log Λ it explains, by the quick estimate."""


def weakest(scenario: Scenario, shares: Mapping[str, float], *, own: bool = False) -> Weak | None:
    """The number with the largest influence x weight of its source's status.

    `shares`: `summary.influence` of the proposal. With `own`, numbers of its measures alone. None
    where nothing varies.
    """
    chosen = {i for i, m in enumerate(scenario.measures) if m.id in scenario.selected}
    groups = {scenario.measures[i].group for i in chosen}
    belongs = {p.name for place, p in scenario.located_parameters()
               if place[0] == "measures" and place[1] in chosen}
    belongs |= {g.outage.name for g in scenario.groups if g.id in groups}
    rated = [(share * STATUS_WEIGHTS[p.source.status], Weak(p, share))
             for name, share in shares.items()
             if (p := scenario.sampled.get(name)) is not None
             and share > 0 and (name in belongs or not own)]
    return max(rated, key=lambda item: item[0])[1] if rated else None


@dataclass(frozen=True, slots=True, eq=False)
class Position:
    """A proposal with everything its party has to answer for."""

    proposal: Proposal
    assessment: Assessment
    judgement: Judgement
    free: PestFree
    costs: tuple[SideCost, ...]
    weakest: Weak | None
    weakest_own: Weak | None
    """The weakest of the numbers its own measures bring."""

    @property
    def scenario(self) -> Scenario:
        """The scenario as the proposal would have it."""
        return self.assessment.scenario


def position(proposal: Proposal, assessment: Assessment, shares: Mapping[str, float]) -> Position:
    """The position of a party.

    `assessment`: of `proposed(scenario, proposal)`; `shares`: its `summary.influence`.
    """
    scenario = assessment.scenario
    return Position(proposal, assessment, meets(assessment, scenario.alop), pest_free(assessment),
                    costs(assessment), weakest(scenario, shares),
                    weakest(scenario, shares, own=True))
