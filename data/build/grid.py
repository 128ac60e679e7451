"""The 0.25 degree land grid: node positions, land share of every cell, the choice of land cells.

Row r has its centre at latitude 90 - 0.25 r, column c at longitude -180 + 0.25 c, so cell centres
are the nodes of ERA5. A cell reaches 0.125 degrees to each side of its centre.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

STEP = 0.25
ROWS, COLUMNS = 721, 1440
SOUTHERN_LIMIT = -60.0
LEAST_LAND_SHARE = 0.25
SUBCELLS = 30  # the land mask has 120 points per degree


def latitudes() -> NDArray[np.float64]:
    """Latitude of each row, degrees north, [721], 90 to -90."""
    return 90.0 - STEP * np.arange(ROWS)


def longitudes() -> NDArray[np.float64]:
    """Longitude of each column, degrees east, [1440], -180 to 179.75."""
    return -180.0 + STEP * np.arange(COLUMNS)


def nearest_node(latitude: float, longitude: float) -> tuple[int, int]:
    """Row and column of the cell that holds a point; longitude wraps at 180."""
    row = round((90.0 - latitude) / STEP)
    return row, round((longitude + 180.0) / STEP) % COLUMNS


def land_share(ocean: NDArray[np.bool_], subcells: int = SUBCELLS) -> NDArray[np.float64]:
    """Share of each cell that is land, [rows, columns], from a finer mask (True = ocean).

    `ocean` is [180 / fine, 360 / fine], first row at 90 N, first column at 180 W. The two rows of
    polar nodes are half cells; they are never land cells here and stay 0.
    """
    half = subcells // 2
    columns = ocean.shape[1] // subcells
    rows = ocean.shape[0] // subcells + 1
    share = np.zeros((rows, columns))
    for row in range(1, rows - 1):
        top = row * subcells - half
        land = subcells - ocean[top : top + subcells].sum(axis=0)
        # Column 0 is centred on 180 W, so half of it lies at the eastern end of the mask.
        share[row] = np.roll(land, half).reshape(columns, subcells).sum(axis=1)
    return share / subcells**2


def centre_is_land(ocean: NDArray[np.bool_], subcells: int = SUBCELLS) -> NDArray[np.bool_]:
    """Whether the centre of each cell is land, [rows, columns]; polar rows are False."""
    columns = ocean.shape[1] // subcells
    rows = ocean.shape[0] // subcells + 1
    centre = np.zeros((rows, columns), dtype=np.bool_)
    centre[1:-1] = ~ocean[subcells : subcells * (rows - 1) : subcells, ::subcells]
    return centre


def choose_cells(
    share: NDArray[np.float64],
    centre: NDArray[np.bool_],
    anchors: list[tuple[int, int]],
) -> tuple[NDArray[np.uint16], NDArray[np.uint16]]:
    """Rows and columns of the land cells, in row-major order.

    A cell is land if its centre is land, or a quarter of it is land (so that coasts, where citrus
    and ports are, do not fall away), or it is named in `anchors` (small islands). Cells south of
    60 S are left out.
    """
    chosen = centre | (share >= LEAST_LAND_SHARE)
    for row, column in anchors:
        chosen[row, column] = True
    chosen[latitudes() < SOUTHERN_LIMIT] = False
    row, column = np.nonzero(chosen)
    return row.astype(np.uint16), column.astype(np.uint16)
