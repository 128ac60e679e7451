"""Where in the PRA area resembles the present range, other countries, cities, or one place."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from pages.ui import climate_place, compute, display, people_class, session
from pra_core import climate_match, reference, reference_places
from pra_core.climate_match import KNOWN_PEOPLE, Places
from pra_core.errors import PraError
from pra_core.figures import resemblance as figures
from pra_core.figures import resemblance_words as words
from pra_core.i18n import Translator
from pra_core.scenario import Scenario


def draw(scenario: Scenario, t: Translator) -> None:
    """The places to compare with, the answer, its map, the cities, and the climate zones."""
    places = _chosen(scenario, t)
    if places is None:
        return
    try:
        said = words.answer(scenario, places, t)
    except PraError as error:
        display.problems(error, t)
        return
    st.markdown(said)
    if caveat := words.caveat(places, t):
        st.caption(caveat)
    cities = words.best(scenario, places, t)
    _picture(scenario, places, cities, t)
    st.subheader(t("The most similar cities"))
    display.table(cities, "resemblance", t, words.best_columns(t))
    with st.expander(t("By region")):
        display.table(words.regions(scenario, places, t), "resemblance-regions", t,
                      words.region_columns(t), height=420)
    _zones(scenario, places, t)
    _development(scenario, t)
    display.equation(words.LATEX, t(words.WORDS), t)


def _chosen(scenario: Scenario, t: Translator) -> Places | None:
    """What the PRA area is compared with; None, with a word why, where nothing is chosen yet."""
    ways = {"present": t("Present range of the pest"), "areas": t("Countries or regions"),
            "cities": t("Cities"), "cell": t("The place clicked on the map")}
    present = climate_match.present_range(scenario)
    way = st.segmented_control(
        t("Compare the PRA area with"), list(ways), format_func=ways.__getitem__, required=True,
        default="present" if present.areas else "cities", key=_key("way"), persist_state="session")
    if way == "present":
        places = present
        said = t("The scenario does not say where the pest occurs; choose countries or cities.")
    elif way == "areas":
        places, said = _areas(t), t("Choose one country or more.")
    elif way == "cities":
        places, said = _cities(t), t("Choose one city or more.")
    else:
        places, said = _clicked(scenario), t("Click a cell of the map above first.")
    if places == Places():
        st.info(said)
        return None
    return places


def _key(name: str) -> str:
    return f"{session.generation()}:resemblance-{name}"


def _areas(t: Translator) -> Places:
    named = {code: words.area_title(code, t) for code in reference_places.region_names()}
    chosen = st.multiselect(
        t("Countries or regions"), sorted(named, key=lambda code: ("-" in code, named[code], code)),
        format_func=named.__getitem__, key=_key("areas"), persist_state="session",
        label_visibility="collapsed", placeholder=t("Choose countries or regions"))
    return Places(areas=tuple(chosen))


def _cities(t: Translator) -> Places:
    table = reference.cities()
    big = table[table["population"] >= KNOWN_PEOPLE].sort_values(["name", "iso2"])
    chosen = st.multiselect(
        t("Cities"), [int(row) for row in big.index], key=_key("cities"), persist_state="session",
        format_func=lambda row: words.city(table.loc[row], t), label_visibility="collapsed",
        placeholder=t("Choose cities, such as those where the pest does damage"))
    return Places(cities=tuple(chosen))


def _clicked(scenario: Scenario) -> Places:
    place = climate_place.chosen(scenario)
    return Places() if place is None else Places(cells=(climate_match.cell_at(*place),))


def _picture(scenario: Scenario, places: Places, cities: pd.DataFrame, t: Translator) -> None:
    marks = [(float(one.latitude), float(one.longitude)) for one in cities.itertuples()]
    picture = compute.match_picture(scenario, places, tuple(marks))
    st.image(picture, width="stretch")
    words_side, file_side = st.columns([4, 1], vertical_alignment="center")
    with words_side:
        st.caption(" · ".join((
            t("Numbers are the ranks in the table below."),
            t("Boundaries and names do not imply any opinion on the legal status of a territory."),
            display.origin(t))))
    with file_side:
        st.download_button(t("Picture (PNG)"), picture,
                           people_class.named(f"match-{scenario.fingerprint}.png"),
                           "image/png", key="file-match", on_click="ignore",
                           icon=":material/download:", width="stretch")


def _zones(scenario: Scenario, places: Places, t: Translator) -> None:
    st.subheader(t("Climate zones"))
    frame = words.zones(scenario, places, t)
    st.markdown(words.zone_answer(frame, t))
    display.chart(figures.zone_bars(frame=frame, t=t), "climate-zones", t, t(
        words.ZONE_WORDS, share=t.percent(climate_match.RARE)))
    with st.expander(t("All climate zones")):
        display.table(frame, "climate-zones", t, words.zone_columns(t))


def _development(scenario: Scenario, t: Translator) -> None:
    frame = words.development(scenario, t)
    if frame is None:
        return
    st.subheader(t("Generations per year"))
    display.table(frame, "generations", t, words.development_columns(t))
