"""Plain words for parameters, steps, units, distributions and sources, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import cast

from pra_core.distribution import Distribution, Pooled
from pra_core.errors import N_
from pra_core.i18n import Translator
from pra_core.parameter import QUANTITIES, Parameter, Quantity, Source
from pra_core.scenario import CLIMATE_MODEL, Scenario

Place = tuple[str | int, ...]

STEP_TITLES: Mapping[str, str] = {
    "production": N_("Production"), "packing": N_("Packing"),
    "export_treatment": N_("Treatment before export"),
    "export_inspection": N_("Export inspection"), "transport": N_("Transport"),
    "import_inspection": N_("Import inspection"), "distribution": N_("Distribution"),
    "transfer": N_("Transfer to a host"),
}
STATUS_TITLES: Mapping[str, str] = {
    "verified": N_("verified"), "elicited": N_("elicited"), "assumed": N_("assumed"),
    "unverified": N_("unverified"),
}
STATUS_MARKS: Mapping[str, str] = {"verified": "●", "elicited": "◐", "assumed": "○",
                                   "unverified": "△"}
KIND_TITLES: Mapping[str, str] = {
    "fixed": N_("fixed value"), "pert": N_("PERT"), "triangular": N_("triangular"),
    "uniform": N_("uniform"), "loguniform": N_("uniform in orders of magnitude"),
    "lognormal": N_("lognormal"), "truncated_normal": N_("normal within limits"),
    "beta": N_("beta"), "gamma": N_("gamma"), "elicited": N_("judged quantiles"),
    "weibull": N_("Weibull"), "truncated_lognormal": N_("lognormal within limits"),
    "pooled": N_("pool of judgements"),
}
POOLING_TITLES: Mapping[str, str] = {"linear": N_("linear"), "logarithmic": N_("logarithmic")}
FIELD_TITLES: Mapping[str, str] = {
    "value": N_("Value"), "low": N_("Smallest"), "mode": N_("Most likely"),
    "high": N_("Largest"), "median": N_("Median"),
    "sdlog": N_("Spread (standard deviation of the logarithm)"), "mean": N_("Mean"),
    "sd": N_("Standard deviation"), "a": N_("First shape a"), "b": N_("Second shape b"),
    "shape": N_("Shape"), "scale": N_("Scale"), "lower": N_("Smallest"), "upper": N_("Largest"),
}
UNIT_TITLES: Mapping[str, str] = {
    "units/yr": N_("units per year"), "infested units/unit": N_("infested units per unit"),
    "pests/infested unit": N_("live pests per infested unit"), "units/lot": N_("units per lot"),
    "1": N_("share, 0 to 1"), "units": N_("units"), "females/female": N_("females per female"),
    "index": N_("index, 0 to 100"), "degC": N_("°C"), "mm/month": N_("mm per month"),
    "degC d": N_("degree-days"), "1/week": N_("per week"),
    "1/week/degC": N_("per week and °C"), "1/week/degC/d": N_("per week and degree-day"),
    "d/yr": N_("days per year"), "1/m": N_("per metre"),
    "yr": N_("years"), "km/yr": N_("km per year"), "1/yr": N_("per year"), "ha": N_("ha"),
}
MONEY_TITLES: Mapping[str, str] = {
    "/yr": N_("{currency} per year"), "/ha/yr": N_("{currency} per hectare and year"),
    "/km2/yr": N_("{currency} per km² and year"), "/unit": N_("{currency} per unit"),
}


MONEY_SCALES: Mapping[str, tuple[tuple[float, str], ...]] = {
    "en": ((1e9, N_("{number} billion {currency}")), (1e6, N_("{number} million {currency}"))),
    "zh_CN": ((1e8, N_("{number} hundred million {currency}")),
              (1e4, N_("{number} ten thousand {currency}"))),
}
"""Each language counts large sums in its own steps: 亿 and 万 in Chinese."""


def money(amount: float, currency: str, t: Translator) -> str:
    """An amount to three digits with its currency, in millions or billions where it is large."""
    for size, words in MONEY_SCALES[t.language]:
        if abs(amount) >= size:
            return t(words, number=t.number(amount / size), currency=currency)
    return t("{number} {currency}", number=t.number(amount), currency=currency)


def step_title(step: str, t: Translator) -> str:
    """Name of a step of entry."""
    return t(STEP_TITLES[step])


def unit_words(unit: str, t: Translator) -> str:
    """A unit in words; the unit itself where it is already plain."""
    if unit in UNIT_TITLES:
        return t(UNIT_TITLES[unit])
    if unit[3:] in MONEY_TITLES:
        return t(MONEY_TITLES[unit[3:]], currency=unit[:3])
    return unit


def unit_of(parameter: Parameter, t: Translator) -> str:
    """The unit of a parameter in words; a pure number is a share only if it cannot exceed 1."""
    if parameter.unit == "1" and parameter.distribution.support[1] > 1:
        return t("a number without unit")
    return unit_words(parameter.unit, t)


def badge(status: str, t: Translator) -> str:
    """Mark and word of a source's status, e.g. "● verified"."""
    return f"{STATUS_MARKS[status]} {t(STATUS_TITLES[status])}"


