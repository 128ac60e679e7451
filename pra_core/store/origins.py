"""Where a stored version comes from: who made what it holds, and which entry it was copied from."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa
from sqlalchemy.engine import Connection, RowMapping

from pra_core.scenario_changes import Change
from pra_core.store.schema import versions


def authors(connection: Connection, row: RowMapping) -> set[str]:
    """Accounts of everybody who saved what a version holds, in this entry or the one copied.

    What was taken in from a file has no account: then everybody counts who saved the same here.
    """
    same = versions.c.fingerprint == row["fingerprint"]
    found = set()
    for one in connection.execute(sa.select(versions.c.by, versions.c.changes).where(
            versions.c.entry == row["entry"], same)):
        found |= {one.by, *(key for mark in _copies(one.changes) for key in mark.authors)}
    if "" in found:
        found |= set(connection.execute(sa.select(versions.c.by).where(same).distinct()).scalars())
    return found - {""}


def ancestors(connection: Connection, entry_id: str) -> tuple[str, ...]:
    """Ids of the entries that an entry was copied from, the first one first."""
    changes = connection.execute(sa.select(versions.c.changes).where(
        versions.c.entry == entry_id, versions.c.number == 1)).scalar()
    return tuple(str(key) for mark in _copies(changes or []) for key in mark.place)


def _copies(changes: list[object]) -> Iterator[Change]:
    for one in changes:
        mark = Change.model_validate(one)
        if mark.kind == "copied":
            yield mark
