"""Results by cell and by region as files for a geographic information system.

GeoTIFF: EPSG:4326, 0.25 degree pixels, first pixel north-west, NaN where there is no cell of the
PRA area. GeoJSON (RFC 7946): outlines of first-level regions with their rows of the ranking.
Every file carries the fingerprint of its scenario.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pra_core import endangered_area, reference, reference_places, region_ranks
from pra_core.endangered_area import Suitability
from pra_core.errors import PraError
from pra_core.frozen import FloatArray
from pra_core.reference import STEP
from pra_core.scenario import Scenario

__all__ = ["FloatArray", "cells_csv", "geotiff", "regions_geojson"]

COLUMNS = round(360 / STEP)
"""Cells around the globe."""
GRID_SOURCE = "Climate normals 2000-2025 on a grid of 0.25 degrees; origin and licence: SOURCES.md"


def geotiff(scenario: Scenario, layers: Mapping[str, FloatArray], *, title: str = "",
            unit: str = "") -> bytes:
    """Values [cells] by name as the float32 bands of a GeoTIFF in memory.

    The raster is the smallest box around the PRA area; an area across 180 degrees goes on past it
    to the east. Tags: SCENARIO (fingerprint), SCENARIO_ID, PEST, PRA_AREA, SOURCE, TITLE, UNIT.

    Raises PraError: `missing` for no layer, `out_of_bounds` for values of another length.
    """
    # Loading GDAL takes a while, and only who asks for a raster needs it.
    from rasterio import Affine
    from rasterio.crs import CRS
    from rasterio.io import MemoryFile

    found = endangered_area.suitability(scenario)
    _check(found, layers)
    rows, columns, west, north = _frame(found)
    images = np.full((len(layers), rows.max() + 1, columns.max() + 1), np.nan, np.float32)
    for image, values in zip(images, layers.values(), strict=True):
        image[rows, columns] = values
    profile: dict[str, Any] = {
        "driver": "GTiff", "height": images.shape[1], "width": images.shape[2],
        "count": len(layers), "dtype": "float32", "crs": CRS.from_epsg(4326), "nodata": np.nan,
        "transform": Affine(STEP, 0.0, west, 0.0, -STEP, north), "compress": "deflate",
        "predictor": 3}
    with MemoryFile() as memory:
        with memory.open(**profile) as file:
            file.write(images)
            file.update_tags(**_tags(scenario), TITLE=title, UNIT=unit)
            for band, name in enumerate(layers, start=1):
                file.set_band_description(band, name)
        return bytes(memory.read())


def cells_csv(scenario: Scenario, layers: Mapping[str, FloatArray]) -> bytes:
    """One row per cell: latitude, longitude, country, area and the values by name; UTF-8.

    Raises PraError: `out_of_bounds` for values of another length.
    """
    found = endangered_area.suitability(scenario)
    _check(found, layers)
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow(["scenario", "latitude", "longitude", "country", "area_km2", *layers])
    code = scenario.fingerprint
    columns = [[_written(x) for x in values] for values in layers.values()]
    fixed = zip(found.latitude, found.longitude, found.country, found.area_km2, strict=True)
    for i, (latitude, longitude, country, area) in enumerate(fixed):
        writer.writerow([code, f"{latitude:g}", f"{longitude:g}", country, f"{area:.6g}",
                         *(column[i] for column in columns)])
    return stream.getvalue().encode("utf-8-sig")


def regions_geojson(scenario: Scenario) -> bytes:
    """Outlines of the first-level regions of the PRA area with their rows of `region_table`.

    A country without first-level data is one region.
    """
    table = region_ranks.region_table(scenario).set_index("region")
    given = [("code", reference_places.regions_geojson()), ("iso2", reference.countries_geojson())]
    features: dict[str, dict[str, Any]] = {}
    for key, document in given:
        for feature in document["features"]:
            code = feature["properties"][key]
            if code in table.index and code not in features:
                values = {name: _number(x) for name, x in table.loc[code].items()}
                features[code] = {"type": "Feature", "geometry": feature["geometry"],
                                  "properties": {**feature["properties"], "region": code, **values}}
    document = {"type": "FeatureCollection", **_tags(scenario), "features": list(features.values())}
    return json.dumps(document, ensure_ascii=False, allow_nan=False).encode("utf-8")


def _check(found: Suitability, layers: Mapping[str, FloatArray]) -> None:
    if not layers:
        raise PraError("missing", "layers", "", "at least one entry")
    for name, values in layers.items():
        if values.shape != found.cells.shape:
            raise PraError("out_of_bounds", name, f"shape {list(values.shape)}",
                           f"shape [{found.cells.size}]")


def _frame(found: Suitability) -> tuple[NDArray[np.intp], NDArray[np.intp], float, float]:
    """Row and column of each cell in the raster, and its western and northern edge [degrees]."""
    normals = reference.climate_normals()
    row = normals.row[found.cells].astype(np.intp)
    column = normals.col[found.cells].astype(np.intp)
    taken = np.unique(column)
    gaps = np.diff(np.append(taken, taken[0] + COLUMNS))
    first = int(taken[(int(gaps.argmax()) + 1) % taken.size])
    top = int(row.min())
    return (row - top, (column - first) % COLUMNS, -180.0 + STEP * first - STEP / 2,
            90.0 - STEP * top + STEP / 2)


def _tags(scenario: Scenario) -> dict[str, str]:
    return {"SCENARIO": scenario.fingerprint, "SCENARIO_ID": scenario.id,
            "PEST": scenario.pest.name, "PRA_AREA": scenario.pra_area.title["en"],
            "CLIMATE_MODEL": scenario.pest.climate_model.source.citation or "",
            "SOURCE": GRID_SOURCE}


def _written(x: float) -> str:
    return "" if np.isnan(x) else f"{x:.6g}"


def _number(value: Any) -> float | str | None:
    if isinstance(value, str):
        return value
    return float(value) if np.isfinite(value) else None
