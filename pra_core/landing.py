"""Where arriving units end up: the landing weights of a scenario (design 2.2)."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from pra_core import reference, reference_places
from pra_core.errors import PraError, Problem
from pra_core.frozen import FloatArray
from pra_core.pra_area import AreaShare, Landing, PortShare, PraArea
from pra_core.sphere import arc_km, on_sphere


def weights(area: PraArea, how: Landing) -> FloatArray:
    """Share of arriving units that ends up in each cell of the PRA area, [cells], sum 1.

    `population`: share of city people. `ports`: sum_p share_p people_c e^(-d_pc / reach), scaled
    to share_p for each port, d the great-circle distance [km]. `areas`: each area's share goes to
    its cells by city people, or by land where it has no city. Shared and read-only.

    Raises PraError: `unknown_id`, `unreachable` (an area outside the PRA area), all at once; and
    as `reference.landing_weights`.
    """
    if how.by == "population":
        return reference.landing_weights(area.countries, area.box)
    shares: tuple[PortShare | AreaShare, ...] = how.ports if how.by == "ports" else how.areas
    named = tuple((one.code if isinstance(one, PortShare) else one.area, one.share)
                  for one in shares)
    return _weights(area.countries, area.box, how.by, named, how.reach_km,
                    reference.boundary_set())


@lru_cache(maxsize=16)
def _weights(countries: tuple[str, ...], box: reference.Box | None, by: str,
             named: tuple[tuple[str, float], ...], reach_km: float,
             boundaries: str) -> FloatArray:  # noqa: ARG001 - part of the key
    people = reference.landing_weights(countries, box)
    cells = reference.pra_area_cells(countries, box)
    codes = tuple(code for code, _ in named)
    parts = (_around(codes, cells, people, reach_km) if by == "ports"
             else _within(codes, cells, people))
    total = np.array([share for _, share in named]) @ parts
    total.setflags(write=False)
    return np.asarray(total, np.float64)


def _around(codes: tuple[str, ...], cells: np.ndarray[tuple[int], np.dtype[np.intp]],
            people: FloatArray, reach_km: float) -> FloatArray:
    """Where the units of each port end up, [ports, cells], rows of sum 1."""
    table = reference_places.points_of_entry().drop_duplicates("code").set_index("code")
    unknown = [code for code in codes if code not in table.index]
    if unknown:
        raise PraError("unknown_id", "landing.ports", ", ".join(unknown),
                       "UN/LOCODE of a seaport or IATA code of an airport, such as CNSHA, PVG")
    normals, used = reference.climate_normals(), np.flatnonzero(people > 0)
    ports = on_sphere(table.loc[list(codes), "lat"].to_numpy(),
                      table.loc[list(codes), "lon"].to_numpy())
    places = on_sphere(normals.latitude[cells[used]], normals.longitude[cells[used]])
    chord = np.linalg.norm(ports[:, None, :] - places[None, :, :], axis=2)
    distance = arc_km(chord)
    # Relative to the nearest city, so that a port far from every one does not vanish.
    near = people[used] * np.exp(-(distance - distance.min(axis=1, keepdims=True)) / reach_km)
    found = np.zeros((len(codes), cells.size))
    found[:, used] = near / near.sum(axis=1, keepdims=True)
    return found


def _within(codes: tuple[str, ...], cells: np.ndarray[tuple[int], np.dtype[np.intp]],
            people: FloatArray) -> FloatArray:
    """Where the units of each area end up, [areas, cells], rows of sum 1."""
    land = reference.climate_normals().area_km2[cells]
    found, problems = np.zeros((len(codes), cells.size)), []
    reference_places.check_areas(codes, "landing.areas")
    for row, code in enumerate(codes):
        inside = np.isin(cells, reference_places.area_cells([code]))
        if not inside.any():
            problems.append(Problem("unreachable", f"landing.areas[{row}]", code,
                                    "an area inside the PRA area"))
            continue
        basis = np.where(inside, people if people[inside].sum() > 0 else land, 0.0)
        found[row] = basis / basis.sum()
    if problems:
        raise PraError.of(problems)
    return found
