"""How much each cell and city of a PRA area is like the most similar of given places."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pra_core import climate_futures, endangered_area, reference, reference_places
from pra_core.climate.endangered import aggregate
from pra_core.climate.similarity import (
    Moments,
    element_months,
    match_index,
    moments,
    nearest_reference,
    standardised,
)
from pra_core.climate_futures import ClimateCase
from pra_core.climate_match.places import (
    CITY_REACH_KM,
    Places,
    cells_of,
    cities_near,
    nearest_of,
)
from pra_core.frozen import FloatArray
from pra_core.scenario import Scenario
from pra_core.sphere import chord_of, on_sphere

APART_KM = 150.0
"""Places nearer to a better one are not named beside it [km]."""
GOOD_MATCH = 60.0
"""Match index that counts as similar: the 6 of 10 at which `climatch_sum` of Euclimatch counts."""
KNOWN_PEOPLE = 100_000
"""Cities with fewer people are named only where the PRA area has no bigger one."""


@dataclass(frozen=True, slots=True, eq=False)
class Resemblance:
    """How much each cell of the PRA area is like the most similar of the places; [cells]."""

    distance: FloatArray
    """Standard deviations of the world's land, root mean square over 24 element-months."""
    match: FloatArray
    """0-100, `match_index`."""
    nearest: NDArray[np.intp]
    """Position in the climate grid of the place it is most like."""


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

    Columns: name, region (code), population, latitude, longitude, cell (position in the PRA
    area), match, distance, like (row of `reference.cities` by which the place it is most like is
    named; -1 where none is near), like_cell (that place's position in the climate grid). Only
    cities of `KNOWN_PEOPLE` or more, where there are any; of cities within `APART_KM` of each
    other the best is named, of equals the biggest.
    """
    found, area = resemblance(scenario, places), endangered_area.suitability(scenario)
    table = reference.cities()
    towns = table[table["iso2"].isin(scenario.pra_area.countries)]
    cell, apart = nearest_of(towns, area.latitude, area.longitude)
    inside, known = apart <= CITY_REACH_KM, (towns["population"] >= KNOWN_PEOPLE).to_numpy()
    counted = inside & known if (inside & known).any() else inside
    towns, cell = towns[counted], cell[counted]
    order = np.lexsort((-towns["population"].to_numpy(), found.distance[cell].round(9)))
    kept = _spread_out(on_sphere(towns["lat"].to_numpy(), towns["lon"].to_numpy()), order, most)
    chosen, cell = towns.iloc[kept], cell[kept]
    return pd.DataFrame({
        "name": chosen["name"].to_numpy(),
        "region": reference_places.region_codes()[area.cells[cell]],
        "population": chosen["population"].to_numpy(), "latitude": chosen["lat"].to_numpy(),
        "longitude": chosen["lon"].to_numpy(), "cell": cell, "match": found.match[cell],
        "distance": found.distance[cell], "like": cities_near(found.nearest[cell], places.cities),
        "like_cell": found.nearest[cell]})


def _spread_out(points: FloatArray, order: NDArray[np.intp], most: int) -> list[int]:
    """The first of `order` that lie apart from all taken before them."""
    taken: list[int] = []
    for one in order:
        chord = np.linalg.norm(points[taken] - points[one], axis=1)
        if not taken or chord.min() > chord_of(APART_KM):
            taken.append(int(one))
        if len(taken) == most:
            break
    return taken


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


def region_table(scenario: Scenario, places: Places) -> pd.DataFrame:
    """One row per region of the PRA area, most similar land first.

    Columns: region (code), area [km2], similar [km2 that match at `GOOD_MATCH` or more], share
    (of its area), mean (by area) and highest match. Raises PraError: as `cells_of`.
    """
    found, area = resemblance(scenario, places), endangered_area.suitability(scenario)
    codes = reference_places.region_codes()[area.cells]
    match = aggregate(found.match, area.area_km2, codes)
    good = aggregate((found.match >= GOOD_MATCH).astype(np.float64), area.area_km2, codes)
    frame = pd.DataFrame({"region": match.group, "area": match.weight,
                          "similar": good.mean * match.weight, "share": good.mean,
                          "mean": match.mean, "highest": match.highest})
    return frame.sort_values(["similar", "highest"], ascending=False, ignore_index=True)
