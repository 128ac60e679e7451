"""What part of the world a map shows, and the outlines in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pra_core.frozen import FloatArray
from pra_core.reference import STEP

COLUMNS = 1440
"""Cells around the globe."""
MARGIN = 0.35
"""How far around the PRA area outlines are drawn, as a share of its width and height."""
MERCATOR_LIMIT = 85.0
"""Web Mercator ends here [degrees]."""

Ring = FloatArray
"""Points [n, 2] of longitude and latitude."""


@dataclass(frozen=True, slots=True)
class View:
    """Rows and columns of the climate grid that hold the PRA area, with its edges in degrees.

    Longitudes run on past 180 where the area does, so that `west` < `east` always.
    """

    row: NDArray[np.intp]
    """Row of each cell within the view, [cells]; likewise `column`."""
    column: NDArray[np.intp]
    rows: int
    columns: int
    west: float
    south: float
    east: float
    north: float
    first_row: int = 0
    """Row of the climate grid that is row 0 of the view; likewise `first_column`."""
    first_column: int = 0

    def around(self, aspect: float = 0.0) -> tuple[float, float, float, float]:
        """West, south, east, north with a margin in each direction, at least 2 degrees.

        `aspect`: at least so many times as wide as the area is high on a Web Mercator map, so that
        a wide window shows no end of the land; never more than once around the globe.
        """
        across = self.east - self.west
        tall = float(np.degrees(mercator(self.north) - mercator(self.south)))
        wide = max(MARGIN * across, min(aspect * tall, 360.0) / 2 - across / 2)
        wide = max(2.0, min(wide, (360.0 - across) / 2))
        high = max(2.0, MARGIN * (self.north - self.south))
        return (self.west - wide, max(self.south - high, -MERCATOR_LIMIT),
                self.east + wide, min(self.north + high, MERCATOR_LIMIT))

    def grid(self, codes: NDArray[np.uint8], outside: int) -> NDArray[np.uint8]:
        """Codes of the cells as an image [rows, columns], north first, `outside` elsewhere."""
        image = np.full((self.rows, self.columns), outside, np.uint8)
        image[self.row, self.column] = codes
        return image


def mercator(latitude: FloatArray | float) -> FloatArray:
    """y of Web Mercator on the unit sphere, asinh(tan(latitude)); latitude in degrees."""
    return np.asarray(np.arcsinh(np.tan(np.radians(latitude))), np.float64)


def view(row: NDArray[np.uint16], column: NDArray[np.uint16]) -> View:
    """The smallest view of these cells of the climate grid; the widest gap is left outside."""
    used = np.unique(column.astype(np.intp))
    gaps = np.diff(np.append(used, used[0] + COLUMNS))
    first = int(used[(int(gaps.argmax()) + 1) % used.size])
    across = (column.astype(np.intp) - first) % COLUMNS
    top = int(row.min())
    down = row.astype(np.intp) - top
    rows, columns = int(down.max()) + 1, int(across.max()) + 1
    west, north = -180.0 + STEP * first - STEP / 2, 90.0 - STEP * top + STEP / 2
    return View(down, across, rows, columns, west, north - STEP * rows, west + STEP * columns,
                north, top, first)


def outlines(countries: Mapping[str, Any], box: tuple[float, float, float, float]
             ) -> tuple[list[list[Ring]], list[Ring]]:
    """Land and borders inside a box: polygons (outer ring first) cut at it, and lines.

    The lines leave out the edges that the cut adds. Parts of a country outside the box, such as
    overseas territories, do not appear.
    """
    land: list[list[Ring]] = []
    lines: list[Ring] = []
    for polygon in _polygons(countries):
        for shift in (-360.0, 0.0, 360.0):
            outer = polygon[0] + (shift, 0.0)
            if not _touches(outer, box):
                continue
            rings = [_cut(ring + (shift, 0.0), box) for ring in polygon]
            if len(rings[0]) >= 3:
                land.append([ring for ring in rings if len(ring) >= 3])
            for ring in polygon:
                lines += _pieces(ring + (shift, 0.0), box)
    return land, lines


def lines_inside(given: Iterable[Ring], box: tuple[float, float, float, float]) -> list[Ring]:
    """The parts of lines inside a box that may run on past 180 degrees."""
    return [piece for line in given for shift in (-360.0, 0.0, 360.0)
            if _touches(line + (shift, 0.0), box) for piece in _pieces(line + (shift, 0.0), box)]


def _polygons(countries: Mapping[str, Any]) -> Iterator[list[Ring]]:
    for feature in countries["features"]:
        shape = feature["geometry"]
        parts = [shape["coordinates"]] if shape["type"] == "Polygon" else shape["coordinates"]
        for part in parts:
            yield [np.asarray(ring, np.float64)[:, :2] for ring in part]


def _touches(ring: Ring, box: tuple[float, float, float, float]) -> bool:
    west, south, east, north = box
    low, high = ring.min(axis=0), ring.max(axis=0)
    return bool(low[0] < east and high[0] > west and low[1] < north and high[1] > south)


def _cut(ring: Ring, box: tuple[float, float, float, float]) -> Ring:
    """The ring inside the box (Sutherland & Hodgman 1974, Commun. ACM 17:32), maybe empty."""
    for axis, edge, sign in ((0, box[0], 1.0), (1, box[1], 1.0), (0, box[2], -1.0),
                             (1, box[3], -1.0)):
        if not len(ring):
            return ring
        depth = sign * (ring[:, axis] - edge)
        if (depth >= 0).all():
            continue
        ahead, after = np.roll(ring, -1, axis=0), np.roll(depth, -1)
        crosses = (depth >= 0) != (after >= 0)
        share = np.where(crosses, depth / np.where(crosses, depth - after, 1.0), 0.0)
        meeting = ring + share[:, None] * (ahead - ring)
        both = np.stack([ring, meeting], axis=1).reshape(-1, 2)
        ring = both[np.stack([depth >= 0, crosses], axis=1).ravel()]
    return ring


def thinned(ring: Ring, spacing: float) -> Ring:
    """About one point per `spacing` degrees of the line's length; its ends always.

    Small rings keep their points: an island does not become a line.
    """
    if spacing <= 0 or len(ring) < 8:
        return ring
    length = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(ring, axis=0).T))])
    kept = np.concatenate([[True], np.diff(np.floor(length / spacing)) > 0])
    kept[-1] = True
    return ring[kept] if kept.sum() >= 4 else ring


def packed(rings: Iterable[Ring]) -> list[list[int]]:
    """Lines in hundredths of a degree: first longitude and latitude, then the steps."""
    found = []
    for ring in rings:
        whole = np.round(100.0 * ring).astype(np.int64)
        moved = np.concatenate([[True], (np.diff(whole, axis=0) != 0).any(axis=1)])
        whole = whole[moved]
        if len(whole) >= 2:
            steps = np.concatenate([whole[:1], np.diff(whole, axis=0)])
            found.append([int(x) for x in steps.ravel()])
    return found


def _pieces(ring: Ring, box: tuple[float, float, float, float]) -> list[Ring]:
    """The runs of the ring inside the box, each with the point before and after it."""
    west, south, east, north = box
    inside = ((ring[:, 0] >= west) & (ring[:, 0] <= east)
              & (ring[:, 1] >= south) & (ring[:, 1] <= north))
    kept = inside.copy()
    kept[1:] |= inside[:-1]
    kept[:-1] |= inside[1:]
    if kept.all():
        return [ring]
    edges = np.flatnonzero(np.diff(np.concatenate([[False], kept, [False]])))
    return [ring[a:b] for a, b in edges.reshape(-1, 2) if b - a >= 2]
