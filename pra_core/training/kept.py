"""The work of one person on one exercise as text, kept between visits."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, ValidationError

from pra_core.errors import PraError
from pra_core.frozen import Frozen
from pra_core.training.grading import Answer, Graded, read_answers
from pra_core.training.schema import Exercise


class Kept(Frozen):
    """What was typed and handed in, and the copy worked on."""

    hints: Annotated[int, Field(ge=0)] = 0
    answers: dict[str, Answer] = Field(default_factory=dict)
    """Handed in; empty = nothing yet."""
    graded: Graded | None = None
    """Their points."""
    draft: dict[str, Answer] = Field(default_factory=dict)
    """Typed, handed in or not."""
    code: str = ""
    """Scenario, seed and number of simulated futures (`store.scenario_code`)."""


def kept_text(kept: Kept) -> str:
    """As JSON; `kept_from` reads it."""
    return kept.model_dump_json()


def kept_from(text: str, exercise: Exercise) -> Kept:
    """The work in such a text.

    Raises PraError unreadable where it is none, and what `read_answers` says where the exercise
    asks something else by now.
    """
    try:
        kept = Kept.model_validate_json(text)
    except ValidationError as error:
        raise PraError("unreadable", exercise.id, f"{error.error_count()}") from error
    read_answers(exercise, kept.answers)
    read_answers(exercise, kept.draft)
    asked = tuple(q.id for q in exercise.questions)
    graded = kept.graded
    if graded is not None and (tuple(p.question for p in graded.parts) != asked
                               or graded.out_of != exercise.points):
        raise PraError("unreadable", exercise.id, ", ".join(p.question for p in graded.parts))
    return Kept(hints=min(kept.hints, len(exercise.hints)), answers=kept.answers, graded=graded,
                draft=kept.draft, code=kept.code)
