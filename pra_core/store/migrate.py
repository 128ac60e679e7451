"""Brings the tables of a library to this program's schema; a copy is kept first (SQLite)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from itertools import chain, count
from pathlib import Path
from threading import Lock

import sqlalchemy as sa
from alembic.command import upgrade
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy.engine import Connection, Engine

from pra_core.errors import PraError
from pra_core.store.faults import told
from pra_core.store.schema import metadata

STEPS = Path(__file__).with_name("migrations")
_ADVISORY = 7_241_993
"""PostgreSQL's number of the lock under which one server at a time brings the tables up."""
_ONE_AT_A_TIME = Lock()
"""Alembic keeps what it works on in one place per process."""


def bring_up(engine: Engine, name: str, clock: Callable[[], dt.datetime]) -> Path | None:
    """Apply the steps a library lacks, all or none; returns the copy kept of an older one.

    Raises PraError: `store_newer`, `store_foreign` (written by a later or another program: nothing
    is touched), and what `faults.told` says. PostgreSQL libraries are not copied: their steps are
    undone as one.
    """
    config, script = configuration()
    head = str(script.get_current_head())
    known = {step.revision for step in script.walk_revisions()}
    with told(name), engine.connect() as connection, connection.begin():
        if _checked(connection, known, head, name) == head:
            return None
    with _ONE_AT_A_TIME, told(name), engine.connect() as connection:
        connection = connection.execution_options(writes=True)
        with connection.begin():
            if connection.dialect.name == "postgresql":
                connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_ADVISORY)))
            found = _checked(connection, known, head, name)
            if found == head:
                return None
            copy = _copy(engine, found, clock) if found is not None else None
            config.attributes["connection"] = connection
            upgrade(config, "head")
            return copy


def configuration() -> tuple[Config, ScriptDirectory]:
    """Where Alembic finds the steps."""
    config = Config()
    config.set_main_option("script_location", str(STEPS).replace("%", "%%"))
    config.set_main_option("version_locations", str(STEPS / "versions").replace("%", "%%"))
    config.set_main_option("path_separator", "newline")
    return config, ScriptDirectory.from_config(config)


def _checked(connection: Connection, known: set[str], head: str, name: str) -> str | None:
    """The schema found, None for an empty library. Raises PraError `store_newer`, `store_foreign`.

    A file with tables of another program is left alone; a PostgreSQL database may be shared, as
    long as none of the tables there has a name of ours.
    """
    inspected = sa.inspect(connection)
    names = set(inspected.get_table_names()) - {"alembic_version"}
    found = None
    if inspected.has_table("alembic_version"):
        found = connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar()
    if found is None:
        ours = names if connection.dialect.name == "sqlite" else names & set(metadata.tables)
        if ours:
            raise PraError("store_foreign", "", name, ", ".join(sorted(ours)[:5]))
        return None
    if found not in known:
        raise PraError("store_newer", "", found, head)
    return str(found)


def _copy(engine: Engine, found: str, clock: Callable[[], dt.datetime]) -> Path | None:
    """The library as it is, beside it; taken by a second reader while writers wait."""
    if engine.dialect.name != "sqlite":
        return None
    path = Path(str(engine.url.database))
    stamp = clock().astimezone(dt.UTC).strftime("%Y%m%dT%H%M%SZ")
    first = f"{path.name}.schema-{found}.{stamp}"
    copy = next(one for one in (path.with_name(f"{first}{more}") for more in chain(
        [""], (f".{number}" for number in count(2)))) if not one.exists())
    with engine.connect().execution_options(begins=False) as reader:
        reader.exec_driver_sql("VACUUM INTO ?", (str(copy),))
    copy.chmod(0o600)
    return copy
