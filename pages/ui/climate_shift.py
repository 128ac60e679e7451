"""Another climate: the normals shifted by hand, and years warmer or colder than their mean."""

from __future__ import annotations

import datetime as dt

import streamlit as st

from pages.ui import compute, display, people_class, session
from pra_core import climate_variants
from pra_core.climate import shift
from pra_core.figures import variant_words as words
from pra_core.i18n import LANGUAGES, Translator, translator
from pra_core.maps import variant_layers, variant_panels, variant_picture
from pra_core.parameter import Source
from pra_core.pra_area import ClimateScenario
from pra_core.scenario import Scenario
from pra_core.wording import escaped

COLDEST, WARMEST = -2.0, 6.0
"""Warming offered [degC]."""
DRIER, WETTER = -50, 50
"""Changes of rain offered [%]."""
YEARS_SD = 0.8
"""Spread of years offered first [degC]."""
MOST_SD = 3.0
"""Largest spread of years offered [degC]."""


def draw(scenario: Scenario, t: Translator) -> None:
    """The change, its maps beside those of the normals, and a button that adopts it."""
    if not climate_variants.can_vary(scenario):
        st.info(t("The suitability of this pest comes from a published table; it does not follow"
                  " the climate."))
        return
    st.warning(t("A scenario, not a projection: the climate normals are shifted by what is set"
                 " here; no climate model stands behind it."), icon=":material/science:")
    _in_use(scenario, t)
    warming, rain = _change(t)
    spread = _spread(scenario, t)
    plain = scenario.with_measures(())
    with st.spinner(t("Computing …"), show_time=True):
        now = compute.other_climate(plain, *climate_variants.NO_CHANGE, spread)
        then = compute.other_climate(plain, warming, rain, spread)
    st.markdown(words.climate_answer(now, then, t))
    kinds = [kind for kind in variant_layers.SHOWN if kind != "years" or then.years is not None]
    kind = st.segmented_control(
        t("The maps show"), kinds, format_func=lambda one: t(variant_layers.SHOWN[one]),
        default="suitable", required=True, key=_key("kind"))
    layers = variant_layers.climate_layers(plain, now, then, kind, t)
    st.html(variant_panels.panels_html(plain, layers, t))
    _foot(plain, layers, warming, rain, t)
    display.table(words.compared(plain, now, then, t), "other-climate", t, {
        "quantity": (t("Quantity"), "text"), "now": (t("Climate normals"), "text"),
        "then": (t("This scenario"), "text"), "change": (t("Change"), "text")})
    display.equation(words.LATEX, t(words.WORDS, years=climate_variants.YEARS), t)


def _key(name: str) -> str:
    return f"{session.generation()}:shift-{name}"


def _in_use(scenario: Scenario, t: Translator) -> None:
    """Says that the assessment itself stands in another climate, and offers the normals again."""
    held = scenario.climate_scenario
    if held is None:
        return
    said, act = st.columns([3, 1], vertical_alignment="center")
    with said:
        st.info(t("The assessment is computed in this climate: **{title}**.",
                  title=escaped(t.local(held.title))), icon=":material/thermostat:")
    with act:
        st.button(t("Back to the climate normals"), key=_key("normals"), on_click=_normals,
                  width="stretch")


def _change(t: Translator) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Warming [degC] and factor on rain of each month."""
    seasonal = st.toggle(t("By quarter of the year"), key=_key("seasonal"), on_change=_carried,
                         persist_state="session")
    names = [t(name) for name in words.QUARTERS] if seasonal else [t("All year")]
    heat, water = st.columns(2)
    with heat:
        st.markdown(t("**Temperature** (°C)"))
        warmer = [_slider(f"heat-{len(names)}-{k}", name, COLDEST, WARMEST, 2.0, 0.5, "%+.1f °C")
                  for k, name in enumerate(names)]
    with water:
        st.markdown(t("**Rain** (%)"))
        wetter = [_slider(f"rain-{len(names)}-{k}", name, DRIER, WETTER, 0, 5, "%+d %%")
                  for k, name in enumerate(names)]
    return shift.change_of_months(warmer, wetter)


def _carried() -> None:
    """Quarters begin with what was set for the whole year."""
    for kind in ("heat", "rain"):
        whole = session.shown(_key(f"{kind}-1-0"))
        if whole is not None and session.typed(_key("seasonal")):
            for quarter in range(4):
                session.show(_key(f"{kind}-4-{quarter}"), whole)


def _slider(name: str, title: str, low: float, high: float, value: float, step: float,
            written: str) -> float:
    return float(st.slider(title, low, high, value, step, format=written, key=_key(name),
                           persist_state="session"))


def _spread(scenario: Scenario, t: Translator) -> float:
    """Year-to-year spread [degC]; 0 where years cannot be varied."""
    if not climate_variants.years_vary(scenario):
        st.caption(t("Winters already vary from year to year in the index of this pest."))
        return 0.0
    return float(st.slider(
        t("Year-to-year spread of temperature (standard deviation, °C)"), 0.0, MOST_SD, YEARS_SD,
        0.1, key=_key("sd"), persist_state="session", format="%.1f °C",
        help=t("Equally likely years, each as much warmer or colder all year; a year counts as if"
               " it were followed by years like itself. 0 = every year alike.")))


def _foot(scenario: Scenario, layers: list[variant_layers.Layer], warming: tuple[float, ...],
          rain: tuple[float, ...], t: Translator) -> None:
    said, file, act = st.columns([3, 1.2, 2], vertical_alignment="center")
    title = words.change_title(warming, rain)
    with said:
        st.caption(" · ".join((escaped(t.local(title)),
                               display.origin(t))))
    with file:
        st.download_button(
            t("Picture (PNG)"), lambda: variant_picture.panels_png(scenario, layers, t),
            people_class.named(f"other-climate-{scenario.fingerprint}.png"), "image/png",
            key="file-shift",
            on_click="ignore", icon=":material/download:", width="stretch")
    with act:
        st.button(t("Assess in this climate"), key=_key("adopt"), on_click=_adopt,
                  args=(warming, rain), width="stretch", icon=":material/thermostat:",
                  help=t("Puts the change into the scenario as its climate, labelled as a what-if;"
                         " every page then follows."))


def _adopt(warming: tuple[float, ...], rain: tuple[float, ...]) -> None:
    source = Source(status="assumed", assessor=session.user_name(), date=dt.date.today(),
                    reason={one: translator(one)(words.ADOPTED) for one in LANGUAGES})
    session.keep(session.scenario().changed(climate_scenario=ClimateScenario(
        title=dict(words.change_title(warming, rain)), warming=warming, rain=rain, source=source)))


def _normals() -> None:
    session.keep(session.scenario().changed(climate_scenario=None))
