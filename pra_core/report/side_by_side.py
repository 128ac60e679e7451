"""One document, or two of the same shape in two languages, laid out for printing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import count
from string import ascii_uppercase
from typing import TypeVar

from pra_core.errors import N_, PraError
from pra_core.i18n import translator
from pra_core.report.document import (
    Block,
    Bullets,
    Callout,
    Document,
    Facts,
    Figure,
    PageBreak,
    Paragraph,
    ReloadCode,
    Section,
    Table,
)
from pra_core.report.sides import (
    Box,
    Entry,
    Face,
    Grid,
    Heading,
    Item,
    Laid,
    Names,
    NewPage,
    Picture,
    Pictures,
    Points,
    Reload,
    Sides,
    Words,
)

NARROW_MM = 82.0
"""Two figures of at most this width stand in a row."""
_ILLEGIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ufdd0-\ufdef\ufffe\uffff"
    "\ud800-\udfff]")
"""What no file format may hold, and marks that turn the direction of the words around them."""
T = TypeVar("T")
_TABLE, _FIGURE = N_("Table {number}. {title}"), N_("Figure {number}. {title}")


def laid(documents: Sequence[Document]) -> Laid:
    """The documents as one report: numbers given, texts of both languages beside each other.

    Raises PraError: `conflict` when there are not one or two documents, or two whose shape
    differs (blocks, rows, columns).
    """
    if len(documents) not in (1, 2):
        raise PraError("conflict", "", len(documents), N_("one report, or one per language"))
    faces = [_Layout([one]).face() for one in documents]
    if len({tuple(map(type, one.items)) for one in faces}) > 1:
        raise PraError("conflict", "executive", len(documents), N_("the same shape"))
    return _Layout(documents).laid(tuple(faces))


def legible(text: str) -> str:
    """The text with � for every character that no file may hold or that reorders others."""
    return _ILLEGIBLE.sub("\ufffd", text)


class _Layout:
    """Numbers run through the whole report: sections, tables, figures."""

    def __init__(self, documents: Sequence[Document]) -> None:
        self.documents = documents
        self.said = [translator(one.language) for one in documents]
        self.languages = tuple(one.language for one in documents)
        self.tables, self.figures = count(1), count(1)

    def face(self) -> Face:
        """The first page of one document."""
        [one] = self.documents
        return Face(one.language, legible(one.title), legible(one.subtitle), legible(one.kind),
                    legible(one.watermark), _sides(one.watermark_reasons),
                    tuple(self._blocks([one.executive], "executive")))

    def laid(self, faces: tuple[Face, ...]) -> Laid:
        """The whole report; numbers go on from those of the first page."""
        docs = self.documents
        self.tables = count(1 + sum(isinstance(one, Grid) for one in faces[0].items))
        self.figures = count(1 + sum(
            len(one.row) for one in faces[0].items if isinstance(one, Pictures)))
        body = _without_empty_pages(list(self._sections([one.sections for one in docs], "", 1)))
        return Laid(
            self.languages, _sides([d.title for d in docs]), _sides([d.kind for d in docs]),
            _sides([d.classification for d in docs]), _sides([d.watermark for d in docs]),
            _sides([d.running for d in docs]), _sides([d.contents_title for d in docs]),
            faces, body, docs[0].attachment)

    def _sections(self, sides: list[tuple[Section, ...]], over: str, level: int,
                  ) -> Iterator[Item]:
        plain, annexes = count(1), iter(ascii_uppercase)
        for beside in _zipped(sides, over or "sections"):
            own = next(annexes) if beside[0].annex and level == 1 else str(next(plain))
            number = f"{over}.{own}" if over else own
            annex = beside[0].annex or over[:1].isalpha()
            yield Heading(beside[0].id, number, _sides([one.title for one in beside]),
                          min(level, 3), annex)
            yield from self._blocks([one.blocks for one in beside], beside[0].id)
            yield from self._sections([one.sections for one in beside], number, level + 1)

    def _blocks(self, sides: list[tuple[Block, ...]], place: str) -> Iterator[Item]:
        rows = _zipped(sides, place)
        at = 0
        while at < len(rows):
            here = _figures(rows[at])
            if not here:
                yield self._item(rows[at], place)
                at += 1
                continue
            then = _figures(rows[at + 1]) if at + 1 < len(rows) and _narrow(here) else []
            taken = [here, then] if then and _narrow(then) else [here]
            yield from self._pictures(taken)
            at += len(taken)

    def _pictures(self, figures: list[list[Figure]]) -> Iterator[Pictures]:
        """The row in the first language, then the same row in the other one."""
        numbers = [next(self.figures) for _ in figures]
        for side, t in enumerate(self.said):
            row = []
            for number, both in zip(numbers, figures, strict=True):
                one = both[side]
                caption = t(_FIGURE, number=number, title=one.title)
                row.append(Picture(one.id, self.languages[side], legible(caption),
                                   legible(one.alt), one.draw, one.width_mm, legible(one.note)))
            yield Pictures(tuple(row))

    def _item(self, row: list[Block], place: str) -> Item:
        match row[0]:
            case Paragraph():
                one = [b for b in row if isinstance(b, Paragraph)]
                return Words(_sides([b.text for b in one]), one[0].role)
            case Bullets():
                lists = [b for b in row if isinstance(b, Bullets)]
                return Points(tuple(_sides(b.items) for b in lists), lists[0].numbered)
            case Table():
                return self._grid([b for b in row if isinstance(b, Table)])
            case Facts():
                pairs = _zipped([b.pairs for b in row if isinstance(b, Facts)], place)
                return Names(tuple((_sides([name for name, _ in both]),
                                    _sides([what for _, what in both])) for both in pairs))
            case Callout():
                boxes = [b for b in row if isinstance(b, Callout)]
                return Box(_sides([b.text for b in boxes]), boxes[0].kind)
            case ReloadCode():
                codes = [b for b in row if isinstance(b, ReloadCode)]
                return Reload(legible(codes[0].text), _sides([b.caption for b in codes]),
                              legible(codes[0].qr))
            case PageBreak():
                return NewPage()
        raise PraError("conflict", place, type(row[0]).__name__, N_("blocks of the same kind"))

    def _grid(self, tables: list[Table]) -> Grid:
        first, number = tables[0], next(self.tables)
        rows = []
        for beside in _zipped([one.rows for one in tables], first.id):
            cells = _zipped(beside, first.id)
            rows.append(tuple(Entry(_sides([c.text for c in both]), both[0].value, both[0].strong)
                              for both in cells))
        head = _zipped([one.head for one in tables], first.id)
        for row in rows:
            if len(row) not in (1, len(head)):
                raise PraError("conflict", first.id, len(row), str(len(head)))
        caption = [t(_TABLE, number=number, title=one.title)
                   for t, one in zip(self.said, tables, strict=True)]
        return Grid(first.id, _sides([one.title for one in tables]), _sides(caption),
                    tuple(_sides(both) for both in head), tuple(rows), first.widths, first.right,
                    _sides([one.note for one in tables]))


def _without_empty_pages(items: list[Item]) -> tuple[Item, ...]:
    """An annex begins on a new page by itself, and nothing follows the end."""
    def needless(at: int) -> bool:
        after = items[at + 1] if at + 1 < len(items) else None
        begins = isinstance(after, Heading) and after.annex and after.level == 1
        return isinstance(items[at], NewPage) and (after is None or begins)
    return tuple(item for at, item in enumerate(items) if not needless(at))


def _sides(texts: Sequence[str]) -> Sides:
    return tuple(legible(one) for one in texts)


def _zipped(sides: Sequence[Sequence[T]], place: str) -> list[list[T]]:
    """The n-th of every side together; what stands together is of one kind."""
    sizes = [len(one) for one in sides]
    if len(set(sizes)) > 1:
        raise PraError("conflict", place, " ≠ ".join(map(str, sizes)), N_("the same shape"))
    rows = [list(row) for row in zip(*sides, strict=True)]
    for row in rows:
        kinds = {type(one) for one in row}
        if len(kinds) > 1:
            raise PraError("conflict", place, ", ".join(sorted(k.__name__ for k in kinds)),
                           N_("the same shape"))
    return rows


def _figures(row: list[Block]) -> list[Figure]:
    return [one for one in row if isinstance(one, Figure)]


def _narrow(figures: list[Figure]) -> bool:
    return all(one.width_mm <= NARROW_MM for one in figures)
