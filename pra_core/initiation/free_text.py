"""What a sentence such as "fresh grapes from Chile to Australia" says, in either language."""

from __future__ import annotations

from dataclasses import dataclass

from pra_core.commodities import CommodityLibrary, Goods
from pra_core.initiation.goods_names import GoodsIndex
from pra_core.initiation.place_names import folded, places, unmarked, with_codes_read
from pra_core.reference_places import country_groups


@dataclass(frozen=True, slots=True)
class Understood:
    """What was read from a sentence; whatever is empty was not understood."""

    goods: tuple[Goods, ...] = ()
    """Goods it may mean, best first."""
    clear: bool = False
    """Whether the first goods fit better than every other."""
    origin: tuple[str, ...] = ()
    """Countries (ISO 3166-1); groups are taken apart."""
    area: tuple[str, ...] = ()
    """Countries and groups, such as `EU`."""
    unread: tuple[str, ...] = ()
    """Words that nothing answers to."""
    rest: str = ""
    """The sentence without its places; may be the name of a pest."""


def understand(text: str, commodities: CommodityLibrary) -> Understood:
    """Goods, origin and PRA area named in a sentence in English or Chinese.

    Misspelled words are read as the nearest known one; nothing is filled in that is not named.
    """
    plain = folded(with_codes_read(text))
    named = places(plain)
    rest, at = [], 0
    for place in named:
        rest.append(unmarked(plain[at:place.start]))
        at = place.end
    rest.append(plain[at:])
    without = " ".join(" ".join(rest).split())
    groups = country_groups()
    origin = [code for p in named if p.role == "origin"
              for code in (groups[p.code].countries if p.code in groups else (p.code,))]
    area = [p.code for p in named if p.role == "area"]
    found = GoodsIndex(commodities).find(without)
    return Understood(found.goods, found.clear, tuple(dict.fromkeys(origin)),
                      tuple(dict.fromkeys(area)), found.unread, without)
