"""Climate rules for pests whose growth indices are not published: fire blight blossom infection.

MARYBLYT (Steiner 1990) calls a day an infection day when, with flowers open, the mean is at least
15.6 degC, at least 110 degC h above 18.3 degC have built up within the last 44 degC d above
4.4 degC, and flowers are wetted. Constants: docs.metos.at, "Fire blight: Model Cougar Blight" (the
page lists the MARYBLYT conditions); 32 degC cap: UC IPM fire blight model database.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtr

from pra_core.climate.checks import as_floats, inside, normals_problems, raise_all
from pra_core.climate.degree_days import sine_above
from pra_core.errors import Problem
from pra_core.frozen import FloatArray

MEAN_NEEDED = 15.6
"""Daily mean temperature [degC]."""
HEAT_NEEDED = 110.0
"""Degree-hours above `HEAT_BASE` [degC h]."""
HEAT_BASE = 18.3
"""Base of the degree-hours [degC]."""
FLOWER_LIFE = 44.0
"""Window in which the heat must build up: degree-days above `FLOWER_BASE` [degC d]."""
FLOWER_BASE = 4.4
"""Base of the degree-days [degC]."""
CAP = 32.0
"""Temperature above which neither sum grows faster (sine with horizontal cut-off) [degC]."""
HOURS = 24.0
"""Hours per day [h/d]."""


def heat_in_window(mean: FloatArray, diurnal_range: float) -> FloatArray:
    """Degree-hours above 18.3 within 44 degree-days above 4.4 when every day is alike [degC h].

    24 DD(18.3)/DD(4.4) x 44 by single sine with a horizontal cut-off at 32 degC; rises with the
    mean. Any shape; 0 where no degree-days build up.
    """
    low, high = mean - diurnal_range / 2, mean + diurnal_range / 2
    cap = sine_above(low, high, CAP)
    heat = sine_above(low, high, HEAT_BASE) - cap
    window = sine_above(low, high, FLOWER_BASE) - cap
    some = window > 0
    share = np.where(some, heat / np.where(some, window, 1.0), 0.0)
    return np.asarray(HOURS * share * FLOWER_LIFE, dtype=np.float64)


def infection_temperature(diurnal_range: float) -> float:
    """Lowest daily mean that meets both temperature conditions [degC], by bisection to 1e-9.

    The heat in the window rises with the mean, so one temperature separates the days.
    """
    low, high = MEAN_NEEDED, CAP + diurnal_range / 2
    if heat_in_window(np.asarray(low), diurnal_range) >= HEAT_NEEDED:
        return low
    while high - low > 1e-9:
        middle = (low + high) / 2
        if heat_in_window(np.asarray(middle), diurnal_range) >= HEAT_NEEDED:
            high = middle
        else:
            low = middle
    return high


def blossom_blight_index(
    temperature: ArrayLike,
    precipitation: ArrayLike,
    latitude: ArrayLike,
    bloom_months: Sequence[int],
    *,
    bloom_hemisphere: Literal["north", "south"],
    diurnal_range: float,
    daily_sd: float,
    wet_month_mm: float,
) -> FloatArray:
    """Screening index of blossom infection weather, 0-100, per cell.

    100 mean over bloom months of [P >= wet_month_mm] Phi((T_m - T*)/daily_sd), with T* =
    `infection_temperature` and daily means Normal(T_m, daily_sd). A rule on normals, not the daily
    model: days before a warm day are taken to be as warm, wetting is judged by month.

    Args:
        temperature: monthly means [12, n], degC, January first.
        precipitation: monthly totals [12, n], mm.
        latitude: [n], degrees; cells of the other hemisphere bloom six months later.
        bloom_months: months of bloom, 1 to 12, in `bloom_hemisphere`.
        bloom_hemisphere: which one `bloom_months` means; the equator is north.
        diurnal_range: daily maximum less minimum [degC].
        daily_sd: standard deviation of daily means around the monthly normal [degC]; 0: none.
        wet_month_mm: precipitation from which a month has enough wetting [mm].

    Raises:
        PraError: `not_finite`, `out_of_bounds`, `wrong_type`, `duplicate`, all at once.
    """
    monthly, rain, lat = (as_floats(x) for x in (temperature, precipitation, latitude))
    problems = normals_problems(monthly, rain, lat) + inside("daily_sd", as_floats(daily_sd), 0.0)
    problems += inside("diurnal_range", as_floats(diurnal_range), 0.0)
    problems += inside("wet_month_mm", as_floats(wet_month_mm), 0.0)
    raise_all(problems + _bloom_problems(bloom_months, bloom_hemisphere))
    over = monthly - infection_temperature(diurnal_range)
    days = (rain >= wet_month_mm) * (ndtr(over / daily_sd) if daily_sd > 0 else over >= 0)
    here, there = (days[(np.array(bloom_months) + ahead) % 12].mean(axis=0) for ahead in (-1, 5))
    same = (lat < 0) == (bloom_hemisphere == "south")
    return np.asarray(100 * np.where(same, here, there), dtype=np.float64)


def _bloom_problems(months: Sequence[int], hemisphere: str) -> list[Problem]:
    found = []
    if not months or any(m not in range(1, 13) for m in months):
        found.append(Problem("out_of_bounds", "bloom_months", tuple(months), "months 1 to 12"))
    if len(set(months)) < len(months):
        found.append(Problem("duplicate", "bloom_months", tuple(months)))
    if hemisphere not in ("north", "south"):
        found.append(Problem("wrong_type", "bloom_hemisphere", hemisphere, "north, south"))
    return found
