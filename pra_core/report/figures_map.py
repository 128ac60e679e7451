"""The endangered area on paper."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Any

import numpy as np

from pra_core import reference
from pra_core.endangered_area import chance_suitable, endangered_chance, suitability
from pra_core.figures import theme
from pra_core.i18n import Translator, translator
from pra_core.maps.catalogue import Subject
from pra_core.maps.climate_layers import climate_layers
from pra_core.maps.geometry import view
from pra_core.maps.layers import ZERO, Layer
from pra_core.maps.stake_layers import stake_layers
from pra_core.regions import threshold_law
from pra_core.report.document import Form
from pra_core.report.drawing import folded, letters, picture
from pra_core.scenario import Scenario

TALLEST = 0.72
"""Height of the map is at most this share of its width."""
RASTER = 4
"""Land, cells and boundaries lie below: one picture in the vector graphics, to keep it small."""
LEGEND_MM, SIDE_MM = 10.0, 1.0
PREFERRED = ("endangered", "chance", "index")
"""The first of these layers that the scenario gives is printed."""


def chosen_layer(scenario: Scenario, t: Translator) -> Layer:
    """What the map shows: the chance that a cell is endangered, else the index."""
    return _chosen(Subject(scenario), t.language)


@lru_cache(maxsize=6)
def _chosen(subject: Subject, language: str) -> Layer:
    """Only the layers among which is chosen: the others would take most of a report's time."""
    scenario, t = subject.scenario, translator(language)
    found = suitability(scenario)
    chance = chance_suitable(found, threshold_law(scenario))
    made = {one.key: one for one in (
        *climate_layers(scenario, found, chance, t),
        *stake_layers(found, endangered_chance(scenario, chance), t))}
    return next(made[key] for key in PREFERRED if key in made)


def map_picture(scenario: Scenario, t: Translator, form: Form, width_mm: float) -> bytes:
    """The PRA area with its cells coloured, equirectangular, true at the middle latitude."""
    layer = chosen_layer(scenario, t)
    found, normals = suitability(scenario), reference.climate_normals()
    seen = view(normals.row[found.cells], normals.col[found.cells])
    stretch = 1.0 / math.cos(math.radians((seen.south + seen.north) / 2))
    from pra_core.maps.printed import frame, paint  # imports matplotlib

    west, south, east, north = frame(seen)
    high = width_mm * min((north - south) * stretch / (east - west), TALLEST)

    def drawn(figure: Any) -> None:
        figure.set_layout_engine("none")
        whole = high + LEGEND_MM
        axes = figure.add_axes((SIDE_MM / width_mm, LEGEND_MM / whole,
                                1 - 2 * SIDE_MM / width_mm, high / whole))
        axes.set(xlim=(west, east), ylim=(south, north), xticks=[], yticks=[],
                 facecolor="#eef3f6", aspect=stretch)
        axes.set_rasterization_zorder(RASTER)
        paint(axes, layer, seen)
        _legend(figure, layer, width_mm, whole)

    return picture(form, drawn, width_mm, high + LEGEND_MM)


def _legend(figure: Any, layer: Layer, width_mm: float, height_mm: float) -> None:
    """The ramp with its ticks, and the boxes of the classes."""
    from matplotlib.colors import ListedColormap
    from matplotlib.patches import Patch

    size = 6.5 if width_mm < 120 else 8.0
    boxes = [Patch(facecolor=colour, edgecolor=theme.LINE, linewidth=0.5,
                   label=folded(words, 40, 2)) for colour, words in layer.classes]
    figure.legend(handles=boxes, loc="upper left", ncols=1 if layer.ticks else 3, frameon=False,
                  prop=letters(size), handlelength=1.2, borderpad=0,
                  bbox_to_anchor=(0.56 if layer.ticks else 0.02, (LEGEND_MM - 2.5) / height_mm))
    if not layer.ticks:
        return
    scale = figure.add_axes((0.04, 5.0 / height_mm, 0.44, 2.6 / height_mm))
    shades = [colour for colour in layer.colours if colour != ZERO]
    scale.imshow(np.arange(len(shades))[None], aspect="auto", cmap=ListedColormap(shades))
    scale.set(yticks=[], xticks=np.linspace(0, len(shades) - 1, len(layer.ticks)))
    scale.set_xticklabels(layer.ticks, fontproperties=letters(size - 0.5), color=theme.INK)
    scale.tick_params(length=2, pad=1)
