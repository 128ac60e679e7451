"""Number fields of the evidence page: what is typed stays, and errors name the field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import streamlit as st

from pages.ui import display, session
from pages.ui.forms_parameter import ROW_STYLE
from pra_core.errors import PraError, Problem
from pra_core.figures import evidence_field_words as words
from pra_core.i18n import Translator


def key(name: str) -> str:
    """The key of a widget of this page for the running scenario."""
    return f"{session.generation()}:evidence:{name}"


class Fields:
    """The number fields of one form; `check` raises for every one that was emptied."""

    def __init__(self, form: str, t: Translator) -> None:
        self.form, self.t = form, t
        self.empty: list[Problem] = []

    def number(self, field: str, default: float, help_text: str | None = None) -> float:
        """A number as typed, the default at first; whole where the default is.

        No limits of the widget's own, which would drop a number without a word: the core says
        what is wrong with it.
        """
        place, whole = key(f"{self.form}:{field}"), isinstance(default, int)
        if session.shown(f"{place}:seen") is None:
            session.show(f"{place}:seen", True)
            session.show(place, default)
        typed = st.number_input(
            self.t(words.FIELDS[field]), value=None, key=place, step=1 if whole else 0.1,
            format="%d" if whole else "%.8g", persist_state="session", help=help_text,
            required=True)
        if typed is None:
            self.empty.append(Problem("missing", field, "", "a number"))
            return default
        return typed

    def whole(self, field: str, default: int, help_text: str | None = None) -> int:
        """A whole number as typed."""
        return int(self.number(field, default, help_text))

    def percent(self, field: str, default: float, help_text: str | None = None) -> float:
        """A share, typed in percent."""
        return self.number(field, float(f"{100.0 * default:.10g}"), help_text) / 100.0

    def check(self) -> None:
        """PraError missing, naming every emptied field."""
        if self.empty:
            raise PraError.of(self.empty)


def fill(form: str, values: Mapping[str, float]) -> None:
    """Put numbers into fields; in a callback."""
    for field, value in values.items():
        place = key(f"{form}:{field}")
        session.show(f"{place}:seen", True)
        session.show(place, value)


def row(form: str, count: int) -> list[st.delta_generator.DeltaGenerator]:
    """Columns for the fields of a form, without the buttons that would hide the numbers."""
    with st.container(key=f"inputs-evidence-{form}"):
        st.html(ROW_STYLE)
        return st.columns(count, vertical_alignment="bottom")


@contextmanager
def guard(t: Translator) -> Iterator[None]:
    """Shows a core error with the names of the form; what was typed stays."""
    try:
        yield
    except PraError as error:
        display.refusal(words.named(error, t),
                        t("Nothing is computed from this; what you typed stays."))
