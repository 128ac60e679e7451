"""Cached calls of the core about worked questions; see `compute` for the rules."""

from __future__ import annotations

import datetime as dt

import streamlit as st

from pages.ui import session
from pages.ui.compute import KEYS
from pra_core.scenario import Scenario
from pra_core.worked_questions import Answer, QuestionId, answer


def answered(scenario: Scenario, question: QuestionId, date: dt.date) -> Answer:
    """The scenario with and without the change, on the visitor's draws and seed."""
    return _answered(scenario, question, session.user_name(), date, session.draws(),
                     session.seed())


@st.cache_resource(max_entries=8, show_spinner=False, hash_funcs=KEYS)
def _answered(scenario: Scenario, question: QuestionId, assessor: str, date: dt.date, draws: int,
              seed: int) -> Answer:
    return answer(scenario, question, assessor=assessor, date=date, draws=draws, seed=seed)
