"""What somebody works on is kept without asking, and offered after a reload or a restart."""

from __future__ import annotations

import datetime as dt
import json

import streamlit as st

from pages.ui import (
    compute_draft,
    compute_store,
    people_actor,
    people_class,
    scenarios_told,
    scenarios_use,
    scenarios_words,
    session,
    session_stored,
    session_work,
)
from pages.ui.session_stored import Stored
from pages.ui.session_work import Work
from pra_core.access import LOCAL_KEY, Actor
from pra_core.errors import PraError
from pra_core.i18n import Translator
from pra_core.scenario import Scenario
from pra_core.store import read_scenario
from pra_core.store.class_mark import class_mark, marked_class
from pra_core.store.codec import dump_json
from pra_core.store.entries import Workspace
from pra_core.store.work_text import draft_from, draft_text, own_from, own_text
from pra_core.wording import escaped

PAUSE = dt.timedelta(minutes=1)
"""Before a library that refused is tried again."""


def keep(asking: Actor, t: Translator) -> None:
    """Keep what changed in this run; says so where that is not possible."""
    if not _kept_for(asking) or session_work.offered() is not None:
        return
    now, before = session_work.work(), session_work.kept()
    if now is None:
        return
    if before is None and not session_work.begun():
        session_work.mark_kept(now)
        return
    failure = session_work.failed()
    waiting = failure is not None and compute_store.now() - failure[0] < PAUSE
    if not waiting and (before is None or not now.same(before)):
        failure = _kept(asking, now, t)
    if failure is not None:
        st.sidebar.warning(t("What you work on is not being kept: {why}. Save a file to be safe.",
                             why=escaped(failure[1])), icon=":material/save:")


def _kept_for(asking: Actor) -> bool:
    """Whether work is kept: where several machines share the local user, for its own one only."""
    return (asking.known and compute_store.keeps_work()
            and (asking.key != LOCAL_KEY or people_actor.at_the_server()))


def _kept(asking: Actor, now: Work, t: Translator) -> tuple[dt.datetime, str] | None:
    """Why it could not be kept, and when; None where it was."""
    try:
        compute_store.library().keep_workspace(asking, _workspace(now))
    except PraError as error:
        failure = compute_store.now(), "; ".join(t.error(one) for one in error.problems)
        session_work.mark_failed(failure)
        return failure
    session_work.mark_kept(now)
    session_work.mark_failed(None)
    return None


def _workspace(now: Work) -> Workspace:
    place = now.place or Stored("", 0)
    return Workspace(
        scenario=_text(now.scenario, place), seed=now.seed, draws=now.draws, entry=place.entry,
        version=place.version, draft=draft_text(now.draft) if now.draft is not None else "",
        own_data="" if now.own.empty else own_text(now.own))


def _text(scenario: Scenario, place: Stored) -> str:
    """The scenario as JSON, below the line of a file that said how openly it may be handled."""
    mark = f"{class_mark(place.handled)}\n" if place.handled is not None else ""
    return mark + dump_json(scenario)


def offer(asking: Actor, t: Translator) -> None:
    """Earlier work, to go on with or to leave; the library is asked once a visit."""
    if _kept_for(asking) and not session_work.asked():
        try:
            found = compute_store.library().workspace(asking)
        except PraError:  # `keep` says that the library refuses
            found = None
        if found is not None and not _here_already(found):
            session_work.offer(found)
    held = session_work.offered()
    if held is None:
        return
    with st.container(border=True, key="work-offer"):
        words, _ = st.columns([5, 1])  # the button of the help stands over the right end
        at = scenarios_words.moment(held.at, t) if held.at else ""
        words.markdown(t("**Your work is still here:** {what}, kept {moment}.",
                         what=_named(held, t), moment=at))
        words.caption(t("What you do now is kept once you have chosen."))
        with st.container(horizontal=True):
            st.button(t("Go on with it"), key="work-resume", type="primary",
                      icon=":material/history:", on_click=_resume, args=(asking, t))
            st.button(t("Start fresh"), key="work-fresh", icon=":material/restart_alt:",
                      on_click=_fresh, args=(asking,),
                      help=t("What was kept is given up. Scenarios in the library stay."))


def _here_already(found: Workspace) -> bool:
    """Whether the visit already shows what was kept."""
    place = session_stored.stored() or Stored("", 0)
    return (not found.draft and not found.own_data
            and (found.entry, found.version) == (place.entry, place.version)
            and (found.seed, found.draws) == (session.seed(), session.draws())
            and found.scenario == _text(session.scenario(), place))


def _named(held: Workspace, t: Translator) -> str:
    """The scenario, the draft and whether there are own data, in words."""
    parts = []
    title = _title(held.scenario)
    if title:
        parts.append(t("the scenario “{title}”", title=escaped(t.local(title))))
    if held.draft:
        parts.append(t("a scenario that is being built"))
    if held.own_data:
        parts.append(t("your own data"))
    return t(", ").join(parts)


def _title(text: str) -> dict[str, str]:
    """The title in the text of a scenario; empty where it cannot be read."""
    try:
        found = json.loads(text[text.index("{"):]).get("title", {}) if text else {}
    except ValueError:
        return {}
    return found if isinstance(found, dict) and "en" in found else {}


def _resume(asking: Actor, t: Translator) -> None:
    """Callback: everything as it was; what cannot be read is told and left out."""
    held = session_work.offered()
    session_work.offer(None)
    if held is None:
        return
    found = scenarios_told.attempt(lambda: read_scenario(held.scenario, t("kept work")))
    if found is not None:
        session.start(found)
        scenarios_use.run_with(held.seed, held.draws)
        people_class.carry(marked_class(held.scenario))
        _place(asking, held)
        session.open_pest_view("scenario")
    if held.own_data:
        own = scenarios_told.attempt(lambda: own_from(held.own_data))
        if own is not None:
            session.keep_own_data(session.own_data().joined(own))
    if held.draft:
        draft = scenarios_told.attempt(lambda: draft_from(
            held.draft, session.own_data().commodities(), compute_draft.examples()))
        if draft is not None:
            session.keep_draft(draft)
            session.open_pest_view("draft")


def _place(asking: Actor, held: Workspace) -> None:
    """Where the scenario stands in the library; without its name where it is not there any more.

    Even then its class holds for what is made of it.
    """
    if not held.entry:
        return
    session_stored.keep_stored(Stored(held.entry, held.version))
    library = compute_store.library()
    try:
        entry = library.entry(asking, held.entry)
        versions = library.history(asking, held.entry)
    except PraError:  # no longer shared
        return
    same = next((one for one in versions if one.number == held.version), None)
    if same is not None and entry.deleted_at is None:
        session_stored.keep_stored(Stored(entry.id, held.version, entry.name, same.fingerprint,
                                          same.seed, same.draws))


def _fresh(asking: Actor) -> None:
    """Callback: nothing of it comes back."""
    session_work.offer(None)
    scenarios_told.attempt(lambda: compute_store.library().forget_workspace(asking))
