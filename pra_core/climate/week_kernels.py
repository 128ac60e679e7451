"""From monthly normals to the weeks of a block of cells, compiled (equations: `weekly`, `soil`).

A block is [52, BLOCK] cells, so that the inner loops run over neighbouring cells in vector lanes;
a block that reaches past the last cell repeats it. Always float64.
"""

from __future__ import annotations

import math

import numpy as np
from numba import njit

from pra_core.climate.weekly import WEEK_DAYS, WEEKS, YEAR_DAYS
from pra_core.elementary_kernels import INNER, exp_minus, log_1p

# Fused multiply-add: all cells of a block go through vector lanes, so a value depends on its
# inputs only, not on its place in the block.
FUSED = {**INNER, "fastmath": {"contract"}}

BLOCK = 64
"""Cells computed together: their weeks stay in the cache nearest to the core in float32."""

_HOT_FROM, _HOT_TO = 26.5, 32.24 / (2 * 0.43)
_MOST_MILD = -415.85 + 32.24 * _HOT_FROM - 0.43 * _HOT_FROM**2
_LOG_MOST = math.log(_MOST_MILD / 16)
_SMALLEST, _LOG_OFFSET = 2.0**-40, 40 * math.log(2)
# Tangent of the sun's declination in the middle of each week.
_SLOPE = np.tan(0.409 * np.sin(2 * np.pi * ((np.arange(WEEKS) + 0.5) * WEEK_DAYS) / YEAR_DAYS
                               - 1.39))


@njit(**FUSED)
def _log(x):
    """log(x) for x > 0; below 2^-40 the value there, which no climate can tell from 0."""
    return log_1p(max(x, _SMALLEST) / _SMALLEST - 1.0) - _LOG_OFFSET


@njit(**FUSED)
def _weeks_of_rain(rain, shares, irrigation, water, rest):
    """`weekly_precipitation` of a block, topped up to `irrigation` [mm per week]."""
    months = rain.shape[0]
    for month in range(months):
        for j in range(BLOCK):
            rest[month, j] = rain[month, j] * (months / WEEKS)
    for week in range(WEEKS):
        first = 0
        while shares[first, week] == 0.0:
            first += 1
        if first + 1 < months and shares[first + 1, week] > 0.0:
            for j in range(BLOCK):
                water[week, j] = min(rain[first, j], rain[first + 1, j]) * (months / WEEKS)
    for month in range(months):
        whole = 0.0
        for week in range(WEEKS):
            before = month > 0 and shares[month - 1, week] > 0.0
            after = month + 1 < months and shares[month + 1, week] > 0.0
            if shares[month, week] > 0.0 and (before or after):
                for j in range(BLOCK):
                    rest[month, j] -= shares[month, week] * water[week, j]
            elif shares[month, week] > 0.0:
                whole += shares[month, week]
        for week in range(WEEKS):
            before = month > 0 and shares[month - 1, week] > 0.0
            after = month + 1 < months and shares[month + 1, week] > 0.0
            if shares[month, week] > 0.0 and not (before or after):
                for j in range(BLOCK):
                    water[week, j] = rest[month, j] * (1.0 / whole)
    for week in range(WEEKS):
        for j in range(BLOCK):
            water[week, j] = max(irrigation, max(0.0, water[week, j]))


@njit(**FUSED)
def _warmth(monthly, scale, exponent):
    """log(10/I) of Thornthwaite's heat index I and the exponent of his curve, for a block.

    Where no month is above freezing I = 0 and the curve is not used: `scale` is infinite.
    """
    for j in range(BLOCK):
        scale[j] = 0.0
    for month in range(monthly.shape[0]):
        for j in range(BLOCK):
            x = monthly[month, j] / 5.0
            power = 1.514 * _log(x)
            small = exp_minus(abs(power))
            scale[j] += (1.0 / small if power > 0.0 else small) if x > 0.0 else 0.0
    for j in range(BLOCK):
        i = scale[j]
        exponent[j] = 6.75e-7 * i**3 - 7.71e-5 * i**2 + 1.792e-2 * i + 0.49239
        scale[j] = _log(10.0 / i) if i > 0.0 else np.inf


