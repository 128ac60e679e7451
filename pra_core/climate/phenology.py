"""Generations per year and earliest emergence from degree-days, on both hemispheres."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from pra_core.climate.checks import as_floats, inside, ordered, raise_all, shape
from pra_core.climate.degree_days import DegreeDayMethod, degree_days
from pra_core.climate.weekly import WEEK_DAYS, WEEKS, YEAR_DAYS, weekly_temperature
from pra_core.errors import Problem
from pra_core.frozen import FloatArray

BLOCK = 4096
"""Cells worked on at once, so that no array of a world's weeks is ever held."""
FIRST_OF_JULY = 182
"""Day of the calendar year, 1 January being day 1."""


@dataclass(frozen=True, slots=True, eq=False)
class Phenology:
    """What the warmth of an average year allows, [n] each."""

    degree_days: FloatArray
    """Degree-days of the year above the lower threshold [degC d]."""
    generations: FloatArray
    """Generations per year; below 1 the year is too short for one."""
    emergence: FloatArray
    """Days after midwinter until the emergence sum is reached; NaN if never, or not asked."""


def phenology(
    temperature: ArrayLike,
    latitude: ArrayLike,
    *,
    lower: float,
    generation: float,
    diurnal_range: float,
    method: str = "sine",
    upper: float | None = None,
    emergence: float | None = None,
) -> Phenology:
    """Generations per year and days until emergence from monthly normals.

    Weekly means (`weekly_temperature`) carry the same daily range all year: Tmin = T - r/2,
    Tmax = T + r/2. Degree-days of a day: `degree_days` by `method` (average; triangle: Lindsey &
    Newman 1956; single sine: Baskerville & Emin 1969), with a horizontal cut-off at `upper`.
    Generations = year's degree-days / `generation`. Emergence = first day on which the sum since
    midwinter (1 January; south of the equator 1 July, half a model year later) reaches
    `emergence`, interpolated evenly within the week. Eggs laid before winter, diapause and
    photoperiod are not in it.

    Args:
        temperature: monthly means [12, n], degC.
        latitude: [n], degrees; < 0 is south.
        lower: lower development threshold [degC].
        generation: degree-days of one generation [degC d], > 0.
        diurnal_range: daily maximum minus minimum [degC], 0-40.
        method: `average`, `triangle` or `sine`.
        upper: temperature above which development gets no faster [degC]; None for no cut-off.
        emergence: degree-days from midwinter to emergence [degC d], > 0; None: not asked.

    Raises:
        PraError: `out_of_bounds` (shape, sum, range, latitude), `not_finite`, `wrong_type`
        (method), `order` (lower > upper).
    """
    heat, lat = as_floats(temperature), as_floats(latitude)
    raise_all(_problems(heat, lat, lower, generation, diurnal_range, method, upper, emergence))
    total, days = np.empty(lat.size), np.full(lat.size, np.nan)
    for start in range(0, lat.size, BLOCK):
        part = slice(start, start + BLOCK)
        weekly = weekly_temperature(heat[:, part])
        half = diurnal_range / 2
        warm = degree_days(weekly - half, weekly + half, lower, method, upper=upper) * WEEK_DAYS
        total[part] = warm.sum(axis=0)
        if emergence is not None:
            days[part] = _days_until(warm, lat[part], emergence)
    return Phenology(total, total / generation, days)


def _problems(heat: FloatArray, lat: FloatArray, lower: float, generation: float, span: float,
              method: str, upper: float | None, emergence: float | None) -> list[Problem]:
    found = shape("temperature", heat, (12, lat.size)) + inside("temperature", heat)
    found += shape("latitude", lat, (-1,)) + inside("latitude", lat, -90.0, 90.0)
    found += inside("lower", as_floats(lower))
    found += inside("generation", as_floats(generation), 0.0, above=True)
    found += inside("diurnal_range", as_floats(span), 0.0, 40.0)
    if method not in set(DegreeDayMethod):
        found.append(Problem("wrong_type", "method", method, ", ".join(DegreeDayMethod)))
    if upper is not None:
        found += inside("upper", as_floats(upper))
        found += ordered("lower, upper", as_floats(lower), as_floats(upper), "lower <= upper")
    if emergence is not None:
        found += inside("emergence", as_floats(emergence), 0.0, above=True)
    return found


def _days_until(warm: FloatArray, latitude: FloatArray, wanted: float) -> FloatArray:
    """Days after midwinter until the sum of `warm` [52, n] reaches `wanted`; NaN if never."""
    from_midwinter = np.where(latitude < 0, np.roll(warm, WEEKS // 2, axis=0), warm)
    reached = np.cumsum(from_midwinter, axis=0)
    week = (reached < wanted).sum(axis=0)
    never = week == WEEKS
    at = np.minimum(week, WEEKS - 1)[None]
    gained = np.take_along_axis(from_midwinter, at, axis=0)[0]
    missing = wanted - (np.take_along_axis(reached, at, axis=0)[0] - gained)
    share = missing / np.where(never | (gained <= 0), 1.0, gained)
    return np.where(never, np.nan, (week + share) * WEEK_DAYS)


def day_of_year(days: ArrayLike, latitude: ArrayLike) -> FloatArray:
    """Day of the calendar year, 1-365, of a number of days after midwinter (0 <= days <= 365).

    Day 1 is 1 January. Midwinter is 1 January in the north and 1 July in the south, where the
    count runs on over the turn of the year. NaN stays NaN.
    """
    first = np.where(as_floats(latitude) < 0, FIRST_OF_JULY, 1.0)
    passed = np.ceil(np.maximum(as_floats(days), 1e-9)) - 1.0
    return np.asarray(np.mod(first + passed - 1.0, YEAR_DAYS) + 1.0, dtype=np.float64)
