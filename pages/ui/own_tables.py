"""Entries of one sheet as a table to edit, and back as a sheet for the same checks as a file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from pages.ui import session
from pra_core.commodities import CommodityLibrary
from pra_core.figures import pest_words
from pra_core.i18n import Translator
from pra_core.labels import STEP_TITLES
from pra_core.pest_library.checks import NATURAL_SPREAD
from pra_core.pest_library.fields import FACT_FIELDS
from pra_core.store.workbook import SHEETS, Match, RawSheet, matched
from pra_core.store.workbook.cells import WORDS
from pra_core.store.workbook.raw import Cell
from pra_core.store.workbook.sheets import Column
from pra_core.store.workbook.writing import Line

HIDDEN = {"steps": ("kind",)}
"""Columns that the form knows already, beside the pest."""
TITLES: Mapping[str, Mapping[str, str]] = {
    "group": pest_words.GROUPS, "organism": pest_words.ORGANISMS,
    "reproduction": pest_words.REPRODUCTION, "host": pest_words.HOSTS,
    "regulated_as": pest_words.REGULATED, "step": STEP_TITLES}
"""Words for the values of a choice."""
LONG = ("description_en", "description_zh")


def choice_titles(column: Column, commodities: CommodityLibrary, t: Translator,
                  goods: bool = False) -> dict[str, str]:
    """What may be chosen in a column, with words for people; goods spread by no nature."""
    if column.key == "kind":
        titles = {key: t.local(kind.title) for key, kind in commodities.kinds.items()}
        return titles if goods else {**titles, NATURAL_SPREAD: t("Natural spread")}
    if column.key == "field":
        return {key: t(field.title) for key, field in FACT_FIELDS.items()}
    if column.key in TITLES:
        return {one: t(TITLES[column.key][one]) for one in column.choices}
    chinese = t.language == "zh_CN"
    return {one: WORDS[one][0] if chinese and one in WORDS else one.replace("_", " ")
            for one in column.choices}


def editor(key: str, sheet: str, lines: Sequence[Line], commodities: CommodityLibrary,
           t: Translator) -> list[Line]:
    """A table of the entries with rows to add and take away; the lines as they stand now.

    `lines` must stay the same while the table is edited under one `key`.
    """
    hidden = ("pest", *HIDDEN.get(sheet, ()))
    columns = [c for c in SHEETS[sheet].columns if c.key not in hidden]
    frame = pd.DataFrame([[_shown(cell, c) for cell, c in zip(line, columns, strict=True)]
                          for line in lines], columns=[c.key for c in columns])
    frame = frame.astype({c.key: "float64" if _numeric(c) else "string" for c in columns})
    config: dict[str, Any] = {c.key: _config(c, commodities, t) for c in columns}
    edited = st.data_editor(frame, key=key, num_rows="dynamic", hide_index=True, width="stretch",
                            placeholder="",
                            column_config=config)
    return [[None if pd.isna(cell) or cell == "" else cell for cell in row]
            for row in edited.itertuples(index=False, name=None)]


def field(place: str, column: Column, value: Cell, t: Translator, goods: bool = False) -> Cell:
    """A widget for one column, with what it holds now."""
    key, label = f"{place}:{column.key}", column.label(t.language)
    label += " \\*" if column.needed else ""
    if column.kind == "choice":
        titles = choice_titles(column, session.own_data().commodities(), t, goods)
        options = list(titles)
        return st.selectbox(label, options, format_func=titles.__getitem__, key=key,
                            index=options.index(value) if value in options else None,
                            placeholder=t("not stated"), persist_state="session")
    if column.kind == "number":
        return st.number_input(label, value=value if isinstance(value, float) else None, key=key,
                               format="%.8g", persist_state="session")
    typed = st.text_area if column.key in LONG else st.text_input
    return typed(label, value="" if value is None else str(value), key=key,
                 persist_state="session") or None


def fields(place: str, columns: Sequence[Column], values: list[Cell], order: Sequence[Column],
           t: Translator, *, side_by_side: int, goods: bool = False) -> None:
    """Widgets for some columns of a sheet; what they hold is written into `values`."""
    for first in range(0, len(columns), side_by_side):
        row = columns[first:first + side_by_side]
        for cell, column in zip(st.columns(side_by_side), row, strict=False):
            with cell:
                index = order.index(column)
                values[index] = field(place, column, values[index], t, goods)


def _numeric(column: Column) -> bool:
    return column.kind in ("number", "whole")


def _shown(cell: str | float | None, column: Column) -> str | float | None:
    return cell if cell is None or _numeric(column) else str(cell)


def _config(column: Column, commodities: CommodityLibrary, t: Translator) -> Any:
    label = column.label(t.language) + (" *" if column.needed else "")
    if column.kind in ("choice", "flag"):
        titles = choice_titles(column, commodities, t)
        return st.column_config.SelectboxColumn(
            label, options=list(titles), format_func=lambda one: titles.get(str(one), str(one)))
    if column.key == "unit" and column.kind == "text":
        units = dict.fromkeys(u for field in FACT_FIELDS.values() for u in field.units)
        return st.column_config.SelectboxColumn(label, options=list(units))
    if _numeric(column):
        return st.column_config.NumberColumn(label, format="plain")
    return st.column_config.TextColumn(label, width="large" if "citation" in column.key else None)


def as_sheet(sheet: str, lines: Sequence[Sequence[Cell]], language: str,
             fixed: Mapping[str, Cell] | None = None) -> tuple[RawSheet, Match]:
    """The lines as a sheet of a file, with heads in the language; line 1 is the first entry.

    Empty lines are left out.

    `fixed`: columns left out of the lines, and their value on every line.
    """
    columns = SHEETS[sheet].columns
    given = fixed or {}
    heads: tuple[Cell, ...] = tuple(c.head(language) for c in columns)
    rows: list[tuple[int, tuple[Cell, ...]]] = [(0, heads)]
    for number, line in enumerate(lines, start=1):
        if all(cell is None for cell in line):
            continue
        cells = iter(line)
        rows.append((number, tuple(given[c.key] if c.key in given else next(cells)
                                   for c in columns)))
    raw = RawSheet(SHEETS[sheet].name(language), tuple(rows))
    return raw, matched(raw, sheet)
