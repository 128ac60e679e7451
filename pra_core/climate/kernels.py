"""Growth, stresses and index of blocks of weeks, compiled (equations: `indices`, `stress`).

Generic in the type of the arrays: float64 for what is reported cell by cell, float32 for the many
members of an uncertain sheet. Weeks in which no cell of a block passes a limit are skipped, which
changes no result.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from pra_core.climate.week_kernels import BLOCK, FUSED, climate_block
from pra_core.climate.weekly import WEEKS
from pra_core.elementary_kernels import OPTIONS

# Places in the constants of one member; rates are in % and without sign, 0 where not used.
HALF, QUARTER, DV0, RISE, DV3, FALL = 0, 1, 2, 3, 4, 5
SM0, WETTER, SM3, DRIER = 6, 7, 8, 9
COLD, COLD_DAYS, HEAT, DRY, WET = 10, 12, 14, 16, 18  # limit, rate
COLD_WET, COLD_DRY, HOT_WET, HOT_DRY = 20, 23, 26, 29  # limit of temperature, of moisture, rate
PDD, DAYS_OF_WEEK = 32, 33
CONSTANTS = 34

# Rows of the sums of a year; the four interactions stand in the order of their constants.
GROWTH, DEGREE_DAYS, CHILL, HOT, PARCHED, SOAKED, JOINT = 0, 1, 2, 3, 4, 5, 6
SUMS = 10


@njit(**FUSED)
def _bounds(values, low, high):
    """Lowest and highest value of each week of a block."""
    for week in range(WEEKS):
        row = values[week]
        least, most = row[0], row[0]
        for j in range(1, BLOCK):
            least, most = min(least, row[j]), max(most, row[j])
        low[week], high[week] = least, most


@njit(**FUSED)
def _space(kind):
    """Work arrays of one thread: see `_year` and `_index`."""
    return (np.empty((WEEKS, BLOCK), kind), np.empty((WEEKS, BLOCK), kind),
            np.empty((5, WEEKS), kind), np.empty(BLOCK, kind), np.empty((SUMS, BLOCK), kind),
            np.empty((WEEKS, BLOCK), kind), np.empty(BLOCK, kind))


@njit(**FUSED)
def _triangle(mean, base, half, quarter):
    """Mean excess over `base` of a triangular day; `quarter` is 1/(4 half), 0 for half = 0.

    The same as `degree_days.triangle_above`, written without branches.
    """
    zero = half - half
    above = mean - base
    part = min(max(above + half, zero), half + half)
    return part * part * quarter + max(zero, above - half)


@njit(**FUSED)
def _grow(mean, soil, p, growth, days):
    """Adds one week's growth index (0-1) and its mean daily degrees above dv0."""
    half, quarter, dv0, rise, dv3, fall = p[HALF], p[QUARTER], p[DV0], p[RISE], p[DV3], p[FALL]
    sm0, wetter, sm3, drier = p[SM0], p[WETTER], p[SM3], p[DRIER]
    zero = half - half
    one = growth.dtype.type(1)
    for j in range(BLOCK):
        warm = _triangle(mean[j], dv0, half, quarter)
        days[j] += warm
        cooler = min(max((dv3 - (mean[j] + half)) * fall, zero), one)
        moist = min((soil[j] - sm0) * wetter, (sm3 - soil[j]) * drier)
        growth[j] += min(warm * rise, one) * cooler * min(max(moist, zero), one)


@njit(**FUSED)
def _add(x, sign, shift, limit, rate, total):
    """Adds rate x max(0, sign (x + shift - limit)) of one week."""
    zero = total.dtype.type(0)
    for j in range(BLOCK):
        total[j] += rate * max(zero, sign * ((x[j] + shift) - limit))


@njit(**FUSED)
def _add_run(x, sign, shift, limit, y, sign2, limit2, rate, longest, run, total):
    """The same times the excess of y (1 for sign2 = 0) and the weeks of the run, <= longest."""
    zero, one = total.dtype.type(0), total.dtype.type(1)
    least = zero if sign2 != zero else one
    for j in range(BLOCK):
        excess = max(zero, sign * ((x[j] + shift) - limit))
        excess *= max(least, sign2 * (y[j] - limit2))
        run[j] = run[j] + one if excess > zero else zero
        total[j] += rate * excess * min(run[j], longest)


