"""Exercises done alone go on after a reload: typed answers, points and the copy worked on.

For known people they are kept in the library; for anybody else by a random token in the address,
as long as the server runs. `follow` stands before a page is drawn, `keep` after it.
"""

from __future__ import annotations

from contextlib import suppress

import streamlit as st

from pages.ui import (
    compute_classes,
    compute_store,
    compute_training,
    people_actor,
    session,
    session_training,
    training_answers,
)
from pages.ui.session_training import Record
from pra_core.access import LOCAL_KEY, Actor
from pra_core.errors import PraError
from pra_core.store.scenario_code import decode, encode
from pra_core.training import Exercise, Kept, kept_from, kept_text

MARK = "exercise"
"""The running exercise in the address, so that a reload goes on with it."""
DESK = "desk"
"""The token, in the address of somebody without account."""


def follow() -> None:
    """Begin the exercise that the address names, as it was left."""
    asked = st.query_params.get(MARK)
    if (asked is None or session_training.running() is not None
            or asked not in compute_training.exercises()):
        return
    restore()
    session_training.begin(compute_training.ground(asked))
    _, code = session_training.left(asked)
    with suppress(PraError):  # a copy that can't be read any more begins anew
        if code:
            found = decode(code)
            session_training.go_on(found.scenario, found.seed, found.draws)


def restore() -> None:
    """Take up what was kept of earlier visits, once a visit."""
    if session_training.restored() is not None:
        return
    known, texts = compute_training.exercises(), {}
    for name, text in _stored().items():
        try:
            kept = kept_from(text, known[name]) if name in known else None
        except PraError:  # the exercise asks something else by now
            kept = None
        if kept is not None:
            texts[name] = text
            session_training.keep_record(name, Record(kept.hints, kept.answers, kept.graded))
            session_training.keep_typed(name, kept.draft)
            session_training.leave(name, "", kept.code)
    session_training.restore(texts)


def keep() -> None:
    """After the page: the running exercise in the address, and what changed of it kept."""
    run = session_training.running()
    if run is None or run.seat:
        return
    name = run.exercise.id
    if st.query_params.get(MARK) != name:
        st.query_params[MARK] = name
    text = kept_text(_now(run.exercise))
    before = session_training.restored() or {}
    if before.get(name) != text:
        session_training.restore({**before, name: text})
        _store(name, text)


def _now(exercise: Exercise) -> Kept:
    """The work on the running exercise."""
    done = session_training.record(exercise.id)
    draft = training_answers.drafted(exercise, session_training.typed(exercise.id))
    return Kept(hints=done.hints, answers=dict(done.answers), graded=done.graded,
                draft=dict(draft), code=_code(exercise.id))


def _code(name: str) -> str:
    """The copy worked on; empty where it is as it was at the beginning."""
    state = f"{session.scenario().fingerprint} {session.seed()} {session.draws()}"
    before, code = session_training.left(name)
    if before != state:
        code = "" if session_training.as_begun() else encode(
            session.scenario(), session.seed(), session.draws())
        session_training.leave(name, state, code)
    return code


def end() -> None:
    """Back to what was worked on before; the address no longer names the exercise."""
    session_training.end()
    st.query_params.pop(MARK, None)


def by_address(asking: Actor) -> bool:
    """Whether the work of this visit hangs on its address."""
    return not (asking.known and compute_store.keeps_work()
                and (asking.key != LOCAL_KEY or people_actor.at_the_server()))


def _stored() -> dict[str, str]:
    """What was kept of earlier visits, by exercise; nothing where the library refuses."""
    asking = people_actor.actor()
    if by_address(asking):
        return dict(compute_training.desks().get(st.query_params.get(DESK, ""), {}))
    try:
        return compute_classes.work_alone().of(asking)
    except PraError:
        return {}


def _store(name: str, text: str) -> None:
    """Keep it; where the library refuses it stays in this visit."""
    asking = people_actor.actor()
    if by_address(asking):
        asked = st.query_params.get(DESK, "")
        # Only tokens given here: whoever makes up one could hand it to somebody else.
        token = asked if asked in compute_training.desks() else compute_store.new_id()
        compute_training.keep_desk(token, name, text)
        if asked != token:
            st.query_params[DESK] = token
        return
    try:
        compute_classes.work_alone().keep(asking, name, text)
    except PraError as error:
        session_training.tell_unkept(error)
    else:
        session_training.tell_unkept(None)
