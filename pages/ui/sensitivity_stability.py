"""The view "stability": would the choice survive other assumptions that are as reasonable?"""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from pages.ui import compute_sets, compute_stability, display, session
from pages.ui.compute_stability import Found, Part
from pra_core import decision_stability as stability
from pra_core import labels
from pra_core.errors import N_
from pra_core.figures import stability as figures
from pra_core.figures import stability_break_words as break_words
from pra_core.figures import stability_case_words as case_words
from pra_core.figures import stability_words as words
from pra_core.i18n import Translator
from pra_core.scenario import Scenario

START = {"all": N_("Try other shapes, all at once"), "one": N_("Try other shapes, one at a time"),
         "breaks": N_("Look for breaking points")}
MOST_ROWS = 10
"""Breaking points shown at once, the likeliest; the rest one click away."""
Bars = dict[Part, Callable[[float], None]]
"""Shows how far the part that runs is."""


def draw(t: Translator) -> None:
    """The answer, what every future needed, other shapes, breaking points, assessors, a case."""
    scenario = session.scenario()
    st.subheader(t("Would the choice survive other assumptions?"))
    if not scenario.measures:
        st.markdown(t("There are no measures to choose from."))
        return
    with display.guard(t):
        with st.spinner(t("Judging every set of measures …"), show_time=True):
            found = compute_stability.found(scenario)
        answer = st.empty()
        _futures(scenario, found, t)
        bars = {**_shapes(scenario, found, t), **_breaks(scenario, found, t)}
        _assessors(scenario, found, t)
        _case(t)
        with answer.container():
            _answer(scenario, found, t)
        _go_on(scenario, bars)


def _answer(scenario: Scenario, found: Found, t: Translator) -> None:
    shapes = words.shapes_sentence(found.rivals.get("all", ()), t, found.rivals.get("one", ()))
    seen, _ = compute_stability.futures(scenario)
    st.markdown("  \n".join(part for part in (
        shapes, words.futures_sentence(found.ladder, seen, t)) if part))


def _futures(scenario: Scenario, found: Found, t: Translator) -> None:
    """A bar per set, simulation error apart, and the sets by name."""
    rungs = found.ladder
    seen, told = compute_stability.futures(scenario)
    named = words.set_names(rungs, t)
    table = words.sets_table(rungs, seen, t)
    st.subheader(t("What would each future have needed?"))
    display.chart(figures.needed(
        found=seen, named=named, hover=[words.hover(m) for m in table["measures"]],
        chosen=rungs.chosen, t=t), "stability-futures", t,
        t("Sets from the lightest to the strictest; framed: the recommended one"))
    st.markdown(words.assurance_words(rungs, t))
    st.markdown(words.simulation_words(rungs, told, seen.draws, t))
    with st.expander(t("These sets by name"), icon=":material/list:"):
        display.prose(table, "stability-sets", t, {k: t(v) for k, v in words.SETS.items()})


def _shapes(scenario: Scenario, found: Found, t: Translator) -> Bars:
    """Other shapes of the distributions, all at once and one at a time."""
    st.subheader(t("Other shapes of the uncertain numbers"))
    if compute_sets.is_settled(scenario) and _first(scenario, "all"):
        session.show(_key("running"), "all")
    bars = _buttons(found, "all", t)
    rows = found.rivals.get("all", ())
    if rows:
        now = compute_stability.median_now(scenario)
        display.prose(words.all_table(found.ladder, rows, now, t), "stability-all", t,
                      {k: t(v) for k, v in words.ALL.items()})
        st.caption(words.kept_words(t))
    bars |= _buttons(found, "one", t)
    alone = found.rivals.get("one", ())
    if alone:
        display.prose(words.one_table(found.ladder, alone, t), "stability-one", t,
                      {k: t(v) for k, v in words.ONE.items()})
    return bars


def _breaks(scenario: Scenario, found: Found, t: Translator) -> Bars:
    """From which value of each number on another set would be recommended."""
    st.subheader(t("The breaking point of each number"))
    st.markdown(t("If one number were known exactly while the others stay as uncertain as they are:"
                  " from which value on would another set be recommended, and how likely is that?"))
    bars, said = _buttons(found, "breaks", t), st.empty()
    bar = bars.get("breaks")

    def tell(share: float) -> None:
        if bar is not None:
            bar(share)
        said.markdown(break_words.breaks_sentence(
            found.ladder, compute_stability.all_breaks(scenario), len(found.breaks), t))

    if bar is not None:
        bars = {"breaks": tell}
    if not found.breaks:
        return bars
    tell(found.share.get("breaks", 0.0))
    rows = compute_stability.all_breaks(scenario)
    table = break_words.breaks_table(found.ladder, rows, t)
    display.prose(table.head(MOST_ROWS), "stability-breaks", t,
                  {k: t(v) for k, v in break_words.BREAKS.items()})
    if len(table) > MOST_ROWS:
        with st.expander(t("Every breaking point"), icon=":material/list:"):
            display.prose(table, "stability-every-break", t,
                          {k: t(v) for k, v in break_words.BREAKS.items()})
    if found.share.get("breaks") == 1.0:
        idle = len(found.breaks) - len({one.parameter for one in rows if one.chance > 0})
        st.caption(t("The other {count} numbers change nothing within their distributions. The"
                     " climate model as a whole is no single number and is left out.", count=idle))
    return bars


