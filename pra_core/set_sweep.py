"""All 2^k measure sets on the same draws: counts within the limit, means and medians."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from pra_core.chain import Chain
from pra_core.frozen import FloatArray
from pra_core.portfolio_kernels import columns, padded, safe_margin, sweep
from pra_core.separable import Product, product
from pra_core.separable_kernels import add_products, count_between

IntArray = NDArray[np.int64]
Singles = NDArray[np.float32]
Progress = Callable[[float], None]
Found = TypeVar("Found")
BINS, SHIFT, COARSE = 256, 17, 20
"""Median histogram: two octaves each side of an estimate in bins 1.1 % wide; coarse 16, 9 %."""
FIRST_DRAWS = 32
MANY_SETS = 1 << 12
"""Above, medians are those of the first MEDIAN_DRAWS draws."""
MEDIAN_DRAWS = 10_000
CLOSE = 0.005
"""Relative error (three standard errors) at which a median counts as found."""
FINE = 0.002
PASSES = 16
FIRST_PASSES, FIRST_PASS_DRAWS = 3, 1024
STAGE = 200_000_000
"""Values tallied between two reports of progress."""
AT_ONCE = 2_000_000
"""Values of a few sets held at once."""


@dataclass(frozen=True, slots=True, eq=False)
class SetTable:
    """Kernel arguments for every set; `ids` in bit order."""

    ids: tuple[str, ...]
    chains: tuple[tuple[object, ...], ...]
    draws: int
    margin: float
    product: Product | None
    """Where the value of a set is a product over components of measures."""

    @property
    def size(self) -> int:
        """Number of sets, 2^k."""
        return 1 << len(self.ids)


@dataclass(frozen=True, slots=True, eq=False)
class Tally:
    """Per set: draws within the limit, mean and median of the value."""

    within: IntArray
    mean: FloatArray
    median: FloatArray


def set_table(chains: Sequence[Chain], ids: Sequence[str]) -> SetTable:
    """Common numbering of the sets of all pathways: bits of the first chain, then the rest."""
    first = chains[0].ids
    order = (*first, *(i for i in ids if i not in first))
    number = np.arange(1 << len(order), dtype=np.int64)
    arguments, power = [], 1.0
    for chain in chains:
        if chain.ids == order:
            place = np.zeros(0, np.int64)
        else:
            place = np.zeros_like(number)
            for b, one in enumerate(chain.ids):
                place |= ((number >> order.index(one)) & 1) << b
        arguments.append((*chain.arrays(), len(chain.ids), place))
        inverse = chain.const[2]
        with np.errstate(divide="ignore"):
            power = max(power, float(np.max(1.0 / inverse)) + 1.0)
    draws = chains[0].const.shape[1]
    whole = product(arguments[0]) if len(chains) == 1 else None
    return SetTable(order, padded(arguments), draws, safe_margin(power), whole)


def in_parts(draws: int, work: Callable[[int, int], Found], first: int = 0) -> list[Found]:
    """The results of `work(first draw, last draw)` on parts of the draws, one a thread."""
    parts = min(max(1, os.cpu_count() or 1), 4) if draws - first >= 512 else 1
    edges = [int(e) for e in np.linspace(first, draws, parts + 1)]
    with ThreadPoolExecutor(parts) as pool:
        return list(pool.map(work, edges[:-1], edges[1:]))


def _sweep(table: SetTable, mode: int, limits: FloatArray, which: IntArray,
           base: NDArray[np.int32], bins: int, first: int, last: int, shift: int = SHIFT
           ) -> tuple[IntArray, FloatArray, NDArray[np.int32]]:
    """One pass over draws first … last - 1, in threads; sums are added in a fixed order."""
    limits = np.ascontiguousarray(limits)  # another layout would be compiled anew

    def part(start: int, stop: int) -> tuple[IntArray, FloatArray, NDArray[np.int32]]:
        counts, sums = np.zeros(table.size, np.int64), np.zeros(table.size)
        histogram = np.zeros((table.size, bins), np.int32)
        sweep(start, stop, mode, table.chains, limits, which, table.margin, base, shift, counts,
              sums, histogram)
        return counts, sums, histogram

    counts, sums, histogram = (found := in_parts(last, part, first))[0]
    for other in found[1:]:
        counts += other[0]
        sums += other[1]
        histogram += other[2]
    return counts, sums, histogram


def exact_values(table: SetTable, mode: int, chosen: IntArray, draws: int | None = None
                 ) -> FloatArray:
    """Values of some sets in float64, [draws, chosen]."""
    n = table.draws if draws is None else min(draws, table.draws)
    out = np.empty((n, chosen.size))
    in_parts(n, lambda first, last: fill(table, mode, chosen, first, out[first:last]))
    return out


def fill(table: SetTable, mode: int, chosen: IntArray, first: int, out: FloatArray) -> None:
    """`exact_values` from draw `first` on into `out` [draws, chosen], in one thread."""
    whole, last = table.product, first + len(out)
    if whole is None:
        columns(first, last, mode, table.chains, table.size, chosen, out)
        return
    place = whole.place(table.size)[chosen]
    for start, stop, tables in whole.blocks(first, last, mode):
        low, high = whole.halves(tables)
        out[start - first:stop - first] = (
            low[:, place % low.shape[1]] * high[:, place // low.shape[1]])


def tally(table: SetTable, mode: int, limits: FloatArray, which: IntArray,
          progress: Progress | None = None) -> Tally:
    """Tally every set; a median is exact to 0.5 %, among the first draws for many sets.

    `limits` [rows, draws] holds the largest values allowed; `which` [sets] says which row is
    meant for a set; `mode` is the leaf of the kernels; `progress` is told the share done.
    """
    n = table.draws if table.size <= MANY_SETS else min(MEDIAN_DRAWS, table.draws)
    if table.product is not None:
        found = _tally_product(table, table.product, mode, limits, which, n)
        if progress is not None:
            progress(1.0)
        return found
    base = _window(_estimates(table, mode, limits, which, min(n, FIRST_PASS_DRAWS)), SHIFT)
    counts, sums = np.zeros(table.size, np.int64), np.zeros(table.size)
    histogram = np.zeros((table.size, BINS), np.int32)
    for start, stop in _stages(table, n):
        more = _sweep(table, mode, limits, which, base, BINS if start < n else 0, start, stop)
        counts, sums = counts + more[0], sums + more[1]
        if start < n:
            histogram += more[2]
        if progress is not None:
            progress(stop / table.draws)
    median, missed = _medians(histogram, base, n, SHIFT)
    del histogram
    at_once = max(1, AT_ONCE // n)
    for start in range(0, missed.size, at_once):
        chosen = missed[start:start + at_once]
        median[chosen] = np.median(exact_values(table, mode, chosen, n), axis=0)
    return Tally(counts, sums / table.draws, median)


def _stages(table: SetTable, n: int) -> list[tuple[int, int]]:
    """Draws at a time, so that a long search can say how far it is; `n` is one of the borders."""
    borders = {*range(0, table.draws, max(512, STAGE // table.size)), n, table.draws}
    ordered = sorted(borders)
    return list(zip(ordered[:-1], ordered[1:], strict=True))


def within(table: SetTable, mode: int, limits: FloatArray, which: IntArray) -> IntArray:
    """Draws on which each set is within its row of limits [rows, draws]; exact counts."""
    if table.product is not None:
        return _tally_product(table, table.product, mode, limits, which, 0).within
    return _sweep(table, mode, limits, which, np.zeros(table.size, np.int32), 0, 0,
                  table.draws)[0]


def _tally_product(table: SetTable, whole: Product, mode: int, limits: FloatArray,
                   which: IntArray, n: int) -> Tally:
    """`tally` where sets are products; means and the medians of n draws only for n > 0."""
    highs, lows = whole.shape
    kept = np.empty((n, lows), np.float32), np.empty((n, highs), np.float32)

    def part(first: int, last: int) -> tuple[IntArray, FloatArray]:
        counts = np.zeros((len(limits), highs, lows), np.int64)
        sums = np.zeros((highs, lows))
        for start, stop, tables in whole.blocks(first, last, mode):
            low, high = whole.halves(tables)
            whole.count(tables, low, high, limits[:, start:stop], counts)
            if n > 0:
                add_products(low, high, sums)
                kept[0][start:stop], kept[1][start:stop] = (
                    x[: max(0, n - start)] for x in (low, high))
        return counts, sums

    found, place = in_parts(table.draws, part), whole.place(table.size)
    counts = np.sum([f[0] for f in found], axis=0).reshape(len(limits), -1)[which, place]
    mean = np.sum([f[1] for f in found], axis=0).ravel()[place] / table.draws
    median = _product_medians(*kept, CLOSE if n == table.draws else 2.5 * CLOSE).ravel()[place] if (
        n > 0) else np.zeros(table.size)
    return Tally(counts, mean, median)


def _between(low: Singles, high: Singles, draws: int, lower: FloatArray, upper: FloatArray
             ) -> tuple[IntArray, IntArray]:
    """Of the first draws, how many products are <= lower and <= upper, [H, L] each."""
    bounds = lower.astype(np.float32), upper.astype(np.float32)

    def part(first: int, last: int) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        below, upto = np.zeros(lower.shape, np.int32), np.zeros(lower.shape, np.int32)
        count_between(low, high, first, last, *bounds, below, upto)
        return below, upto

    found = in_parts(draws, part)
    return (np.sum([f[0] for f in found], axis=0, dtype=np.int64),
            np.sum([f[1] for f in found], axis=0, dtype=np.int64))


def _product_medians(low: Singles, high: Singles, close: float) -> FloatArray:
    """Medians over draws of low x high, [H, L], by closing in on each from both sides."""
    n = len(low)
    few = min(n, max(FIRST_PASS_DRAWS, n // 10))
    centre, spread = _logarithms(low[:few], high[:few])
    median, done = np.zeros(centre.shape), np.zeros(centre.shape, np.bool_)
    if not (low.all() and high.all()):
        done = 2 * _between(low, high, n, median, median)[0] >= n
    width = np.maximum(spread / 4, FINE)
    for step in range(PASSES):
        draws = few if step < FIRST_PASSES else n
        below, upto = _between(low, high, draws, np.exp(centre - width), np.exp(centre + width))
        inside = (2 * below < draws) & (draws <= 2 * upto)
        found = np.maximum(upto - below, 1)
        outside = np.where(2 * upto < draws, 2.0, -2.0)
        centre = centre + width * np.where(inside, (draws - 2 * below) / found - 1.0, outside)
        error = 3 * width / np.sqrt(found)
        ready = inside & ~done & (np.minimum(error, width) <= close)
        if draws == n:
            median[ready], done = np.exp(centre[ready]), done | ready
        if 100 * np.count_nonzero(~done) <= done.size:  # the rest is quicker one by one
            break
        width = np.where(inside, np.clip(error, FINE, np.maximum(width / 2, FINE)), 1.5 * width)
        if step == FIRST_PASSES - 1 and few < n:
            width = np.maximum(width, 5 * spread / np.sqrt(few))
    for h, m in zip(*np.nonzero(~done), strict=True):
        median[h, m] = np.median(high[:, h] * low[:, m])
    return median


def _logarithms(low: Singles, high: Singles) -> tuple[FloatArray, FloatArray]:
    """Mean and standard deviation of log(low x high) over draws, [H, L]."""
    least = np.finfo(np.float32).tiny
    a, b = (np.log(np.maximum(x, least, dtype=np.float32)).astype(np.float64)
            for x in (low, high))
    centre = b.mean(axis=0)[:, None] + a.mean(axis=0)[None, :]
    a, b = a - a.mean(axis=0), b - b.mean(axis=0)
    both = np.zeros(centre.shape)
    add_products(a, b, both)  # threads of a matrix product would be in the way of the search's
    squares = (b**2).sum(axis=0)[:, None] + (a**2).sum(axis=0)[None, :] + 2 * both
    return centre, np.sqrt(np.maximum(squares, 0.0) / len(low))


def _estimates(table: SetTable, mode: int, limits: FloatArray, which: IntArray, draws: int
               ) -> FloatArray:
    """Medians of the first draws, to 5 %."""
    few = exact_values(table, mode, np.arange(table.size), FIRST_DRAWS)
    base = _window(np.median(few, axis=0), COARSE)
    *_, histogram = _sweep(table, mode, limits, which, base, BINS, 0, draws, COARSE)
    return _medians(histogram, base, draws, COARSE)[0]


def _window(centre: FloatArray, shift: int) -> NDArray[np.int32]:
    """First float32 bit pattern of each set's histogram, so that `centre` is in its middle."""
    bits = centre.astype(np.float32).view(np.int32).astype(np.int64)
    return (bits - (BINS // 2 << shift)).astype(np.int32)


def _medians(histogram: NDArray[np.int32], base: NDArray[np.int32], draws: int, shift: int
             ) -> tuple[FloatArray, IntArray]:
    """Medians by interpolation inside the middle bin, and the sets whose window missed it."""
    cumulated = np.cumsum(histogram, axis=1, out=histogram)
    k = np.argmax(cumulated >= draws / 2, axis=1)
    rows = np.arange(k.size)
    before = np.where(k > 0, cumulated[rows, np.maximum(k - 1, 0)], 0)
    inside = np.maximum(cumulated[rows, k] - before, 1)
    position = base.astype(np.int64) + ((k + (draws / 2 - before) / inside) * (1 << shift)).astype(
        np.int64)
    median = np.maximum(position, 0).astype(np.int32).view(np.float32).astype(np.float64)
    median[(base <= 0) & (k == BINS // 2) & (position < (1 << shift))] = 0.0
    return median, np.flatnonzero((k == 0) | (k == BINS - 1))