def source_text(source: Source, t: Translator) -> str:
    """Citation, or who judged when and why, with any note; one line each."""
    lines = [source.citation] if source.citation else []
    if source.assessor and source.date:
        lines.append(t("{assessor}, {date}", assessor=source.assessor,
                       date=source.date.isoformat()))
    lines += [t.local(text) for text in (source.reason, source.note) if text]
    return "\n".join(lines)


def distribution_fields(law: Distribution) -> dict[str, float]:
    """The numbers that define a distribution, by field; judged quantiles as values.0 etc.

    Fields that carry their usual default (PERT weight 4, beta on 0 … 1) are left out. A pool has
    none of its own: its judgements are edited.
    """
    if law.kind == "pooled":
        return {}
    usual = {("pert", "shape"): 4.0, ("beta", "low"): 0.0, ("beta", "high"): 1.0}
    found: dict[str, float] = {}
    for key, value in law.model_dump().items():
        if (key in ("kind", "probabilities") or value is None
                or usual.get((law.kind, key)) == value):
            continue
        if isinstance(value, (tuple, list)):
            found |= {f"{key}.{i}": float(v) for i, v in enumerate(value)}
        else:
            found[key] = float(value)
    return found


def field_title(law: Distribution, field: str, t: Translator) -> str:
    """Plain name of one field of a distribution."""
    if field.startswith("values."):
        share = law.model_dump()["probabilities"][int(field.split(".")[1])]
        return t("Below this in {share} of cases", share=t.percent(share))
    if law.kind == "pert" and field == "shape":
        return t("Weight of the most likely value")
    return t(FIELD_TITLES[field])


def distribution_words(law: Distribution, t: Translator) -> str:
    """The distribution in plain words, e.g. "PERT: smallest 0.1, most likely 0.2 …"."""
    if isinstance(law, Pooled):
        return t("{method} pool of {count} judgements", method=t(POOLING_TITLES[law.method]),
                 count=len(law.laws))
    numbers = [t("{field} {number}", field=field_title(law, k, t).lower(), number=t.number(v, 4))
               for k, v in distribution_fields(law).items()]
    kind = t(KIND_TITLES[law.kind])
    return kind if law.kind == "fixed" else t("{kind}: {numbers}", kind=kind,
                                              numbers=t("; ").join(numbers))


def value_words(law: Distribution, t: Translator) -> str:
    """Median and 90 % interval, or the value alone where it is fixed."""
    if law.support[0] == law.support[1]:
        return t.number(float(law.mean()), 4)
    low, median, high = (float(law.ppf(u)) for u in (0.05, 0.5, 0.95))
    if law.support[1] <= 1.0 and low > 0.99:
        return t("{median} (90 %: {low} to {high})", median=t.percent(median),
                 low=t.percent(low), high=t.percent(high))
    return t("{median} (90 %: {low} to {high})", median=t.number(median), low=t.number(low),
             high=t.number(high))


@lru_cache(maxsize=16)
def places(scenario: Scenario) -> Mapping[str, Place]:
    """Where each parameter stands in the scenario, by name."""
    return {p.name: place for place, p in scenario.located_parameters()}


def parameter_label(scenario: Scenario, name: str, t: Translator) -> str:
    """Plain label of a parameter, e.g. "Prevalence at origin — fresh citrus".

    A name the scenario lacks comes back as it is.
    """
    if name == CLIMATE_MODEL:
        return t("Climate model: all its uncertain values together")
    place = places(scenario).get(name)
    if place is None:
        return name
    quantity, owner = quantity_title(scenario, place, t), _owner(scenario, place, t)
    return t("{quantity} — {owner}", quantity=quantity, owner=owner) if owner else quantity


