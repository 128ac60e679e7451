"""The answers of pest categorization as the visitor left them, and their conclusion."""

from __future__ import annotations

import datetime as dt

from pages.ui import session
from pages.ui.start_state import Selection, both, typed
from pra_core.categorization import aside, prefilled
from pra_core.parameter import Source
from pra_core.pest_status import (
    PRESENCES,
    QUESTIONS,
    YES_NO,
    Categorization,
    Evidence,
    PestStatus,
)
from pra_core.validation import validated

CONCLUDED = "gate-concluded"


def key(chosen: Selection, part: str) -> str:
    """Widget key of one part of the answers on this pest in this PRA area."""
    code = chosen.record.eppo_code if chosen.record else ""
    return f"gate:{code}:{','.join(chosen.chosen)}:{part}"


def planting_key(chosen: Selection) -> str:
    """Key of the tick on the goods' use: it holds for these goods only."""
    return key(chosen, f"planting:{chosen.goods.id if chosen.goods else ''}")


def options(question: str) -> tuple[str, ...]:
    """What may be answered."""
    return PRESENCES if question == "presence" else YES_NO


def from_library(chosen: Selection) -> Categorization:
    """What the library answers, before anybody typed."""
    if chosen.record is None or chosen.area is None:
        return Categorization()
    return prefilled(chosen.record, chosen.countries, planting(chosen), both)


def planting(chosen: Selection) -> bool:
    """Whether the goods are to be planted: as was ticked for them, else by their use or kind."""
    ticked = session.shown(planting_key(chosen))
    return chosen.planting if ticked is None else bool(ticked)


def answers(chosen: Selection, library: Categorization) -> Categorization:
    """The answers on the page; what was typed stands before the library's evidence."""
    data = library.model_dump(mode="python")
    for question in QUESTIONS:
        held = session.shown(key(chosen, question))
        if held in options(question) and held != library.answers[question]:
            data[question] = {"answer": held, "evidence": [
                one.model_dump() for one in aside(getattr(library, question).evidence)]}
        own = _own(chosen, question)
        if own is not None:
            data[question]["evidence"] = [own.model_dump(), *data[question]["evidence"]]
    return validated(Categorization, data)


def _own(chosen: Selection, question: str) -> Evidence | None:
    text = str(session.shown(key(chosen, f"{question}:own")) or "").strip()
    if not text:
        return None
    return Evidence(text={"en": text}, source=Source(
        status="assumed", assessor=session.user_name(), date=dt.date.today(),
        reason={"en": text}))


def unsupported(library: Categorization, given: Categorization) -> tuple[str, ...]:
    """Asked questions answered otherwise than by the library without a word of evidence."""
    return tuple(
        question for question in given.asked
        if given.answers[question] not in (library.answers[question], "unknown")
        and len(getattr(given, question).evidence) == len(getattr(library, question).evidence))


def conclude(chosen: Selection, given: Categorization) -> None:
    """Record the categorization under the visitor's name; its reason was checked before."""
    if chosen.area is None:
        return
    status = PestStatus(area=chosen.area.title, categorization=given,
                        assessor=session.user_name(), date=dt.date.today(),
                        reason=typed(key(chosen, "reason")))
    session.show(CONCLUDED, (key(chosen, ""), status))


def concluded(chosen: Selection, given: Categorization) -> PestStatus | None:
    """The recorded categorization, as long as the answers are those recorded."""
    held = session.shown(CONCLUDED)
    if isinstance(held, tuple) and held[0] == key(chosen, ""):
        status: PestStatus = held[1]
        if status.categorization == given:
            return status
    return None
