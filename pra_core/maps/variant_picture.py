"""Maps side by side as one picture: the scenario, a variant of it, and what lies between."""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.colors import ListedColormap
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.patches import Patch
from numpy.typing import NDArray

from pra_core import endangered_area, reference
from pra_core.i18n import Translator
from pra_core.maps.browser_script import BORDER, LAND, SEA
from pra_core.maps.geometry import Ring, View, outlines, thinned, view
from pra_core.maps.layers import ZERO, Layer
from pra_core.maps.raster import TRANSPARENT
from pra_core.scenario import Scenario

WIDTH, GAP, HEAD, FOOT = 13.0, 0.12, 0.34, 0.62
"""Width of the picture, room between maps, and above and below each [inch]."""
TALLEST = 0.95
"""Height of a map is at most this share of its width."""
MARGIN = 0.03
"""Shown around the PRA area, as a share of its width and height."""
LINES = 400
"""Points of an outline are as far apart as this part of the map's width."""
INK = "#1b2a33"


def panels_png(scenario: Scenario, layers: Sequence[Layer], t: Translator, dpi: int = 110) -> bytes:
    """Layers of the PRA area's cells beside each other as PNG, each with its title and legend.

    Equirectangular, true at the middle latitude, with the disclaimer on boundaries.
    """
    found = endangered_area.suitability(scenario)
    seen = _view(found.cells.tobytes(), reference.climate_normals().dataset)
    stretch = 1.0 / math.cos(math.radians((seen.south + seen.north) / 2))
    tall, across = MARGIN * (seen.north - seen.south), MARGIN * (seen.east - seen.west)
    box = (seen.west - across, seen.south - tall, seen.east + across, seen.north + tall)
    wide = (WIDTH - GAP * (len(layers) - 1)) / len(layers)
    high = wide * min((box[3] - box[1]) * stretch / (box[2] - box[0]), TALLEST)
    whole = high + HEAD + FOOT
    figure = Figure(figsize=(WIDTH, whole), facecolor="white")
    FigureCanvasAgg(figure)
    for k, layer in enumerate(layers):
        left = k * (wide + GAP)
        axes = figure.add_axes((left / WIDTH, FOOT / whole, wide / WIDTH, high / whole))
        axes.set(xlim=(box[0], box[2]), ylim=(box[1], box[3]), xticks=[], yticks=[], facecolor=SEA,
                 aspect=stretch)
        _land(axes, layer, seen)
        figure.text(left / WIDTH, (whole - HEAD / 2) / whole, layer.title.replace("$", r"\$"),
                    fontproperties=_font(13), va="center", color=INK)
        _key(figure, layer, left, wide, whole)
    figure.text(1.0, 0.09 / whole, t(
        "Boundaries and names do not imply any opinion on the legal status of a territory."),
        fontproperties=_font(8), ha="right", va="center", color=INK)
    stream = io.BytesIO()
    figure.savefig(stream, format="png", dpi=dpi, metadata={"Software": None})
    return stream.getvalue()


def _font(size: float) -> FontProperties:
    path = reference.verified_path("fonts/NotoSansSC-Regular.otf")
    return FontProperties(fname=str(path), size=size)


@lru_cache(maxsize=4)
def _view(cells: bytes, dataset: str) -> View:  # noqa: ARG001 - part of the key
    normals, at = reference.climate_normals(), np.frombuffer(cells, np.intp)
    return view(normals.row[at], normals.col[at])


@lru_cache(maxsize=4)
def _outlines(box: tuple[float, float, float, float], boundaries: str  # noqa: ARG001
              ) -> tuple[list[Ring], list[Ring]]:
    """Land and borders, as finely as the picture can show them."""
    land, lines = outlines(reference.countries_geojson(), box)
    spacing = (box[2] - box[0]) / LINES
    return ([thinned(polygon[0], spacing) for polygon in land],
            [thinned(line, spacing) for line in lines])


def _land(axes: Axes, layer: Layer, seen: View) -> None:
    land, lines = _outlines(seen.around(), reference.boundary_set())
    axes.add_collection(PolyCollection(land, facecolors=LAND, edgecolors="none"))
    image: NDArray[np.uint8] = seen.grid(layer.codes, TRANSPARENT)
    axes.imshow(np.ma.masked_equal(image, TRANSPARENT), cmap=ListedColormap(list(layer.colours)),
                vmin=-0.5, vmax=len(layer.colours) - 0.5, interpolation="nearest", zorder=2,
                extent=(seen.west, seen.east, seen.south, seen.north), aspect=axes.get_aspect())
    axes.add_collection(LineCollection(lines, colors=BORDER, linewidths=0.5, zorder=3))


def _key(figure: Figure, layer: Layer, left: float, wide: float, whole: float) -> None:
    """Boxes of the classes, after the ramp where the layer has one."""
    start = left
    if layer.ticks:
        scale = figure.add_axes(((left + 0.2) / WIDTH, 0.42 / whole, 0.4 * wide / WIDTH,
                                 0.13 / whole))
        shades = [colour for colour in layer.colours if colour != ZERO]
        scale.imshow(np.arange(len(shades))[None], aspect="auto", cmap=ListedColormap(shades))
        scale.set(yticks=[], xticks=np.linspace(0, len(shades) - 1, len(layer.ticks)))
        scale.set_xticklabels(layer.ticks, fontproperties=_font(9))
        scale.tick_params(length=2)
        start = left + 0.4 * wide + 0.35
    handles = [Patch(facecolor=colour, edgecolor=BORDER, linewidth=0.5, label=words)
               for colour, words in layer.classes]
    figure.legend(handles=handles, loc="upper left", ncols=2, frameon=False, prop=_font(9),
                  bbox_to_anchor=(start / WIDTH, (FOOT - 0.02) / whole), columnspacing=1.0)
