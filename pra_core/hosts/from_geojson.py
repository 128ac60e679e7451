"""Hosts from GeoJSON: points and shapes that carry hectares (RFC 7946, WGS 84)."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pra_core import reference
from pra_core.errors import N_, PraError, Problem
from pra_core.frozen import FloatArray
from pra_core.hosts.packing import COLUMNS, ROWS, cell_keys
from pra_core.hosts.places import keys_at
from pra_core.hosts.upload import (
    LATITUDE,
    LONGITUDE,
    HostFile,
    extent_of,
    grid_file,
    raise_problems,
    text_of,
)

MOST_FEATURES = 20_000
COLLECTION = N_("a GeoJSON FeatureCollection")
GEOMETRY = N_("a Point, MultiPoint, Polygon or MultiPolygon")
HECTARES = N_("a property hectares, a number of 0 or more")
WGS84 = N_("coordinates in degrees (WGS 84), without another coordinate reference system")
DEGREES = ("urn:ogc:def:crs:OGC:1.3:CRS84", "urn:ogc:def:crs:OGC::CRS84", "EPSG:4326",
           "urn:ogc:def:crs:EPSG::4326")


def parse_host_geojson(content: bytes | str, name: str, cells: NDArray[np.intp]) -> HostFile:
    """Hosts from a FeatureCollection whose features have the property `hectares`.

    The hectares of a Polygon or MultiPolygon are spread evenly over the land of the cells whose
    centre it holds (of none: the cell in its middle); those of a point count in its cell, those of
    several points in equal parts. `cells` are those of the PRA area. Raises PraError with the
    problems of every feature: `unreadable`, `missing`, `wrong_type`, `out_of_bounds`.
    """
    features = _features(text_of(content, name), name)
    by_key = np.zeros(ROWS * COLUMNS)
    problems: list[Problem] = []
    south, north, west, east = math.inf, -math.inf, math.inf, -math.inf
    for place, feature in enumerate(features):
        try:
            hectares, points = _feature(feature, f"{name}: features[{place}]")
        except PraError as error:
            problems += error.problems
            continue
        south, north = min(south, points[:, 1].min()), max(north, points[:, 1].max())
        west, east = min(west, points[:, 0].min()), max(east, points[:, 0].max())
        keys, share = _onto(feature["geometry"], points)
        np.add.at(by_key, keys, hectares * share)
    raise_problems(problems)
    extent = extent_of(np.array([south, north]), np.array([west, east]))
    return grid_file(name, by_key, len(features), extent, cells)


def _features(text: str, name: str) -> list[Any]:
    try:
        document = json.loads(text)
    except (json.JSONDecodeError, RecursionError) as error:
        line = getattr(error, "lineno", 1)
        raise PraError("unreadable", f"{name}: {line}", type(error).__name__,
                       COLLECTION) from error
    features = _part(document, "features")
    if not isinstance(features, list) or not features:
        raise PraError("missing", name, "", COLLECTION)
    system = _part(_part(_part(document, "crs"), "properties"), "name")
    if system is not None and system not in DEGREES:
        raise PraError("out_of_bounds", f"{name}: crs", str(system)[:60], WGS84)
    if len(features) > MOST_FEATURES:
        raise PraError("out_of_bounds", name, f"{len(features):,}", f"{MOST_FEATURES:,}")
    return features


def _feature(feature: Any, where: str) -> tuple[float, FloatArray]:
    """Hectares and all corners (longitude, latitude), [n, 2]; PraError with every problem."""
    problems = []
    hectares = _part(_part(feature, "properties"), "hectares")
    if (not isinstance(hectares, (int, float)) or isinstance(hectares, bool)
            or not math.isfinite(hectares) or hectares < 0):
        problems.append(Problem("wrong_type", where, str(hectares)[:40], HECTARES))
    geometry = _part(feature, "geometry")
    kind = _part(geometry, "type")
    if kind not in ("Point", "MultiPoint", "Polygon", "MultiPolygon"):
        problems.append(Problem("wrong_type", f"{where}.geometry", str(kind), GEOMETRY))
        raise PraError.of(problems)
    corners = list(_corners(_part(geometry, "coordinates")))
    if not corners or not _drawable(geometry):
        problems.append(Problem("wrong_type", f"{where}.geometry", str(kind), GEOMETRY))
        raise PraError.of(problems)
    points = np.array(corners)
    for column, limit, allowed in ((1, 90.0, LATITUDE), (0, 180.0, LONGITUDE)):
        worst = points[np.abs(points[:, column]).argmax(), column]
        if not abs(worst) <= limit:
            problems.append(Problem("out_of_bounds", f"{where}.geometry", f"{worst:g}", allowed))
    if problems:
        raise PraError.of(problems)
    return float(hectares), points


def _drawable(geometry: Any) -> bool:
    """Whether a geometry has the nesting and the number of corners its type asks for."""
    from rasterio.features import is_valid_geom  # heavy, and only for such files

    return bool(is_valid_geom(geometry))


def _part(node: Any, key: str) -> Any:
    return node.get(key) if isinstance(node, dict) else None


def _corners(node: Any, depth: int = 5) -> Iterator[tuple[float, float]]:
    """Every position of a coordinates array; anything else in it is passed over."""
    if not isinstance(node, list) or depth == 0:
        return
    numbers = [one for one in node if isinstance(one, (int, float)) and not isinstance(one, bool)]
    if len(numbers) >= 2 and len(numbers) == len(node):
        yield float(numbers[0]), float(numbers[1])
        return
    for child in node:
        yield from _corners(child, depth - 1)


def _onto(geometry: Any, points: FloatArray) -> tuple[NDArray[np.int64], FloatArray]:
    """Keys of the cells a geometry covers and the share of it in each (sum 1)."""
    if geometry["type"] in ("Point", "MultiPoint"):
        return keys_at(points[:, 1], points[:, 0]), np.full(len(points), 1.0 / len(points))
    covered = _covered(geometry, points)
    if covered.size == 0:
        middle = points.mean(axis=0, keepdims=True)
        return keys_at(middle[:, 1], middle[:, 0]), np.ones(1)
    normals = reference.climate_normals()
    land = np.zeros(ROWS * COLUMNS)
    land[cell_keys(normals.row, normals.col)] = normals.area_km2
    share = land[covered]
    if share.sum() == 0:
        share = np.ones(covered.size)
    return covered, share / share.sum()


def _covered(geometry: Any, points: FloatArray) -> NDArray[np.int64]:
    """Keys of the cells whose centre lies in the shape."""
    from rasterio import Affine
    from rasterio.features import geometry_mask

    step = reference.STEP
    west, south = np.floor(points.min(axis=0) / step) - 1
    east, north = np.ceil(points.max(axis=0) / step) + 1
    shape = int(north - south) + 1, int(east - west) + 1
    corner = Affine(step, 0.0, (west - 0.5) * step, 0.0, -step, (north + 0.5) * step)
    inside = geometry_mask([geometry], shape, corner, invert=True)
    rows, cols = np.nonzero(inside)
    return keys_at((north - rows) * step, (west + cols) * step)
