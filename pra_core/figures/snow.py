"""One place through its winter: snow, the soil under it, days on which dwarf bunt can infect."""

from __future__ import annotations

import numpy as np
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from pra_core.climate.snow import Winter
from pra_core.climate.snow_cover import START
from pra_core.climate.weekly import WEEK_DAYS, WEEKS
from pra_core.figures import theme
from pra_core.figures.climate import month_names
from pra_core.frozen import FloatArray
from pra_core.i18n import Translator

SNOW, AIR, SOIL, INFECTION = "#56B4E9", "#8a949b", "#D55E00", "#009E73"
HEIGHT = 720


def winter(*, profile: Winter, t: Translator) -> go.Figure:
    """Snow depth, air and soil temperature, and days of infection by week; winter in the middle."""
    figure = make_subplots(rows=3, cols=1, shared_xaxes=True, vertical_spacing=0.08,
                           subplot_titles=(t("Snow depth, cm"), t("Air and soil temperature, °C"),
                                           t("Days a week on which dwarf bunt can infect")))
    figure.update_layout(template=theme.TEMPLATE, height=HEIGHT, hovermode="x unified",
                         legend={"y": -0.08, "yanchor": "top", "traceorder": "normal"},
                         margin={"t": 40})
    figure.update_annotations(font={"size": 15}, x=0, xanchor="left")
    weeks = np.arange(1, WEEKS + 1)
    figure.add_scatter(x=weeks, y=_turned(100 * profile.weeks.depth[:, 0], profile), row=1, col=1,
                       name=t("Snow depth"), mode="lines", fill="tozeroy",
                       line={"color": SNOW, "width": 2}, fillcolor="rgba(86,180,233,0.35)",
                       hovertemplate="%{y:.0f}")
    _temperatures(figure, weeks, profile, t)
    figure.add_bar(x=weeks, y=_turned(profile.days, profile), name=t("Days of infection"),
                   marker={"color": INFECTION}, hovertemplate="%{y:.1f}", row=3, col=1)
    figure.update_yaxes(range=[0, 7.3], row=3, col=1)
    figure.update_yaxes(rangemode="tozero", row=1, col=1)
    names = month_names(t)
    figure.update_xaxes(tickvals=[0.5 + (month + 0.5) * WEEKS / 12 for month in range(12)],
                        ticktext=names if profile.south else names[6:] + names[:6],
                        range=[0.5, WEEKS + 0.5])
    return figure


def winter_words(*, profile: Winter, t: Translator) -> list[str]:
    """What the chart says: a winter like the normals, and how often winters are enough."""
    covered = float(WEEK_DAYS * profile.weeks.cover.sum())
    low, high = profile.soil
    found = [t("In a winter like the average, snow covers the ground for {covered} days; on {days} "
               "of them the soil at 2 cm is between {low} and {high} °C. Infection needs {need}.",
               covered=t.number(round(covered)), days=t.number(round(float(profile.days.sum()))),
               low=t.number(low), high=t.number(high), need=t.number(profile.snow_days))]
    found.append(t("Winters differ: the days are enough in {share} % of them. That is the index.",
                   share=t.number(round(profile.index))))
    if covered < 1:
        found.append(t("Thin snow that lies for a few days does not show in weekly averages."))
    return found


def _temperatures(figure: go.Figure, weeks: np.ndarray, profile: Winter, t: Translator) -> None:
    low, high = profile.soil
    for values, name, color in ((profile.weeks.temperature, t("Air, weekly mean"), AIR),
                                (profile.weeks.soil, t("Soil at 2 cm, weekly mean"), SOIL)):
        figure.add_scatter(x=weeks, y=_turned(values[:, 0], profile), name=name, mode="lines",
                           line={"color": color, "width": 2.5}, hovertemplate="%{y:.1f}",
                           row=2, col=1)
    figure.add_hrect(y0=low, y1=high, line_width=0, fillcolor="rgba(0,158,115,0.18)", layer="below",
                     row=2, col=1)
    figure.add_scatter(x=[None], y=[None], mode="markers", row=2, col=1,
                       name=t("Soil temperatures at which dwarf bunt infects"),
                       marker={"symbol": "square", "size": 12, "color": "rgba(0,158,115,0.35)"})


def _turned(values: FloatArray, profile: Winter) -> FloatArray:
    """From July where winter is at the turn of the year."""
    return values if profile.south else np.roll(values, -START, axis=0)
