"""Sets of measures whose risk is a product over components of measures (design 2.7).

On one pathway, measures that share neither a group nor a requirement, and of which no two act on
what an inspection sees or on the pests per infested unit, multiply: the founding rate of a set is
the product of one table entry per component, mixing over lots included. The components are split
into two halves, and a set is a pair of one subset of each. Everything is float64 but the medians.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pra_core import kernels
from pra_core.frozen import FloatArray
from pra_core.portfolio_kernels import columns, padded
from pra_core.separable_kernels import (
    MOST_LOW,
    count_few_pairs,
    count_pairs,
    place_factors,
    products,
)

IntArray = NDArray[np.int64]
BLOCK = 1024
"""Draws whose tables are held at once."""
FEW_PAIRS = 1 << 15
"""Up to here comparing every pair is quicker than sorting both halves."""
LONGEST = 10
"""Bits of the largest component worth it; beyond, the sweep in float32 is quicker."""


@dataclass(frozen=True, slots=True, eq=False)
class Component:
    """Measures that act together; `bits` are theirs in the chain.

    `arguments` is the kernel's chain of them alone, or for a single measure the whole chain.
    """

    bits: tuple[int, ...]
    arguments: tuple[object, ...]
    core: bool
    """Whether it holds the constants of the pathway."""

    @property
    def alone(self) -> bool:
        """Whether its table is 1 and the factor of one measure."""
        return not self.core and len(self.bits) == 1

    def table(self, first: int, last: int, mode: int) -> FloatArray:
        """Its entries at draws first … last - 1, mixed over lots, [draws, subsets]."""
        leaf = mode if self.core or mode == kernels.PESTS else kernels.UNITS
        table = np.empty((last - first, 1 << len(self.bits)))
        columns(first, last, leaf, padded([self.arguments]), table.shape[1],
                np.arange(table.shape[1]), table)
        return table

    def factor(self, first: int, last: int, mode: int) -> FloatArray:
        """What a single measure multiplies the value with, mixed over lots, [draws]."""
        _, code, bit, _, value, _, compliance, members, outage, *_ = (
            np.asarray(a) for a in self.arguments)
        left, weight, own = np.ones(last - first), np.ones(last - first), self.bits[0]
        for row in np.flatnonzero(bit == own):
            if code[row] == kernels.UNIT:
                left *= value[row + 1, first:last]
            elif code[row] == kernels.WEIGHT:
                weight *= value[row + 1, first:last]
        left *= weight
        groups = outage[(members >> own & 1) == 1, first:last]
        for share in (1.0 - compliance[own, first:last], *groups):
            left += share * (1.0 - left)  # changes no bit where nothing is left out
            weight += share * (1.0 - weight)
        if mode != kernels.PESTS:
            return left
        return np.divide(left, weight, out=np.zeros_like(left), where=weight > 0)


@dataclass(frozen=True, slots=True, eq=False)
class Product:
    """The components of a chain in two halves; a set's value is low[l] x high[h]."""

    components: tuple[Component, ...]
    split: int
    """Number of components in the low half."""
    bits: int
    """Measures of the chain."""

    @property
    def shape(self) -> tuple[int, int]:
        """Subsets of the high and of the low half."""
        low = sum(len(c.bits) for c in self.components[: self.split])
        return 1 << (self.bits - low), 1 << low

    def place(self, size: int) -> IntArray:
        """Of every set of a table of `size` sets, its place h x L + l."""
        number, found, at = np.arange(size), np.zeros(size, np.int64), 0
        for bit in (b for c in self.components for b in c.bits):
            found |= (number >> bit & 1) << at
            at += 1
        return found

    def blocks(self, first: int, last: int, mode: int
               ) -> Iterator[tuple[int, int, FloatArray]]:
        """(first draw, last draw, tables of all components side by side)."""
        offset, width, _ = self.layout()
        alone = [i for i, c in enumerate(self.components) if c.alone]
        places, factors = offset[alone], np.ones((len(alone), last - first))
        for row, i in enumerate(alone):
            factors[row] = self.components[i].factor(first, last, mode)
        for start in range(first, last, BLOCK):
            stop = min(start + BLOCK, last)
            tables = np.empty((stop - start, int(width.sum())))
            place_factors(factors, start - first, places, tables)
            for c, at in zip(self.components, offset, strict=True):
                if not c.alone:
                    tables[:, at:at + (1 << len(c.bits))] = c.table(start, stop, mode)
            yield start, stop, tables

    def layout(self) -> tuple[IntArray, IntArray, int]:
        """Offset and width of each table, and how many make the low half."""
        width = np.array([1 << len(c.bits) for c in self.components], np.int64)
        return np.cumsum(width) - width, width, self.split

    def halves(self, tables: FloatArray) -> tuple[FloatArray, FloatArray]:
        """low [draws, L] and high [draws, H] from the tables of all components."""
        highs, lows = self.shape
        low, high = np.empty((len(tables), lows)), np.empty((len(tables), highs))
        products(tables, *self.layout(), low, high)
        return low, high

    def count(self, tables: FloatArray, low: FloatArray, high: FloatArray, limits: FloatArray,
              counts: IntArray) -> None:
        """counts[row, h, l] += draws with low x high within limits [rows, draws]."""
        limits = np.ascontiguousarray(limits)
        if low.shape[1] * high.shape[1] <= FEW_PAIRS or low.shape[1] > high.shape[1]:
            count_few_pairs(low, high, limits, counts)
        else:
            count_pairs(tables, *self.layout(), limits, counts)


