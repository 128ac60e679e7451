"""The area by first-level region: ranked bars with intervals, then the table."""

from __future__ import annotations

import streamlit as st

from pages.ui import compute, display, session
from pra_core.figures import region_bars as figures
from pra_core.figures import region_words as words
from pra_core.i18n import Translator
from pra_core.scenario import Scenario

KEY = "regions-by"
MOST_ROWS = 16
"""A longer table scrolls."""


def draw(scenario: Scenario, t: Translator) -> None:
    """Which region leads, the first regions as bars, all of them in a table."""
    frame = compute.region_table(scenario)
    if scenario.pra_area != session.scenario().pra_area:
        frame = words.without_value(frame)
    named, offered = words.table(scenario, frame, t), words.measures(frame)
    st.header(t("By region"))
    measure = offered[0]
    if len(offered) > 1:
        measure = st.segmented_control(
            t("Rank regions by"), offered, format_func=lambda name: t(words.MEASURES[name]),
            key=KEY, default=offered[0], required=True, persist_state="session") or offered[0]
    else:
        st.caption(t(words.UNMAPPED))
    rows = words.by_measure(named, measure)
    st.markdown(words.answer(scenario, rows, measure, t))
    shown = words.charted(rows, measure)
    if len(shown) > 1:
        display.chart(figures.bars(rows=shown, measure=measure, t=t,
                                   title=words.axis(scenario, measure, t)), "regions", t,
                      t("{count} of {all} regions; median, line from 5 to 95 %",
                        count=str(len(shown)), all=str(len(rows))))
    room = {"height": 420} if len(rows) > MOST_ROWS else {}
    display.table(rows, "regions", t, words.columns(scenario, frame, t), **room)
    st.caption(" ".join([t(words.METHOD), t(words.COARSE)]))
