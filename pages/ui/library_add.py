"""The form that turns an entry of the library into a measure of the scenario."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from pages.ui import display, library_inputs, library_ties, session
from pages.ui.library_inputs import ONE, PROPOSED, RANGE, REQUIRED, TRIAL, Law
from pra_core.errors import N_, PraError
from pra_core.figures import measure_form_words
from pra_core.figures import measure_library_words as words
from pra_core.i18n import Translator
from pra_core.measure_edit import with_measure
from pra_core.measure_library import (
    Choices,
    Entry,
    free_id,
    measure_from,
    open_questions,
    twins,
    usual_compliance,
    usual_sample_size,
)
from pra_core.scenario import Scenario
from pra_core.wording import escaped

OWN = "own"
IN_LIBRARY = N_("As in the library")
TOLD = N_("Nothing was added to the scenario. What you typed stays.")


def form(entry: Entry, t: Translator) -> None:
    """What has to be decided, the certificate text, and the button."""
    scenario = session.scenario()
    key = f"{session.generation()}:add:{entry.id}"
    found = twins(entry, scenario)
    wanted = library_ties.twins(entry, found, key, t)
    evidence = _evidence(entry, scenario, key, t)
    typed = _values(entry, scenario, key, evidence, t)
    decided: dict[str, Any] = {"evidence": evidence}
    if evidence is not None or typed.get("efficacy", ("",))[0] == TRIAL:
        decided["survivor_factor"] = library_ties.practice(entry, scenario, found, key, t)
    decided |= library_ties.ties(entry, scenario, found, key, t)
    reason = None
    if library_inputs.changed(typed.values()):
        reason = library_inputs.reason(f"{key}:reason", t)
    said = words.certificate(entry, evidence, scenario, t)
    if said:
        st.caption("  \n".join(f"{section}: {escaped(text)}" for section, text in said))
    st.caption(t("Fields marked with {mark} are needed; of a text, one language is enough.",
                 mark=REQUIRED.strip()))
    if st.button(t("Add to this scenario"), key=f"{key}:use", type="primary",
                 icon=":material/add:", disabled=not wanted,
                 help=None if wanted else t("First say above that you want it all the same.")):
        _use(entry, scenario, typed, decided, reason, t)


def _evidence(entry: Entry, scenario: Scenario, key: str, t: Translator) -> str | None:
    """Which evidence on the scenario's pest to use; None = none, or decided by the user."""
    found = {e.id: e for effect in entry.effects
             for e in effect.found(scenario.pest.eppo_code)}
    others = [e for effect in entry.effects for e in effect.evidence if e.id not in found]
    if others:
        st.caption(t("Evidence on other pests, or without a number, is for orientation only."))
    if not found or entry.prohibits:
        return next(iter(found), None)
    chosen = st.radio(
        t("Efficacy"), [*found, OWN], key=f"{key}:evidence", persist_state="session",
        format_func=lambda one: t("Decide it myself") if one == OWN else
        words.evidence_line(found[one], t))
    return None if chosen == OWN else str(chosen)


def _values(entry: Entry, scenario: Scenario, key: str, evidence: str | None, t: Translator
            ) -> dict[str, Law]:
    asked = open_questions(entry, scenario)
    typed: dict[str, Law] = {}
    if "efficacy" in asked or (evidence is None and not entry.inspects and not entry.prohibits):
        typed["efficacy"] = library_inputs.law(f"{key}:efficacy", "efficacy", t,
                                               ways=(RANGE, TRIAL))
    if "sample_size" in asked:
        typed["sample_size"] = library_inputs.law(
            f"{key}:sample_size", "sample_size", t, ways=(ONE,), keep=PROPOSED,
            kept=usual_sample_size(scenario))
    if "sensitivity" in asked:
        typed["sensitivity"] = library_inputs.law(f"{key}:sensitivity", "sensitivity", t)
    if not entry.per_founding and not entry.prohibits:
        typed["compliance"] = library_inputs.law(
            f"{key}:compliance", "compliance", t, kept=entry.compliance or usual_compliance(),
            keep=IN_LIBRARY if entry.compliance else PROPOSED)
    typed["cost"] = library_inputs.law(
        f"{key}:cost", "cost", t, needed=False,
        title=t("Cost per year in {currency}; leave empty if unknown",
                currency=scenario.consequences.currency))
    return typed


def _use(entry: Entry, scenario: Scenario, typed: Mapping[str, Law], decided: dict[str, Any],
         reason: str | None, t: Translator) -> None:
    lines = [line for field, given in typed.items()
             if not (field == "cost" and library_inputs.empty(given))
             for line in library_inputs.faults(field, given, t)]
    feasibility = library_inputs.settled(decided["feasibility"])
    needed = ["feasibility"] * (feasibility is None)
    needed += ["reason"] * (reason is not None and not reason.strip())
    lines += measure_form_words.unfilled(needed, t)
    if lines:
        display.refusal(lines, t(TOLD))
        return
    try:
        measure = measure_from(entry, scenario, _choices(
            entry, scenario, typed, decided | {"feasibility": feasibility}, reason))
        session.keep(with_measure(scenario, measure))
    except PraError as error:
        display.refusal(measure_form_words.problem_lines(error, t), t(TOLD))
        return
    library_inputs.told(t("Added: **{title}**. It is not selected yet; switch it on along the"
                          " pathway on the page Measures.", title=escaped(t.local(measure.title))))
    session.show("library-chosen", "")
    st.rerun()


def _choices(entry: Entry, scenario: Scenario, typed: Mapping[str, Law],
             decided: Mapping[str, Any], reason: str | None) -> Choices:
    laws: dict[str, Any] = {
        field: library_inputs.built(field, given) for field, given in typed.items()
        if not (field == "cost" and library_inputs.empty(given))}
    for field, proposed in (("compliance", usual_compliance()),
                            ("sample_size", usual_sample_size(scenario))):
        if field in laws and laws[field] is None and getattr(entry, field, None) is None:
            laws[field] = proposed
    return Choices(measure_id=free_id(entry, scenario),
                   source=library_inputs.source(reason) if reason else None, **laws, **decided)
