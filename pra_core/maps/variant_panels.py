"""Maps side by side in the page: small pictures made in a few milliseconds, legends as text.

A slider redraws them, so nothing here waits for a plotting library: land and borders of an area are
drawn once, and a map is a table look-up on top.
"""

from __future__ import annotations

import html
import io
import math
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.figure import Figure
from numpy.typing import NDArray

from pra_core import endangered_area, reference
from pra_core.i18n import Translator
from pra_core.maps.browser_script import BORDER, LAND, SEA
from pra_core.maps.geometry import outlines, thinned, view
from pra_core.maps.layers import ZERO, Layer
from pra_core.maps.raster import TRANSPARENT, data_url, palette_png
from pra_core.reference import STEP
from pra_core.scenario import Scenario

PIXELS = 620
"""Width of a map [pixels]."""
TALLEST = 0.95
"""Height of a map is at most this share of its width."""
MARGIN = 0.03
"""Shown around the PRA area, as a share of its width and height."""
RAMP_STOPS = 13
"""Colours that a ramp in the page is made of."""

_SEA, _LAND, _LINE = 251, 252, 253
"""Codes of the picture beside those of the layer."""


def panel_png(scenario: Scenario, layer: Layer) -> bytes:
    """One layer over the PRA area as PNG; equirectangular, true at the middle latitude."""
    cells = endangered_area.suitability(scenario).cells
    base, cell = _base(cells.tobytes(), reference.boundary_set())
    image = np.where((cell >= 0) & (base != _LINE), layer.codes[np.maximum(cell, 0)], base)
    image = np.where(image == TRANSPARENT, _LAND, image).astype(np.uint8)
    colours = [*layer.colours, *(["#000000"] * (_SEA - len(layer.colours))), SEA, LAND, BORDER]
    return palette_png(image, colours)


@lru_cache(maxsize=3)
def _base(cells: bytes, boundaries: str  # noqa: ARG001 - part of the key
          ) -> tuple[NDArray[np.uint8], NDArray[np.int32]]:
    """Sea, land and borders by pixel, and the cell that each pixel lies in (-1: none)."""
    at, normals = np.frombuffer(cells, np.intp), reference.climate_normals()
    seen = view(normals.row[at], normals.col[at])
    across, tall = MARGIN * (seen.east - seen.west), MARGIN * (seen.north - seen.south)
    west, east = seen.west - across, seen.east + across
    south, north = seen.south - tall, seen.north + tall
    stretch = 1.0 / math.cos(math.radians((seen.south + seen.north) / 2))
    high = round(PIXELS * min((north - south) * stretch / (east - west), TALLEST))
    wide = min(PIXELS, round(high * (east - west) / ((north - south) * stretch)))
    column = np.floor((west + (np.arange(wide) + 0.5) * (east - west) / wide - seen.west) / STEP)
    row = np.floor((seen.north - north + (np.arange(high) + 0.5) * (north - south) / high) / STEP)
    place = np.full((seen.rows, seen.columns), -1, np.int32)
    place[seen.row, seen.column] = np.arange(at.size)
    inside = ((row >= 0) & (row < seen.rows))[:, None] & ((column >= 0) & (column < seen.columns))
    found = place[np.ix_(np.clip(row, 0, seen.rows - 1).astype(int),
                         np.clip(column, 0, seen.columns - 1).astype(int))]
    return _outlined(west, south, east, north, wide, high), np.where(inside, found, -1)


def _outlined(west: float, south: float, east: float, north: float, wide: int, high: int
              ) -> NDArray[np.uint8]:
    land, lines = outlines(reference.countries_geojson(), (west, south, east, north))
    spacing = (east - west) / wide
    figure = Figure(figsize=(wide / 100, high / 100), dpi=100, facecolor="#ffffff")
    FigureCanvasAgg(figure)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set(xlim=(west, east), ylim=(south, north))
    axes.axis("off")
    axes.add_collection(PolyCollection([thinned(p[0], spacing) for p in land], facecolors="#00ff00",
                                       edgecolors="none", antialiased=False))
    axes.add_collection(LineCollection([thinned(line, spacing) for line in lines],
                                       colors="#ff0000", linewidths=0.6, antialiased=False))
    stream = io.BytesIO()
    figure.savefig(stream, format="rgba")
    picture = np.frombuffer(stream.getvalue(), np.uint8).reshape(high, wide, 4)
    drawn = np.where(picture[..., 0] < 128, _LAND, _SEA)
    return np.where((picture[..., 0] > 127) & (picture[..., 1] < 128), _LINE, drawn).astype(
        np.uint8)


def panels_html(scenario: Scenario, layers: Sequence[Layer], t: Translator) -> str:
    """The layers beside each other, each with its title and legend, for the page itself."""
    maps = "".join(
        f'<figure style="margin:0"><figcaption style="font-weight:600;margin-bottom:4px">'
        f'{html.escape(layer.title)}</figcaption>'
        f'<img src="{data_url(panel_png(scenario, layer))}" alt="{html.escape(layer.title)}"'
        f' style="width:100%;border:1px solid #d9dfdc;image-rendering:auto">{_legend(layer)}'
        '</figure>' for layer in layers)
    said = t("Boundaries and names do not imply any opinion on the legal status of a territory.")
    return ('<div style="display:grid;gap:14px;grid-template-columns:'
            f'repeat(auto-fit,minmax(290px,1fr))">{maps}</div><div style="font-size:0.8rem;'
            f'color:#5b6b73;text-align:right">{html.escape(said)}</div>')


def _legend(layer: Layer) -> str:
    boxes = "".join(
        f'<span style="white-space:nowrap"><span style="display:inline-block;width:14px;'
        f'height:14px;background:{colour};border:1px solid #8a949b;vertical-align:-2px"></span>'
        f' {html.escape(words)}</span>' for colour, words in layer.classes)
    ramp = ""
    if layer.ticks:
        shades = [c for k, c in enumerate(layer.colours) if k > 0 and c != ZERO]
        stops = [shades[i] for i in np.linspace(0, len(shades) - 1, RAMP_STOPS).astype(int)]
        ticks = "".join(f"<span>{html.escape(tick)}</span>" for tick in layer.ticks)
        ramp = ('<span style="display:inline-block;width:45%;min-width:130px">'
                '<span style="display:block;height:10px;background:linear-gradient(to right,'
                f'{",".join(stops)})"></span><span style="display:flex;justify-content:'
                f'space-between">{ticks}</span></span>')
    return ('<div style="display:flex;flex-wrap:wrap;gap:4px 14px;font-size:0.85rem;'
            f'margin-top:4px">{ramp}{boxes}</div>')
