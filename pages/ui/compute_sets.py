"""Cached calls of the core about sets of measures; see `compute` for the rules of keeping."""

from __future__ import annotations

import streamlit as st

from pages.ui import session
from pages.ui.compute import KEYS
from pra_core.portfolio import Portfolios, portfolios
from pra_core.scenario import Scenario


def searched(scenario: Scenario) -> Portfolios:
    """Every set of measures; which of them are selected makes no difference."""
    return _searched(scenario.with_measures(()), session.draws(), session.seed())


@st.cache_resource(max_entries=6, show_spinner=False, hash_funcs=KEYS)
def _searched(scenario: Scenario, draws: int, seed: int) -> Portfolios:
    return portfolios(scenario, scenario.alop, draws, seed)
