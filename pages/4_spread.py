"""Spread: how much of the endangered area a founded population invades, and when."""

import streamlit as st

from pages.ui import compute, display, forms, session, spread_over_map, words
from pages.ui.model_words import SPREAD
from pra_core import paragraphs
from pra_core.figures import course as invasions
from pra_core.figures import course_words
from pra_core.figures import pathway as figures
from pra_core.figures.band_words import band_sentence
from pra_core.parameter import QUANTITIES
from pra_core.summary import interval

t, scenario = session.translator(), session.scenario()
base = compute.baseline(scenario)
course = compute.invasion(scenario.with_measures(()))
slowed = compute.invasion(scenario) if invasions.slows_spread(scenario) else None
cap = interval(base.endangered_area)


@st.fragment
def over_map() -> None:
    """What is chosen and run here leaves the rest of the page alone."""
    spread_over_map.draw(scenario if slowed else scenario.with_measures(()), t)


st.title(t("Spread"))
display.sentence(course_words.spread_answer(
    base, compute.assessed(scenario) if slowed else None, t))
if cap.high > 0:
    display.chart(figures.spread(ages=course.ages, invaded=course.invaded, cap=course.cap, t=t,
                                 selected=slowed.invaded if slowed else None), "spread", t,
                  t("Invaded area after founding, median and 90 % interval"))
if scenario.hosts is None:
    st.caption(t("Hosts are not mapped: the endangered area is the climatically suitable area."))
if scenario.selected and slowed is None:
    st.caption(t("No selected measure acts on spread."))

if cap.high > 0:
    over_map()
    st.caption(t("The loss in Consequences follows lag and radial rate, the first chart; the spread"
                 " over the map shows where, and what geography changes."))

words.draw(lambda: paragraphs.spread_paragraph(
    base, compute.assessed(scenario) if slowed else None, t, band=band_sentence(scenario, t)), t)

climate = scenario.pest.climate_model
inputs = [scenario.spread.lag, scenario.spread.rate, climate.suitable_from]
titles = [QUANTITIES["lag"].title, QUANTITIES["rate"].title, QUANTITIES["suitable_from"].title]
st.header(t("Inputs"))
forms.parameters([(t(title), p) for title, p in zip(titles, inputs, strict=True)], t, "spread")

if cap.high > 0:
    st.header(t("Invaded area by year"))
    display.table(course.by_year(), "spread-years", t, {
        "year": (t("Years since founding"), "count"), "low": (t("Invaded, 5 % (km²)"), "number"),
        "median": (t("Invaded, median (km²)"), "number"),
        "high": (t("Invaded, 95 % (km²)"), "number")})
display.equation(SPREAD.latex, t(SPREAD.words), t)
display.sources(inputs, t)
