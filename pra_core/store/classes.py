"""The trainer's side of classes: open one, see how far everybody is, show solutions, end it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, delete, insert, select, update
from sqlalchemy.engine import Connection

from pra_core import access
from pra_core.access import Actor
from pra_core.errors import PraError
from pra_core.store import class_tables as tables
from pra_core.store.class_code import code_from, one_line
from pra_core.store.class_tables import (
    Answer,
    Seat,
    TrainingClass,
    answer_of,
    class_by_id,
    class_of,
    seat_of,
)
from pra_core.store.database import Database

MOST_LISTED = 50
KEPT_FOR = dt.timedelta(days=365)
"""After the end of a class."""
LARGEST_SEED = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Progress:
    """What the trainer sees: everybody's seat, and the last answer of each to each exercise."""

    led: TrainingClass
    seats: tuple[Seat, ...]
    answers: tuple[Answer, ...]


class Classes:
    """All training classes of a database."""

    def __init__(self, database: Database) -> None:
        self._database, self._clock, self._new_id = database, database.clock, database.new_id

    def open(self, actor: Actor, *, title: str, exercises: tuple[str, ...], seed: int,
             ends_at: dt.datetime, at_once: bool = False) -> TrainingClass:
        """Open a class; whoever may create scenarios may lead one.

        Classes that ended more than a year ago are forgotten with it, nicknames and answers.

        Raises:
            PraError: by role; missing or duplicate exercises, seed or end out of bounds.
        """
        now = self._clock()
        access.require(actor, "create", None, now.date())
        _checked(exercises, seed, now, ends_at)
        with self._database.writing() as connection:
            long_over = tables.classes.c.ends_at < now - KEPT_FOR
            _delete(connection, select(tables.classes.c.id).where(long_over))
            code = self._free_code(connection)
            row = {
                "id": self._new_id(), "code": code, "title": one_line(title)[:200] or code,
                "trainer": actor.key, "trainer_name": actor.name or actor.email,
                "exercises": list(exercises), "revealed": [], "seed": seed,
                "at_once": at_once, "opened_at": now, "ends_at": ends_at,
                "closed_at": None}
            connection.execute(insert(tables.classes).values(row))
            return class_by_id(connection, str(row["id"]))

    def led_by(self, actor: Actor) -> tuple[TrainingClass, ...]:
        """The classes the actor opened, the newest first."""
        access.require(actor, "create", None, self._clock().date())
        chosen = (select(tables.classes).where(tables.classes.c.trainer == actor.key)
                  .order_by(tables.classes.c.opened_at.desc()).limit(MOST_LISTED))
        with self._database.reading() as connection:
            return tuple(class_of(row) for row in connection.execute(chosen))

    def progress(self, actor: Actor, class_id: str) -> Progress:
        """Everybody's seat and answers; not_your_class for anybody but the trainer."""
        with self._database.reading() as connection:
            led = self._own(connection, actor, class_id)
            here, order = tables.seats.c.class_id == class_id, tables.seats.c.number
            seats = connection.execute(select(tables.seats).where(here).order_by(order))
            answers = connection.execute(select(tables.answers, tables.seats.c.number)
                                         .join(tables.seats).where(here).order_by(order))
            return Progress(led, tuple(seat_of(row) for row in seats),
                            tuple(answer_of(row) for row in answers))

    def reveal(self, actor: Actor, class_id: str, exercise: str,
               shown: bool = True) -> TrainingClass:
        """Show everybody the solution of an exercise, or take it back."""
        with self._database.writing() as connection:
            led = self._own(connection, actor, class_id, for_update=True)
            if exercise not in led.exercises:
                raise PraError("unknown_id", "", exercise, ", ".join(led.exercises))
            revealed = led.revealed | {exercise} if shown else led.revealed - {exercise}
            return _changed(connection, class_id, revealed=sorted(revealed))

    def extend(self, actor: Actor, class_id: str, ends_at: dt.datetime) -> TrainingClass:
        """Give the class another end; a closed one is open again."""
        with self._database.writing() as connection:
            led = self._own(connection, actor, class_id, for_update=True)
            _checked(led.exercises, led.seed, self._clock(), ends_at)
            return _changed(connection, class_id, ends_at=ends_at, closed_at=None)

    def close(self, actor: Actor, class_id: str) -> TrainingClass:
        """End the class now; what was handed in stays, and everybody still sees the own seat."""
        with self._database.writing() as connection:
            self._own(connection, actor, class_id, for_update=True)
            return _changed(connection, class_id, closed_at=self._clock())

    def remove_seat(self, actor: Actor, class_id: str, number: int) -> None:
        """Take somebody out of the class, with all answers."""
        with self._database.writing() as connection:
            self._own(connection, actor, class_id, for_update=True)
            token = connection.execute(
                select(tables.seats.c.token)
                .where(tables.seats.c.class_id == class_id, tables.seats.c.number == number)
            ).scalar()
            connection.execute(delete(tables.answers).where(tables.answers.c.token == token))
            connection.execute(delete(tables.seats).where(tables.seats.c.token == token))

    def forget(self, actor: Actor, class_id: str) -> None:
        """Delete a class with its seats and answers."""
        with self._database.writing() as connection:
            self._own(connection, actor, class_id, for_update=True)
            _delete(connection, select(tables.classes.c.id)
                    .where(tables.classes.c.id == class_id))

    def _own(self, connection: Connection, actor: Actor, class_id: str, *,
             for_update: bool = False) -> TrainingClass:
        access.require(actor, "create", None, self._clock().date())
        led = class_by_id(connection, class_id, for_update=for_update)
        if actor.key != led.trainer and actor.role != "admin":
            raise PraError("not_your_class")
        return led

    def _free_code(self, connection: Connection) -> str:
        while True:
            code = code_from(self._new_id())
            used = select(tables.classes.c.id).where(tables.classes.c.code == code)
            if connection.execute(used).first() is None:
                return code


def _delete(connection: Connection, chosen: Select[Any]) -> None:
    """The classes of these ids, with seats and answers."""
    inside = select(tables.seats.c.token).where(tables.seats.c.class_id.in_(chosen))
    connection.execute(delete(tables.answers).where(tables.answers.c.token.in_(inside)))
    connection.execute(delete(tables.seats).where(tables.seats.c.class_id.in_(chosen)))
    connection.execute(delete(tables.classes).where(tables.classes.c.id.in_(chosen)))


def _changed(connection: Connection, class_id: str, **values: Any) -> TrainingClass:
    connection.execute(update(tables.classes).where(tables.classes.c.id == class_id)
                       .values(values))
    return class_by_id(connection, class_id)


def _checked(exercises: tuple[str, ...], seed: int, now: dt.datetime,
             ends_at: dt.datetime) -> None:
    if not exercises:
        raise PraError("missing", "exercises", "", "at least one entry")
    if len(set(exercises)) < len(exercises):
        raise PraError("duplicate", "exercises", ", ".join(exercises))
    if not 0 <= seed <= LARGEST_SEED:
        raise PraError("out_of_bounds", "seed", seed, "a number from 0 to 2,147,483,647")
    if ends_at <= now:
        raise PraError("out_of_bounds", "ends_at", ends_at.isoformat(timespec="minutes"),
                       "an end after the beginning")
