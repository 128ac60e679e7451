"""Leading classes: open one, go to one opened before, and the one on screen."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress

import streamlit as st

from pages.ui import (
    compute_classes,
    compute_training,
    display,
    people_actor,
    session,
    session_seat,
    training_class_clock,
    training_class_view,
)
from pra_core import access
from pra_core.access import Actor
from pra_core.errors import PraError, Problem
from pra_core.i18n import Translator
from pra_core.store.class_code import spoken
from pra_core.store.class_tables import TrainingClass
from pra_core.store.classes import LARGEST_SEED
from pra_core.wording import escaped

MINUTES = 90
LONGEST_MINUTES = 60 * 24 * 14


def draw(t: Translator) -> None:
    """The class on screen, else those opened before and the form for a new one."""
    actor = people_actor.actor()
    refused = access.refusal(actor, "create", None, people_actor.today())
    if refused:
        name = actor.name or actor.email or t("somebody")
        display.note(t("To lead a class you need a role in this workbench: {reason}",
                       reason=escaped(t.error(Problem(refused, "", name, "create")))))
        return
    if session_seat.leading():
        try:
            training_class_view.draw(actor, session_seat.leading(), t)
            return
        except PraError as error:
            display.problems(error, t, t("Your other classes are below."))
            session_seat.lead("")
    display.sentence(t("Open a class, show its **code**, and everybody works on a copy of their"
                       " own: you see how far they are and what they answer."))
    _opened_before(actor, t)
    _form(actor, t)


def _opened_before(actor: Actor, t: Translator) -> None:
    found = {one.id: one for one in compute_classes.classes().led_by(actor)}
    if not found:
        return
    session.show("class-chosen", None)
    st.selectbox(t("Classes you opened"), list(found), index=None, key="class-chosen",
                 placeholder=t("Choose a class to go on with it"), on_change=_choose,
                 format_func=lambda one: _titled(found[one], t))


def _titled(one: TrainingClass, t: Translator) -> str:
    over = one.over(training_class_clock.now())
    return t("{title} · {code} · opened {time} · {state}", title=one.title,
             code=spoken(one.code), time=training_class_clock.clock_words(one.opened_at),
             state=t("ended") if over else t("running now"))


def _choose() -> None:
    chosen = session.shown("class-chosen")
    if chosen:
        session_seat.lead(str(chosen))


def _form(actor: Actor, t: Translator) -> None:
    known = compute_training.exercises()
    st.subheader(t("A new class"))
    with st.form("class-open", width=760):
        title = st.text_input(t("Title"), key="class-title", max_chars=100,
                              placeholder=t("e.g. Course on import risk, day 2"))
        chosen = st.multiselect(
            t("Exercises, in the order they are done"), list(known),
            key=f"class-exercises-{t.language}",
            format_func=lambda one: t.local(known[one].title),
            placeholder=t("Choose exercises"))
        seed, minutes = st.columns(2)
        with seed:
            number = st.number_input(
                t("Seed"), 0, LARGEST_SEED, 1, key="class-seed",
                help=t("Everybody gets the same simulated futures, so answers can be compared."))
        with minutes:
            length = st.number_input(t("Open for, minutes"), 5, LONGEST_MINUTES, MINUTES, step=15,
                                     key="class-minutes")
        at_once = st.checkbox(
            t("Show points and solution to everybody right after handing in"), key="class-at-once",
            help=t("Otherwise you show the solution of each exercise when you choose to, and"
                   " answers can be changed until then."))
        if st.form_submit_button(t("Open the class"), key="class-opening", type="primary"):
            _open(actor, title, tuple(chosen), int(number), int(length), at_once, t)


def _open(actor: Actor, title: str, exercises: tuple[str, ...], seed: int, minutes: int,
          at_once: bool, t: Translator) -> None:
    if not exercises:
        st.error(t("Choose at least one exercise."))
        return
    try:
        opened = compute_classes.classes().open(
            actor, title=title or t("Class"), exercises=exercises, seed=seed, at_once=at_once,
            ends_at=training_class_clock.now() + dt.timedelta(minutes=minutes))
    except PraError as error:
        display.problems(error, t, t("No class was opened; what you typed stays."))
        return
    session_seat.lead(opened.id)
    _work_out(opened, t)
    st.rerun()


def _work_out(opened: TrainingClass, t: Translator) -> None:
    """The right answers, before somebody hands in and would have to wait for them."""
    known = compute_training.exercises()
    given = [known[one] for one in opened.exercises if one in known]
    bar = st.progress(0.0)
    for number, one in enumerate(given):
        bar.progress(number / len(given), t("Working out the right answers: {title} …",
                                            title=t.local(one.title)))
        with suppress(PraError):  # told where the exercise is opened
            compute_training.solution(one.id, opened.seed)
