"""A file as raw sheets, by what it is."""

from __future__ import annotations

from pra_core.errors import N_, PraError
from pra_core.store.workbook.csv_text import read_csv_text
from pra_core.store.workbook.raw import MOST_BYTES, RawSheet
from pra_core.store.workbook.xlsx import read_xlsx

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


def read_file(content: bytes, name: str) -> tuple[RawSheet, ...]:
    """The sheets of a workbook (.xlsx), or the one table of a CSV file.

    Raises PraError: `out_of_bounds` for what is too large, `unreadable` for anything else; for
    workbooks with macros, a password or in the older format by name.
    """
    if len(content) > MOST_BYTES:
        raise PraError("out_of_bounds", name, f"{len(content) / 2**20:.1f} MB",
                       f"{MOST_BYTES / 2**20:g} MB")
    if content.startswith(OLE):
        raise PraError("unreadable", name, ".xls",
                       N_("a workbook without password, saved as .xlsx"))
    sheets = read_xlsx(content, name) if content.startswith(ZIP) else (
        read_csv_text(content, name),)
    if not any(sheet.rows for sheet in sheets):
        raise PraError("missing", name, "", N_("at least one entry"))
    return sheets
