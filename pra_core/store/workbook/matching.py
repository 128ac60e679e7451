"""What the sheets and columns of a file mean: names in both languages, also misspelled."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz

from pra_core.store.workbook.raw import Cell, RawSheet, column_letters
from pra_core.store.workbook.sheets import GUIDE, SHEETS, Sheet

ALIKE = 78.0
"""Least similarity in per cent of two names that are taken for the same."""
SHARED = 4
"""Fewest letters of a word by which names that add words to it are taken for the same."""
TITLE_LINES = 10
"""Lines among which the heads of the columns are looked for."""
_BETWEEN = re.compile(r"[\s_\-()（）/.:：]+")


@dataclass(frozen=True, slots=True)
class Match:
    """What one sheet of a file was taken for; the user may change it."""

    sheet: str
    """Key of `SHEETS`; empty = not used."""
    header: int
    """Place of the heads among the rows of the raw sheet."""
    columns: tuple[str, ...]
    """Key of the column for every column of the file; empty = not used."""
    heads: tuple[str, ...]
    """Heads as written, letters where there is none."""
    guessed: tuple[bool, ...]
    """Whether a column was taken by likeness only."""

    @property
    def missing(self) -> tuple[str, ...]:
        """Needed columns that nothing was found for."""
        if not self.sheet:
            return ()
        there = set(self.columns)
        return tuple(c.key for c in SHEETS[self.sheet].columns if c.needed and c.key not in there
                     and c.key.removesuffix("_en") + "_zh" not in there)

    def with_column(self, index: int, key: str) -> Match:
        """With another meaning of one column; a column that had it before has none."""
        columns = tuple(key if i == index else ("" if key and old == key else old)
                        for i, old in enumerate(self.columns))
        return replace(self, columns=columns)


def matched(raw: RawSheet, key: str | None = None) -> Match:
    """The sheet and columns of a raw sheet; `key` = the sheet it is known to be."""
    if key is None and plain_name(raw.name) in GUIDE.values():
        return Match("", 0, (), (), ())
    if key is None:
        key = _by_name(raw.name) or _by_heads(raw)
    if not key:
        return Match("", 0, (), (), ())
    sheet = SHEETS[key]
    header = max(range(min(TITLE_LINES, len(raw.rows))), default=0,
                 key=lambda at: (_hits(raw.rows[at][1], sheet), -at))
    cells = raw.rows[header][1] if raw.rows else ()
    wide = max((len(cells) for _, cells in raw.rows[header:header + 50]), default=0)
    heads = [_text(cells[i]) if i < len(cells) else "" for i in range(wide)]
    columns, guessed = _columns(heads, sheet)
    return Match(key, header, tuple(columns), tuple(
        head or column_letters(i) for i, head in enumerate(heads)), tuple(guessed))


def plain_name(name: str) -> str:
    """A head as it is compared: small letters, words joined by one underscore."""
    return _BETWEEN.sub("_", name.strip().casefold()).strip("_")


def _by_name(name: str) -> str:
    given = plain_name(name)
    scores = [(max(fuzz.ratio(given, plain_name(n)) for n in
                   (sheet.key, sheet.zh, *sheet.others)), key) for key, sheet in SHEETS.items()]
    best, key = max(scores)
    return key if best >= ALIKE else ""


def _by_heads(raw: RawSheet) -> str:
    """The sheet whose needed columns are all there and most of whose columns are."""
    best, found = 0.0, ""
    for key, sheet in SHEETS.items():
        for _, cells in raw.rows[:TITLE_LINES]:
            columns, _ = _columns([_text(cell) for cell in cells], sheet)
            there = {c for c in columns if c}
            needed = {c.key for c in sheet.columns if c.needed}
            share = len(there & needed) / len(needed) + len(there) / max(len(cells), 1)
            if len(there & needed) > 1 and share > max(best, 1.0):
                best, found = share, key
    return found


def _hits(cells: Sequence[Cell], sheet: Sheet) -> int:
    names = {plain_name(n) for c in sheet.columns for n in c.names}
    return sum(plain_name(_text(cell)) in names for cell in cells) * 100 + sum(
        bool(c) for c in _columns([_text(cell) for cell in cells], sheet)[0])


def _columns(heads: Sequence[str], sheet: Sheet) -> tuple[list[str], list[bool]]:
    """Exact names first, then the most alike, each column once."""
    found, guessed = [""] * len(heads), [False] * len(heads)
    exact = {plain_name(n): c.key for c in reversed(sheet.columns) for n in reversed(c.names)}
    exact |= {plain_name(c.key): c.key for c in sheet.columns}
    for i, head in enumerate(heads):
        key = exact.get(plain_name(head), "") if head else ""
        if key and key not in found:
            found[i] = key
    near = sorted(((_likeness(plain_name(head), plain_name(n)), i, c.key)
                   for i, head in enumerate(heads) if head and not found[i]
                   for c in sheet.columns for n in c.names), key=lambda one: (-one[0], one[1]))
    for score, i, key in near:
        if score < ALIKE:
            break
        if not found[i] and key not in found:
            found[i], guessed[i] = key, True
    return found, guessed


def _likeness(a: str, b: str) -> float:
    """Per cent; a name that another one only adds words to ("plant name") is nearly the same."""
    words, others = set(a.split("_")), set(b.split("_"))
    shared = words & others
    inside = bool(shared) and shared in (words, others) and len(max(shared, key=len)) >= SHARED
    return max(fuzz.ratio(a, b), ALIKE + 2.0 if inside else 0.0)


def _text(cell: Cell) -> str:
    return cell.strip() if isinstance(cell, str) else ""
