"""The area in numbers: totals, countries, cities, and how suitable how much of it is."""

from __future__ import annotations

import streamlit as st

from pages.ui import climate_regions, compute, display, session
from pra_core import endangered_area, regions
from pra_core.figures import climate as figures
from pra_core.figures import climate_words as words
from pra_core.i18n import Translator
from pra_core.scenario import Scenario
from pra_core.wording import escaped


def draw(shown: Scenario, t: Translator) -> None:
    """Totals of the assessment, then tables of the area shown."""
    if shown.fingerprint == session.scenario().fingerprint:
        st.markdown(_meaning(shown, t))
        display.table(words.totals(compute.baseline(shown), t), "suitable", t, {
            "quantity": (t("Quantity"), "text"), "unit": (t("Unit"), "text"),
            "median": (t("Median"), "number"), "low": (t("5 %"), "number"),
            "high": (t("95 %"), "number")})
        _daily_range(shown, t)
    climate_regions.draw(shown, t)
    st.header(t("The biggest cities"))
    display.table(words.cities(shown, t), "cities", t, words.city_columns(shown, t), height=320)
    st.header(t("How suitable is how much?"))
    found = endangered_area.suitability(shown)
    display.chart(figures.distribution(
        index=found.index, area_km2=found.area_km2, weights=found.weights, t=t,
        limits=regions.thresholds(shown)), "suitability", t,
        t("Share of the area and of arriving produce by suitability index"))


def _daily_range(scenario: Scenario, t: Translator) -> None:
    """What another daily temperature range would do to the suitable area."""
    effect = words.left_out(compute.baseline(scenario))
    if effect is None:
        return
    st.header(t("What if days and nights differ more, or less?"))
    st.markdown(words.range_words(effect, t))
    display.table(effect, "daily-range", t, {
        "range": (t("Daily temperature range (°C)"), "number"),
        "suitable": (t("Suitable (km²)"), "number"),
        "arrivals": (t("Share of arriving produce in suitable places"), "percent"),
        "persistence": (t("Mean chance that climate lets a founder persist"), "percent")})


def _meaning(scenario: Scenario, t: Translator) -> str:
    """How the suitable area and the endangered area differ here."""
    if scenario.hosts is None:
        return t("The climatically suitable area is the upper limit of the endangered area: where"
                 " the hosts grow is not mapped. Hosts are entered as one figure for the PRA area,"
                 " spread evenly over the suitable area; hosts and loss are counted in"
                 " Consequences.")
    return t("The climatically suitable area is where climate lets the pest persist. The endangered"
             " area is the part of it where hosts grow and the loss matters; hosts: {hosts}.",
             hosts=escaped(t.local(scenario.hosts.title)))
