"""How the estimates settle as the number of simulated futures grows."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from pra_core.alop import Alop
from pra_core.errors import N_
from pra_core.figures import theme
from pra_core.figures.decision import risk_title, tick_words
from pra_core.i18n import Translator

NAMES = {"p95": N_("95 % quantile"), "median": N_("Median"), "p05": N_("5 % quantile")}
COLOURS = {"p95": theme.CLASSES[1], "median": theme.ACCENT, "p05": theme.CLASSES[0]}


def chance(*, running: pd.DataFrame, confidence: float, t: Translator,
           judged: tuple[int, float, float, float] | None = None) -> go.Figure:
    """P(meets) and its 95 % interval against the number of futures, and the confidence asked for.

    `running`: `convergence.running`; `judged`: draws, share, low and high of the same set where it
    was judged on more of them.
    """
    rows = running[running["quantity"] == "meets"]
    figure = theme.figure(
        height=360, showlegend=False, margin={"l": 70, "r": 24, "t": 48, "b": 56},
        xaxis=_futures_axis(rows["draws"], t, judged[0] if judged else None),
        yaxis={"title": {"text": t("Probability of meeting the ALOP, %")}},
        shapes=[{"type": "line", "x0": 0, "x1": 1, "xref": "paper", "y0": 100 * confidence,
                 "y1": 100 * confidence,
                 "line": {"color": theme.LIMIT, "dash": "dash", "width": 2}}],
        annotations=[{"x": 1, "xref": "paper", "xanchor": "right", "y": 100 * confidence,
                      "yanchor": "bottom", "showarrow": False,
                      "text": t("confidence asked for: {share}", share=t.percent(confidence)),
                      "font": {"color": theme.LIMIT}}])
    _band(figure, rows, 100.0, theme.ACCENT, t("Probability of meeting the ALOP"),
          "%{x:,}: %{y:.2f} %")
    if judged:
        draws, share, low, high = judged
        figure.add_scatter(
            x=[draws], y=[100 * share], mode="markers", marker={"color": theme.INK, "size": 10},
            error_y={"type": "data", "symmetric": False, "array": [100 * (high - share)],
                     "arrayminus": [100 * (share - low)], "color": theme.INK},
            name=t("judged on more"), hovertemplate="%{x:,}: %{y:.2f} %<extra></extra>")
    return figure


def risk(*, running: pd.DataFrame, alop: Alop, currency: str, t: Translator) -> go.Figure:
    """Median and outer quantiles of the risk with their 95 % intervals against the futures."""
    shown = running[running["quantity"].isin(NAMES)]
    positive = shown.loc[shown["value"] > 0, "value"]
    low, high = ((positive.min() / 2, positive.max() * 2) if len(positive) else (0.1, 1.0))
    ticks = theme.log_ticks(low, high, most=5)
    axis = theme.count_axis(t, low, high, risk_title(alop, currency, t)) | {
        "tickvals": ticks, "ticktext": [tick_words(x, alop, t) for x in ticks]}
    figure = theme.figure(height=360, xaxis=_futures_axis(shown["draws"], t), yaxis=axis,
                          margin={"l": 90, "r": 24, "t": 48, "b": 56})
    for quantity, name in NAMES.items():
        rows = shown[(shown["quantity"] == quantity) & (shown["value"] > 0)]
        if len(rows):
            _band(figure, rows, 1.0, COLOURS[quantity], t(name), "%{x:,}: %{y:.3g}")
    return figure


def _band(figure: go.Figure, rows: pd.DataFrame, scale: float, colour: str, name: str,
          hover: str) -> None:
    """A line and its interval; ends that nothing bounds are cut at the edge of what is known."""
    x, known = rows["draws"], np.isfinite(rows["high"].to_numpy(np.float64))
    sides = rows[known & (rows["low"] > 0)]
    red, green, blue = (int(colour[i:i + 2], 16) for i in (1, 3, 5))
    figure.add_scatter(
        x=[*sides["draws"], *sides["draws"][::-1]],
        y=[*(scale * sides["high"]), *(scale * sides["low"])[::-1]], mode="lines", fill="toself",
        fillcolor=f"rgba({red},{green},{blue},0.22)", line={"width": 0}, hoverinfo="skip",
        showlegend=False)
    figure.add_scatter(x=x, y=scale * rows["value"], mode="lines", name=name,
                       line={"color": colour, "width": 2.5},
                       hovertemplate=f"{hover}<extra>{name}</extra>")


def _futures_axis(draws: pd.Series, t: Translator, more: int | None = None) -> dict[str, Any]:
    first, last = int(draws.min()), max(int(draws.max()), more or 0)
    ticks = [x for k in range(1, 7) for x in (10**k, 3 * 10**k) if first <= x <= last]
    return {"type": "log", "title": {"text": t("Simulated futures")}, "tickvals": ticks,
            "ticktext": [t.number(x) for x in ticks],
            "range": [np.log10(first * 0.95), np.log10(last * 1.1)]}
