"""Exercises as data: task, setting, questions, hints, explanation and sources, in two languages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Annotated, Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from pra_core.alop import Alop
from pra_core.distribution import Distribution
from pra_core.frozen import Frozen, LocalText
from pra_core.parameter import NAME_PATTERN, Source
from pra_core.training.quantity import Ids, Positive, Quantity, Share

Id = Annotated[str, Field(pattern=NAME_PATTERN, max_length=60)]
Level = Literal["basic", "intermediate", "advanced"]
Page = Literal["pest", "entry", "establishment", "spread", "consequences", "measures",
               "sensitivity", "evidence", "elicitation", "negotiation", "dossier", "library",
               "data", "method"]
"""A page by its address."""
HIDING: frozenset[str] = frozenset({"entry", "training", "method"})
"""Pages that leave out the values an exercise hides."""
Points = Annotated[int, Field(ge=1, le=20)]


class Statement(Frozen):
    """Something an exercise tells as a fact, and where it was read."""

    text: LocalText
    source: Source


class Slip(Frozen):
    """A known mistake: who answers this number gets a share of the points and is told why."""

    answer: Quantity
    share: Share = 0.0
    why: LocalText


class NumberQuestion(Frozen):
    """A number within a tolerance of what the core computes.

    Full points within `full`, half within `half`, both relative to the right number: x counts if
    |x - right| <= tolerance |right|. With `factor` tolerances are factors: 1.5 accepts right/1.5
    to 1.5 right, for numbers read off a logarithmic axis.
    """

    kind: Literal["number"]
    id: Id
    text: LocalText
    points: Points
    answer: Quantity
    unit: LocalText
    shown_as: Positive = 1.0
    """The right number is the quantity times this, e.g. 100 for per cent."""
    full: Annotated[float, Field(ge=0)]
    half: Annotated[float, Field(ge=0)]
    factor: bool = False
    slips: tuple[Slip, ...] = ()

    @model_validator(mode="after")
    def _tolerances(self) -> NumberQuestion:
        if self.half < self.full or (self.factor and self.full < 1.0):
            raise _fault("order", "half", f"{self.full:g}, {self.half:g}",
                         "full <= half, factors from 1")
        return self


class Option(Frozen):
    """One of the answers to choose from: with a share of the points, or a computed quantity."""

    id: Id
    text: LocalText
    share: Share | None = None
    answer: Quantity | None = None
    why: LocalText | None = None
    """What is told to who chose it, and to everybody once the answer is shown."""


class ChoiceQuestion(Frozen):
    """One answer of several, or with `several` every right one (wrong ones cost as much).

    `best: stated`: shares stand in the file. `largest` or `smallest`: options carry quantities; the
    best one gets full points, another the share its quantity has of the best (or the inverse),
    nothing below three quarters.
    """

    kind: Literal["choice"]
    id: Id
    text: LocalText
    points: Points
    options: Annotated[tuple[Option, ...], Field(min_length=2)]
    best: Literal["stated", "largest", "smallest"] = "stated"
    several: bool = False

    @model_validator(mode="after")
    def _complete(self) -> ChoiceQuestion:
        _unique(self.options)
        for i, one in enumerate(self.options):
            given = one.share if self.best == "stated" else one.answer
            if given is None:
                raise _fault("missing", f"options[{i}]", "",
                             "share" if self.best == "stated" else "answer")
        if self.best == "stated" and not any(o.share == 1.0 for o in self.options):
            raise _fault("missing", "options", "", "share: 1")
        if self.several and (self.best != "stated"
                             or any(o.share not in (0.0, 1.0) for o in self.options)):
            raise _fault("conflict", "several", self.best, "best: stated, share: 0 | 1")
        return self


class Item(Frozen):
    """One thing to be put into order; `answer` orders it where the file does not."""

    id: Id
    text: LocalText
    answer: Quantity | None = None


class RankingQuestion(Frozen):
    """Things to be put into order: as listed in the file, or by their quantities.

    Points by the share of pairs in the right order above what chance gives: 2 x share - 1. Pairs
    whose quantities differ by less than `tie` (relative) count as right either way.
    """

    kind: Literal["ranking"]
    id: Id
    text: LocalText
    points: Points
    items: Annotated[tuple[Item, ...], Field(min_length=3)]
    order: Literal["as_listed", "largest_first", "smallest_first"]
    tie: Annotated[float, Field(ge=0, lt=1)] = 0.05

    @model_validator(mode="after")
    def _complete(self) -> RankingQuestion:
        _unique(self.items)
        for i, one in enumerate(self.items):
            if (one.answer is None) != (self.order == "as_listed"):
                raise _fault("conflict", f"items[{i}].answer", self.order,
                             "answer, unless order: as_listed")
        return self


class MeasuresQuestion(Frozen):
    """A set of measures, judged by the search over all sets against the exercise's ALOP.

    `meets_share` of the points for a set that meets; the rest where no set of lower levels meets
    (WTO SPS Agreement, Article 5.6). Half of both where the set is too close to call. No measure
    at all is an answer too.
    """

    kind: Literal["measures"]
    id: Id
    text: LocalText
    points: Points
    offered: Ids | None = None
    """Measures to choose from; left out = all feasible ones of the scenario."""
    meets_share: Share = 0.6


class TextQuestion(Frozen):
    """Words of one's own: kept, shown beside a model answer, never graded."""

    kind: Literal["text"]
    id: Id
    text: LocalText
    model: LocalText
    points: Literal[0] = 0


