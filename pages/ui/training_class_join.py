"""A trainee in a class: the door, the list of exercises, and the one being worked on."""

from __future__ import annotations

import datetime as dt
from functools import partial

import streamlit as st

from pages.ui import (
    compute_classes,
    compute_training,
    display,
    session,
    session_seat,
    training_answers,
    training_class_clock,
    training_class_seat,
    training_task,
)
from pages.ui import session_training as exercises
from pages.ui.training_desk import Desk
from pra_core.errors import PraError
from pra_core.i18n import Translator
from pra_core.store.class_code import LONGEST_NICKNAME
from pra_core.store.class_seats import Taken
from pra_core.training import Answers, Exercise, Graded, read_answers
from pra_core.wording import escaped

LOOK_AGAIN = dt.timedelta(seconds=5)
"""How often a trainee's page asks whether a solution was shown."""


def draw(t: Translator) -> None:
    """The door for whoever has no seat, else the class from that seat."""
    token = session_seat.token()
    if not token:
        _door(t)
        return
    try:
        taken = compute_classes.seats().taken(token)
    except PraError as error:
        display.problems(error, t, t("What was handed in before is kept."))
        st.button(t("Leave the seat"), key="class-leave", on_click=training_class_seat.leave)
        return
    _seated(taken, t)


def _door(t: Translator) -> None:
    display.sentence(t("Your trainer shows a code: **join with it**, no account is needed."))
    with st.form("class-join", width=480):
        code = st.text_input(t("Code of the class"), key="class-code", max_chars=40,
                             value=st.query_params.get(session_seat.CLASS, "")[:40],
                             placeholder="ACD 347", autocomplete="off")
        name = st.text_input(t("Nickname"), key="class-nickname", max_chars=LONGEST_NICKNAME,
                             autocomplete="off",
                             help=t("Seen by the trainer only. It need not be your name."))
        joining = st.form_submit_button(t("Join the class"), key="class-joining", type="primary")
    st.caption(t("Kept of you: the nickname, your answers, and the scenario you work on. The"
                 " trainer can delete the class with all of it."))
    st.caption(t("Classes that ended more than a year ago are deleted when a new one is opened."))
    if joining:
        _join(code, name, t)


def _join(code: str, name: str, t: Translator) -> None:
    if not name.strip():
        st.error(t("Please type a nickname: any name, up to {most} characters.",
                   most=LONGEST_NICKNAME))
        return
    visit, source = session_seat.visit(), compute_classes.source(st.context.ip_address)
    try:
        if seconds := compute_classes.wait(visit, source):
            raise PraError("too_many_tries", "", seconds)
        seat = compute_classes.seats().join(code, name)
    except PraError as error:
        if error.problems[0].code == "class_unknown":
            compute_classes.missed(visit, source)
        display.problems(error, t, t("What you typed stays."))
        return
    training_class_seat.sit(seat.token)
    st.rerun()


def _seated(taken: Taken, t: Translator) -> None:
    led, over = taken.led, taken.led.over(training_class_clock.now())
    known = compute_training.exercises()
    given = [known[one] for one in led.exercises if one in known]
    answer = st.container()
    st.caption(_ending(taken, over, t))
    left, right = st.columns([5, 1], vertical_alignment="bottom")
    with left:
        chosen = _choose(taken, given, t)
    with right:
        st.button(t("Leave the class"), key="class-leave", icon=":material/logout:",
                  on_click=training_class_seat.leave, width="stretch",
                  help=t("Your seat stays at its address; to return, open that address again."))
    if not over or set(led.revealed) < set(led.exercises):
        _watch(taken.seat.token, _state(taken), t)
    with answer:
        # Below an exercise its own points are the page's answer.
        (display.sentence if chosen is None else st.markdown)(_done(taken, given, t))
    if chosen is not None:
        st.caption(" · ".join(escaped(_titled(taken, one, t)) for one in given))
    else:
        st.markdown("\n".join([t("Choose an exercise to begin with it."), "", *(
            f"- **{escaped(_titled(taken, one, t))}** {escaped(t.local(one.summary))}"
            for one in given)]))
        return
    desk = _desk(taken, chosen, over)
    training_task.draw(chosen, desk, t)
    if desk.open:
        # Kept with the seat, so that a reload brings back what was typed.
        session_seat.typed()[chosen.id] = {
            key: value for key, value in training_answers.collected(
                chosen.questions, desk).items() if value is not None}


