"""Your kinds of pathway: what moves, in which units, and what happens to it at each step."""

from __future__ import annotations

import streamlit as st

from pages.ui import display, own_faults, own_state, own_tables, session
from pra_core.errors import Problem
from pra_core.i18n import Translator
from pra_core.own_data import OwnData
from pra_core.pest_library import PestLibrary
from pra_core.store.workbook import SHEETS, CellFault, imported
from pra_core.store.workbook.raw import Cell
from pra_core.store.workbook.writing import lines_of
from pra_core.wording import escaped

CHOSEN, NEW = "own-kind", ""


def draw(t: Translator) -> None:
    """Which kind of pathway, its form, its steps, and what can be done with it."""
    own = session.own_data()
    commodities = own.commodities()
    ids = [NEW, *sorted(own.kinds), *(i for i in commodities.kinds if i not in own.kinds)]
    if session.shown(CHOSEN) not in ids:
        session.show(CHOSEN, NEW)
    chosen = st.selectbox(
        t("Kind of pathway to add or change"), ids, key=CHOSEN, persist_state="session",
        format_func=lambda one: t("A new kind of pathway") if one == NEW else
        ("★ " if one in own.kinds else "") + t.local(commodities.kinds[one].title)) or NEW
    kept = commodities.kinds.get(chosen)
    if kept is not None and chosen not in own.kinds:
        st.caption(t("This is the shipped kind of pathway. What you save is your version of it; the"
                     " shipped one stays and can be put back. Give it another id to add a new"
                     " one."))
    shown = OwnData(kinds={kept.id: kept} if kept is not None else {})
    with st.container(border=True):
        values = _form(chosen, shown, t)
        tables = own_state.kind_tables(chosen, shown)
        st.markdown("###### " + t("Steps"))
        st.caption(t("Practice is written on the first line of a step. A survival is usual (used"
                     " with its source), a suggestion (used only when accepted) or cited (what was"
                     " measured once)."))
        tables.edit(f"own-steps:{chosen}:{own_state.turn()}", "steps", t)
        left, right = st.columns([3, 2])
        with left:
            save = st.button(t("Save the kind of pathway"), key="own-kind-save", type="primary",
                             icon=":material/check:")
        with right:
            if chosen in own.kinds:
                _take_away(own, chosen, t)
        if save:
            _save(own, chosen, values, tables, t)


def _form(chosen: str, shown: OwnData, t: Translator) -> list[Cell]:
    columns = SHEETS["kinds"].columns
    values: list[Cell] = [*next(iter(lines_of(shown, "kinds")), [None] * len(columns))]
    st.caption(t("Fields marked with * are needed; of a text, one language is enough. Several"
                 " names, plants or codes are separated by “;”."))
    lots = [c for c in columns if c.key.startswith("lot_")]
    place = f"own-kind:{chosen or 'new'}:{own_state.turn()}"
    own_tables.fields(place, [c for c in columns if c not in lots], values, columns, t,
                      side_by_side=3)
    with st.expander(t("Lots: their size, and how much they differ")):
        own_tables.fields(place, lots, values, columns, t, side_by_side=4)
    return values


def _save(own: OwnData, chosen: str, values: list[Cell], tables: own_state.Tables, t: Translator
          ) -> None:
    name = str(values[0] or "").strip()
    sheets = [own_tables.as_sheet("kinds", [values], t.language), own_tables.as_sheet(
        "steps", tables.lines["steps"], t.language, {"kind": name or "?"})]
    commodities = own.commodities()
    found = imported(sheets, PestLibrary({}), commodities)
    head = SHEETS["kinds"].columns[0].head(t.language)
    faults = [f for f in found.faults if name or f.sheet != SHEETS["steps"].name(t.language)]
    made = next(iter(found.own.kinds.values()), None)
    if made is not None and made.id != chosen and made.id in commodities.kinds:
        faults.append(CellFault(SHEETS["kinds"].name(t.language), 1, head,
                                Problem("duplicate", "", made.id)))
    if faults or made is None:
        st.error(t("The kind of pathway was not saved. What you typed stays."))
        own_faults.draw(faults, max(found.fault_count, len(faults)), "own-kind-faults", t)
        return
    session.keep_own_data(own.with_kind(made))
    own_state.saved(t("Saved: **{title}**.", title=escaped(t.local(made.title))),
                    {CHOSEN: made.id})
    st.rerun()


def _take_away(own: OwnData, chosen: str, t: Translator) -> None:
    shipped = chosen in OwnData().commodities().kinds
    if st.button(t("Put the shipped one back") if shipped else t("Delete this kind of pathway"),
                 key="own-kind-drop", icon=":material/undo:" if shipped else ":material/delete:"):
        with display.guard(t):
            session.keep_own_data(own.without_kind(chosen))
            own_state.saved(t("Taken out: **{title}**.",
                              title=escaped(t.local(own.kinds[chosen].title))), {CHOSEN: NEW})
            st.rerun()
