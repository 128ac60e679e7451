"""Pest categorization: is it a quarantine pest for the PRA area? (ISPM 11, 2.1)."""

from __future__ import annotations

import streamlit as st

from pages.ui import display, draft_view, gate_state, session, start_state, start_words
from pages.ui.start_state import Selection
from pra_core.figures import gate_words as words
from pra_core.i18n import Translator
from pra_core.markdown_text import linked
from pra_core.pest_status import Categorization, Evidence, PestStatus
from pra_core.wording import escaped

SHOWN = 4
"""Pieces of evidence shown at once; the others are one click away."""


def draw(t: Translator) -> None:
    """The outcome, the questions with their evidence, and the conclusion."""
    chosen = start_state.selection()
    if chosen.record is None or chosen.area is None:
        lacking = t(", ").join(part for part in start_words.missing(chosen, t)
                               if part in (t("the pest"), t("the PRA area")))
        display.sentence(t("Choose {parts} first: whether it is a quarantine pest is asked of one"
                           " pest and one PRA area.", parts=lacking))
        st.button(t("To the start"), key="gate-start", on_click=session.open_pest_view,
                  args=("start",), icon=":material/arrow_back:")
        return
    library = gate_state.from_library(chosen)
    for question in library.asked:
        _hold(chosen, question, library)
    given = gate_state.answers(chosen, library)
    area = escaped(start_words.area(chosen, t))
    display.sentence(words.headline(start_words.name(chosen.record, t), area, given, t,
                                    gate_state.concluded(chosen, given) is not None))
    _outcome(given, t)
    if chosen.planting or (chosen.kind is not None and chosen.kind.id in words.MAY_BE_PLANTED):
        st.checkbox(t("The goods are plants for planting (ISPM 5)"), value=chosen.planting,
                    key=gate_state.planting_key(chosen), persist_state="session")
    for question in given.asked:
        _hold(chosen, question, library)
        _question(chosen, question, library, given, area, t)
    _conclude(chosen, library, given, t)


def _hold(chosen: Selection, question: str, library: Categorization) -> None:
    """A question shows the library's answer until another one is given."""
    place = gate_state.key(chosen, question)
    if session.shown(place) not in gate_state.options(question):
        session.show(place, library.answers[question])


def _outcome(given: Categorization, t: Translator) -> None:
    body = "\n\n".join([words.why(given, t), "  \n".join(words.rule(given, t))])
    box = {"quarantine_pest": st.success, "undecided": st.warning,
           "regulated_non_quarantine_pest": st.info, "not_regulated": st.error}[given.outcome]
    box(body, icon=words.ICONS[given.outcome])


def _question(chosen: Selection, question: str, library: Categorization, given: Categorization,
              area: str, t: Translator) -> None:
    with st.container(border=True):
        st.markdown(f"**{t(words.TITLES[question])}** · "
                    + words.question(question, area, t))
        left, right = st.columns([5, 6])
        with left:
            st.segmented_control(
                t(words.TITLES[question]), gate_state.options(question),
                format_func=lambda one: t(words.ANSWERS[one]),
                key=gate_state.key(chosen, question), required=True, persist_state="session",
                label_visibility="collapsed")
            st.text_input(t("Evidence of your own"), persist_state="session",
                          key=gate_state.key(chosen, f"{question}:own"),
                          placeholder=t("for example: survey of the NPPO 2025, no find"))
            proposed = library.answers[question]
            if given.answers[question] == proposed != "unknown" and not gate_state.concluded(
                    chosen, given):
                st.caption(t("Proposed by the library; yours once you confirm it below."))
            if given.answers[question] != proposed:
                st.caption(t("The library answers: {answer}.",
                             answer=t(words.ANSWERS[library.answers[question]])))
        with right:
            _evidence(getattr(given, question).evidence, t)
            st.caption(t(words.CLAUSES[question]))


def _evidence(found: tuple[Evidence, ...], t: Translator) -> None:
    if not found:
        st.markdown(t("The library holds no evidence on this."))
    for one in found[:SHOWN]:
        _piece(one, t)
    if len(found) > SHOWN:
        with st.expander(t("{count} more", count=len(found) - SHOWN)):
            for one in found[SHOWN:]:
                _piece(one, t)


def _piece(one: Evidence, t: Translator) -> None:
    st.markdown(f"{display.badge(one.source.status, t)} — {escaped(t.local(one.text))}" + (
        "" if one.supports else " · " + t("helps to decide, answers nothing by itself")))
    st.caption(linked(display.source_text(one.source, t)))


def _conclude(chosen: Selection, library: Categorization, given: Categorization, t: Translator
              ) -> None:
    st.header(t("Conclude the categorization"))
    if given.outcome in words.NEXT:
        st.markdown(t(words.NEXT[given.outcome]))
    reason = gate_state.key(chosen, "reason")
    st.text_input(t("Reason for the conclusion"), key=reason, persist_state="session",
                  placeholder=t("for example: answers checked against the official pest list"))
    held = gate_state.concluded(chosen, given)
    goes_on = given.continues
    st.button(t("I confirm these answers: the assessment goes on") if goes_on else
              t("I confirm these answers: the assessment stops here"), key="gate-conclude",
              type="secondary" if held else "primary", icon=":material/check:",
              on_click=_record, args=(chosen, library, given))
    _refused(chosen, library, given, t)
    if held is None:
        return
    st.success(t("Recorded by {assessor} on {date}: {reason}", assessor=escaped(held.assessor),
                 date=held.date.isoformat(), reason=escaped(t.local(held.reason))),
               icon=":material/check:")
    if goes_on:
        _build(chosen, held, t)
    else:
        st.button(t("Choose another pest"), key="gate-other", icon=":material/arrow_back:",
                  on_click=session.open_pest_view, args=("start",))


def _record(chosen: Selection, library: Categorization, given: Categorization) -> None:
    """Record the conclusion, or let the page say what it lacks."""
    lacks = not str(session.shown(gate_state.key(chosen, "reason")) or "").strip()
    refused = lacks or bool(gate_state.unsupported(library, given))
    session.show("gate-refused", refused)
    if not refused:
        gate_state.conclude(chosen, given)


def _refused(chosen: Selection, library: Categorization, given: Categorization, t: Translator
             ) -> None:
    if not session.shown("gate-refused"):
        return
    lines = [t("{question}: you answer otherwise than the library; give your evidence.",
               question=t(words.TITLES[question]))
             for question in gate_state.unsupported(library, given)]
    if not str(session.shown(gate_state.key(chosen, "reason")) or "").strip():
        lines.append(t("Say the reason for the conclusion."))
    if lines:
        display.refusal(lines, t("Nothing was recorded. What you typed stays."))


def _build(chosen: Selection, status: PestStatus, t: Translator) -> None:
    lacking = start_words.missing(chosen, t)
    if lacking:
        st.info(t("To build the scenario, choose {parts} at the start.",
                  parts=t(", ").join(lacking)), icon=":material/info:")
    st.button(t("Build the scenario"), type="primary", key="gate-build", disabled=bool(lacking),
              icon=":material/construction:", on_click=_begin, args=(chosen, status))


def _begin(chosen: Selection, status: PestStatus) -> None:
    record, goods, kind, area = chosen.record, chosen.goods, chosen.kind, chosen.area
    if record is not None and goods is not None and kind is not None and area is not None:
        draft_view.begin(record, goods, kind, chosen.origin, area, status=status,
                         initiation=start_state.initiation(chosen))
