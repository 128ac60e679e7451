"""The climate grid against stations: normals of named cities beside what the grid says there."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pra_core import reference, reference_places
from pra_core.frozen import FloatArray

FILE = "climate/stations.csv"
WORDS = ("place_en", "place_zh", "source")


def grid_checks() -> pd.DataFrame:
    """One row per city (a copy): what the station observed, what the grid says, the difference.

    Columns: those of the file (annual mean temperature [degC] and annual precipitation [mm],
    observed and of the maps the grid was made from), `temperature` and `rain` of the grid at the
    station, between the four nearest cell centres, `warmer` [degC] and `wetter` [share of the
    observed rain]. Periods differ: the grid is 2000-2025, that of the stations is not stated in
    the copy of the normals that was used.

    Raises:
        PraError: `integrity`, `not_found`.
    """
    table = reference_places.typed_places(FILE)
    for column in table.columns.difference(list(WORDS)):
        table[column] = table[column].astype(np.float64)
    normals = reference.climate_normals()
    places = [table[name].to_numpy(np.float64) for name in ("latitude", "longitude")]
    cells, weights = _corners(*places)
    for name, values, whole in (("temperature", normals.temperature, 1.0 / 12.0),
                                ("rain", normals.precipitation, 1.0)):
        annual = whole * values[:, cells].astype(np.float64).sum(axis=0)
        table[name] = (annual * weights).sum(axis=1)
    table["warmer"] = table["temperature"] - table["temperature_observed"]
    table["wetter"] = table["rain"] / table["rain_observed"] - 1.0
    return table


def _corners(latitude: FloatArray, longitude: FloatArray) -> tuple[NDArray[np.intp], FloatArray]:
    """The four cells around each place and their bilinear weights, [n, 4]; sea weighs nothing."""
    normals, width = reference.climate_normals(), round(360.0 / reference.STEP)
    keys = normals.row.astype(np.int64) * width + normals.col  # ascending: cells stand row by row
    down, right = (90.0 - latitude) / reference.STEP, (longitude + 180.0) / reference.STEP
    row, col = np.floor(down).astype(np.int64), np.floor(right).astype(np.int64)
    found, weights = [], []
    for south in (0, 1):
        for east in (0, 1):
            key = (row + south) * width + (col + east) % width
            at = np.minimum(np.searchsorted(keys, key), keys.size - 1)
            share = np.abs(1 - south - (down - row)) * np.abs(1 - east - (right - col))
            found.append(at)
            weights.append(np.where(keys[at] == key, share, 0.0))
    total = np.stack(weights, axis=1)
    return np.stack(found, axis=1), total / total.sum(axis=1, keepdims=True)
