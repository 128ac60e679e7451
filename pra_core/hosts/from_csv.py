"""Hosts from a CSV file: by country or region, or by points."""

from __future__ import annotations

import csv
import math
from collections.abc import Callable, Sequence
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from pra_core.errors import N_, PraError, Problem
from pra_core.hosts.places import keys_at, summed
from pra_core.hosts.spreading import area_faults
from pra_core.hosts.upload import (
    LATITUDE,
    LONGITUDE,
    HostFile,
    area_file,
    extent_of,
    grid_file,
    raise_problems,
    text_of,
)
from pra_core.pra_area import HostArea

MOST_LINES = 1_000_000
HEADS = N_("the columns area, hectares or lat, lon, hectares")
NUMBER = N_("a number with a decimal point")
LINES = N_("a header and at least one line")
AT_LEAST_ZERO = N_("0 or more")
Line = tuple[int, list[str]]
Row = TypeVar("Row")


def parse_host_csv(content: bytes | str, name: str, cells: NDArray[np.intp]) -> HostFile:
    """Hosts from text with the columns `area, hectares` or `lat, lon, hectares` (ha, degrees).

    Separated by comma, semicolon or tab; other columns are ignored; UTF-8. Areas are ISO 3166-1
    alpha-2 or ISO 3166-2 codes; a point counts in the cell that holds it. `cells` are those of
    the PRA area. Raises PraError with the problems of every line: `unreadable`, `missing`,
    `wrong_type`, `not_finite`, `out_of_bounds`, `unknown_id`, `duplicate`, `conflict`.
    """
    heads, lines = _table(text_of(content, name), name)
    if {"area", "hectares"} <= set(heads):
        return _areas(heads, lines, name, cells)
    if {"lat", "lon", "hectares"} <= set(heads):
        return _points(heads, lines, name, cells)
    raise PraError("missing", f"{name}: 1", ", ".join(heads), HEADS)


def _table(text: str, name: str) -> tuple[list[str], list[Line]]:
    """The heads in lower case and the lines with their number in the file."""
    first = text.partition("\n")[0]
    separator = max(",;\t", key=first.count)
    reader = csv.reader(text.splitlines(), delimiter=separator)
    try:
        lines = [(reader.line_num, row) for row in reader if any(cell.strip() for cell in row)]
    except csv.Error as error:
        raise PraError("unreadable", f"{name}: {reader.line_num}", str(error), HEADS) from error
    if len(lines) < 2:
        raise PraError("missing", name, "", LINES)
    if len(lines) > MOST_LINES:
        raise PraError("out_of_bounds", name, f"{len(lines):,}", f"{MOST_LINES:,}")
    return [head.strip().lower() for head in lines[0][1]], lines[1:]


def _read(lines: Sequence[Line], name: str, row_of: Callable[[list[str], str], Row]) -> list[Row]:
    """`row_of` of every line; raises PraError with the problems of all lines."""
    rows: list[Row] = []
    problems: list[Problem] = []
    for number, line in lines:
        try:
            rows.append(row_of(line, f"{name}: {number}"))
        except PraError as error:
            problems += error.problems
    raise_problems(problems)
    return rows


def _areas(heads: list[str], lines: list[Line], name: str, cells: NDArray[np.intp]) -> HostFile:
    code, size = heads.index("area"), heads.index("hectares")

    where = [f"{name}: {number}" for number, _ in lines]
    codes = [_cell(line, code).strip().upper() for _, line in lines]
    faults = [(place, Problem(fault, where[place], value, allowed) if value else
               Problem("missing", where[place], "", "area"))
              for place, fault, value, allowed in area_faults(codes)]
    hectares = []
    for place, (_, line) in enumerate(lines):
        try:
            hectares.append(_hectares(_cell(line, size), where[place]))
        except PraError as error:
            faults += [(place, one) for one in error.problems]
    raise_problems([one for _, one in sorted(faults, key=lambda fault: fault[0])])
    areas = [HostArea(area=area, hectares=value)
             for area, value in zip(codes, hectares, strict=True)]
    return area_file(name, areas, where, cells)


def _points(heads: list[str], lines: list[Line], name: str, cells: NDArray[np.intp]) -> HostFile:
    columns = [heads.index(head) for head in ("lat", "lon", "hectares")]

    def row(line: list[str], where: str) -> tuple[float, float, float]:
        problems: list[Problem] = []
        found = []
        for column, least, allowed in zip(columns, (90.0, 180.0, math.inf),
                                          (LATITUDE, LONGITUDE, AT_LEAST_ZERO), strict=True):
            try:
                found.append(_number(_cell(line, column), where))
            except PraError as error:
                problems += error.problems
                continue
            if abs(found[-1]) > least or (column == columns[2] and found[-1] < 0):
                problems.append(Problem("out_of_bounds", where, f"{found[-1]:g}", allowed))
        if problems:
            raise PraError.of(problems)
        return found[0], found[1], found[2]

    latitude, longitude, hectares = np.array(_read(lines, name, row)).T
    by_key = summed(keys_at(latitude, longitude), hectares)
    return grid_file(name, by_key, int((hectares > 0).sum()), extent_of(latitude, longitude), cells)


def _cell(line: list[str], column: int) -> str:
    return line[column] if column < len(line) else ""


def _hectares(text: str, where: str) -> float:
    value = _number(text, where)
    if value < 0:
        raise PraError("out_of_bounds", where, f"{value:g}", AT_LEAST_ZERO)
    return value


def _number(text: str, where: str) -> float:
    if not text.strip():
        raise PraError("missing", where, "", NUMBER)
    try:
        value = float(text)
    except ValueError as error:
        raise PraError("wrong_type", where, text.strip()[:40], NUMBER) from error
    if not math.isfinite(value):
        raise PraError("not_finite", where, text.strip()[:40])
    return value
