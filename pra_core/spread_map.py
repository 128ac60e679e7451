"""Spread of a founded population over the PRA area of a scenario, cell by cell and year by year."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from pra_core import endangered_area, reference
from pra_core.climate_futures import central
from pra_core.dispersal import (
    Dispersal,
    Entry,
    Equivalent,
    Gravity,
    Kernel,
    Landscape,
    degree_grid,
    equivalent,
    spread_in_batches,
)
from pra_core.dispersal.equivalent import UNITS
from pra_core.endangered_area import Suitability
from pra_core.errors import N_, PraError
from pra_core.frozen import FloatArray
from pra_core.loss import spread_rate
from pra_core.scenario import Scenario
from pra_core.sphere import arc_km, on_sphere

AROUND = round(360 / reference.STEP)
"""Cells around the globe."""
QUANTILES = (0.05, 0.5, 0.95)
WITH_HOSTS = N_("a suitable cell with hosts")
WITH_ARRIVALS = N_("arrivals in a suitable cell")
SOURCE = N_("Kernel and reproduction are derived from the scenario's lag and radial rate, so that"
            " uniform, fully suitable hosts would be invaded at that rate; the share carried far"
            " by people is assumed by whoever set it.")


@dataclass(frozen=True, slots=True)
class SpreadChoice:
    """What the user decides about a simulation; the scenario gives the rest."""

    places: tuple[tuple[float, float], ...] = ()
    """Latitude and longitude of where the pest may enter, each with the same chance; none =
    wherever arriving units end up and the climate lets a founder persist."""
    long_share: float = 0.0
    """Assumed share of dispersers that people carry to a city, 0 to 1."""
    reach_km: float = 500.0
    """Assumed distance at which a city's pull is halved."""
    replicates: int = 100


@dataclass(frozen=True, slots=True, eq=False)
class SpreadMap:
    """Replicates done so far; cells as in `Suitability.cells`, year 0 is the founding."""

    invaded: NDArray[np.uint16]
    """Replicates in which a cell is invaded, [years + 1, cells]."""
    area_km2: FloatArray
    """Invaded area: land of each cell times share of its hosts infested, [replicates, years + 1].
    """
    occupied_km2: FloatArray
    """Land of the cells in which the pest is present at all, [replicates, years + 1]."""
    wanted: int
    """Replicates asked for."""
    entry: NDArray[np.intp]
    """Cells in which a founding may happen, [k]."""
    entry_km: FloatArray
    """Distance of each chosen place to the cell it stands for, [places]."""
    invadable: NDArray[np.bool_]
    """Cells that can be invaded at all: suitable at the median threshold, with hosts, [cells]."""
    invadable_km2: float
    """Land of these cells."""
    kernel: Equivalent
    """Parameters of every replicate asked for."""
    choice: SpreadChoice
    source: str = SOURCE

    @property
    def replicates(self) -> int:
        """Replicates done."""
        return int(self.area_km2.shape[0])

    @property
    def years(self) -> int:
        """Years simulated."""
        return int(self.area_km2.shape[1]) - 1

    def probability(self, year: int) -> FloatArray:
        """P(a cell is invaded so many years after founding), [cells]."""
        return np.asarray(self.invaded[year] / self.replicates, np.float64)

    def quantiles(self) -> FloatArray:
        """5, 50 and 95 % quantiles of the invaded area, km2, [3, years + 1]."""
        return np.asarray(np.quantile(self.area_km2, QUANTILES, axis=0, method="inverted_cdf"))

    def by_year(self) -> pd.DataFrame:
        """Area by year: year, low, median, high, present (median of the cells with it), km2."""
        low, median, high = self.quantiles()
        return pd.DataFrame({"year": np.arange(self.years + 1), "low": low, "median": median,
                             "high": high, "present": np.median(self.occupied_km2, axis=0)})


def spread_map(scenario: Scenario, choice: SpreadChoice, seed: int, threads: int = 2) -> SpreadMap:
    """Every replicate at once; see `spread_map_in_batches`."""
    *_, found = spread_map_in_batches(scenario, choice, seed, threads, choice.replicates)
    return found