@njit(**FUSED)
def _stress(first, second, rate, compounding, run, total):
    """Adds the year's stress of one limit, or of two passed at once (sign of the second not 0).

    A limit is: values [52, BLOCK], each week's value nearest to passing it, sign, shift, limit.
    """
    zero, one = total.dtype.type(0), total.dtype.type(1)
    x, edge, sign, shift, limit = first
    y, edge2, sign2, limit2 = second
    single = sign2 == zero
    longest = total.dtype.type(WEEKS) if compounding else one
    run[:] = zero
    years = 2 if compounding else 1  # the first one only carries the run over the new year
    for year in range(years if rate > zero else 0):
        weight = rate if year == years - 1 else zero
        for week in range(WEEKS):
            passed = sign * ((edge[week] + shift) - limit) > zero
            if passed and (single or sign2 * (edge2[week] - limit2) > zero):
                if single and not compounding:
                    _add(x[week], sign, shift, limit, weight, total)
                else:
                    _add_run(x[week], sign, shift, limit, y[week], sign2, limit2, weight, longest,
                             run, total)
            else:
                run[:] = zero


@njit(**FUSED)
def _degree_weeks(mean, p, weeks, low):
    """Degree-days of each week above dv0, and the lowest of the block."""
    half, quarter, dv0, length = p[HALF], p[QUARTER], p[DV0], p[DAYS_OF_WEEK]
    for week in range(WEEKS):
        row, out = mean[week], weeks[week]
        for j in range(BLOCK):
            out[j] = _triangle(row[j], dv0, half, quarter) * length
        least = out[0]
        for j in range(1, BLOCK):
            least = min(least, out[j])
        low[week] = least


@njit(**FUSED)
def _year(mean, soil, edges, p, compounding, sums, run, weeks):
    """Sums [SUMS, BLOCK] of a year: growth, daily degrees above dv0, stresses in %.

    `edges` [5, 52]: lowest and highest temperature and moisture of each week, and room for one
    more; `run` [BLOCK] and `weeks` [52, BLOCK] are work space.
    """
    sums[:] = sums.dtype.type(0)
    half = p[HALF]
    zero, one = half - half, sums.dtype.type(1)
    cold, hot, dry, wet = edges[0], edges[1], edges[2], edges[3]
    for week in range(WEEKS):
        if hot[week] + half > p[DV0]:
            _grow(mean[week], soil[week], p, sums[GROWTH], sums[DEGREE_DAYS])
    none = (mean, cold, zero, zero)
    if p[COLD_DAYS + 1] > zero:
        _degree_weeks(mean, p, weeks, edges[4])
        chilled = (weeks, edges[4], -one, zero, p[COLD_DAYS])
        _stress(chilled, none, p[COLD_DAYS + 1], compounding, run, sums[CHILL])
    night = (mean, cold, -one, -half, p[COLD])
    _stress(night, none, p[COLD + 1], compounding, run, sums[CHILL])
    day = (mean, hot, one, half, p[HEAT])
    _stress(day, none, p[HEAT + 1], compounding, run, sums[HOT])
    drought = (soil, dry, -one, zero, p[DRY])
    _stress(drought, none, p[DRY + 1], compounding, run, sums[PARCHED])
    flood = (soil, wet, one, zero, p[WET])
    _stress(flood, none, p[WET + 1], compounding, run, sums[SOAKED])
    for kind in range(4):
        place = COLD_WET + 3 * kind
        warm, damp = kind >= 2, kind % 2 == 0
        first = (mean, hot if warm else cold, one if warm else -one, half if warm else -half,
                 p[place])
        second = (soil, wet if damp else dry, one if damp else -one, p[place + 1])
        _stress(first, second, p[place + 2], compounding, run, sums[JOINT + kind])


@njit(**FUSED)
def _index(sums, p, index):
    """Ecoclimatic index of a block from the sums of its year."""
    one, hundred = index.dtype.type(1), index.dtype.type(100)
    weeks, length, days = index.dtype.type(WEEKS), p[DAYS_OF_WEEK], p[PDD]
    for j in range(BLOCK):
        short = sums[DEGREE_DAYS, j] * length < days  # NaN, no PDD given, is not short
        index[j] = index.dtype.type(0) if short else hundred * (sums[GROWTH, j] / weeks)
    for row in range(CHILL, SUMS):
        for j in range(BLOCK):
            index[j] *= one - min(sums[row, j], hundred) / hundred


@njit(**FUSED)
def _left(sums, row, j):
    """What a stress leaves of the index."""
    return 1.0 - min(sums[row, j], 100.0) / 100.0


