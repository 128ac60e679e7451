"""Compiled sweep over all measure sets: counts within the limit, means and medians.

`chains` is one tuple per pathway: (const, code, bit, live, value, works, compliance, members,
outage, top, place) where `place[j]` is the pathway's subset that the set j restricts to (empty
when the pathway sees every measure). Tables are float32 in the sweep, float64 for draws on which
a set lies near its limit.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from pra_core.kernels import _OPTIONS, LOTS, PESTS, _chain, _leaves, _mix


@njit(**_OPTIONS)
def _one_pathway(d, mode, chain, state, scratch, bits, table, plain, one):
    const, code, bit, live, value, works, compliance, members, outage, _, _ = chain
    n = _chain(d, code, bit, live, value, const[7], state, scratch, bits, one)
    _leaves(d, mode, const, state, scratch, bits, table, n, one)
    _mix(d, table, works, plain, compliance, members, outage, n, one)


@njit(**_OPTIONS)
def _all_pathways(d, mode, chains, total, state, scratch, bits, table, plain, lots, one):
    """total[set] = sum of foundings over pathways, or the worst pathway's pests per lot."""
    zero = one - one
    for j in range(total.size):
        total[j] = zero
    for p in range(len(chains)):
        place = chains[p][10]
        _one_pathway(d, mode, chains[p], state, scratch, bits, table, plain, one)
        if mode == PESTS:
            _one_pathway(d, LOTS, chains[p], state, scratch, bits, lots, plain, one)
            for j in range(table.size):
                table[j] = table[j] / lots[j] if lots[j] > zero else zero
        for j in range(total.size):
            value = table[place[j]] if place.size == total.size else table[j]
            total[j] = max(total[j], value) if mode == PESTS else total[j] + value


@njit(**_OPTIONS)
def _near(total, which, limits, d, margin):
    """Whether any set lies so near its limit that float32 cannot decide."""
    for j in range(total.size):
        limit = limits[which[j], d]
        if np.isinf(limit):
            continue
        if abs(np.float64(total[j]) - limit) <= margin * limit or limit < 1e-30:
            return True
    return False


@njit(**_OPTIONS)
def _tally(total, total_bits, which, limits, d, base, shift, counts, sums, bins):
    for j in range(total.size):
        counts[j] += total[j] <= limits[which[j], d]
        sums[j] += total[j]
    if bins.shape[1] == 0:
        return
    last = bins.shape[1] - 1
    for j in range(total.size):
        k = (total_bits[j] - base[j]) >> shift
        bins[j, max(0, min(last, k))] += 1


@njit(**_OPTIONS)
def sweep(first, last, mode, chains32, chains64, limits, which, margin, base, shift,
          counts, sums, bins):
    """Tally draws first … last-1 of every set. Returns the draws that were done in float64."""
    size, one32 = counts.size, np.float32(1.0)
    state, scratch = np.zeros((4, size), np.float32), np.zeros((4, size), np.float32)
    table, plain, lots = (np.zeros(size, np.float32), np.zeros(size, np.float32),
                          np.zeros(size, np.float32))
    total, bits = np.zeros(size, np.float32), np.zeros(size, np.int32)
    state64, scratch64, total64 = np.zeros((4, size)), np.zeros((4, size)), np.zeros(size)
    table64, plain64, lots64 = np.zeros(size), np.zeros(size), np.zeros(size)
    total_bits, rechecked = total.view(np.int32), 0
    for d in range(first, last):
        _all_pathways(d, mode, chains32, total, state, scratch, bits, table, plain, lots, one32)
        exact = _near(total, which, limits, d, margin)
        if exact:
            _all_pathways(d, mode, chains64, total64, state64, scratch64, bits, table64, plain64,
                          lots64, 1.0)
            for j in range(size):
                total[j] = total64[j]
            rechecked += 1
            _tally(total64, total_bits, which, limits, d, base, shift, counts, sums, bins)
        else:
            _tally(total, total_bits, which, limits, d, base, shift, counts, sums, bins)
    return rechecked


@njit(**_OPTIONS)
def columns(first, last, mode, chains64, size, chosen, out):
    """out[draws, chosen]: exact values of some sets, in float64."""
    state, scratch, total = np.zeros((4, size)), np.zeros((4, size)), np.zeros(size)
    table, plain, lots = np.zeros(size), np.zeros(size), np.zeros(size)
    bits = np.zeros(1, np.int32)
    for d in range(first, last):
        _all_pathways(d, mode, chains64, total, state, scratch, bits, table, plain, lots, 1.0)
        for c in range(chosen.size):
            out[d - first, c] = total[chosen[c]]
