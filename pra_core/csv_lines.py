"""Lines of a table given as text, with their numbers in the file."""

from __future__ import annotations

import csv
import io
from collections.abc import Container, Mapping, Sequence

from pra_core.errors import N_, PraError, Problem

SHOWN = 40
"""Most characters of a file's text repeated in an error."""


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


def column_places(heads: Sequence[str], columns: Mapping[str, Sequence[str]],
                  needed: Container[str]) -> tuple[dict[str, int], list[Problem]]:
    """Where each column stands by its names (small letters), and what is missing or named twice."""
    small = [head.strip().lower() for head in heads]
    place: dict[str, int] = {}
    problems = []
    for column, names in columns.items():
        at = [i for i, head in enumerate(small) if head in names]
        if len(at) > 1:
            problems.append(Problem("duplicate", f"1: {column}", short(heads[at[1]])))
        elif at:
            place[column] = at[0]
        elif column in needed:
            problems.append(Problem("missing", f"1: {column}", "", ", ".join(names)))
    return place, problems


def short(text: str) -> str:
    """A text on one line, cut to what an error repeats."""
    clean = " ".join(text.split())
    return clean if len(clean) <= SHOWN else f"{clean[:SHOWN]}…"
