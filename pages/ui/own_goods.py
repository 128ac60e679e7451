"""Your commodities: a plant in the form of one kind of pathway, or goods without a plant."""

from __future__ import annotations

import pandas as pd
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

CHOSEN, NEW = "own-goods", ""
WEIGHT = "unit_kg"


def draw(t: Translator) -> None:
    """Which goods, their form, and what can be done with them."""
    own = session.own_data()
    commodities = own.commodities()
    _list(own, t)
    ids = [NEW, *sorted(own.goods), *sorted(i for i in commodities.goods if i not in own.goods)]
    if session.shown(CHOSEN) not in ids:
        session.show(CHOSEN, NEW)
    chosen = st.selectbox(
        t("Commodity to add or change"), ids, key=CHOSEN, persist_state="session",
        format_func=lambda one: t("A new commodity") if one == NEW else
        ("★ " if one in own.goods else "") + t.local(commodities.goods[one].title)) or NEW
    kept = commodities.goods.get(chosen)
    if kept is not None and chosen not in own.goods:
        st.caption(t("This is the shipped commodity. What you save is your version of it; the"
                     " shipped one stays and can be put back."))
    now: list[str | float | None] = next(iter(lines_of(OwnData(goods={kept.id: kept}), "goods")),
                                         []) if kept is not None else []
    with st.container(border=True):
        line = _form(chosen, now, t)
        left, right = st.columns([3, 2])
        with left:
            save = st.button(t("Save the commodity"), key="own-goods-save", type="primary",
                             icon=":material/check:")
        with right:
            if chosen in own.goods:
                _take_away(own, chosen, t)
        if save:
            _save(own, chosen, line, t)


def _list(own: OwnData, t: Translator) -> None:
    if not own.goods:
        return
    commodities = own.commodities()
    frame = pd.DataFrame([{
        "id": one.id, "title": t.local(one.title),
        "kind": t.local(commodities.kind_of(one).title), "plants": ", ".join(one.plants),
        "hs": ", ".join(one.hs)} for one in own.goods.values()])
    display.table(frame, "own-goods-list", t, {
        "id": (t("Id"), "text"), "title": (t("Name"), "text"), "kind": (t("Kind of pathway"),
                                                                        "text"),
        "plants": (t("Plants"), "text"), "hs": (t("HS codes"), "text")})


def _form(chosen: str, now: list[str | float | None], t: Translator) -> list[Cell]:
    """A field per column of the sheet of goods."""
    columns = SHEETS["goods"].columns
    values: list[Cell] = [*now] or [None] * len(columns)
    st.caption(t("Fields marked with * are needed; of a text, one language is enough. Several"
                 " names, plants or codes are separated by “;”."))
    rest = [c for c in columns if c.key.startswith(f"{WEIGHT}_")]
    place = f"own-goods:{chosen or 'new'}:{own_state.turn()}"
    own_tables.fields(place, [c for c in columns if c not in rest], values, columns, t,
                      side_by_side=3, goods=True)
    with st.expander(t("Range, distribution and source of the weight of one unit")):
        own_tables.fields(place, rest, values, columns, t, side_by_side=2)
    return values


def _save(own: OwnData, chosen: str, line: list[Cell], t: Translator) -> None:
    found = imported([own_tables.as_sheet("goods", [line], t.language)], PestLibrary({}),
                     own.commodities())
    faults = list(found.faults)
    made = next(iter(found.own.goods.values()), None)
    if made is not None and made.id != chosen and made.id in own.commodities().goods:
        faults.append(CellFault(SHEETS["goods"].name(t.language), 1, SHEETS["goods"].columns[0]
                                .head(t.language), Problem("duplicate", "", made.id)))
    if faults or made is None:
        st.error(t("The commodity was not saved. What you typed stays."))
        own_faults.draw(faults, found.fault_count, "own-goods-faults", t)
        return
    before = own.without_goods(chosen) if chosen in own.goods else own
    session.keep_own_data(before.with_goods(made))
    own_state.saved(t("Saved: **{title}**.", title=escaped(t.local(made.title))),
                    {CHOSEN: made.id})
    st.rerun()


def _take_away(own: OwnData, chosen: str, t: Translator) -> None:
    shipped = chosen in own.commodities().originals
    if st.button(t("Put the shipped one back") if shipped else t("Delete this commodity"),
                 key="own-goods-drop", icon=":material/undo:" if shipped else ":material/delete:"):
        session.keep_own_data(own.without_goods(chosen))
        own_state.saved(t("Taken out: **{title}**.",
                          title=escaped(t.local(own.goods[chosen].title))), {CHOSEN: NEW})
        st.rerun()
