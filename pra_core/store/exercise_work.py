"""What known people typed and handed in while doing exercises alone, kept between visits."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import Column, String, Table, Text, select

from pra_core import access
from pra_core.access import Actor
from pra_core.errors import PraError
from pra_core.store.database import Database
from pra_core.store.once import replaced
from pra_core.store.schema import KEY, Utc, metadata

LARGEST = 500_000
"""Characters of the work on one exercise."""

work = Table(
    "exercise_work", metadata,
    Column("person", String(KEY), primary_key=True),
    Column("exercise", String(100), primary_key=True),
    Column("at", Utc, nullable=False),
    Column("document", Text, nullable=False),
)


class ExerciseWork:
    """The work of everybody; each person sees the own one only."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def keep(self, actor: Actor, exercise: str, text: str) -> None:
        """Keep the work on one exercise in place of what was kept before.

        Raises PraError: by role, `out_of_bounds` over 500,000 characters.
        """
        now = self._allowed(actor)
        if len(text) > LARGEST:
            raise PraError("out_of_bounds", "", f"{len(text):,}", f"<= {LARGEST:,}")
        with self._database.writing() as connection:
            replaced(connection, work, person=actor.key, exercise=exercise[:100], at=now,
                     document=text)

    def of(self, actor: Actor) -> dict[str, str]:
        """What was kept for the actor, by exercise."""
        self._allowed(actor)
        with self._database.reading() as connection:
            rows = connection.execute(select(work.c.exercise, work.c.document)
                                      .where(work.c.person == actor.key))
            return {row.exercise: row.document for row in rows}

    def _allowed(self, actor: Actor) -> dt.datetime:
        now = self._database.clock()
        access.require(actor, "read", None, now.date())
        return now
