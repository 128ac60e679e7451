"""What a database refuses, told as a problem people can act on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa

from pra_core.errors import N_, PraError

SQLITE: tuple[tuple[str, str], ...] = (
    ("is locked", "store_locked"), ("disk is full", "store_full"),
    ("disk i/o error", "store_full"), ("readonly database", "store_read_only"),
    ("unable to open", "store_unreachable"), ("malformed", "store_damaged"),
    ("not a database", "store_damaged"), ("no such table", "store_damaged"),
)
"""Words of SQLite (`sqlite3_errstr`) and our code for them."""
POSTGRESQL: tuple[tuple[str, str], ...] = (
    ("55P03", "store_locked"), ("40P01", "store_locked"), ("40001", "store_locked"),
    ("53100", "store_full"), ("25006", "store_read_only"), ("42501", "store_read_only"),
    ("XX", "store_damaged"), ("42P01", "store_damaged"), ("08", "store_unreachable"),
    ("53", "store_unreachable"), ("57", "store_unreachable"), ("28", "store_unreachable"),
    ("3D000", "store_unreachable"),
)
"""First characters of SQLSTATE (PostgreSQL manual, appendix A) and our code for them."""
ALLOWED: dict[str, str] = {
    "store_read_only": N_("a folder and a file this program may write to"),
    "store_full": N_("free space on the disk"),
}


@contextmanager
def told(name: str) -> Iterator[None]:
    """Raise the database's refusals as PraError; `name` is the library in the message.

    Codes: `store_locked`, `store_full`, `store_read_only`, `store_unreachable`, `store_damaged`.
    A refusal that none of these fits is a fault of the program and goes on as it is.
    """
    try:
        yield
    except sa.exc.DBAPIError as error:
        code = code_of(error)
        if not code:
            raise
        raise PraError(code, "", name, ALLOWED.get(code, "")) from error
    except sa.exc.TimeoutError as error:
        raise PraError("store_locked", "", name) from error


def code_of(error: sa.exc.DBAPIError) -> str:
    """Our code for a refusal; empty where none fits."""
    state = getattr(error.orig, "sqlstate", None)
    if state is not None:
        return next((code for start, code in POSTGRESQL if state.startswith(start)), "")
    text = str(error.orig).lower()
    found = next((code for words, code in SQLITE if words in text), "")
    if not found and isinstance(error, sa.exc.OperationalError | sa.exc.InterfaceError) and (
            type(error.orig).__module__.startswith("psycopg")):
        return "store_unreachable"
    return found
