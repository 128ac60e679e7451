"""Facts of a pest record in words, by step of ISPM 11, with what each source says."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import pandas as pd

from pra_core import labels
from pra_core.errors import N_
from pra_core.figures.pest_words import plant_name
from pra_core.i18n import Translator
from pra_core.parameter import Source
from pra_core.pest_library.completeness import STATUSES, Range, ranges
from pra_core.pest_library.fields import FACT_FIELDS
from pra_core.pest_library.record import Cited, Fact, PestRecord

STEPS: Mapping[str, str] = {
    "entry": N_("Entry (ISPM 11, 2.2.1)"), "biology": N_("Establishment (ISPM 11, 2.2.2)"),
    "spread": N_("Spread (ISPM 11, 2.2.3)"), "impact": N_("Consequences (ISPM 11, 2.3)"),
}
UNITS: Mapping[str, str] = {
    "degC": N_("{number} °C"), "degC d": N_("{number} degree-days"), "1/yr": N_("{number} a year"),
    "h": N_("{number} hours"), "d": N_("{number} days"), "yr": N_("{number} years"),
    "1/d": N_("{number} a day"), "km": N_("{number} km"), "km/yr": N_("{number} km a year"),
    "eggs/female": N_("{number} eggs per female"),
    "offspring/female": N_("{number} offspring per female"),
    "seeds/plant": N_("{number} seeds per plant"),
    "females/female": N_("{number} females per female"),
    "infested units/unit": N_("{number} of the units"),
    "pests/infested unit": N_("{number} live pests per infested unit"),
    "finds/yr": N_("{number} finds a year"), "finds": N_("{number} finds"),
}
SHARES = ("1", "infested units/unit")
MONEY: Mapping[str, str] = {
    "": "", "/yr": N_("{number} a year"),
    "/ha/yr": N_("{number} per hectare and year"),
}


def amount(fact: Fact, t: Translator) -> str:
    """What one source says, e.g. "8.47 to 9.6 °C, most likely 9.3 °C"."""
    if fact.value is None and fact.low is None and fact.high is not None:
        return t("at most {amount}", amount=with_unit(fact.high, fact.high, fact.unit, t))
    if fact.value is None and fact.high is None and fact.low is not None:
        return t("at least {amount}", amount=with_unit(fact.low, fact.low, fact.unit, t))
    numbers = [n for n in (fact.low, fact.value, fact.high) if n is not None]
    return _likely(min(numbers), fact.value, max(numbers), fact.unit, t)


def range_words(found: Range, t: Translator) -> str:
    """What all sources together say; differing ones are told."""
    if len(found.facts) == 1:
        return amount(found.facts[0], t)
    words = _likely(found.low, found.value, found.high, found.unit, t)
    return f"{words}\n{t('(sources differ)')}" if found.conflicting else words


def _likely(low: float, value: float | None, high: float, unit: str, t: Translator) -> str:
    whole = with_unit(low, high, unit, t)
    if value is None or low == high:
        return whole
    return t("{range}, most likely {value}", range=whole, value=_writer(unit, t)(value))


def with_unit(low: float, high: float, unit: str, t: Translator) -> str:
    """A number or a range of numbers with its unit in words; shares as percentages."""
    written = _writer(unit, t)
    number = written(low) if low == high else t("{low} to {high}", low=written(low),
                                                high=written(high))
    if _is_money(unit):
        return t(MONEY[unit[3:]], number=number) if unit[3:] else number
    return t(UNITS[unit], number=number) if unit in UNITS else number


def _is_money(unit: str) -> bool:
    return unit[:3].isupper() and unit[3:] in MONEY


def _writer(unit: str, t: Translator) -> Callable[[float], str]:
    """How a number of that unit is written."""
    if _is_money(unit):
        return lambda x: labels.money(x, unit[:3], t)
    return t.percent if unit in SHARES else t.number


def facts_frame(record: PestRecord, group: str, kinds: Mapping[str, str], t: Translator
                ) -> pd.DataFrame:
    """Facts of one step: columns fact, value, status, source; differing sources share a row.

    `kinds`: titles of the kinds of pathway by id.
    """
    rows = []
    for field, meaning in FACT_FIELDS.items():
        if meaning.group == group:
            rows += [{"fact": _title(one, meaning.title, kinds, t), "value": range_words(one, t),
                      "status": t("◇ proxy") if one.proxy else
                      labels.badge(best_status(one.facts), t),
                      "source": "\n".join(_said(record, fact, len(one.facts) > 1, t)
                                          for fact in one.facts)}
                     for one in ranges(record, field)]
    return pd.DataFrame(rows, columns=["fact", "value", "status", "source"])


def heads(t: Translator) -> dict[str, str]:
    """Headers of `facts_frame`."""
    return {"fact": t("Fact"), "value": t("Value"), "status": t("Status"),
            "source": t("Measured on, and source")}


def best_status(given: Sequence[Cited]) -> str:
    """The strongest status among some values."""
    return min((one.status for one in given), key=STATUSES.index)


def _title(one: Range, title: str, kinds: Mapping[str, str], t: Translator) -> str:
    fact = one.facts[0]
    of = [t.local(fact.stage)] if fact.stage else []
    of += [plant_name(fact.plant, t)] if fact.plant else []
    of += [kinds.get(fact.kind, fact.kind)] if fact.kind else []
    of += [t("proxy: measured on something else")] if fact.proxy else []
    return "\n".join(filter(None, (t(title), " · ".join(of))))


def _said(record: PestRecord, fact: Fact, several: bool, t: Translator) -> str:
    """One source: mark, its value where there are several, conditions, citation."""
    parts = [amount(fact, t)] if several else []
    parts += [t.local(fact.measured_on)] if fact.measured_on else []
    parts.append(cited_words(record.source_of(fact), t))
    mark = labels.STATUS_MARKS[fact.status]
    return f"{mark} {t('; ').join(parts)}" if several or fact.proxy else t("; ").join(parts)


def cited_words(source: Source, t: Translator) -> str:
    """Citation or judgement, and the note, in one line."""
    return t("; ").join(labels.source_text(source, t).split("\n"))
