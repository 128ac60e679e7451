"""The scenario library: stored scenarios with history, access, links, people and workspaces."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

from pra_core.store.database import Database, engine_for
from pra_core.store.entries import (
    AuditLine,
    Entry,
    ImportReport,
    Link,
    Opened,
    Page,
    Person,
    Version,
    Workspace,
)
from pra_core.store.exchange import Exchange
from pra_core.store.migrate import bring_up
from pra_core.store.persons import Persons
from pra_core.store.sharing import Sharing
from pra_core.store.trail import Trail

__all__ = ["AuditLine", "Entry", "ImportReport", "Link", "Opened", "Page", "Person",
           "ScenarioLibrary", "Version", "Workspace", "open_library"]


class ScenarioLibrary(Sharing, Exchange, Persons, Trail):
    """Every call asks `access` first and notes in the audit list what was seen and changed."""

    def __init__(self, database: Database, copy: Path | None = None) -> None:
        super().__init__(database)
        self.copy_kept = copy
        """The copy kept of a library of an older schema; None where none was needed."""

    def close(self) -> None:
        """Give back every connection."""
        self.database.close()


def open_library(url: str, *, clock: Callable[[], dt.datetime], new_id: Callable[[], str]
                 ) -> ScenarioLibrary:
    """The library at an address, made if it is not there, brought to the present schema.

    `sqlite:///<file>` or `postgresql://user:password@host/database`. `clock` gives the present
    moment with its zone, `new_id` ids of at most 64 characters that nobody can guess.
    Raises PraError: `store_address`, `store_unreachable`, `store_newer`, `store_read_only`,
    `store_full`, `store_locked`, `store_damaged`.
    """
    database = Database(engine_for(url), clock, new_id)
    copy = bring_up(database.engine, database.name, clock)
    return ScenarioLibrary(database, copy)
