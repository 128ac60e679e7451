"""What establishment rests on: its inputs, the climate sheet or rule, equation and sources."""

from __future__ import annotations

import streamlit as st

from pages.ui import display, forms
from pra_core import labels
from pra_core.figures import climate_words as words
from pra_core.i18n import Translator
from pra_core.pest import BlossomBlight
from pra_core.scenario import Scenario


def draw(scenario: Scenario, t: Translator) -> None:
    """The inputs of the assessment, editable."""
    model, inputs = scenario.pest.climate_model, words.inputs(scenario, t)
    forms.parameters(inputs, t, "establishment")
    with st.expander(t("What the climate model rests on")):
        st.text(display.source_text(model.source, t))
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
    rule = isinstance(model, BlossomBlight)
    display.equation(words.RULE_LATEX if rule else words.LATEX,
                     t(words.RULE_WORDS if rule else words.WORDS), t)
    display.sources([parameter for _, parameter in inputs], t)
