"""Climatic suitability of every cell from monthly normals (ISPM 11, 2.2.2.2).

A reimplementation of the published growth-and-stress model (Sutherst & Maywald 1985, Agriculture,
Ecosystems and Environment 13:281-299): weekly growth times annual stresses. Day and night
temperatures are the mean less and plus half a constant diurnal range, because normals of the
minimum and maximum are not available on the grid.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import get_args

import numpy as np
from numpy.typing import ArrayLike

from pra_core.climate import kernels
from pra_core.climate.checks import as_floats, inside, normals_problems, raise_all, thresholds
from pra_core.climate.degree_days import triangle_above
from pra_core.climate.ensemble import (
    climate_part,
    constants,
    in_parts,
    member_row,
    water_problems,
)
from pra_core.climate.indices import (
    ecoclimatic_index,
    moisture_index,
    moisture_response,
    survival,
    temperature_index,
    temperature_response,
)
from pra_core.climate.limiting import IntArray, LimitingFactor, limiting_below
from pra_core.climate.soil import soil_moisture, weekly_pet
from pra_core.climate.stress import (
    Accumulation,
    InteractionKind,
    interaction_stresses,
    single_stresses,
    unused_stresses,
)
from pra_core.climate.weekly import (
    WEEK_DAYS,
    WEEKS,
    month_shares,
    weekly_operator,
    weekly_precipitation,
    weekly_temperature,
)
from pra_core.climate_sheet import ClimateSheet
from pra_core.errors import Problem
from pra_core.frozen import FloatArray

__all__ = [
    "Accumulation",
    "ClimateSheet",
    "EcoclimaticResult",
    "LimitingFactor",
    "WeeklyProfile",
    "ecoclimatic",
    "ecoclimatic_index",
    "limiting_below",
    "moisture_index",
    "temperature_index",
    "weekly_profile",
]

@dataclass(frozen=True, slots=True)
class EcoclimaticResult:
    """Suitability of each cell; arrays [cells], read-only."""

    growth_annual: FloatArray
    """Annual growth index, 0-100."""
    cold: FloatArray
    """Annual stress [%], at most 100; likewise heat, dry and wet."""
    heat: FloatArray
    dry: FloatArray
    wet: FloatArray
    interaction: FloatArray
    """Loss by all interactions of stresses together [%]."""
    ei: FloatArray
    """Ecoclimatic index, 0-100; 0 where a hard limit fails."""
    degree_days: FloatArray
    """Degree-days above dv0 in a year [degC d]."""
    generations: FloatArray
    """Degree-days per year / PDD; NaN where the sheet gives no PDD."""
    limiting: IntArray
    """Index into `tuple(LimitingFactor)` of what lowers the index most."""
    unused: tuple[str, ...]
    """Stresses that the sheet doesn't use."""


@dataclass(frozen=True, slots=True)
class WeeklyProfile:
    """One cell through the year; arrays [52], for explaining why it is suitable or not."""

    temperature: FloatArray
    """Mean temperature [degC]."""
    tmin: FloatArray
    tmax: FloatArray
    precipitation: FloatArray
    """[mm per week], irrigation included."""
    moisture: FloatArray
    """Soil moisture [share of capacity]; above 1 in weeks with surplus water."""
    temperature_index: FloatArray
    moisture_index: FloatArray
    growth: FloatArray
    """TI x MI, 0-1."""
    cold: FloatArray
    """Stress since the first week [%], at most 100; likewise heat, dry and wet."""
    heat: FloatArray
    dry: FloatArray
    wet: FloatArray
    interaction: FloatArray


@dataclass(frozen=True, slots=True)
class WeeklyYear:
    """Weekly state of a block of cells, [52, n]; stresses as added in each week [%]."""

    climate: dict[str, FloatArray]
    degree_days: FloatArray
    temperature_index: FloatArray
    moisture_index: FloatArray
    stresses: dict[str, FloatArray]
    interactions: dict[InteractionKind, FloatArray]


def ecoclimatic(
    temperature: ArrayLike,
    precipitation: ArrayLike,
    latitude: ArrayLike,
    sheet: ClimateSheet,
    diurnal_range: float,
    capacity_mm: float = 100.0,
    accumulation: Accumulation = "linear",
    irrigation_mm: float = 0.0,
) -> EcoclimaticResult:
    """Growth, stresses, generations and ecoclimatic index of every cell.

    EI = 100 mean(TI MI) prod(1 - stress/100), and 0 where the year has fewer degree-days above dv0
    than one generation needs (PDD). Equations: `indices`, `stress`, `soil`, `weekly`. The soil is
    in its exact periodic year, where the published model runs up to it over two years.

    Args:
        temperature: monthly means [12, n], degC, January first on both hemispheres.
        precipitation: monthly totals [12, n], mm.
        latitude: [n], degrees, south negative.
        sheet: the species' thresholds and rates.
        diurnal_range: daily maximum less minimum [degC], the same everywhere.
        capacity_mm: water the soil holds [mm].
        accumulation: how weekly stresses add up (`stress`).
        irrigation_mm: what rain is topped up to [mm per week]; 0 for none.

    Raises:
        PraError: `not_finite`, `out_of_bounds`, `order` or `wrong_type`, all problems at once.
    """
    climate = (np.asarray(temperature), np.asarray(precipitation), as_floats(latitude))
    raise_all(_problems(*climate, sheet, diurnal_range, capacity_mm, accumulation, irrigation_mm))
    cells = climate[2].size
    index, sums = np.empty(cells), np.empty((kernels.SUMS, cells))
    limiting = np.empty(cells, np.int64)
    member = constants(member_row(sheet, diurnal_range)[None])[0]

    def part(first: int, last: int) -> None:
        kernels.annual(first, *climate_part(climate, first, last), weekly_operator(),
                       month_shares(), float(capacity_mm), float(irrigation_mm), member,
                       accumulation == "compounding", index, sums, limiting)

    in_parts(cells, part)
    return _result(index, sums, limiting, sheet)


