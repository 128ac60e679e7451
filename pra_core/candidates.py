"""Pests likely to follow a pathway: by host, origin and pathway, ranked (ISPM 11, 1.1.1)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from pra_core.commodities import Goods, PathwayKind
from pra_core.pest_library import PestLibrary, PestRecord
from pra_core.pest_library.area_presence import (
    CountryPresence,
    asked_places,
    authorities,
    over_area,
    presence_in,
    widest,
)
from pra_core.pest_library.record import Carried, Cited, HostPlant, Regulation
from pra_core.plants import any_plant, covers
from pra_core.reference_places import check_areas

InArea = Literal["declared_absent", "no_record", "limited", "present", "widespread"]
IN_AREA: tuple[InArea, ...] = ("declared_absent", "no_record", "limited", "present", "widespread")
HOSTS: tuple[str, ...] = ("major", "minor", "wild", "experimental")
AT_ORIGIN: tuple[str, ...] = ("widespread", "present", "limited", "transient")
BINDING: tuple[str, ...] = ("quarantine", "priority", "emergency", "regulated",
                            "regulated_non_quarantine")
BULK: tuple[str, ...] = ("grain", "seed", "stored-products")
"""Kinds whose goods are soiled by what grew or lives beside them, whatever plant they are."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A pest that may follow the pathway, with what puts it in its place."""

    record: PestRecord
    host: HostPlant | None
    """Its closest host among the plants of the goods; None where the goods are of no plant."""
    origin: tuple[CountryPresence, ...]
    """Where it occurs among the countries of origin."""
    carried: Carried | None
    """The pathway as the record names it; None = a pest of the plant, the pathway not recorded."""
    elsewhere: Carried | None
    """Where `carried` is None: the same kind of pathway, recorded for goods of other plants."""
    area: tuple[CountryPresence, ...]
    """The countries of the PRA area."""
    regulation: tuple[Regulation, ...]
    """Entries in lists that bind in the PRA area."""

    @property
    def at_origin(self) -> str:
        """The largest presence at the origin."""
        return widest(self.origin)

    @property
    def in_area(self) -> InArea:
        """How far it is known in the PRA area as a whole (`area_presence.over_area`)."""
        found = over_area(self.area)
        return "declared_absent" if found == "absent" else found

    @property
    def cited(self) -> tuple[Cited, ...]:
        """Everything of the record that its place rests on."""
        parts: list[Cited] = [*self.regulation]
        parts += [one for found in (*self.origin, *self.area) for one in found.cited]
        parts += [one for one in (self.host, self.carried, self.elsewhere)
                  if one is not None]
        return tuple({id(one): one for one in parts}.values())

    @property
    def unverified(self) -> int:
        """How many of these nobody has checked in their source."""
        return sum(one.status != "verified" for one in self.cited)

    @property
    def place(self) -> tuple[int, int, int, int, int]:
        """What orders the list, first things first; small numbers stand first.

        Not in the PRA area, or little; named on this pathway; kind of host; presence at the
        origin; in a list that binds in the PRA area. An order, not a score: nothing is added up.
        """
        return (IN_AREA.index(self.in_area), 0 if self.carried is not None else 1,
                HOSTS.index(self.host.host) if self.host is not None else 0,
                AT_ORIGIN.index(self.at_origin), 0 if self.regulation else 1)


@dataclass(frozen=True, slots=True)
class NotAtOrigin:
    """A pest of these goods that the library does not know from the origin."""

    record: PestRecord
    declared: bool
    """True: declared absent or eradicated there; False: no record either way."""


Covers = Callable[[str], bool]


