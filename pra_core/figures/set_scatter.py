"""Restrictiveness against residual risk, one mark per set."""

from __future__ import annotations

import textwrap
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from pra_core.alop import Alop
from pra_core.figures import theme
from pra_core.figures.decision import VERDICT_COLOURS, short_number, tick_words
from pra_core.figures.set_table import described
from pra_core.frozen import FloatArray
from pra_core.i18n import Translator
from pra_core.portfolio import Portfolios
from pra_core.presentation import compared_sets
from pra_core.wording import verdict_words

SYMBOLS = {"meets": "circle", "too_close": "diamond", "fails": "x-thin"}
WIDTH = 60
LEVEL_GAP = 0.06
"""Room before each highest level, as a share of all places."""


def marks(sets: Portfolios, t: Translator) -> pd.DataFrame:
    """The sets worth a mark (`presentation.compared_sets`).

    Adds hover, what a mark says, key, its ids joined by commas, and place, where its levels stand
    in the order; a gap before each highest level leaves room for its label.
    """
    rows = described(compared_sets(sets.table), sets, t)
    step = rows.groupby(["restrictiveness", "level_sum"]).ngroup()
    place = step + LEVEL_GAP * step.max() * rows.groupby("restrictiveness").ngroup()
    return rows.assign(place=place, key=rows["measures"].map(",".join), hover=["<br>".join([
        *textwrap.wrap(row["words"], WIDTH if " " in row["words"] else WIDTH // 2),
        row["mean_risk"], f"{t.percent(row['probability'])} {row['verdict_words']}",
        t("Cost: {cost}", cost=row["cost_words"])]) for row in rows.to_dict("records")])


def scatter(*, table: pd.DataFrame, selected: pd.Series, alop: Alop, t: Translator) -> go.Figure:
    """`table`: `marks`; `selected`: the row of the selected set, ringed.

    Colour and shape: verdict; size: known cost; sets without risk stand on the lowest line.
    """
    low, high = mean_span(np.append(table["mean"].to_numpy(np.float64), float(selected["mean"])))
    figure = theme.figure(height=460, yaxis=mean_axis(low, high, alop, t), **order_axis(table, t))
    for verdict in VERDICT_COLOURS:
        rows = table[table["verdict"] == verdict]
        if len(rows):
            _points(figure, rows, verdict, low, t)
    least = table[table["front"]].groupby("place")["mean"].min().cummin()
    figure.add_scatter(x=least.index, y=np.maximum(least, low), mode="lines", hoverinfo="skip",
                       name=t("least risk at each level"),
                       line={"color": theme.INK, "width": 1, "dash": "dot", "shape": "hv"})
    same = (table[["restrictiveness", "level_sum"]] == selected[["restrictiveness", "level_sum"]]
            ).all(axis=1)
    figure.add_scatter(x=[float(table["place"][same].iloc[0])],
                       y=[max(float(selected["mean"]), low)], mode="markers",
                       name=t("selected"), hoverinfo="skip",
                       marker={"symbol": "circle-open", "size": 26, "color": theme.INK,
                               "line": {"width": 3}})
    return figure


def mean_span(mean: FloatArray) -> tuple[float, float]:
    """Ends of the axis of mean risk: room below the lowest above zero for "none expected"."""
    positive = mean[mean > 0]
    if not positive.size:
        return 0.1, 1.0
    return float(positive.min()) / 10, float(positive.max()) * 3


def order_axis(table: pd.DataFrame, t: Translator) -> dict[str, Any]:
    """Ticks in the middle of each highest level, lines between them."""
    found = table.groupby("restrictiveness")["place"].agg(["min", "max"])
    first, last = found["min"].to_numpy(np.float64), found["max"].to_numpy(np.float64)
    pad = 0.7 + LEVEL_GAP * float(last[-1]) / 2
    return {
        "xaxis": {
            "title": {"text": t("Trade restrictiveness: highest level, then sum")},
            "tickvals": ((found["min"] + found["max"]) / 2).tolist(), "showgrid": False,
            "ticktext": [t.number(float(level)) for level in found.index], "tickangle": 0,
            "range": [-pad, float(last[-1]) + pad]},
        "shapes": [{"type": "line", "x0": x, "x1": x, "y0": 0, "y1": 1, "yref": "paper",
                    "layer": "below", "line": {"color": theme.LINE, "width": 2}}
                   for x in ((last[:-1] + first[1:]) / 2).tolist()]}


def mean_axis(low: float, high: float, alop: Alop, t: Translator) -> dict[str, Any]:
    """Logarithmic axis of mean risk; `low` stands for none at all."""
    lots = alop.metric == "pests_per_lot"
    title = t("Mean live pests per released lot") if lots else t("Mean outbreaks per year")
    axis = theme.count_axis if lots else theme.frequency_axis
    ticks = [x for x in theme.log_ticks(low, high, most=7) if x > low * 2]
    return axis(t, low / 2, high, title) | {
        "tickvals": [low, *ticks],
        "ticktext": [t("none expected"), *(
            tick_words(x, alop, t) if lots else years_words(x, t) for x in ticks)]}


def years_words(rate: float, t: Translator) -> str:
    """A power of ten of outbreaks per year: "1 in 100 years", or so many a year."""
    if rate < 1:
        return t("1 in {years} years", years=short_number(1 / rate, t))
    return t("{count} a year", count=short_number(rate, t))


def _points(figure: go.Figure, rows: pd.DataFrame, verdict: str, low: float, t: Translator
            ) -> None:
    cost = rows["cost"].to_numpy(np.float64)
    size = 8 + 14 * np.sqrt(cost / cost.max()) if cost.max() > 0 else np.full(len(rows), 8.0)
    colour = VERDICT_COLOURS[verdict]
    figure.add_scatter(
        x=rows["place"], y=np.maximum(rows["mean"], low), mode="markers",
        name=verdict_words(verdict, t), customdata=rows[["hover", "key"]],
        hovertemplate="%{customdata[0]}<extra></extra>",
        marker={"symbol": SYMBOLS[verdict], "size": size, "color": colour, "opacity": 0.85,
                "line": {"width": 2 if verdict == "fails" else 0, "color": colour}})
