"""Finding and opening: lists are filtered, sorted and cut into pages by the database."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from pra_core.access import Actor
from pra_core.errors import PraError
from pra_core.overlap import Overlap, Subject, overlap
from pra_core.store.entries import Entry, Opened, Page, Version
from pra_core.store.rows import (
    VERSION_COLUMNS,
    entry_values,
    readable,
    scenario_of,
    tag_key,
    version_row,
    version_value,
)
from pra_core.store.schema import ID, entries, entry_tags, links, versions
from pra_core.store.shelf import LARGEST_PAGE, Shelf, one_line

ORDERS: dict[str, tuple[sa.ColumnElement[object], ...]] = {
    "changed": (entries.c.changed_at.desc(),), "oldest": (entries.c.changed_at,),
    "name": (entries.c.name_key,), "pest": (entries.c.pest_words, entries.c.name_key),
    "area": (entries.c.area_words, entries.c.name_key),
}
"""The orders a list can have."""
UNRECORDABLE = ("store_read_only", "store_full")
"""A library in this state can still be read, though nothing can be noted down."""


class Finding(Shelf):
    """Search, open, history, overlap."""

    def search(self, actor: Actor, *, text: str = "", pest: str = "", commodity: str = "",
               origin: str = "", area: str = "", tags: Sequence[str] = (), mine: bool = False,
               deleted: bool = False, order: str = "changed", page: int = 0, size: int = 50
               ) -> Page[Entry]:
        """What the actor may read and the filters keep; page 0 first.

        Every word of `text` must occur in name, title, tags, pest, commodity, origin or area; the
        other filters look in their own field, in either language and in any case. `deleted` lists
        what the actor deleted (an administrator: everybody's). Raises PraError.
        """
        self._role(actor, "read")
        if order not in ORDERS:
            raise PraError("unknown_id", "order", order, ", ".join(ORDERS))
        if page < 0 or not 0 < size <= LARGEST_PAGE:
            raise PraError("out_of_bounds", "page", f"{page}, {size}", f"0 …, 1 … {LARGEST_PAGE}")
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
        """One entry as the list shows it; not an opening, so not noted."""
        with self.database.reading() as connection:
            return self._held(connection, actor, "read", entry_id, deleted=True)

    def open(self, actor: Actor, entry_id: str, version: int | None = None, *,
             by_link: str | None = None) -> Opened:
        """The scenario of a version (None = latest), noted in the audit list.

        A refusal is noted too, and the link it was followed by (`by_link`). Only a library that
        cannot be written to, because it is read-only or its disk is full, is opened without a
        note. Raises PraError: the code of the refusal, `entry_deleted`, `not_found`,
        `store_damaged`.
        """
        with self.database.reading() as connection:
            try:
                opened = self._opened(connection, actor, entry_id, version)
                held, code = opened.entry, "opened"
            except PraError as error:
                refused, held, code = error, None, error.code
                opened = None
        self._noted(actor, entry_id, held, code, opened.version.number if opened else version,
                    by_link)
        if opened is None:
            raise refused
        return opened

    def _opened(self, connection: Connection, actor: Actor, entry_id: str, version: int | None
                ) -> Opened:
        held = self._held(connection, actor, "read", entry_id)
        row = version_row(connection, entry_id, held.version if version is None else version)
        return Opened(held, version_value(row), scenario_of(row, held.name), row["seed"],
                      row["draws"])

    def _noted(self, actor: Actor, entry_id: str, held: Entry | None, code: str,
               version: int | None, by_link: str | None) -> None:
        try:
            with self.database.writing() as connection:
                if held is None:
                    rows = connection.execute(sa.select(entries).where(
                        entries.c.id == one_line(entry_id))).mappings().all()
                    asked = entry_values(connection, rows)[0] if rows else None
                    self._note(connection, actor, "refused", asked, version,
                               {"asked_for": one_line(by_link or entry_id)[:ID], "code": code})
                    return
                if by_link is not None:
                    connection.execute(links.update().where(links.c.id == by_link)
                                       .values(followed=links.c.followed + 1))
                self._note(connection, actor, "followed" if by_link else "opened", held, version)
        except PraError as error:
            if error.code not in UNRECORDABLE:
                raise

    def history(self, actor: Actor, entry_id: str) -> tuple[Version, ...]:
        """Every version, the latest first, with what it changed."""
        with self.database.reading() as connection:
            self._held(connection, actor, "read", entry_id, deleted=True)
            rows = connection.execute(sa.select(*VERSION_COLUMNS).where(
                versions.c.entry == entry_id).order_by(versions.c.number.desc())).mappings()
            return tuple(version_value(row) for row in rows)

    def overlapping(self, actor: Actor, subject: Subject, besides: str = "") -> tuple[Overlap, ...]:
        """Stored assessments of the same pest and area that the actor may read, closest first.

        `besides` leaves one entry out: the one that is being worked on.
        """
        self._role(actor, "read")
        with self.database.reading() as connection:
            rows = connection.execute(sa.select(entries).where(
                readable(actor, self._today()), entries.c.deleted_at.is_(None),
                entries.c.id != besides,
                sa.or_(entries.c.eppo_code == subject.eppo_code,
                       entries.c.pest == subject.pest))).mappings().all()
        found = [overlap(subject, Subject(
            pest=row["pest"], eppo_code=row["eppo_code"], countries=tuple(row["countries"]),
            commodity=row["commodity"], origin=row["origin"]), row["id"], row["name"])
            for row in rows]
        return tuple(sorted((one for one in found if one), key=lambda one: (
            -len(one.shared), one.name)))


def _filters(text: str, pest: str, commodity: str, origin: str, area: str, tags: Sequence[str]
             ) -> list[sa.ColumnElement[bool]]:
    c = entries.c
    fields = (c.name_key, c.other_words, c.pest_words, c.commodity_words, c.origin_words,
              c.area_words)
    kept: list[sa.ColumnElement[bool]] = [
        sa.or_(*(field.contains(word, autoescape=True) for field in fields))
        for word in one_line(text).casefold().split()]
    kept += [field.contains(one_line(asked).casefold(), autoescape=True)
             for field, asked in ((c.pest_words, pest), (c.commodity_words, commodity),
                                  (c.origin_words, origin), (c.area_words, area))
             if asked.strip()]
    kept += [sa.exists().where(entry_tags.c.entry == c.id, entry_tags.c.tag_key == tag_key(tag))
             for tag in map(one_line, tags)]
    return kept
