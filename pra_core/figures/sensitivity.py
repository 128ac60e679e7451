"""Charts of sensitivity: which inputs drive the result, and how."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from pra_core.figures import theme
from pra_core.i18n import Translator
from pra_core.presentation import Response

WIDTH = 56


def indices(*, frame: pd.DataFrame, named: Sequence[str], t: Translator) -> go.Figure:
    """First and total order with 95 % intervals, largest total on top.

    `frame`: rows of `sobol` (S1, S1_conf, ST, ST_conf), `named` their labels.
    """
    figure = theme.figure(height=110 + 46 * len(frame), barmode="group", bargap=0.3,
                          margin={"l": 16, "r": 30, "t": 50, "b": 60})
    lines = [_folded(name) for name in reversed(named)]
    for column, name, colour in (
            ("S1", t("alone (first order)"), theme.BEYOND),
            ("ST", t("with all interactions (total order)"), theme.ACCENT)):
        value = frame[column].to_numpy(np.float64)[::-1]
        error = frame[f"{column}_conf"].to_numpy(np.float64)[::-1]
        figure.add_bar(
            y=lines, x=100 * value, orientation="h", name=name, marker={"color": colour},
            error_x={"type": "data", "array": 100 * error, "color": theme.INK, "thickness": 1.5},
            customdata=[t("{share} ± {error}", share=t.percent(float(v)),
                          error=t.percent(float(e), 2))
                        for v, e in zip(value, error, strict=True)],
            hovertemplate="%{customdata}<extra>" + name + "</extra>")
    _shares(figure, t)
    return figure


def preview(*, influence: Mapping[str, float], t: Translator) -> go.Figure:
    """The quick estimate from the draws at hand, label -> share; no interval is known for it."""
    ranked = list(influence.items())[::-1]
    figure = theme.figure(height=110 + 34 * len(ranked), showlegend=False,
                          margin={"l": 16, "r": 30, "t": 20, "b": 60})
    figure.add_bar(
        y=[_folded(name) for name, _ in ranked], x=[100 * share for _, share in ranked],
        orientation="h", marker={"color": theme.REFERENCE, "pattern": {"shape": "/"}},
        customdata=[t.percent(share, 2) for _, share in ranked],
        hovertemplate="%{customdata}<extra></extra>")
    _shares(figure, t)
    return figure


def _shares(figure: go.Figure, t: Translator) -> None:
    figure.update_xaxes(title={"text": t("Share of the variation of the result, %")},
                        rangemode="tozero")


def _folded(label: str) -> str:
    lines = textwrap.wrap(label, WIDTH if " " in label else WIDTH // 2)
    return "<br>".join(lines[:2]) + ("…" if len(lines) > 2 else "")


def answer(*, response: Response, label: str, unit: str, money: str, t: Translator) -> go.Figure:
    """Result against one input: some simulated futures, median line and 90 % band.

    `money`: the currency if the result is a loss per year, empty if outbreaks per year.
    """
    figure = theme.figure(height=420, showlegend=True)
    x, y = response.points
    some = y > 0
    figure.add_scatter(x=x[some], y=y[some], mode="markers", name=t("simulated futures"),
                       marker={"size": 5, "color": theme.REFERENCE, "opacity": 0.45},
                       hoverinfo="skip")
    low, median, high = (np.where(q > 0, q, np.nan) for q in response.quantiles)
    centre = response.centre
    figure.add_scatter(x=centre, y=high, mode="lines", line={"width": 0}, hoverinfo="skip",
                       showlegend=False)
    figure.add_scatter(x=centre, y=low, mode="lines", line={"width": 0}, fill="tonexty",
                       fillcolor=theme.ACCENT_BAND, hoverinfo="skip", name=t("90 % interval"))
    figure.add_scatter(x=centre, y=median, mode="lines+markers", name=t("median"),
                       line={"color": theme.ACCENT, "width": 3}, hoverinfo="skip")
    words = textwrap.wrap(t("{label}, {unit}", label=label, unit=unit), 90)
    figure.update_xaxes(title={"text": "<br>".join(words)})
    if np.all(centre > 0) and centre[-1] > 20 * centre[0]:
        ticks = theme.log_ticks(float(centre[0]), float(centre[-1]))
        figure.update_xaxes(type="log", tickvals=ticks, ticktext=[t.number(v) for v in ticks])
    shown = y[some]
    span = (float(shown.min()) / 2, float(shown.max()) * 2) if shown.size else (0.1, 1.0)
    axis = (theme.count_axis(t, *span, t("Expected loss per year, {currency}", currency=money))
            if money else theme.frequency_axis(t, *span, t("Outbreaks per year")))
    figure.update_yaxes(axis)
    return figure


