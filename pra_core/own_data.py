"""What a user added to the libraries, beside what is shipped."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from pra_core.commodities import CommodityLibrary, Goods, TradeFigure, commodity_library
from pra_core.pest_library import PestLibrary, PestRecord, pest_library


@dataclass(frozen=True)
class OwnData:
    """The user's pests by EPPO code, goods by id, and trade figures."""

    pests: Mapping[str, PestRecord] = field(default_factory=dict)
    goods: Mapping[str, Goods] = field(default_factory=dict)
    trade: tuple[TradeFigure, ...] = ()

    def pest_library(self) -> PestLibrary:
        """The shipped pests with the user's before them."""
        return pest_library().joined(self.pests) if self.pests else pest_library()

    def commodities(self) -> CommodityLibrary:
        """The shipped goods and trade figures with the user's before them."""
        if not (self.goods or self.trade):
            return commodity_library()
        return commodity_library().joined(self.goods, self.trade)

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

    def with_trade(self, trade: Iterable[TradeFigure]) -> OwnData:
        """With exactly these trade figures; of several of one flow and year the last counts."""
        return replace(self, trade=tuple({flow(figure): figure for figure in trade}.values()))

    def joined(self, other: OwnData) -> OwnData:
        """Both; where both have a pest, goods or a figure of one flow, `other` counts."""
        both = replace(self, pests={**self.pests, **other.pests},
                       goods={**self.goods, **other.goods})
        return both.with_trade((*self.trade, *other.trade))

    @property
    def empty(self) -> bool:
        """Whether nothing was added."""
        return not (self.pests or self.goods or self.trade)


def flow(figure: TradeFigure) -> tuple[str, str, str, int, str]:
    """What a trade figure is of: goods, origin, destination, year, unit."""
    return figure.goods, figure.origin, figure.destination, figure.year, figure.unit
