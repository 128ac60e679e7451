"""What a user added to the libraries, beside what is shipped."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from pra_core.commodities import (
    CommodityLibrary,
    Goods,
    PathwayKind,
    TradeFigure,
    commodity_library,
)
from pra_core.errors import N_, PraError
from pra_core.pest_library import PestLibrary, PestRecord, pest_library


@dataclass(frozen=True)
class OwnData:
    """The user's pests by EPPO code, goods by id, and trade figures."""

    pests: Mapping[str, PestRecord] = field(default_factory=dict)
    goods: Mapping[str, Goods] = field(default_factory=dict)
    trade: tuple[TradeFigure, ...] = ()
    kinds: Mapping[str, PathwayKind] = field(default_factory=dict)
    """The user's kinds of pathway by id."""

    def pest_library(self) -> PestLibrary:
        """The shipped pests with the user's before them."""
        return pest_library().joined(self.pests) if self.pests else pest_library()

    def commodities(self) -> CommodityLibrary:
        """The shipped goods and trade figures with the user's before them."""
        if not (self.goods or self.trade or self.kinds):
            return commodity_library()
        joined = commodity_library().joined(self.goods, self.trade)
        return replace(joined, kinds={**joined.kinds, **self.kinds}) if self.kinds else joined

    def with_pest(self, record: PestRecord) -> OwnData:
        """With this record, in place of an own one of the same code."""
        return replace(self, pests={**self.pests, record.eppo_code: record})

    def without_pest(self, code: str) -> OwnData:
        """Without the own record of that code: a shipped one stands again."""
        return replace(self, pests={k: p for k, p in self.pests.items() if k != code})

    def with_goods(self, goods: Goods) -> OwnData:
        """With these goods, in place of own ones of the same id."""
        return replace(self, goods={**self.goods, goods.id: goods})

    def without_goods(self, goods_id: str) -> OwnData:
        """Without the own goods of that id; trade figures of them stay."""
        return replace(self, goods={k: g for k, g in self.goods.items() if k != goods_id})

    def with_kind(self, kind: PathwayKind) -> OwnData:
        """With this kind of pathway, in place of an own one of the same id."""
        return replace(self, kinds={**self.kinds, kind.id: kind})

    def without_kind(self, kind_id: str) -> OwnData:
        """Without the own kind of that id: a shipped one stands again.

        Raises PraError conflict naming own goods that would have no kind any more.
        """
        left = {k: v for k, v in self.kinds.items() if k != kind_id}
        lost = [g.id for g in self.goods.values() if g.kind == kind_id]
        if lost and kind_id not in commodity_library().kinds:
            raise PraError("conflict", kind_id, ", ".join(lost),
                           N_("commodities whose kind of pathway exists"))
        return replace(self, kinds=left)

    def with_trade(self, trade: Iterable[TradeFigure]) -> OwnData:
        """With exactly these trade figures; of several of one flow and year the last counts."""
        return replace(self, trade=tuple({flow(figure): figure for figure in trade}.values()))

    def joined(self, other: OwnData) -> OwnData:
        """Both; where both have a pest, goods or a figure of one flow, `other` counts."""
        both = replace(self, pests={**self.pests, **other.pests},
                       goods={**self.goods, **other.goods},
                       kinds={**self.kinds, **other.kinds})
        return both.with_trade((*self.trade, *other.trade))

    @property
    def empty(self) -> bool:
        """Whether nothing was added."""
        return not (self.pests or self.goods or self.trade or self.kinds)


def flow(figure: TradeFigure) -> tuple[str, str, str, int, str]:
    """What a trade figure is of: goods, origin, destination, year, unit."""
    return figure.goods, figure.origin, figure.destination, figure.year, figure.unit
