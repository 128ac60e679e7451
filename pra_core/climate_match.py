"""Where the PRA area resembles other places, and what its warmth allows (ISPM 11, 2.2.2.2).

The climate of the PRA area is that of the scenario, with its change of climate where it has one;
the places it is compared with keep the normals of 2000-2025.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from pra_core import climate_futures, endangered_area, reference
from pra_core.climate.koppen import ZONES, koppen_zones
from pra_core.climate.phenology import Phenology, phenology
from pra_core.climate.similarity import (
    Moments,
    element_months,
    match_index,
    moments,
    nearest_reference,
    standardised,
)
from pra_core.climate_futures import ClimateCase, central
from pra_core.errors import N_, PraError
from pra_core.frozen import FloatArray
from pra_core.pest import BlossomBlight, Ecoclimatic
from pra_core.scenario import Scenario

CITY_REACH_KM = 60.0
"""A city farther than this from every land cell has no climate of its own here [km]."""
APART_KM = 150.0
"""Places nearer to a better one are not named beside it [km]."""
GOOD_MATCH = 60.0
"""Match index that counts as similar: the 6 of 10 at which `climatch_sum` of Euclimatch counts."""
RARE = 0.01
"""A zone with less of the land compared with than this does not count as shared."""
KNOWN_PEOPLE = 100_000
"""Cities with fewer people are named only where the PRA area has no bigger one."""
NAMED_KM = 300.0
"""A place is named after the nearest city of its country within this distance [km]."""
USUAL_RANGE = 10.0
"""Daily temperature range of models that name none [degC]; assumed."""


@dataclass(frozen=True, slots=True)
class Places:
    """What the PRA area is compared with; everything named counts together."""

    areas: tuple[str, ...] = ()
    """ISO 3166-1 alpha-2 or ISO 3166-2 codes."""
    cities: tuple[int, ...] = ()
    """Rows of `reference.cities`."""
    cells: tuple[int, ...] = ()
    """Positions in the climate grid."""


@dataclass(frozen=True, slots=True, eq=False)
class Resemblance:
    """How much each cell of the PRA area is like the most similar of the places; [cells]."""

    distance: FloatArray
    """Standard deviations of the world's land, root mean square over 24 element-months."""
    match: FloatArray
    """0-100, `match_index`."""
    nearest: NDArray[np.intp]
    """Position in the climate grid of the place it is most like."""


def present_range(scenario: Scenario) -> Places:
    """Where the pest occurs; `areas` is empty where the scenario does not say."""
    named = (area for known in scenario.pest.present_in for area in known.areas)
    return Places(areas=tuple(dict.fromkeys(named)))


def cells_of(places: Places) -> NDArray[np.intp]:
    """Land cells of the places in the climate grid, ascending, each once, [k].

    Raises PraError: `missing` (no place named), `unknown_id` (code, city or cell), `unreachable`
    (a city without land nearby).
    """
    normals = reference.climate_normals()
    if not (places.areas or places.cities or places.cells):
        raise PraError("missing", "places", "", N_("at least one entry"))
    beyond = [cell for cell in places.cells if not 0 <= cell < normals.latitude.size]
    if beyond:
        raise PraError("unknown_id", "cells", beyond[0], f"0 … {normals.latitude.size - 1}")
    found = [np.asarray(places.cells, dtype=np.intp), cells_of_cities(places.cities)]
    if places.areas:
        found.append(reference.pra_area_cells(places.areas))
    return np.unique(np.concatenate(found))


def cells_of_cities(rows: Sequence[int]) -> NDArray[np.intp]:
    """The land cell nearest to each of these cities (rows of `reference.cities`), [k].

    Raises PraError: `unknown_id` (row), `unreachable` (no land within `CITY_REACH_KM`).
    """
    table = reference.cities()
    beyond = [row for row in rows if not 0 <= row < len(table)]
    if beyond:
        raise PraError("unknown_id", "cities", beyond[0], f"0 … {len(table) - 1}")
    chosen, normals = table.iloc[list(rows)], reference.climate_normals()
    cell, apart = _nearest(chosen, normals.latitude, normals.longitude)
    if (apart > CITY_REACH_KM).any():
        raise PraError("unreachable", "cities", str(chosen["name"][apart > CITY_REACH_KM].iloc[0]),
                       N_("a city on land"))
    return cell


