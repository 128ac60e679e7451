"""Expert judgement: what people say about an input, and what becomes of it in the result."""

import streamlit as st

from pages.ui import (
    compute,
    display,
    elicitation_assessors,
    elicitation_files,
    elicitation_judge,
    elicitation_pairs,
    elicitation_views,
    elicitation_years,
    session,
)
from pages.ui import elicitation_state as state
from pra_core import labels
from pra_core.figures import elicitation_words as words
from pra_core.wording import escaped

t, scenario = session.translator(), session.scenario()
DRAW = {"judge": elicitation_judge.draw, "assessors": elicitation_assessors.draw,
        "pairs": elicitation_pairs.draw, "years": elicitation_years.draw,
        "files": elicitation_files.draw}

st.title(t("Expert judgement"))
influence, names = compute.influential(scenario), state.choices(scenario)
if not names:
    display.sentence(t("**There is nothing to judge:** every input of this scenario is fixed."))
    st.stop()
answer = st.container()
named = state.named(scenario, t, names)
if session.shown(state.key(state.INPUT)) not in names:
    state.choose(state.chosen(scenario))
left, right = st.columns([4, 1], vertical_alignment="bottom")
name = left.selectbox(
    t("Input, the most influential first"), names, key=state.key(state.INPUT),
    persist_state="session",
    format_func=named.__getitem__,
    help=t("Order and share come from a quick first-order estimate with the simulated futures at"
           " hand (Plischke, Borgonovo & Smith 2013); the page Sensitivity has the exact ones."))
parameter = scenario.parameters[str(name)]
if session.shown(elicitation_views.place()) not in DRAW:
    elicitation_views.show("judge")
judging = session.shown(elicitation_views.place()) == "judge"
if judging:
    state.begin(scenario, parameter.name)
blind = judging and state.is_blind(parameter.name)
with right.popover(t("Source"), width="stretch"):
    st.markdown(f"**{labels.badge(parameter.source.status, t)}**")
    for line in labels.source_text(parameter.source, t).split("\n"):
        st.markdown(escaped(line))
    if not blind:
        st.caption(labels.distribution_words(parameter.distribution, t))
with answer:
    display.sentence(words.first_line(scenario, parameter, influence.get(parameter.name), t,
                                      blind=blind))
if not judging:  # there the answer stands beside its button
    state.report(t)
view = st.segmented_control(
    t("View"), list(DRAW), key=elicitation_views.place(), required=True, width="stretch",
    format_func=lambda one: t(elicitation_views.TITLES[one]), label_visibility="collapsed",
    persist_state="session")
DRAW[str(view or "judge")](scenario, parameter.name, t)
