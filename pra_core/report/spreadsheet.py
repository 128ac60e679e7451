"""All tables of a report as a workbook: numbers as numbers, words as words, no formulas."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil

from openpyxl import Workbook
from openpyxl.cell import Cell as SheetCell
from openpyxl.cell import MergedCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from pra_core.errors import N_
from pra_core.i18n import translator
from pra_core.markdown_text import JOINER
from pra_core.report.archive import settled
from pra_core.report.document import Document
from pra_core.report.marked import marked
from pra_core.report.side_by_side import laid
from pra_core.report.sides import (
    Box,
    Grid,
    Item,
    Laid,
    Names,
    Points,
    Reload,
    Words,
    beside,
    once,
)
from pra_core.store.report_files import carried

FRONT, CODE, FILE = "report", "reload", "scenario"
"""Names of the sheets that are no table; in ASCII as the ids of the tables are."""
CELL_LENGTH, PIECE = 32_767, 30_000
"""What a cell can hold, and how much of the reload code stands in one."""
_NUMBER = re.compile(r"[+−-]?[\d,]*\.?\d+( × 10[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)?( ?%)?")
WIDEST = 44
"""Letters in a line of a column; longer texts go on below."""
TALLEST = 409
"""Height of a row at most, in points, as Excel keeps it."""
_FORMS = ((100, "#,##0"), (10, "0.0"), (1, "0.00"), (0.001, "0.0000"))
"""How numbers are shown, by the least size for which a form is meant."""
_HEAD = N_("{head} (number)")
_BANNED = re.compile(r"[\[\]:*?/\\']")


@dataclass(frozen=True, slots=True)
class _Column:
    """A column of a sheet: of one language or both, of words or of the numbers behind them."""

    at: int
    """Place in the table of the report."""
    side: int
    head: str
    number: bool


def to_xlsx(documents: Sequence[Document]) -> bytes:
    """Workbook with a sheet per table, of one document or of two in two languages.

    Where a table shows a number in words ("1 in 210 years"), the number stands in a column of its
    own. Deterministic. Raises PraError `conflict` for documents of different shape.
    """
    report = laid(documents)
    book = Workbook()
    book.remove(book.worksheets[0])
    front = book.create_sheet(FRONT)
    grids = [one for one in report.items if isinstance(one, Grid)]
    names = _names(grids)
    _front(front, report, grids, names)
    for grid, name in zip(grids, names, strict=True):
        _sheet(book.create_sheet(name), grid, report)
    codes = [one for one in report.body if isinstance(one, Reload)]
    if codes:
        _code(book.create_sheet(CODE), codes[0])
    if report.attachment is not None:
        _file(book.create_sheet(FILE), report.attachment[1])
    book.properties.title = _words(beside(report.title))
    book.properties.creator = ""
    book.properties.category = _words(beside(report.classification))
    for sheet in book.worksheets:
        _printing(sheet, report)
    stream = io.BytesIO()
    book.save(stream)
    return settled(stream.getvalue())


def _printing(sheet: Worksheet, report: Laid) -> None:
    """On paper: as wide as the page, head of the table and openness on every page."""
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    if sheet.title not in (FRONT, CODE, FILE):
        sheet.print_title_rows = "2:2"
    for place, text in ((sheet.oddHeader.right, report.classification),
                        (sheet.oddFooter.left, report.running)):
        # An ampersand begins a command there.
        place.text = beside(text)[:120].strip().replace("&", "&&") or None
    sheet.oddFooter.right.text = "&P / &N"


def _names(grids: Sequence[Grid]) -> list[str]:
    """Names of sheets: at most 31 letters, none twice, whatever their case."""
    taken, names = {FRONT, CODE, FILE, "history"}, []
    for grid in grids:
        base = _BANNED.sub("-", grid.id)[:31].strip() or "table"
        name, number = base, 2
        while name.lower() in taken:
            name, number = f"{base[:27]}-{number}", number + 1
        taken.add(name.lower())
        names.append(name)
    return names


def _front(sheet: Worksheet, report: Laid, grids: Sequence[Grid], names: Sequence[str]) -> None:
    """What the workbook belongs to, the first page in words, and where the tables are."""
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 34, 90
    for face in report.faces:
        for text in (face.kind, face.title, face.subtitle, face.watermark, *face.reasons,
                     *_said(face.items)):
            if text:
                _line(sheet, sheet.max_row + 1, text, bold=text == face.title)
    for text in (*once(report.classification), *once(report.running)):
        _line(sheet, sheet.max_row + 1, text)
    sheet.append([])
    for grid, name in zip(grids, names, strict=True):
        row = sheet.max_row + 1
        link = _put(sheet, (row, 1), name)
        link.hyperlink = Hyperlink(ref=link.coordinate, location=f"'{name}'!A1")
        link.font = Font(color="0B6E4F", underline="single")
        _put(sheet, (row, 2), beside(grid.caption))


def _said(items: Sequence[Item]) -> Iterator[str]:
    """Sentences of the first page."""
    for item in items:
        match item:
            case Words() | Box():
                yield beside(tuple(map(_plain, item.text)))
            case Points():
                yield from (_plain(one) for items in dict.fromkeys(item.items) for one in items)
            case Names():
                yield from (f"{beside(name)}: {beside(what)}" for name, what in item.pairs)


def _plain(text: str) -> str:
    return "".join(one.words for one in marked(text))


def _sheet(sheet: Worksheet, grid: Grid, report: Laid) -> None:
    """Title, head, rows and note of a table; the head stays in sight."""
    columns = list(_columns(grid, report))
    for at, column in enumerate(columns, 1):
        cell = _put(sheet, (2, at), column.head, bold=True, wrap=True)
        cell.fill = PatternFill("solid", fgColor="F5F7F6")
        cell.border = Border(bottom=Side(style="thin", color="8A949B"))
    for line, row in enumerate(grid.rows, 3):
        if len(row) == 1 and len(grid.head) > 1:
            _put(sheet, (line, 1), beside(row[0].text), bold=True)
            continue
        for at, column in enumerate(columns, 1):
            entry = row[column.at]
            if column.number:
                if entry.value is not None:
                    _number(sheet, (line, at), entry.value, entry.text[0])
            else:
                _put(sheet, (line, at), entry.text[column.side], bold=entry.strong, wrap=True)
    for at, column in enumerate(columns, 1):
        texts = [row[column.at].text[column.side] for row in grid.rows if len(row) > 1]
        longest = max(map(_width, texts), default=0)
        wide = 14 if column.number else min(WIDEST, longest)
        sheet.column_dimensions[get_column_letter(at)].width = max(
            12, min(WIDEST // 2, _width(column.head)), wide) + 2
    for row in sheet.iter_rows(min_row=2):
        _fold(sheet, row)
    _line(sheet, 1, beside(grid.caption), bold=True)
    note = beside(tuple(map(_plain, grid.note)))
    if note:
        _line(sheet, len(grid.rows) + 4, note)
    sheet.freeze_panes = "A3"


def _width(text: str) -> int:
    """Of a text in letters; a Chinese one is as wide as two others."""
    return len(text) + sum(ord(c) > 0x2e80 for c in text)


def _fold(sheet: Worksheet, row: Sequence[SheetCell | MergedCell]) -> None:
    """Makes a row as tall as its words need: not every programme does so by itself."""
    lines = [ceil(1.1 * _width(str(cell.value)) / sheet.column_dimensions[cell.column_letter].width)
             for cell in row if cell.alignment.wrap_text and cell.value]
    if max(lines, default=1) > 1:
        sheet.row_dimensions[row[0].row].height = min(TALLEST, 15 * max(lines))


def _line(sheet: Worksheet, row: int, text: str, *, bold: bool = False) -> None:
    """Words across the columns of a sheet, on as many lines as they need."""
    wide = [one.width for one in sheet.column_dimensions.values()]
    _put(sheet, (row, 1), text, bold=bold, wrap=True)
    if len(wide) > 1:
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=len(wide))
    sheet.row_dimensions[row].height = min(
        TALLEST, 15 * max(1, ceil(1.1 * _width(text) / sum(wide))))


def _columns(grid: Grid, report: Laid) -> Iterator[_Column]:
    """Words that differ between the languages in two columns; numbers said in words in one more."""
    t = translator(report.languages[0])
    rows = [row for row in grid.rows if len(row) > 1 or len(grid.head) == 1]
    for at, head in enumerate(grid.head):
        entries = [row[at] for row in rows]
        values = [one for one in entries if one.value is not None]
        bare = bool(values) and all(_NUMBER.fullmatch(one.text[0]) for one in values) and all(
            one.value is not None or one.text[0] in ("", "–") for one in entries)
        if bare:
            yield _Column(at, 0, beside(head), number=True)
            continue
        if all(len(set(one.text)) == 1 for one in entries):
            yield _Column(at, 0, beside(head), number=False)
        else:
            yield from (_Column(at, side, one, number=False) for side, one in enumerate(head))
        if values:
            yield _Column(at, 0, t(_HEAD, head=beside(head)), number=True)


def _words(text: str) -> str:
    """What a cell can hold of a text: no invisible joiners, no more than its length."""
    text = text.replace(JOINER, "")
    return text if len(text) <= CELL_LENGTH else text[:CELL_LENGTH - 1] + "…"


def _put(sheet: Worksheet, place: tuple[int, int], text: str, *, bold: bool = False,
         wrap: bool = False) -> SheetCell:
    """Words that stay words: neither read as a formula now nor when somebody edits the cell."""
    cell = sheet.cell(*place)
    assert isinstance(cell, SheetCell)
    cell.value = _words(text)
    if text:
        cell.data_type = "s"
    cell.font = Font(bold=bold)
    cell.alignment = Alignment(vertical="top", wrap_text=wrap)
    cell.quotePrefix = text[:1] in "=+-@\t\r"
    return cell


def _number(sheet: Worksheet, place: tuple[int, int], value: float, text: str) -> None:
    """A number as Excel keeps it; a share shown as a percentage keeps its decimals."""
    cell = sheet.cell(*place)
    assert isinstance(cell, SheetCell)
    cell.value = value
    cell.alignment = Alignment(vertical="top")
    if text.rstrip().endswith("%") and _NUMBER.fullmatch(text):
        decimals = len(text.rstrip(" %").partition(".")[2])
        cell.number_format = "0" + ("." + "0" * decimals if decimals else "") + "%"
    elif value % 1 != 0 or abs(value) >= 10_000:
        # As many digits as a reader can use; the cell keeps them all.
        cell.number_format = next(
            (form for least, form in _FORMS if abs(value) >= least), "0.0E+00")


def _code(sheet: Worksheet, code: Reload) -> None:
    """The code in pieces that a cell can hold, in order."""
    sheet.column_dimensions["A"].width = 100
    _put(sheet, (1, 1), beside(tuple(map(_plain, code.caption))))
    for line, at in enumerate(range(0, len(code.text), PIECE), 2):
        _put(sheet, (line, 1), code.text[at:at + PIECE])


def _file(sheet: Worksheet, content: bytes) -> None:
    """The whole scenario file in pieces, hidden: it is for the workbench, not for readers."""
    text = carried(content)
    for line, at in enumerate(range(0, len(text), PIECE), 1):
        _put(sheet, (line, 1), text[at:at + PIECE])
    sheet.sheet_state = "hidden"
