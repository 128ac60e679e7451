"""Saving: every save is a version; nothing saved is ever changed, only followed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, RowMapping

from pra_core.access import Actor, Classification, checked, less_strict
from pra_core.errors import N_, PraError
from pra_core.scenario import Scenario
from pra_core.scenario_changes import Change, compared
from pra_core.store.entries import Entry
from pra_core.store.origins import ancestors, authors
from pra_core.store.rows import (
    described,
    document,
    entry_values,
    name_key,
    plain,
    scenario_of,
    tag_key,
    version_row,
    words,
)
from pra_core.store.schema import audit, entries, entry_tags, versions
from pra_core.store.shelf import Shelf, called, checked_name, checked_note, checked_run

MOST_TAGS, LONGEST_TAG = 20, 50


class Saving(Shelf):
    """Save, restore, duplicate, rename, tag, delete with undo."""

    def save(self, actor: Actor, scenario: Scenario, *, seed: int, draws: int,
             name: str | None = None, entry: str | None = None, base_version: int | None = None,
             note: str = "", tags: Sequence[str] | None = None,
             classification: Classification | None = None) -> Entry:
        """Keep a scenario as a new entry (`entry` None) or as the next version of one.

        `base_version` is the version it was made from; name, tags and openness stay as they are
        where None is given. Where nothing differs and no note is given, no version is added.
        Raises PraError: the code of the refusal, `edit_conflict` (somebody saved meanwhile: who
        and when), `out_of_bounds`, and what `faults.told` says; nothing is kept then.
        """
        given = "" if name is None and entry is not None else checked_name(name or "")
        note, tags = checked_note(note), checked_tags(tags)
        checked_run(seed, draws)
        with self._writing(actor, "edit" if entry else "create", entry or "") as connection:
            if entry is None:
                self._role(actor, "create")
                made = self._new(connection, actor, scenario, given, seed, draws, note,
                                 classification or Classification(), ())
                return self._tagged(connection, made, tags or ())
            held = self._held(connection, actor, "edit", entry)
            if base_version != held.version:
                raise PraError("edit_conflict", "", held.changed_by or held.owner_name or "?",
                               held.changed_at.isoformat(" ", "minutes"))
            if classification is not None and classification != held.classification:
                self._held(connection, actor, "share", entry)
                self._classified(connection, actor, held, classification)
            if given not in ("", held.name):
                self._named(connection, actor, held, given)
            row = version_row(connection, entry, held.version)
            self._next(connection, actor, held, scenario, seed, draws, note, (), row)
            return self._tagged(connection, self._fresh(connection, entry), tags)

    def restore(self, actor: Actor, entry_id: str, version: int) -> Entry:
        """A new version equal to an older one; what was between stays in the history."""
        with self._writing(actor, "edit", entry_id) as connection:
            held = self._held(connection, actor, "edit", entry_id)
            old = version_row(connection, entry_id, version)
            latest = version_row(connection, entry_id, held.version)
            mark = Change(kind="restored", after=version)
            self._append(connection, actor, held, dict(old), "", (
                mark, *compared(plain(latest, held.name), plain(old, held.name)),
                *drawn(latest["seed"], old["seed"], latest["draws"], old["draws"])))
            self._note(connection, actor, "restored", held, held.version + 1, {"from": version})
            connection.execute(entries.update().where(entries.c.id == entry_id).values(
                **described(scenario_of(old, held.name))))
            return self._tagged(connection, self._fresh(connection, entry_id), None)

    def duplicate(self, actor: Actor, entry_id: str, name: str) -> Entry:
        """A private copy of the latest version as an entry of the actor's own.

        Both entries tell of it: the copied one in the audit list, the copy in its history.
        """
        with self._writing(actor, "read", entry_id) as connection:
            self._role(actor, "create")
            held = self._held(connection, actor, "read", entry_id)
            row = version_row(connection, entry_id, held.version)
            mark = Change(kind="copied", before=held.name, after=held.version,
                          place=(*ancestors(connection, entry_id), entry_id),
                          authors=tuple(sorted(authors(connection, row))))
            made = self._new(connection, actor, scenario_of(row, held.name), checked_name(name),
                             row["seed"], row["draws"], "", held.classification, (mark,))
            self._note(connection, actor, "copied", held, held.version)
            return self._tagged(connection, made, held.tags)

    def rename(self, actor: Actor, entry_id: str, name: str) -> Entry:
        """Another name; no version is added."""
        return self.relabel(actor, entry_id, name=name, tags=None)

    def tag(self, actor: Actor, entry_id: str, tags: Sequence[str]) -> Entry:
        """Exactly these tags; no version is added."""
        return self.relabel(actor, entry_id, name=None, tags=tags)

    def relabel(self, actor: Actor, entry_id: str, *, name: str | None,
                tags: Sequence[str] | None, shown: tuple[str, Sequence[str]] | None = None
                ) -> Entry:
        """Another name and exactly these tags, both or neither; no version is added.

        None leaves as it is. `shown` is the name and the tags that were there when this was
        asked for: what is equal to them is left to others. Raises PraError: the code of the
        refusal, `out_of_bounds`, `changed_meanwhile` (somebody else changed the same meanwhile).
        """
        given = None if name is None else checked_name(name)
        marks = checked_tags(tags)
        with self._writing(actor, "edit", entry_id) as connection:
            held = self._held(connection, actor, "edit", entry_id)
            if shown is not None:
                before = shown[0], tuple(shown[1])
                given = None if given == before[0] else given
                marks = None if marks == before[1] else marks
                if (given is not None and held.name not in (before[0], given)) or (
                        marks is not None and held.tags not in (before[1], marks)):
                    raise self._meanwhile(connection, entry_id, "renamed", "tagged")
            if given not in (None, held.name):
                self._named(connection, actor, held, str(given))
            if marks not in (None, held.tags):
                self._note(connection, actor, "tagged", held, None, {
                    "before": list(held.tags), "after": list(marks or ())})
            return self._tagged(connection, held, marks)

    def delete(self, actor: Actor, entry_id: str) -> Entry:
        """Out of everybody's lists and links; `undelete` brings it back."""
        return self._moved(actor, entry_id, "deleted", self._now())

    def undelete(self, actor: Actor, entry_id: str) -> Entry:
        """Back as it was, with its whole history."""
        return self._moved(actor, entry_id, "undeleted", None)

    def purge(self, actor: Actor, entry_id: str) -> None:
        """Remove a deleted entry for good. Raises PraError `approved_kept`, `not_deleted`."""
        with self._writing(actor, "delete", entry_id) as connection:
            held = self._held(connection, actor, "delete", entry_id, deleted=True)
            if held.approved is not None:
                raise PraError("approved_kept", "", held.name)
            if held.deleted_at is None:
                raise PraError("not_deleted", "", held.name)
            self._note(connection, actor, "purged", held)
            connection.execute(entries.delete().where(entries.c.id == entry_id))

    def _moved(self, actor: Actor, entry_id: str, action: str, at: dt.datetime | None) -> Entry:
        with self._writing(actor, "delete", entry_id) as connection:
            held = self._held(connection, actor, "delete", entry_id, deleted=True)
            connection.execute(entries.update().where(entries.c.id == entry_id)
                               .values(deleted_at=at))
            self._note(connection, actor, action, held)
            return self._fresh(connection, entry_id)

    def _new(self, connection: Connection, actor: Actor, scenario: Scenario, name: str, seed: int,
             draws: int, note: str, classification: Classification, marks: tuple[Change, ...]
             ) -> Entry:
        """A private entry with its first version."""
        self._present(connection, actor)
        entry_id, now = self.database.new_id(), self._now()
        connection.execute(entries.insert().values(
            id=entry_id, name=name, name_key=name_key(name), owner=actor.key, visibility="private",
            openness=classification.openness, until=classification.until, latest=0,
            changed_at=now, changed_by=actor.key, changed_by_name=called(actor),
            other_words="", **described(scenario)))
        self._append(connection, actor, self._fresh(connection, entry_id),
                     _values(scenario, seed, draws), note, marks)
        made = self._fresh(connection, entry_id)
        self._note(connection, actor, "created", made, 1)
        return made

    def _next(self, connection: Connection, actor: Actor, held: Entry, scenario: Scenario,
              seed: int, draws: int, note: str, marks: tuple[Change, ...], before: RowMapping
              ) -> None:
        """The next version, unless it would equal the one before it."""
        found = [*marks, *compared(plain(before, held.name), scenario.model_dump(mode="json")),
                 *drawn(before["seed"], seed, before["draws"], draws)]
        if not found and not note:
            return
        self._append(connection, actor, held, _values(scenario, seed, draws), note, tuple(found))
        connection.execute(entries.update().where(entries.c.id == held.id)
                           .values(**described(scenario)))
        self._note(connection, actor, "saved", held, held.version + 1)

    def _append(self, connection: Connection, actor: Actor, held: Entry, values: dict[str, Any],
                note: str, found: tuple[Change, ...]) -> None:
        now, name = self._now(), called(actor)
        kept = {key: values[key] for key in ("fingerprint", "seed", "draws", "document")}
        connection.execute(versions.insert().values(
            entry=held.id, number=held.version + 1, at=now, by=actor.key, by_name=name,
            note=note, changes=[one.model_dump(mode="json") for one in found], **kept))
        connection.execute(entries.update().where(entries.c.id == held.id).values(
            latest=held.version + 1, changed_at=now, changed_by=actor.key, changed_by_name=name,
            fingerprint=kept["fingerprint"]))

    def _named(self, connection: Connection, actor: Actor, held: Entry, name: str) -> None:
        connection.execute(entries.update().where(entries.c.id == held.id)
                           .values(name=name, name_key=name_key(name)))
        self._note(connection, actor, "renamed", held, None, {"before": held.name, "after": name})

    def _classified(self, connection: Connection, actor: Actor, held: Entry,
                    given: Classification) -> None:
        """Change the openness. Raises PraError `confidential_open`, `copy_confidential`."""
        self._not_around(connection, actor, held, given)
        checked(held.holding.model_copy(update={"classification": given}), self._today())
        connection.execute(entries.update().where(entries.c.id == held.id)
                           .values(openness=given.openness, until=given.until))
        self._note(connection, actor, "classified", held, None, {
            "before": held.classification.model_dump(mode="json"),
            "after": given.model_dump(mode="json")})

    def _not_around(self, connection: Connection, actor: Actor, held: Entry,
                    given: Classification) -> None:
        """A copy stays as confidential as what it was copied from, whoever owns the copy."""
        if actor.role == "admin":
            return
        rows = connection.execute(sa.select(entries.c.openness, entries.c.until).where(
            entries.c.id.in_(ancestors(connection, held.id)), entries.c.owner != actor.key)).all()
        for row in rows:
            source, today = Classification(openness=row.openness, until=row.until), self._today()
            if source.on(today) == "confidential" and less_strict(given, source):
                raise PraError("copy_confidential", "", called(actor) or actor.key)

    def _tagged(self, connection: Connection, held: Entry, tags: Sequence[str] | None) -> Entry:
        """The entry with these tags, and its name and title as they are searched."""
        if tags is not None and tuple(tags) != held.tags:
            connection.execute(entry_tags.delete().where(entry_tags.c.entry == held.id))
            if tags:
                connection.execute(entry_tags.insert(), [
                    {"entry": held.id, "tag_key": tag_key(one), "tag": one} for one in tags])
        kept = held.tags if tags is None else tags
        connection.execute(entries.update().where(entries.c.id == held.id).values(
            other_words=words(*held.title.values(), *kept)))
        return self._fresh(connection, held.id)

    def _meanwhile(self, connection: Connection, entry_id: str, *actions: str) -> PraError:
        """Who did one of these last, and when, as the audit list has it."""
        row = connection.execute(sa.select(audit).where(
            audit.c.entry_id == entry_id, audit.c.action.in_(actions),
        ).order_by(audit.c.number.desc())).first()
        return PraError("changed_meanwhile", "", row.name or row.key if row else "?",
                        row.at.isoformat(" ", "minutes") if row else "?")

    def _fresh(self, connection: Connection, entry_id: str) -> Entry:
        row = connection.execute(sa.select(entries).where(entries.c.id == entry_id)).mappings()
        return entry_values(connection, [row.one()])[0]


def _values(scenario: Scenario, seed: int, draws: int) -> dict[str, Any]:
    return {"fingerprint": scenario.fingerprint, "seed": seed, "draws": draws,
            "document": document(scenario)}


def drawn(old_seed: int, seed: int, old_draws: int, draws: int) -> Iterator[Change]:
    """What changed of the simulation, which is no part of the scenario."""
    if old_seed != seed:
        yield Change(kind="seed", before=old_seed, after=seed)
    if old_draws != draws:
        yield Change(kind="draws", before=old_draws, after=draws)


def checked_tags(tags: Sequence[str] | None) -> tuple[str, ...] | None:
    """Tags as they are kept: trimmed, none twice. Raises PraError for too many or too long."""
    if tags is None:
        return None
    found = {tag_key(text): text for text in (" ".join(tag.split()) for tag in tags) if text}
    if len(found) > MOST_TAGS or any(
            len(text) > LONGEST_TAG or not text.isprintable() for text in found.values()):
        raise PraError("out_of_bounds", "tags", len(found),
                       N_("at most 20 tags of at most 50 characters"))
    return tuple(found[key] for key in sorted(found))
