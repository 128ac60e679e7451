"""Commodities and pathways: kinds with their step chains, goods with HS headings, trade."""

from __future__ import annotations

from pra_core.commodities.library import CommodityLibrary, commodity_library
from pra_core.commodities.schema import Goods, PathwayKind, TradeFigure, UsualStep

__all__ = ["CommodityLibrary", "Goods", "PathwayKind", "TradeFigure", "UsualStep",
           "commodity_library"]
