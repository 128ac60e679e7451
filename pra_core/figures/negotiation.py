"""The chart of the negotiating table: two proposals on one shared axis of residual risk."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import plotly.graph_objects as go

from pra_core.alop import Alop
from pra_core.figures import theme
from pra_core.figures.decision import risk_title, tick_words
from pra_core.frozen import FloatArray
from pra_core.i18n import Translator
from pra_core.presentation import Histogram, histograms, risk_limit
from pra_core.summary import interval
from pra_core.wording import PER_YEAR, amount_words

COLOURS = (theme.ACCENT, theme.CLASSES[0])
"""The left and the right side of the table."""
UPPER, LOWER = (0.58, 0.95), (0.0, 0.37)
"""Where the two halves stand; between them the axis and the gap."""
GAP = (0.485, 0.42)
"""Heights at which the risk of either is compared with the limit."""


@dataclass(frozen=True, slots=True, eq=False)
class Side:
    """One half of the chart."""

    name: str
    risk: FloatArray
    """Residual risk, [draws]."""
    gap: str
    """How far it is from the limit at the confidence asked for, in a few words."""


def table(*, sides: Sequence[Side], before: FloatArray, alop: Alop, currency: str, t: Translator
          ) -> go.Figure:
    """Residual risk of two proposals, one above and one below the shared axis.

    `before`: risk without measures on the terms of the scenario, a grey outline in both halves.
    The arrows lead from the limit to the risk at the confidence asked for: the gap.
    """
    found = histograms([side.risk for side in sides] + [before])
    limit = risk_limit(alop)
    low, high = _span(found[0], limit)
    ticks = theme.log_ticks(low, high, most=6)
    top = 120.0 * max(float(h.shares.max()) for h in found)
    rows: dict[str, Any] = {"rangemode": "tozero", "showgrid": False,
                            "title": {"text": t("Share of futures, %")}}
    figure = theme.figure(
        height=430, showlegend=False, margin={"l": 70, "r": 24, "t": 44, "b": 48},
        plot_bgcolor="rgba(0,0,0,0)",  # the axis of the gap lies over both halves
        xaxis={"type": "log", "range": [math.log10(low), math.log10(high)], "tickvals": ticks,
               "ticktext": [tick_words(x, alop, t) for x in ticks], "tickangle": 0,
               "anchor": "y", "side": "bottom"},
        yaxis=rows | {"domain": list(UPPER), "range": [0, top]},
        yaxis2=rows | {"domain": list(LOWER), "range": [top, 0], "anchor": "x"},
        yaxis3={"domain": [0, 1], "range": [0, 1], "visible": False, "anchor": "x"})
    for number, side in enumerate(sides):
        axis = "y" if number == 0 else "y2"
        _half(figure, found[number], found[-1], side.name, COLOURS[number], axis, limit, t)
        _middle(figure, side, number, axis, top, t)
        _gap(figure, side, number, alop, limit, (low, high))
    _limit(figure, limit, (low, high), alop, currency, t)
    figure.add_annotation(x=1, y=0, xref="paper", yref="paper", xanchor="right", yanchor="top",
                          yshift=-22, showarrow=False, text=risk_title(alop, currency, t),
                          font={"size": 13})
    return figure


def _span(found: Histogram, limit: float) -> tuple[float, float]:
    """What the axis covers: the draws and the limit, if it can be drawn."""
    low, high = float(found.edges[0]), float(found.edges[-1])
    if 0 < limit < math.inf:
        low, high = min(low, limit / 2), max(high, limit * 2)
    return low, high


def _half(figure: go.Figure, own: Histogram, before: Histogram, name: str, colour: str,
          axis: str, limit: float, t: Translator) -> None:
    edges = own.edges
    for low, high, fill in ((0.0, limit, theme.WITHIN), (limit, math.inf, theme.BEYOND)):
        left, right = np.clip(edges[:-1], low, high), np.clip(edges[1:], low, high)
        some = (right > left) & (own.shares > 0)
        if np.any(some):
            figure.add_scatter(
                x=np.column_stack([left, left, right, right])[some].ravel(),
                y=np.column_stack([0 * own.shares, *[100 * own.shares] * 2,
                                   0 * own.shares])[some].ravel(),
                mode="lines", line={"width": 0}, fill="tozeroy", fillcolor=fill,
                hoverinfo="skip", yaxis=axis)
    middle = np.sqrt(edges[:-1] * edges[1:])
    for found, words, line in ((before, t("Without measures"), theme.REFERENCE),
                               (own, name, colour)):
        if found.none < 1.0:
            figure.add_scatter(x=middle, y=100 * found.shares, mode="lines", yaxis=axis,
                               line={"color": line, "width": 2, "shape": "hvh"},
                               hovertemplate=f"{words}: %{{y:.2f}} %<extra></extra>")


def _middle(figure: go.Figure, side: Side, number: int, axis: str, top: float, t: Translator
            ) -> None:
    """Median and 90 % interval beside the far edge of the half; the name above it."""
    found = interval(side.risk)
    place = 1.0 if number == 0 else 0.0
    name = side.name
    if found.high == 0.0:
        name = t("{name}: none expected", name=name)
    figure.add_annotation(x=0, y=UPPER[1] if number == 0 else LOWER[0], xref="paper",
                          yref="paper", xanchor="left", showarrow=False, text=f"<b>{name}</b>",
                          yanchor="bottom" if place else "top", font={"color": COLOURS[number]})
    if found.median > 0.0:
        low = max(found.low, found.median * 1e-6)
        figure.add_scatter(
            x=[found.median], y=[0.94 * top], yaxis=axis, mode="markers",
            marker={"color": COLOURS[number], "size": 10},
            error_x={"type": "data", "symmetric": False, "array": [found.high - found.median],
                     "arrayminus": [found.median - low], "color": COLOURS[number],
                     "thickness": 2.5},
            hovertemplate=t("median and 90 % interval") + "<extra></extra>")


def _gap(figure: go.Figure, side: Side, number: int, alop: Alop, limit: float,
         span: tuple[float, float]) -> None:
    """An arrow from the limit to the risk at the confidence asked for, and what it means."""
    reached = float(np.quantile(side.risk, alop.confidence, method="inverted_cdf"))
    if not (reached > 0.0 and span[0] <= limit <= span[1]):
        return
    y = GAP[number]
    start, end = math.log10(limit), math.log10(min(max(reached, span[0]), span[1]))
    figure.add_annotation(
        x=end, ax=start, y=y, ay=y, xref="x", axref="x", yref="y3", ayref="y3",
        showarrow=True, arrowhead=2, arrowwidth=2.5, arrowcolor=COLOURS[number], text="")
    right = max(start, end) < math.log10(span[0]) + 0.6 * math.log10(span[1] / span[0])
    figure.add_annotation(
        x=max(start, end) if right else min(start, end), y=y, xref="x", yref="y3",
        showarrow=False, text=side.gap, xanchor="left" if right else "right",
        xshift=10 if right else -10, font={"color": COLOURS[number], "size": 14},
        bgcolor="rgba(255,255,255,0.85)")


def _limit(figure: go.Figure, limit: float, span: tuple[float, float], alop: Alop,
           currency: str, t: Translator) -> None:
    if not span[0] <= limit <= span[1]:
        return
    figure.add_shape(type="line", x0=limit, x1=limit, y0=0, y1=1, yref="paper",
                     line={"color": theme.LIMIT, "dash": "dash", "width": 2})
    place = math.log(limit / span[0]) / math.log(span[1] / span[0])
    figure.add_annotation(x=math.log10(limit), y=1.0, yref="paper", yanchor="bottom",
                          xanchor="right" if place > 0.8 else "center", showarrow=False,
                          font={"color": theme.LIMIT},
                          text=t("ALOP: {limit}", limit=amount_words(limit, alop, currency, t)))


def _wrapped(name: str) -> str:
    """A name on several lines, so that it leaves the chart its room."""
    return "<br>".join(textwrap.wrap(name, 34 if name.isascii() or " " in name else 18))


def intervals(*, sides: Sequence[Side], alop: Alop, currency: str, t: Translator) -> go.Figure:
    """Median and 90 % interval of every proposal against the limit, one row each."""
    limit, rows = risk_limit(alop), list(reversed(sides))
    found = [interval(side.risk) for side in rows]
    shown = [x for i in found for x in (i.low, i.median, i.high) if x > 0]
    shown += [limit] if 0 < limit < math.inf else []
    low, high = (min(shown) / 2, max(shown) * 2) if shown else (0.1, 1.0)
    axis = theme.frequency_axis if alop.metric in PER_YEAR else theme.count_axis
    ticks = theme.log_ticks(low, high, most=6)
    figure = theme.figure(
        height=120 + 56 * len(rows), showlegend=False, margin={"l": 16, "r": 24, "t": 40, "b": 60},
        xaxis=axis(t, low, high, risk_title(alop, currency, t)) | {
            "tickvals": ticks, "ticktext": [tick_words(x, alop, t) for x in ticks],
            "tickangle": 0},
        yaxis={"tickvals": list(range(len(rows))), "ticktext": [_wrapped(s.name) for s in rows],
               "range": [-0.6, len(rows) - 0.4], "showgrid": False})
    for i, (side, law) in enumerate(zip(rows, found, strict=True)):
        if law.median > 0:
            figure.add_scatter(
                x=[law.median], y=[i], mode="markers", marker={"color": theme.ACCENT, "size": 11},
                error_x={"type": "data", "symmetric": False, "array": [law.high - law.median],
                         "arrayminus": [law.median - max(law.low, low)], "color": theme.ACCENT,
                         "thickness": 2.5},
                hovertemplate=f"{side.name}: {side.gap}<extra></extra>")
        else:
            figure.add_annotation(x=0.02, xref="paper", y=i, showarrow=False, xanchor="left",
                                  text=t("none expected"))
    _limit(figure, limit, (low, high), alop, currency, t)
    return figure
