"""Charts of climatic suitability: why here, and how much of the area at which index."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import plotly.graph_objects as go
from babel.dates import get_month_names
from plotly.subplots import make_subplots

from pra_core.climate.suitability import WeeklyProfile
from pra_core.climate.weekly import WEEKS
from pra_core.climate_sheet import ClimateSheet
from pra_core.figures import theme
from pra_core.frozen import FloatArray
from pra_core.i18n import Translator

CLASS = 5.0
"""Width of an index class in the chart of the distribution."""
COLD, HEAT, DRY, WET = "#56B4E9", "#D55E00", "#E69F00", "#0072B2"
GROWTH, WATER, WARMTH = "#009E73", "#0072B2", "#D55E00"
WEEKLY_HEIGHT = 900
MARK_MARGIN = 160
"""Room to the right of the weekly panels for the names of their thresholds [px]."""
MARK_GAP = 0.105
"""Least distance of two such names, as a share of a panel's height."""


def weekly(*, profile: WeeklyProfile, sheet: ClimateSheet, t: Translator) -> go.Figure:
    """One place through the year: temperature, soil moisture, growth and stresses, by week."""
    figure = make_subplots(rows=4, cols=1, shared_xaxes=True, vertical_spacing=0.07,
                           subplot_titles=(t("Temperature, °C"),
                                           t("Soil moisture, share of what the soil holds"),
                                           t("Growth, 0 to 1"),
                                           t("Stress since January, %")))
    figure.update_layout(template=theme.TEMPLATE, height=WEEKLY_HEIGHT, hovermode="x unified",
                         legend={"y": -0.06, "yanchor": "top", "traceorder": "normal"},
                         margin={"t": 40, "r": MARK_MARGIN})
    _titled_left(figure)
    weeks = np.arange(1, WEEKS + 1)
    _thresholds(figure, [_temperature(figure, weeks, profile, sheet, t),
                         _moisture(figure, weeks, profile, sheet, t)], t)
    _growth(figure, weeks, profile, t)
    _stresses(figure, weeks, profile, t)
    figure.update_xaxes(tickvals=_month_middles(), ticktext=month_names(t),
                        range=[0.5, WEEKS + 0.5])
    return figure


def _titled_left(figure: go.Figure) -> None:
    """Titles of subplots at the left edge; called before other annotations are added."""
    figure.update_annotations(font={"size": 15}, x=0, xanchor="left")


def month_names(t: Translator) -> list[str]:
    """Twelve short month names in the reader's language."""
    names = get_month_names("abbreviated", locale=t.language)
    return [str(names[month]) for month in range(1, 13)]


def _month_middles() -> list[float]:
    return [float(0.5 + (month + 0.5) * WEEKS / 12) for month in range(12)]


def _temperature(figure: go.Figure, weeks: np.ndarray, profile: WeeklyProfile,
                 sheet: ClimateSheet, t: Translator) -> dict[str, float]:
    """Draws the temperatures and gives the thresholds to mark."""
    for values, name, fill in ((profile.tmin, t("Night minimum"), None),
                               (profile.tmax, t("Day maximum"), "tonexty")):
        figure.add_scatter(x=weeks, y=values, name=name, mode="lines", fill=fill, row=1, col=1,
                           line={"color": WARMTH, "width": 1, "dash": "dot"}, showlegend=False,
                           fillcolor="rgba(213,94,0,0.15)", hovertemplate="%{y:.1f}")
    figure.add_scatter(x=weeks, y=profile.temperature, name=t("Mean temperature"), mode="lines",
                       line={"color": WARMTH, "width": 2.5}, hovertemplate="%{y:.1f}", row=1, col=1)
    marks = {t("growth begins"): sheet.dv0, t("best from"): sheet.dv1, t("best to"): sheet.dv2,
             t("growth ends"): sheet.dv3}
    if sheet.ttcs is not None:
        marks[t("cold stress below")] = sheet.ttcs
    if sheet.tths is not None:
        marks[t("heat stress above")] = sheet.tths
    return marks


