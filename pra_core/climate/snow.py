"""Dwarf bunt rule: winters with enough days of unfrozen soil under snow (*Tilletia controversa*).

Teliospores germinate at the soil surface in weeks at 0-5 degC in dim light, as under snow (BASF
Schaderreger-Lexikon, Zwergsteinbrand; Koppert, dwarf bunt: optimum 3-8 degC, 3-10 weeks), and the
disease is bound to 30 days (Trione & Hall 1986, Agron. J. 78:148) or 60-90 days (Crop Protection
Network, Dwarf bunt of wheat) of lasting snow on soil that is not frozen. From monthly normals:

- daily means ~ Normal(weekly mean, `daily_sd`), as in positive-degree-day models (Calov & Greve
  2005, read in the source of SICOPOLIS, pdd.F90);
- of the precipitation of a week, the share of days below 1.0 degC is snow: mean rain-snow
  threshold of 6883 northern stations (Jennings et al. 2018, Nat. Commun. 9:1148);
- melt: degree-days above 0.5 degC times a factor of 0.5 mm/(degC d) on 21 December to 4.5 on 21
  June, a sine between: defaults of SWAT+ (swatplus.com, snow.sno); six months later in the south;
- depth: 200 kg/m3, rounded from 194 +- 46 of the former USSR (Zhong et al. 2013, Cryosphere
  Discuss. 7:3379); 5 mm of water (2.5 cm, the inch of US snow-day counts) cover the ground, less
  covers a share of it;
- soil at 2 cm: air temperature times exp(-f depth), means and spread alike: form of Rankinen et
  al. 2004 (HESS 8:706), quasi-steady; f = `snow_damping` is an assumption.

The days of the winter are those of snow cover and soil between the two limits; they need not be
consecutive. Winters differ by one temperature anomaly ~ Normal(0, `winter_sd`). Precipitation does
not vary, blowing snow and soil frozen before the first snow are left out.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtr

from pra_core.climate.checks import as_floats, inside, normals_problems, ordered, raise_all, shape
from pra_core.climate.weekly import (
    WEEK_DAYS,
    WEEKS,
    YEAR_DAYS,
    weekly_precipitation,
    weekly_temperature,
)
from pra_core.errors import Problem
from pra_core.frozen import FloatArray

ROW = ("snow_days", "soil_low", "soil_high", "winter_sd")
"""Columns of the rows of `dwarf_bunt_members`."""
RAIN_SNOW = 1.0
"""Daily mean at which rain and snow are as likely [degC]."""
MELT_BASE = 0.5
"""Daily mean above which snow melts [degC]."""
MELT_LEAST, MELT_MOST = 0.5, 4.5
"""Melt factor at midwinter and at midsummer [mm/(degC d)]."""
EQUINOX = 81.0
"""Day on which the melt factor is at its mean, going up; 21 June is a quarter later [d]."""
DENSITY = 200.0
"""Density of settled snow [kg/m3]."""
COVER_MM = 5.0
"""Snow water from which the ground is covered [mm]."""
MOST_MM = 500.0
"""Snow water beyond which more changes nothing (2.5 m of snow) [mm]."""
START = 26
"""Week in which the snow year begins: midsummer of the hemisphere."""
COOL_SUMMER = 10.0
"""Midsummer below which snow of the year before may be left; above it the store melts [degC]."""
NEVER = 4.0
"""Standard deviations above the rain-snow threshold at which what falls melts in the week."""
MOST_EVEN = 0.5
"""Least standard deviation of the winters [degC]."""
BLOCK = 4096
"""Cells computed at once."""
LIMITS = 5
"""Soil temperatures between which the days of the members are interpolated."""

Float32 = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class SnowWeeks:
    """Snow and soil through the year, each [52, n], week 0 beginning on 1 January."""

    temperature: FloatArray
    """Weekly mean air temperature [degC]."""
    water: FloatArray
    """Snow water, mean of the week [mm]."""
    depth: FloatArray
    """Snow depth [m]."""
    cover: FloatArray
    """Share of the ground, or of the days, under snow, 0 to 1."""
    soil: FloatArray
    """Weekly mean soil temperature at 2 cm [degC]."""


def snowfall_share(temperature: FloatArray, daily_sd: float) -> FloatArray:
    """Share of a week's precipitation that falls as snow: Phi((1.0 - T)/sd), any shape."""
    over = RAIN_SNOW - temperature
    found = ndtr(over / daily_sd) if daily_sd > 0 else np.asarray(over >= 0, over.dtype)
    return np.asarray(found)


def melt_degrees(temperature: FloatArray, daily_sd: float) -> FloatArray:
    """Mean daily degrees above 0.5 degC [degC]: sd (phi(z) + z Phi(z)), z = (T - 0.5)/sd."""
    over = temperature - MELT_BASE
    if daily_sd == 0:
        return np.maximum(over, 0.0)
    z = over / daily_sd
    return np.asarray(daily_sd * (np.exp(-z * z / 2) / math.sqrt(2 * math.pi) + z * ndtr(z)))


