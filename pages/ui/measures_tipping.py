"""The view "what would it take": the value of each number at which the set meets the ALOP."""

from __future__ import annotations

import streamlit as st

from pages.ui import compute_failures, display, session
from pages.ui.measures_results import View
from pra_core import labels
from pra_core.figures import tipping, tipping_words
from pra_core.i18n import Translator


def draw(shown: View, t: Translator) -> None:
    """The nearest tipping point, P(meets) against one number, and every number in a table."""
    scenario = shown.scenario
    st.header(t("What would it take?"))
    with st.spinner(t("Looking for the tipping point of every number …"), show_time=True):
        listed = compute_failures.tipping_points(scenario)
    st.markdown(tipping_words.headline(scenario, listed, t, shown.judgement))
    if fewer := tipping_words.fewer_words(listed, session.draws(), t):
        display.note(fewer)
    elif more := tipping_words.more_words(listed, shown.judgement, shown.draws, t):
        display.note(more)
    titles = {one.lever: tipping_words.lever_title(scenario, one.lever, t) for one in listed}
    lever = st.selectbox(
        t("Number to change, the nearest to its tipping point first"), list(titles),
        format_func=lambda one: titles[one], key=f"{session.generation()}:lever:"
        f"{'+'.join(scenario.selected)}")
    if lever is None:
        return
    with st.spinner(t("Looking at this number closely …"), show_time=True):
        found = compute_failures.tipping(scenario, lever)
    display.chart(tipping.tipping_chart(found=found, title=titles[lever], t=t), "tipping", t,
                  t("Every other number stays as uncertain as it is. Grey: 90 % range of today's"
                    " value; dotted: its median"))
    st.markdown(tipping_words.sentence(scenario, found, t, shown.judgement))
    parameter = scenario.parameters[lever.parameter]
    st.caption(t("Source of today's value: {badge}. {source}", source=display.source_text(
        parameter.source, t).replace("\n", " "), badge=labels.badge(parameter.source.status, t)))
    st.subheader(t("Every number, the nearest to its tipping point first"))
    display.prose(tipping_words.table(scenario, listed, t, shown.judgement), "tipping", t,
                  {key: t(head) for key, head in tipping_words.COLUMNS.items()})
    st.caption(t("Worse and better: times what escapes (100 % less the value) for efficacy,"
                 " compliance and sensitivity; times the number itself for the others. One number"
                 " changes at a time."))