def _moisture(figure: go.Figure, weeks: np.ndarray, profile: WeeklyProfile,
              sheet: ClimateSheet, t: Translator) -> dict[str, float]:
    """Draws the soil moisture and gives the thresholds to mark."""
    figure.add_scatter(x=weeks, y=profile.moisture, name=t("Soil moisture"), mode="lines",
                       line={"color": WATER, "width": 2.5}, hovertemplate="%{y:.2f}", row=2, col=1)
    return {t("growth begins"): sheet.sm0, t("best from"): sheet.sm1, t("best to"): sheet.sm2,
            t("growth ends"): sheet.sm3}


def _thresholds(figure: go.Figure, panels: Sequence[Mapping[str, float]], t: Translator) -> None:
    """Dashed lines, by panel from the top, with their names and values beside the panel."""
    shapes: list[dict[str, object]] = []
    words = [title.to_plotly_json() for title in figure.layout.annotations]
    for row, marks in enumerate(panels, start=1):
        axis = f"y{row if row > 1 else ''}"
        drawn = [trace.y for trace in figure.data if trace.yaxis == axis]
        low, high = _span([*drawn, list(marks.values())])
        figure.update_yaxes(range=[low, high], row=row, col=1)
        places = spaced([(value - low) / (high - low) for value in marks.values()], MARK_GAP)
        shapes += [{"type": "line", "x0": 0, "x1": 1, "xref": "x domain", "y0": value, "y1": value,
                    "yref": axis, "line": {"color": theme.REFERENCE, "dash": "dash", "width": 1}}
                   for value in sorted(set(marks.values()))]
        for (mark, value), place in zip(marks.items(), places, strict=True):
            words.append({"x": 1.01, "xref": "x domain", "y": place, "yref": f"{axis} domain",
                          "xanchor": "left", "yanchor": "middle", "showarrow": False,
                          "font": {"size": 12, "color": theme.INK},
                          "text": t("{words} {value}", words=mark, value=t.number(value))})
    # Set at once: adding one by one takes 0.2 s.
    figure.layout.shapes, figure.layout.annotations = shapes, words


def _span(series: Sequence[Sequence[float]]) -> tuple[float, float]:
    """Range that shows all of them, with room at both ends."""
    low, high = (f([f(values) for values in series]) for f in (min, max))
    room = 0.05 * (high - low)
    return float(low - room), float(high + room)


def spaced(places: Sequence[float], gap: float) -> list[float]:
    """Places on 0 to 1 moved apart to at least `gap`, in their order; more than fit go below 0."""
    order = np.argsort(places, kind="stable")
    moved = np.asarray(places, np.float64)[order]
    for k in range(1, moved.size):
        moved[k] = max(moved[k], moved[k - 1] + gap)
    limit = 1.0
    for k in reversed(range(moved.size)):
        moved[k] = min(moved[k], limit)
        limit = moved[k] - gap
    found = np.empty_like(moved)
    found[order] = moved
    return [float(place) for place in found]


def _growth(figure: go.Figure, weeks: np.ndarray, profile: WeeklyProfile, t: Translator) -> None:
    for values, name, colour in ((profile.temperature_index, t("allowed by temperature"), WARMTH),
                                 (profile.moisture_index, t("allowed by moisture"), WATER)):
        figure.add_scatter(x=weeks, y=values, name=name, mode="lines", hovertemplate="%{y:.2f}",
                           line={"color": colour, "width": 1.5, "dash": "dash"}, row=3, col=1)
    figure.add_scatter(x=weeks, y=profile.growth, name=t("Growth"), mode="lines", fill="tozeroy",
                       line={"color": GROWTH, "width": 2.5}, fillcolor="rgba(0,158,115,0.25)",
                       hovertemplate="%{y:.2f}", row=3, col=1)
    figure.update_yaxes(range=[0, 1.05], row=3, col=1)


def _stresses(figure: go.Figure, weeks: np.ndarray, profile: WeeklyProfile, t: Translator) -> None:
    kinds = ((profile.cold, t("Cold stress"), COLD), (profile.heat, t("Heat stress"), HEAT),
             (profile.dry, t("Dry stress"), DRY), (profile.wet, t("Wet stress"), WET))
    dashes = ("solid", "dash", "dot", "dashdot")
    for (values, name, colour), dash in zip(kinds, dashes, strict=True):
        figure.add_scatter(x=weeks, y=values, name=name, mode="lines", hovertemplate="%{y:.0f} %",
                           line={"color": colour, "width": 2.5, "dash": dash}, row=4, col=1)
    figure.update_yaxes(range=[0, 103], row=4, col=1)


