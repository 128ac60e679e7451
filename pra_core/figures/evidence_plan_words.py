"""Inspection in words and tables: samples by five bases, boxes, skipped lots, what passes."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from pra_core import labels
from pra_core.errors import N_
from pra_core.figures.evidence_field_words import mostly
from pra_core.figures.inspection_course import InspectionCourse, Skipping
from pra_core.frozen import FloatArray
from pra_core.i18n import Translator
from pra_core.inspection import LARGEST_SAMPLE
from pra_core.inspection_plan import Basis, BasisPlan, Boxes, Target
from pra_core.parameter import Parameter
from pra_core.scenario import Scenario
from pra_core.summary import interval
from pra_core.trial_evidence import treatable
from pra_core.wording import escaped

BASES: Mapping[Basis, str] = {
    "hypergeometric": N_("Hypergeometric"), "binomial": N_("Binomial"), "poisson": N_("Poisson"),
    "beta_binomial": N_("Beta-binomial"), "fixed_proportion": N_("Fixed share of the lot"),
}
WHEN: Mapping[Basis, str] = {
    "hypergeometric": N_("any lot; drawn units are not put back"),
    "binomial": N_("large lots, small samples"),
    "poisson": N_("large lots, rare pests"),
    "beta_binomial": N_("infested units lie together"),
    "fixed_proportion": N_("simple to order; no fixed chance to detect"),
}
CLOSE = 0.01
"""Relative change of a rejection rate that is not worth a word."""
LOT_STEPS = (1, 5, 25, 125, 625)
"""Sizes of lots at which a fixed share is shown, in lots that hold one infested unit."""


def course_names(scenario: Scenario, courses: Sequence[InspectionCourse], t: Translator
                 ) -> list[str]:
    """Name of each inspection."""
    return [t.local(scenario.measure(c.measure_id).title) for c in courses]


def finds_anything(courses: Sequence[InspectionCourse]) -> bool:
    """Whether an inspection rejects a lot in any simulated future."""
    return any(bool(np.any(c.rejected_alone)) for c in courses)


def course_answer(scenario: Scenario, courses: Sequence[InspectionCourse], t: Translator) -> str:
    """What inspections find alone and after the measures before them, the most affected named."""
    if not courses:
        return t("**No feasible inspection** is among the measures of this scenario.")
    one = max(courses, key=_loss)
    name = escaped(course_names(scenario, [one], t)[0])
    alone, within = (float(np.median(x)) for x in (one.rejected_alone, one.rejected_within))
    if max(alone, within) == 0.0:
        return t("**{inspection}** rejects no lot: it cannot recognise this pest.",
                 inspection=name)
    if abs(alone - within) <= CLOSE * max(alone, within):
        return t("**{inspection}** rejects **{alone}**, and the other measures change nothing in"
                 " that.", inspection=name, alone=_lots(alone, t))
    text = t("**{inspection}** rejects **{alone}** by itself and **{within}** after what the other"
             " measures leave.", inspection=name, alone=_lots(alone, t),
             within=_lots(within, t))
    if within < alone:
        text = t("{text} Fewer living pests are there to be seen, so it finds less: what the two"
                 " remove cannot be multiplied as if they were independent.", text=text)
    return text


def _loss(one: InspectionCourse) -> float:
    alone, within = (float(np.median(x)) for x in (one.rejected_alone, one.rejected_within))
    return abs(float(np.log((alone + 1e-9) / (within + 1e-9))))


def _lots(share: float, t: Translator) -> str:
    """A small share of lots as "1 in 40 lots", a large one as a percentage."""
    if 0.0 < share < 0.1:
        return t("1 in {number} lots", number=t.number(1.0 / share, 2))
    return t("{share} of lots", share=t.percent(share, 2))


def raised(scenario: Scenario, courses: Sequence[InspectionCourse], t: Translator) -> list[str]:
    """Measures without which fewer living pests would leave an inspection."""
    return [t("Without **{measure}** fewer living pests would leave **{inspection}**: cleaner lots"
              " are rejected less often, and more pests pass in them.", inspection=escaped(name),
              measure=escaped(t.local(scenario.measure(i).title)))
            for c, name in zip(courses, course_names(scenario, courses, t), strict=True)
            for i in c.raised_by]


def course_table(scenario: Scenario, courses: Sequence[InspectionCourse], t: Translator
                 ) -> pd.DataFrame:
    """One row per inspection: lots rejected alone and after, and what passes a year."""
    return pd.DataFrame([{
        "name": name, "alone": _range(c.rejected_alone, t), "within": _range(c.rejected_within, t),
        "units": _amount(c.leaving, t), "pests": _amount(c.pests_leaving, t),
    } for c, name in zip(courses, course_names(scenario, courses, t), strict=True)])


def course_columns(t: Translator) -> dict[str, str]:
    """Headers of `course_table`."""
    return {"name": t("Inspection"), "alone": t("Rejects by itself"),
            "within": t("Rejects after the others"), "units": t("Infested units passing a year"),
            "pests": t("Living pests passing a year")}


def _range(draws: FloatArray, t: Translator) -> str:
    found = interval(draws)
    return t("{median} ({low} to {high})", median=t.percent(found.median, 2),
             low=t.percent(found.low, 2), high=t.percent(found.high, 2))


def _amount(draws: FloatArray, t: Translator) -> str:
    found = interval(draws)
    return t("{median} ({low} to {high})", median=_large(found.median, t),
             low=_large(found.low, t), high=_large(found.high, t))


def _large(x: float, t: Translator) -> str:
    """Two digits, in millions where that is shorter."""
    return labels.money(float(f"{x:.2g}"), "", t).strip() if x >= 1e6 else t.number(x, 2)


def before_inspection(scenario: Scenario) -> list[str]:
    """The selected measures; where none is, the first treatment, to show what it changes."""
    if scenario.selected:
        return list(scenario.selected)
    code = scenario.pest.eppo_code
    treatments = [m for m in scenario.measures if m.feasible and treatable(m, code)]
    treatments.sort(key=lambda m: all(e.kind != "kill" for e in m.effects))
    return [m.id for m in treatments[:1]]


def inspection_parameters(scenario: Scenario) -> list[Parameter]:
    """Sample sizes and sensitivities of the inspections of a scenario."""
    return [p for m in scenario.measures for e in m.effects
            for p in (e.sample_size, e.sensitivity) if p is not None and m.feasible]


def plan_answer(plans: Sequence[BasisPlan], target: Target, t: Translator) -> str:
    """The sample to take, and what clustering makes of it."""
    share, sure = t.percent(target.prevalence), t.percent(target.confidence)
    wanted = plans[3] if target.aggregation > 0 else plans[0]
    if wanted.sample is None:
        text = t("**No sample** of a lot of {lot} units finds {share} infested units with"
                 " {confidence} confidence.", lot=t.number(target.lot_size, 9), share=share,
                 confidence=sure)
        return _with_beyond(text, plans, t)
    text = t("To find {share} infested units with {confidence} confidence in a lot of {lot}, look"
             " at **{units} units**.", share=share, confidence=sure,
             lot=t.number(target.lot_size, 9), units=t.number(wanted.sample, 6))
    text, fixed = _with_beyond(text, plans, t), plans[4]
    if fixed.sample is not None:
        text = t("{text} The fixed share would be {units} units and find it in **{chance}** of"
                 " lots.", text=text, units=t.number(fixed.sample, 8),
                 chance=mostly(fixed.truly, t))
    return text


def _with_beyond(text: str, plans: Sequence[BasisPlan], t: Translator) -> str:
    """The answer with the bases that cannot give the confidence, by name."""
    names = [t(BASES[p.basis]) for p in plans if p.sample is None]
    if not names:
        return text
    return t("{text} **Out of reach** even if every unit of the lot is looked at: {bases}.",
             text=text, bases=t(", ").join(names))


def plan_names(plans: Sequence[BasisPlan], t: Translator) -> list[str]:
    """Name of each basis."""
    return [t(BASES[p.basis]) for p in plans]


def plan_table(plans: Sequence[BasisPlan], target: Target, volume: float, t: Translator
               ) -> pd.DataFrame:
    """One row per basis: when, sample, what it promises and gives, what slips through a year.

    `volume`: units offered a year; infested units released are volume x f x (1 - detection).
    """
    return pd.DataFrame([{
        "basis": t(BASES[p.basis]), "sample": p.sample,
        "when": t(WHEN[p.basis]) if p.problem is None else t("cannot be reached in this lot"),
        "promised": "–" if p.sample is None else mostly(p.detection, t),
        "given": "–" if p.sample is None else mostly(p.truly, t),
        "leaves": None if p.sample is None else volume * target.prevalence * (1.0 - p.truly),
    } for p in plans])


def plan_columns(t: Translator) -> dict[str, tuple[str, str]]:
    """Headers of `plan_table`."""
    return {"basis": (t("Basis (ISPM 31)"), "text"), "when": (t("For"), "text"),
            "sample": (t("Units per lot"), "count"),
            "promised": (t("Promises"), "text"), "given": (t("Detects in this lot"), "text"),
            "leaves": (t("Infested units passing a year"), "number")}


def share_lots(prevalence: float) -> list[int]:
    """Sizes of lots at which a fixed share is shown; the smallest holds one infested unit."""
    smallest = math.ceil(1.0 / prevalence - 1e-9)
    return [smallest * k for k in LOT_STEPS if smallest * k <= LARGEST_SAMPLE]


def fallacy_words(rows: Sequence[tuple[int, int, float]], share: float, t: Translator) -> str:
    """Why a fixed share of the lot is no protection of its own."""
    small, large = rows[0], rows[-1]
    return t("**The fallacy of the fixed share.** {share} of every lot sounds fair, but the chance"
             " to detect hangs on how many units are drawn, not on their share: in a lot of"
             " {small} it finds the pest in {low} of cases, in a lot of {large} in {high}.",
             share=t.percent(share), small=t.number(small[0], 8), low=mostly(small[2], t),
             large=t.number(large[0], 8), high=mostly(large[2], t))


def boxes_answer(chance: float, simple: float, lot: Boxes, opened: int, per_box: int,
                 t: Translator) -> str:
    """What opening some boxes finds, beside as many units drawn from the whole lot."""
    return t("Opening **{opened}** of {boxes} boxes and looking at {each} units of each finds the"
             " pest with **{chance}**; as many units from all over the lot would find it with"
             " {simple}.", opened=t.number(opened, 6), boxes=t.number(lot.boxes, 6),
             each=t.number(per_box, 6), chance=mostly(chance, t), simple=mostly(simple, t))


def splits_table(rows: Sequence[tuple[int, int, float]], t: Translator) -> pd.DataFrame:
    """The same number of units drawn from few or from many boxes."""
    return pd.DataFrame([(opened, each, mostly(chance, t)) for opened, each, chance in rows],
                        columns=["opened", "each", "chance"])


def splits_columns(t: Translator) -> dict[str, tuple[str, str]]:
    """Headers of `splits_table`."""
    return {"opened": (t("Boxes opened"), "count"), "each": (t("Units of each"), "count"),
            "chance": (t("Chance to detect"), "text")}


def skipping_answer(found: Skipping, t: Translator) -> str:
    """The share of lots inspected in the long run, and what that lets through."""
    inspected, leaving = interval(found.inspected), interval(found.leaving)
    everything = interval(found.leaving_all)
    return t("In the long run **{inspected}** of lots are inspected (90 % interval {low} to {high})"
             " and **{leaving}** infested units a year pass ({least} to {most}), against {all}"
             " ({all_low} to {all_high}) if every lot were inspected.",
             inspected=t.percent(inspected.median, 2), low=t.percent(inspected.low, 2),
             high=t.percent(inspected.high, 2), leaving=_large(leaving.median, t),
             least=_large(leaving.low, t), most=_large(leaving.high, t),
             all=_large(everything.median, t), all_low=_large(everything.low, t),
             all_high=_large(everything.high, t))


def skipping_rows(found: Skipping, t: Translator) -> list[tuple[str, FloatArray, bool]]:
    """Infested units that pass a year: every lot inspected, the schedule, none inspected."""
    return [(t("Every lot inspected"), found.leaving_all, False),
            (t("This schedule"), found.leaving, True),
            (t("No lot inspected"), found.leaving_none, False)]


def skipping_notes(t: Translator) -> list[str]:
    """What the schedule assumes, and schedules in use."""
    return [
        t("Every lot is inspected until so many in a row are clean; then a random share of them,"
          " until one is rejected (Dodge 1943, plan CSP-1 applied to lots). Lots of all growers"
          " are taken together; skipping does not look at how infested a lot is."),
        t("In use in Australia's Compliance-Based Inspection Scheme: dried apricots 10 clean lots,"
          " then 10 %; cherries from the USA 5 clean lots, then 25 % (agriculture.gov.au)."),
        t("In the model a schedule is part of the compliance of the inspection: the share of lots"
          " on which it is applied."),
    ]
