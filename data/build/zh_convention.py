"""Countries after the convention of maps published in China, in the form of a boundary set.

The source draws the ten-dash line as ten thin polygons of one country; here they become lines.
"""

from __future__ import annotations

import json
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data.build.boundaries import DECIMALS, Country, named, polygonal, separate_code
from data.build.fetch import fetch, member

PACKAGE = "@surbowl/world-geo-json-zh"
MEMBER = "package/world.zh.json"
LEFT_OUT = {"AQ"}
# The source gives these no code; `boundaries.py` has the same two inside the same owners.
WITHOUT_CODE = {"北塞浦路斯": "CY", "索马里兰": "SO", "锡亚琴冰川": ""}
# Crimea is with Ukraine, as in the neutral set (UN General Assembly resolution 68/262).
CRIMEA = (32.0, 44.0, 36.7, 46.3)
# Codes of other lists that are part of a country here.
MERGED = {"HK": "CN", "MO": "CN", "TW": "CN", "XK": "RS"}
DASH_WIDTH = 0.05  # degrees: a polygon narrower than this is a dash, not an island
DASH_POINTS = 12


def is_dash(polygon: Any) -> bool:
    """Whether a polygon is drawn as a stroke: long, and narrower than DASH_WIDTH throughout."""
    return bool(polygon.length > 1.0 and polygon.buffer(-DASH_WIDTH / 2.0).is_empty
                and polygon.area / polygon.length < DASH_WIDTH / 2.0)


def centre_line(polygon: Any) -> NDArray[np.float64]:
    """The stroke that a thin polygon stands for, [points, 2].

    The two points of the ring farthest apart are its ends; the line is the mean of the two ways
    round between them, each sampled at equal shares of its length.
    """
    from shapely import LineString, get_coordinates

    points = get_coordinates(polygon.exterior)[:-1]
    apart = np.hypot(*(points[:, None, :] - points[None, :, :]).transpose(2, 0, 1))
    first, last = sorted(int(k) for k in np.unravel_index(int(apart.argmax()), apart.shape))
    ways = (points[first : last + 1], np.concatenate([points[last:], points[: first + 1]])[::-1])
    share = np.linspace(0.0, 1.0, DASH_POINTS)
    sampled = [get_coordinates(LineString(way).interpolate(share, normalized=True))
               for way in ways]
    return np.asarray(np.round((sampled[0] + sampled[1]) / 2.0, DECIMALS), np.float64)


def code_of(properties: dict[str, str], polygon: Any) -> str:
    """Alpha-2 code of one polygon; empty where the set gives none."""
    if properties["iso_a2"] == "-99":
        return WITHOUT_CODE[properties["name"]]
    x, y = polygon.centroid.x, polygon.centroid.y
    west, south, east, north = CRIMEA
    if properties["iso_a2"] == "RU" and west <= x <= east and south <= y <= north:
        return "UA"
    return separate_code(properties["iso_a3"], polygon) or properties["iso_a2"]


def sorted_parts(document: dict[str, Any]) -> tuple[dict[str, list[Any]], list[Any]]:
    """Polygons by alpha-2 code ("" where none is given), and the dashes."""
    from shapely import make_valid
    from shapely.geometry import shape

    parts: dict[str, list[Any]] = {}
    dashes: list[Any] = []
    for feature in document["features"]:
        properties = feature["properties"]
        if properties["iso_a2"] in LEFT_OUT:
            continue
        for polygon in polygonal(make_valid(shape(feature["geometry"]))):
            if properties["iso_a2"] == "CN" and is_dash(polygon):
                dashes.append(polygon)
            else:
                parts.setdefault(code_of(properties, polygon), []).append(polygon)
    return parts, dashes


def countries(neutral: list[Country]) -> tuple[list[Country], list[list[list[float]]]]:
    """Countries sorted by code, valid and inside -180..180, and the lines drawn besides them.

    Islands that the source leaves out are taken from the neutral set.
    """
    from shapely import MultiPolygon, box, set_precision, union_all

    document = json.loads(member(fetch(PACKAGE), MEMBER))
    parts, dashes = sorted_parts(document)
    alpha3 = {c.iso2: c.iso3 for c in neutral}
    alpha3 |= {f["properties"]["iso_a2"]: f["properties"]["iso_a3"] for f in document["features"]}
    chinese = {f["properties"]["iso_a2"]: f["properties"]["name"] for f in document["features"]}
    globe = box(-180.0, -90.0, 180.0, 90.0)
    found: dict[str, Country] = {c.iso2: c for c in neutral if c.iso2 and c.iso2 not in MERGED}
    for code, shapes in sorted(parts.items()):
        fine = set_precision(union_all(shapes).intersection(globe), 10.0**-DECIMALS)
        whole = MultiPolygon(polygonal(fine))
        if not whole.is_empty:
            english, zh = named(code) if code else ("Siachen Glacier", "锡亚琴冰川")
            found[code] = Country(code, alpha3.get(code, "KAS"), english, chinese.get(code, zh),
                                  whole)
    lines = [[[float(x), float(y)] for x, y in centre_line(d)] for d in dashes]
    return [found[code] for code in sorted(found)], sorted(lines)


def country_of_all_cells(
    found: NDArray[np.int16], countries: list[Country], neutral: NDArray[np.str_]
) -> NDArray[np.int16]:
    """Index into `countries` [n]; a cell that no outline here reaches goes to its neutral owner.

    The source is simplified so far that some islands and capes of the land grid lie outside it.
    """
    place = {c.iso2: k for k, c in enumerate(countries) if c.iso2}
    owner = np.array([place.get(MERGED.get(str(code), str(code)), -1) for code in neutral])
    return np.where(found < 0, owner, found).astype(np.int16)
