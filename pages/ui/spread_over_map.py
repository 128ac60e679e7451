"""Spread over the map: what to simulate, the run with its progress, the animated map, and areas."""

from __future__ import annotations

import streamlit as st

from pages.ui import compute, display, session
from pra_core import endangered_area, points_of_entry, regions
from pra_core.errors import N_
from pra_core.figures import dispersal as figures
from pra_core.i18n import Translator
from pra_core.maps import animation
from pra_core.scenario import Scenario
from pra_core.spread_map import SpreadChoice, SpreadMap

HEIGHT = 560
SHARES = (0.0, 1e-5, 1e-4, 1e-3, 1e-2)
REPLICATES = (20, 50, 100, 200, 500)
CITIES, PORTS = 60, 200
"""Cities offered as places of entry, and seaports and airports of each kind."""
FAR_KM = 50.0
"""From here on it is said how far a place of entry is from where the pest begins."""
Place = tuple[float, float]


def draw(scenario: Scenario, t: Translator) -> None:
    """The choice, the run, and what came out of the last run of this choice."""
    st.header(t("Spread over the map"))
    with display.guard(t):
        choice = _choice(scenario, t)
        found = compute.spread_found(scenario, choice)
        if found is None or found.replicates < found.wanted:
            found = _run(scenario, choice, found, t)
        if found is not None:
            _results(scenario, found, t)


def _key(name: str) -> str:
    return f"{session.generation()}:spread-{name}"


def _choice(scenario: Scenario, t: Translator) -> SpreadChoice:
    """Where the pest enters, how often people carry it far, and how many simulations."""
    named = _places(scenario, t)
    left, middle, right = st.columns([3, 2, 2], vertical_alignment="bottom")
    with left:
        places = st.multiselect(
            t("Where the pest enters"), list(named), format_func=named.__getitem__,
            key=_key("places"), persist_state="session",
            placeholder=t("Anywhere arriving produce ends up and the climate suits"),
            help=t("One or several points of entry or cities, each with the same chance. Each"
                   " simulation begins in the nearest suitable cell with hosts."))
    with middle:
        share = st.select_slider(
            t("Carried far by people (assumed)"), SHARES, key=_key("share"),
            persist_state="session", format_func=lambda x: _share_words(x, t),
            help=t("Share of dispersers that people take to a city, in proportion to its people"
                   " and less with distance (half at 500 km). No figure is published for it: it"
                   " is your assumption, and it comes on top of the radial rate."))
    with right:
        count = st.select_slider(t("Simulations"), REPLICATES, value=100, key=_key("count"),
                                 persist_state="session")
    return SpreadChoice(places=tuple(places), long_share=float(share), replicates=int(count))


def _share_words(share: float, t: Translator) -> str:
    return t("1 in {number}", number=t.number(1 / share, 6)) if share > 0 else t("none")


def _places(scenario: Scenario, t: Translator) -> dict[Place, str]:
    """The biggest cities and the points of entry nearest to hosts, by latitude and longitude."""
    found: dict[Place, str] = {}
    cells, cities = endangered_area.suitability(scenario), regions.city_table(scenario, CITIES)
    for name, cell in zip(cities["name"], cities["cell"], strict=True):
        place = float(cells.latitude[cell]), float(cells.longitude[cell])
        found.setdefault(place, t("{name} (city)", name=name))
    for kind, title in (("seaport", N_("{name} (seaport, {code})")),
                        ("airport", N_("{name} (airport, {code})"))):
        for row in points_of_entry.entry_table(scenario, [kind]).head(PORTS).itertuples():
            found[float(row.lat), float(row.lon)] = t(title, name=row.name, code=row.code)
    return found


def _run(scenario: Scenario, choice: SpreadChoice, found: SpreadMap | None, t: Translator
         ) -> SpreadMap | None:
    """Buttons to run and to stop, the progress, and what is there so far."""
    running = session.shown(_key("running")) == choice
    # Both are always there: one that came and went would linger beside the progress.
    with st.container(horizontal=True):
        st.button(t("Simulate"), key=_key("start"), type="primary", disabled=running,
                  on_click=_set_running, args=(choice,), icon=":material/play_arrow:")
        st.button(t("Stop"), key=_key("stop"), disabled=not running, on_click=_set_running,
                  args=(None,), icon=":material/stop:")
    if not running:
        if found is not None:
            st.caption(t("Stopped after {done} of {wanted} simulations.", done=found.replicates,
                         wanted=found.wanted))
        return found
    bar = st.progress(0.0, t("The first simulations run …"))
    for found in compute.spread_batches(scenario, choice):
        bar.progress(found.replicates / found.wanted, t(
            "{done} of {wanted} simulations", done=found.replicates, wanted=found.wanted))
    _set_running(None)
    st.rerun()


def _set_running(choice: SpreadChoice | None) -> None:
    session.show(_key("running"), choice)


def _results(scenario: Scenario, found: SpreadMap, t: Translator) -> None:
    """Sentence, animated map, both models by year, and how it was computed."""
    course = compute.invasion(scenario)
    st.markdown(figures.answer(course, found, t))
    for km in found.entry_km[found.entry_km > FAR_KM]:
        st.caption(t("A place of entry lies {distance} km from the nearest suitable cell with"
                     " hosts; the pest begins there.", distance=t.number(float(km), 2)))
    st.iframe(animation.spread_html(scenario, found, t), height=HEIGHT,
              alt=t("Map of the chance of invasion by year; the areas stand in the table below"))
    st.caption(" · ".join((
        t("Boundaries and names do not imply any opinion on the legal status of a territory."),
        t("Scenario {code} · seed {seed} · {count} simulations", code=scenario.fingerprint,
          seed=session.seed(), count=found.replicates))))
    display.chart(figures.compared(course=course, found=found, t=t), "spread-map", t,
                  t("Invaded area by both models, median and 90 % interval"))
    display.table(figures.by_year(course, found), "spread-map-years", t, {
        "year": (t("Years since founding"), "count"), "low": (t("Map, 5 % (km²)"), "number"),
        "median": (t("Map, median (km²)"), "number"), "high": (t("Map, 95 % (km²)"), "number"),
        "present": (t("Cells with the pest (km²)"), "number"),
        "disc": (t("Disc, median (km²)"), "number")}, height=320)
    with st.expander(t("How the spread over the map is computed"), icon=":material/function:"):
        st.markdown(figures.method(found, t))
        st.caption(t(found.source))
