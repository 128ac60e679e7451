"""The map with what it shows: the PRA area or another, the pest or a published sheet; files."""

from __future__ import annotations

import streamlit as st

from pages.ui import clickable_map, climate_place, compute, display, people_class, session
from pra_core import endangered_area, exports, labels, maps, sheet_library
from pra_core.errors import PraError
from pra_core.figures import area_words
from pra_core.i18n import Translator
from pra_core.maps import areas
from pra_core.maps.layers import Layer
from pra_core.scenario import Scenario
from pra_core.wording import escaped

NAME = "establishment-map"
HEIGHT = "clamp(440px, calc(100vh - 280px), 720px)"
"""As much of the window as the answer above leaves."""
VIEW = "establishment-view"
"""Widget of the views below the map; a click on the map opens the one of the place."""


def draw(scenario: Scenario, t: Translator) -> Scenario:
    """The map and what it shows; gives the scenario as shown, which may be an exploration."""
    _kept_inputs(scenario, t)
    note, picture, foot = st.container(), st.container(), st.container()
    with foot:
        words, elsewhere, files = st.columns([3, 2, 1.3], vertical_alignment="center")
    with elsewhere, st.popover(t("Another area or pest"), icon=":material/travel_explore:",
                               width="stretch"):
        chosen, species = _pickers(scenario, t)
    with note:
        shown = _explored(scenario, chosen, species, t)
    with picture:
        with st.spinner(t("The climate of the area is being computed …"), show_time=True):
            page = maps.suitability_html(shown, t)
        clickable_map.clickable_map(
            page, NAME, height=HEIGHT, on_cell=_clicked,
            alt=t("Map of climatic suitability; its values stand in the tables below"))
        clickable_map.mark_place(NAME, climate_place.chosen(shown))
    with words:
        st.caption(" · ".join((
            t("Boundaries and names do not imply any opinion on the legal status of a territory."),
            labels.assumed_climate(shown, t) or t("Cells of 0.25°, climate normals 2000–2025"),
            display.origin(t))))
    with files, st.popover(t("Download"), icon=":material/download:", width="stretch"):
        _downloads(shown, t)
    return shown


def _clicked(cell: clickable_map.Cell) -> None:
    climate_place.choose(cell)
    session.show(VIEW, "place")


def _key(name: str) -> str:
    return f"{session.generation()}:shown-{name}"


def _picker(name: str) -> str:
    """Key of a picker: another one after a way back, for a closed picker keeps what it held."""
    turn = session.shown(_key("turn")) or 0
    return f"{_key(name)}:{turn}" if turn else _key(name)


def _emptied() -> None:
    """Both pickers start afresh: the map shows the assessment."""
    turn = session.shown(_key("turn"))
    session.show(_key("turn"), (turn if isinstance(turn, int) else 0) + 1)


def _pickers(scenario: Scenario, t: Translator) -> tuple[list[str], str | None]:
    """Which groups and countries, and which published sheet, to look at."""
    named, sheets = areas.choices(t), sheet_library.sheets(include_unverified=True)
    chosen = st.multiselect(
        t("Area shown"), list(named), format_func=named.__getitem__, key=_picker("area"),
        persist_state="session",
        placeholder=t("PRA area: {area}", area=t.local(scenario.pra_area.title)),
        help=t("Look at any country, several, or a group; the assessment stays as it is."))
    species = st.selectbox(
        t("Climate sheet shown"), [s for s, entry in sheets.items() if entry.sheet is not None],
        index=None, key=_picker("sheet"), persist_state="session",
        format_func=lambda s: f"{s} · {labels.badge(sheets[s].status, t)}",
        placeholder=t("Pest of the assessment: {pest}", pest=t.local(scenario.pest.common_name)),
        help=t("Published sheets of other pests, to compare; the assessment stays as it is."))
    return chosen, species


