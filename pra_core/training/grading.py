"""Points for answers: full, partial and for known mistakes, by the rules of each question."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from pra_core.errors import PraError, Problem
from pra_core.training.schema import (
    ChoiceQuestion,
    Exercise,
    MeasuresQuestion,
    NumberQuestion,
    Question,
    RankingQuestion,
    TextQuestion,
)
from pra_core.training.solution import (
    ChoiceAnswer,
    MeasuresAnswer,
    NumberAnswer,
    RankingAnswer,
    Solution,
    ids_of,
)

Answer = float | str | tuple[str, ...]
"""A number; words; or ids: options chosen, items in order, measures."""
Answers = Mapping[str, Answer]
"""By question id; a question left open is left out."""
TIE = 1e-9
"""Relative rounding allowed at the edge of a tolerance."""
LONGEST_TEXT = 4_000


@dataclass(frozen=True, slots=True)
class Part:
    """What one question brought."""

    question: str
    share: float
    """0 to 1."""
    points: float
    out_of: int
    answered: bool
    slip: int | None = None
    """Number of the known mistake that was made, in a question for a number."""


@dataclass(frozen=True, slots=True)
class Graded:
    """The points of one trainee on one exercise."""

    parts: tuple[Part, ...]
    hints: int
    """How many hints were opened."""
    hints_cost: int
    points: float
    """Of all questions less the hints, never below 0."""
    out_of: int

    def part(self, question_id: str) -> Part:
        """What one question brought; PraError unknown_id."""
        for one in self.parts:
            if one.question == question_id:
                return one
        raise PraError("unknown_id", "question", question_id,
                       ", ".join(p.question for p in self.parts))


def graded(solution: Solution, answers: Answers, hints: int = 0) -> Graded:
    """Points for these answers, the first `hints` hints having been opened.

    Answers are taken as `read_answers` leaves them. Raises PraError out_of_bounds (hints).
    """
    exercise = solution.exercise
    if not 0 <= hints <= len(exercise.hints):
        raise PraError("out_of_bounds", "hints", hints, f"0 … {len(exercise.hints)}")
    parts = tuple(_part(q, solution, answers.get(q.id)) for q in exercise.questions)
    cost = sum(hint.cost for hint in exercise.hints[:hints])
    earned = sum(part.points for part in parts)
    return Graded(parts, hints, cost, max(0.0, earned - cost), exercise.points)


def read_answers(exercise: Exercise, given: Mapping[str, object]) -> dict[str, Answer]:
    """Answers from plain data (JSON); open ones may be None, empty or left out.

    Raises PraError with every problem: unknown_id for questions, options, items and measures that
    do not exist, duplicate, wrong_type, not_finite, out_of_bounds for more than 4,000 characters.
    """
    problems = [Problem("unknown_id", key, key, ", ".join(q.id for q in exercise.questions))
                for key in given if exercise.question(key) is None]
    found: dict[str, Answer] = {}
    for question in exercise.questions:
        value = given.get(question.id)
        if value is None or (value in ("", [], ())
                             and not isinstance(question, MeasuresQuestion)):
            continue
        wrong = _answer_faults(question, value)
        problems += wrong
        if not wrong:
            found[question.id] = _plain(value)
    if problems:
        raise PraError.of(problems)
    return found


def _plain(value: object) -> Answer:
    if isinstance(value, (list, tuple)):
        return tuple(str(one) for one in value)
    return value if isinstance(value, str) else float(value)  # type: ignore[arg-type]


def _answer_faults(question: Question, value: object) -> list[Problem]:
    """Why a value is no answer to the question; an empty list where it is one."""
    place = question.id
    if isinstance(question, NumberQuestion):
        if not isinstance(value, (int, float)) or isinstance(value, bool):
            return [Problem("wrong_type", place, value, "a number")]
        finite = abs(float(value)) < float("inf")
        return [] if finite else [Problem("not_finite", place, value, "")]
    if isinstance(question, TextQuestion):
        if not isinstance(value, str):
            return [Problem("wrong_type", place, value, "a text")]
        return ([Problem("out_of_bounds", place, len(value), f"<= {LONGEST_TEXT:,}")]
                if len(value) > LONGEST_TEXT else [])
    if not isinstance(value, (list, tuple)) or not all(isinstance(x, str) for x in value):
        return [Problem("wrong_type", place, value, "a list")]
    return _id_faults(question, [str(x) for x in value])


def _id_faults(question: Question, named: Sequence[str]) -> list[Problem]:
    place = question.id
    found = [Problem("duplicate", place, one, "unique ids")
             for one in sorted({x for x in named if named.count(x) > 1})]
    if isinstance(question, (ChoiceQuestion, RankingQuestion)):
        known = ids_of(question)
        found += [Problem("unknown_id", place, one, ", ".join(known))
                  for one in named if one not in known]
    if isinstance(question, MeasuresQuestion) and question.offered is not None:
        found += [Problem("unknown_id", place, one, ", ".join(question.offered))
                  for one in named if one not in question.offered]
    if isinstance(question, ChoiceQuestion) and not question.several and len(named) > 1:
        found.append(Problem("out_of_bounds", place, len(named), "1"))
    return found


def _part(question: Question, solution: Solution, answer: Answer | None) -> Part:
    slip = None
    if answer is None:
        share = 0.0
    elif isinstance(question, NumberQuestion) and isinstance(answer, float):
        share, slip = _number(question, solution.answers[question.id], answer)
    elif isinstance(answer, tuple):
        share = _of_ids(question, solution.answers[question.id], answer)
    else:
        share = 0.0
    return Part(question.id, share, share * question.points, question.points, answer is not None,
                slip)


def _number(question: NumberQuestion, right: object, answer: float) -> tuple[float, int | None]:
    """Share of the points; and the mistake made, where it is worth at least as much."""
    if not isinstance(right, NumberAnswer):
        return 0.0, None
    if near(answer, right.value, question.full, factor=question.factor):
        return 1.0, None
    share = 0.5 if near(answer, right.value, question.half, factor=question.factor) else 0.0
    for i, value in enumerate(right.slips):
        if (near(answer, value, question.full, factor=question.factor)
                and question.slips[i].share >= share):
            return question.slips[i].share, i
    return share, None


def near(answer: float, right: float, tolerance: float, *, factor: bool = False) -> bool:
    """Whether a number is within a relative tolerance of the right one, or within a factor."""
    if factor:
        return answer > 0 and right / tolerance * (1 - TIE) <= answer <= right * tolerance * (
            1 + TIE)
    return abs(answer - right) <= (tolerance + TIE) * abs(right)


def _of_ids(question: Question, right: object, answer: tuple[str, ...]) -> float:
    if isinstance(question, ChoiceQuestion) and isinstance(right, ChoiceAnswer):
        if not question.several:
            return right.shares[answer[0]]
        good = right.best
        chosen_good = sum(one in good for one in answer)
        return max(0.0, (chosen_good - (len(answer) - chosen_good)) / len(good))
    if isinstance(question, RankingQuestion) and isinstance(right, RankingAnswer):
        return _ranking(question, right, answer)
    if isinstance(question, MeasuresQuestion) and isinstance(right, MeasuresAnswer):
        return measures_share(question, right, answer)
    return 0.0


def _ranking(question: RankingQuestion, right: RankingAnswer, answer: tuple[str, ...]) -> float:
    place = {one: i for i, one in enumerate(answer)}
    pairs = list(combinations(right.order, 2))

    def agrees(first: str, second: str) -> bool:
        if right.values:
            a, b = right.values[first], right.values[second]
            if abs(a - b) <= question.tie * max(abs(a), abs(b)):
                return True
        return first in place and second in place and place[first] < place[second]

    return max(0.0, 2.0 * sum(agrees(a, b) for a, b in pairs) / len(pairs) - 1.0)


def measures_share(question: MeasuresQuestion, right: MeasuresAnswer, answer: tuple[str, ...]
                   ) -> float:
    """Share of the points for a set of measures.

    Where no set meets, the points for meeting go to sets as safe as the safest, within simulation
    error no more is asked. Sets that exclude one another are no candidates and get nothing.
    """
    found = right.sets.get(tuple(sorted(answer)))
    if found is None:
        return 0.0
    if right.best is None:
        return question.meets_share if found.probability >= right.safest.probability else 0.0
    lightest = found.levels <= right.best.levels
    reached = 1.0 if lightest else question.meets_share
    return {"meets": reached, "too_close": reached / 2.0}.get(found.verdict, 0.0)
