"""The whole library as one file, out and in. What comes in is checked like any other file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from threading import Event
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from pra_core.access import LOCAL_KEY, Action, Actor, Holding, checked
from pra_core.errors import PraError, Problem
from pra_core.scenario_changes import Change
from pra_core.store.database import one_at_a_time
from pra_core.store.entries import Entry, ImportReport
from pra_core.store.kept import KeptVersion, Ready, part_of, ready
from pra_core.store.library_zip import pack, unpack
from pra_core.store.once import added
from pra_core.store.rows import name_key, readable, tag_key
from pra_core.store.saving import Saving
from pra_core.store.schema import audit, entries, entry_people, entry_tags, people, versions
from pra_core.store.shelf import called, if_recordable, one_line

BATCH = 100
"""Entries written while others wait: well under a second."""
PAUSE_SECONDS = 0.1
_OTHERS_TURN = Event()
"""Never set: whoever waits for SQLite asks again within that time."""
LARGEST_PORTION = 60_000_000
"""Packed bytes of scenarios in one file, so that it is as easily taken in again."""


class Exchange(Saving):
    """Export and import."""

    def export(self, actor: Actor, entry_ids: Sequence[str] | None = None) -> bytes:
        """Everything the actor may read (or these entries of it) with all versions, as one file.

        Deleted entries, links, audit list, workspaces, classes and roles are not in it; owners
        and sharing only in the file of an administrator. Each entry's audit list tells of it.
        Raises PraError, `out_of_bounds` for more than a file can hold (see `portions`).
        """
        with self._reading(actor, "read") as connection:
            self._role(actor, "read")
            ids = [one for portion in self._portions(connection, actor, entry_ids)
                   for one in portion]
            content = pack(self._parts(connection, actor, ids))
            held = connection.execute(sa.select(
                entries.c.id, entries.c.name, entries.c.latest).where(entries.c.id.in_(ids))).all()
        with if_recordable(), self.database.writing() as connection:
            self._note(connection, actor, "exported", None, None, {"entries": len(ids)})
            if held:
                connection.execute(audit.insert(), [
                    {"at": self._now(), "key": actor.key, "name": called(actor),
                     "action": "exported", "entry_id": row.id, "entry_name": row.name,
                     "version": row.latest, "detail": {}} for row in held])
        return content

    def portions(self, actor: Actor) -> tuple[tuple[str, ...], ...]:
        """Ids of everything the actor may read, in as few parts as files can hold."""
        self._role(actor, "read")
        with self.database.reading() as connection:
            return self._portions(connection, actor, None)

    def _portions(self, connection: Connection, actor: Actor, entry_ids: Sequence[str] | None
                  ) -> tuple[tuple[str, ...], ...]:
        kept = [readable(actor, self._today()), entries.c.deleted_at.is_(None)]
        if entry_ids is not None:
            kept.append(entries.c.id.in_(entry_ids))
        sizes = connection.execute(sa.select(
            entries.c.id, sa.func.sum(sa.func.length(versions.c.document)).label("size")).join(
            versions, versions.c.entry == entries.c.id).where(*kept).group_by(
            entries.c.id).order_by(entries.c.id)).all()
        portions: list[list[str]] = []
        room = 0
        for row in sizes:
            if room < row.size or not portions:
                portions.append([])
                room = LARGEST_PORTION
            portions[-1].append(row.id)
            room -= row.size
        return tuple(tuple(one) for one in portions)

    def _parts(self, connection: Connection, actor: Actor, ids: Sequence[str]
               ) -> Iterator[dict[str, Any]]:
        for entry_id in ids:
            rows = connection.execute(sa.select(versions).where(
                versions.c.entry == entry_id).order_by(versions.c.number)).mappings()
            yield part_of(self._fresh(connection, entry_id), rows, actor.role == "admin")

    def import_(self, actor: Actor, content: bytes, name: str, *, restore: bool = False
                ) -> ImportReport:
        """Take in a library file; nothing of it where anything in it is wrong.

        What comes in belongs to the actor and is private; an approval given elsewhere does not
        count here. `restore` (administrators) puts back a copy of this library: owners, sharing
        and approvals as they were; roles are never taken from a file. An id that another scenario
        here has is renewed. `name` is the file in messages. A long file is written in batches, so
        that others go on saving; where one fails, those before are removed again. Raises PraError
        with every problem.
        """
        asked: Action = "people" if restore else "create"
        with self._noting(actor, asked):
            self._role(actor, asked)
        every = self._checked(content, name, restore)
        reports = list[ImportReport]()
        try:
            for start in range(0, max(len(every), 1), BATCH):
                if start:
                    _OTHERS_TURN.wait(PAUSE_SECONDS)
                reports.append(self._written(actor, every[start:start + BATCH], one_line(name),
                                             restore))
        except PraError:
            self._removed(actor, [one.id for report in reports for one in report.added], name)
            raise
        return ImportReport(*(tuple(one for report in reports for one in getattr(report, field))
                              for field in ("added", "already_here", "renewed",
                                            "approvals_dropped")))

    def _written(self, actor: Actor, batch: Sequence[Ready], file: str, restore: bool
                 ) -> ImportReport:
        """Some entries in one transaction."""
        with self.database.writing() as connection:
            one_at_a_time(connection)
            self._present(connection, actor)
            report = self._taken(connection, actor, batch, file, restore)
            self._note(connection, actor, "restored_library" if restore else "imported", None,
                       None, {"file": file, "entries": len(report.added)})
            return report

    def _removed(self, actor: Actor, ids: Sequence[str], name: str) -> None:
        """Nothing half stays of a file that could not be written to its end, as far as that goes.

        What cannot be removed either, on a full disk, is whole entries: the next try finds them.
        """
        if ids:
            with suppress(PraError), self.database.writing() as connection:
                connection.execute(entries.delete().where(entries.c.id.in_(ids)))
                self._note(connection, actor, "purged", None, None, {
                    "file": one_line(name), "entries": len(ids)})

    def _checked(self, content: bytes, name: str, restore: bool) -> list[Ready]:
        """Every entry of a file. Raises PraError with every problem."""
        fit, found = list[Ready](), list[Problem]()
        for path, data in unpack(content, name):
            try:
                one = ready(data, f"{name}: {path}")
                if restore:
                    checked(Holding(owner=one.kept.owner, visibility=one.kept.visibility,
                                    classification=one.kept.classification), self._today())
                fit.append(one)
            except PraError as error:
                found += [Problem(p.code, p.path or f"{name}: {path}", p.value, p.allowed)
                          for p in error.problems]
        if found:
            raise PraError.of(found[:50])
        return fit

    def _taken(self, connection: Connection, actor: Actor, batch: Sequence[Ready], file: str,
               restore: bool) -> ImportReport:
        new, here, renewed, dropped = [], [], [], []
        for one in batch:
            entry_id = one.kept.id
            row = connection.execute(
                sa.select(entries.c.id).where(entries.c.id == entry_id)).first()
            if row is not None:
                if self._equal(connection, actor, one):
                    here.append(one.name)
                    continue
                entry_id = self.database.new_id()
                renewed.append(one.name)
            if any(v.approved_at and not (restore and v.counts) for v in one.kept.versions):
                dropped.append(one.name)
            new.append(self._put(connection, actor, one, entry_id, file, restore))
        return ImportReport(tuple(new), tuple(here), tuple(renewed), tuple(dropped))

    def _equal(self, connection: Connection, actor: Actor, one: Ready) -> bool:
        """Whether every version is here already, where the actor may know that."""
        allowed = connection.execute(sa.select(entries.c.id).where(
            entries.c.id == one.kept.id, readable(actor, self._today()),
            entries.c.deleted_at.is_(None))).first()
        prints = connection.execute(sa.select(versions.c.fingerprint).where(
            versions.c.entry == one.kept.id).order_by(versions.c.number)).scalars().all()
        mine = [v.fingerprint for v in one.kept.versions]
        return allowed is not None and list(prints)[:len(mine)] == mine

    def _put(self, connection: Connection, actor: Actor, one: Ready, entry_id: str, file: str,
             restore: bool) -> Entry:
        """One checked entry into the tables."""
        kept, last = one.kept, one.kept.versions[-1]
        owner = kept.owner if restore and kept.owner else actor.key
        shared = {key: key in kept.editors for key in (*kept.readers, *kept.editors)
                  } if restore else {}
        self._known(connection, {owner: kept.owner_name} | dict.fromkeys(shared, ""))
        approved = [v.number for v in kept.versions if restore and v.counts]
        connection.execute(entries.insert().values(
            id=entry_id, name=one.name, name_key=name_key(one.name), owner=owner,
            visibility=kept.visibility if restore else "private",
            openness=kept.classification.openness, until=kept.classification.until,
            latest=last.number, changed_at=last.at, changed_by=last.by if restore else "",
            changed_by_name=one_line(last.by_name), approved=max(approved, default=None),
            **one.columns))
        connection.execute(versions.insert(), [
            _row(row, version, entry_id, "" if restore else file)
            for row, version in zip(one.rows, kept.versions, strict=True)])
        for table, rows in (
                (entry_tags, [{"entry": entry_id, "tag_key": tag_key(tag), "tag": tag}
                              for tag in one.tags]),
                (entry_people, [{"entry": entry_id, "person": key, "edits": edits}
                                for key, edits in shared.items()])):
            if rows:
                connection.execute(table.insert(), rows)
        made = self._fresh(connection, entry_id)
        if approved:
            self._note(connection, actor, "restored_library", made, max(approved), {
                "file": file, "approved_by": sorted({
                    v.approved_by_name or v.approved_by for v in kept.versions if v.counts})})
        return made

    def _known(self, connection: Connection, names: dict[str, str]) -> None:
        """People of a restored library who are not here yet, without a role."""
        now = self._now()
        for key in sorted(names):
            added(connection, people, key=key, name=one_line(names[key]), email="",
                  first_seen=now, last_seen=now, role="admin" if key == LOCAL_KEY else None)


def _row(row: Mapping[str, Any], version: KeptVersion, entry_id: str, file: str
         ) -> dict[str, Any]:
    """A version as it is kept; of somebody else's `file` without accounts and approvals."""
    marks = version.marks if not file else (
        (Change(kind="imported", before=file),) if version.number == 1 else ())
    given = dict(row) | {"entry": entry_id, "changes": [
        *(one.model_dump(mode="json") for one in marks), *row["changes"]]}
    if file:
        given["by"] = ""
    if file or not version.counts:
        given |= {"approved_at": None, "approved_by": None, "approved_by_name": None,
                  "approval_note": None}
    return given
