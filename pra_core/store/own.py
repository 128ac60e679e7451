"""Data of one's own: pests, goods and trade figures beside the shipped ones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from pra_core.commodities.schema import Goods, TradeFigure
from pra_core.pest_library.record import PestRecord


@dataclass(frozen=True, slots=True)
class OwnData:
    """What a user added or changed; shipped records are never overwritten, only shadowed."""

    pests: Mapping[str, PestRecord] = field(default_factory=lambda: MappingProxyType({}))
    """EPPO code -> record; a code of the library shadows the shipped record."""
    goods: Mapping[str, Goods] = field(default_factory=lambda: MappingProxyType({}))
    trade: tuple[TradeFigure, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether nothing is there."""
        return not (self.pests or self.goods or self.trade)

    def with_pest(self, record: PestRecord) -> OwnData:
        """With this record, in the place of one of the same code."""
        return replace(self, pests=MappingProxyType({**self.pests, record.eppo_code: record}))

    def without_pest(self, code: str) -> OwnData:
        """Without the record; the shipped one of that code, if any, is in use again."""
        return replace(self, pests=MappingProxyType(
            {c: r for c, r in self.pests.items() if c != code}))

    def with_goods(self, goods: Goods) -> OwnData:
        """With these goods, in the place of those of the same id."""
        return replace(self, goods=MappingProxyType({**self.goods, goods.id: goods}))

    def without_goods(self, goods_id: str) -> OwnData:
        """Without these goods; trade figures of them stay."""
        return replace(self, goods=MappingProxyType(
            {i: g for i, g in self.goods.items() if i != goods_id}))

    def with_trade(self, trade: tuple[TradeFigure, ...]) -> OwnData:
        """With exactly these trade figures; of several of one flow and year the last counts."""
        return replace(self, trade=tuple({flow(f): f for f in trade}.values()))

    def joined(self, other: OwnData) -> OwnData:
        """Both; where both have a pest, goods or a trade figure, `other` counts."""
        return replace(
            self, pests=MappingProxyType({**self.pests, **other.pests}),
            goods=MappingProxyType({**self.goods, **other.goods}),
        ).with_trade((*self.trade, *other.trade))


def flow(figure: TradeFigure) -> tuple[str, str, str, int, str]:
    """What a trade figure is of: goods, origin, destination, year, unit."""
    return figure.goods, figure.origin, figure.destination, figure.year, figure.unit
