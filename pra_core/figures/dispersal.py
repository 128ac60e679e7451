"""The two spread models side by side: area by year, and what the comparison says in words."""

from __future__ import annotations

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from pra_core.figures import theme
from pra_core.figures.course import Course
from pra_core.frozen import FloatArray
from pra_core.i18n import Translator
from pra_core.spread_map import SpreadMap

FLOOR = 1.0
"""The smallest area drawn on the logarithmic axis [km2]."""
Band = tuple[str, FloatArray, FloatArray, str, str]
"""Name, ages [points], quantiles [3, points], line colour, band colour."""


def compared(*, course: Course, found: SpreadMap, t: Translator) -> go.Figure:
    """Invaded area by years since founding: lag and radial rate, and spread over the map.

    Medians with 90 % bands; `course.invaded` and `SpreadMap.quantiles` are [3, ages] in km2.
    """
    bands: list[Band] = [
        (t("Lag and radial rate"), course.ages, course.invaded, theme.REFERENCE,
         theme.REFERENCE_BAND),
        (t("Spread over the map"), np.arange(found.years + 1.0), found.quantiles(), theme.ACCENT,
         theme.ACCENT_BAND)]
    figure = theme.figure(hovermode="x unified")
    for name, ages, quantiles, colour, band in bands:
        _add_band(figure, name, ages, quantiles, (colour, band), t)
    if found.invadable_km2 > 0:
        figure.add_hline(y=found.invadable_km2, line={"color": theme.INK, "dash": "dot"})
        figure.add_annotation(
            text=t("Area that can be invaded: {area} km²", area=t.number(found.invadable_km2)),
            x=0.01, xref="paper", y=float(np.log10(found.invadable_km2)), xanchor="left",
            yanchor="bottom", showarrow=False)
    figure.update_xaxes(title={"text": t("Years since founding")})
    top = max(found.invadable_km2, *(float(b[2].max()) for b in bands), 10 * FLOOR)
    figure.update_yaxes(theme.count_axis(t, FLOOR, 3 * top, t("Invaded area, km²")))
    return figure


def _add_band(figure: go.Figure, name: str, ages: FloatArray, quantiles: FloatArray,
              colours: tuple[str, str], t: Translator) -> None:
    low, median, high = np.maximum(quantiles, FLOOR / 100)
    edge = {"x": ages, "mode": "lines", "line": {"width": 0}, "hoverinfo": "skip",
            "legendgroup": name}
    figure.add_scatter(y=high, showlegend=False, **edge)
    figure.add_scatter(y=low, fill="tonexty", fillcolor=colours[1],
                       name=t("{name}: 90 % interval", name=name), **edge)
    full = ages == np.round(ages)
    figure.add_scatter(x=ages, y=median, mode="lines", name=name, legendgroup=name,
                       line={"color": colours[0], "width": 3}, hoverinfo="skip",
                       showlegend=True)
    # Read out once a year: the curve of the first model has points between.
    figure.add_scatter(
        x=ages[full], y=median[full], mode="markers", marker={"size": 1, "color": colours[0]},
        showlegend=False, legendgroup=name,
        customdata=[t("{name}: {value} km² (90 %: {low} to {high})", name=name,
                      value=t.number(float(m)), low=t.number(float(a)), high=t.number(float(b)))
                    for a, m, b in zip(*quantiles[:, full], strict=True)],
        hovertemplate="%{customdata}<extra></extra>")


def by_year(course: Course, found: SpreadMap) -> pd.DataFrame:
    """Both models at full years: year, low, median, high, present (map), disc (median), km2."""
    disc = course.by_year().set_index("year")["median"]
    frame = found.by_year()
    frame["disc"] = disc.reindex(frame["year"].astype(float)).to_numpy()
    return frame


def answer(course: Course, found: SpreadMap, t: Translator) -> str:
    """What the map adds to the model of the Monte Carlo, in one sentence."""
    low, median, high = (float(x) for x in found.quantiles()[:, -1])
    disc = float(course.invaded[1, -1])
    named = {"median": t.number(median), "years": found.years, "low": t.number(low),
             "high": t.number(high), "disc": t.number(disc)}
    if disc <= 0 or median <= 0 or 0.8 <= median / disc <= 1.25:
        return t("Over the map a population founded today occupies a median of **{median} km²**"
                 " after {years} years (90 % interval {low} to {high}); a disc growing with the"
                 " same lag and rate occupies {disc} km².", **named)
    if median < disc:
        return t("Over the map a population founded today occupies a median of **{median} km²**"
                 " after {years} years (90 % interval {low} to {high}): {times} times less than a"
                 " disc growing with the same lag and rate ({disc} km²), since the pest meets"
                 " coasts, gaps between hosts and less suitable land.",
                 times=t.number(disc / median, 2), **named)
    return t("Over the map a population founded today occupies a median of **{median} km²** after"
             " {years} years (90 % interval {low} to {high}): {times} times more than a disc"
             " growing with the same lag and rate ({disc} km²).",
             times=t.number(median / disc, 2), **named)


def method(found: SpreadMap, t: Translator) -> str:
    """How the simulation works and what it takes from where, for the method box."""
    kernel = found.kernel
    return t("Cells of 0.25°. Every year each infested unit of hosts (100 units fill a cell)"
             " sends out Poisson-distributed dispersers; each travels an exponentially"
             " distributed distance in a random direction and infests a free host where it"
             " lands, with a chance that follows the suitability index. Hosts are conserved. In"
             " the median simulation a unit sends {offspring} dispersers a year over"
             " {distance} km on average. These numbers come from the lag and radial rate of the"
             " scenario, one simulated future per simulation, so that uniform hosts would be"
             " invaded at that rate; the growth within the first cell is part of the lag, so a"
             " short lag begins with more than one unit.",
             offspring=t.number(float(np.median(kernel.reproduction)), 2),
             distance=t.number(float(np.median(kernel.scale_km)), 2))
