"""Cached calls of the core about levels of protection; see `compute` for the rules of keeping."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from pages.ui import session
from pages.ui.compute import KEYS, assessed, shipped
from pra_core.assessment import assess
from pra_core.consistency import Decided, Decision
from pra_core.consistency import decided as decided_of
from pra_core.figures import alop_words
from pra_core.i18n import translator
from pra_core.scenario import Scenario
from pra_core.store.decisions import load_decisions

DRAWS = 5_000
"""Simulated futures of a shipped decision: fixed, so that it is assessed once for everybody."""


def forms(scenario: Scenario) -> pd.DataFrame:
    """The ALOP in every form, in words."""
    return _forms(scenario, session.draws(), session.seed(), session.language())


def decided(scenario: Scenario) -> Decided:
    """What the selected measures of a scenario leave, in common metrics."""
    return decided_of(assessed(scenario))


def known_decisions() -> tuple[Decision, ...]:
    """The shipped decisions on shipped scenarios."""
    there = shipped()
    return tuple(one for one in load_decisions() if one.scenario in there)


def known(decision: Decision) -> Decided:
    """What a shipped decision leaves."""
    return _known(shipped()[decision.scenario].with_measures(decision.measures))


@st.cache_resource(max_entries=12, show_spinner=False, hash_funcs=KEYS)
def _forms(scenario: Scenario, draws: int, seed: int, language: str) -> pd.DataFrame:
    after = assess(scenario, draws, seed)
    before = assess(scenario.with_measures(()), draws, seed)
    return alop_words.forms(after, before, translator(language))


@st.cache_resource(max_entries=40, show_spinner=False, hash_funcs=KEYS)
def _known(scenario: Scenario) -> Decided:
    return decided_of(assess(scenario, DRAWS))
