"""The scenario library in the scenario bar: where the scenario stands in it, and saving."""

from __future__ import annotations

import streamlit as st

from pages.ui import (
    people_actor,
    scenarios_told,
    scenarios_use,
    scenarios_words,
    session,
    session_stored,
)
from pages.ui.session_stored import Stored
from pra_core import access
from pra_core.access import Actor
from pra_core.i18n import Translator
from pra_core.wording import escaped


def state(t: Translator) -> None:
    """What the library last said, the version in use, and a save that clashed."""
    scenarios_told.draw(t)
    _conflict(t)
    place = session_stored.stored()
    if place is None or not place.name:
        return
    entry = scenarios_use.entry_in_use()
    name = escaped(entry.name if entry is not None else place.name)
    if scenarios_use.changed_since():
        st.caption(t("In the library: **{name}**, version {number}; changed since.", name=name,
                     number=place.version))
    else:
        st.caption(t("In the library: **{name}**, version {number}.", name=name,
                     number=place.version))
    if entry is not None and entry.version > place.version:
        st.button(t("Open version {number}, the latest", number=entry.version), width="stretch",
                  key="store-latest", icon=":material/update:", args=(entry.id, None, t),
                  on_click=scenarios_use.open_version,
                  help=t("Somebody saved or restored it after the version in use."))


def form(t: Translator) -> None:
    """Save as the next version, or as a new entry of the library."""
    asking = people_actor.actor()
    st.page_link("../scenarios.py", label=t("Open one from the scenario library"),
                 icon=":material/inventory_2:", query_params={"lang": session.language()})
    why = access.refusal(asking, "create", None, people_actor.today())
    if why:
        st.caption(scenarios_words.refused(why, asking, t))
        return
    place = session_stored.stored()
    if place is not None and place.name:
        _next_version(place, t)
    _new(asking, place, t)


def _key(name: str) -> str:
    return f"{session.generation()}:store-{name}"


def _next_version(place: Stored, t: Translator) -> None:
    st.text_input(t("What changed (optional note)"), key=_key("note"), max_chars=500,
                  placeholder=t("for example: new trial of the cold treatment"))
    st.button(t("Save as version {number}", number=place.version + 1), key="store-version",
              type="primary", icon=":material/save:", width="stretch", args=(t,),
              on_click=_save_version)


def _save_version(t: Translator) -> None:
    note = _key("note")
    scenarios_use.save_version(str(session.shown(note) or ""), t)
    if scenarios_use.conflict() is None:
        session.show(note, "")


def _new(asking: Actor, place: Stored | None, t: Translator) -> None:
    running = session.scenario()
    name = place.name if place is not None and place.name else t.local(running.title)
    st.text_input(t("Name in the library"), name, key=_key("name"), max_chars=200)
    st.text_input(t("Tags, separated by commas"), key=_key("tags"),
                  placeholder=t("for example: citrus, 2026, draft for the meeting"))
    for line in scenarios_words.overlap_lines(asking, running, place, t):
        st.warning(line, icon=":material/content_copy:")
    st.button(t("Save in the library") if place is None else t("Save as a new one"),
              key="store-new", type="primary" if place is None else "secondary",
              icon=":material/library_add:", width="stretch", args=(t,), on_click=_save_new)


def _save_new(t: Translator) -> None:
    name = str(session.shown(_key("name")) or "")
    tags = scenarios_use.tags_of(str(session.shown(_key("tags")) or ""))
    scenarios_use.save_new(name, "", tags, t)


def _conflict(t: Translator) -> None:
    """Somebody else saved meanwhile: nothing is lost, and three ways go on."""
    held = scenarios_use.conflict()
    if held is None:
        return
    with st.container(border=True, key="store-conflict"):
        st.warning(t("**{name}** was not saved: {reason}", name=escaped(held.name),
                     reason=escaped(held.reason)), icon=":material/call_split:")
        if st.button(t("Look at the differences"), key="conflict-look", width="stretch",
                     icon=":material/compare:", args=(held.entry,),
                     on_click=scenarios_use.compare_with_running):
            st.switch_page("../scenarios.py", query_params={"lang": session.language()})
        st.text_input(t("Name of a copy"), t("{name} (copy)", name=held.name),
                      key="conflict-name", max_chars=200)
        st.button(t("Keep mine as a copy"), key="conflict-copy", width="stretch",
                  icon=":material/library_add:", on_click=_copy, args=(t,))
        st.button(t("Save mine as a further version"), key="conflict-over", width="stretch",
                  icon=":material/history:", on_click=scenarios_use.keep_over, args=(t,),
                  help=t("The other version stays in the history and can be brought back."))
        st.button(t("Drop what was not saved"), key="conflict-drop", width="stretch",
                  icon=":material/close:", on_click=session.show,
                  args=(scenarios_use.CONFLICT, None),
                  help=t("The scenario in use stays as it is on screen."))


def _copy(t: Translator) -> None:
    scenarios_use.keep_as_copy(str(session.shown("conflict-name") or ""), t)