def bloom(*, index: FloatArray, temperature: FloatArray, precipitation: FloatArray,
          bloom_months: tuple[int, ...], wet_month: float, t: Translator) -> go.Figure:
    """Index of one place if bloom were in each month, [12], with temperature and rain beside it."""
    names = month_names(t)
    figure = make_subplots(rows=3, cols=1, shared_xaxes=True, vertical_spacing=0.09,
                           row_heights=[0.5, 0.25, 0.25], subplot_titles=(
                               t("Index if bloom were in this month, 0 to 100"),
                               t("Mean temperature, °C"), t("Rain, mm per month")))
    figure.update_layout(template=theme.TEMPLATE, height=640, margin={"t": 40}, barmode="overlay",
                         legend={"y": -0.08, "yanchor": "top"})
    flowers = np.isin(np.arange(1, 13), bloom_months)
    for chosen, name, colour in ((flowers, t("Months of bloom"), theme.ACCENT),
                                 (~flowers, t("Other months"), theme.REFERENCE)):
        figure.add_bar(x=names, y=np.where(chosen, index, np.nan), name=name, marker_color=colour,
                       hovertemplate="%{y:.0f}", row=1, col=1)
    figure.add_scatter(x=names, y=temperature, mode="lines+markers", row=2, col=1, showlegend=False,
                       line={"color": WARMTH}, hovertemplate="%{y:.1f} °C<extra></extra>")
    figure.add_bar(x=names, y=precipitation, marker_color=WATER, row=3, col=1, showlegend=False,
                   hovertemplate="%{y:.0f} mm<extra></extra>")
    figure.add_hline(y=wet_month, row=3, col=1, line={"color": theme.REFERENCE, "dash": "dash"})
    figure.update_xaxes(categoryorder="array", categoryarray=names)
    figure.update_yaxes(range=[0, 105], row=1, col=1)
    _titled_left(figure)
    return figure


def distribution(*, index: FloatArray, area_km2: FloatArray, weights: FloatArray,
                 limits: tuple[float, float, float], t: Translator) -> go.Figure:
    """Share of the PRA area and of arriving produce by index class, with the threshold's band.

    `index`, `area_km2`, `weights` are [cells]; `limits` the 5, 50 and 95 % quantile of the index
    from which a cell counts as suitable.
    """
    # Class 0 holds index 0 alone; class k the indices above (k-1)·CLASS up to k·CLASS.
    place = np.ceil(index / CLASS).astype(int)
    count = int(place.max()) + 1
    figure = theme.figure(barmode="group", height=380, bargap=0.15)
    for values, name, colour in ((area_km2 / area_km2.sum(), t("Share of the PRA area"),
                                  theme.REFERENCE),
                                 (weights, t("Share of what arrives"), theme.ACCENT)):
        share = np.bincount(place, values, count)
        figure.add_bar(x=list(range(count)), y=100 * share, name=name, marker_color=colour,
                       hovertemplate=f"{name}: %{{y:.1f}} %<extra></extra>")
    edges = range(2, count, 2)
    names = [t.number(CLASS * k) for k in edges]
    low, middle, high = (limit / CLASS + 0.5 for limit in limits)
    figure.add_vrect(x0=low, x1=high, fillcolor="rgba(240,228,66,0.35)", line_width=0,
                     layer="below")
    figure.add_vline(x=middle, line={"color": theme.INK, "dash": "dash", "width": 1.5})
    figure.add_annotation(x=middle, y=1, yref="paper", yanchor="top", xanchor="left", xshift=6,
                          showarrow=False, text=t("counts as suitable from here (90 % interval)"))
    figure.update_xaxes(tickvals=[0.0, *(k + 0.5 for k in edges)],
                        ticktext=[t("exactly 0"), *names],
                        title={"text": t("Suitability index")})
    figure.update_yaxes(title={"text": t("Share, %")})
    return figure
