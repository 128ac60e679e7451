"""Cached calls of the core about sets of measures; see `compute` for the rules of keeping."""

from __future__ import annotations

import numpy as np
import streamlit as st

from pages.ui import session
from pages.ui.compute import KEYS, assessed
from pra_core import dependence
from pra_core.assessment import assess
from pra_core.dependence import Pair, SharedFailure
from pra_core.frozen import FloatArray
from pra_core.portfolio import Portfolios, portfolios
from pra_core.scenario import Scenario


def searched(scenario: Scenario) -> Portfolios:
    """Every set of measures; which of them are selected makes no difference."""
    return _searched(scenario.with_measures(()), session.draws(), session.seed())


def pairs_of(scenario: Scenario, *, every: bool = False) -> list[Pair]:
    """Pairs of the selected measures, or of every feasible one."""
    ids = tuple(m.id for m in scenario.measures if m.feasible) if every else scenario.selected
    return _pairs_of(scenario.with_measures(()), ids, session.draws(), session.seed())


def rate_apart(scenario: Scenario) -> FloatArray:
    """The founding rate if every selected measure failed on its own, [draws]."""
    return dependence.apart(assessed(scenario))


def shared_failure(scenario: Scenario, group: str, shares: FloatArray) -> SharedFailure:
    """The residual risk at each share of lots on which a group fails."""
    return _shared_failure(scenario, group, tuple(shares.tolist()), session.draws(),
                           session.seed())


@st.cache_resource(max_entries=6, show_spinner=False, hash_funcs=KEYS)
def _searched(scenario: Scenario, draws: int, seed: int) -> Portfolios:
    return portfolios(scenario, scenario.alop, draws, seed)


@st.cache_resource(max_entries=12, show_spinner=False, hash_funcs=KEYS)
def _pairs_of(scenario: Scenario, ids: tuple[str, ...], draws: int, seed: int) -> list[Pair]:
    return dependence.pairs(assess(scenario, draws, seed), ids)


@st.cache_resource(max_entries=24, show_spinner=False, hash_funcs=KEYS)
def _shared_failure(scenario: Scenario, group: str, shares: tuple[float, ...], draws: int,
                    seed: int) -> SharedFailure:
    return dependence.shared_failure(assess(scenario, draws, seed), group, np.array(shares))