def candidates(library: PestLibrary, goods: Goods, kind: PathwayKind, origin: Sequence[str],
               area: Sequence[str]) -> tuple[Candidate, ...]:
    """Pests of the goods that occur at the origin, in the order of `Candidate.place`, then by name.

    `origin`, `area`: countries (ISO 3166-1), first-level regions (ISO 3166-2) and groups such as
    `EU`. A pest of the plant is a candidate even where no pathway is recorded; on goods of no
    plant or of very many plants, or a conveyance that carries any pest, those recorded to travel
    so (and pests of nearly every plant); weeds wherever that kind of pathway is recorded.
    Raises PraError: `unknown_id` for a code that is neither.
    """
    origin, area = _checked(library, origin, "origin"), _checked(library, area, "area")
    host_of = _covering(goods)
    lists = set(authorities(area))
    found = []
    for record in library.records.values():
        host, carried = _host(record, host_of), _carried(record, kind, goods, host_of)
        if not _follows(record, kind, goods, host, carried):
            continue
        there = tuple(one for one in presence_in(record, origin) if one.occurs)
        if there:
            other = None if carried is not None else next(
                (one for one in record.pathways if one.kind == kind.id), None)
            found.append(Candidate(
                record, host, there, carried, other, presence_in(record, area),
                tuple(r for r in record.regulation
                      if r.authority in lists and r.regulated_as in BINDING)))
    return tuple(sorted(found, key=lambda one: (one.place, one.record.name)))


def not_at_origin(library: PestLibrary, goods: Goods, kind: PathwayKind, origin: Sequence[str]
                  ) -> tuple[NotAtOrigin, ...]:
    """Pests of the goods left out because the library does not know them from the origin.

    Codes and PraError as `candidates`.
    """
    origin = _checked(library, origin, "origin")
    host_of = _covering(goods)
    found = []
    for record in library.records.values():
        carried = _carried(record, kind, goods, host_of)
        if _follows(record, kind, goods, _host(record, host_of), carried):
            there = presence_in(record, origin)
            if not any(one.occurs for one in there):
                found.append(NotAtOrigin(record, all(o.extent != "no_record" for o in there)))
    return tuple(sorted(found, key=lambda one: one.record.name))


def _checked(library: PestLibrary, codes: Sequence[str], path: str) -> tuple[str, ...]:
    """Groups taken apart; names are loaded only for codes that no record has."""
    places = asked_places(codes)
    left = set(places)
    for record in library.records.values():
        if not left:
            break
        left.difference_update(*(one.areas for one in record.range))
    if left:
        check_areas(sorted(left), path)
    return places


def _covering(goods: Goods) -> Covers:
    """Whether a host takes in one of the goods' plants; each name is looked up once.

    Goods of very many plants have every host among them.
    """
    known: dict[str, bool] = {}
    mixed = any(any_plant(plant) for plant in goods.plants)

    def takes_in(host: str) -> bool:
        if host not in known:
            known[host] = mixed or any(covers(host, plant) for plant in goods.plants)
        return known[host]

    return takes_in


def _host(record: PestRecord, host_of: Covers) -> HostPlant | None:
    return min((one for one in record.hosts if host_of(one.plant)),
               key=lambda one: HOSTS.index(one.host), default=None)


def _carried(record: PestRecord, kind: PathwayKind, goods: Goods, host_of: Covers
             ) -> Carried | None:
    named = [one for one in record.pathways if one.kind == kind.id]
    for one in named:
        if one.plants and any(host_of(plant) for plant in one.plants):
            return one
    return next((one for one in named if not one.plants or not goods.plants), None)


def _follows(record: PestRecord, kind: PathwayKind, goods: Goods, host: HostPlant | None,
             carried: Carried | None) -> bool:
    if kind.carries == "any" or not goods.plants:
        return carried is not None
    if any(any_plant(plant) for plant in goods.plants):
        return carried is not None or any(any_plant(one.plant) for one in record.hosts)
    if record.organism == "plant":  # its seed is among the goods, not on a host
        return host is not None or any(one.kind == kind.id for one in record.pathways)
    named = carried is not None and (bool(carried.plants) or kind.id in BULK)
    return host is not None or named
