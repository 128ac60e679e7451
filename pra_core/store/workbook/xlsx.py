"""Cells of an .xlsx workbook, read as a stream: nothing in it is computed, run or looked up.

Formulas, links and macros never act: the XML parser refuses document types and entities, what the
file unpacks to is limited before it is unpacked, and parts other than sheets are not opened.
Format: ECMA-376 part 1, 18.3 (sheets) and 18.4 (shared strings).
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from xml.sax import SAXException
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesImpl

from defusedxml.expatreader import create_parser

from pra_core.errors import N_, PraError
from pra_core.store.judgement_rows import plain
from pra_core.store.workbook.raw import (
    DEEPEST,
    MOST_CELLS,
    MOST_COLUMNS,
    MOST_ELEMENTS,
    MOST_ROWS,
    MOST_SHEETS,
    MOST_TEXT,
    MOST_UNPACKED,
    Cell,
    Merged,
    Odd,
    RawSheet,
    Row,
)

CHUNK = 2**16
BROKEN = (zipfile.BadZipFile, KeyError, ValueError, IndexError, SAXException, zlib.error,
          EOFError, NotImplementedError, RuntimeError)
"""What a damaged archive or sheet raises."""
MACROS = N_("a workbook without macros: save it as .xlsx")
_REF = re.compile(r"([A-Z]{1,3})(\d{1,7})")


@dataclass(slots=True)
class _Taken:
    """How much of a workbook was read so far, all parts together, each as often as it is read."""

    name: str
    size: int = 0
    elements: int = 0
    text: int = 0

    def chunk(self, size: int) -> None:
        """So many bytes more."""
        self.size += size
        if self.size > MOST_UNPACKED:
            raise _beyond(self.name, MOST_UNPACKED // 2**20, " MB")

    def element(self, depth: int) -> None:
        """One element more, inside so many others."""
        self.elements += 1
        if self.elements > MOST_ELEMENTS:
            raise _beyond(self.name, MOST_ELEMENTS)
        if depth > DEEPEST:
            raise _beyond(self.name, DEEPEST)

    def characters(self, count: int) -> None:
        """So many characters of texts more."""
        self.text += count
        if self.text > MOST_TEXT:
            raise _beyond(self.name, MOST_TEXT)


def _beyond(name: str, most: int, unit: str = "") -> PraError:
    return PraError("out_of_bounds", name, f"> {most:,}{unit}", f"{most:,}{unit}")


class _Elements(ContentHandler):
    """Calls back at the begin and end of elements, by local name, with the text inside."""

    def __init__(self, begin: Callable[[str, AttributesImpl], None],
                 end: Callable[[str, str], None], keep: frozenset[str], taken: _Taken) -> None:
        super().__init__()
        self._begin, self._end, self._keep, self._taken = begin, end, keep, taken
        self._text: list[str] | None = None
        self._depth = 0

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: N802 - of SAX
        self._depth += 1
        self._taken.element(self._depth)
        local = name.rpartition(":")[2]
        self._text = [] if local in self._keep else None
        self._begin(local, attrs)

    def characters(self, content: str) -> None:
        if self._text is not None:
            self._taken.characters(len(content))
            self._text.append(content)

    def endElement(self, name: str) -> None:  # noqa: N802 - of SAX
        self._end(name.rpartition(":")[2], "".join(self._text or ()))
        self._text = None
        self._depth -= 1


class _Strings:
    """The shared strings, in order; phonetic readings are left out."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self._parts: list[str] = []
        self._phonetic = False

    def begin(self, name: str, _: AttributesImpl) -> None:
        if name == "si":
            self._parts = []
        self._phonetic = self._phonetic or name == "rPh"

    def end(self, name: str, text: str) -> None:
        if name == "t" and not self._phonetic:
            self._parts.append(text)
        elif name == "rPh":
            self._phonetic = False
        elif name == "si":
            self.found.append("".join(self._parts))
            if len(self.found) > MOST_CELLS:
                raise _beyond("sharedStrings.xml", MOST_CELLS)


class _Cells:
    """The rows of one sheet and its merged cells."""

    def __init__(self, name: str, strings: list[str], taken: int) -> None:
        self.rows: list[Row] = []
        self.merged: list[Merged] = []
        self.cells = taken
        self._name, self._strings = name, strings
        self._line, self._row = 0, dict[int, Cell]()
        self._at, self._kind, self._value, self._formula = 0, "n", "", ""
        self._is_formula = False

    def begin(self, name: str, attrs: AttributesImpl) -> None:
        if name in ("c", "row"):
            self.cells += 1  # empty ones too: reading them takes as long
            if self.cells > MOST_CELLS:
                raise _beyond(self._name, MOST_CELLS)
        if name == "c":
            reference = _REF.fullmatch(attrs.get("r", ""))
            self._at = _column(reference[1]) if reference else self._at + 1
            self._kind, self._value = attrs.get("t", "n"), ""
            self._formula, self._is_formula = "", False
        elif name == "row":
            self._line = int(attrs.get("r", str(self._line + 1)))
            self._row, self._at = {}, -1
        elif name == "f":
            self._is_formula = True
        elif name == "mergeCell":
            first, _, last = attrs.get("ref", "").partition(":")
            lines = [int(m[2]) for m in (_REF.fullmatch(first), _REF.fullmatch(last)) if m]
            if len(lines) == 2 and len(self.merged) < MOST_ROWS:
                self.merged.append(Merged(f"{first}:{last}", *lines))

    def end(self, name: str, text: str) -> None:
        if name in ("v", "t"):
            self._value += text
        elif name == "f":
            self._formula = text
        elif name == "c":
            self._settle()
        elif name == "row" and self._row:
            wide = max(self._row) + 1
            self.rows.append((self._line, tuple(self._row.get(i) for i in range(wide))))
            if len(self.rows) > MOST_ROWS + 1:
                raise _beyond(self._name, MOST_ROWS)

    def _settle(self) -> None:
        value = self._read()
        if value is None or value == "":
            return
        if self._at >= MOST_COLUMNS:
            raise _beyond(f"{self._name}, {self._line}", MOST_COLUMNS)
        self._row[self._at] = value

    def _read(self) -> Cell:
        if self._is_formula:
            return Odd("formula", f"={self._formula}")
        text = self._value
        if self._kind == "s":
            return plain(self._strings[int(text)]) if text else None
        if self._kind == "e":
            return Odd("error", text)
        if self._kind == "b":
            return "TRUE" if text == "1" else "FALSE"
        if self._kind in ("str", "inlineStr", "d"):
            return plain(text)
        return float(text) if text else None


