"""Establishment in words and tables: the answer, the totals, the sheet, what it assumes."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from pra_core import climate_futures, endangered_area, labels, reference, regions
from pra_core.assessment import Assessment
from pra_core.errors import N_
from pra_core.frozen import FloatArray
from pra_core.i18n import Translator
from pra_core.parameter import QUANTITIES, Parameter
from pra_core.pest import CitedTable, Ecoclimatic
from pra_core.scenario import CLIMATE_MODEL, Scenario
from pra_core.summary import Interval, interval
from pra_core.wording import escaped

STRESSES = {"cold_degree_days": N_("lack of warmth in winter"), "cold": N_("cold"),
            "heat": N_("heat"), "dry": N_("dryness"), "wet": N_("wetness"),
            "season": N_("too little warmth in the year")}


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
    assumed = escaped(labels.assumed_climate(assessment.scenario, t))
    first = " ".join(filter(None, (assumed, _extent(assessment, t))))
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
        first = " ".join(_areas(assessment, name, t))
    words = (t("The line of one founder persists with a chance of **{chance}** ({low} to {high}),"
               " by the climate of where and when it lands.") if seasonal(scenario) else
             t("The line of one founder persists with a chance of **{chance}** ({low} to {high}),"
               " by the climate of where it lands."))
    return " ".join((first, words.format(
        chance=_rare(chance.median, t), low=_rare(chance.low, t), high=_rare(chance.high, t))))


def _rare(chance: float, t: Translator) -> str:
    """A probability in %, or as 1 in so many where it is small."""
    if chance <= 0 or chance >= 1e-3:
        return t.percent(chance, 2)
    return t("1 in {number}", number=t.number(1 / chance, 2))


def _areas(assessment: Assessment, name: str, t: Translator) -> list[str]:
    """The suitable area, the endangered part of it where hosts are mapped, and what arrives."""
    area, arrivals = interval(assessment.suitable_area), interval(arriving(assessment))
    status = assessment.scenario.pest.climate_model.source.status
    sentence = (N_("About **{median} km²** (90 % interval {low} to {high}) of the PRA area ({area})"
                   " is climatically suitable.") if status == "verified" else
                N_("By a climate model that is {status}, about **{median} km²** (90 % interval"
                   " {low} to {high}) of the PRA area ({area}) is climatically suitable."))
    said = [t(sentence, area=name, median=t.number(area.median), low=t.number(area.low),
              high=t.number(area.high), status=t(labels.STATUS_TITLES[status]))]
    if assessment.scenario.hosts is not None:
        part = interval(assessment.endangered_area)
        hosts = assessment.scenario.hosts
        said.append(t("Where mapped hosts grow ({hosts}), **{median} km²** ({low} to {high}) of it"
                      " is the endangered area; other hosts, and places without figures, are not"
                      " counted.", hosts=escaped(t.local(hosts.title)),
                      median=t.number(part.median), low=t.number(part.low),
                      high=t.number(part.high)))
    said.append(t("**{share}** of arriving produce would end up in suitable places ({low} to"
                  " {high}).", share=t.percent(arrivals.median, 2),
                  low=t.percent(arrivals.low, 2), high=t.percent(arrivals.high, 2)))
    return said


def seasonal(scenario: Scenario) -> bool:
    """Whether the months of arrival count."""
    return (scenario.pest.climate_model.season_dependence is not None
            and any(p.arrival_share is not None for p in scenario.pathways))


def arriving(assessment: Assessment) -> FloatArray:
    """Share of arriving produce that ends up in suitable cells, [draws]."""
    name = assessment.scenario.pest.climate_model.suitable_from.name
    return regions.arriving_share(assessment.scenario, assessment.values[name],
                                  assessment.values.get(CLIMATE_MODEL))


def founder_chance(assessment: Assessment) -> Interval:
    """Chance that one founder's line survives and its climate lets it persist."""
    return interval(assessment.line_survival * assessment.founder_persistence)


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
        *_mapped(assessment, t),
        (t("Share of arriving produce in suitable places"), percent,
         interval(arriving(assessment)), 100.0),
        (t("Chance that climate lets a founder persist, where produce ends up"), percent,
         interval(assessment.climate_persistence), 100.0),
        *_season(assessment, t),
        (t("Chance that one founder's line survives in favourable climate"), percent,
         interval(assessment.line_survival), 100.0),
        (t("Both together: chance that one founder's line persists"), percent,
         founder_chance(assessment), 100.0)]
    return pd.DataFrame([{"quantity": name, "unit": unit, "median": factor * found.median,
                          "low": factor * found.low, "high": factor * found.high}
                         for name, unit, found, factor in rows])


def _mapped(assessment: Assessment, t: Translator) -> list[tuple[str, str, Interval, float]]:
    """The endangered area and its hosts, where hosts are mapped."""
    if assessment.scenario.hosts is None:
        return []
    return [(t("Endangered area: suitable, with hosts and a loss that matters"), t("km²"),
             interval(assessment.endangered_area), 1.0),
            (t("Share of the hosts in the endangered area"), t("%"),
             interval(assessment.hosts_at_risk), 100.0)]


def _season(assessment: Assessment, t: Translator) -> list[tuple[str, str, Interval, float]]:
    """The climate's chance with the months of arrival, where these count."""
    if not seasonal(assessment.scenario):
        return []
    return [(t("The same, with the months of arrival"), t("%"),
             interval(assessment.founder_persistence), 100.0)]


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


def sheet(scenario: Scenario, t: Translator) -> pd.DataFrame | None:
    """Values of the climate sheet in words: field, meaning, value, unit; None without a sheet.

    A value that a law replaces stands there with its law.
    """
    model = scenario.pest.climate_model
    if not isinstance(model, Ecoclimatic):
        return None
    rows = []
    for field, value in model.sheet.model_dump().items():
        law = model.uncertain.get(field)
        if value is not None:
            rows.append({
                "field": field.upper(), "meaning": t(QUANTITIES[field].title),
                "value": t.number(value, 4) if law is None
                else labels.value_words(law.distribution, t),
                "unit": _unit(field, t)})
    return pd.DataFrame(rows)


def _unit(field: str, t: Translator) -> str:
    # The words say what a rate is per.
    unit = QUANTITIES[field].units[0]
    return "" if unit.startswith("1/week") else labels.unit_words(unit, t)


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
        ("full_suitability", model.full_suitability), ("suitable_from", model.suitable_from),
        ("season_dependence", model.season_dependence), *climate_futures.inputs(model).items()]
    if pest.phenology is not None:
        sums = pest.phenology
        found += [("lower_threshold", sums.lower), ("upper_threshold", sums.upper),
                  ("generation", sums.generation), ("emergence", sums.emergence)]
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
