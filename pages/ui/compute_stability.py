"""Cached calls of the core about decision stability; see `compute` for the rules of keeping.

The choice is between sets of measures, so which of them are selected makes no difference. Long
parts are kept as far as they came, so that a stopped run goes on where it was.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
import pandas as pd
import streamlit as st

from pages.ui import compute_failures, compute_sets, session
from pages.ui.compute import KEYS
from pra_core import decision_stability as stability
from pra_core.decision_stability import Break, Case, Futures, Reading, RivalChoice, Swap
from pra_core.frozen import FloatArray
from pra_core.ladder import Ladder, ladder
from pra_core.portfolio import set_values
from pra_core.scenario import Scenario
from pra_core.store import load_scenario

KEPT = 4
"""Scenarios whose long parts are kept."""
CASE = "fire-blight-apple-australia"
PATHWAY = "calyx"
INSIDE = 0.8
"""Share of the work on breaking points that lies inside the distributions."""
Part = Literal["all", "one", "breaks"]


@dataclass(slots=True)
class Found:
    """The long parts as far as they came."""

    ladder: Ladder
    rivals: dict[Part, tuple[RivalChoice, ...]] = field(default_factory=dict)
    asked: dict[Part, tuple[Case, ...]] = field(default_factory=dict)
    breaks: dict[str, tuple[Break, ...]] = field(default_factory=dict)
    """By input looked at."""
    far: dict[str, tuple[Break, ...]] = field(default_factory=dict)
    """By lever looked at beyond what its distribution holds likely."""
    share: dict[Part, float] = field(default_factory=dict)
    """How far each part came, 0 to 1."""


def found(scenario: Scenario) -> Found:
    """The ladder of candidate sets and what was found out about it so far."""
    table = compute_sets.searched(scenario).table
    key = (scenario.with_measures(()).fingerprint, session.draws(), session.seed(),
           int(table["draws"].sum()))
    store = _store()
    if key not in store:
        store[key] = Found(ladder(compute_sets.searched(scenario)))
        while len(store) > KEPT:
            store.pop(next(iter(store)), None)
    return store[key]


def futures(scenario: Scenario) -> tuple[Futures, FloatArray]:
    """What every future needed, and how often each set would be named again."""
    return _futures(*_key(scenario))


def median_now(scenario: Scenario) -> float:
    """Median of what the ALOP limits, of the recommended set, on `set_values`' scale."""
    rungs = found(scenario).ladder
    chosen = [rungs.measures[rungs.chosen]]
    return float(np.median(set_values(rungs.scenario.changed(selected=()), rungs.alop, chosen,
                                      session.draws(), session.seed())))


def steps(scenario: Scenario, part: Part) -> Iterator[float]:
    """Goes on with a long part; yields the share done."""
    kept, draws, seed = found(scenario), session.draws(), session.seed()
    if part == "breaks":
        yield from _break_steps(kept, draws, seed)
        return
    if part not in kept.asked:
        kept.asked[part] = (stability.all_at_once(kept.ladder.scenario) if part == "all" else
                            stability.one_at_a_time(kept.ladder, draws, seed))
    asked = kept.asked[part]
    kept.share.setdefault(part, 0.0 if asked else 1.0)
    for made in stability.rivals(kept.ladder, asked, draws, seed, kept.rivals.get(part, ())):
        kept.rivals[part], kept.share[part] = made, len(made) / len(asked)
        yield kept.share[part]


def _break_steps(kept: Found, draws: int, seed: int) -> Iterator[float]:
    for share, name, made in stability.breaks(kept.ladder, draws, seed, tuple(kept.breaks)):
        kept.breaks[name], kept.share["breaks"] = made, INSIDE * share
        yield kept.share["breaks"]
    if kept.ladder.meets:
        chosen = kept.ladder.scenario.changed(selected=kept.ladder.measures[kept.ladder.chosen])
        left = stability.unbroken(chosen, [one for made in kept.breaks.values() for one in made])
        for number, lever in enumerate(left, 1):
            if lever.parameter not in kept.far:
                kept.far[lever.parameter] = stability.beyond(
                    chosen, compute_failures.tipping(chosen, lever))
            kept.share["breaks"] = INSIDE + (1 - INSIDE) * number / (len(left) + 1)
            yield kept.share["breaks"]
    kept.share["breaks"] = 1.0


def all_breaks(scenario: Scenario) -> list[Break]:
    """Breaking points found so far; levers also beyond what their distribution holds likely."""
    kept = found(scenario)
    return [one for part in (kept.breaks, kept.far) for made in part.values() for one in made]


def assessors(scenario: Scenario, name: str | None) -> pd.DataFrame:
    """What would be recommended by assessor, for one judged number or all together."""
    return _assessors(*_key(scenario), name)


def case() -> tuple[tuple[Reading, Reading], Swap]:
    """The two readings of "negligible", and the shipped example with each."""
    return stability.readings(), _swap(session.draws(), session.seed())


def case_scenario() -> Scenario:
    """The shipped example of the case, as it is."""
    return _case_scenario()


Key = tuple[Scenario, int, int, int]


def _key(scenario: Scenario) -> Key:
    """What the choice hangs on; the last number grows when a set is judged on more draws."""
    table = compute_sets.searched(scenario).table
    return (scenario.with_measures(()), session.draws(), session.seed(),
            int(table["draws"].sum()))


@st.cache_resource(max_entries=1, show_spinner=False)
def _store() -> dict[tuple[str, int, int, int], Found]:
    return {}


@st.cache_resource(max_entries=8, show_spinner=False, hash_funcs=KEYS)
def _futures(scenario: Scenario, draws: int, seed: int, judged: int  # noqa: ARG001 - key
             ) -> tuple[Futures, FloatArray]:
    rungs = found(scenario).ladder
    within = stability.inside(rungs, scenario, draws, seed)
    return (stability.futures(within),
            stability.resampled(within, rungs.alop.confidence, seed))


@st.cache_data(max_entries=16, show_spinner=False, hash_funcs=KEYS)
def _assessors(scenario: Scenario, draws: int, seed: int, judged: int,  # noqa: ARG001 - key
               name: str | None) -> pd.DataFrame:
    return stability.assessor_effects(scenario, name, draws, seed, found(scenario).ladder)


@st.cache_resource(max_entries=4, show_spinner=False)
def _swap(draws: int, seed: int) -> Swap:
    return stability.swapped(_case_scenario(), PATHWAY, draws, seed)


@st.cache_resource(max_entries=1, show_spinner=False)
def _case_scenario() -> Scenario:
    return load_scenario(CASE)
