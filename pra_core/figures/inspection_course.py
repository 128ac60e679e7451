"""What each inspection of a scenario finds, alone and after what other measures leave."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from pra_core import chain, kernels
from pra_core.chain import Founders
from pra_core.distribution import Distribution, Elicited, Fixed
from pra_core.frozen import FloatArray
from pra_core.inspection_plan import skip_lot
from pra_core.measure import Measure
from pra_core.pathway import Pathway
from pra_core.sampled_values import Part, yearly_means
from pra_core.scenario import Scenario
from pra_core.step import Step

Values = Mapping[str, FloatArray]
PROBABILITIES = (0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99)
"""Quantiles by which the compliance under a schedule is handed on."""


@dataclass(frozen=True, slots=True, eq=False)
class InspectionCourse:
    """One inspection on one pathway, [draws] each, means over years where inputs vary.

    `rejected_*`: share of lots it rejects, `caught_*`: share of infested units it keeps out, alone
    (commercial practice only) and after the other measures of the set. `arriving`, `leaving`:
    infested units a year that come to its step and leave it with the set, without and with this
    inspection; units in which a treatment has killed every pest are among them. `pests_arriving`,
    `pests_leaving`: living pests a year. `raised_by`: measures of the set without which fewer
    living pests would leave.
    """

    measure_id: str
    pathway_id: str
    step: Step
    rejected_alone: FloatArray
    rejected_within: FloatArray
    caught_alone: FloatArray
    caught_within: FloatArray
    arriving: FloatArray
    leaving: FloatArray
    pests_arriving: FloatArray
    pests_leaving: FloatArray
    raised_by: tuple[str, ...]


def inspections(scenario: Scenario, values: Values) -> list[InspectionCourse]:
    """Every feasible inspection beside the selected set, by pathway and step.

    An inspection that is not selected is shown as if it were added. `values` are sampled values by
    parameter name, [draws].
    """
    fate, found = _founders(scenario, values), []
    for pathway in scenario.pathways:
        for m in scenario.measures:
            step = step_of(m, pathway)
            if step is not None and m.feasible:
                found.append(_course(scenario, pathway, m, step, values, fate))
    return found


def step_of(measure: Measure, pathway: Pathway) -> Step | None:
    """The step at which a measure inspects this pathway, None if it does not."""
    return next((e.step for e in measure.effects if e.kind == "inspection"
                 and (not e.pathways or pathway.id in e.pathways)), None)


def _founders(scenario: Scenario, values: Values) -> Founders:
    """Stand-ins: what becomes of founders does not matter up to an inspection."""
    one = np.ones_like(next(iter(values.values())))
    return Founders(one, {p.id: one for p in scenario.pathways}, one,
                    {p.id: chain.infested_at_origin(p, values) for p in scenario.pathways})


def _course(scenario: Scenario, pathway: Pathway, measure: Measure, step: Step, values: Values,
            fate: Founders) -> InspectionCourse:
    own = measure.id
    whole = tuple(sorted({*scenario.selected, own} - set(measure.excludes)
                         - {m.id for m in scenario.measures if own in m.excludes}))
    others = tuple(i for i in whole if i != own)

    def leaf(what: int, ids: Sequence[str]) -> FloatArray:
        def of(part: Part) -> FloatArray:
            found = chain.build(scenario, pathway, ids, part.values, part.fate, until=step,
                                reduce=True).full_set(what)
            if what != kernels.PESTS:
                return found
            # The leaf counts living pests per lot offered.
            at = part.values
            return found * (at[pathway.volume.name] / at[pathway.lot_size.name])

        return yearly_means(scenario, values, fate, of)

    lots, units, pests = kernels.LOTS, kernels.UNITS, kernels.PESTS
    arriving, leaving = leaf(units, others), leaf(units, whole)
    alive = leaf(pests, whole)
    return InspectionCourse(
        own, pathway.id, step, _less(leaf(lots, (own,)), leaf(lots, ())),
        _less(leaf(lots, whole), leaf(lots, others)),
        _less(leaf(units, (own,)), leaf(units, ())), _less(leaving, arriving), arriving, leaving,
        leaf(pests, others), alive,
        tuple(i for i in others
              if np.median(leaf(pests, [j for j in whole if j != i])) < 0.99 * np.median(alive)))


def _less(after: FloatArray, before: FloatArray) -> FloatArray:
    """1 - after / before, 0 where nothing was there."""
    left = np.divide(after, before, out=np.ones_like(after), where=before > 0)
    return np.asarray(np.maximum(1.0 - left, 0.0), np.float64)


@dataclass(frozen=True, slots=True, eq=False)
class Skipping:
    """A schedule of skipped lots at one inspection, [draws]; units are infested units a year."""

    inspected: FloatArray
    leaving: FloatArray
    leaving_all: FloatArray
    leaving_none: FloatArray


def skipping(course: InspectionCourse, clearance: int, fraction: float) -> Skipping:
    """What leaves an inspection after the set if lots are skipped (`inspection_plan.skip_lot`).

    Raises PraError out_of_bounds with every problem.
    """
    found = skip_lot(course.rejected_within, 1.0 - course.caught_within, clearance, fraction)
    return Skipping(np.asarray(found.inspected, np.float64),
                    course.arriving * found.released_infested, course.leaving, course.arriving)


def scheduled_compliance(found: Skipping, compliance: FloatArray) -> Distribution:
    """Share of lots on which an inspection is applied if a schedule skips some, by its quantiles.

    Share inspected in the long run x compliance before, [draws]: the model then releases what the
    schedule lets pass.
    """
    applied = found.inspected * compliance
    low, high = float(applied.min()), float(applied.max())
    if low == high:
        return Fixed(value=low)
    values = np.quantile(applied, PROBABILITIES)
    return Elicited(probabilities=PROBABILITIES, values=tuple(float(x) for x in values),
                    lower=low, upper=high)
