"""The map of each verified climate sheet against the published range of its species.

For places where the species is known to be present or absent (`data/presence/ranges.csv`): does
the map have suitable cells there? Nothing is tuned to a species: every sheet runs as published,
under the same assumptions, and each assumption is varied for all of them together.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, reduce
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pra_core import reference, reference_places
from pra_core.climate import ensemble
from pra_core.errors import N_, PraError
from pra_core.frozen import FloatArray
from pra_core.sheet_library import DAILY_RANGE, sheets

FILE = "presence/ranges.csv"
SUITABLE_FROM = 1.0
"""Index from which a cell counts: the lowest class that is usually called marginal."""
STATUSES, REASONS = ("present", "absent"), ("", "cold", "dry", "hot")
EVIDENCE = ("yes", "weak", "memory", "assumed")
"""yes: read in the source; weak: read in a secondary source, or climate is inferred to be the
cause; memory: general knowledge; assumed: no record was read, the place was chosen for its climate.
"""
CORNERS = ("west", "south", "east", "north")

Rule = Literal["linear", "compounding"]
RULES: tuple[Rule, ...] = ("linear", "compounding")


@dataclass(frozen=True, slots=True)
class Assumptions:
    """What the published sheets leave open, the same for all of them."""

    accumulation: Rule = "linear"
    daily_range: float = DAILY_RANGE
    """[degC]"""
    capacity_mm: float = 100.0
    irrigation_mm: float = 0.0
    """Rain is topped up to so much [mm/week]."""


VARIED: dict[str, dict[str, float]] = {
    N_("as assumed"): {},
    N_("daily range 3 °C smaller"): {"daily_range": DAILY_RANGE - 3.0},
    N_("daily range 3 °C larger"): {"daily_range": DAILY_RANGE + 3.0},
    N_("soil holds 50 mm"): {"capacity_mm": 50.0},
    N_("soil holds 200 mm"): {"capacity_mm": 200.0},
    N_("irrigated to 17.5 mm a week"): {"irrigation_mm": 17.5},
}
"""Changes of one assumption, in words."""


@dataclass(frozen=True, slots=True, eq=False)
class _Places:
    table: pd.DataFrame
    cells: NDArray[np.intp]
    """Every land cell of some place, ascending."""
    rows: tuple[NDArray[np.intp], ...]
    """Positions in `cells` of each row's land."""


def ranges() -> pd.DataFrame:
    """Places of known presence and absence (a copy), one row each; columns as in the file.

    `west` to `north` are numbers, NaN where the whole country is meant; `verified` is one of
    `EVIDENCE`. Raises PraError: `integrity`, or `unknown_id`, `wrong_type`, `order` for a bad row.
    """
    return _places(reference.boundary_set()).table.copy()


@lru_cache(maxsize=2)
def _places(boundaries: str) -> _Places:  # noqa: ARG001 - cache key
    table = reference_places.typed_places(FILE)
    table[list(CORNERS)] = table[list(CORNERS)].replace("", "nan").astype(float)
    library, lands = sheets(), []
    for row in table.to_dict("records"):
        for column, allowed in (("species", tuple(library)), ("status", STATUSES),
                                ("reason", REASONS), ("verified", EVIDENCE)):
            if row[column] not in allowed:
                raise PraError("wrong_type", FILE, row[column], ", ".join(allowed))
        west, south, east, north = (float(row[corner]) for corner in CORNERS)
        land = [reference_places.area_cells((row["area"],))] if row["area"] else []
        if not np.isnan(west):
            land.append(reference.pra_area_cells((), (west, south, east, north)))
        lands.append(reduce(np.intersect1d, land))
    cells = np.unique(np.concatenate(lands))
    return _Places(table, cells, tuple(np.searchsorted(cells, land) for land in lands))


def agreement(index: FloatArray, area_km2: FloatArray, lands: Sequence[NDArray[np.intp]],
              threshold: float = SUITABLE_FROM) -> FloatArray:
    """Share of each place's land that is suitable: index at the threshold and above 0.

    Args:
        index: [cells], 0-100.
        area_km2: land of each cell, [cells].
        lands: cells of each place.
        threshold: index from which a cell is suitable.

    Returns:
        [places]
    """
    good = np.where((index >= threshold) & (index > 0), area_km2, 0.0)
    return np.array([good[land].sum() / area_km2[land].sum() for land in lands])


@lru_cache(maxsize=1)
def _weeks(capacity_mm: float, irrigation_mm: float, boundaries: str) -> ensemble.Weeks:
    cells, normals = _places(boundaries).cells, reference.climate_normals()
    return ensemble.weeks(normals.temperature[:, cells], normals.precipitation[:, cells],
                          normals.latitude[cells], capacity_mm, irrigation_mm)


