"""What the libraries know of each input of a draft: a value, measured figures, a suggestion."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from pra_core.commodities import Goods, PathwayKind, TradeFigure
from pra_core.commodities.schema import CitedSurvival
from pra_core.distribution import Fixed, Uniform
from pra_core.hosts import HostRow, host_table, host_tables
from pra_core.parameter import Parameter, Source
from pra_core.pathway import StepSurvival
from pra_core.pest_library.record import Fact, PestRecord
from pra_core.plants import covers
from pra_core.pra_area import PraArea
from pra_core.scenario_draft import suggested
from pra_core.scenario_draft.joined_facts import (
    WORST,
    closest,
    counted_on,
    fits,
    joined,
    span,
    under_treatment,
)
from pra_core.scenario_draft.terms import TERMS, Term
from pra_core.step import Step

FIELDS = {"prevalence": ("prevalence",), "pests_per_unit": ("pests_per_unit",),
          "female_share": ("female_share",), "r0": ("field_growth",),
          "line_survival": ("founder_success",), "lag": ("lag",), "rate": ("spread_rate",),
          "yield_loss": ("yield_loss",), "control_cost": ("control_cost",)}
"""Input -> fields of the pest record that give it."""
Level = Literal["unit", "individual"]
LEVELS: tuple[Level, ...] = ("unit", "individual")
STEP_FIELDS: dict[tuple[Step, Level], str] = {
    ("packing", "unit"): "packing_survival", ("transport", "individual"): "transport_survival",
    ("transfer", "individual"): "transfer_survival"}
NEAR = {"prevalence": ("seed_transmission", "interceptions"), "r0": (
    "reproduction_rate", "intrinsic_rate", "fecundity"), "line_survival": (
    "reproduction_rate", "fecundity"), "rate": ("natural_distance",),
    "yield_loss": ("annual_loss", "control_cost", "eradication_cost")}
"""Input -> fields that say something about it without giving it."""
ON_GOODS = frozenset({"prevalence", "pests_per_unit"})
"""Inputs counted on units of the goods: only figures of the same kind can hold."""
ASKED = ON_GOODS | {"rate", "yield_loss"}
"""Inputs whose figures hold only under conditions that a record cannot know: on the same unit,
with the same human help, with the same control."""
USUAL_LEVEL: dict[Step, Level] = {
    "production": "unit", "packing": "unit", "transport": "individual", "distribution": "unit",
    "transfer": "unit"}
"""What is asked at a step about which the library of kinds says nothing."""
HOST_TABLES = {"apple": "Malus domestica", "citrus": "Citrus", "wheat": "Triticum aestivum"}
"""Shipped table of host area -> plant."""


@dataclass(frozen=True, slots=True)
class Found:
    """What is known of one input."""

    term: Term
    value: Parameter | None = None
    measured: Parameter | None = None
    suggestion: Parameter | None = None
    facts: tuple[Fact, ...] = ()
    elsewhere: tuple[Fact, ...] = ()
    guides: tuple[CitedSurvival, ...] = ()
    trade: tuple[TradeFigure, ...] = ()
    """Trade figures that give no yearly volume."""


def of_record(key: str, name: str, unit: str, record: PestRecord, goods: Goods,
              kind: PathwayKind) -> Found:
    """An input that facts of the pest give.

    Facts that fit the goods are given as they are where they were read in their source and it
    makes no reservation. Else, and for `ASKED` inputs, they are `measured`: whether a square metre
    of bark stands for the unit of trade is for the user to say. Proxies, facts of other goods and
    those measured under a treatment are only told.
    """
    term, fields = TERMS[key], FIELDS[key]
    every = [f for f in record.of_field(*fields) if f.unit == unit and not f.proxy
             and not (key in ON_GOODS and under_treatment(f))]
    held = [f for f in every if (counted_on if key in ON_GOODS else fits)(f, goods, kind)]
    used = closest(held, goods, kind) if key in ON_GOODS else tuple(held)
    made = joined(name, term.quantity, unit, record, used)
    sure = key not in ASKED and all(f.note is None and f.status != "unverified" for f in used)
    value = made if sure else None
    near = record.of_field(*NEAR.get(key, ()))
    others = tuple(f for f in record.of_field(*fields) if f not in used)
    return Found(term, value, None if sure else made, _suggestion(key, name, unit, record, value),
                 used if made is not None else (),
                 (*(() if made is not None else used), *others, *near))


def _suggestion(key: str, name: str, unit: str, record: PestRecord, value: Parameter | None
                ) -> Parameter | None:
    if value is not None:
        return suggested.around(value, TERMS[key].quantity)
    special = (suggested.growth(name, record) if key == "r0" else
               suggested.from_distance(name, record) if key == "rate" else None)
    return special or suggested.wide(key, name, TERMS[key], unit)


def of_step(step: Step, level: Level, name: str, term: Term,
            record: PestRecord, goods: Goods, kind: PathwayKind) -> Found:
    """Survival at one step: usual for the kind, else measured on the pest, else a suggestion.

    Figures on the pest are never taken unasked, and those measured under a treatment not at all:
    the baseline is trade without one. What was measured on the other level is a guide as well.
    """
    usual = next((s for s in kind.steps if s.step == step), None)
    cited = sorted(usual.cited, key=lambda c: c.acts_on != level) if usual else []
    own = [c for c in cited if record.eppo_code in c.eppo_codes and c.acts_on == level]
    given = joined_survival(name, own) or _level(usual.usual if usual else None, level)
    proposed = _level(usual.suggestion if usual else None, level)
    if (step, level) == ("transport", "individual"):
        proposed = suggested.flight(name, goods) or proposed
    field = STEP_FIELDS.get((step, level))
    every = record.of_field(field) if field else ()
    used = closest([f for f in every if not f.proxy and not under_treatment(f)], goods, kind)
    measured = joined(name, "survival", "1", record, used)
    used = used if measured is not None else ()
    key = f"steps.{step}.{level}"
    return Found(
        term, _renamed(given, name), measured,
        _renamed(proposed, name) or suggested.wide(key, name, term, "1"),
        used, tuple(f for f in every if f not in used),
        tuple(c for c in cited if given is None or c not in own))


def joined_survival(name: str, cited: Sequence[CitedSurvival]) -> Parameter | None:
    """Survival measured on the pest at a step, from the lowest to the highest of all sources.

    None without one, and where none survived: that is no proof that none ever will.
    """
    if max((c.high for c in cited), default=0.0) == 0.0:
        return None
    low, high = min(c.low for c in cited), max(c.high for c in cited)
    status = min((c.source.status for c in cited), key=WORST.index)
    several = len({(c.low, c.high) for c in cited}) > 1
    worst = next(c.source for c in cited if c.source.status == status)
    note = {language: {"en": "; ", "zh_CN": "；"}[language].join(
        c.measured_on.get(language, c.measured_on["en"]) for c in cited)
        for language in ("en", "zh_CN")}
    citation = "; ".join(dict.fromkeys(c.source.citation for c in cited if c.source.citation))
    return Parameter(
        name=name, distribution=Fixed(value=low) if low == high else Uniform(low=low, high=high),
        unit="1", cause="conflicting" if several else None,
        source=worst.model_copy(update={"citation": citation or None, "note": note}))


def _level(survival: StepSurvival | None, level: str) -> Parameter | None:
    return getattr(survival, level) if survival is not None else None


def _renamed(parameter: Parameter | None, name: str) -> Parameter | None:
    return parameter.model_copy(update={"name": name}) if parameter is not None else None


def levels(kind: PathwayKind, record: PestRecord, goods: Goods
           ) -> Iterator[tuple[Step, Level]]:
    """Steps at which commercial practice acts, each with what it acts on.

    A step of the kind without any range is left out, unless the pest was measured there: nothing
    is known to happen to the pest. Transfer to a host is always asked.
    """
    for step, level in USUAL_LEVEL.items():
        usual = next((s for s in kind.steps if s.step == step), None)
        said = [part for part in (usual.usual, usual.suggestion) if part] if usual else []
        held = {c.acts_on for c in usual.cited if record.eppo_code in c.eppo_codes} if usual else ()
        found: list[Level] = [
            one for one in LEVELS if one in held or any(_level(p, one) for p in said)]
        measured: list[Level] = [
            one for (at, one), field in STEP_FIELDS.items() if at == step and one not in found
            and any(fits(f, goods, kind) and not f.proxy for f in record.of_field(field))]
        found += measured if usual is not None else []
        if not found and step == "transfer":
            found = [level]
        yield from ((step, one) for one in found)


def of_kind(key: Literal["lot_size", "lot_shape"], name: str, goods: Goods, kind: PathwayKind
            ) -> Found:
    """Lot size or shape as usual for the kind; lots of produce by the weight of one unit."""
    term = TERMS[key]
    value = _renamed(getattr(kind, key), name)
    if key == "lot_size" and value is not None and value.source.status == "assumed":
        value = suggested.lot(name, goods, kind) or value
    return Found(term, value, suggestion=None if value is not None else
                 suggested.wide(key, name, term, term.unit))


def host_rows(record: PestRecord, area: PraArea) -> tuple[str, tuple[HostRow, ...]] | None:
    """The shipped table of host area and its rows in the PRA area, where it holds every major host.

    None where the pest has other major hosts, the table says nothing of the PRA area, or the PRA
    area is cut by a box.
    """
    major = [h.plant for h in record.hosts if h.host == "major"]
    for name in host_tables():
        plant = HOST_TABLES.get(name)
        if plant is None or not major or area.box is not None:
            continue
        if all(covers(plant, host) or covers(host, plant) for host in major):
            rows = tuple(r for r in host_table(name) if r.area[:2] in area.countries)
            if {r.area[:2] for r in rows} == set(area.countries):
                return name, rows
    return None


def of_hosts(name: str, record: PestRecord, area: PraArea) -> Found:
    """Host area from a shipped table; else it is asked, without a suggestion."""
    found = host_rows(record, area)
    if found is None:
        return Found(TERMS["host_area"])
    rows = found[1]
    total = sum(r.hectares for r in rows)
    worst = min((r.status for r in rows), key=[str(s) for s in WORST].index)
    citation = "; ".join(dict.fromkeys(r.source for r in rows))
    told = (suggested.source("Worked out from the figures cited, area by area.",
                             "由所引数据按地区推算。").model_copy(update={"citation": citation})
            if worst == "assumed" else
            Source(status="verified" if worst == "verified" else "unverified", citation=citation))
    value = Parameter(name=name, unit="ha", source=told, distribution=Fixed(value=total))
    return Found(TERMS["host_area"], value, suggestion=suggested.around(value, "host_area"))


def phenology(record: PestRecord) -> dict[str, Parameter] | None:
    """Thresholds and degree-days of one generation, where both were read in their sources."""
    wanted = {"lower": ("lower_threshold", "degC"), "generation": ("generation", "degC d")}
    found = {}
    for key, (field, unit) in wanted.items():
        quantity = "lower_threshold" if key == "lower" else "generation"
        made = joined(f"phenology.{key}", quantity, unit, record,
                      [f for f in record.of_field(field) if _read(f)])
        if made is None:
            return None
        found[key] = made
    upper = [f for f in record.of_field("upper_threshold") if _read(f)]
    if upper and span(upper).low > found["lower"].distribution.support[1]:
        made = joined("phenology.upper", "upper_threshold", "degC", record, upper)
        if made is not None:
            found["upper"] = made
    return found


def _read(fact: Fact) -> bool:
    """Whether a fact was read in its source and is of what its field says."""
    return fact.status == "verified" and not fact.proxy
