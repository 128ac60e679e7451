"""The published menu of measures, type by type, with what the scenario uses of it."""

from __future__ import annotations

import streamlit as st

from pages.ui import display, session
from pra_core.figures import library_coverage
from pra_core.figures import measure_library_words as words
from pra_core.i18n import Translator
from pra_core.markdown_text import linked
from pra_core.measure_library import Library


def draw(library: Library, t: Translator) -> None:
    """Sentence, chart of categories, table of types, and where the menu was read."""
    menu, scenario = library.taxonomy, session.scenario()
    st.markdown(words.menu_sentence(library, scenario, t))
    rows = words.coverage(library, library.for_scenario(scenario), scenario.pest.eppo_code, t)
    display.chart(library_coverage.coverage(rows=rows, t=t), "library", t,
                  t("The ten categories of the published menu of measures (van Klinken et al."
                    " 2022) and what stands outside it"))
    display.prose(words.menu_table(library, scenario, t), "menu", t, {
        "objective": t("Objective"), "category": t("Category"), "type": t("Type"),
        "stages": t("Stage"), "entries": t("In the library"),
        "scenario": t("In this scenario")})
    with st.expander(t("Sources"), icon=":material/menu_book:"):
        for source in (menu.source, menu.names_source, menu.stages_source):
            st.markdown(f"**{display.badge(source.status, t)}**  \n"
                        + linked(display.source_text(source, t)).replace("\n", "  \n"))
