"""Who may see a stored scenario: sharing, openness, approval, links. `access` decides."""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa

from pra_core.access import (
    LOCAL_KEY,
    Action,
    Actor,
    Classification,
    Holding,
    Visibility,
    checked,
)
from pra_core.errors import N_, PraError
from pra_core.store.entries import Entry, Link, Opened
from pra_core.store.finding import Finding
from pra_core.store.origins import authors
from pra_core.store.rows import version_row
from pra_core.store.saving import Saving
from pra_core.store.schema import entries, entry_people, links, people, versions
from pra_core.store.shelf import called, checked_note, one_line

VISIBILITIES: tuple[Visibility, ...] = ("private", "named", "open")


class Sharing(Finding, Saving):
    """Share, classify, approve, links."""

    def share(self, actor: Actor, entry_id: str, visibility: Visibility,
              readers: Iterable[str] = (), editors: Iterable[str] = (), *,
              shown: Holding | None = None) -> Entry:
        """Who may open it: nobody else, the named people (keys), or everybody with a role.

        Editors also read. `shown` is how it was shared when this was asked for. Raises PraError:
        the code of the refusal, `confidential_open`, `changed_meanwhile` (it is shared otherwise
        now), `unknown_id` for people the library does not know.
        """
        if visibility not in VISIBILITIES:
            raise PraError("wrong_type", "visibility", visibility, ", ".join(VISIBILITIES))
        edits = set(editors)
        named = {key: key in edits for key in (*readers, *edits)}
        with self._writing(actor, "share", entry_id) as connection:
            held = self._held(connection, actor, "share", entry_id)
            if shown is not None and sharing(shown) != sharing(held.holding):
                raise self._meanwhile(connection, entry_id, "shared")
            checked(held.holding.model_copy(update={"visibility": visibility}), self._today())
            known = set(connection.execute(
                sa.select(people.c.key).where(people.c.key.in_(named))).scalars())
            if set(named) - known:
                raise PraError("unknown_id", "people", ", ".join(sorted(set(named) - known)),
                               N_("people who signed in at least once"))
            connection.execute(entry_people.delete().where(entry_people.c.entry == entry_id))
            if named:
                connection.execute(entry_people.insert(), [
                    {"entry": entry_id, "person": key, "edits": named[key]} for key in named])
            connection.execute(entries.update().where(entries.c.id == entry_id)
                               .values(visibility=visibility))
            self._note(connection, actor, "shared", held, None, {
                "before": held.holding.visibility, "after": visibility,
                "readers": sorted(key for key in named if not named[key]),
                "editors": sorted(key for key in named if named[key])})
            return self._fresh(connection, entry_id)

    def classify(self, actor: Actor, entry_id: str, classification: Classification, *,
                 shown: Classification | None = None) -> Entry:
        """How openly it may be handled; `shown` is what it was when this was asked for.

        Raises PraError: the code of the refusal, `confidential_open`, `changed_meanwhile`,
        `copy_confidential` (a copy of somebody else's confidential scenario stays confidential).
        """
        with self._writing(actor, "share", entry_id) as connection:
            held = self._held(connection, actor, "share", entry_id)
            if shown not in (None, held.classification):
                raise self._meanwhile(connection, entry_id, "classified")
            self._classified(connection, actor, held, classification)
            return self._fresh(connection, entry_id)

    def approve(self, actor: Actor, entry_id: str, version: int, note: str = "") -> Entry:
        """Freeze a version: it is never changed or purged; saving goes on with the next one.

        Nobody approves what they saved themselves, be it brought back, copied or taken in again
        by somebody else (the local user excepted). Raises PraError: the code of the refusal,
        `own_approval`, `approved_already`, `not_found`.
        """
        note = checked_note(note)
        with self._writing(actor, "approve", entry_id) as connection:
            held = self._held(connection, actor, "approve", entry_id)
            row = version_row(connection, entry_id, version)
            if actor.key != LOCAL_KEY and actor.key in authors(connection, row):
                raise PraError("own_approval", "", actor.name or actor.key)
            if row["approved_at"] is not None:
                raise PraError("approved_already", "", version, row["approved_by_name"] or "")
            connection.execute(versions.update().where(
                versions.c.entry == entry_id, versions.c.number == version).values(
                    approved_at=self._now(), approved_by=actor.key,
                    approved_by_name=called(actor), approval_note=note))
            connection.execute(entries.update().where(entries.c.id == entry_id).values(
                approved=max(version, held.approved or 0)))
            self._note(connection, actor, "approved", held, version)
            return self._fresh(connection, entry_id)

    def link(self, actor: Actor, entry_id: str, version: int | None = None) -> str:
        """A new stored link's id; following it asks for the right to read every time."""
        with self._writing(actor, "read", entry_id) as connection:
            held = self._held(connection, actor, "read", entry_id)
            if version is not None:
                version_row(connection, entry_id, version)
            link_id = self.database.new_id()
            connection.execute(links.insert().values(
                id=link_id, entry=entry_id, version=version, made_at=self._now(),
                made_by=actor.key, made_by_name=called(actor), followed=0))
            self._note(connection, actor, "linked", held, version)
            return link_id

    def follow(self, actor: Actor, link_id: str) -> Opened:
        """What a link leads to, if the actor may read it; counted and noted.

        Raises PraError: the code of the refusal; `not_shared` also for a link that was withdrawn
        or never was, so that nobody learns what exists.
        """
        with self.database.reading() as connection:
            row = connection.execute(sa.select(links).where(
                links.c.id == one_line(link_id), links.c.revoked_at.is_(None))).first()
        return self.open(actor, row.entry if row else "", row.version if row else None,
                         by_link=one_line(link_id))

    def links(self, actor: Actor, entry_id: str) -> tuple[Link, ...]:
        """All links for the owner, the actor's own otherwise; the latest first."""
        with self.database.reading() as connection:
            held = self._held(connection, actor, "read", entry_id)
            kept = [links.c.entry == entry_id]
            if actor.role != "admin" and actor.key != held.owner:
                kept.append(links.c.made_by == actor.key)
            rows = connection.execute(
                sa.select(links).where(*kept).order_by(links.c.made_at.desc())).all()
        return tuple(Link(row.id, row.entry, row.version, row.made_at, row.made_by,
                          row.made_by_name, row.revoked_at, row.followed) for row in rows)

    def revoke(self, actor: Actor, link_id: str) -> None:
        """The link leads nowhere from now on: by who made it, the owner, or an administrator."""
        with self.database.reading() as connection:
            row = connection.execute(sa.select(links).where(
                links.c.id == one_line(link_id))).first()
        action: Action = "read" if row and row.made_by == actor.key else "share"
        with self._writing(actor, action, row.entry if row else "") as connection:
            if row is None:
                raise PraError("not_shared", "", called(actor) or actor.key)
            held = self._held(connection, actor, action, row.entry, deleted=True)
            connection.execute(links.update().where(links.c.id == link_id)
                               .values(revoked_at=self._now()))
            self._note(connection, actor, "revoked", held, row.version)


def sharing(holding: Holding) -> tuple[Visibility, frozenset[str], frozenset[str]]:
    """What the owner decided on who may open it."""
    return holding.visibility, holding.readers, holding.editors