def product(arguments: tuple[object, ...], longest: int | None = None) -> Product | None:
    """The chain (arguments of the kernels) as a product; None where it hardly factorises.

    `longest` is the number of measures that may act together; by default what pays.
    """
    const, code, bit, _, _, works, _, members, outage, top, _ = arguments
    assert isinstance(top, int)
    parts = _parts(np.asarray(code), np.asarray(bit), np.asarray(works), np.asarray(members),
                   np.asarray(outage), top)
    allowed = min(LONGEST, max(3, top - 4)) if longest is None else longest
    if max(len(p) for p in parts) > allowed:
        return None
    neutral = np.ones_like(np.asarray(const))
    neutral[2], neutral[4] = 0.0, -1.0
    components = [Component(p, arguments if i and len(p) == 1 else
                            _restricted(arguments, p, None if i == 0 else neutral), i == 0)
                  for i, p in enumerate(parts)]
    low = _half([len(p) for p in parts], min(MOST_LOW, top // 2))
    order = [i for i in range(len(parts)) if i in low] + [
        i for i in range(len(parts)) if i not in low]
    return Product(tuple(components[i] for i in order), len(low), top)


def _parts(code: IntArray, bit: IntArray, works: IntArray, members: IntArray, outage: FloatArray,
           top: int) -> list[tuple[int, ...]]:
    """Bits that act together; first those that act with the constants (perhaps none)."""
    name = list(range(top + 1))  # name[top]: the constants

    def join(bits: Sequence[int]) -> None:
        names = {name[b] for b in bits}
        for b in range(top + 1):
            if name[b] in names:
                name[b] = max(names)

    looks = np.flatnonzero((code == kernels.INSPECT) | (code == kernels.COMPARE))
    ends = np.flatnonzero(code == kernels.CONCLUDE)
    last = int(max(looks.max(), ends.max(initial=-1))) if looks.size else -1
    for o, (kind, b) in enumerate(zip(code.tolist(), bit.tolist(), strict=True)):
        seen = kind == kernels.UNIT and o < last
        if b >= 0 and (seen or kind in (kernels.INDIVIDUAL, kernels.INSPECT, kernels.COMPARE)):
            join([b, top])
    for mask, share in zip(members.tolist(), outage, strict=True):
        if np.any(share):
            join([b for b in range(top) if mask >> b & 1])
    full = (1 << top) - 1
    for b in range(top) if works.size else ():
        without = full & ~int(works[full & ~(1 << b)])
        join([r for r in range(top) if without >> r & 1])
    core = tuple(b for b in range(top) if name[b] == name[top])
    rest = sorted({name[b] for b in range(top)} - {name[top]})
    return [core, *(tuple(b for b in range(top) if name[b] == n) for n in rest)]


def _restricted(arguments: tuple[object, ...], bits: tuple[int, ...],
                neutral: FloatArray | None) -> tuple[object, ...]:
    """The kernel's chain of some bits alone; all constants `neutral` unless that is None."""
    const, code, bit, live, value, works, compliance, members, outage, _, _ = (
        np.asarray(a) for a in arguments)
    keep = np.isin(bit, bits) | ((bit < 0) if neutral is None else False)
    new = {b: i for i, b in enumerate(bits)} | {-1: -1}
    rows = np.flatnonzero(keep)
    start = value[:1] if neutral is None else np.ones_like(value[:1])
    masks = [sum(1 << i for i, b in enumerate(bits) if int(m) >> b & 1) for m in members]
    chosen = [g for g, m in enumerate(masks) if m]
    return (np.ascontiguousarray(const if neutral is None else neutral), code[rows],
            np.array([new[int(b)] for b in bit[rows]], np.int64), live[rows],
            np.concatenate([start, value[rows + 1]]), _closure(works, bits),
            np.ascontiguousarray(compliance[list(bits)]),
            np.array([masks[g] for g in chosen], np.int64),
            np.ascontiguousarray(outage[chosen]), len(bits), np.zeros(0, np.int64))


def _closure(works: IntArray, bits: tuple[int, ...]) -> IntArray:
    """The closure under requirements among `bits`, which depend on no other."""
    if works.size == 0:
        return np.zeros(0, np.int64)
    number, full = np.arange(1 << len(bits)), works.size - 1
    whole = np.full(number.size, full & ~sum(1 << b for b in bits), np.int64)
    for i, b in enumerate(bits):
        whole |= (number >> i & 1) << b
    kept = np.zeros(number.size, np.int64)
    for i, b in enumerate(bits):
        kept |= (works[whole] >> b & 1) << i
    return kept


def _half(sizes: Sequence[int], most: int) -> set[int]:
    """Places, the first left out, whose sizes add up to as much as possible but at most `most`."""
    sums: dict[int, set[int]] = {0: set()}
    for i, size in enumerate(sizes):
        if i:
            for total, chosen in list(sums.items()):
                if total + size <= most:
                    sums.setdefault(total + size, chosen | {i})
    return sums[max(sums)]
