"""The right answers of an exercise, computed once per exercise and seed, the same for everybody."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from zlib import crc32

from pra_core.training.computed import Computed
from pra_core.training.ground import Ground
from pra_core.training.schema import (
    ChoiceQuestion,
    Exercise,
    MeasuresQuestion,
    NumberQuestion,
    Question,
    RankingQuestion,
)

WORTH_A_SHARE = 0.75
"""An option whose quantity is below this share of the best one's gets no points."""


@dataclass(frozen=True, slots=True)
class NumberAnswer:
    """The right number, and what each known mistake would have given; in the question's unit."""

    value: float
    slips: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class ChoiceAnswer:
    """Share of the points by option, and the quantity behind it where there is one."""

    shares: Mapping[str, float]
    values: Mapping[str, float]

    @property
    def best(self) -> tuple[str, ...]:
        """The options that get full points."""
        return tuple(i for i, share in self.shares.items() if share == 1.0)


@dataclass(frozen=True, slots=True)
class RankingAnswer:
    """The right order, and the quantity of each item where there is one."""

    order: tuple[str, ...]
    values: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class JudgedSet:
    """What the search found of one set."""

    measures: tuple[str, ...]
    probability: float
    """P(meets)."""
    verdict: str
    levels: tuple[int, int]
    """Highest level of trade restrictiveness, sum of levels."""


@dataclass(frozen=True, slots=True)
class MeasuresAnswer:
    """Every candidate set among the measures offered, and the least restrictive that meets."""

    sets: Mapping[tuple[str, ...], JudgedSet]
    best: JudgedSet | None
    """The first that meets in order of restrictiveness; None where none does."""
    safest: JudgedSet


Right = NumberAnswer | ChoiceAnswer | RankingAnswer | MeasuresAnswer


@dataclass(frozen=True, slots=True, eq=False)
class Solution:
    """Right answers by question id; questions that are not graded have none."""

    exercise: Exercise
    seed: int
    draws: int
    answers: Mapping[str, Right]


def solved(ground: Ground) -> Solution:
    """The right answers on the exercise's seed; PraError where the core refuses a quantity."""
    computed, found = Computed(ground), {}
    for question in ground.exercise.questions:
        right = _right(question, computed)
        if right is not None:
            found[question.id] = right
    return Solution(ground.exercise, ground.seed, ground.draws, found)


def _right(question: Question, computed: Computed) -> Right | None:
    if isinstance(question, NumberQuestion):
        return NumberAnswer(computed.worth(question.answer) * question.shown_as, tuple(
            computed.worth(slip.answer) * question.shown_as for slip in question.slips))
    if isinstance(question, ChoiceQuestion):
        return _choice(question, computed)
    if isinstance(question, RankingQuestion):
        return _ranking(question, computed)
    if isinstance(question, MeasuresQuestion):
        return _measures(question, computed)
    return None


def _choice(question: ChoiceQuestion, computed: Computed) -> ChoiceAnswer:
    values = {o.id: computed.worth(o.answer) for o in question.options if o.answer is not None}
    if question.best == "stated":
        return ChoiceAnswer({o.id: float(o.share or 0.0) for o in question.options}, values)
    return ChoiceAnswer(relative_shares(values, largest=question.best == "largest"), values)


def relative_shares(values: Mapping[str, float], *, largest: bool) -> dict[str, float]:
    """1 for the best of values >= 0, for others their share of it, below three quarters nothing."""
    best = max(values.values()) if largest else min(values.values())

    def share(x: float) -> float:
        top, under = (best, x) if largest else (x, best)
        found = under / top if top > 0 else 1.0
        return found if found >= WORTH_A_SHARE else 0.0

    return {i: 1.0 if x == best else share(x) for i, x in values.items()}


def _ranking(question: RankingQuestion, computed: Computed) -> RankingAnswer:
    ids = tuple(item.id for item in question.items)
    if question.order == "as_listed":
        return RankingAnswer(ids, {})
    values = {i.id: computed.worth(i.answer) for i in question.items if i.answer is not None}
    sign = -1.0 if question.order == "largest_first" else 1.0
    return RankingAnswer(tuple(sorted(ids, key=lambda i: sign * values[i])), values)


def _measures(question: MeasuresQuestion, computed: Computed) -> MeasuresAnswer:
    table = computed.sets.table
    offered = None if question.offered is None else set(question.offered)
    judged = [JudgedSet(tuple(ids), float(p), str(verdict), (int(highest), int(total)))
              for ids, p, verdict, highest, total in zip(
                  table["measures"], table["probability"], table["verdict"],
                  table["restrictiveness"], table["level_sum"], strict=True)
              if offered is None or offered.issuperset(ids)]
    best = next((one for one in judged if one.verdict == "meets"), None)
    return MeasuresAnswer({one.measures: one for one in judged}, best,
                          max(judged, key=lambda one: one.probability))


def shown_order(question: ChoiceQuestion | RankingQuestion) -> list[str]:
    """Ids in the order they are shown: the same for everybody, and no sign of what is right."""
    return sorted(ids_of(question), key=lambda one: crc32(f"{question.id}:{one}".encode()))


def ids_of(question: ChoiceQuestion | RankingQuestion) -> Sequence[str]:
    """Ids that an answer to the question may name."""
    listed = question.options if isinstance(question, ChoiceQuestion) else question.items
    return [one.id for one in listed]