def _assessors(scenario: Scenario, found: Found, t: Translator) -> None:
    """Each assessor alone, and all but each."""
    judged = stability.elicited(scenario)
    if not judged:
        return
    st.subheader(t("Whom one believes"))
    named = {name: labels.parameter_label(scenario, name, t) for name in judged}
    chosen = None
    if len(judged) > 1:
        chosen = st.selectbox(
            t("Judged number"), [None, *named], key=_key("judged"),
            format_func=lambda name: named.get(name, t("All judged numbers together")))
    asked = _key(f"believed-{chosen}")
    if not st.toggle(t("Choose the measures with each assessor alone, and without each"),
                     key=asked, persist_state="session"):
        return
    with st.spinner(t("Believing one assessor at a time …"), show_time=True):
        frame = compute_stability.assessors(scenario, chosen)
    st.markdown(words.assessors_sentence(found.ladder, frame, t))
    display.prose(words.assessor_table(found.ladder, frame, t), "stability-assessors", t,
                  {k: t(v) for k, v in words.ASSESSORS.items()})


def _case(t: Translator) -> None:
    """The worked example; computed only when it is opened."""
    st.subheader(t("A case that went to the WTO: what does “negligible” mean?"))
    if not st.toggle(t("Show the case"), key=_key("case")):
        return
    with st.spinner(t("Replacing one step of the fire blight example …"), show_time=True):
        found, swap = compute_stability.case()
    st.markdown(case_words.story(t))
    st.markdown(case_words.answer(found, swap, t))
    left, right = st.columns(2)
    code = compute_stability.case_scenario().fingerprint
    with left:
        display.chart(figures.densities(found=found, logarithmic=False, t=t), "case-linear", t,
                      t("Dotted: the means"), code)
    with right:
        display.chart(figures.densities(found=found, logarithmic=True, t=t), "case-log", t,
                      t("The same on a logarithmic axis"), code)
    st.markdown(case_words.lesson(found, t))
    display.prose(case_words.table(found, swap, t), "case-figures", t,
                  {k: t(v) for k, v in case_words.COLUMNS.items()})


def _key(name: str) -> str:
    return f"{session.generation()}:stability-{name}"


def _first(scenario: Scenario, part: Part) -> bool:
    """Whether a part is to begin by itself: once per scenario and visitor, nothing running."""
    seen = _key(f"seen-{part}")
    if session.shown(seen) == scenario.with_measures(()).fingerprint:
        return False
    session.show(seen, scenario.with_measures(()).fingerprint)
    return (session.shown(_key("running")) is None
            and compute_stability.found(scenario).share.get(part) != 1.0)


def _buttons(found: Found, part: Part, t: Translator) -> Bars:
    """Buttons to run and to stop a part, how far it came, and its bar while it runs."""
    share, running = found.share.get(part, 0.0), session.shown(_key("running"))
    if share == 1.0:
        return {}
    settled = compute_sets.is_settled(session.scenario())
    # Both are always there: one that came and went would linger beside the progress.
    with st.container(horizontal=True):
        st.button(t(START[part]), key=_key(f"start-{part}"),
                  disabled=running is not None or not settled,
                  on_click=_set_running, args=(part,), icon=":material/play_arrow:",
                  help=None if settled else t("First the sets near the limit are judged."))
        st.button(t("Stop"), key=_key(f"stop-{part}"), disabled=running != part,
                  on_click=_set_running, args=(None,), icon=":material/stop:")
    if running == part:
        bar = st.progress(0.0)

        def tell(share: float) -> None:
            bar.progress(share, t("{share} done", share=t.percent(share, 2)))

        tell(share)
        return {part: tell}
    if share > 0:
        st.caption(t("Stopped at {share}.", share=t.percent(share, 2)))
    return {}


def _go_on(scenario: Scenario, bars: Bars) -> None:
    """Runs what was started, at the end of the view so that the rest can be read meanwhile.

    Not before every close set is judged: what is recommended hangs on them.
    """
    if not compute_sets.is_settled(scenario):
        return
    for part, tell in bars.items():
        for share in compute_stability.steps(scenario, part):
            tell(share)
        _set_running(None)
        st.rerun()


def _set_running(part: Part | None) -> None:
    session.show(_key("running"), part)
