"""What a draft holds already: every value with its source, changes, and the usual measures."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from pages.ui import display, draft_cards
from pages.ui.draft_state import change, decided_by, key
from pra_core.figures import draft_words as words
from pra_core.i18n import Translator
from pra_core.scenario_draft import Draft, DraftInput
from pra_core.scenario_draft.usual_measures import USUAL


def draw(running: Draft, part: str, t: Translator) -> None:
    """The table of values of one step, and the card of the one to be changed."""
    filled = [one for one in running.inputs if one.state != "open" and one.part == part]
    if not filled:
        return
    st.subheader(t("What is filled in"))
    display.prose(pd.DataFrame([_row(running, one, t) for one in filled]), f"draft-{part}", t, {
        "input": t("Input"), "value": t("Value"), "by": t("From"), "status": t("Status"),
        "source": t("Source")})
    chosen = st.selectbox(
        t("Change a value"), [one.key for one in filled], index=None, placeholder=t("choose"),
        key=key(running, "change", part),
        format_func=lambda name: t.local(running.input(name).title))
    if chosen is not None:
        _change(running, running.input(chosen), t)


def _row(running: Draft, one: DraftInput, t: Translator) -> dict[str, str]:
    assert one.value is not None  # it is not open
    value, flag = words.value_text(one.value, running.currency, t), words.flags(one, t)
    return {"input": t.local(one.title), "value": f"{value}\n{flag}" if flag else value,
            "by": t("library") if one.state == "given" else t("you"),
            "status": display.badge(one.source.status, t) if one.source else t("decision"),
            "source": words.origin_text(one, t)}


def _change(running: Draft, one: DraftInput, t: Translator) -> None:
    if one.state == "decided" and st.button(
            t("Take my decision back"), key=key(running, "reopen", one.key),
            icon=":material/undo:"):
        change(lambda: running.reopened(one.key), t)
    draft_cards.card(running, one, t)


def measures(running: Draft, t: Translator) -> None:
    """The usual measures of this kind of pathway: in the scenario, or what is still to decide."""
    offered = running.offered
    if not offered:
        return
    ready = sum(one.measure is not None for one in offered)
    st.header(t("Usual measures of this pathway"))
    st.markdown(t("{ready} of {all} are in the scenario. For the others something is not known of"
                  " this pest: no efficacy is taken over from another one. They can be added from"
                  " the measure library once the scenario is open; results do not wait for them.",
                  ready=ready, all=len(offered)))
    display.prose(pd.DataFrame([{
        "measure": t.local(one.title),
        "state": t("in the scenario") if one.measure is not None else t("to be decided"),
        "asked": words.question_text(one.questions, t) or t("nothing")} for one in offered]),
        "draft-measures", t, {"measure": t("Measure"), "state": t("State"),
                              "asked": t("What the library does not know")})
    usual = [one for one in offered if one.measure is None
             and set(one.questions) <= USUAL and one.questions]
    if usual and running.measures_source is None and st.button(
            t("Add inspections and proven treatments with the usual sample and compliance, as"
              " assumed"),
            key=key(running, "measures"), icon=":material/add:"):
        who = decided_by(running, None, t)
        if who is not None:
            change(lambda: running.with_measures(*who), t)

