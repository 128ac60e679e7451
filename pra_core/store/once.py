"""Rows that two people may write at the same moment: the first counts, and neither fails."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection


def added(connection: Connection, table: sa.Table, **values: object) -> bool:
    """Add a row unless one with its primary key is there; whether it was added."""
    made = _insert(connection, table).values(values).on_conflict_do_nothing(
        index_elements=list(table.primary_key))
    return connection.execute(made.returning(*table.primary_key)).first() is not None


def replaced(connection: Connection, table: sa.Table, **values: object) -> None:
    """Add a row, or give these values to the one with its primary key."""
    keys = {column.name for column in table.primary_key}
    connection.execute(_insert(connection, table).values(values).on_conflict_do_update(
        index_elements=list(table.primary_key),
        set_={name: value for name, value in values.items() if name not in keys}))


def _insert(connection: Connection, table: sa.Table) -> postgresql.Insert | sqlite.Insert:
    """Both databases speak of conflicts in the same words, by dialects of their own."""
    if connection.dialect.name == "postgresql":
        return postgresql.insert(table)
    return sqlite.insert(table)
