"""The area by first-level region: ranked bars with intervals, then the table."""

from __future__ import annotations

import streamlit as st

from pages.ui import compute, display
from pra_core.figures import region_bars as figures
from pra_core.figures import region_words as words
from pra_core.i18n import Translator
from pra_core.scenario import Scenario

KEY = "regions-by"


def draw(scenario: Scenario, t: Translator) -> None:
    """Which region leads, the first regions as bars, all of them in a table."""
    frame = compute.region_table(scenario)
    named, offered = words.table(scenario, frame, t), words.measures(frame)
    st.header(t("By region"))
    measure = offered[0]
    if len(offered) > 1:
        measure = st.segmented_control(
            t("Rank regions by"), offered, format_func=lambda name: t(words.MEASURES[name]),
            key=KEY, default=offered[0], required=True, persist_state="session") or offered[0]
    else:
        st.caption(t(words.UNMAPPED))
    st.markdown(words.answer(scenario, named, measure, t))
    rows = words.ranked(named, measure).head(words.SHOWN)
    if len(rows) > 1:
        display.chart(figures.bars(rows=rows, measure=measure, t=t,
                                   title=words.axis(scenario, measure, t)), "regions", t,
                      t("The first {count} of {all} regions; median, line from 5 to 95 %",
                        count=str(len(rows)), all=str(len(named))))
    display.table(named, "regions", t, words.columns(scenario, frame, t), height=420)
    st.caption(" ".join([t(words.METHOD), t(words.COARSE)]))
