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
from pathlib import Path, PurePath
from typing import Any
from urllib.parse import quote, unquote

import sqlalchemy as sa
from sqlalchemy.engine import URL, Connection, Engine

from pra_core.errors import N_, PraError
from pra_core.store.faults import told

WAIT_SECONDS = 10
"""How long one writer waits for another before it gives up."""
_LONG_WRITERS = 7_241_994
"""PostgreSQL's number of the lock under which one server at a time takes in a library file."""
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
        """The file without its folders, or the name of the database on its server; no password."""
        shown = self.engine.url.database or "?"
        return PurePath(unquote(shown.removeprefix("file:").partition("?mode=ro")[0])).name

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


def one_at_a_time(connection: Connection) -> None:
    """Wait until no other long writer is at work; SQLite has one writer at a time anyway."""
    if connection.dialect.name == "postgresql":
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_LONG_WRITERS)))


def engine_for(url: str) -> Engine:
    """An engine for an address; a missing SQLite file is made, readable by its owner alone.

    No value of a statement (a confidential scenario, a name) stands in messages or logs.

    Raises PraError: `store_address`, `store_unreachable`, `store_read_only`.
    """
    address = _address(url)
    if address.get_backend_name() == "postgresql":
        return sa.create_engine(
            address, pool_size=10, max_overflow=20, pool_timeout=30, pool_pre_ping=True,
            hide_parameters=True,
            connect_args={"connect_timeout": 5, "options": f"-c lock_timeout={WAIT_SECONDS}s"})
    address = _file(address)
    engine = sa.create_engine(address, pool_size=10, max_overflow=40, pool_timeout=30,
                              hide_parameters=True,
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


def _file(address: URL) -> URL:
    """The address of a file that is there; one that can only be read is opened as such.

    A read-only file without a log beside it is taken as unchanging: SQLite could not make the
    shared memory a log needs (sqlite.org/wal.html, "Read-Only Databases").
    """
    path = Path(str(address.database)).absolute()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    except OSError as error:
        raise PraError("store_unreachable", "", f"{path}: {error.strerror}") from error
    if os.access(path, os.W_OK) and os.access(path.parent, os.W_OK):
        return address.set(database=str(path))
    log = Path(f"{path}-wal")
    still = "" if log.exists() and log.stat().st_size else "&immutable=1"
    return address.set(database=f"file:{quote(str(path))}?mode=ro{still}", query={"uri": "true"})


def _prepare(connection: Any, record: object) -> None:  # noqa: ARG001 - part of the event
    """Transactions are begun by us; readers and a writer at once; whole after a power failure."""
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute("PRAGMA foreign_keys = ON")
    mode = cursor.execute("PRAGMA journal_mode").fetchone()[0]
    if mode in ("delete", "truncate", "persist"):
        cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.close()


def _begin(connection: Connection) -> None:
    options = connection.get_execution_options()
    if options.get("begins", True):
        connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get("writes") else "BEGIN")
