"""What other values of the climate model would do, and which uncertain value matters most."""

from __future__ import annotations

import streamlit as st

from pages.ui import compute, display, people_class, session
from pra_core import climate_variants
from pra_core.climate_variants import Adjustable
from pra_core.errors import PraError
from pra_core.figures import variant_words as words
from pra_core.figures import variants as figures
from pra_core.i18n import Translator
from pra_core.maps import variant_layers, variant_panels, variant_picture
from pra_core.pest import Ecoclimatic
from pra_core.scenario import Scenario

MOST = 3
"""Values moved at once."""


def draw(scenario: Scenario, t: Translator) -> None:
    """Sliders with their maps, then what moves the suitable area."""
    if not climate_variants.can_vary(scenario):
        st.info(t("The suitability of this pest comes from a published table; there is no value"
                  " to move."))
        return
    plain = scenario.with_measures(())
    st.subheader(t("What if …?"))
    values = _sliders(plain, t)
    try:
        _result(plain, values, t)
    except PraError as error:
        display.problems(error, t, t("Move the sliders so that the values are in order."))
    st.subheader(t("What moves the suitable area?"))
    _drivers(plain, t)


def _key(name: str) -> str:
    return f"{session.generation()}:what-if-{name}"


def _sliders(scenario: Scenario, t: Translator) -> dict[str, float]:
    """The values that were moved, by field."""
    offered = climate_variants.adjustable(scenario)
    chosen = st.multiselect(
        t("Values to move (at most {count})", count=MOST), list(offered), max_selections=MOST,
        default=compute.strongest(scenario), key=_key("fields"), persist_state="session",
        format_func=lambda field: words.field_title(field, t),
        help=t("The assessment stays as it is; a value is changed for good in Inputs."))
    values = {}
    columns = st.columns(MOST)
    for field, column in zip(chosen, columns, strict=False):
        with column:
            values[field] = _slider(offered[field], t)
    return {field: value for field, value in values.items() if value != offered[field].value}


def _slider(one: Adjustable, t: Translator) -> float:
    moved = st.slider(
        t("{name} ({unit})", name=words.field_title(one.field, t), unit=words.field_unit(one, t)),
        one.low, one.high, one.value, one.step, key=_key(one.field), persist_state="session",
        format=one.format)
    st.caption(t("In the assessment: {value}", value=t.number(one.value)))
    return float(moved)


def _result(scenario: Scenario, values: dict[str, float], t: Translator) -> None:
    own, other = compute.what_if(scenario, {}), compute.what_if(scenario, values)
    if values:
        st.markdown(words.what_if_answer(own, other, t))
    else:
        st.markdown(t("Move a slider: the maps and the areas follow."))
    chances = isinstance(scenario.pest.climate_model, Ecoclimatic) and st.toggle(
        t("Chance that a cell is suitable, with all other uncertain values varying"),
        key=_key("chance"), persist_state="session")
    if chances:
        layers = _chances(scenario, values, t)
    else:
        layers = variant_layers.what_if_layers(own.index, other.index, t)
        st.html(variant_panels.panels_html(scenario, layers, t))
    left, right = st.columns([4, 1], vertical_alignment="center")
    with left:
        st.caption(" · ".join((t("A what-if: no part of the assessment."), display.origin(t))))
    with right:
        st.download_button(
            t("Picture (PNG)"), lambda: variant_picture.panels_png(scenario, layers, t),
            people_class.named(f"what-if-{scenario.fingerprint}.png"), "image/png",
            key="file-what-if",
            on_click="ignore", icon=":material/download:", width="stretch")


def _chances(scenario: Scenario, values: dict[str, float], t: Translator
             ) -> list[variant_layers.Layer]:
    """Maps of the chance, refined while the futures are computed."""
    own = compute.chance_suitable(scenario)
    maps, bar = st.empty(), st.empty()
    layers: list[variant_layers.Layer] = []
    for done, chance in climate_variants.chance_what_if(scenario, values):
        layers = variant_layers.chance_layers(own, chance, t)
        maps.html(variant_panels.panels_html(scenario, layers, t))
        bar.progress(done / climate_variants.MEMBERS, t(
            "{done} of {count} futures", done=done, count=climate_variants.MEMBERS))
    bar.empty()
    return layers


def _drivers(scenario: Scenario, t: Translator) -> None:
    titled = words.drivers(scenario, compute.area_drivers(scenario), t)
    st.markdown(words.drivers_answer(titled, t))
    if titled.empty:
        return
    display.chart(figures.driver_bars(frame=titled, t=t), "area-drivers", t, t(
        "How closely the suitable area follows each uncertain value over {count} futures",
        count=climate_variants.MEMBERS))
    with st.expander(t("In numbers")):
        display.table(titled, "area-drivers", t, words.driver_columns(t))
