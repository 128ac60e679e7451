"""The view of dependence: what links the measures, what shared failures cost, and changing it."""

from __future__ import annotations

import numpy as np
import streamlit as st

from pages.ui import compute_sets, display, measures_links, session
from pages.ui.measures_results import View
from pra_core import wording
from pra_core.distribution import Distribution, Fixed, scaled
from pra_core.figures import dependence, dependence_words
from pra_core.i18n import Translator
from pra_core.parameter import Parameter
from pra_core.scenario import Group, Scenario

PAIRS = 6
"""Pairs told in sentences; all of them are in the table."""
STEP = 0.1
"""Of the slider, %."""
FIRST_END = 0.1
"""The slider ends there, or further out where the scenario's own range does."""


def draw(shown: View, t: Translator) -> None:
    """The sentence, the diagram, the shared failure, the pairs, and the forms to change them."""
    scenario = shown.scenario
    st.header(t("Do the measures hang together?"))
    if not scenario.measures:
        st.markdown(t("This scenario has no measures."))
        return
    found = compute_sets.pairs_of(scenario)
    st.markdown(dependence_words.headline(shown.after, compute_sets.rate_apart(scenario),
                                          found, t))
    if idle := dependence_words.idle_words(scenario, scenario.selected, t):
        display.note(idle)
    display.chart(dependence.diagram(scenario, t), "dependence", t,
                  t("Measures in the order in which they act. Filled: selected; diamond:"
                    " inspection; thin cross: not feasible. Blue bracket: fail together; arrow:"
                    " from what is needed to what needs it; orange crosses: cannot be combined"))
    _shared(scenario, t)
    _pairs(scenario, t)
    measures_links.editor(t)


def _shared(scenario: Scenario, t: Translator) -> None:
    """The slider of the shared failure, what it does, and taking it over."""
    st.subheader(t("What if a whole group fails?"))
    if not scenario.groups:
        st.markdown(t("No group is declared: every measure fails on its own. Measures of one"
                      " operator, packhouse or inspector should share a group (below)."))
        return
    used = [g for g in scenario.groups
            if any(scenario.measure(i).group == g.id for i in scenario.selected)]
    groups = {g.id: g for g in [*used, *(g for g in scenario.groups if g not in used)]}
    left, right = st.columns([5, 7], gap="large")
    with left:
        chosen = st.selectbox(t("Group"), list(groups), key=f"{session.generation()}:outage-of",
                              format_func=lambda one: t.local(groups[one].title))
        tried = _slider(groups[chosen], t)
        _told(scenario, groups[chosen], tried, t)
    with right:
        _curve(scenario, groups[chosen], tried, t)


def _end(group: Group) -> float:
    """Where slider and curve end, a whole percentage."""
    high = float(group.outage.distribution.ppf(0.95))
    return float(np.ceil(100 * min(1.0, max(FIRST_END, 1.25 * high)))) / 100


def _now(group: Group) -> float:
    """The scenario's median in percent, as exactly as the slider stands."""
    return round(100 * float(group.outage.distribution.ppf(0.5)), 1)


def _slider(group: Group, t: Translator) -> float:
    return st.slider(
        t("Share of lots on which the whole group fails, %"), 0.0, 100 * _end(group),
        _now(group), step=STEP, format="%.1f", key=_slider_key(group.id),
        help=t("Now in the scenario: {value}",
               value=dependence_words.share_words(group.outage, t))) / 100


def _told(scenario: Scenario, group: Group, tried: float, t: Translator) -> None:
    found = compute_sets.shared_failure(scenario, group.id, np.array([tried]))
    currency = scenario.consequences.currency
    risk = [wording.amount_words(float(x), scenario.alop, currency, t) for x in found.risk[:, 0]]
    if found.members:
        st.markdown(dependence_words.tried_sentence(tried, found, risk, t))
    st.markdown(dependence_words.outage_sentence(found, scenario, t))
    st.caption(t("Now in the scenario: {value}",
                 value=f"{dependence_words.share_words(group.outage, t)} "
                       f"{display.badge(group.outage.source.status, t)}"))
    _take(group, tried, t)


