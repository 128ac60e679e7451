"""A measure for a scenario from an entry of the library and from what the user decided."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from pra_core.distribution import Distribution, Fixed, Pert
from pra_core.errors import PraError, Problem
from pra_core.frozen import LocalText
from pra_core.measure import Measure
from pra_core.measure_library.entry import EffectTemplate, Entry, Evidence
from pra_core.parameter import Parameter, Source
from pra_core.scenario import Scenario
from pra_core.validation import validated

USUAL_SAMPLE = 600.0
NEEDED = ("efficacy", "sample_size", "sensitivity", "compliance")
"""What only the scenario's user can decide where the library has nothing for the pest."""
BEGUN_ON = dt.date(2026, 11, 22)
COMPLIANCE_REASON: LocalText = {
    "en": "A start for the discussion: applied on 90 % to 100 % of lots, most likely 97 %. No"
          " record of this trade is behind it.",
    "zh_CN": "供讨论的起始值：90%至100%的批次真正执行，最可能97%。没有本贸易的记录作依据。"}
SAMPLE_REASON: LocalText = {
    "en": "600 units find an infestation of 0.5 % with 95 % confidence (ISPM 31); a whole lot"
          " where it is smaller.",
    "zh_CN": "抽检600件可以95%的置信水平发现0.5%的带虫率（ISPM 31）；批次更小时全部检查。"}


@dataclass(frozen=True, slots=True)
class Choices:
    """What the user decided; left out = as in the library."""

    measure_id: str | None = None
    evidence: str | None = None
    """Id of the evidence to use; left out = the first on the scenario's pest."""
    efficacy: Distribution | None = None
    sample_size: Distribution | Parameter | None = None
    """A parameter, here and below, brings its own source."""
    sensitivity: Distribution | None = None
    compliance: Distribution | Parameter | None = None
    cost: Distribution | None = None
    """Per year, in the currency of the scenario."""
    survivor_factor: Parameter | None = None
    """Survivors in practice per survivor in the trial, where the evidence gives none."""
    source: Source | None = None
    """Who decided the values given as distributions, when and why."""
    group: str | None = None
    excludes: tuple[str, ...] = ()
    feasible: bool | None = None
    feasibility: LocalText | None = None


def open_questions(entry: Entry, scenario: Scenario) -> tuple[str, ...]:
    """What has to be decided before the entry can be used in the scenario, of `NEEDED`.

    Efficacy is asked for where no evidence on the scenario's pest gives one: it is never taken
    from another pest.
    """
    code, found = scenario.pest.eppo_code, []
    inspections = [e for e in entry.effects if e.kind == "inspection"]
    if any(not e.found(code) for e in entry.effects if e.kind != "inspection"):
        found.append("efficacy")
    if any(e.sample_size is None for e in inspections):
        found.append("sample_size")
    if any(e.recognised(code) is None for e in inspections):
        found.append("sensitivity")
    if entry.compliance is None and not entry.per_founding and not entry.prohibits:
        found.append("compliance")
    return tuple(found)


def usual_sample(scenario: Scenario) -> float:
    """Units per lot to begin with: 600, which find 0.5 % with 95 % (ISPM 31), or a whole lot."""
    lots = [p.lot_size.distribution.support[0] for p in scenario.pathways]
    return min(USUAL_SAMPLE, *lots)


def usual_sample_size(scenario: Scenario) -> Parameter:
    """`usual_sample` as an assumed value with its reason, to be judged by the user."""
    return Parameter(name="sample-size", unit="units/lot", source=_begun(SAMPLE_REASON),
                     distribution=Fixed(value=usual_sample(scenario)))


def usual_compliance() -> Parameter:
    """The compliance a form begins with: assumed, never a finding, with its reason."""
    return Parameter(name="compliance", distribution=Pert(low=0.9, mode=0.97, high=1.0), unit="1",
                     source=_begun(COMPLIANCE_REASON))


def _begun(reason: LocalText) -> Source:
    return Source(status="assumed", assessor="PRA workbench", date=BEGUN_ON, reason=reason)


def free_id(entry: Entry, scenario: Scenario) -> str:
    """An id for the new measure that the scenario does not use yet."""
    stem, taken = entry.id.rpartition(".")[2], {m.id for m in scenario.measures}
    number, found = 1, stem
    while found in taken:
        number += 1
        found = f"{stem}-{number}"
    return found


