"""Cached calls of the core for the negotiating table; see `compute` for the rules of keeping."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import streamlit as st

from pages.ui import compute, compute_sets, session
from pages.ui.compute import KEYS
from pra_core import top_up
from pra_core.negotiation import (
    Meeting,
    Pair,
    Position,
    Proposal,
    contested,
    meeting,
    on_terms,
    pair,
    position,
    proposed,
    same_terms,
)
from pra_core.portfolio import Portfolios
from pra_core.presentation import risk
from pra_core.scenario import Scenario

AGAIN = 4
"""Sets between two proposals, too close to call, that are judged on more draws."""
PROPOSALS = {**KEYS, Proposal: lambda proposal: proposal.model_dump_json()}


def positioned(scenario: Scenario, proposal: Proposal) -> Position:
    """What a proposal on the scenario leads to; PraError where it cannot be put to it.

    The verdict is that on more draws where a search on these terms has judged it on more.
    """
    found = _positioned(scenario.with_measures(()), proposal, session.draws(), session.seed())
    return replace(found, judgement=top_up.judged(
        found.assessment, compute_sets.known(found.scenario)))


def paired(scenario: Scenario, first: Proposal, second: Proposal) -> Pair:
    """The risks of two proposals, compared draw by draw."""
    one, two = (positioned(scenario, p).assessment for p in (first, second))
    return pair(risk(one, scenario.alop), risk(two, scenario.alop))


def contesting(scenario: Scenario, first: Proposal, second: Proposal) -> dict[str, float]:
    """Which numbers decide by how much two proposals differ, largest first."""
    return _contesting(scenario.with_measures(()), first, second, session.draws(),
                       session.seed())


def met(scenario: Scenario, terms: Proposal, first: Proposal, second: Proposal
        ) -> tuple[Portfolios, Meeting]:
    """Every set judged on the terms of a proposal, and those between two proposals."""
    given = on_terms(scenario, terms)
    sets = compute_sets.searched(given)
    return sets, _met(given, first.measures, second.measures, session.draws(), session.seed(),
                      _spent(sets))


def pending(scenario: Scenario, terms: Proposal, first: Proposal, second: Proposal
            ) -> tuple[tuple[str, ...], ...]:
    """Sets on these terms that are too close to call and were not yet judged on most draws."""
    given, (_, found) = on_terms(scenario, terms), met(scenario, terms, first, second)
    own = [tuple(sorted(p.measures)) for p in (first, second) if same_terms(p, terms)]
    wanted = dict.fromkeys([*own, *found.undecided[:AGAIN]])
    return tuple(ids for ids in wanted if not compute_sets.is_finished(given, ids))


def settling(scenario: Scenario, terms: Proposal, ids: tuple[str, ...]) -> Iterator[Portfolios]:
    """Judges one set on more draws, step by step; each state is kept."""
    return compute_sets.sharpened(on_terms(scenario, terms), ids)


def _spent(sets: Portfolios) -> int:
    """Changes whenever sets were judged on more draws."""
    return int(sets.table["draws"].sum())


@st.cache_resource(max_entries=16, show_spinner=False, hash_funcs=PROPOSALS)
def _positioned(scenario: Scenario, proposal: Proposal, draws: int,  # noqa: ARG001 - key
                seed: int) -> Position:  # noqa: ARG001 - part of the key
    changed = proposed(scenario, proposal)
    return position(proposal, compute.assessed(changed), compute.influential(changed))


@st.cache_data(max_entries=32, show_spinner=False, hash_funcs=PROPOSALS)
def _contesting(scenario: Scenario, first: Proposal, second: Proposal,
                draws: int, seed: int) -> dict[str, float]:  # noqa: ARG001 - part of the key
    one, two = (positioned(scenario, p).assessment for p in (first, second))
    return contested(one, two)


@st.cache_data(max_entries=16, show_spinner=False, hash_funcs=KEYS)
def _met(scenario: Scenario, first: tuple[str, ...], second: tuple[str, ...],
         draws: int, seed: int, spent: int) -> Meeting:  # noqa: ARG001 - part of the key
    return meeting(compute_sets.searched(scenario), first, second)
