"""Why two measures are not independent, by how much, and what shared failures cost.

ISPM 14 asks for measures that are independent of each other: if either is enough, both fail with
probability a·b; if both are needed, one fails with probability a + b − a·b. Here a and b are the
shares of lots on which a measure does not work, and the model's own value stands beside the
product (design 2.6).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Literal

import numpy as np

from pra_core import kernels
from pra_core.assessment import Assessment
from pra_core.chain import Values
from pra_core.dependence.failures import (
    applied,
    chain_of,
    common_groups,
    common_needs,
    fate_of,
    founding_rate,
    lacking,
    needed,
    share_working,
)
from pra_core.frozen import FloatArray
from pra_core.measure import PER_FOUNDING, Effect, Measure
from pra_core.pathway import Pathway
from pra_core.sampled_values import Part, yearly_means
from pra_core.scenario import Scenario
from pra_core.step import STEPS, Step
from pra_core.summary import Interval, interval
from pra_core.year_to_year import Replaced

Reason = Literal["group", "through", "common", "mutual", "requires", "excludes", "largest",
                 "passed", "sees_less"]
"""What makes a pair dependent in the model; through: what one needs is in a group with the other,
or with what the other needs; common: both need a third."""
Question = Literal["evidence", "mechanism", "step"]
"""What the model does not know and somebody should ask."""
SEEN = 1e-6
"""Relative change of detection from which the later inspection counts as affected."""
MOST = 2_500
"""Draws that pairs are judged on at most: every k-th of the assessment's."""


@dataclass(frozen=True, slots=True)
class Detection:
    """What a later inspection rejects, as shares of the lots that reach it, both applied."""

    pathway: str
    inspection: str
    other: str
    alone: Interval
    after: Interval
    """With the other measure in front of it."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two measures, the one that acts first named first; shares of lots."""

    first: str
    second: str
    reasons: tuple[Reason, ...]
    questions: tuple[Question, ...]
    fails: tuple[Interval, Interval]
    """a and b: share of lots on which each does not work."""
    both: Interval
    """Share of lots on which neither works, under the model."""
    product: Interval
    """a·b, as if independent."""
    either: Interval
    """Share of lots on which at least one does not work, under the model."""
    either_apart: Interval
    """a + b − a·b, as if independent."""
    times: float | None
    """Median of both / product; None where the product is zero."""
    detection: Detection | None
    left: tuple[Interval, Interval]
    """Share of the unrestricted risk that each leaves alone."""
    left_together: Interval | None
    """Share of it that both leave; None where they cannot be combined."""
    left_product: Interval
    """The product of the two."""

    @property
    def independent(self) -> bool:
        """Whether the model knows of no dependence."""
        return not self.reasons


def pairs(assessment: Assessment, ids: Sequence[str]) -> list[Pair]:
    """Every pair of these measures, dependent ones first, in the order in which they act.

    Prohibition is left out: with it nothing arrives that another measure could act on. So is
    what never works among these measures, because one it needs is not there (`lacking`).
    """
    scenario, assessment = assessment.scenario, _thinned(assessment)
    idle = lacking(scenario, ids)
    ids = [i for i in ids if not scenario.measure(i).prohibits and i not in idle]
    ordered = sorted(set(ids), key=lambda i: (_first_step(scenario.measure(i)), i))
    bare = founding_rate(assessment, ())
    left = {i: _share_left(assessment, (i,), bare) for i in ordered}
    found = [_pair(assessment, a, b, left, bare) for a, b in combinations(ordered, 2)]
    return sorted(found, key=lambda p: (p.independent, not p.questions))


