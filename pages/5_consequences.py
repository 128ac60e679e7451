"""Consequences: what presence would cost, and what that is worth per year today."""

import streamlit as st

from pages.ui import compute, display, forms, session, words
from pages.ui.model_words import LOSS
from pra_core import labels, paragraphs
from pra_core.figures import course as invasions
from pra_core.figures import course_words
from pra_core.figures import pathway as figures
from pra_core.figures.band_words import band_sentence

t, scenario = session.translator(), session.scenario()
impact, base = scenario.consequences, compute.baseline(scenario)
course = compute.invasion(scenario.with_measures(()))
slowed = compute.invasion(scenario) if invasions.slows_spread(scenario) else None

st.title(t("Consequences"))
display.sentence(course_words.loss_answer(
    base, compute.assessed(scenario) if scenario.selected else None, t))
display.chart(figures.loss(ages=course.ages, loss=course.loss, currency=impact.currency, t=t,
                           selected=slowed.loss if slowed else None), "loss", t,
              t("Loss per year once a population has founded, by its age; median and 90 % interval,"
                " not discounted"))
if bound := course_words.lower_bound(base, t):
    display.note(bound)

words.draw(lambda: paragraphs.consequences_paragraph(
    base, compute.assessed(scenario) if scenario.selected else None, t,
    band=band_sentence(scenario, t)), t)

st.header(t("Effects"))
named = {e.id: t.local(e.title) for e in impact.effects}
display.chart(figures.effects(amounts={named[k]: v for k, v in course.effects.items()},
                              currency=impact.currency, t=t), "effects", t,
              t("Mean loss per year over {years} years after founding; median and 90 % interval",
                years=impact.horizon_years))
display.table(course.effect_table(
    named, {e.id: t(course_words.CATEGORIES[e.category]) for e in impact.effects}), "effects", t, {
    "effect": (t("Effect"), "text"), "category": (t("Kind"), "text"),
    "median": (t("{currency} per year, median", currency=impact.currency), "number"),
    "low": (t("5 %"), "number"), "high": (t("95 %"), "number")})

st.header(t("Effects that are not counted in money"))
if impact.scored:
    display.prose(course_words.scored(scenario, t), "scored", t, {
        "effect": t("Effect"), "kind": t("Kind"), "score": t("Score, 0 to 4"),
        "evidence": t("Evidence"), "status": t("Status"), "source": t("Source")})
else:
    st.caption(t("This scenario describes no such effect."))

st.header(t("Inputs"))
inputs = [p for place, p in scenario.located_parameters() if place[0] == "consequences"]
forms.parameters([(labels.parameter_label(scenario, p.name, t), p) for p in inputs], t, "impact")
display.equation(LOSS.latex, t(LOSS.words), t)
display.sources(inputs, t)
