"""The volume of a pathway from trade figures: totals by year, turned into units."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from pra_core.commodities import Goods, TradeFigure
from pra_core.distribution import Distribution, Fixed, Pert
from pra_core.frozen import LocalText
from pra_core.parameter import Parameter, Source
from pra_core.reference_places import country_groups
from pra_core.scenario_draft.joined_facts import WORST, even
from pra_core.scenario_draft.suggested import ASSESSOR, DATE

YEARS = 5
"""So many of the latest years count."""
KG = 1000.0
Pair = tuple[str, str]


def destinations(countries: Sequence[str]) -> tuple[str, ...]:
    """Codes under which trade to these countries may be listed: their own, or that of a group."""
    groups = [key for key, group in country_groups().items()
              if key != "world" and set(group.countries) == set(countries)]
    return (*countries, *groups)


def volume(name: str, goods: Goods, figures: Sequence[TradeFigure], origins: Sequence[str],
           countries: Sequence[str]) -> tuple[Parameter | None, bool]:
    """Units offered a year, and whether the figures cover all of the trade assessed.

    Totals of the latest years, from the lowest to the highest: each is the sum over the pairs of
    origin and destination that have figures, tonnes turned into units by the weight of one unit.
    None where there is no figure, or none that can be turned into units.
    """
    usable = [f for f in figures if f.unit == "units" or (f.unit == "t" and goods.unit_kg)]
    groups = [f for f in usable if f.destination not in countries]
    usable = groups or usable
    pairs = {(f.origin, f.destination) for f in usable}
    by_year = _totals(usable, goods)
    whole = {year: span for year, (span, found) in by_year.items() if found == pairs}
    latest = sorted(whole, reverse=True)[:YEARS]
    if not latest:
        return None, False
    wanted = {(o, d) for o in origins for d in ({f.destination for f in groups} or countries)}
    law = _law([whole[year] for year in latest])
    counted = [f for f in usable if f.year in latest]
    return Parameter(name=name, distribution=law, unit="units/yr",
                     source=_source(goods, counted)), pairs >= wanted


def _totals(figures: Iterable[TradeFigure], goods: Goods
            ) -> dict[int, tuple[tuple[float, float], set[Pair]]]:
    """Year -> lowest and highest number of units, and the pairs counted."""
    found: dict[int, tuple[tuple[float, float], set[Pair]]] = {}
    for f in figures:
        kg = (1.0, 1.0)
        if f.unit == "t" and goods.unit_kg is not None:
            kg = goods.unit_kg.distribution.support
        low, high = ((f.quantity, f.quantity) if f.unit == "units" else
                     (f.quantity * KG / kg[1], f.quantity * KG / kg[0]))
        before, pairs = found.get(f.year, ((0.0, 0.0), set()))
        found[f.year] = ((before[0] + low, before[1] + high), pairs | {(f.origin, f.destination)})
    return found


def _law(spans: Sequence[tuple[float, float]]) -> Distribution:
    low, high = min(s[0] for s in spans), max(s[1] for s in spans)
    if low == high:
        return Fixed(value=low)
    if len(spans) == 1:
        return even(low, high)
    middle = sorted(0.5 * (s[0] + s[1]) for s in spans)[len(spans) // 2]
    return Pert(low=low, mode=middle, high=high)


def _source(goods: Goods, figures: Sequence[TradeFigure]) -> Source:
    """Every citation, with the arithmetic; assumed where the weight of a unit is."""
    weight = goods.unit_kg.source if goods.unit_kg and any(f.unit == "t" for f in figures) else None
    sources = [f.source for f in figures] + ([weight] if weight else [])
    status = min((s.status for s in sources), key=WORST.index)
    citations = dict.fromkeys(s.citation for s in sources if s.citation)
    judged = next((s for s in sources if s.status == status and s.assessor), None)
    reason = (weight.reason if weight else None) or _arithmetic(goods, figures)
    plain = status in ("verified", "unverified")
    return Source(status=status, citation="; ".join(citations) or None,
                  assessor=None if plain else (judged.assessor if judged else ASSESSOR),
                  date=None if plain else (judged.date if judged else DATE),
                  reason=None if plain else reason, note=_arithmetic(goods, figures))


def _reserved(figure: TradeFigure, language: str) -> str:
    """What the source of a figure says of it, in brackets."""
    note = figure.source.note
    if note is None:
        return ""
    said = note.get(language, note["en"])
    return f"（{said}）" if language == "zh_CN" else f" ({said})"


def _arithmetic(goods: Goods, figures: Sequence[TradeFigure]) -> LocalText:
    said = {"en": "; ", "zh_CN": "；"}
    rows: Mapping[str, list[str]] = {
        "en": [f"{f.year}: {f.origin} to {f.destination}, {f.quantity:,.6g} {f.unit}"
               + _reserved(f, "en") for f in figures],
        "zh_CN": [f"{f.year}年：{f.origin}至{f.destination}，{f.quantity:,.6g} {f.unit}"
                  + _reserved(f, "zh_CN") for f in figures]}
    found = {language: said[language].join(lines) for language, lines in rows.items()}
    if goods.unit_kg is not None and any(f.unit == "t" for f in figures):
        low, high = goods.unit_kg.distribution.support
        found["en"] += f". One unit weighs {low:g} to {high:g} kg."
        found["zh_CN"] += f"。每个单位重{low:g}至{high:g}千克。"
    return found
