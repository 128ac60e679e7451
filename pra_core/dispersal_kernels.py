"""Stochastic spread over a grid of cells, compiled: one disperser after another.

Random numbers: xoshiro256++ (Blackman & Vigna 2021, ACM TOMS 47:36), one stream per replicate,
seeded through SplitMix64. Everything is made of +, -, *, / and comparisons of IEEE numbers, without
library calls and without fused operations, so a replicate has the same bits on every machine.
"""

from __future__ import annotations

import numpy as np
from numba import njit

import pra_core.kernel_cache  # noqa: F401 - sets where compiled code is kept

_OPTIONS = {"nogil": True, "cache": True, "error_model": "numpy", "boundscheck": False}
_INNER = {"nogil": True, "error_model": "numpy", "boundscheck": False, "no_cpython_wrapper": True,
          "no_cfunc_wrapper": True, "forceinline": True}

EXPONENTIAL, CAUCHY, GRAVITY = 0, 1, 2
"""Kinds of kernel; GRAVITY for the long-distance one only."""

_U = np.uint64
_GOLDEN, _MIX1, _MIX2 = _U(0x9E3779B97F4A7C15), _U(0xBF58476D1CE4E5B9), _U(0x94D049BB133111EB)
_HALF_RANGE, _LOW, _ZERO, _ONE = _U(1 << 63), _U(0xFFFFFFFF), _U(0), _U(1)
_TO_UNIT, _TO_HALF_UNIT = 2.0**-53, 2.0**-32
_C3, _C5, _C7, _C9, _C11, _C13, _C15, _C17, _C19 = (2.0 / k for k in range(3, 20, 2))
_LN2, _ROOT_HALF = 0.6931471805599453, 0.7071067811865476
_TAIL, _LAYER = 7.69711747013104972, 3.949659822581572e-3
"""Where the tail of the ziggurat begins, and the area of each of its layers."""


def _exp_minus(x):
    """e^-x from additions and products alone, so that the tables are the same everywhere."""
    parts, term, total = 64, 1.0, 1.0
    for k in range(1, 20):
        term *= -x / parts / k
        total += term
    for _ in range(6):
        total *= total
    return total


def _ziggurat():
    """Right edges of the layers [257] (the base first), and the density there."""
    edge = np.zeros(257)
    edge[0], edge[1] = _LAYER / _exp_minus(_TAIL), _TAIL
    for k in range(2, 256):
        edge[k] = -_log.py_func(_LAYER / edge[k - 1] + _exp_minus(edge[k - 1]))
    return edge, np.array([_exp_minus(x) for x in edge])


@njit(**_INNER)
def _mixed(z):
    z = (z ^ (z >> _U(30))) * _MIX1
    z = (z ^ (z >> _U(27))) * _MIX2
    return z ^ (z >> _U(31))


@njit(**_INNER)
def _start_stream(state, seed, replicate):
    z = _mixed(_U(seed) + _GOLDEN) + _GOLDEN * (_U(replicate) + _ONE)
    for k in range(4):
        z += _GOLDEN
        state[k] = _mixed(z)


@njit(**_INNER)
def _bits(state):
    """Sixty-four random bits."""
    a, b, c, d = state[0], state[1], state[2], state[3]
    mixed = a + d
    found = ((mixed << _U(23)) | (mixed >> _U(41))) + a
    shifted = b << _U(17)
    c ^= a
    d ^= b
    state[1] = b ^ c
    state[0] = a ^ d
    state[2] = c ^ shifted
    state[3] = (d << _U(45)) | (d >> _U(19))
    return found


@njit(**_INNER)
def _uniform(state):
    """Uniform on [0, 1)."""
    return float(_bits(state) >> _U(11)) * _TO_UNIT


