"""Worked questions of a page: choose one, read what follows and why, keep the change if wanted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import cast

import streamlit as st

from pages.ui import compute_questions, display, session
from pra_core.errors import PraError
from pra_core.figures.question_words import LACKING, QUESTIONS, WHY, answer_sentence
from pra_core.i18n import Translator
from pra_core.scenario import Scenario
from pra_core.worked_questions import QuestionId, lacking


def draw(questions: Sequence[str], t: Translator) -> None:
    """The questions of a page and the answer to the chosen one."""
    st.markdown(t("**What if …?** One thing is changed, everything else stays."))
    chosen = st.selectbox(t("Question"), questions, index=None, key="worked-question",
                          format_func=lambda one: t(QUESTIONS[one]),
                          placeholder=t("Choose a question"), label_visibility="collapsed")
    if chosen is None:
        return
    question, scenario = cast(QuestionId, chosen), session.scenario()
    missing = lacking(scenario, question)
    if missing:
        st.info(t(LACKING[missing]))
        return
    try:
        with st.spinner(t("Computing both …")):
            found = compute_questions.answered(scenario, question, dt.date.today())
    except PraError as error:
        display.problems(error, t, t("The scenario stays as it is."))
        return
    st.markdown(answer_sentence(found, t))
    st.caption(t(WHY[question]))
    st.button(t("Keep this change in the scenario"), key="worked-keep", on_click=_keep,
              args=(scenario, found.after.scenario), icon=":material/edit:",
              help=t("The scenario as it was is pinned as reference on the page Measures."))


def _keep(before: Scenario, after: Scenario) -> None:
    session.pin(before)
    session.keep(after)
