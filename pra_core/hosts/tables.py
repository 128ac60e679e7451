"""Shipped tables of host area, each row with where its figure comes from (data/hosts/)."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import lru_cache

from pra_core import reference
from pra_core.errors import PraError
from pra_core.pra_area import HostArea


@dataclass(frozen=True, slots=True)
class HostRow:
    """Hectares of a crop in one country or first-level region, with its source."""

    area: str
    """ISO 3166-1 alpha-2 or ISO 3166-2 code."""
    hectares: float
    year: int
    status: str
    """verified: read in the source; unverified: from memory; assumed: worked out from it."""
    source: str
    note: str


def host_tables() -> tuple[str, ...]:
    """Names of the shipped tables, sorted."""
    return tuple(sorted(path.stem for path in reference.DATA.glob("hosts/*.csv")))


@lru_cache(maxsize=16)
def host_table(name: str) -> tuple[HostRow, ...]:
    """The rows of a shipped table. Raises PraError: `unknown_id`, `integrity`."""
    if name not in host_tables():
        raise PraError("unknown_id", "hosts.table", name, ", ".join(host_tables()))
    text = reference.verified_path(f"hosts/{name}.csv").read_text("utf-8")
    return tuple(
        HostRow(row["area"], float(row["hectares"]), int(row["year"]), row["status"],
                row["source"], row["note"])
        for row in csv.DictReader(text.splitlines()))


def table_areas(name: str) -> tuple[HostArea, ...]:
    """The hectares of a shipped table. Raises as `host_table`."""
    return tuple(HostArea(area=row.area, hectares=row.hectares) for row in host_table(name))
