"""Cached calls of the core about which study would change the choice; see `compute` for the rules.

The choice is between sets of measures, so which of them are selected makes no difference.
"""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from pages.ui import compute_sets, session
from pages.ui.compute import KEYS
from pra_core import value_of_information as value
from pra_core.ladder import ladder
from pra_core.scenario import Scenario
from pra_core.value_of_information import Decision, Offer, Study, StudyTable

COST = "study-assumed-cost"
"""The widget that holds what a measure without known cost is taken to cost a year."""
Groups = tuple[tuple[str, ...], ...]


def assumed_cost() -> float:
    """Currency per year for each measure whose cost is not known; 0 until the visitor says more."""
    typed = session.shown(COST)
    return float(typed) if isinstance(typed, (int, float)) else 0.0


def studies(scenario: Scenario, groups: Sequence[Sequence[str]] = ()) -> StudyTable:
    """What it would change, and be worth, to know each input exactly; groups known together."""
    asked = tuple(tuple(sorted(set(names))) for names in groups)
    return _studies(*_key(scenario), asked)


def sampled(scenario: Scenario, offer: Offer, sizes: Sequence[int], sensitivity: float
            ) -> tuple[Study, ...]:
    """A trial or a survey with each number of samples."""
    return _sampled(*_key(scenario), offer, tuple(sizes), sensitivity)


Key = tuple[Scenario, int, int, float, int]


def _key(scenario: Scenario) -> Key:
    """What the choice hangs on; the last number grows when a set is judged on more draws."""
    table = compute_sets.searched(scenario).table
    return (scenario.with_measures(()), session.draws(), session.seed(), assumed_cost(),
            int(table["draws"].sum()))


@st.cache_resource(max_entries=3, show_spinner=False, hash_funcs=KEYS)
def _decision(scenario: Scenario, draws: int, seed: int, cost: float,
              judged: int) -> Decision:  # noqa: ARG001 - part of the key
    return value.decision(ladder(compute_sets.searched(scenario)), draws, seed, cost)


@st.cache_resource(max_entries=12, show_spinner=False, hash_funcs=KEYS)
def _studies(scenario: Scenario, draws: int, seed: int, cost: float, judged: int,
             groups: Groups) -> StudyTable:
    return value.studies(_decision(scenario, draws, seed, cost, judged), groups)


@st.cache_resource(max_entries=24, show_spinner=False, hash_funcs=KEYS)
def _sampled(scenario: Scenario, draws: int, seed: int, cost: float, judged: int, offer: Offer,
             sizes: tuple[int, ...], sensitivity: float) -> tuple[Study, ...]:
    return value.sampled(_decision(scenario, draws, seed, cost, judged), offer, sizes, sensitivity)
