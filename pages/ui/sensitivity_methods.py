"""The view of the other methods: screening, density- and distribution-based indices, pairs."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from pages.ui import compute_sensitivity, display, session
from pages.ui.sensitivity_parts import Shown
from pages.ui.sensitivity_runs import ran
from pra_core import wording
from pra_core.errors import N_
from pra_core.figures import sensitivity as figures
from pra_core.figures import sensitivity_methods as methods
from pra_core.figures import sensitivity_words as words
from pra_core.figures.sensitivity_labels import row_labels
from pra_core.i18n import Translator

SIZES = {"morris": 64, "pawn": 2048, "delta": 512}
"""Trajectories of Morris' method; simulated futures of PAWN and of δ, which is slow."""
PAIRS = 512
"""Base sample of the second order."""
RANKED, BARS = 10, 8
TITLES = {"sobol": N_("Sobol' total order"), "morris": N_("Morris μ*"),
          "delta": N_("Borgonovo δ"), "pawn": N_("PAWN")}
MEANINGS = {
    "delta": N_("**Borgonovo δ:** how far knowing this input shifts the whole spread of the result,"
                " from 0, not at all, to 1, completely. It sees what a variance does not, such as"
                " rare large values."),
    "pawn": N_("**PAWN:** how far the chance of a result up to any size moves at most when this"
               " input is known, from 0, not at all, to 1. Bars that do not pass the dotted line"
               " are no longer than chance alone makes them."),
}
VALUES = {"sobol": "ST", "morris": "mu_star", "delta": "delta", "pawn": "median"}


def draw(shown: Shown, t: Translator) -> None:
    """Whether four methods agree, then each by itself, then the pairs that interact."""
    st.subheader(t("Do other methods agree?"))
    with display.guard(t):
        found = ran({method: SIZES[method] for method in ("morris", "pawn")}, shown.scenario,
                    shown.question, t, shown.waiting, t("Morris and PAWN run"), by_itself=True)
        if found is not None:
            _compared(shown, found, t)
    st.subheader(t("Which inputs act together?"))
    with display.guard(t):
        _pairs(shown, t)


def _compared(shown: Shown, found: Mapping[str, pd.DataFrame], t: Translator) -> None:
    """The ranks side by side, then the numbers behind them."""
    if nothing := words.note_words(found["morris"], t):
        st.markdown(nothing)
        return
    slow = compute_sensitivity.known("delta", shown.scenario, shown.question, SIZES["delta"])
    frames = ({"sobol": shown.sure} if shown.sure is not None else {}) | dict(found) | (
        {"delta": slow} if slow is not None else {})
    table = methods.rank_table(frames, VALUES, RANKED)
    named = {str(row): wording.row_label(shown.scenario, str(row), t) for row in table.index}
    st.markdown(words.agreement_sentence(table, named, t))
    titles = {method: t(TITLES[method]) for method in frames}
    display.chart(methods.ranks(table=table, named=row_labels(shown.scenario, list(named), t),
                                methods=titles, t=t),
                  "sensitivity-ranks", t, " · ".join((
                      words.subject_words(shown.question, shown.scenario, t),
                      t("rank of each input, 1 = explains most; a dash: no influence seen"))))
    _morris(shown, found["morris"], t)
    _bars(shown, found["pawn"], "pawn", t)
    if shown.question.subject == "within":
        st.caption(t("Borgonovo's δ compares densities; a yes or no has none."))
        return
    slowly = ran(
        {"delta": SIZES["delta"]}, shown.scenario, shown.question, t, shown.waiting,
        t("Borgonovo's δ of every input takes minutes"))
    if slowly is not None:
        _bars(shown, slowly["delta"], "delta", t)


def _morris(shown: Shown, frame: pd.DataFrame, t: Translator) -> None:
    st.markdown(t("**Morris μ\\*:** the further right, the more the result moves when this input"
                  " alone takes a step, averaged over the whole range of the others. The further"
                  " up, the more that step depends on where it is taken."))
    rows = words.described(frame, shown.scenario, t)
    if frame["sigma"].isna().any():
        st.markdown(t("Open diamond: correlated inputs together, for which no spread is defined."))
    display.chart(methods.morris(frame=frame, named=rows["short"].tolist(), t=t),
                  "sensitivity-morris", t,
                  t("Morris 1991, μ* of Campolongo 2007, by SALib · {n} trajectories over four"
                    " levels, seed {seed} · dotted: as much spread as effect; above it curvature"
                    " or interaction rules", n=SIZES["morris"], seed=session.seed()))


def _bars(shown: Shown, frame: pd.DataFrame, method: str, t: Translator) -> None:
    """δ with its 95 % interval, or the median of PAWN with its smallest and largest slice."""
    st.markdown(t(MEANINGS[method]))
    rows = words.described(frame, shown.scenario, t).head(BARS)
    value = rows[VALUES[method]].to_numpy(float)
    if method == "delta":
        error = rows["delta_conf"].to_numpy(float)
        low, high = value - error, value + error
        said = t("Borgonovo's δ, how far knowing the input shifts the whole distribution:"
                 " kernel-density estimator (Plischke, Borgonovo & Smith 2013) by SALib, 95 %"
                 " bootstrap intervals · n = {n}, seed {seed}", n=SIZES[method],
                 seed=session.seed())
    else:
        low, high = (rows[one].to_numpy(float) for one in ("minimum", "maximum"))
        said = t("PAWN (Pianosi & Wagener 2018) by SALib: median Kolmogorov–Smirnov distance over"
                 " ten slices of the input, line from the smallest to the largest · n = {n},"
                 " seed {seed}", n=SIZES[method], seed=session.seed())
    display.chart(figures.measure_bars(value=value, low=low, high=high, t=t,
                                       named=rows["short"].tolist(), title=t(TITLES[method]),
                                       noise=float(frame.attrs.get("noise", 0.0))),
                  f"sensitivity-{method}", t, said)


def _pairs(shown: Shown, t: Translator) -> None:
    """The second order on demand, as a heat map."""
    found = ran(
        {"second_order": PAIRS}, shown.scenario, shown.question, t, shown.waiting,
        t("Second order of every pair of the strongest inputs"))
    if found is None:
        return
    frame = found["second_order"]
    if nothing := words.note_words(frame, t):
        st.markdown(nothing)
        return
    inside = {str(row) for column in ("first", "second") for row in frame[column]}
    ranks = list(shown.exact["parameter"]) if shown.exact is not None else sorted(inside)
    order = [row for row in ranks if row in inside]
    named = {row: wording.row_label(shown.scenario, row, t) for row in order}
    st.markdown(words.pairs_sentence(frame, named, t))
    short = dict(zip(order, row_labels(shown.scenario, order, t), strict=True))
    display.chart(methods.pairs(frame=frame, order=order, named=short, t=t),
                  "sensitivity-pairs", t,
                  t("Second order by SALib (Saltelli 2002), n = {n}, seed {seed}: what a pair"
                    " explains beyond its two inputs alone; grey, in brackets: its 95 % interval"
                    " holds 0", n=PAIRS, seed=session.seed()))
