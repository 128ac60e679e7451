"""Cells of a CSV file: encoding and separator are found, formulas are named."""

from __future__ import annotations

import codecs
import csv
import io

from charset_normalizer import from_bytes

from pra_core.errors import N_, PraError
from pra_core.store.judgement_rows import plain
from pra_core.store.workbook.raw import MOST_COLUMNS, MOST_ROWS, Cell, Odd, RawSheet, Row

ENCODINGS = ("gb18030", "big5", "cp1252")
"""Tried where the text is neither UTF-8 nor UTF-16."""
SEPARATORS = ",;\t"
SHORT_CELLS = N_("at most 5,000 characters in a cell; a closing quotation mark may be missing")
LOOKED_AT = 20
"""Lines by which the separator is told."""


def read_csv_text(content: bytes, name: str) -> RawSheet:
    """The lines of a CSV file that hold something; the sheet's name is that of the file.

    UTF-8, UTF-16 and Chinese encodings (GB18030, Big5); comma, semicolon or tab. Raises PraError:
    `unreadable` for what is no text or no table, `out_of_bounds` beyond the limits of `raw`.
    """
    text, encoding = decoded(content, name)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text))
    rows: list[Row] = []
    try:
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) > MOST_COLUMNS or len(rows) > MOST_ROWS:
                raise PraError("out_of_bounds", f"{name}, {reader.line_num}",
                               f"{max(len(cells), len(rows)):,}",
                               f"{MOST_COLUMNS}; {MOST_ROWS:,}")
            rows.append((reader.line_num, tuple(_cell(cell) for cell in cells)))
    except csv.Error as error:
        place = f"{name}, {reader.line_num}"
        if "field limit" in str(error):
            raise PraError("out_of_bounds", place, f"> {csv.field_size_limit():,}",
                           SHORT_CELLS) from error
        raise PraError("unreadable", place, "CSV",
                       N_("a table with comma, semicolon or tab")) from error
    return RawSheet(_stem(name), tuple(rows), encoding=encoding)


def decoded(content: bytes, name: str) -> tuple[str, str]:
    """The text and the name of its encoding. PraError unreadable for what is no text."""
    for mark, encoding in ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"),
                           (codecs.BOM_UTF16_BE, "utf-16")):
        if content.startswith(mark):
            return _by(content, encoding, name)
    zeros = content[:2000].count(0)
    if zeros and zeros > len(content[:2000]) // 4:
        first = content[0] == 0
        return _by(content, "utf-16-be" if first else "utf-16-le", name)
    if b"\0" in content:
        raise PraError("unreadable", name, "\\0", N_("a text file: CSV, or a workbook .xlsx"))
    try:
        return content.decode("utf-8"), "UTF-8"
    except UnicodeDecodeError:
        best = from_bytes(content, cp_isolation=list(ENCODINGS), threshold=0.5).best()
    return _by(content, best.encoding if best is not None else ENCODINGS[0], name)


def _by(content: bytes, encoding: str, name: str) -> tuple[str, str]:
    try:
        return content.decode(encoding), encoding.removesuffix("-sig").upper()
    except UnicodeDecodeError as error:
        raise PraError("unreadable", name, f"byte {error.start}",
                       N_("UTF-8 text; in Excel save as CSV UTF-8")) from error


def _separator(text: str) -> str:
    lines = text.split("\n", LOOKED_AT)[:LOOKED_AT]
    return max(SEPARATORS, key=lambda mark: sum(min(line.count(mark), 1) * 1000 + line.count(mark)
                                                for line in lines))


def _cell(cell: str) -> Cell:
    text = cell.strip()
    if text.startswith("="):
        return Odd("formula", text)
    return plain(text) or None


def _stem(name: str) -> str:
    return name.rpartition("/")[2].rpartition(".")[0] or name
