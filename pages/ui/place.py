"""The map of climatic suitability with its download, and the year of one place."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from pages.ui import display, session
from pra_core import endangered_area, maps, regions
from pra_core.endangered_area import fixed_value
from pra_core.figures import climate as figures
from pra_core.figures import climate_words as words
from pra_core.i18n import Translator
from pra_core.pest import Ecoclimatic, Rule
from pra_core.scenario import Scenario
from pra_core.wording import escaped

MAP_HEIGHT = 560


def suitability_map(scenario: Scenario, t: Translator) -> None:
    """The map, what it does not imply, and each of its layers as a picture."""
    st.iframe(maps.suitability_html(scenario, t), height=MAP_HEIGHT,
              alt=t("Map of climatic suitability; its values stand in the tables below"))
    st.caption(" · ".join((
        t("Boundaries and names do not imply any opinion on the legal status of a territory."),
        t("Cells of 0.25°, climate normals 2000–2025"), display.origin(t))))
    found = endangered_area.suitability(scenario)
    drawn = {one.key: one.title for one in
             maps.layers(found, regions.threshold_law(scenario), t)}
    left, right = st.columns([3, 2], vertical_alignment="bottom")
    with left:
        shown = st.selectbox(t("Map to download"), list(drawn), format_func=drawn.__getitem__,
                             key=f"{session.generation()}:map")
    with right:
        st.download_button(
            t("Download the map as PNG"), lambda: maps.suitability_png(scenario, t, shown),
            f"map-{shown}-{scenario.fingerprint}.png", "image/png", key="map-png",
            on_click="ignore", icon=":material/download:", width="stretch")


def why_here(scenario: Scenario, cities: pd.DataFrame, t: Translator) -> None:
    """One of `words.cities` through the year: what grows, what stresses, and what limits."""
    model = scenario.pest.climate_model
    if not isinstance(model, (Ecoclimatic, Rule)):
        return
    st.header(t("Why here?"))
    city = st.selectbox(
        t("Place"), range(len(cities)), key=f"{session.generation()}:city", persist_state="session",
        format_func=lambda i: f"{cities['name'][i]} · {cities['country'][i]}")
    place, cell = cities.iloc[city], int(cities["cell"][city])
    st.markdown(words.place_words(place, t))
    name = str(place["name"])
    if isinstance(model, Rule):
        heat, rain = regions.monthly_normals(scenario, cell)
        index = regions.monthly_rule_index(scenario, cell)
        assert index is not None  # the model is a rule
        display.chart(figures.bloom(
            index=index, temperature=heat, precipitation=rain, t=t,
            bloom_months=regions.bloom_months_at(scenario, cell),
            wet_month=fixed_value(model.wet_month)), "bloom", t,
            t("The year in {place}, by month", place=escaped(name)))
        return
    year = endangered_area.profile(scenario, cell)
    assert year is not None  # the model is ecoclimatic
    display.chart(figures.weekly(profile=year, sheet=model.sheet, t=t), "weekly", t,
                  t("The year in {place}, by week", place=escaped(name)))
