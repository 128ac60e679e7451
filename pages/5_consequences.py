"""Consequences: what presence would cost, and what that is worth per year today."""

import pandas as pd
import streamlit as st

from pages.ui import compute, display, forms, session, words
from pages.ui.model_words import LOSS
from pra_core import labels, paragraphs
from pra_core.errors import N_
from pra_core.figures import course as invasions
from pra_core.figures import pathway as figures
from pra_core.figures.band_words import band_sentence
from pra_core.summary import interval

t, scenario = session.translator(), session.scenario()
impact, base = scenario.consequences, compute.baseline(scenario)
course, found = compute.invasion(scenario.with_measures(())), interval(base.annual_loss)
slowed = compute.invasion(scenario) if invasions.slows_spread(scenario) else None
KINDS = {"environmental": N_("environmental"), "social": N_("social"),
         "non_commercial": N_("non-commercial")}
CATEGORIES = {"direct": N_("direct"), "indirect": N_("indirect")}


def money(amount: float) -> str:
    return labels.money(amount, impact.currency, t)


st.title(t("Consequences"))
text = t("Without measures, the median loss is **{median} a year** (90 % interval {low} to"
         " {high}; mean {mean}), in prices of {year}.", median=money(found.median),
         low=money(found.low), high=money(found.high), mean=money(found.mean),
         year=impact.price_year)
if scenario.selected:
    after = interval(compute.assessed(scenario).annual_loss)
    text += " " + t("With the selected measures: **{median}** ({low} to {high}; mean {mean}).",
                    median=money(after.median), low=money(after.low), high=money(after.high),
                    mean=money(after.mean))
display.sentence(text)
display.chart(figures.loss(ages=course.ages, loss=course.loss, currency=impact.currency, t=t,
                           selected=slowed.loss if slowed else None), "loss", t,
              t("Loss per year once a population has founded, by its age; median and 90 % interval,"
                " not discounted"))
share = invasions.more_than_two(base)
if share > 0.05:
    display.note(t("In {share} of the simulated futures more than two foundings are expected within"
                   " {years} years. Only the first is counted, so the loss given is a lower bound.",
                   share=t.percent(share, 2), years=impact.horizon_years))

words.draw(lambda: paragraphs.consequences_paragraph(
    base, compute.assessed(scenario) if scenario.selected else None, t,
    band=band_sentence(scenario, t)), t)

st.header(t("Effects"))
named = {e.id: t.local(e.title) for e in impact.effects}
display.chart(figures.effects(amounts={named[k]: v for k, v in course.effects.items()},
                              currency=impact.currency, t=t), "effects", t,
              t("Mean loss per year over {years} years after founding; median and 90 % interval",
                years=impact.horizon_years))
display.table(course.effect_table(named, {e.id: t(CATEGORIES[e.category]) for e in impact.effects}),
              "effects", t, {
    "effect": (t("Effect"), "text"), "category": (t("Kind"), "text"),
    "median": (t("{currency} per year, median", currency=impact.currency), "number"),
    "low": (t("5 %"), "number"), "high": (t("95 %"), "number")})

st.header(t("Effects that are not counted in money"))
if impact.scored:
    display.prose(pd.DataFrame([{
        "effect": t.local(s.title), "kind": t(KINDS[s.category]), "score": f"{s.score} / 4",
        "evidence": t.local(s.evidence), "status": display.badge(s.source.status, t),
        "source": display.source_text(s.source, t)} for s in impact.scored]), "scored", t, {
        "effect": t("Effect"), "kind": t("Kind"), "score": t("Score, 0 to 4"),
        "evidence": t("Evidence"), "status": t("Status"), "source": t("Source")})
else:
    st.caption(t("This scenario describes no such effect."))

st.header(t("Inputs"))
inputs = [p for place, p in scenario.located_parameters() if place[0] == "consequences"]
forms.parameters([(labels.parameter_label(scenario, p.name, t), p) for p in inputs], t, "impact")
display.equation(LOSS.latex, t(LOSS.words), t)
display.sources(inputs, t)
