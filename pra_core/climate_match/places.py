"""The places a PRA area is compared with, as cells of the climate grid."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from pra_core import reference, reference_places
from pra_core.errors import N_, PraError
from pra_core.frozen import FloatArray
from pra_core.scenario import Scenario
from pra_core.sphere import arc_km, on_sphere

CITY_REACH_KM = 60.0
"""A city farther than this from every land cell has no climate of its own here [km]."""
NAMED_KM = 300.0
"""A place is named after the nearest city of its country within this distance [km]."""


@dataclass(frozen=True, slots=True)
class Places:
    """What the PRA area is compared with; everything named counts together."""

    areas: tuple[str, ...] = ()
    """ISO 3166-1 alpha-2 or ISO 3166-2 codes."""
    cities: tuple[int, ...] = ()
    """Rows of `reference.cities`."""
    cells: tuple[int, ...] = ()
    """Positions in the climate grid."""


def present_range(scenario: Scenario) -> Places:
    """Where the pest occurs; `areas` is empty where the scenario does not say."""
    named = (area for known in scenario.pest.present_in for area in known.areas)
    return Places(areas=tuple(dict.fromkeys(named)))


def cells_of(places: Places) -> NDArray[np.intp]:
    """Land cells of the places in the climate grid, ascending, each once, [k].

    Raises PraError: `missing` (no place named), `unknown_id` (code, city or cell), `unreachable`
    (an area or a city without land).
    """
    normals = reference.climate_normals()
    if not (places.areas or places.cities or places.cells):
        raise PraError("missing", "places", "", N_("at least one entry"))
    beyond = [cell for cell in places.cells if not 0 <= cell < normals.latitude.size]
    if beyond:
        raise PraError("unknown_id", "cells", beyond[0], f"0 … {normals.latitude.size - 1}")
    found = [np.asarray(places.cells, dtype=np.intp), cells_of_cities(places.cities)]
    if places.areas:
        found.append(reference_places.area_cells(places.areas))
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
    cell, apart = nearest_of(chosen, normals.latitude, normals.longitude)
    if (apart > CITY_REACH_KM).any():
        raise PraError("unreachable", "cities", str(chosen["name"][apart > CITY_REACH_KM].iloc[0]),
                       N_("a city on land"))
    return cell


def cell_at(latitude: float, longitude: float) -> int:
    """Position in the climate grid of the land cell nearest to a point."""
    normals = reference.climate_normals()
    apart = on_sphere(normals.latitude, normals.longitude) @ on_sphere(
        np.array([latitude]), np.array([longitude]))[0]
    return int(apart.argmax())


def nearest_of(towns: pd.DataFrame, latitude: FloatArray, longitude: FloatArray
             ) -> tuple[NDArray[np.intp], FloatArray]:
    """Nearest of these points to each town, and how far it is [km]."""
    if towns.empty:
        return np.empty(0, dtype=np.intp), np.empty(0)
    tree = cKDTree(on_sphere(latitude, longitude))
    chord, place = tree.query(on_sphere(towns["lat"].to_numpy(), towns["lon"].to_numpy()))
    return np.asarray(place, np.intp), arc_km(np.asarray(chord))


def cities_near(cells: NDArray[np.intp], first: Sequence[int]) -> NDArray[np.intp]:
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
        towns = on_sphere(table["lat"].to_numpy()[near], table["lon"].to_numpy()[near])
        here = on_sphere(normals.latitude[[cell]], normals.longitude[[cell]])
        apart = arc_km(np.linalg.norm(towns - here, axis=1))
        close = apart.size > 0 and apart.min() <= NAMED_KM
        names[int(cell)] = int(near[apart.argmin()]) if close else -1
    return np.array([names[int(cell)] for cell in cells], dtype=np.intp)