def spread_map_in_batches(scenario: Scenario, choice: SpreadChoice, seed: int, threads: int = 2,
                          batch: int = 10) -> Iterator[SpreadMap]:
    """The scenario's spread as kernel spread on the 0.25 degree cells of the PRA area.

    Each replicate takes lag and radial rate from one simulated future (with the measures selected
    that act on spread) and turns them into founders, reproduction and mean dispersal distance
    that would invade uniform, fully suitable hosts at that rate (`dispersal.equivalent`). What
    differs from the disc of the Monte Carlo is then geography: the shape of the suitable area,
    lower suitability, gaps between hosts, seas, and where the founding happens.

    Suitability of a cell: sqrt(min(1, index / full)), `full` the median index at which climate no
    longer limits; it scales emission and establishment, so that their product follows the index.
    0 below the median threshold. Host units: `UNITS` in a cell full of land and hosts; with mapped
    hosts in proportion to hectares per land, full at the density that parts the suitable hosts in
    halves.
    Consequences do not come in here: hosts count wherever the pest can live.

    Raises PraError: `unreachable` (no suitable cell with hosts), and as `spread_on_grid`.
    """
    found = endangered_area.suitability(scenario)
    suitability = _suitability(scenario, found)
    units = _units(found, suitability > 0)
    possible = np.flatnonzero((suitability > 0) & (units > 0))
    if not possible.size:
        raise PraError("unreachable", "spread", _title(scenario), WITH_HOSTS)
    land, at = _landscape(found, suitability, units)
    cells, weights, apart = _entry(found, possible, suitability, choice)
    future = {name: law.draws(choice.replicates, seed) for name, law in scenario.sampled.items()}
    kernel = equivalent(future[scenario.spread.lag.name], spread_rate(scenario, future),
                        _cell_km(found, possible))
    people = reference.landing_weights(scenario.pra_area.countries, scenario.pra_area.box)
    towns = np.flatnonzero(people)
    pull = Gravity(at[towns], people[towns], choice.reach_km)
    batches = spread_in_batches(
        land, Entry(at[cells], weights, kernel.founders, kernel.lag),
        scenario.consequences.horizon_years, choice.replicates, seed,
        reproduction=kernel.reproduction, kernel=Kernel("exponential", kernel.scale_km),
        long_share=choice.long_share, long_distance=pull, threads=threads, batch=batch)
    can = np.isin(np.arange(found.cells.size), possible)
    whole = float(found.area_km2[possible].sum())

    def shown(part: Dispersal) -> SpreadMap:
        return SpreadMap(part.invaded[:, at], part.area_km2, part.occupied_km2, choice.replicates,
                         cells, apart, can, whole, kernel, choice)

    return map(shown, batches)


def _title(scenario: Scenario) -> str:
    """English title of the PRA area, for messages."""
    return scenario.pra_area.title["en"]


def _suitability(scenario: Scenario, found: Suitability) -> FloatArray:
    model = scenario.pest.climate_model
    full, least = central(model.full_suitability), central(model.suitable_from)
    share = np.sqrt(np.minimum(1.0, found.index / full))
    return np.where((found.index >= least) & (found.index > 0), share, 0.0)


def _units(found: Suitability, suitable: NDArray[np.bool_]) -> NDArray[np.int32]:
    """Host units of each cell, [cells]."""
    land = found.area_km2 / reference.cell_area_km2(found.latitude)
    cover = np.ones(land.size)
    if found.host_hectares is not None:
        density = np.divide(found.host_hectares, found.area_km2, out=np.zeros(land.size),
                            where=found.area_km2 > 0)
        typical = _typical(density[suitable], found.host_hectares[suitable])
        cover = np.minimum(1.0, density / typical) if typical > 0 else np.zeros(land.size)
    units = np.round(UNITS * np.minimum(1.0, land) * cover)
    # A cell with any land and host holds at least one unit.
    return np.where((cover > 0) & (land > 0), np.maximum(units, 1), 0).astype(np.int32)


def _typical(density: FloatArray, hectares: FloatArray) -> float:
    """The density below which half of the hosts grow; 0 without hosts."""
    if not hectares.sum() > 0:
        return 0.0
    order = np.argsort(density, kind="stable")
    half = np.searchsorted(np.cumsum(hectares[order]), hectares.sum() / 2)
    return float(density[order[min(int(half), order.size - 1)]])


def _cell_km(found: Suitability, possible: NDArray[np.intp]) -> float:
    """Side of a square as large as a cell, where the pest can live [km]."""
    return math.sqrt(float(reference.cell_area_km2(found.latitude[possible]).mean()))


def _landscape(found: Suitability, suitability: FloatArray, units: NDArray[np.int32]
               ) -> tuple[Landscape, NDArray[np.intp]]:
    """The smallest window of the climate grid, and the place of each cell in it, [cells]."""
    normals = reference.climate_normals()
    row = normals.row[found.cells].astype(np.intp)
    column = normals.col[found.cells].astype(np.intp)
    used = np.unique(column)
    gaps = np.diff(np.append(used, used[0] + AROUND))
    first = int(used[(int(gaps.argmax()) + 1) % used.size])
    across, down = (column - first) % AROUND, row - row.min()
    size = (int(down.max()) + 1, int(across.max()) + 1)
    at = down * size[1] + across

    def spread_out(values: FloatArray | NDArray[np.int32]) -> FloatArray | NDArray[np.int32]:
        grid = np.zeros(size[0] * size[1], values.dtype)
        grid[at] = values
        return grid.reshape(size)

    north = 90.0 - reference.STEP * (float(row.min()) - 0.5)
    return degree_grid(spread_out(units), np.asarray(spread_out(suitability), np.float64),
                       np.asarray(spread_out(found.area_km2), np.float64), north, reference.STEP,
                       float(UNITS)), at


def _entry(found: Suitability, possible: NDArray[np.intp], suitability: FloatArray,
           choice: SpreadChoice) -> tuple[NDArray[np.intp], FloatArray, FloatArray]:
    """Cells of entry, their weights, and how far the chosen places lie from them [km]."""
    if not choice.places:
        weights = found.weights[possible] * suitability[possible] ** 2
        if weights.sum() <= 0:
            raise PraError("unreachable", "spread", "entry", WITH_ARRIVALS)
        used = weights > 0
        return possible[used], weights[used], np.zeros(0)
    latitude, longitude = np.array(choice.places).T
    tree = cKDTree(on_sphere(found.latitude[possible], found.longitude[possible]))
    chord, nearest = tree.query(on_sphere(latitude, longitude))
    return (possible[np.asarray(nearest)], np.ones(latitude.size),
            arc_km(np.asarray(chord, np.float64)))
