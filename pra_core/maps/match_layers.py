"""Layers of climate match, Köppen–Geiger zones, and development by degree-days."""

from __future__ import annotations

import math
from datetime import date, timedelta

import numpy as np
from babel.dates import format_skeleton

from pra_core import climate_match
from pra_core.climate.degree_days import DegreeDayMethod
from pra_core.climate.koppen import COLOURS, TITLES, ZONES
from pra_core.climate.phenology import FIRST_OF_JULY
from pra_core.climate_match import METHODS, Places
from pra_core.endangered_area import suitability
from pra_core.errors import PraError
from pra_core.frozen import FloatArray
from pra_core.i18n import Translator
from pra_core.maps.layers import (
    DEVELOPMENT,
    MATCH,
    STEPS,
    ZERO,
    Layer,
    classed,
    middles,
    ramp,
    shaded,
    shades,
)
from pra_core.scenario import Scenario

SPAN = 30
"""The scale of emergence begins and ends at a multiple of so many days."""


def match_layers(scenario: Scenario, t: Translator) -> list[Layer]:
    """Match with the present range where it is given, climate zones, and development."""
    made = [zones_layer(scenario, t)]
    present = climate_match.present_range(scenario)
    if present.areas:
        try:
            made.insert(0, match_layer(scenario, present, t))
        except PraError:
            # The view of the match tells what is wrong; the other layers do not hang on it.
            pass
    return made + development_layers(scenario, t)


def match_layer(scenario: Scenario, places: Places, t: Translator, title: str = "") -> Layer:
    """Match index of each cell with the most similar of the places, by default the present range.

    Raises PraError: as `climate_match.cells_of`.
    """
    found = climate_match.resemblance(scenario, places)
    return shaded("match", title or t("Climate match with the present range"), MATCH, found.match,
                  100.0, t("0: no resemblance"), lambda x: t.number(x, 2), t, unit="index")


def zones_layer(scenario: Scenario, t: Translator) -> Layer:
    """Köppen–Geiger zone of each cell."""
    names = [t("{code}: {name}", code=zone, name=t(TITLES[zone])) for zone in ZONES]
    return classed("koppen", t("Köppen–Geiger climate zone"), MATCH,
                   climate_match.zones(scenario).astype(np.int64), COLOURS, names)


def development_layers(scenario: Scenario, t: Translator) -> list[Layer]:
    """Generations per year and earliest emergence, as far as the pest's data go."""
    made = (generations_layer(scenario, t), emergence_layer(scenario, t))
    return [layer for layer in made if layer is not None]


def generations_layer(scenario: Scenario, t: Translator, method: str | None = None
                      ) -> Layer | None:
    """Generations per year by one of `METHODS`, the pest's own unless given; None without data."""
    sheet, found = scenario.pest.phenology, climate_match.development(scenario, method)
    if sheet is None or found is None:
        return None
    way = method or sheet.method
    top = max(1.0, math.ceil(float(found.generations.max())))
    title = t("Generations per year ({method})", method=t(METHODS[DegreeDayMethod(way)]))
    return shaded(f"generations-{way}", title, DEVELOPMENT, found.generations, top,
                  t("No warmth above the threshold"), lambda x: t.number(x, 2), t, unit="1/yr",
                  note=_assumptions(scenario, t))


def emergence_layer(scenario: Scenario, t: Translator) -> Layer | None:
    """First day on which the emergence sum is reached; None where the pest has no such sum."""
    sheet, found = scenario.pest.phenology, climate_match.development(scenario)
    if sheet is None or found is None or sheet.emergence is None:
        return None
    days = found.emergence
    low, high = _ends(days)
    codes = shades(np.where(np.isnan(days), 0.0, np.maximum(days - low, 1e-6)), high - low)
    latitude = suitability(scenario).latitude
    words = [_when(low + float(x), latitude, t) for x in middles(high - low)]
    never = t("Never in an average year")
    ticks = [_when(low + (high - low) * share, latitude, t) for share in (0.0, 0.5, 1.0)]
    return Layer("emergence", t("Earliest emergence of adults"), codes, (ZERO, *ramp()[:STEPS]),
                 ((ZERO, never),), tuple(ticks), DEVELOPMENT, (never, *words), days, "d",
                 _assumptions(scenario, t))


def _ends(days: FloatArray) -> tuple[float, float]:
    """Scale that holds all days, between multiples of `SPAN`; the whole year where all are NaN."""
    if np.isnan(days).all():
        return 0.0, 365.0
    low = SPAN * math.floor(float(np.nanmin(days)) / SPAN)
    return low, max(low + SPAN, SPAN * math.ceil(float(np.nanmax(days)) / SPAN))


def _when(days: float, latitude: FloatArray, t: Translator) -> str:
    """A date where all land lies on one side of the equator, else days after midwinter."""
    south = latitude < 0
    if south.any() and not south.all():
        return t("{count} days after midwinter", count=t.number(days))
    passed = max(0, math.ceil(days) - 1) + (FIRST_OF_JULY - 1 if south.all() else 0)
    day = date(2001, 1, 1) + timedelta(days=passed % 365)  # a year without a 29 February
    return format_skeleton("MMMd", day, locale=t.language)


def _assumptions(scenario: Scenario, t: Translator) -> str:
    return t("Degree-days of an average year with days {range} °C wide; from 1 January, south of"
             " the equator from 1 July.",
             range=t.number(climate_match.daily_range(scenario)))
