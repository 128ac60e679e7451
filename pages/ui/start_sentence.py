"""The sentence in which a user says what to assess, and what was read from it."""

from __future__ import annotations

import streamlit as st

from pages.ui import compute_pests, compute_start, session, start_state
from pages.ui import start_words as words
from pra_core.i18n import Translator
from pra_core.initiation import Understood, pest_named
from pra_core.pest_library.search import CLOSE_ENOUGH
from pra_core.wording import escaped

TEXT, READ = "start-text", "start-read"


def draw(t: Translator) -> None:
    """The field, and below it what was understood and what was not."""
    st.text_input(t("In one sentence"), key=TEXT, on_change=read, persist_state="session",
                  placeholder=t("for example: fresh grapes from Chile to Australia"),
                  help=t("Goods, origin and PRA area, or the name of a pest, in English or"
                         " Chinese. What was read fills the fields below; change them as you"
                         " like."))
    if session.shown(READ) is not None and session.shown(TEXT):
        _told(t)


def read() -> None:
    """Take what the sentence says; used when it was changed."""
    text = str(session.shown(TEXT) or "").strip()
    if not text:
        session.show(READ, None)
        return
    library = compute_pests.known().library
    named = pest_named(text, library.records.values())
    understood = compute_start.understood(named[1] if named else text)
    nearly = None if named else _nearly(understood)
    pest = named[0] if named else nearly
    session.show(READ, (understood, pest, nearly is not None))
    if not (pest or understood.goods or understood.origin or understood.area):
        return
    before = start_state.selection().record if start_state.point() == "pest" else None
    start_state.clear()
    if pest is None and before is not None:
        pest = before.eppo_code  # a pest was the starting point: the sentence adds its pathway
    if pest is not None:
        start_state.begin_with_pest(pest)
    start_state.begin_with_pathway(
        understood.goods[0].id if _taken(understood, pest) else None,
        understood.origin, understood.area,
        point=None if pest is not None or not understood.goods else "pathway")


def _taken(understood: Understood, pest: str | None) -> bool:
    """Whether the first goods read are chosen: of several alike only where no pest is named."""
    return bool(understood.goods) and (understood.clear or pest is None)


def _nearly(understood: Understood) -> str | None:
    """The pest whose name is nearly what is left of a sentence without goods and places."""
    if understood.goods or not understood.rest:
        return None
    hits = compute_pests.known().index.find(understood.rest, 1)
    return hits[0].code if hits and hits[0].score >= CLOSE_ENOUGH else None


def _told(t: Translator) -> None:
    read_so = session.shown(READ)
    if not isinstance(read_so, tuple):
        return
    held, pest, nearly = read_so
    chosen = start_state.selection()
    record = compute_pests.known().library.records.get(pest or "")
    parts = [words.name(record, t)] if record is not None else []
    parts += [escaped(t.local(held.goods[0].title))] if _taken(held, pest) else []
    parts += [t("from {places}", places=escaped(words.origin(chosen, t)))] if held.origin else []
    parts += [t("to {places}", places=escaped(words.area(chosen, t)))] if held.area else []
    if parts:
        st.caption(t("Read as: {parts}.", parts=" · ".join(parts)))
    else:
        st.warning(t("Nothing in this sentence is known to the library. Choose below, or add your"
                     " own pest or goods on the page “Data and sources”."))
    if len(held.goods) > 1 and not held.clear:
        others = held.goods[1:] if _taken(held, pest) else held.goods
        st.caption(t("It may also mean: {goods}. Choose below.", goods=t(", ").join(
            escaped(t.local(one.title)) for one in others)))
    if nearly:
        st.caption(t("No pest has exactly this name; this one is nearest. If you mean another,"
                     " choose it below."))
    if start_state.cleared():
        st.button(t("Put back what was chosen before"), key="start-back", icon=":material/undo:",
                  type="tertiary", on_click=start_state.put_back)
    if held.unread and record is None:
        st.caption(t("Not understood: {words}.", words=escaped(", ".join(held.unread))))
