"""The openness class of what is in use: shown, printed, and part of every file that leaves."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from pages.ui import (
    compute,
    compute_store,
    people_actor,
    session,
    session_access,
    session_stored,
)
from pages.ui.session_stored import Stored
from pra_core.access import Actor, Classification
from pra_core.errors import PraError
from pra_core.i18n import Translator
from pra_core.report.provenance import classification_words
from pra_core.store.class_mark import class_mark
from pra_core.store.entries import Entry

SECRET = Classification(openness="confidential")


def running(asking: Actor) -> Classification | None:
    """The class of the stored scenario in use, or that it came from; None = nothing says one.

    A scenario that may no longer be opened is handled as confidential.
    """
    place = session_stored.stored()
    if place is None or not place.entry:
        found = _found(asking)
        if found is not None:
            place = replace(found, handled=place.handled if place is not None else None)
            session_stored.keep_stored(place)
    return of_place(asking, place)


def carry(handled: Classification | None) -> None:
    """What was just started came from a file that says this: a confidential one stays it."""
    if handled is not None and confidential(handled):
        session_stored.carry(handled)


def _found(asking: Actor) -> Stored | None:
    """Where a scenario stands that was opened by another way than the library.

    One that was in use before in this visit stands where it stood. Of the others the library is
    asked once: whoever has a report, a code or a file of a stored version is back at it, at a
    confidential one rather than at its like. A worked example is nobody's secret.
    """
    began = session.original().fingerprint
    before = session_stored.left(began) or session_stored.left(session.scenario().fingerprint)
    asked = began, asking.key
    if before is None and (not asking.known or session_stored.looked_up() == asked):
        return None
    if any(one.fingerprint == began for one in compute.shipped().values()):
        return None
    if before is not None:
        return before
    try:
        same = sorted(compute_store.library().versions_like(asking, began), key=lambda one: (
            not confidential(one[0].classification), one[0].deleted_at is not None))
        place = at(asking, *same[0]) if same else None
    except PraError:  # whoever saves hears of it
        return None
    session_stored.mark_looked_up(asked)
    return place


def at(asking: Actor, entry: Entry, number: int) -> Stored:
    """That version; of a deleted entry, or a version that is gone, only what tells its class."""
    same = next((one for one in compute_store.library().history(asking, entry.id)
                 if one.number == number), None)
    if same is None or entry.deleted_at is not None:
        return Stored(entry.id, number)
    return Stored(entry.id, number, entry.name, same.fingerprint, same.seed, same.draws)


def of_place(asking: Actor, place: Stored | None) -> Classification | None:
    """The class that goes with a place in the library, or with the file it came from."""
    if place is None:
        return None
    held = of_entry(asking, place.entry) if place.entry else place.handled
    return held if confidential(held) or not confidential(place.handled) else place.handled


def of_entry(asking: Actor, entry_id: str) -> Classification:
    """The class of a stored scenario; confidential where it may no longer be opened."""
    try:
        return compute_store.library().entry(asking, entry_id).classification
    except PraError:
        return SECRET


def confidential(classification: Classification | None) -> bool:
    """Whether it is confidential today."""
    return (classification is not None
            and classification.on(people_actor.today()) == "confidential")


def file_mark(classification: Classification | None) -> str:
    """What a file's name begins with: empty unless it is confidential."""
    return "CONFIDENTIAL-" if confidential(classification) else ""


def words(classification: Classification, t: Translator) -> str:
    """The class in words, as the report prints it."""
    return classification_words(classification, people_actor.today(), t)


def marked(text: str, classification: Classification | None, t: Translator) -> str:
    """A scenario file that says in its first lines how openly it may be handled."""
    if classification is None:
        return text
    return f"# {words(classification, t)}\n{class_mark(classification)}\n{text}"


def named(name: str) -> str:
    """The name of a file with content of the scenario in use."""
    return file_mark(session_access.handled()) + name


def show(t: Translator) -> None:
    """A mark on every page as long as a confidential scenario is in use."""
    held = session_access.handled()
    if held is not None and confidential(held):
        st.badge(words(held, t), icon=":material/lock:", color="gray")
