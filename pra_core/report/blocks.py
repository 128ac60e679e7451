"""Parts of a document from words, tables of the core and drawings."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Literal

import pandas as pd

from pra_core.i18n import Translator
from pra_core.report.document import Cell, Form, Paragraph, Role, Table

Kind = Literal["text", "number", "count", "percent", "one_in"]
Columns = Mapping[str, tuple[str, str]]
"""Column -> header and kind, as the pages give them."""
NUMERIC = frozenset({"number", "count", "percent", "one_in"})
_SLANTED = re.compile(r"(?<![\\*])\*(?!\*)")
"""Marks of italics, which no report has."""


def said(*sentences: str, role: Role = "body") -> list[Paragraph]:
    """A paragraph for each sentence that says anything."""
    return [Paragraph(_SLANTED.sub("", one), role) for one in sentences if one]


def paragraphs_of(text: str) -> list[Paragraph]:
    """Plain text of `pra_core.paragraphs`, cut at its empty lines; it has no marks."""
    from pra_core.wording import escaped

    return [Paragraph(escaped(one)) for one in text.split("\n\n") if one]


def written(x: object, kind: str, t: Translator) -> Cell:
    """One value as the tables of the pages write it, with the number behind."""
    if kind == "text":
        return Cell(str(x))
    if x is None or x != x:
        return Cell("–")
    number = float(x)  # type: ignore[arg-type]
    if kind == "percent":
        return Cell(t.percent(number), number)
    if kind == "one_in":
        return Cell(t.one_in(number), number)
    return Cell(t.number(number, 6 if kind == "count" else 3), number)


def table_of(key: str, title: str, frame: pd.DataFrame, columns: Columns, t: Translator, *,
             widths: Sequence[float] = (), note: str = "", strong: Iterable[int] = ()) -> Table:
    """A table of a page; rows whose number is in `strong` are set bold."""
    bold = set(strong)
    rows = tuple(tuple(_set(written(x, kind, t), i in bold) for x, (_, kind) in zip(
        row, columns.values(), strict=True))
        for i, row in enumerate(frame[list(columns)].itertuples(index=False, name=None)))
    right = tuple(i for i, (_, kind) in enumerate(columns.values()) if kind in NUMERIC)
    return Table(key, title, tuple(head for head, _ in columns.values()), rows, tuple(widths),
                 right, note)


def _set(cell: Cell, strong: bool) -> Cell:
    return Cell(cell.text, cell.value, True) if strong else cell


def text_rows(rows: Iterable[Sequence[str]]) -> tuple[tuple[Cell, ...], ...]:
    """Rows of words."""
    return tuple(tuple(Cell(one) for one in row) for row in rows)


Draw = Callable[[Form], bytes]


def once(draw: Draw) -> Draw:
    """The same drawing, made at most once in each form: a report may be rendered twice."""
    made: dict[Form, bytes] = {}

    def drawn(form: Form) -> bytes:
        if form not in made:
            made[form] = draw(form)
        return made[form]

    return drawn
