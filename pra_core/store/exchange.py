"""The whole library as one file, out and in. What comes in is checked like any other file."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from pydantic import AwareDatetime, Field
from sqlalchemy.engine import Connection

from pra_core.access import LOCAL_KEY, Actor, Classification, Visibility
from pra_core.errors import N_, PraError, Problem
from pra_core.frozen import Frozen
from pra_core.scenario_changes import Change, compared
from pra_core.store.codec import dump_json, scenario_from
from pra_core.store.entries import Entry, ImportReport
from pra_core.store.library_zip import pack, unpack
from pra_core.store.rows import (
    described,
    name_key,
    packed,
    plain,
    readable,
    tag_key,
    words,
)
from pra_core.store.saving import Saving, checked_tags, drawn
from pra_core.store.schema import entries, entry_people, entry_tags, people, versions
from pra_core.store.shelf import LONGEST_NOTE, checked_name, one_line
from pra_core.validation import validated


class KeptVersion(Frozen):
    """One version as the file holds it."""

    number: int = Field(ge=1)
    at: AwareDatetime
    by: str = Field(default="", max_length=255)
    by_name: str = Field(default="", max_length=255)
    note: str = Field(default="", max_length=LONGEST_NOTE)
    fingerprint: str = Field(pattern=r"^[0-9a-f]{12}$")
    seed: int = Field(ge=0, lt=2**63)
    draws: int = Field(ge=1, lt=2**31)
    approved_at: AwareDatetime | None = None
    approved_by: str = Field(default="", max_length=255)
    approved_by_name: str = Field(default="", max_length=255)
    approval_note: str = Field(default="", max_length=LONGEST_NOTE)
    scenario: dict[str, Any]


class KeptEntry(Frozen):
    """One entry as the file holds it; owner and sharing only in an administrator's file."""

    id: str = Field(pattern=r"^[A-Za-z0-9_-]{8,64}$")
    name: str = Field(max_length=400)
    owner: str = Field(default="", max_length=255)
    owner_name: str = Field(default="", max_length=255)
    visibility: Visibility = "private"
    readers: tuple[str, ...] = Field(default=(), max_length=10_000)
    editors: tuple[str, ...] = Field(default=(), max_length=10_000)
    classification: Classification
    tags: tuple[str, ...] = Field(default=(), max_length=100)
    versions: tuple[KeptVersion, ...] = Field(min_length=1, max_length=100_000)


@dataclass(frozen=True, slots=True)
class _Ready:
    """An entry that was checked, as it goes into the tables."""

    kept: KeptEntry
    name: str
    tags: tuple[str, ...]
    columns: dict[str, Any]
    rows: tuple[dict[str, Any], ...]


