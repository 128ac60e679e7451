"""Who may open a stored scenario, how openly it is handled, its approval and its links."""

from __future__ import annotations

import datetime as dt
import zlib
from typing import cast

import streamlit as st

from pages.ui import (
    compute_store,
    people_actor,
    people_class,
    people_link,
    people_log,
    scenarios_told,
    session,
)
from pra_core import access
from pra_core.access import LOCAL_KEY, Action, Actor, Classification, Openness, Visibility
from pra_core.errors import MESSAGES, N_
from pra_core.i18n import Translator
from pra_core.store.entries import Entry, Link, Person
from pra_core.wording import escaped

MEANING: dict[str, str] = {
    "private": N_("Only you and administrators open it."),
    "named": N_("Only you, the people named here, and administrators open it."),
    "open": N_("Everybody with a role opens it; only you and the named editors change it."),
}


def draw(entry: Entry, t: Translator) -> None:
    """The form for one entry; what somebody may not do is said instead of drawn."""
    asking = people_actor.actor()
    if _refused(asking, "share", entry):
        st.caption(t("Only the owner or an administrator changes who may open it."))
    else:
        if asking.key == LOCAL_KEY:
            st.caption(t("Nobody logs in here, so there is nobody to share with: whoever sits at"
                         " this machine opens everything. With log-in, scenarios are private,"
                         " shared with named people, or open."))
        else:
            _sharing(entry, t)
        _openness(entry, t)
    _approval(asking, entry, t)
    _links(asking, entry, t)


def _refused(asking: Actor, action: Action, entry: Entry) -> str:
    return access.refusal(asking, action, entry.holding, people_actor.today())


def _sharing(entry: Entry, t: Translator) -> None:
    known = _people(entry, t)
    # What somebody else changed is drawn anew: the state of a widget does not outlive its value.
    held = entry.holding
    mark = _mark((held.visibility, sorted(held.readers), sorted(held.editors)))
    keys = {name: f"share-{name}:{entry.id}:{mark}" for name in ("who", "readers", "editors")}
    keys["find"] = f"share-find:{entry.id}"
    chosen = st.segmented_control(
        t("Who may open it"), list(MEANING), default=entry.holding.visibility, required=True,
        format_func=lambda one: t(people_log.VISIBILITY[one]), key=keys["who"])
    st.caption(t(MEANING[chosen or "private"]))
    if chosen != "private":
        st.text_input(t("Find people by name or e-mail"), key=keys["find"],
                      placeholder=t("then choose them below"))
        for name, label, held in (("readers", t("May read"), entry.holding.readers),
                                  ("editors", t("May also change"), entry.holding.editors)):
            st.multiselect(label, list(known), default=[k for k in known if k in held],
                           format_func=known.__getitem__, key=keys[name],
                           placeholder=t("nobody chosen"))
    st.button(t("Apply"), key=f"share-apply:{entry.id}", on_click=_share, args=(entry, keys, t),
              icon=":material/group:")


def _mark(state: object) -> str:
    """A short name of what a form shows."""
    return f"{zlib.crc32(repr(state).encode()):08x}"


def _people(entry: Entry, t: Translator) -> dict[str, str]:
    """Those who are named already, chosen, or found by the text typed, by key."""
    library, asking = compute_store.library(), people_actor.actor()
    found = library.find_people(asking, str(session.shown(f"share-find:{entry.id}") or ""))
    kept = _kept(entry.id)
    kept.update({one.key: _named(one) for one in found})
    for key in (entry.holding.readers | entry.holding.editors) - set(kept):
        person = next((one for one in library.find_people(asking, key) if one.key == key), None)
        kept[key] = _named(person) if person is not None else key
    return {key: name or t("without a name") for key, name in kept.items()}


def _kept(entry_id: str) -> dict[str, str]:
    """Names found before stay to choose from while other people are looked for."""
    name = f"share-known:{entry_id}"
    if not isinstance(session.shown(name), dict):
        session.show(name, {})
    return cast(dict[str, str], session.shown(name))


def _named(person: Person) -> str:
    return f"{person.name} ({person.email})" if person.email else person.name


def _share(entry: Entry, keys: dict[str, str], t: Translator) -> None:
    visibility = cast(Visibility, session.shown(keys["who"]) or "private")
    readers, editors = ([] if visibility == "private" else list(
        cast(list[str], session.shown(keys[name]) or [])) for name in ("readers", "editors"))
    changed = scenarios_told.attempt(lambda: compute_store.library().share(
        people_actor.actor(), entry.id, visibility, readers, editors, shown=entry.holding))
    if changed is not None:
        scenarios_told.say(t("**{name}** is now {visibility}.", name=escaped(changed.name),
                             visibility=t(people_log.VISIBILITY[visibility])))


