"""The running scenario: which pest on which pathway, and on what evidence the rest stands."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from pages.ui import display, pests_view, scenario_record, session
from pra_core import labels
from pra_core.errors import PraError
from pra_core.figures import categorization_words as facts
from pra_core.figures import pathway as figures
from pra_core.i18n import Translator
from pra_core.markdown_text import linked
from pra_core.parameter import Source
from pra_core.pest import Pest
from pra_core.scenario import Scenario
from pra_core.wording import escaped


def draw(t: Translator) -> None:
    """The pest, the gate it passed, the degree of evidence, and the cited facts."""
    scenario = session.scenario()
    _headline(scenario, t)
    counts = labels.status_counts(scenario)
    display.chart(figures.evidence(counts=counts, t=t), "evidence", t, t(
        "Degree of evidence: {verified} of {all} inputs were read in their source (those of all"
        " measures and of the climate model included)",
        verified=counts.get("verified", 0), all=sum(counts.values())))
    _criteria(scenario.pest, t)
    scenario_record.draw(scenario, t)
    st.header(t("The pest and the scenario"))
    left, right = st.columns([2, 3])
    left.markdown(escaped(t.local(scenario.pest.description)))
    right.markdown(escaped(t.local(scenario.summary)))
    _facts(scenario.pest, t)
    display.sources(scenario.parameters.values(), t)


def _headline(scenario: Scenario, t: Translator) -> None:
    goods = t("; ").join(
        t("{commodity} from {origin}", commodity=escaped(t.local(p.commodity)),
          origin=escaped(t.local(p.origin)))
        for p in scenario.pathways)
    display.sentence(t(
        "{first} The pathway assessed: **{goods}**.", goods=goods,
        first=facts.categorized(scenario.pest, t.local(scenario.pra_area.title), t)))
    if scenario.pest.climate_model.source.status != "verified":
        _unverified_climate(scenario.pest.climate_model.source, t)


def _unverified_climate(source: Source, t: Translator) -> None:
    with st.container(border=True):
        st.warning(t("△ **Unverified climate model.** The published climate sheet of this pest was"
                     " not checked in its source. Read every map and every result with that in"
                     " mind.") if source.status == "unverified" else
                   t("{status}: the climate model of this pest is a judgement, not a published and"
                     " checked sheet. Read every map and every result with that in mind.",
                     status=display.badge(source.status, t)), icon=":material/warning:")
        with st.expander(t("What the climate model rests on")):
            st.markdown(linked(display.source_text(source, t)).replace("\n", "\n\n"))


def _criteria(pest: Pest, t: Translator) -> None:
    st.header(t("Is it a quarantine pest?"))
    display.prose(pd.DataFrame([{
        "element": t(facts.ELEMENTS[c.element]), "met": t(facts.met(pest, c)),
        "evidence": t.local(c.evidence), "status": display.badge(c.source.status, t),
        "source": display.source_text(c.source, t),
    } for c in pest.categorization]), "categorization", t, {
        "element": t("Criterion (ISPM 11, 2.1.1)"), "met": t("Met"), "evidence": t("Evidence"),
        "status": t("Status"), "source": t("Source")})


def _facts(pest: Pest, t: Translator) -> None:
    st.header(t("Cited facts on the pest"))
    if pest.eppo_code in session.own_data().pest_library().records:
        st.button(t("Its card in the library of pests"), key="overview-card",
                  icon=":material/menu_book:", on_click=pests_view.open_pest,
                  args=(pest.eppo_code,))
    unverified = st.toggle(t("Show facts that nobody has checked in the source (△)"),
                           key="facts_unverified", persist_state="session")
    try:
        found = facts.table(pest.eppo_code, unverified, t)
    except PraError:
        st.caption(t("What is known of {code} stands on its card, if the library holds it.",
                     code=pest.eppo_code))
        return
    display.prose(found, "facts", t, {"fact": t("Fact"), "value": t("Value"),
                                      "status": t("Status"), "source": t("Source")})
    st.caption(t("Values and citations are given as printed, in the language of the source."))
