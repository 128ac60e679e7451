"""Exercises for somebody working alone: the list, and the one being worked on."""

from __future__ import annotations

import streamlit as st

from pages.ui import (
    compute_training,
    display,
    people_actor,
    session,
    session_training,
    training_answers,
    training_kept,
    training_task,
    training_words,
)
from pages.ui.session_training import Record
from pages.ui.training_desk import Desk
from pra_core.errors import PraError
from pra_core.i18n import Translator
from pra_core.training import Answers, Exercise, Graded

REFUSED = "exercise-refused"
"""What was wrong with the exercise that was to begin."""


def draw(t: Translator) -> None:
    """The exercise that runs, else all of them."""
    training_kept.restore()
    known, run = compute_training.exercises(), session_training.running()
    if run is None or run.seat:
        _list(known, t)
        return
    desk = _desk(run.exercise)
    _ways_out(run.exercise, desk, t)
    unkept = session_training.unkept()
    if unkept is not None:
        display.problems(unkept, t, t("What you answer is not being kept for a reload."))
    training_task.draw(run.exercise, desk, t)
    if desk.open:
        session_training.keep_typed(run.exercise.id, {
            key: value for key, value in training_answers.collected(
                run.exercise.questions, desk).items() if value is not None})
    training_kept.keep()


def _desk(exercise: Exercise) -> Desk:
    done = session_training.record(exercise.id)

    def hand_in(answers: Answers, graded: Graded) -> None:
        session_training.keep_record(exercise.id, Record(graded.hints, answers, graded))

    def take_hint(count: int) -> None:
        session_training.keep_record(exercise.id, Record(count, done.answers, done.graded))

    return Desk(f"alone:{exercise.id}", exercise.setting.seed, done.answers, done.hints,
                open=done.graded is None, reveal=done.graded is not None, hand_in=hand_in,
                take_hint=take_hint, draft=training_answers.drafted(
                    exercise, session_training.typed(exercise.id)))


def _ways_out(exercise: Exercise, desk: Desk, t: Translator) -> None:
    back, again, _ = st.columns([2, 2, 3])
    back.button(t("All exercises (ends this one)"), key="exercise-list", on_click=training_kept.end,
                icon=":material/arrow_back:", width="stretch")
    if desk.given:
        again.button(t("Try again from the start"), key="exercise-again", on_click=_again,
                     args=(exercise, desk), icon=":material/replay:", width="stretch")


def _again(exercise: Exercise, desk: Desk) -> None:
    session_training.forget_record(exercise.id)
    session_training.keep_typed(exercise.id, {})
    training_answers.clear(exercise.questions, desk)
    session_training.start_over()


def _begin(exercise_id: str) -> None:
    """Begin, or say on the list what is wrong with the exercise."""
    try:
        ground = compute_training.ground(exercise_id)
    except PraError as error:
        session.show(REFUSED, error)
    else:
        session_training.begin(ground)


def _list(known: dict[str, Exercise], t: Translator) -> None:
    done = [g for e in known if (g := session_training.record(e).graded) is not None]
    if done:
        display.sentence(t("**{done} of {all} exercises done**, {points} of {most} points.",
                           done=len(done), all=len(known), most=sum(g.out_of for g in done),
                           points=training_words.points_words(sum(g.points for g in done), t)))
    else:
        display.sentence(t("**{all} exercises**, from reading a chart to decisions that were"
                           " disputed before the WTO.", all=len(known)))
    st.caption(t("Each exercise runs on a copy of its own. What you are working on is put aside"
                 " and comes back when you end it."))
    st.caption(_kept_words(t))
    why = session.shown(REFUSED)
    for error in [*compute_training.refused(), *([why] if isinstance(why, PraError) else [])]:
        display.problems(error, t, t("The other exercises can be used."))
    session.show(REFUSED, None)
    for exercise in known.values():
        _row(exercise, t)


def _kept_words(t: Translator) -> str:
    if training_kept.by_address(people_actor.actor()):
        return t("What you answer hangs on the address of this page: a reload goes on with it,"
                 " until the workbench is restarted.")
    return t("What you answer is kept for you, also for your next visit.")


def _row(exercise: Exercise, t: Translator) -> None:
    done = session_training.record(exercise.id).graded
    with st.container(border=True, key=f"exercise-{exercise.id}"):
        words, button = st.columns([5, 1], vertical_alignment="center")
        with words:
            st.markdown(f"**{t.local(exercise.title)}**")
            st.markdown(t.local(exercise.summary))
            st.caption(training_words.about(exercise, t))
        with button:
            if done is not None:
                st.markdown(training_words.score(done, t))
            st.button(t("Begin") if done is None else t("Look at it"), width="stretch",
                      key=f"begin-{exercise.id}", on_click=_begin, args=(exercise.id,),
                      type="primary" if done is None else "secondary")