def _openness(entry: Entry, t: Translator) -> None:
    mark = _mark(entry.classification)
    keys = {name: f"class-{name}:{entry.id}:{mark}" for name in ("openness", "until")}
    left, right = st.columns(2, vertical_alignment="bottom")
    chosen = left.segmented_control(
        t("How openly it may be handled"), list(people_log.OPENNESS), required=True,
        default=entry.classification.openness, key=keys["openness"],
        format_func=lambda one: t(people_log.OPENNESS[one]))
    if chosen == "confidential":
        right.date_input(t("Until and including (empty = without an end)"), key=keys["until"],
                         value=entry.classification.until, format="YYYY-MM-DD",
                         help=t("The day ends at midnight UTC, 8 in the morning of the next day in"
                                " Beijing."))
        st.caption(t("Printed on every page of the report and part of the names of files. A"
                     " confidential scenario is never open to everybody and never part of a"
                     " compressed link."))
    st.button(t("Set the openness"), key=f"class-apply:{entry.id}", on_click=_classify,
              args=(entry, keys, t), icon=":material/shield:")


def _classify(entry: Entry, keys: dict[str, str], t: Translator) -> None:
    openness = cast(Openness, session.shown(keys["openness"]) or "internal")
    until = session.shown(keys["until"])
    given = Classification(openness=openness, until=until if (
        openness == "confidential" and isinstance(until, dt.date)) else None)
    changed = scenarios_told.attempt(lambda: compute_store.library().classify(
        people_actor.actor(), entry.id, given, shown=entry.classification))
    if changed is not None:
        scenarios_told.say(t("**{name}** is now handled as: {openness}.",
                             name=escaped(changed.name), openness=people_class.words(given, t)))


def _approval(asking: Actor, entry: Entry, t: Translator) -> None:
    if entry.approved is not None:
        st.caption(t("Version {number} is approved and never changes.", number=entry.approved))
    if entry.approved == entry.version:
        return
    code = _refused(asking, "approve", entry)
    if code:
        asked = access.ACTIONS["approve"]
        words = escaped(t(MESSAGES[code], value=asking.name, allowed=t(asked)))
        st.caption(t("You cannot approve it: {why}.", why=words))
        return
    note = f"approve-note:{entry.id}"
    st.text_input(t("Note of approval"), key=note)
    st.button(t("Approve version {number}", number=entry.version), key=f"approve:{entry.id}",
              on_click=_approve, args=(entry, note, t), icon=":material/verified:")


def _approve(entry: Entry, note: str, t: Translator) -> None:
    approved = scenarios_told.attempt(lambda: compute_store.library().approve(
        people_actor.actor(), entry.id, entry.version, str(session.shown(note) or "")))
    if approved is not None:
        scenarios_told.say(t("Version {number} of **{name}** is approved: it never changes, and"
                             " saving makes the next version.", number=entry.version,
                             name=escaped(entry.name)))


def _links(asking: Actor, entry: Entry, t: Translator) -> None:
    made = compute_store.library().links(asking, entry.id)
    st.markdown(t("**Links**"))
    st.caption(t("A link is a random number: whoever follows it must be allowed to open the"
                 " scenario, and may have to log in first.") if asking.key != LOCAL_KEY else
               t("A link is a random number. It opens on this machine; people elsewhere can"
                 " follow it once log-in is set up."))
    for link in made:
        if link.revoked_at is None:
            _link(link, t)
    latest, this = st.columns(2)
    latest.button(t("New link to the latest version"), key=f"link:{entry.id}", on_click=_new_link,
                  args=(entry.id, None, t), icon=":material/add_link:", width="stretch")
    this.button(t("New link to version {number}", number=entry.version), width="stretch",
                key=f"link-version:{entry.id}", on_click=_new_link, icon=":material/add_link:",
                args=(entry.id, entry.version, t))


def _link(link: Link, t: Translator) -> None:
    words, button = st.columns([5, 1], vertical_alignment="center")
    with words:
        st.code(people_link.address(people_link.STORED, link.id), language=None)
        what = t("latest version") if link.version is None else t(
            "version {number}", number=link.version)
        st.caption(t("{what} · made {date} by {name} · followed {count} times", what=what,
                     date=f"{link.made_at:%Y-%m-%d}", count=link.followed,
                     name=escaped(link.made_by_name or t("local user"))))
    button.button(t("Withdraw"), key=f"revoke:{link.id}", on_click=_revoke, args=(link.id, t))


def _new_link(entry_id: str, version: int | None, t: Translator) -> None:
    if scenarios_told.attempt(lambda: compute_store.library().link(
            people_actor.actor(), entry_id, version)) is not None:
        scenarios_told.say(t("The link is made; copy it from the list of links."))


def _revoke(link_id: str, t: Translator) -> None:
    def withdrawn() -> bool:
        compute_store.library().revoke(people_actor.actor(), link_id)
        return True

    if scenarios_told.attempt(withdrawn):
        scenarios_told.say(t("The link is withdrawn and leads nowhere now."))
