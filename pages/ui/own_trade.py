"""Your trade figures: one table, saved as a whole."""

from __future__ import annotations

import streamlit as st

from pages.ui import own_faults, own_state, own_tables, session
from pages.ui.own_state import Tables
from pra_core.i18n import Translator
from pra_core.own_data import OwnData
from pra_core.pest_library import PestLibrary
from pra_core.store.workbook import imported


def draw(t: Translator) -> None:
    """The table of figures, and saving it."""
    own = session.own_data()
    goods = own.commodities().goods
    st.caption(t("One line is what was traded in one year: commodity, from where, to where, how"
                 " much, and the source. They stand before shipped figures of the same flow."))
    with st.expander(t("Which commodities there are"), icon=":material/list:"):
        st.markdown("; ".join(f"`{one.id}` {t.local(one.title)}" for one in goods.values()))
    tables = own_state.trade_tables(own)
    tables.edit(f"own-trade:{own_state.turn()}", "trade", t)
    if st.button(t("Save the trade figures"), key="own-trade-save", type="primary",
                 icon=":material/check:"):
        _save(own, tables, t)


def _save(own: OwnData, tables: Tables, t: Translator) -> None:
    sheet = own_tables.as_sheet("trade", tables.lines["trade"], t.language)
    found = imported([sheet], PestLibrary({}),
                     own.commodities())
    if found.faults:
        st.error(t("The trade figures were not saved. What you typed stays."))
        own_faults.draw(found.faults, found.fault_count, "own-trade-faults", t)
        return
    session.keep_own_data(own.with_trade(found.own.trade))
    own_state.saved(t("Saved. Trade figures: {count}.", count=len(found.own.trade)))
    st.rerun()
