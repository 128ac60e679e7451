"""Compiled sweep over all measure sets: counts within the limit, means and medians (design 2.7).

`chains` is a tuple with one tuple per pathway: (const, code, bit, live, value, works, compliance,
members, outage, top, place), all float64, where place[j] is the pathway's subset that the set j
restricts to (empty when the pathway sees every measure in its bit order). `padded` fills the
tuple up with copies whose top is -1, so that one compiled version serves any few pathways.
Tables are float32; a draw on which a set lies so near its limit that float32 cannot decide is
done again in float64, so every count equals the float64 count.
"""

from __future__ import annotations

import math

import numpy as np
from numba import njit

from pra_core.elementary_kernels import INNER, OPTIONS, coarse
from pra_core.kernels import LOTS, PESTS, close, new_space, run_chain
from pra_core.mixing_kernels import mix

_BLOCK = 32  # draws between two visits of a set's row of bins
_TILE = 16  # sets whose bins share the first-level cache
_DECIDABLE = 1e-10  # a smaller limit is left to float64
_LEAST_SHARE = 1e-8  # of lots released; a smaller one is left to float64
_UNIT = 2.0**-24
_PATHWAYS = 4
_LARGEST_DECLINE = 125 * math.log(2)


def safe_margin(max_power: float, decline: float = _LARGEST_DECLINE, operations: int = 32,
                mixings: int = 20) -> float:
    """Bound of the relative error of a float32 table entry near its limit, for `sweep`.

    With u = 2^-24: each operation of the chain costs S, m or w at most 2 u, a founding chance 6 u
    beside twice the error of m, a mixing 3 u, a scale, a limit and their products 12 u. The
    exposure t is off by at most (3 operations + 12) u. The release (1 + z)^-q with z = f0 t/κ
    and q = κ + 1 carries that error times |d ln release/d ln t| = q z/(1 + z), at most q and at
    most y = q ln(1 + z), and 10 u times y for the logarithm and its product with q. An entry
    near its limit is a mixture in which the mean y, weighted by contribution, is at most
    `decline`. Entries that float32 cannot hold are below 1e12 x 2^-125 and do not count.

    Args:
        max_power: largest κ + 1 over pathways and draws; infinite for equal lots.
        decline: ln(largest V f0 / smallest finite limit) + k ln 2 for k measures if known, else
            the largest y that float32 can hold.
        operations: length of the longest chain.
        mixings: measures plus groups plus pathways.

    Returns:
        Relative margin. `sweep` doubles it for PESTS, which is a quotient of two entries.
    """
    decline = min(max(decline, 1.0), _LARGEST_DECLINE)
    chain = 4.0 * operations + 24.0 + 3.0 * mixings
    release = (3.0 * operations + 12.0) * min(max_power, decline) + 10.0 * decline
    return _UNIT * (chain + release)


def padded(chains: list[tuple[object, ...]]) -> tuple[tuple[object, ...], ...]:
    """The chains, filled up to a multiple of four with entries that the kernels skip."""
    *arrays, _, place = chains[0]
    missing = -len(chains) % _PATHWAYS
    return (*chains, *[(*arrays, -1, place)] * missing)


@njit(**INNER, inline="always")
def _one_pathway(d, mode, chain, space, table, lots, plain, one):
    """table[subset] of one pathway, mixed over lots; pests per released lot for PESTS."""
    const, code, bit, live, value, works, compliance, members, outage, _, _ = chain
    n = run_chain(d, code, bit, live, value, const[7], space, one)
    close(d, mode, const, space, table, n, one)
    mix(d, table, works, compliance, members, outage, plain, n, one)
    if mode != PESTS:
        return
    close(d, np.int64(LOTS), const, space, lots, n, one)
    mix(d, lots, works, compliance, members, outage, plain, n, one)
    for j in range(n):
        if coarse(one):
            table[j] = table[j] / lots[j] if lots[j] > _LEAST_SHARE else np.nan
        else:
            table[j] = table[j] / lots[j] if lots[j] > 0.0 else 0.0


@njit(**INNER, inline="always")
def _all_pathways(d, mode, chains, total, space, table, lots, plain, one):
    """total[set] = sum of the leaf over pathways, or the worst pathway's pests per lot."""
    size = total.size
    for p in range(len(chains)):
        if chains[p][9] < 0:  # padding
            break
        place = chains[p][10]
        direct = place.size != size
        _one_pathway(d, mode, chains[p], space, table, lots, plain, one)
        if not direct:
            for j in range(size):
                plain[j] = table[place[j]]
        values = table if direct else plain
        if p == 0:
            for j in range(size):
                total[j] = values[j]
        elif mode == PESTS:
            for j in range(size):  # a NaN of either stays
                total[j] = total[j] if total[j] > values[j] or total[j] != total[j] else values[j]
        else:
            for j in range(size):
                total[j] += values[j]


