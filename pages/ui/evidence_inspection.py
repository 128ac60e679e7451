"""Inspection: what it finds in this scenario, samples by ISPM 31, boxes."""

from __future__ import annotations

import streamlit as st

from pages.ui import compute_evidence, display, session
from pages.ui.evidence_forms import Fields, guard, key, row
from pra_core.figures import evidence as figures
from pra_core.figures import evidence_plan_words as words
from pra_core.figures.inspection_course import InspectionCourse
from pra_core.i18n import Translator
from pra_core.inspection import detection_probability
from pra_core.inspection_plan import Boxes, Target, fallacy, five_bases, splits, two_stage
from pra_core.scenario import Scenario


def course(scenario: Scenario, t: Translator) -> None:
    """What every inspection rejects by itself and after the measures chosen."""
    top = st.container()
    with guard(t):
        courses = found(scenario, t)
        with top:
            display.sentence(words.course_answer(scenario, courses, t))
        if not words.finds_anything(courses):
            return
        with top:
            display.chart(figures.course(courses=courses,
                                         names=words.course_names(scenario, courses, t), t=t),
                          "inspection-course", t,
                          t("Share of lots each inspection rejects: median and 90 % interval"))
        for line in words.raised(scenario, courses, t):
            display.note(line)
        display.prose(words.course_table(scenario, courses, t), "inspection-course", t,
                      words.course_columns(t))
        st.caption(t("An inspection looks for living pests unless it is said to see signs. A"
                     " treatment before it leaves infested units that hold only dead pests: they"
                     " pass, and count as infested units here. An inspection that is not among the"
                     " measures chosen is shown as if it were added."))
        display.sources(words.inspection_parameters(scenario), t, "inspection-sources")


def found(scenario: Scenario, t: Translator) -> list[InspectionCourse]:
    """The inspections on the pathway chosen, after the measures chosen."""
    ways = {p.id: p for p in scenario.pathways}
    chosen, way = _measures(scenario, t), next(iter(ways))
    if len(ways) > 1:
        way = st.selectbox(t("Pathway"), list(ways), key=key("pathway"), persist_state="session",
                           format_func=lambda one: t.local(ways[one].title))
    courses = compute_evidence.inspections(scenario.with_measures(chosen))
    return [c for c in courses if c.pathway_id == way]


def _measures(scenario: Scenario, t: Translator) -> list[str]:
    place = key("before")
    if session.shown(f"{place}:seen") is None:
        session.show(f"{place}:seen", True)
        session.show(place, words.before_inspection(scenario))
    st.multiselect(t("Measures in place"), [m.id for m in scenario.measures if m.feasible],
                   key=place, persist_state="session", placeholder=t("Choose measures"),
                   format_func=lambda one: t.local(scenario.measure(one).title),
                   help=t("At first the selected set, or a treatment where none is selected. A"
                          " change here changes nothing on other pages."))
    held = session.shown(place)
    return list(held) if isinstance(held, list) else []


def sample(scenario: Scenario, t: Translator) -> None:
    """A sample by the five bases of ISPM 31, the fixed share, and boxes."""
    top = st.container()
    st.subheader(t("What is to be found"))
    fields, columns, pathway = Fields("plan", t), row("plan", 6), scenario.pathways[0]
    with columns[0]:
        prevalence = fields.percent("prevalence", 0.005)
    with columns[1]:
        confidence = fields.percent("confidence", 0.95)
    with columns[2]:
        lot = fields.whole("lot_size", round(float(pathway.lot_size.distribution.ppf(0.5))))
    with columns[3]:
        sensitivity = fields.percent("sensitivity", 1.0)
    with columns[4]:
        theta = fields.number("aggregation", 0.0, t(
            "0: infested units are mixed through the lot. 0.01 or more: they lie together, and"
            " a sample finds much less than it promises."))
    with columns[5]:
        share = fields.percent("proportion", 0.02)
    with guard(t):
        fields.check()
        target = Target(prevalence, confidence, lot, sensitivity, theta)
        _planned(scenario, target, share, top, t)
    st.subheader(t("Boxes and units"))
    _boxes(sensitivity, t)


def _planned(scenario: Scenario, target: Target, share: float,
             top: st.delta_generator.DeltaGenerator, t: Translator) -> None:
    plans = five_bases(target, share)
    with top:
        display.sentence(words.plan_answer(plans, target, t))
        display.chart(figures.characteristic(plans=plans, names=words.plan_names(plans, t),
                                             target=target, t=t), "inspection-oc", t,
                      t("Operating characteristic: chance that a lot passes, by the share of"
                        " infested units in it; the red line is what the confidence allows"))
    volume = float(scenario.pathways[0].volume.distribution.ppf(0.5))
    display.table(words.plan_table(plans, target, volume, t), "inspection-plans", t,
                  words.plan_columns(t))
    st.caption(t("What passes a year: the median volume of this scenario, every lot holding just"
                 " the infested units to be found. Lots of this scenario differ: see “Inspection in"
                 " this scenario”."))
    rows = fallacy(target, share, words.share_lots(target.prevalence))
    st.markdown(words.fallacy_words(rows, share, t))
    display.chart(figures.shares(rows=rows, confidence=target.confidence, t=t),
                  "inspection-share", t, t("The same share of lots of several sizes"))


def _boxes(sensitivity: float, t: Translator) -> None:
    top, fields, columns = st.container(), Fields("boxes", t), row("boxes", 6)
    with columns[0]:
        boxes = fields.whole("boxes", 200)
    with columns[1]:
        units = fields.whole("units_per_box", 100)
    with columns[2]:
        within = fields.percent("within", 0.1)
    with columns[3]:
        prevalence = fields.percent("prevalence", 0.01)
    with columns[4]:
        opened = fields.whole("opened", 20)
    with columns[5]:
        per_box = fields.whole("per_box", 30)
    with guard(t):
        fields.check()
        lot = Boxes(boxes, units, within)
        chance = two_stage(lot, prevalence, opened, per_box, sensitivity)
        simple = detection_probability(opened * per_box, prevalence, boxes * units, sensitivity)
        top.markdown(words.boxes_answer(chance, simple, lot, opened, per_box, t))
        display.table(words.splits_table(splits(lot, prevalence, opened * per_box,
                                                sensitivity), t),
                      "inspection-boxes", t, words.splits_columns(t))
        st.caption(t("The same number of units in all, drawn from few boxes or from many. An"
                     " infested unit is recognised as said above."))
