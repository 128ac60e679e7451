"""The doors to training classes, and the brake on guessing their codes."""

from __future__ import annotations

import ipaddress
import time
from collections import deque

import streamlit as st

from pages.ui import compute_store
from pra_core.store.class_seats import Seats
from pra_core.store.classes import Classes
from pra_core.store.exercise_work import ExerciseWork

WITHIN_SECONDS = 60.0
MOST_OF_VISIT = 20
"""So many wrong codes a minute are taken from one visit."""
MOST_OF_ADDRESS = 100
"""From one address: a class behind one router mistypes a lot, and nobody shuts the door on it."""
MOST_OF_UNKNOWN = 400
"""From everybody whose address a proxy hides."""
MOST_OF_ALL = 1_200
"""From the whole world, which may have any number of addresses: 140 days for the 25^6 codes."""
UNKNOWN = "unknown"


def classes() -> Classes:
    """The trainer's side."""
    return Classes(compute_store.library().database)


def seats() -> Seats:
    """The trainees' side."""
    return Seats(compute_store.library().database)


def work_alone() -> ExerciseWork:
    """What known people do of exercises alone; each sees the own work only."""
    return ExerciseWork(compute_store.library().database)


def source(address: str | None) -> str:
    """What counts as one address: a whole network of IPv6 (/64), since each home has one.

    This machine is where a proxy hides who asks.
    """
    try:
        found = ipaddress.ip_address(address or "")
    except ValueError:
        return UNKNOWN
    known = getattr(found, "ipv4_mapped", None) or found
    if known.is_loopback:
        return UNKNOWN
    if isinstance(known, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((known, 64), strict=False))
    return str(known)


def wait(visit: str, address: str) -> int:
    """Seconds until another code may be tried; 0 = now.

    visit: what nobody else's visit is called; address: its `source`.
    """
    return max(_wait(name, most) for name, most in _counted(visit, address))


def missed(visit: str, address: str) -> None:
    """A wrong code was tried."""
    kept, now = _missed(), time.monotonic()
    for name in [n for n, at in list(kept.items()) if now - at[-1] >= WITHIN_SECONDS]:
        kept.pop(name, None)
    for name, most in _counted(visit, address):
        kept.setdefault(name, deque(maxlen=most)).append(now)


def _counted(visit: str, address: str) -> tuple[tuple[str, int], ...]:
    of_address = MOST_OF_UNKNOWN if address == UNKNOWN else MOST_OF_ADDRESS
    return ((f"visit {visit}", MOST_OF_VISIT), (f"address {address}", of_address),
            ("all", MOST_OF_ALL))


def _wait(name: str, most: int) -> int:
    now = time.monotonic()
    recent = [at for at in _missed().get(name, ()) if now - at < WITHIN_SECONDS]
    return max(1, round(WITHIN_SECONDS - (now - recent[-most]))) if len(recent) >= most else 0


@st.cache_resource(show_spinner=False)
def _missed() -> dict[str, deque[float]]:
    """When wrong codes were tried; of the last minute, never stored."""
    return {}