def measure_from(entry: Entry, scenario: Scenario, choices: Choices | None = None) -> Measure:
    """The entry as a measure of the scenario.

    Raises PraError with every problem: `missing` for each value of `open_questions` that was not
    decided, `no_source` for a decided value without `choices.source`, `unknown_id` for evidence
    the entry lacks, `conflict` for evidence on another pest or without an efficacy, and what
    `Measure` refuses.
    """
    chosen = choices or Choices()
    faults = list(_faults(entry, scenario, chosen))
    if faults:
        raise PraError.of(faults)
    name = chosen.measure_id or free_id(entry, scenario)
    effects = tuple(_effect(e, place, name, scenario.pest.eppo_code, chosen)
                    for place, e in enumerate(entry.effects))
    whole = entry.per_founding or entry.prohibits
    used = _used(entry, scenario.pest.eppo_code, chosen)
    return validated(Measure, {
        "id": name, "title": entry.title, "description": entry.description, "type": entry.type,
        "ispm11_class": entry.ispm11_class, "effects": effects,
        "compliance": None if whole else _dumped(_parameter(
            f"{name}.compliance", "1", chosen.compliance, entry.compliance, chosen.source)),
        "group": None if whole else chosen.group, "excludes": chosen.excludes,
        "adds": entry.adds, "paid_by": entry.paid_by,
        "cost": _dumped(_cost(entry, name, scenario.consequences.currency, chosen)),
        "restrictiveness": entry.restrictiveness,
        "restrictiveness_reason": entry.restrictiveness_reason,
        "feasible": entry.feasible if chosen.feasible is None else chosen.feasible,
        "feasibility": chosen.feasibility or entry.feasibility, "standard": entry.standard,
        "certificate": _named(entry.certificate, scenario),
        "treatment_entry": _dumped(used.treatment_entry if used is not None and
                                   used.treatment_entry is not None else entry.treatment_entry)})


def _faults(entry: Entry, scenario: Scenario, chosen: Choices) -> Iterator[Problem]:
    code = scenario.pest.eppo_code
    for field in open_questions(entry, scenario):
        if getattr(chosen, field) is None:
            yield Problem("missing", f"{entry.id}.{field}", "", field)
    typed = [f for f in (*NEEDED, "cost")
             if getattr(chosen, f) is not None and not isinstance(getattr(chosen, f), Parameter)]
    if typed and chosen.source is None:
        yield Problem("no_source", f"{entry.id}.{typed[0]}")
    if chosen.evidence is None:
        return
    known = {e.id: e for effect in entry.effects for e in effect.evidence}
    found = known.get(chosen.evidence)
    if found is None:
        yield Problem("unknown_id", f"{entry.id}.evidence", chosen.evidence, ", ".join(known))
    elif not found.fits(code) or found.law is None:
        yield Problem("conflict", f"{entry.id}.evidence", f"{chosen.evidence}, {code}",
                      "evidence on the pest of the scenario")


def _used(entry: Entry, code: str, chosen: Choices) -> Evidence | None:
    """The evidence whose schedule the certificate states."""
    found = [e for effect in entry.effects for e in effect.found(code)]
    named = [e for e in found if e.id == chosen.evidence]
    return next(iter(named or found), None)


def _effect(template: EffectTemplate, place: int, name: str, code: str, chosen: Choices
            ) -> dict[str, object]:
    """One effect as plain data, to be validated with the whole measure."""
    stem = name if place == 0 else f"{name}.{place + 1}"
    data: dict[str, object] = {"kind": template.kind, "step": template.step,
                               "acts_on": template.acts_on, "detects": template.detects}
    if template.kind == "inspection":
        return data | {
            "detects_source": _dumped(template.detects_source),
            "sample_size": _dumped(_parameter(f"{stem}.sample-size", "units/lot",
                                              chosen.sample_size, template.sample_size,
                                              chosen.source)),
            "sensitivity": _dumped(_parameter(f"{stem}.sensitivity", "1", chosen.sensitivity,
                                              template.recognised(code), chosen.source))}
    found = template.found(code)
    named = [e for e in found if e.id == chosen.evidence]
    evidence = None if chosen.efficacy is not None else (named or list(found))[0]
    given = None if evidence is None or evidence.law is None else Parameter(
        name=f"{stem}.efficacy", distribution=evidence.law, unit="1", source=evidence.source)
    shown = _parameter(f"{stem}.efficacy", "1", chosen.efficacy, given, chosen.source)
    known = evidence.survivor_factor if evidence is not None else None
    factor = known or (chosen.survivor_factor if template.kind == "kill" else None)
    return data | {
        "efficacy": {} if shown is None else {code: shown.model_dump()},
        "trial": _dumped(evidence.trial if evidence is not None else None),
        "survivor_factor": _dumped(_parameter(f"{stem}.survivor-factor", "1", None, factor, None))}


def _parameter(name: str, unit: str, typed: Distribution | Parameter | None,
               given: Parameter | None, source: Source | None) -> Parameter | None:
    if isinstance(typed, Parameter):
        return typed.model_copy(update={"name": name})
    if typed is not None and source is not None:
        return Parameter(name=name, distribution=typed, unit=unit, source=source)
    return None if given is None else given.model_copy(update={"name": name})


def _cost(entry: Entry, name: str, currency: str, chosen: Choices) -> Parameter | None:
    """The cost; a figure in another currency than the scenario's is left out, not converted."""
    given = entry.cost if entry.cost is not None and entry.cost.unit.startswith(currency) else None
    return _parameter(f"{name}.cost", f"{currency}/yr", chosen.cost, given, chosen.source)


def _named(text: LocalText | None, scenario: Scenario) -> LocalText | None:
    if text is None:
        return None
    return {language: words.replace("{pest}", scenario.pest.name)
            for language, words in text.items()}


def _dumped(model: object) -> object:
    return model.model_dump() if hasattr(model, "model_dump") else model
