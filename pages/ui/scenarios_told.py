"""What the scenario library has to say after a button was pressed: done, or why not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

import streamlit as st

from pages.ui import display, session
from pra_core.errors import PraError, Problem
from pra_core.i18n import Translator

TOLD = "scenarios-told"
_Found = TypeVar("_Found")


@dataclass(frozen=True, slots=True)
class Told:
    """Words in the visitor's language, or the problems."""

    text: str = ""
    problems: tuple[Problem, ...] = ()
    undo: str = ""
    """Entry whose deletion can be undone."""


def say(text: str, undo: str = "") -> None:
    """Say so in the next run, once."""
    session.show(TOLD, Told(text, undo=undo))


def attempt(call: Callable[[], _Found]) -> _Found | None:
    """What the call gives; where the library refuses, None, and the next run says why."""
    try:
        return call()
    except PraError as error:
        refuse(error)
        return None


def refuse(error: PraError) -> None:
    """Say in the next run why the library refused."""
    session.show(TOLD, Told(problems=error.problems))


def draw(t: Translator) -> str:
    """What there is to say; the entry whose deletion can be undone, or nothing."""
    told = session.shown(TOLD)
    session.show(TOLD, None)
    if not isinstance(told, Told):
        return ""
    if told.problems:
        display.refusal([t.error(problem) for problem in told.problems],
                        t("The library is as it was before."))
    else:
        st.success(told.text, icon=":material/check:")
        st.toast(told.text, icon=":material/check:")  # seen wherever the page is scrolled to
    return told.undo
