"""Ranked bars of sensitivity: which inputs the result hangs on, and how sure that is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from pra_core.figures import theme
from pra_core.figures.sensitivity_labels import folded_apart
from pra_core.frozen import FloatArray
from pra_core.i18n import Translator

ALONE, TOTAL = theme.CLASSES[5], theme.CLASSES[0]
ROW = 42
"""Pixels of an input."""


def indices(*, frame: pd.DataFrame, named: Sequence[str], t: Translator) -> go.Figure:
    """First and total order with 95 % intervals, largest total on top.

    `frame`: rows of `sobol` (S1, S1_conf, ST, ST_conf), `named` their labels.
    """
    figure = _chart(len(frame), ROW, barmode="group", bargap=0.28,
                    legend={"traceorder": "reversed", "y": 1.0})
    ends = np.zeros(len(frame))
    for column, name, colour in (
            ("S1", t("alone (first order)"), ALONE),
            ("ST", t("with all interactions (total order)"), TOTAL)):
        value = 100 * frame[column].to_numpy(np.float64)[::-1]
        error = 100 * frame[f"{column}_conf"].to_numpy(np.float64)[::-1]
        ends = np.maximum(ends, np.maximum(value, 0.0) + error)
        said = [_share(v, e, t) for v, e in zip(value, error, strict=True)]
        figure.add_bar(
            y=list(range(len(frame))), x=value, orientation="h", name=name,
            marker={"color": colour}, customdata=said,
            error_x={"type": "data", "array": error, "color": theme.INK, "thickness": 1.5,
                     "width": 3}, hovertemplate="%{customdata}<extra>" + name + "</extra>")
    _rows(figure, folded_apart(named)[::-1])
    _beside(figure, ends, said)
    lowest = (frame["S1"] - frame["S1_conf"]).to_numpy(np.float64)
    _shares(figure, float(np.min(lowest, initial=0.0)), ends, t)
    return figure


def preview(*, shares: Sequence[float], named: Sequence[str], t: Translator) -> go.Figure:
    """First order by the quick estimate, hatched: no interval is known for it, largest on top."""
    value = 100 * np.array(shares)[::-1]
    figure = _chart(len(named), ROW, showlegend=True, legend={"y": 1.0})
    figure.add_bar(
        y=list(range(len(named))), x=value, orientation="h", width=0.4,
        name=t("preview: alone (first order), without interval"),
        marker={"color": ALONE, "pattern": {"shape": "/", "fgcolor": theme.PAGE,
                                                 "fillmode": "overlay"}},
        hoverinfo="skip")
    _rows(figure, folded_apart(named)[::-1])
    _beside(figure, value, [t("about {share}", share=t.percent(v / 100, 1)) for v in value])
    _shares(figure, 0.0, value, t)
    return figure


def _chart(rows: int, height: int, **layout: Any) -> go.Figure:
    return theme.figure(height=100 + height * rows,
                        margin={"l": 16, "r": 16, "t": 36, "b": 52}, **layout)


def _share(value: float, error: float, t: Translator) -> str:
    return t("{share} ± {error}", share=t.percent(value / 100, 2), error=t.percent(error / 100, 2))


def _shares(figure: go.Figure, lowest: float, ends: FloatArray, t: Translator) -> None:
    """The axis, from the lowest interval (it may end below 0), with room for the words."""
    high = max(1.0, float(np.max(ends, initial=0.0)))
    figure.update_xaxes(title={"text": t("Share of the variation of the result, %")},
                        range=(min(0.0, 100 * lowest - 0.04 * high), 1.34 * high))


def _rows(figure: go.Figure, lines: Sequence[str]) -> None:
    figure.update_yaxes(tickvals=list(range(len(lines))), ticktext=list(lines), showgrid=False,
                        range=(-0.5, len(lines) - 0.5))


def _beside(figure: go.Figure, ends: FloatArray, words: Sequence[str]) -> None:
    """Words at the right end of every row."""
    for place, (end, text) in enumerate(zip(ends.tolist(), words, strict=True)):
        figure.add_annotation(x=end, y=place, text=text, showarrow=False, xanchor="left",
                              yanchor="middle", xshift=6)


def measure_bars(*, value: FloatArray, low: FloatArray, high: FloatArray, named: Sequence[str],
                 title: str, noise: float, t: Translator) -> go.Figure:
    """One bar per input with an interval, largest on top: indices between 0 and 1.

    `noise`: the index of an input that the result does not read, as a dotted line.
    """
    figure = _chart(len(named), ROW, showlegend=False)
    value, low, high = value[::-1], low[::-1], high[::-1]
    figure.add_bar(
        y=list(range(len(named))), x=value, orientation="h", marker={"color": TOTAL},
        error_x={"type": "data", "symmetric": False, "array": np.maximum(0.0, high - value),
                 "arrayminus": np.maximum(0.0, value - low), "color": theme.INK,
                 "thickness": 1.5, "width": 3},
        hovertemplate="%{x:.3g}<extra></extra>")
    _rows(figure, folded_apart(named)[::-1])
    if noise > 0:
        figure.add_vline(x=noise, line={"color": theme.INK, "width": 1.5, "dash": "dot"})
        figure.add_annotation(x=noise, y=1, yref="paper", yanchor="bottom", showarrow=False,
                              text=t("index of an input without influence"), font={"size": 13})
    _beside(figure, np.maximum(high, value), [t.number(float(v), 2) for v in value])
    figure.update_xaxes(title={"text": title}, rangemode="tozero",
                        range=(0.0, 1.15 * max(1e-6, float(np.max(high, initial=0.0)))))
    return figure
