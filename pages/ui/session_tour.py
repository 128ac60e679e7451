"""Which stop of the guided tour the visitor is at; beside `session`, its other door."""

from __future__ import annotations

import streamlit as st

from pages.ui import session

STOP, DECLINED = "tour-stop", "tour-declined"


def stop() -> int | None:
    """The stop of the tour, the first is 0; None outside the tour."""
    at: int | None = st.session_state.get(STOP)
    return at


def offered() -> bool:
    """Whether the tour is still to be offered: neither begun nor declined."""
    return stop() is None and not st.session_state.get(DECLINED, False)


def begin() -> None:
    """To the first stop, on the worked example; what was changed elsewhere is put aside."""
    if session.scenario().id != session.DEFAULT_SCENARIO or session.drafting():
        session.load(session.DEFAULT_SCENARIO)
    go(0)


def go(at: int) -> None:
    """To a stop."""
    st.session_state[STOP] = at


def end() -> None:
    """Out of the tour; it is not offered again in this session."""
    st.session_state.pop(STOP, None)
    st.session_state[DECLINED] = True
