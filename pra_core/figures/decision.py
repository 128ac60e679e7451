"""Charts of the decision: residual risk, P(meets), the sets, and whether a measure is needed."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from pra_core.alop import Alop
from pra_core.errors import N_
from pra_core.figures import theme
from pra_core.frozen import FloatArray
from pra_core.i18n import Translator
from pra_core.presentation import Histogram, histograms, risk_limit
from pra_core.summary import wilson
from pra_core.wording import PER_YEAR, amount_words, verdict_words

VERDICT_COLOURS = {"meets": theme.ACCENT, "too_close": "#E69F00", "fails": theme.REFERENCE}
RISK_TITLES = {
    "annual_probability": N_("Chance of an outbreak in a year"),
    "years_between_outbreaks": N_("Outbreaks per year"),
    "annual_loss": N_("Expected loss per year, {currency}"),
    "pests_per_lot": N_("Live pests per released lot"),
}
Estimate = tuple[str, float, str]
"""Name, share of the draws within the ALOP, verdict."""


def residual_risk(*, before: FloatArray, after: FloatArray | None, alop: Alop, currency: str,
                  t: Translator, pinned: FloatArray | None = None) -> go.Figure:
    """How the risk spreads over the simulated futures, [draws] each, before and after.

    The area of the last of the two within the ALOP is green, what lies beyond it orange.
    """
    samples = [s for s in (before, after, pinned) if s is not None]
    found = histograms(samples)
    limit = risk_limit(alop)
    span = _span(found, limit)
    inside = span[0] <= limit <= span[1]
    figure = theme.figure(
        height=360, hovermode="x", margin={"l": 60, "r": 24, "t": 84, "b": 60},
        legend={"y": 1.09}, xaxis=_risk_axis(alop, currency, span, t),
        yaxis={"title": {"text": t("Share of simulated futures, %")}, "rangemode": "tozero"},
        **_limit_line(limit, math.log10(limit), t("ALOP: {limit}", limit=amount_words(
            limit, alop, currency, t)), "center") if inside else {})
    main = found[1 if after is not None else 0]
    _within_and_beyond(figure, main, limit, t)
    _outline(figure, found[0], t("Without measures"), theme.REFERENCE, "solid", t)
    if after is not None:
        _outline(figure, found[1], t("With the selected measures"), theme.ACCENT, "solid", t)
    if pinned is not None:
        _outline(figure, found[-1], t("Pinned reference"), theme.INK, "dot", t)
    return figure


def _within_and_beyond(figure: go.Figure, found: Histogram, limit: float, t: Translator) -> None:
    """Filled classes, the one that holds the limit cut at it."""
    edges = found.edges
    for low, high, name, colour in (
            (0.0, limit, t("within the ALOP"), theme.WITHIN),
            (limit, math.inf, t("beyond the ALOP"), theme.BEYOND)):
        left, right = np.clip(edges[:-1], low, high), np.clip(edges[1:], low, high)
        some = (right > left) & (found.shares > 0)
        if np.any(some):
            x, y = _steps(left[some], right[some], 100 * found.shares[some])
            figure.add_scatter(x=x, y=y, mode="lines", line={"width": 0}, fill="tozeroy",
                               fillcolor=colour, name=name, hoverinfo="skip")


def _steps(left: FloatArray, right: FloatArray, height: FloatArray) -> tuple[Any, Any]:
    x = np.column_stack([left, left, right, right]).ravel()
    y = np.column_stack([0 * height, height, height, 0 * height]).ravel()
    return x, y


def _outline(figure: go.Figure, found: Histogram, name: str, colour: str, dash: str,
             t: Translator) -> None:
    if found.none >= 1.0:
        label = t("{name}: none expected", name=name)
        figure.add_scatter(x=[None], y=[None], mode="lines", name=label, line={"color": colour})
        return
    label = (t("{name} ({share}: none expected)", name=name, share=t.percent(found.none, 2))
             if found.none > 0 else name)
    middle = np.sqrt(found.edges[:-1] * found.edges[1:])
    figure.add_scatter(
        x=middle, y=100 * found.shares, mode="lines", name=label,
        line={"color": colour, "width": 2.5, "dash": dash, "shape": "hvh"},
        hovertemplate=f"{name}: %{{y:.2f}} %<extra></extra>")


def _span(found: Sequence[Histogram], limit: float) -> tuple[float, float]:
    """What the axis covers: the draws and the limit, if it can be drawn."""
    low, high = float(found[0].edges[0]), float(found[0].edges[-1])
    if 0 < limit < math.inf:
        low, high = min(low, limit / 2), max(high, limit * 2)
    return low, high


def _risk_axis(alop: Alop, currency: str, span: tuple[float, float], t: Translator
               ) -> dict[str, Any]:
    axis = theme.frequency_axis if alop.metric in PER_YEAR else theme.count_axis
    ticks = theme.log_ticks(*span, most=5)
    return axis(t, *span, risk_title(alop, currency, t)) | {
        "tickvals": ticks, "ticktext": [tick_words(x, alop, t) for x in ticks], "tickangle": 0}


def _limit_line(x: float, place: float, words: str, anchor: str) -> dict[str, Any]:
    """A dashed line over the whole height and its words above; `place` is x on the axis."""
    return {
        "shapes": [{"type": "line", "x0": x, "x1": x, "y0": 0, "y1": 1, "yref": "paper",
                    "line": {"color": theme.LIMIT, "dash": "dash", "width": 2}}],
        "annotations": [{"x": place, "y": 1.0, "yref": "paper", "yanchor": "bottom",
                         "xanchor": anchor, "text": words, "showarrow": False,
                         "font": {"color": theme.LIMIT}}]}


def risk_title(alop: Alop, currency: str, t: Translator) -> str:
    """What the ALOP limits, as the title of an axis."""
    if alop.metric == "annual_loss":
        return t(RISK_TITLES[alop.metric], currency=currency)
    return t(RISK_TITLES[alop.metric])


def tick_words(x: float, alop: Alop, t: Translator) -> str:
    """A power of ten on the axis of risk: "1 in 100", or the amount."""
    if alop.metric in PER_YEAR and x < 1:
        return t("1 in {number}", number=short_number(1 / x, t))
    return short_number(x, t)


def short_number(x: float, t: Translator) -> str:
    """Powers of ten from a million up in the short form."""
    return t.number(x) if x < 1e6 else f"10{_power(round(math.log10(x)))}"


def _power(exponent: int) -> str:
    return str(exponent).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))


def whiskers(share: FloatArray, draws: int | Sequence[int]) -> tuple[FloatArray, FloatArray]:
    """Lengths of the 95 % interval below and above each share of its draws, never negative.

    At 0 and 1 an end of the interval is the share itself, and rounding may put it beyond.
    """
    low, high = _interval(share, draws)
    return np.maximum(0.0, share - low), np.maximum(0.0, high - share)


def _interval(share: FloatArray, draws: int | Sequence[int]) -> tuple[FloatArray, FloatArray]:
    counts = np.broadcast_to(np.asarray(draws), share.shape).tolist()
    ends = [wilson(p * n, n) for p, n in zip(share.tolist(), counts, strict=True)]
    return np.array([float(a) for a, _ in ends]), np.array([float(b) for _, b in ends])


def chance(*, estimates: Sequence[Estimate], draws: int | Sequence[int], confidence: float,
           t: Translator) -> go.Figure:
    """P(meets) with its 95 % interval per estimate, against the confidence needed.

    `draws` behind every estimate, or behind each.
    """
    ranked = list(reversed(estimates))
    counts = draws if isinstance(draws, int) else list(reversed(draws))
    share = np.array([p for _, p, _ in ranked])
    low, high = _interval(share, counts)
    below, above = whiskers(share, counts)
    line = _limit_line(100 * confidence, 100 * confidence,
                       t("needed: {share}", share=t.percent(confidence)), "right")
    line["annotations"] += [
        {"x": 0, "y": i, "yshift": 24, "xanchor": "left", "yanchor": "middle", "text": name,
         "showarrow": False, "bgcolor": "rgba(255,255,255,0.8)"}
        for i, (name, _, _) in enumerate(ranked)]
    figure = theme.figure(
        height=110 + 72 * len(ranked), showlegend=False,
        margin={"l": 16, "r": 24, "t": 36, "b": 60},
        xaxis={"range": [0, 103], "title": {"text": t("Probability of meeting the ALOP, %")}},
        yaxis={"showticklabels": False, "showgrid": False, "range": [-0.5, len(ranked) - 0.2]},
        **line)
    figure.add_bar(
        y=list(range(len(ranked))), x=100 * share, orientation="h",
        width=0.36, marker={"color": [VERDICT_COLOURS[v] for _, _, v in ranked]},
        error_x={"type": "data", "symmetric": False, "array": 100 * above,
                 "arrayminus": 100 * below, "color": theme.INK, "thickness": 2},
        text=[f"{t.percent(p)} {verdict_words(v, t)}" for _, p, v in ranked],
        textposition=["inside" if p > 0.4 else "outside" for p in share],
        insidetextanchor="start", textangle=0,
        insidetextfont={"color": [theme.INK if v == "too_close" else theme.PAGE
                                  for _, _, v in ranked]},
        customdata=[t("{share} (95 % interval: {low} to {high})", share=t.percent(p),
                      low=t.percent(float(a)), high=t.percent(float(b)))
                    for p, a, b in zip(share, low, high, strict=True)],
        hovertemplate="%{customdata}<extra></extra>")
    return figure


def necessary(*, table: pd.DataFrame, titles: Sequence[str], draws: int | Sequence[int],
              confidence: float, t: Translator) -> go.Figure:
    """P(meets) of the selected set and of the set without each of its measures.

    `table`: `Portfolios.drop_one`, whose first row is the whole set; `titles` of the left out.
    """
    names = [t("The whole set"), *(t("Without {measure}", measure=title) for title in titles)]
    estimates = [(name, float(p), str(v)) for name, p, v in
                 zip(names, table["probability"], table["verdict"], strict=True)]
    return chance(estimates=estimates, draws=draws, confidence=confidence, t=t)
