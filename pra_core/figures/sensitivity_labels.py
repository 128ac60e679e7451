"""Names of inputs on charts: short, on few lines, and no two that look the same."""

from __future__ import annotations

import re
import textwrap
import unicodedata
from collections import Counter
from collections.abc import Sequence

from pra_core import labels
from pra_core.i18n import Translator
from pra_core.scenario import Scenario
from pra_core.sensitivity import names_of

WIDTH, LINES = 44, 2
MARKS = (" — ", "：")
"""Between what an input is and whose it is."""


def short_label(scenario: Scenario, names: Sequence[str], t: Translator) -> str:
    """Inputs in words, without the commodity where the scenario has one pathway only."""
    return " + ".join(labels.short_label(scenario, name, t) for name in names)


def row_labels(scenario: Scenario, rows: Sequence[str], t: Translator) -> list[str]:
    """`short_label` of rows of indices; inputs that are correlated stand together."""
    found = [short_label(scenario, names_of(row), t) for row in rows]
    return [t("{inputs} (correlated: together)", inputs=name) if len(names_of(row)) > 1 else name
            for row, name in zip(rows, found, strict=True)]


def folded_apart(named: Sequence[str], width: int = WIDTH, lines: int = LINES) -> list[str]:
    """Labels on a few lines each; those that would look the same lose their middle, not their end.

    The whole label where that is not enough. Full-width letters count as two.
    """
    found = [folded(one, width, lines) for one in named]
    for fold in (_without_middle, _whole):
        count = Counter(found)
        found = [fold(label, width) if count[told] > 1 else told
                 for label, told in zip(named, found, strict=True)]
    return found


def folded(label: str, width: int = WIDTH, lines: int = LINES) -> str:
    """A label on a few lines of a chart; whose it is stays. Full-width letters count as two."""
    what, whose = _parts(label)
    kept = [_cut(what, width, lines - 1), _cut(whose, width, 1)] if what else [
        _cut(whose, width, lines)]
    return "<br>".join(kept)


def _parts(label: str) -> tuple[str, str]:
    what, _, whose = next((label.rpartition(mark) for mark in MARKS if mark in label),
                          ("", "", label))
    return what, whose


def _is_wide(letter: str) -> bool:
    return unicodedata.east_asian_width(letter) in "WF"


def _letters(text: str, width: int) -> int:
    return width // 2 if any(map(_is_wide, text)) else width


def _wrapped(text: str, width: int) -> list[str]:
    """Lines of a width in letters; between any two letters where a language has no spaces."""
    if not any(map(_is_wide, text)):
        return textwrap.wrap(text, width)
    lines, room = [""], width
    # Latin words, numbers and their marks stay whole.
    for piece in re.findall(r"[!-~]+|.", text):
        size = sum(1 + _is_wide(letter) for letter in piece)
        if size > room and lines[-1]:
            lines, room = [*lines, ""], width
        lines[-1] += piece
        room -= size
    return [line.strip() for line in lines]


def _cut(text: str, width: int, lines: int) -> str:
    cut = _wrapped(text, width)
    return "<br>".join(cut[:lines]) + ("…" if len(cut) > lines else "")


def _without_middle(label: str, width: int) -> str:
    what, whose = (_middle(part, _letters(part, width)) for part in _parts(label))
    return f"{what}<br>{whose}" if what else whose


def _middle(text: str, width: int) -> str:
    half = (width - 1) // 2
    return text if len(text) <= width else f"{text[:half].rstrip()}…{text[-half:].lstrip()}"


def _whole(label: str, width: int) -> str:
    return "<br>".join(_wrapped(label, width))
