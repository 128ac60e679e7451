"""Which steps of the assessment the uncertainty of the result comes from, by status of source."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from pra_core import labels
from pra_core.figures import theme
from pra_core.figures.uncertainty_words import step_title
from pra_core.i18n import Translator
from pra_core.uncertainty_sources import STEPS

SEEN = 0.002
"""Shares below it would be bars that nobody sees, with a legend for them."""


def by_step(*, sources: pd.DataFrame, t: Translator) -> go.Figure:
    """Bars of first-order contributions, one a step, cut by the status of the sources.

    `sources`: `uncertainty_sources.table`. What the single inputs leave is a bar of its own.
    """
    inputs = sources[sources["kind"].eq("input") & sources["contribution"].gt(SEEN)]
    steps = [s for s in STEPS if s in set(inputs["step"])]
    rest = sources.loc[sources["kind"].eq("interactions") & sources["contribution"].gt(SEEN),
                       "contribution"]
    last = t("Inputs acting together, and error of the estimate")
    figure = theme.figure(
        height=110 + 44 * (len(steps) + len(rest)), barmode="stack",
        margin={"l": 24, "r": 24, "t": 48, "b": 56},
        xaxis={"title": {"text": t("Share of the variation of the result, %")},
               "rangemode": "tozero"},
        yaxis={"autorange": "reversed", "gridcolor": "rgba(0,0,0,0)"})
    named = [step_title(s, t) for s in steps]
    for status in labels.STATUS_MARKS:
        part = inputs[inputs["status"] == status]
        if part.empty:
            continue
        shares = [100 * float(part.loc[part["step"] == s, "contribution"].sum()) for s in steps]
        figure.add_bar(
            y=named, x=shares, orientation="h", name=labels.badge(status, t),
            marker={"color": theme.STATUS_COLOURS[status]},
            hovertemplate=f"%{{y}}<br>{labels.badge(status, t)}: %{{x:.2g}} %<extra></extra>")
    if len(rest):
        figure.add_bar(y=[last], x=[100 * float(rest.iloc[0])], orientation="h", name=last,
                       showlegend=False, marker={"color": theme.REFERENCE},
                       hovertemplate="%{y}: %{x:.2g} %<extra></extra>")
    return figure
