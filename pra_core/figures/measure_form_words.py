"""The form of a measure in words: what is missing or out of range, in the units it was typed in."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from pra_core import labels
from pra_core.errors import N_, PraError
from pra_core.i18n import Translator
from pra_core.measure import Measure
from pra_core.measure_library import Entry
from pra_core.parameter import QUANTITIES, Parameter
from pra_core.scenario import Scenario
from pra_core.wording import escaped

Typed = Mapping[str, float | None]
SHARES = ("efficacy", "sensitivity", "compliance")
"""Typed and told in per cent."""
HEADS: Mapping[str, str] = {
    "value": N_("Value"), "low": N_("Lowest"), "mode": N_("Most likely"), "high": N_("Highest"),
    "treated": N_("Treated"), "survivors": N_("Survivors"), "control": N_("Control mortality"),
}
TEXTS: Mapping[str, str] = {
    "title": N_("Title"), "description": N_("Description"),
    "restrictiveness_reason": N_("Why it restricts trade so much"),
    "feasibility": N_("Feasibility and its ground"), "certificate": N_("Additional declaration"),
    "reason": N_("Reason or source of what you typed"),
    "detects_source": N_("Source: rejected for signs or dead pests too"),
    "requires": N_("Has no effect without"), "excludes": N_("Cannot be combined with"),
    "treatment": N_("Treatment"), "effects": N_("Effects of the measure"),
    "group": N_("Group with which it fails together"),
}


def field_title(field: str, t: Translator) -> str:
    """The label that a field of the form carries."""
    return t(TEXTS[field]) if field in TEXTS else t(QUANTITIES[field].title)


def head(name: str, field: str, t: Translator) -> str:
    """The label of one number of a field, with its unit where it is a percentage."""
    title = t(HEADS[name])
    return t("{head} (%)", head=title) if field in SHARES or name == "control" else title


def unfilled(fields: Sequence[str], t: Translator) -> list[str]:
    """One line for every field that is needed and empty."""
    return [t("“{field}” is needed and is not filled in.", field=field_title(one, t))
            for one in fields]


def law_faults(field: str, numbers: Typed, t: Translator) -> list[str]:
    """What is wrong with the numbers of one field, in the units they were typed in.

    `numbers`: by name of `HEADS`; shares in per cent. Empty where nothing is wrong.
    """
    title = field_title(field, t)
    empty = [name for name, value in numbers.items() if value is None]
    if empty:
        return [t("“{field}” is needed; not filled in: {numbers}.", field=title,
                  numbers=t(", ").join(t(HEADS[one]) for one in empty))]
    given = {name: float(value or 0.0) for name, value in numbers.items()}
    if "treated" in given:
        return _trial_faults(title, given, t)
    scale = 100.0 if field in SHARES else 1.0
    low, high = QUANTITIES[field].low * scale, QUANTITIES[field].high * scale
    unit = N_("{value} %") if field in SHARES else "{value}"
    said = {name: t(unit, value=t.number(value, 8)) for name, value in given.items()}
    found = [t("“{field}”, {number}: {value} is not possible; allowed: {allowed}.", field=title,
               number=t(HEADS[name]), value=said[name], allowed=_allowed(low, high, unit, t))
             for name, value in given.items() if not low <= value <= high]
    if "mode" in given and not given["low"] <= given["mode"] <= given["high"]:
        found.append(t("“{field}”: lowest {low}, most likely {mode}, highest {high} are not in"
                       " rising order.", field=title, **said))
    return found


def _allowed(low: float, high: float, unit: str, t: Translator) -> str:
    least = t(unit, value=t.number(low))
    if math.isinf(high):
        return t("{least} or more", least=least)
    return t("{least} to {most}", least=least, most=t(unit, value=t.number(high)))


def _trial_faults(title: str, given: Mapping[str, float], t: Translator) -> list[str]:
    treated, survivors, control = given["treated"], given["survivors"], given["control"]
    found = []
    if treated <= 0 or treated != int(treated):
        found.append(t("“{field}”: the number treated has to be a whole number above 0.",
                       field=title))
    if survivors < 0 or survivors != int(survivors):
        found.append(t("“{field}”: the number of survivors has to be a whole number, 0 or more.",
                       field=title))
    if not 0 <= control < 100:
        found.append(t("“{field}”: control mortality has to be from 0 % to below 100 %.",
                       field=title))
    if not found and survivors > treated * (100.0 - control) / 100.0:
        found.append(t("“{field}”: {survivors} survivors are more than the {exposed} that would"
                       " have lived without treatment ({treated} treated, control mortality"
                       " {control} %).", field=title, survivors=t.number(survivors, 9),
                       exposed=t.number(treated * (100.0 - control) / 100.0, 6),
                       treated=t.number(treated, 9), control=t.number(control, 6)))
    return found


def problem_lines(error: PraError, t: Translator) -> list[str]:
    """Every problem that the model found, under the label of its field where it has one."""
    lines = []
    for problem in error.problems:
        parts = problem.path.replace("-", "_").split(".")
        known = [one for one in parts if one in TEXTS or one in QUANTITIES]
        body = t.error(type(problem)(problem.code, "", problem.value, problem.allowed))
        lines.append(t("“{field}”: {problem}", field=field_title(known[-1], t), problem=body)
                     if known else t.error(problem))
    return lines


def kept_line(field: str, kept: Parameter, t: Translator) -> str:
    """A value that is kept: median and 90 % range, mark of its source, and who says so."""
    law = kept.distribution
    if field in SHARES:
        low, median, high = (t.percent(float(law.ppf(u))) for u in (0.05, 0.5, 0.95))
        value = median if law.support[0] == law.support[1] else t(
            "{median} (90 %: {low} to {high})", median=median, low=low, high=high)
    else:
        value = f"{labels.value_words(law, t)} {labels.unit_of(kept, t)}"
    source = kept.source
    ground = source.citation or (t.local(source.reason) if source.reason else "")
    return " · ".join((value, labels.badge(source.status, t), escaped(ground)))


def twin_warning(entry: Entry, found: Sequence[Measure], scenario: Scenario, t: Translator) -> str:
    """That the scenario has the measure already in another form, by name and state."""
    named = t("; ").join(_named(one, scenario, t) for one in found)
    if entry.inspects:
        return t("This scenario already inspects at this step: {measures}. Of several inspections"
                 " of a lot at one step only the largest counts.", measures=named)
    return t("This scenario already has this in another form: {measures}. Adding it again only"
             " makes sense as another schedule or place, to be compared with what is there.",
             measures=named)


def _named(measure: Measure, scenario: Scenario, t: Translator) -> str:
    title = f"**{escaped(t.local(measure.title))}**"
    if not measure.feasible:
        return t("{measure} (held to be not feasible)", measure=title)
    if measure.id in scenario.selected:
        return t("{measure} (selected)", measure=title)
    return t("{measure} (not selected)", measure=title)


def group_words(group_id: str, scenario: Scenario, t: Translator) -> str:
    """A group with the measures that are in it."""
    title = next(t.local(g.title) for g in scenario.groups if g.id == group_id)
    members = [t.local(m.title) for m in scenario.measures if m.group == group_id]
    if not members:
        return title
    return t("{group}: {measures}", group=title, measures=t(", ").join(members))


def practice_words(measure: Measure, t: Translator) -> str:
    """The survivors in practice per survivor in the trial that a treatment of the scenario has."""
    factor = next(e.survivor_factor for e in measure.effects if e.survivor_factor is not None)
    return t("as for {measure}: {value}", measure=t.local(measure.title),
             value=f"{labels.value_words(factor.distribution, t)}"
                   f" {labels.STATUS_MARKS[factor.source.status]}")
