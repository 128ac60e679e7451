"""Compiled mixing over lots on which measures fail (design 2.6).

After the chain, table[c] is the outcome where exactly the measures c work. Then, in this order:
requirements, table[c] <- table[works[c]]; for each measure i with compliance c_i
L(set) <- c_i L(set) + (1 - c_i) L(set without i); for each group with outage ρ
L(set) <- (1 - ρ) L(set) + ρ L(set without the group).
"""

from __future__ import annotations

import numpy as np
from numba import njit, types
from numba.extending import overload

from pra_core.elementary_kernels import INNER, narrow

_MANY_GROUPS = 3  # beyond, 2^groups single entries cost more than the whole table


def blend(kept, lost, share, rest):
    """share x kept + rest x lost, where share + rest = 1."""
    raise TypeError("compiled code only")


@overload(blend, inline="always")
def _blend(kept, lost, share, rest):
    if kept == types.float32:  # sums of positive terms: no cancellation
        return lambda kept, lost, share, rest: share * kept + rest * lost
    # changes no bit if both are equal
    return lambda kept, lost, share, rest: kept + rest * (lost - kept)


@njit(**INNER)
def extend(row, extent, need):
    """Double row[:extent] until it has `need` entries: what is not yet told apart is equal."""
    while extent < need:
        lower, upper = row[:extent], row[extent:2 * extent]
        for j in range(extent):
            upper[j] = lower[j]
        extent *= 2
    return extent


@njit(**INNER)
def _three_low_bits(table, size, c0, e0, c1, e1, c2, e2):
    """Mix bits 0, 1 and 2, eight subsets at a time in registers."""
    for start in range(0, size, 8):
        t = table[start:start + 8]
        a0, a1, a2, a3 = t[0], t[1], t[2], t[3]
        a4, a5, a6, a7 = t[4], t[5], t[6], t[7]
        a1, a3 = blend(a1, a0, c0, e0), blend(a3, a2, c0, e0)
        a5, a7 = blend(a5, a4, c0, e0), blend(a7, a6, c0, e0)
        a2, a3 = blend(a2, a0, c1, e1), blend(a3, a1, c1, e1)
        a6, a7 = blend(a6, a4, c1, e1), blend(a7, a5, c1, e1)
        t[1], t[2], t[3] = a1, a2, a3
        t[4], t[5] = blend(a4, a0, c2, e2), blend(a5, a1, c2, e2)
        t[6], t[7] = blend(a6, a2, c2, e2), blend(a7, a3, c2, e2)


@njit(**INNER)
def _one_bit(table, size, bit, c, e):
    width = 1 << bit
    for start in range(0, size, 2 * width):
        lower, upper = table[start:start + width], table[start + width:start + 2 * width]
        for j in range(width):
            upper[j] = blend(upper[j], lower[j], c, e)


@njit(**INNER)
def _two_bits(table, size, bit, c0, e0, c1, e1):
    """Mix bits `bit` and `bit` + 1 in one pass."""
    w = 1 << bit
    for start in range(0, size, 4 * w):
        q0, q1 = table[start:start + w], table[start + w:start + 2 * w]
        q2, q3 = table[start + 2 * w:start + 3 * w], table[start + 3 * w:start + 4 * w]
        for j in range(w):
            first, third = blend(q1[j], q0[j], c0, e0), blend(q3[j], q2[j], c0, e0)
            q1[j] = first
            q3[j] = blend(third, first, c1, e1)
            q2[j] = blend(q2[j], q0[j], c1, e1)


@njit(**INNER)
def _bits_three_and_four(table, size, c0, e0, c1, e1):
    """Mix bits 3 and 4: fixed places, so that four vectors stay in registers."""
    for start in range(0, size, 32):
        t = table[start:start + 32]
        for j in range(8):
            q0, q2 = t[j], t[j + 16]
            q1, q3 = blend(t[j + 8], q0, c0, e0), blend(t[j + 24], q2, c0, e0)
            t[j + 8], t[j + 16], t[j + 24] = q1, blend(q2, q0, c1, e1), blend(q3, q1, c1, e1)


