"""Every set of measures: ranked table, scatter, and whether each selected measure is needed."""

from __future__ import annotations

import streamlit as st

from pages.ui import compute, display, measures_results, session
from pra_core import wording
from pra_core.errors import N_
from pra_core.figures import decision, set_scatter
from pra_core.figures.set_table import described
from pra_core.i18n import Translator
from pra_core.portfolio import Portfolios
from pra_core.presentation import shown_sets

FILTERS = {"meets": N_("sets that meet"), "too_close": N_("too close to call"),
           "fails": N_("sets that fail"), "": N_("all sets")}
MOST = 50


def draw(shown: measures_results.View, t: Translator) -> None:
    """Every set: the ranked table and the scatter."""
    if shown.sets is None:
        st.markdown(t("There are no sets to compare."))
        return
    ranked(shown.sets, t)
    scatter(shown.sets, t)


def draw_necessary(shown: measures_results.View, t: Translator) -> None:
    """Whether each selected measure is needed."""
    if shown.sets is None:
        st.markdown(t("There are no sets to compare."))
        return
    necessary(shown.sets, t)


def ranked(sets: Portfolios, t: Translator) -> None:
    """The sets in order of restrictiveness, the first ones of one verdict; CSV of all."""
    st.subheader(t("Sets of measures, from the least to the most restrictive"))
    counts = {"": len(sets.table), **sets.table["verdict"].value_counts()}
    verdict = st.segmented_control(
        t("Show"), list(FILTERS), default="meets" if "meets" in counts else "", required=True,
        format_func=lambda one: f"{t(FILTERS[one])} ({counts.get(one, 0)})",
        key=f"{session.generation()}:verdict")
    shown = shown_sets(sets.table, verdict or "", MOST)
    if shown.empty:
        st.markdown(t("No set has this verdict."))
        return
    columns = _columns(t)
    if not shown["fewer_rejected"].any():
        del columns["rises"]
    chosen = display.table(described(shown, sets, t), "sets", t, columns, height=520, row_height=66,
                           on_select="rerun", selection_mode="single-row")
    picked = chosen.selection.rows
    ids = tuple(shown["measures"].tolist()[picked[0]]) if picked else ()
    with st.container(horizontal=True):
        st.button(t("Apply the marked set"), disabled=not picked, icon=":material/check:",
                  on_click=measures_results.choose, args=(ids,),
                  help=t("Mark a row at its left edge first."))
        st.download_button(
            t("All {count} sets as CSV", count=len(sets.table)), lambda: _all(sets, t),
            f"all-sets-{session.scenario().fingerprint}.csv", "text/csv", key="csv-all-sets",
            on_click="ignore", icon=":material/download:")


def _all(sets: Portfolios, t: Translator) -> bytes:
    columns = _all_columns(t)
    frame = described(shown_sets(sets.table, "", len(sets.table)), sets, t)
    return display.csv_bytes(frame[list(columns)].rename(
        columns={key: head for key, (head, _) in columns.items()}))


def _columns(t: Translator) -> dict[str, tuple[str, str]]:
    return {
        "rank": (t("Rank"), "count"), "words": (t("Measures in the set"), "text"),
        "verdict_words": (t("Verdict"), "text"), "chance": (t("P(meets) ± error"), "text"),
        "risk": (t("Residual risk, median"), "text"), "mean_risk": (t("mean"), "text"),
        "levels": (t("Levels: highest / sum"), "text"),
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
        "verdict_words": (t("Verdict"), "text"), "rises": (t("Remark"), "text")}


def scatter(sets: Portfolios, t: Translator) -> None:
    """Restrictiveness against residual risk."""
    scenario = session.scenario()
    st.subheader(t("How much restriction buys how much safety"))
    display.chart(set_scatter.scatter(table=compute.marks(scenario), t=t,
                                      selected=sets.row(scenario.selected), alop=scenario.alop),
                  "sets-scatter", t,
                  t("Each mark is the safest set at its levels; colour and shape: verdict; size:"
                    " known cost; dotted: nothing leaves less risk at that level. Left to right:"
                    " highest level (0 to 5), then sum of levels, an order and not a quantity"))


def necessary(sets: Portfolios, t: Translator) -> None:
    """P(meets) with each selected measure left out in turn."""
    scenario = session.scenario()
    st.subheader(t("Is each measure necessary?"))
    if not scenario.selected:
        st.markdown(t("No measure is selected."))
        return
    table = sets.drop_one(scenario.selected)
    titles = [t.local(scenario.measure(i).title) for i in scenario.selected]
    st.markdown(wording.necessity_sentence(scenario, table["verdict"].tolist(), t, sets))
    display.chart(decision.necessary(table=table, titles=titles, draws=sets.draws, t=t,
                                     confidence=scenario.alop.confidence), "necessary", t,
                  t("Probability of meeting the ALOP when one measure is left out"))
