"""Changing what lies on the table: measures, volume, season, samples, notes, files."""

from __future__ import annotations

from typing import Any

import streamlit as st

from pages.ui import display, negotiation_state, people_class, session
from pra_core.errors import PraError
from pra_core.figures import negotiation_terms as terms
from pra_core.figures import negotiation_words as words
from pra_core.i18n import Translator
from pra_core.measure import Measure
from pra_core.negotiation import (
    Negotiation,
    Note,
    Proposal,
    arriving_months,
    proposed,
    season_matters,
)
from pra_core.scenario import Scenario
from pra_core.store.negotiations import dump_negotiation, read_negotiation
from pra_core.validation import validated


def editor(scenario: Scenario, negotiation: Negotiation, t: Translator) -> None:
    """One proposal chosen and changed; what is refused stays as it was typed."""
    st.header(t("Change what lies on the table"))
    by_id = {p.id: p for p in negotiation.proposals}
    chosen = st.selectbox(
        t("Proposal to change"), list(by_id), key=f"to-change-{session.generation()}",
        format_func=lambda i: words.proposal_words(negotiation, by_id[i], t))
    proposal, code = by_id[chosen], f"{chosen}-{negotiation_state.turn()}-{session.generation()}"
    with st.form(f"proposal-{code}", enter_to_submit=False):
        typed = _levers(scenario, proposal, code, t)
        typed |= _texts(scenario, proposal, code, t)
        sent = st.form_submit_button(t("Put it on the table"), type="primary",
                                     icon=":material/handshake:")
    if sent and _volume_fits(typed["volume_factor"]):
        try:
            fresh = validated(Proposal, proposal.model_dump() | typed | {
                "source": negotiation_state.source()})
        except PraError as error:
            display.problems(error, t, t("The proposal as it was before stays on the table."))
            fresh = None
        if fresh is not None and _fits(scenario, fresh, t):
            negotiation_state.keep(scenario, negotiation.with_proposal(fresh),
                                   t("The proposal lies on the table as changed."))
            st.rerun()
    _moves(scenario, negotiation, proposal, t)


def _volume_fits(factor: float) -> bool:
    """Whether a factor of the volume is allowed; where not, that is said beside its field."""
    return 0.0 < factor <= 100.0


def _fits(scenario: Scenario, fresh: Proposal, t: Translator) -> bool:
    """Whether the scenario takes the proposal; why not is said in words."""
    try:
        proposed(scenario, fresh)
    except PraError as error:
        display.refusal(terms.refusal_lines(error, scenario, fresh, t),
                        t("The proposal as it was before stays on the table."))
        return False
    return True


def _levers(scenario: Scenario, proposal: Proposal, code: str, t: Translator) -> dict[str, Any]:
    titles = {m.id: t.local(m.title) for m in scenario.measures if m.feasible}
    typed: dict[str, Any] = {"measures": tuple(st.multiselect(
        t("Measures"), list(titles), [i for i in proposal.measures if i in titles],
        format_func=titles.__getitem__, key=f"measures-{code}",
        placeholder=t("no measures")))}
    left, right = st.columns(2)
    with left:
        typed["volume_factor"] = st.number_input(
            t("Volume, times that of the scenario"), value=proposal.volume_factor, step=0.1,
            key=f"volume-{code}")
        if not _volume_fits(typed["volume_factor"]):
            st.error(t("The volume must be above 0 and at most 100 times that of the scenario;"
                       " 1 leaves it as it is."))
    with right:
        typed["arrival_months"] = _months(scenario, proposal, code, t)
    typed["sample_sizes"] = _samples(scenario, proposal, code, t)
    return typed


def _months(scenario: Scenario, proposal: Proposal, code: str, t: Translator) -> tuple[int, ...]:
    if not season_matters(scenario):
        st.markdown(t("Months of arrival: the climate model of this scenario knows no season."))
        return ()
    open_months = list(arriving_months(scenario))
    chosen = st.multiselect(
        t("Arrival in these months only (none chosen: as in the scenario)"), open_months,
        [m for m in proposal.arrival_months if m in open_months],
        format_func=lambda m: t(words.MONTHS[m - 1]),
        key=f"months-{code}", placeholder=t("as in the scenario"))
    st.caption(t("Only months in which something arrives. The year's volume is packed into the"
                 " months that remain, unless you lower the volume."))
    return tuple(sorted(chosen))


def _samples(scenario: Scenario, proposal: Proposal, code: str, t: Translator
             ) -> dict[str, float]:
    """Samples that differ from the scenario's; measures asked for or not."""
    looking = [(m, e) for m in scenario.measures for e in m.effects
               if m.feasible and e.sample_size is not None]
    found: dict[str, float] = {}
    for column, (m, e) in zip(st.columns(max(1, len(looking))), looking, strict=False):
        assert e.sample_size is not None  # chosen so
        usual = float(e.sample_size.distribution.ppf(0.5))
        with column:
            units = st.number_input(
                t("Units per lot — {measure}", measure=t.local(m.title)), min_value=0.0,
                value=proposal.sample_sizes.get(m.id, usual), step=50.0, format="%.0f",
                key=f"sample-{m.id}-{code}")
        if m.id in proposal.sample_sizes or units != usual:
            found[m.id] = units
    return found


