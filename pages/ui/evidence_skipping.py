"""Skipped lots at an inspection of the scenario: what passes, and the schedule in the model."""

from __future__ import annotations

import streamlit as st

from pages.ui import compute_evidence, display, session
from pages.ui.evidence_forms import Fields, guard, key, row
from pages.ui.evidence_inspection import found
from pages.ui.evidence_trial import judged
from pra_core.errors import N_
from pra_core.figures import evidence as figures
from pra_core.figures import evidence_plan_words as words
from pra_core.figures.inspection_course import (
    InspectionCourse,
    Skipping,
    scheduled_compliance,
    skipping,
)
from pra_core.i18n import Translator
from pra_core.parameter import Parameter
from pra_core.scenario import Scenario
from pra_core.wording import escaped

REASON = N_("Skipping lots: {clearance} clean lots in a row, then {fraction} of lots; share"
            " inspected in the long run × compliance before")


def draw(scenario: Scenario, t: Translator) -> None:
    """A schedule of skipped lots at one inspection of this scenario."""
    top = st.container()
    with guard(t):
        plain = _without_schedules(scenario)
        courses = found(plain, t)
        if not courses:
            top.markdown(words.course_answer(scenario, courses, t))
            return
        names = words.course_names(scenario, courses, t)
        place = st.selectbox(t("Inspection"), range(len(courses)), key=key("skipped"),
                             format_func=names.__getitem__)
        fields, columns = Fields("skip", t), row("skip", 2)
        with columns[0]:
            clearance = fields.whole("clearance", 10)
        with columns[1]:
            fraction = fields.percent("fraction", 0.1)
        fields.check()
        skipped = skipping(courses[place], clearance, fraction)
        with top:
            _shown(skipped, t)
        _use(plain, courses[place], skipped, (clearance, fraction), t)
    for line in words.skipping_notes(t):
        st.caption(line)


def _shown(skipped: Skipping, t: Translator) -> None:
    display.sentence(words.skipping_answer(skipped, t))
    display.chart(figures.ranges(rows=words.skipping_rows(skipped, t),
                                 title=t("Infested units that pass a year"), t=t),
                  "inspection-skipping", t,
                  t("Infested units that pass the inspection a year: median and 90 %"
                    " interval"))


def _used() -> dict[str, tuple[Parameter, Parameter]]:
    """Compliance before and under a schedule, by measure, of schedules taken into the model."""
    held = session.shown(key("skip-used"))
    return dict(held) if isinstance(held, dict) else {}


def _in_use(scenario: Scenario) -> dict[str, Parameter]:
    """Compliance before the schedule, by measure, where the schedule still is in the model."""
    return {i: before for i, (before, under) in _used().items()
            if scenario.parameters.get(under.name) == under}


def _without_schedules(scenario: Scenario) -> Scenario:
    """The scenario before its schedules, so that none is applied to itself."""
    for before in _in_use(scenario).values():
        scenario = scenario.with_parameter(before.name, before.distribution, before.source)
    return scenario


def _use(plain: Scenario, one: InspectionCourse, skipped: Skipping, typed: tuple[int, float],
         t: Translator) -> None:
    compliance = plain.measure(one.measure_id).compliance
    if compliance is None:
        return
    used = one.measure_id in _in_use(session.scenario())
    left, right = st.columns([1, 2], vertical_alignment="center")
    left.button(t("Use as compliance of this inspection"), type="primary", key="skip-use",
                on_click=_take, args=(plain, one.measure_id, skipped, typed), width="stretch")
    right.caption(t("The compliance of the inspection becomes its present one × the share"
                    " inspected, marked as assumed; it counts wherever the inspection is chosen."))
    if used:
        st.success(t("In use: compliance of {inspection} follows a schedule. What is shown here"
                     " starts from the compliance before it.",
                     inspection=escaped(t.local(plain.measure(one.measure_id).title))))
        st.button(t("Take it back"), key="skip-back", on_click=_back, args=(compliance,),
                  icon=":material/undo:")


def _take(plain: Scenario, measure_id: str, skipped: Skipping, typed: tuple[int, float]) -> None:
    before = plain.measure(measure_id).compliance
    if before is None:
        return
    law = scheduled_compliance(skipped, compute_evidence.values(plain, before.name))
    changed = session.scenario().with_parameter(
        before.name, law, judged(REASON, clearance=typed[0], fraction=typed[1]))
    session.show(key("skip-used"), {**_used(), measure_id: (before,
                                                            changed.parameters[before.name])})
    session.keep(changed)


def _back(before: Parameter) -> None:
    session.keep(session.scenario().with_parameter(before.name, before.distribution,
                                                   before.source))
