"""What stands in the cells of a file, before it is known what they mean; and the limits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

MOST_BYTES = 10 * 2**20
MOST_UNPACKED = 256 * 2**20
"""Most bytes that a workbook may unpack to: a small file can stand for a huge one."""
MOST_ROWS, MOST_COLUMNS, MOST_CELLS, MOST_SHEETS = 100_000, 100, 2_000_000, 40
MOST_ELEMENTS, MOST_TEXT, DEEPEST = 6_000_000, 64 * 2**20, 64
"""Of the XML of a workbook, its sheets and texts together: a cell is two elements or more, a text
that several cells share is two; characters of all texts; elements inside one another."""
LONGEST_TEXT = 5_000


@dataclass(frozen=True, slots=True)
class Odd:
    """A cell that is no value: a formula, which is never computed, or an error like #N/A."""

    what: Literal["formula", "error"]
    text: str


Cell = str | float | Odd | None
Row = tuple[int, tuple[Cell, ...]]
"""Line in the file, cells from the first column on."""


@dataclass(frozen=True, slots=True)
class Merged:
    """Cells joined into one; only the first of them holds the value."""

    area: str
    first: int
    last: int
    """Lines."""


@dataclass(frozen=True, slots=True)
class RawSheet:
    """One sheet, or one CSV file: lines that hold something."""

    name: str
    rows: tuple[Row, ...]
    merged: tuple[Merged, ...] = ()
    encoding: str = ""
    """Of a text file."""


def column_letters(index: int) -> str:
    """A, B, … of a column counted from 0."""
    letters, rest = "", index + 1
    while rest:
        rest, place = divmod(rest - 1, 26)
        letters = chr(65 + place) + letters
    return letters
