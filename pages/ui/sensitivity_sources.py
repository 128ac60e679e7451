"""View: every source of uncertainty by step, as ISPM 11 asks to document (2.4)."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from pages.ui import (
    compute,
    compute_precision,
    compute_sets,
    compute_study,
    display,
    people_class,
    session,
    words,
)
from pra_core import paragraphs, uncertainty_sources
from pra_core.errors import PraError
from pra_core.figures import uncertainty as figures
from pra_core.figures import uncertainty_words as source_words
from pra_core.figures.band_words import band_sentence
from pra_core.i18n import Translator
from pra_core.report.annex import told_study as study_sentence
from pra_core.scenario import Scenario


def draw(t: Translator) -> None:
    """Sentence, chart by step and status, table of inputs, and what no number carries."""
    scenario = session.scenario()
    st.subheader(t("What is uncertain, step by step?"))
    drivers = compute_precision.drivers(scenario)
    how = source_words.estimator(isinstance(drivers, pd.DataFrame), t)
    every = uncertainty_sources.table(scenario, *uncertainty_sources.shares(drivers))
    st.markdown("  \n".join(filter(None, (source_words.answer(scenario, every, t), _about(t)))))
    if (every["contribution"] > 0).any():
        display.chart(figures.by_step(sources=every, t=t), "uncertainty-steps", t,
                      _caption(how, t))
    spare = int((~every["in_use"]).sum())
    whole = spare > 0 and st.toggle(
        t("Also the {count} inputs of measures that are not selected", count=spare),
        key="sources-all", persist_state="session")
    shown = every if whole else every[every["in_use"]]
    st.subheader(t("Uncertain inputs"))
    display.table(source_words.inputs(scenario, shown, t), "uncertainty-sources", t, {
        key: (t(source_words.HEADS[key]), "text") for key in (
            "step", "what", "cause", "status", "contribution", "range", "unit", "source")},
        widths={"step": 215, "what": 290, "status": 95, "contribution": 130, "source": 260},
        height=520)
    st.caption(t("Share alone: {how}.", how=how))
    st.caption(t("Why: as recorded, else read from the kind of the input and its source: a"
                 " judgement means that data are missing; a cited figure with a range differs from"
                 " case to case; what ties parts of the model together is in doubt with the"
                 " model."))
    st.subheader(t("What no number carries"))
    display.prose(source_words.assumptions(shown, t), "uncertainty-assumptions", t, {
        "step": t("Section of ISPM 11"), "what": t("What the model assumes"),
        "discussed": t("Discussed on")})
    st.download_button(t("All sources of uncertainty (CSV)"),
                       lambda: display.csv_bytes(source_words.everything(
                           scenario, every, t, how)),
                       people_class.named(f"uncertainty-{scenario.fingerprint}.csv"), "text/csv",
                       key="csv-uncertainty-all", on_click="ignore", icon=":material/download:")


def in_words(t: Translator) -> None:
    """The sensitivity of the result as one paragraph for a report."""
    words.draw(lambda: _paragraph(session.scenario(), t), t)


def _paragraph(scenario: Scenario, t: Translator) -> str:
    drivers = compute_precision.drivers(scenario)
    every = uncertainty_sources.table(scenario, *uncertainty_sources.shares(drivers))
    return paragraphs.sensitivity_paragraph(
        compute.assessed(scenario), drivers, every, t,
        study=study(scenario, t), band=band_sentence(scenario, t))


def study(scenario: Scenario, t: Translator) -> str:
    """Which number would change the choice if it were known; nothing where sets cannot be searched.

    The refusal itself stands on the pages that search.
    """
    if not scenario.measures:
        return ""
    try:
        with st.spinner(t("Asking what each number would change …")):
            return study_sentence(compute_study.studies(scenario), scenario, t,
                                  preliminary=not compute_sets.is_settled(scenario))
    except PraError:
        return ""


def _about(t: Translator) -> str:
    """That this view is about outbreaks, where another result is chosen above."""
    if (session.shown("sensitivity-subject") or "rate") == "rate" and session.shown(
            "sensitivity-log") is not False:
        return ""
    return t("This view is about outbreaks per year (log), whatever result is chosen above.")


def _caption(how: str, t: Translator) -> str:
    return t("Shares of the variation of outbreaks per year (log) that inputs explain alone"
             " ({how}); by step and by status of the source", how=how)
