"""The draft of one visitor: keys of its widgets, who decides and why, changes that are kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import streamlit as st

from pages.ui import display, session
from pra_core.frozen import LocalText
from pra_core.i18n import Translator
from pra_core.parameter import Source
from pra_core.scenario_draft import Draft

Who = tuple[str, dt.date, LocalText]


def key(running: Draft, *parts: str) -> str:
    """Key of a widget of this draft; what was typed for another draft stays with that one."""
    return ":".join(("draft", running.id, *parts))


def decided_by(running: Draft, own: str | None, t: Translator) -> Who | None:
    """Who decides today and why: as typed beside the input, or, with None, for all suggestions.

    None, with a word about it, where no reason was given.
    """
    given = session.shown(key(running, "reason")) if own is None else own
    reason = str(given or "").strip()
    if not reason:
        st.error(t("Say why in “Reason for what you accept” above; it goes into the scenario with"
                   " your name.") if own is None else
                 t("Say why: the reason goes into the scenario with your name."))
        return None
    return session.user_name(), dt.date.today(), {"en": reason}


def judged(who: Who) -> Source:
    """An assumption of the one who decides."""
    return Source(status="assumed", assessor=who[0], date=who[1], reason=who[2])


def change(changed: Callable[[], Draft], t: Translator) -> None:
    """Keep a change and show it, or say what is wrong with it; what was typed stays."""
    with display.guard(t):
        session.keep_draft(changed())
        st.rerun()
