"""Where a pest stands, area by area, from every listing of its record (ISPM 8)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pra_core import reference_places
from pra_core.pest_library.record import PRESENT, Occurrence, PestRecord, Presence

ORDER: tuple[Presence, ...] = ("widespread", "present", "limited", "transient", "eradicated",
                               "absent")
"""Of listings that differ the first counts: an assessment had better not overlook a presence."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What the listings say of one country or region."""

    area: str
    """Code under which the boundary set has it."""
    presence: Presence
    listings: tuple[Occurrence, ...]
    in_part: bool = False
    """Only regions of the country are listed."""

    @property
    def verified(self) -> bool:
        """Whether a listing that says so was read in its source."""
        return any(one.status == "verified" and one.presence == self.presence
                   for one in self.listings)

    @property
    def conflicting(self) -> bool:
        """Whether one listing has it there and another does not."""
        return not self.in_part and len({one.presence in PRESENT for one in self.listings}) > 1


def standings(record: PestRecord) -> dict[str, Standing]:
    """Areas named in the record with what their listings say, sorted by code.

    Of several listings those read in their source come first, then the order of `ORDER`.
    """
    listed: dict[str, list[Occurrence]] = {}
    for one in record.range:
        for area in one.areas:
            listed.setdefault(reference_places.known_code(area), []).append(one)
    return {area: Standing(area, _first(listed[area]), tuple(listed[area]))
            for area in sorted(listed)}


def by_country(record: PestRecord) -> dict[str, Standing]:
    """Countries only: one whose regions alone are listed counts as limited where any has it."""
    listed = standings(record)
    found = {area: one for area, one in listed.items() if "-" not in area}
    for area, one in listed.items():
        country = area.partition("-")[0]
        if country in found and not found[country].in_part:
            continue
        if country != area and one.presence in PRESENT:
            before = found[country].listings if country in found else ()
            found[country] = Standing(country, "limited", (*before, *one.listings), in_part=True)
    return dict(sorted(found.items()))


def present_in(record: PestRecord, areas: Iterable[str]) -> bool:
    """Whether it occurs in one of these countries or regions, as far as the record says.

    A country counts when one of its regions does; a region when itself is listed.
    """
    listed, countries = standings(record), by_country(record)
    for area in areas:
        code = reference_places.known_code(area)
        one = listed.get(code) if "-" in code else countries.get(code)
        if one is not None and one.presence in PRESENT:
            return True
    return False


def _first(listings: Iterable[Occurrence]) -> Presence:
    best = min(listings, key=lambda one: (one.status != "verified", ORDER.index(one.presence)))
    return best.presence