def _done(taken: Taken, given: list[Exercise], t: Translator) -> str:
    return t("**{name}**, you have handed in **{done} of {all}** exercises of the class"
             " “{title}”.", name=escaped(taken.seat.nickname), all=len(given),
             done=sum(one.id in taken.answers for one in given), title=escaped(taken.led.title))


def _ending(taken: Taken, over: bool, t: Translator) -> str:
    if over:
        return t("The class has ended: nothing more is taken, and what you handed in stays.")
    return t("Open until {time}. Everybody works on a copy of their own with seed {seed}. The"
             " address of this page is your seat: reload it, or open it elsewhere, and go on.",
             time=training_class_clock.clock_words(taken.led.ends_at), seed=taken.led.seed)


def _choose(taken: Taken, given: list[Exercise], t: Translator) -> Exercise | None:
    """The exercise chosen, if it is the one that runs.

    A list is told by its labels, so each language has one of its own; what was chosen is kept
    beside them.
    """
    ids = {one.id: one for one in given}
    picked, key = session.shown(session_seat.PICKED), f"{session_seat.PICKED}-{t.language}"
    session.show(key, picked if picked in ids else None)
    st.selectbox(
        t("Exercise"), list(ids), key=key, index=None, persist_state="session",
        placeholder=t("Choose an exercise"), on_change=_begin, args=(key, taken.led.seed),
        format_func=lambda one: t("{title} ({minutes} min)", title=t.local(ids[one].title),
                                  minutes=ids[one].minutes))
    running = exercises.running()
    if picked not in ids or running is None or running.exercise.id != picked:
        return None
    return ids[str(picked)]


def _begin(key: str, seed: int) -> None:
    picked = session.shown(key)
    if picked not in compute_training.exercises():
        return
    session.show(session_seat.PICKED, picked)
    try:
        training_class_seat.begin(str(picked), seed)
    except PraError as error:
        session_seat.tell(error)


def _titled(taken: Taken, exercise: Exercise, t: Translator) -> str:
    """Title and how far it is."""
    title, answer = t.local(exercise.title), taken.answers.get(exercise.id)
    if answer is None:
        return t("{title}: not handed in yet", title=title)
    if _shown(taken, exercise):
        return t("{title}: {points} of {most} points", title=title,
                 points=t.number(answer.points), most=t.number(answer.most))
    return t("{title}: handed in", title=title)


def _shown(taken: Taken, exercise: Exercise) -> bool:
    """Whether this trainee may see the solution."""
    return exercise.id in taken.led.revealed or (
        taken.led.at_once and exercise.id in taken.answers)


def _desk(taken: Taken, exercise: Exercise, over: bool) -> Desk:
    seats, token, name = compute_classes.seats(), taken.seat.token, exercise.id
    answer, shown = taken.answers.get(name), _shown(taken, exercise)
    return Desk(
        key=f"class-{taken.seat.class_id}-{taken.seat.number}-{name}", seed=taken.led.seed,
        given=read_answers(exercise, answer.answers) if answer else {},
        hints=max(taken.seat.hints.get(name, 0), answer.hints if answer else 0),
        open=not over and not shown, reveal=shown,
        hand_in=partial(_hand_in, token, name),
        draft=training_answers.drafted(exercise, session_seat.typed().get(name, {})),
        take_hint=lambda hints: _told(lambda: seats.take_hint(token, name, hints)))


def _hand_in(token: str, name: str, answers: Answers, done: Graded) -> None:
    given = {key: list(one) if isinstance(one, tuple) else one for key, one in answers.items()}
    _told(lambda: compute_classes.seats().hand_in(
        token, name, given, points=done.points, most=done.out_of, hints=done.hints))


def _told(call: object) -> None:
    """Do it; what was refused is told when the page is drawn next, typed answers stay."""
    assert callable(call)
    try:
        call()
    except PraError as error:
        session_seat.tell(error)


def _state(taken: Taken) -> tuple[object, ...]:
    return (taken.led.revealed, taken.led.exercises, taken.led.ends_at,
            taken.led.over(training_class_clock.now()))


@st.fragment(run_every=LOOK_AGAIN)
def _watch(token: str, known: tuple[object, ...], t: Translator) -> None:
    """Draws the page anew once the trainer shows a solution or ends the class."""
    try:
        found = compute_classes.seats().taken(token)
    except PraError as error:
        # The connection to the database may come back: what was typed stays on the page.
        st.caption(t.error(error.problems[0]))
        return
    if _state(found) != known:
        st.rerun()
