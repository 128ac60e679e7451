"""Charts of decision stability: what every future needed, and two readings of "negligible"."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from pra_core.decision_stability import Futures, Reading
from pra_core.figures import theme
from pra_core.i18n import Translator

NAMED = 0.06
"""Shares from here on carry their number inside the bar."""
DECADES = 4


def needed(*, found: Futures, named: Sequence[str], hover: Sequence[str], chosen: int,
           t: Translator) -> go.Figure:
    """One stacked bar per set: not enough, just right, more than needed; lightest on top."""
    rows = list(reversed(range(len(named))))
    figure = theme.figure(height=150 + 34 * len(named), barmode="stack", bargap=0.28,
                          margin={"l": 16, "r": 24, "t": 50, "b": 56})
    for title, share, colour, pattern in (
            (t("not enough"), found.too_light, theme.BEYOND, "/"),
            (t("just right"), found.just_right, theme.WITHIN, ""),
            (t("more than that future needed"), found.stricter, theme.LINE, ".")):
        values = 100.0 * share[rows]
        figure.add_bar(
            x=values, y=[named[i] for i in rows], orientation="h", name=title,
            marker={"color": colour, "line": {
                "color": theme.INK, "width": [2.5 if i == chosen else 0 for i in rows]},
                "pattern": {"shape": pattern, "fillmode": "overlay", "fgcolor": theme.INK,
                            "fgopacity": 0.35, "size": 7}},
            text=[t.number(v, 2) if v >= 100 * NAMED else "" for v in values],
            textposition="inside", insidetextanchor="middle", textangle=0,
            textfont={"color": theme.INK}, customdata=[hover[i] for i in rows],
            hovertemplate="%{customdata}<br>" + title + ": %{x:.1f}<extra></extra>")
    figure.update_layout(legend={"traceorder": "normal"})
    figure.update_xaxes(title={"text": t("Simulated futures of 100")}, range=[0, 100])
    return figure


def densities(*, found: Sequence[Reading], logarithmic: bool, t: Translator) -> go.Figure:
    """The readings of "negligible" per unit of probability, or per power of ten of it."""
    top = max(one.law.support[1] for one in found)
    x = np.geomspace(top / 10**DECADES, top, 241) if logarithmic else np.linspace(0, top, 241)
    figure = theme.figure(height=330, margin={"l": 70, "r": 24, "t": 50, "b": 70})
    looks = {"uniform": (t("uniform"), theme.CLASSES[0], "solid"),
             "triangular": (t("triangular"), theme.CLASSES[3], "dash")}
    for one in found:
        title, colour, dash = looks[one.law.kind]
        density = one.law.pdf(x) * (x * np.log(10.0) if logarithmic else top)
        figure.add_scatter(x=x if logarithmic else x / top, y=density, mode="lines", name=title,
                           line={"color": colour, "width": 3, "dash": dash})
        mean = one.mean if logarithmic else one.mean / top
        figure.add_vline(x=mean, line={"color": colour, "width": 1.5, "dash": "dot"})
    if logarithmic:
        ticks = [top / 10**k for k in range(DECADES, -1, -1)]
        # Powers of ten alone: with the 1 before them they would run into each other.
        names = [t.number(v, 1).removeprefix("1 × ") for v in ticks]
        figure.update_xaxes(type="log", tickvals=ticks, ticktext=names,
                            tickangle=0, range=[np.log10(x[0]), np.log10(top)],
                            title={"text": t("Probability, each step ten times more")})
        figure.update_yaxes(title={"text": t("Density per power of ten")}, rangemode="tozero")
    else:
        figure.update_xaxes(title={"text": t("Probability, in millionths")})
        figure.update_yaxes(title={"text": t("Density per millionth")}, rangemode="tozero")
    return figure
