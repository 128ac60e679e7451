"""The negotiating table: both parties' proposals on the same futures, and where they could meet."""

import streamlit as st

from pages.ui import (
    display,
    negotiation_edit,
    negotiation_meeting,
    negotiation_new,
    negotiation_state,
    negotiation_table,
    session,
)
from pages.ui.model_words import MEASURES, RISK
from pra_core.figures import negotiation_words
from pra_core.presentation import parameters_in_use
from pra_core.wording import order_words

t, scenario = session.translator(), session.scenario()
negotiation, found = negotiation_state.current(scenario), {}

st.title(t("Negotiating table"))
negotiation_state.toast()
answer = st.container()
shown = negotiation_table.view(scenario, negotiation, t)
if shown is None:
    st.markdown(t("Fewer than two proposals can be judged on this scenario."))
    negotiation_table.case(negotiation, t)
else:
    meeting = negotiation_table.answer(answer, shown, t)
    negotiation_table.between(shown, t)
    negotiation_table.case(negotiation, t)
    negotiation_table.columns(shown, t)
    st.caption("  \n".join((negotiation_words.median_rule(t), negotiation_words.weakness_rule(t),
                            order_words(t))))
    found = negotiation_meeting.met(shown, t)
    meeting.markdown(negotiation_meeting.in_short(shown, found, t))
    negotiation_meeting.everybody(shown, t)
    negotiation_meeting.summaries(shown, found, t)
negotiation_edit.editor(scenario, negotiation, t)
negotiation_new.form(scenario, negotiation, t)
negotiation_edit.files(scenario, negotiation, t)
display.equation([*MEASURES.latex, *RISK.latex], f"{t(MEASURES.words)}\n\n{t(RISK.words)}", t)
if shown is not None:
    with st.expander(t("Sources"), icon=":material/menu_book:", on_change="rerun",
                     key="sources-of-negotiation") as sources:
        if sources.open:
            used = {p.name: p for side in (shown.left, shown.right)
                    for p in parameters_in_use(side.scenario)}
            display.sources(used.values(), t, "negotiation-sources", expander=False)
    negotiation_meeting.sharpen(shown, found, t)
