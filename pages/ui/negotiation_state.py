"""Which negotiation lies on the table: the shipped one, an uploaded one, or one begun here."""

from __future__ import annotations

import datetime as dt

import streamlit as st

from pages.ui import session
from pra_core.errors import N_
from pra_core.figures import negotiation_words
from pra_core.i18n import translator
from pra_core.negotiation import Negotiation, Party, Proposal
from pra_core.parameter import Source
from pra_core.scenario import Scenario
from pra_core.store.negotiations import load_negotiation, negotiation_ids

MOST = 6
"""Proposals a table holds."""
SELECTED = "selected"
"""Id of the proposal made from the measures selected in the workbench."""


def current(scenario: Scenario) -> Negotiation:
    """The negotiation on the running scenario as it was left, else the shipped one, else a start.

    Where none is written and nothing was typed, the start follows the selected measures.
    """
    kept = session.shown(_key(scenario))
    if isinstance(kept, Negotiation):
        return kept
    if scenario.id in negotiation_ids():
        return load_negotiation(scenario.id)
    return negotiation_words.blank(scenario, source())


def keep(scenario: Scenario, negotiation: Negotiation, told: str) -> None:
    """Leave the table like this, and say so when the page is drawn next."""
    session.show(_key(scenario), negotiation)
    tell(told)
    session.show("negotiation-round", turn() + 1)


def tell(text: str) -> None:
    """What was done, shown when the page is drawn next."""
    session.show("negotiation-told", text)


def toast() -> None:
    """Say once what was done."""
    text = session.shown("negotiation-told")
    if isinstance(text, str) and text:
        st.toast(text, icon=":material/check:")
        tell("")


def forget(scenario: Scenario, told: str) -> None:
    """Back to the shipped table."""
    session.show(_key(scenario), None)
    tell(told)
    session.show("negotiation-round", turn() + 1)


def changed(scenario: Scenario) -> bool:
    return session.shown(_key(scenario)) is not None


def turn() -> int:
    """How often the table was changed; part of widget keys, so that new values show."""
    found = session.shown("negotiation-round")
    return found if isinstance(found, int) else 0


def source() -> Source:
    """Who changes the table, and when."""
    english, chinese = translator("en"), translator("zh_CN")
    reason = N_("Terms of a proposal made in the workbench.")
    return Source(status="assumed", assessor=session.user_name(), date=dt.date.today(),
                  reason={"en": english(reason), "zh_CN": chinese(reason)})


def add_selected(scenario: Scenario, told: str) -> None:
    """Put the measures selected in the workbench on the table, as an alternative."""
    english, chinese = translator("en"), translator("zh_CN")
    title, argument = (N_("The measures selected in the workbench"),
                       N_("No argument is written yet."))
    keep(scenario, current(scenario).with_proposal(Proposal(
        id=SELECTED, party="alternative", measures=scenario.selected, source=source(),
        title={"en": english(title), "zh_CN": chinese(title)},
        argument={"en": english(argument), "zh_CN": chinese(argument)})), told)


def add(scenario: Scenario, party: Party, name: str, measures: tuple[str, ...], told: str) -> None:
    """Put a new proposal on the table, without terms of its own."""
    english, chinese = translator("en"), translator("zh_CN")
    table, argument = current(scenario), N_("No argument is written yet.")
    ids = {p.id for p in table.proposals}
    number = next(n for n in range(1, MOST + 1) if f"new-{n}" not in ids)
    keep(scenario, table.with_proposal(Proposal(
        id=f"new-{number}", party=party, measures=measures, source=source(),
        title={"en": name, "zh_CN": name},
        argument={"en": english(argument), "zh_CN": chinese(argument)})), told)


def remove(scenario: Scenario, proposal_id: str, told: str) -> None:
    keep(scenario, current(scenario).without_proposal(proposal_id), told)


def _key(scenario: Scenario) -> str:
    return f"negotiation:{scenario.id}"
