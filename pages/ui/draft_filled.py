"""What a draft holds already: every value with its source, changes, and the usual measures."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from pages.ui import display, draft_cards
from pages.ui.draft_state import change, decided_by, key
from pra_core import labels
from pra_core.figures import draft_words as words
from pra_core.i18n import Translator
from pra_core.measure_library import usual_sample_size
from pra_core.parameter import QUANTITIES
from pra_core.scenario_draft import Draft, DraftInput, phenology
from pra_core.scenario_draft.usual_measures import SEEN

DEVELOPMENT = {"lower": "lower_threshold", "upper": "upper_threshold",
               "generation": "generation"}
"""Part of phenology -> its quantity."""


def draw(running: Draft, part: str, t: Translator) -> None:
    """The table of values of one step, and the card of the one to be changed."""
    filled = [one for one in running.inputs if one.state != "open" and one.part == part]
    rows = [_row(running, one, t) for one in filled]
    rows += _development(running, t) if part == "establishment" else []
    if not rows:
        return
    st.subheader(t("What is filled in"))
    display.prose(pd.DataFrame(rows), f"draft-{part}", t, {
        "input": t("Input"), "value": t("Value"), "by": t("From"), "status": t("Status"),
        "source": t("Source")})
    if not filled:
        return
    chosen = st.selectbox(
        t("Change a value"), [one.key for one in filled], index=None, placeholder=t("choose"),
        key=key(running, "change", part),
        format_func=lambda name: words.input_title(running.input(name), t))
    if chosen is not None:
        _change(running, running.input(chosen), t)


def _row(running: Draft, one: DraftInput, t: Translator) -> dict[str, str]:
    assert one.value is not None  # it is not open
    value, flag = words.value_text(one.value, running.currency, t), words.flags(one, t)
    return {"input": words.input_title(one, t), "value": f"{value}\n{flag}" if flag else value,
            "by": t("library") if one.state == "given" else t("you"),
            "status": display.badge(one.source.status, t) if one.source else t("decision"),
            "source": words.origin_text(one, t)}


def _development(running: Draft, t: Translator) -> list[dict[str, str]]:
    """Temperatures and degree-days that enter as they were read, to show generations a year."""
    found = phenology(running.record) or {}
    return [{"input": t(QUANTITIES[DEVELOPMENT[name]].title),
             "value": words.value_text(value, running.currency, t), "by": t("library"),
             "status": display.badge(value.source.status, t),
             "source": labels.source_text(value.source, t)} for name, value in found.items()]


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
                  " this pest: no efficacy is taken over from another one. Open the scenario, then"
                  " add them on the page “Measure library” with what you know; results do not wait"
                  " for them.", ready=ready, all=len(offered)))
    display.prose(pd.DataFrame([{
        "measure": t.local(one.title),
        "state": t("in the scenario") if one.measure is not None else t("to be decided"),
        "asked": words.question_text(one.questions, t) or t("nothing")} for one in offered]),
        "draft-measures", t, {"measure": t("Measure"), "state": t("State"),
                              "asked": t("What the library does not know")})
    _usual(running, t)


def _usual(running: Draft, t: Translator) -> None:
    """Measures that usual values can complete: taken one by one, each with its reason."""
    titles = {one.entry: t.local(one.title) for one in running.offered
              if one.usual and one.measure is None}
    if titles:
        chosen = st.multiselect(t("Measures to be taken with usual values"), list(titles),
                                format_func=titles.__getitem__, key=key(running, "measures"))
        sample = float(usual_sample_size(running.scenario()).distribution.mean())
        st.caption(t("Assumed where the library asks: {sample} units of a lot are inspected; an"
                     " infested unit is recognised with a chance of {low} to {high}; the measure"
                     " is really applied on 90 to 100 % of lots.", sample=t.number(sample),
                     low=t.number(SEEN.low), high=t.number(SEEN.high)))
        why = st.text_input(t("Reason for taking them"), key=key(running, "measures-reason"))
        if st.button(t("Take these measures as assumed"), key=key(running, "measures-add"),
                     icon=":material/add:"):
            who = decided_by(running, why, t)
            if not chosen:
                st.error(t("Choose at least one measure."))
            elif who is not None:
                change(lambda: running.with_measures(chosen, *who), t)
    if running.measures_taken and st.button(
            t("Leave out the measures taken with usual values"), icon=":material/undo:",
            key=key(running, "measures-drop")):
        change(running.without_measures, t)