def _texts(scenario: Scenario, proposal: Proposal, code: str, t: Translator) -> dict[str, Any]:
    """Argument and notes, in the language in use; the other language keeps what it has."""
    argument = st.text_area(t("Argument"), t.local(proposal.argument), key=f"argument-{code}",
                            max_chars=4000)
    written = {}
    with st.expander(t("Notes on measures")):
        st.caption(t("On the measures the proposal asks for, and where a note stands already. Notes"
                     " are internal unless you share them."))
        for m in scenario.measures:
            if m.id in proposal.measures or m.id in proposal.notes:
                found = _note(m, proposal.notes.get(m.id), code, t)
                if found is not None:
                    written[m.id] = found
    return {"argument": _said(proposal.argument, argument, t), "notes": written}


def _note(m: Measure, before: Note | None, code: str, t: Translator) -> dict[str, Any] | None:
    """A note on a measure and whether it may stand in letters; None where there is none."""
    left, right = st.columns([5, 1], vertical_alignment="bottom")
    with left:
        text = st.text_input(t.local(m.title), t.local(before.text) if before else "",
                             key=f"note-{m.id}-{code}", max_chars=600)
    with right:
        shared = st.checkbox(t("In letters"), before is not None and before.shared,
                             key=f"shared-{m.id}-{code}")
    if not text.strip():
        return None
    return {"text": _said(before.text if before else None, text, t), "shared": shared}


def _said(before: dict[str, str] | None, text: str, t: Translator) -> dict[str, str]:
    """A text typed in one language; where nothing stood before it serves for both."""
    text = text.strip() or "–"
    if before is None:
        return {"en": text, "zh_CN": text}
    return before | {t.language: text}


def _moves(scenario: Scenario, negotiation: Negotiation, proposal: Proposal, t: Translator
           ) -> None:
    with st.container(horizontal=True):
        st.button(t("Select its measures in the workbench"), on_click=_adopt,
                  args=(scenario, proposal, t("The measures are selected in the workbench.")),
                  icon=":material/open_in_new:",
                  help=t("Every page then shows them. Volume, months and samples of the proposal"
                         " stay on this table."))
        full, none = len(negotiation.proposals) >= negotiation_state.MOST, not scenario.selected
        st.button(t("Add the measures selected in the workbench"), icon=":material/add:",
                  on_click=negotiation_state.add_selected,
                  args=(scenario, t("The selected measures lie on the table as a proposal.")),
                  disabled=full or none,
                  help=t("No measure is selected in the workbench.") if none else
                  t("The table is full: six proposals.") if full else None)
        few = len(negotiation.proposals) <= 2
        st.button(t("Take it off the table"), icon=":material/delete:",
                  on_click=negotiation_state.remove,
                  args=(scenario, proposal.id, t("The proposal was taken off the table.")),
                  disabled=few, help=t("Two proposals must stay on the table.") if few else None)
        if negotiation_state.changed(scenario):
            st.button(t("Back to the table as it was shipped"), icon=":material/undo:",
                      on_click=negotiation_state.forget,
                      args=(scenario, t("The table is as it was shipped.")))


def _adopt(scenario: Scenario, proposal: Proposal, told: str) -> None:
    session.keep(scenario.with_measures(proposal.measures))
    negotiation_state.tell(told)


def files(scenario: Scenario, negotiation: Negotiation, t: Translator) -> None:
    """The table as a file, and a file as the table."""
    with st.expander(t("Save this negotiation, or open one"), icon=":material/folder:"):
        st.download_button(t("Save this negotiation (YAML)"),
                           lambda: dump_negotiation(negotiation).encode(),
                           people_class.named(f"negotiation-{negotiation.scenario}.yaml"),
                           "application/yaml",
                           key="negotiation-yaml", on_click="ignore",
                           icon=":material/download:")
        sent = st.file_uploader(t("Open a negotiation (YAML, up to 2 MB)"), type=["yaml", "yml"],
                                key=f"negotiation-file-{negotiation_state.turn()}")
        if sent is None or not st.button(t("Put this file on the table")):
            return
        try:
            fresh = _read(sent.getvalue(), sent.name)
            if fresh.scenario != scenario.id:
                raise PraError("conflict", sent.name, fresh.scenario, scenario.id)
        except PraError as error:
            display.problems(error, t, t("The table as it was before stays."))
        else:
            negotiation_state.keep(scenario, fresh, t("The file lies on the table."))
            st.rerun()


def _read(content: bytes, name: str) -> Negotiation:
    try:
        return read_negotiation(content.decode("utf-8"), name)
    except UnicodeDecodeError as error:
        raise PraError("unreadable", name, str(error), "UTF-8 text") from error
