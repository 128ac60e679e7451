"""The level of protection before the last change, to go back to, and a limit only converted."""

from __future__ import annotations

import streamlit as st

from pages.ui import compute, session
from pra_core import consistency, wording
from pra_core.alop import Alop, Metric
from pra_core.figures import alop_words
from pra_core.i18n import Translator
from pra_core.scenario import Scenario


def keep(changed: Scenario, *, converted: bool = False) -> None:
    """Judge by another ALOP, and remember the one before; `converted`: nobody chose the limit."""
    before = session.alop()
    if changed.alop != before:
        session.show(_key(), (before, changed.alop, converted))
    session.keep(changed)


def convert(metric: Metric) -> None:
    """Another metric was chosen: its limit follows from the ALOP in force."""
    scenario = session.scenario()
    if metric != scenario.alop.metric:
        limit = consistency.converted(compute.assessed(scenario), metric)
        keep(scenario.with_alop(limit), converted=True)


def undo(place: str, t: Translator) -> None:
    """What was in force before, with a button; where it comes from if only converted."""
    held = session.shown(_key())
    if not isinstance(held, tuple) or held[1] != session.alop():
        return
    before: Alop = held[0]
    currency = session.scenario().consequences.currency
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(alop_words.converted_sentence(before, session.alop(), currency, t) if held[2]
                    else t("Changed; before: **{alop}**.",
                           alop=wording.alop_words(before, currency, t)), width="content")
        st.button(t("Undo"), icon=":material/undo:", on_click=_back, args=(before,),
                  key=f"alop-undo:{place}")


def _back(before: Alop) -> None:
    session.keep_alop(before)
    session.show(_key(), None)


def _key() -> str:
    return f"{session.generation()}:alop-before"
