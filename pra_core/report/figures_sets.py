"""Restrictiveness against residual risk, one mark per set, and what the risk hangs on, on paper."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from pra_core.figures import theme
from pra_core.figures.decision import VERDICT_COLOURS, tick_words
from pra_core.figures.set_scatter import marks, mean_span, years_words
from pra_core.i18n import Translator
from pra_core.portfolio import Portfolios
from pra_core.report.charts import chance_axes, risk_axes
from pra_core.report.document import Form
from pra_core.report.drawing import (
    finished,
    folded,
    legend_above,
    letters,
    picture,
    room_above,
)
from pra_core.report.estimates import Estimate
from pra_core.wording import verdict_words

SHAPES = {"meets": "o", "too_close": "D", "fails": "x"}


def risk_picture(before: Any, after: Any, rows: Sequence[Estimate], t: Translator, form: Form,
                 width_mm: float, height_mm: float) -> bytes:
    """Residual risk before and after, and P(meets) of `rows`."""
    def paint(figure: Any) -> None:
        room_above(figure)
        left, right = figure.subplots(1, 2, width_ratios=(5, 4))
        risk_axes(left, before, after, t)
        chance_axes(right, rows, after.scenario.alop.confidence, t, above=True)

    return picture(form, paint, width_mm, height_mm)


def chance_picture(rows: Sequence[Estimate], confidence: float, t: Translator, form: Form,
                   width_mm: float) -> bytes:
    """P(meets) of each of `rows`, a bar each."""
    return picture(form, lambda figure: chance_axes(figure.subplots(), rows, confidence, t),
                   width_mm, 16 + 8.5 * len(rows))


def sets_picture(sets: Portfolios, selected: tuple[str, ...], t: Translator, form: Form,
                 width_mm: float, height_mm: float) -> bytes:
    """Every set worth a mark; the selected one has a ring."""
    table, row = marks(sets, t), sets.row(selected)
    wide = width_mm > 120
    size = 8.0 if wide else 6.5
    low, high = mean_span(np.append(table["mean"].to_numpy(np.float64), float(row["mean"])))

    def paint(figure: Any) -> None:
        room_above(figure, 2 if wide else 3)
        axes = figure.subplots()
        for verdict, colour in VERDICT_COLOURS.items():
            some = table[table["verdict"] == verdict]
            if len(some):
                axes.scatter(some["place"], np.maximum(some["mean"], low), s=14, color=colour,
                             marker=SHAPES[verdict], label=verdict_words(verdict, t), zorder=3,
                             linewidths=1.0 if verdict == "fails" else 0.0)
        least = table[table["front"]].groupby("place")["mean"].min().cummin()
        axes.step(least.index, np.maximum(least, low), where="post", color=theme.INK,
                  linewidth=0.8, linestyle=":", label=t("least risk at each level"))
        _selected(axes, table, row, low, t)
        _order_axis(axes, table, t, size)
        _mean_axis(axes, low, high, sets, t, size)
        legend_above(axes, 3 if wide else 2, size - 0.5)
        finished(axes, size)

    return picture(form, paint, width_mm, height_mm)


def _selected(axes: Any, table: pd.DataFrame, row: pd.Series, low: float, t: Translator) -> None:
    same = (table[["restrictiveness", "level_sum"]] == row[["restrictiveness", "level_sum"]]
            ).all(axis=1)
    axes.scatter([float(table["place"][same].iloc[0])], [max(float(row["mean"]), low)], s=70,
                 facecolors="none", edgecolors=theme.INK, linewidths=1.6, zorder=4,
                 label=t("selected"))


def _order_axis(axes: Any, table: pd.DataFrame, t: Translator, size: float) -> None:
    """Ticks in the middle of each highest level, lines between them."""
    found = table.groupby("restrictiveness")["place"].agg(["min", "max"])
    first, last = found["min"].to_numpy(np.float64), found["max"].to_numpy(np.float64)
    axes.set_xticks(((first + last) / 2).tolist(), [t.number(float(k)) for k in found.index])
    for x in ((last[:-1] + first[1:]) / 2).tolist():
        axes.axvline(x, color=theme.LINE, linewidth=1, zorder=0)
    axes.set_xlabel(t("Trade restrictiveness: highest level, then sum"),
                    fontproperties=letters(size))


def _mean_axis(axes: Any, low: float, high: float, sets: Portfolios, t: Translator, size: float
               ) -> None:
    """Mean risk on a logarithmic scale; `low` stands for none at all."""
    lots = sets.alop.metric == "pests_per_lot"
    ticks = [x for x in theme.log_ticks(low, high, most=6) if low * 2 < x <= high]
    axes.set_yscale("log")
    axes.set_ylim(low / 2, high)
    axes.set_yticks([low, *ticks], [t("none expected"), *(
        tick_words(x, sets.alop, t) if lots else years_words(x, t) for x in ticks)])
    axes.minorticks_off()
    axes.set_ylabel(t("Mean live pests per released lot") if lots else
                    t("Mean outbreaks per year"), fontproperties=letters(size))


def drivers_picture(rows: Sequence[tuple[str, float, float, str]], t: Translator, form: Form,
                    width_mm: float) -> bytes:
    """Shares of the variation: label, share, half its interval (nan = none), weakest status."""
    def paint(figure: Any) -> None:
        axes = figure.subplots()
        for place, (_, share, error, status) in enumerate(reversed(rows)):
            axes.barh(place, 100 * share, height=0.6, color=theme.STATUS_COLOURS[status])
            if error == error:
                axes.errorbar(100 * share, place, xerr=100 * error, color=theme.INK, capsize=2,
                              linewidth=1)
            axes.annotate(t.percent(share, 2), (100 * share, place), xytext=(4, 0),
                          textcoords="offset points", va="center", fontproperties=letters(7.5),
                          color=theme.INK)
        axes.set_yticks(range(len(rows)), [folded(label, 52, 2) for label, *_ in reversed(rows)])
        axes.set_xlim(0, 115 * max((share for _, share, _, _ in rows), default=1.0))
        axes.set_xlabel(t("Share of the variation of outbreaks per year (log), %"),
                        fontproperties=letters())
        finished(axes, 7.5)

    return picture(form, paint, width_mm, 14 + 8.5 * len(rows))
