"""Before every page: is it open to whoever asks, and if not, why, and what to do."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from pages.ui import session_access
from pages.ui.people_settings import settings
from pra_core.access import NOBODY, VISITOR, Actor
from pra_core.errors import N_, PraError
from pra_core.i18n import Translator
from pra_core.wording import escaped

WITHOUT_ACCOUNT = ("training",)
"""Open to everybody: trainees join a class by its code."""
STORED = {
    "scenarios": N_("The scenario library is closed here"),
    "people": N_("People and access are closed here"),
}
"""Pages that show what is stored, and what they say where that is closed."""
LINK = "link"
"""A stored link in the address: whoever follows it has to log in first."""
ROLE_NAMES: dict[str, str] = {
    "viewer": N_("viewer"), "analyst": N_("analyst"), "approver": N_("approver"),
    "admin": N_("administrator"),
}


@contextmanager
def guard(t: Translator) -> Iterator[None]:
    """Says in words what was refused or does not work; nothing else is caught."""
    try:
        yield
    except PraError as error:
        for problem in error.problems:
            st.error(escaped(t.error(problem)))


def inside(asking: Actor) -> bool:
    """Whether the pages that compute are open: to accounts with a role, visitors and trainees."""
    return asking.known or asking == VISITOR or session_access.seated()


def locked(name: str, asking: Actor) -> bool:
    """Whether the page `name` is closed to whoever asks."""
    if asking.known or name in WITHOUT_ACCOUNT:
        return False
    return name in STORED or not inside(asking) or (asking == NOBODY and LINK in st.query_params)


def tell(name: str, asking: Actor, t: Translator) -> None:
    """Why the page is closed, and what to do."""
    if asking == VISITOR:
        _visitor(name, t)
    elif asking == NOBODY:
        _log_in(t)
    else:
        _stranger(asking, t)


def account(asking: Actor, t: Translator) -> None:
    """The last line of the sidebar: who is logged in, and the way out."""
    if not settings().login or asking == NOBODY:
        return
    role = t(ROLE_NAMES[asking.role]) if asking.role else t("no role yet")
    st.caption(t("Logged in as {name} ({role})", role=role,
                 name=escaped(asking.name or asking.email or t("without a name"))))
    st.button(t("Log out"), key="log-out", on_click=st.logout, icon=":material/logout:",
              width="stretch")


def news() -> None:
    """What happened before the page stood."""
    told = session_access.news()
    if told is None:
        return
    if told.kind == "error":
        st.error(told.text, icon=":material/link_off:")
    else:
        st.success(told.text, icon=":material/link:")


def _log_in(t: Translator) -> None:
    st.title(t("Log in"))
    if st.query_params.get("login") == "failed":
        st.warning(t("The log-in was not completed. Please try again; if it fails again, tell"
                     " whoever runs this workbench."))
    if st.user.get("is_logged_in"):
        st.info(t("Your log-in has ended. Please log in again."))
    st.markdown(t("This workbench holds stored pest risk analyses. **Log in** with the account of"
                  " your organisation to go on; the page or link you asked for opens afterwards."))
    st.button(t("Log in"), key="log-in", type="primary", on_click=st.login,
              icon=":material/login:")


def _stranger(asking: Actor, t: Translator) -> None:
    st.title(t("No role yet"))
    st.markdown(t("You are logged in as **{name}**, but **nobody has given you a role** in this"
                  " workbench yet. Send the line below to an administrator; afterwards load this"
                  " page again.", name=escaped(asking.name or asking.email or asking.key)))
    st.code(f"{asking.key}  {asking.email}".strip(), language=None, wrap_lines=True)


def _visitor(name: str, t: Translator) -> None:
    st.title(t(STORED[name]))
    st.markdown(t("Nobody logs in at this workbench, so **what is stored opens only at the machine"
                  " on which it runs**. From here you can use every page that computes, open and"
                  " save scenario files, and join a class."))
    st.caption(t("Whoever runs it can open the library to this network: with log-in (section"
                 " [auth] of the settings), or by trusting everybody here (trust_network = true in"
                 " section [access]). Both are described in the README."))
