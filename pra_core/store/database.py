"""The database of the library: SQLite with a write-ahead log, or PostgreSQL, by one address.

Reading and writing are apart: two writers of one SQLite file take turns (`BEGIN IMMEDIATE`), and
readers wait for nobody. What the database refuses is told in the words of `errors.MESSAGES`.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import URL, Connection, Engine

from pra_core.errors import N_, PraError
from pra_core.store.faults import told

WAIT_SECONDS = 10
"""How long one writer waits for another before it gives up."""
ADDRESSES = N_("sqlite:///file or postgresql://user:password@host/database")


@dataclass(frozen=True)
class Database:
    """An open library's tables, its clock and its source of ids."""

    engine: Engine
    clock: Callable[[], dt.datetime]
    """The present moment, with its zone."""
    new_id: Callable[[], str]
    """A new id nobody can guess; also the secret of a link."""

    @property
    def name(self) -> str:
        """The file, or the name of the database on its server; no password."""
        return self.engine.url.database or "?"

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that only reads. Raises PraError as `faults.told` says."""
        with told(self.name), self.engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that is kept whole or not at all. Raises PraError as `faults.told` says."""
        with told(self.name), self.engine.connect() as connection:
            connection = connection.execution_options(writes=True)
            with connection.begin():
                yield connection

    def close(self) -> None:
        """Give back every connection."""
        self.engine.dispose()


def engine_for(url: str) -> Engine:
    """An engine for an address; a missing SQLite file is made, readable by its owner alone.

    Raises PraError: `store_address`, `store_unreachable`, `store_read_only`.
    """
    address = _address(url)
    if address.get_backend_name() == "postgresql":
        return sa.create_engine(
            address, pool_size=10, max_overflow=20, pool_timeout=30, pool_pre_ping=True,
            connect_args={"connect_timeout": 5, "options": f"-c lock_timeout={WAIT_SECONDS}s"})
    _make_file(address)
    engine = sa.create_engine(address, pool_size=10, max_overflow=40, pool_timeout=30,
                              connect_args={"timeout": WAIT_SECONDS, "check_same_thread": False})
    sa.event.listen(engine, "connect", _prepare)
    sa.event.listen(engine, "begin", _begin)
    return engine


def _address(url: str) -> URL:
    try:
        address = sa.make_url(url)
        backend = address.get_backend_name()
    except sa.exc.ArgumentError as error:
        raise PraError("store_address", "", url.split("@")[-1], ADDRESSES) from error
    if backend in ("postgres", "postgresql"):
        return address.set(drivername="postgresql+psycopg")
    if address.drivername != "sqlite" or not address.database or address.database == ":memory:":
        raise PraError("store_address", "", address.render_as_string(hide_password=True), ADDRESSES)
    return address


def _make_file(address: URL) -> None:
    path = Path(str(address.database))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(path, os.O_CREAT | os.O_RDONLY, 0o600))
    except OSError as error:
        raise PraError("store_unreachable", "", f"{path}: {error.strerror}") from error


def _prepare(connection: Any, record: object) -> None:  # noqa: ARG001 - part of the event
    """Transactions are begun by us; readers and a writer at once; whole after a power failure."""
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute("PRAGMA foreign_keys = ON")
    if cursor.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
        cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.close()


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
