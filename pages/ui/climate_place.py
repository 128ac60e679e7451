"""One place of the map through the year: clicked, or found by its name."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from pages.ui import compute, display, session
from pra_core import endangered_area, regions
from pra_core.climate_futures import central
from pra_core.figures import climate as figures
from pra_core.figures import place_words as words
from pra_core.figures import snow
from pra_core.i18n import Translator
from pra_core.pest import BlossomBlight, DwarfBunt, Ecoclimatic
from pra_core.scenario import Scenario
from pra_core.wording import escaped


def choose(cell: tuple[int, int]) -> None:
    """Take a clicked cell, as row and column of the climate grid; no city is chosen any more."""
    session.show(_key("cell"), cell)
    session.show(_key("city"), None)


def chosen(scenario: Scenario) -> tuple[float, float] | None:
    """Latitude and longitude of the chosen place, if it lies in the area shown."""
    cell = _cell(scenario)
    if cell is None:
        return None
    found = endangered_area.suitability(scenario)
    return float(found.latitude[cell]), float(found.longitude[cell])


def draw(scenario: Scenario, t: Translator) -> None:
    """Why here: what grows, what stresses and what limits, by week or month."""
    cities = compute.cities(scenario)
    _search(cities, t)
    cell = _cell(scenario)
    if cell is None:
        cell = int(cities["cell"].iloc[0])
    name = words.name(scenario, cell, t)
    st.subheader(escaped(name))
    st.markdown(words.why(scenario, cell, t))
    _year(scenario, cell, name, t)


def _key(name: str) -> str:
    return f"{session.generation()}:place-{name}"


def _cell(scenario: Scenario) -> int | None:
    """Position in `Suitability.cells` of the chosen place; None where it lies elsewhere."""
    place = session.shown(_key("cell"))
    return words.position(scenario, place) if isinstance(place, tuple) else None


def _search(cities: pd.DataFrame, t: Translator) -> None:
    st.selectbox(t("Find a city"), list(cities.index), index=None, key=_key("city"),
                 format_func=lambda one: words.city_name(cities.loc[one], t),
                 on_change=_take, args=(cities,),
                 placeholder=t("Type a name, or click a cell of the map"))


def _take(cities: pd.DataFrame) -> None:
    city = session.typed(_key("city"))
    if city is not None:
        session.show(_key("cell"), (int(cities.loc[city, "row"]), int(cities.loc[city, "column"])))


def _year(scenario: Scenario, cell: int, name: str, t: Translator) -> None:
    model = scenario.pest.climate_model
    if isinstance(model, BlossomBlight):
        heat, rain = regions.monthly_normals(scenario, cell)
        index = regions.monthly_rule_index(scenario, cell)
        assert index is not None  # the model is a rule
        display.chart(figures.bloom(
            index=index, temperature=heat, precipitation=rain, t=t,
            bloom_months=regions.bloom_months_at(scenario, cell),
            wet_month=central(model.wet_month)), "bloom", t,
            t("The year in {place}, by month", place=escaped(name)))
    elif isinstance(model, DwarfBunt):
        winter = words.winter(scenario, cell)
        assert winter is not None  # the model is the rule of dwarf bunt
        for line in snow.winter_words(profile=winter, t=t):
            st.markdown(line)
        display.chart(snow.winter(profile=winter, t=t), "winter", t,
                      t("The winter in {place}, by week", place=escaped(name)))
    elif isinstance(model, Ecoclimatic):
        year = endangered_area.profile(scenario, cell)
        assert year is not None  # the model is ecoclimatic
        display.chart(figures.weekly(profile=year, sheet=model.sheet, t=t), "weekly", t,
                      t("The year in {place}, by week", place=escaped(name)))
