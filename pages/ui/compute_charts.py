"""Charts and words of the Measures page, kept by what they show; see `compute` for the rules.

Those who go through the same sets share them. A chart that is kept is drawn and never changed.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
import streamlit as st

from pages.ui import compute_sets, session
from pages.ui.compute import KEYS, assessed
from pages.ui.measures_words import Told
from pages.ui.measures_words import told as told_of
from pra_core.figures import choice_words, decision, front
from pra_core.figures.set_table import described
from pra_core.i18n import translator
from pra_core.presentation import risk
from pra_core.scenario import Scenario

KEPT = 64
"""Charts of one kind that are kept: a few hundred kilobytes each at most."""


def told(scenario: Scenario) -> dict[str, Told]:
    """What the strip tells of each measure."""
    return _told(scenario.with_measures(()), session.draws(), session.seed(), session.language())


def choices(scenario: Scenario) -> pd.DataFrame:
    """The sets to choose first, in words."""
    return _choices(scenario.with_measures(()), session.draws(), session.seed(),
                    session.language(), compute_sets.judged(scenario))[0]


def cost_remark(scenario: Scenario) -> str:
    """Why none of them is called the cheapest; empty where one is."""
    return _choices(scenario.with_measures(()), session.draws(), session.seed(),
                    session.language(), compute_sets.judged(scenario))[1]


def rows(scenario: Scenario, wanted: compute_sets.Wanted, first: int, last: int) -> pd.DataFrame:
    """The sets from `first` to before `last` among those wanted, in words."""
    return _rows(scenario.with_measures(()), session.draws(), session.seed(), session.language(),
                 compute_sets.judged(scenario), wanted, first, last)


def residual_risk(scenario: Scenario, pinned: Scenario | None) -> Any:
    """Residual risk without and with the selected measures, and of the pinned reference."""
    return _residual_risk(scenario, pinned, session.draws(), session.seed(), session.language())


def chance(estimates: Sequence[decision.Estimate], draws: Sequence[int], confidence: float
           ) -> Any:
    """P(meets) of each, with its interval."""
    return _chance(tuple(estimates), tuple(draws), confidence, session.language())


def sets_chart(scenario: Scenario, view: str) -> Any:
    """Sets by two of restrictiveness, cost and risk, with the selected one ringed."""
    return _sets_chart(scenario, view, session.draws(), session.seed(), session.language(),
                       compute_sets.judged(scenario))


@st.cache_resource(max_entries=12, show_spinner=False, hash_funcs=KEYS)
def _told(scenario: Scenario, draws: int, seed: int,  # noqa: ARG001 - part of the key
          language: str) -> dict[str, Told]:
    return told_of(scenario, assessed(scenario).values, translator(language))


@st.cache_resource(max_entries=12, show_spinner=False, hash_funcs=KEYS)
def _choices(scenario: Scenario, draws: int, seed: int, language: str,  # noqa: ARG001 - key
             judged: int) -> tuple[pd.DataFrame, str]:  # noqa: ARG001 - part of the key
    sets, t = compute_sets.searched(scenario), translator(language)
    return choice_words.choices(sets, t), choice_words.cost_remark(sets, t)


@st.cache_resource(max_entries=KEPT, show_spinner=False, hash_funcs=KEYS)
def _rows(scenario: Scenario, draws: int, seed: int, language: str,  # noqa: ARG001 - key
          judged: int, wanted: compute_sets.Wanted, first: int,  # noqa: ARG001 - part of the key
          last: int) -> pd.DataFrame:
    sets = compute_sets.searched(scenario)
    return described(compute_sets.wanted(scenario, wanted).iloc[first:last], sets,
                     translator(language))


@st.cache_resource(max_entries=KEPT, show_spinner=False, hash_funcs=KEYS)
def _residual_risk(scenario: Scenario, pinned: Scenario | None, draws: int,  # noqa: ARG001 - key
                   seed: int, language: str) -> Any:  # noqa: ARG001 - part of the key
    alop = scenario.alop
    return decision.residual_risk(
        before=risk(assessed(scenario.with_measures(())), alop), alop=alop,
        t=translator(language), currency=scenario.consequences.currency,
        after=risk(assessed(scenario), alop) if scenario.selected else None,
        pinned=risk(assessed(pinned), alop) if pinned is not None else None)


@st.cache_resource(max_entries=KEPT, show_spinner=False)
def _chance(estimates: tuple[decision.Estimate, ...], draws: tuple[int, ...], confidence: float,
            language: str) -> Any:
    return decision.chance(estimates=estimates, draws=draws, t=translator(language),
                           confidence=confidence)


@st.cache_resource(max_entries=KEPT, show_spinner=False, hash_funcs=KEYS)
def _sets_chart(scenario: Scenario, view: str, draws: int, seed: int,  # noqa: ARG001 - key
                language: str, judged: int) -> Any:  # noqa: ARG001 - part of the key
    return front.chart(view=view, table=compute_sets.marks(scenario), t=translator(language),
                       alop=scenario.alop,
                       selected=compute_sets.searched(scenario).row(scenario.selected),
                       currency=scenario.consequences.currency)
