"""Who was here and what role they have."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection
from dataclasses import asdict, replace

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from pra_core.access import LOCAL_KEY, ROLES, Actor, Role
from pra_core.errors import N_, PraError
from pra_core.store.entries import Person, Workspace
from pra_core.store.once import added, replaced
from pra_core.store.rows import packed, unpacked
from pra_core.store.schema import KEY, audit, people, workspaces
from pra_core.store.shelf import Shelf, one_line

MOST_FOUND = 20
LARGEST_WORKSPACE = 32_000_000


class Persons(Shelf):
    """People and roles; what each was working on."""

    def seen(self, key: str, name: str, email: str, default_role: Role | None,
             admins: Collection[str]) -> Actor:
        """Whoever signed in, with the role kept for them; a first visit is noted.

        `admins` are keys or e-mail addresses from the configuration: they become administrators
        when they come without a role, unless an administrator ever decided about their role here.
        Raises PraError `out_of_bounds` for a key that is too long to keep.
        """
        if not 0 < len(key) <= KEY or not key.isprintable():
            raise PraError("out_of_bounds", "key", key[:KEY], N_("1 to 255 characters"))
        listed = key in admins or bool(email) and email.casefold() in {
            one.casefold() for one in admins}
        name, email, now = one_line(name), one_line(email), self._now()
        with self.database.reading() as connection:
            row = connection.execute(sa.select(people).where(people.c.key == key)).first()
            if row is not None and (row.name, row.email) == (name, email) and (
                    now - row.last_seen < dt.timedelta(hours=1)) and not (
                    listed and row.role is None and not _decided(connection, key)):
                return Actor(key=key, name=name, email=email, role=row.role)
        first: Role | None = "admin" if listed else default_role
        actor = Actor(key=key, name=name, email=email, role=first)
        with self.database.writing() as connection:
            if added(connection, people, key=key, name=name, email=email, role=first,
                     first_seen=now, last_seen=now):
                self._note(connection, actor, "arrived", None, None, {"role": first})
                return actor
            return self._came_back(connection, actor, listed)

    def _came_back(self, connection: Connection, actor: Actor, listed: bool) -> Actor:
        """Somebody who is known, with the role that holds at this moment."""
        this = people.c.key == actor.key
        role: Role | None = connection.execute(
            sa.select(people.c.role).where(this).with_for_update()).scalar_one()
        given = listed and role is None and not _decided(connection, actor.key)
        actor = actor.model_copy(update={"role": "admin" if given else role})
        connection.execute(people.update().where(this).values(
            name=actor.name, email=actor.email, role=actor.role, last_seen=self._now()))
        if given:
            self._note(connection, actor, "role", None, None, {
                "person": actor.key, "name": actor.name, "before": None, "after": "admin"})
        return actor

    def known(self, actor: Actor) -> Actor:
        """The same person with the role that holds at this moment; the local user always has one.

        For what is asked on behalf of somebody after the page was drawn.
        """
        if actor.key == LOCAL_KEY:
            return actor
        with self.database.reading() as connection:
            role: Role | None = connection.execute(
                sa.select(people.c.role).where(people.c.key == actor.key)).scalar()
        return actor.model_copy(update={"role": role})

    def people(self, actor: Actor) -> tuple[Person, ...]:
        """Everybody who was here, by name. For administrators."""
        with self._reading(actor, "people") as connection:
            self._role(actor, "people")
            rows = connection.execute(sa.select(people).order_by(people.c.name, people.c.key))
            return tuple(Person(**row._mapping) for row in rows)

    def find_people(self, actor: Actor, text: str) -> tuple[Person, ...]:
        """At most 20 people with a role whose name or e-mail holds the text, or whose key it is."""
        self._role(actor, "create")
        asked = one_line(text).lower()
        if not asked:
            return ()
        holds = [sa.func.lower(c).contains(asked, autoescape=True)
                 for c in (people.c.name, people.c.email)]
        with self.database.reading() as connection:
            rows = connection.execute(sa.select(people).where(
                people.c.role.is_not(None), people.c.key != actor.key,
                sa.or_(*holds, people.c.key == one_line(text)),
            ).order_by(people.c.name, people.c.key).limit(MOST_FOUND))
            return tuple(Person(**row._mapping) for row in rows)

    def set_role(self, actor: Actor, key: str, role: Role | None) -> Person:
        """Give or take a role. Raises PraError: `last_admin`, `unknown_id`, the refusal."""
        with self._writing(actor, "people") as connection:
            self._role(actor, "people")
            if role is not None and role not in ROLES:
                raise PraError("wrong_type", "role", role, ", ".join(ROLES))
            rows = connection.execute(
                sa.select(people).order_by(people.c.key).with_for_update()).mappings().all()
            found = next((row for row in rows if row["key"] == key), None)
            if found is None:
                raise PraError("unknown_id", "people", key,
                               N_("people who signed in at least once"))
            admins = {row["key"] for row in rows
                      if row["role"] == "admin" and row["key"] != LOCAL_KEY}
            if role != "admin" and admins == {key}:
                raise PraError("last_admin", "", found["name"] or key)
            connection.execute(people.update().where(people.c.key == key).values(role=role))
            self._note(connection, actor, "role", None, None, {
                "person": key, "name": found["name"], "before": found["role"], "after": role})
            return replace(Person(**found), role=role)

    def keep_workspace(self, actor: Actor, workspace: Workspace) -> None:
        """Keep what somebody is working on, in place of what was kept before.

        Raises PraError: `stranger`, `out_of_bounds` over 32 MB.
        """
        self._role(actor, "read")
        text = json.dumps({key: value for key, value in asdict(workspace).items() if key != "at"},
                          ensure_ascii=True)
        if len(text) > LARGEST_WORKSPACE:
            raise PraError("out_of_bounds", "workspace", len(text), N_("at most 32 MB"))
        content, now = packed(text), self._now()
        with self.database.writing() as connection:
            replaced(connection, workspaces, person=actor.key, at=now, document=content)

    def workspace(self, actor: Actor) -> Workspace | None:
        """What was kept for the actor last; None where nothing was."""
        self._role(actor, "read")
        with self.database.reading() as connection:
            row = connection.execute(
                sa.select(workspaces).where(workspaces.c.person == actor.key)).first()
        if row is None:
            return None
        return Workspace(**json.loads(unpacked(row.document, "workspace")), at=row.at)

    def forget_workspace(self, actor: Actor) -> None:
        """Nothing is kept for the actor any more ("start fresh")."""
        self._role(actor, "read")
        with self.database.writing() as connection:
            connection.execute(workspaces.delete().where(workspaces.c.person == actor.key))


def _decided(connection: Connection, key: str) -> bool:
    """Whether a role was ever given to somebody, or taken from them: the audit list knows."""
    return bool(connection.execute(sa.select(sa.exists().where(
        audit.c.action == "role", audit.c.detail["person"].as_string() == key))).scalar())
