"""Establishment in words and tables: the answer, the totals, the sheet, what it assumes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from pra_core import endangered_area, labels, reference, regions
from pra_core.assessment import Assessment
from pra_core.errors import N_
from pra_core.frozen import FloatArray
from pra_core.i18n import Translator
from pra_core.parameter import QUANTITIES, Parameter
from pra_core.pest import BlossomBlight, CitedTable, Ecoclimatic
from pra_core.scenario import CLIMATE_MODEL, Scenario
from pra_core.summary import Interval, interval
from pra_core.wording import escaped

SHEET: Mapping[str, tuple[str, str]] = {
    "dv0": (N_("Growth begins at"), "degC"), "dv1": (N_("Best temperature from"), "degC"),
    "dv2": (N_("Best temperature to"), "degC"), "dv3": (N_("Growth ends at"), "degC"),
    "sm0": (N_("Soil moisture: growth begins at"), "1"),
    "sm1": (N_("Soil moisture: best from"), "1"),
    "sm2": (N_("Soil moisture: best to"), "1"),
    "sm3": (N_("Soil moisture: growth ends at"), "1"),
    "ttcs": (N_("Cold stress below a night minimum of"), "degC"),
    "thcs": (N_("Cold stress rate, per week and °C"), ""),
    "dtcs": (N_("Cold stress with fewer degree-days per day than"), ""),
    "dhcs": (N_("Cold stress rate by degree-days, per week"), ""),
    "tths": (N_("Heat stress above a day maximum of"), "degC"),
    "thhs": (N_("Heat stress rate, per week and °C"), ""),
    "smds": (N_("Dry stress below a soil moisture of"), "1"),
    "hds": (N_("Dry stress rate, per week"), ""),
    "smws": (N_("Wet stress above a soil moisture of"), "1"),
    "hws": (N_("Wet stress rate, per week"), ""),
    "pdd": (N_("Degree-days for one generation"), ""),
}
"""Field of a climate sheet -> what it means, unit."""
STRESSES = {"cold_degree_days": N_("lack of warmth in winter"), "cold": N_("cold"),
            "heat": N_("heat"), "dry": N_("dryness"), "wet": N_("wetness")}
LATEX = (
    r"EI = 100 \cdot \tfrac{1}{52}\sum_{w=1}^{52} TI_w\, MI_w \;\prod_{s}"
    r" \Bigl(1-\tfrac{\text{stress}_s}{100}\Bigr)",
    r"p_{\text{climate}} = \sum_c w_c \min\!\left(1, \frac{EI_c}{EI_{full}}\right)",
    r"p_{\text{founder}} = p_1\, p_{\text{climate}}, \qquad p_1 = 1 - e^{-R_0\, p_1}",
)
WORDS = N_(
    "Each week grows as far as temperature (TI) and soil moisture (MI) allow, 0 to 1. Growth over"
    " the year is lowered by cold, heat, dry and wet stress (Sutherst & Maywald 1985); a year with"
    " too few degree-days for one generation gives 0. EI: index of cell c; w: share of arriving"
    " produce that ends up in it, by city population; EI full: index at which climate no longer"
    " limits persistence, an uncertain input; p₁: chance that one founder's line survives in"
    " favourable climate. Where a chance of survival is given directly, it takes the place of p₁.")
RULE_LATEX = (
    r"EI = 100 \cdot \underset{m \,\in\, \text{bloom}}{\text{mean}}\;"
    r" [P_m \ge P_{wet}]\; \Phi\!\left(\frac{T_m - T^*}{\sigma}\right)", *LATEX[1:])
RULE_WORDS = N_(
    "A month of bloom counts by the share of its days that are warm enough (mean temperature above"
    " T*, day-to-day spread σ) if its rain reaches what makes a month wet (MARYBLYT conditions,"
    " Steiner 1990). w: share of arriving produce that ends up in cell c, by city population;"
    " EI full: index at which climate no longer limits persistence; p₁: chance that one founder's"
    " line survives in favourable climate.")


def left_out(assessment: Assessment) -> pd.DataFrame | None:
    """`regions.range_effect` where the daily temperature range is one value; else None."""
    model = assessment.scenario.pest.climate_model
    given = getattr(model, "diurnal_range", None)
    if given is None or given.distribution.kind != "fixed":
        return None
    return regions.range_effect(assessment.scenario, assessment.values[model.full_suitability.name])


def answer(assessment: Assessment, ranges: pd.DataFrame | None, t: Translator) -> str:
    """How much of the PRA area is suitable, what arrives there, and whether a founder persists.

    `ranges`: `left_out`, what the intervals leave out; None where there is nothing.
    """
    first = _extent(assessment, t)
    if ranges is None or len(ranges) < 2 or ranges["suitable"].max() <= 0:
        return first
    return t("{first} The intervals do not include the daily temperature range: at {narrow} to"
             " {wide} °C the suitable area is {low} to {high} km² (see below).", first=first,
             narrow=t.number(ranges["range"].min()), wide=t.number(ranges["range"].max()),
             low=t.number(ranges["suitable"].min()), high=t.number(ranges["suitable"].max()))


def _extent(assessment: Assessment, t: Translator) -> str:
    scenario = assessment.scenario
    name, area = escaped(t.local(scenario.pra_area.title)), interval(assessment.suitable_area)
    chance = founder_chance(assessment)
    if area.high <= 0 and chance.high <= 0:
        return t("**No part of the PRA area ({area}) is suitable** for the pest by this climate"
                 " model: a founder would not persist anywhere.", area=name)
    if area.high <= 0:
        first = t("**No part of the PRA area ({area}) counts as suitable** at the threshold in"
                  " use.", area=name)
    else:
        arrivals = interval(arriving(assessment))
        first = t("About **{median} km²** (90 % interval {low} to {high}) of the PRA area ({area})"
                  " is climatically suitable; **{share}** of arriving produce would end up there"
                  " ({share_low} to {share_high}).", area=name, median=t.number(area.median),
                  low=t.number(area.low), high=t.number(area.high),
                  share=t.percent(arrivals.median, 2), share_low=t.percent(arrivals.low, 2),
                  share_high=t.percent(arrivals.high, 2))
    return t("{first} The line of one founder that lands where people live persists with a chance"
             " of **{chance}** ({low} to {high}).", first=first, chance=t.percent(chance.median, 2),
             low=t.percent(chance.low, 2), high=t.percent(chance.high, 2))


def arriving(assessment: Assessment) -> FloatArray:
    """Share of arriving produce that ends up in suitable cells, [draws]."""
    name = assessment.scenario.pest.climate_model.suitable_from.name
    return regions.arriving_share(assessment.scenario, assessment.values[name],
                                  assessment.values.get(CLIMATE_MODEL))


def founder_chance(assessment: Assessment) -> Interval:
    """Chance that one founder's line survives and its climate lets it persist."""
    return interval(assessment.line_survival * assessment.climate_persistence)


