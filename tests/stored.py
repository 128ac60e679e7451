"""A library for tests: its own file or database, a clock that is set by hand, ids in order."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa

from pra_core.access import Actor, local_user
from pra_core.store.scenarios import ScenarioLibrary, open_library
from tests.minimal import scenario as smallest

POSTGRES = "PRA_TEST_POSTGRES"
"""Address of a PostgreSQL server where databases may be made and dropped."""
START = dt.datetime(2026, 11, 22, 9, 0, tzinfo=dt.UTC)
ME = local_user()
ANN = Actor(key="idp|ann", name="Ann", email="ann@example.org", role="analyst")
BOB = Actor(key="idp|bob", name="Bob", email="bob@example.org", role="analyst")
VIC = Actor(key="idp|vic", name="Vic", email="vic@example.org", role="viewer")
ADA = Actor(key="idp|ada", name="Ada", email="ada@example.org", role="admin")
OTTO = Actor(key="idp|otto", name="Otto", email="otto@example.org", role="approver")
STRANGER = Actor(key="idp|who", name="Who", email="who@example.org")
EVERYBODY = (ANN, BOB, VIC, ADA, OTTO, STRANGER)
SMALL = smallest()


class Clock:
    """One minute passes with every look."""

    def __init__(self) -> None:
        self.at = START

    def __call__(self) -> dt.datetime:
        self.at += dt.timedelta(minutes=1)
        return self.at


class Ids:
    """Different ones, in order."""

    def __init__(self, start: str = "id") -> None:
        self.start, self.count = start, 0

    def __call__(self) -> str:
        self.count += 1
        return f"{self.start}-{self.count:08d}"


def opened(url: str, ids: str = "id") -> ScenarioLibrary:
    """The library at an address, with a clock and ids of its own."""
    return open_library(url, clock=Clock(), new_id=Ids(ids))


def settled(library: ScenarioLibrary) -> ScenarioLibrary:
    """The library with everybody known to it."""
    for one in EVERYBODY:
        library.seen(one.key, one.name, one.email, one.role, ())
    return library


def sqlite(folder: Path) -> str:
    """The address of a file in a folder."""
    return f"sqlite:///{folder / 'library.sqlite'}"


@contextmanager
def postgres(name: str) -> Iterator[str]:
    """The address of a new database, dropped afterwards."""
    server = sa.make_url(os.environ[POSTGRES]).set(drivername="postgresql+psycopg")
    engine = sa.create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    try:
        yield server.set(drivername="postgresql", database=name).render_as_string(
            hide_password=False)
    finally:
        with engine.connect() as connection:
            connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")
        engine.dispose()
