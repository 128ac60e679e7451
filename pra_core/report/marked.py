"""Texts cut into pieces that are bold, an address or neither, for formats with own marks."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from pra_core import wording
from pra_core.markdown_text import JOINER, cut_at_addresses
from pra_core.report.sides import Grid, Sides

PAGE, LINE, WORD = 128, 40, 14
"""Letters across the page, in a good line of a long text, and of a word that is never cut."""
_WORDS = re.compile(r"[^\s\u2e80-\uffef]+")


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
    """Width of each column as a share of the table: as given, else by what stands in it.

    No word is cut while there is room; what is left goes to long texts, by the root of their
    length, so that lines and rows grow alike.
    """
    wide = grid.widths or _wide([_wish(grid, i) for i in range(len(grid.head))])
    return tuple(one / sum(wide) for one in wide)


def _wide(wishes: Sequence[tuple[int, float]]) -> tuple[float, ...]:
    needs, more = sum(need for need, _ in wishes), sum(wish - need for need, wish in wishes)
    left = PAGE - needs
    if more <= left or left <= 0:
        return tuple(wish if more <= left else float(need) for need, wish in wishes)
    return tuple(need + (wish - need) * left / more for need, wish in wishes)


def _wish(grid: Grid, column: int) -> tuple[int, float]:
    """Letters that a column needs at least, and those of the line it would like."""
    head = grid.head[column]
    cells = [text for row in grid.rows if len(row) > 1 for text in row[column].text]
    longest = max(map(_letters, cells), default=0)
    words = [word for text in (*head, *cells) for word in _WORDS.findall(text)]
    short = longest if longest <= WORD else min(WORD, max(map(_letters, words), default=0))
    need = max(4, short, *(min(_letters(word), WORD) for word in _head_words(head))) + 2
    line = longest if longest <= LINE else LINE * (longest / LINE) ** 0.5
    return need, max(need, line + 2.0)


def _head_words(head: Sides) -> list[str]:
    return [word for text in head for word in text.split()] or [""]


def _letters(text: str) -> int:
    """Width of a text; a Chinese character is as wide as two letters."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
