"""The map of the endangered area for a browser without internet: folium, Leaflet from here."""

from __future__ import annotations

import base64
import html
import zlib
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import folium
import numpy as np
from branca.element import Element, Figure
from numpy.typing import NDArray

from pra_core import endangered_area, reference
from pra_core.endangered_area import Suitability
from pra_core.i18n import Translator, translator
from pra_core.maps import overlays
from pra_core.maps.browser_script import BORDER, LAND, REGION, SCRIPT, SEA, STYLE
from pra_core.maps.catalogue import Subject, layers
from pra_core.maps.climate_layers import unknown
from pra_core.maps.geometry import COLUMNS, View, mercator, view
from pra_core.maps.layers import GROUPS, STEPS, Layer
from pra_core.maps.raster import mercator_lines
from pra_core.maps.scripted import Scripted
from pra_core.scenario import Scenario

__all__ = ["BORDER", "LAND", "SEA", "STATIC", "legend", "suitability_html"]

STATIC = "/app/static/leaflet/"
"""Where the server keeps Leaflet and jQuery."""
SWITCH_WIDTH = 250
"""Room on the right that the layer switch may cover [px]."""
READ = ("index", "chance", "limiting")
"""Layers whose value is always read out under the pointer."""


def suitability_html(scenario: Scenario, t: Translator, static: str = STATIC) -> str:
    """The map as one page of HTML that asks only `static` for files; same input, same text.

    It shows one of `layers` at a time, tells the values of the cell under the pointer, and posts
    `{praCell: [row, column]}` of the climate grid to the window that holds it when a cell is
    clicked; `{praPlace: [latitude, longitude]}` posted to it marks a place.
    """
    return _html(Subject(scenario), t.language, reference.boundary_set(), static)


@lru_cache(maxsize=16)
def _html(subject: Subject, language: str, boundaries: str, static: str) -> str:  # noqa: ARG001
    t, scenario, normals = translator(language), subject.scenario, reference.climate_normals()
    found = endangered_area.suitability(scenario)
    seen = view(normals.row[found.cells], normals.col[found.cells])
    picture = _empty_map(seen, static)
    picture.fit_bounds([[seen.south, seen.west], [seen.north, seen.east]],
                       padding_top_left=(8, 8), padding_bottom_right=(SWITCH_WIDTH, 8))
    # After the view is set: it reads the zoom at which the whole area is seen.
    picture.add_child(Scripted(SCRIPT, _given(scenario, found, seen, t)))
    root = picture.get_root()
    _name_in_order(root)
    return str(root.render())


def _empty_map(seen: View, static: str) -> folium.Map:
    west, south, east, north = seen.around(overlays.ASPECT)
    picture = folium.Map(
        location=[(seen.south + seen.north) / 2, (seen.west + seen.east) / 2], tiles=None,
        attributionControl=False, zoomSnap=0.25, zoomDelta=0.5, min_zoom=0, max_zoom=9,
        max_bounds=True, min_lat=south, max_lat=north, min_lon=west, max_lon=east,
        world_copy_jump=False)
    picture.default_js = [("leaflet", f"{static}leaflet.js"), ("jquery", f"{static}jquery.min.js")]
    picture.default_css = [("leaflet_css", f"{static}leaflet.css")]
    root = picture.get_root()
    assert isinstance(root, Figure)
    root.header.add_child(Element(STYLE), name="pra_style")
    return picture


def _given(scenario: Scenario, found: Suitability, seen: View, t: Translator) -> dict[str, Any]:
    places, place = overlays.places(found, t)
    made = layers(scenario, t)
    unsure = unknown(next(layer.values for layer in made if layer.key == "chance"
                          and layer.values is not None))
    lines = mercator_lines(seen.north, seen.south)
    present = {layer.group for layer in made}
    return {
        "key": f"{seen.west:g},{seen.south:g},{seen.east:g},{seen.north:g}",
        "row": _packed(seen.row.astype("<u2")), "column": _packed(seen.column.astype("<u2")),
        "area": _packed(place.astype("<u2")), "areas": places,
        "rows": seen.rows, "columns": seen.columns, "lines": lines, "around": COLUMNS,
        "top": seen.first_row, "first": seen.first_column, "size": reference.STEP,
        "north": seen.north, "west": seen.west, "south": seen.south, "east": seen.east,
        "y": [float(mercator(seen.north)), float(mercator(seen.south))],
        "fine": max(1, min(6, 1500 // seen.columns)),
        "unknown": _packed(unsure.astype(np.uint8)) if unsure.any() else None,
        "layers": [_layer(layer, t) for layer in made],
        "groups": [t(group) for group in GROUPS if group in present],
        "read": [layer.key for layer in made if layer.key in READ],
        "hint": t("Point at a coloured cell to read its values; click it to see its year."),
        "says": t("{title}: {words}", title="{title}", words="{words}"),
        "unsure": _key("pra-hatched", t("We do not know: suitable in 10 to 90 % of futures")),
        "titles": {"layer": t("Layer"), "opacity": t("Opacity"),
                   "unknown": t("Hatch what we do not know"),
                   "regions": t("Borders of regions"),
                   "ports": t("Points of entry: ● seaports ○ airports")},
        "colours": {"land": LAND, "border": BORDER, "region": REGION},
        **overlays.outlines_of(seen), "ports": overlays.points(found, seen, t),
    }


def _layer(layer: Layer, t: Translator) -> dict[str, object]:
    return {"key": layer.key, "title": layer.title, "group": t(layer.group),
            "data": _packed(layer.codes), "colours": layer.colours, "words": layer.words,
            "legend": legend(layer)}


def _packed(values: NDArray[np.uint8] | NDArray[np.uint16]) -> str:
    return base64.b64encode(zlib.compress(values.tobytes(), 6)).decode("ascii")


def legend(layer: Layer) -> str:
    """Legend of one layer as HTML; every word escaped."""
    parts = [f"<b>{html.escape(layer.title)}</b>"]
    if layer.ticks:
        shades = [layer.colours[code] for code in np.linspace(1, STEPS, 9).round().astype(int)]
        words = "".join(f"<span>{html.escape(word)}</span>" for word in layer.ticks)
        parts.append(f'<div class="pra-ramp" style="background:linear-gradient(90deg,'
                     f'{",".join(shades)})"></div><div class="pra-ticks">{words}</div>')
    parts += [f'<div class="pra-row"><span class="pra-key" style="background:{colour}"></span>'
              f"{html.escape(words)}</div>" for colour, words in layer.classes]
    if layer.note:
        parts.append(f'<div class="pra-note">{html.escape(layer.note)}</div>')
    return "".join(parts)


def _key(kind: str, words: str) -> str:
    return f'<div class="pra-row"><span class="pra-key {kind}"></span>{html.escape(words)}</div>'


def _name_in_order(root: Element) -> None:
    """Numbers instead of random names, so that an unchanged map is not loaded again."""
    for number, element in enumerate(_tree(root)):
        element._id = f"{number:04d}"


def _tree(element: Element) -> Iterator[Element]:
    yield element
    for child in element._children.values():
        yield from _tree(child)
