"""What is common to the files of hosts a user brings: limits, all problems at once, the result."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pra_core.errors import N_, PraError, Problem
from pra_core.frozen import FloatArray, LocalText
from pra_core.hosts.packing import pack
from pra_core.hosts.places import keys_of, onto_cells
from pra_core.hosts.spreading import land_hectares
from pra_core.parameter import Source
from pra_core.pra_area import HostArea, Hosts

LARGEST_UPLOAD_MB = 50
MOST_PROBLEMS = 30
"""Problems shown of one file; the others are counted."""

NO_OVERLAP = N_("hosts within the PRA area; are latitude and longitude swapped?")
POSITIVE = N_("at least one value above 0 ha")
FITS = N_("no more hectares than the land of the area")
LATITUDE = N_("a latitude from -90 to 90; are latitude and longitude swapped?")
LONGITUDE = N_("a longitude from -180 to 180")


@dataclass(frozen=True, slots=True, eq=False)
class HostFile:
    """A file of hosts that can be used: areas, or a packed grid, and what of it lies outside."""

    name: str
    hectares: float
    """Hectares within the PRA area."""
    outside: float
    """Hectares of the file that lie outside the PRA area and do not count."""
    places: int
    """Areas, points, shapes or pixels with hectares."""
    areas: tuple[HostArea, ...] | None = None
    grid: str | None = None

    def hosts(self, title: LocalText, source: Source) -> Hosts:
        """The hosts of a scenario, as the file says."""
        return Hosts(title=title, areas=self.areas, grid=self.grid, source=source)


def refuse_large(size: int, name: str) -> None:
    """Raises PraError `out_of_bounds` for a file of more than `LARGEST_UPLOAD_MB` [bytes]."""
    if size > LARGEST_UPLOAD_MB * 2**20:
        raise PraError("out_of_bounds", name, f"{size / 2**20:,.1f} MB", f"{LARGEST_UPLOAD_MB} MB")


def text_of(content: bytes | str, name: str) -> str:
    """The file as text. Raises PraError: `out_of_bounds` (size), `unreadable` (not UTF-8)."""
    if isinstance(content, str):
        refuse_large(len(content), name)
        return content
    refuse_large(len(content), name)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise PraError("unreadable", name, f"byte {error.start:,}",
                       N_("UTF-8 text; in Excel save as CSV UTF-8")) from error


def raise_problems(problems: Sequence[Problem]) -> None:
    """Raises PraError with the first `MOST_PROBLEMS` and the number of the others, if any."""
    if problems:
        shown = list(problems[:MOST_PROBLEMS])
        if len(problems) > MOST_PROBLEMS:
            shown.append(Problem("more", "", len(problems) - MOST_PROBLEMS))
        raise PraError.of(shown)


def area_file(name: str, areas: Sequence[HostArea], where: Sequence[str],
              cells: NDArray[np.intp]) -> HostFile:
    """Hosts by country or region; `where` names the place of each in the file.

    Raises PraError `out_of_bounds`: more hectares than land, nothing above 0, nothing within the
    PRA area. The codes are known.
    """
    codes = [one.area for one in areas]
    land = land_hectares(codes, cells)
    raise_problems([
        Problem("out_of_bounds", where[place], f"{one.hectares:,.0f} ha", FITS)
        for place, one in enumerate(areas) if one.hectares > land.get(one.area, np.inf)])
    inside = sum(one.hectares for one in areas if one.area in land)
    total = sum(one.hectares for one in areas)
    _refuse_empty(name, inside, total, ", ".join(codes[:8]))
    return HostFile(name, inside, total - inside, len(areas), areas=tuple(areas))


def grid_file(name: str, by_key: FloatArray, places: int, extent: str,
              cells: NDArray[np.intp]) -> HostFile:
    """Hosts by 0.25 degree cell, [721 * 1440]; `extent` says in figures where the file lies.

    Raises PraError `out_of_bounds` when nothing is above 0 or nothing lies within the PRA area.
    """
    hectares, outside = onto_cells(by_key, cells)
    inside = float(hectares.sum())
    _refuse_empty(name, inside, inside + outside, extent)
    return HostFile(name, inside, outside, places, grid=pack(keys_of(cells), hectares))


def _refuse_empty(name: str, inside: float, total: float, extent: str) -> None:
    if total <= 0:
        raise PraError("out_of_bounds", name, f"{total:g} ha", POSITIVE)
    if inside <= 0:
        raise PraError("out_of_bounds", name, extent, NO_OVERLAP)


def extent_of(latitude: FloatArray, longitude: FloatArray) -> str:
    """Where points lie, in figures: latitudes, longitudes."""
    return (f"{latitude.min():.4g}…{latitude.max():.4g}° N, "
            f"{longitude.min():.4g}…{longitude.max():.4g}° E")


