"""Maps against published ranges and grid against stations, on the method page."""

from __future__ import annotations

import streamlit as st

from pages.ui import compute, display
from pra_core import range_check
from pra_core.figures import range_words as words
from pra_core.i18n import Translator


def draw(t: Translator) -> None:
    """The nine verified sheets against the ranges of their species, failures included."""
    st.markdown(t(words.INTRO))
    rule = st.segmented_control(
        t("Rule"), range_check.RULES[::-1], format_func=lambda name: t(words.RULES[name]),
        default="compounding", required=True, key="range-rule", persist_state="session")
    chosen: range_check.Rule = rule or "compounding"
    checks, places = compute.range_checks(chosen), compute.range_places(chosen)
    st.markdown(words.answer(checks, t))
    display.table(words.species_table(checks, t), "ranges", t, words.species_columns(t))
    st.caption(t(words.LEGEND))
    st.subheader(t("Where map and range disagree, and why"))
    st.markdown("\n".join(f"- {line}" for line in words.failures(places, t)))
    st.markdown(t("What the disagreements have in common:"))
    st.markdown("\n".join(f"- {t(text)}" for text in words.WHY))
    with st.expander(t("Every place with its source")):
        display.table(words.place_table(places, t), "range-places", t, words.place_columns(t),
                      height=420)
    if st.toggle(t("Compare the assumptions over all nine species"), key="range-assumptions",
                 persist_state="session"):
        display.table(words.assumption_table(compute.assumption_checks(), t), "assumptions", t,
                      words.assumption_columns(t))


def grid(t: Translator) -> None:
    """The climate grid beside the stations of named cities."""
    st.markdown(t(words.GRID))
    display.table(words.grid_table(range_check.grid_checks(), t), "stations", t,
                  words.grid_columns(t))
