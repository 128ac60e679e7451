"""Chart of the climate zones of the PRA area and of what it is compared with."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from pra_core.figures import theme
from pra_core.i18n import Translator

SEEN = 0.005
"""Zones with a smaller share on both sides are left to the table."""
THERE = "#56B4E9"


def zone_bars(*, frame: pd.DataFrame, t: Translator) -> go.Figure:
    """Share of each zone on both sides; zones not shared are grey.

    `frame`: `resemblance_words.zones`, with title, share, there, shared; largest first.
    """
    shown = frame[(frame["share"] >= SEEN) | (frame["there"] >= SEEN)].iloc[::-1]
    figure = theme.figure(barmode="group", height=140 + 40 * len(shown), bargap=0.25)
    figure.add_bar(
        x=100 * shown["there"], y=shown["title"], orientation="h", marker_color=THERE,
        name=t("Land compared with"), legendrank=3, offsetgroup="there",
        hovertemplate=f"{t('Land compared with')}: %{{x:.1f}} %<extra></extra>")
    for shared, name, colour, rank in (
            (True, t("PRA area, zone is shared"), theme.ACCENT, 1),
            (False, t("PRA area, zone is not shared"), theme.REFERENCE, 2)):
        part = shown[shown["shared"] == shared]
        figure.add_bar(x=100 * part["share"], y=part["title"], orientation="h", name=name,
                       marker_color=colour, legendrank=rank, offsetgroup="here",
                       hovertemplate=f"{name}: %{{x:.1f}} %<extra></extra>")
    figure.update_yaxes(categoryorder="array", categoryarray=list(shown["title"]), ticksuffix="  ")
    figure.update_xaxes(title={"text": t("Share of the land, %")}, rangemode="tozero")
    return figure
