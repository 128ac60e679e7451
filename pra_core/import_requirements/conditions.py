"""What must be done at each step of the pathway, drawn from the records of the measures."""

from __future__ import annotations

import re
from collections.abc import Mapping

from pra_core import labels, presentation
from pra_core.errors import N_
from pra_core.i18n import Translator
from pra_core.import_requirements.parties import goods, goods_of, parties
from pra_core.import_requirements.parts import Part
from pra_core.measure import Effect, Measure, TreatmentEntry
from pra_core.scenario import Scenario
from pra_core.step import STEPS

AFTER = N_("Measures of the importing side itself (not a requirement for the exporter)")
LEADS: Mapping[str, str] = {
    "production": N_("At the places of production, {exporter} must ensure that:"),
    "packing": N_("At packing and storage, supervised by {exporter}, the following must be done:"),
    "export_treatment": N_("Before export, in a facility approved by {exporter}, each consignment"
                           " must be treated:"),
    "export_inspection": N_("Before a certificate is issued, {exporter} must inspect each lot:"),
    "transport": N_("From loading to arrival, the following must be kept and recorded:"),
    "import_inspection": N_("On arrival, each lot is inspected by {importer}:"),
    "distribution": N_("After release in {territory}, the importer must ensure:"),
    "transfer": N_("At the place of destination in {territory}, the following must be done:"),
    "after": N_("The following is carried out by {importer}:"),
}
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z0-9(])|(?<=[。！？])")


def selected(scenario: Scenario) -> list[Measure]:
    """The selected measures in the order of the pathway."""
    return [m for step in (*STEPS, "after") for m in presentation.at_step(scenario, step)
            if m.id in scenario.selected]


def conditions(scenario: Scenario, t: Translator) -> list[Part]:
    """One part per step at which selected measures act."""
    parts = []
    for step in (*STEPS, "after"):
        here = [m for m in presentation.at_step(scenario, step) if m.id in scenario.selected]
        if here:
            title = t(AFTER) if step == "after" else labels.step_title(step, t)
            parts.append(Part(step, title, t(LEADS[step], **parties(scenario, t)),
                              tuple(clause(scenario, m, t) for m in here)))
    return parts


def clause(scenario: Scenario, measure: Measure, t: Translator) -> str:
    """What one measure asks for: its schedule or its description, its sample, what it needs."""
    if measure.prohibits:
        said = t("The import of these goods is prohibited.")
    elif measure.treatment_entry is not None:
        said = schedule(measure.treatment_entry, t)
    else:
        # What follows the first sentence of a description is comment on the evidence.
        said = _SENTENCE.split(t.local(measure.description).strip())[0].strip()
    parts = [t("{title}: {words}", title=t.local(measure.title), words=_ended(said, t)),
             *dict.fromkeys(_sample(scenario, e, said, t) for e in measure.effects)]
    if measure.requires:
        parts.append(t("It counts only together with: {measures}.", measures=t("; ").join(
            t.local(scenario.measure(one).title) for one in measure.requires)))
    if measure.standard:
        parts.append(t("Standard: {standard}.", standard=measure.standard))
    text = parts[0]
    for part in filter(None, parts[1:]):
        text = t("{first} {second}", first=text, second=part)
    return _for_pathways(scenario, measure, text, t)


def schedule(entry: TreatmentEntry, t: Translator) -> str:
    """A treatment in one sentence: what, with what, how long and how warm, at what dose."""
    said = [entry.treatment, entry.chemical, entry.duration_temperature, entry.concentration]
    return t("; ").join(t.local(one) for one in said if one is not None)


def _sample(scenario: Scenario, effect: Effect, said: str, t: Translator) -> str:
    """How many units are looked at, unless that was said; what the assessment leaves open stays."""
    if effect.sample_size is None:
        return ""
    ways = [p for p in scenario.pathways if not effect.pathways or p.id in effect.pathways]
    unit = t("; ").join(dict.fromkeys(t.local(p.unit_name) for p in ways))
    law = effect.sample_size.distribution
    low, high = (t.number(round(float(law.ppf(u))), 4) for u in (0.05, 0.95))
    if low != high:
        return t("Sample: at least [number to be fixed; the assessment takes {low} to {high}] units"
                 " of each lot (unit: {unit}).", low=low, high=high, unit=unit)
    if low in re.findall(r"\d[\d,]*", said):
        return ""
    return t("Sample: at least {count} units of each lot (unit: {unit}).", count=low, unit=unit)


def _for_pathways(scenario: Scenario, measure: Measure, text: str, t: Translator) -> str:
    """Names the goods where others are left out; ways of one and the same goods leave none out."""
    named = {one for e in measure.effects for one in e.pathways}
    everywhere = any(not e.pathways for e in measure.effects)
    reached = dict.fromkeys(goods_of(p, t) for p in scenario.pathways if p.id in named)
    if everywhere or not reached or len(reached) == len(goods(scenario, t)):
        return text
    return t("For {goods} only. {text}", goods=t("; ").join(reached), text=text)


def _ended(text: str, t: Translator) -> str:
    """A statement with its full stop."""
    return text if text.endswith((".", "。", "!", "?", "！", "？")) else t("{text}.", text=text)
