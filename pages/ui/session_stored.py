"""Where the scenario in use stands in the scenario library; beside `session`, its other door."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from pra_core.access import Classification

REMEMBERED = 20


@dataclass(frozen=True, slots=True)
class Stored:
    """One version of one entry of the scenario library, or a file that says its class."""

    entry: str
    """Empty for a file that came from elsewhere."""
    version: int
    name: str = ""
    """Name of the entry when it was opened or saved; empty = not asked for."""
    fingerprint: str = ""
    """Of that version, to see whether the scenario was changed since; empty = not asked for."""
    seed: int | None = None
    draws: int | None = None
    """Of that version, like the fingerprint; None = not asked for."""
    handled: Classification | None = None
    """What the file said, where there is no entry."""


def stored() -> Stored | None:
    """The version the scenario in use was opened from or saved as; None = in no library."""
    kept: Stored | None = st.session_state.get("stored")
    return kept


def holds(fingerprint: str) -> bool:
    """Whether the library holds the scenario in use as it is."""
    place = stored()
    return place is not None and bool(place.name) and place.fingerprint == fingerprint


def aside_stored() -> Stored | None:
    """The version that the scenario put aside came from; None = in no library."""
    kept: tuple[object, object, Stored | None] | None = st.session_state.get("aside")
    return kept[2] if kept else None


def keep_stored(place: Stored | None) -> None:
    """Remember that version; starting another scenario forgets it."""
    st.session_state["stored"] = place


def carry(handled: Classification) -> None:
    """The scenario just started came from a file that says how openly it may be handled."""
    keep_stored(Stored("", 0, handled=handled))


def leave(*fingerprints: str) -> None:
    """Another scenario is started; where these stood is found again by `left`."""
    place, known = stored(), _known()
    if place is not None:
        known = {**{code: one for code, one in known.items() if code not in fingerprints},
                 **dict.fromkeys(fingerprints, place)}
        st.session_state["stored-left"] = dict(list(known.items())[-REMEMBERED:])
    keep_stored(None)


def left(fingerprint: str) -> Stored | None:
    """Where a scenario stood that was in use before in this visit."""
    return _known().get(fingerprint)


def looked_up() -> tuple[str, str] | None:
    """The fingerprint last looked for in the library, and who asked."""
    asked: tuple[str, str] | None = st.session_state.get("stored-looked-up")
    return asked


def mark_looked_up(what: tuple[str, str]) -> None:
    """It need not be looked for again."""
    st.session_state["stored-looked-up"] = what


def _known() -> dict[str, Stored]:
    known: dict[str, Stored] = st.session_state.get("stored-left", {})
    return known
