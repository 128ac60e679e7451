"""Compiled kernels for the table of all measure sets of one chain (design 2.1, 2.6, 2.7).

One draw at a time: the state (S, m, t, w) of every subset of the measures is built by doubling
in chain order and closed by one power per subset. A row is doubled only when an operation needs
it, so a power is taken once per subset that can change it. The code is generic in the type of
`one`: float32 in the sweep over 2^k sets, float64 wherever a value is reported or lies near a
limit.

State per subset: S share of units still infested and moving, m mean live pests per originally
infested unit, t inspection exposure, w share of volume and of foundings left.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from pra_core.elementary_kernels import INNER, OPTIONS, coarse, narrow, one_minus_exp, released
from pra_core.mixing_kernels import extend, mix_full

# Operation codes; each acts on the subsets that contain its bit, or on all of them (bit -1).
UNIT, INDIVIDUAL, WEIGHT, EXPAND, INSPECT, COMPARE, CONCLUDE = 0, 1, 2, 3, 4, 5, 6
# What the leaf returns.
FOUNDINGS, UNITS, PESTS, LOTS = 0, 1, 2, 3

_S, _M, _T, _W, _BEST, _DETECTED = 0, 1, 2, 3, 4, 5  # places in `Space.extent`
_NEAR_TIE = 2e-5  # relative difference that float32 may not see
_PAD = 16  # keeps rows off each other's place in the cache


class Space(NamedTuple):
    """Work arrays of one thread; row r of a table is valid up to extent[r], a power of two."""

    state: NDArray[np.floating]
    """[4, size]: S, m, t, w."""
    best: NDArray[np.floating]
    """[2, size]: the largest n q d of the inspections compared so far, and its thinning."""
    detected: NDArray[np.floating]
    """[size]: 1 - exp(-m) before the leaf."""
    spare: NDArray[np.floating]
    """[2, size]."""
    extent: NDArray[np.int64]
    """[6]: of S, m, t, w, `best` and `detected` (0 = to be computed)."""


@njit(**INNER)
def new_space(size, one):
    """Work arrays for tables of `size` subsets in the type of `one`."""
    zero, width = one - one, size + _PAD
    return Space(np.full((4, width), zero), np.full((2, width), zero), np.full(width, zero),
                 np.full((2, width), zero), np.zeros(6, np.int64))


@njit(**INNER)
def _multiply_low(row, bit, factor, size, one):
    """row[j] *= factor where j contains bit 0, 1 or 2; eight subsets at a time."""
    a = factor if bit == 0 else one
    b = factor if bit == 1 else one
    c = factor if bit == 2 else one
    for start in range(0, size, 8):
        part = row[start:start + 8]
        part[1] *= a
        part[2] *= b
        part[3] *= a * b
        part[4] *= c
        part[5] *= a * c
        part[6] *= b * c
        part[7] *= a * b * c


@njit(**INNER)
def _multiply(space, which, bit, factor, one):
    """state[which, j] *= factor for every subset j that contains `bit` (all of them for -1)."""
    row, size = space.state[which], space.extent[which]
    if bit < 0:
        for j in range(size):
            row[j] *= factor
        return
    width = 1 << bit
    size = extend(row, size, 2 * width)
    space.extent[which] = size
    if width < 8 and size >= 8:
        _multiply_low(row, bit, factor, size, one)
        return
    for start in range(width, size, 2 * width):
        part = row[start:start + width]
        for j in range(width):
            part[j] *= factor


@njit(**INNER)
def _detect(space, need, one):
    """1 - exp(-m) for at least `need` subsets; returns the number there are."""
    detected, extent = space.detected, space.extent
    if extent[_DETECTED] == 0:
        one_minus_exp(space.state[_M], 1.0, detected, extent[_M])
        extent[_DETECTED] = extent[_M]
    extent[_DETECTED] = extend(detected, extent[_DETECTED], need)
    return extent[_DETECTED]


@njit(**INNER)
def _inspect(space, bit, exposure, thinning, live, one):
    """One inspection: t += n q S d, then S *= 1 - n q / lot."""
    extent, s, t = space.extent, space.state[_S], space.state[_T]
    need = max(extent[_S], extent[_T], 2 << bit if bit >= 0 else 1)
    if live:
        need = _detect(space, need, one)
    extent[_S] = extend(s, extent[_S], need)
    extent[_T] = extend(t, extent[_T], need)
    width = 1 << bit if bit >= 0 else need
    for start in range(width if bit >= 0 else 0, need, 2 * width):
        moving, exposed = s[start:start + width], t[start:start + width]
        if live:
            detected = space.detected[start:start + width]
            for j in range(width):
                exposed[j] += exposure * moving[j] * detected[j]
        else:
            for j in range(width):
                exposed[j] += exposure * moving[j]
        for j in range(width):
            moving[j] *= thinning


@njit(**INNER)
def _compare(space, bit, exposure, thinning, live, one):
    """Keep, per subset, the inspection with the largest n q d, and its thinning.

    Where the type of `one` cannot tell which is larger and it matters, the thinning becomes NaN:
    such a draw is done again in float64.
    """
    extent, tie = space.extent, _NEAR_TIE if coarse(one) else -1.0
    need = max(extent[_BEST], 2 << bit if bit >= 0 else 1)
    if live:
        need = _detect(space, need, one)
    extend(space.best[0], extent[_BEST], need)
    extent[_BEST] = extend(space.best[1], extent[_BEST], need)
    width = 1 << bit if bit >= 0 else need
    for start in range(width if bit >= 0 else 0, need, 2 * width):
        largest = space.best[0, start:start + width]
        passing = space.best[1, start:start + width]
        seen = space.detected[start:start + width]
        for j in range(width):
            value = exposure * seen[j] if live else exposure
            tied = abs(value - largest[j]) <= tie * largest[j] and tie > 0
            if tied and value > 0 and not passing[j] == thinning:
                passing[j] = np.nan
                largest[j] = max(value, largest[j])
            elif value > largest[j]:
                largest[j] = value
                passing[j] = thinning


@njit(**INNER)
def _conclude(space, one):
    extent, s, t = space.extent, space.state[_S], space.state[_T]
    largest, passing = space.best[0], space.best[1]
    need = max(extent[_S], extent[_T], extent[_BEST])
    extent[_S], extent[_T] = extend(s, extent[_S], need), extend(t, extent[_T], need)
    extend(largest, extent[_BEST], need)
    extend(passing, extent[_BEST], need)
    for j in range(need):
        t[j] += largest[j] * s[j]
    for j in range(need):
        s[j] *= passing[j]
    _nothing_compared(space, one)


@njit(**INNER)
def _nothing_compared(space, one):
    space.best[0, 0], space.best[1, 0] = one - one, one
    space.extent[_BEST] = 1


@njit(**INNER)
def run_chain(d, code, bit, live, value, lot, space, one):
    """State of every subset after the listed operations on draw `d`; returns the table size.

    Row o + 1 of `value` belongs to operation o, row 0 is m0. Bits come in order of first use.
    """
    state, extent = space.state, space.extent
    state[_S, 0], state[_T, 0], state[_W, 0] = one, one - one, one
    state[_M, 0] = narrow(value[0, d], one)
    extent[:_BEST], extent[_DETECTED] = 1, 0
    _nothing_compared(space, one)
    size = 1
    for o in range(code.size):
        b, c = bit[o], code[o]
        if b >= 0 and (1 << b) == size:
            size *= 2
        x = narrow(value[o + 1, d], one)
        if c == UNIT or c == INDIVIDUAL or c == WEIGHT:
            _multiply(space, _S if c == UNIT else _M if c == INDIVIDUAL else _W, b, x, one)
            if c == INDIVIDUAL:
                extent[_DETECTED] = 0
        elif c == INSPECT or c == COMPARE:
            passing = narrow(1.0 - value[o + 1, d] / lot[d], one)
            if c == INSPECT:
                _inspect(space, b, x, passing, live[o], one)
            else:
                _compare(space, b, x, passing, live[o], one)
        elif c == CONCLUDE:
            _conclude(space, one)
    return size


@njit(**INNER)
def _times(table, extent, row, row_extent):
    """table *= row, both doubled to the longer one; returns the new extent."""
    need = max(extent, row_extent)
    extend(table, extent, need)
    extend(row, row_extent, need)
    for j in range(need):
        table[j] *= row[j]
    return need


@njit(**INNER)
def _founding(d, const, space, one):
    """spare[0]: chance that a unit (with the units around it) founds, for every m."""
    n, m = space.extent[_M], space.state[_M]
    chance, other = space.spare[0], space.spare[1]
    female, line = const[4, d], const[3, d] * const[5, d]
    if female < 0:
        one_minus_exp(m, line, chance, n)
        return
    one_minus_exp(m, const[3, d] * (1.0 - female), other, n)
    one_minus_exp(m, female * line, chance, n)
    for j in range(n):
        chance[j] *= other[j]


@njit(**INNER)
def close(d, mode, const, space, table, size, one):
    """Close every subset: foundings, infested units, live pests per lot, or lots released.

    const rows: 0 V, 1 f0, 2 1/κ, 3 units together, 4 female share (-1 asexual), 5 line
    survival, 6 climate persistence, 7 lot size.
    """
    f0, inverse = const[1, d], const[2, d]
    power = 0.0
    if inverse > 0:
        power = 1.0 / inverse + (0.0 if mode == LOTS else 1.0)
    extent, state, n = space.extent, space.state, space.extent[_T]
    released(state[_T], f0, inverse, power, table, n)
    if mode != LOTS:
        scale = f0 * (const[7, d] if mode == PESTS else const[0, d])
        if mode == FOUNDINGS:
            scale *= const[6, d] / const[3, d]
        factor = narrow(scale, one)
        for j in range(n):
            table[j] *= factor
    n = _times(table, n, state[_W], extent[_W])
    extent[_W] = max(n, extent[_W])
    if mode == FOUNDINGS:
        _founding(d, const, space, one)
        n = _times(table, n, space.spare[0], extent[_M])
    elif mode == PESTS:
        n = _times(table, n, state[_M], extent[_M])
        extent[_M] = n
    if mode != LOTS:
        n = _times(table, n, state[_S], extent[_S])
        extent[_S] = n
    extend(table, n, size)


@njit(**OPTIONS)
def fold(mode, const, code, bit, live, value, works, compliance, members, outage, top, out):
    """out[draws] = the leaf of the set of all `top` measures, mixed over lots, in float64.

    `mode` is FOUNDINGS, UNITS, PESTS or LOTS; `works` maps a subset to its greatest subset
    whose requirements are all in it (empty = every subset); `members` are masks of the groups.
    """
    size = 1 << top
    space = new_space(size, 1.0)
    table, left = np.zeros(size), np.zeros(size)
    for d in range(out.size):
        n = run_chain(d, code, bit, live, value, const[7], space, 1.0)
        close(d, mode, const, space, table, n, 1.0)
        out[d] = mix_full(d, table, works, compliance, members, outage, left, n)
