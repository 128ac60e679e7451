"""Everybody who was here, and the form that gives and takes roles."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

import pandas as pd
import streamlit as st

from pages.ui import compute_store, display, people_actor, people_door, scenarios_told, session
from pra_core.access import LOCAL_KEY, ROLES, Role
from pra_core.i18n import Translator
from pra_core.store.entries import Person
from pra_core.wording import escaped

PERSON, ROLE, NONE = "people-person", "people-role", "none"


def draw(everybody: Sequence[Person], t: Translator) -> None:
    """Who waits for a role stands first."""
    scenarios_told.draw(t)
    listed = sorted((one for one in everybody if one.key != LOCAL_KEY),
                    key=lambda one: (one.role is not None, one.name.casefold(), one.key))
    if listed:
        _form({one.key: one for one in listed}, t)
    frame = pd.DataFrame([{
        "name": one.name or t("without a name"), "email": one.email, "role": _role(one.role, t),
        "first": _moment(one.first_seen), "last": _moment(one.last_seen), "key": one.key,
    } for one in listed], columns=["name", "email", "role", "first", "last", "key"])
    display.table(frame, "people", t, {
        "name": (t("Person"), "text"), "email": (t("E-mail"), "text"), "role": (t("Role"), "text"),
        "first": (t("First seen (UTC)"), "text"), "last": (t("Last seen (UTC)"), "text"),
        "key": (t("Account (issuer | subject)"), "text")})
    display.note(t("People appear here once they have logged in. Names and e-mail addresses come"
                   " from the log-in service; before you give a role, compare the account with the"
                   " line the person sent you. A role that is taken away ends at once."))


def _form(people: dict[str, Person], t: Translator) -> None:
    if session.shown(PERSON) not in people:
        session.show(PERSON, next(iter(people)))
        _follow(people)
    who, role, do = st.columns([3, 4, 1], vertical_alignment="bottom")
    who.selectbox(t("Person"), list(people), key=PERSON, on_change=_follow, args=(people,),
                  format_func=lambda key: _named(people[key], t))
    role.segmented_control(t("Role"), [NONE, *ROLES], key=ROLE, required=True,
                           format_func=lambda one: _role(None if one == NONE else one, t))
    do.button(t("Give"), key="people-give", type="primary", on_click=_give, args=(t,),
              width="stretch")


def _follow(people: dict[str, Person]) -> None:
    """The role shown is the one the person has."""
    session.show(ROLE, people[str(session.shown(PERSON))].role or NONE)


def _give(t: Translator) -> None:
    chosen = str(session.shown(ROLE))
    role = None if chosen == NONE else cast(Role, chosen)
    person = scenarios_told.attempt(lambda: compute_store.library().set_role(
        people_actor.actor(), str(session.shown(PERSON)), role))
    if person is not None:
        scenarios_told.say(t("**{name}** now has the role: {role}.", role=_role(role, t),
                             name=escaped(_named(person, t))))


def _role(role: str | None, t: Translator) -> str:
    return t(people_door.ROLE_NAMES[role]) if role else t("no role")


def _named(person: Person, t: Translator) -> str:
    name = person.name or person.email or t("without a name")
    return f"{name} ({person.email})" if person.email and person.name else name


def _moment(at: object) -> str:
    return f"{at:%Y-%m-%d %H:%M}"
