"""What every part of the library needs: one entry, the question of access, the audit list."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from pra_core.access import ACTIONS, Action, Actor, refusal, require
from pra_core.errors import N_, PraError
from pra_core.store.database import Database
from pra_core.store.entries import Entry
from pra_core.store.rows import entry_values
from pra_core.store.schema import KEY, audit, entries, people

LARGEST_PAGE = 500
LONGEST_NAME = 200
LONGEST_NOTE = 4_000


class Shelf:
    """The base of the library's parts."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def _now(self) -> dt.datetime:
        return self.database.clock()

    def _today(self) -> dt.date:
        """The day in the clock's own zone."""
        return self.database.clock().date()

    def _role(self, actor: Actor, action: Action) -> None:
        require(actor, action, None, self._today())

    def _held(self, connection: Connection, actor: Actor, action: Action, entry_id: str,
              deleted: bool = False) -> Entry:
        """The entry, if the actor may do this with it; locked for others while it is changed.

        Raises PraError with the code of the refusal; `not_shared` also where there is none of
        that id, so that nobody learns what exists; `entry_deleted` unless `deleted` is allowed.
        """
        self._role(actor, action)
        query = sa.select(entries).where(entries.c.id == one_line(entry_id))
        if connection.get_execution_options().get("writes"):
            query = query.with_for_update()
        row = connection.execute(query).mappings().first()
        if row is None:
            raise PraError("not_shared", "", called(actor) or actor.key)
        entry = entry_values(connection, [row])[0]
        code = refusal(actor, action, entry.holding, self._today())
        if code:
            raise PraError(code, "", called(actor) or actor.key,
                           ACTIONS[action])
        if entry.deleted_at is not None and not deleted:
            raise PraError("entry_deleted", "", entry.name)
        return entry

    def _note(self, connection: Connection, actor: Actor, action: str, entry: Entry | None = None,
              version: int | None = None, detail: Mapping[str, Any] | None = None) -> None:
        """One line of the audit list, kept with what it tells of."""
        connection.execute(audit.insert().values(
            at=self._now(), key=actor.key, name=called(actor),
            action=action, entry_id=entry.id if entry else None,
            entry_name=entry.name if entry else "", version=version, detail=dict(detail or {})))

    def _present(self, connection: Connection, actor: Actor) -> None:
        """Whoever owns something is among the people; the local user never logs in."""
        known = connection.execute(
            sa.select(people.c.key).where(people.c.key == actor.key)).first()
        if known is None:
            connection.execute(people.insert().values(
                key=actor.key, name=one_line(actor.name), email=one_line(actor.email),
                role=actor.role, first_seen=self._now(), last_seen=self._now()))


def checked_name(name: str) -> str:
    """A name as it is kept. Raises PraError for an empty, overlong or unprintable one."""
    text = " ".join(name.split())
    if not 0 < len(text) <= LONGEST_NAME or not text.isprintable():
        raise PraError("out_of_bounds", "name", repr(text[:40]),
                       N_("1 to 200 characters that can be printed"))
    return text


def checked_note(note: str) -> str:
    """A note as it is kept. Raises PraError for an overlong one."""
    if len(note) > LONGEST_NOTE:
        raise PraError("out_of_bounds", "note", len(note), N_("at most 4,000 characters"))
    return "".join(c for c in note if c.isprintable() or c in "\n\t").strip()


def called(actor: Actor) -> str:
    """The name an actor goes by; empty for the local user."""
    return one_line(actor.name or actor.email)


def one_line(text: str) -> str:
    """A text of somebody else's as a name: one line, no control characters, 255 at most."""
    return "".join(c for c in " ".join(text.split()) if c.isprintable())[:KEY]
