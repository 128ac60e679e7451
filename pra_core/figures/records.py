"""Charts of presence records: how well the map finds them, and where they lie."""

from __future__ import annotations

from html import escape

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from pra_core import reference
from pra_core.figures import theme
from pra_core.frozen import FloatArray
from pra_core.i18n import Translator
from pra_core.records import Agreement, Records

FOUND, MISSED = theme.CLASSES[0], theme.CLASSES[3]
ROOM = 3.0
"""Least room around the records on their map [degrees]."""
SHAPE = 1.6
"""Width of the map by its height."""
FINE = 500
"""Parts of the map's longer side below which an outline is not followed."""
BEST_SCALE = 0.2
"""Narrowest cosine by which degrees of longitude are drawn shorter."""


def found_by_land(*, curve: FloatArray, area_share: float, share: float, t: Translator
                  ) -> go.Figure:
    """Share of places with a record against the share of land, both at or above an index.

    `curve` is [2, levels]; the mark stands at the threshold: `area_share` of the land, `share` of
    the places. On the diagonal the map does no better than chance.
    """
    figure = theme.figure(height=400)
    figure.add_scatter(x=[0, 100], y=[0, 100], mode="lines", name=t("What chance would find"),
                       line={"color": theme.REFERENCE, "dash": "dash"}, hoverinfo="skip")
    figure.add_scatter(x=[0, *(100 * curve[0])], y=[0, *(100 * curve[1])], mode="lines",
                       name=t("This map"), line={"color": theme.ACCENT, "width": 2.5},
                       hovertemplate="%{x:.0f} % → %{y:.0f} %<extra></extra>")
    figure.add_scatter(x=[100 * area_share], y=[100 * share], mode="markers",
                       name=t("At the median threshold"), marker={
                           "color": theme.LIMIT, "size": 11, "symbol": "diamond"},
                       hovertemplate="%{x:.0f} % → %{y:.0f} %<extra></extra>")
    figure.update_xaxes(title=t("Most suitable land of these countries, %"), range=[-1, 101])
    figure.update_yaxes(title=t("Places with a record in it, %"), range=[-1, 103])
    return figure


def where(*, records: Records, found: Agreement, t: Translator) -> go.Figure:
    """The records over the outlines of their countries; names from the file are escaped."""
    latitude, longitude = records.latitude[found.position], records.longitude[found.position]
    figure = theme.figure(height=520)
    (west, east), (south, north) = _span(longitude, 180.0), _span(latitude, 90.0)
    shorter = max(float(np.cos(np.radians((south + north) / 2))), BEST_SCALE)
    middle, half = (west + east) / 2, max(east - west, SHAPE * (north - south) / shorter) / 2
    x, y = _outlines((middle - half, south, middle + half, north))
    figure.add_scatter(x=x, y=y, mode="lines", line={"color": theme.REFERENCE, "width": 0.8},
                       hoverinfo="skip", showlegend=False)
    said = [escape(records.name[i]) or t("line {line}", line=str(line))
            for i, line in zip(found.position, found.line, strict=True)]
    for chosen, name, colour, symbol in (
            (found.suitable, t("suitable here"), FOUND, "circle"),
            (~found.suitable, t("not suitable here"), MISSED, "x")):
        figure.add_scatter(
            x=longitude[chosen], y=latitude[chosen], mode="markers", name=name,
            text=_picked(said, chosen), customdata=found.index[chosen],
            marker={"color": colour, "symbol": symbol, "size": 8},
            hovertemplate=f"%{{text}}<br>{t('Index')} %{{customdata:.0f}}<extra></extra>")
    figure.update_xaxes(range=[middle - half, middle + half], showgrid=False,
                        title=t("Longitude, °"))
    figure.update_yaxes(range=[south, north], showgrid=False, scaleanchor="x",
                        scaleratio=1 / shorter, title=t("Latitude, °"))
    return figure


def _picked(texts: list[str], chosen: NDArray[np.bool_]) -> list[str]:
    return [text for text, wanted in zip(texts, chosen, strict=True) if wanted]


def _span(values: FloatArray, limit: float) -> tuple[float, float]:
    low, high = float(values.min()), float(values.max())
    room = max(ROOM, 0.1 * (high - low))
    return max(low - room, -limit), min(high + room, limit)


def _outlines(box: tuple[float, float, float, float]
              ) -> tuple[list[float | None], list[float | None]]:
    """Outlines that touch the box as one line with gaps, no finer than the picture shows."""
    west, south, east, north = box
    step = max(east - west, north - south) / FINE
    x: list[float | None] = []
    y: list[float | None] = []
    for feature in reference.countries_geojson()["features"]:
        for polygon in feature["geometry"]["coordinates"]:
            for ring in polygon:
                line = np.asarray(ring, dtype=np.float64)
                (left, low), (right, high) = line.min(axis=0), line.max(axis=0)
                if right < west or left > east or high < south or low > north:
                    continue
                grid = np.rint(line / step)
                kept = line[np.append(True, (np.diff(grid, axis=0) != 0).any(axis=1))]
                if len(kept) > 2:
                    x += [*np.round(kept[:, 0], 2).tolist(), None]
                    y += [*np.round(kept[:, 1], 2).tolist(), None]
    return x, y
