"""What a class answered: numbers as dots, choices and sets as bars, points as columns."""

from __future__ import annotations

import math
import textwrap
from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np
import plotly.graph_objects as go

from pra_core.errors import N_
from pra_core.figures import theme
from pra_core.i18n import Translator

WIDEST = 44
"""Letters on a line of a bar's label."""
SPREAD = 50.0
"""Answers further apart than this factor stand on a logarithmic axis."""
MARKS = {"right": theme.WITHIN, "partly": theme.REFERENCE, "wrong": theme.BEYOND,
         "": theme.ACCENT}
"""How an answer is judged -> its colour; not judged yet: one colour for all."""
JUDGED = {"right": N_("right"), "partly": N_("partly right"), "wrong": N_("wrong")}


def numbers(values: Sequence[float], unit: str, t: Translator,
            right: float | None = None) -> go.Figure:
    """One dot per trainee, stacked where answers are close; the right number as a line."""
    shown = [x for x in (*values, right) if x is not None and math.isfinite(x)]
    logarithmic = bool(shown) and min(shown) > 0 and max(shown) / min(shown) > SPREAD
    figure = theme.figure(height=300, showlegend=False,
                          xaxis=_number_axis(shown, unit, logarithmic, t),
                          yaxis={"title": {"text": t("Trainees")}, "rangemode": "tozero",
                                 "dtick": _step(len(values))})
    places, heights = _stacked([x for x in values if math.isfinite(x)], logarithmic)
    figure.add_scatter(
        x=places, y=heights, mode="markers",
        marker={"size": max(4.0, min(13.0, 180.0 / max(heights, default=1))),
                "color": theme.ACCENT},
        hovertemplate="%{text}<extra></extra>",
        text=[f"{t.number(x)} {unit}".strip() for x in places])
    if right is not None and math.isfinite(right):
        figure.add_vline(x=math.log10(right) if logarithmic else right, line_width=3,
                         line_color=theme.INK)
        figure.add_annotation(
            x=math.log10(right) if logarithmic else right, y=1, yref="paper", yanchor="bottom",
            showarrow=False, text=t("right: {number}", number=f"{t.number(right)} {unit}".strip()))
    return figure


def bars(counts: Mapping[str, int], t: Translator,
         judged: Mapping[str, str] | None = None) -> go.Figure:
    """How many gave each answer; `judged`: label -> right, partly or wrong.

    Judged in words at the bar as well, so that nothing hangs on colour alone.
    """
    labels, marks = list(counts), judged or {}
    words = [f"{counts[one]}" + (f" · {t(JUDGED[marks[one]])}" if marks.get(one) else "")
             for one in labels]
    figure = theme.figure(
        height=90 + 46 * max(1, len(labels)), showlegend=False, bargap=0.35,
        xaxis={"title": {"text": t("Trainees")}, "rangemode": "tozero",
               "range": [0, 1.25 * max(1, *counts.values()) if counts else 1],
               "dtick": _step(max(counts.values(), default=1))},
        yaxis={"autorange": "reversed", "type": "category"})
    figure.add_bar(
        x=list(counts.values()), y=[_wrapped(one) for one in labels], orientation="h",
        marker={"color": [MARKS[marks.get(one, "")] for one in labels]}, text=words,
        textposition="outside", cliponaxis=False, hoverinfo="skip")
    return figure


def places(mean_places: Mapping[str, float], t: Translator) -> go.Figure:
    """The mean place things were put at, 1 = first."""
    labels = list(mean_places)
    figure = theme.figure(
        height=90 + 46 * max(1, len(labels)), showlegend=False, bargap=0.35,
        xaxis={"title": {"text": t("Mean place, 1 = first")}, "rangemode": "tozero", "dtick": 1},
        yaxis={"autorange": "reversed", "type": "category"})
    figure.add_bar(
        x=list(mean_places.values()), y=[_wrapped(one) for one in labels], orientation="h",
        marker={"color": theme.ACCENT}, text=[t.number(x, 2) for x in mean_places.values()],
        textposition="outside", cliponaxis=False, hoverinfo="skip")
    return figure


def points(shares: Sequence[float], t: Translator) -> go.Figure:
    """How many reached which share of the points; shares from 0 to 1, in fifths."""
    edges = np.linspace(0.0, 1.0, 6)
    counts = np.histogram(np.asarray(shares, dtype=np.float64), edges)[0]
    words = [t("{low} to {high} %", low=t.number(100 * a), high=t.number(100 * b))
             for a, b in zip(edges[:-1], edges[1:], strict=True)]
    figure = theme.figure(
        height=260, showlegend=False, bargap=0.15,
        xaxis={"title": {"text": t("Share of the points")}, "type": "category"},
        yaxis={"title": {"text": t("Trainees")}, "dtick": _step(int(counts.max())),
               "rangemode": "tozero"})
    figure.add_bar(x=words, y=counts.tolist(), marker={"color": theme.ACCENT}, hoverinfo="skip",
                   text=[str(n) if n else "" for n in counts.tolist()], textposition="outside",
                   cliponaxis=False)
    return figure


def counted(given: Sequence[str], most: int = 8) -> dict[str, int]:
    """The answers by how many gave them, the most frequent first; ties in order of appearance."""
    return dict(Counter(given).most_common(most))


def _number_axis(shown: Sequence[float], unit: str, logarithmic: bool,
                 t: Translator) -> dict[str, object]:
    title = t("Answer, {unit}", unit=unit) if unit else t("Answer")
    if not shown:
        return {"title": {"text": title}, "range": [0, 1], "showticklabels": False}
    low, high = min(shown), max(shown)
    if logarithmic:
        return theme.count_axis(t, low / 1.5, high * 1.5, title)
    room = 0.08 * (high - low) or max(abs(high), 1.0) * 0.2
    return {"title": {"text": title}, "range": [low - room, high + room]}


def _stacked(values: Sequence[float], logarithmic: bool) -> tuple[list[float], list[int]]:
    """Dots that would overlap stand on one another."""
    if not values:
        return [], []
    scale = [math.log10(x) for x in values] if logarithmic else list(values)
    width = (max(scale) - min(scale)) / 40 or 1.0
    taken: Counter[int] = Counter()
    xs, ys = [], []
    for x, place in sorted(zip(values, scale, strict=True), key=lambda pair: pair[1]):
        column = round((place - min(scale)) / width)
        taken[column] += 1
        xs.append(x)
        ys.append(taken[column])
    return xs, ys


def _step(most: int) -> int:
    return max(1, math.ceil(most / 6))


def _wrapped(label: str) -> str:
    # A Chinese text has no spaces to break at, and its letters are twice as wide.
    wide = any("\u4e00" <= letter <= "\u9fff" for letter in label)
    return "<br>".join(textwrap.wrap(label, WIDEST // 2 if wide else WIDEST)) or label
