"""How the sheets and columns of a file are read: found by name, and changeable."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from pages.ui import display, own_state, session
from pra_core.i18n import Translator
from pra_core.store.workbook import SHEETS, Match, RawSheet, matched
from pra_core.wording import escaped

UNUSED = ""
EXAMPLES = 3


def draw(sheets: Sequence[RawSheet], name: str, t: Translator) -> list[tuple[RawSheet, Match]]:
    """Every sheet with its meaning, as found or as the visitor says."""
    place = f"own-columns:{own_state.turn()}:{name}:{len(sheets)}"
    kept = session.shown(place)
    matches: list[Match] = kept if isinstance(kept, list) else [matched(raw) for raw in sheets]
    session.show(place, matches)
    _overview(sheets, matches, t)
    open_one = any(not m.sheet or m.missing for m in matches)
    with st.expander(t("Change how sheets and columns are read"), expanded=open_one,
                     icon=":material/table_chart:"):
        order = sorted(range(len(sheets)), key=lambda i: (
            bool(matches[i].sheet) and not matches[i].missing, not any(matches[i].guessed), i))
        index = st.selectbox(t("Sheet of the file"), order, key=f"{place}:which",
                             format_func=lambda i: sheets[i].name)
        if index is not None:
            matches[index] = _change(sheets[index], matches[index], f"{place}:{index}", t)
    return list(zip(sheets, matches, strict=True))


def _overview(sheets: Sequence[RawSheet], matches: Sequence[Match], t: Translator) -> None:
    rows = []
    for raw, match in zip(sheets, matches, strict=True):
        language = t.language
        sheet = SHEETS.get(match.sheet)
        alike = [f"{head} → {sheet.column(key).head(language)}" for head, key, guess in zip(
            match.heads, match.columns, match.guessed, strict=True) if sheet and key and guess]
        unused = [head for head, key in zip(match.heads, match.columns, strict=True) if not key]
        rows.append({
            "name": raw.name + (f" ({raw.encoding})" if raw.encoding else ""),
            "sheet": sheet.name(language) if sheet else t("not used"),
            "lines": t.number(max(len(raw.rows) - match.header - 1, 0), 9),
            "alike": ", ".join(alike) or "–", "unused": ", ".join(unused) or "–",
            "missing": ", ".join(sheet.column(key).head(language) for key in match.missing)
            if sheet and match.missing else "–"})
    display.prose(pd.DataFrame(rows), "own-columns", t, {
        "name": t("Sheet of the file"), "sheet": t("Read as"), "lines": t("Lines"),
        "alike": t("Columns found by likeness"), "unused": t("Columns not used"),
        "missing": t("Needed columns that are missing")})


def _change(raw: RawSheet, match: Match, key: str, t: Translator) -> Match:
    """Widgets for the meaning of one sheet and of each of its columns."""
    names = {UNUSED: t("not used"), **{k: s.name(t.language) for k, s in SHEETS.items()}}
    chosen = st.selectbox(t("Read as"), list(names), index=list(names).index(match.sheet),
                          format_func=names.__getitem__, key=f"{key}:sheet") or UNUSED
    if chosen != match.sheet:
        match = matched(raw, chosen) if chosen else Match("", 0, (), (), ())
    if not match.sheet:
        return match
    columns = {UNUSED: t("not used"), **{c.key: c.label(t.language) + (" *" if c.needed else "")
                                         for c in SHEETS[match.sheet].columns}}
    for start in range(0, len(match.columns), 3):
        for cell, index in zip(st.columns(3), range(start, len(match.columns)), strict=False):
            with cell:
                # The value is part of the key: a column that another one took shows it.
                picked = st.selectbox(
                    escaped(match.heads[index]), list(columns),
                    index=list(columns).index(match.columns[index]),
                    format_func=columns.__getitem__, help=_examples(raw, match, index),
                    key=f"{key}:{match.sheet}:{index}:{match.columns[index]}") or UNUSED
            if picked != match.columns[index]:
                return _again(match.with_column(index, picked), key)
    return match


def _again(match: Match, key: str) -> Match:
    """The changed match is kept before the page is drawn again."""
    place, _, index = key.rpartition(":")
    matches = session.shown(place)
    if isinstance(matches, list):
        matches[int(index)] = match
    st.rerun()
    return match


def _examples(raw: RawSheet, match: Match, index: int) -> str | None:
    found = [str(cells[index]) for _, cells in raw.rows[match.header + 1:match.header + 20]
             if index < len(cells) and cells[index] is not None]
    return escaped("; ".join(found[:EXAMPLES])) or None
