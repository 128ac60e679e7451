"""What somebody works on is kept without asking, and offered after a reload or a restart."""

from __future__ import annotations

import datetime as dt
import json
from contextlib import suppress
from dataclasses import replace
from itertools import takewhile
from typing import Literal
from urllib.parse import urlsplit

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
    session_report,
    session_stored,
    session_work,
)
from pages.ui.session_stored import Stored
from pages.ui.session_work import Work
from pra_core.access import LOCAL_KEY, Actor
from pra_core.errors import PraError
from pra_core.i18n import Translator
from pra_core.import_requirements.kept import edits_from, edits_text
from pra_core.scenario import Scenario
from pra_core.store import read_scenario
from pra_core.store.class_mark import class_mark, marked_class
from pra_core.store.codec import dump_json
from pra_core.store.entries import Workspace
from pra_core.store.work_text import draft_from, draft_text, own_from, own_text
from pra_core.wording import escaped

NAME = "# name: "
OFFERED_ON = "work-offered-on"
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
    """Whether work is kept: not a trainee's, and of machines that share the local user for one."""
    return (asking.known and compute_store.keeps_work() and not session_work.learning()
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
        scenario=_text(now.scenario, place, now.name), seed=now.seed, draws=now.draws,
        entry=place.entry, version=place.version,
        draft=draft_text(now.draft) if now.draft is not None else "",
        own_data="" if now.own.empty else own_text(now.own),
        requirements=edits_text(now.edits) if now.edits else "")


def _text(scenario: Scenario, place: Stored, name: str = "") -> str:
    """The scenario as JSON, below lines of what is no part of it.

    The class that its file said, and the name typed.
    """
    marks = [class_mark(place.handled)] if place.handled is not None else []
    known = "".join(c for c in " ".join(name.split()) if c.isprintable())
    marks += [NAME + known] if known else []
    return "\n".join([*marks, dump_json(scenario)])


def _typed_name(text: str) -> str:
    """The name in the lines above a kept scenario."""
    above = takewhile(lambda line: line.startswith("#"), text.splitlines())
    return next((line[len(NAME):] for line in above if line.startswith(NAME)), "")


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
    if held is None or not _kept_for(asking):
        return
    at = scenarios_words.moment(held.at, t) if held.at else ""
    said = t("**Your work is still here:** {what}, kept {moment}.", what=_named(held, t), moment=at)
    if _first_page():
        with st.container(border=True, key="work-offer"):
            words, _ = st.columns([5, 1])  # the button of the help stands over the right end
            words.markdown(said)
            words.caption(t("What you do now is kept once you have chosen.")
                          if asking.key != LOCAL_KEY else
                          t("It was kept on this machine, perhaps in another browser; starting"
                            " fresh gives it up. What you do now is kept once you have chosen."))
            with st.container(horizontal=True):
                _choice(asking, "primary", t)
        return
    with st.container(horizontal=True, vertical_alignment="center", key="work-offer-line"):
        st.caption(said, width="content")
        _choice(asking, "tertiary", t)


def _first_page() -> bool:
    """Whether this is the page where the offer was made first; elsewhere one line reminds of it."""
    here = urlsplit(st.context.url or "").path
    if session.shown(OFFERED_ON) is None:
        session.show(OFFERED_ON, here)
    return session.shown(OFFERED_ON) == here


def _choice(asking: Actor, kind: Literal["primary", "tertiary"], t: Translator) -> None:
    st.button(t("Go on with it"), key="work-resume", type=kind, icon=":material/history:",
              on_click=_resume, args=(asking, t))
    st.button(t("Start fresh"), key="work-fresh", icon=":material/restart_alt:",
              type="secondary" if kind == "primary" else kind, on_click=_fresh, args=(asking,),
              help=t("What was kept is given up. Scenarios in the library stay."))


def _here_already(found: Workspace) -> bool:
    """Whether the visit already shows what was kept."""
    place = session_stored.stored() or Stored("", 0)
    return (not found.draft and not found.own_data and not found.requirements
            and (found.entry, found.version) == (place.entry, place.version)
            and (found.seed, found.draws) == (session.seed(), session.draws())
            and found.scenario == _text(session.scenario(), place, _typed_name(found.scenario)))


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
    if held.requirements:
        parts.append(t("import requirements written by hand"))
    return t(", ").join(parts)


def _title(text: str) -> dict[str, str]:
    """The title in the text of a scenario; empty where it cannot be read."""
    try:
        found = json.loads("{" + text.partition("\n{")[2] if text[:1] == "#" else text or "{}")
        found = found.get("title", {})
    except ValueError:
        return {}
    return found if isinstance(found, dict) and "en" in found else {}


def _resume(asking: Actor, t: Translator) -> None:
    """Callback: everything as it was; what cannot be read is told and left out."""
    held = session_work.offered()
    if held is None or session_work.learning():
        return
    session_work.offer(None)
    found = scenarios_told.attempt(lambda: read_scenario(held.scenario, t("kept work")))
    if found is not None:
        session.start(found)
        scenarios_use.run_with(held.seed, held.draws)
        name = _typed_name(held.scenario)
        if name and not session.shown(session_work.NAME):
            session.show(session_work.NAME, name)
        people_class.carry(marked_class(held.scenario))
        _place(asking, held)
        session.open_pest_view("scenario")
    if held.own_data:
        own = scenarios_told.attempt(lambda: own_from(held.own_data))
        if own is not None:
            session.keep_own_data(session.own_data().joined(own))
    if held.requirements:
        edits = scenarios_told.attempt(lambda: edits_from(held.requirements))
        if edits is not None:
            session_report.join(edits)
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
    place = Stored(held.entry, held.version)
    with suppress(PraError):  # no longer shared
        entry = compute_store.library().entry(asking, held.entry)
        place = people_class.at(asking, entry, held.version)
    carried = session_stored.stored()
    session_stored.keep_stored(replace(place, handled=carried.handled if carried else None))


def _fresh(asking: Actor) -> None:
    """Callback: nothing of it comes back."""
    session_work.offer(None)
    scenarios_told.attempt(lambda: compute_store.library().forget_workspace(asking))
