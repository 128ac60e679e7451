"""Facts of the library as one distribution with all of their sources."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pra_core.commodities import Goods, PathwayKind
from pra_core.distribution import Distribution, Fixed, LogUniform, Pert, Uniform
from pra_core.frozen import LocalText
from pra_core.parameter import QUANTITIES, Cause, Parameter, Source, Status
from pra_core.pest_library.record import Fact, PestRecord
from pra_core.plants import covers

WORST: tuple[Status, ...] = ("unverified", "assumed", "elicited", "verified")
"""A value of several sources is as well supported as the weakest of them."""
DECADE = 10.0
"""From this ratio on, every order of magnitude is taken as equally likely."""


@dataclass(frozen=True, slots=True)
class Span:
    """What several facts say together; `mode` where just one value is most likely."""

    low: float
    mode: float | None
    high: float
    single: bool
    conflicting: bool
    bounded: bool
    """Whether a range or a value gives both ends; limits alone give none."""


_TREATED = re.compile(
    r"(?<!without )(?<!no )\b(treat(ed|ment)|dip(s|ped)?\b|drench|fumigat|irradiat|chlorin"
    r"|wash|brush|chip|grinding|fungicid|insecticid|heated|hot water|sulfur dioxide|bagged"
    r"|measures of the exporter)"
    r"|(?<!未)(熏蒸|浸[泡渍]|清洗|辐照|套袋|药剂处理|热处理|检疫处理)", re.IGNORECASE)


def under_treatment(fact: Fact) -> bool:
    """Whether a fact says that it was measured under a measure; the baseline is trade without."""
    texts = [t for said in (fact.stage, fact.measured_on, fact.note) if said for t in said.values()]
    return any(_TREATED.search(text) for text in texts)


def fits(fact: Fact, goods: Goods, kind: PathwayKind) -> bool:
    """Whether a fact can be of these goods: of this kind or any, of this plant or any."""
    of_kind = fact.kind is None or fact.kind == kind.id
    of_plant = fact.plant is None or any(covers(fact.plant, plant) for plant in goods.plants)
    return of_kind and of_plant


def counted_on(fact: Fact, goods: Goods, kind: PathwayKind) -> bool:
    """Whether a fact says that it counts units of this kind (a fruit is not a tonne)."""
    return fact.kind == kind.id and fits(fact, goods, kind)


def closest(facts: Iterable[Fact], goods: Goods, kind: PathwayKind) -> tuple[Fact, ...]:
    """Of the facts that fit, those said of this kind and plant; else those of either; else all."""
    found = [f for f in facts if fits(f, goods, kind)]
    most = max(((f.kind is not None) + (f.plant is not None) for f in found), default=0)
    return tuple(f for f in found if (f.kind is not None) + (f.plant is not None) == most)


def span(facts: Sequence[Fact]) -> Span:
    """All that the facts say, from the lowest to the highest number; needs at least one fact.

    A limit ("at most", "at least") only widens what ranges and values give. Where there are none,
    or a limit lies beyond them, one end is unknown and the span is not bounded. Sources differ
    unless one of them takes in all of the others; its most likely value then stays.
    """
    limits = [f for f in facts if _limit(f)]
    given = [f for f in facts if not _limit(f)] or limits
    low, high = min(_ends(f)[0] for f in given), max(_ends(f)[1] for f in given)
    beyond = any((f.low is not None and f.low > high) or (f.high is not None and f.high < low)
                 for f in limits)
    widest = [f for f in given if _ends(f) == (low, high)]
    apart = len({f.source for f in given}) > 1 and len({(f.low, f.value, f.high)
                                                       for f in given}) > 1
    likely = {f.value for f in widest if f.value is not None} or {
        f.value for f in given if f.value is not None}
    mode = likely.pop() if len(likely) == 1 and (widest or not apart) else None
    low, high = min([low, *(_ends(f)[0] for f in limits)]), max(
        [high, *(_ends(f)[1] for f in limits)])
    return Span(low, mode, high, low == high, apart and not widest,
                given is not limits and not beyond)


def _limit(fact: Fact) -> bool:
    """Whether only an upper or a lower limit is published."""
    return fact.value is None and (fact.low is None) != (fact.high is None)


def _ends(fact: Fact) -> tuple[float, float]:
    numbers = [n for n in (fact.low, fact.value, fact.high) if n is not None]
    return numbers[0], numbers[-1]


def law_of(found: Span) -> Distribution:
    """PERT where one value is most likely; else even, over orders of magnitude where it is wide."""
    if found.low == found.high:
        return Fixed(value=found.low)
    if found.mode is not None:
        return Pert(low=found.low, mode=found.mode, high=found.high)
    return even(found.low, found.high)


def even(low: float, high: float) -> Distribution:
    """Every value alike, or every order of magnitude where the range is wider than one."""
    if low > 0.0 and high / low >= DECADE:
        return LogUniform(low=low, high=high)
    return Uniform(low=low, high=high)


def joined(name: str, quantity: str, unit: str, record: PestRecord, facts: Sequence[Fact]
           ) -> Parameter | None:
    """The facts as one parameter that names every source.

    None where there is no fact, only an upper or a lower limit is known, all of them are 0 (none
    was found among so many is no proof of none), or the numbers are not possible for the quantity
    (R0 of 0.2 is, a lot of 0 units is not).
    """
    if not facts:
        return None
    found = span(facts)
    if not found.bounded or (found.low == found.high == 0.0 and unit != "degC"):
        return None
    cause: Cause | None = "conflicting" if found.conflicting else None
    made = Parameter(name=name, distribution=law_of(found), unit=unit, cause=cause,
                     source=source_of(record, facts))
    return None if QUANTITIES[quantity].faults(made) else made


def source_of(record: PestRecord, facts: Sequence[Fact]) -> Source:
    """Every citation, the weakest status, and what each source says in its own words."""
    each = [record.source_of(f) for f in facts]
    status = min((s.status for s in each), key=WORST.index)
    citations = list(dict.fromkeys(s.citation for s in each if s.citation))
    judged = next((s for s in each if s.status == status and s.assessor), None)
    return Source(status=status, citation="; ".join(citations) or None,
                  assessor=judged.assessor if judged else None,
                  date=judged.date if judged else None,
                  reason=judged.reason if judged else None, note=_notes(facts))


def _notes(facts: Sequence[Fact]) -> LocalText:
    return {language: {"en": "; ", "zh_CN": "；"}[language].join(
        dict.fromkeys(fact_words(f, language) for f in facts)) for language in ("en", "zh_CN")}


_NONE: LocalText = {"en": "", "zh_CN": ""}
_UNITS: Mapping[str, LocalText] = {
    "1": _NONE, "infested units/unit": _NONE, "pests/infested unit": _NONE,
    "females/female": _NONE, "degC": {"en": "°C", "zh_CN": "°C"},
    "degC d": {"en": "degree-days", "zh_CN": "日度"}, "1/yr": {"en": "a year", "zh_CN": "每年"},
    "1/d": {"en": "a day", "zh_CN": "每日"}, "d": {"en": "days", "zh_CN": "天"},
    "h": {"en": "hours", "zh_CN": "小时"}, "yr": {"en": "years", "zh_CN": "年"},
    "km": {"en": "km", "zh_CN": "公里"}, "km/yr": {"en": "km a year", "zh_CN": "公里/年"},
    "finds": {"en": "finds", "zh_CN": "次截获"}, "finds/yr": {"en": "finds a year",
                                                          "zh_CN": "次截获/年"},
    "eggs/female": {"en": "eggs per female", "zh_CN": "粒卵/雌"},
    "offspring/female": {"en": "offspring per female", "zh_CN": "后代/雌"},
    "seeds/plant": {"en": "seeds per plant", "zh_CN": "粒种子/株"}}
"""Units of facts in words; a share or a plain number needs none. Money stays as it is."""


def fact_words(fact: Fact, language: str) -> str:
    """The numbers as published, with life stage and what they were measured on."""
    numbers = "–".join(f"{n:,.6g}" for n in (fact.low, fact.value, fact.high) if n is not None)
    if fact.value is None and fact.low is None:
        numbers = f"≤ {numbers}"
    elif fact.value is None and fact.high is None:
        numbers = f"≥ {numbers}"
    plain = {"en": fact.unit, "zh_CN": fact.unit}
    unit = _UNITS.get(fact.unit, plain)[language]
    unit = f" {unit}" if unit else ""
    about = [text.get(language, text["en"])
             for text in (fact.stage, fact.measured_on, fact.note) if text]
    about += [fact.plant] if fact.plant else []
    about += [{"en": "proxy", "zh_CN": "代用数据"}[language]] if fact.proxy else []
    if language == "zh_CN":
        return f"{numbers}{unit}（{'，'.join(about)}）" if about else f"{numbers}{unit}"
    return f"{numbers}{unit} ({', '.join(about)})" if about else f"{numbers}{unit}"
