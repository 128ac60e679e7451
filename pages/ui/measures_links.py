"""Forms that say what depends on what: group, requirements, exclusions, feasibility."""

from __future__ import annotations

import datetime as dt
import re

import streamlit as st

from pages.ui import display, session
from pra_core import measure_edit
from pra_core.distribution import Pert
from pra_core.errors import N_, PraError
from pra_core.figures import dependence_words
from pra_core.i18n import LANGUAGES, Translator, translator
from pra_core.measure import Measure
from pra_core.parameter import Parameter, Source
from pra_core.scenario import Scenario

TYPED = N_("Set in the workbench")
NEW = ""
"""The choice of a group that does not exist yet."""
NOT_IN_ID = re.compile(r"[^a-z0-9]+")


def typed_source() -> Source:
    """A value that the visitor assumes."""
    return Source(status="assumed", assessor=session.user_name(), date=dt.date.today(),
                  reason={one: translator(one)(TYPED) for one in LANGUAGES})


def editor(t: Translator) -> None:
    """One measure's links, and the groups."""
    with st.expander(t("Change what depends on what"), icon=":material/account_tree:"):
        one, groups = st.tabs([t("A measure"), t("Groups that fail together")])
        with one:
            _measure(t)
        with groups:
            _group(t)


def _measure(t: Translator) -> None:
    scenario = session.scenario()
    st.caption(t("Compliance, outage, efficacy and cost are changed above, under “Change efficacy,"
                 " compliance or cost of a measure”."))
    chosen = st.selectbox(
        t("Measure"), [m.id for m in scenario.measures], index=None, key=_key("linked"),
        placeholder=t("Choose a measure"), persist_state="session",
        format_func=lambda i: t.local(scenario.measure(i).title))
    if chosen is None:
        return
    measure = scenario.measure(chosen)
    others = [m.id for m in scenario.measures if m.id != chosen]
    with st.form(_key(f"links:{chosen}"), border=False):
        group, requires, excludes = _links(scenario, measure, others, t)
        feasible = st.toggle(t("Feasible for this commodity"), measure.feasible,
                             key=_key(f"feasible:{chosen}"))
        st.caption(t("The ground given: {reason}", reason=t.local(measure.feasibility)))
        if st.form_submit_button(t("Apply"), type="primary"):
            both = [t.local(scenario.measure(i).title) for i in requires if i in excludes]
            if both:
                display.refusal([t("Either needed or excluded, not both: {measures}",
                                   measures=t(", ").join(both))],
                                t("The scenario as it was before stays in use."))
                return
            try:
                session.keep(linked(scenario, measure, group=group or None, requires=requires,
                                    excludes=excludes, feasible=feasible))
            except PraError as error:
                display.problems(error, t)
            else:
                st.rerun()


def _links(scenario: Scenario, measure: Measure, others: list[str], t: Translator
           ) -> tuple[str, list[str], list[str]]:
    titles = {m.id: t.local(m.title) for m in scenario.measures}
    groups = {g.id: t.local(g.title) for g in scenario.groups}
    group = st.selectbox(
        t("Fails together with the group"), [NEW, *groups], key=_key(f"group:{measure.id}"),
        index=[NEW, *groups].index(measure.group or NEW),
        format_func=lambda i: groups.get(i, t("none: it fails on its own")),
        help=t("Same operator, packhouse or inspector: when one fails on a lot, all do."))
    requires = st.multiselect(
        t("Has no effect without"), others, [i for i in others if i in measure.requires],
        key=_key(f"requires:{measure.id}"), format_func=titles.__getitem__,
        placeholder=t("none"))
    excludes = st.multiselect(
        t("Cannot be combined with"), others, excluded_by(scenario, measure),
        key=_key(f"excludes:{measure.id}"), format_func=titles.__getitem__,
        placeholder=t("none"))
    return group, requires, excludes


def excluded_by(scenario: Scenario, measure: Measure) -> list[str]:
    """What it excludes or is excluded by: exclusion holds both ways."""
    return [m.id for m in scenario.measures if m.id != measure.id
            and (m.id in measure.excludes or measure.id in m.excludes)]


def linked(scenario: Scenario, measure: Measure, *, group: str | None, requires: list[str],
           excludes: list[str], feasible: bool) -> Scenario:
    """The scenario with one measure's links; exclusions dropped here are dropped on both sides."""
    for other in excluded_by(scenario, measure):
        there = scenario.measure(other).excludes
        if other not in excludes and measure.id in there:
            scenario = measure_edit.edited(
                scenario, other, excludes=tuple(i for i in there if i != measure.id))
    return measure_edit.edited(scenario, measure.id, group=group, requires=tuple(requires),
                               excludes=tuple(excludes), feasible=feasible)


