"""The history of a stored scenario: who changed what and when, in words."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from pages.ui import compute_store, people_actor, scenarios_use, session, session_stored
from pages.ui import scenarios_words as words
from pra_core import access
from pra_core.access import Actor
from pra_core.figures import change_words
from pra_core.i18n import Translator
from pra_core.store.entries import Entry, Version
from pra_core.wording import escaped

AT_ONCE, LINES = 8, 4
"""Versions shown to begin with, and changes of each."""


def draw(entry: Entry, asking: Actor, t: Translator) -> None:
    """Every version, the latest first."""
    found = compute_store.library().history(asking, entry.id)
    more = f"history-more:{entry.id}"
    shown = found if session.shown(more) else found[:AT_ONCE]
    edits = not access.refusal(asking, "edit", entry.holding, people_actor.today())
    for one in shown:
        _version(entry, one, edits, t)
    if len(shown) < len(found):
        st.button(t("Show all {count} versions", count=len(found)), key=f"button-{more}",
                  on_click=session.show, args=(more, True))


def _version(entry: Entry, one: Version, edits: bool, t: Translator) -> None:
    place = session_stored.stored()
    here = place is not None and (place.entry, place.version) == (entry.id, one.number)
    unchanged = here and not scenarios_use.changed_since()
    with st.container(border=True, key=f"version-{one.number}"):
        said, buttons = st.columns([3, 2], vertical_alignment="center")
        with said:
            st.markdown(_head(one, unchanged, t))
            _changes(one, t)
        with buttons.container(horizontal=True, horizontal_alignment="right"):
            st.button(t("Open it"), key=f"open-{one.number}", disabled=unchanged,
                      on_click=scenarios_use.open_version, args=(entry.id, one.number, t))
            if one.number > 1:
                st.button(t("Compare"), key=f"compare-{one.number}",
                          help=t("With the version before it"),
                          on_click=scenarios_use.compare_versions,
                          args=(entry.id, one.number - 1, one.number))
            if one.number < entry.version:
                st.button(t("Restore"), key=f"restore-{one.number}", disabled=not edits,
                          on_click=scenarios_use.restore, args=(entry.id, one.number, t),
                          help=t("As a new version; what came after it stays in the history."))


def _head(one: Version, here: bool, t: Translator) -> str:
    parts = [t("**Version {number}**", number=one.number), words.moment(one.at, t),
             escaped(words.who(one.by_name, t))]
    if one.approved_at is not None:
        parts.append(t(":material/verified: approved by {name}, {moment}",
                       name=escaped(words.who(one.approved_by, t)),
                       moment=words.moment(one.approved_at, t)))
    if here:
        parts.append(t("in use"))
    return " · ".join(parts)


def _changes(one: Version, t: Translator) -> None:
    if one.note:
        st.markdown(t("“{note}”", note=escaped(one.note)))
    if one.approval_note:
        st.caption(t("Of the approval: “{note}”", note=escaped(one.approval_note)))
    told = change_words.lines(one.changes, t)
    if not told:
        st.caption(t("The first version.") if one.number == 1 else t("Nothing else changed."))
        return
    st.markdown(_bullets(told[:LINES]))
    if len(told) > LINES:
        with st.expander(t("{count} more changes", count=len(told) - LINES)):
            st.markdown(_bullets(told[LINES:]))


def _bullets(told: Sequence[str]) -> str:
    return "\n".join(f"- {escaped(line)}" for line in told)
