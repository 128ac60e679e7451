"""Earlier assessments that bear on a new one: by pest, commodity, origin, area (ISPM 11, 1.3.1)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from pra_core.commodities import Goods, PathwayKind
from pra_core.initiation.goods_names import plants_named, words
from pra_core.initiation.place_names import folded, places
from pra_core.initiation_record import SHARED, EarlierPra, Shared
from pra_core.pathway import Pathway
from pra_core.plants import any_plant, covers
from pra_core.reference_places import country_groups
from pra_core.scenario import Scenario

Where = Literal["shipped", "running", "opened", "aside"]
MANY_ALIKE = 0.5
"""Share of the words of goods without a plant that a commodity's name must have."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """An assessment made before, where it is, and what it has in common with the new one."""

    scenario: Scenario
    where: Where
    shared: tuple[Shared, ...]

    def recorded(self) -> EarlierPra:
        """As it is written into the record of initiation."""
        return EarlierPra(title=self.scenario.title, fingerprint=self.scenario.fingerprint,
                          shared=self.shared)


def earlier_pras(scenarios: Iterable[tuple[Where, Scenario]], *, code: str | None,
                 goods: Goods | None, kind: PathwayKind | None, origin: Sequence[str],
                 area: Sequence[str]) -> tuple[Earlier, ...]:
    """Scenarios that share pest, commodity, origin or area, those that share most first.

    `code`: EPPO code of the pest, `origin` and `area`: countries; what is empty is not compared.
    A commodity is the same where a plant of the goods is named in it; of goods without a plant,
    every word of their kind, or most of their own. Of scenarios with one fingerprint the first
    one stays.
    """
    found: dict[str, Earlier] = {}
    for where, scenario in scenarios:
        if scenario.fingerprint in found:
            continue
        facts = {"pest": scenario.pest.eppo_code == code,
                 "commodity": goods is not None and any(
                     _same_goods(goods, kind, pathway) for pathway in scenario.pathways),
                 "origin": any(_origins(p) & set(origin) for p in scenario.pathways),
                 "area": bool(set(scenario.pra_area.countries) & set(area))}
        shared = tuple(key for key in SHARED if facts[key])
        if shared:
            found[scenario.fingerprint] = Earlier(scenario, where, shared)
    return tuple(sorted(found.values(), key=lambda one: (
        -len(one.shared), [SHARED.index(key) for key in one.shared], one.scenario.id)))


def _same_goods(goods: Goods, kind: PathwayKind | None, pathway: Pathway) -> bool:
    if goods.plants:
        there = plants_named(pathway.commodity)
        return any(covers(a, b) or covers(b, a) for a in goods.plants for b in there
                   if not any_plant(a))
    said = set(words(pathway.commodity.values()))
    own, of_kind = set(words([goods.title["en"]])), set(words([kind.title["en"]] if kind else []))
    return (bool(of_kind) and of_kind <= said) or len(own & said) > MANY_ALIKE * len(own)


def _origins(pathway: Pathway) -> set[str]:
    groups = country_groups()
    return {code for place in places(folded(pathway.origin["en"]))
            for code in (groups[place.code].countries if place.code in groups else (place.code,))}
