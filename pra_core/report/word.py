"""A report as a Word file (ISO/IEC 29500): headings, tables and pictures of Word's own kinds."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Sequence
from itertools import count
from typing import Any

import docx
from docx.shared import Mm

from pra_core.report import word_styles, word_xml
from pra_core.report.archive import settled
from pra_core.report.document import Document
from pra_core.report.marked import marked, shares, unmarked
from pra_core.report.side_by_side import laid
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
    beside,
    once,
)
from pra_core.report.square_code import qr_png
from pra_core.report.word_xml import ACCENT, PANEL, QUIET, cell, paragraph, row, run, runs, table
from pra_core.store.report_files import carried
from pra_core.store.scenario_code import fits_print

WIDTH = 9750
"""Of the text, in twentieths of a point: 172 mm."""
FACE_SCALE, DRAFT_SCALE = 0.85, 0.7
"""Of pictures on the first page, so that they stand on it together; a draft has reasons there."""
SMALL = 6
"""Rows of a table that stays on one page."""
_ROLES = {"body": "Normal", "lead": "Lead", "note": "Note", "caption": "Note"}
Cut = Callable[[str], Any]


def to_docx(documents: Sequence[Document]) -> bytes:
    """Word file of one document, or of two in two languages side by side.

    Deterministic: no clock is read. Raises PraError `conflict` for documents of different shape.
    """
    report = laid(documents)
    paper = _Paper(report)
    for number, face in enumerate(report.faces):
        paper.face(face, new_page=number > 0 and report.has_contents)
    if report.has_contents:
        paper.contents()
    paper.items(report.body)
    if report.attachment is not None:
        word_xml.enclose(paper.file.part, carried(report.attachment[1]))
    stream = io.BytesIO()
    paper.file.save(stream)
    return settled(stream.getvalue())


class _Paper:
    """The file while it is written, from the first paragraph to the last."""

    def __init__(self, report: Laid) -> None:
        self.report, self.languages = report, report.languages
        self.file: Any = docx.Document()
        self.numbers, self.scale = count(1), 1.0
        word_styles.prepare(self.file, report)

    def add(self, made: Any) -> Any:
        """Put an element at the end of the text."""
        self.file.element.body.insert_element_before(made, "w:sectPr")
        return made

    def said(self, text: Sides, cut: Cut, style: str = "", *, right: bool = False,
             **looks: Any) -> list[Any]:
        """A paragraph per language; one where both say the same."""
        made = []
        for one in once(text):
            language = self.languages[text.index(one)]
            made.append(paragraph(runs(self.file.part, cut(one), language, **looks), style,
                                  right=right))
        return made

    def put(self, text: Sides, cut: Cut, style: str, **looks: Any) -> None:
        """Paragraphs under each other, or two in two languages beside each other."""
        made = self.said(text, cut, style, **looks)
        if len(made) == 1:
            self.add(made[0])
        elif made:
            self.side_by_side([[one] for one in made])

    def side_by_side(self, sides: Sequence[Sequence[Any]]) -> None:
        half = WIDTH // 2
        self.add(table([half, half], [row([cell(half, one) for one in sides], whole=False)],
                       lines=False))
        self.add(paragraph([], "Gap"))

    def face(self, face: Face, *, new_page: bool) -> None:
        """The first page in one language."""
        self.languages = (face.language,)
        if new_page:
            self.add(paragraph([_page_break()]))
        self.put((face.kind,), unmarked, "Note")
        self.put((face.title,), unmarked, "Title")
        self.put((face.subtitle,), unmarked, "Note")
        if face.watermark:
            self.add(paragraph([run(face.watermark, face.language, bold=True)], "Caution"))
            for reason in face.reasons:
                self.put((reason,), unmarked, "Caution")
            self.add(paragraph([], "Gap"))
        self.scale = DRAFT_SCALE if face.reasons else FACE_SCALE
        self.items(face.items)
        self.languages, self.scale = self.report.languages, 1.0

    def contents(self) -> None:
        """Table of contents: a field of Word's, filled with links so that it is never empty."""
        heads = [one for one in self.report.body if isinstance(one, Heading)]
        if not heads:
            return
        self.add(paragraph(
            [run(beside(self.report.contents_title), self.languages[0])], "ContentsTitle"))
        lines = []
        for number, head in enumerate(heads, 1):
            if head.level < 3:
                words = run(f"{head.number}  {beside(head.text)}", self.languages[0])
                page = word_xml.field(f"PAGEREF {_place(number)} \\h",
                                      [run("", self.languages[0])], fresh=False)
                lines.append(word_xml.with_edge(paragraph(
                    [word_xml.inside_link(_place(number), [words]), word_xml.jump(), *page],
                    f"TOC{head.level}"), WIDTH))
        marks = word_xml.field('TOC \\o "1-2" \\h \\z \\u', [])
        at = 1 if lines[0].pPr is not None else 0
        for mark in reversed(marks[:3]):
            lines[0].insert(at, mark)
        lines[-1].append(marks[3])
        for line in lines:
            self.add(line)
        self.add(paragraph([_page_break()]))

    def items(self, items: Iterable[Item]) -> None:
        for item in items:
            self.item(item)

    def item(self, item: Item) -> None:
        match item:
            case Heading():
                self._heading(item)
            case Words():
                self.put(item.text, marked, _ROLES[item.role])
                if item.leads:
                    word_xml.keep_with_next(self.file.element.body[-2])
            case Points():
                self._points(item)
            case Grid():
                self._grid(item)
            case Pictures():
                self._pictures(item)
            case Names():
                self._names(item)
            case Box():
                for made in self.said(item.text, marked,
                                      "Verdict" if item.kind == "verdict" else "Caution"):
                    self.add(made)
                self.add(paragraph([], "Gap"))
            case Reload():
                self._reload(item)
            case NewPage():
                self.add(paragraph([_page_break()]))

    def _heading(self, head: Heading) -> None:
        number = next(self.numbers)
        made = paragraph([run(f"{head.number}  {beside(head.text)}", self.languages[0])],
                         f"Heading{head.level}")
        if head.annex and head.level == 1:
            made.pPr.append(word_xml.element("pageBreakBefore"))
        word_xml.bookmark(self.add(made), _place(number), number)

    def _points(self, points: Points) -> None:
        lists = list(dict.fromkeys(points.items))
        sides = []
        for items in lists:
            language = self.languages[points.items.index(items)]
            side = [paragraph(runs(self.file.part, marked(one), language),
                              "ListNumber" if points.numbered else "ListBullet") for one in items]
            if points.numbered:
                word_styles.start_again(self.file, side)
            sides.append(side)
        if len(sides) == 1:
            for made in sides[0]:
                self.add(made)
        else:
            self.side_by_side(sides)

    def _grid(self, grid: Grid) -> None:
        for made in self.said(grid.caption, unmarked, "Caption"):
            self.add(made)
        widths = [round(WIDTH * one) for one in shares(grid)]
        size = 7.0 if len(widths) > 6 else 8.0
        head = row([cell(width, self._stacked(text, size, right=i in grid.right, colour=QUIET),
                         fill=PANEL)
                    for i, (width, text) in enumerate(zip(widths, grid.head, strict=True))],
                   head=True)
        rows = [self._row(cells, widths, size, grid.right) for cells in grid.rows]
        lines = [head, *rows]
        # Neither the first nor the last row stands alone; a small table is not cut at all.
        for made in lines[:-1] if len(rows) <= SMALL else (*lines[:2], lines[-2]):
            word_xml.keep_with_next(made)
        self.add(table(widths, lines, lines=True, title=beside(grid.title)))
        self.add(paragraph([], "Gap"))
        self.put(grid.note, marked, "Note")

    def _row(self, cells: tuple[Entry, ...], widths: list[int], size: float,
             right: tuple[int, ...]) -> Any:
        if len(cells) == 1 and len(widths) > 1:
            said = self._stacked(cells[0].text, size, bold=True, colour=ACCENT)
            return row([cell(sum(widths), said, span=len(widths))])
        return row([cell(width, self._stacked(one.text, size, right=i in right, bold=one.strong))
                    for i, (width, one) in enumerate(zip(widths, cells, strict=True))])

    def _stacked(self, text: Sides, size: float, *, right: bool = False, **looks: Any) -> list[Any]:
        made = self.said(text, unmarked, "Cell", right=right, size=size, **looks)
        return made or [paragraph([], "Cell")]

    def _names(self, names: Names) -> None:
        left = WIDTH * 3 // 10
        rows = [row([cell(left, self._stacked(name, 8.5, colour=QUIET)),
                     cell(WIDTH - left, self._stacked(what, 8.5))]) for name, what in names.pairs]
        if rows:
            self.add(table([left, WIDTH - left], rows, lines=True))
            self.add(paragraph([], "Gap"))

    def _pictures(self, pictures: Pictures) -> None:
        if len(pictures.row) == 1:
            for made in self._picture(pictures.row[0], min(pictures.row[0].width_mm, 172.0)):
                self.add(made)
        else:
            self.side_by_side([self._picture(one, min(one.width_mm, 80.0)) for one in pictures.row])

    def _picture(self, picture: Picture, width_mm: float) -> list[Any]:
        language = picture.language
        drawn = self.drawn(picture.draw("png"), picture.alt, width_mm)
        made = [paragraph([run(picture.caption, language)], "Caption"), drawn]
        if picture.note:
            made.append(paragraph(runs(self.file.part, marked(picture.note), language), "Note"))
        return made

    def drawn(self, content: bytes, alt: str, width_mm: float) -> Any:
        """A paragraph with a picture and the words that stand for it; not yet in the text."""
        made = self.file.add_paragraph()
        shape = made.add_run().add_picture(io.BytesIO(content), width=Mm(width_mm * self.scale))
        shape._inline.docPr.set("descr", alt)
        made._p.getparent().remove(made._p)
        return made._p

    def _reload(self, reload: Reload) -> None:
        self.put(reload.caption, marked, "Normal")
        if reload.qr:
            self.add(self.drawn(qr_png(reload.qr), beside(_plain(reload.caption)), 36.0))
        code = run(reload.text, "en")
        if not fits_print(reload.text):
            # A long code would fill pages; hidden, it can still be read from the file.
            code.rPr.insert(0, word_xml.element("vanish"))
        self.add(paragraph([code], "ReloadCode"))


def _plain(text: Sides) -> Sides:
    return tuple("".join(one.words for one in marked(side)) for side in text)


def _place(number: int) -> str:
    return f"_Toc{number:04d}"


def _page_break() -> Any:
    made = word_xml.element("r")
    made.append(word_xml.element("br", type="page"))
    return made
