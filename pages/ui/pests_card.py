"""One pest in full: names, range, what is known by step of ISPM 11, and what is not."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import streamlit as st

from pages.ui import clickable_map, compute_pests, display, session, start_state
from pages.ui.view_choice import open_view
from pra_core.errors import N_, PraError
from pra_core.figures import categorization_words as facts
from pra_core.figures import pest_fact_words as fact_words
from pra_core.figures import pest_list_words as lists
from pra_core.figures import pest_words as words
from pra_core.i18n import Translator
from pra_core.markdown_text import linked
from pra_core.pest_library import PestLibrary, PestRecord
from pra_core.pest_library.checks import NATURAL_SPREAD
from pra_core.pest_library.completeness import completeness
from pra_core.pest_library.record import Cited
from pra_core.wording import escaped

PART = "pests-part"
MAP, MAP_HEIGHT = "pests-map", "clamp(300px, 40vh, 440px)"


def draw(library: PestLibrary, code: str, t: Translator) -> None:
    """The head of the card and the part of it that is open."""
    record = library.get(code)
    with st.container(border=True, key="pest-card"):
        _head(library, record, t)
        parts = {name: title for name, (title, _) in PARTS.items()}
        PARTS[open_view(PART, parts, t)][1](record, t)


def _head(library: PestLibrary, record: PestRecord, t: Translator) -> None:
    left, right = st.columns([3.4, 1.3], vertical_alignment="top")
    with left:
        st.subheader(t("{common} · {scientific}", common=escaped(t.local(record.common_name)),
                       scientific=escaped(record.name)))
        st.caption(words.names_line(record, t))
        if record.eppo_code in library.own:
            display.note(t("This is your version of the record.")
                         if library.shipped(record.eppo_code) else t("This record is yours."))
        st.markdown(escaped(t.local(record.description)))
        st.markdown(words.completeness_sentence(completeness(record), t))
    with right:
        _start(record, t)


def _start(record: PestRecord, t: Translator) -> None:
    """Where an assessment of this pest begins."""
    st.button(t("Start a PRA with this pest"), key=f"pests-begin-{record.eppo_code}",
              type="primary", icon=":material/play_arrow:", width="stretch",
              on_click=start_state.begin_with_pest, args=(record.eppo_code,))


def _overview(record: PestRecord, t: Translator) -> None:
    """Where it occurs, and what we don't know."""
    left, right = st.columns([3, 2])
    with left:
        st.markdown(lists.range_sentence(record, t))
        library = compute_pests.known().library
        clickable_map.clickable_map(
            compute_pests.range_map(library, record.eppo_code, t.language), MAP,
            height=MAP_HEIGHT, on_cell=_nothing,
            alt=t("Map of the countries where {pest} occurs; every listing stands in the table",
                  pest=record.name))
        st.caption(t("Boundaries and names do not imply any opinion on the legal status of a"
                     " territory."))
    with right:
        st.markdown("**" + t("What we don't know") + "**")
        gaps = lists.unknown(record, completeness(record), t)
        st.markdown("\n".join(f"- {escaped(line)}" for line in gaps) if gaps else
                    t("Nothing that was looked for is missing."))
        st.markdown("**" + t("Taxonomy") + "**")
        st.markdown(escaped(words.taxonomy_words(record, t)))
        _said(record, record.taxonomy, t)
        st.markdown("**" + t("Reproduction") + "**")
        st.markdown(t(words.REPRODUCTION[record.reproduction]))
        _said(record, record.reproduction_source, t)


def _nothing(cell: clickable_map.Cell) -> None:  # noqa: ARG001 - this map is for looking only
    """A click on this map chooses nothing."""


def _said(record: PestRecord, one: Cited, t: Translator) -> None:
    """Mark and source in small print."""
    st.caption(linked(lists.said(record, one, t)))


def _range(record: PestRecord, t: Translator) -> None:
    _listed(lists.range_frame(record, t), "range", t("No record of where it occurs."), t)


def _hosts(record: PestRecord, t: Translator) -> None:
    kinds = _kinds(t)
    st.markdown("#### " + t("Pathways"))
    _listed(lists.pathways(record, kinds, t), "pathways", t("No pathway is recorded."), t)
    st.markdown("#### " + t("Hosts"))
    _listed(lists.hosts(record, t), "hosts", t("No host is recorded."), t)


def _facts(record: PestRecord, t: Translator) -> None:
    """Facts by step; below them those typed in from the literature as they were printed."""
    kinds = _kinds(t)
    for group, title in fact_words.STEPS.items():
        st.markdown("#### " + t(title))
        frame = fact_words.facts_frame(record, group, kinds, t)
        if frame.empty:
            st.markdown(t("Nothing is known. It is left out, not guessed."))
        else:
            display.prose(frame, f"facts-{group}", t, fact_words.heads(t))
    _as_printed(record, t)


def _as_printed(record: PestRecord, t: Translator) -> None:
    with st.expander(t("Facts as printed in the literature, checked or not"),
                     icon=":material/menu_book:", on_change="rerun",
                     key="pests-printed") as opened:
        if not opened.open:
            return
        try:
            frame = facts.table(record.eppo_code, True, t)
        except PraError:
            st.markdown(t("None beside those above."))
            return
        display.prose(frame, "facts-printed", t, {
            "fact": t("Fact"), "value": t("Value"), "status": t("Status"), "source": t("Source")})
        st.caption(t("Values and citations are given as printed, in the language of the source."))


def _regulation(record: PestRecord, t: Translator) -> None:
    _listed(lists.regulation(record, t), "regulation", t("No list that names it is recorded."), t)


def _relations(record: PestRecord, t: Translator) -> None:
    st.markdown("#### " + t("Similar species"))
    _listed(lists.similar(record, t), "similar", t("No similar species is recorded."), t)
    st.markdown("#### " + t("Vectors"))
    _listed(lists.vectors(record, t), "vectors", t("No vector is recorded."), t)


def _listed(frame: pd.DataFrame, name: str, none: str, t: Translator) -> None:
    if frame.empty:
        st.markdown(none)
    else:
        display.prose(frame, f"pest-{name}", t, lists.heads(frame, t))


def _kinds(t: Translator) -> dict[str, str]:
    """Titles of the kinds of pathway."""
    kinds = session.own_data().commodities().kinds
    return {NATURAL_SPREAD: t("Natural spread"),
            **{key: t.local(kind.title) for key, kind in kinds.items()}}


PARTS: dict[str, tuple[str, Callable[[PestRecord, Translator], None]]] = {
    "overview": (N_("Where it occurs"), _overview),
    "facts": (N_("Facts by step"), _facts),
    "hosts": (N_("Hosts and pathways"), _hosts),
    "regulation": (N_("Regulation"), _regulation),
    "relations": (N_("Similar species and vectors"), _relations),
    "range": (N_("Every listing of the range"), _range),
}
"""Parts of the card: title and who draws it."""
