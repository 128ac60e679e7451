"""The audit list: who saw and changed what."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa

from pra_core.access import Action, Actor
from pra_core.store.entries import AuditLine, Page
from pra_core.store.schema import audit
from pra_core.store.shelf import Shelf, checked_page, one_line


class Trail(Shelf):
    """Reads the audit list; every other part of the library adds to it."""

    def audit(self, actor: Actor, entry_id: str | None = None, page: int = 0, size: int = 100, *,
              person: str = "", action: str = "", since: dt.datetime | None = None,
              until: dt.datetime | None = None) -> Page[AuditLine]:
        """The latest lines first: of one entry for its owner, of the whole library for admins.

        `person` is found in name or key in any case; `action` is one code; `since` and `until`
        are moments, both included. Raises PraError: the code of the refusal, `out_of_bounds`.
        """
        checked_page(page, size)
        kept = _kept(entry_id, one_line(person).lower(), action, since, until)
        asked: Action = "audit" if entry_id is None else "share"
        with self._reading(actor, asked, entry_id or "") as connection:
            if entry_id is None:
                self._role(actor, "audit")
            else:
                self._held(connection, actor, "share", entry_id, deleted=True)
            total = connection.execute(
                sa.select(sa.func.count()).select_from(audit).where(*kept)).scalar_one()
            rows = connection.execute(sa.select(audit).where(*kept).order_by(
                audit.c.number.desc()).limit(size).offset(page * size)).all()
        return Page(tuple(AuditLine(**row._mapping) for row in rows), total)


def _kept(entry_id: str | None, person: str, action: str, since: dt.datetime | None,
          until: dt.datetime | None) -> list[sa.ColumnElement[bool]]:
    c = audit.c
    kept: list[sa.ColumnElement[bool]] = [sa.true()]
    if entry_id is not None:
        kept.append(c.entry_id == one_line(entry_id))
    if person:
        kept.append(sa.or_(*(sa.func.lower(field).contains(person, autoescape=True)
                             for field in (c.name, c.key))))
    if action:
        kept.append(c.action == one_line(action))
    if since is not None:
        kept.append(c.at >= since)
    if until is not None:
        kept.append(c.at <= until)
    return kept
