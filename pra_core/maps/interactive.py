"""The map of the endangered area for a browser without internet: folium, Leaflet from here."""

from __future__ import annotations

import base64
import html
import json
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

import folium
import numpy as np
from branca.element import Element, Figure, MacroElement
from folium.template import Template
from numpy.typing import NDArray

from pra_core import endangered_area, reference
from pra_core.distribution import Distribution
from pra_core.endangered_area import Suitability
from pra_core.i18n import Translator, translator
from pra_core.maps.geometry import Ring, View, outlines, view
from pra_core.maps.layers import STEPS, Layer, layers
from pra_core.maps.raster import TRANSPARENT, data_url, mercator_rows, palette_png
from pra_core.regions import LIMITING_WORDS, threshold_law
from pra_core.scenario import Scenario

STATIC = "/app/static/leaflet/"
"""Where the server keeps Leaflet and jQuery."""
SWITCH_WIDTH = 190
"""Room on the right that the layer switch may cover [px]."""
ASPECT = 2.8
"""Width of the widest window over its height, with room for zooming in steps."""
SEA, LAND, BORDER = "#eef3f5", "#e4e8e6", "#4a5a61"
FONT = "system-ui, 'Segoe UI', 'Noto Sans SC', 'Microsoft YaHei', 'PingFang SC', sans-serif"
STYLE = f"""<style>
html, body {{margin: 0; height: 100%;}}
.folium-map.leaflet-container {{background: {SEA}; font: 13px/1.4 {FONT}; color: #1b2a33;}}
.folium-map .leaflet-control-layers {{font: 12px/1.4 {FONT}; background: rgba(255,255,255,.94);}}
.pra-box {{background: rgba(255,255,255,.94); border: 1px solid #d9dfdc; padding: 8px 10px;
  max-width: 250px;}}
.pra-box b {{display: block; margin-bottom: 4px;}}
.pra-row {{display: flex; align-items: center; gap: 6px;}}
.pra-key {{width: 16px; height: 12px; border: 1px solid #8a949b; flex: none;}}
.pra-ramp {{height: 12px; border: 1px solid #8a949b;}}
.pra-ticks {{display: flex; justify-content: space-between; gap: 8px; margin-bottom: 4px;}}
.pra-readout {{min-width: 190px;}}
</style>"""


class _Readout(MacroElement):
    """Legend of the layer that is shown, and the values of the cell under the pointer."""

    _template = Template("""
        {% macro script(this, kwargs) %}
        (function (map, given) {
          function unpack(text, Kind) {
            return new Kind(Uint8Array.from(atob(text), c => c.charCodeAt(0)).buffer);
          }
          const row = unpack(given.row, Uint16Array), column = unpack(given.column, Uint16Array);
          const at = new Int32Array(given.rows * given.columns).fill(-1);
          row.forEach((r, i) => { at[r * given.columns + column[i]] = i; });
          const shown = given.values.map(v => ({...v, data: unpack(v.data, Uint8Array)}));
          const legend = L.control({position: 'bottomleft'});
          legend.onAdd = () => L.DomUtil.create('div', 'pra-box');
          legend.addTo(map);
          L.control.scale({imperial: false}).addTo(map);
          const show = key => { legend.getContainer().innerHTML = given.legends[key]; };
          show(given.first);
          map.on('baselayerchange', e => show(given.keys[e.name]));
          const box = L.control({position: 'bottomright'});
          box.onAdd = () => L.DomUtil.create('div', 'pra-box pra-readout');
          box.addTo(map);
          function line(text, tag) {
            const made = document.createElement(tag);
            made.textContent = text;
            box.getContainer().appendChild(made);
          }
          function say(i) {
            box.getContainer().replaceChildren();
            if (i < 0) { line(given.hint, 'div'); return; }
            shown.forEach((v, n) => {
              const code = v.data[i];
              const words = v.words ? v.words[code] : (code * v.step).toFixed(v.digits);
              line(n ? v.title + ': ' + words : words, n ? 'div' : 'b');
            });
          }
          function look(e) {
            const r = Math.floor((given.north - e.latlng.lat) / given.size);
            const c = Math.floor((e.latlng.lng - given.west) / given.size);
            const inside = r >= 0 && c >= 0 && r < given.rows && c < given.columns;
            say(inside ? at[r * given.columns + c] : -1);
          }
          say(-1);
          map.setMinZoom(map.getZoom() - 0.5);
          map.on('mousemove click', look);
        })({{ this._parent.get_name() }}, {{ this.given }});
        {% endmacro %}""")

    def __init__(self, given: Mapping[str, object]) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "Readout"
        # A script ends at the first "</script", even inside a string.
        self.given = json.dumps(given, ensure_ascii=False).replace("<", "\\u003c")


def suitability_html(scenario: Scenario, t: Translator, static: str = STATIC) -> str:
    """The map as one page of HTML that asks only `static` for files; same input, same text.

    Layers: suitability index; share of simulated futures in which a cell is suitable; what limits
    the pest; where arriving produce ends up; generations per year (as far as modelled).
    """
    return _html(endangered_area.suitability(scenario), threshold_law(scenario), t.language,
                 reference.boundary_set(), static)


