"""First-level regions from the Digital Chart of the World (gmt-dcw), by cell and as outlines.

The source draws eight countries. Whose country a cell is, the boundary set decides; the source
only tells which region of that country it lies in.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data.build.boundaries import DECIMALS, Country, grid_key, polygonal
from data.build.fetch import fetch, member
from data.build.grid import STEP

SHARE = "usr/share/gmt-dcw/"
NAMES = Path(__file__).with_name("region_names.csv")
SEPARATOR = 65535
ROUGH, SIMPLIFIED = 0.005, 0.03  # degrees
SMALLEST = 0.001  # square degrees; about 10 km2
BLOCK = 0.5  # degrees

# Codes that ISO 3166-2 has changed since; two that were joined in 2020 share one.
RENAMED = {"IN-CT": "IN-CG", "IN-OR": "IN-OD", "IN-UT": "IN-UK", "IN-DD": "IN-DH",
           "IN-DN": "IN-DH"}
# ISO 3166-2 codes that have an ISO 3166-1 code as well.
BOTH = {"CN-HK": "HK", "CN-MO": "MO", "CN-TW": "TW"}
# Regions that a boundary set gives to the neighbouring country, or leaves without a name.
LEFT_OUT = {"zh-convention": frozenset({"IN-AR"})}


def names() -> dict[str, tuple[str, str]]:
    """English and Chinese name of each region, by ISO 3166-2 code."""
    with NAMES.open(encoding="utf-8", newline="") as stream:
        return {row["code"]: (row["name_en"], row["name_zh"]) for row in csv.DictReader(stream)}


def degrees(stored: NDArray[np.uint16], scale: float, least: float) -> NDArray[np.float64]:
    """Degrees from stored numbers: number / scale + least."""
    return np.asarray(stored / scale + least, dtype=np.float64)


def rings(longitude: NDArray[np.uint16]) -> list[slice]:
    """Where each ring lies in the arrays of one region: between separators, four points or more."""
    ends = np.flatnonzero(np.append(longitude, SEPARATOR) == SEPARATOR)
    starts = np.append(0, ends[:-1] + 1)
    return [slice(int(a), int(b)) for a, b in zip(starts, ends, strict=True) if b - a >= 4]


def region_shape(points: list[NDArray[np.float64]]) -> Any:
    """One valid multipolygon in -180..180 from rings [n, 2] in 0..360; rings inside are holes."""
    from shapely import MultiPolygon, STRtree, affinity, box, make_valid, union_all
    from shapely.geometry import Polygon

    parts = [p for ring in points for p in polygonal(make_valid(Polygon(ring)))]
    tree = STRtree(parts)
    inner, outer = tree.query([p.representative_point() for p in parts], predicate="within")
    area = np.array([p.area for p in parts])
    # The middle of a large ring may lie in the hole within it.
    holes = set(inner[area[inner] < area[outer]].tolist())
    whole = union_all([p for k, p in enumerate(parts) if k not in holes])
    whole = whole.difference(union_all([parts[k] for k in sorted(holes)]))
    east = whole.intersection(box(-180.0, -90.0, 180.0, 90.0))
    west = affinity.translate(whole.intersection(box(180.0, -90.0, 540.0, 90.0)), xoff=-360.0)
    return MultiPolygon(polygonal(east) + polygonal(west))


def regions() -> dict[str, Any]:
    """Multipolygons of all regions by ISO 3166-2 code, in full detail."""
    import h5py
    from shapely import MultiPolygon, union_all

    archive = fetch("gmt-dcw")
    listed = member(archive, SHARE + "dcw-states.txt").decode("utf-8").splitlines()
    found: dict[str, Any] = {}
    with h5py.File(io.BytesIO(member(archive, SHARE + "dcw-gmt.nc"))) as file:
        for line in listed:
            if line.startswith("#"):
                continue
            country, state = line.split(maxsplit=2)[:2]
            axes = [file[f"{country}{state}_{axis}"] for axis in ("lon", "lat")]
            stored = [axis[:] for axis in axes]
            pair = [degrees(values, float(axis.attrs["scale"][0]), float(axis.attrs["min"][0]))
                    for values, axis in zip(stored, axes, strict=True)]
            shape = region_shape([np.stack([v[part] for v in pair], 1)
                                  for part in rings(stored[0])])
            code = RENAMED.get(f"{country}-{state}", f"{country}-{state}")
            if code in found:
                shape = MultiPolygon(polygonal(union_all([found[code], shape])))
            found[code] = shape
    return found


def of_set(shapes: Mapping[str, Any], name: str, owners: set[str]) -> dict[str, Any]:
    """The regions a boundary set has: without those that are countries there (`owners`)."""
    left_out = LEFT_OUT.get(name, frozenset())
    return {code: shape for code, shape in sorted(shapes.items())
            if code not in left_out and BOTH.get(code) not in owners}


def region_of_cells(
    latitude: NDArray[np.float64],
    longitude: NDArray[np.float64],
    country: NDArray[np.str_],
    shapes: Mapping[str, Any],
) -> NDArray[np.str_]:
    """ISO 3166-2 code of each cell [n]; the country's own code where it has no regions.

    Of the regions of the cell's country: the one that holds the centre; otherwise the one with
    the largest part of the cell; otherwise the nearest. A region that gets no cell that way takes
    the one of its country in which a point of its largest polygon lies, if the grid has it.
    """
    region = country.astype("<U6")
    half = STEP / 2.0
    for owner in sorted({code[:2] for code in shapes}):
        codes = [code for code in shapes if code[:2] == owner]
        cells = np.flatnonzero(country == owner)
        at = _largest_part(latitude[cells], longitude[cells], [shapes[c] for c in codes])
        region[cells] = np.array(codes)[at]
        for code in sorted(set(codes) - set(region[cells].tolist())):
            point = max(shapes[code].geoms, key=lambda p: p.area).representative_point()
            held = (abs(latitude - point.y) <= half) & (abs(longitude - point.x) <= half)
            region[held & (country == owner)] = code
    return region


def _largest_part(
    latitude: NDArray[np.float64], longitude: NDArray[np.float64], shapes: list[Any]
) -> NDArray[np.intp]:
    import shapely

    parts = [(k, p) for k, shape in enumerate(shapes) for p in shape.geoms]
    owner = np.array([k for k, _ in parts])
    tree = shapely.STRtree([p for _, p in parts])
    centre = shapely.points(longitude, latitude)
    found = np.full(latitude.size, -1)
    cell, part = tree.query(centre, predicate="intersects")
    found[cell[::-1]] = owner[part[::-1]]
    rest = np.flatnonzero(found < 0)
    half = STEP / 2.0
    boxes = shapely.box(longitude[rest] - half, latitude[rest] - half,
                        longitude[rest] + half, latitude[rest] + half)
    cell, part = tree.query(boxes, predicate="intersects")
    shared = np.zeros((rest.size, len(shapes)))
    np.add.at(shared, (cell, owner[part]),
              shapely.area(shapely.intersection(boxes[cell], tree.geometries[part])))
    touched = shared.max(axis=1, initial=0.0) > 0.0
    found[rest[touched]] = shared.argmax(axis=1)[touched]
    far = rest[~touched]
    cell, part = tree.query_nearest(centre[far], all_matches=False)
    found[far[cell]] = owner[part]
    return found


def outlines(country: Any, shapes: Mapping[str, Any]) -> dict[str, Any]:
    """Regions cut at the outline of their country and filling it, simplified, valid.

    What the source leaves free inside the country (coasts of another scale, land on which the
    sources differ) goes, in blocks of half a degree, to the nearest region. A region that lies
    outside the country's outline (islands it does not draw) keeps its own. Neighbours share the
    points of their border.
    """
    from shapely import STRtree, coverage_simplify, make_valid, union_all

    codes = list(shapes)
    rough = [make_valid(shapes[c].simplify(ROUGH)) for c in codes]
    parts = [(k, p) for k, s in enumerate(rough) for p in polygonal(s.intersection(country))
             if p.area >= SMALLEST]
    tree = STRtree([p for _, p in parts])
    free = _blocks(country.difference(union_all(list(tree.geometries))))
    _, nearest = tree.query_nearest(free, all_matches=False)
    parts += [(parts[at][0], block) for block, at in zip(free, nearest, strict=True)]
    faces = _faces(parts, len(codes), country)
    drawn = [k for k, face in enumerate(faces) if not face.is_empty]
    simple = coverage_simplify([faces[k] for k in drawn], SIMPLIFIED)
    found = {codes[k]: _tidy(shape) for k, shape in zip(drawn, simple, strict=True)}
    return {c: found.get(c) or _tidy(make_valid(shapes[c])) for c in codes}


def _faces(parts: list[tuple[int, Any]], size: int, country: Any) -> list[Any]:
    """One geometry per owner in which neighbours share all points of their border."""
    from shapely import (
        STRtree,
        contains,
        get_parts,
        node,
        polygonize,
        prepare,
        set_precision,
        union_all,
    )

    fine = [(k, set_precision(p, 10.0**-DECIMALS)) for k, p in parts]
    lines = node(union_all([p.boundary for _, p in fine]))
    faces = get_parts(polygonize(get_parts(lines)))
    tree = STRtree([p for _, p in fine])
    owners = np.array([k for k, _ in fine])
    inside = np.array([f.representative_point() for f in faces])
    owner = np.full(faces.size, -1)
    face, part = tree.query(inside, predicate="within")
    owner[face] = owners[part]
    # Gaps that rounding has opened between neighbours.
    prepare(country)
    gaps = np.flatnonzero((owner < 0) & contains(country, inside))
    _, part = tree.query_nearest(inside[gaps], all_matches=False)
    owner[gaps] = owners[part]
    return [union_all(faces[owner == k]) for k in range(size)]


def _blocks(shape: Any) -> list[Any]:
    from shapely import box

    found: list[Any] = []
    for polygon in polygonal(shape):
        west, south, east, north = polygon.bounds
        for x in np.arange(np.floor(west / BLOCK), np.ceil(east / BLOCK)) * BLOCK:
            for y in np.arange(np.floor(south / BLOCK), np.ceil(north / BLOCK)) * BLOCK:
                found += polygonal(polygon.intersection(box(x, y, x + BLOCK, y + BLOCK)))
    return found


def _tidy(shape: Any) -> Any:
    """A multipolygon at the stored precision, small leavings dropped unless all are small."""
    from shapely import MultiPolygon, make_valid, set_precision

    fine = polygonal(make_valid(set_precision(shape, 10.0**-DECIMALS)))
    whole = fine or polygonal(shape)
    large = [p for p in whole if p.area >= SMALLEST]
    return MultiPolygon(large or [max(whole, key=lambda p: p.area)])


def borders(drawn: Mapping[str, Any]) -> list[list[tuple[float, float]]]:
    """Lines between regions: the edges that two of them share, merged."""
    from shapely import MultiLineString, get_coordinates, get_parts, get_rings, line_merge

    edges: dict[tuple[tuple[float, float], tuple[float, float]], int] = {}
    for shape in drawn.values():
        for ring in get_rings(get_parts(shape)):
            points = [tuple(p) for p in np.round(get_coordinates(ring), DECIMALS).tolist()]
            for a, b in pairwise(points):
                edge = (a, b) if a < b else (b, a)
                edges[edge] = edges.get(edge, 0) + 1
    shared = MultiLineString([list(edge) for edge, count in edges.items() if count == 2])
    return [[(x, y) for x, y in get_coordinates(line).tolist()]
            for line in get_parts(line_merge(shared))]


def write_regions(
    folder: Path,
    countries: list[Country],
    row: NDArray[np.uint16],
    column: NDArray[np.uint16],
    country: NDArray[np.str_],
    all_shapes: Mapping[str, Any],
) -> None:
    """Write regions.npz and regions.geojson.gz of one boundary set."""
    outline = {c.iso2: c.geometry for c in countries if c.iso2}
    shapes = of_set(all_shapes, folder.name, set(country.tolist()))
    region = region_of_cells(90.0 - STEP * row, -180.0 + STEP * column, country, shapes)
    drawn: dict[str, Any] = {}
    lines: list[list[tuple[float, float]]] = []
    for owner in sorted({code[:2] for code in shapes}):
        own = {code: shape for code, shape in shapes.items() if code[:2] == owner}
        own = outlines(outline[owner], own)
        drawn |= own
        lines += borders(own)
    text = json.dumps(geojson(drawn, lines), ensure_ascii=False, separators=(",", ":"))
    content = gzip.compress(text.encode(), compresslevel=9, mtime=0)
    (folder / "regions.geojson.gz").write_bytes(content)
    codes = np.unique(region[region != ""])
    index = np.where(region == "", -1, np.searchsorted(codes, region)).astype(np.int16)
    key = np.array(grid_key(row, column))
    np.savez_compressed(folder / "regions.npz", region=index, codes=codes, grid=key)


def geojson(
    drawn: Mapping[str, Any], lines: list[list[tuple[float, float]]]
) -> dict[str, Any]:
    """FeatureCollection with properties code, iso2, name_en, name_zh; `borders`: lines between."""
    from shapely.geometry import mapping

    def rounded(value: object) -> object:
        if isinstance(value, (list, tuple)):
            return [rounded(v) for v in value]
        return round(value, DECIMALS) if isinstance(value, float) else value

    named = names()
    return {"type": "FeatureCollection", "borders": lines, "features": [
        {"type": "Feature", "id": code,
         "properties": {"code": code, "iso2": code[:2], "name_en": named[code][0],
                        "name_zh": named[code][1]},
         "geometry": {"type": "MultiPolygon",
                      "coordinates": rounded(mapping(shape)["coordinates"])}}
        for code, shape in drawn.items()]}
