"""Lines of a sheet as entries of records: every cell read, every fault with line and column."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel, ValidationError

from pra_core.errors import N_, Problem
from pra_core.store.workbook.cells import Words, read_cell
from pra_core.store.workbook.matching import Match
from pra_core.store.workbook.raw import RawSheet
from pra_core.store.workbook.sheets import SHEETS, Sheet
from pra_core.validation import problems

NOT_MERGED = N_("cells that are not merged")
TOLD_EVERY = 2_000
"""Lines between two reports of progress."""
MOST_FAULTS = 5_000
"""Faults that are kept with their place; the rest is counted."""


@dataclass(frozen=True, slots=True)
class CellFault:
    """One fault: sheet and line in the file, head of the column, and the problem."""

    sheet: str
    line: int
    """0 = the whole sheet."""
    column: str
    problem: Problem


@dataclass(slots=True)
class Faults:
    """Faults as they are found; beyond `MOST_FAULTS` only their number grows."""

    found: list[CellFault] = field(default_factory=list)
    count: int = 0

    def add(self, sheet: str, line: int, column: str, problem: Problem) -> None:
        """One more."""
        self.count += 1
        if len(self.found) < MOST_FAULTS:
            self.found.append(CellFault(sheet, line, column, Problem(
                problem.code, "", problem.value, problem.allowed)))


@dataclass(slots=True)
class Progress:
    """Tells now and then how large a share of the lines was looked at; what is told may raise."""

    total: int
    tell: Callable[[float], None]
    done: int = 0

    def line(self) -> None:
        """One line more."""
        self.done += 1
        if self.done % TOLD_EVERY == 0:
            self.tell(min(self.done / self.total, 1.0))


@dataclass(slots=True)
class Entry:
    """One line: where it stands, what its cells say, and whether all of them could be read."""

    sheet: Sheet
    title: str
    """Name of the sheet in the file."""
    line: int
    heads: Mapping[str, str]
    """Column -> head in the file."""
    values: dict[str, Any]
    good: bool = True
    told: set[str] = field(default_factory=set)
    """Heads of columns of which a fault was told."""

    def text(self, key: str) -> str:
        """A plain text of the entry; empty where there is none."""
        return str(self.values.get(key, "") or "")

    def head(self, path: str) -> str:
        """The head of the column that a path of the entry stands in."""
        keys = path.replace("[", ".").split(".")
        for size in range(len(keys), 0, -1):
            for column in self.sheet.columns:
                if list(column.where[:size]) == keys[:size]:
                    return self.heads.get(column.key, column.key)
        return path

    def fault(self, path: str, problem: Problem, faults: Faults) -> None:
        """Something is wrong with the entry: it is not used."""
        self.tell(self.head(path), problem, faults)

    def tell(self, head: str, problem: Problem, faults: Faults) -> None:
        """A fault of the column of that head."""
        self.good = False
        self.told.add(head)
        faults.add(self.title, self.line, head, problem)

    def checked(self, model: type[BaseModel], data: Mapping[str, Any], faults: Faults,
                at: str = "") -> Any:
        """`data` as an instance of `model`; None and the faults not told yet otherwise.

        `at`: where a fault is told whose place no column holds.
        """
        before = set(self.told)
        try:
            return model.model_validate(data)
        except ValidationError as error:
            for problem in problems(error, "", model):
                path = problem.path.removeprefix(": ")
                head = self.head(path)
                head = self.head(at) if at and head == path else head
                # What is missing where something was faulty was told with the fault.
                follows = before and (problem.code == "missing" or head not in self.heads.values())
                if head not in before and not follows:
                    self.tell(head, problem, faults)
            return None


def entries_of(raw: RawSheet, match: Match, words: Words, faults: Faults, progress: Progress
               ) -> list[Entry]:
    """The entries of a sheet below its heads; faults of cells are added to `faults`."""
    sheet = SHEETS[match.sheet]
    heads = {key: head for key, head in zip(match.columns, match.heads, strict=True) if key}
    if match.missing:
        for key in match.missing:
            faults.add(raw.name, _line(raw, match), key, Problem("missing", "", "", ", ".join(
                sheet.column(key).names[:3])))
        return []
    joined = _joined(raw, match, faults)
    found = []
    for line, cells in raw.rows[match.header + 1:]:
        progress.line()
        entry = Entry(sheet, raw.name, line, heads, {}, line not in joined)
        for key, cell in zip(match.columns, cells, strict=False):
            if not key or cell is None or cell == "":
                continue
            column = sheet.column(key)
            value, problem = read_cell(cell, column, words)
            if problem is not None:
                entry.tell(heads[key], problem, faults)
                value = None
            _put(entry.values, column.where, value)
        if not entry.values:
            continue
        _settle(entry.values)
        _needed(entry, faults)
        found.append(entry)
    return found


def _line(raw: RawSheet, match: Match) -> int:
    return raw.rows[match.header][0] if raw.rows else 0


def _joined(raw: RawSheet, match: Match, faults: Faults) -> set[int]:
    """Lines below the heads that merged cells touch: which value is meant cannot be known."""
    below, lines = _line(raw, match), set[int]()
    for merged in raw.merged:
        if merged.last > below:
            faults.add(raw.name, max(merged.first, below), merged.area,
                       Problem("wrong_type", "", merged.area, NOT_MERGED))
            lines |= set(range(max(merged.first, below), min(merged.last, merged.first
                                                              + len(raw.rows)) + 1))
    return lines


def _put(values: dict[str, Any], place: tuple[str, ...], value: object) -> None:
    """None is kept for a faulty cell, so that it is not told as missing too."""
    for key in place[:-1]:
        values = values.setdefault(key, {})
    values[place[-1]] = value


def _settle(values: dict[str, Any]) -> None:
    """A text given in Chinese only stands for English too."""
    for inner in values.values():
        if isinstance(inner, dict):
            if "zh_CN" in inner and "en" not in inner:
                inner["en"] = inner["zh_CN"]
            _settle(inner)


def _needed(entry: Entry, faults: Faults) -> None:
    for column in entry.sheet.columns:
        if column.needed and not _there(entry.values, column.where):
            entry.tell(entry.heads.get(column.key, column.key), Problem(
                "missing", "", "", ", ".join(column.choices[:8]) or column.key), faults)


def _there(values: Mapping[str, Any], place: tuple[str, ...]) -> bool:
    inner: Any = values
    for key in place:
        if not isinstance(inner, dict) or key not in inner:
            return False
        inner = inner[key]
    return True
