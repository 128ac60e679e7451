"""What every part of the library needs: one entry, the question of access, the audit list."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from pra_core.access import ACTIONS, Action, Actor, refusal, require
from pra_core.errors import N_, PraError
from pra_core.store.database import Database
from pra_core.store.entries import Entry
from pra_core.store.once import added
from pra_core.store.rows import entry_values
from pra_core.store.schema import ID, KEY, audit, entries, people

LARGEST_PAGE = 500
LAST_PAGE = 1_000_000_000
LONGEST_NAME = 200
LONGEST_NOTE = 4_000
REFUSALS = frozenset({"stranger", "not_signed_in", "visitor", "role_refused", "not_shared",
                      "owner_only", "own_approval", "copy_confidential", "entry_deleted",
                      "last_admin"})
"""What stands in the audit list as refused; other problems are mistakes, not attempts."""
UNRECORDABLE = ("store_read_only", "store_full")
"""A library in this state can still be read, though nothing can be noted down."""


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

    @contextmanager
    def _writing(self, actor: Actor, action: Action, entry_id: str = "") -> Iterator[Connection]:
        """A transaction that is kept whole or not at all; a refusal of it is noted by another."""
        with self._noting(actor, action, entry_id), self.database.writing() as connection:
            yield connection

    @contextmanager
    def _reading(self, actor: Actor, action: Action, entry_id: str = "") -> Iterator[Connection]:
        """A transaction that only reads; a refusal of it is noted by another."""
        with self._noting(actor, action, entry_id), self.database.reading() as connection:
            yield connection

    @contextmanager
    def _noting(self, actor: Actor, action: Action, entry_id: str = "",
                version: int | None = None, by_link: str | None = None) -> Iterator[None]:
        """Note in the audit list whatever of `REFUSALS` is raised inside; it goes on as it is."""
        try:
            yield
        except PraError as error:
            if error.code in REFUSALS:
                self._refused(actor, entry_id, version, {
                    "asked_for": one_line(by_link or entry_id)[:ID], "code": error.code,
                    "action": action})
            raise

    def _refused(self, actor: Actor, entry_id: str, version: int | None,
                 detail: Mapping[str, str]) -> None:
        with if_recordable(), self.database.writing() as connection:
            rows = connection.execute(sa.select(entries).where(
                entries.c.id == one_line(entry_id))).mappings().all()
            asked = entry_values(connection, rows)[0] if rows else None
            self._note(connection, actor, "refused", asked, version, detail)

    def _note(self, connection: Connection, actor: Actor, action: str, entry: Entry | None = None,
              version: int | None = None, detail: Mapping[str, Any] | None = None) -> None:
        """One line of the audit list, kept with what it tells of."""
        connection.execute(audit.insert().values(
            at=self._now(), key=actor.key, name=called(actor),
            action=action, entry_id=entry.id if entry else None,
            entry_name=entry.name if entry else "", version=version, detail=dict(detail or {})))

    def _present(self, connection: Connection, actor: Actor) -> None:
        """Whoever owns something is among the people; the local user never logs in."""
        added(connection, people, key=actor.key, name=one_line(actor.name),
              email=one_line(actor.email), role=actor.role, first_seen=self._now(),
              last_seen=self._now())


@contextmanager
def if_recordable() -> Iterator[None]:
    """Notes are left out where the library is read-only or its disk full; see `UNRECORDABLE`."""
    try:
        yield
    except PraError as error:
        if error.code not in UNRECORDABLE:
            raise


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


def checked_run(seed: int, draws: int) -> None:
    """PraError `out_of_bounds` for a seed or a number of futures that no run has."""
    if not 0 <= seed < 2**63:
        raise PraError("out_of_bounds", "seed", seed, "0 … 9223372036854775807")
    if not 0 < draws < 2**31:
        raise PraError("out_of_bounds", "draws", draws, "1 … 2147483647")


def checked_page(page: int, size: int) -> None:
    """PraError `out_of_bounds` for a page that no list has."""
    if not 0 <= page <= LAST_PAGE or not 0 < size <= LARGEST_PAGE:
        raise PraError("out_of_bounds", "page", f"{page}, {size}",
                       f"0 … {LAST_PAGE}, 1 … {LARGEST_PAGE}")


def called(actor: Actor) -> str:
    """The name an actor goes by; empty for the local user."""
    return one_line(actor.name or actor.email)


def one_line(text: str) -> str:
    """A text of somebody else's as a name: one line, no control characters, 255 at most."""
    return "".join(c for c in " ".join(text.split()) if c.isprintable())[:KEY]
