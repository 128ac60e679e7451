"""What is told of each measure on the strip; the same whatever is selected."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pra_core import labels, wording
from pra_core.figures import measure_words
from pra_core.frozen import FloatArray
from pra_core.i18n import Translator
from pra_core.measure import Measure
from pra_core.scenario import Scenario


@dataclass(frozen=True, slots=True)
class Told:
    """A measure in words, escaped."""

    details: tuple[str, ...]
    """What it does, and on how many lots it is really applied."""
    help: str
    """All that is known of it, behind its question mark."""


def told(scenario: Scenario, values: Mapping[str, FloatArray], t: Translator) -> dict[str, Told]:
    """Every measure by its id; `values`: draws by parameter name."""
    found = {}
    for measure in scenario.measures:
        details = _details(scenario, measure, values, t)
        found[measure.id] = Told(tuple(details), _help(measure, details, t))
    return found


def _details(scenario: Scenario, measure: Measure, values: Mapping[str, FloatArray],
             t: Translator) -> list[str]:
    lines = [wording.escaped(line) for line in measure_words.measure_lines(
        scenario, measure, values, t)]
    if measure.compliance is not None:
        lines.append(t("on {share} of lots {mark}",
                       share=measure_words.share_words(measure.compliance, t),
                       mark=labels.STATUS_MARKS[measure.compliance.source.status]))
    return lines


def _help(measure: Measure, details: list[str], t: Translator) -> str:
    parts = [t.local(measure.description),
             t("Restrictiveness {level}: {reason}", level=measure.restrictiveness,
               reason=t.local(measure.restrictiveness_reason)),
             t.local(measure.feasibility), measure.standard]
    for effect in measure.effects:
        if effect.trial is not None:
            parts.append(t("Trial: {survivors} survivors of {treated} treated. {conditions}",
                           survivors=t.number(effect.trial.survivors, 6),
                           treated=t.number(effect.trial.treated, 9),
                           conditions=t.local(effect.trial.conditions)))
    shown = [wording.escaped(part) for part in parts if part]
    return "\n\n".join([shown[0], "  \n".join(details), *shown[1:]] if shown else details)
