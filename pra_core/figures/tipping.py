"""P(meets) against one number: its band, the confidence needed, today's value and the tip."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import plotly.graph_objects as go

from pra_core.back_solve import Crossing, Tipping
from pra_core.figures import theme
from pra_core.figures.tipping_words import value_words
from pra_core.i18n import Translator

MOST_TICKS = 8


def tipping_chart(*, found: Tipping, title: str, t: Translator) -> go.Figure:
    """P(meets) [%] with its 95 % interval along the lever, in powers of ten.

    Grey: 90 % range of today's value, its median dotted. Diamond: today's P(meets), the value as
    uncertain as it is. Dots: tipping points.
    """
    axis = found.axis
    x = [axis.place(v) for v in found.values]
    low, high = (100 * one for one in found.band)
    here, left, right = (axis.place(v) for v in (found.present.median, found.present.low,
                                                 found.present.high))
    ticks = ticks_of(found)
    figure = theme.figure(
        height=400, margin={"l": 70, "r": 24, "t": 60, "b": 64}, showlegend=True,
        xaxis={"title": {"text": title}, "tickvals": [p for p, _ in ticks], "tickangle": 0,
               "ticktext": [_tick(found, v, t) for _, v in ticks],
               "range": [axis.low - 0.02 * (axis.high - axis.low),
                         axis.high + 0.04 * (axis.high - axis.low)]},
        yaxis={"title": {"text": t("Probability of meeting the ALOP, %")}, "range": _height(found)},
        **_lines(found, here, left, right, t))
    figure.add_scatter(x=[*x, *x[::-1]], y=[*high, *low[::-1]], fill="toself", mode="lines",
                       fillcolor=theme.ACCENT_BAND, line={"width": 0}, hoverinfo="skip",
                       name=t("95 % interval of the simulation"))
    figure.add_scatter(
        x=x, y=100 * found.share, mode="lines", line={"color": theme.ACCENT, "width": 2.5},
        name=t("if it were known exactly"), hovertemplate="%{customdata}<extra></extra>",
        customdata=[t("{value}: {share}", value=value_words(found.lever, v, t),
                      share=t.percent(float(p)))
                    for v, p in zip(found.values, found.share, strict=True)])
    _marks(figure, found, here, left, right, t)
    return figure


def _height(found: Tipping) -> list[float]:
    """From 0, or from the ten below everything shown where that leaves more to see."""
    least = 100 * min(float(found.band[0].min()), found.now.probability, found.confidence)
    floor = 10 * math.floor((least - 5) / 10) if least > 40 else 0
    return [floor - 0.03 * (100 - floor), 100 + 0.06 * (100 - floor)]


def _beside(found: Tipping, one: Crossing) -> str:
    """Below the line on the side the curve leaves free, unless that is beyond the edge."""
    axis = found.axis
    share = (axis.place(one.value) - axis.low) / (axis.high - axis.low)
    right = share < 0.2 or (one.rising and share < 0.8)
    return "bottom right" if right else "bottom left"


def _marks(figure: go.Figure, found: Tipping, here: float, left: float, right: float,
           t: Translator) -> None:
    if found.crossings:
        words = [value_words(found.lever, one.value, t) for one in found.crossings]
        figure.add_scatter(
            x=[found.axis.place(one.value) for one in found.crossings],
            y=[100 * found.confidence] * len(words), mode="markers+text", text=words,
            textposition=[_beside(found, one) for one in found.crossings],
            hovertemplate="%{text}<extra></extra>",
            marker={"color": theme.LIMIT, "size": 11}, name=t("tipping point"))
    figure.add_scatter(
        x=[here], y=[100 * found.now.probability], mode="markers", name=t("now, as uncertain as"
                                                                         " it is"),
        marker={"color": theme.INK, "size": 13, "symbol": "diamond"},
        error_x={"type": "data", "symmetric": False, "array": [right - here],
                 "arrayminus": [here - left], "color": theme.INK, "thickness": 1.5},
        hovertemplate="%{customdata}<extra></extra>",
        customdata=[t("Now: probability of meeting the ALOP {share}",
                      share=t.percent(found.now.probability))])


def _lines(found: Tipping, here: float, left: float, right: float, t: Translator
           ) -> dict[str, Any]:
    """The confidence needed, and today's value with its 90 % range."""
    needed = 100 * found.confidence
    shapes: list[dict[str, Any]] = [
        {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": needed, "y1": needed,
         "line": {"color": theme.LIMIT, "dash": "dash", "width": 2}},
        {"type": "line", "x0": here, "x1": here, "yref": "paper", "y0": 0, "y1": 1,
         "line": {"color": theme.REFERENCE, "dash": "dot", "width": 1.5}}]
    if right > left:
        shapes.append({"type": "rect", "x0": left, "x1": right, "yref": "paper", "y0": 0, "y1": 1,
                       "fillcolor": theme.REFERENCE_BAND, "line": {"width": 0},
                       "layer": "below"})
    left_free = abs(found.share[0] - found.confidence) > abs(found.share[-1] - found.confidence)
    return {"shapes": shapes, "annotations": [
        {"xref": "paper", "x": 0.005 if left_free else 0.995, "y": needed, "yanchor": "bottom",
         "xanchor": "left" if left_free else "right",
         "text": t("needed: {share}", share=t.percent(found.confidence)), "showarrow": False,
         "font": {"color": theme.LIMIT}, "bgcolor": "rgba(255,255,255,0.7)"}]}


def ticks_of(found: Tipping) -> list[tuple[float, float]]:
    """Place and value of the ticks: nines for shares, else 0 and powers of ten."""
    axis = found.axis
    if axis.nines:
        step = math.ceil(axis.high / 6)
        inner = [0.0, *([0.5] if axis.high <= 4 else []),
                 *(1.0 - 10.0**-k for k in range(step, math.ceil(axis.high), step))]
        return [(axis.place(v), v) for v in [*inner, 1.0]]
    first, last = math.ceil(axis.low + 0.3), math.floor(axis.high)
    step = max(1, math.ceil((last - first + 1) / MOST_TICKS))
    inner = [10.0**k for k in range(first, last + 1, step)]
    ends = [] if inner and axis.high - math.log10(inner[-1]) < 0.3 else [axis.top]
    return [(axis.low, 0.0), *((math.log10(v), v) for v in inner), *((axis.high, v) for v in ends)]


def _tick(found: Tipping, x: float, t: Translator) -> str:
    """A value short enough for an axis."""
    if found.axis.nines:
        return t.percent(x)
    if found.lever.kind in ("prevalence", "outage") and 0 < x < 1:
        return t("1 in {number}", number=t.number(1 / x))
    return t.number(float(np.float64(x)))
