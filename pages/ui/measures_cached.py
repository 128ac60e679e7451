"""Cached results that only the pages of measures and sensitivity need."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from pages.ui import compute, session
from pages.ui.compute import KEYS
from pra_core.figures import set_scatter
from pra_core.i18n import translator
from pra_core.presentation import thinned
from pra_core.scenario import Scenario
from pra_core.sensitivity import sobol
from pra_core.summary import influence


def influential(scenario: Scenario) -> dict[str, float]:
    """The quick estimate of what drives the risk with the selected measures, largest first."""
    return _influential(scenario, session.draws(), session.seed())


def indices(scenario: Scenario, output: str, n: int) -> pd.DataFrame:
    """Sobol' indices from n base samples with the visitor's seed."""
    return _indices(scenario, output, n, session.seed())


def marks(scenario: Scenario) -> pd.DataFrame:
    """The sets the scatter shows, in words; the same whatever is selected."""
    return _marks(scenario.with_measures(()), session.draws(), session.seed(), session.language())


@st.cache_resource(max_entries=48, show_spinner=False, hash_funcs=KEYS)
def _influential(scenario: Scenario, draws: int, seed: int  # noqa: ARG001 - part of the key
                 ) -> dict[str, float]:
    return influence(thinned(compute.assessed(scenario)))


@st.cache_resource(max_entries=12, show_spinner=False, hash_funcs=KEYS)
def _marks(scenario: Scenario, draws: int, seed: int,  # noqa: ARG001 - part of the key
           language: str) -> pd.DataFrame:
    return set_scatter.marks(compute.searched(scenario), translator(language))


@st.cache_resource(max_entries=32, show_spinner=False, hash_funcs=KEYS)
def _indices(scenario: Scenario, output: str, n: int, seed: int) -> pd.DataFrame:
    return sobol(scenario, n=n, seed=seed, output=output)
