"""TopoJSON decoding: arcs to rings, with shared borders staying shared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

Point = tuple[float, float]
Line = list[Point]


def decoded_arcs(topology: Mapping[str, Any], decimals: int) -> list[Line]:
    """Arcs in degrees: running sums of the quantised steps, scaled, shifted and rounded.

    Rounding whole arcs (not rings) keeps the border of two countries identical in both.
    """
    scale_x, scale_y = topology["transform"]["scale"]
    shift_x, shift_y = topology["transform"]["translate"]
    arcs: list[Line] = []
    for steps in topology["arcs"]:
        x = y = 0
        line: Line = []
        for dx, dy in steps:
            x, y = x + dx, y + dy
            point = round(x * scale_x + shift_x, decimals), round(y * scale_y + shift_y, decimals)
            if not line or line[-1] != point:
                line.append(point)
        arcs.append(line)
    return arcs


def ring(indices: Sequence[int], arcs: Sequence[Line]) -> Line:
    """One closed ring from arc numbers; a negative number ~i is arc i reversed."""
    points: Line = []
    for index in indices:
        line = arcs[index] if index >= 0 else arcs[~index][::-1]
        points.extend(line[1:] if points and points[-1] == line[0] else line)
    if points and points[0] != points[-1]:
        points.append(points[0])
    return points


def polygons(geometry: Mapping[str, Any], arcs: Sequence[Line]) -> list[list[Line]]:
    """The polygons of a TopoJSON geometry: for each, the outer ring, then its holes.

    Rings that rounding has collapsed (fewer than four points) are left out; a polygon without an
    outer ring is left out with its holes.
    """
    parts = [geometry["arcs"]] if geometry["type"] == "Polygon" else geometry["arcs"]
    found = ([ring(indices, arcs) for indices in part] for part in parts)
    return [
        [rings[0], *(hole for hole in rings[1:] if len(hole) >= 4)]
        for rings in found
        if len(rings[0]) >= 4
    ]


def crosses_antimeridian(line: Line) -> bool:
    """Whether two neighbouring points are more than half the globe apart in longitude."""
    return any(abs(a[0] - b[0]) > 180.0 for a, b in pairwise(line))
