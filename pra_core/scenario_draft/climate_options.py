"""What climatic suitability can rest on: a published sheet, a worked example, cited thresholds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from pra_core import sheet_library
from pra_core.climate_sheet import ClimateSheet
from pra_core.distribution import Fixed, Pert, Uniform
from pra_core.frozen import LocalText
from pra_core.parameter import Parameter, Source
from pra_core.pest import CitedTable, ClimateModel, Ecoclimatic
from pra_core.pest_library.record import Fact, PestRecord
from pra_core.scenario_draft.inputs import Climate, ClimateOption
from pra_core.scenario_draft.joined_facts import source_of, span
from pra_core.scenario_draft.suggested import ASSESSOR, DATE

LINKS = ("full_suitability", "suitable_from")
"""From index to persistence and to the suitable area; every model needs them."""
_DAY = sheet_library.DAILY_RANGE
_LINK_RANGES = {
    "full_suitability": (Pert(low=20.0, mode=35.0, high=70.0), "index",
                         sheet_library.FULL_SOURCE),
    "suitable_from": (Pert(low=1.0, mode=10.0, high=20.0), "index", sheet_library.FROM_SOURCE),
    "diurnal_range": (Pert(low=_DAY - 3.0, mode=_DAY, high=_DAY + 3.0), "degC",
                      sheet_library.RANGE_SOURCE)}
MOISTURE = {"sm0": 0.1, "sm1": 0.3, "sm2": 1.0, "sm3": 1.5}
"""Assumed where only temperatures are published: dry soil and waterlogging end growth."""
COLD_RATE = 0.005
WIDTH = 25.0
"""Assumed from the lowest to the highest temperature of growth where only one end is known [degC].
"""
FIRST, LAST = 0.5, 0.8
"""Where the best temperatures lie between the ends of growth, if no optimum is published."""
AROUND = 2.0
"""Half the width of the best temperatures round one published optimum [degC]."""


def published(record: PestRecord) -> ClimateOption | None:
    """The published climate sheet of the species, where the library has one that can be run."""
    found = next((entry for entry in sheet_library.sheets(include_unverified=True).values()
                  if entry.eppo_code == record.eppo_code and entry.sheet is not None), None)
    if found is None:
        return None
    model = sheet_library.ecoclimatic_model(found, accept_unverified=True,
                                            accumulation="compounding")
    lacks = ", ".join(found.missing)
    reason: LocalText = {
        "en": "The published climate sheet of the species." + (
            f" It gives no {lacks}: these limits are left out." if lacks else ""),
        "zh_CN": "该物种已发表的气候参数表。" + (f"未给出{lacks}，相应限制略去。" if lacks else "")}
    return ClimateOption("sheet", {"en": "Published climate sheet", "zh_CN": "已发表的气候参数表"},
                         reason, Climate(model))


def example(model: ClimateModel) -> ClimateOption:
    """The climate model of a worked example on the same pest, as it is there."""
    return ClimateOption(
        "example", {"en": "Climate model of the worked example", "zh_CN": "示例所用气候模型"},
        {"en": "As in the worked example on the same pest, with its sources and assumptions.",
         "zh_CN": "与同一有害生物的示例相同，沿用其来源和假定。"}, Climate(model, whole=True))


def options(record: PestRecord, examples: Mapping[str, ClimateModel]) -> tuple[ClimateOption, ...]:
    """Everything that suitability can rest on but a table typed by the user, best first."""
    return tuple(_options(record, examples))


def _options(record: PestRecord, examples: Mapping[str, ClimateModel]) -> Iterator[ClimateOption]:
    sheet = published(record)
    if sheet is not None and sheet.climate.source.status == "verified":
        yield sheet
    if record.eppo_code in examples:
        yield example(examples[record.eppo_code])
    if sheet is not None and sheet.climate.source.status != "verified":
        yield sheet
    thresholds = from_thresholds(record)
    if thresholds is not None:
        yield thresholds


def from_thresholds(record: PestRecord) -> ClimateOption | None:
    """A sheet made of cited temperatures and assumed moisture; None without a lower threshold."""
    lows = _own(record, "lower_threshold") or _own(record, "growth_low")
    if not lows:
        return None
    highs = _own(record, "upper_threshold", "growth_high") or _own(record, "lethal_high")
    best, cold = _own(record, "optimum"), _own(record, "lethal_low")
    whole = _own(record, "generation")
    values = _temperatures(lows, highs, best)
    values |= MOISTURE
    if cold:
        values |= {"ttcs": _middle(cold), "thcs": COLD_RATE}
    if whole:
        values["pdd"] = _middle(whole)
    facts = (*lows, *highs, *best, *cold, *whole)
    told = source_of(record, facts)
    reason = _said(values, bool(highs), bool(best), bool(cold), bool(whole))
    source = Source(status="assumed", citation=told.citation, assessor=ASSESSOR, date=DATE,
                    reason=reason, note=told.note)
    return ClimateOption(
        "thresholds",
        {"en": "Cited temperatures with assumed moisture", "zh_CN": "已发表温度阈值加假定水分"},
        reason, Climate(sheet_model(ClimateSheet(**values), source,
                                    _uncertain(values, lows, cold))))


def _own(record: PestRecord, *fields: str) -> tuple[Fact, ...]:
    """Facts measured on what the field says, not on something like it."""
    return tuple(f for f in record.of_field(*fields) if not f.proxy)


def _middle(facts: Sequence[Fact]) -> float:
    found = span(facts)
    return found.mode if found.mode is not None else 0.5 * (found.low + found.high)


def _temperatures(lows: Sequence[Fact], highs: Sequence[Fact], best: Sequence[Fact]
                  ) -> dict[str, float]:
    """dv0 to dv3 in order; what is not published is placed between what is."""
    dv0 = _middle(lows)
    dv3 = max(span(highs).high if highs else dv0 + WIDTH, dv0 + 1.0)
    dv1, dv2 = dv0 + FIRST * (dv3 - dv0), dv0 + LAST * (dv3 - dv0)
    if best:
        found = span(best)
        low, high = ((found.low - AROUND, found.high + AROUND) if found.low == found.high
                     else (found.low, found.high))
        if dv0 < low <= high < dv3:
            dv1, dv2 = low, high
        elif dv0 < found.low <= found.high < dv3:
            dv1, dv2 = found.low, found.high
        elif dv0 < found.low and not highs:
            dv1, dv2, dv3 = found.low, found.high, found.high + WIDTH / 3.0
    return {"dv0": dv0, "dv1": dv1, "dv2": dv2, "dv3": dv3}


def _uncertain(values: Mapping[str, float], lows: Sequence[Fact], cold: Sequence[Fact]
               ) -> dict[str, Parameter]:
    """Thresholds over all that is published, growth as far as it stays below the optimum.

    A range of lethal cold goes from where the first die to where none lives.
    """
    found = {"dv0": _over("dv0", lows, values["dv0"] + 0.9 * (values["dv1"] - values["dv0"]))}
    if cold:
        found["ttcs"] = _over("ttcs", cold, values["dv0"])
    return {field: law for field, law in found.items() if law is not None}


def _over(field: str, facts: Sequence[Fact], most: float) -> Parameter | None:
    found = span(facts)
    high = min(found.high, most)
    if not found.low < high:
        return None
    return Parameter(
        name=f"climate.{field}", unit="degC", distribution=Uniform(low=found.low, high=high),
        cause="conflicting" if found.conflicting else None, source=Source(
            status="assumed", assessor=ASSESSOR, date=DATE, reason={
                "en": "From the lowest to the highest threshold published.",
                "zh_CN": "取已发表阈值的最低至最高。"}))


def _said(values: Mapping[str, float], highs: bool, best: bool, cold: bool, whole: bool
          ) -> LocalText:
    """What is published and what is assumed, with the numbers."""
    en = [f"Growth between {values['dv0']:.3g} °C (published) and {values['dv3']:.3g} °C"
          f" ({'published' if highs else 'assumed'}); best from {values['dv1']:.3g} to"
          f" {values['dv2']:.3g} °C ({'published' if best else 'assumed'}).",
          "Soil moisture limits are assumed: nothing grows in very dry or waterlogged soil."]
    zh = [f"{values['dv0']:.3g} °C（已发表）至{values['dv3']:.3g} °C"
          f"（{'已发表' if highs else '假定'}）之间生长，最适{values['dv1']:.3g}至"
          f"{values['dv2']:.3g} °C（{'已发表' if best else '假定'}）。",
          "土壤水分界限为假定：极干或渍水土壤中不能生长。"]
    if cold:
        en.append(f"Cold stress below {values['ttcs']:.3g} °C (published, over its whole range);"
                  " its rate is assumed.")
        zh.append(f"低于{values['ttcs']:.3g} °C产生冷胁迫（已发表，取整个区间），速率为假定。")
    else:
        en.append("No lethal cold is published: cold stress is left out, cold places are"
                  " overstated.")
        zh.append("未见致死低温文献：略去冷胁迫，寒冷地区被高估。")
    if not whole:
        en.append("No degree-days of a generation are published: that limit is left out.")
        zh.append("未见世代有效积温文献：略去该限制。")
    return {"en": " ".join(en), "zh_CN": "".join(zh)}


def sheet_model(sheet: ClimateSheet, source: Source, uncertain: Mapping[str, Parameter]
                ) -> Ecoclimatic:
    """A climate model of a sheet; its links are places to be filled by the draft."""
    return Ecoclimatic(
        sheet=sheet, uncertain=dict(uncertain), accumulation="compounding", capacity_mm=100.0,
        source=source, diurnal_range=_place("diurnal_range", "degC", source),
        full_suitability=_place("full_suitability", "index", source),
        suitable_from=_place("suitable_from", "index", source))


def table_model(areas: Mapping[str, float], source: Source) -> CitedTable:
    """Published suitability by country on the index scale 0-100; links as in `sheet_model`."""
    return CitedTable.model_validate({
        "areas": [{"country": code, "index": index, "source": source.model_dump()}
                  for code, index in areas.items()],
        "source": source.model_dump(),
        "full_suitability": _place("full_suitability", "index", source).model_dump(),
        "suitable_from": _place("suitable_from", "index", source).model_dump()})


def _place(field: str, unit: str, source: Source) -> Parameter:
    return Parameter(name=f"climate.{field}", distribution=Fixed(value=10.0), unit=unit,
                     source=source)


def link_suggestion(field: str) -> Parameter:
    """The range of a link of the climate index to start from, with its reason."""
    law, unit, source = _LINK_RANGES[field]
    return Parameter(name=f"climate.{field}", distribution=law, unit=unit, source=source)
