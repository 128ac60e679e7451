"""What a pest record says of its presence in some countries (ISPM 8, ISPM 11, 2.1.1.2)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from pra_core.pest_library.record import PRESENT, Occurrence, PestRecord
from pra_core.reference_places import BOTH_CODES, known_code, listed_groups, region_count

Extent = Literal["widespread", "present", "limited", "transient", "eradicated", "absent",
                 "no_record"]
EXTENTS: tuple[Extent, ...] = ("widespread", "present", "limited", "transient", "eradicated",
                               "absent", "no_record")
"""From the most to the least presence; `no_record` is silence, not a declared absence."""
OverArea = Literal["absent", "no_record", "limited", "present", "widespread"]
_TWO_CODES = frozenset((*BOTH_CODES, *BOTH_CODES.values()))


@dataclass(frozen=True, slots=True)
class CountryPresence:
    """What the record says of one country, or of one of its regions."""

    country: str
    """Its code; that of the region where a region was asked for."""
    extent: Extent
    regions: tuple[str, ...] = ()
    """First-level regions it was recorded in, where the record names regions only."""
    cited: tuple[Occurrence, ...] = ()
    """What that rests on."""

    @property
    def occurs(self) -> bool:
        """Whether it is recorded as present, however little."""
        return self.extent in PRESENT


def presence_in(record: PestRecord, areas: Iterable[str]) -> tuple[CountryPresence, ...]:
    """Presence by country or region, in the order given; one not named in it is `no_record`.

    Records of a country as a whole go before those of its regions, unless they are all of no
    presence and a region has it; where several sources speak of the same country, the largest
    presence counts. Regions alone make it `limited`, unless every record of them is of no
    presence; regions that are half of the country or more speak for it. A region without a record
    of its own is as its country, where that is present or widespread, or of no presence.
    """
    wanted = tuple(map(_known, areas))
    countries = {code.partition("-")[0] for code in wanted}
    # Areas with two codes are looked up only where they can matter: names take time to load.
    twins = {c for pair in BOTH_CODES.items() if {pair[0][:2], pair[1]} & countries for c in pair}
    whole: dict[str, list[Occurrence]] = {}
    parts: dict[str, list[tuple[str, Occurrence]]] = {}
    for one in record.range:
        for given in one.areas:
            if given[:2] not in countries and given not in twins:
                continue
            code = _known(given)
            country, _, region = code.partition("-")
            if region:
                parts.setdefault(country, []).append((code, one))
            else:
                whole.setdefault(country, []).append(one)
    return tuple(_of(code, whole, parts) if "-" not in code else _of_region(code, whole, parts)
                 for code in wanted)


def asked_places(codes: Iterable[str]) -> tuple[str, ...]:
    """Countries and regions, each once; groups such as `EU` are taken apart."""
    groups = listed_groups()
    return tuple(dict.fromkeys(
        one for code in codes for one in (groups[code].countries if code in groups else (code,))))


def _known(code: str) -> str:
    """The code of the boundary set; looked up only where an area has two."""
    return known_code(code) if code in _TWO_CODES else code


def _of(country: str, whole: dict[str, list[Occurrence]],
        parts: dict[str, list[tuple[str, Occurrence]]]) -> CountryPresence:
    found = [(code, one) for code, one in parts.get(country, ()) if one.presence in PRESENT]
    entries = tuple(whole.get(country, ()))
    if entries and (not found or any(one.presence in PRESENT for one in entries)):
        return CountryPresence(country, _largest(entries), cited=entries)
    if not found:
        return CountryPresence(country, "no_record")
    regions = tuple(dict.fromkeys(code for code, _ in found))
    cited = tuple({id(one): one for _, one in found}.values())
    if 2 * len(regions) >= max(1, region_count(country)):
        return CountryPresence(country, _largest(cited), regions, cited)
    transient = all(one.presence == "transient" for one in cited)
    return CountryPresence(country, "transient" if transient else "limited", regions, cited)


def _of_region(region: str, whole: dict[str, list[Occurrence]],
               parts: dict[str, list[tuple[str, Occurrence]]]) -> CountryPresence:
    country = region.partition("-")[0]
    own = tuple(one for code, one in parts.get(country, ()) if code == region)
    of_country = tuple(whole.get(country, ()))
    entries = own or of_country
    extent = _largest(entries)
    # "In part of the country" says nothing of one region.
    if not own and extent in ("limited", "transient"):
        return CountryPresence(region, "no_record")
    return CountryPresence(region, extent, cited=entries)


def _largest(entries: Sequence[Occurrence]) -> Extent:
    return min((one.presence for one in entries), key=EXTENTS.index, default="no_record")


def widest(found: Sequence[CountryPresence]) -> Extent:
    """The largest presence among some countries; `no_record` where none is named."""
    return min((one.extent for one in found), key=EXTENTS.index, default="no_record")


def over_area(found: Sequence[CountryPresence]) -> OverArea:
    """How far it is known in all of these countries together; silence is never absence.

    `absent`: declared so for every one. `widespread`: in half of them or more. `limited`: more
    than half of them are known to have it in part only or not at all. `present`: it occurs, how
    widely the records leave open. `no_record`: nobody says that it occurs, or that it does not.
    Regions alone never make a country widespread: what that means there is for the assessor.
    """
    if not any(one.occurs for one in found):
        return "absent" if found and all(one.extent in ("absent", "eradicated")
                                         for one in found) else "no_record"
    wide = sum(one.extent == "widespread" and not one.regions for one in found)
    known = sum(one.extent in ("limited", "transient", "eradicated", "absent") for one in found)
    return ("widespread" if 2 * wide >= len(found) else
            "limited" if 2 * known > len(found) else "present")


def authorities(countries: Sequence[str]) -> tuple[str, ...]:
    """Whose regulatory lists bind all of these countries or one of them: the EU, and their own."""
    groups = listed_groups()
    union = set(groups["EU"].countries) if "EU" in groups else set()
    return (*(("EU",) if union & set(countries) else ()), *countries)
