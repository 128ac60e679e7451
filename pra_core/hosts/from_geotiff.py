"""Hosts from a GeoTIFF of any coordinate reference system, brought onto the climate grid.

Nothing is resampled: the hectares of each pixel are handed on to the cells it lies in, so that
their sum stays what it was.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from pra_core.errors import N_, PraError
from pra_core.frozen import FloatArray
from pra_core.hosts.packing import COLUMNS, ROWS
from pra_core.hosts.places import keys_at, summed
from pra_core.hosts.upload import HostFile, extent_of, grid_file, refuse_large
from pra_core.reference import EARTH_RADIUS_KM, STEP

Values = Literal["hectares", "share"]
MOST_PIXELS = 40_000_000
BLOCK_PIXELS = 1_000_000
"""Pixels brought onto the cells at a time."""
LATTICE_KM = 4.0
MOST_STRIDE = 64
PARTS = 8
"""A pixel as wide as a cell is handed on in 8 x 8 equal parts, a smaller one in fewer."""
MOST_PARTS = 32

GEOTIFF = N_("a GeoTIFF")
REFERENCE_SYSTEM = N_("a coordinate reference system (CRS) in the file")
UPRIGHT = N_("a raster that is not rotated: rows west to east, columns north to south")
PIXELS = N_("at most 40 million pixels")
NUMBERS = N_("numbers in band 1")
SHARES = N_("shares from 0 to 1; for percentages divide by 100, for hectares choose hectares")
HECTARES = N_("0 ha or more in every pixel")
ON_EARTH = N_("coordinates on the earth in the reference system of the file")


def parse_host_geotiff(content: bytes, name: str, cells: NDArray[np.intp],
                       values: Values) -> HostFile:
    """Hosts from band 1: hectares per pixel, or the share of the pixel under host (0-1).

    A pixel without data counts 0. With shares the area of a pixel is that of the quadrangle of
    its corners on the sphere, R^2 dlon dsin(lat); each pixel is then cut into up to 32 x 32 equal
    parts, every part counting in the cell that holds it: sum over cells + outside = sum of
    pixels. `cells` are those of the PRA area.
    Raises PraError: `out_of_bounds` (50 MB, pixels, values, no overlap), `unreadable`, `missing`
    (CRS), `wrong_type` (rotated, no numbers).
    """
    refuse_large(len(content), name)
    from rasterio.env import Env  # heavy, and only for rasters
    from rasterio.errors import RasterioError
    from rasterio.io import DatasetReader, MemoryFile

    try:
        with (Env(), MemoryFile(content) as memory,
              DatasetReader(memory.name, driver="GTiff") as raster):
            _check(raster, name)
            return _onto_cells(raster, name, cells, values)
    except RasterioError as error:
        raise PraError("unreadable", name, str(error)[:80], GEOTIFF) from error


def _check(raster: Any, name: str) -> None:
    if raster.crs is None:
        raise PraError("missing", name, "", REFERENCE_SYSTEM)
    if raster.transform.b or raster.transform.d or raster.transform.e >= 0:
        raise PraError("wrong_type", name, str(tuple(raster.transform)[:6]), UPRIGHT)
    if raster.width * raster.height > MOST_PIXELS:
        raise PraError("out_of_bounds", name, f"{raster.width:,} × {raster.height:,}", PIXELS)
    if np.dtype(raster.dtypes[0]).kind not in "iuf":
        raise PraError("wrong_type", name, raster.dtypes[0], NUMBERS)


def _onto_cells(raster: Any, name: str, cells: NDArray[np.intp], values: Values) -> HostFile:
    by_key, filled = np.zeros(ROWS * COLUMNS), 0
    extent: list[tuple[FloatArray, FloatArray]] = []
    for first, last in _blocks(raster.width, raster.height):
        amount = _band(raster, first, last, name, values)
        longitude, latitude = _corners(raster, first, last, name)
        extent.append((latitude[[0, -1]].ravel(), longitude[:, [0, -1]].ravel()))
        if values == "share":
            amount = amount * _pixel_hectares(longitude, latitude)
        chosen = np.nonzero(amount)
        filled += chosen[0].size
        if chosen[0].size:
            _hand_on(by_key, amount[chosen], longitude, latitude, chosen)
    span = extent_of(np.concatenate([south for south, _ in extent]),
                     np.concatenate([west for _, west in extent]))
    return grid_file(name, by_key, filled, span, cells)


def _blocks(width: int, height: int) -> Iterator[tuple[int, int]]:
    rows = max(1, BLOCK_PIXELS // width)
    for first in range(0, height, rows):
        yield first, min(first + rows, height)


def _band(raster: Any, first: int, last: int, name: str, values: Values) -> FloatArray:
    """Rows of band 1 with 0 where there is no data, [rows, width]."""
    masked = raster.read(1, window=((first, last), (0, raster.width)), masked=True)
    amount = np.ma.filled(masked.astype(np.float64), 0.0)
    amount = np.where(np.isnan(amount), 0.0, amount)
    highest = 1.0 if values == "share" else math.inf
    wrong = (amount < 0) | (amount > highest) | np.isinf(amount)
    if wrong.any():
        row, col = (int(at[0]) for at in np.nonzero(wrong))
        raise PraError("out_of_bounds", f"{name}: {first + row}, {col}", f"{amount[row, col]:g}",
                       SHARES if values == "share" else HECTARES)
    return np.asarray(amount, dtype=np.float64)


def _corners(raster: Any, first: int, last: int, name: str) -> tuple[FloatArray, FloatArray]:
    """Longitude and latitude of the corners of the pixels, [rows + 1, width + 1] each.

    Of a projected raster every corner at most `LATTICE_KM` from the next is transformed, those in
    between are interpolated: pixels still share their corners, so no hectares are lost.
    """
    grid = raster.transform
    every = 1 if raster.crs.is_geographic else _stride(raster)
    rows, cols = last - first, raster.width
    x = grid.c + grid.a * every * np.arange(math.ceil(cols / every) + 1)
    y = grid.f + grid.e * (first + every * np.arange(math.ceil(rows / every) + 1))
    across, down = np.meshgrid(x, y)
    if not raster.crs.is_geographic:
        across, down = (_between(part, every)[:rows + 1, :cols + 1]
                        for part in _degrees(raster, across, down))
    if not (np.isfinite(across).all() and np.isfinite(down).all()
            and np.abs(down).max() <= 90.0 + STEP and np.abs(across).max() <= 720.0):
        raise PraError("out_of_bounds", name, f"{x[0]:g}, {y[0]:g}", ON_EARTH)
    return across, np.clip(down, -90.0, 90.0)


def _stride(raster: Any) -> int:
    """Pixels between the corners that are transformed."""
    metres = abs(raster.transform.a) * raster.crs.linear_units_factor[1]
    return int(min(max(1000.0 * LATTICE_KM / metres, 1.0), MOST_STRIDE))


def _degrees(raster: Any, x: FloatArray, y: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Longitude, without jumps at 180 degrees, and latitude of points of the raster's system."""
    from rasterio.crs import CRS
    from rasterio.warp import transform

    flat = transform(raster.crs, CRS.from_epsg(4326), x.ravel(), y.ravel())
    longitude, latitude = (np.asarray(part, np.float64).reshape(x.shape) for part in flat)
    unbroken = np.unwrap(np.unwrap(longitude, period=360.0, axis=1), period=360.0, axis=0)
    return unbroken, latitude


