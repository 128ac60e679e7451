"""Snow cover and soil temperature through the year from monthly normals.

- Daily means ~ Normal(weekly mean, `daily_sd`), as in positive-degree-day models (Calov & Greve
  2005, read in the source of SICOPOLIS, pdd.F90).
- Of the precipitation of a week, the share of days below 1.0 degC is snow: mean rain-snow
  threshold of 6883 northern stations (Jennings et al. 2018, Nat. Commun. 9:1148).
- Melt: degree-days above 0.5 degC times a factor of 0.5 mm/(degC d) on 21 December to 4.5 on 21
  June, a sine between: defaults of SWAT+ (swatplus.com, snow.sno); six months later in the south.
- Depth: 200 kg/m3, rounded from 194 +- 46 of the former USSR (Zhong et al. 2013, Cryosphere
  Discuss. 7:3379); 5 mm of water (2.5 cm, the inch of US snow-day counts) cover the ground, less
  covers a share of it.
- Soil at 2 cm: between air and ground, the air weighted by exp(-f depth), means and spread alike:
  form of Rankinen et al. 2004 (HESS 8:706), quasi-steady. The ground is at 0 degC, where freezing
  water holds it, or at the mean of the year if that is lower (permafrost): assumed, as is f =
  `snow_damping`.

Left out: blowing snow, soil frozen before the first snow, years with more or less precipitation.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtr

from pra_core.climate.checks import as_floats, inside, normals_problems, ordered, raise_all
from pra_core.climate.weekly import (
    WEEK_DAYS,
    WEEKS,
    YEAR_DAYS,
    weekly_precipitation,
    weekly_temperature,
)
from pra_core.errors import Problem
from pra_core.frozen import FloatArray

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

Law = Callable[[Any], tuple[Any, Any]]
"""Share of snowfall and daily degrees of melt at weekly means, any shape."""


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
    raise_all([*normals_problems(monthly, rain, lat), *snow_problems(daily_sd, snow_damping),
               *inside("anomaly", as_floats(anomaly))])
    air, fall = aligned(monthly, rain, lat)
    water = np.zeros_like(air)
    for week, mean in snow_store(air, fall, np.asarray([anomaly]), daily_sd, exact_law(daily_sd)):
        water[week] = mean[0]
    back = [np.where(lat < 0, np.roll(x, START, axis=0), x) for x in (air + anomaly, water)]
    depth, ground = back[1] / DENSITY, ground_temperature(back[0])
    return SnowWeeks(back[0], back[1], depth, np.minimum(1.0, back[1] / COVER_MM),
                     ground + (back[0] - ground) * np.exp(-snow_damping * depth))


def ground_temperature(air: FloatArray) -> FloatArray:
    """Ground under deep snow [n]: 0 degC, or the mean of the year's weeks [52, n] if lower."""
    return np.asarray(np.minimum(0.0, air.mean(axis=0)))


def suitable_days(weeks: SnowWeeks, *, soil_low: float, soil_high: float, daily_sd: float,
                  snow_damping: float) -> FloatArray:
    """Days of each week on which dwarf bunt can infect [52, n]: snow, soil between the limits.

    7.02 d x cover x (Phi((high - T_soil)/s) - Phi((low - T_soil)/s)), s = sd exp(-f depth).
    Raises PraError: `order`, `not_finite`.
    """
    low, high = as_floats(soil_low), as_floats(soil_high)
    raise_all([*inside("soil_low", low), *inside("soil_high", high),
               *ordered("soil_low", low, high, "soil_low <= soil_high"),
               *snow_problems(daily_sd, snow_damping)])
    air, ground = weeks.temperature, ground_temperature(weeks.temperature)
    growth = np.exp(snow_damping * weeks.depth)
    below = [ground + (limit - ground) * growth - air for limit in (low, high)]
    share = [ndtr(over / daily_sd) if daily_sd > 0 else over >= 0 for over in below]
    return np.asarray(WEEK_DAYS * weeks.cover * (share[1] * 1.0 - share[0]))


def aligned(monthly: FloatArray, rain: FloatArray, lat: FloatArray
             ) -> tuple[FloatArray, FloatArray]:
    """Weekly temperature and precipitation [52, n] with week 0 in midwinter, either hemisphere.

    Monthly normals [12, n], January first; latitude [n].
    """
    air, fall = (np.where(lat < 0, np.roll(x, -6, axis=0), x) for x in (monthly, rain))
    return weekly_temperature(air), weekly_precipitation(fall)


def exact_law(daily_sd: float) -> Law:
    """The two normal laws as they are written."""
    return lambda warmth: (snowfall_share(warmth, daily_sd), melt_degrees(warmth, daily_sd))


def snow_store(air: Any, fall: Any, anomalies: FloatArray, daily_sd: float, law: Law
               ) -> Iterator[tuple[int, Any]]:
    """(week, mean snow water [anomalies, n]) of a year from midsummer; weeks without are left out.

    `air`, `fall` [52, n] as `aligned` gives them, float32 or float64. The year is run twice where
    midsummer is cool enough for snow of the year before.
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
        share, degrees = law(warmth)
        before = store
        store = np.clip(before + fall[week] * share - factors[week] * degrees, 0.0, MOST_MM)
        if step >= (years - 1) * WEEKS:
            yield week, (before + store) / 2


def snow_problems(daily_sd: float, snow_damping: float) -> list[Problem]:
    """Report what is wrong with the two values of the snow model."""
    return [*inside("daily_sd", as_floats(daily_sd), 0.0, 15.0),
            *inside("snow_damping", as_floats(snow_damping), 0.0, 20.0)]
