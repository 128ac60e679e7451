"""The present range as a map shows it: countries and regions with every listing of each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from pra_core import reference, reference_places
from pra_core.errors import N_
from pra_core.pest_library.area_presence import EXTENTS, Extent, presence_in
from pra_core.pest_library.record import PRESENT, Occurrence, PestRecord
from pra_core.reference_places import known_code

TITLES: Mapping[str, str] = {
    "widespread": N_("widespread"), "present": N_("present"), "limited": N_("limited"),
    "transient": N_("transient, being eradicated"), "eradicated": N_("eradicated"),
    "absent": N_("declared absent"), "no_record": N_("no record"),
}
"""What each extent of presence is called."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What the listings say of one country or region."""

    area: str
    """Code under which the boundary set has it."""
    extent: Extent
    """The largest presence that a listing gives."""
    listings: tuple[Occurrence, ...]
    regions: tuple[str, ...] = ()
    """Regions it was recorded in, where the record names no more of the country."""

    @property
    def verified(self) -> bool:
        """Whether a listing that says so was read in its source."""
        return any(one.status == "verified" and (self.regions or one.presence == self.extent)
                   for one in self.listings)

    @property
    def conflicting(self) -> bool:
        """Whether one listing has it there and another does not."""
        return len({one.presence in PRESENT for one in self.listings}) > 1


def standings(record: PestRecord) -> dict[str, Standing]:
    """Countries and regions named in the record, and countries of which regions have it.

    Sorted by code; presence of countries as in `area_presence.presence_in`.
    """
    listed: dict[str, list[Occurrence]] = {}
    for one in record.range:
        for area in map(known_code, one.areas):
            listed.setdefault(area, []).append(one)
    found = {area: Standing(area, min((o.presence for o in given), key=EXTENTS.index),
                            tuple(given)) for area, given in listed.items() if "-" in area}
    countries = sorted({area.partition("-")[0] for area in listed})
    found |= {one.country: Standing(one.country, one.extent, one.cited, one.regions)
              for one in presence_in(record, countries) if one.extent != "no_record"}
    return dict(sorted(found.items()))


def present_in(record: PestRecord, areas: Iterable[str]) -> bool:
    """Whether it occurs in one of these countries or regions, as far as the record says.

    A country counts when one of its regions does; a region when it is listed itself.
    """
    return occurring_in(areas)(record)


def occurring_in(areas: Iterable[str]) -> Callable[[PestRecord], bool]:
    """`present_in` these areas for one record after another: they are looked up only once.

    One listing of presence is enough, as in `area_presence.presence_in`.
    """
    twins = {*reference_places.BOTH_CODES, *reference_places.BOTH_CODES.values()}
    known = {code: known_code(code) for code in twins}
    asked = frozenset(known.get(area, area) for area in areas)

    def occurs(record: PestRecord) -> bool:
        return any(area in asked or area.partition("-")[0] in asked
                   for one in record.range if one.presence in PRESENT
                   for area in (known.get(written, written) for written in one.areas))

    return occurs


def area_names() -> Mapping[str, dict[str, str]]:
    """Names of regions and of every country with an outline, also one smaller than a cell."""
    return _area_names(reference.boundary_set())


@lru_cache(maxsize=4)
def _area_names(boundaries: str) -> dict[str, dict[str, str]]:  # noqa: ARG001 - part of the key
    outlined = (feature["properties"] for feature in reference.countries_geojson()["features"])
    return dict(reference_places.region_names()) | {
        f["iso2"]: {"en": f["name_en"], "zh_CN": f["name_zh"]} for f in outlined if f["iso2"]}
