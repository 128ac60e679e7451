"""Lines of a table of judgements: the columns understood, each cell read or its fault named."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pra_core.csv_lines import column_places, numbered_rows, short
from pra_core.errors import N_, PraError, Problem

MOST_BYTES = 2_000_000
MOST_ROWS = 20_000

COLUMNS: dict[str, tuple[str, ...]] = {
    "parameter": ("parameter", "参数"),
    "input": ("input", "name", "名称"),
    "unit": ("unit", "单位"),
    "assessor": ("assessor", "expert", "评估人", "专家"),
    "round": ("round", "轮次"),
    "date": ("date", "日期"),
    "weight": ("weight", "权重"),
    "asked": ("asked", "问法"),
    "outside": ("outside", "两端之外的概率"),
    "probability": ("probability", "quantile", "概率", "分位点"),
    "value": ("value", "数值", "值"),
    "lower": ("lower", "下限"),
    "upper": ("upper", "上限"),
    "pooling": ("pooling", "合并方式"),
    "family": ("family", "分布"),
    "reason_en": ("reason_en", "reason", "英文理由"),
    "reason_zh": ("reason_zh", "理由", "中文理由"),
    "fitted": ("fitted",),
    "note": ("note", "comment", "说明"),
}
"""Column names that are understood, whatever their case; `input` and `note` are for readers."""
NEEDED = ("parameter", "assessor", "date", "probability", "value")
ON_EVERY_LINE = ("parameter", "assessor", "probability")
POINTS: Mapping[str, tuple[str, ...]] = {
    "min": ("min", "最小", "最小值"), "likely": ("likely", "最可能", "最可能值"),
    "max": ("max", "最大", "最大值"),
}
"""Words for the three values of a smallest, most likely and largest value."""
NUMBERS: Mapping[str, tuple[float, str]] = {
    "weight": (math.inf, ">= 0"), "outside": (0.5, "0 <= p < 0.5"),
}
DECIMAL_POINT = N_("a number with a decimal point, like 0.05")
FORMULA = ("=", "+", "-", "@", "\t", "\r", "'")
"""What a spreadsheet takes for the start of a formula, and the mark that says it is none."""

Values = dict[str, "str | float | int | dt.date"]


@dataclass(frozen=True, slots=True)
class Row:
    """One line: its number in the file and what its cells say; empty cells are left out."""

    line: int
    values: Values = field(default_factory=dict)
    faulty: set[str] = field(default_factory=set)
    """Columns in which something stands that could not be read."""


def rows_of(content: bytes) -> tuple[list[Row], list[Problem]]:
    """The lines that hold a value, and every fault found in them; paths are "line: column".

    CSV with comma, semicolon or tab, as UTF-8 (with or without mark) or GB18030 text. Lines
    without a value are left out: a form need not be filled in whole. Raises PraError for what is
    no such table: out_of_bounds (too large), unreadable, missing or duplicate (columns).
    """
    if len(content) > MOST_BYTES:
        raise PraError("out_of_bounds", value=f"{len(content) / 1e6:.1f} MB",
                       allowed=f"{MOST_BYTES / 1e6:g} MB")
    lines = numbered_rows(_as_utf8(content))
    if len(lines) < 2:
        raise PraError("missing", allowed=N_("at least one entry"))
    if len(lines) - 1 > MOST_ROWS:
        raise PraError("out_of_bounds", "rows", len(lines) - 1, f"1..{MOST_ROWS}")
    place, found, problems = _header(lines[0][1]), list[Row](), list[Problem]()
    for line, cells in lines[1:]:
        texts = {name: plain(cells[at]) for name, at in place.items()
                 if at < len(cells) and cells[at].strip()}
        if "value" in texts:
            row = Row(line)
            for name in COLUMNS:
                _read(row, name, texts.get(name, ""), problems)
            found.append(row)
    if not found:
        problems.append(Problem("missing", "1: value", "", N_("at least one entry")))
    return found, problems


def marked(text: str) -> str:
    """A text as a cell that no spreadsheet takes for a formula; `plain` undoes it."""
    return f"'{text}" if text.startswith(FORMULA) else text


def plain(cell: str) -> str:
    """The text of a cell, without the mark that keeps it from being a formula."""
    text = cell.strip()
    return text[1:] if text.startswith("'") and text[1:].startswith(FORMULA) else text


def _as_utf8(content: bytes) -> bytes:
    """GB18030 text as UTF-8; anything else as it is."""
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        try:
            return content.decode("gb18030").encode("utf-8")
        except UnicodeDecodeError:
            return content
    return content


def _header(cells: Sequence[str]) -> dict[str, int]:
    heads = [plain(cell) for cell in cells]
    place, problems = column_places(heads, COLUMNS, NEEDED)
    known = {name for names in COLUMNS.values() for name in names}
    problems += [Problem("unknown_key", "1", short(head), ", ".join(COLUMNS))
                 for head in heads if head and head.lower() not in known]
    if problems:
        raise PraError.of(problems)
    return place


def _read(row: Row, name: str, text: str, problems: list[Problem]) -> None:
    """One cell into the row, or its fault into the problems."""
    where = f"{row.line}: {name}"
    if not text:
        if name in ON_EVERY_LINE:
            problems.append(Problem("missing", where, "", name))
        return
    value = _value(name, text, where, problems)
    if value is None:
        row.faulty.add(name)
    else:
        row.values[name] = value


def _value(name: str, text: str, where: str, problems: list[Problem]
           ) -> str | float | int | dt.date | None:
    if name == "date":
        return _date(text, where, problems)
    if name == "probability":
        return _point(text, where, problems)
    if name not in ("round", "value", "lower", "upper", *NUMBERS):
        return text
    number = _number(text, where, problems)
    if number is None or name in ("value", "lower", "upper"):
        return number
    if name == "round":
        if number in range(1, 10):
            return int(number)
        problems.append(Problem("out_of_bounds", where, short(text), "1..9"))
        return None
    below, allowed = NUMBERS[name]
    if 0.0 <= number < below:
        return number
    problems.append(Problem("out_of_bounds", where, short(text), allowed))
    return None


def _date(text: str, where: str, problems: list[Problem]) -> dt.date | None:
    found = re.fullmatch(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})", text)
    try:
        return dt.date(*(int(part) for part in found.groups())) if found else _no_date()
    except ValueError:
        problems.append(Problem("wrong_type", where, short(text), N_("a date like 2026-11-22")))
        return None


def _no_date() -> dt.date:
    raise ValueError


def _point(text: str, where: str, problems: list[Problem]) -> str | float | None:
    for word, names in POINTS.items():
        if text.lower() in names:
            return word
    percent = text.endswith("%")
    number = _number(text.removesuffix("%").strip(), where, problems)
    if number is None:
        return None
    number = number / 100.0 if percent else number
    if not 0.0 < number < 1.0:
        problems.append(Problem("out_of_bounds", where, short(text), "0 < p < 1"))
        return None
    return number


def _number(text: str, where: str, problems: list[Problem]) -> float | None:
    try:
        number = float(text)
    except ValueError:
        problems.append(Problem("wrong_type", where, short(text), DECIMAL_POINT if
                                re.fullmatch(r"[+-]?\d+,\d+", text) else N_("a number")))
        return None
    if not math.isfinite(number):
        problems.append(Problem("not_finite", where, short(text)))
        return None
    return number
