"""Charts of expert judgement: candidates, several assessors, rounds, inputs that go together."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go

from pra_core.distribution import Law
from pra_core.elicitation import Elicitation, Judgement
from pra_core.figures import theme
from pra_core.figures.elicitation_drag import CELLS, Axis, density
from pra_core.frozen import FloatArray
from pra_core.i18n import Translator

DASHES = ("solid", "dash", "dot", "dashdot", "longdash", "longdashdot")
"""Lines differ by dash as well as by colour."""


def _value_axis(axis: Axis, title: str, t: Translator) -> dict[str, Any]:
    ticks = axis.ticks()
    span = [axis.low, axis.high]
    return {"type": "log" if axis.log else "linear", "tickvals": ticks,
            "ticktext": [t.number(x) for x in ticks], "title": {"text": title},
            "range": [float(np.log10(x)) for x in span] if axis.log else span}


def candidates(*, laws: Sequence[Law], chosen: int, before: Law | None, cumulative: bool,
               judged: Sequence[tuple[float, float]], axis: Axis, title: str, t: Translator
               ) -> go.Figure:
    """Candidates for one judgement: the chosen one filled, the others thin, the value before.

    `cumulative`: chance of a value at or below, with the judged (value, probability) as points;
    otherwise the density, and `judged` is not drawn.
    """
    figure = theme.figure(height=400, margin={"l": 60, "r": 16, "t": 40, "b": 56})
    order = [*(i for i in range(len(laws)) if i != chosen), chosen]
    for i in order if laws else ():
        x, y = _curve(laws[i], axis, cumulative)
        mine = i == chosen
        figure.add_scatter(
            x=x, y=y, mode="lines", hoverinfo="skip", showlegend=mine or i == order[0],
            name=t("chosen candidate") if mine else t("other candidates"),
            line={"color": theme.ACCENT if mine else theme.REFERENCE, "width": 3 if mine else 1},
            fill="tozeroy" if mine and not cumulative else None, fillcolor=theme.ACCENT_BAND)
    if before is not None:
        x, y = _curve(before, axis, cumulative)
        figure.add_scatter(x=x, y=y, mode="lines", hoverinfo="skip", name=t("in use now"),
                           line={"color": theme.INK, "width": 2, "dash": "dash"})
    if cumulative:
        figure.add_scatter(x=[v for v, _ in judged], y=[p for _, p in judged], mode="markers",
                           name=t("judged"), hoverinfo="skip",
                           marker={"color": theme.INK, "size": 11, "symbol": "diamond"})
    figure.update_xaxes(_value_axis(axis, title, t))
    _heights(figure, cumulative, t)
    return figure


def _curve(law: Law, axis: Axis, cumulative: bool) -> tuple[FloatArray, FloatArray]:
    if not cumulative:
        return density(law, axis)
    x = axis.values()
    return x, np.asarray(law.cdf(x), np.float64)


def _heights(figure: go.Figure, cumulative: bool, t: Translator) -> None:
    if cumulative:
        figure.update_yaxes(title={"text": t("Chance that it is at most this")}, range=[0, 1.02],
                            tickformat=".0%")
    else:
        figure.update_yaxes(title={"text": t("How likely")}, showticklabels=False,
                            rangemode="tozero", title_standoff=4)


def assessors(*, elicitation: Elicitation, axis: Axis, title: str, t: Translator) -> go.Figure:
    """The distribution of every assessor with the name beside it, and the pool of all."""
    people = elicitation.current
    figure = theme.figure(height=440, showlegend=False,
                          margin={"l": 40, "r": 16, "t": 24, "b": 56})
    drawn = [density(j.distribution, axis) for j in people]
    pool = elicitation.distribution()
    x, y = density(pool, axis)
    figure.add_scatter(x=x, y=y, mode="lines", hoverinfo="skip", fill="tozeroy",
                       fillcolor=theme.ACCENT_BAND, line={"color": theme.ACCENT, "width": 4})
    tops = sorted(range(len(people)), key=lambda i: float(drawn[i][0][np.argmax(drawn[i][1])]))
    peaks = [float(y.max()), *(float(d[1].max()) for d in drawn)]
    peak = min(max(peaks), 3.0 * float(np.median(peaks)))
    for i, j in enumerate(people):
        colour = theme.CLASSES[i % len(theme.CLASSES)]
        figure.add_scatter(x=drawn[i][0], y=drawn[i][1], mode="lines", hoverinfo="skip",
                           line={"color": colour, "width": 2.5,
                                 "dash": DASHES[(i + 1) % len(DASHES)]})
        _name(figure, j.assessor, colour, drawn[i], axis, peak, tops.index(i))
    if len(people) > 1:
        _name(figure, t("pool of all"), theme.ACCENT, (x, y), axis, peak, len(people))
    figure.update_xaxes(_value_axis(axis, title, t))
    _heights(figure, cumulative=False, t=t)
    figure.update_yaxes(range=[0, 1.3 * peak])
    return figure


def _name(figure: go.Figure, name: str, colour: str, curve: tuple[FloatArray, FloatArray],
          axis: Axis, peak: float, place: int) -> None:
    """The name over the highest point of a curve; neighbours stand at different heights."""
    top = int(np.argmax(curve[1]))
    x, height = float(curve[0][top]), min(float(curve[1][top]), 1.05 * peak)
    figure.add_annotation(
        x=float(np.log10(x)) if axis.log else x, y=height, text=name,
        showarrow=True, arrowhead=0, arrowcolor=colour, ax=0,
        xanchor="right" if top > 0.7 * CELLS else "left" if top < 0.3 * CELLS else "center",
        ay=-18 - 22 * (place % 3) if height < 0.9 * peak else -14 - 16 * (place % 2),
        font={"color": theme.INK, "size": 14}, bgcolor="rgba(255,255,255,0.85)",
        bordercolor=colour, borderpad=2)


def rounds(*, elicitation: Elicitation, axis: Axis, title: str, t: Translator) -> go.Figure:
    """Median and 90 % range of every assessor by round, an arrow from each round to the next."""
    people: dict[str, list[Judgement]] = {}
    for j in sorted(elicitation.judgements, key=lambda one: one.round):
        people.setdefault(j.assessor, []).append(j)
    rows = [(name, j) for name, told in people.items() for j in told]
    lines = [t("{name}, round {round}", name=name, round=j.round) for name, j in rows]
    figure = theme.figure(height=110 + 44 * len(rows), showlegend=False,
                          margin={"l": 16, "r": 24, "t": 16, "b": 56})
    for line, (name, j) in zip(lines, rows, strict=True):
        low, median, high = (float(j.distribution.ppf(u)) for u in (0.05, 0.5, 0.95))
        colour = theme.CLASSES[list(people).index(name) % len(theme.CLASSES)]
        figure.add_scatter(x=[low, high], y=[line, line], mode="lines", hoverinfo="skip",
                           line={"color": colour, "width": 5})
        figure.add_scatter(
            x=[median], y=[line], mode="markers", marker={"color": theme.INK, "size": 11},
            customdata=[t("{median} (90 %: {low} to {high})", median=t.number(median),
                          low=t.number(low), high=t.number(high))],
            hovertemplate="%{customdata}<extra></extra>")
    place = {id(j): i for i, (_, j) in enumerate(rows)}
    for told in people.values():
        for a, b in zip(told, told[1:], strict=False):
            _arrow(figure, axis, (a, place[id(a)]), (b, place[id(b)]))
    figure.update_xaxes(_value_axis(axis, title, t))
    figure.update_yaxes(autorange="reversed")
    return figure


def _arrow(figure: go.Figure, axis: Axis, tail: tuple[Judgement, int], tip: tuple[Judgement, int]
           ) -> None:
    (a, low), (b, high) = tail, tip
    x, y = (float(j.distribution.ppf(0.5)) for j in (a, b))
    if axis.log:
        x, y = float(np.log10(x)), float(np.log10(y))
    figure.add_annotation(x=y, y=high, ax=x, ay=low, xref="x", yref="y", axref="x", ayref="y",
                          showarrow=True, arrowhead=2, arrowwidth=2, arrowcolor=theme.INK, text="",
                          standoff=8, startstandoff=8)


def together(*, x: FloatArray, y: FloatArray, axes: tuple[Axis, Axis], titles: tuple[str, str],
             t: Translator, most: int = 600) -> go.Figure:
    """Simulated values of two inputs against each other, every k-th of [draws]."""
    some = slice(None, None, max(1, x.size // most))
    figure = theme.figure(height=440, showlegend=False,
                          margin={"l": 80, "r": 16, "t": 24, "b": 70})
    figure.add_scatter(x=x[some], y=y[some], mode="markers", hoverinfo="skip",
                       marker={"size": 5, "color": theme.ACCENT, "opacity": 0.45})
    figure.update_xaxes(_value_axis(axes[0], _folded(titles[0], 42), t))
    figure.update_yaxes(_value_axis(axes[1], _folded(titles[1], 36), t))
    return figure


def _folded(title: str, width: int) -> str:
    lines = textwrap.wrap(title, width if " " in title else width // 2)
    return "<br>".join(lines[:2]) + ("…" if len(lines) > 2 else "")
