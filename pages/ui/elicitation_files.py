"""Judgements as a CSV file: saved, asked for with a template, read with every problem named."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from pages.ui import display, people_class, session
from pages.ui import elicitation_state as state
from pages.ui.elicitation_state import key
from pra_core import labels
from pra_core.elicitation import Elicitation
from pra_core.errors import PraError
from pra_core.figures import elicitation_opinion_words as words
from pra_core.figures.elicitation_words import asked_words
from pra_core.i18n import Translator
from pra_core.scenario import Scenario
from pra_core.store.edit import elicited_source, with_elicitation
from pra_core.store.judgements import (
    PROBABILITIES,
    dump_judgements,
    judgement_template,
    read_judgements,
)
from pra_core.wording import escaped

LARGEST_MB = 1


def draw(scenario: Scenario, name: str, t: Translator) -> None:
    """Save, template, and reading."""
    left, right = st.columns(2, gap="large")
    with left:
        _saving(scenario, t)
    with right:
        _template(scenario, name, t)
    _reading(scenario, t)


def _saving(scenario: Scenario, t: Translator) -> None:
    st.subheader(t("Judgements of this scenario"))
    count = sum(len(p.elicitation.judgements) for p in scenario.parameters.values()
                if p.elicitation is not None)
    st.markdown(t("{count} judgements of all inputs, with assessors, rounds and reasons.",
                  count=count))
    # The file is written after the run, where no session can be asked for the scenario.
    st.download_button(t("Save all judgements (CSV)"), lambda: dump_judgements(scenario).encode(
        "utf-8-sig"), people_class.named(f"{scenario.id}-judgements.csv"), "text/csv",
        key="judgements-save",
        on_click="ignore", icon=":material/download:", disabled=count == 0)


def _template(scenario: Scenario, name: str, t: Translator) -> None:
    st.subheader(t("A form for assessors"))
    names = state.choices(scenario)
    named = state.named(scenario, t, names)
    place = key("template")
    if session.shown(key("template-of")) != name:  # the form is about the input chosen
        session.show(key("template-of"), name)
        session.show(place, [name])
    wanted = st.multiselect(t("Inputs to be judged"), names, key=place, persist_state="session",
                            format_func=named.__getitem__, placeholder=t("none"))
    notes = [t("{question} – fill in value, assessor, date (like 2026-11-22) and, once, the reason",
               question=asked_words(p, t)) for p in PROBABILITIES]
    st.download_button(t("Save the form (CSV)"), lambda: judgement_template(
        scenario, wanted, named, notes).encode("utf-8-sig"), f"{scenario.id}-form.csv", "text/csv",
        key="judgements-template", on_click="ignore", icon=":material/download:",
        disabled=not wanted)


def _reading(scenario: Scenario, t: Translator) -> None:
    st.subheader(t("Read judgements"))
    file = st.file_uploader(t("Open a file of judgements (CSV, at most {size} MB)",
                              size=LARGEST_MB), type=["csv"], max_upload_size=LARGEST_MB,
                            key=key(f"file:{session.shown(key('files-read')) or 0}"))
    if file is None:
        return
    try:
        found = read_judgements(file.getvalue(), file.name, scenario)
    except PraError as error:
        display.refusal(words.file_problems(error, scenario, t),
                        t("Nothing of the file is used; the scenario stays."))
        return
    _preview(scenario, found, t)


def _preview(scenario: Scenario, found: Mapping[str, Elicitation], t: Translator) -> None:
    """What the file holds beside what is in use, before anything is taken over."""
    st.markdown(t("The file holds judgements of **{count}** inputs, without a problem:",
                  count=len(found)))
    rows = words.preview_table(scenario, found, t)
    display.prose(rows, "judgements-preview", t, {
        "input": t("Input"), "people": t("Assessors"), "now": t("In use now"),
        "then": t("From the file")})
    replaced = [labels.parameter_label(scenario, name, t) for name in found
                if scenario.parameters[name].elicitation is not None]
    if replaced:
        st.warning(t("Judgements that are there already would be replaced: {inputs}",
                     inputs=escaped(t("; ").join(replaced))))
    st.button(t("Take these judgements over"), type="primary", key="judgements-take",
              icon=":material/check:", on_click=_take, args=(found,))


def _take(found: Mapping[str, Elicitation]) -> None:
    def act() -> None:
        t, changed = session.translator(), session.scenario()
        for name, elicitation in found.items():
            changed = with_elicitation(changed, name, elicitation, elicited_source(elicitation))
        for name in found:
            state.keep(changed, name, t("Judgements of {count} inputs are in use.",
                                        count=len(found)))
        session.show(key("files-read"), int(str(session.shown(key("files-read")) or 0)) + 1)

    state.attempted(act)
