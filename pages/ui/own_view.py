"""Your own data: pests, goods and trade figures beside the shipped ones, and files of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from pages.ui import (
    display,
    own_goods,
    own_kinds,
    own_open,
    own_pests,
    own_save,
    own_state,
    own_trade,
    session,
)
from pages.ui.view_choice import open_view
from pra_core.errors import N_
from pra_core.i18n import Translator

VIEW = "own-view"


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the view: its title and who draws it."""

    title: str
    draw: Callable[[Translator], None]


PARTS = {
    "pests": Part(N_("Your pests"), own_pests.draw),
    "goods": Part(N_("Your commodities"), own_goods.draw),
    "kinds": Part(N_("Your pathways"), own_kinds.draw),
    "trade": Part(N_("Your trade figures"), own_trade.draw),
    "open": Part(N_("Open a file"), own_open.draw),
    "save": Part(N_("Save to a file"), own_save.draw),
}


def draw(t: Translator) -> None:
    """How much is the visitor's own, and the part that is open."""
    own = session.own_data()
    if own.empty:
        display.sentence(t("**Nothing of your own yet.** Add a pest, a commodity or a trade figure"
                           " here, or open a workbook; shipped data are never overwritten."))
    else:
        display.sentence(t(
            "Yours: pests **{pests}**, commodities **{goods}**, pathways **{kinds}**, trade figures"
            " **{figures}**. They are kept until you close this window: save them to a file.",
            pests=t.number(len(own.pests), 9), goods=t.number(len(own.goods), 9),
            kinds=t.number(len(own.kinds), 9), figures=t.number(len(own.trade), 9)))
    _next()
    told = session.shown(own_state.TOLD)
    if told:
        st.success(str(told), icon=":material/check:")
        st.toast(str(told), icon=":material/check:")  # the form below may be scrolled down
        session.show(own_state.TOLD, "")
    chosen = open_view(VIEW, {name: part.title for name, part in PARTS.items()}, t)
    PARTS[chosen].draw(t)


def _next() -> None:
    """Choices that a save asked for, before their widgets are drawn."""
    wanted = session.shown(own_state.NEXT)
    if isinstance(wanted, dict):
        for key, value in wanted.items():
            session.show(key, value)
        session.show(own_state.NEXT, None)
