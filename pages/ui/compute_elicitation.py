"""Cached calls of the core about expert judgement; see `compute` for the rules of keeping."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from pages.ui import compute_stability, session
from pages.ui.compute import KEYS
from pra_core.decision_stability import assessor_effects
from pra_core.distribution import Elicited, Fit, fit_min_likely_max, fit_quantiles
from pra_core.scenario import Scenario


def fits(asked: str, probabilities: Sequence[float], values: Sequence[float], outside: float,
         lower: float | None, upper: float | None) -> list[Fit]:
    """Candidates for what was said, best first; PraError with every problem of it.

    Between two ends, straight lines through all quantiles are offered last.
    """
    return _fits(asked, tuple(probabilities), tuple(values), outside, lower, upper)


def effects(scenario: Scenario, name: str) -> pd.DataFrame:
    """What the choice of measures would be with each assessor alone, and without each."""
    return _effects(scenario, name, session.draws(), session.seed())


def chosen_now(scenario: Scenario) -> tuple[str, ...]:
    """The set told about today, which the assessors' sets are compared with."""
    ladder = compute_stability.found(scenario).ladder
    return ladder.measures[ladder.chosen]


@st.cache_resource(max_entries=64, show_spinner=False)
def _fits(asked: str, probabilities: tuple[float, ...], values: tuple[float, ...],
          outside: float, lower: float | None, upper: float | None) -> list[Fit]:
    if asked == "quantiles":
        found = fit_quantiles(probabilities, values, lower, upper)
        if lower is None or upper is None:
            return found
        exact = Elicited(probabilities=probabilities, values=values, lower=lower, upper=upper)
        return [*found, Fit(exact, 0.0, (0.0,) * len(values))]
    low, likely, high = values
    return fit_min_likely_max(low, likely, high, outside=outside, lower=lower, upper=upper)


@st.cache_data(max_entries=8, show_spinner=False, hash_funcs=KEYS)
def _effects(scenario: Scenario, name: str, draws: int, seed: int) -> pd.DataFrame:
    return assessor_effects(scenario, name, draws, seed, compute_stability.found(scenario).ladder)
