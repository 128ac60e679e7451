"""A set and what stands beside it: its neighbours, its equals (ISPM 24), the test of SPS 5.6."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from pages.ui import compute_sets, display, measures_results, measures_sets, session
from pra_core import wording
from pra_core.figures import (
    choice_words,
    decision,
    equivalence_words,
    necessity_words,
    sps_words,
)
from pra_core.i18n import Translator
from pra_core.portfolio import Portfolios
from pra_core.portfolio_choice import Equivalence, add_one, drop_one, nearest, swap_one
from pra_core.sps_test import sps_test

EQUIVALENTS = {"words": 335, "safe": 96, "ratio_words": 110, "levels": 58, "verdict_words": 92,
               "chance": 104, "cost_words": 108}
NEIGHBOURS = {"change_words": 350, "verdict_words": 120, "chance": 110, "points": 110, "times": 90,
              "level_words": 110}
"""Pixels of the columns: all of them show on a narrow screen."""


def draw_necessary(shown: measures_results.View, t: Translator) -> None:
    """The set without each of its measures, with each further one, and with one exchanged."""
    sets = shown.sets
    if sets is None:
        st.markdown(t("There are no sets to compare."))
        return
    base = _base(sets, t)
    _dropped(sets, base, t)
    _added(sets, base, t)
    _swapped(sets, base, t)


def draw_equivalent(shown: measures_results.View, t: Translator) -> None:
    """Sets at least as safe as the selected one."""
    sets = shown.sets
    if sets is None:
        st.markdown(t("There are no sets to compare."))
        return
    base = _base(sets, t)
    with st.spinner(t("Comparing every set with this one …")):
        found = compute_sets.equivalent(session.scenario(), base)
    st.subheader(t("Which sets are equivalent?"))
    st.markdown(equivalence_words.equivalence_sentence(found, sets, t))
    st.caption(t(equivalence_words.EQUIVALENCE))
    _as_safe(found, sets, t)
    _same_alop(found, sets, t)


def _as_safe(found: Equivalence, sets: Portfolios, t: Translator) -> None:
    if not found.table.empty:
        rows = equivalence_words.equivalents(found, sets, t)
        display.table(rows, "equivalents", t, {
            "words": (t("Difference from the named set"), "text"),
            "safe": (t("At least as safe in"), "text"),
            "ratio_words": (t("Risk, times (90 %)"), "text"), "levels": (t("Levels"), "text"),
            "verdict_words": (t("Verdict"), "text"), "chance": (t("P(meets) ± error"), "text"),
            "cost_words": (t("Cost per year"), "text")}, EQUIVALENTS,
            row_height=measures_sets.row_height(rows["words"]))
        st.caption(t("Risk: that of the set over that of the named one, median and 90 % interval."
                     " Levels: the highest of the set, and their sum."))


def _same_alop(found: Equivalence, sets: Portfolios, t: Translator) -> None:
    st.subheader(t("Which other sets meet the same ALOP?"))
    rows = equivalence_words.same_alop(found, sets)
    st.markdown(equivalence_words.same_alop_sentence(found, rows, sets, t))
    if not rows.empty:
        words = equivalence_words.compared(found, rows, sets, t)
        display.table(words, "same-alop", t, {
            "words": (t("Difference from the named set"), "text"), "levels": (t("Levels"), "text"),
            "verdict_words": (t("Verdict"), "text"), "chance": (t("P(meets) ± error"), "text"),
            "risk": (t("Risk, median"), "text"), "cost_words": (t("Cost per year"), "text")},
            measures_sets.WIDTHS, row_height=measures_sets.row_height(words["words"]))


def draw_sps(shown: measures_results.View, t: Translator) -> None:
    """The three parts of SPS 5.6 for a set that may be challenged."""
    sets = shown.sets
    if sets is None:
        st.markdown(t("There are no sets to compare."))
        return
    st.subheader(t("More trade-restrictive than required?"))
    base = _base(sets, t)
    answer, chosen = st.container(), _challenged(base, t)
    losses, significant = _losses(sets, t)
    with display.guard(t):
        test = sps_test(sets, chosen, losses, significant)
        answer.markdown(sps_words.sentence(test, sets, t))
        if test.table.empty:
            return
        display.prose(sps_words.table(test, sets, t), "sps", t, {
            "words": t("Alternative"), "available_words": t("(i) Reasonably available?"),
            "achieves_words": t("(ii) Achieves the ALOP?"),
            "less_words": t("(iii) Significantly less restrictive?"), "result": t("Result")})
    st.caption("  \n".join((t(sps_words.TEST), t(sps_words.LEVELS))))


def _base(sets: Portfolios, t: Translator) -> tuple[str, ...]:
    """The selected set; where none is selected, the first that meets or the nearest."""
    selected = session.scenario().selected
    if selected:
        return selected
    base, meets = _instead(sets)
    named = wording.escaped(wording.set_words(sets.scenario, base, t))
    display.note(t("No measures are selected: this is about the first set known to meet"
                   " the ALOP, **{measures}**.", measures=named) if meets else
                 t("No measures are selected and no set surely meets the ALOP: this is about the"
                   " set that comes nearest, **{measures}**.", measures=named))
    return base


def _instead(sets: Portfolios) -> tuple[tuple[str, ...], bool]:
    """The set told about where none is selected, and whether it meets the ALOP."""
    first = sets.first_meeting
    return (first, True) if first is not None else (nearest(sets).measures, False)


def _dropped(sets: Portfolios, base: tuple[str, ...], t: Translator) -> None:
    st.subheader(t("Is each measure necessary?"))
    if not base:
        st.markdown(t("The set is empty: nothing can be left out."))
        return
    parts = tuple(drop_one(sets, base)["measures"])
    with st.spinner(t("Judging what is too close to call on more simulated futures …")):
        sets = compute_sets.settled(session.scenario(), parts)
    scenario, table = sets.scenario.with_measures(base), drop_one(sets, base)
    titles = [t.local(scenario.measure(i).title) for i in base]
    st.markdown(necessity_words.necessity_sentence(scenario, table["verdict"].tolist(), t, sets))
    st.caption(choice_words.common_words(table, sets, t))
    display.chart(decision.necessary(
        table=choice_words.on_common(table, sets), titles=titles, draws=sets.draws,
        t=t, confidence=scenario.alop.confidence), "necessary", t,
        t("Probability of meeting the ALOP when one measure is left out"))
    _neighbours(table, sets, "dropped", t)


def _added(sets: Portfolios, base: tuple[str, ...], t: Translator) -> None:
    st.subheader(t("What would one more measure do?"))
    table = add_one(sets, base)
    st.markdown(choice_words.add_sentence(table, sets, t))
    _neighbours(table, sets, "added", t)


def _swapped(sets: Portfolios, base: tuple[str, ...], t: Translator) -> None:
    st.subheader(t("What if one measure is exchanged for another?"))
    table = swap_one(sets, base)
    st.markdown(choice_words.swap_sentence(table, sets, t))
    _neighbours(table, sets, "swapped", t)


def _neighbours(table: pd.DataFrame, sets: Portfolios, name: str, t: Translator) -> None:
    if len(table) < 2:
        return
    display.table(choice_words.neighbours(table, sets, t), name, t, {
        "change_words": (t("Change"), "text"), "verdict_words": (t("Verdict"), "text"),
        "chance": (t("P(meets) ± error"), "text"), "points": (t("P(meets), change"), "text"),
        "times": (t("Risk"), "text"), "level_words": (t("Levels"), "text")}, NEIGHBOURS,
        row_height=46)


def _challenged(base: tuple[str, ...], t: Translator) -> list[str]:
    scenario = session.scenario()
    titles = {m.id: t.local(m.title) for m in scenario.measures if m.feasible}
    return st.multiselect(
        t("Set that is challenged"), list(titles), default=[i for i in base if i in titles],
        format_func=lambda one: titles.get(one, one), placeholder=t("no measures"),
        key=f"challenged:{scenario.fingerprint}")


def _losses(sets: Portfolios, t: Translator) -> tuple[dict[str, float] | None, float]:
    """Trade lost per measure, where the user gives it, and what counts as significant."""
    scenario, amount = sets.scenario, t("Trade lost per year, {currency}",
                                        currency=sets.scenario.consequences.currency)
    with st.expander(t("Judge restriction by trade lost instead of levels"),
                     icon=":material/payments:"):
        use = st.checkbox(t("Use the losses given here"), key="sps-losses")
        share = st.slider(t("Significantly less: at least this much less trade lost, %"), 0, 95, 25,
                          step=5, key="sps-share", disabled=not use)
        measures = [m for m in scenario.measures if m.feasible]
        given = st.data_editor(
            pd.DataFrame({"id": [m.id for m in measures],
                          "title": [t.local(m.title) for m in measures],
                          "loss": pd.Series([None] * len(measures), dtype="float64")}),
            key=f"sps-table:{session.generation()}", hide_index=True, disabled=["id", "title"],
            column_config={"id": None, "title": t("Measure"),
                           "loss": st.column_config.NumberColumn(amount)})
    if not use:
        return None, 0.25
    known = given.dropna(subset=["loss"])
    return dict(zip(known["id"], known["loss"].astype(float), strict=True)), share / 100
