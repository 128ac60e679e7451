"""Cached calls of the core about sets of measures; see `compute` for the rules of keeping."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
import streamlit as st

from pages.ui import session
from pages.ui.compute import KEYS, assessed
from pra_core import dependence, portfolio_choice, top_up
from pra_core.assessment import MAX_DRAWS, assess
from pra_core.dependence import Pair, SharedFailure
from pra_core.figures import set_scatter
from pra_core.frozen import FloatArray
from pra_core.i18n import translator
from pra_core.portfolio import Portfolios, portfolios
from pra_core.portfolio_choice import Equivalence
from pra_core.presentation import shown_sets
from pra_core.scenario import Scenario

KEPT = 6
"""Searches whose sets judged on more draws are kept."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which sets the ranked table shows."""

    verdict: str
    """Empty: of every verdict."""
    inside: tuple[str, ...]
    """Measures that a set has to contain."""
    outside: tuple[str, ...]
    """Measures that it must not contain."""
    minimal: bool
    """Only sets that meet while no part of theirs does."""


@dataclass(slots=True)
class _Kept:
    """A search as far as sets were judged on more draws, and for what that is finished."""

    sets: Portfolios
    finished: set[tuple[str, ...] | None] = field(default_factory=set)
    """None: the least restrictive choice; otherwise a set judged by itself."""


def searched(scenario: Scenario) -> Portfolios:
    """Every set of measures, with what was judged on more draws so far.

    Which of them are selected makes no difference.
    """
    return _kept(scenario).sets


def is_settled(scenario: Scenario) -> bool:
    """Whether more draws would be of no use for the choice and for the selected set."""
    kept = _kept(scenario)
    clear = kept.sets.row(scenario.selected)["verdict"] != "too_close"
    return ((None in kept.finished or not kept.sets.undecided)
            and (clear or scenario.selected in kept.finished))


def settling(scenario: Scenario) -> Iterator[Portfolios]:
    """Judges the sets that matter on more draws, a few at a time; each state is kept."""
    kept = _kept(scenario)
    for found in top_up.steps(kept.sets):
        kept.sets = found
        yield found
    kept.finished.add(None)
    yield settled(scenario, (scenario.selected,))


def settled(scenario: Scenario, chosen: Sequence[tuple[str, ...]]) -> Portfolios:
    """The search with these sets judged until each verdict is clear, or on the most draws."""
    kept = _kept(scenario)
    rest = [ids for ids in chosen if ids not in kept.finished]
    if rest:
        kept.sets = top_up.settled(kept.sets, rest)
        kept.finished.update(rest)
    return kept.sets


def known(scenario: Scenario) -> Portfolios | None:
    """The search as far as it was made; None where it was not."""
    kept = _store().get((scenario.with_measures(()).fingerprint, session.draws(), session.seed()))
    return kept.sets if kept is not None else None


def sharpened(scenario: Scenario, ids: tuple[str, ...]) -> Iterator[Portfolios]:
    """`settled` for one set, a step of draws at a time; each state is kept."""
    kept, draws = _kept(scenario), session.draws()
    while draws < MAX_DRAWS and kept.sets.row(ids)["verdict"] == "too_close":
        more = top_up.FACTOR * draws
        draws = more if top_up.FACTOR * more <= MAX_DRAWS else MAX_DRAWS
        kept.sets = top_up.settled(kept.sets, [ids], draws)
        yield kept.sets
    kept.finished.add(ids)


def is_finished(scenario: Scenario, ids: tuple[str, ...]) -> bool:
    """Whether more draws would be of no use for a set."""
    kept = _kept(scenario)
    return ids in kept.finished or kept.sets.row(ids)["verdict"] != "too_close"


def equivalent(scenario: Scenario, ids: tuple[str, ...]) -> Equivalence:
    """Sets at least as safe as a named one."""
    return _equivalent(scenario.with_measures(()), ids, session.draws(), session.seed())


def minimal(scenario: Scenario) -> pd.DataFrame:
    """Sets that meet while no part of theirs does."""
    return _minimal(scenario.with_measures(()), session.draws(), session.seed(), judged(scenario))


def wanted(scenario: Scenario, which: Wanted) -> pd.DataFrame:
    """The sets like that in order of restrictiveness, with their rank among all."""
    return _wanted(scenario.with_measures(()), session.draws(), session.seed(),
                   judged(scenario), which)


def judged(scenario: Scenario) -> int:
    """Grows whenever a set is judged on more draws."""
    return int(searched(scenario).table["draws"].sum())


def marks(scenario: Scenario) -> pd.DataFrame:
    """The sets the scatter shows, in words; the same whatever is selected."""
    return _marks(scenario.with_measures(()), session.draws(), session.seed(),
                  session.language(), judged(scenario))


def _kept(scenario: Scenario) -> _Kept:
    bare, draws, seed = scenario.with_measures(()), session.draws(), session.seed()
    store, key = _store(), (bare.fingerprint, draws, seed)
    if key not in store:
        store[key] = _Kept(top_up.prepared(_searched(bare, draws, seed)))
        while len(store) > KEPT:
            store.pop(next(iter(store)), None)
    return store[key]


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


@st.cache_resource(max_entries=1, show_spinner=False)
def _store() -> dict[tuple[str, int, int], _Kept]:
    return {}


@st.cache_resource(max_entries=12, show_spinner=False, hash_funcs=KEYS)
def _equivalent(scenario: Scenario, ids: tuple[str, ...], draws: int, seed: int) -> Equivalence:
    return portfolio_choice.equivalent(_searched(scenario, draws, seed), ids)


@st.cache_resource(max_entries=12, show_spinner=False, hash_funcs=KEYS)
def _minimal(scenario: Scenario, draws: int, seed: int,  # noqa: ARG001 - part of the key
             judged: int) -> pd.DataFrame:  # noqa: ARG001 - part of the key
    return portfolio_choice.minimal(searched(scenario))


@st.cache_resource(max_entries=12, show_spinner=False, hash_funcs=KEYS)
def _wanted(scenario: Scenario, draws: int, seed: int,  # noqa: ARG001 - part of the key
            judged: int, which: Wanted) -> pd.DataFrame:  # noqa: ARG001 - part of the key
    table = searched(scenario).table
    rows = shown_sets(table, which.verdict, len(table))
    with_all, without_any = set(which.inside), set(which.outside)
    if with_all or without_any:
        rows = rows[[with_all <= set(ids) and without_any.isdisjoint(ids)
                     for ids in rows["measures"]]]
    return rows[rows["measures"].isin(minimal(scenario)["measures"])] if which.minimal else rows


@st.cache_resource(max_entries=12, show_spinner=False, hash_funcs=KEYS)
def _marks(scenario: Scenario, draws: int, seed: int, language: str,  # noqa: ARG001 - key
           judged: int) -> pd.DataFrame:  # noqa: ARG001 - part of the key
    return set_scatter.marks(searched(scenario), translator(language))


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
