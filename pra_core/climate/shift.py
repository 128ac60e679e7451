"""Another climate than the normals: months shifted, and years warmer or colder than their mean.

A what-if on the normals, not a projection: no climate model stands behind it. Rain is multiplied,
so that dry months stay dry, and temperature is moved, the usual "delta change" of normals.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtri

from pra_core.climate.checks import as_floats, inside, raise_all, shape
from pra_core.climate.weekly import MONTHS
from pra_core.frozen import FloatArray

SEASONS = ((11, 0, 1), (2, 3, 4), (5, 6, 7), (8, 9, 10))
"""Months (January = 0) of the quarters December to February and so on, the same everywhere."""


def by_season(quarters: ArrayLike) -> FloatArray:
    """Twelve monthly values, January first, from those of the four quarters of `SEASONS`.

    Raises:
        PraError: `not_finite`, `out_of_bounds` (not four values).
    """
    values = as_floats(quarters)
    raise_all(shape("quarters", values, (len(SEASONS),)) + inside("quarters", values))
    months = np.empty(MONTHS)
    for value, season in zip(values, SEASONS, strict=True):
        months[list(season)] = value
    return months


def change_of_months(warming: Sequence[float], rain_percent: Sequence[float]
                     ) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Warming [degC] and factor on rain of twelve months, from one value a year or four quarters.

    Args:
        warming: one value, or one for each of `SEASONS` [degC].
        rain_percent: change of rain likewise [%], -100 or more.

    Raises:
        PraError: as `by_season`; `out_of_bounds`.
    """
    raise_all(inside("rain_percent", as_floats(rain_percent), -100.0))
    heat, rain = (by_season(np.repeat(as_floats(values), len(SEASONS) // len(values)))
                  for values in (warming, rain_percent))
    return tuple(heat.tolist()), tuple(np.round(1 + rain / 100, 10).tolist())


def shifted(temperature: ArrayLike, precipitation: ArrayLike, warming: ArrayLike, rain: ArrayLike
            ) -> tuple[FloatArray, FloatArray]:
    """Normals [12, n] of another climate: T + warming [degC] and P x rain, by month.

    Args:
        temperature: monthly means [12, n], degC.
        precipitation: monthly totals [12, n], mm.
        warming: added to each month, [12].
        rain: factor on each month, [12], >= 0.

    Raises:
        PraError: `not_finite`, `out_of_bounds`.
    """
    added, factor = as_floats(warming), as_floats(rain)
    raise_all([*shape("warming", added, (MONTHS,)), *shape("rain", factor, (MONTHS,)),
               *inside("warming", added), *inside("rain", factor, 0.0)])
    return as_floats(temperature) + added[:, None], as_floats(precipitation) * factor[:, None]


def year_anomalies(sd: float, years: int) -> FloatArray:
    """Temperature anomalies of `years` equally likely years, [years], coldest first, sum 0.

    The medians of as many strata of equal probability of a normal law with standard deviation
    `sd` [degC]: sd Phi^-1((i + 1/2)/years).

    Raises:
        PraError: `not_finite`, `out_of_bounds`.
    """
    raise_all(inside("sd", as_floats(sd), 0.0) + inside("years", as_floats(years), 1.0))
    return np.asarray(sd * ndtri((np.arange(years) + 0.5) / years), dtype=np.float64)


def share_of_years(index: NDArray[np.floating], threshold: float) -> FloatArray:
    """Share of equally likely years in which a cell is suitable, [n]; `index` is [years, n]."""
    return np.asarray(((index >= threshold) & (index > 0)).mean(axis=0), dtype=np.float64)
