"""The sentence in which a user says what to assess, and what was read from it."""

from __future__ import annotations

import streamlit as st

from pages.ui import compute_pests, compute_start, session, start_state
from pages.ui import start_words as words
from pra_core.i18n import Translator
from pra_core.initiation import Understood
from pra_core.pest_library.search import CLOSE_ENOUGH, EXACT
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
    understood = compute_start.understood(text)
    session.show(READ, understood)
    pest = _pest(text, understood)
    if pest is not None:
        start_state.begin_with_pest(pest)
    start_state.begin_with_pathway(
        understood.goods[0].id if understood.goods and (pest is None or understood.clear) else None,
        understood.origin if pest is None or understood.area else (), understood.area,
        point=None if pest is not None or not understood.goods else "pathway")


def _pest(text: str, understood: Understood) -> str | None:
    """The pest named in the sentence: the whole of it, or what is left without the places."""
    index = compute_pests.known().index
    enough = EXACT if understood.goods else CLOSE_ENOUGH
    for asked in dict.fromkeys((text, understood.rest, understood.rest.partition(" on ")[0])):
        hits = index.find(asked, 1) if asked else ()
        if hits and hits[0].score >= enough:
            return hits[0].code
    return None


def _told(t: Translator) -> None:
    held = session.shown(READ)
    if not isinstance(held, Understood):
        return
    chosen = start_state.selection()
    record = chosen.record if chosen.start != "pathway" else None
    parts = [words.name(record, t)] if record is not None else []
    parts += [escaped(t.local(held.goods[0].title))] if held.goods else []
    parts += [t("from {places}", places=escaped(words.origin(chosen, t)))] if held.origin else []
    parts += [t("to {places}", places=escaped(words.area(chosen, t)))] if held.area else []
    if parts:
        st.caption(t("Read as: {parts}.", parts=" · ".join(parts)))
    else:
        st.warning(t("Nothing in this sentence is known to the library. Choose below, or add your"
                     " own pest or goods on the page “Data and sources”."))
    if len(held.goods) > 1 and not held.clear:
        st.caption(t("It may also mean: {goods}. Choose below.", goods=t(", ").join(
            escaped(t.local(one.title)) for one in held.goods[1:])))
    if held.unread and record is None:
        st.caption(t("Not understood: {words}.", words=escaped(", ".join(held.unread))))
