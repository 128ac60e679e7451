"""Hectares of hosts in each cell of the PRA area."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pra_core import reference, reference_places
from pra_core.errors import N_, PraError, Problem
from pra_core.frozen import FloatArray
from pra_core.hosts.packing import unpack
from pra_core.hosts.places import onto_cells, summed
from pra_core.hosts.tables import table_areas
from pra_core.pra_area import HostArea, Hosts

EITHER = N_("a country or its regions, not both")


@dataclass(frozen=True, slots=True, eq=False)
class HostMap:
    """Hosts of the PRA area."""

    hectares: FloatArray
    """Hectares of host in each cell, [cells]."""
    outside: tuple[HostArea, ...]
    """Countries and regions of the scenario that have no cell in the PRA area."""
    outside_hectares: float
    """Hectares that lie outside the PRA area."""


def host_hectares(hosts: Hosts, cells: NDArray[np.intp]) -> FloatArray:
    """Hectares of host in each cell of the PRA area, [cells]; raises as `host_map`."""
    return host_map(hosts, cells).hectares


def host_map(hosts: Hosts, cells: NDArray[np.intp]) -> HostMap:
    """Hectares of host in each of `cells` (positions in the climate grid), and what is outside.

    The hectares H of a country or region are spread evenly over its land in the PRA area:
    h_c = H a_c / sum a, with a_c the land area of the cell. Of a shipped table only the rows with
    land in the PRA area count. A packed grid gives the hectares of its cells.
    Raises PraError: `unknown_id` (every unknown code), `conflict` (a country beside its regions),
    `duplicate`, `unreadable`, `integrity`.
    """
    if hosts.grid is not None:
        keys, packed = unpack(hosts.grid)
        hectares, outside = onto_cells(summed(keys, packed), cells)
        return HostMap(hectares, (), outside)
    shipped = hosts.table is not None
    areas = table_areas(str(hosts.table)) if shipped else hosts.areas or ()
    check_areas([one.area for one in areas], "hosts.areas")
    spread, lost = spread_areas(areas, cells)
    return HostMap(spread, () if shipped else lost,
                   0.0 if shipped else sum(one.hectares for one in lost))


def spread_areas(areas: Sequence[HostArea], cells: NDArray[np.intp]
                 ) -> tuple[FloatArray, tuple[HostArea, ...]]:
    """Hectares of each cell, [cells], and the areas that own none of the cells."""
    land = reference.climate_normals().area_km2[cells]
    total = np.zeros(cells.size)
    lost = []
    members = _members([one.area for one in areas], cells)
    for one in areas:
        chosen = members.get(one.area)
        if chosen is None:
            lost.append(one)
        else:
            total[chosen] += one.hectares * land[chosen] / land[chosen].sum()
    return total, tuple(lost)


def land_hectares(codes: Sequence[str], cells: NDArray[np.intp]) -> dict[str, float]:
    """Land of each country or region inside the PRA area, ha; codes without a cell are left out."""
    land = reference.climate_normals().area_km2[cells]
    return {code: 100.0 * float(land[chosen].sum())
            for code, chosen in _members(codes, cells).items()}


def check_areas(codes: Sequence[str], path: str) -> None:
    """Raises PraError with every code that is unknown, repeated, or inside another one."""
    problems = [Problem(code, f"{path}[{place}].area", value, allowed)
                for place, code, value, allowed in area_faults(codes)]
    if problems:
        raise PraError.of(problems)


def area_faults(codes: Sequence[str]) -> list[tuple[int, str, str, str]]:
    """(position, error code, value, allowed) of each code that cannot be used."""
    known, used, found = reference_places.region_names(), set(), []
    for place, code in enumerate(codes):
        country, own = code.split("-")[0], reference_places.known_code(code)
        if own not in known:
            near = sorted(one for one in known if one.startswith(f"{country}-")) or [country]
            allowed = near if country in known else ["ISO 3166-1 alpha-2", "ISO 3166-2"]
            found.append((place, "unknown_id", code, ", ".join(allowed)))
        elif own in used:
            found.append((place, "duplicate", code, ""))
        elif code != country and country in codes:
            found.append((place, "conflict", f"{country}, {code}", EITHER))
        used.add(own)
    return found


def _members(codes: Sequence[str], cells: NDArray[np.intp]) -> dict[str, NDArray[np.intp]]:
    """Positions in `cells` of each country or region that owns any of them."""
    found: dict[str, NDArray[np.intp]] = {}
    own = {code: reference_places.known_code(code) for code in codes}
    for owners, wanted in (
            (reference.climate_normals().country[cells], [c for c in own if "-" not in own[c]]),
            (reference_places.region_codes()[cells], [c for c in own if "-" in own[c]])):
        if not wanted:
            continue
        order = np.argsort(owners, kind="stable")
        ranked = owners[order]
        for code in wanted:
            low = int(np.searchsorted(ranked, own[code], "left"))
            high = int(np.searchsorted(ranked, own[code], "right"))
            if low < high:
                found[code] = order[low:high]
    return found
