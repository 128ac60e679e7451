"""A trainee's seat, and the class a trainer leads; beside `session`, its door."""

from __future__ import annotations

from typing import TypedDict

import streamlit as st

from pages.ui import compute_store
from pra_core.errors import PraError

SEAT, CLASS, TEACH = "seat", "class", "teach"
"""Names in the address: a seat's token, a class's code, the id of a class that is led."""
MODE = "class-mode"
"""Whether exercises are done alone, in a class, or a class is led."""
PICKED = "class-exercise"
"""The exercise a trainee chose."""
SHOWN = "class-shown"
"""The exercise whose answers the trainer looks at."""


class Work(TypedDict):
    """What a trainee has of one exercise: the scenario as a code, and answers typed so far."""

    code: str
    draft: dict[str, object]


def token() -> str:
    """The token of the seat this visit holds; empty without one."""
    return str(st.session_state.get("seat-token", ""))


def visit() -> str:
    """What this visit is called, and no other."""
    found: str = st.session_state.setdefault("seat-visit", compute_store.new_id())
    return found


def sit(taken: str) -> None:
    """Hold a seat; empty = leave it."""
    st.session_state["seat-token"] = taken
    st.session_state["seat-kept"] = {}
    st.session_state["seat-typed"] = {}


def kept() -> dict[str, Work]:
    """By exercise, what was stored last of the work on it."""
    found: dict[str, Work] = st.session_state.setdefault("seat-kept", {})
    return found


def keep(work: dict[str, Work]) -> None:
    """Remember what was stored."""
    st.session_state["seat-kept"] = work


def typed() -> dict[str, dict[str, object]]:
    """By exercise, the answers typed so far, handed in or not."""
    found: dict[str, dict[str, object]] = st.session_state.setdefault("seat-typed", {})
    return found


def seen() -> str:
    """The state of the scenario when it was stored last."""
    return str(st.session_state.get("seat-seen", ""))


def see(state: str) -> None:
    st.session_state["seat-seen"] = state


def leading() -> str:
    """The id of the class being led; empty where none is open on screen."""
    return str(st.session_state.get("class-led", ""))


def lead(class_id: str) -> None:
    """Lead a class; empty = back to the list of classes. The address follows."""
    st.session_state["class-led"] = class_id
    if class_id:
        st.query_params[TEACH] = class_id
    else:
        st.query_params.pop(TEACH, None)


def asked() -> dict[str, str]:
    """What the address asks for, once for each address: code, seat or class to lead."""
    now = {name: st.query_params[name] for name in (SEAT, CLASS, TEACH) if name in st.query_params}
    before = st.session_state.get("class-asked")
    st.session_state["class-asked"] = now
    return {name: value for name, value in now.items() if (before or {}).get(name) != value}


def show_in_address(taken: str) -> None:
    """Put the seat into an address that lacks it, or take it out."""
    if taken and st.query_params.get(SEAT) != taken:
        for other in (CLASS, "exercise"):
            st.query_params.pop(other, None)
        st.query_params[SEAT] = taken
    elif not taken:
        st.query_params.pop(SEAT, None)


def tell(problem: PraError) -> None:
    """What was refused, to be told when the page is drawn next."""
    st.session_state["class-refused"] = problem


def told() -> PraError | None:
    """What there is to tell, once."""
    found: PraError | None = st.session_state.pop("class-refused", None)
    return found
