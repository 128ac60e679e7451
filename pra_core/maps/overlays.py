"""What lies under and over the cells: land, borders, regions, points of entry, names of places."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from pra_core import reference, reference_places
from pra_core.endangered_area import Suitability
from pra_core.i18n import Translator
from pra_core.maps.geometry import View, lines_inside, outlines, packed, thinned

ASPECT = 2.8
"""Width of the widest window over its height, with room for zooming in steps."""
DETAIL = 6_000
"""Points across the widest side of the PRA area that outlines tell apart."""
MOST_POINTS = 1_000
"""An area with more points of entry shows its seaports only."""
Point = tuple[float, float, bool, str]
"""Latitude, longitude, whether it is a seaport, and its name."""


def outlines_of(seen: View) -> dict[str, object]:
    """Land, borders of countries and of regions, to the detail that the size of the area asks."""
    spacing = max(seen.east - seen.west, seen.north - seen.south) / DETAIL
    box = seen.around(ASPECT)
    land, borders = outlines(reference.countries_geojson(), box)
    borders += lines_inside(reference_places.boundary_lines(), box)
    regions = lines_inside(reference_places.region_borders(), box)
    return {"land": [packed(thinned(ring, spacing) for ring in polygon) for polygon in land],
            "borders": packed(thinned(line, spacing) for line in borders),
            "regions": packed(thinned(line, spacing) for line in regions)}


def places(found: Suitability, t: Translator) -> tuple[list[str], NDArray[np.intp]]:
    """Names of the first-level regions, or countries, and which of them each cell lies in."""
    codes, place = np.unique(reference_places.region_codes()[found.cells], return_inverse=True)
    return [place_name(str(code), t) for code in codes], place


def place_name(code: str, t: Translator) -> str:
    """A region with its country, or a country, by its ISO 3166 code."""
    named, countries = reference_places.region_names(), reference.country_names()
    country, _, region = code.partition("-")
    if code not in named or country not in countries:
        return t.local(named[code]) if code in named else t("No country given")
    if not region:
        return t.local(countries[code])
    return t("{city}, {country}", city=t.local(named[code]), country=t.local(countries[country]))


def points(found: Suitability, seen: View, t: Translator) -> list[Point]:
    """Seaports and airports of the countries shown, inside the view."""
    table = reference_places.points_of_entry()
    table = table[table["iso2"].isin(np.unique(found.country))]
    if len(table) > MOST_POINTS:
        table = table[table["kind"] == "seaport"]
    latitude, longitude = table["lat"].to_numpy(np.float64), table["lon"].to_numpy(np.float64)
    longitude = np.where(longitude < seen.west, longitude + 360.0, longitude)
    inside = ((seen.south <= latitude) & (latitude <= seen.north)
              & (seen.west <= longitude) & (longitude <= seen.east))
    words = {"seaport": t("seaport"), "airport": t("airport")}
    named = zip(table["kind"], table["code"], table["name"], strict=True)
    return [(lat, lon, kind == "seaport", t("{name} ({code}, {kind})", name=name, code=code,
                                            kind=words[kind]))
            for (kind, code, name), lat, lon, kept
            in zip(named, latitude.tolist(), longitude.tolist(), inside, strict=True) if kept]
