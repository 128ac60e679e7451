"""Charts of the other methods: Morris screening, ranks side by side, and pairs that interact."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from pra_core.figures import theme
from pra_core.figures.sensitivity_labels import folded_apart
from pra_core.frozen import FloatArray
from pra_core.i18n import Translator
from pra_core.sensitivity import names_of

NAMED = 5
"""Points with their name beside them."""


def morris(*, frame: pd.DataFrame, named: Sequence[str], t: Translator) -> go.Figure:
    """Mean absolute elementary effect against its spread, with 95 % intervals.

    `frame`: rows of `steps("morris")` (mu_star, mu_star_conf, sigma), largest mu_star first.
    Correlated inputs together have no spread: an open diamond on the axis.
    """
    x, error, y = (frame[c].to_numpy(np.float64) for c in ("mu_star", "mu_star_conf", "sigma"))
    undefined, y = np.isnan(y), np.nan_to_num(y)
    far = max(float(np.max(x + error, initial=0.0)), 1e-12)
    high = max(float(np.max(y, initial=0.0)), 1e-12)
    figure = theme.figure(
        height=430, margin={"l": 60, "r": 16, "t": 20, "b": 60}, showlegend=False,
        xaxis={"title": {"text": t("Mean absolute effect μ* (how much it matters)")},
               "range": (-0.03 * far, 1.75 * far)},
        yaxis={"title": {"text": t("Spread σ (curvature, interaction)")},
               "range": (-0.07 * high, 1.2 * high)})
    figure.add_scatter(x=[0, far], y=[0, far], mode="lines", hoverinfo="skip",
                       line={"color": theme.REFERENCE, "dash": "dot"})
    figure.add_scatter(
        x=x, y=y, mode="markers",
        marker={"size": 10, "color": theme.CLASSES[0],
                "symbol": np.where(undefined, "diamond-open", "circle").tolist()},
        error_x={"type": "data", "array": error, "color": theme.REFERENCE, "thickness": 1.2},
        customdata=list(named), hovertemplate="%{customdata}<extra></extra>")
    _names(figure, x + error, y, named, (far, high))
    return figure


def _names(figure: go.Figure, x: FloatArray, y: FloatArray, named: Sequence[str],
           span: tuple[float, float]) -> None:
    """Names of the first points to the right, each with a line to its point."""
    far, high = span
    lowest = 0.0
    told = folded_apart([f"{i + 1}. {name}" for i, name in enumerate(named)], 40)
    for place in sorted(range(min(NAMED, len(x))), key=lambda i: (y[i], -i)):
        lowest = max(lowest, float(y[place]))
        figure.add_annotation(
            x=float(x[place]), y=float(y[place]), ax=1.1 * far, ay=lowest, axref="x", ayref="y",
            xanchor="left", align="left", arrowhead=0, arrowwidth=1, arrowcolor=theme.REFERENCE,
            text=told[place], font={"size": 13})
        lowest += 0.14 * high


def ranks(*, table: pd.DataFrame, named: Sequence[str], methods: Mapping[str, str],
          t: Translator) -> go.Figure:
    """The rank of every input by every method: rows of one shade are where they agree.

    `table`: `rank_table`; a dash where a method sees no influence.
    """
    z = table.to_numpy(np.float64)[::-1]
    most = max(2.0, float(np.nanmax(z, initial=0.0)))
    figure = theme.figure(height=110 + 42 * len(table),
                          margin={"l": 16, "r": 16, "t": 60, "b": 16})
    figure.add_heatmap(
        z=z, x=[methods[m] for m in table.columns], y=list(range(len(table))),
        colorscale=theme.CONTINUOUS, zmin=1, zmax=most, showscale=False, xgap=3, ygap=3,
        hoverinfo="skip")
    dark = 1 + (most - 1) / 2
    for row, line in enumerate(z):
        for column, rank in zip(table.columns, line, strict=True):
            figure.add_annotation(
                x=methods[str(column)], y=row, showarrow=False,
                text=t.number(float(rank)) if np.isfinite(rank) else "–",
                font={"color": theme.PAGE if rank < dark else theme.INK, "size": 16})
    figure.update_yaxes(tickvals=list(range(len(table))), showgrid=False,
                        ticktext=folded_apart(named)[::-1])
    figure.update_xaxes(side="top", showgrid=False)
    return figure


def pairs(*, frame: pd.DataFrame, order: Sequence[str], named: Mapping[str, str], t: Translator
          ) -> go.Figure:
    """Second order: the share each pair adds beyond what its inputs explain alone.

    `frame`: rows of `steps("second_order")` (first, second, S2, S2_conf), `order` the inputs
    shown. A share whose 95 % interval holds 0 is in brackets on grey.
    """
    place = {name: i for i, name in enumerate(order)}
    z = np.full((len(order), len(order)), np.nan)
    figure = theme.figure(height=200 + 44 * len(order), margin={"l": 16, "r": 16, "t": 20, "b": 16})
    unsure: list[tuple[int, int]] = []
    values = frame[["S2", "S2_conf"]].to_numpy(np.float64).tolist()
    for first, second, (share, error) in zip(frame["first"], frame["second"], values,
                                             strict=True):
        if first not in place or second not in place:
            continue
        i, j = sorted((place[first], place[second]))
        if abs(share) > error:
            z[j, i] = max(0.0, 100 * share)
        else:
            unsure.append((i, j))
        words = t.percent(share, 1 if abs(share) < 0.1 else 2)
        figure.add_annotation(
            x=i, y=j, showarrow=False, font={"size": 14},
            text=words if abs(share) > error else f"({words})")
    figure.add_heatmap(
        z=z, colorscale=[[0.0, theme.PANEL], [1.0, theme.CLASSES[5]]], zmin=0,
        zmax=max(5.0, float(np.nanmax(z)) if np.isfinite(z).any() else 0.0), xgap=3, ygap=3,
        hoverinfo="skip", showscale=False)
    for i, j in unsure:
        figure.add_shape(type="rect", x0=i - 0.47, x1=i + 0.47, y0=j - 0.47, y1=j + 0.47,
                         layer="below", line={"width": 0}, fillcolor=theme.LINE)
    spots = list(range(len(order)))
    figure.update_yaxes(
        tickvals=spots, showgrid=False, autorange="reversed",
        ticktext=folded_apart([f"{i + 1}. {named[name]}" for i, name in enumerate(order)]))
    figure.update_xaxes(tickvals=spots, ticktext=[f"{i + 1}." for i in spots], showgrid=False,
                        range=(-0.5, max(0.5, len(order) - 1.5)))
    return figure


def rank_table(frames: Mapping[str, pd.DataFrame], values: Mapping[str, str], most: int
               ) -> pd.DataFrame:
    """Rank of the inputs by every method, 1 = most; the first `most` by mean rank.

    `frames`: table by method, `values` the column each is ranked by. Inputs that one method takes
    as a correlated block stand as that block; the others rank it by its strongest input. Nothing
    (nan) where the value is not above 0, or above that of a dummy input (`attrs["noise"]`).
    """
    rows = max((list(frame["parameter"]) for frame in frames.values()),
               key=lambda names: sum(len(names_of(name)) for name in names) - len(names))
    found = {}
    for method, frame in frames.items():
        each = {name: float(value) for row, value in zip(
            frame["parameter"], frame[values[method]], strict=True) for name in names_of(row)}
        score = pd.Series({row: max(each[name] for name in names_of(row)) for row in rows})
        ranked = score.rank(ascending=False, method="min")
        found[method] = ranked.where(score > float(frame.attrs.get("noise", 0.0)))
    table = pd.DataFrame(found)
    order = table.fillna(len(rows)).mean(axis=1).sort_values(kind="stable").index
    return table.loc[order[:most]]
