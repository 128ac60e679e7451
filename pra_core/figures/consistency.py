"""Decisions compared: the residual risk each accepted, and the ALOP that this implies."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Sequence

import plotly.graph_objects as go

from pra_core.consistency import CommonMetric, Decided, Implied
from pra_core.figures import alop_words, theme
from pra_core.i18n import Translator

WIDTH = 38
"""Letters of a title per line beside the chart."""


def implied(*, found: Sequence[Implied], decisions: Sequence[Decided], titles: Sequence[str],
            metric: CommonMetric, mine: int, t: Translator) -> go.Figure:
    """One row per decision, strictest on top: median, 90 % interval, and the limit implied.

    `titles` of the decisions by number; `mine` is the number of the running scenario's set.
    Decisions that leave no risk are told in words at the left end.
    """
    shown = list(reversed(found))
    positive = [x for one in found for x in (one.low, one.median, one.high, one.limit) if x > 0]
    low, high = (min(positive) / 2, max(positive) * 2) if positive else (0.1, 1.0)
    axis = theme.frequency_axis if metric == "outbreaks" else theme.count_axis
    ticks = theme.log_ticks(low, high, most=6)
    figure = theme.figure(
        height=150 + 58 * len(shown), legend={"y": 1.02},
        margin={"l": 12, "r": 24, "t": 60, "b": 60},
        yaxis={"tickvals": list(range(len(shown))), "range": [-0.6, len(shown) - 0.4],
               "ticktext": [_wrapped(titles[one.number], bold=one.number == mine)
                            for one in shown]},
        xaxis=axis(t, low, high, alop_words.metric_title(metric, t)) | {
            "tickvals": ticks, "tickangle": 0,
            "ticktext": [alop_words.tick(x, metric, t) for x in ticks]})
    some = [(i, one) for i, one in enumerate(shown) if one.high > 0]
    colours = [theme.ACCENT if one.number == mine else theme.REFERENCE for _, one in some]
    for (i, one), colour in zip(some, colours, strict=True):
        figure.add_scatter(x=[max(one.low, low), one.high], y=[i, i], mode="lines",
                           line={"color": colour, "width": 5}, showlegend=False, hoverinfo="skip")
    figure.add_scatter(
        x=[max(one.median, low) for _, one in some], y=[i for i, _ in some], mode="markers",
        marker={"color": colours, "size": 12}, name=t("residual risk: median and 90 % interval"),
        customdata=[alop_words.range_words(one, metric, decisions[one.number], t)
                    for _, one in some], hovertemplate="%{customdata}<extra></extra>")
    figure.add_scatter(
        x=[max(one.limit, low) for _, one in some], y=[i for i, _ in some], mode="markers",
        marker={"symbol": "line-ns-open", "size": 24, "color": theme.LIMIT,
                "line": {"width": 3, "color": theme.LIMIT}}, name=t("ALOP implied"),
        customdata=[alop_words.limit_words(one.limit, metric, t) for _, one in some],
        hovertemplate="%{customdata}<extra></extra>")
    for i, one in enumerate(shown):
        if one.high <= 0:
            figure.add_annotation(x=math.log10(low), y=i, text=t("none expected"),
                                  showarrow=False, xanchor="left")
    return figure


def _wrapped(title: str, *, bold: bool) -> str:
    text = "<br>".join(textwrap.wrap(title, WIDTH)) or title
    return f"<b>{text}</b>" if bold else text