@lru_cache(maxsize=16)
def _shares(assumed: Assumptions, boundaries: str) -> FloatArray:
    """Suitable share of every row's place, by the sheet of the row's species, [rows]."""
    places, library = _places(boundaries), sheets()
    members = np.stack([ensemble.member_row(entry.sheet, assumed.daily_range)
                        for entry in library.values() if entry.sheet is not None])
    weeks = _weeks(assumed.capacity_mm, assumed.irrigation_mm, boundaries)
    index = ensemble.index_of_members(weeks, members, assumed.accumulation)
    area = reference.climate_normals().area_km2[places.cells]
    found = np.empty(len(places.table))
    for number, species in enumerate(library):
        own = np.flatnonzero(places.table["species"] == species)
        found[own] = agreement(index[number].astype(np.float64), area,
                               [places.rows[i] for i in own])
    found.setflags(write=False)
    return found


def range_places(assumed: Assumptions | None = None) -> pd.DataFrame:
    """`ranges` with `share`, the suitable part of the land, and `agrees`.

    A place of presence agrees when some of its land is suitable, one of absence when none is.
    """
    boundaries = reference.boundary_set()
    table = ranges()
    table["share"] = _shares(assumed or Assumptions(), boundaries)
    table["agrees"] = (table["share"] > 0) == (table["status"] == "present")
    return table


def range_checks(assumed: Assumptions | None = None) -> pd.DataFrame:
    """One row per species: how much of its known range, and of its known absence, the map gives.

    Columns: species, eppo_code; `present` of `present_total` places with a source that was read;
    `listed` of `listed_total` places of presence known less well; `absent` of `absent_total`
    places known to be free of it for their climate, from a source; `extreme` of `extreme_total`
    cold and dry places chosen by us; `range_share`, suitable part of the land where presence was
    read; `skill` = share of presences + share of absences - 1 over all places (true skill
    statistic, Allouche, Tsoar & Kadmon 2006, Journal of Applied Ecology 43:1223-1232).
    """
    table = range_places(assumed)
    area = reference.climate_normals().area_km2
    places = _places(reference.boundary_set())
    table["land"] = [float(area[places.cells[land]].sum()) for land in places.rows]
    return pd.DataFrame([_checked(str(species), own)
                         for species, own in table.groupby("species", sort=True)])


def _checked(species: str, own: pd.DataFrame) -> dict[str, object]:
    here, read = own["status"] == "present", own["verified"] == "yes"
    chosen = own["verified"] == "assumed"
    groups = {"present": here & read, "listed": here & ~read, "absent": ~here & ~chosen,
              "extreme": ~here & chosen}
    row: dict[str, object] = {"species": species, "eppo_code": own["eppo_code"].iloc[0]}
    for name, group in groups.items():
        row |= {name: int(own.loc[group, "agrees"].sum()), f"{name}_total": int(group.sum())}
    known = own[groups["present"]]
    return row | {"range_share": float(np.average(known["share"], weights=known["land"])),
                  "skill": skill(own)}


def skill(own: pd.DataFrame) -> float:
    """Share of presences that agree + share of absences that agree - 1, -1 to 1."""
    here = own["status"] == "present"
    return float(own.loc[here, "agrees"].mean() + own.loc[~here, "agrees"].mean() - 1)


def assumption_checks() -> pd.DataFrame:
    """Which assumption fits the ranges of all species together; one row per rule and change.

    Columns: accumulation, change (in words), `present` and `absent`: mean over species of the
    share of places that agree; `range_share`: mean over species of the suitable part of the land
    of presence; `absent_share`: mean suitable part of the places of absence; `skill`.
    """
    rows = []
    for words, change in VARIED.items():
        for rule in RULES:
            assumed = replace(Assumptions(accumulation=rule), **change)  # type: ignore[arg-type]
            own, checks = range_places(assumed), range_checks(assumed)
            here = own["status"] == "present"
            means = [own[part].groupby("species")[column].mean().mean()
                     for part, column in ((here, "agrees"), (~here, "agrees"), (~here, "share"))]
            rows.append({"accumulation": rule, "change": words, "present": means[0],
                         "absent": means[1], "range_share": checks["range_share"].mean(),
                         "absent_share": means[2], "skill": checks["skill"].mean()})
    _weeks.cache_clear()  # 50 MB that only neighbours in this loop share
    return pd.DataFrame(rows).sort_values("accumulation", ascending=False, kind="stable",
                                          ignore_index=True)