Question = Annotated[NumberQuestion | ChoiceQuestion | RankingQuestion | MeasuresQuestion
                     | TextQuestion, Field(discriminator="kind")]


class Hint(Frozen):
    """Help that costs points once it is opened."""

    text: LocalText
    cost: Annotated[int, Field(ge=0, le=10)]


class Value(Frozen):
    """An input of the scenario that the exercise sets otherwise, with its reason."""

    parameter: Id
    distribution: Distribution
    source: Source


class Setting(Frozen):
    """What the trainee works on: a copy of a worked example, changed as the exercise says."""

    scenario: Id | None = None
    decision: Id | None = None
    """A past decision instead: its scenario, with the measures decided."""
    measures: Ids | None = None
    """Measures selected at the start; left out = none, or those decided."""
    alop: Alop | None = None
    values: tuple[Value, ...] = ()
    hidden: Ids = ()
    """Inputs whose values no page shows while the exercise runs; they cannot be changed."""
    free: Ids | Literal["all"] = "all"
    """Inputs the trainee may change; the others are fixed."""
    draws: Annotated[int, Field(ge=500, le=20_000)] = 10_000
    seed: Annotated[int, Field(ge=0, le=2**31 - 1)] = 1

    @model_validator(mode="after")
    def _one_start(self) -> Setting:
        if (self.scenario is None) == (self.decision is None):
            raise _fault("conflict", "scenario", f"{self.scenario}, {self.decision}",
                         "exactly one of the two")
        return self


class Exercise(Frozen):
    """One graded exercise. `questions` in the order asked; points are those of the questions."""

    schema_version: Literal[1]
    id: Id
    title: LocalText
    summary: LocalText
    """One sentence for the list."""
    level: Level
    minutes: Annotated[int, Field(ge=1, le=240)]
    setting: Setting
    page: Page
    """Where the answer is found; a link leads there."""
    other_pages: tuple[Page, ...] = ()
    """What else stays open while inputs are hidden; all pages do where none is."""
    task: LocalText
    background: Annotated[tuple[Statement, ...], Field(min_length=1)]
    questions: Annotated[tuple[Question, ...], Field(min_length=1)]
    hints: tuple[Hint, ...] = ()
    explanation: LocalText
    record: tuple[Statement, ...] = ()
    """What was decided in the record, told after the answer."""
    decisions: Ids = ()
    """Decisions of `data/decisions` shown after the answer."""

    @model_validator(mode="after")
    def _unique_ids(self) -> Exercise:
        _unique(self.questions, "questions")
        if self.points == 0:
            raise _fault("missing", "questions", "", "points")
        shown = {self.page, *self.other_pages} - HIDING
        if self.setting.hidden and shown:
            raise _fault("conflict", "setting.hidden", ", ".join(sorted(shown)),
                         ", ".join(sorted(HIDING)))
        return self

    @property
    def points(self) -> int:
        """Points of all questions together."""
        return sum(q.points for q in self.questions)

    def question(self, question_id: str) -> Question | None:
        """The question of that id."""
        return next((q for q in self.questions if q.id == question_id), None)

    def quantities(self) -> Iterator[tuple[str, Quantity]]:
        """Every quantity the exercise asks the core for, with its place in the file."""
        for i, q in enumerate(self.questions):
            place = f"questions[{i}]"
            if isinstance(q, NumberQuestion):
                yield f"{place}.answer", q.answer
                for j, slip in enumerate(q.slips):
                    yield f"{place}.slips[{j}].answer", slip.answer
            elif isinstance(q, (ChoiceQuestion, RankingQuestion)):
                name, listed = _answers_of(q)
                for j, one in enumerate(listed):
                    if one.answer is not None:
                        yield f"{place}.{name}[{j}].answer", one.answer


def _answers_of(question: ChoiceQuestion | RankingQuestion
                ) -> tuple[str, tuple[Option | Item, ...]]:
    if isinstance(question, ChoiceQuestion):
        return "options", question.options
    return "items", question.items


def _fault(code: str, path: str, value: object, allowed: str) -> PydanticCustomError:
    return PydanticCustomError("pra_many", "{count} problems", {
        "count": 1, "faults": [(path, code, value, allowed)]})


def _unique(listed: Iterable[Option | Item | Question], place: str = "") -> None:
    seen: set[str] = set()
    for i, one in enumerate(listed):
        if one.id in seen:
            raise _fault("duplicate", f"{place}[{i}].id" if place else "id", one.id, "unique ids")
        seen.add(one.id)
