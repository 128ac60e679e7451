"""Lines of a table given as text, with their numbers in the file."""

from __future__ import annotations

import csv
import io

from pra_core.errors import N_, PraError


def numbered_rows(content: bytes) -> list[tuple[int, list[str]]]:
    """Lines that hold something, with their numbers; comma, semicolon or tab between cells.

    Raises PraError unreadable for what is not UTF-8 text or not a table.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise PraError("unreadable", value=f"byte {error.start}",
                       allowed=N_("UTF-8 text; in Excel save as CSV UTF-8")) from error
    head = text.partition("\n")[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=head.count))
    try:
        return [(reader.line_num, row) for row in reader if any(cell.strip() for cell in row)]
    except csv.Error as error:
        raise PraError("unreadable", f"{reader.line_num}", "CSV", "UTF-8 text") from error
