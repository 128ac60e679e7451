"""The library of pests: search, filters, and one pest in full."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import get_args

import streamlit as st

from pages.ui import compute_pests, display, pests_card, session, start_state
from pages.ui.compute_pests import Known
from pra_core.figures import pest_words as words
from pra_core.i18n import Translator
from pra_core.pest_library.record import Group
from pra_core.pest_library.search import Filter, Hit, filtered

TEXT, GROUPS, HOST, AREA, AUTHORITY = (
    "pests-text", "pests-groups", "pests-host", "pests-area", "pests-authority")
CHOSEN = "pests-chosen"
MOST_LISTED = 200
"""So many pests are listed; a longer list is not read but searched."""
LIST_HEIGHT = 318
"""Eight rows and the head."""


def open_pest(code: str) -> None:
    """Show the card of a pest; for callbacks of other views."""
    for key, empty in ((TEXT, ""), (GROUPS, []), (HOST, None), (AREA, None), (AUTHORITY, None)):
        session.show(key, empty)
    session.show(CHOSEN, code)
    session.open_pest_view("pests")


def draw(t: Translator) -> None:
    """Search and filters, the list, and the pest chosen from it."""
    known = compute_pests.known()
    display.sentence(words.headline(known.pests, len(known.library.own), t))
    asked = _asked(known, t)
    hits = filtered(known.library.records, known.index, asked)
    st.markdown(words.found_words(hits, asked.text, len(known.library.records), t))
    if hits:
        pests_card.draw(known.library, _listed(known, hits, t), t)


def _forget() -> None:
    """Another question: the first pest found is shown."""
    session.show(CHOSEN, "")


def _asked(known: Known, t: Translator) -> Filter:
    """The text typed and the filters, which offer only what some pest has."""
    first, second, third, fourth, fifth = st.columns([2.4, 1.6, 1.5, 1.5, 1.5])
    text = first.text_input(
        t("Name or EPPO code"), key=TEXT, on_change=_forget, persist_state="session",
        placeholder=t("Any name, any language"),
        help=t("Latin, English or Chinese, pinyin, synonyms; the spelling may be off."))
    groups = second.multiselect(
        t("Group of organisms"), list(get_args(Group)),
        format_func=lambda one: t(words.GROUPS[one]), key=GROUPS, on_change=_forget,
        persist_state="session", placeholder=t("All"))
    offered = known.offered
    host = third.selectbox(
        t("Host"), offered.hosts, index=None, format_func=lambda one: words.plant_name(one, t),
        key=HOST, on_change=_forget, persist_state="session", placeholder=t("Any"))
    area = fourth.selectbox(
        t("Occurs in"), sorted(offered.countries, key=lambda one: words.area_name(one, t)),
        index=None, format_func=lambda one: words.area_name(one, t), key=AREA,
        on_change=_forget, persist_state="session", placeholder=t("Anywhere"))
    authority = fifth.selectbox(
        t("Listed by"), offered.authorities, index=None,
        format_func=lambda one: words.authority_name(one, t), key=AUTHORITY, on_change=_forget,
        persist_state="session", placeholder=t("Anyone"))
    return Filter(tuple(groups), host or "", (area,) if area else (), authority or "", text or "")


def _listed(known: Known, hits: Sequence[Hit], t: Translator) -> str:
    """The list; the code of the row chosen, to begin with the pest of the start or the scenario."""
    frame = words.list_frame(hits[:MOST_LISTED], known.library.records, known.library.own, t)
    if len(hits) > MOST_LISTED:
        st.caption(t("The first {count} are listed; type a name or use a filter to see others.",
                     count=MOST_LISTED))
    if not known.library.own:
        frame = frame.drop(columns="whose")
    if not frame["matched"].any():
        frame = frame.drop(columns="matched")
    titles = {"name": t("Scientific name"), "common": t("Common name"), "code": t("EPPO code"),
              "group": t("Group of organisms"), "matched": t("Found by the name"),
              "known": t("Read in their source"), "whose": t("Whose record")}
    codes = [hit.code for hit in hits]
    listing = hashlib.sha256(" ".join(frame["code"]).encode()).hexdigest()[:12]
    name = f"pests-{listing}"

    def row_chosen() -> None:
        rows = getattr(getattr(session.shown(f"table-{name}"), "selection", None), "rows", [])
        if rows:
            session.show(CHOSEN, codes[rows[0]])

    display.table(frame, name, t, {c: (titles[c], "text") for c in frame.columns},
                  height=min(LIST_HEIGHT, 38 + 35 * len(frame)), on_select=row_chosen,
                  selection_mode="single-row")
    wanted = (session.shown(CHOSEN), session.shown(start_state.PEST),
              session.scenario().pest.eppo_code)
    return next((str(code) for code in wanted if code in codes), codes[0])