@njit(**INNER)
def _without_low(plain, size, first, second, third):
    """plain[j] becomes plain[j without those of bits 0, 1, 2 that are named]."""
    for start in range(0, size, 8):
        t = plain[start:start + 8]
        a0, a1, a2, a3 = t[0], t[1], t[2], t[3]
        a4, a5, a6, a7 = t[4], t[5], t[6], t[7]
        a1, a3 = a0 if first else a1, a2 if first else a3
        a5, a7 = a4 if first else a5, a6 if first else a7
        a2, a3 = a0 if second else a2, a1 if second else a3
        a6, a7 = a4 if second else a6, a5 if second else a7
        t[1], t[2], t[3] = a1, a2, a3
        t[4], t[5] = a0 if third else a4, a1 if third else a5
        t[6], t[7] = a2 if third else a6, a3 if third else a7


@njit(**INNER)
def _without(plain, size, bit):
    width = 1 << bit
    for start in range(0, size, 2 * width):
        lower, upper = plain[start:start + width], plain[start + width:start + 2 * width]
        for j in range(width):
            upper[j] = lower[j]


@njit(**INNER)
def _one_group(table, plain, size, group, c, e):
    """Mix one group: plain[j] becomes table[j without the group]."""
    for j in range(size):
        plain[j] = table[j]
    bit = 0
    if size >= 8:
        bit = 3
        if group & 7:
            _without_low(plain, size, group & 1 != 0, group & 2 != 0, group & 4 != 0)
    while (1 << bit) < size:
        if group >> bit & 1:
            _without(plain, size, bit)
        bit += 1
    for j in range(size):
        table[j] = blend(table[j], plain[j], c, e)


@njit(**INNER)
def _requirements(table, works, plain, size):
    if works.size == size:
        for j in range(size):
            plain[j] = table[j]
        for j in range(size):
            table[j] = plain[works[j]]


@njit(**INNER)
def mix(d, table, works, compliance, members, outage, plain, size, one):
    """Mix every set of table[:size] on draw `d`, in place; `plain` is work space."""
    _requirements(table, works, plain, size)
    bits, b = compliance.shape[0], 0
    c = np.full(bits + 1, one)
    e = np.full(bits + 1, one)
    for i in range(bits):
        c[i] = narrow(compliance[i, d], one)
        e[i] = narrow(1.0 - compliance[i, d], one)
    if size >= 8:
        _three_low_bits(table, size, c[0], e[0], c[1], e[1], c[2], e[2])
        b = 3
    if size >= 32:
        _bits_three_and_four(table, size, c[3], e[3], c[4], e[4])
        b = 5
    while b + 1 < bits:
        _two_bits(table, size, b, c[b], e[b], c[b + 1], e[b + 1])
        b += 2
    if b < bits:
        _one_bit(table, size, b, c[b], e[b])
    for g in range(members.size):
        if outage[g, d] != 0:
            _one_group(table, plain, size, members[g], narrow(1.0 - outage[g, d], one),
                       narrow(outage[g, d], one))


@njit(**INNER)
def _one_entry(d, table, compliance, kept, left, size):
    """The entry of the subset `kept` after the compliances: halves the table bit by bit."""
    for j in range(size):
        left[j] = table[j]
    for b in range(compliance.shape[0] - 1, -1, -1):
        half = 1 << b
        if kept >> b & 1:
            share, rest = compliance[b, d], 1.0 - compliance[b, d]
            for j in range(half):
                left[j] = blend(left[half + j], left[j], share, rest)
    return left[0]


@njit(**INNER)
def mix_full(d, table, works, compliance, members, outage, left, size):
    """The entry of the full set after all mixing, in float64; `table` and `left` are used up."""
    n = members.size
    if n > _MANY_GROUPS:
        mix(d, table, works, compliance, members, outage, left, size, 1.0)
        return table[size - 1]
    _requirements(table, works, left, size)
    values = np.empty(1 << n)
    for failing in range(1 << n):
        kept = size - 1
        for g in range(n):
            if failing >> g & 1:
                kept &= ~members[g]
        values[failing] = _one_entry(d, table, compliance, kept, left, size)
    for g in range(n):
        for failing in range(0, 1 << n, 2 << g):
            with_all, without = values[failing], values[failing + (1 << g)]
            values[failing] = blend(with_all, without, 1.0 - outage[g, d], outage[g, d])
    return values[0]
