"""Measures: which set brings the risk within the ALOP with the least restriction of trade."""

import streamlit as st

from pages.ui import (
    compute_precision,
    display,
    forms,
    measures_results,
    measures_strip,
    measures_views,
    session,
)
from pages.ui.model_words import MEASURES, RISK
from pra_core.figures.band_words import years_caption
from pra_core.report import one_page, study_sentence
from pra_core.wording import escaped

t, scenario = session.translator(), session.scenario()

st.title(t("Measures"))
shown = measures_results.view(t)
sets, seed = shown.sets, session.seed()
measures_results.headline(shown, t)
if years := years_caption(scenario, t):
    st.caption(escaped(years))
measures_results.pinning(shown, t)

st.header(t("Measures along the pathway"))
if scenario.measures:
    measures_strip.strip(t)
    measures_strip.editor(t)
else:
    st.markdown(t("This scenario has no measures."))
measures_results.charts(shown, t)
measures_results.chance_note(shown, t)
measures_results.in_words(shown, t)
with st.expander(t("Change the appropriate level of protection (ALOP)"),
                 icon=":material/gavel:"):
    forms.alop(t)
measures_views.draw(shown, t)

st.header(t("Keep and take away"))
exact = compute_precision.exact(scenario)
measures_results.downloads(
    lambda: one_page(before=shown.before, after=shown.after, sets=sets, seed=seed, t=t,
                     study=study_sentence(sets, t), exact=exact), t)
display.equation([*MEASURES.latex, *RISK.latex], f"{t(MEASURES.words)}\n\n{t(RISK.words)}", t)
with st.expander(t("Sources"), icon=":material/menu_book:", on_change="rerun",
                 key="sources-of-measures") as sources:
    if sources.open:
        display.sources(measures_strip.numbers(scenario), t, "measures-sources", expander=False)
measures_results.sharpen(shown, t)
