"""The shipped kinds of pathway, goods and trade figures, and the user's own beside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType

from pra_core.commodities.schema import Goods, PathwayKind, TradeFigure
from pra_core.errors import PraError
from pra_core.library_file import library_document
from pra_core.validation import validated


@dataclass(frozen=True)
class CommodityLibrary:
    """Kinds and goods by id; own goods stand before shipped ones of the same id."""

    kinds: Mapping[str, PathwayKind]
    goods: Mapping[str, Goods]
    trade: tuple[TradeFigure, ...]
    own: frozenset[str] = frozenset()
    """Ids of goods that are the user's."""
    originals: Mapping[str, Goods] = field(default_factory=dict)
    """Shipped goods that own ones stand before."""

    def kind_of(self, goods: Goods) -> PathwayKind:
        """The kind of pathway of some goods; PraError `unknown_id` otherwise."""
        found = self.kinds.get(goods.kind)
        if found is None:
            raise PraError("unknown_id", goods.id, goods.kind, ", ".join(sorted(self.kinds)))
        return found

    def traded(self, goods: str, origins: Sequence[str], destinations: Sequence[str]
               ) -> tuple[TradeFigure, ...]:
        """Figures of these goods from and to any of these places, the newest first."""
        found = [f for f in self.trade if f.goods == goods and f.origin in origins
                 and f.destination in destinations]
        return tuple(sorted(found, key=lambda f: (-f.year, f.origin, f.destination)))

    def joined(self, goods: Mapping[str, Goods], trade: Sequence[TradeFigure]) -> CommodityLibrary:
        """This library with the user's goods and figures; nothing shipped is overwritten."""
        base = {**{k: g for k, g in self.goods.items() if k not in self.own}, **self.originals}
        return CommodityLibrary(
            self.kinds, MappingProxyType({**base, **goods}), (*trade, *self.trade),
            own=frozenset(goods),
            originals=MappingProxyType({k: base[k] for k in goods if k in base}))


@lru_cache(maxsize=1)
def commodity_library() -> CommodityLibrary:
    """The shipped kinds, goods and figures (shared, read-only).

    Raises PraError: `not_found`, `integrity`, and what an entry refuses.
    """
    data = library_document()
    kinds = [validated(PathwayKind, entry) for entry in data["kinds"]]
    goods = [validated(Goods, entry) for entry in data["goods"]]
    return CommodityLibrary(
        MappingProxyType({kind.id: kind for kind in kinds}),
        MappingProxyType({one.id: one for one in goods}),
        tuple(validated(TradeFigure, entry) for entry in data["trade"]))
