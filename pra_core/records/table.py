"""A table of records: read whole or not at all, with every problem of every line."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from pra_core import reference
from pra_core.csv_lines import column_places, numbered_rows, short
from pra_core.errors import PraError, Problem
from pra_core.frozen import FloatArray
from pra_core.sphere import arc_km, on_sphere

MOST_BYTES = 5_000_000
REACH_KM = 30.0
"""A record farther from every land cell is not compared."""
COLUMNS = {
    "latitude": ("lat", "latitude", "decimallatitude", "decimal_latitude", "y", "纬度"),
    "longitude": ("lon", "lng", "long", "longitude", "decimallongitude", "decimal_longitude", "x",
                  "经度"),
    "name": ("name", "place", "locality", "species", "地点", "名称"),
    "source": ("source", "citation", "reference", "来源"),
    "year": ("year", "年份"),
}
"""Column names that are understood, whatever their case."""
LIMITS = {"latitude": 90.0, "longitude": 180.0}
TEMPLATE = ("latitude,longitude,name,source,year\r\n"
            "39.47,-0.38,Valencia,\"Author 2020, Journal 1:1-9\",2019\r\n")


@dataclass(frozen=True, slots=True, eq=False)
class Records:
    """Places of occurrence, one per coordinate; arrays [records]."""

    latitude: FloatArray
    longitude: FloatArray
    line: NDArray[np.int64]
    """Line of the file where the record first stands, the header being line 1."""
    name: tuple[str, ...]
    source: tuple[str, ...]
    year: tuple[str, ...]
    repeated: tuple[int, ...]
    """Lines with coordinates that stand on an earlier line; counted once."""


def parse(content: bytes) -> Records:
    """Records from a table in CSV (comma, semicolon or tab), as UTF-8 text.

    Raises:
        PraError: every problem at once. `out_of_bounds` (more than 5 MB, a coordinate outside the
            world), `unreadable`, `missing` (no record, no column, an empty coordinate),
            `duplicate` (two columns for one thing), `wrong_type`, `not_finite` (no number),
            `swapped` (latitude and longitude seem exchanged). Paths are "line: column".
    """
    if len(content) > MOST_BYTES:
        raise PraError("out_of_bounds", value=f"{len(content) / 1e6:.1f} MB",
                       allowed=f"{MOST_BYTES / 1e6:g} MB")
    rows = numbered_rows(content)
    if not rows:
        raise PraError("missing", allowed="at least one entry")
    place = _header(rows[0][1])
    found: dict[str, list[float]] = {"latitude": [], "longitude": []}
    problems: list[Problem] = []
    for line, row in rows[1:]:
        for column, kept in found.items():
            at = place[column]
            number = _coordinate(row[at] if at < len(row) else "", column, line, problems)
            kept.append(math.nan if number is None else number)
    latitude, longitude = (np.array(found[name]) for name in LIMITS)
    problems += _swapped(latitude, longitude)
    if problems or len(rows) == 1:
        raise PraError.of(problems or [Problem("missing", allowed="at least one entry")])
    return _once(rows[1:], place, latitude, longitude)


def _header(cells: Sequence[str]) -> dict[str, int]:
    place, problems = column_places(cells, COLUMNS, LIMITS)
    if problems:
        raise PraError.of(problems)
    return place


def _coordinate(text: str, column: str, line: int, problems: list[Problem]) -> float | None:
    path, limit = f"{line}: {column}", LIMITS[column]
    if not text.strip():
        problems.append(Problem("missing", path, "", "a number"))
        return None
    try:
        number = float(text)
    except ValueError:
        problems.append(Problem("wrong_type", path, short(text), "a number"))
        return None
    if not math.isfinite(number):
        problems.append(Problem("not_finite", path, short(text)))
        return None
    if abs(number) > limit:
        problems.append(Problem("out_of_bounds", path, short(text), f"-{limit:g} … {limit:g}"))
    return number


def _swapped(latitude: FloatArray, longitude: FloatArray) -> list[Problem]:
    """One problem where the columns seem exchanged.

    So it is when every latitude beyond 90 degrees would do as a longitude, or when most points lie
    in the sea and most of those would lie on land the other way round.
    """
    usable = np.isfinite(latitude) & np.isfinite(longitude) & (np.abs(longitude) <= 90.0)
    usable &= np.abs(latitude) <= 180.0
    odd = usable & (np.abs(latitude) > 90.0)
    if not odd.any():
        wet = usable.copy()
        wet[usable] = ~nearest(latitude[usable], longitude[usable])[1]
        odd = wet.copy()
        odd[wet] = nearest(longitude[wet], latitude[wet])[1]
        if 2 * odd.sum() <= latitude.size:
            return []
    return [Problem("swapped", "", f"{odd.sum()} / {latitude.size}", "lat, lon")]


@lru_cache(maxsize=4)
def _tree(boundaries: str) -> cKDTree:  # noqa: ARG001 - cache key
    normals = reference.climate_normals()
    return cKDTree(on_sphere(normals.latitude, normals.longitude))


def nearest(latitude: FloatArray, longitude: FloatArray
             ) -> tuple[NDArray[np.intp], NDArray[np.bool_]]:
    """Nearest land cell of each point, and whether it is within reach."""
    chord, cell = _tree(reference.boundary_set()).query(on_sphere(latitude, longitude))
    return np.asarray(cell, dtype=np.intp), arc_km(np.asarray(chord)) <= REACH_KM


def _once(rows: Sequence[tuple[int, list[str]]], place: dict[str, int], latitude: FloatArray,
          longitude: FloatArray) -> Records:
    """Every coordinate once, in the order of the file."""
    _, first = np.unique(np.stack([latitude, longitude]), axis=1, return_index=True)
    kept = np.sort(first)
    again = np.setdiff1d(np.arange(latitude.size), kept)

    def texts(column: str) -> tuple[str, ...]:
        at = place.get(column)
        return tuple("" if at is None or at >= len(rows[i][1]) else rows[i][1][at].strip()
                     for i in kept)

    return Records(latitude[kept], longitude[kept], np.array([rows[i][0] for i in kept]),
                   texts("name"), texts("source"), texts("year"),
                   tuple(rows[i][0] for i in again))
