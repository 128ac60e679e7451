"""Dwarf bunt rule: winters with enough days of unfrozen soil under snow (*Tilletia controversa*).

Teliospores germinate at the soil surface in weeks at 0-5 degC in dim light, as under snow (BASF
Schaderreger-Lexikon, Zwergsteinbrand; Koppert, dwarf bunt: optimum 3-8 degC, 3-10 weeks), and the
disease is bound to 30 days (Trione & Hall 1986, Agron. J. 78:148) or 60-90 days (Crop Protection
Network, Dwarf bunt of wheat) of lasting snow on soil that is not frozen.

The days of a winter are those of snow cover with soil between two limits (`snow_cover`); they need
not be consecutive. Winters differ by one anomaly of temperature ~ Normal(0, `winter_sd`); the index
is the share of winters with enough days.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtr

from pra_core.climate.checks import as_floats, inside, normals_problems, ordered, raise_all, shape
from pra_core.climate.snow_cover import (
    COVER_MM,
    DENSITY,
    NEVER,
    RAIN_SNOW,
    Law,
    SnowWeeks,
    aligned,
    exact_law,
    ground_temperature,
    snow_problems,
    snow_store,
    snow_weeks,
    suitable_days,
)
from pra_core.climate.weekly import WEEK_DAYS, YEAR_DAYS
from pra_core.errors import Problem
from pra_core.frozen import FloatArray

ROW = ("snow_days", "soil_low", "soil_high", "winter_sd")
"""Columns of the rows of `dwarf_bunt_members`."""
LEAST_SPREAD = 0.5
"""Least standard deviation of the winters [degC]."""
BLOCK = 2048
"""Cells computed at once."""
LIMITS = (9, 3)
"""Low and high soil temperatures between which the days of the members are interpolated."""
COLDEST, WARMEST, PER_DEGREE = -120.0, 120.0, 100
"""Air temperatures of the table of both snow laws [degC], and its entries per degree."""
FAR = 6.0
"""Standard deviations beyond which the normal law is 0 or 1."""

Float32 = NDArray[np.float32]


def dwarf_bunt_index(temperature: ArrayLike, precipitation: ArrayLike, latitude: ArrayLike, *,
                     snow_days: float, soil_low: float, soil_high: float, winter_sd: float,
                     daily_sd: float, snow_damping: float) -> FloatArray:
    """Share of winters in which dwarf bunt can infect, 0-100, per cell [n].

    100 P(days(a) >= snow_days), a ~ Normal(0, winter_sd); arguments as `dwarf_bunt_members`.
    """
    rows = np.array([[snow_days, soil_low, soil_high, winter_sd]])
    found = dwarf_bunt_members(temperature, precipitation, latitude, rows, daily_sd=daily_sd,
                               snow_damping=snow_damping)
    return np.asarray(found[0], dtype=np.float64)


@dataclass(frozen=True, slots=True, eq=False)
class Winter:
    """The winter of one place in a year like the normals, and how often winters are enough."""

    weeks: SnowWeeks
    """Arrays [52, 1]."""
    days: FloatArray
    """Days of each week on which dwarf bunt can infect [52]."""
    index: float
    """Share of winters with enough of these days, 0-100."""
    snow_days: float
    """Days needed [d]."""
    soil: tuple[float, float]
    """Limits of the soil temperature [degC]."""
    south: bool
    """Whether winter is in the middle of the calendar year."""


def winter_of(temperature: ArrayLike, precipitation: ArrayLike, latitude: float, *,
              snow_days: float, soil_low: float, soil_high: float, winter_sd: float,
              daily_sd: float, snow_damping: float) -> Winter:
    """Snow, soil and days of infection at one place.

    Normals [12]; other arguments and what is raised: `dwarf_bunt_members`.
    """
    monthly, rain = (as_floats(x)[:, None] for x in (temperature, precipitation))
    lat = as_floats([latitude])
    index = dwarf_bunt_index(monthly, rain, lat, snow_days=snow_days, soil_low=soil_low,
                             soil_high=soil_high, winter_sd=winter_sd, daily_sd=daily_sd,
                             snow_damping=snow_damping)
    weeks = snow_weeks(monthly, rain, lat, daily_sd=daily_sd, snow_damping=snow_damping)
    days = suitable_days(weeks, soil_low=soil_low, soil_high=soil_high, daily_sd=daily_sd,
                         snow_damping=snow_damping)
    return Winter(weeks, days[:, 0], float(index[0]), snow_days, (soil_low, soil_high),
                  latitude < 0)


def dwarf_bunt_members(temperature: ArrayLike, precipitation: ArrayLike, latitude: ArrayLike,
                       rows: ArrayLike, *, daily_sd: float, snow_damping: float) -> Float32:
    """Index 0-100 of k members and n cells [k, n], with one pass over the snow.

    The days of a winter are computed at whole degrees of its anomaly and taken to be linear
    between them; soil limits that differ between members are interpolated over `LIMITS` values.
    Normal laws are read from tables (error below 0.002).

    Args:
        temperature: monthly means [12, n], degC, January first.
        precipitation: monthly totals [12, n], mm.
        latitude: [n], degrees.
        rows: [k, 4] in the order of `ROW`: days needed [d], limits of the soil temperature
            [degC], standard deviation of the winters [degC].
        daily_sd: standard deviation of daily means around the weekly mean [degC].
        snow_damping: damping of the soil temperature per metre of snow [1/m].

    Raises:
        PraError: `not_finite`, `out_of_bounds`, `order`, all at once.
    """
    monthly, rain, lat, table = (as_floats(x) for x in (temperature, precipitation, latitude, rows))
    raise_all([*normals_problems(monthly, rain, lat), *_row_problems(table),
               *snow_problems(daily_sd, snow_damping)])
    span = math.ceil(3 * table[:, 3].max(initial=0.0))
    anomalies = np.arange(-span, span + 1, dtype=np.float64)
    grids = [_grid(table[:, 1 + end], LIMITS[end]) for end in (0, 1)]
    found = np.zeros((len(table), lat.size), dtype=np.float32)
    cold = monthly.min(axis=0, initial=np.inf) - span < RAIN_SNOW + NEVER * daily_sd
    snowy = np.flatnonzero(cold)[np.argsort(monthly[:, cold].max(axis=0, initial=-np.inf))]
    for start in range(0, snowy.size, BLOCK):
        cells = snowy[start:start + BLOCK]
        days = _days_below(*aligned(monthly[:, cells], rain[:, cells], lat[cells]), anomalies,
                           np.concatenate(grids), daily_sd, snow_damping)
        found[:, cells] = _shares_of_winters(days, table, grids, anomalies)
    return found


@lru_cache(maxsize=4)
def _tables(daily_sd: float) -> tuple[Float32, Float32]:
    warmth = np.linspace(COLDEST, WARMEST, round((WARMEST - COLDEST) * PER_DEGREE) + 1)
    share, degrees = exact_law(daily_sd)(warmth)
    return share.astype(np.float32), degrees.astype(np.float32)


def _table_law(daily_sd: float) -> Law:
    """Both snow laws read at the nearest hundredth of a degree: many times as fast."""
    share, degrees = _tables(daily_sd)

    def law(warmth: Any) -> tuple[Any, Any]:
        at = ((warmth - np.float32(COLDEST)) * np.float32(PER_DEGREE)
              + np.float32(0.5)).astype(np.int32)
        return share.take(at, mode="clip"), degrees.take(at, mode="clip")

    return law


@lru_cache(maxsize=1)
def _normal_table() -> Float32:
    return np.asarray(ndtr(np.linspace(-FAR, FAR, 4097)), dtype=np.float32)


def _normal(z: Float32) -> Float32:
    """Phi(z) from a table of 4097 values between -6 and 6."""
    at = (np.clip(z, np.float32(-FAR), np.float32(FAR)) * np.float32(4096 / (2 * FAR))
          + np.float32(2048.5)).astype(np.int32)
    return np.asarray(_normal_table().take(at), dtype=np.float32)


def _days_below(air: FloatArray, fall: FloatArray, anomalies: FloatArray, limits: FloatArray,
                daily_sd: float, snow_damping: float) -> Float32:
    """Days under snow with soil at or below each limit, [limits, anomalies, n]."""
    air, fall = air.astype(np.float32), fall.astype(np.float32)
    days = np.zeros((limits.size, anomalies.size, air.shape[1]), dtype=np.float32)
    shift = anomalies[:, None].astype(np.float32)
    ground = ground_temperature(air[:, None] + shift).astype(np.float32)
    for week, water in snow_store(air, fall, anomalies, daily_sd, _table_law(daily_sd)):
        growth = np.exp(water * np.float32(snow_damping / DENSITY))
        covered = np.minimum(WEEK_DAYS, water * np.float32(WEEK_DAYS / COVER_MM))
        warmth = air[week] + shift
        for place, limit in enumerate(limits.astype(np.float32)):
            over = ground + (limit - ground) * growth - warmth
            below = _normal(over / np.float32(daily_sd)) if daily_sd > 0 else over >= 0
            days[place] += covered * below
    return days


def _grid(values: FloatArray, count: int) -> FloatArray:
    """Limits at which the days are computed: one, or `count` from the least to the greatest."""
    low, high = values.min(initial=np.inf), values.max(initial=-np.inf)
    return np.array([low]) if low >= high else np.linspace(low, high, count)


def _at(days: Float32, grid: FloatArray, value: float) -> Float32:
    """Days [anomalies, n] at one limit, linear between those of the grid."""
    if grid.size == 1:
        return np.asarray(days[0])
    place = (value - grid[0]) / (grid[1] - grid[0])
    left = min(int(place), grid.size - 2)
    share = np.float32(place - left)
    return np.asarray(days[left] + share * (days[left + 1] - days[left]), dtype=np.float32)


def _shares_of_winters(days: Float32, rows: FloatArray, grids: list[FloatArray],
                       anomalies: FloatArray) -> Float32:
    """Index of each member [k, n]: 100 sum over degrees of P(degree) x share with enough days.

    Within a degree of the anomaly the days are linear, so the share is where the line lies above
    the days needed; the degrees at both ends stand for all beyond.
    """
    low, high = days[:grids[0].size], days[grids[0].size:]
    edges = np.concatenate(([-np.inf], anomalies[1:-1], [np.inf]))
    found = np.empty((len(rows), days.shape[2]), dtype=np.float32)
    for member, (need, soil_low, soil_high, winter_sd) in enumerate(rows):
        enough = _at(high, grids[1], soil_high) - _at(low, grids[0], soil_low)
        most, width = np.maximum(enough[:-1], enough[1:]), np.abs(np.diff(enough, axis=0))
        share = np.where(width > 0, (most - np.float32(need)) / np.where(width > 0, width, 1),
                         most >= need)
        chance = np.diff(ndtr(edges / winter_sd)).astype(np.float32)
        found[member] = 100 * (chance @ np.clip(share, 0, 1).astype(np.float32))
    return found


def _row_problems(rows: FloatArray) -> list[Problem]:
    """What is wrong with the members' values."""
    found = shape("rows", rows, (-1, len(ROW)))
    if found:
        return found
    days, low, high, spread = rows.T
    return [*inside("snow_days", days, 0.0, YEAR_DAYS, above=True),
            *inside("soil_low", low, -50.0, 50.0), *inside("soil_high", high, -50.0, 50.0),
            *ordered("soil_low", low, high, "soil_low <= soil_high"),
            *inside("winter_sd", spread, LEAST_SPREAD, 10.0)]
