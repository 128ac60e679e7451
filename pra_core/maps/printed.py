"""The map of the endangered area as a picture for a report or a slide."""

from __future__ import annotations

import io
import math
import textwrap
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.colors import ListedColormap
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.patches import Patch

from pra_core import endangered_area, reference
from pra_core.i18n import Translator
from pra_core.maps.browser_script import BORDER, LAND, SEA
from pra_core.maps.catalogue import layers
from pra_core.maps.geometry import Ring, View, outlines, view
from pra_core.maps.layers import ZERO, Layer
from pra_core.maps.raster import TRANSPARENT
from pra_core.scenario import Scenario

INK = "#1b2a33"
WIDTH, HEAD, FOOT, SIDE = 9.0, 0.65, 1.15, 0.2
"""Width of the picture, room above and below the map, and beside it [inch]."""
FRAME = 0.04
"""Margin shown around the PRA area, as a share of its width and height."""
CHARACTERS = 84
"""Characters of a title line, counted in Latin letters."""


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A picture under construction: places are given in inches from the lower left corner."""

    figure: Figure
    height: float

    def axes(self, left: float, bottom: float, wide: float, high: float) -> Axes:
        return self.figure.add_axes((left / WIDTH, bottom / self.height, wide / WIDTH,
                                     high / self.height))

    def write(self, text: str, bottom: float, size: float) -> None:
        # A dollar sign would start a formula.
        self.figure.text(SIDE / WIDTH, bottom / self.height, text.replace("$", r"\$"), color=INK,
                         fontproperties=_font(size), va="center")


def _font(size: float) -> FontProperties:
    path = reference.verified_path("fonts/NotoSansSC-Regular.otf")
    return FontProperties(fname=str(path), size=size)


def suitability_png(scenario: Scenario, t: Translator, layer: str = "index", dpi: int = 160
                    ) -> bytes:
    """One of `layers` by its key as PNG.

    Equirectangular, true at the middle latitude; with title, legend, the scenario's fingerprint
    and the disclaimer. A layer that the model lacks is replaced by the index.
    """
    found, normals = endangered_area.suitability(scenario), reference.climate_normals()
    seen = view(normals.row[found.cells], normals.col[found.cells])
    made = {one.key: one for one in layers(scenario, t)}
    chosen = made.get(layer, made["index"])
    stretch = 1.0 / math.cos(math.radians((seen.south + seen.north) / 2))
    west, south, east, north = frame(seen)
    high = (WIDTH - 2 * SIDE) * min((north - south) * stretch / (east - west), 1.2)
    sheet = _Sheet(Figure(figsize=(WIDTH, high + HEAD + FOOT), facecolor="white"),
                   high + HEAD + FOOT)
    FigureCanvasAgg(sheet.figure)
    axes = sheet.axes(SIDE, FOOT, WIDTH - 2 * SIDE, high)
    axes.set(xlim=(west, east), ylim=(south, north), xticks=[], yticks=[], facecolor=SEA,
             aspect=stretch)
    paint(axes, chosen, seen)
    _words(sheet, scenario, chosen, t)
    _key(sheet, chosen)
    stream = io.BytesIO()
    sheet.figure.savefig(stream, format="png", dpi=dpi, metadata={"Software": None})
    return stream.getvalue()


def frame(seen: View) -> tuple[float, float, float, float]:
    """West, south, east and north of what is shown: the PRA area with a margin."""
    wide, high = FRAME * (seen.east - seen.west), FRAME * (seen.north - seen.south)
    return seen.west - wide, seen.south - high, seen.east + wide, seen.north + high


@lru_cache(maxsize=4)
def _outlines(box: tuple[float, float, float, float], boundaries: str  # noqa: ARG001 - key
              ) -> tuple[tuple[Ring, ...], tuple[Ring, ...]]:
    """Outer rings of the land and border lines; cut once for pictures of the same area."""
    land, lines = outlines(reference.countries_geojson(), box)
    return tuple(polygon[0] for polygon in land), tuple(lines)


def paint(axes: Axes, layer: Layer, seen: View) -> None:
    """Land, cells in their colours, and boundaries."""
    land, lines = _outlines(seen.around(), reference.boundary_set())
    axes.add_collection(PolyCollection(land, facecolors=LAND, edgecolors="none"))
    image = seen.grid(layer.codes, TRANSPARENT)
    axes.imshow(np.ma.masked_equal(image, TRANSPARENT), cmap=ListedColormap(list(layer.colours)),
                vmin=-0.5, vmax=len(layer.colours) - 0.5, interpolation="nearest",
                extent=(seen.west, seen.east, seen.south, seen.north), zorder=2,
                aspect=axes.get_aspect())
    axes.add_collection(LineCollection(lines, colors=BORDER, linewidths=0.5, zorder=3))


def _words(sheet: _Sheet, scenario: Scenario, layer: Layer, t: Translator) -> None:
    title = t("{layer}: {pest} ({name}), {area}", layer=layer.title,
              pest=t.local(scenario.pest.common_name), name=scenario.pest.name,
              area=t.local(scenario.pra_area.title))
    wide = CHARACTERS if title.isascii() else CHARACTERS * 2 // 3
    sheet.write("\n".join(textwrap.wrap(title, wide)[:2]), sheet.height - HEAD / 2, 12)
    notes = [t("Boundaries and names do not imply any opinion on the legal status of a territory."),
             t("Scenario {code}", code=scenario.fingerprint)]
    sheet.write(" · ".join(notes), 0.17, 8)


def _key(sheet: _Sheet, layer: Layer) -> None:
    """Boxes of the classes, and the ramp with its ticks where the layer has one."""
    handles = [Patch(facecolor=colour, edgecolor=BORDER, linewidth=0.5, label=words)
               for colour, words in layer.classes]
    left = 5.0 if layer.ticks else 0.1
    sheet.figure.legend(handles=handles, loc="upper left", ncols=3, frameon=False, prop=_font(9),
                        bbox_to_anchor=(left / WIDTH, (FOOT - 0.05) / sheet.height))
    if not layer.ticks:
        return
    scale = sheet.axes(SIDE + 0.25, 0.78, 4.2, 0.2)
    shades = [colour for colour in layer.colours if colour != ZERO]
    scale.imshow(np.arange(len(shades))[None], aspect="auto", cmap=ListedColormap(shades))
    scale.set(yticks=[], xticks=np.linspace(0, len(shades) - 1, len(layer.ticks)))
    scale.set_xticklabels(layer.ticks, fontproperties=_font(9))
