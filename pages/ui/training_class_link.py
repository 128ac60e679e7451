"""Addresses that trainers hand out: of a class by its code, of a seat by its token."""

from __future__ import annotations

from urllib.parse import urlsplit

import streamlit as st

from pages.ui import people_actor
from pra_core.i18n import Translator


def address(name: str, value: str, t: Translator) -> str:
    """The address of the training page that carries a code or a seat.

    `name`: session_seat.CLASS or SEAT.
    """
    parts = urlsplit(str(st.context.url or ""))
    base = f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""
    return f"{base}/training?lang={t.language}&{name}={value}"


def this_machine_only() -> str:
    """The trainer's own name of this machine where it means nothing on others; else empty."""
    host = urlsplit(str(st.context.url or "")).hostname or ""
    return host if host in people_actor.LOCAL_NAMES else ""
