"""Cached calls of the core about simulation error; see `compute` for the rules of keeping."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from pages.ui import compute, session
from pages.ui.compute import KEYS
from pra_core import convergence
from pra_core.scenario import Scenario


def running(scenario: Scenario) -> pd.DataFrame:
    """The estimates on ever more of the simulated futures."""
    return _running(scenario, session.draws(), session.seed())


def precision(scenario: Scenario) -> pd.DataFrame:
    """The estimates and their errors on all simulated futures; too quick to be kept."""
    return convergence.precision(compute.assessed(scenario), scenario.alop)


@st.cache_data(max_entries=12, show_spinner=False, hash_funcs=KEYS)
def _running(scenario: Scenario, draws: int, seed: int) -> pd.DataFrame:  # noqa: ARG001 - key
    return convergence.running(compute.assessed(scenario), scenario.alop)