def totals(assessment: Assessment, t: Translator) -> pd.DataFrame:
    """Quantity, unit, median, low and high (90 % interval); shares in %."""
    whole = float(endangered_area.suitability(assessment.scenario).area_km2.sum())
    percent, km2 = t("%"), t("km²")
    fixed = Interval(whole, whole, whole, whole)
    rows = [
        (t("PRA area (land)"), km2, fixed, 1.0),
        (t("Suitable area"), km2, interval(assessment.suitable_area), 1.0),
        (t("Share of the PRA area that is suitable"), percent,
         interval(assessment.suitable_area / whole), 100.0),
        (t("Share of arriving produce in suitable places"), percent,
         interval(arriving(assessment)), 100.0),
        (t("Chance that climate lets a founder persist, where produce ends up"), percent,
         interval(assessment.climate_persistence), 100.0),
        (t("Chance that one founder's line survives in favourable climate"), percent,
         interval(assessment.line_survival), 100.0),
        (t("Both together: chance that one founder's line persists"), percent,
         founder_chance(assessment), 100.0)]
    return pd.DataFrame([{"quantity": name, "unit": unit, "median": factor * found.median,
                          "low": factor * found.low, "high": factor * found.high}
                         for name, unit, found, factor in rows])


def countries(scenario: Scenario, t: Translator) -> pd.DataFrame:
    """`regions.country_table` with names and limiting factors in words."""
    frame = regions.country_table(scenario)
    return frame.assign(country=[_country(code, t) for code in frame["country"]],
                        limiting=[_limiting(code, t) for code in frame["limiting"]])


def cities(scenario: Scenario, t: Translator) -> pd.DataFrame:
    """`regions.city_table` with names and limiting factors in words."""
    frame = regions.city_table(scenario)
    return frame.assign(country=[_country(code, t) for code in frame["country"]],
                        limiting=[_limiting(code, t) for code in frame["limiting"]])


def _country(code: str, t: Translator) -> str:
    return t.local(reference.country_names()[code])


def _limiting(code: int, t: Translator) -> str:
    return "–" if code < 0 else t(regions.LIMITING_WORDS[code])


def city_columns(scenario: Scenario, t: Translator) -> dict[str, tuple[str, str]]:
    """Columns of `cities` that this model fills, with headers and kinds."""
    columns = {"name": (t("City"), "text"), "country": (t("Country or area"), "text"),
               "population": (t("People"), "count"), "index": (t("Suitability index"), "number"),
               "chance": (t("Suitable in this share of futures"), "percent")}
    if isinstance(scenario.pest.climate_model, Ecoclimatic):
        columns["limiting"] = (t("What limits the pest"), "text")
        if scenario.pest.climate_model.sheet.pdd is not None:
            columns["generations"] = (t("Generations per year"), "number")
    return columns


