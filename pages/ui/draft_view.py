"""Building the scenario: what the library fills in, and what the user has to decide."""

from __future__ import annotations

import streamlit as st

from pages.ui import compute, compute_draft, display, draft_cards, draft_filled, session
from pages.ui.draft_state import change, decided_by, key
from pages.ui.start_state import selection
from pra_core.commodities import Goods, PathwayKind
from pra_core.errors import PraError
from pra_core.figures import draft_bar
from pra_core.figures import draft_words as words
from pra_core.i18n import Translator
from pra_core.initiation_record import Initiation
from pra_core.pest_library import PestRecord
from pra_core.pest_status import PestStatus
from pra_core.pra_area import PraArea
from pra_core.scenario_draft import Draft
from pra_core.wording import escaped


def begin(record: PestRecord, goods: Goods, kind: PathwayKind, origin: tuple[str, ...],
          area: PraArea, *, status: PestStatus | None, initiation: Initiation | None) -> None:
    """Begin a draft and open it; for callbacks. The same one begun again keeps what was decided."""
    fresh = compute_draft.begun(record, goods, kind, origin, area, status, initiation)
    kept = session.draft()
    if kept is not None and kept.id == fresh.id:
        fresh = fresh.carried(kept)
    session.keep_draft(fresh)
    session.open_pest_view("draft")


def draw(t: Translator) -> None:
    """The draft in work, or the way to one."""
    running = session.draft()
    if running is None:
        _nothing_yet(t)
        return
    display.sentence(words.progress(running, t))
    _bar(running, t)
    if running.open:
        _together(running, t)
    else:
        _finish(running, t)
    part = _part(running, t)
    for one in running.open:
        if one.part == part:
            draft_cards.card(running, one, t)
    draft_filled.draw(running, part, t)


def _bar(running: Draft, t: Translator) -> None:
    """How many inputs are cited, assumed and open; no result, so without seed and draws."""
    said = t("What the inputs rest on, by step of ISPM 11")
    st.plotly_chart(
        draft_bar.by_step(counts=words.counts(running), t=t), key="chart-draft", theme=None,
        width="stretch", alt=said,
        config={"displaylogo": False, "modeBarButtonsToRemove": display.MODE_BAR})
    st.caption(said)


def _part(running: Draft, t: Translator) -> str:
    """The step of ISPM 11 shown; at first one with open inputs."""
    found = words.counts(running)
    chosen = key(running, "part")
    if session.shown(chosen) not in found:
        session.show(chosen, next((part for part in found if found[part].get(words.OPEN)),
                                  next(iter(found))))
    return str(st.segmented_control(
        t("Step"), list(found), key=chosen, required=True, width="stretch",
        label_visibility="collapsed", persist_state="session",
        format_func=lambda part: words.part_label(part, found[part].get(words.OPEN, 0), t))
        or next(iter(found)))


def _nothing_yet(t: Translator) -> None:
    display.sentence(t("No scenario is being built yet."))
    found = selection()
    missing = [title for title, there in (
        (t("a pest"), found.record), (t("goods"), found.goods), (t("an origin"), found.origin),
        (t("a PRA area"), found.area)) if not there]
    if missing:
        st.markdown(t("Still to be chosen under “Start a PRA”: {what}.",
                      what=t(", ").join(missing)))
        st.button(t("Start a PRA"), key="draft-start", on_click=session.open_pest_view,
                  args=("start",), icon=":material/flag:")
        return
    st.markdown(t("Everything is chosen. The library fills in what it knows; you decide the"
                  " rest."))
    st.button(t("Build the scenario"), key="draft-begin", on_click=_begin_selected,
              type="primary", icon=":material/build:")


def _begin_selected() -> None:
    found = selection()
    if found.record and found.goods and found.kind and found.origin and found.area:
        begin(found.record, found.goods, found.kind, found.origin, found.area, status=None,
              initiation=None)


def _together(running: Draft, t: Translator) -> None:
    """One reason for all suggestions, and the button that takes them."""
    offered = running.suggested
    with st.container(border=True, key="draft-together"):
        st.markdown(t("**Nothing assumed enters unasked.** Where nothing is cited, a wide range is"
                      " suggested with its reason. What you accept is recorded as assumed by you,"
                      " {name}.", name=escaped(session.user_name())))
        st.text_input(t("Reason for what you accept"), key=key(running, "reason"),
                      persist_state="session",
                      placeholder=t("for example: wide ranges to begin the discussion with"))
        asked = [words.input_title(one, t) for one in running.open
                 if one.suggestion is None and one.measured is None]
        if asked:
            st.caption(t("Without a suggestion, to be typed: {inputs}.",
                         inputs=t("; ").join(map(escaped, asked))))
        waiting = [words.input_title(one, t) for one in running.open if one.measured is not None]
        if waiting:
            st.caption(t("Published figures that may hold here, to be judged one by one: {inputs}.",
                         inputs=t("; ").join(map(escaped, waiting))))
        if any(one.key == "climate" for one in running.open):
            st.caption(t("The climate model brings two or three more inputs once it is chosen: how"
                         " its index is read."))
        if offered and st.button(
                t("Accept the 1 suggestion that is left") if len(offered) == 1 else
                t("Accept all {count} suggestions", count=len(offered)),
                key="draft-accept-all", icon=":material/done_all:"):
            who = decided_by(running, None, t)
            if who is not None:
                change(lambda: running.accept_all(*who), t)


def _finish(running: Draft, t: Translator) -> None:
    """Opening the finished scenario, and its usual measures."""
    try:
        finished = running.scenario()
    except PraError as error:
        display.problems(error, t, t("What you decided is kept; change what is named above."))
        return
    with st.container(border=True, key="draft-finish"):
        st.markdown(escaped(t.local(finished.summary)))
        if st.button(t("Open this scenario"), key="draft-open", type="primary",
                     icon=":material/open_in_new:"):
            with display.guard(t):
                compute.assessed(finished)
                session.start(finished)
                session.drop_draft()
                st.switch_page("../6_measures.py", query_params={"lang": session.language()})
    draft_filled.measures(running, t)
