"""The line of a scenario file that says how openly the file may be handled."""

from __future__ import annotations

import datetime as dt
import re
from typing import cast

from pra_core.access import Classification, Openness

_MARK = re.compile(r"# handling: (open|internal|confidential)(?: until (\d{4}-\d\d-\d\d))?\s*")


def class_mark(classification: Classification) -> str:
    """`# handling: confidential until 2027-01-31`, without a line break."""
    until = classification.until
    return f"# handling: {classification.openness}" + (f" until {until}" if until else "")


def marked_class(text: str) -> Classification | None:
    """What the comment lines at the beginning of a file say; None where they say nothing.

    A date that is none, or that stands with another class, is left out: without an end is the
    safe reading of "confidential".
    """
    for line in text.removeprefix("\ufeff").lstrip().splitlines():
        if not line.startswith("#"):
            return None
        found = _MARK.fullmatch(line)
        if found is not None:
            openness = cast(Openness, found[1])
            until = _day(found[2]) if openness == "confidential" else None
            return Classification(openness=openness, until=until)
    return None


def _day(text: str | None) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text or "")
    except ValueError:
        return None