def country_columns(t: Translator) -> dict[str, tuple[str, str]]:
    """Columns of `countries` with headers and kinds."""
    return {"country": (t("Country or area"), "text"), "area": (t("Land (km²)"), "number"),
            "suitable": (t("Suitable (km²)"), "number"),
            "suitable_low": (t("Suitable, 5 % (km²)"), "number"),
            "suitable_high": (t("Suitable, 95 % (km²)"), "number"),
            "share": (t("Share suitable"), "percent"),
            "arrivals": (t("Share of arriving produce"), "percent"),
            "arrivals_suitable": (t("of it in suitable places"), "percent"),
            "mean": (t("Mean index"), "number"),
            "limiting": (t("What limits elsewhere"), "text")}


def sheet(scenario: Scenario, t: Translator) -> pd.DataFrame | None:
    """Values of the climate sheet in words: field, meaning, value, unit; None without a sheet."""
    model = scenario.pest.climate_model
    if not isinstance(model, Ecoclimatic):
        return None
    values = model.sheet.model_dump()
    return pd.DataFrame([
        {"field": field.upper(), "meaning": t(words), "value": values[field],
         "unit": labels.unit_words(unit, t) if unit else ""}
        for field, (words, unit) in SHEET.items() if values[field] is not None])


def published(scenario: Scenario, t: Translator) -> pd.DataFrame | None:
    """Published suitability by area with its source; None for a computed model."""
    model = scenario.pest.climate_model
    if not isinstance(model, CitedTable):
        return None
    return pd.DataFrame([
        {"area": reference.country_names().get(a.country, {}).get(t.language, a.country),
         "index": a.index, "status": labels.badge(a.source.status, t),
         "source": " · ".join(labels.source_text(a.source, t).split("\n"))} for a in model.areas])


def inputs(scenario: Scenario, t: Translator) -> list[tuple[str, Parameter]]:
    """What establishment rests on, as label and parameter; the climate first."""
    pest, model = scenario.pest, scenario.pest.climate_model
    found: list[tuple[str, Parameter | None]] = [
        ("full_suitability", model.full_suitability), ("suitable_from", model.suitable_from)]
    if isinstance(model, (Ecoclimatic, BlossomBlight)):
        found.append(("diurnal_range", model.diurnal_range))
    if isinstance(model, BlossomBlight):
        found += [("daily_sd", model.daily_sd), ("wet_month", model.wet_month)]
    found += [("r0", pest.r0), ("line_survival", pest.line_survival),
              ("female_share", pest.female_share)]
    return [(t(QUANTITIES[key].title), p) for key, p in found if p is not None]


def caveat(scenario: Scenario, t: Translator) -> str:
    """What the reader must know of the climate model before using the map; may be empty."""
    model = scenario.pest.climate_model
    parts = []
    if model.source.status != "verified":
        parts.append(t("The climate model of this pest is {badge}: its parameter sheet was not read"
                       " in the publication as a whole.",
                       badge=labels.badge(model.source.status, t)))
    found = endangered_area.suitability(scenario)
    unused = [t(STRESSES[name]) for name in (found.detail.unused if found.detail else ())]
    if unused:
        parts.append(t("The sheet gives no limit by {stresses}: places where only that would stop"
                       " the pest are overstated.", stresses=_either(unused, t)))
    return " ".join(parts)


def _either(names: Sequence[str], t: Translator) -> str:
    """A list that ends in "or"."""
    *others, last = names
    return t("{others} or {last}", others=t(", ").join(others), last=last) if others else last


def range_words(frame: pd.DataFrame, t: Translator) -> str:
    """What the assumed daily temperature range does to the suitable area."""
    middle = frame.iloc[int((len(frame) - 1) / 2) if len(frame) == 3 else 0]
    others = t("; ").join(t("{area} km² at {range} °C", area=t.number(row["suitable"]),
                             range=t.number(row["range"]))
                           for _, row in frame.iterrows() if row["range"] != middle["range"])
    return t("The grid holds monthly means only, so one daily temperature range is assumed"
             " everywhere, and the map depends on it: {middle} km² suitable at {range} °C;"
             " with other ranges {others}.",
             middle=t.number(middle["suitable"]), range=t.number(middle["range"]),
             others=others)


def place_words(place: pd.Series, t: Translator) -> str:
    """One row of `cities` in a sentence."""
    first = t("Index **{index}**; suitable in **{chance}** of simulated futures.",
              index=t.number(place["index"]), chance=t.percent(place["chance"]))
    if place["limiting"] == "–":
        return first
    if place["limiting"] == t(regions.LIMITING_WORDS[0]):
        return first
    limiting = str(place["limiting"])
    return t("{first} What limits the pest: **{limiting}**.", first=first,
             limiting=limiting[:1].lower() + limiting[1:])
