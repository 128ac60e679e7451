"""The volume input of a draft: what trade figures give, leave to the user, or only tell."""

from __future__ import annotations

from collections.abc import Sequence

from pra_core.commodities import CommodityLibrary, Goods, PathwayKind
from pra_core.distribution import Pert
from pra_core.parameter import Parameter
from pra_core.pra_area import PraArea
from pra_core.scenario_draft import suggested
from pra_core.scenario_draft.found import Found
from pra_core.scenario_draft.joined_facts import even
from pra_core.scenario_draft.terms import TERMS
from pra_core.scenario_draft.trade_volume import destinations, likely, volume

RECENT = 10
"""Trade older than so many years may have changed."""


def of_trade(name: str, goods: Goods, kind: PathwayKind, commodities: CommodityLibrary,
             origin: Sequence[str], area: PraArea, year: int) -> Found:
    """Volume from trade figures.

    Figures that were not read in their source, carry a reservation, are of a single year or old
    in `year` hold only if the user says so; those of a part of the trade give no more than a
    suggestion.
    """
    term = TERMS["volume"]
    figures = commodities.traded(goods.id, origin, destinations(area.countries))
    made = volume(name, goods, kind, figures, origin, area.countries)
    if made is None:
        return Found(term, trade=tuple(figures))
    left = tuple(f for f in figures if f not in made.figures)
    if not made.whole:
        return Found(term, suggestion=_part(made.parameter), trade=left)
    sure = made.years > 1 and all(f.source.status == "verified" and f.source.note is None
                                  and f.year >= year - RECENT for f in made.figures)
    proposed = suggested.around(made.parameter, "volume") or (
        _one_year(made.parameter) if made.years == 1 else None)
    return Found(term, made.parameter if sure else None, None if sure else made.parameter,
                 proposed, trade=left)


def _one_year(made: Parameter) -> Parameter:
    """One year over the weight of a unit: other years may be half of it or double."""
    law = made.distribution
    low, high = law.support
    told = suggested.source(
        "One year only is published: from half of its lowest number of units to twice its"
        " highest.", "仅有一年数据：取其最低单位数的一半至最高单位数的两倍。")
    return made.model_copy(update={
        "distribution": Pert(low=low / suggested.FACTOR, mode=likely(law),
                             high=high * suggested.FACTOR),
        "source": told.model_copy(update={"citation": made.source.citation,
                                          "note": made.source.note})})


def _part(made: Parameter) -> Parameter:
    """Figures of a part of the trade: at least that much, up to double."""
    low, high = made.distribution.support
    told = suggested.source(
        "Figures cover a part of the origins or destinations only: from their lowest to twice"
        " their highest.", "数字仅涵盖部分原产地或目的地：取其最低值至最高值的两倍。")
    return made.model_copy(update={
        "distribution": even(low, suggested.FACTOR * high),
        "source": told.model_copy(update={"citation": made.source.citation,
                                          "note": made.source.note})})
