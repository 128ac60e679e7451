"""Parts of the sensitivity page: what is explained, the runs with progress and stop, the head."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from time import monotonic

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages.ui import compute_sensitivity, compute_sets, compute_study, display, session
from pages.ui.compute_sensitivity import Run
from pra_core import labels, wording
from pra_core.figures import sensitivity as figures
from pra_core.figures import sensitivity_words as words
from pra_core.figures import study_words
from pra_core.figures.sensitivity_labels import row_labels
from pra_core.figures.sensitivity_words import Question
from pra_core.i18n import Translator
from pra_core.ladder import ladder
from pra_core.scenario import Scenario
from pra_core.sensitivity import names_of

SIZES = (64, 128, 256, 512, 1024, 2048, 4096)
USUAL = 256
SIZE = "sensitivity-n"
TOP = 5
"""Inputs in the chart under the answer; all of them are in the table."""
LONG = 360
"""Letters of an answer that is told in the size of the text."""
AT_ONCE = 3.0
"""Seconds a run may take without being asked for; then it waits for a click."""


@dataclass(frozen=True, slots=True, eq=False)
class Shown:
    """What one run of the page explains, and how far the exact analysis is."""

    scenario: Scenario
    question: Question
    n: int
    exact: pd.DataFrame | None
    quick: Mapping[str, float]
    """The preview: input -> first order, largest first; empty where there is none."""

    @property
    def ranked(self) -> list[str]:
        """The inputs, the one that explains most first; by the preview until the exact is there."""
        found = ([name for row in self.exact["parameter"] for name in names_of(str(row))]
                 if self.exact is not None else list(self.quick))
        return [*found, *(name for name in self.scenario.uncertain if name not in set(found))]


def answered(shown: Shown, answer: DeltaGenerator, t: Translator) -> None:
    """The number worth paying for, and what knowing it would change; said where it belongs."""
    scenario = shown.scenario
    with answer.container(), display.guard(t):
        with st.spinner(t("Asking what each number would change …"), show_time=True):
            table = compute_study.studies(scenario)
        said = study_words.answer_sentence(table, scenario, t)
        # Long sets in large letters would push the chart off the first screen.
        (st.markdown if len(said) > LONG else display.sentence)(said)
        if shown.exact is not None and table.best is not None and (
                apart := words.apart_sentence(shown.exact, table.best.names, t)):
            st.markdown(apart)


def choice(scenario: Scenario, t: Translator) -> Question:
    """The result to explain, its scale, and the other set of a difference."""
    log, bar = True, st.container(horizontal=True, vertical_alignment="bottom")
    with bar:
        subject = st.segmented_control(
            t("Result to explain"), list(words.SUBJECTS), default="rate", required=True,
            format_func=lambda one: t(words.SUBJECTS[one]), key="sensitivity-subject",
            persist_state="session") or "rate"
        if subject != "within":
            log = bool(st.segmented_control(
                t("Scale of the result"), [True, False], default=True, required=True,
                format_func=lambda one: t(words.SCALES[one]), key="sensitivity-log",
                persist_state="session"))
    other = _other(scenario, t) if subject == "difference" else None
    if subject == "difference" and other is None:
        subject = "rate"
    return Question(subject, log, other)


def _other(scenario: Scenario, t: Translator) -> tuple[str, ...] | None:
    """The set the selected one is compared with; None where there is no other."""
    with display.guard(t), st.spinner(t("Looking for sets to compare with …")):
        found = ladder(compute_sets.searched(scenario)) if scenario.measures else None
        rungs = {} if found is None else dict(zip(found.measures, found.probability, strict=True))
        rungs.pop(scenario.selected, None)
        if not rungs:
            display.note(t("There is no other set to compare with."))
            return None
        told = found.measures[found.chosen] if found is not None else ()
        options = sorted(rungs, key=lambda ids: (ids != told, ids != ()))
        return st.selectbox(
            t("The other set"), options, key=f"{session.generation()}:sensitivity-other",
            format_func=lambda ids: t("{measures} (meets the ALOP in {share})",
                                      measures=wording.set_words(scenario, ids, t),
                                      share=t.percent(float(rungs[ids]), 2)))
    return None


def analysed(scenario: Scenario, question: Question, answer: DeltaGenerator,
             chart: DeltaGenerator, t: Translator) -> Shown:
    """The preview at once in its places, then the exact analysis in theirs."""
    n = int(str(session.shown(SIZE) or USUAL))
    exact = compute_sensitivity.known("sobol", scenario, question, n)
    shown = Shown(scenario, question, n, exact, {})
    with display.guard(t):
        shown = replace(shown, quick=compute_sensitivity.preview(scenario, question))
        if exact is None:
            _preview(shown, answer, chart, t)
            found = ran({"sobol": n}, scenario, question, t, AT_ONCE, t(
                "Exact analysis: the model runs {runs} times", runs=t.number(
                    n * (len(scenario.uncertain) + 2), 2)))
            shown = replace(shown, exact=found["sobol"] if found else None)
    if shown.exact is not None:
        _exact(shown, shown.exact, answer, chart, t)
    return shown


def _preview(shown: Shown, answer: DeltaGenerator, chart: DeltaGenerator, t: Translator) -> None:
    """The quick estimate, called that, until the exact one is there."""
    if not shown.quick:
        return
    top = list(shown.quick.items())[:TOP]
    named = [labels.parameter_label(shown.scenario, name, t) for name, _ in top]
    with answer.container():
        st.markdown(words.preview_sentence(named[0], top[0][1], t))
    with chart.container():
        display.chart(
            figures.preview(shares=[share for _, share in top], t=t, named=row_labels(
                shown.scenario, [name for name, _ in top], t)),
            "sensitivity-preview", t, " · ".join((
                words.subject_words(shown.question, shown.scenario, t),
                t("preview from the simulated futures at hand (Plischke, Borgonovo & Smith"
                  " 2013)"))))


def _exact(shown: Shown, frame: pd.DataFrame, answer: DeltaGenerator, chart: DeltaGenerator,
           t: Translator) -> None:
    """The sentence and the ranked bars with their intervals."""
    scenario = shown.scenario
    if nothing := words.note_words(frame, t):
        with answer.container():
            st.markdown(nothing)
        return
    named = [wording.row_label(scenario, str(row), t) for row in frame["parameter"]]
    with answer.container():
        st.markdown(wording.drivers_sentence(frame, named, t))
    with chart.container():
        display.chart(figures.indices(frame=frame.head(TOP), t=t, named=row_labels(
            scenario, [str(row) for row in frame["parameter"][:TOP]], t)),
                      "sensitivity", t, " · ".join((
                          words.subject_words(shown.question, scenario, t),
                          t("Sobol' indices by SALib with 95 % intervals, base sample n = {n}",
                            n=t.number(shown.n, 4)),
                          t("the {count} largest of {all} inputs", count=min(TOP, len(frame)),
                            all=len(frame)))))


def ran(wanted: Mapping[str, int], scenario: Scenario, question: Question, t: Translator,
        at_once: float, doing: str) -> dict[str, pd.DataFrame] | None:
    """The tables of some methods (method -> n), or None until they are all there.

    Runs by itself for `at_once` seconds; then it waits for a click, shows its progress and can be
    stopped, and goes on where it was stopped.
    """
    runs = {method: compute_sensitivity.run(method, scenario, question, n)
            for method, n in wanted.items()}
    left = [run for run in runs.values() if run.frame is None]
    if left and at_once > 0 and not all(run.tried for run in left):
        with st.spinner(t("{doing} …", doing=doing), show_time=True):
            left = _begun(left, at_once)
    if left:
        _by_click(list(runs.values()), doing, t)
        return None
    return {method: run.frame for method, run in runs.items() if run.frame is not None}


def _begun(left: list[Run], seconds: float) -> list[Run]:
    """Runs on for some seconds; what is left after them."""
    end = monotonic() + seconds
    for run in left:
        run.tried = True
        while monotonic() < end and run.advance():
            pass
    return [run for run in left if run.frame is None]


def _by_click(runs: list[Run], doing: str, t: Translator) -> None:
    """Buttons to run and to stop, and the progress; draws the page anew when it is finished."""
    key, what = f"{session.generation()}:run-{runs[0].key[0]}", tuple(run.key for run in runs)
    running, done = session.shown(key) == what, sum(run.done for run in runs) / len(runs)
    # Both are always there: one that came and went would linger beside the progress.
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(t("Continue") if done > 0 else t("Run"), key=f"{key}-start", type="primary",
                  disabled=running, on_click=session.show, args=(key, what),
                  icon=":material/play_arrow:")
        st.button(t("Stop"), key=f"{key}-stop", disabled=not running, on_click=session.show,
                  args=(key, None), icon=":material/stop:")
    if not running:
        st.caption(t("{doing}: {share} done, it goes on from there.", doing=doing,
                     share=t.percent(done, 2)) if done > 0 else t("{doing}.", doing=doing))
        return
    bar = st.progress(done, doing)
    for run in runs:
        while run.advance():
            bar.progress(sum(one.done for one in runs) / len(runs), doing)
    session.show(key, None)
    st.rerun()
