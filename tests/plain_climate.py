"""The climate model by the plain formulas on whole arrays: the oracle of the tests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pra_core.climate.indices import ecoclimatic_index, survival
from pra_core.climate.limiting import IntArray
from pra_core.climate.stress import InteractionKind
from pra_core.climate.suitability import WeeklyYear, weekly_year
from pra_core.climate_sheet import ClimateSheet
from pra_core.frozen import FloatArray

_CAUSES: dict[str, tuple[InteractionKind, ...]] = {
    "cold": (InteractionKind.COLD_DRY, InteractionKind.COLD_WET),
    "heat": (InteractionKind.HOT_DRY, InteractionKind.HOT_WET),
    "dry": (),
    "wet": (),
}


def limiting_factor(
    growth_annual: FloatArray,
    stress: Mapping[str, FloatArray],
    joint: Sequence[tuple[InteractionKind, FloatArray]],
    short: NDArray[np.bool_],
) -> IntArray:
    """Code of the factor that multiplies the index by least, [n].

    Compared are what each stress leaves (interactions count with their temperature), 0 for a year
    too short for one generation, and GI_A/100. The first in the order cold, heat, dry, wet,
    season, growth wins ties; `NONE` where nothing lowers the index.
    """
    left = []
    for name, kinds in _CAUSES.items():
        factor = survival(stress[name])
        for kind, value in joint:
            if kind in kinds:
                factor = factor * survival(value)
        left.append(factor)
    factors = np.stack([*left, np.where(short, 0.0, 1.0), growth_annual / 100])
    codes = np.argmin(factors, axis=0) + 1
    return np.where(factors.min(axis=0) < 1.0, codes, 0).astype(np.int64)


def annual(year: WeeklyYear, sheet: ClimateSheet) -> dict[str, NDArray[Any]]:
    growth = year.temperature_index * year.moisture_index
    stress = {n: np.minimum(100.0, added.sum(axis=0)) for n, added in year.stresses.items()}
    joint = {kind: np.minimum(100.0, added.sum(axis=0))
             for kind, added in year.interactions.items()}
    days = year.degree_days.sum(axis=0)
    generations = np.full_like(days, np.nan) if sheet.pdd is None else days / sheet.pdd
    short = generations < 1.0  # NaN, no PDD given, is not short
    free = ecoclimatic_index(growth, **stress, interactions=[*joint.values()])
    index = np.where(short, 0.0, free)
    together = np.ones_like(days)
    for each in joint.values():
        together = together * survival(each)
    annual = 100 * growth.mean(axis=0)
    limiting = limiting_factor(annual, stress, list(joint.items()), short)
    return {"growth_annual": annual, **stress, "interaction": 100 * (1 - together), "ei": index,
            "degree_days": days, "generations": generations, "limiting": limiting}


def ecoclimatic(temperature: FloatArray, precipitation: FloatArray, latitude: FloatArray,
                sheet: ClimateSheet, diurnal_range: float, capacity_mm: float = 100.0,
                accumulation: str = "linear", irrigation_mm: float = 0.0
                ) -> dict[str, NDArray[Any]]:
    """What `suitability.ecoclimatic` returns, by name."""
    year = weekly_year(temperature, precipitation, latitude, sheet, diurnal_range, capacity_mm,
                       accumulation, irrigation_mm)
    return annual(year, sheet)
