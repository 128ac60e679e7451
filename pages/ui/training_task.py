"""One exercise at a desk: the task on the left, the page to use and the answers on the right."""

from __future__ import annotations

import streamlit as st

from pages.ui import (
    compute_training,
    display,
    session_training,
    training_answers,
    training_banner,
    training_result,
    training_words,
)
from pages.ui.training_desk import Desk
from pra_core.i18n import Translator
from pra_core.training import Exercise, Solution, graded, read_answers

FILES = {"pest": "1_pest", "entry": "2_entry", "establishment": "3_establishment",
         "spread": "4_spread", "consequences": "5_consequences", "measures": "6_measures",
         "sensitivity": "7_sensitivity"}
"""Files of pages whose names carry a number."""


def draw(exercise: Exercise, desk: Desk, t: Translator) -> None:
    """The exercise with everything that may be seen of it at this desk."""
    st.header(t.local(exercise.title))
    st.caption(training_words.about(exercise, t))
    if desk.reveal:
        _solution(exercise, desk, t)
    if desk.given:
        _handed_in(exercise, desk, t)
    task, answers = st.columns([5, 6], gap="large")
    with task:
        _task(exercise, desk, t)
    with answers:
        _answers(exercise, desk, t)
    if desk.reveal:
        training_result.draw(exercise, desk, t)


def _handed_in(exercise: Exercise, desk: Desk, t: Translator) -> None:
    """The points, or that the answers are in and the points come later."""
    if not desk.reveal:
        display.sentence(t("**Handed in.** Points and right answers follow when the trainer"
                           " shows them."))
        return
    display.sentence(training_words.score(training_result.grade(exercise, desk), t))


def _task(exercise: Exercise, desk: Desk, t: Translator) -> None:
    st.subheader(t("Task"))
    st.markdown(t.local(exercise.task))
    hidden = exercise.setting.hidden
    if hidden:
        st.info(t("1 input is hidden while the exercise runs.") if len(hidden) == 1 else
                t("{count} inputs are hidden while the exercise runs.", count=len(hidden)),
                icon=":material/visibility_off:")
    st.subheader(t("Background"))
    training_result.statements(exercise.background, t)
    _hints(exercise, desk, t)


def _hints(exercise: Exercise, desk: Desk, t: Translator) -> None:
    if not exercise.hints:
        return
    st.subheader(t("Hints"))
    shown = len(exercise.hints) if desk.reveal else desk.hints
    for hint in exercise.hints[:shown]:
        st.markdown(f":material/lightbulb: {t.local(hint.text)}")
    if desk.open and desk.hints < len(exercise.hints):
        cost = exercise.hints[desk.hints].cost
        st.button(t("Open a hint (costs 1 point)") if cost == 1 else
                  t("Open a hint (costs {cost} points)", cost=cost), key=f"{desk.key}:hint",
                  on_click=desk.take_hint, args=(desk.hints + 1,), icon=":material/lightbulb:")


def _answers(exercise: Exercise, desk: Desk, t: Translator) -> None:
    st.subheader(t("Your answers"))
    if session_training.running() is not None:
        _page_link(exercise, t)
    scenario = compute_training.ground(exercise.id, desk.seed).scenario
    for number, question in enumerate(exercise.questions, 1):
        with st.container(border=True):
            training_answers.draw(number, question, desk, scenario, t)
    if desk.open:
        _hand_in(exercise, desk, t)


def _page_link(exercise: Exercise, t: Translator) -> None:
    """The way to the page where the answer is found, and back to the exercise's own copy."""
    page = FILES.get(exercise.page, exercise.page)
    st.page_link(f"../{page}.py", label=t("Open the page of this exercise"), width="stretch",
                 query_params=training_banner.carried(t), icon=":material/open_in_new:")
    if session_training.changed():
        st.warning(t("Your copy differs from the one the answers are judged on: inputs, the level"
                     " of protection, seed or number of futures were changed."))
        st.button(t("Put the copy back as it was"), key="exercise-restart",
                  on_click=session_training.start_over, icon=":material/undo:")


def _hand_in(exercise: Exercise, desk: Desk, t: Translator) -> None:
    missing = training_answers.open_ones(exercise.questions, desk)
    if missing:
        st.caption(t("Not answered yet, and worth no points as they are: {numbers}.",
                     numbers=t(", ").join(map(str, missing))))
    label = t("Hand in again") if desk.given else t("Hand in")
    if not st.button(label, key=f"{desk.key}:hand-in", type="primary", width="stretch"):
        return
    with display.guard(t):
        answers = read_answers(exercise, training_answers.collected(exercise.questions, desk))
        if not answers:
            st.warning(t("Nothing is answered yet."))
            return
        desk.hand_in(answers, graded(_solution(exercise, desk, t), answers, desk.hints))
        st.rerun()


def _solution(exercise: Exercise, desk: Desk, t: Translator) -> Solution:
    """The right answers; the first time on a seed they take seconds, which is told."""
    with st.spinner(t("Working out the right answers …")):
        return compute_training.solution(exercise.id, desk.seed)
