"""Moments as the visitor's clock shows them."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import streamlit as st

from pra_core.i18n import Translator


def now() -> dt.datetime:
    """The moment (UTC)."""
    return dt.datetime.now(dt.UTC)


def clock_words(moment: dt.datetime) -> str:
    """Hour and minute where the visitor is, with the day if it is another one, and the zone."""
    zone = _zone()
    there, today = moment.astimezone(zone), now().astimezone(zone).date()
    told = f"{there:%H:%M}" if there.date() == today else f"{there:%Y-%m-%d %H:%M}"
    return f"{told} ({_offset(there)})"


def _offset(there: dt.datetime) -> str:
    minutes = int((there.utcoffset() or dt.timedelta()).total_seconds() // 60)
    if not minutes:
        return "UTC"
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'+' if minutes > 0 else '−'}{hours}" + (f":{rest:02}" if rest else "")


def since_words(moment: dt.datetime, t: Translator) -> str:
    """How long ago something was, as far as a trainer needs to know."""
    minutes = int((now() - moment).total_seconds() // 60)
    return t("now") if minutes < 1 else t("{minutes} min ago", minutes=t.number(minutes, 6))


def _zone() -> dt.tzinfo:
    try:
        return ZoneInfo(str(st.context.timezone or "UTC"))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return dt.UTC
