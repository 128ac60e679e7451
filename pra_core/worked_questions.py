"""Worked questions: one thing about the scenario is changed, everything else stays as it is.

Both assessments use the same percentiles (common random numbers), so that what differs between
them is the change alone. A changed value is an assumption of whoever asks, with its date.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
from pydantic import ValidationError

from pra_core.alop import Alop
from pra_core.assessment import Assessment, assess
from pra_core.distribution import Fixed
from pra_core.errors import PraError
from pra_core.parameter import Parameter, Source
from pra_core.scenario import Scenario
from pra_core.validation import problems

QuestionId = Literal["inspections-doubled", "no-measures", "inspection-only", "weakest-left-out",
                     "strongest-left-out", "prevalence-halved", "volume-doubled",
                     "one-lot-in-five", "protection-tenfold"]
ESCAPING = 0.2
"""Share of lots on which a measure is not applied, in the question on compliance."""


@dataclass(frozen=True, slots=True, eq=False)
class Answer:
    """What the change does; `left_out` names the measure that was spared, where one was."""

    question: QuestionId
    before: Assessment
    after: Assessment
    left_out: str = ""


def answer(scenario: Scenario, question: QuestionId, *, assessor: str, date: dt.date,
           draws: int = 10_000, seed: int = 1) -> Answer:
    """The scenario assessed as it is and with the change.

    Raises PraError `not_applicable` where the question makes no sense for this scenario (its value
    says what is missing), and whatever the changed scenario itself refuses.
    """
    missing = lacking(scenario, question)
    if missing:
        raise PraError("not_applicable", question, missing, "")
    before = assess(scenario, draws, seed)
    if question in ("weakest-left-out", "strongest-left-out"):
        return _left_out(before, question, draws, seed)
    source = Source(status="assumed", assessor=assessor, date=date, reason=_REASON)
    return Answer(question, before, assess(CHANGES[question](scenario, source), draws, seed))


def lacking(scenario: Scenario, question: QuestionId) -> str:
    """What the scenario lacks for the question, as a key of its words; empty = nothing."""
    if question in ("volume-doubled", "prevalence-halved", "protection-tenfold"):
        return "limit" if question == "protection-tenfold" and scenario.alop.limit == 0 else ""
    if not scenario.selected:
        return "measures"
    if question in ("weakest-left-out", "strongest-left-out") and len(scenario.selected) < 2:
        return "two"
    if question in ("inspections-doubled", "inspection-only") and not _inspections(scenario):
        return "inspection"
    if question == "inspections-doubled" and not _room_to_sample(scenario):
        return "room"
    if question == "one-lot-in-five" and not _compliances(scenario):
        return "lots"
    return ""


_REASON = {"en": "Changed to see what follows (worked question)",
           "zh_CN": "为观察后果而改动（示例问题）"}


def _inspections(scenario: Scenario) -> list[str]:
    return [m.id for m in scenario.measures if m.id in scenario.selected
            and any(e.kind == "inspection" for e in m.effects)]


def _samples(scenario: Scenario) -> list[Parameter]:
    return [e.sample_size for i in _inspections(scenario)
            for e in scenario.measure(i).effects if e.sample_size is not None]


def _room_to_sample(scenario: Scenario) -> bool:
    """Whether twice the sample is still no more than the smallest lot."""
    smallest = min(p.lot_size.distribution.support[0] for p in scenario.pathways)
    return all(2.0 * p.distribution.support[1] <= smallest for p in _samples(scenario))


def _compliances(scenario: Scenario) -> list[str]:
    return [m.compliance.name for m in scenario.measures
            if m.id in scenario.selected and m.compliance is not None]


def _scaled(scenario: Scenario, names: Iterable[str], factor: float, source: Source) -> Scenario:
    try:
        for name in names:
            scenario = scenario.with_scaled(name, factor, source)
    except ValidationError as error:
        raise PraError.of(problems(error, "", Scenario)) from error
    return scenario


def _more_inspection(scenario: Scenario, source: Source) -> Scenario:
    return _scaled(scenario, [p.name for p in _samples(scenario)], 2.0, source)


def _no_measures(scenario: Scenario, source: Source) -> Scenario:  # noqa: ARG001 - one of many
    return scenario.with_measures(())


def _inspection_only(scenario: Scenario, source: Source) -> Scenario:  # noqa: ARG001
    return scenario.with_measures(_inspections(scenario))


def _prevalence(scenario: Scenario, source: Source) -> Scenario:
    return _scaled(scenario, [p.prevalence.name for p in scenario.pathways], 0.5, source)


def _volume(scenario: Scenario, source: Source) -> Scenario:
    return _scaled(scenario, [p.volume.name for p in scenario.pathways], 2.0, source)


def _escaping(scenario: Scenario, source: Source) -> Scenario:
    for name in _compliances(scenario):
        scenario = scenario.with_parameter(name, Fixed(value=1.0 - ESCAPING), source)
    return scenario


def _protection(scenario: Scenario, source: Source) -> Scenario:  # noqa: ARG001
    old = scenario.alop
    factor = 10.0 if old.metric == "years_between_outbreaks" else 0.1
    return scenario.with_alop(Alop(metric=old.metric, limit=old.limit * factor,
                                   confidence=old.confidence))


CHANGES: Mapping[str, Callable[[Scenario, Source], Scenario]] = {
    "inspections-doubled": _more_inspection, "no-measures": _no_measures,
    "inspection-only": _inspection_only, "prevalence-halved": _prevalence,
    "volume-doubled": _volume, "one-lot-in-five": _escaping, "protection-tenfold": _protection,
}


def _left_out(before: Assessment, question: QuestionId, draws: int, seed: int) -> Answer:
    """The set without the measure whose loss moves mean Λ least or most.

    A measure that another one needs, or that needs one left out, acts as the model has it.
    """
    scenario = before.scenario
    found = {}
    for one in scenario.selected:
        rest = [i for i in scenario.selected if i != one]
        found[one] = assess(scenario.with_measures(rest), draws, seed)
    pick = max if question == "strongest-left-out" else min
    left = pick(sorted(found), key=lambda i: float(np.mean(found[i].founding_rate)))
    return Answer(question, before, found[left], left)
