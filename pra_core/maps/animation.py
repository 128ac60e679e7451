"""The years of a spread simulation on a map for a browser without internet: slider and play."""

from __future__ import annotations

import base64
import html
import json
import zlib
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pra_core import endangered_area, reference
from pra_core.i18n import Translator, translator
from pra_core.maps.animation_script import ANIMATION, ANIMATION_STYLE
from pra_core.maps.browser_script import BORDER, LAND, STYLE
from pra_core.maps.catalogue import Subject
from pra_core.maps.geometry import mercator, view
from pra_core.maps.interactive import STATIC, legend
from pra_core.maps.layers import STEPS, ZERO, Layer, middles, ramp, shades
from pra_core.maps.overlays import ASPECT, outlines_of
from pra_core.maps.raster import mercator_lines
from pra_core.scenario import Scenario
from pra_core.spread_map import SpreadMap

CLOSED, CLOSED_COLOUR = STEPS + 1, "#f4f6f5"
"""Cells that cannot be invaded."""
COLOURS = (ZERO, *ramp(), CLOSED_COLOUR)
MARKED = 30
"""So many places of entry are marked; weights over many cells are not."""


def year_codes(found: SpreadMap, year: int) -> NDArray[np.uint8]:
    """Palette code of each cell so many years after founding, [cells].

    0: invaded in no replicate; 1 … `STEPS`: square root of the share of replicates, so that small
    chances differ; `CLOSED`: cannot be invaded.
    """
    codes = shades(np.sqrt(found.probability(year)), 1.0)
    return np.where(found.invadable, codes, CLOSED).astype(np.uint8)


def invasion_layer(found: SpreadMap, year: int, t: Translator) -> Layer:
    """P(invaded) of each cell so many years after founding."""
    return Layer(
        "invasion", t("Invaded in this share of simulations"), year_codes(found, year), COLOURS,
        ((ZERO, t("Could be invaded; was in no simulation")),
         (CLOSED_COLOUR, t("Too unsuitable, or no hosts"))),
        tuple(t.percent(p**2) for p in (0.0, 0.5, 1.0)))


def spread_html(scenario: Scenario, found: SpreadMap, t: Translator, static: str = STATIC) -> str:
    """The map as one page of HTML that asks only `static` for files; same input, same text."""
    return _html(Subject(scenario), found, t.language, reference.boundary_set(), static)


@lru_cache(maxsize=8)
def _html(subject: Subject, found: SpreadMap, language: str,
          boundaries: str, static: str) -> str:  # noqa: ARG001 - part of the key
    # A script ends at the first "</script", even inside a string.
    given = json.dumps(_given(subject.scenario, found, translator(language)), ensure_ascii=False,
                       separators=(",", ":")).replace("<", "\\u003c")
    base = html.escape(static, quote=True)
    return (f'<!DOCTYPE html><html lang="{language.replace("_", "-")}"><head>'
            f'<meta charset="utf-8"><script src="{base}leaflet.js"></script>'
            f'<link rel="stylesheet" href="{base}leaflet.css">{STYLE}{ANIMATION_STYLE}</head>'
            f'<body><div id="map" class="folium-map"></div><script>{ANIMATION}({given});</script>'
            "</body></html>")


def _given(scenario: Scenario, found: SpreadMap, t: Translator) -> dict[str, Any]:
    normals, cells = reference.climate_normals(), endangered_area.suitability(scenario)
    seen = view(normals.row[cells.cells], normals.col[cells.cells])
    west, south, east, north = seen.around(ASPECT)
    frames = np.stack([year_codes(found, year) for year in range(found.years + 1)])
    # By cell and then by year the codes hardly change, which packs well.
    text = zlib.compress(np.ascontiguousarray(frames.T).tobytes(), 6)
    marks = found.entry if found.entry.size <= MARKED else found.entry[:0]
    open_rows, open_columns = seen.row[found.invadable], seen.column[found.invadable]
    return {
        "row": _packed(seen.row), "column": _packed(seen.column),
        "frames": base64.b64encode(text).decode("ascii"), "years": found.years,
        "rows": seen.rows, "columns": seen.columns, "size": reference.STEP,
        "lines": mercator_lines(seen.north, seen.south),
        "y": [float(mercator(seen.north)), float(mercator(seen.south))],
        "north": seen.north, "west": seen.west, "south": seen.south, "east": seen.east,
        "focus": [[seen.north - reference.STEP * (int(open_rows.max()) + 1),
                   seen.west + reference.STEP * int(open_columns.min())],
                  [seen.north - reference.STEP * int(open_rows.min()),
                   seen.west + reference.STEP * (int(open_columns.max()) + 1)]],
        "around": [[south, west], [north, east]], "colours": COLOURS, "land": LAND,
        "border": BORDER, "legend": legend(invasion_layer(found, found.years, t)),
        "marks": np.column_stack([cells.latitude[marks], cells.longitude[marks]]).tolist(),
        "words": _words(found.replicates, t),
        "hint": t("Point at a cell to read its chance of invasion."),
        "titles": {"play": t("Play"), "pause": t("Pause"), "year": t("Years since founding"),
                   "entry": t("Place of entry")},
        "outlines": outlines_of(seen),
    }


def _words(replicates: int, t: Translator) -> list[str]:
    """What a cell of each code is said to be: the nearest share so many replicates can have."""
    shares = np.maximum(1.0, np.round(middles(1.0) ** 2 * replicates)) / replicates
    return [t("Invaded in no simulation"),
            *(t("Invaded in {share} of simulations", share=t.percent(float(p), 2))
              for p in shares), t("Too unsuitable, or no hosts")]


def _packed(values: NDArray[np.intp]) -> str:
    return base64.b64encode(zlib.compress(values.astype("<u2").tobytes(), 6)).decode("ascii")