def short_label(scenario: Scenario, name: str, t: Translator) -> str:
    """`parameter_label` without the commodity where the scenario has one pathway only."""
    place = places(scenario).get(name)
    if place is None or place[0] != "pathways" or len(scenario.pathways) > 1:
        return parameter_label(scenario, name, t)
    return quantity_title(scenario, place, t)


def parameter_labels(scenario: Scenario, t: Translator) -> dict[str, str]:
    """`parameter_label` of every parameter, by name."""
    return {name: parameter_label(scenario, name, t)
            for name in {**scenario.parameters, **scenario.sampled}}


def quantity_title(scenario: Scenario, place: Place, t: Translator) -> str:
    """What the parameter at a place of the scenario is, without whose."""
    if place[0] == "pathways" and "steps" in place:
        step = step_title(str(place[3]), t)
        if _field(place) == "unit":
            return t("{step}: share of infested units that stay infested and move on", step=step)
        return t("{step}: share of the pests inside that stay alive", step=step)
    return t(QUANTITIES[_quantity_key(scenario, place)].title)


def quantity_of(scenario: Scenario, name: str) -> Quantity:
    """What a parameter means, with the limits of what is possible; raises KeyError if unknown."""
    place = places(scenario)[name]
    if place[0] == "pathways" and "steps" in place:
        return QUANTITIES["survival"]
    return QUANTITIES[_quantity_key(scenario, place)]


def _field(place: Place) -> str:
    return str(next(key for key in reversed(place) if isinstance(key, str)))


def _quantity_key(scenario: Scenario, place: Place) -> str:
    """The entry of QUANTITIES for a place that is no step of a pathway."""
    field = _field(place)
    if "efficacy" in place:
        return "efficacy"
    if place[:2] == ("consequences", "effects"):
        return scenario.consequences.effects[cast(int, place[2])].basis
    if field == "number":
        return "units_together"
    if place[:2] == ("pest", "phenology") and field in ("lower", "upper"):
        return f"{field}_threshold"
    return field


def _owner(scenario: Scenario, place: Place, t: Translator) -> str:
    """Whose quantity it is: commodity, measure, group or effect; empty for the pest and area."""
    if len(place) < 2 or not isinstance(place[1], int):
        if place[:2] == ("consequences", "effects"):
            return t.local(scenario.consequences.effects[cast(int, place[2])].title)
        return ""
    index = place[1]
    if place[0] == "pathways":
        return t.local(scenario.pathways[index].commodity)
    if place[0] == "groups":
        return t.local(scenario.groups[index].title)
    return _measure(scenario, index, place, t)


def _measure(scenario: Scenario, index: int, place: Place, t: Translator) -> str:
    """The measure; where several of its effects have a like quantity, the commodity as well."""
    measure = scenario.measures[index]
    title = t.local(measure.title)
    if "effects" not in place:
        return title
    effect, field = measure.effects[cast(int, place[3])], _quantity_key(scenario, place)
    alike = [e for e in measure.effects if getattr(e, field, None) not in (None, {})]
    if len(alike) < 2 or not effect.pathways:
        return title
    goods = [t.local(p.commodity) for p in scenario.pathways if p.id in effect.pathways]
    return t("{measure} ({commodities})", measure=title, commodities=t(", ").join(goods))


def pathway_parameters(scenario: Scenario, pathway_id: str) -> dict[str, list[Parameter]]:
    """The parameters of one pathway by step; those before the first step under "origin"."""
    found: dict[str, list[Parameter]] = {"origin": []}
    for place, parameter in scenario.located_parameters():
        if place[0] != "pathways" or scenario.pathways[cast(int, place[1])].id != pathway_id:
            continue
        step = str(place[3]) if place[2] == "steps" else "origin"
        if place[2] == "units_together":
            step = "transfer"
        found.setdefault(step, []).append(parameter)
    return found


def status_counts(scenario: Scenario) -> dict[str, int]:
    """How many inputs are verified, elicited, assumed and unverified; empty classes left out."""
    found = [p.source.status for p in scenario.parameters.values()]
    return {status: found.count(status) for status in STATUS_MARKS if status in found}


def assumed_climate(scenario: Scenario, t: Translator) -> str:
    """What to say where the climate is not that of the normals; empty where it is."""
    if scenario.climate_scenario is None:
        return ""
    return t("The climate is assumed to be another one than the normals: {title}.",
             title=t.local(scenario.climate_scenario.title))
