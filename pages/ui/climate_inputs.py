"""What establishment rests on: its inputs, the climate sheet or rule, equation and sources."""

from __future__ import annotations

import streamlit as st

from pages.ui import display, forms, session
from pra_core import labels
from pra_core.figures import climate_words as words
from pra_core.figures.climate_equations import equations
from pra_core.i18n import Translator
from pra_core.pest import Ecoclimatic
from pra_core.scenario import Scenario
from pra_core.store.edit import with_irrigation


def draw(scenario: Scenario, t: Translator) -> None:
    """The inputs of the assessment, editable."""
    model, inputs = scenario.pest.climate_model, words.inputs(scenario, t)
    forms.parameters(inputs, t, "establishment")
    if isinstance(model, Ecoclimatic):
        _irrigation(model, t)
    with st.expander(t("What the climate model rests on")):
        st.text(display.source_text(model.source, t))
    sheet, published = words.sheet(scenario, t), words.published(scenario, t)
    if sheet is not None:
        st.subheader(t("Climate sheet of the pest"))
        st.caption(labels.badge(model.source.status, t))
        display.table(sheet, "sheet", t, {
            "field": (t("Symbol"), "text"), "meaning": (t("Meaning"), "text"),
            "value": (t("Value"), "text"), "unit": (t("Unit"), "text")})
    if published is not None:
        st.subheader(t("Published suitability"))
        display.prose(published, "published", t, {
            "area": t("Country or area"), "index": t("Index"), "status": t("Status"),
            "source": t("Source")})
    latex, said = equations(model)
    display.equation(latex, " ".join(t(sentence) for sentence in said), t)
    display.sources([parameter for _, parameter in inputs], t)


def _irrigation(model: Ecoclimatic, t: Translator) -> None:
    """Water given to the crop: rain is topped up in every week."""
    key = f"{session.generation()}:irrigation"
    if session.shown(key) is None:
        session.show(key, model.irrigation_mm)
    with st.container(border=True):
        words, number = st.columns([2, 1], vertical_alignment="center")
        words.markdown(t("**Irrigation**: rain is topped up to so much water a week; 0 is rain-fed."
                         " It keeps the soil moist, so that dryness limits the pest less."))
        number.number_input(t("mm per week"), min_value=0.0, max_value=200.0, step=5.0, key=key,
                            format="%.4g", on_change=_irrigate, args=(key,))


def _irrigate(key: str) -> None:
    water = session.typed(key)
    if isinstance(water, (int, float)):
        session.keep(with_irrigation(session.scenario(), float(water)))
