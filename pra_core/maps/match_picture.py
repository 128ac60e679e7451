"""The climate match with given places as a picture, the most similar cities numbered on it."""

from __future__ import annotations

import io
import math
from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.colors import ListedColormap
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.patches import Patch

from pra_core import endangered_area, reference, reference_places
from pra_core.climate_match import Places
from pra_core.i18n import Translator
from pra_core.maps.browser_script import BORDER, LAND, SEA
from pra_core.maps.geometry import View, lines_inside, outlines, view
from pra_core.maps.layers import Layer
from pra_core.maps.match_layers import match_layer
from pra_core.maps.raster import TRANSPARENT
from pra_core.scenario import Scenario

WIDTH, FOOT = 9.0, 0.62
"""Width of the picture, and room for the legend under the map [inch]."""
TALLEST = 0.75
"""Height of the map is at most this share of its width."""
MARGIN = 0.03
"""Shown around the PRA area, as a share of its width and height."""


def match_png(scenario: Scenario, places: Places, marks: Sequence[tuple[float, float]],
              t: Translator, dpi: int = 150) -> bytes:
    """Match of the PRA area with the most similar of the places as PNG.

    Equirectangular, true at the middle latitude. `marks` are latitude and longitude; they are
    numbered from 1. Raises PraError: as `climate_match.cells_of`.
    """
    layer = match_layer(scenario, places, t, t("Climate match, 0 to 100"))
    found, normals = endangered_area.suitability(scenario), reference.climate_normals()
    seen = view(normals.row[found.cells], normals.col[found.cells])
    stretch = 1.0 / math.cos(math.radians((seen.south + seen.north) / 2))
    wide, tall = MARGIN * (seen.east - seen.west), MARGIN * (seen.north - seen.south)
    west, east = seen.west - wide, seen.east + wide
    south, north = seen.south - tall, seen.north + tall
    high = WIDTH * min((north - south) * stretch / (east - west), TALLEST)
    figure = Figure(figsize=(WIDTH, high + FOOT), facecolor="white")
    FigureCanvasAgg(figure)
    axes = figure.add_axes((0.0, FOOT / (high + FOOT), 1.0, high / (high + FOOT)))
    axes.set(xlim=(west, east), ylim=(south, north), xticks=[], yticks=[], facecolor=SEA,
             aspect=stretch)
    _land(axes, layer, seen)
    _numbers(axes, marks, seen)
    _key(figure, layer, high + FOOT)
    stream = io.BytesIO()
    figure.savefig(stream, format="png", dpi=dpi, metadata={"Software": None})
    return stream.getvalue()


def _font(size: float) -> FontProperties:
    path = reference.verified_path("fonts/NotoSansSC-Regular.otf")
    return FontProperties(fname=str(path), size=size)


def _land(axes: Axes, layer: Layer, seen: View) -> None:
    land, lines = outlines(reference.countries_geojson(), seen.around())
    axes.add_collection(PolyCollection([polygon[0] for polygon in land], facecolors=LAND,
                                       edgecolors="none"))
    image = np.ma.masked_equal(seen.grid(layer.codes, TRANSPARENT), TRANSPARENT)
    axes.imshow(image, cmap=ListedColormap(list(layer.colours)), vmin=-0.5,
                vmax=len(layer.colours) - 0.5, interpolation="nearest", zorder=2,
                extent=(seen.west, seen.east, seen.south, seen.north), aspect=axes.get_aspect())
    lines += lines_inside(reference_places.boundary_lines(), seen.around())
    axes.add_collection(LineCollection(lines, colors=BORDER, linewidths=0.5, zorder=3))


def _numbers(axes: Axes, marks: Sequence[tuple[float, float]], seen: View) -> None:
    """White discs with the rank; the first lies on top."""
    for k, (latitude, longitude) in reversed(list(enumerate(marks))):
        across = longitude + 360.0 if longitude < seen.west else longitude
        axes.text(across, latitude, str(k + 1), zorder=10 - k / 100, ha="center", va="center",
                  fontproperties=_font(8.5), color="#1b2a33",
                  bbox={"boxstyle": "circle,pad=0.22", "facecolor": "white",
                        "edgecolor": "#b3005e", "linewidth": 1.4})


def _key(figure: Figure, layer: Layer, height: float) -> None:
    scale = figure.add_axes((0.03, 0.30 / height, 0.38, 0.16 / height))
    scale.imshow(np.arange(len(layer.colours) - 1)[None], aspect="auto",
                 cmap=ListedColormap(list(layer.colours[1:])))
    scale.set(yticks=[], xticks=np.linspace(0, len(layer.colours) - 2, len(layer.ticks)))
    scale.set_xticklabels(layer.ticks, fontproperties=_font(9))
    figure.text(0.44, 0.36 / height, layer.title, fontproperties=_font(10), va="center")
    colour, words = layer.classes[0]
    figure.legend(handles=[Patch(facecolor=colour, edgecolor=BORDER, linewidth=0.5, label=words)],
                  loc="center left", frameon=False, prop=_font(9),
                  bbox_to_anchor=(0.70, 0.36 / height))
