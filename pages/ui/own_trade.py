"""Your trade figures: one table, saved as a whole."""

from __future__ import annotations

from dataclasses import dataclass, field

import streamlit as st

from pages.ui import own_faults, own_state, own_tables, session
from pra_core.i18n import Translator
from pra_core.own_data import OwnData
from pra_core.pest_library import PestLibrary
from pra_core.store.workbook import imported
from pra_core.store.workbook.writing import Line, lines_of

PLACE = "own-trade"


@dataclass
class TradeForm:
    """The table as it began and as it stands."""

    began: list[Line]
    turn: int
    now: list[Line] = field(default_factory=list)
    opened: int = 0


def draw(t: Translator) -> None:
    """The table of figures, and saving it."""
    own = session.own_data()
    goods = own.commodities().goods
    st.caption(t("One line is what was traded in one year: commodity, from where, to where, how"
                 " much, and the source. They stand before shipped figures of the same flow."))
    with st.expander(t("Which commodities there are"), icon=":material/list:"):
        st.markdown("; ".join(f"`{one.id}` {t.local(one.title)}" for one in goods.values()))
    form = _form(own)
    form.now = own_tables.editor(f"own-trade:{form.turn}:{form.opened}", "trade", form.began,
                                 own.commodities(), t)
    if st.button(t("Save the trade figures"), key="own-trade-save", type="primary",
                 icon=":material/check:"):
        _save(own, form, t)


def _form(own: OwnData) -> TradeForm:
    kept = session.shown(PLACE)
    if not isinstance(kept, TradeForm) or kept.turn != own_state.turn():
        kept = TradeForm(list(lines_of(own, "trade")), own_state.turn())
        session.show(PLACE, kept)
    elif session.shown(f"own-trade:{kept.turn}:{kept.opened}") is None and kept.now:
        kept.began, kept.opened = kept.now, kept.opened + 1  # the table was left and is back
    return kept


def _save(own: OwnData, form: TradeForm, t: Translator) -> None:
    found = imported([own_tables.as_sheet("trade", form.now, t.language)], PestLibrary({}),
                     own.commodities())
    if found.faults:
        st.error(t("The trade figures were not saved. What you typed stays."))
        own_faults.draw(found.faults, found.fault_count, "own-trade-faults", t)
        return
    session.keep_own_data(own.with_trade(found.own.trade))
    own_state.saved(t("Saved: {count} trade figures.", count=len(found.own.trade)))
    st.rerun()
