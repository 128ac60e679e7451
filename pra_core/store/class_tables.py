"""Tables of training classes, and what a row of each is read as."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    Row,
    Select,
    String,
    Table,
    Text,
    select,
)
from sqlalchemy.engine import Connection

from pra_core.errors import PraError
from pra_core.store.schema import ID, KEY, Utc, metadata

classes = Table(
    "training_classes", metadata,
    Column("id", String(ID), primary_key=True),
    Column("code", String(16), nullable=False, unique=True),
    Column("title", String(200), nullable=False),
    Column("trainer", String(KEY), nullable=False),
    Column("trainer_name", String(KEY), nullable=False),
    Column("exercises", JSON, nullable=False),
    Column("revealed", JSON, nullable=False),
    Column("seed", BigInteger, nullable=False),
    Column("at_once", Boolean, nullable=False),
    Column("opened_at", Utc, nullable=False),
    Column("ends_at", Utc, nullable=False),
    Column("closed_at", Utc),
    Index("classes_by_trainer", "trainer", "opened_at"),
)

seats = Table(
    "class_seats", metadata,
    Column("token", String(ID), primary_key=True),
    Column("class_id", String(ID), ForeignKey("training_classes.id", ondelete="CASCADE"),
           nullable=False),
    Column("number", Integer, nullable=False),
    Column("nickname", String(64), nullable=False),
    Column("nickname_key", String(128), nullable=False),
    Column("joined_at", Utc, nullable=False),
    Column("seen_at", Utc, nullable=False),
    Column("exercise", String(100), nullable=False),
    Column("work", Text, nullable=False),
    Column("hints", JSON, nullable=False),
    Index("seats_by_number", "class_id", "number", unique=True),
    Index("seats_by_nickname", "class_id", "nickname_key", unique=True),
)

answers = Table(
    "class_answers", metadata,
    Column("token", String(ID), ForeignKey("class_seats.token", ondelete="CASCADE"),
           primary_key=True),
    Column("exercise", String(100), primary_key=True),
    Column("answers", JSON, nullable=False),
    Column("points", Float, nullable=False),
    Column("most", Float, nullable=False),
    Column("hints", Integer, nullable=False),
    Column("times", Integer, nullable=False),
    Column("given_at", Utc, nullable=False),
)


@dataclass(frozen=True, slots=True)
class TrainingClass:
    """One class: its exercises, the seed everybody works with, and until when."""

    id: str
    code: str
    title: str
    trainer: str
    trainer_name: str
    exercises: tuple[str, ...]
    revealed: frozenset[str]
    """Exercises whose solution was shown; no answer to them is taken any more."""
    seed: int
    at_once: bool
    """Whether everybody sees points and solution at once; otherwise when the trainer shows it."""
    opened_at: dt.datetime
    ends_at: dt.datetime
    closed_at: dt.datetime | None

    @property
    def ended_at(self) -> dt.datetime:
        """When it ended, or will end."""
        return self.ends_at if self.closed_at is None else min(self.closed_at, self.ends_at)

    def over(self, now: dt.datetime) -> bool:
        """Whether nothing more is taken."""
        return self.closed_at is not None or now >= self.ends_at


@dataclass(frozen=True, slots=True)
class Seat:
    """One trainee's place in a class; whoever has the token sits there."""

    token: str
    class_id: str
    number: int
    nickname: str
    joined_at: dt.datetime
    seen_at: dt.datetime
    exercise: str
    """The exercise worked on last; empty = none yet."""
    hints: Mapping[str, int]
    """Hints opened, by exercise."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What one trainee handed in for one exercise, the last time."""

    number: int
    """Number of the seat."""
    exercise: str
    answers: Mapping[str, Any]
    """By id of the field; numbers, texts and lists of texts."""
    points: float
    most: float
    hints: int
    times: int
    """How often it was handed in."""
    given_at: dt.datetime


def class_of(row: Row[Any]) -> TrainingClass:
    """The class a row holds."""
    return TrainingClass(
        row.id, row.code, row.title, row.trainer, row.trainer_name, tuple(row.exercises),
        frozenset(row.revealed), int(row.seed), bool(row.at_once), row.opened_at, row.ends_at,
        row.closed_at)


def seat_of(row: Row[Any]) -> Seat:
    """The seat a row holds."""
    return Seat(row.token, row.class_id, row.number, row.nickname, row.joined_at, row.seen_at,
                row.exercise, row.hints)


def answer_of(row: Row[Any]) -> Answer:
    """The answer a row holds, joined with the number of its seat."""
    return Answer(row.number, row.exercise, row.answers, row.points, row.most, row.hints,
                  row.times, row.given_at)


def class_by_id(connection: Connection, class_id: str, *,
                for_update: bool = False) -> TrainingClass:
    """A class by its id; not_your_class where there is none."""
    row = _row(connection, select(classes).where(classes.c.id == class_id), class_id, for_update)
    if row is None:
        # The same words as for somebody else's class: which ids exist is nobody's business.
        raise PraError("not_your_class")
    return class_of(row)


def seat_by_token(connection: Connection, token: str, *,
                  for_update: bool = False) -> tuple[Seat, TrainingClass]:
    """A seat by its token, and its class; seat_unknown where there is none."""
    row = _row(connection, select(seats).where(seats.c.token == token), token, for_update)
    if row is None:
        raise PraError("seat_unknown")
    seat = seat_of(row)
    return seat, class_by_id(connection, seat.class_id)


def _row(connection: Connection, chosen: Select[Any], key: str, for_update: bool
         ) -> Row[Any] | None:
    """One row; a key with signs no id has (PostgreSQL refuses NUL) belongs to none."""
    if not key.isprintable():
        return None
    return connection.execute(chosen.with_for_update() if for_update else chosen).first()