@njit(**INNER)
def _near(total, which, limits, d, margin):
    """Whether any set lies so near its limit that float32 cannot decide, or is not a number."""
    found = np.int32(0)
    if limits.shape[0] == 1:
        limit = limits[0, d]
        if limit < _DECIDABLE:
            return True
        low, high = np.float32(limit * (1.0 - margin)), np.float32(limit * (1.0 + margin))
        for j in range(total.size):
            clear = (total[j] < low) | (total[j] > high)
            found += np.int32(0) if clear else np.int32(1)
        return found > 0
    for j in range(total.size):
        limit, value = limits[which[j], d], np.float64(total[j])
        clear = (value < limit * (1.0 - margin)) | (value > limit * (1.0 + margin))
        found += np.int32(0) if clear and limit >= _DECIDABLE else np.int32(1)
    return found > 0


@njit(**INNER)
def _floor32(limit):
    """The largest float32 not above `limit`: x <= limit is x <= floor for every float32 x."""
    rounded = np.float32(limit)
    return rounded if np.float64(rounded) <= limit else np.nextafter(rounded, np.float32(-np.inf))


@njit(**INNER)
def _round_to_side(total64, which, limits, d, total):
    """total = total64 in float32, kept on its side of the limit."""
    for j in range(total.size):
        limit = limits[which[j], d]
        floor, value = _floor32(limit), np.float32(total64[j])
        if total64[j] <= limit:
            total[j] = min(value, floor)
        else:
            total[j] = max(value, np.nextafter(floor, np.float32(np.inf)))


@njit(**INNER)
def _count(total, which, limits, d, counts, sums):
    if limits.shape[0] == 1:
        floor = _floor32(limits[0, d])
        for j in range(total.size):
            counts[j] += np.int64(1) if total[j] <= floor else np.int64(0)
    else:
        for j in range(total.size):
            counts[j] += total[j] <= limits[which[j], d]
    for j in range(total.size):
        sums[j] += total[j]


@njit(**INNER)
def _places(bits, base, shift, columns, out):
    """out[set] = place in the flat table of bins: (bits of the value - base) >> shift in range."""
    last, low, by = np.int32(columns - 1), np.int32(0), np.int32(shift)
    for j in range(out.size):
        k = np.int32(np.int32(bits[j] - base[j]) >> by)
        out[j] = np.int32(np.int32(j) * np.int32(columns)) + max(low, min(last, k))


@njit(**INNER)
def _fill_bins(places, draws, flat):
    """Count the places of a block of draws, tile by tile: a tile's bins stay in the cache."""
    sets = places.shape[1]
    for start in range(0, sets, _TILE):
        n = min(_TILE, sets - start)
        for w in range(draws):
            row = places[w, start:start + n]
            for j in range(n):
                flat[np.uintp(row[j])] += np.int32(1)


@njit(**OPTIONS)
def sweep(first, last, mode, chains, limits, which, margin, base, shift, counts, sums, bins):
    """Tally draws first … last-1 of every set. Returns the draws that were done in float64.

    counts[set] += draws with value <= limits[which[set], draw]; sums[set] += value; bins[set, k]
    += 1 with k = (float32 bits of the value - base[set]) >> shift, kept in range (no columns =
    no bins). `margin` comes from `safe_margin`.
    """
    size, one = counts.size, np.float32(1.0)
    space, space64 = new_space(size, one), new_space(size, 1.0)
    table, lots, plain = np.zeros(size, np.float32), np.zeros(size, np.float32), np.zeros(
        size, np.float32)
    table64, lots64, plain64, total64 = np.zeros(size), np.zeros(size), np.zeros(size), np.zeros(
        size)
    total, places = np.zeros(size, np.float32), np.zeros((_BLOCK, size), np.int32)
    bits, flat = total.view(np.int32), bins.reshape(bins.size)
    width, rechecked = margin * (2.0 if mode == PESTS else 1.0), 0
    for start in range(first, last, _BLOCK):
        draws = min(_BLOCK, last - start)
        for w in range(draws):
            d = start + w
            _all_pathways(d, mode, chains, total, space, table, lots, plain, one)
            if _near(total, which, limits, d, width):
                _all_pathways(d, mode, chains, total64, space64, table64, lots64, plain64, 1.0)
                _round_to_side(total64, which, limits, d, total)
                rechecked += 1
            _count(total, which, limits, d, counts, sums)
            if bins.size > 0:
                _places(bits, base, shift, bins.shape[1], places[w])
        if bins.size > 0:
            _fill_bins(places, draws, flat)
    return rechecked


@njit(**OPTIONS)
def columns(first, last, mode, chains, size, chosen, out):
    """out[draw - first, i] = value of the set chosen[i], in float64."""
    space, table, total = new_space(size, 1.0), np.zeros(size), np.zeros(size)
    lots, plain = np.zeros(size), np.zeros(size)
    for d in range(first, last):
        _all_pathways(d, mode, chains, total, space, table, lots, plain, 1.0)
        for c in range(chosen.size):
            out[d - first, c] = total[chosen[c]]