def _result(index: FloatArray, sums: FloatArray, limiting: IntArray, sheet: ClimateSheet
            ) -> EcoclimaticResult:
    days = WEEK_DAYS * sums[kernels.DEGREE_DAYS]
    joint = 1 - np.prod(1 - np.minimum(sums[kernels.JOINT:], 100.0) / 100, axis=0)
    arrays = {
        "growth_annual": 100 * (sums[kernels.GROWTH] / WEEKS),
        **{name: np.minimum(sums[kernels.CHILL + row], 100.0)
           for row, name in enumerate(("cold", "heat", "dry", "wet"))},
        "interaction": 100 * joint, "ei": index, "degree_days": days, "limiting": limiting,
        "generations": np.full_like(days, np.nan) if sheet.pdd is None else days / sheet.pdd,
    }
    for values in arrays.values():
        values.setflags(write=False)
    return EcoclimaticResult(**arrays, unused=unused_stresses(sheet))


def weekly_profile(
    temperature: ArrayLike,
    precipitation: ArrayLike,
    latitude: float,
    sheet: ClimateSheet,
    diurnal_range: float,
    capacity_mm: float = 100.0,
    accumulation: Accumulation = "linear",
    irrigation_mm: float = 0.0,
) -> WeeklyProfile:
    """The weeks of one cell; `temperature` and `precipitation` are [12], the rest as `ecoclimatic`.

    Raises:
        PraError: as `ecoclimatic`.
    """
    monthly, rain = as_floats(temperature)[..., None], as_floats(precipitation)[..., None]
    lat = as_floats(latitude).reshape(-1)
    raise_all(_problems(monthly, rain, lat, sheet, diurnal_range, capacity_mm, accumulation,
                        irrigation_mm))
    year = weekly_year(monthly, rain, lat, sheet, diurnal_range, capacity_mm, accumulation,
                       irrigation_mm)
    since = {name: np.minimum(100.0, added.cumsum(axis=0)) for name, added in year.stresses.items()}
    together = np.ones_like(year.degree_days)
    for added in year.interactions.values():
        together = together * survival(added.cumsum(axis=0))
    weeks = {
        **year.climate,
        "temperature_index": year.temperature_index,
        "moisture_index": year.moisture_index,
        "growth": year.temperature_index * year.moisture_index,
        **since,
        "interaction": 100 * (1 - together),
    }
    return WeeklyProfile(**{f.name: weeks[f.name][:, 0] for f in fields(WeeklyProfile)})


def weekly_year(
    monthly: FloatArray,
    rain: FloatArray,
    latitude: FloatArray,
    sheet: ClimateSheet,
    diurnal_range: float,
    capacity_mm: float,
    accumulation: Accumulation,
    irrigation_mm: float = 0.0,
) -> WeeklyYear:
    """The weeks of a block of cells by the plain formulas; arguments as `ecoclimatic`, checked."""
    mean = weekly_temperature(monthly)
    tmin, tmax = mean - diurnal_range / 2, mean + diurnal_range / 2
    water = np.maximum(weekly_precipitation(rain), irrigation_mm)
    soil = soil_moisture(water, weekly_pet(mean, monthly, latitude), capacity_mm)
    days = triangle_above(tmin, tmax, sheet.dv0) * WEEK_DAYS
    return WeeklyYear(
        climate={"temperature": mean, "tmin": tmin, "tmax": tmax, "precipitation": water,
                 "moisture": soil},
        degree_days=days,
        temperature_index=temperature_response(
            tmin, tmax, (sheet.dv0, sheet.dv1, sheet.dv2, sheet.dv3)
        ),
        moisture_index=moisture_response(soil, (sheet.sm0, sheet.sm1, sheet.sm2, sheet.sm3)),
        stresses=single_stresses(sheet, tmin, tmax, days, soil, accumulation),
        interactions=interaction_stresses(sheet, tmin, tmax, soil, accumulation),
    )


def _problems(
    monthly: FloatArray,
    rain: FloatArray,
    latitude: FloatArray,
    sheet: ClimateSheet,
    diurnal_range: float,
    capacity_mm: float,
    accumulation: str,
    irrigation_mm: float,
) -> list[Problem]:
    found = normals_problems(monthly, rain, latitude)
    found += inside("diurnal_range", as_floats(diurnal_range), 0.0)
    found += water_problems(capacity_mm, irrigation_mm)
    found += thresholds("dv", (sheet.dv0, sheet.dv1, sheet.dv2, sheet.dv3))
    found += thresholds("sm", (sheet.sm0, sheet.sm1, sheet.sm2, sheet.sm3))
    if sheet.pdd is not None:
        found += inside("pdd", as_floats(sheet.pdd), 0.0, above=True)
    if accumulation not in get_args(Accumulation):
        allowed = ", ".join(get_args(Accumulation))
        found.append(Problem("wrong_type", "accumulation", accumulation, allowed))
    return found