def _group(t: Translator) -> None:
    scenario = session.scenario()
    groups = {g.id: g for g in scenario.groups}
    chosen = st.selectbox(
        t("Group"), [*groups, NEW], key=_key("group-edited"), persist_state="session",
        format_func=lambda i: t.local(groups[i].title) if i else t("A new group"))
    members = [m.id for m in scenario.measures if chosen and m.group == chosen]
    with st.form(_key(f"group-form:{chosen}"), border=False):
        name = st.text_input(t("Name"), t.local(groups[chosen].title) if chosen else "",
                             key=_key(f"group-name:{chosen}"),
                             placeholder=t("e.g. one packhouse"))
        inside = st.multiselect(
            t("Measures in it"), _may_join(scenario), members, placeholder=t("none"),
            key=_key(f"group-members:{chosen}"),
            format_func=lambda i: t.local(scenario.measure(i).title))
        outage = groups[chosen].outage if chosen else _new_outage(t)
        if chosen:
            st.caption(t("All fail together on {share} of lots",
                         share=dependence_words.share_words(groups[chosen].outage, t)))
        if st.form_submit_button(t("Apply"), type="primary"):
            _keep_group(scenario, chosen, name, outage, inside, t)
    if chosen:
        st.button(t("Dissolve this group"), icon=":material/link_off:", key=_key("dissolve"),
                  on_click=_dissolve, args=(chosen,))


def _may_join(scenario: Scenario) -> list[str]:
    """Prohibition and what acts after arrival take no group."""
    return [m.id for m in scenario.measures if m.compliance is not None]


def _new_outage(t: Translator) -> dict[str, float | None]:
    st.markdown(t("Share of lots on which all of them fail, %"))
    first = {"low": (t("Smallest"), 0.1), "mode": (t("Most likely"), 1.0),
             "high": (t("Largest"), 5.0)}
    return {key: column.number_input(title, value=value, step=0.1, format="%.4g",
                                     key=_key(f"new-outage:{key}"))
            for column, (key, (title, value)) in zip(st.columns(3), first.items(), strict=True)}


def _keep_group(scenario: Scenario, chosen: str, name: str,
                outage: Parameter | dict[str, float | None], inside: list[str], t: Translator
                ) -> None:
    try:
        session.keep(grouped(scenario, chosen, name, outage, inside, t.language))
    except PraError as error:
        display.problems(error, t)
    else:
        st.rerun()


def grouped(scenario: Scenario, chosen: str, name: str,
            outage: Parameter | dict[str, float | None], inside: list[str], language: str
            ) -> Scenario:
    """The scenario with a group changed, or added where `chosen` is empty; PraError otherwise."""
    if not name.strip():
        raise PraError("missing", "groups", "", "a text")
    key = chosen or _free_id(scenario, name)
    title = {"en": name, language: name}
    if chosen:
        title = {**next(g.title for g in scenario.groups if g.id == chosen), language: name}
    if isinstance(outage, dict):
        outage = _outage(key, outage)
    return measure_edit.with_group(scenario, key, title, outage, inside)


def _outage(key: str, typed: dict[str, float | None]) -> Parameter:
    empty = [field for field, value in typed.items() if value is None]
    if empty:
        raise PraError("missing", f"groups.{key}.outage", "", ", ".join(empty))
    low, mode, high = (float(typed[field] or 0.0) / 100 for field in ("low", "mode", "high"))
    if not 0 <= low <= mode <= high <= 1 or low == high:
        raise PraError("order", f"groups.{key}.outage",
                       f"{100 * low:g} %, {100 * mode:g} %, {100 * high:g} %",
                       N_("smallest ≤ most likely ≤ largest, between 0 % and 100 %"))
    return Parameter(name=f"{key}.outage", unit="1", source=typed_source(),
                     distribution=Pert(low=low, mode=mode, high=high))


def _free_id(scenario: Scenario, name: str) -> str:
    base = NOT_IN_ID.sub("-", name.lower()).strip("-")
    base = base if base[:1].isalpha() else "group"
    taken = {g.id for g in scenario.groups} | {n.partition(".outage")[0]
                                               for n in scenario.parameters}
    return next(one for one in (base, *(f"{base}-{i}" for i in range(2, len(taken) + 3)))
                if one not in taken)


def _dissolve(group_id: str) -> None:
    session.keep(measure_edit.without_group(session.scenario(), group_id))


def _key(name: str) -> str:
    return f"{session.generation()}:dependence:{name}"
