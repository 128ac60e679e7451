"""Compiled search over sets whose risk is a product of parts (design 2.7).

Where the founding rate factorises over components of measures, the value of a set is
low[l] x high[h]: l numbers the subsets of one half of the components, h those of the other. Per
draw both lists are sorted by merging, a walk down one of them finds for every h how many low
values stay within the limit, and with low subsets turned into ranks each pair costs one
comparison of bytes. The products are compared in float64, so nothing has to be done again.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from pra_core.elementary_kernels import INNER, OPTIONS

_SUMMED = {**OPTIONS, "fastmath": {"contract"}}
_BLOCK = 64  # draws whose ranks share the first-level cache
_LARGEST = 1.7976931348623157e308
_FLUSH = 3  # blocks before a byte could overflow
MOST_LOW = 8
"""Bits of the low half: its ranks must fit a byte."""


@njit(**INNER, inline="always")
def _at(i):
    """An index that is not negative: spares the check for counting from the end."""
    return np.uintp(i)


@njit(**INNER, inline="always")
def _least(values, numbers, i, j, out_values, out_numbers, o):
    """Put the lesser of two entries at o; the next places to look at."""
    first = np.int64(values[_at(i)] <= values[_at(j)])
    taken, o = _at(j + first * (i - j)), _at(o)
    out_values[o], out_numbers[o] = values[taken], numbers[taken]
    return i + first, j + 1 - first


@njit(**INNER, inline="always")
def _greatest(values, numbers, i, j, out_values, out_numbers, o):
    second = np.int64(values[_at(i)] <= values[_at(j)])
    taken, o = _at(i + second * (j - i)), _at(o)
    out_values[o], out_numbers[o] = values[taken], numbers[taken]
    return i - 1 + second, j - second


@njit(**INNER)
def _merge(values, numbers, width, n, out_values, out_numbers):
    """Merge neighbouring sorted runs of `width` entries, on two draws and from both ends at once.

    Neither end can run past its run, and nothing is branched on: a branch would be mispredicted
    half of the time.
    """
    a, b, x, y = values[0], values[1], numbers[0], numbers[1]
    c, d, u, v = out_values[0], out_values[1], out_numbers[0], out_numbers[1]
    for start in range(0, n, 2 * width):
        i, j, k, m = start, start + width, start + width - 1, start + 2 * width - 1
        p, q, r, s = i, j, k, m
        for o in range(width):
            low, high = start + o, start + 2 * width - 1 - o
            i, j = _least(a, x, i, j, c, u, low)
            k, m = _greatest(a, x, k, m, c, u, high)
            p, q = _least(b, y, p, q, d, v, low)
            r, s = _greatest(b, y, r, s, d, v, high)


@njit(**INNER)
def _products(factors, offset, width, first, last, plain):
    """plain[subset] = product of one entry per component first … last - 1."""
    n = 1
    plain[0] = 1.0
    for c in range(first, last):
        for j in range(width[c] - 1, -1, -1):
            factor = factors[offset[c] + j]
            for i in range(n):
                plain[j * n + i] = plain[i] * factor
        n *= width[c]


@njit(**INNER)
def _sorted(factors, one, two, offset, width, first, last, values, numbers):
    """The same products of draws `one` and `two` in rising order with their numbers.

    values and numbers are [2, 2, subsets], the second axis the draw; returns the row of the
    first axis they are in.
    """
    n, now = 1, 0
    values[0, :, 0], numbers[0, :, 0] = 1.0, 0
    for c in range(first, last):
        for w in range(2):
            row, which = values[now, w], numbers[now, w]
            for j in range(width[c] - 1, -1, -1):
                factor = factors[two if w else one, offset[c] + j]
                for i in range(n):
                    row[j * n + i] = row[i] * factor
                    which[j * n + i] = which[i] + np.int32(j * n)
        run = n
        n *= width[c]
        while run < n:
            _merge(values[now], numbers[now], run, n, values[1 - now], numbers[1 - now])
            now, run = 1 - now, 2 * run
    return now


@njit(**INNER, inline="always")
def _descend(low, high, bound, i, left, up):
    up[_at(i)] = left
    beyond = np.int64(low[_at(left)] * high[_at(i)] > bound)
    return i + 1 - beyond, left - beyond


@njit(**INNER, inline="always")
def _ascend(low, high, bound, j, most, down):
    down[_at(j - 1)] = most
    inside = np.int64(low[_at(most + 1)] * high[_at(j - 1)] <= bound)
    return j - 1 + inside, most + inside


@njit(**INNER)
def _walk(low, high, numbers, limits, up, down, room):
    """room[w, numbers[w, i]] = how many entries of low[w] times high[w, i] are <= limits[w].

    On two draws w. Both lists rise; low has -inf before and inf behind its entries and is not the
    longer one. The border between what is within and what is not is followed from both ends.
    """
    highs, size = high.shape[1], low.shape[1] - 2
    b0, b1 = min(limits[0], _LARGEST), min(limits[1], _LARGEST)
    i, left, j, most = 0, size, highs, 0
    p, rest, q, found = 0, size, highs, 0
    for _ in range((highs + size) // 2):
        i, left = _descend(low[0], high[0], b0, i, left, up[0])
        j, most = _ascend(low[0], high[0], b0, j, most, down[0])
        p, rest = _descend(low[1], high[1], b1, p, rest, up[1])
        q, found = _ascend(low[1], high[1], b1, q, found, down[1])
    if (highs + size) % 2 == 1:
        j, most = _ascend(low[0], high[0], b0, j, most, down[0])
        q, found = _ascend(low[1], high[1], b1, q, found, down[1])
    for h in range(highs):
        room[0, _at(numbers[0, h])] = up[0, h] if h < i else down[0, h]
        room[1, _at(numbers[1, h])] = up[1, h] if h < p else down[1, h]


@njit(**INNER)
def _count(rank, room, draws, within, every):
    """within[h, l] += draws with rank[l] < room[h]; every[h] += draws on which all l are."""
    lows = rank.shape[1]
    for h in range(within.shape[0]):
        row = within[h]
        for d in range(draws):
            n = room[d, h]
            if n == lows:
                every[h] += 1
            elif n > 0:
                last = np.uint8(n - 1)
                ranks = rank[d]
                for m in range(lows):
                    row[m] += np.uint8(1) if ranks[m] <= last else np.uint8(0)


@njit(**INNER)
def _flush(within, every, counts):
    for h in range(within.shape[0]):
        row, total, whole = within[h], counts[h], every[h]
        for m in range(row.size):
            total[m] += row[m] + whole
            row[m] = np.uint8(0)
        every[h] = 0


class _Space(NamedTuple):
    """Work arrays of `count_pairs` for two draws and one block."""

    low: NDArray[np.float64]
    low_numbers: NDArray[np.int32]
    high: NDArray[np.float64]
    high_numbers: NDArray[np.int32]
    bounded: NDArray[np.float64]
    up: NDArray[np.int64]
    down: NDArray[np.int64]
    rank: NDArray[np.uint8]
    room: NDArray[np.int32]


@njit(**INNER)
def _space(lows, highs, rows):
    bounded = np.full((2, lows + 2), np.inf)
    bounded[:, 0] = -np.inf
    return _Space(np.empty((2, 2, lows)), np.empty((2, 2, lows), np.int32),
                  np.empty((2, 2, highs)), np.empty((2, 2, highs), np.int32), bounded,
                  np.empty((2, highs), np.int64), np.empty((2, highs), np.int64),
                  np.empty((_BLOCK, lows), np.uint8), np.empty((rows, _BLOCK, highs), np.int32))


@njit(**INNER)
def _rank_two(factors, d, w, offset, width, split, limits, space):
    """Ranks and rooms of draws d and d + 1 (d again at the end) at w and w + 1 of the block."""
    other = min(d + 1, factors.shape[0] - 1)
    a = _sorted(factors, d, other, offset, width, 0, split, space.low, space.low_numbers)
    b = _sorted(factors, d, other, offset, width, split, width.size, space.high,
                space.high_numbers)
    for e in range(2):
        for i in range(space.rank.shape[1]):
            space.rank[w + e, _at(space.low_numbers[a, e, i])] = np.uint8(i)
            space.bounded[e, i + 1] = space.low[a, e, i]
    for r in range(limits.shape[0]):
        _walk(space.bounded, space.high[b], space.high_numbers[b],
              (limits[r, d], limits[r, other]), space.up, space.down, space.room[r, w:w + 2])


@njit(**OPTIONS)
def count_pairs(factors, offset, width, split, limits, counts):
    """counts[row, h, l] += draws on which low[l] x high[h] <= limits[row].

    factors [draws, entries] holds the tables of all components side by side, the first `split` of
    which make the low half, not the larger one; `offset` and `width` say where each table is.
    """
    draws, rows = factors.shape[0], limits.shape[0]
    highs, lows = counts.shape[1], counts.shape[2]
    space = _space(lows, highs, rows)
    within, every = np.zeros((rows, highs, lows), np.uint8), np.zeros((rows, highs), np.int64)
    for start in range(0, draws, _BLOCK):
        n = min(_BLOCK, draws - start)
        for w in range(0, n, 2):
            _rank_two(factors, start + w, w, offset, width, split, limits, space)
        for r in range(rows):
            _count(space.rank, space.room[r], n, within[r], every[r])
        if start // _BLOCK % _FLUSH == _FLUSH - 1 or start + n == draws:
            for r in range(rows):
                _flush(within[r], every[r], counts[r])


@njit(**OPTIONS)
def count_few_pairs(low, high, limits, counts):
    """The same pair by pair, from low [draws, L] and high [draws, H]: quicker for few pairs."""
    for r in range(limits.shape[0]):
        for d in range(low.shape[0]):
            row, limit = low[d], limits[r, d]
            for h in range(high.shape[1]):
                factor, found = high[d, h], counts[r, h]
                for m in range(row.size):
                    found[m] += np.int64(1) if row[m] * factor <= limit else np.int64(0)


@njit(**_SUMMED)
def add_products(low, high, sums):
    """sums[h, l] += the sum of low[l] x high[h] over draws, four at a time."""
    whole = low.shape[0] - low.shape[0] % 4
    for d in range(0, whole, 4):
        a, b, c, e = low[d], low[d + 1], low[d + 2], low[d + 3]
        for h in range(sums.shape[0]):
            row, p, q, r, s = sums[h], high[d, h], high[d + 1, h], high[d + 2, h], high[d + 3, h]
            for m in range(row.size):
                row[m] += (p * a[m] + q * b[m]) + (r * c[m] + s * e[m])
    for d in range(whole, low.shape[0]):
        for h in range(sums.shape[0]):
            row, factor = sums[h], high[d, h]
            for m in range(row.size):
                row[m] += factor * low[d, m]


@njit(**OPTIONS)
def place_factors(factors, first, places, tables):
    """tables[d, places[i]] = 1 and the entry after it factors[i, first + d]."""
    for d in range(tables.shape[0]):
        for i in range(places.size):
            tables[d, places[i]] = 1.0
            tables[d, places[i] + 1] = factors[i, first + d]


@njit(**OPTIONS)
def products(factors, offset, width, split, low, high):
    """The products low [draws, L] and high [draws, H] of the two halves."""
    for d in range(factors.shape[0]):
        _products(factors[d], offset, width, 0, split, low[d])
        _products(factors[d], offset, width, split, width.size, high[d])


@njit(**OPTIONS)
def count_between(low, high, first, last, lower, upper, below, upto):
    """below[h, l] += draws with low x high <= lower[h, l], upto[h, l] the same for upper.

    All float32 but the counts (int32), for draws first … last - 1.
    """
    lows = low.shape[1]
    for start in range(first, last, _BLOCK):
        stop = min(start + _BLOCK, last)
        for h in range(high.shape[1]):
            least, most = lower[h], upper[h]
            under, over = below[h], upto[h]
            for d in range(start, stop):
                factor, row = high[d, h], low[d]
                for m in range(lows):
                    value = row[m] * factor
                    under[m] += np.int32(1) if value <= least[m] else np.int32(0)
                    over[m] += np.int32(1) if value <= most[m] else np.int32(0)
