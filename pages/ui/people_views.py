"""The page of people and access: its answer and its views."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from pages.ui import (
    compute_store,
    display,
    people_actor,
    people_door,
    people_log,
    people_roles,
    people_settings,
)
from pages.ui.view_choice import open_view
from pra_core import access
from pra_core.access import ACTIONS, LOCAL_KEY, ROLES, Actor
from pra_core.errors import N_
from pra_core.i18n import Translator
from pra_core.wording import escaped

VIEW = "people-view"
VIEWS = {"people": N_("People and roles"), "log": N_("Log"), "account": N_("What a role may do")}


def draw(asking: Actor, t: Translator) -> None:
    """The page for whoever has a role; people and the log for administrators only."""
    st.title(t("People and access"))
    if asking.key == LOCAL_KEY:
        _local(t)
    elif asking.role == "admin":
        _administrator(asking, t)
    else:
        _account(asking, t)


def _local(t: Translator) -> None:
    """Without log-in there is one person, who still has a log."""
    if people_settings.settings().trust_network:
        display.sentence(t("Nobody logs in here: **everybody on this network may do everything**."))
    else:
        display.sentence(t("Nobody logs in here: **whoever sits at this machine may do"
                           " everything**; from other machines nothing stored can be opened."))
    st.caption(t("With log-in each person gets a role, and each scenario is private, shared with"
                 " named people, or open. How to set it up stands in the README and in the file"
                 " .streamlit/secrets.toml.example."))
    views = {name: VIEWS[name] for name in ("log", "account")}
    if open_view(VIEW, views, t) == "log":
        people_log.draw(people_actor.actor(), t)
    else:
        _may(t)


def _administrator(asking: Actor, t: Translator) -> None:
    everybody = compute_store.library().people(asking)
    waiting = sum(person.role is None for person in everybody)
    told = t("**1 person** has a role in this workbench", count=len(everybody) - waiting) if (
        len(everybody) - waiting == 1) else t("**{count} people** have a role in this workbench",
                                             count=len(everybody) - waiting)
    rest = t("nobody waits for one.") if not waiting else (
        t("**1 person waits for one**.") if waiting == 1
        else t("**{count} people wait for one**.", count=waiting))
    display.sentence(t("{told}; {rest}", told=told, rest=rest))
    chosen = open_view(VIEW, VIEWS, t)
    if chosen == "people":
        people_roles.draw(everybody, t)
    elif chosen == "log":
        people_log.draw(asking, t)
    else:
        _may(t)


def _account(asking: Actor, t: Translator) -> None:
    role = t(people_door.ROLE_NAMES[asking.role or "viewer"])
    display.sentence(t("You are logged in as **{name}**; your role is **{role}**.", role=role,
                       name=escaped(asking.name or asking.email or asking.key)))
    _may(t)
    st.caption(t("An administrator can give you another role. This line says who you are:"))
    st.code(f"{asking.key}  {asking.email}".strip(), language=None, wrap_lines=True)


def _may(t: Translator) -> None:
    """What each role may do, asked of the rules themselves."""
    today = people_actor.today()
    columns: dict[str, list[str]] = {"action": [t(words) for words in ACTIONS.values()]}
    heads: dict[str, tuple[str, str]] = {"action": (t("May"), "text")}
    for role in ROLES:
        columns[role] = ["✓" if not access.refusal(Actor(key=role, role=role), action, None, today)
                         else "–" for action in ACTIONS]
        heads[role] = t(people_door.ROLE_NAMES[role]), "text"
    display.table(pd.DataFrame(columns), "roles", t, heads)
    display.note(t("A role is not enough for one scenario: a private one opens only for its owner,"
                   " a shared one for the people named, an open one for everybody with a role."
                   " Administrators see everything. Only the owner shares, and nobody approves"
                   " what they own or saved themselves."))
