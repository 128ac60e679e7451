"""The class a trainer leads: its code, who is how far, what they answered, and how it ends."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import segno
import streamlit as st

from pages.ui import (
    compute_classes,
    compute_training,
    display,
    people_actor,
    session,
    session_seat,
    training_class_answers,
    training_class_clock,
    training_class_link,
    training_class_manage,
)
from pra_core.access import Actor
from pra_core.errors import PraError
from pra_core.i18n import Translator
from pra_core.store.class_code import spoken
from pra_core.store.class_tables import Answer, TrainingClass
from pra_core.store.classes import Progress
from pra_core.training import Exercise
from pra_core.wording import escaped

REFRESH = dt.timedelta(seconds=3)
ROWS = 40
"""A larger class scrolls."""
CODE_STYLE = ("<style>.st-key-class-spoken p {font-size: 3.4rem; line-height: 1.1;"
              " letter-spacing: .12em; font-weight: 700;}</style>")


def draw(actor: Actor, class_id: str, t: Translator) -> None:
    """One class; PraError where the actor does not lead it."""
    found = compute_classes.classes().progress(actor, class_id)
    st.button(t("Back to all classes"), key="class-back", icon=":material/arrow_back:",
              on_click=session_seat.lead, args=("",))
    st.header(escaped(found.led.title))
    _entrance(found.led, t)
    _live(class_id, t)
    training_class_manage.draw(actor, found, t)


def _entrance(led: TrainingClass, t: Translator) -> None:
    over = led.over(training_class_clock.now())
    if over:
        display.note(t("This class has ended: nobody can join, and nothing more is taken."))
        return
    link = training_class_link.address(session_seat.CLASS, led.code, t)
    words, square = st.columns([3, 1], vertical_alignment="center")
    with words:
        with st.container(key="class-spoken"):
            st.html(CODE_STYLE)
            st.markdown(spoken(led.code))
        st.markdown(t("Join on the page “Training”, view “In a class”, with this code; or open this"
                      " address:"))
        st.code(link, language=None)
        if here := training_class_link.this_machine_only():
            st.caption(t("This address works on this machine only: others put its name or number in"
                         " the network instead of “{host}”.", host=here))
        st.caption(t("Open until {time} · seed {seed} · {rule}", seed=led.seed,
                     time=training_class_clock.clock_words(led.ends_at),
                     rule=t("solutions are shown at once") if led.at_once else
                     t("you show the solutions")))
    with square:
        if not here:
            drawn = segno.make(link, error="m")
            st.image(drawn.svg_inline(scale=4, border=2, light="#ffffff"), width=180)


@st.fragment(run_every=REFRESH)
def _live(class_id: str, t: Translator) -> None:
    """Drawn anew every few seconds; who asks is asked anew as well."""
    try:
        found = compute_classes.classes().progress(people_actor.actor(), class_id)
    except PraError as error:
        # A lost connection: the page stays, and the next look may succeed.
        st.warning(t.error(error.problems[0]))
        return
    known = compute_training.exercises()
    given = [known[one] for one in found.led.exercises if one in known]
    if not found.seats:
        display.sentence(t("Nobody has joined yet."))
        return
    _sentence(found, given, t)
    _table(found, given, t)
    chosen = _choose(given, t)
    if chosen is not None:
        training_class_answers.draw(found, chosen, t)


def _sentence(found: Progress, given: list[Exercise], t: Translator) -> None:
    complete = {(one.number, one.exercise) for one in found.answers}
    done = sum(all((seat.number, e.id) in complete for e in given) for seat in found.seats)
    text = t("**{done} of {all}** trainees have handed in every exercise.", done=done,
             all=len(found.seats))
    if found.answers:
        share = sum(a.points / a.most for a in found.answers if a.most) / len(found.answers)
        text = t("{first} {second}", first=text, second=t(
            "What was handed in reached **{share}** of the points on average.",
            share=t.percent(share, 2)))
    display.sentence(text)


def _table(found: Progress, given: list[Exercise], t: Translator) -> None:
    """Who is how far; names can be left out where the screen is projected."""
    hidden = st.toggle(t("Hide nicknames, for the projector"), key="class-hidden",
                       persist_state="session")
    by = {(one.number, one.exercise): one for one in found.answers}
    heads = {one.id: f"{i}. {t.local(one.title)}" for i, one in enumerate(given, 1)}
    rows = [{t("Seat"): f"{seat.number}", **({} if hidden else {t("Nickname"): seat.nickname}),
             **{heads[e.id]: _cell(by.get((seat.number, e.id)), seat.exercise == e.id, t)
                for e in given},
             t("Seen"): training_class_clock.since_words(seat.seen_at, t)}
            for seat in found.seats]
    st.dataframe(pd.DataFrame(rows), hide_index=True, width="stretch", key="class-progress",
                 height="content" if len(rows) <= ROWS else 900)
    st.caption(t("✓ handed in, with its points; … being worked on; ↻ handed in more than once."))


def _cell(answer: Answer | None, working: bool, t: Translator) -> str:
    if answer is None:
        return "…" if working else ""
    again = " ↻" if answer.times > 1 else ""
    return t("✓ {points} of {most}", points=t.number(answer.points),
             most=t.number(answer.most)) + again


def _choose(given: list[Exercise], t: Translator) -> Exercise | None:
    """Whose answers are shown; buttons, since a list would close when the part is drawn anew."""
    ids, key = {one.id: one for one in given}, f"{session_seat.SHOWN}-{t.language}"
    if not ids:
        return None
    picked = session.shown(session_seat.SHOWN)
    session.show(key, picked if picked in ids else next(iter(ids)))
    st.pills(t("Answers to"), list(ids), key=key, persist_state="session", on_change=_look,
             args=(key,), required=True, format_func=lambda one: t.local(ids[one].title))
    return ids[str(session.shown(key))]


def _look(key: str) -> None:
    session.show(session_seat.SHOWN, session.shown(key))