@njit(**_INNER)
def _log(x):
    """ln x for 0 < x <= 1, to the last digits: 2 artanh((m - 1) / (m + 1)) as a series."""
    halved = 0.0
    while x < _ROOT_HALF:
        x *= 2.0
        halved += _LN2
    s = (x - 1.0) / (x + 1.0)
    q = s * s
    series = ((((((((_C19 * q + _C17) * q + _C15) * q + _C13) * q + _C11) * q + _C9) * q + _C7)
               * q + _C5) * q + _C3) * q + 2.0
    return s * series - halved


_EDGE, _DENSITY = _ziggurat()


@njit(**_INNER)
def _exponential(state):
    """Exponential with mean 1: ziggurat of 256 layers (Marsaglia & Tsang 2000, JSS 5(8))."""
    beyond = 0.0
    while True:
        r = _bits(state)
        layer = int(r & _U(255))
        x = float(r >> _U(11)) * _TO_UNIT * _EDGE[layer]
        if x < _EDGE[layer + 1]:
            return beyond + x
        if layer == 0:
            beyond += _TAIL
        elif -_log(_DENSITY[layer] + _uniform(state) * (
                _DENSITY[layer + 1] - _DENSITY[layer])) > x:
            return beyond + x


@njit(**_INNER)
def _direction(state):
    """A unit vector in a random direction (von Neumann 1951), without sine and cosine."""
    square = 2.0
    x = y = 0.0
    while square >= 1.0 or square == 0.0:
        r = _bits(state)
        x = float(r & _LOW) * _TO_HALF_UNIT * 2.0 - 1.0
        y = float(r >> _U(32)) * _TO_HALF_UNIT * 2.0 - 1.0
        square = x * x + y * y
    return (x * x - y * y) / square, 2.0 * x * y / square


@njit(**_INNER)
def _distance(state, kind, scale, longest):
    """Distance [km]: exponential with mean `scale`, or half Cauchy; none beyond `longest`."""
    while True:
        if kind == CAUCHY:
            x, y = _direction(state)
            # |x| is 0 once in 2**64 pairs or so; the quotient is then refused as too long.
            d = scale * abs(y) / abs(x) if x != 0.0 else 2.0 * longest
        else:
            d = scale * _exponential(state)
        if d <= longest:
            return d


@njit(**_INNER)
def _landing(state, row, column, rows, columns, d, height, width):
    """Cell `d` km away from a random point of a cell, -1 outside the grid.

    `width` [2 rows - 1]: width of a column [km] at the latitude midway between two rows, by the
    sum of their numbers.
    """
    east, south = _direction(state)
    r = _bits(state)
    to_row = float(row) + float(r & _LOW) * _TO_HALF_UNIT + south * d / height
    if not 0.0 <= to_row < rows:
        return -1
    there = int(to_row)
    to_column = float(column) + float(r >> _U(32)) * _TO_HALF_UNIT + east * d / width[row + there]
    if not 0.0 <= to_column < columns:
        return -1
    return there * columns + int(to_column)


@njit(**_INNER)
def _drawn(state, summed):
    """Position in a list of weights, given their running sums (the last is 1)."""
    u = _uniform(state)
    low, high = 0, summed.size - 1
    while low < high:
        middle = (low + high) >> 1
        if summed[middle] > u:
            high = middle
        else:
            low = middle + 1
    return low


@njit(**_INNER)
def _pulled(state, row, column, columns, places, summed, reach, height, width):
    """A place drawn by weight / (1 + (distance / reach)^2)."""
    while True:
        place = places[_drawn(state, summed)]
        there, across = place // columns, place % columns
        dy = float(there - row) * height
        dx = float(across - column) * width[row + there]
        if _uniform(state) * (1.0 + (dx * dx + dy * dy) / (reach * reach)) < 1.0:
            return place


@njit(**_INNER)
def _destination(state, source, scale, size, width, natural, far):
    """Where a disperser lands, -1 outside the grid."""
    columns, rows, _, height = size
    row, column = source // columns, source % columns
    kind, longest = natural
    share, far_kind, far_scale, far_longest, pull, pull_summed = far
    if share > 0.0 and _uniform(state) < share:
        if far_kind == GRAVITY:
            return _pulled(state, row, column, columns, pull, pull_summed, far_scale, height,
                           width)
        kind, scale, longest = far_kind, far_scale, far_longest
    d = _distance(state, kind, scale, longest)
    return _landing(state, row, column, rows, columns, d, height, width)


