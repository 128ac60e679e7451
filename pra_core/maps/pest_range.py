"""The present range of a pest, by country and region, for a browser without internet."""

from __future__ import annotations

import html
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

import folium
import numpy as np
from branca.element import Element, Figure

from pra_core import labels, reference, reference_places
from pra_core.errors import N_
from pra_core.i18n import Translator
from pra_core.maps.browser_script import BORDER, FONT, LAND, STYLE
from pra_core.maps.geometry import packed, thinned
from pra_core.maps.interactive import STATIC
from pra_core.maps.overlays import place_name
from pra_core.maps.pest_range_script import SCRIPT
from pra_core.maps.scripted import Scripted
from pra_core.pest_library.present_range import TITLES, Standing, area_names, standings
from pra_core.pest_library.record import PestRecord

COLOURS: Mapping[str, str] = {
    "widespread": "#004a73", "present": "#0072b2", "limited": "#56b4e9", "transient": "#e69f00",
    "eradicated": "#cc79a7", "absent": "#8fd0b8",
}
"""Presences told apart also in grey; countries of which nothing is recorded stay as land."""
SPACING = 0.12
"""Distance between points of an outline [degrees]."""
SMALL = 1.6
"""Countries less wide and high than this get a dot as well [degrees]."""
MOST_LINES = 6
"""Listings read out under the pointer."""
WORLD = ((-57.0, -170.0), (75.0, 180.0))
HATCHED = N_("△ nobody has read it in the source")
NOTHING = N_("No record: not the same as absent")

Shape = dict[str, Any]


def range_html(record: PestRecord, t: Translator, static: str = STATIC) -> str:
    """The map as one page of HTML that asks only `static` for files; same input, same text.

    Each country and region is shaded by the largest presence listed, hatched where nobody has
    read that in its source; a country of which only regions are listed is paler than they are.
    What is written in the record enters the page as text, never as markup.
    """
    found = standings(record)
    shapes = [_area(shape, found.get(shape["code"]), record, t)
              for shape in _countries(reference.boundary_set())]
    shapes += [_area(shape, found[shape["code"]], record, t)
               for shape in _regions(reference.boundary_set()) if shape["code"] in found]
    used = [extent for extent in COLOURS if any(one.extent == extent for one in found.values())]
    picture = folium.Map(
        location=[20, 10], zoom_start=1, tiles=None, attributionControl=False, zoomSnap=0.25,
        zoomDelta=0.5, min_zoom=0, max_zoom=8, world_copy_jump=False)
    picture.default_js = [("leaflet", f"{static}leaflet.js"), ("jquery", f"{static}jquery.min.js")]
    picture.default_css = [("leaflet_css", f"{static}leaflet.css")]
    root = picture.get_root()
    assert isinstance(root, Figure)
    root.header.add_child(Element(STYLE), name="pra_style")
    picture.add_child(Scripted(SCRIPT, {
        "areas": shapes, "colours": COLOURS, "land": LAND, "border": BORDER, "font": FONT,
        "world": WORLD, "legend": _legend(used, found, t)}))
    for number, element in enumerate(_tree(root)):
        element._id = f"{number:04d}"  # no random names: an unchanged map is not loaded again
    return str(root.render())


def _area(shape: Shape, one: Standing | None, record: PestRecord, t: Translator) -> Shape:
    """A shape with what is read out when the pointer is over it."""
    name = _name(shape["code"], t)
    if one is None or one.extent not in COLOURS:
        return {**shape, "words": [name, t(NOTHING)]}
    lines = [f"{labels.STATUS_MARKS[listing.status]} {t(TITLES[listing.presence])}: "
             f"{record.sources[listing.source].citation or t('judgement')}"
             for listing in one.listings[:MOST_LINES]]
    if len(one.listings) > MOST_LINES:
        lines.append(t("and {count} more", count=len(one.listings) - MOST_LINES))
    return {**shape, "extent": one.extent, "hatched": not one.verified,
            "pale": bool(one.regions), "words": [name, *lines]}


def _name(code: str, t: Translator) -> str:
    names = area_names()
    return t.local(names[code]) if code in names and "-" not in code else place_name(code, t)


def _legend(used: Sequence[str], found: Mapping[str, Standing], t: Translator) -> str:
    """Every word escaped."""
    rows = [_key(f"background:{COLOURS[extent]}", t(TITLES[extent])) for extent in used]
    rows.append(_key(f"background:{LAND}", t(NOTHING)))
    if any(not one.verified for one in found.values()):
        rows.append(_key("background:repeating-linear-gradient(135deg,#ffffff 0 2px,"
                         "#5a666d 2px 5px)", t(HATCHED)))
    return "".join(rows)


def _key(style: str, words: str) -> str:
    return (f'<div class="pra-row"><span class="pra-key" style="{style}"></span>'
            f"{html.escape(words)}</div>")


@lru_cache(maxsize=2)
def _countries(boundaries: str) -> tuple[Shape, ...]:  # noqa: ARG001 - part of the key
    return tuple(_shape(feature["properties"]["iso2"] or "", feature["geometry"])
                 for feature in reference.countries_geojson()["features"])


@lru_cache(maxsize=2)
def _regions(boundaries: str) -> tuple[Shape, ...]:  # noqa: ARG001 - part of the key
    return tuple(_shape(feature["properties"]["code"], feature["geometry"])
                 for feature in reference_places.regions_geojson()["features"])


def _shape(code: str, geometry: Mapping[str, Any]) -> Shape:
    """Outlines thinned for a map of the world, and a dot for what would be too small to see."""
    parts = (geometry["coordinates"] if geometry["type"] == "MultiPolygon"
             else [geometry["coordinates"]])
    rings = [[np.asarray(ring, np.float64)[:, :2] for ring in part] for part in parts]
    largest = max((part[0] for part in rings),
                  key=lambda ring: float(np.prod(np.ptp(ring, axis=0))))
    shape: Shape = {"code": code, "rings": [
        packed(thinned(ring, SPACING) for ring in part) for part in rings]}
    if float(np.ptp(largest, axis=0).max()) < SMALL:
        middle = (largest.min(axis=0) + largest.max(axis=0)) / 2
        shape["dot"] = [round(float(middle[1]), 2), round(float(middle[0]), 2)]
    return shape


def _tree(element: Element) -> Iterator[Element]:
    yield element
    for child in element._children.values():
        yield from _tree(child)
