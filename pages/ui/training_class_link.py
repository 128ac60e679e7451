"""Addresses that trainers hand out: of a class by its code, of a seat by its token."""

from __future__ import annotations

from urllib.parse import urlsplit

import streamlit as st

from pra_core.i18n import Translator


def address(name: str, value: str, t: Translator) -> str:
    """The address of the training page that carries a code or a seat.

    `name`: session_seat.CLASS or SEAT.
    """
    parts = urlsplit(str(st.context.url or ""))
    base = f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""
    return f"{base}/training?lang={t.language}&{name}={value}"
