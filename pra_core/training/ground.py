"""What an exercise stands on: its scenario, prepared, and the past decisions it compares with."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import partial

from pydantic import ValidationError

from pra_core.consistency import Decision
from pra_core.errors import PraError, Problem
from pra_core.scenario import Scenario
from pra_core.training.quantity import (
    Change,
    Funnel,
    Implied,
    Influence,
    Meets,
    Quantity,
    Replaced,
    Risk,
)
from pra_core.training.schema import Exercise, MeasuresQuestion, Value
from pra_core.validation import problems


@dataclass(frozen=True, slots=True, eq=False)
class Ground:
    """One exercise with everything its answers are computed from."""

    exercise: Exercise
    scenario: Scenario
    """What every trainee starts with: measures selected, ALOP and values as the exercise says."""
    decided: Mapping[str, Scenario]
    """Past decision by id: its scenario with the measures decided."""
    seed: int
    draws: int


def ground(exercise: Exercise, load: Callable[[str], Scenario], decisions: Iterable[Decision],
           seed: int | None = None) -> Ground:
    """The exercise on its own seed, or on that of a class.

    `load` gives a worked example by its id, or raises PraError. Raises PraError with every
    reference of the exercise that leads nowhere: scenario, decision, measure, input; each by its
    path in the file.
    """
    known = {d.id: d for d in decisions}
    start, found = _start(exercise, load, known)
    if start is None:
        raise PraError.of(found)
    found += [p for place, q in exercise.quantities() for p in _faults(place, q, start, known)]
    found += _question_faults(exercise, start)
    if found:
        raise PraError.of(found)
    named = {q.decision for _, q in exercise.quantities() if isinstance(q, Implied)}
    decided = {i: load(known[i].scenario).with_measures(known[i].measures)
               for i in sorted(named | set(exercise.decisions))}
    setting = exercise.setting
    return Ground(exercise, start, decided, setting.seed if seed is None else seed, setting.draws)


def _start(exercise: Exercise, load: Callable[[str], Scenario], known: Mapping[str, Decision]
           ) -> tuple[Scenario | None, list[Problem]]:
    """The scenario the trainee starts with, and what is wrong with the setting."""
    setting = exercise.setting
    found = _unknown("decisions", exercise.decisions, known)
    chosen = setting.scenario
    if setting.decision is not None:
        found += _unknown("setting.decision", (setting.decision,), known)
        chosen = known[setting.decision].scenario if setting.decision in known else None
    if chosen is None:
        return None, found
    try:
        start = load(chosen)
    except PraError as error:
        return None, [*found, *_placed(error, "setting.scenario")]
    inputs = start.parameters
    found += _unknown("setting.hidden", setting.hidden, inputs)
    found += _unknown("setting.free", () if setting.free == "all" else setting.free, inputs)
    for i, value in enumerate(setting.values):
        place = f"setting.values[{i}].parameter"
        wrong = _unknown(place, (value.parameter,), inputs)
        found += wrong
        if not wrong:
            start, more = _changed(start, value, place)
            found += more
    measures = setting.measures
    if measures is None:
        measures = known[setting.decision].measures if setting.decision is not None else ()
    start, more = _tried(start, lambda s: s.with_measures(measures), "setting.measures")
    if setting.alop is not None:
        start = start.with_alop(setting.alop)
    return start, [*found, *more]


def _changed(start: Scenario, value: Value, place: str) -> tuple[Scenario, list[Problem]]:
    return _tried(start, lambda s: s.with_parameter(value.parameter, value.distribution,
                                                    value.source), place)


def replaced(scenario: Scenario, values: Iterable[Replaced]) -> Scenario:
    """The scenario with inputs taken to be otherwise for a comparison, sources as they are."""
    for one in values:
        source = scenario.parameters[one.parameter].source
        scenario = scenario.with_parameter(one.parameter, one.distribution, source)
    return scenario


def _tried(start: Scenario, change: Callable[[Scenario], Scenario], place: str
           ) -> tuple[Scenario, list[Problem]]:
    """The change, or the scenario as it was and why the change is refused."""
    try:
        return change(start), []
    except PraError as error:
        return start, _placed(error, place)
    except ValidationError as error:
        return start, [Problem(p.code, place, p.value, p.allowed)
                       for p in problems(error, place, Scenario)]


def _faults(place: str, quantity: Quantity, start: Scenario, known: Mapping[str, Decision]
            ) -> list[Problem]:
    """References of one quantity that lead nowhere."""
    found: list[Problem] = []
    if isinstance(quantity, Implied):
        return _unknown(f"{place}.decision", (quantity.decision,), known)
    if isinstance(quantity, (Influence, Change)):
        found += _unknown(f"{place}.parameter", (quantity.parameter,), start.uncertain)
    if isinstance(quantity, (Funnel, Risk, Meets, Influence)):
        found += _set_faults(f"{place}.measures", quantity.measures, start)
    if isinstance(quantity, Risk):
        found += _set_faults(f"{place}.over", quantity.over or (), start)
        for i, one in enumerate(quantity.replaced):
            where = f"{place}.replaced[{i}]"
            wrong = _unknown(f"{where}.parameter", (one.parameter,), start.parameters)
            found += wrong or _tried(start, partial(replaced, values=(one,)), where)[1]
    return found


def _question_faults(exercise: Exercise, start: Scenario) -> list[Problem]:
    feasible = {m.id for m in start.measures if m.feasible}
    return [p for i, q in enumerate(exercise.questions) if isinstance(q, MeasuresQuestion)
            for p in _unknown(f"questions[{i}].offered", q.offered or (), feasible)]


def _set_faults(place: str, ids: tuple[str, ...], start: Scenario) -> list[Problem]:
    return _tried(start, lambda s: s.with_measures(ids), place)[1]


def _placed(error: PraError, place: str) -> list[Problem]:
    return [Problem(p.code, place, p.value, p.allowed) for p in error.problems]


def _unknown(place: str, named: Iterable[str], known: Collection[str]) -> list[Problem]:
    return [Problem("unknown_id", place, one, ", ".join(sorted(known)))
            for one in named if one not in known]
