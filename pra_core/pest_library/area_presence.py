"""What a pest record says of its presence in some countries (ISPM 8, ISPM 11, 2.1.1.2)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from pra_core.pest_library.record import PRESENT, Occurrence, PestRecord
from pra_core.reference_places import BOTH_CODES, country_groups, known_code, region_names

Extent = Literal["widespread", "present", "limited", "transient", "eradicated", "absent",
                 "no_record"]
EXTENTS: tuple[Extent, ...] = ("widespread", "present", "limited", "transient", "eradicated",
                               "absent", "no_record")
"""From the most to the least presence; `no_record` is silence, not a declared absence."""
_TWO_CODES = frozenset((*BOTH_CODES, *BOTH_CODES.values()))


@dataclass(frozen=True, slots=True)
class CountryPresence:
    """What the record says of one country."""

    country: str
    extent: Extent
    regions: tuple[str, ...] = ()
    """First-level regions it was recorded in, where the record names regions only."""
    cited: tuple[Occurrence, ...] = ()
    """What that rests on."""

    @property
    def occurs(self) -> bool:
        """Whether it is recorded as present, however little."""
        return self.extent in PRESENT


def presence_in(record: PestRecord, countries: Iterable[str]) -> tuple[CountryPresence, ...]:
    """Presence by country, in the order given; a country not named in the range is `no_record`.

    Records of a country as a whole go before those of its regions; where several sources speak of
    the same country, the largest presence counts. Regions alone make it `limited`, unless every
    record of them is of no presence; regions that are half of the country or more speak for it.
    """
    wanted = tuple(map(_known, countries))
    whole: dict[str, list[Occurrence]] = {}
    parts: dict[str, list[tuple[str, Occurrence]]] = {}
    for one in record.range:
        for code in map(_known, one.areas):
            country, _, region = code.partition("-")
            if country not in wanted:
                continue
            if region:
                parts.setdefault(country, []).append((code, one))
            else:
                whole.setdefault(country, []).append(one)
    return tuple(_of(country, whole, parts) for country in wanted)


def _known(code: str) -> str:
    """The code of the boundary set; looked up only where an area has two."""
    return known_code(code) if code in _TWO_CODES else code


def _of(country: str, whole: dict[str, list[Occurrence]],
        parts: dict[str, list[tuple[str, Occurrence]]]) -> CountryPresence:
    if country in whole:
        entries = tuple(whole[country])
        return CountryPresence(country, min((o.presence for o in entries), key=EXTENTS.index),
                               cited=entries)
    found = [(code, one) for code, one in parts.get(country, ()) if one.presence in PRESENT]
    if not found:
        return CountryPresence(country, "no_record")
    regions = tuple(dict.fromkeys(code for code, _ in found))
    cited = tuple({id(one): one for _, one in found}.values())
    if 2 * len(regions) >= _regions(country):
        return CountryPresence(country, min((o.presence for o in cited), key=EXTENTS.index),
                               regions, cited)
    transient = all(one.presence == "transient" for one in cited)
    return CountryPresence(country, "transient" if transient else "limited", regions, cited)


def _regions(country: str) -> int:
    """How many first-level regions of a country the boundary set has; at least one."""
    return max(1, sum(code.startswith(f"{country}-") for code in region_names()))


def widest(found: Sequence[CountryPresence]) -> Extent:
    """The largest presence among some countries; `no_record` where none is named."""
    return min((one.extent for one in found), key=EXTENTS.index, default="no_record")


def authorities(countries: Sequence[str]) -> tuple[str, ...]:
    """Whose regulatory lists bind all of these countries or one of them: the EU, and their own."""
    union = set(country_groups()["EU"].countries) if "EU" in country_groups() else set()
    return (*(("EU",) if union & set(countries) else ()), *countries)
