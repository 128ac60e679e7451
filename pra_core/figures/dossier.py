"""Charts of a dossier: each pest against its ALOP, and what each measure does against it."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from pra_core.dossier import Dossier
from pra_core.figures import theme
from pra_core.i18n import Translator

ROW_HEIGHT, FRAME_HEIGHT = 64, 130
LEAST, MOST = 1e-6, 1e6
"""Multiples of the ALOP that are drawn as such; beyond, the mark stands at the edge."""


def against_alop(*, dossier: Dossier, before: pd.DataFrame, after: pd.DataFrame, t: Translator
                 ) -> go.Figure:
    """Residual risk of each pest as a multiple of its ALOP, median and 90 % interval.

    `before`, `after`: columns scenario, low, median, high (`dossier.residual`), without measures
    and under the package.
    """
    names = {s.id: t.local(s.pest.common_name) for s in dossier.scenarios}
    values = np.concatenate([f[["low", "high"]].to_numpy().ravel() for f in (before, after)])
    usable = values[(values > 0) & np.isfinite(values)]
    low = float(np.clip(usable.min(initial=0.1), LEAST, 0.1))
    high = float(np.clip(usable.max(initial=10.0), 10.0, MOST))
    ticks = theme.log_ticks(low, high, 7)
    figure = theme.figure(
        height=FRAME_HEIGHT + ROW_HEIGHT * len(names), margin={"l": 12, "t": 48},
        xaxis={"type": "log", "tickvals": ticks,
               "ticktext": [t("{times}×", times=t.number(x)) for x in ticks],
               "range": [math.log10(low) - 0.1, math.log10(high) + 0.1],
               "title": {"text": t("Residual risk as a multiple of what the ALOP allows")}},
        yaxis={"autorange": "reversed", "ticklabelstandoff": 6, "tickvals": list(names),
               "ticktext": list(names.values())})
    figure.add_vline(x=1, line={"color": theme.LIMIT, "dash": "dash", "width": 2},
                     annotation={"text": t("ALOP"), "font": {"color": theme.LIMIT}, "yanchor":
                                 "bottom"}, annotation_position="top")
    for frame, name, colour, width in (
            (before, t("Without measures"), theme.REFERENCE, 5),
            (after, t("With the package"), theme.ACCENT, 8)):
        _intervals(figure, frame, name, colour, width, (low, high), t)
    return figure


def _intervals(figure: go.Figure, frame: pd.DataFrame, name: str, colour: str, width: int,
               span: tuple[float, float], t: Translator) -> None:
    rows = frame["scenario"].tolist()
    low, middle, high = (np.clip(frame[c].to_numpy(np.float64), *span)
                         for c in ("low", "median", "high"))
    figure.add_scatter(
        x=np.column_stack([low, high, np.full(low.size, np.nan)]).ravel(),
        y=[one for row in rows for one in (row, row, None)], mode="lines", hoverinfo="skip",
        line={"color": colour, "width": width}, opacity=0.55, showlegend=False)
    said = [t("{median} times the ALOP (90 %: {low} to {high})", median=t.number(m, 2),
              low=t.number(a, 2), high=t.number(b, 2))
            for a, m, b in zip(frame["low"], frame["median"], frame["high"], strict=True)]
    figure.add_scatter(
        x=middle, y=rows, mode="markers", name=name, customdata=said,
        marker={"color": colour, "size": 13, "line": {"color": theme.PAGE, "width": 1.5}},
        hovertemplate="%{customdata}<extra></extra>")


def matrix(*, dossier: Dossier, effects: pd.DataFrame, package: tuple[str, ...], t: Translator
           ) -> go.Figure:
    """What each measure removes by itself, pest by measure; in bold what is in the package.

    `effects`: `dossier.alone`. Cells: share of the founding rate removed; empty = no effect known.
    """
    pests = [s.id for s in dossier.scenarios]
    measures = list(dict.fromkeys(effects["measure"]))
    left = effects.pivot(index="measure", columns="scenario", values="left").loc[measures, pests]
    acts = effects.pivot(index="measure", columns="scenario", values="acts").loc[measures, pests]
    power = np.log10(np.clip(left.to_numpy(np.float64), 1e-6, 1.0))
    words = [[_cell(bool(a), float(x), t) for a, x in zip(row_a, row_x, strict=True)]
             for row_a, row_x in zip(acts.to_numpy(), left.to_numpy(), strict=True)]
    titles = {m.id: t.local(m.title) for m in dossier.measures}
    rows = [f"<b>✔ {titles[m]}</b>" if m in package else titles[m] for m in measures]
    figure = theme.figure(
        height=120 + 40 * len(measures), margin={"l": 12, "t": 90, "b": 16},
        xaxis={"side": "top", "showgrid": False, "tickvals": pests,
               "ticktext": [t.local(dossier.scenario(p).pest.common_name) for p in pests]},
        yaxis={"autorange": "reversed", "showgrid": False})
    figure.add_heatmap(
        x=pests, y=rows, z=-power,
        zmin=0, zmax=5, text=words, texttemplate="%{text}", xgap=3, ygap=3, showscale=False,
        colorscale=[[0, theme.PANEL], [0.01, "#eef4f1"], [1, theme.WITHIN]],
        hovertemplate="%{y}<br>%{text}<extra></extra>")
    return figure


def _cell(acts: bool, left: float, t: Translator) -> str:
    if not acts:
        return "–"
    if left != left:
        return t("none expected")
    if left >= 0.995:
        return t("no effect") if left <= 1.005 else t("× {times}", times=t.number(left, 2))
    return t("−{share}", share=t.percent(1 - left, 4 if left < 0.01 else 2))
