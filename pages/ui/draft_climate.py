"""The climate model of a draft: what it can rest on, and one's own numbers."""

from __future__ import annotations

import streamlit as st

from pages.ui.draft_sources import source_fields, typed_source
from pages.ui.draft_state import change, decided_by, key
from pra_core.climate_sheet import ClimateSheet
from pra_core.i18n import Translator
from pra_core.labels import badge
from pra_core.markdown_text import linked
from pra_core.parameter import QUANTITIES, Source
from pra_core.reference_places import region_names
from pra_core.scenario_draft import Climate, Draft, DraftInput, sheet_model, table_model
from pra_core.validation import validated
from pra_core.wording import escaped

TABLE, SHEET = "table", "own-sheet"
APART = 4
"""In a PRA area of more countries, one index stands for all of them."""
NEEDED = ("dv0", "dv1", "dv2", "dv3", "sm0", "sm1", "sm2", "sm3")
COLD, GENERATION = ("ttcs", "thcs"), ("pdd",)
WET = {"sm0": 0.1, "sm1": 0.3, "sm2": 1.0, "sm3": 1.5}


def choices(running: Draft, one: DraftInput, t: Translator) -> None:
    """What the library offers, then a table and a sheet of one's own."""
    offered = {option.key: option for option in one.options}
    titles = {k: t.local(option.title) for k, option in offered.items()} | {
        TABLE: t("Published suitability by country, typed here"),
        SHEET: t("Temperature and moisture limits, typed here")}
    chosen = st.radio(t("What climatic suitability rests on"), list(titles),
                      format_func=titles.__getitem__, key=key(running, "climate"),
                      persist_state="session")
    if chosen in offered:
        option = offered[chosen]
        st.markdown(badge(option.climate.source.status, t))
        st.caption(escaped(t.local(option.reason)))
        if option.climate.source.citation:
            st.caption(linked(option.climate.source.citation))
        if st.button(t("Use this climate model"), key=key(running, "use", "climate")):
            who = decided_by(running, None, t)
            if who is not None:
                change(lambda: running.choose_climate(option.key, *who), t)
    elif chosen == TABLE:
        _table(running, t)
    else:
        _sheet(running, t)


def _table(running: Draft, t: Translator) -> None:
    st.caption(t("0 = the pest cannot persist, 100 = ideal. Take it from a published map or"
                 " assessment and cite it; the range of the index comes with the inputs that"
                 " follow."))
    countries, names = running.area.countries, region_names()
    found: dict[str, float | None] = {}
    if len(countries) > APART:
        whole = st.number_input(t("Index of every country of the PRA area"), 0.0, 100.0, None,
                                key=key(running, "index"), persist_state="session")
        found = dict.fromkeys(countries, whole)
    else:
        for code in countries:
            name = t.local(names.get(code, {"en": code}))
            found[code] = st.number_input(
                t("Index of {country}", country=name), 0.0, 100.0, None,
                key=key(running, "index", code), persist_state="session")
    source = _sourced(running, "climate-table", t)
    if source is None:
        return
    if any(value is None for value in found.values()):
        st.error(t("Type an index for every country."))
        return
    areas = {code: float(value or 0.0) for code, value in found.items()}
    change(lambda: running.decide("climate", Climate(table_model(areas, source))), t)


def _sheet(running: Draft, t: Translator) -> None:
    st.caption(t("Limits of growth in the order of a climate sheet. Cold stress and degree-days"
                 " may stay empty: that limit is then left out. Moisture limits are filled in as"
                 " an assumption."))
    typed: dict[str, float | None] = {}
    for row in (NEEDED[:4], NEEDED[4:], (*COLD, *GENERATION)):
        for column, field in zip(st.columns(len(row)), row, strict=True):
            with column:
                typed[field] = st.number_input(
                    t(QUANTITIES[field].title), value=WET.get(field), format="%.4g",
                    key=key(running, "sheet", field), persist_state="session")
    source = _sourced(running, "climate-sheet", t)
    if source is None:
        return
    given = {field: value for field, value in typed.items() if value is not None}
    change(lambda: running.decide("climate", Climate(sheet_model(
        validated(ClimateSheet, given), source, {}))), t)


def _sourced(running: Draft, name: str, t: Translator) -> Source | None:
    """The source of typed numbers once the button was pressed; None before, or without one."""
    rests, text = source_fields(running, name, t)
    if not st.button(t("Use these numbers"), key=key(running, "use", name)):
        return None
    return typed_source(running, rests, text, t)