def _thinned(assessment: Assessment) -> Assessment:
    some = slice(None, None, max(1, assessment.draws // MOST))
    return replace(
        assessment, founding_rate=assessment.founding_rate[some],
        values={k: x[some] for k, x in assessment.values.items()},
        line_survival=assessment.line_survival[some],
        climate_persistence=assessment.climate_persistence[some],
        arrival_persistence={k: x[some] for k, x in assessment.arrival_persistence.items()})


def _first_step(measure: Measure) -> int:
    return min(_place(e) for e in measure.effects)


def _place(effect: Effect) -> int:
    """Where an effect acts; what acts per founding comes after every step."""
    return len(STEPS) if effect.step is None else STEPS.index(effect.step)


def _share_left(assessment: Assessment, ids: tuple[str, ...], bare: FloatArray) -> FloatArray:
    """Λ(measures) / Λ(none) per draw, 0 where nothing is founded anyway."""
    closure = sorted({k for i in ids for k in needed(assessment.scenario, i)})
    rate = founding_rate(assessment, closure)
    return np.divide(rate, bare, out=np.zeros_like(rate), where=bare > 0)


def _pair(assessment: Assessment, first: str, second: str, left: dict[str, FloatArray],
          bare: FloatArray) -> Pair:
    scenario, values = assessment.scenario, assessment.values
    a, b, joint = (share_working(scenario, some, values)
                   for some in ((first,), (second,), (first, second)))
    both = np.maximum(0.0, 1.0 - a - b + joint)  # rounding only: the model's value is never below
    product = (1.0 - a) * (1.0 - b)
    some = product > 0
    excluded = _excluded(scenario, first, second)
    detection = None if excluded else _detection(assessment, first, second)
    alone = left[first], left[second]
    together = None if excluded else interval(_share_left(assessment, (first, second), bare))
    return Pair(
        first, second, _reasons(scenario, first, second, detection),
        _questions(scenario, first, second), (interval(1.0 - a), interval(1.0 - b)),
        interval(both), interval(product), interval(1.0 - joint), interval(1.0 - a * b),
        float(np.median(both[some] / product[some])) if np.any(some) else None, detection,
        (interval(alone[0]), interval(alone[1])), together, interval(alone[0] * alone[1]))


def _excluded(scenario: Scenario, first: str, second: str) -> bool:
    return (second in scenario.measure(first).excludes
            or first in scenario.measure(second).excludes)


def _reasons(scenario: Scenario, first: str, second: str, detection: Detection | None
             ) -> tuple[Reason, ...]:
    one, other = scenario.measure(first), scenario.measure(second)
    found: list[Reason] = []
    if _excluded(scenario, first, second):
        return ("excludes",)
    if one.group is not None and one.group == other.group:
        found.append("group")
    elif common_groups(scenario, first, second):
        found.append("through")
    needs = second in needed(scenario, first), first in needed(scenario, second)
    if any(needs):
        found.append("mutual" if all(needs) else "requires")
    elif common_needs(scenario, first, second):
        found.append("common")
    if detection is not None:
        if _rivals(one, other):
            found.append("largest")
        elif _inspections(scenario.measure(detection.other)):
            found.append("passed")
        else:
            found.append("sees_less")
    return tuple(found)


def _inspections(measure: Measure) -> list[Effect]:
    return [e for e in measure.effects if e.kind == "inspection"]


def _rivals(one: Measure, other: Measure) -> bool:
    """Inspections at one step of which only the largest counts."""
    steps = [{e.step for e in _inspections(m)} for m in (one, other) if not m.adds]
    return len(steps) == 2 and bool(steps[0] & steps[1])


def _detection(assessment: Assessment, first: str, second: str) -> Detection | None:
    """Of the pathways, the one where the other measure changes most what an inspection finds."""
    scenario, best, most = assessment.scenario, None, SEEN
    if second in needed(scenario, first) or first in needed(scenario, second):
        return None
    full = applied(scenario, (first, second), assessment.values)
    for other, inspection in ((first, second), (second, first)):
        for effect in _inspections(scenario.measure(inspection)):
            for p in scenario.pathways:
                if effect.step is None or _too_late(scenario.measure(other), effect, p):
                    continue
                alone, after = (_rejected(assessment, p, inspection, front, effect.step, full)
                                for front in ((), (other,)))
                change = float(np.median(alone) - np.median(after))
                if change > most * float(np.median(alone)) and (best is None or change > most):
                    best, most = Detection(p.id, inspection, other, interval(alone),
                                           interval(after)), max(change, SEEN)
    return best


def _too_late(other: Measure, inspection: Effect, pathway: Pathway) -> bool:
    """Whether nothing of the other measure acts before the inspection on this pathway."""
    def on(effect: Effect) -> bool:
        return not effect.pathways or pathway.id in effect.pathways

    return not on(inspection) or not any(
        on(e) and e.kind not in PER_FOUNDING and _place(e) <= _place(inspection)
        for e in other.effects)


def _rejected(assessment: Assessment, pathway: Pathway, inspection: str, front: Sequence[str],
              step: Step, full: Values) -> FloatArray:
    """1 − lots released with the inspection / lots released without it, [draws].

    `full`: what stands in for sampled values, in every year.
    """
    scenario, values = assessment.scenario, Replaced(assessment.values, full)
    before = {k for i in front for k in needed(scenario, i)}

    def released(part: Part) -> FloatArray:
        return np.stack([chain_of(scenario, pathway, sorted(ids), part.values, part.fate,
                                  until=step).full_set(kernels.LOTS)
                         for ids in (before, before | needed(scenario, inspection))])

    without, lots = yearly_means(scenario, values, fate_of(assessment, values), released, full)
    passed = np.divide(lots, without, out=np.ones_like(lots), where=without > 0)
    return np.asarray(1.0 - passed, np.float64)


def _questions(scenario: Scenario, first: str, second: str) -> tuple[Question, ...]:
    one, other = scenario.measure(first), scenario.measure(second)
    found: list[Question] = []
    if _cited(one) & _cited(other):
        found.append("evidence")
    if any(e.kind == f.kind and e.acts_on == f.acts_on and _place(e) == _place(f)
           and e.kind != "inspection" for e in one.effects for f in other.effects):
        found.append("mechanism")
    apart = one.group is None or one.group != other.group
    if apart and {e.step for e in one.effects} & {e.step for e in other.effects} - {None}:
        found.append("step")
    return tuple(found)


def _cited(measure: Measure) -> set[str]:
    """Citations behind what a measure is said to do; not those of costs and compliance."""
    numbers = [p for e in measure.effects
               for p in (*e.efficacy.values(), e.survivor_factor, e.sensitivity)
               if p is not None and p.distribution.kind != "fixed"]
    cited = {p.source.citation for p in numbers if p.source.citation}
    return cited | {e.trial.source.citation for e in measure.effects
                    if e.trial is not None and e.trial.source.citation}
