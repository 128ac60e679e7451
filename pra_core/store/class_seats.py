"""The trainees' side of a class: a seat by the code, answers by the seat.

Nobody needs an account: a seat is a random token, and whoever has it sits there. Every answer is
stored when it is handed in.
"""

from __future__ import annotations

import datetime as dt
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, insert, select, update
from sqlalchemy.engine import Connection

from pra_core.errors import PraError
from pra_core.store.class_code import FORM, look_of, nickname, read_code
from pra_core.store.class_tables import (
    Answer,
    Seat,
    TrainingClass,
    answer_of,
    answers,
    class_by_id,
    class_of,
    classes,
    seat_by_token,
    seats,
)
from pra_core.store.database import Database

MOST_SEATS = 100
LARGEST_ANSWER = 20_000
"""Characters of one answer."""
LARGEST_WORK = 2_000_000
"""Characters of what a trainee works on."""
ADMITS_FOR = dt.timedelta(days=1)
"""After the end of a class, for whoever still reads the solutions."""
SEEN_EVERY = dt.timedelta(seconds=20)
"""How often it is written down that somebody is there."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What a trainee has: the class, the own seat and the own answers by exercise."""

    led: TrainingClass
    seat: Seat
    answers: Mapping[str, Answer]


class Seats:
    """The seats of all classes of a database."""

    def __init__(self, database: Database) -> None:
        self._database, self._clock, self._new_id = database, database.clock, database.new_id

    def find(self, code: str) -> TrainingClass:
        """The class with that code, whatever its case and spaces; it may be over.

        Raises:
            PraError: class_unknown.
        """
        wanted = read_code(code)
        with self._database.reading() as connection:
            row = connection.execute(
                select(classes).where(classes.c.code == wanted)).first()
        if row is None:
            raise PraError("class_unknown", "", code.strip()[:20], FORM)
        return class_of(row)

    def join(self, code: str, name: str) -> Seat:
        """Take a seat under a nickname.

        Raises:
            PraError: class_unknown, class_over, class_full, nickname_missing, nickname_taken.
        """
        called, now = nickname(name), self._clock()
        class_id = self.find(code).id
        with self._database.writing() as connection:
            led = class_by_id(connection, class_id, for_update=True)
            if led.over(now):
                raise PraError("class_over", "", led.title)
            _room(connection, led, called)
            last = connection.execute(select(func.max(seats.c.number))
                                      .where(seats.c.class_id == class_id)).scalar()
            seat = Seat(self._new_id(), class_id, (last or 0) + 1, called, now, now, "", {})
            connection.execute(insert(seats).values(
                token=seat.token, class_id=class_id, number=seat.number, nickname=called,
                nickname_key=look_of(called), joined_at=now, seen_at=now,
                exercise="", work="", hints={}))
            return seat

    def taken(self, token: str) -> Taken:
        """The seat of a token, its class and its answers; seat_unknown where there is none."""
        with self._database.reading() as connection:
            seat, led = seat_by_token(connection, token)
            rows = connection.execute(select(answers, seats.c.number).join(seats)
                                      .where(seats.c.token == token))
            found = {row.exercise: answer_of(row) for row in rows}
        now = self._clock()
        if now - seat.seen_at > SEEN_EVERY:
            with self._database.writing() as connection:
                connection.execute(update(seats).where(seats.c.token == token)
                                   .values(seen_at=now))
        return Taken(led, seat, found)

    def hand_in(self, token: str, exercise: str, given: Mapping[str, Any], *, points: float,
                most: float, hints: int = 0) -> Answer:
        """Store an answer; one handed in before is replaced, and how often is counted.

        Where solutions are shown at once, only the first answer counts.

        Raises:
            PraError: seat_unknown, class_over, class_revealed, unknown_id, out_of_bounds,
                not_finite.
        """
        _checked(given, points, most)
        now = self._clock()
        with self._database.writing() as connection:
            seat, led = seat_by_token(connection, token, for_update=True)
            _open_for(led, exercise, now)
            key = (answers.c.token == token, answers.c.exercise == exercise)
            before = connection.execute(select(answers.c.times).where(*key)).scalar()
            if led.at_once and before:
                # The solution was on screen since the first answer.
                raise PraError("class_revealed", "", exercise)
            values = {"answers": dict(given), "points": points, "most": most, "hints": hints,
                      "times": (before or 0) + 1, "given_at": now}
            if before is None:
                connection.execute(insert(answers).values(
                    token=token, exercise=exercise, **values))
            else:
                connection.execute(update(answers).where(*key).values(values))
            connection.execute(update(seats).where(seats.c.token == token)
                               .values(seen_at=now))
        return Answer(seat.number, exercise, dict(given), points, most, hints,
                      (before or 0) + 1, now)

    def take_hint(self, token: str, exercise: str, hints: int) -> int:
        """Remember how many hints were opened; never fewer than before, also after a reload."""
        with self._database.writing() as connection:
            seat, led = seat_by_token(connection, token, for_update=True)
            _open_for(led, exercise, self._clock())
            most = max(hints, seat.hints.get(exercise, 0))
            connection.execute(update(seats).where(seats.c.token == token)
                               .values(hints={**seat.hints, exercise: most}))
        return most

    def keep_work(self, token: str, exercise: str, work: str) -> None:
        """Remember what a trainee works on, so that a reload goes on with it.

        Raises PraError: seat_unknown, class_over, unknown_id, out_of_bounds.
        """
        if len(work) > LARGEST_WORK:
            raise PraError("out_of_bounds", "", f"{len(work):,}", f"{LARGEST_WORK:,}")
        now = self._clock()
        with self._database.writing() as connection:
            _, led = seat_by_token(connection, token)
            _given(led, exercise)
            _not_over(led, now)
            connection.execute(update(seats).where(seats.c.token == token).values(
                exercise=exercise, work=work, seen_at=now))

    def admits(self, token: str) -> bool:
        """Whether the seat still opens the pages that compute: until a day after its end."""
        with self._database.reading() as connection:
            try:
                _, led = seat_by_token(connection, token)
            except PraError:
                return False
        return self._clock() < led.ended_at + ADMITS_FOR

    def work(self, token: str) -> tuple[str, str]:
        """The exercise worked on last and its work; empty texts where nothing was kept."""
        with self._database.reading() as connection:
            row = connection.execute(select(seats.c.exercise, seats.c.work)
                                     .where(seats.c.token == token)).first()
        if row is None:
            raise PraError("seat_unknown")
        return row.exercise, row.work


