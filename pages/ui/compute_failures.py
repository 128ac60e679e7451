"""Cached calls of the core about what it would take and what breaks; see `compute` for the rules.

What hangs on the selected measures is kept by the scenario's fingerprint, which names them.
"""

from __future__ import annotations

import streamlit as st

from pages.ui import session
from pages.ui.compute import KEYS, assessed
from pra_core import back_solve, stress
from pra_core.back_solve import Lever, Tipping
from pra_core.scenario import Scenario
from pra_core.stress import Shocks, Stress


def tipping_points(scenario: Scenario) -> list[Tipping]:
    """Every number and its tipping point, the nearest first; on as many draws as are afforded."""
    return _tipping_points(scenario, back_solve.affordable(scenario, session.draws()),
                           session.seed())


def tipping(scenario: Scenario, lever: Lever) -> Tipping:
    """P(meets) against one number, and where it passes the confidence asked for."""
    return _tipping(scenario, lever, back_solve.affordable(scenario, session.draws()),
                    session.seed())


def stressed(scenario: Scenario, shocks: Shocks) -> list[Stress]:
    """The selected measures as planned and under each failure; refused shocks are not kept."""
    return _stressed(scenario, shocks, session.draws(), session.seed())


def stopped_months(scenario: Scenario, shocks: Shocks) -> tuple[int, ...]:
    """The months in which inspections or a group stop; empty = any one month."""
    return stress.stopped_months(scenario, shocks, assessed(scenario).values)


@st.cache_resource(max_entries=12, show_spinner=False, hash_funcs=KEYS)
def _tipping_points(scenario: Scenario, draws: int, seed: int) -> list[Tipping]:
    return back_solve.tipping_points(scenario, scenario.alop, draws, seed)


@st.cache_resource(max_entries=48, show_spinner=False, hash_funcs=KEYS)
def _tipping(scenario: Scenario, lever: Lever, draws: int, seed: int) -> Tipping:
    return back_solve.back_solve(scenario, scenario.alop, lever, draws, seed)


@st.cache_resource(max_entries=24, show_spinner=False, hash_funcs=KEYS)
def _stressed(scenario: Scenario, shocks: Shocks, draws: int, seed: int) -> list[Stress]:
    return stress.stress(scenario, scenario.alop, shocks, draws, seed)