@lru_cache(maxsize=16)
def _html(found: Suitability, law: Distribution, language: str, boundaries: str,  # noqa: ARG001
          static: str) -> str:
    t, normals = translator(language), reference.climate_normals()
    seen = view(normals.row[found.cells], normals.col[found.cells])
    made = layers(found, law, t)
    picture = _empty_map(seen, static)
    land, lines = outlines(reference.countries_geojson(), seen.around(ASPECT))
    _add_land(picture, land)
    for position, layer in enumerate(made):
        _add_layer(picture, layer, seen, first=position == 0)
    _add_borders(picture, lines)
    folium.LayerControl(position="topright", collapsed=False).add_to(picture)
    picture.fit_bounds([[seen.south, seen.west], [seen.north, seen.east]],
                       padding_top_left=(8, 8), padding_bottom_right=(SWITCH_WIDTH, 8))
    # After the view is set: it reads the zoom at which the whole area is seen.
    picture.add_child(_Readout(_given(found, seen, made, t)))
    root = picture.get_root()
    _name_in_order(root)
    return str(root.render())


def _empty_map(seen: View, static: str) -> folium.Map:
    west, south, east, north = seen.around(ASPECT)
    picture = folium.Map(
        location=[(seen.south + seen.north) / 2, (seen.west + seen.east) / 2], tiles=None,
        attributionControl=False, zoomSnap=0.25, zoomDelta=0.5, min_zoom=1, max_zoom=9,
        max_bounds=True, min_lat=south, max_lat=north, min_lon=west, max_lon=east,
        world_copy_jump=False)
    picture.default_js = [("leaflet", f"{static}leaflet.js"), ("jquery", f"{static}jquery.min.js")]
    picture.default_css = [("leaflet_css", f"{static}leaflet.css")]
    root = picture.get_root()
    assert isinstance(root, Figure)
    root.header.add_child(Element(STYLE), name="pra_style")
    folium.map.CustomPane("land", z_index=300).add_to(picture)
    return picture


def _add_land(picture: folium.Map, land: Sequence[Sequence[Ring]]) -> None:
    shape = {"type": "MultiPolygon",
             "coordinates": [[_points(ring) for ring in polygon] for polygon in land]}
    style = {"stroke": False, "fillColor": LAND, "fillOpacity": 1.0}
    folium.GeoJson({"type": "Feature", "properties": {}, "geometry": shape}, control=False,
                   style_function=lambda _: style, pane="land", interactive=False,
                   smooth_factor=0.5).add_to(picture)


def _add_borders(picture: folium.Map, lines: Sequence[Ring]) -> None:
    shape = {"type": "MultiLineString", "coordinates": [_points(line) for line in lines]}
    style = {"color": BORDER, "weight": 0.9, "opacity": 0.9}
    folium.GeoJson({"type": "Feature", "properties": {}, "geometry": shape}, control=False,
                   style_function=lambda _: style, interactive=False,
                   smooth_factor=0.5).add_to(picture)


def _points(ring: Ring) -> list[list[float]]:
    rounded: list[list[float]] = np.round(ring, 2).tolist()
    return rounded


def _add_layer(picture: folium.Map, layer: Layer, seen: View, *, first: bool) -> None:
    image = mercator_rows(seen.grid(layer.codes, TRANSPARENT), seen.north, seen.south)
    folium.raster_layers.ImageOverlay(
        data_url(palette_png(image, layer.colours)), name=html.escape(layer.title), overlay=False,
        show=first, opacity=1.0, pixelated=True, mercator_project=False,
        bounds=[[seen.south, seen.west], [seen.north, seen.east]]).add_to(picture)


def _given(found: Suitability, seen: View, made: Sequence[Layer], t: Translator
           ) -> dict[str, object]:
    names = reference.country_names()
    codes, place = np.unique(found.country, return_inverse=True)
    values: list[dict[str, object]] = [{
        "title": t("Country or area"), "data": _packed(place.astype(np.uint8)),
        "words": [t.local(names[str(code)]) if code else t("No country given") for code in codes],
    }]
    for layer in made:
        if layer.key == "limiting":
            values.append({"title": layer.title, "data": _packed(layer.codes),
                           "words": [t(words) for words in LIMITING_WORDS]})
    values += _numbers(found, t)
    return {
        "row": _packed(seen.row.astype("<u2")), "column": _packed(seen.column.astype("<u2")),
        "rows": seen.rows, "columns": seen.columns, "north": seen.north, "west": seen.west,
        "size": reference.STEP, "values": values, "first": made[0].key,
        "hint": t("Point at a coloured cell to read its values."),
        "keys": {html.escape(layer.title): layer.key for layer in made},
        "legends": {layer.key: legend(layer) for layer in made},
    }


def _numbers(found: Suitability, t: Translator) -> list[dict[str, object]]:
    shown: list[dict[str, object]] = [{
        "title": t("Suitability index"), "step": 0.5, "digits": 1,
        "data": _packed(np.round(2 * found.index).astype(np.uint8))}]
    if found.detail is not None and np.isfinite(found.detail.generations).all():
        step = max(0.1, float(found.detail.generations.max()) / 255)
        shown.append({
            "title": t("Generations per year"), "step": step, "digits": 1,
            "data": _packed(np.round(found.detail.generations / step).astype(np.uint8))})
    return shown


def _packed(values: NDArray[np.uint8] | NDArray[np.uint16]) -> str:
    return base64.b64encode(values.tobytes()).decode("ascii")


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
    return "".join(parts)


def _name_in_order(root: Element) -> None:
    """Numbers instead of random names, so that an unchanged map is not loaded again."""
    for number, element in enumerate(_tree(root)):
        element._id = f"{number:04d}"


def _tree(element: Element) -> Iterator[Element]:
    yield element
    for child in element._children.values():
        yield from _tree(child)
