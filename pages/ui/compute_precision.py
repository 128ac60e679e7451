"""Cached calls of the core about simulation error; see `compute` for the rules of keeping."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from pages.ui import compute, compute_sensitivity, session
from pages.ui.compute import KEYS
from pra_core import convergence
from pra_core.figures.sensitivity_words import Question
from pra_core.scenario import Scenario

BASE_SAMPLES = tuple(2**k for k in range(13, 5, -1))
"""Base samples the sensitivity page may have run, the largest first."""


def running(scenario: Scenario) -> pd.DataFrame:
    """The estimates on ever more of the simulated futures."""
    return _running(scenario, session.draws(), session.seed())


def precision(scenario: Scenario) -> pd.DataFrame:
    """The estimates and their errors on all simulated futures."""
    return _precision(scenario, session.draws(), session.seed())


def exact(scenario: Scenario) -> pd.DataFrame | None:
    """Sobol' indices of outbreaks per year (log) on the largest base sample run so far, if any."""
    runs = (compute_sensitivity.known("sobol", scenario, Question(), n) for n in BASE_SAMPLES)
    return next((frame for frame in runs if frame is not None and len(frame)), None)


def drivers(scenario: Scenario) -> pd.DataFrame | dict[str, float]:
    """The exact analysis where it was run, else the quick estimate, largest first."""
    found = exact(scenario)
    return compute.influential(scenario) if found is None else found


@st.cache_resource(max_entries=64, show_spinner=False, hash_funcs=KEYS)
def _precision(scenario: Scenario, draws: int, seed: int) -> pd.DataFrame:  # noqa: ARG001 - key
    return convergence.precision(compute.assessed(scenario), scenario.alop)


@st.cache_data(max_entries=12, show_spinner=False, hash_funcs=KEYS)
def _running(scenario: Scenario, draws: int, seed: int) -> pd.DataFrame:  # noqa: ARG001 - key
    return convergence.running(compute.assessed(scenario), scenario.alop)