class Exchange(Saving):
    """Export and import."""

    def export(self, actor: Actor, entry_ids: Sequence[str] | None = None) -> bytes:
        """Everything the actor may read (or these entries of it) with all versions, as one file.

        Deleted entries, links, audit list, workspaces, classes and roles are not in it; owners
        and sharing only in the file of an administrator. Raises PraError, `out_of_bounds` for
        more than a file can hold.
        """
        self._role(actor, "read")
        with self.database.reading() as connection:
            kept = [readable(actor, self._today()), entries.c.deleted_at.is_(None)]
            if entry_ids is not None:
                kept.append(entries.c.id.in_(entry_ids))
            ids = list(connection.execute(
                sa.select(entries.c.id).where(*kept).order_by(entries.c.id)).scalars())
            content = pack(self._parts(connection, actor, ids))
        with self.database.writing() as connection:
            self._note(connection, actor, "exported", None, None, {"entries": len(ids)})
        return content

    def _parts(self, connection: Connection, actor: Actor, ids: Sequence[str]
               ) -> Iterator[dict[str, Any]]:
        for entry_id in ids:
            held = self._fresh(connection, entry_id)
            holding = held.holding
            part: dict[str, Any] = {
                "id": held.id, "name": held.name, "tags": list(held.tags),
                "classification": held.classification.model_dump(mode="json")}
            if actor.role == "admin":
                part |= {"owner": held.owner, "owner_name": held.owner_name,
                         "visibility": holding.visibility, "readers": sorted(holding.readers),
                         "editors": sorted(holding.editors)}
            rows = connection.execute(sa.select(versions).where(
                versions.c.entry == entry_id).order_by(versions.c.number)).mappings()
            part["versions"] = [_part_of(row, held.name, actor.role == "admin") for row in rows]
            yield part

    def import_(self, actor: Actor, content: bytes, name: str, *, restore: bool = False
                ) -> ImportReport:
        """Take in a library file: all of it, or nothing where anything in it is wrong.

        What comes in belongs to the actor and is private; an approval given elsewhere does not
        count here. `restore` (administrators) puts back a copy of this library: owners, sharing
        and approvals as they were; roles are never taken from a file. An id that another scenario
        here has is renewed. `name` is the file in messages. Raises PraError with every problem.
        """
        self._role(actor, "people" if restore else "create")
        ready, found = [], []
        for path, data in unpack(content, name):
            try:
                ready.append(_ready(data, f"{name}: {path}"))
            except PraError as error:
                found += [Problem(p.code, p.path or f"{name}: {path}", p.value, p.allowed)
                          for p in error.problems]
        if found:
            raise PraError.of(found[:50])
        with self.database.writing() as connection:
            self._present(connection, actor)
            report = self._taken(connection, actor, ready, one_line(name), restore)
            self._note(connection, actor, "restored_library" if restore else "imported", None,
                       None, {"file": one_line(name), "entries": len(report.added)})
        return report

    def _taken(self, connection: Connection, actor: Actor, ready: Sequence[_Ready], file: str,
               restore: bool) -> ImportReport:
        added, here, renewed, dropped = [], [], [], []
        for one in ready:
            entry_id = one.kept.id
            row = connection.execute(
                sa.select(entries.c.id).where(entries.c.id == entry_id)).first()
            if row is not None:
                if self._equal(connection, actor, one):
                    here.append(one.name)
                    continue
                entry_id = self.database.new_id()
                renewed.append(one.name)
            if not restore and any(v.approved_at for v in one.kept.versions):
                dropped.append(one.name)
            added.append(self._put(connection, actor, one, entry_id, file, restore))
        return ImportReport(tuple(added), tuple(here), tuple(renewed), tuple(dropped))

    def _equal(self, connection: Connection, actor: Actor, one: _Ready) -> bool:
        """Whether every version is here already, where the actor may know that."""
        allowed = connection.execute(sa.select(entries.c.id).where(
            entries.c.id == one.kept.id, readable(actor, self._today()),
            entries.c.deleted_at.is_(None))).first()
        prints = connection.execute(sa.select(versions.c.fingerprint).where(
            versions.c.entry == one.kept.id).order_by(versions.c.number)).scalars().all()
        mine = [v.fingerprint for v in one.kept.versions]
        return allowed is not None and list(prints)[:len(mine)] == mine

    def _put(self, connection: Connection, actor: Actor, one: _Ready, entry_id: str, file: str,
             restore: bool) -> Entry:
        """One checked entry into the tables."""
        kept, last = one.kept, one.kept.versions[-1]
        owner = kept.owner if restore and kept.owner else actor.key
        shared = {key: key in kept.editors for key in (*kept.readers, *kept.editors)
                  } if restore else {}
        self._known(connection, {owner: kept.owner_name} | dict.fromkeys(shared, ""))
        approved = [v.number for v in kept.versions if v.approved_at] if restore else []
        connection.execute(entries.insert().values(
            id=entry_id, name=one.name, name_key=name_key(one.name), owner=owner,
            visibility=kept.visibility if restore else "private",
            openness=kept.classification.openness, until=kept.classification.until,
            latest=last.number, changed_at=last.at, changed_by=last.by if restore else "",
            changed_by_name=one_line(last.by_name), approved=max(approved, default=None),
            **one.columns))
        mark = [] if restore else [Change(kind="imported", before=file).model_dump(mode="json")]
        for row in one.rows:
            given = dict(row) | {"entry": entry_id}
            given["changes"] = [*(mark if row["number"] == 1 else []), *row["changes"]]
            if not restore:
                given |= {"by": "", "approved_at": None, "approved_by": None,
                          "approved_by_name": None, "approval_note": None}
            connection.execute(versions.insert().values(**given))
        for table, rows in (
                (entry_tags, [{"entry": entry_id, "tag_key": tag_key(tag), "tag": tag}
                              for tag in one.tags]),
                (entry_people, [{"entry": entry_id, "person": key, "edits": edits}
                                for key, edits in shared.items()])):
            if rows:
                connection.execute(table.insert(), rows)
        return self._fresh(connection, entry_id)

    def _known(self, connection: Connection, names: dict[str, str]) -> None:
        """People of a restored library who are not here yet, without a role."""
        here = set(connection.execute(
            sa.select(people.c.key).where(people.c.key.in_(names))).scalars())
        now = self._now()
        for key in set(names) - here:
            connection.execute(people.insert().values(
                key=key, name=one_line(names[key]), email="", first_seen=now, last_seen=now,
                role="admin" if key == LOCAL_KEY else None))


def _part_of(row: Any, name: str, keys: bool) -> dict[str, Any]:
    """One version; the keys of people only where they may be known."""
    found = {key: row[key] for key in ("number", "by", "by_name", "note", "fingerprint", "seed",
                                       "draws")}
    found["at"] = row["at"].isoformat()
    if row["approved_at"] is not None:
        found |= {"approved_at": row["approved_at"].isoformat(),
                  **{key: row[key] or "" for key in ("approved_by", "approved_by_name",
                                                     "approval_note")}}
    if not keys:
        found = {key: value for key, value in found.items() if key not in ("by", "approved_by")}
    return found | {"scenario": plain(row, name)}


def _ready(data: object, place: str) -> _Ready:
    """One entry of a file, checked throughout. Raises PraError with every problem."""
    try:
        kept = validated(KeptEntry, data)
    except PraError as error:
        raise PraError.of(Problem(p.code, f"{place}: {p.path}", p.value, p.allowed)
                          for p in error.problems) from error
    if [v.number for v in kept.versions] != list(range(1, len(kept.versions) + 1)):
        numbers = ", ".join(str(v.number) for v in kept.versions[:20])
        raise PraError("order", f"{place}: versions", numbers, "1, 2, 3 …")
    rows, before, scenario, last = [], None, None, kept.versions[0]
    for version in kept.versions:
        where = f"{place}: {version.number}"
        scenario = scenario_from(version.scenario, where)
        if scenario.fingerprint != version.fingerprint:
            raise PraError("integrity", "", where, scenario.fingerprint)
        text = dump_json(scenario)
        after = json.loads(text)
        found: tuple[Change, ...] = () if before is None else (
            *compared(before, after), *drawn(last.seed, version.seed, last.draws, version.draws))
        rows.append(version.model_dump(exclude={"scenario"}) | {
            "by_name": one_line(version.by_name), "document": packed(text),
            "changes": [one.model_dump(mode="json") for one in found]})
        before, last = after, version
    if scenario is None:
        raise PraError("missing", place, "", N_("at least one entry"))
    tags = checked_tags(kept.tags) or ()
    columns = described(scenario) | {"other_words": words(*scenario.title.values(), *tags)}
    return _Ready(kept, checked_name(kept.name), tags, columns, tuple(rows))