def _take(group: Group, tried: float, t: Translator) -> None:
    """The button that takes the slider's share over, what it would do, and the way back."""
    moved, law = abs(100 * tried - _now(group)) > STEP / 2, moved_to(group, tried)
    fits = law.support[1] <= 1.0
    if moved and not fits:
        st.caption(t("The scenario's range would be scaled with it and reach {share}, above 100 %:"
                     " change its numbers on the Measures page instead.",
                     share=t.percent(law.support[1], 3)))
    elif moved:
        st.caption(t("It would become {value}: the range is scaled with the median.",
                     value=dependence_words.law_words(law, t)) if law.support[1] > law.support[0]
                   else t("It would become exactly {share}, without a range.",
                          share=t.percent(tried, 3)))
    with st.container(horizontal=True):
        st.button(t("Use this share in the scenario"), icon=":material/check:", on_click=_use,
                  args=(group.id, tried, t), key="use-outage", disabled=not (moved and fits),
                  help=None if moved else t("Move the slider first."))
        if isinstance(session.shown(_before_key(group.id)), Parameter):
            st.button(t("Undo"), icon=":material/undo:", on_click=_undo, args=(group.id,),
                      key="undo-outage")


def moved_to(group: Group, share: float) -> Distribution:
    """The group's outage scaled so that its median is the share; exact where it has no range."""
    law = group.outage.distribution
    median = float(law.ppf(0.5))
    return scaled(law, share / median) if median > 0 and share > 0 else Fixed(value=share)


def _use(group_id: str, share: float, t: Translator) -> None:
    scenario = session.scenario()
    group = next(g for g in scenario.groups if g.id == group_id)
    changed = session.keep(scenario.with_parameter(
        group.outage.name, moved_to(group, share), measures_links.typed_source()))
    session.show(_before_key(group_id), group.outage)
    now = next(g for g in changed.groups if g.id == group_id)
    st.toast(t("{group}: {old} → {new}. Undo stands beside the slider.",
               group=t.local(group.title), old=dependence_words.share_words(group.outage, t),
               new=dependence_words.share_words(now.outage, t)), icon=":material/check:")


def _undo(group_id: str) -> None:
    before = session.shown(_before_key(group_id))
    if isinstance(before, Parameter):
        group = next(g for g in session.keep(session.scenario().with_parameter(
            before.name, before.distribution, before.source)).groups if g.id == group_id)
        session.show(_slider_key(group_id), _now(group))
    session.show(_before_key(group_id), None)


def _slider_key(group_id: str) -> str:
    return f"{session.generation()}:outage:{group_id}"


def _before_key(group_id: str) -> str:
    return f"{session.generation()}:outage-before:{group_id}"


def _curve(scenario: Scenario, group: Group, tried: float, t: Translator) -> None:
    law = group.outage.distribution
    now = float(law.ppf(0.05)), float(law.ppf(0.5)), float(law.ppf(0.95))
    found = compute_sets.shared_failure(scenario, group.id, np.linspace(0, _end(group), 21))
    display.chart(dependence.outage(found=found, scenario=scenario, now=now, tried=tried, t=t),
                  "outage", t,
                  t("Above: residual risk, median and 90 % interval; below: P(meets) with its 95 %"
                    " interval. Grey: 90 % range in the scenario; dotted: the slider; red dashed:"
                    " the ALOP and the confidence it asks for"))


def _pairs(scenario: Scenario, t: Translator) -> None:
    st.subheader(t("Which pairs are not independent, and why"))
    every = len(scenario.selected) < 2 or st.toggle(
        t("Also with measures that are not selected"), key="pairs-of-all")
    found = compute_sets.pairs_of(scenario, every=every)
    if every and (idle := dependence_words.idle_words(
            scenario, [m.id for m in scenario.measures if m.feasible], t)):
        display.note(idle)
    if not found:
        st.markdown(t("The scenario has fewer than two feasible measures to compare."))
        return
    linked = [p for p in found if not p.independent]
    strong = sorted(linked, key=lambda p: dependence_words.weight(p), reverse=True)
    lines = [f"- {dependence_words.pair_sentence(scenario, p, t)}" for p in strong[:PAIRS]]
    st.markdown("\n".join(lines) or t("Every pair is independent as far as the model knows."))
    if len(strong) > PAIRS:
        st.caption(t("And {count} more in the table.", count=len(strong) - PAIRS))
    with st.expander(t("The pair as a table") if len(found) == 1 else
                     t("All {count} pairs as a table", count=len(found)), icon=":material/table:",
                     on_change="rerun", key="pairs-open") as opened:
        if opened.open:
            st.markdown(dependence_words.ispm14_words(t))
            display.prose(dependence_words.rows(scenario, found, t), "pairs", t,
                          dependence_words.columns(t))