def _nearest(towns: pd.DataFrame, latitude: FloatArray, longitude: FloatArray
             ) -> tuple[NDArray[np.intp], FloatArray]:
    """Nearest of these points to each town, and how far it is [km]."""
    if towns.empty:
        return np.empty(0, dtype=np.intp), np.empty(0)
    tree = cKDTree(_on_sphere(latitude, longitude))
    chord, place = tree.query(_on_sphere(towns["lat"].to_numpy(), towns["lon"].to_numpy()))
    return np.asarray(place, np.intp), np.asarray(chord) * reference.EARTH_RADIUS_KM


def _on_sphere(latitude: FloatArray, longitude: FloatArray) -> FloatArray:
    phi, lam = np.radians(latitude), np.radians(longitude)
    return np.stack([np.cos(phi) * np.cos(lam), np.cos(phi) * np.sin(lam), np.sin(phi)], axis=1)


@lru_cache(maxsize=2)
def world_moments(dataset: str) -> Moments:  # noqa: ARG001 - cache key
    """Mean and population sd of the 24 element-months over the world's land, by land area."""
    normals = reference.climate_normals()
    return moments(element_months(normals.temperature, normals.precipitation, normals.latitude),
                   normals.area_km2)


def resemblance(scenario: Scenario, places: Places) -> Resemblance:
    """How much each cell of the scenario's PRA area is like the most similar of these places.

    Raises PraError: as `cells_of`.
    """
    return _resemblance(climate_futures.case_of(scenario), places)


@lru_cache(maxsize=8)
def _resemblance(case: ClimateCase, places: Places) -> Resemblance:
    here, normals, known = climate_futures.climate_of(case), reference.climate_normals(), cells_of(
        places)
    over = world_moments(normals.dataset)
    points = standardised(element_months(here.temperature, here.precipitation, here.latitude), over)
    references = standardised(element_months(
        normals.temperature[:, known], normals.precipitation[:, known], normals.latitude[known]),
        over)
    distance, nearest = nearest_reference(points, references)
    return Resemblance(distance, match_index(distance), known[nearest])


def best_places(scenario: Scenario, places: Places, most: int = 15) -> pd.DataFrame:
    """Cities of the PRA area whose cell matches best, best first; near ones only once.

    Columns: name, country (code), population, latitude, longitude, cell (position in the PRA
    area), match, distance, like (row of `reference.cities` by which the place it is most like is
    named; -1 where none is near), like_cell (that place's position in the climate grid). Only
    cities of `KNOWN_PEOPLE` or more, where there are any; of cities within `APART_KM` of each
    other the best is named, of equals the biggest.
    """
    found, area = resemblance(scenario, places), endangered_area.suitability(scenario)
    table = reference.cities()
    towns = table[table["iso2"].isin(scenario.pra_area.countries)]
    cell, apart = _nearest(towns, area.latitude, area.longitude)
    inside, known = apart <= CITY_REACH_KM, (towns["population"] >= KNOWN_PEOPLE).to_numpy()
    counted = inside & known if (inside & known).any() else inside
    towns, cell = towns[counted], cell[counted]
    order = np.lexsort((-towns["population"].to_numpy(), found.distance[cell].round(9)))
    kept = _spread_out(_on_sphere(towns["lat"].to_numpy(), towns["lon"].to_numpy()), order, most)
    chosen, cell = towns.iloc[kept], cell[kept]
    return pd.DataFrame({
        "name": chosen["name"].to_numpy(), "country": chosen["iso2"].to_numpy(),
        "population": chosen["population"].to_numpy(), "latitude": chosen["lat"].to_numpy(),
        "longitude": chosen["lon"].to_numpy(), "cell": cell, "match": found.match[cell],
        "distance": found.distance[cell], "like": _cities_near(found.nearest[cell], places.cities),
        "like_cell": found.nearest[cell]})


def _spread_out(points: FloatArray, order: NDArray[np.intp], most: int) -> list[int]:
    """The first of `order` that lie apart from all taken before them."""
    taken: list[int] = []
    for one in order:
        chord = np.linalg.norm(points[taken] - points[one], axis=1)
        if not taken or chord.min() * reference.EARTH_RADIUS_KM > APART_KM:
            taken.append(int(one))
        if len(taken) == most:
            break
    return taken


