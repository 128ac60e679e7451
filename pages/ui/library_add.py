"""The form that turns an entry of the library into a measure of the scenario."""

from __future__ import annotations

import streamlit as st

from pages.ui import display, library_inputs, session
from pages.ui.library_inputs import ONE, RANGE, TRIAL
from pra_core.distribution import Distribution
from pra_core.errors import PraError, Problem
from pra_core.figures import measure_library_words as words
from pra_core.i18n import Translator
from pra_core.measure_edit import with_measure
from pra_core.measure_library import (
    Choices,
    Entry,
    free_id,
    measure_from,
    open_questions,
    usual_sample,
)
from pra_core.scenario import Scenario
from pra_core.wording import escaped

OWN = "own"
COMPLIANCE = (90.0, 97.0, 100.0)
"""What the form begins with, in per cent: a start to be judged, never a finding."""
Law = tuple[str, dict[str, float | None]]


def form(entry: Entry, t: Translator) -> None:
    """What has to be decided, the certificate text, and the button."""
    scenario = session.scenario()
    key = f"{session.generation()}:add:{entry.id}"
    evidence = _evidence(entry, scenario, key, t)
    typed = _values(entry, scenario, key, evidence, t)
    reason = st.text_input(
        t("Reason or source of what you typed"), key=f"{key}:reason", persist_state="session",
        placeholder=t("for example: trial report, expert judgement of …")) or ""
    said = words.certificate(entry, evidence, scenario, t)
    if said:
        st.caption("  \n".join(f"{section}: {escaped(text)}" for section, text in said))
    if st.button(t("Add to this scenario"), key=f"{key}:use", type="primary",
                 icon=":material/add:"):
        with display.guard(t):
            _use(entry, scenario, evidence, typed, reason, t)


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
        typed["efficacy"] = library_inputs.law(
            f"{key}:efficacy", t("Efficacy when applied"), t, ways=(RANGE, TRIAL))
    if "sample_size" in asked:
        typed["sample_size"] = library_inputs.law(
            f"{key}:sample_size", t("Units inspected per lot"), t, ways=(ONE,),
            start=(None, usual_sample(scenario), None), percent=False)
    if "sensitivity" in asked:
        typed["sensitivity"] = library_inputs.law(
            f"{key}:sensitivity", t("Chance that an inspected infested unit is recognised"), t)
    if not entry.per_founding and not entry.prohibits:
        typed["compliance"] = library_inputs.law(
            f"{key}:compliance", t("Share of lots on which it is really applied"), t,
            kept=entry.compliance, start=COMPLIANCE)
    typed["cost"] = library_inputs.law(
        f"{key}:cost", t("Cost per year in {currency}; leave empty if unknown",
                         currency=scenario.consequences.currency), t, percent=False)
    return typed


def _use(entry: Entry, scenario: Scenario, evidence: str | None, typed: dict[str, Law],
         reason: str, t: Translator) -> None:
    name = free_id(entry, scenario)
    problems: list[Problem] = []
    laws: dict[str, Distribution | None] = {}
    for field, given in typed.items():
        if field == "cost" and library_inputs.empty(given):
            continue
        try:
            laws[field] = library_inputs.built(
                f"{name}.{field}", given, percent=field not in ("sample_size", "cost"))
        except PraError as error:
            problems += error.problems
    decided = {field: law for field, law in laws.items() if law is not None}
    try:
        source = library_inputs.source(reason) if decided else None
    except PraError as error:
        problems += error.problems
    if problems:
        raise PraError.of(problems)
    measure = measure_from(entry, scenario, Choices(
        measure_id=name, evidence=evidence, source=source, **decided))
    session.keep(with_measure(scenario, measure))
    library_inputs.told(t("Added: **{title}**. It is not selected yet; switch it on along the"
                          " pathway on the page Measures.", title=escaped(t.local(measure.title))))
    session.show("library-chosen", "")
    st.rerun()
