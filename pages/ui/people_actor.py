"""Who asks: the person logged in, the local user, or a visitor; the first line of closed pages."""

from __future__ import annotations

import datetime as dt
import ipaddress
from urllib.parse import urlsplit

import streamlit as st

from pages.ui import session
from pages.ui.people_settings import Settings, settings
from pra_core import access
from pra_core.access import NOBODY, VISITOR, Action, Actor, Holding
from pra_core.errors import PraError

LOCAL_NAMES = {"", "localhost", "127.0.0.1", "::1"}


def actor() -> Actor:
    """Whoever sits at this browser, with the role that holds at this moment."""
    chosen = settings()
    if not chosen.readable:
        raise PraError("settings_unreadable", "", "secrets.toml", "")
    if not chosen.login:
        return _without_login(chosen)
    return NOBODY


def require(action: Action, holding: Holding | None = None) -> Actor:
    """The guard of a page: whoever asks, or PraError saying why not."""
    asking = actor()
    access.require(asking, action, holding, today())
    return asking


def today() -> dt.date:
    """The day on which a question of access is asked (UTC)."""
    return now().date()


def now() -> dt.datetime:
    """The moment, with its time zone (UTC)."""
    return dt.datetime.now(dt.UTC)


def _without_login(chosen: Settings) -> Actor:
    """The local user where the workbench runs; elsewhere a visitor, unless the network counts."""
    if chosen.trust_network or at_the_server():
        return access.local_user(session.user_name())
    return VISITOR


def at_the_server() -> bool:
    """Whether the browser runs on the machine of the workbench and named it as its own.

    A proxy on this machine would make everybody local: it passes on the name that was typed, or
    the address it was asked from, and either gives the stranger away.
    """
    address = st.context.ip_address
    return (address is None or _loopback(address)) and all(
        (urlsplit(f"//{st.context.headers.get(name, '').split('://')[-1]}").hostname or "")
        in LOCAL_NAMES for name in ("Host", "Origin")
    ) and not any(st.context.headers.get(name) for name in ("Forwarded", "X-Forwarded-For"))


def _loopback(address: str) -> bool:
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return False
    mapped = getattr(parsed, "ipv4_mapped", None)
    return (mapped or parsed).is_loopback
