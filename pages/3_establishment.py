"""Establishment: where the pest could persist, and what of the produce ends up there."""

import streamlit as st

from pages.ui import climate_map, climate_views, compute, display, session
from pages.ui import words as report_words
from pra_core import paragraphs
from pra_core.figures import climate_words as words
from pra_core.figures.band_words import band_sentence

t, scenario = session.translator(), session.scenario()
base = compute.baseline(scenario)


@st.fragment
def explorer() -> None:
    """The map and the open view: a click on the map runs this and no more of the page."""
    running = session.scenario()
    if running.fingerprint != scenario.fingerprint:
        st.rerun()  # an input was changed here: the sentence above and the sidebar follow
    shown = climate_map.draw(running, t)
    if caveat := words.caveat(shown, t):
        st.warning(caveat, icon=":material/warning:")
    climate_views.draw(running, shown, t)


st.title(t("Establishment"))
display.sentence(words.answer(base, words.left_out(base), t))
explorer()
report_words.draw(
    lambda: paragraphs.establishment_paragraph(base, t, band=band_sentence(scenario, t)), t)
