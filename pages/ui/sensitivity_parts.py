"""Parts of the sensitivity page: what is explained, the runs with progress and stop, the head."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages.ui import compute_sensitivity, compute_sets, compute_study, display, session
from pages.ui.sensitivity_runs import Waiting, ran
from pra_core import wording
from pra_core.figures import choice_words, study_answer_words, study_words
from pra_core.figures import sensitivity as figures
from pra_core.figures import sensitivity_words as words
from pra_core.figures.sensitivity_labels import row_labels, short_label
from pra_core.figures.sensitivity_words import Question
from pra_core.i18n import Translator
from pra_core.ladder import ladder
from pra_core.scenario import Scenario
from pra_core.sensitivity import names_of
from pra_core.value_of_information import StudyTable

SIZES = (64, 128, 256, 512, 1024, 2048, 4096)
USUAL = 256
SIZE = "sensitivity-n"
TOP = 5
"""Inputs in the chart under the answer; all of them are in the table."""


@dataclass(frozen=True, slots=True, eq=False)
class Shown:
    """What one run of the page explains, and how far the exact analysis is."""

    scenario: Scenario
    question: Question
    n: int
    exact: pd.DataFrame | None
    quick: Mapping[str, float]
    """The preview: input -> first order, largest first; empty where there is none."""
    waiting: list[Waiting] = field(default_factory=list)
    """What still runs; views add theirs."""
    refused: bool = False
    """Whether this result cannot be explained; why stands on the page."""

    @property
    def sure(self) -> pd.DataFrame | None:
        """The exact analysis where its intervals leave something to rank."""
        return None if self.exact is None or words.is_open(self.exact) else self.exact

    @property
    def first(self) -> tuple[str, ...]:
        """The inputs the result is said to hang on most; none where nothing is said."""
        if self.sure is None:
            return tuple(self.quick)[:1]
        return () if self.sure.attrs.get("note") else names_of(str(self.sure["parameter"].iloc[0]))

    @property
    def ranked(self) -> list[str]:
        """The inputs, the one that explains most first; by the preview until the exact is there."""
        found = ([name for row in self.sure["parameter"] for name in names_of(str(row))]
                 if self.sure is not None else list(self.quick))
        return [*found, *(name for name in self.scenario.uncertain if name not in set(found))]


@dataclass(frozen=True, slots=True)
class Places:
    """Where on the page things are said, so that what is slow can come later."""

    answer: DeltaGenerator
    pending: DeltaGenerator
    drivers: DeltaGenerator
    apart: DeltaGenerator
    chart: DeltaGenerator
    sets: DeltaGenerator


def answered(scenario: Scenario, places: Places, t: Translator) -> StudyTable | None:
    """The number worth paying for, and what knowing it would change; None where sets are too many.

    Called preliminary until `settle` is through.
    """
    with places.answer.container(), display.guard(t):
        with st.spinner(t("Asking what each number would change …"), show_time=True):
            table = compute_study.studies(scenario)
        display.sentence(study_words.short_answer(
            table, scenario, t, preliminary=not compute_sets.is_settled(scenario)))
        if table.best is not None:
            with places.sets.expander(t("The sets of the answer on top: recommended now, and what"
                                        " knowing the number would mostly lead to")):
                st.markdown("\n".join(
                    f"- {line}" for line in study_answer_words.set_lines(table, scenario, t)))
        return table
    return None


def settle(shown: Shown, table: StudyTable | None, places: Places, t: Translator) -> None:
    """Judges sets near the limit on more futures.

    Stands at the end of the page: whoever does not wait goes on, and what was judged is kept. The
    page is drawn anew with the answer that the measures page gives, too.
    """
    if table is None or compute_sets.is_settled(shown.scenario):
        return
    for found in compute_sets.settling(shown.scenario):
        if found.undecided:
            places.pending.caption(choice_words.pending_sentence(found, t))
    st.rerun()


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


def previewed(scenario: Scenario, question: Question, places: Places, t: Translator) -> Shown:
    """The quick estimate at once in its places, unless the exact analysis is there already."""
    n = int(str(session.shown(SIZE) or USUAL))
    exact = compute_sensitivity.known("sobol", scenario, question, n)
    with display.guard(t):
        shown = Shown(scenario, question, n, exact, compute_sensitivity.preview(scenario, question))
        if shown.sure is None:
            _preview(shown, places, t)
        return shown
    return Shown(scenario, question, n, exact, {}, refused=True)


def bridged(shown: Shown, table: StudyTable | None, places: Places, t: Translator) -> None:
    """Why the number to pay for is not the one the result hangs on most, where they differ."""
    if table is not None:
        places.apart.markdown(study_answer_words.bridge_sentence(table, shown.first, t))


def analysed(shown: Shown, places: Places, t: Translator) -> Shown:
    """The exact analysis in its places, or its progress while it runs."""
    scenario, n = shown.scenario, shown.n
    if shown.exact is None and not shown.refused:
        with display.guard(t):
            found = ran({"sobol": n}, scenario, shown.question, t, shown.waiting, t(
                "Exact analysis: the model runs {runs} times", runs=t.number(
                    n * (len(scenario.uncertain) + 2), 2)), by_itself=True)
            shown = replace(shown, exact=found["sobol"] if found else None)
    if shown.exact is not None:
        _exact(shown, shown.exact, places, t)
    return shown


def _preview(shown: Shown, places: Places, t: Translator) -> None:
    """The quick estimate, called that, until the exact one is there."""
    if not shown.quick:
        return
    top = list(shown.quick.items())[:TOP]
    places.drivers.markdown(about(shown.scenario, _preview_sentence(shown, t), t))
    with places.chart.container():
        display.chart(
            figures.preview(shares=[share for _, share in top], t=t, named=row_labels(
                shown.scenario, [name for name, _ in top], t)),
            "sensitivity-preview", t, " · ".join((
                words.subject_words(shown.question, shown.scenario, t),
                t("preview from the simulated futures at hand (Plischke, Borgonovo & Smith"
                  " 2013)"))))


def _preview_sentence(shown: Shown, t: Translator) -> str:
    for name, share in shown.quick.items():
        return words.preview_sentence(short_label(shown.scenario, [name], t), share, t)
    return ""


def _exact(shown: Shown, frame: pd.DataFrame, places: Places, t: Translator) -> None:
    """The sentence and the ranked bars with their intervals; where too wide, the preview stays."""
    scenario = shown.scenario
    if nothing := words.note_words(frame, t):
        places.drivers.markdown(nothing)
        return
    named = row_labels(scenario, [str(row) for row in frame["parameter"]], t)
    if words.is_open(frame):
        places.drivers.markdown("  \n".join((
            words.open_sentence(frame, named, shown.n, t), _preview_sentence(shown, t))))
        return
    places.drivers.markdown(about(scenario, wording.drivers_sentence(frame, named, t), t))
    with places.chart.container():
        display.chart(figures.indices(frame=frame.head(TOP), t=t, named=named[:TOP]),
                      "sensitivity", t, " · ".join((
                          words.subject_words(shown.question, scenario, t),
                          t("shares of the variation with 95 % intervals (Sobol' indices by"
                            " SALib, base sample n = {n}); alone may come out above with all"
                            " interactions: both have simulation error",
                            n=t.number(shown.n, 4)),
                          t("the {count} largest of {all} inputs", count=min(TOP, len(frame)),
                            all=len(frame)))))


def about(scenario: Scenario, said: str, t: Translator) -> str:
    """A sentence about the result, told what it is about: the measures selected, or none."""
    return (t("About the risk with the selected measures: {said}", said=said)
            if scenario.selected else t("About the risk without measures: {said}", said=said))