def _room(connection: Connection, led: TrainingClass, called: str) -> None:
    """Raises class_full or nickname_taken."""
    here = seats.c.class_id == led.id
    count = select(func.count()).select_from(seats).where(here)
    if connection.execute(count).scalar_one() >= MOST_SEATS:
        raise PraError("class_full", "", led.title, f"{MOST_SEATS} seats")
    # Names taken before their looks were compared stand with their case left out.
    same = select(seats.c.token).where(
        here, seats.c.nickname_key.in_({look_of(called), called.casefold()}))
    if connection.execute(same).first() is not None:
        raise PraError("nickname_taken", "", called)


def _checked(given: Mapping[str, Any], points: float, most: float) -> None:
    """Raises why these are no answers, or no points for them."""
    if not all(math.isfinite(number) for number in (points, most)):
        raise PraError("not_finite", "", f"{points}, {most}")
    if not 0 <= points <= most:
        raise PraError("out_of_bounds", "", points, f"0 … {most:g}")
    try:
        text = json.dumps(dict(given), ensure_ascii=False, allow_nan=False)
    except ValueError as error:
        raise PraError("not_finite", "", "NaN") from error
    if len(text) > LARGEST_ANSWER:
        raise PraError("out_of_bounds", "", f"{len(text):,}", f"{LARGEST_ANSWER:,}")


def _given(led: TrainingClass, exercise: str) -> None:
    if exercise not in led.exercises:
        raise PraError("unknown_id", "", exercise, ", ".join(led.exercises))


def _not_over(led: TrainingClass, now: dt.datetime) -> None:
    if led.over(now):
        raise PraError("class_over", "", led.title)


def _open_for(led: TrainingClass, exercise: str, now: dt.datetime) -> None:
    """Raises why no answer to the exercise is taken."""
    _given(led, exercise)
    _not_over(led, now)
    if exercise in led.revealed:
        raise PraError("class_revealed", "", exercise)