def _cities_near(cells: NDArray[np.intp], first: Sequence[int]) -> NDArray[np.intp]:
    """City by which each cell is named, [k]: one of `first` in that cell, else the nearest.

    Of the same country where the cell has one; -1 where there is none within `NAMED_KM`.
    """
    normals, table = reference.climate_normals(), reference.cities()
    names = dict(zip(cells_of_cities(first).tolist(), first, strict=True))
    for cell in np.unique(cells):
        if int(cell) in names:
            continue
        own = str(normals.country[cell])
        near = np.flatnonzero((table["iso2"] == own).to_numpy()) if own else np.arange(len(table))
        towns = _on_sphere(table["lat"].to_numpy()[near], table["lon"].to_numpy()[near])
        here = _on_sphere(normals.latitude[[cell]], normals.longitude[[cell]])
        apart = np.linalg.norm(towns - here, axis=1) * reference.EARTH_RADIUS_KM
        close = apart.size > 0 and apart.min() <= NAMED_KM
        names[int(cell)] = int(near[apart.argmin()]) if close else -1
    return np.array([names[int(cell)] for cell in cells], dtype=np.intp)


@dataclass(frozen=True, slots=True)
class Similar:
    """How much of the PRA area matches the places at `GOOD_MATCH` or more."""

    area_km2: float
    share: float
    """Of the PRA area's land."""
    arrivals: float
    """Of arriving units."""
    highest: float
    """Best match of any cell."""


def similar(scenario: Scenario, places: Places) -> Similar:
    """How much of the PRA area is similar to the places. Raises PraError: as `cells_of`."""
    found, area = resemblance(scenario, places), endangered_area.suitability(scenario)
    good = found.match >= GOOD_MATCH
    size = float(area.area_km2[good].sum())
    return Similar(size, size / float(area.area_km2.sum()), float(area.weights[good].sum()),
                   float(found.match.max()))


def zones(scenario: Scenario) -> NDArray[np.int8]:
    """Köppen–Geiger zone of each cell of the PRA area, positions in `koppen.ZONES`, [cells]."""
    here = climate_futures.climate_of(climate_futures.case_of(scenario))
    return koppen_zones(here.temperature, here.precipitation)


def zone_table(scenario: Scenario, places: Places) -> pd.DataFrame:
    """One row per zone of the PRA area or of the places, the largest of the PRA area first.

    Columns: zone, area [km2 of the PRA area], share (of the PRA area's land), there (share of the
    places' land), shared (whether the zone makes `RARE` or more of the places' land).

    Raises PraError: as `cells_of`.
    """
    normals, known = reference.climate_normals(), cells_of(places)
    size = endangered_area.suitability(scenario).area_km2
    theirs = koppen_zones(normals.temperature[:, known], normals.precipitation[:, known])
    area = np.bincount(zones(scenario), size, len(ZONES))
    there = np.bincount(theirs, normals.area_km2[known], len(ZONES))
    frame = pd.DataFrame({"zone": ZONES, "area": area, "share": area / area.sum(),
                          "there": there / there.sum()})
    frame["shared"] = frame["there"] >= RARE
    frame = frame[(frame["area"] > 0) | (frame["there"] > 0)]
    return frame.sort_values(["share", "there"], ascending=False, ignore_index=True)


def development(scenario: Scenario, method: str | None = None) -> Phenology | None:
    """Generations and emergence in each cell of the PRA area; None where the pest has no data.

    Inputs stand at their median; the daily temperature range is the climate model's, else
    `USUAL_RANGE`. `method` takes the place of the pest's own.
    """
    sheet = scenario.pest.phenology
    if sheet is None:
        return None
    here = climate_futures.climate_of(climate_futures.case_of(scenario))
    return phenology(
        here.temperature, here.latitude, lower=central(sheet.lower),
        upper=None if sheet.upper is None else central(sheet.upper),
        generation=central(sheet.generation), diurnal_range=daily_range(scenario),
        emergence=None if sheet.emergence is None else central(sheet.emergence),
        method=method or sheet.method)


def daily_range(scenario: Scenario) -> float:
    """Daily temperature range behind the degree-days [degC]: the climate model's median."""
    model = scenario.pest.climate_model
    if isinstance(model, (Ecoclimatic, BlossomBlight)):
        return central(model.diurnal_range)
    return USUAL_RANGE
