"""Finding and opening: lists are filtered, sorted and cut into pages by the database."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from pra_core.access import Actor
from pra_core.errors import PraError
from pra_core.overlap import Overlap, Subject, overlap, parts
from pra_core.store.entries import Entry, Opened, Page, Version
from pra_core.store.rows import (
    VERSION_COLUMNS,
    entry_values,
    readable,
    scenario_of,
    tag_key,
    version_row,
    version_value,
    words,
)
from pra_core.store.schema import entries, entry_tags, links, people, versions
from pra_core.store.shelf import LARGEST_PAGE, Shelf, checked_page, if_recordable, one_line

ORDERS: dict[str, tuple[sa.ColumnElement[object], ...]] = {
    "changed": (entries.c.changed_at.desc(),), "oldest": (entries.c.changed_at,),
    "name": (entries.c.name_key,), "pest": (entries.c.pest_words, entries.c.name_key),
    "area": (entries.c.area_words, entries.c.name_key),
}
"""The orders a list can have."""
FINGERPRINT = re.compile(r"[0-9a-f]{12}")
MOST_COMPARED = 200
"""Entries of one pest and area that are compared closely; more than anybody reads through."""


class Finding(Shelf):
    """Search, open, history, overlap."""

    def search(self, actor: Actor, *, text: str = "", pest: str = "", commodity: str = "",
               origin: str = "", area: str = "", tags: Sequence[str] = (), mine: bool = False,
               deleted: bool = False, order: str = "changed", page: int = 0, size: int = 50
               ) -> Page[Entry]:
        """What the actor may read and the filters keep; page 0 first.

        Every word of `text` must occur in name, title, tags, pest, commodity, origin, area or the
        names of the owner and of who saved last, or be the fingerprint of a version; the other
        filters look in their own field, in either language and in any case. `deleted` lists
        what the actor deleted (an administrator: everybody's). Raises PraError.
        """
        self._role(actor, "read")
        if order not in ORDERS:
            raise PraError("unknown_id", "order", order, ", ".join(ORDERS))
        checked_page(page, size)
        kept = [readable(actor, self._today()),
                *_filters(text, pest, commodity, origin, area, tags)]
        if mine or (deleted and actor.role != "admin"):
            kept.append(entries.c.owner == actor.key)
        kept.append(entries.c.deleted_at.is_not(None) if deleted else
                    entries.c.deleted_at.is_(None))
        with self.database.reading() as connection:
            total = connection.execute(
                sa.select(sa.func.count()).select_from(entries).where(*kept)).scalar_one()
            rows = connection.execute(sa.select(entries).where(*kept).order_by(
                *ORDERS[order], entries.c.id).limit(size).offset(page * size)).mappings().all()
            return Page(entry_values(connection, rows), total)

    def entry(self, actor: Actor, entry_id: str) -> Entry:
        """One entry as the list shows it; not an opening, so not noted.

        A deleted one only for its owner and administrators. Raises PraError: the code of the
        refusal, `entry_deleted`.
        """
        with self.database.reading() as connection:
            return self._kept(connection, actor, entry_id)

    def open(self, actor: Actor, entry_id: str, version: int | None = None, *,
             by_link: str | None = None) -> Opened:
        """The scenario of a version (None = latest), noted in the audit list.

        A refusal is noted too, and the link it was followed by (`by_link`). Only a library that
        cannot be written to, because it is read-only or its disk is full, is opened without a
        note. Raises PraError: the code of the refusal, `entry_deleted`, `not_found`,
        `store_damaged`.
        """
        with self._noting(actor, "read", entry_id, version, by_link):
            with self.database.reading() as connection:
                opened = self._opened(connection, actor, entry_id, version)
        with if_recordable(), self.database.writing() as connection:
            if by_link is not None:
                connection.execute(links.update().where(links.c.id == by_link)
                                   .values(followed=links.c.followed + 1))
            self._note(connection, actor, "followed" if by_link else "opened", opened.entry,
                       opened.version.number)
        return opened

    def _kept(self, connection: Connection, actor: Actor, entry_id: str) -> Entry:
        """The entry, if the actor may read it, or owns it where it is deleted."""
        held = self._held(connection, actor, "read", entry_id, deleted=True)
        if held.deleted_at is not None and actor.role != "admin" and actor.key != held.owner:
            raise PraError("entry_deleted", "", held.name)
        return held

    def _opened(self, connection: Connection, actor: Actor, entry_id: str, version: int | None
                ) -> Opened:
        held = self._held(connection, actor, "read", entry_id)
        row = version_row(connection, entry_id, held.version if version is None else version)
        return Opened(held, version_value(row), scenario_of(row, held.name), row["seed"],
                      row["draws"])

    def history(self, actor: Actor, entry_id: str) -> tuple[Version, ...]:
        """Every version, the latest first, with what it changed; of a deleted entry as `entry`."""
        with self._reading(actor, "read", entry_id) as connection:
            self._kept(connection, actor, entry_id)
            rows = connection.execute(sa.select(*VERSION_COLUMNS).where(
                versions.c.entry == entry_id).order_by(versions.c.number.desc())).mappings()
            return tuple(version_value(row) for row in rows)

    def versions_like(self, actor: Actor, fingerprint: str) -> tuple[tuple[Entry, int], ...]:
        """Entries the actor may read of which a version is this very scenario, and that version.

        The latest such version of each; of deleted entries only the actor's own. Not noted: it
        gives nothing that the list does not.
        """
        self._role(actor, "read")
        same = sa.select(versions.c.entry, sa.func.max(versions.c.number).label("number")).where(
            versions.c.fingerprint == fingerprint).group_by(versions.c.entry).subquery()
        with self.database.reading() as connection:
            rows = connection.execute(sa.select(entries, same.c.number).join(
                same, same.c.entry == entries.c.id).where(
                readable(actor, self._today()),
                sa.or_(entries.c.deleted_at.is_(None), entries.c.owner == actor.key),
            ).order_by(entries.c.changed_at.desc(), entries.c.id).limit(LARGEST_PAGE)
            ).mappings().all()
            return tuple(zip(entry_values(connection, rows), (row["number"] for row in rows),
                             strict=True))

    def overlapping(self, actor: Actor, subject: Subject, besides: str = "") -> tuple[Overlap, ...]:
        """Stored assessments of the same pest and area that the actor may read, closest first.

        `besides` leaves one entry out: the one that is being worked on. At most 200 are compared:
        those of the same commodity and origin first, then those that were changed last.
        """
        self._role(actor, "read")
        c = entries.c
        with self.database.reading() as connection:
            rows = connection.execute(sa.select(
                c.id, c.name, c.pest, c.eppo_code, c.countries, c.commodity, c.origin).where(
                readable(actor, self._today()), c.deleted_at.is_(None), c.id != besides,
                *_of_pest_and_area(subject)).order_by(
                _close(c.commodity_words, subject.commodity)
                + _close(c.origin_words, subject.origin), c.changed_at.desc(), c.id,
            ).limit(MOST_COMPARED)).all()
        found = [overlap(subject, Subject(
            pest=row.pest, eppo_code=row.eppo_code, countries=tuple(row.countries),
            commodity=row.commodity, origin=row.origin), row.id, row.name) for row in rows]
        return tuple(sorted((one for one in found if one), key=lambda one: (
            -len(one.shared), one.name)))


def _of_pest_and_area(subject: Subject) -> tuple[sa.ColumnElement[bool], ...]:
    """What every overlap has, by the words of the columns; `overlap` looks at each closely."""
    c = entries.c
    pest = [c.pest_words.startswith(words(subject.pest) + "\n", autoescape=True)]
    if subject.eppo_code:
        pest.append(c.eppo_code == subject.eppo_code)
    lines = sa.literal("\n") + c.area_words + "\n"
    area = [lines.contains(f"\n{words(code)}\n", autoescape=True) for code in subject.countries]
    return sa.or_(*pest), sa.or_(sa.false(), *area)


def _close(column: sa.ColumnElement[str], asked: Mapping[str, str]) -> sa.ColumnElement[int]:
    """0 where the column holds one of the texts asked for, else 1: what could be alike first."""
    texts = {part for text in asked.values() for part in parts(text)}
    return sa.case((sa.or_(sa.false(), *(
        column.contains(words(text), autoescape=True) for text in sorted(texts)[:50])), 0), else_=1)


def _filters(text: str, pest: str, commodity: str, origin: str, area: str, tags: Sequence[str]
             ) -> list[sa.ColumnElement[bool]]:
    c = entries.c
    fields = (c.name_key, c.other_words, c.pest_words, c.commodity_words, c.origin_words,
              c.area_words)
    kept: list[sa.ColumnElement[bool]] = [
        sa.or_(*(field.contains(word, autoescape=True) for field in fields), *_by(word))
        for word in one_line(text).casefold().split()]
    kept += [field.contains(one_line(asked).casefold(), autoescape=True)
             for field, asked in ((c.pest_words, pest), (c.commodity_words, commodity),
                                  (c.origin_words, origin), (c.area_words, area))
             if asked.strip()]
    kept += [sa.exists().where(entry_tags.c.entry == c.id, entry_tags.c.tag_key == tag_key(tag))
             for tag in map(one_line, tags)]
    return kept


def _by(word: str) -> Iterator[sa.ColumnElement[bool]]:
    """Whose it is, who saved it last, and what it is by the fingerprint of any of its versions."""
    yield sa.func.lower(entries.c.changed_by_name).contains(word, autoescape=True)
    yield entries.c.owner.in_(sa.select(people.c.key).where(
        sa.func.lower(people.c.name).contains(word, autoescape=True)))
    if FINGERPRINT.fullmatch(word):
        yield entries.c.id.in_(sa.select(versions.c.entry).where(versions.c.fingerprint == word))
