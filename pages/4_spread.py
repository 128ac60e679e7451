"""Spread: how much of the endangered area a founded population invades, and when."""

import streamlit as st

from pages.ui import compute, display, forms, session, spread_over_map, words
from pages.ui.model_words import SPREAD
from pra_core import paragraphs
from pra_core.figures import course as invasions
from pra_core.figures import pathway as figures
from pra_core.figures.band_words import band_sentence
from pra_core.parameter import QUANTITIES
from pra_core.summary import interval
from pra_core.wording import escaped

t, scenario = session.translator(), session.scenario()
base = compute.baseline(scenario)
course = compute.invasion(scenario.with_measures(()))
slowed = compute.invasion(scenario) if invasions.slows_spread(scenario) else None
years = scenario.consequences.horizon_years
area, cap = interval(base.invaded_area), interval(base.endangered_area)


@st.fragment
def over_map() -> None:
    """What is chosen and run here leaves the rest of the page alone."""
    spread_over_map.draw(scenario if slowed else scenario.with_measures(()), t)


st.title(t("Spread"))
if cap.high <= 0:
    display.sentence(t("**No part of the PRA area ({area}) is endangered**: nowhere is the climate"
                       " suitable where hosts grow, so there is nothing to invade.",
                       area=escaped(t.local(scenario.pra_area.title))))
else:
    text = t("A population founded today occupies a median of **{median} km²** after {years} years"
             " (90 % interval {low} to {high}; mean {mean}). The endangered area, where it stops,"
             " is {cap} km² ({cap_low} to {cap_high}).",
             median=t.number(area.median), low=t.number(area.low), high=t.number(area.high),
             mean=t.number(area.mean), years=years, cap=t.number(cap.median),
             cap_low=t.number(cap.low), cap_high=t.number(cap.high))
    if slowed is not None:
        end = interval(compute.assessed(scenario).invaded_area)
        text += " " + t("With the selected measures: **{median} km²** ({low} to {high}; mean"
                        " {mean}).", median=t.number(end.median), low=t.number(end.low),
                        high=t.number(end.high), mean=t.number(end.mean))
    display.sentence(text)
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