@njit(**_INNER)
def _year(state, infested, active, emitting, sofar, season, scale, land, size, natural, far,
          newly):
    """One year of emission; `sofar` = (cells, area, occupied area, units) invaded."""
    count, held, whole, number = sofar
    hosts, suitability, unit_area, cell_area, width = land
    units = size[2]
    sources = count
    for i in range(sources):
        emitting[i] = infested[active[i]]
    # One Poisson process along the line of all sources: what is left of a gap goes on.
    gap = _exponential(state)
    for i in range(sources):
        source = active[i]
        rest = season * suitability[source] * emitting[i]
        while gap < rest:
            rest -= gap
            gap = _exponential(state)
            to = _destination(state, source, scale, size, width, natural, far)
            if to < 0 or infested[to] >= hosts[to]:
                continue
            if _uniform(state) * units >= (hosts[to] - infested[to]) * suitability[to]:
                continue
            if infested[to] == 0:
                active[count] = to
                count += 1
                newly[to] += 1
                whole += cell_area[to]
            infested[to] += 1
            number += 1
            held += unit_area[to]
        gap -= rest
    return count, held, whole, number


@njit(**_OPTIONS)
def spread(first, last, seed, land, size, entry, process, natural, far, newly, ends, area,
           occupied, units):
    """Replicates first … last - 1 of the spread, added to the results.

    Cells are numbered row by row. `land` = (hosts, suitability, area of a unit, area of a cell
    [cells], width [2 rows - 1]); `size` = (columns, rows, units of a cell, height); `entry` =
    (cells, running sum of their chances); `process` = (founders, lag, reproduction, scale
    [replicates]); `natural` = (kind, longest); `far` = (share, kind, scale, longest, cells that
    attract, running sum of their weights). Results: `newly` [years + 1, cells] replicates in
    which a cell is invaded in that year; `ends` [cells] infested units at the end, summed;
    `area`, `occupied` [km2] and `units` [replicates, years + 1].
    """
    hosts, _, unit_area, cell_area, _ = land
    founders, lag, reproduction, scale = process
    state = np.zeros(4, np.uint64)
    infested = np.zeros(hosts.size, np.int32)
    active = np.empty(hosts.size, np.int32)
    emitting = np.empty(hosts.size, np.int32)
    for k in range(first, last):
        _start_stream(state, seed, k)
        home = entry[0][_drawn(state, entry[1])]
        founded = min(founders[k], hosts[home])
        infested[home] = founded
        active[0] = home
        newly[0, home] += 1
        sofar = (1, founded * unit_area[home], cell_area[home], founded)
        area[k, 0], occupied[k, 0], units[k, 0] = sofar[1], sofar[2], sofar[3]
        for year in range(1, area.shape[1]):
            season = min(1.0, max(0.0, year - lag[k])) * reproduction[k]
            if season > 0.0:
                sofar = _year(state, infested, active, emitting, sofar, season, scale[k], land,
                              size, natural, far, newly[year])
            area[k, year], occupied[k, year], units[k, year] = sofar[1], sofar[2], sofar[3]
        for i in range(sofar[0]):
            ends[active[i]] += infested[active[i]]
            infested[active[i]] = 0


@njit(**_OPTIONS)
def random_bits(state, out):
    """The next numbers of a stream; `state` [4] moves on."""
    for i in range(out.size):
        out[i] = _bits(state)


@njit(**_OPTIONS)
def distances(seed, replicate, kind, scale, longest, out):
    """Distances [km] as `spread` draws them from the stream of a replicate."""
    state = np.zeros(4, np.uint64)
    _start_stream(state, seed, replicate)
    for i in range(out.size):
        out[i] = _distance(state, kind, scale, longest)
