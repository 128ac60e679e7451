"""Starting an assessment: pathway, pest or policy review (ISPM 11, stage 1)."""

from __future__ import annotations

import streamlit as st

from pages.ui import (
    compute_pests,
    compute_start,
    display,
    session,
    start_candidates,
    start_conclusion,
    start_sentence,
    start_state,
)
from pages.ui import start_words as words
from pra_core import reference
from pra_core.commodities import Goods
from pra_core.figures import initiation_words
from pra_core.i18n import Translator
from pra_core.initiation_record import STARTING_POINTS
from pra_core.plants import covers
from pra_core.reference_places import country_groups

MANY = 300
"""Pests above which the list to choose from is that of a search."""


def draw(t: Translator) -> None:
    """The starting point, what it leads to, and the conclusion."""
    chosen = start_state.selection()
    found = compute_start.candidates_of(chosen)
    display.sentence(words.headline(chosen, found, t))
    if session.shown(start_state.POINT) not in STARTING_POINTS:
        session.show(start_state.POINT, "pathway")
    st.segmented_control(
        t("Starting point"), STARTING_POINTS,
        format_func=lambda one: t(initiation_words.POINTS[one]),
        key=start_state.POINT, required=True, persist_state="session", width="stretch")
    chosen = start_state.selection()
    st.caption(t(words.POINT_HELP[chosen.start]))
    start_sentence.draw(t)
    if chosen.start == "policy":
        _policy(t)
    if chosen.start != "pathway":
        _pest(t)
    _pathway(chosen, t)
    chosen = start_state.selection()
    if chosen.record is not None and chosen.start != "pathway":
        start_candidates.ways(chosen, t)
    elif found is not None:
        start_candidates.draw(chosen, found, t)
    start_conclusion.draw(start_state.selection(), found or (), t)


def _policy(t: Translator) -> None:
    left, right = st.columns(2)
    with left:
        st.text_input(t("Decision or measure under review"), key=start_state.DECISION,
                      persist_state="session",
                      placeholder=t("for example: ban on imports of apples, 1921"))
    with right:
        st.text_input(t("What gave rise to the review"), key=start_state.OCCASION,
                      persist_state="session",
                      placeholder=t("for example: new evidence on a treatment; a dispute"))


def _pest(t: Translator) -> None:
    records = compute_pests.known().library.records
    codes = sorted(records, key=lambda code: records[code].name)
    held = session.shown(start_state.PEST)
    if len(codes) > MANY:
        asked = st.text_input(t("Find a pest by any name"), key="start-find",
                              persist_state="session")
        hits = compute_pests.known().index.find(asked or "", 20) if asked else ()
        codes = [hit.code for hit in hits]
        codes += [str(held)] if held in records and held not in codes else []
    if held is not None and held not in codes:
        session.show(start_state.PEST, None)
    st.selectbox(t("Pest"), codes, key=start_state.PEST, index=None, persist_state="session",
                 format_func=lambda code: words.plain_name(records[code], t),
                 placeholder=t("Type a Latin, English or Chinese name, or an EPPO code"))


def _pathway(chosen: start_state.Selection, t: Translator) -> None:
    first, second, third = st.columns(3)
    with first:
        goods = start_state.commodities().goods
        ids = [one.id for one in _offered(chosen)]
        if session.shown(start_state.GOODS) not in ids:
            session.show(start_state.GOODS, None)
        st.selectbox(t("Goods"), ids, key=start_state.GOODS, index=None, persist_state="session",
                     format_func=lambda one: t.local(goods[one].title),
                     placeholder=t("Choose the goods"),
                     help=None if chosen.record is None or chosen.start == "pathway" else
                     t("Goods on which the pest is known to travel come first."))
    names = {code: start_state.place(code, t) for code in reference.country_names()}
    ordered = sorted(names, key=names.__getitem__)
    home = start_state.present(chosen.record) if chosen.start != "pathway" else ()
    with second:
        st.multiselect(t("Country of origin"), sorted(ordered, key=lambda code: code not in home),
                       key=start_state.ORIGIN, persist_state="session",
                       format_func=names.__getitem__, placeholder=t("Countries of origin"),
                       help=t("Countries where the pest occurs come first.") if home else None)
    groups = {code: t.local(group.title) for code, group in country_groups().items()}
    with third:
        st.multiselect(t("PRA area"), [*groups, *ordered], key=start_state.AREA,
                       format_func=(groups | names).__getitem__, persist_state="session",
                       placeholder=t("Countries, or the European Union"))


def _offered(chosen: start_state.Selection) -> list[Goods]:
    """All goods; those on which the record of a chosen pest says it travels come first."""
    every = list(start_state.commodities().goods.values())
    record = chosen.record
    if record is None or chosen.start == "pathway":
        return every
    kinds = {one.kind for one in record.pathways}
    hosts = [one.plant for one in record.hosts]

    def rank(goods: Goods) -> int:
        if goods.kind not in kinds:
            return 2
        fits = not goods.plants or any(covers(h, p) for h in hosts for p in goods.plants)
        return 0 if fits else 1

    return sorted(every, key=rank)
