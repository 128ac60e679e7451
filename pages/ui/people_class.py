"""The openness class of what is in use: shown, printed, and part of every file that leaves."""

from __future__ import annotations

import streamlit as st

from pages.ui import compute_store, people_actor, session_access, session_stored
from pra_core.access import Actor, Classification
from pra_core.errors import PraError
from pra_core.i18n import Translator
from pra_core.report.provenance import classification_words

SECRET = Classification(openness="confidential")


def running(asking: Actor) -> Classification | None:
    """The class of the stored scenario in use, or that it came from; None = in no library.

    A scenario that may no longer be opened is handled as confidential.
    """
    place = session_stored.stored()
    return None if place is None else of_entry(asking, place.entry)


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
    """A scenario file that says in its first line how openly it may be handled."""
    return text if classification is None else f"# {words(classification, t)}\n{text}"


def named(name: str) -> str:
    """The name of a file with content of the scenario in use."""
    return file_mark(session_access.handled()) + name


def show(t: Translator) -> None:
    """A mark on every page as long as a confidential scenario is in use."""
    held = session_access.handled()
    if held is not None and confidential(held):
        st.badge(words(held, t), icon=":material/lock:", color="gray")
