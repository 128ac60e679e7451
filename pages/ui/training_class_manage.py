"""Ending, prolonging and taking away a class; its table as a file; seats that were lost."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pandas as pd
import streamlit as st

from pages.ui import (
    compute_classes,
    compute_training,
    display,
    people_actor,
    session,
    session_seat,
    training_class_clock,
    training_class_link,
    training_words,
)
from pra_core.access import Actor
from pra_core.errors import PraError
from pra_core.i18n import Translator
from pra_core.store.class_tables import Answer
from pra_core.store.classes import Progress
from pra_core.training import Exercise, MeasuresQuestion, graded, read_answers
from pra_core.wording import escaped

PROLONG = 30
"""Minutes."""


def draw(actor: Actor, found: Progress, t: Translator) -> None:
    """What a trainer does with the class as a whole."""
    led, classes = found.led, compute_classes.classes()
    over = led.over(training_class_clock.now())
    with st.container(horizontal=True):
        st.download_button(
            t("Download answers as CSV"), lambda: csv_of(classes.progress(actor, led.id), t),
            f"class-{led.code}.csv", "text/csv", key="class-csv", on_click="ignore",
            icon=":material/download:")
        later = max(led.ends_at, training_class_clock.now()) + dt.timedelta(minutes=PROLONG)
        st.button(t("Open it again for {minutes} minutes", minutes=PROLONG) if over else
                  t("Prolong by {minutes} minutes", minutes=PROLONG), key="class-prolong",
                  on_click=_told, args=(lambda: classes.extend(actor, led.id, later),),
                  icon=":material/more_time:")
        if not over:
            st.button(t("End the class"), key="class-close", icon=":material/stop_circle:",
                      on_click=_told, args=(lambda: classes.close(actor, led.id),))
    _seats(led.id, t)
    with st.expander(t("Delete this class"), icon=":material/delete:"):
        st.markdown(t("Deletes the class with all nicknames and answers. It cannot be undone."))
        st.caption(t("Classes that ended more than a year ago are deleted when a new one is"
                     " opened."))
        sure = st.checkbox(t("Yes, delete everything of this class"), key=f"class-sure-{led.id}")
        st.button(t("Delete"), key="class-forget", disabled=not sure,
                  on_click=_told, args=(lambda: _forget(actor, led.id),))


@st.fragment
def _seats(class_id: str, t: Translator) -> None:
    """The way back for whoever lost the own page, and taking somebody out.

    Asked by number, since who sits where changes while the page stands.
    """
    with st.expander(t("Seats: hand out a lost one again, or take one away"),
                     icon=":material/event_seat:"):
        number = st.number_input(t("Number of the seat, as in the table"), 1, None, None,
                                 key=f"class-seat-{class_id}", width=320)
        if number is None:
            return
        actor, classes = people_actor.actor(), compute_classes.classes()
        with display.guard(t):
            named = {seat.number: seat for seat in classes.progress(actor, class_id).seats}
            if number not in named:
                st.markdown(t("Nobody sits there."))
                return
            seat = named[int(number)]
            st.markdown(t("Whoever opens this address sits on the seat of {name}:",
                          name=escaped(seat.nickname)))
            st.code(training_class_link.address(session_seat.SEAT, seat.token, t), language=None)
            st.button(t("Take this seat away, with its answers"),
                      key=f"class-remove-{seat.number}", on_click=_told,
                      icon=":material/person_remove:",
                      args=(lambda: classes.remove_seat(actor, class_id, seat.number),))


def csv_of(found: Progress, t: Translator) -> bytes:
    """One row per answer to a question, in words; spreadsheet formulas stay text."""
    named = {seat.number: seat.nickname for seat in found.seats}
    known = compute_training.exercises()
    rows = [{
        t("Seat"): one.number, t("Nickname"): named.get(one.number, ""),
        t("Exercise"): t.local(known[one.exercise].title) if one.exercise in known
        else one.exercise, t("Points"): round(one.points, 2), t("of"): one.most,
        t("Hints"): one.hints, t("Times handed in"): one.times,
        t("Handed in (UTC)"): one.given_at.strftime("%Y-%m-%d %H:%M:%S"),
        t("Question"): _asked(known.get(one.exercise), question, t),
        t("Answer"): _words(known.get(one.exercise), question, answer, found.led.seed, t),
        t("Points of the question"): points.get(question, ""),
    } for one in found.answers for points in (_points(one, found, known),)
        for question, answer in one.answers.items()]
    return display.csv_bytes(pd.DataFrame(rows))


def _points(one: Answer, found: Progress, known: dict[str, Exercise]) -> dict[str, float]:
    """Points by question; none where the exercise is another one by now."""
    try:
        exercise = known[one.exercise]
        solution = compute_training.solution(exercise.id, found.led.seed)
        done = graded(solution, read_answers(exercise, one.answers))
    except (KeyError, PraError):
        return {}
    return {part.question: round(part.points, 2) for part in done.parts if part.out_of}


def _asked(exercise: Exercise | None, question_id: str, t: Translator) -> str:
    question = exercise.question(question_id) if exercise is not None else None
    return t.local(question.text) if question is not None else question_id


def _words(exercise: Exercise | None, question_id: str, answer: object, seed: int,
           t: Translator) -> object:
    """Ids of options, items and measures as their words; numbers and texts as they are."""
    question = exercise.question(question_id) if exercise is not None else None
    if exercise is None or question is None or not isinstance(answer, list | tuple):
        return "; ".join(map(str, answer)) if isinstance(answer, list | tuple) else answer
    titles = dict(training_words.option_titles(question, t))
    if isinstance(question, MeasuresQuestion):
        if not answer:
            return t("No measure beyond commercial practice")
        scenario = compute_training.ground(exercise.id, seed).scenario
        titles = {m.id: t.local(m.title) for m in scenario.measures}
    return "; ".join(titles.get(str(one), str(one)) for one in answer)


def _forget(actor: Actor, class_id: str) -> None:
    compute_classes.classes().forget(actor, class_id)
    session_seat.lead("")
    session.show(session_seat.SHOWN, None)


def _told(call: Callable[[], object]) -> None:
    try:
        call()
    except PraError as error:
        session_seat.tell(error)
