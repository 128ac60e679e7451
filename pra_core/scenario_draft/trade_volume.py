"""The volume of a pathway from trade figures: totals by year, turned into units."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from pra_core.commodities import Goods, PathwayKind, TradeFigure
from pra_core.distribution import Distribution, Fixed, Pert
from pra_core.frozen import LocalText
from pra_core.parameter import Parameter, Source
from pra_core.reference_places import country_groups
from pra_core.scenario_draft.joined_facts import WORST
from pra_core.scenario_draft.suggested import ASSESSOR, DATE

YEARS = 5
"""So many of the latest years count."""
KG = 1000.0
IN_M3 = frozenset({"wood"})
"""Kinds of pathway whose unit is one cubic metre, unless their goods name another."""
Pair = tuple[str, str]
Total = tuple[float, float, float]
"""Lowest, most likely and highest number of units."""


def destinations(countries: Sequence[str]) -> tuple[str, ...]:
    """Codes under which trade to these countries may be listed: their own, or that of a group."""
    groups = [key for key, group in country_groups().items()
              if key != "world" and set(group.countries) == set(countries)]
    return (*countries, *groups)


@dataclass(frozen=True, slots=True)
class Volume:
    """Units a year, and what they were worked out from."""

    parameter: Parameter
    whole: bool
    """Whether the figures cover all of the trade assessed."""
    years: int
    figures: tuple[TradeFigure, ...]
    """The figures counted."""


def countable(figure: TradeFigure, goods: Goods, kind: PathwayKind) -> bool:
    """Whether a figure says how many units a year came.

    Tonnes need the weight of a unit; cubic metres are units of wood. A figure that was not read
    and carries a reservation (first months, computed from something else) says no such thing.
    """
    if figure.source.status == "unverified" and figure.source.note is not None:
        return False
    return (figure.unit == "units" or (figure.unit == "t" and goods.unit_kg is not None)
            or (figure.unit == "m3" and kind.id in IN_M3 and goods.unit_name is None))


def volume(name: str, goods: Goods, kind: PathwayKind, figures: Sequence[TradeFigure],
           origins: Sequence[str], countries: Sequence[str]) -> Volume | None:
    """Units offered a year.

    Totals of the latest years, from the lowest to the highest: each is the sum over the pairs of
    origin and destination that have figures, tonnes turned into units by the weight of one unit.
    None where there is no figure, none that can be turned into units, or nothing was traded.
    """
    usable = [f for f in figures if countable(f, goods, kind)]
    groups = [f for f in usable if f.destination not in countries]
    usable = groups or usable
    pairs = {(f.origin, f.destination) for f in usable}
    by_year = _totals(usable, goods)
    whole = {year: total for year, (total, found) in by_year.items() if found == pairs}
    latest = sorted(whole, reverse=True)[:YEARS]
    law = _law([whole[year] for year in latest]) if latest else None
    if law is None:
        return None
    wanted = {(o, d) for o in origins for d in ({f.destination for f in groups} or countries)}
    counted = tuple(f for f in usable if f.year in latest)
    return Volume(Parameter(name=name, distribution=law, unit="units/yr",
                            source=_source(goods, counted)), pairs >= wanted, len(latest), counted)


def likely(law: Distribution) -> float:
    """The most likely value of a law that states one, else its median."""
    return float(law.mode) if isinstance(law, Pert) else float(law.ppf(0.5))


def _totals(figures: Iterable[TradeFigure], goods: Goods
            ) -> dict[int, tuple[Total, set[Pair]]]:
    """Year -> lowest, most likely and highest number of units, and the pairs counted."""
    found: dict[int, tuple[Total, set[Pair]]] = {}
    for f in figures:
        kg = (1.0, 1.0, 1.0)
        if f.unit == "t" and goods.unit_kg is not None:
            law = goods.unit_kg.distribution
            kg = (law.support[1], likely(law), law.support[0])
        each = [f.quantity * (KG if f.unit == "t" else 1.0) / one for one in kg]
        before, pairs = found.get(f.year, ((0.0, 0.0, 0.0), set()))
        found[f.year] = ((before[0] + each[0], before[1] + each[1], before[2] + each[2]),
                         pairs | {(f.origin, f.destination)})
    return found


def _law(totals: Sequence[Total]) -> Distribution | None:
    """From the lightest year of heavy units to the opposite, likeliest at the median year."""
    low, high = min(t[0] for t in totals), max(t[2] for t in totals)
    if high == 0.0:
        return None
    if low == high:
        return Fixed(value=low)
    return Pert(low=low, mode=median(t[1] for t in totals), high=high)


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
        mode = likely(goods.unit_kg.distribution)
        found["en"] += f". One unit weighs {low:g} to {high:g} kg, most likely {mode:.3g} kg."
        found["zh_CN"] += f"。每个单位重{low:g}至{high:g}千克，最可能{mode:.3g}千克。"
    return found
