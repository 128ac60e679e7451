"""Texts cut into pieces that are bold, an address or neither, for formats with own marks."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from pra_core import wording
from pra_core.markdown_text import JOINER, cut_at_addresses
from pra_core.report.sides import Grid

NARROWEST, WIDEST = 5, 44
"""Widths in letters between which a column stays."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of a text; `address`: they are a web address and lead there."""

    words: str
    bold: bool = False
    address: bool = False


def marked(text: str) -> tuple[Piece, ...]:
    """The pieces of a text in which `**…**` marks bold and user text is escaped."""
    return tuple(Piece(words, kind == "bold", address) for part, kind in wording.pieces(text)
                 for words, address in cut_at_addresses(part))


def unmarked(text: str, *, bold: bool = False) -> tuple[Piece, ...]:
    """The pieces of a text that stands as it is."""
    return tuple(Piece(words, bold, address)
                 for words, address in cut_at_addresses(text.replace(JOINER, "")))


def shares(grid: Grid) -> tuple[float, ...]:
    """Width of each column as a share of the table: as given, else by what stands in it."""
    wide = grid.widths or tuple(_wide(grid, i) for i in range(len(grid.head)))
    return tuple(one / sum(wide) for one in wide)


def _wide(grid: Grid, column: int) -> float:
    """Letters that the column needs: no word of its head is cut, long cells take more lines."""
    cells = [_letters(row[column].text) for row in grid.rows if len(row) > 1]
    head = _letters([word for text in grid.head[column] for word in text.split()])
    return float(max(NARROWEST, head + 1, min(WIDEST, max(cells, default=0))))


def _letters(texts: Sequence[str]) -> int:
    """Longest of the texts; a Chinese character is as wide as two letters."""
    return max((sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in one)
                for one in texts), default=0)
