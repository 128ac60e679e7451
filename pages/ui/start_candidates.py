"""Candidate pests of a pathway, ranked with reasons; and the ways on which one pest may come."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from pages.ui import compute_start, display, session, start_state
from pages.ui import start_words as words
from pages.ui.start_state import Selection
from pra_core.candidates import Candidate
from pra_core.i18n import Translator
from pra_core.pest_library.area_presence import presence_in
from pra_core.reference_places import country_groups
from pra_core.wording import escaped

NATURAL = "natural-spread"
"""The one way of entry that needs no goods (ISPM 11, 2.2.1.1)."""


def draw(chosen: Selection, found: Sequence[Candidate], t: Translator) -> None:
    """The list with reasons, which pest to go on with, and who was left out."""
    area = words.area(chosen, t)
    st.header(t("Pests that may follow this pathway"))
    if found:
        display.prose(pd.DataFrame([{
            "place": index, "pest": words.plain_name(one.record, t),
            "evidence": words.evidence(one, t), "why": words.reasons(one, area, t),
        } for index, one in enumerate(found, start=1)]), "candidates", t, {
            "place": t("Rank"), "pest": t("Pest"), "evidence": t("Evidence"),
            "why": t("Why it stands here, first reason first")})
        st.caption(t("Ordered by: known in the PRA area or not; named on this pathway or not; kind"
                     " of host; presence at the origin; listed in the PRA area or not. An order,"
                     " not a score. No record is not absence: check it."))
        codes = [one.record.eppo_code for one in found]
        records = {one.record.eppo_code: one.record for one in found}
        if session.shown(start_state.PEST) not in codes:
            session.show(start_state.PEST, codes[0])
        st.selectbox(t("Pest to assess first"), codes, key=start_state.PEST,
                     persist_state="session",
                     format_func=lambda code: words.plain_name(records[code], t))
    _overlap(chosen, t)
    _left_out(chosen, t)


def _left_out(chosen: Selection, t: Translator) -> None:
    others = compute_start.left_out(chosen)
    if not others:
        return
    silent = [one for one in others if not one.declared]
    with st.expander(t("Pests of these goods that are not known from the origin: {count}",
                       count=len(others)), icon=":material/filter_alt_off:"):
        st.markdown(t("Left out because the library has no record of them from {origin}. For"
                      " {silent} of {count} nobody declared them absent: a pest may be there"
                      " without a record here.", origin=escaped(words.origin(chosen, t)),
                      silent=len(silent), count=len(others)))
        st.markdown("\n".join(
            "- " + (t("{pest}: declared absent at the origin", pest=words.name(one.record, t))
                    if one.declared else words.name(one.record, t))
            for one in others))


def ways(chosen: Selection, t: Translator) -> None:
    """On what the pest chosen is known to travel, and from where."""
    record = chosen.record
    if record is None:
        return
    kinds = start_state.commodities().kinds
    st.header(t("How it may come"))
    if record.pathways:
        display.prose(pd.DataFrame([{
            "kind": t.local(kinds[one.kind].title) if one.kind in kinds else
            t("Natural spread") if one.kind == NATURAL else one.kind.replace("-", " "),
            "plants": t(", ").join(one.plants) or t("all its hosts, or goods without plants"),
            "stages": t.local(one.stages), "status": display.badge(one.status, t),
            "source": display.source_text(record.source_of(one), t),
        } for one in record.pathways]), "ways", t, {
            "kind": t("Pathway"), "plants": t("Plants"), "stages": t("What is carried"),
            "status": t("Status"), "source": t("Source")})
    else:
        st.markdown(t("The library names no pathway of this pest."))
    present = start_state.present(record)
    st.markdown(t("It occurs in: {places}.", places=escaped(t(", ").join(
        sorted(start_state.place(code, t) for code in present))) or t("nowhere on record")))
    _absent_at_origin(chosen, t)
    _overlap(chosen, t)


def _absent_at_origin(chosen: Selection, t: Translator) -> None:
    """Says so where the pest is not known from an origin that was chosen."""
    if chosen.record is None or not chosen.origin:
        return
    away = [one for one in presence_in(chosen.record, chosen.origin) if not one.occurs]
    if away:
        st.warning(t("The library does not know it from {places}. A PRA on this origin is about a"
                     " pest that is not recorded there.", places=escaped(t(", ").join(
                         start_state.place(one.country, t) for one in away))))


def _overlap(chosen: Selection, t: Translator) -> None:
    """Says so where goods would come from the PRA area itself."""
    groups = country_groups()
    both = set(chosen.origin) & {c for code in chosen.chosen for c in (
        groups[code].countries if code in groups else (code,))}
    if both:
        st.warning(t("Origin and PRA area overlap: {places}.", places=escaped(t(", ").join(
            start_state.place(code, t) for code in sorted(both)))))
