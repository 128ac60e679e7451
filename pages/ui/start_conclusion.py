"""Information, earlier assessments and the conclusion of stage 1 (ISPM 11, 1.3 and 1.4)."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from pages.ui import display, scenarios_overlap, session, start_state
from pages.ui import start_words as words
from pages.ui.start_state import Selection
from pra_core.candidates import Candidate
from pra_core.figures import initiation_words
from pra_core.i18n import Translator
from pra_core.initiation_record import Initiation
from pra_core.wording import escaped

REFUSED = "start-refused"


def draw(chosen: Selection, found: Sequence[Candidate], t: Translator) -> None:
    """Earlier assessments, what was gathered, and the record of the conclusion."""
    _earlier(chosen, t)
    scenarios_overlap.draw(chosen, t)
    st.header(t("Conclude the initiation"))
    if chosen.record is not None:
        st.markdown(t("The library holds {count} sources on {pest}; its card shows what each says"
                      " and what was not found.", count=len(chosen.record.sources),
                      pest=words.name(chosen.record, t)))
    left, right = st.columns(2)
    with left:
        st.text_area(t("Information gathered besides the library (one item a line)"),
                     key=start_state.INFORMATION, persist_state="session",
                     placeholder=t("for example: letter of the exporting NPPO of 3 May 2026"))
    with right:
        st.text_area(t("Conclusion: why this pest on this pathway is assessed"),
                     key=start_state.REASON, persist_state="session",
                     placeholder=t("for example: first request for market access; the pest is"
                                   " present at the origin and absent here"))
    lacking = words.missing(chosen, t)
    if lacking:
        st.info(t("Still to choose: {parts}.", parts=t(", ").join(lacking)),
                icon=":material/arrow_upward:")
    held = start_state.initiation(chosen)
    if held is not None:
        _recorded(held, t)
    first, second = st.columns(2)
    first.button(t("Record it and go on to the quarantine pest test"), type="primary",
                 key="start-conclude", icon=":material/arrow_forward:", width="stretch",
                 disabled=bool(lacking), on_click=_conclude,
                 args=(chosen, tuple(one.record.eppo_code for one in found)))
    if held is None:
        second.button(t("Go on without a record"), key="start-skip", width="stretch",
                      disabled=chosen.record is None or chosen.area is None,
                      on_click=session.open_pest_view, args=("gate",))
    if session.shown(REFUSED):
        display.refusal(
            [{"reason": t("Conclusion: say why this pest on this pathway is assessed."),
              "decision": t("Decision or measure under review: say which."),
              "occasion": t("Say what gave rise to the review.")}[key]
             for key in str(session.shown(REFUSED)).split()],
            t("Nothing was recorded. What you typed stays."))


def _conclude(chosen: Selection, candidates: tuple[str, ...]) -> None:
    """Record stage 1 and open the next view; or remember what is missing."""
    needed = {"reason": start_state.REASON}
    if chosen.start == "policy":
        needed |= {"decision": start_state.DECISION, "occasion": start_state.OCCASION}
    empty = [name for name, key in needed.items() if not str(session.shown(key) or "").strip()]
    session.show(REFUSED, " ".join(empty))
    if not empty:
        start_state.conclude(chosen, candidates)
        session.open_pest_view("gate")


def _recorded(held: Initiation, t: Translator) -> None:
    st.success(t("Recorded by {assessor} on {date}: {reason}", assessor=escaped(held.assessor),
                 date=held.date.isoformat(), reason=escaped(t.local(held.reason))),
               icon=":material/check:")


def _earlier(chosen: Selection, t: Translator) -> None:
    if not (chosen.record or chosen.goods or chosen.origin or chosen.chosen):
        return
    found = start_state.earlier(chosen)
    st.header(t("Earlier assessments that bear on this one"))
    if not found:
        st.markdown(t("None of the worked examples and of the scenarios you opened shares pest,"
                      " commodity, origin or PRA area with this one."))
        return
    display.prose(pd.DataFrame([{
        "shared": t(", ").join(t(initiation_words.SHARED[key]) for key in one.shared),
        "where": t(words.PLACES[one.where]), "title": t.local(one.scenario.title),
    } for one in found]), "earlier", t, {
        "shared": t("In common"), "where": t("Where it is"), "title": t("Assessment")})
    ids = {one.scenario.fingerprint: one for one in found}
    left, right = st.columns([3, 1], vertical_alignment="bottom")
    with left:
        if session.shown("start-earlier") not in ids:
            session.show("start-earlier", next(iter(ids)))
        picked = st.selectbox(t("Assessment to look at"), list(ids), key="start-earlier",
                              format_func=lambda one: t.local(ids[one].scenario.title))
    right.button(t("Open it"), key="start-open", width="stretch", on_click=_open,
                 args=(picked,))
    if chosen.start == "policy" and not session.shown(start_state.DECISION):
        st.caption(t("Under review may also be one of these: name it above."))


def _open(fingerprint: str) -> None:
    for one in start_state.earlier(start_state.selection()):
        if one.scenario.fingerprint == fingerprint:
            session.start(one.scenario)
            session.open_pest_view("scenario")
            return