def _between(lattice: FloatArray, every: int) -> FloatArray:
    """Values of a lattice and `every` - 1 linearly interpolated ones between its neighbours."""
    if every == 1:
        return lattice
    share = np.arange(every)[:, None, None] / every
    rows = ((1 - share) * lattice[:-1] + share * lattice[1:]).swapaxes(0, 1)
    rows = np.vstack([rows.reshape(-1, lattice.shape[1]), lattice[-1:]])
    part = np.arange(every) / every
    whole = (1 - part) * rows[:, :-1, None] + part * rows[:, 1:, None]
    return np.hstack([whole.reshape(rows.shape[0], -1), rows[:, -1:]])


def _east(longitude: FloatArray, start: FloatArray) -> FloatArray:
    """Longitude east or west of `start`, degrees from -180 to 180."""
    return (longitude - start + 180.0) % 360.0 - 180.0


def _pixel_hectares(longitude: FloatArray, latitude: FloatArray) -> FloatArray:
    """Area of the pixels on the sphere, ha, [rows, width].

    Half the cross product of the diagonals in (lon, sin lat), which is an equal-area map.
    """
    start = longitude[:-1, :-1]
    x = [np.radians(_east(one, start)) for one in (
        start, longitude[:-1, 1:], longitude[1:, 1:], longitude[1:, :-1])]
    y = [np.sin(np.radians(one)) for one in (
        latitude[:-1, :-1], latitude[:-1, 1:], latitude[1:, 1:], latitude[1:, :-1])]
    cross = (x[2] - x[0]) * (y[3] - y[1]) - (x[3] - x[1]) * (y[2] - y[0])
    return np.asarray(50.0 * EARTH_RADIUS_KM**2 * np.abs(cross), dtype=np.float64)


def _hand_on(by_key: FloatArray, amount: FloatArray, longitude: FloatArray, latitude: FloatArray,
             chosen: tuple[NDArray[np.intp], ...]) -> None:
    """Add the hectares of the chosen pixels to the cells that hold their parts."""
    row, col = chosen
    start = longitude[row, col]
    lon = [start + _east(longitude[row + i, col + j], start) for i, j in
           ((0, 0), (0, 1), (1, 0), (1, 1))]
    lat = [latitude[row + i, col + j] for i, j in ((0, 0), (0, 1), (1, 0), (1, 1))]
    size = max(float(np.ptp(np.stack(part), axis=0).max()) for part in (lon, lat))
    parts = min(max(1, math.ceil(PARTS * size / STEP)), MOST_PARTS)
    share = amount / parts**2
    for u in (np.arange(parts) + 0.5) / parts:
        for v in (np.arange(parts) + 0.5) / parts:
            weights = ((1 - u) * (1 - v), (1 - u) * v, u * (1 - v), u * v)
            at_lon, at_lat = (sum(w * c for w, c in zip(weights, part, strict=True))
                              for part in (lon, lat))
            by_key += summed(keys_at(np.asarray(at_lat), np.asarray(at_lon)), share)