@njit(**FUSED)
def _demand(mean, scale, exponent, demand):
    """Turns the share of a month's demand in `demand` into the week's demand [mm]."""
    for j in range(BLOCK):
        below = max(0.0, _LOG_MOST - exponent[j] * (_log(mean[j]) + scale[j]))
        some = mean[j] > 0.0 and scale[j] < np.inf
        mild = _MOST_MILD * exp_minus(below) if some else 0.0
        hot = min(max(mean[j], _HOT_FROM), _HOT_TO)
        scorching = -415.85 + 32.24 * hot - 0.43 * hot * hot
        demand[j] *= scorching if mean[j] >= _HOT_FROM else mild


@njit(**FUSED)
def _balance(water, demand, capacity, factor, gain):
    """Share of its water the soil keeps in one week, and the share of capacity it gains."""
    dries = False
    for j in range(BLOCK):
        surplus = (water[j] - demand[j]) / capacity
        factor[j] = max(0.0, -surplus)
        gain[j] = max(surplus, 0.0)
        dries |= surplus < 0.0
    for j in range(BLOCK):
        factor[j] = exp_minus(factor[j]) if dries else 1.0


@njit(**FUSED)
def _daylight(latitude, demand):
    """Share of a standard month's demand that falls in each week, [52, BLOCK], by daylight."""
    start = 0
    while start < BLOCK:
        stop = start + 1
        while stop < BLOCK and latitude[stop] == latitude[start]:
            stop += 1
        slope = -math.tan(math.radians(latitude[start]))
        for week in range(WEEKS):
            cosine = min(max(slope * _SLOPE[week], -1.0), 1.0)
            share = 24.0 / math.pi * math.acos(cosine) / 12.0 * (WEEK_DAYS / 30.0)
            for j in range(start, stop):
                demand[week, j] = share
        start = stop


@njit(**FUSED)
def _soil_year(factor, gain, a, b, c, soil):
    """The exact periodic year of the soil (`soil.soil_moisture`), for a block."""
    for j in range(BLOCK):
        a[j], b[j], c[j] = 1.0, 0.0, 1.0
    for week in range(WEEKS):
        for j in range(BLOCK):
            a[j] *= factor[week, j]
            b[j] = b[j] * factor[week, j] + gain[week, j]
            c[j] = min(1.0, c[j] * factor[week, j] + gain[week, j])
    for j in range(BLOCK):
        dries = a[j] < 1.0
        c[j] = min(c[j], b[j] / (1.0 - a[j] if dries else 1.0)) if dries else c[j]
    for week in range(WEEKS):
        for j in range(BLOCK):
            soil[week, j] = c[j] * factor[week, j] + gain[week, j]
            c[j] = min(soil[week, j], 1.0)


@njit(**FUSED)
def climate_block(start, monthly, rain, latitude, smooth, shares, capacity, irrigation, mean, soil):
    """Weekly temperature and soil moisture of the block from cell `start`, always in float64."""
    months, cells = monthly.shape
    warm, wet, lat = np.empty((months, BLOCK)), np.empty((months, BLOCK)), np.empty(BLOCK)
    for j in range(BLOCK):
        cell = min(start + j, cells - 1)
        lat[j] = latitude[cell]
        for month in range(months):
            warm[month, j], wet[month, j] = monthly[month, cell], rain[month, cell]
    water, demand = np.empty((WEEKS, BLOCK)), np.empty((WEEKS, BLOCK))
    factor, gain = np.empty((WEEKS, BLOCK)), np.empty((WEEKS, BLOCK))
    a, b, c = np.empty(BLOCK), np.empty(BLOCK), np.empty(BLOCK)
    for week in range(WEEKS):
        row = mean[week]
        for j in range(BLOCK):
            row[j] = 0.0
        for month in range(0, months, 4):
            w0, w1 = smooth[week, month], smooth[week, month + 1]
            w2, w3 = smooth[week, month + 2], smooth[week, month + 3]
            v0, v1, v2, v3 = warm[month], warm[month + 1], warm[month + 2], warm[month + 3]
            for j in range(BLOCK):
                row[j] += w0 * v0[j] + w1 * v1[j] + w2 * v2[j] + w3 * v3[j]
    _weeks_of_rain(wet, shares, irrigation, water, np.empty((months, BLOCK)))
    _daylight(lat, demand)
    _warmth(warm, a, b)
    for week in range(WEEKS):
        if np.max(mean[week]) > 0.0:
            _demand(mean[week], a, b, demand[week])
        else:
            demand[week] = 0.0
        _balance(water[week], demand[week], capacity, factor[week], gain[week])
    _soil_year(factor, gain, a, b, c, soil)
