"""What a visit remembers of access: the person just looked up, a seat in a class, news."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import streamlit as st

from pra_core.access import Actor, Classification

NewsKind = Literal["success", "error"]


@dataclass(frozen=True, slots=True)
class News:
    """Something that happened before the page could show it, as a link that was followed."""

    kind: NewsKind
    text: str


@dataclass(frozen=True, slots=True)
class Known:
    """A person as the store knew them at a moment (seconds of a steady clock)."""

    actor: Actor
    at: float


def known() -> Known | None:
    """The person looked up last."""
    kept: Known | None = st.session_state.get("access-known")
    return kept


def keep_known(found: Known) -> None:
    st.session_state["access-known"] = found


def handled() -> Classification | None:
    """How openly the scenario in use may be handled; None = it is in no library."""
    kept: Classification | None = st.session_state.get("access-handled")
    return kept


def keep_handled(classification: Classification | None) -> None:
    """Remember it for the files of this run."""
    st.session_state["access-handled"] = classification


def seated() -> bool:
    """Whether this visit holds a seat in a class."""
    return bool(st.session_state.get("access-seated", False))


def sit(seat: bool) -> None:
    """Take or leave a seat in a class: it opens the pages that compute, never what is stored."""
    st.session_state["access-seated"] = seat


def tell(kind: NewsKind, text: str) -> None:
    """Keep news until a page was drawn in full."""
    st.session_state["access-news"] = News(kind, text)


def news() -> News | None:
    """What there is to tell."""
    kept: News | None = st.session_state.get("access-news")
    return kept


def drop_news() -> None:
    st.session_state.pop("access-news", None)
