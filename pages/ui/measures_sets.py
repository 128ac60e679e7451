"""Every set of measures: what to choose, the front, and the ranked table a page at a time."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from pages.ui import compute_charts, compute_sets, display, measures_results, people_class, session
from pra_core import wording
from pra_core.errors import N_
from pra_core.figures import choice_words, front
from pra_core.figures.set_table import described
from pra_core.i18n import Translator
from pra_core.portfolio import Portfolios
from pra_core.presentation import shown_sets

FILTERS = {"meets": N_("sets that meet"), "too_close": N_("too close to call"),
           "fails": N_("sets that fail"), "": N_("all sets")}
WIDTHS = {"rank": 52, "words": 345, "verdict_words": 92, "chance": 104, "risk": 104, "levels": 58,
          "cost_words": 108, "rises": 96}
LETTERS = 46
"""Letters of a line in the column of measures; a Chinese character counts as two."""
TALLEST = 66
"""Pixels of a row at most; a longer set is told in full where its row is marked."""
MOST_NARROW = 0x2E80
PAGE = 50
"""Rows sent to the browser at once."""


def draw(shown: measures_results.View, t: Translator) -> None:
    """Which set to choose; restrictiveness, cost and risk; every set, ranked."""
    if shown.sets is None:
        st.markdown(t("There are no sets to compare."))
        return
    st.subheader(t("Which set to choose"))
    st.markdown(choice_words.counts_sentence(
        shown.sets, compute_sets.minimal(shown.scenario), t))
    _cards(shown.sets, t)
    _front(t)
    _ranked(shown.sets, t)


def _cards(sets: Portfolios, t: Translator) -> None:
    rows = compute_charts.choices(sets.scenario)
    if rows.empty:
        st.markdown(choice_words.choice_sentence(sets, t))
        return
    for column, (number, row) in zip(st.columns(len(rows)), rows.iterrows(), strict=True):
        with column, st.container(border=True, height="stretch"):
            st.markdown(choice_words.card(row, sets, t))
            ids = tuple(row["measures"])
            st.button(t("Apply"), key=f"choose-{number}", on_click=measures_results.choose,
                      args=(ids,), icon=":material/check:",
                      disabled=ids == session.scenario().selected)
    remark = compute_charts.cost_remark(sets.scenario)
    if remark:
        st.caption(remark)


def _front(t: Translator) -> None:
    """Two of the three at a time; a mark that is clicked can be applied."""
    scenario = session.scenario()
    st.subheader(t("How much restriction and cost buy how much safety"))
    view = st.segmented_control(t("Show"), list(front.VIEWS), default="levels_risk", required=True,
                                format_func=lambda one: t(front.VIEWS[one]),
                                key=f"{session.generation()}:front",
                                label_visibility="collapsed") or "levels_risk"
    chosen = display.chart(compute_charts.sets_chart(scenario, view), f"front-{view}", t,
                           front.caption(view, scenario, t), on_select="rerun",
                           selection_mode="points")
    found = [front.ids_of(point) for point in chosen.selection.points]
    ids = next((one for one in found if one is not None), None)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(t("Apply the marked set"), disabled=ids is None, icon=":material/check:",
                  on_click=measures_results.choose, args=(ids or (),), key="apply-point",
                  help=t("Click a mark in the chart first."))
        if ids is not None:
            st.markdown(wording.escaped(wording.set_words(scenario, ids, t)))


def _ranked(sets: Portfolios, t: Translator) -> None:
    """The sets in order of restrictiveness, filtered, a page at a time; CSV of all."""
    st.subheader(t("Sets of measures, from the least to the most restrictive"))
    which = _filtered(sets, t)
    rows = compute_sets.wanted(session.scenario(), which)
    if rows.empty:
        st.markdown(t("No set is like that."))
        return
    pages = -(-len(rows) // PAGE)
    number = st.pagination(pages, key=f"{session.generation()}:page:{pages}") if pages > 1 else 1
    shown = compute_charts.rows(session.scenario(), which, PAGE * (number - 1), PAGE * number)
    columns = _columns(t)
    if not shown["fewer_rejected"].any():
        del columns["rises"]
    chosen = display.table(shown, "sets", t, columns, WIDTHS, height=560,
                           row_height=row_height(shown["words"]), on_select="rerun",
                           selection_mode="single-row")
    st.caption(t("Levels: the highest of the set, and their sum."))
    picked = chosen.selection.rows
    ids = tuple(shown["measures"].tolist()[picked[0]]) if picked else ()
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(t("Apply the marked set"), disabled=not picked, icon=":material/check:",
                  on_click=measures_results.choose, args=(ids,), key="apply-row",
                  help=t("Mark a row at its left edge first."))
        if picked:
            st.markdown(wording.escaped(wording.set_words(sets.scenario, ids, t)))
        st.download_button(
            t("All {count} sets as CSV", count=len(sets.table)), lambda: _all(sets, t),
            people_class.named(f"all-sets-{session.scenario().fingerprint}.csv"), "text/csv",
            key="csv-all-sets", on_click="ignore", icon=":material/download:")


def row_height(words: pd.Series) -> int:
    """Pixels that the longest set takes in a column of the common width; at most three lines."""
    letters = max((len(one) if one.isascii() else
                   sum(2 if ord(c) > MOST_NARROW else 1 for c in one) for one in words), default=0)
    return min(TALLEST, 6 + 20 * max(2, -(-letters // LETTERS)))


def _filtered(sets: Portfolios, t: Translator) -> compute_sets.Wanted:
    counts = {"": len(sets.table), **sets.table["verdict"].value_counts()}
    verdict = st.segmented_control(
        t("Show"), list(FILTERS), default="meets" if "meets" in counts else "", required=True,
        format_func=lambda one: f"{t(FILTERS[one])} ({counts.get(one, 0)})",
        key=f"{session.generation()}:verdict")
    feasible = {m.id: t.local(m.title) for m in sets.scenario.measures if m.feasible}
    left, right = st.columns(2)
    inside = left.multiselect(t("With all of these"), list(feasible), key="sets-with",
                              format_func=lambda one: feasible.get(one, one),
                              placeholder=t("any measure"))
    outside = right.multiselect(t("Without any of these"), list(feasible), key="sets-without",
                                format_func=lambda one: feasible.get(one, one),
                                placeholder=t("no measure ruled out"))
    only = st.checkbox(t("Only sets in which every measure is needed: no part of the set meets the"
                         " ALOP"), key="sets-minimal")
    return compute_sets.Wanted(verdict or "", tuple(inside), tuple(outside), only)


def _all(sets: Portfolios, t: Translator) -> bytes:
    columns = _all_columns(t)
    frame = described(shown_sets(sets.table, "", len(sets.table)), sets, t)
    return display.csv_bytes(frame[list(columns)].rename(
        columns={key: head for key, (head, _) in columns.items()}))


def _columns(t: Translator) -> dict[str, tuple[str, str]]:
    return {
        "rank": (t("Rank"), "count"), "words": (t("Measures in the set"), "text"),
        "verdict_words": (t("Verdict"), "text"), "chance": (t("P(meets) ± error"), "text"),
        "risk": (t("Risk, median"), "text"), "levels": (t("Levels"), "text"),
        "cost_words": (t("Cost per year"), "text"), "rises": (t("Remark"), "text")}


def _all_columns(t: Translator) -> dict[str, tuple[str, str]]:
    """Numbers as numbers, for a spreadsheet."""
    return {
        "rank": (t("Rank"), "count"), "words": (t("Measures in the set"), "text"),
        "restrictiveness": (t("Highest level"), "count"),
        "level_sum": (t("Sum of levels"), "count"), "cost": (t("Known cost per year"), "number"),
        "unknown_costs": (t("Measures without a known cost"), "count"),
        "median": (t("Residual risk, median"), "number"), "mean": (t("Residual risk, mean"),
                                                                   "number"),
        "probability": (t("P(meets)"), "number"),
        "standard_error": (t("Standard error"), "number"),
        "draws": (t("Simulated futures judged"), "count"),
        "verdict_words": (t("Verdict"), "text"), "rises": (t("Remark"), "text")}