def melt_factors() -> FloatArray:
    """Melt factor of each week from January of the north [52], mm/(degC d)."""
    day = (np.arange(WEEKS) + 0.5) * WEEK_DAYS
    half = (MELT_MOST - MELT_LEAST) / 2
    return np.asarray(MELT_LEAST + half + half * np.sin(2 * np.pi * (day - EQUINOX) / YEAR_DAYS))


def snow_weeks(temperature: ArrayLike, precipitation: ArrayLike, latitude: ArrayLike, *,
               daily_sd: float, snow_damping: float, anomaly: float = 0.0) -> SnowWeeks:
    """Snow cover and soil temperature of every week, in the calendar of the place.

    S' = max(0, S + snowfall - melt), from bare ground at midsummer, over two years, so that snow
    that lasts is in its periodic state; equations and sources: module.

    Args:
        temperature: monthly means [12, n], degC, January first.
        precipitation: monthly totals [12, n], mm.
        latitude: [n], degrees.
        daily_sd: standard deviation of daily means around the weekly mean [degC].
        snow_damping: damping of the soil temperature per metre of snow [1/m].
        anomaly: degrees this year is warmer than the normals [degC].

    Raises:
        PraError: `not_finite`, `out_of_bounds`, all at once.
    """
    monthly, rain, lat = (as_floats(x) for x in (temperature, precipitation, latitude))
    raise_all([*normals_problems(monthly, rain, lat), *_snow_problems(daily_sd, snow_damping),
               *inside("anomaly", as_floats(anomaly))])
    air, fall = _aligned(monthly, rain, lat)
    water = np.zeros_like(air)
    for week, mean in _store(air, fall, np.asarray([anomaly]), daily_sd):
        water[week] = mean[0]
    back = [np.where(lat < 0, np.roll(x, START, axis=0), x) for x in (air + anomaly, water)]
    depth = back[1] / DENSITY
    return SnowWeeks(back[0], back[1], depth, np.minimum(1.0, back[1] / COVER_MM),
                     back[0] * np.exp(-snow_damping * depth))


def suitable_days(weeks: SnowWeeks, *, soil_low: float, soil_high: float, daily_sd: float,
                  snow_damping: float) -> FloatArray:
    """Days of each week on which dwarf bunt can infect [52, n]: snow, soil between the limits.

    7.02 d x cover x (Phi((high - T_soil)/s) - Phi((low - T_soil)/s)), s = sd exp(-f depth).
    Raises PraError: `order`, `not_finite`.
    """
    low, high = as_floats(soil_low), as_floats(soil_high)
    raise_all([*inside("soil_low", low), *inside("soil_high", high),
               *ordered("soil_low", low, high, "soil_low <= soil_high"),
               *_snow_problems(daily_sd, snow_damping)])
    damped = np.exp(-snow_damping * weeks.depth)
    share = (_below(soil_high, weeks.temperature, damped, daily_sd)
             - _below(soil_low, weeks.temperature, damped, daily_sd))
    return np.asarray(WEEK_DAYS * weeks.cover * share)


def dwarf_bunt_index(temperature: ArrayLike, precipitation: ArrayLike, latitude: ArrayLike, *,
                     snow_days: float, soil_low: float, soil_high: float, winter_sd: float,
                     daily_sd: float, snow_damping: float) -> FloatArray:
    """Share of winters in which dwarf bunt can infect, 0-100, per cell [n].

    100 P(days(a) >= snow_days), a ~ Normal(0, winter_sd); arguments as `dwarf_bunt_members`.
    """
    rows = np.array([[snow_days, soil_low, soil_high, winter_sd]])
    return dwarf_bunt_members(temperature, precipitation, latitude, rows, daily_sd=daily_sd,
                              snow_damping=snow_damping)[0].astype(np.float64)