def _explored(scenario: Scenario, chosen: list[str], species: str | None, t: Translator
              ) -> Scenario:
    """The scenario with the area and the sheet to look at; an area without land is refused."""
    shown = scenario
    try:
        if chosen:
            area = areas.area_of(chosen)
            shown = scenario if area == scenario.pra_area else areas.reached(scenario, area)
        if species is not None:
            shown = area_words.with_sheet(
                shown, sheet_library.sheets(include_unverified=True)[species])
        with st.spinner(t("The climate of the area is being computed …"), show_time=True):
            endangered_area.suitability(shown)
    except PraError as error:
        display.problems(error, t, t("The map shows the PRA area of the assessment instead."))
        return scenario
    if shown is not scenario:
        _exploration(scenario, shown, t)
    return shown


def _exploration(scenario: Scenario, shown: Scenario, t: Translator) -> None:
    """Says that what is shown is no part of the assessment, and offers to make the area so."""
    words, act = st.columns([3, 2], vertical_alignment="center")
    with words:
        st.info(area_words.exploration(scenario, shown, t), icon=":material/travel_explore:")
    with act:
        if shown.pra_area != scenario.pra_area:
            st.button(t("Make this the PRA area of the assessment"), key=_key("adopt"),
                      on_click=_adopt, args=(shown,), width="stretch")
        st.button(t("Back to the assessment"), key=_key("back"), on_click=_back, width="stretch")


def _adopt(shown: Scenario) -> None:
    """Judge the risk for the area shown, if the scenario can be computed for it."""
    try:
        changed = areas.taken(session.scenario(), shown.pra_area)
        compute.baseline(changed)
    except PraError as error:
        session.show(_key("refused"), error)
        return
    session.show(_key("refused"), None)
    session.keep(changed)
    _emptied()


def _back() -> None:
    _emptied()


def _kept_inputs(scenario: Scenario, t: Translator) -> None:
    """After another PRA area was taken: what still describes the former one."""
    refused = session.shown(_key("refused"))
    if isinstance(refused, PraError):
        display.problems(refused, t)
        session.show(_key("refused"), None)
    former = session.original()
    if former.pra_area == scenario.pra_area:
        return
    with st.container(border=True):
        st.warning(area_words.left_behind(scenario, former, t), icon=":material/warning:")
        st.button(t("Back to the former PRA area"), key=_key("undo"), on_click=_undo)


def _undo() -> None:
    former = session.original()
    session.keep(session.scenario().changed(
        pra_area=former.pra_area, hosts=former.hosts, landing=former.landing))


def _downloads(shown: Scenario, t: Translator) -> None:
    """Files of what is shown; each is made when it is asked for."""
    made = {layer.key: layer for layer in maps.layers(shown, t)}
    key = st.selectbox(t("Layer"), list(made), format_func=lambda k: made[k].title,
                       key=_key("layer"))
    code = shown.fingerprint
    _file(t("Picture (PNG)"), lambda: maps.suitability_png(shown, t, key),
          f"map-{key}-{code}.png", "image/png")
    if made[key].values is not None:
        _file(t("Raster (GeoTIFF)"), lambda: exports.geotiff(
            shown, {key: _numbers(made[key])}, title=made[key].title, unit=made[key].unit),
            f"map-{key}-{code}.tif", "image/tiff")
    _file(t("All cells (CSV)"), lambda: exports.cells_csv(shown, {
        layer.key: layer.values for layer in made.values() if layer.values is not None}),
        f"cells-{code}.csv", "text/csv")
    _file(t("Regions with values (GeoJSON)"), lambda: exports.regions_geojson(shown),
          f"regions-{code}.geojson", "application/geo+json")
    st.caption(escaped(t("Files carry the fingerprint of what is shown: {code}.", code=code)))


def _numbers(layer: Layer) -> exports.FloatArray:
    assert layer.values is not None  # the button is drawn only then
    return layer.values


def _file(title: str, content: display.Callable[[], bytes], name: str, kind: str) -> None:
    st.download_button(title, content, people_class.named(name), kind, on_click="ignore",
                       key=f"file-{name.split('-')[0]}-{kind}", width="stretch")
