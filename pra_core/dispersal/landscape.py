"""What spreads where: cells with hosts, kernels, entry, and the results of a simulation."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from pra_core.frozen import FloatArray

KM_PER_DEGREE = math.pi / 180.0 * 6371.0072
"""Length of a degree of latitude on the authalic sphere [km]."""


@dataclass(frozen=True, slots=True, eq=False)
class Landscape:
    """Cells in rows from north to south and columns from west to east, all [rows, columns]."""

    hosts: NDArray[np.int32]
    """Host units of each cell; never changed by the spread, only infested."""
    suitability: FloatArray
    """0 to 1: share of dispersers that survive where all units are hosts; scales emission too."""
    height_km: float
    """Height of every row."""
    width_km: FloatArray
    """Width of a column by latitude, [2 rows - 1]: at the middle of each row and on the edges
    between rows, from north to south."""
    area_km2: FloatArray
    """Area that counts as invaded when every host unit of the cell is infested."""
    units: float
    """Units of a cell, hosts and others: a disperser meets a free host with hosts / units."""


@dataclass(frozen=True, slots=True, eq=False)
class Kernel:
    """How far a disperser gets, in a random direction.

    `exponential`: distance ~ Exp(mean `scale_km`); `cauchy`: half Cauchy, density
    2 / (pi s (1 + (d/s)^2)) (Jones et al. 2021, Front. Ecol. Environ. 19:411, the PoPS model).
    Distances beyond `longest_km` are drawn again; a Cauchy kernel needs that limit, since its
    fronts have no finite speed.
    """

    kind: Literal["exponential", "cauchy"]
    scale_km: FloatArray | float
    """One number, or for the natural kernel one for each replicate."""
    longest_km: float = math.inf


@dataclass(frozen=True, slots=True, eq=False)
class Gravity:
    """Carried by people: cell j is drawn with weight w_j / (1 + (d_ij / reach)^2)."""

    cells: NDArray[np.intp]
    """Cells that attract, numbered row by row, [k]."""
    weights: FloatArray
    """How much, such as city people, [k]."""
    reach_km: float


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """Where and with how much a replicate begins; numbers may differ by replicate."""

    cells: NDArray[np.intp]
    """Cells in which a founding may happen, numbered row by row, [k]."""
    weights: FloatArray
    """Chance of each, up to a factor, [k]."""
    founders: NDArray[np.int64] | int = 1
    """Units infested at the start, at most the hosts of the cell; [replicates] or one number."""
    lag: FloatArray | float = 0.0
    """Years before the first disperser leaves."""


@dataclass(frozen=True, slots=True, eq=False)
class Dispersal:
    """Results of the replicates done so far; year 0 is the founding."""

    invaded: NDArray[np.uint16]
    """Replicates in which a cell holds an infested unit, [years + 1, cells]."""
    area_km2: FloatArray
    """Area invaded: share of infested hosts times area of the cell, [replicates, years + 1]."""
    occupied_km2: FloatArray
    """Area of the cells with an infested unit, [replicates, years + 1]."""
    infested_units: NDArray[np.int64]
    """Infested host units, [replicates, years + 1]."""
    infested: NDArray[np.int64]
    """Infested units of each cell in the last year, summed over the replicates, [cells]."""

    @property
    def replicates(self) -> int:
        """Replicates done."""
        return int(self.area_km2.shape[0])

    @property
    def years(self) -> int:
        """Years simulated."""
        return int(self.area_km2.shape[1]) - 1

    def probability(self, year: int) -> NDArray[np.float32]:
        """Share of the replicates in which each cell is invaded by the year, [cells]."""
        return np.asarray(self.invaded[year] / np.float32(self.replicates), np.float32)


def plane(hosts: NDArray[Any], suitability: FloatArray, cell_km: float = 1.0) -> Landscape:
    """Square cells on a plane; every cell holds as many units as the fullest one has hosts."""
    size = np.shape(hosts)
    rows = size[0] if size else 0
    return Landscape(
        np.asarray(hosts), np.asarray(suitability, np.float64), cell_km,
        np.full(max(0, 2 * rows - 1), cell_km), np.full(size, cell_km**2),
        float(np.max(hosts, initial=1)))


def degree_grid(hosts: NDArray[Any], suitability: FloatArray, area_km2: FloatArray, north: float,
                step: float, units: float) -> Landscape:
    """Cells of `step` degrees; the northern edge of the first row lies at `north`.

    A displacement (east x, south y) [km] is laid off along the meridian and then along the
    parallel halfway between start and end, whose degree is cos(latitude) times as long
    (mid-latitude sailing; distances of 500 km are true to 0.5 % up to 60 degrees).
    """
    rows = np.shape(hosts)[0]
    latitude = north - step / 2 * (1 + np.arange(max(0, 2 * rows - 1)))
    # Rounded: the last digit of a cosine differs between machines.
    width = np.round(KM_PER_DEGREE * step * np.cos(np.radians(latitude)), 6)
    return Landscape(np.asarray(hosts), np.asarray(suitability, np.float64),
                     round(KM_PER_DEGREE * step, 6), width,
                     np.asarray(area_km2, np.float64), units)
