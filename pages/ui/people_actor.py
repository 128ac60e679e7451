"""Who asks: the person logged in, the local user, or a visitor; the first line of closed pages."""

from __future__ import annotations

import datetime as dt
import hashlib
import ipaddress
import time
from collections.abc import Mapping
from urllib.parse import urlsplit

import streamlit as st

from pages.ui import compute_store, session, session_access
from pages.ui.people_settings import Settings, settings
from pra_core import access
from pra_core.access import NOBODY, VISITOR, Action, Actor, Holding
from pra_core.errors import PraError

LOCAL_NAMES = {"", "localhost", "127.0.0.1", "::1"}
LOOKED_UP_SECONDS = 2.0
"""For the several questions of one run; a role that is taken away ends at the next one."""
LONGEST = 255
PASSED_ON = ("Forwarded", "Via", "X-Real-IP", "X-Client-IP", "True-Client-IP")
"""Headers of a proxy, besides all that begin with `X-Forwarded-`."""


def actor() -> Actor:
    """Whoever sits at this browser, with the role that holds at this moment."""
    chosen = settings()
    if not chosen.readable:
        raise PraError("settings_unreadable", "", "secrets.toml", "")
    if not chosen.login:
        return _without_login(chosen)
    claims = st.user.to_dict()
    return _person(claims, chosen) if signed_in(claims, chosen, now()) else NOBODY


def signed_in(claims: Mapping[str, object], chosen: Settings, moment: dt.datetime) -> bool:
    """Whether the log-in counts: it names issuer and subject, and is not too old."""
    issued = claims.get("iat")
    return (claims.get("is_logged_in") is True and bool(claims.get("iss"))
            and bool(claims.get("sub")) and isinstance(issued, int | float)
            and moment.timestamp() - issued <= chosen.hours * 3600)


def key_of(claims: Mapping[str, object]) -> str:
    """`issuer|subject`, the only claims that never pass from one person to another."""
    key = f"{claims['iss']}|{claims['sub']}"
    return key if len(key) <= LONGEST else f"sha256|{hashlib.sha256(key.encode()).hexdigest()}"


def _person(claims: Mapping[str, object], chosen: Settings) -> Actor:
    """The person of a log-in, with the role the store holds now."""
    key, known, moment = key_of(claims), session_access.known(), time.monotonic()
    if known is not None and known.actor.key == key and moment - known.at < LOOKED_UP_SECONDS:
        return known.actor
    found = compute_store.library().seen(
        key, str(claims.get("name") or claims.get("preferred_username") or "")[:LONGEST],
        str(claims.get("email") or "")[:LONGEST], chosen.default_role, first_admins(claims, chosen))
    session_access.keep_known(session_access.Known(found, moment))
    return found


def first_admins(claims: Mapping[str, object], chosen: Settings) -> tuple[str, ...]:
    """The administrators named in the settings.

    An e-mail address counts only where the log-in says that it was verified: elsewhere anybody
    could write somebody else's into their account.
    """
    if claims.get("email_verified") is True:
        return chosen.admins
    return tuple(one for one in chosen.admins if "|" in one)


def require(action: Action, holding: Holding | None = None) -> Actor:
    """The guard of a page: whoever asks, or PraError saying why not."""
    asking = actor()
    access.require(asking, action, holding, today())
    return asking


def today() -> dt.date:
    """The day on which a question of access is asked (UTC)."""
    return now().date()


def now() -> dt.datetime:
    """The moment (UTC), as the library counts it."""
    return compute_store.now()


def _without_login(chosen: Settings) -> Actor:
    """The local user where the workbench runs; elsewhere a visitor, unless the network counts."""
    if chosen.trust_network or (chosen.local_user and at_the_server()):
        typed = session.user_name()
        return access.local_user("" if typed == session.translator()("local user") else typed)
    return VISITOR


def at_the_server() -> bool:
    """Whether the browser runs on the machine of the workbench."""
    return from_here(st.context.ip_address, st.context.headers)


def from_here(address: str | None, headers: Mapping[str, str]) -> bool:
    """Whether a request came from this machine, and named it as its own.

    A proxy on this machine would make everybody local: it passes on the name that was typed, or
    the address it was asked from, and either gives the stranger away. One that passes on neither
    cannot be told from a browser here: `local_user = false` in the settings is for that.
    """
    return (address is None or _loopback(address)) and all(
        _named_here(headers.get(name, "")) for name in ("Host", "Origin")
    ) and not any(headers.get(name) for name in PASSED_ON) and not any(
        name.casefold().startswith("x-forwarded-") for name in headers)


def _named_here(value: str) -> bool:
    try:
        return (urlsplit(f"//{value.split('://')[-1]}").hostname or "") in LOCAL_NAMES
    except ValueError:
        return False


def _loopback(address: str) -> bool:
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return False
    mapped = getattr(parsed, "ipv4_mapped", None)
    return (mapped or parsed).is_loopback
