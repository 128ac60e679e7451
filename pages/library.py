"""Measure library: what could be done, on what evidence, and measures of one's own."""

import streamlit as st

from pages.ui import compute, display, library_browse, library_menu, library_own, session
from pra_core.errors import N_
from pra_core.figures import measure_library_words as words
from pra_core.measure_library import measure_library

VIEWS = {"browse": N_("Browse measures"), "own": N_("Measures of this scenario"),
         "menu": N_("Menu of types")}

t, scenario = session.translator(), session.scenario()
library = measure_library().with_scenarios(compute.shipped().values())

st.title(t("Measure library"))
display.sentence(words.headline(library.for_scenario(scenario), scenario, t))
st.caption(words.types_line(library, scenario, t))
told = session.shown("library-told")
if told:
    st.success(str(told), icon=":material/check:")
    session.show("library-told", "")
crowded = words.crowded(scenario, t)
if crowded:
    display.note(crowded)

view = st.segmented_control(
    t("View"), list(VIEWS), format_func=lambda name: t(VIEWS[name]), key="library-view",
    default="browse", required=True, label_visibility="collapsed", width="stretch",
    persist_state="session")
if view == "own":
    library_own.draw(library, t)
elif view == "menu":
    library_menu.draw(library, t)
else:
    library_browse.draw(library, t)
