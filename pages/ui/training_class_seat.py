"""A trainee's seat on every page: in the address, and with the work as it was left.

`follow` stands before a page is drawn, `keep` after it: whoever reloads, or opens the address
again on another machine, goes on where the work was.
"""

from __future__ import annotations

import json

from pages.ui import compute_classes, compute_training, session, session_access, session_seat
from pages.ui import session_training as exercises
from pra_core.errors import PraError
from pra_core.store.scenario_code import decode, encode


def seated() -> bool:
    """Whether this visit holds a seat in a class."""
    return bool(session_seat.token())


def follow() -> None:
    """Take the seat the address names, and the work on it; before anything is drawn."""
    asked = session_seat.asked()
    if seated():
        _still_admitted()
    if session_seat.SEAT in asked and asked[session_seat.SEAT] != session_seat.token():
        take(asked[session_seat.SEAT])
    elif session_seat.CLASS in asked:
        session.show(session_seat.MODE, "join")
    elif session_seat.TEACH in asked:
        session_seat.lead(asked[session_seat.TEACH])
        session.show(session_seat.MODE, "lead")


def _still_admitted() -> None:
    """A seat opens pages as long as its class, and not once the trainer took it away."""
    try:
        session_access.sit(compute_classes.seats().admits(session_seat.token()))
    except PraError as error:
        session_seat.tell(error)


def take(token: str) -> None:
    """Sit down; the work left on that seat is opened. A seat of nobody is told on the page."""
    session.show(session_seat.MODE, "join")
    try:
        taken = compute_classes.seats().taken(token)
        name, work = compute_classes.seats().work(token)
        sit(token)
        session_seat.keep(json.loads(work or "{}"))
        if name in taken.led.exercises:
            session.show(session_seat.PICKED, name)
            begin(name, taken.led.seed)
    except PraError as error:
        session_seat.tell(error)


def sit(token: str) -> None:
    """Sit down on a seat where nothing was worked on yet."""
    session_seat.sit(token)
    session_access.sit(True)


def leave() -> None:
    """Give the seat back to the class: what was handed in stays there."""
    running = exercises.running()
    if running is not None and running.seat:
        exercises.end()
    session_seat.sit("")
    session_access.sit(False)
    session.show(session_seat.PICKED, None)
    session_seat.show_in_address("")


def begin(exercise_id: str, seed: int) -> None:
    """Work on an exercise of the class: as it was left, else from its beginning."""
    exercises.begin(compute_training.ground(exercise_id, seed), session_seat.token())
    left = session_seat.kept().get(exercise_id)
    if left:
        session_seat.typed()[exercise_id] = left["draft"]
        found = decode(left["code"])
        exercises.go_on(found.scenario, found.seed, found.draws)
    # Stored at the end of this run, so that a reload comes back to this exercise.
    session_seat.see("")


def keep() -> None:
    """After the page: the seat in the address, and the work stored where it changed."""
    token, running = session_seat.token(), exercises.running()
    if not token:
        return
    session_seat.show_in_address(token)
    if running is None or running.seat != token or _state() == session_seat.seen():
        return
    name = running.exercise.id
    work = {**session_seat.kept(), name: session_seat.Work(
        code=encode(session.scenario(), session.seed(), session.draws()),
        draft=session_seat.typed().get(name, {}))}
    try:
        compute_classes.seats().keep_work(token, name, json.dumps(work))
    except PraError as error:
        if error.problems[0].code == "class_over":  # the page says so
            session_seat.see(_state())
        else:
            session_seat.tell(error)
        return
    session_seat.keep(work)
    session_seat.see(_state())


def _state() -> str:
    running = exercises.running()
    name = running.exercise.id if running is not None else ""
    typed = json.dumps(session_seat.typed().get(name, {}), sort_keys=True)
    return f"{name} {session.scenario().fingerprint} {session.seed()} {session.draws()} {typed}"
