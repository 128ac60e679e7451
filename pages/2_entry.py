"""Entry: how many infested units reach a host each year, and what each step removes."""

import pandas as pd
import streamlit as st

from pages.ui import compute, display, forms, session, words
from pages.ui.model_words import ENTRY
from pra_core import labels, paragraphs
from pra_core.figures import entry_inputs
from pra_core.figures import pathway as figures
from pra_core.figures.band_words import band_sentence, years_caption
from pra_core.wording import escaped

t, scenario = session.translator(), session.scenario()
base = compute.baseline(scenario)
chosen = compute.assessed(scenario) if scenario.selected else None

st.title(t("Entry"))

display.sentence(entry_inputs.answer(base.funnel, chosen.funnel if chosen else None, t))
st.caption(t("Without measures means ordinary commercial practice, without phytosanitary"
             " measures."))
if years := years_caption(scenario, t):
    st.caption(escaped(years))
display.chart(figures.funnel(stages=base.funnel, t=t,
                             killed=entry_inputs.killed_inside(chosen or base),
                             selected=chosen.funnel if chosen else None), "entry-funnel", t,
              t("Infested units per year left after each step; below each step, the share of"
                " infested units that it removes. Pests killed inside a unit leave the unit in the"
                " count, but lower the chance that it founds a population"))
if chosen and chosen.inspection_note:
    note = chosen.inspection_note
    display.note(t("Inspection is understated here: released infested units are overstated by up"
                   " to {by}, and up to {above} of lots would be infested throughout.",
                   by=t.percent(note.by, 2), above=t.percent(note.above_one, 2)))
display.table(entry_inputs.stage_table(base.funnel, chosen.funnel if chosen else None, t),
              "entry-steps", t, {
    "step": (t("Step"), "text"), "median": (t("Infested units per year, median"), "number"),
    "low": (t("5 %"), "number"), "high": (t("95 %"), "number"),
    "removed": (t("Removed by the step"), "percent"),
    **({"selected": (t("With the selected measures, median"), "number")} if chosen else {})})

words.draw(lambda: paragraphs.entry_paragraph(base, chosen, t, band=band_sentence(scenario, t)), t)

st.header(t("Inputs by step"))
for pathway in scenario.pathways:
    if len(scenario.pathways) > 1:
        st.subheader(t.local(pathway.title))
    st.caption(t("One unit is {unit}.", unit=t.local(pathway.unit_name)))
    for step, items in entry_inputs.by_step(scenario, pathway.id, t).items():
        st.subheader(t("At origin") if step == "origin" else labels.step_title(step, t))
        forms.parameters(items, t, f"{pathway.id}-{step}")

st.header(t("Lots and inspection"))
st.markdown(t("Infested units are not spread evenly: some lots hold many, most hold few (a Gamma"
              " distribution between lots). An inspection rejects a lot, not a unit. What it lets"
              " through comes from the cleaner lots, so a single survival per inspection would be"
              " wrong. Without measures nothing is inspected."))
plans = entry_inputs.inspections(scenario, base.values, t)
if plans:
    display.chart(figures.detection(plans=plans, t=t), "inspection", t,
                  t("Chance that an inspection finds a lot, by how infested the lot is"))
    display.table(pd.DataFrame(plans, columns=["name", "n", "sensitivity"]), "inspections", t, {
        "name": (t("Inspection"), "text"), "n": (t("Units inspected per lot, median"), "count"),
        "sensitivity": (t("Chance that an infested unit is recognised, median"), "percent")})
else:
    st.caption(t("No inspection is among the measures of this scenario."))
display.equation(ENTRY.latex, t(ENTRY.words), t)
display.sources(entry_inputs.entry_parameters(scenario), t)