def dwarf_bunt_members(temperature: ArrayLike, precipitation: ArrayLike, latitude: ArrayLike,
                       rows: ArrayLike, *, daily_sd: float, snow_damping: float) -> Float32:
    """Index 0-100 of k members and n cells [k, n], with one pass over the snow.

    The days of a winter are computed at whole degrees of its anomaly and taken to be linear
    between them; soil limits that differ between members are interpolated over `LIMITS` values.

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
               *_snow_problems(daily_sd, snow_damping)])
    span = math.ceil(3 * table[:, 3].max(initial=0.0))
    anomalies = np.arange(-span, span + 1, dtype=np.float64)
    grids = [_grid(table[:, column]) for column in (1, 2)]
    found = np.zeros((len(table), lat.size), dtype=np.float32)
    cold = monthly.min(axis=0, initial=np.inf) - span < RAIN_SNOW + NEVER * daily_sd
    snowy = np.flatnonzero(cold)[np.argsort(monthly[:, cold].max(axis=0, initial=-np.inf))]
    for start in range(0, snowy.size, BLOCK):
        cells = snowy[start:start + BLOCK]
        days = _days_below(*_aligned(monthly[:, cells], rain[:, cells], lat[cells]), anomalies,
                           np.concatenate(grids), daily_sd, snow_damping)
        found[:, cells] = _shares_of_winters(days, table, grids, anomalies)
    return found


def _aligned(monthly: FloatArray, rain: FloatArray, lat: FloatArray
             ) -> tuple[FloatArray, FloatArray]:
    """Weekly temperature and precipitation [52, n] with week 0 in midwinter, either hemisphere."""
    air, fall = (np.where(lat < 0, np.roll(x, -6, axis=0), x) for x in (monthly, rain))
    return weekly_temperature(air), weekly_precipitation(fall)


def _store(air: Any, fall: Any, anomalies: FloatArray, daily_sd: float
           ) -> Iterator[tuple[int, Any]]:
    """(week, mean snow water [anomalies, n]) of a year from midsummer; weeks without are left out.

    The year is run twice where midsummer is cool enough for snow of the year before.
    """
    shift = anomalies[:, None].astype(air.dtype)
    factors = (WEEK_DAYS * melt_factors()).astype(air.dtype)
    store = np.zeros((anomalies.size, air.shape[1]), dtype=air.dtype)
    years = 2 if air[START].min(initial=np.inf) + anomalies.min() < COOL_SUMMER else 1
    for step in range(years * WEEKS):
        week = (START + step) % WEEKS
        warmth = air[week] + shift
        if not store.any() and warmth.min(initial=np.inf) > RAIN_SNOW + NEVER * daily_sd:
            continue
        before = store
        store = np.clip(before + fall[week] * snowfall_share(warmth, daily_sd)
                        - factors[week] * melt_degrees(warmth, daily_sd), 0.0, MOST_MM)
        if step >= (years - 1) * WEEKS:
            yield week, (before + store) / 2


def _below(limit: float, air: Any, damped: Any, daily_sd: float) -> Any:
    """Share of days with soil at or below `limit`: Phi((limit/d - T)/sd), d = exp(-f depth)."""
    over = limit / damped - air
    return ndtr(over / daily_sd) if daily_sd > 0 else (over >= 0).astype(air.dtype)


def _days_below(air: FloatArray, fall: FloatArray, anomalies: FloatArray, limits: FloatArray,
                daily_sd: float, snow_damping: float) -> Float32:
    """Days under snow with soil at or below each limit, [limits, anomalies, n]."""
    air, fall = air.astype(np.float32), fall.astype(np.float32)
    days = np.zeros((limits.size, anomalies.size, air.shape[1]), dtype=np.float32)
    for week, water in _store(air, fall, anomalies, daily_sd):
        damped = np.exp(water * np.float32(-snow_damping / DENSITY))
        covered = np.minimum(WEEK_DAYS, water * np.float32(WEEK_DAYS / COVER_MM))
        warmth = air[week] + anomalies[:, None].astype(np.float32)
        for place, limit in enumerate(limits):
            days[place] += covered * _below(np.float32(limit), warmth, damped, daily_sd)
    return days


def _grid(values: FloatArray) -> FloatArray:
    """Limits at which the days are computed: one, or `LIMITS` from the least to the greatest."""
    low, high = values.min(initial=np.inf), values.max(initial=-np.inf)
    return np.array([low]) if low >= high else np.linspace(low, high, LIMITS)


def _at(days: Float32, grid: FloatArray, value: float) -> Float32:
    """Days [anomalies, n] at one limit, linear between those of the grid."""
    if grid.size == 1:
        return days[0]
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
        least, most = (f(enough[:-1], enough[1:]) for f in (np.minimum, np.maximum))
        width = most - least
        share = np.where(width > 0, (most - need) / np.where(width > 0, width, 1), most >= need)
        chance = np.diff(ndtr(edges / winter_sd)).astype(np.float32)
        found[member] = 100 * (chance @ np.clip(share, 0.0, 1.0).astype(np.float32))
    return found


def _snow_problems(daily_sd: float, snow_damping: float) -> list[Problem]:
    return [*inside("daily_sd", as_floats(daily_sd), 0.0, 15.0),
            *inside("snow_damping", as_floats(snow_damping), 0.0, 20.0)]


def _row_problems(rows: FloatArray) -> list[Problem]:
    """What is wrong with the members' values; limits of the quantities in `parameter`."""
    found = shape("rows", rows, (-1, len(ROW)))
    if found:
        return found
    days, low, high, spread = rows.T
    return [*inside("snow_days", days, 0.0, YEAR_DAYS, above=True),
            *inside("soil_low", low, -50.0, 50.0), *inside("soil_high", high, -50.0, 50.0),
            *ordered("soil_low", low, high, "soil_low <= soil_high"),
            *inside("winter_sd", spread, MOST_EVEN, 10.0)]
