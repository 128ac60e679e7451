"""One stored scenario: what it is, what can be done with it, its history and who may see it."""

from __future__ import annotations

import streamlit as st

from pages.ui import (
    compute_store,
    people_actor,
    people_class,
    people_share,
    scenarios_history,
    scenarios_use,
    session,
    session_stored,
)
from pages.ui import scenarios_words as words
from pages.ui.view_choice import open_view
from pra_core import access
from pra_core.access import Action, Actor
from pra_core.errors import N_
from pra_core.i18n import Translator
from pra_core.store.entries import Entry
from pra_core.wording import escaped

VIEWS = {"history": N_("History"), "labels": N_("Name and tags"),
         "share": N_("Sharing, approval, links")}
VIEW = "scenarios-entry-view"


def draw(entry: Entry, asking: Actor, t: Translator) -> None:
    """The chosen entry in full."""
    st.subheader(escaped(entry.name))
    st.markdown(words.subject(entry, t))
    st.caption(_facts(entry, asking, t))
    _alike(entry, asking, t)
    _buttons(entry, asking, t)
    view = open_view(VIEW, VIEWS, t)
    if view == "labels":
        _labels(entry, asking, t)
    elif view == "share":
        people_share.draw(entry, t)
    else:
        scenarios_history.draw(entry, asking, t)


def _alike(entry: Entry, asking: Actor, t: Translator) -> None:
    """Copies of a confidential one that are handled more openly, as those made before it was."""
    if not people_class.confidential(entry.classification):
        return
    copies = [one.name for one, _ in compute_store.library().versions_like(
        asking, entry.fingerprint) if one.id != entry.id and one.deleted_at is None
        and not people_class.confidential(one.classification)]
    if copies:
        st.warning(t("The same scenario is stored less confidentially too: {names}.",
                     names=escaped(t(", ").join(copies))), icon=":material/lock_open:")


def _facts(entry: Entry, asking: Actor, t: Translator) -> str:
    tags = escaped(t(", ").join(entry.tags))
    parts = [
        t("Owner: {name}", name=escaped(words.who(entry.owner_name, t))),
        t("Visible to: {who}", who=words.visible_to(entry, asking, t)),
        t("Handling: {openness}", openness=words.class_words(entry, t)),
        t("Version {number}, {moment}", number=entry.version,
          moment=escaped(words.changed(entry, t))),
        t("Approved: version {number}", number=entry.approved) if entry.approved else "",
        t("Tags: {tags}", tags=tags) if tags else "",
        t("Fingerprint: {code}", code=entry.fingerprint)]
    return " · ".join(part for part in parts if part)


def allowed(entry: Entry, asking: Actor, action: Action) -> bool:
    """Whether the library would let whoever asks do this; it is asked again when it is done."""
    return not access.refusal(asking, action, entry.holding, people_actor.today())


def _buttons(entry: Entry, asking: Actor, t: Translator) -> None:
    place = session_stored.stored()
    running = (place is not None and place.entry == entry.id
               and place.version == entry.version and not scenarios_use.changed_since())
    with st.container(horizontal=True):
        st.button(t("In use already") if running else t("Open it"), key="entry-open",
                  type="primary", icon=":material/open_in_new:", disabled=running,
                  on_click=scenarios_use.open_version, args=(entry.id, None, t))
        st.button(t("Compare with the scenario in use"), key="entry-compare",
                  icon=":material/compare:", disabled=running,
                  on_click=scenarios_use.compare_with_running, args=(entry.id,))
        st.button(t("Duplicate"), key="entry-copy", icon=":material/content_copy:",
                  disabled=bool(access.refusal(asking, "create", None, people_actor.today())),
                  on_click=scenarios_use.duplicate, args=(entry.id, entry.name, t))
        st.button(t("Delete"), key="entry-delete", icon=":material/delete:",
                  disabled=not allowed(entry, asking, "delete"),
                  on_click=scenarios_use.delete, args=(entry.id, entry.name, t))


def _labels(entry: Entry, asking: Actor, t: Translator) -> None:
    edits = allowed(entry, asking, "edit")
    for field, held in (("name", entry.name), ("tags", t(", ").join(entry.tags))):
        _settle(_typed(field, entry.id), _began(field, entry.id), held)
    st.text_input(t("Name in the library"), key=_typed("name", entry.id), max_chars=200,
                  disabled=not edits)
    st.text_input(t("Tags, separated by commas"), key=_typed("tags", entry.id), disabled=not edits)
    st.button(t("Keep name and tags"), key="entry-labels", disabled=not edits,
              icon=":material/check:", on_click=_relabel, args=(entry.id, t))


def _typed(field: str, entry_id: str) -> str:
    return f"entry-{field}:{entry_id}"


def _began(field: str, entry_id: str) -> str:
    return f"entry-{field}-began:{entry_id}"


def _settle(typed: str, began: str, held: str) -> None:
    """A field where nothing was typed follows the library; another one stays as it was typed."""
    if session.shown(typed) in (None, session.shown(began)):
        session.show(typed, held)
        session.show(began, held)
    elif session.shown(began) is None:
        session.show(began, held)


def _relabel(entry_id: str, t: Translator) -> None:
    now, before = (tuple(str(session.shown(key(field, entry_id)) or "")
                         for field in ("name", "tags")) for key in (_typed, _began))
    tags = scenarios_use.tags_of
    scenarios_use.relabel(entry_id, (now[0], tags(now[1])), (before[0], tags(before[1])), t)
    for field in ("name", "tags"):  # what it is now is known from here on
        session.show(_began(field, entry_id), None)
