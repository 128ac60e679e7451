"""Where the scenario in use stands in the scenario library; beside `session`, its other door."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st


@dataclass(frozen=True, slots=True)
class Stored:
    """One version of one entry of the scenario library."""

    entry: str
    version: int
    name: str = ""
    """Name of the entry when it was opened or saved; empty = not asked for."""
    fingerprint: str = ""
    """Of that version, to see whether the scenario was changed since; empty = not asked for."""


def stored() -> Stored | None:
    """The version the scenario in use was opened from or saved as; None = in no library."""
    kept: Stored | None = st.session_state.get("stored")
    return kept


def aside_stored() -> Stored | None:
    """The version that the scenario put aside came from; None = in no library."""
    kept: tuple[object, object, Stored | None] | None = st.session_state.get("aside")
    return kept[2] if kept else None


def keep_stored(place: Stored | None) -> None:
    """Remember that version; starting another scenario forgets it."""
    st.session_state["stored"] = place
