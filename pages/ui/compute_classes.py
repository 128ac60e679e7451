"""The doors to training classes, and the brake on guessing their codes."""

from __future__ import annotations

import time
from collections import deque

import streamlit as st

from pages.ui import compute_store
from pra_core.store.class_seats import Seats
from pra_core.store.classes import Classes

MOST_TRIES = 20
WITHIN_SECONDS = 60.0
"""So many wrong codes a minute are taken from one address: 23 years for the 25^6 there are."""
REMEMBERED = 1_000
"""Addresses that are remembered; they are never stored."""


def classes() -> Classes:
    """The trainer's side."""
    return Classes(compute_store.library().database)


def seats() -> Seats:
    """The trainees' side."""
    return Seats(compute_store.library().database)


def wait(source: str) -> int:
    """Seconds until another code may be tried from an address; 0 = now."""
    tried, now = _missed().get(source, deque()), time.monotonic()
    recent = [at for at in tried if now - at < WITHIN_SECONDS]
    if len(recent) < MOST_TRIES:
        return 0
    return max(1, round(WITHIN_SECONDS - (now - recent[-MOST_TRIES])))


def missed(source: str) -> None:
    """A wrong code came from that address."""
    kept = _missed()
    kept.setdefault(source, deque(maxlen=MOST_TRIES)).append(time.monotonic())
    while len(kept) > REMEMBERED:
        kept.pop(next(iter(kept)), None)


@st.cache_resource(show_spinner=False)
def _missed() -> dict[str, deque[float]]:
    return {}