@njit(**FUSED)
def _limiting(sums, p, j):
    """Code of `LimitingFactor`: cause of the smallest factor of the index, 0 if none is < 1.

    The first of equals in the order of the codes; interactions count with their temperature.
    """
    cold = _left(sums, CHILL, j) * _left(sums, JOINT, j) * _left(sums, JOINT + 1, j)
    heat = _left(sums, HOT, j) * _left(sums, JOINT + 2, j) * _left(sums, JOINT + 3, j)
    season = 0.0 if sums[DEGREE_DAYS, j] * p[DAYS_OF_WEEK] < p[PDD] else 1.0
    code, least = 0, 1.0
    for place, factor in enumerate((cold, heat, _left(sums, PARCHED, j), _left(sums, SOAKED, j),
                                    season, sums[GROWTH, j] / WEEKS)):
        if factor < least:
            code, least = place + 1, factor
    return code


@njit(**OPTIONS)
def annual(first, monthly, rain, latitude, smooth, shares, capacity, irrigation, p, compounding,
           index, sums, limiting):
    """One sheet, float64: index [n], sums [SUMS, n], limiting factor [n], from cell `first` on."""
    mean, soil, edges, run, year, weeks, found = _space(p.dtype)
    for start in range(0, latitude.size, BLOCK):
        climate_block(start, monthly, rain, latitude, smooth, shares, capacity, irrigation, mean,
                      soil)
        _bounds(mean, edges[0], edges[1])
        _bounds(soil, edges[2], edges[3])
        _year(mean, soil, edges, p, compounding, year, run, weeks)
        _index(year, p, found)
        for j in range(min(BLOCK, latitude.size - start)):
            index[first + start + j] = found[j]
            limiting[first + start + j] = _limiting(year, p, j)
            for row in range(SUMS):
                sums[row, first + start + j] = year[row, j]


@njit(**OPTIONS)
def weeks_of_climate(first, monthly, rain, latitude, smooth, shares, capacity, irrigation,
                     temperature, moisture):
    """Weekly temperature and soil moisture, [52, n] from cell `first` on, rounded to float32."""
    mean, soil = np.empty((WEEKS, BLOCK)), np.empty((WEEKS, BLOCK))
    for start in range(0, latitude.size, BLOCK):
        climate_block(start, monthly, rain, latitude, smooth, shares, capacity, irrigation, mean,
                      soil)
        for week in range(WEEKS):
            for j in range(min(BLOCK, latitude.size - start)):
                temperature[week, first + start + j] = mean[week, j]
                moisture[week, first + start + j] = soil[week, j]


@njit(**FUSED)
def _take(source, start, block):
    """Copies the block from cell `start`, the last cell repeated past the end."""
    for week in range(WEEKS):
        for j in range(BLOCK):
            block[week, j] = source[week, min(start + j, source.shape[1] - 1)]


@njit(**OPTIONS)
def members(temperature, moisture, first, last, p, compounding, thresholds, index, count):
    """Index of many members for the cells from `first` to `last`.

    p [k, CONSTANTS]. Written are the index [k, n] where `index` has rows, else the number of
    members, [n], whose index reaches its own threshold [k] and is above 0.
    """
    kind = p.dtype
    mean, soil, edges, run, year, weeks, found = _space(kind)
    for start in range(first, last, BLOCK):
        _take(temperature, start, mean)
        _take(moisture, start, soil)
        _bounds(mean, edges[0], edges[1])
        _bounds(soil, edges[2], edges[3])
        width = min(BLOCK, last - start)
        for member in range(p.shape[0]):
            _year(mean, soil, edges, p[member], compounding, year, run, weeks)
            _index(year, p[member], found)
            if index.shape[0] > 0:
                for j in range(width):
                    index[member, start + j] = found[j]
            else:
                limit = thresholds[member]
                for j in range(width):
                    count[start + j] += found[j] >= limit and found[j] > 0


@njit(**OPTIONS)
def growth_of_months(temperature, moisture, first, last, p, shares, growth):
    """Growth index averaged over months, [k, 12, n], for the cells from `first` to `last`."""
    kind = p.dtype
    mean, soil = np.empty((WEEKS, BLOCK), kind), np.empty((WEEKS, BLOCK), kind)
    week_growth, days = np.empty(BLOCK, kind), np.empty(BLOCK, kind)
    months = np.empty((shares.shape[0], BLOCK), kind)
    for start in range(first, last, BLOCK):
        _take(temperature, start, mean)
        _take(moisture, start, soil)
        width = min(BLOCK, last - start)
        for member in range(p.shape[0]):
            months[:] = kind.type(0)
            for week in range(WEEKS):
                week_growth[:] = kind.type(0)
                _grow(mean[week], soil[week], p[member], week_growth, days)
                for month in range(shares.shape[0]):
                    share = shares[month, week]
                    if share > 0:
                        for j in range(BLOCK):
                            months[month, j] += share * week_growth[j]
            for month in range(shares.shape[0]):
                for j in range(width):
                    growth[member, month, start + j] = months[month, j]
