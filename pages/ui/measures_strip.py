"""Measures along the pathway: each a switch at its step, with what it does and how surely."""

from __future__ import annotations

import html
import textwrap

import streamlit as st

from pages.ui import compute_charts, forms, session
from pages.ui.measures_words import Told
from pra_core import labels, wording
from pra_core.errors import N_
from pra_core.figures import measure_words
from pra_core.i18n import Translator
from pra_core.measure import Measure
from pra_core.parameter import Parameter
from pra_core.presentation import at_step, kept_apart, measure_parameters, without_support
from pra_core.scenario import Scenario
from pra_core.step import STEPS

AFTER = N_("After arrival")
STYLE = """<style>
.pra-step {background: #f5f7f6; color: #1b2a33; padding: .35rem .9rem .35rem .7rem;
  font-weight: 600; font-size: .95rem; border-bottom: 3px solid #d9dfdc;
  clip-path: polygon(0 0, calc(100% - 12px) 0, 100% 50%, calc(100% - 12px) 100%, 0 100%);}
.pra-step.on {background: #0b6e4f; color: #ffffff; border-color: #0b6e4f;}
div[class*="st-key-measure-"] {border-left: 4px solid #d9dfdc; padding-left: .6rem;}
div[class*="st-key-measure-on-"] {border-left-color: #0b6e4f;}
div[class*="st-key-measure-never-"] {opacity: .62;}
</style>"""
FIRST_ROW = STEPS[:4]
SECOND_ROW = (*STEPS[4:], "after")
DETAILS = "what-measures-do"
REASON = 90
"""Letters of a reason shown on the strip; all of it is in the switch's help."""


def strip(t: Translator) -> None:
    """The steps from origin to host, each with its measures."""
    scenario = session.scenario()
    st.html(STYLE)
    st.toggle(t("Show what each measure does"), key=DETAILS, persist_state="session",
              help=t("Or point at the question mark beside a measure."))
    tags = {g.id: chr(ord("A") + i) for i, g in enumerate(scenario.groups)}
    told, number = compute_charts.told(scenario), 0
    for row in (FIRST_ROW, SECOND_ROW):
        for column, step in zip(st.columns(len(row), gap="small"), row, strict=True):
            number += 1
            with column:
                _step(scenario, step, number, tags, told, t)
    if session.shown(DETAILS):
        st.caption(measure_words.marks_words(t))
    for group in scenario.groups:
        st.caption(t(":material/link: {tag} · {group}: these fail together on {share} of lots"
                     " {badge}", tag=tags[group.id], group=wording.escaped(t.local(group.title)),
                     share=measure_words.share_words(group.outage, t),
                     badge=labels.badge(group.outage.source.status, t)))


def _step(scenario: Scenario, step: str, number: int, tags: dict[str, str],
          told: dict[str, Told], t: Translator) -> None:
    measures = at_step(scenario, step)
    title = t(AFTER) if step == "after" else labels.step_title(step, t)
    on = any(m.id in scenario.selected for m in measures)
    st.html(f'<div class="pra-step{" on" if on else ""}">{number} {html.escape(title)}</div>')
    if not measures:
        st.caption(t("no measure at this step"))
    for measure in measures:
        _switch(scenario, measure, tags, told[measure.id], t)


def _switch(scenario: Scenario, measure: Measure, tags: dict[str, str], told: Told,
            t: Translator) -> None:
    on, apart = measure.id in scenario.selected, kept_apart(scenario, measure.id)
    key = f"{session.generation()}:measure:{measure.id}"
    session.show(key, on)
    state = "never" if not measure.feasible else "on" if on else "off"
    with st.container(key=f"measure-{state}-{measure.id}", gap=None):
        st.toggle(wording.escaped(t.local(measure.title)), key=key, on_change=_flip,
                  args=(measure.id,), disabled=not measure.feasible or bool(apart),
                  help=told.help)
        opened = bool(session.shown(DETAILS))
        st.caption("  \n".join([*(told.details if opened else ()),
                                *_lines(scenario, measure, apart, tags, t, reason=opened)]))


def _flip(measure_id: str) -> None:
    scenario = session.scenario()
    session.keep(scenario.with_measures(sorted({*scenario.selected} ^ {measure_id})))


def _lines(scenario: Scenario, measure: Measure, apart: list[str], tags: dict[str, str],
           t: Translator, *, reason: bool) -> list[str]:
    """The level and the tie in one line; what stands in the way of the measure."""
    first = t("restriction {level} of 5", level=measure.restrictiveness)
    lines = [f"{first} · :material/link: {tags[measure.group]}" if measure.group else first]
    if not measure.feasible and not reason:
        lines = [t("**Not feasible** (why: question mark)")]
    elif not measure.feasible:
        lines.append(t("**Not feasible:** {reason}",
                       reason=wording.escaped(textwrap.shorten(
                           t.local(measure.feasibility), REASON, placeholder="…"))))
    elif apart:
        lines.append(t("**Cannot be combined with** {measures}: switch that off first",
                       measures=_titles(scenario, apart, t)))
    missing = without_support(scenario, measure.id)
    if missing:
        lines.append(t("**No effect without** {measures}", measures=_titles(scenario, missing, t)))
    return lines


def _titles(scenario: Scenario, ids: list[str], t: Translator) -> str:
    return wording.escaped(wording.set_words(scenario, ids, t))


def editor(t: Translator) -> None:
    """The numbers of one measure at a time, to change them; chosen by its title."""
    scenario = session.scenario()
    with st.expander(t("Change efficacy, compliance or cost of a measure"),
                     icon=":material/tune:"):
        chosen = st.selectbox(
            t("Measure"), [m.id for m in scenario.measures], index=None,
            key=f"{session.generation()}:measure-edited", persist_state="session",
            placeholder=t("Choose a measure"),
            format_func=lambda one: t.local(scenario.measure(one).title))
        if chosen is not None:
            forms.parameters(
                [(forms.quantity_label(scenario, p.name, t), p)
                 for p in measure_parameters(scenario, chosen)], t, "measure")


def numbers(scenario: Scenario) -> list[Parameter]:
    """Every number of the measures and their groups."""
    found = {p.name: p for m in scenario.measures for p in measure_parameters(scenario, m.id)}
    return list(found.values())
