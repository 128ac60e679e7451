"""A proposal begun on the negotiating table: its name, its party and what it starts from."""

from __future__ import annotations

import streamlit as st

from pages.ui import negotiation_state, session
from pra_core.figures import negotiation_words as words
from pra_core.i18n import Translator
from pra_core.negotiation import Negotiation, Party
from pra_core.scenario import Scenario

NOTHING = ""
PARTIES: tuple[Party, ...] = ("alternative", "exporter", "importer")


def form(scenario: Scenario, negotiation: Negotiation, t: Translator) -> None:
    """Name, party and measures to start with; then it is changed like the others."""
    by_id = {p.id: p for p in negotiation.proposals}
    code = f"{negotiation_state.turn()}-{session.generation()}"
    with st.expander(t("New proposal"), icon=":material/add:"):
        if len(by_id) >= negotiation_state.MOST:
            st.markdown(t("The table is full: six proposals."))
            return
        with st.form(f"new-{code}", enter_to_submit=False):
            name = st.text_input(t("Name of the proposal"), key=f"new-name-{code}", max_chars=120)
            party = st.selectbox(t("Who makes it"), PARTIES, key=f"new-party-{code}",
                                 format_func=lambda p: _party(negotiation, p, t))
            start = st.selectbox(
                t("Starts with the measures of"), [NOTHING, *by_id], key=f"new-start-{code}",
                format_func=lambda i: (t("no measures") if i == NOTHING else
                                       words.proposal_words(negotiation, by_id[i], t)))
            sent = st.form_submit_button(t("Add this proposal"), icon=":material/add:")
        if sent and not name.strip():
            st.error(t("Give the proposal a name."))
        elif sent:
            measures = by_id[start].measures if start in by_id else ()
            negotiation_state.add(scenario, party, name.strip(), measures,
                                  t("The new proposal lies on the table."))
            st.rerun()


def _party(negotiation: Negotiation, party: Party, t: Translator) -> str:
    if party == "alternative":
        return t(words.PARTY_TITLES[party])
    return t("{party} ({role})", party=t.local(negotiation.parties[party]),
             role=t(words.PARTY_TITLES[party]).lower())
