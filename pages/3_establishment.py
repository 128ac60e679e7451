"""Establishment: where the pest could persist, and what of the produce ends up there."""

import streamlit as st

from pages.ui import compute, display, forms, place, session
from pra_core import endangered_area, labels, regions
from pra_core.figures import climate as figures
from pra_core.figures import climate_words as words
from pra_core.pest import Rule

t, scenario = session.translator(), session.scenario()
model, base = scenario.pest.climate_model, compute.baseline(scenario)
found, inputs = endangered_area.suitability(scenario), words.inputs(scenario, t)
effect = regions.range_effect(scenario, base.values[model.full_suitability.name])

st.title(t("Establishment"))
display.sentence(words.answer(base, effect, t))
st.markdown(t("The climatically suitable area is the upper limit of the endangered area: where the"
              " hosts grow is not mapped. Hosts are entered as one figure for the PRA area, spread"
              " evenly over the suitable area; hosts and loss are counted in Consequences."))
if caveat := words.caveat(scenario, t):
    st.warning(caveat, icon=":material/warning:")
with st.expander(t("What the climate model rests on")):
    st.text(display.source_text(model.source, t))
place.suitability_map(scenario, t)

display.table(words.totals(base, t), "suitable", t, {
    "quantity": (t("Quantity"), "text"), "unit": (t("Unit"), "text"),
    "median": (t("Median"), "number"), "low": (t("5 %"), "number"), "high": (t("95 %"), "number")})
if len(scenario.pra_area.countries) > 1:
    st.header(t("By country or area"))
    display.table(words.countries(scenario, t), "countries", t, words.country_columns(t))
st.header(t("The biggest cities"))
cities = words.cities(scenario, t)
display.table(cities, "cities", t, words.city_columns(scenario, t), height=320)
place.why_here(scenario, cities, t)

st.header(t("How suitable is how much?"))
display.chart(figures.distribution(
    index=found.index, area_km2=found.area_km2, weights=found.weights, t=t,
    limits=regions.thresholds(scenario)), "suitability", t,
    t("Share of the PRA area and of arriving produce by suitability index"))

if effect is not None:
    st.header(t("What if days and nights differ more, or less?"))
    st.markdown(words.range_words(effect, t))
    display.table(effect, "daily-range", t, {
        "range": (t("Daily temperature range (°C)"), "number"),
        "suitable": (t("Suitable (km²)"), "number"),
        "arrivals": (t("Share of arriving produce in suitable places"), "percent"),
        "persistence": (t("Mean chance that climate lets a founder persist"), "percent")})

st.header(t("Inputs"))
forms.parameters(inputs, t, "establishment")
sheet, published = words.sheet(scenario, t), words.published(scenario, t)
if sheet is not None:
    st.subheader(t("Climate sheet of the pest"))
    st.caption(labels.badge(model.source.status, t))
    display.table(sheet, "sheet", t, {
        "field": (t("Symbol"), "text"), "meaning": (t("Meaning"), "text"),
        "value": (t("Value"), "number"), "unit": (t("Unit"), "text")})
if published is not None:
    st.subheader(t("Published suitability"))
    display.prose(published, "published", t, {
        "area": t("Country or area"), "index": t("Index"), "status": t("Status"),
        "source": t("Source")})
rule = isinstance(model, Rule)
display.equation(words.RULE_LATEX if rule else words.LATEX,
                 t(words.RULE_WORDS if rule else words.WORDS), t)
display.sources([parameter for _, parameter in inputs], t)
