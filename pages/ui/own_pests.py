"""Your pests: a new one, or your version of a shipped one, checked as the shipped ones are."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from pages.ui import display, own_faults, own_state, own_tables, session
from pages.ui.own_state import PestForm
from pra_core.errors import N_, Problem
from pra_core.i18n import Translator
from pra_core.own_data import OwnData
from pra_core.pest_library import PestLibrary, PestRecord
from pra_core.store.workbook import SHEETS, CellFault, Imported, imported
from pra_core.store.workbook.raw import Cell
from pra_core.wording import escaped

CHOSEN, NEW = "own-pest", ""
TABLE_TITLES = {
    "sources": N_("Sources"), "hosts": N_("Hosts"), "range": N_("Range"),
    "regulation": N_("Regulation"), "pathways": N_("Pathways"), "facts": N_("Numbers"),
    "vectors": N_("Vectors"), "similar": N_("Similar species"), "gaps": N_("Not found")}
ROWS = (("eppo_code", "name", "authority"), ("common_name_en", "common_name_zh", "other_names"),
        ("group", "organism", "reproduction"), ("kingdom", "phylum"), ("order", "family"),
        ("description_en", "description_zh"), ("source", "status"))
MORE = ("note_en", "note_zh", "taxonomy_source", "taxonomy_status", "taxonomy_note_en",
        "taxonomy_note_zh", "reproduction_source", "reproduction_status", "reproduction_note_en",
        "reproduction_note_zh")
"""Columns of the first sheet that are seldom needed."""


def draw(t: Translator) -> None:
    """Which pest, its form, and what can be done with it."""
    own, library = session.own_data(), session.own_data().pest_library()
    _list(own, library, t)
    codes = [NEW, *sorted(own.pests), *sorted(c for c in library.records if c not in own.pests)]
    if session.shown(CHOSEN) not in codes:
        session.show(CHOSEN, NEW)
    code = st.selectbox(
        t("Pest to add or change"), codes, key=CHOSEN, persist_state="session",
        format_func=lambda one: t("A new pest") if one == NEW else _title(library, one, t)) or NEW
    record = library.records.get(code)
    if record is not None and code not in own.pests:
        st.caption(t("This is the shipped record. What you save is your version of it; the shipped"
                     " one stays and can be put back."))
    form = own_state.pest_form(code, record)
    with st.container(border=True):
        _identity(code, form, t)
        _tables(code, form, t)
        left, right = st.columns([3, 2])
        with left:
            save = st.button(t("Save as your version") if record is not None else
                             t("Save the pest"), key="own-pest-save", type="primary",
                             icon=":material/check:")
        with right:
            if code in own.pests:
                _take_away(own, library, code, t)
        if save:
            _save(own, library, code, form, t)


def _title(library: PestLibrary, code: str, t: Translator) -> str:
    record = library.records[code]
    if code not in library.own:
        return f"{code} · {record.name} · {t.local(record.common_name)}"
    return f"★ {code} · {record.name} · {t.local(record.common_name)}"


def _list(own: OwnData, library: PestLibrary, t: Translator) -> None:
    if not own.pests:
        return
    frame = pd.DataFrame([{
        "code": code, "name": record.name, "common": t.local(record.common_name),
        "what": t("your version of a shipped pest") if library.shipped(code) is not None
        else t("new"), "hosts": len(record.hosts), "facts": len(record.facts),
        "sources": len(record.sources)} for code, record in own.pests.items()])
    display.table(frame, "own-pests", t, {
        "code": (t("EPPO code"), "text"), "name": (t("Scientific name"), "text"),
        "common": (t("Common name"), "text"), "what": (t("What it is"), "text"),
        "hosts": (t("Hosts"), "count"), "facts": (t("Numbers"), "count"),
        "sources": (t("Sources"), "count")})


def _identity(code: str, form: PestForm, t: Translator) -> None:
    """Names, group, taxonomy: a field per column of the first sheet."""
    columns = SHEETS["pests"].columns
    now: list[Cell] = [*form.identity] or [None] * len(columns)
    st.caption(t("Fields marked with * are needed; of a text, one language is enough. A source is"
                 " the key of a line in the table “Sources”, or the citation itself."))
    place = f"own:{code or 'new'}:{own_state.turn()}"
    for row in ROWS:
        own_tables.fields(place, [SHEETS["pests"].column(key) for key in row], now, columns, t,
                          side_by_side=len(row))
    with st.expander(t("Notes, and sources of taxonomy and reproduction where they are others")):
        own_tables.fields(place, [SHEETS["pests"].column(key) for key in MORE], now, columns, t,
                          side_by_side=2)
    form.identity = now


def _tables(code: str, form: PestForm, t: Translator) -> None:
    """One table at a time; what was typed in the others is kept."""
    counts = {part: sum(any(cell is not None for cell in line) for line in lines)
              for part, lines in form.tables.lines.items()}
    part = st.segmented_control(
        t("Table"), list(TABLE_TITLES), key=f"own-table:{code}", required=True,
        default="sources", label_visibility="collapsed", persist_state="session",
        format_func=lambda one: f"{t(TABLE_TITLES[one])} {counts[one]}") or "sources"
    st.caption(t("Publications and judgements; other tables name them by their key.")
               if part == "sources" else t(SHEETS[part].about))
    form.tables.edit(f"own-editor:{code}:{own_state.turn()}", part, t)


def checked(library: PestLibrary, code: str, form: PestForm, t: Translator
            ) -> tuple[PestRecord | None, Imported, list[CellFault]]:
    """The record of what was typed, with what is wrong with it."""
    typed = str(form.identity[0] or "").strip().upper()
    sheets = [own_tables.as_sheet("pests", [form.identity], t.language)]
    sheets += [own_tables.as_sheet(part, lines, t.language, {"pest": typed or "?"})
               for part, lines in form.tables.lines.items()]
    # The record as it was is no part of what is typed.
    others = PestLibrary({c: r for c, r in library.records.items() if c not in (code, typed)})
    found = imported(sheets, others, session.own_data().commodities())
    # Without a code no table knows its pest: that is told once.
    belongs = SHEETS["hosts"].column("pest").head(t.language)
    faults = [f for f in found.faults if typed or f.column != belongs]
    if typed != code and typed in library.records:
        faults.insert(0, CellFault(SHEETS["pests"].name(t.language), 1,
                                   SHEETS["pests"].columns[0].head(t.language),
                                   Problem("duplicate", "", typed)))
    return found.own.pests.get(typed), found, faults


def _save(own: OwnData, library: PestLibrary, code: str, form: PestForm, t: Translator) -> None:
    record, found, faults = checked(library, code, form, t)
    if faults or record is None:
        st.error(t("The pest was not saved. What you typed stays."))
        own_faults.draw(faults, max(found.fault_count, len(faults)), "own-pest-faults", t)
        return
    fresh = own.without_pest(code).with_pest(record) if code in own.pests else \
        own.with_pest(record)
    session.keep_own_data(fresh)
    told = t("Saved: **{title}**.", title=escaped(record.name))
    if found.remarks:
        told += " " + t("Not in the list of plants: {plants}", plants=escaped(t(", ").join(
            dict.fromkeys(str(r.problem.value) for r in found.remarks))))
    own_state.saved(told, {CHOSEN: record.eppo_code})
    st.rerun()


def _take_away(own: OwnData, library: PestLibrary, code: str, t: Translator) -> None:
    shipped = library.shipped(code) is not None
    if st.button(t("Put the shipped one back") if shipped else t("Delete this pest"),
                 key="own-pest-drop", icon=":material/undo:" if shipped else ":material/delete:"):
        session.keep_own_data(own.without_pest(code))
        name = escaped(library.records[code].name)
        own_state.saved(t("The shipped record of **{title}** is in use again.", title=name)
                        if shipped else t("Deleted: **{title}**.", title=name), {CHOSEN: NEW})
        st.rerun()