def read_xlsx(content: bytes, name: str) -> tuple[RawSheet, ...]:
    """The sheets of a workbook that hold something, with the lines of the file.

    Raises PraError: `unreadable` (no such workbook, with macros or a password), `out_of_bounds`
    (more than the limits of `raw`).
    """
    if name.lower().endswith((".xlsm", ".xltm", ".xlam")):
        raise PraError("unreadable", name, name, MACROS)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _check(archive, name)
            return _sheets(archive, name)
    except PraError:
        raise
    except BROKEN as error:
        raise PraError("unreadable", name, type(error).__name__,
                       N_("a workbook saved by a spreadsheet program as .xlsx")) from error


def _check(archive: zipfile.ZipFile, name: str) -> None:
    parts = archive.infolist()
    if any(part.filename.lower().endswith("vbaproject.bin") for part in parts):
        raise PraError("unreadable", name, "vbaProject.bin", MACROS)
    unpacked = sum(part.file_size for part in parts)
    if unpacked > MOST_UNPACKED:
        raise PraError("out_of_bounds", name, f"{unpacked / 2**20:,.0f} MB",
                       f"{MOST_UNPACKED / 2**20:,.0f} MB")
    for part in parts:
        if part.flag_bits & 1 or part.compress_type not in (zipfile.ZIP_STORED,
                                                            zipfile.ZIP_DEFLATED):
            raise PraError("unreadable", name, part.filename[:40],
                           N_("a workbook saved by a spreadsheet program as .xlsx"))


def _sheets(archive: zipfile.ZipFile, name: str) -> tuple[RawSheet, ...]:
    strings, there, taken = _Strings(), set(archive.namelist()), _Taken(name)
    if "xl/sharedStrings.xml" in there:
        _parse(archive, "xl/sharedStrings.xml", taken, strings.begin, strings.end, "t")
    found, cells = [], 0
    places = _places(archive, taken)
    if len(places) > MOST_SHEETS:
        raise PraError("out_of_bounds", name, len(places), f"{MOST_SHEETS}")
    for title, part in places:
        if part not in there:
            continue
        reader = _Cells(title, strings.found, cells)
        _parse(archive, part, taken, reader.begin, reader.end, "v", "t", "f")
        cells = reader.cells
        if reader.rows:
            found.append(RawSheet(title, tuple(reader.rows), tuple(reader.merged)))
    return tuple(found)


def _places(archive: zipfile.ZipFile, taken: _Taken) -> list[tuple[str, str]]:
    """Title and part of every sheet, in the order of the workbook."""
    targets: dict[str, str] = {}
    titles: list[tuple[str, str]] = []

    def relation(name: str, attrs: AttributesImpl) -> None:
        if name == "Relationship" and attrs.get("Type", "").endswith("/worksheet"):
            target = attrs.get("Target", "")
            targets[attrs.get("Id", "")] = posixpath.normpath(
                target.lstrip("/") if target.startswith("/") else f"xl/{target}")

    def sheet(name: str, attrs: AttributesImpl) -> None:
        if name == "sheet":
            key = next((attrs[k] for k in attrs.getNames() if k.rpartition(":")[2] == "id"), "")
            titles.append((attrs.get("name", ""), key))

    _parse(archive, "xl/_rels/workbook.xml.rels", taken, relation, _nothing)
    _parse(archive, "xl/workbook.xml", taken, sheet, _nothing)
    return [(title, targets[key]) for title, key in titles if key in targets]


def _nothing(_: str, __: str) -> None:
    """The end of an element that says no more."""


def _parse(archive: zipfile.ZipFile, part: str, taken: _Taken,
           begin: Callable[[str, AttributesImpl], None], end: Callable[[str, str], None],
           *keep: str) -> None:
    parser = create_parser(forbid_dtd=True)
    parser.setContentHandler(_Elements(begin, end, frozenset(keep), taken))
    with archive.open(part) as stream:
        while chunk := stream.read(CHUNK):
            taken.chunk(len(chunk))
            parser.feed(chunk)
    parser.close()


def _column(letters: str) -> int:
    found = 0
    for letter in letters:
        found = found * 26 + ord(letter) - 64
    return found - 1
