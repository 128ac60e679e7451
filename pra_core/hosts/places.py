"""Hectares onto the cells of the climate grid."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from pra_core import reference
from pra_core.frozen import FloatArray
from pra_core.hosts.packing import COLUMNS, ROWS, cell_keys
from pra_core.sphere import on_sphere

REACH_KM = 60.0
"""Hectares farther than this from all land lie outside the PRA area [km]."""


def keys_of(cells: NDArray[np.intp]) -> NDArray[np.int64]:
    """Keys of cells of the climate grid, [cells]."""
    normals = reference.climate_normals()
    return cell_keys(normals.row[cells], normals.col[cells])


def keys_at(latitude: FloatArray, longitude: FloatArray) -> NDArray[np.int64]:
    """Key of the 0.25 degree cell that holds each point, [n]; longitudes of any turn."""
    row = np.clip(np.rint((90.0 - latitude) / reference.STEP), 0, ROWS - 1).astype(np.int64)
    col = np.rint((longitude + 180.0) / reference.STEP).astype(np.int64) % COLUMNS
    return row * COLUMNS + col


def summed(keys: NDArray[np.int64], hectares: FloatArray) -> FloatArray:
    """Hectares of every key of the climate grid's frame, [721 * 1440]."""
    return np.asarray(np.bincount(keys, hectares, ROWS * COLUMNS), dtype=np.float64)


def onto_cells(by_key: FloatArray, cells: NDArray[np.intp]) -> tuple[FloatArray, float]:
    """Hectares of all keys, [721 * 1440], to the cells of the PRA area, and what lies outside.

    A key without land (coast, sea) counts in the nearest land cell by great circle if that is at
    most `REACH_KM` away and in the PRA area; the rest, such as what stands on a neighbour's land,
    is the second result. Their sum is the input's.
    """
    position = np.full(ROWS * COLUMNS, -1, dtype=np.intp)
    position[keys_of(cells)] = np.arange(cells.size)
    filled = np.flatnonzero(by_key)
    place, amount = position[filled], by_key[filled]
    lost = np.flatnonzero(place < 0)
    if lost.size:
        place[lost] = position[_nearest_land(filled[lost])]
    inside = place >= 0
    values = np.bincount(place[inside], weights=amount[inside], minlength=cells.size)
    return values.astype(np.float64), float(amount[~inside].sum())


@lru_cache(maxsize=1)
def _land() -> tuple[cKDTree, NDArray[np.int64]]:
    """All land cells on the sphere, and their keys: the same in every boundary set."""
    normals = reference.climate_normals()
    return (cKDTree(on_sphere(normals.latitude, normals.longitude)),
            cell_keys(normals.row, normals.col))


def _nearest_land(keys: NDArray[np.intp]) -> NDArray[np.int64]:
    """Key of the nearest land cell, [keys]; the key itself beyond `REACH_KM`."""
    tree, land = _land()
    rows, cols = np.divmod(keys, COLUMNS)
    points = on_sphere(90.0 - reference.STEP * rows, -180.0 + reference.STEP * cols)
    chord, found = tree.query(points)
    near = np.asarray(chord) * reference.EARTH_RADIUS_KM <= REACH_KM
    return np.where(near, land[np.asarray(found)], keys)
