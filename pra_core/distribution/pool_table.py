"""Opinion pools as tables: cumulative probability and density at knots, cubic in between.

Between two knots F is the cubic through both probabilities with the densities as slopes, held
monotone after Fritsch & Carlson 1980, SIAM Journal on Numerical Analysis 17:238.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pra_core.distribution.law import Law
from pra_core.frozen import FloatArray

Counted = Sequence[tuple[float, Law]]
"""Share (sum 1) and distribution."""

_TAIL = np.geomspace(1e-16, 0.01, 420)[:-1]
_LEVELS = np.concatenate((_TAIL, np.linspace(0.01, 0.99, 491), 1.0 - _TAIL[::-1], [1.0 - 2.0**-53]))
_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(8)
INWARDS = 1e-9
"""Densities at a knot are taken this share of the cell inside: they may jump at the knot."""
STEPS = 12
"""Newton steps, each held inside its bracket, that invert a cubic to rounding."""
TOLERANCE = 1e-8
"""Error of F at the middle of a cell, relative to the probability in the nearer tail."""
NEGLIGIBLE = 1e-15
"""Probability below which a tail need not be resolved."""
ROUNDING = 4.0 * 2.0**-52
"""Error of F itself: laws that take differences have it also where F is small."""
COARSEST = 0.01
ROUNDS = 80
LARGEST = 1e300
DROP = 50.0
"""Logarithm of a density, times x, that adds nothing to the mean: exp(-50)."""


@dataclass(frozen=True, slots=True)
class Table:
    """Knots x and F [k]; slopes times width at the ends of each cell [k - 1]."""

    x: FloatArray
    p: FloatArray
    left: FloatArray
    right: FloatArray
    mean: float
    log_total: float
    """Logarithm of the integral of the product of densities; 0 for a linear pool."""

    def ppf(self, u: FloatArray) -> FloatArray:
        """Smallest x with F(x) >= u."""
        cell = np.clip(np.searchsorted(self.p, u, side="left") - 1, 0, len(self.x) - 2)
        rise = self.p[cell + 1] - self.p[cell]
        target = np.clip(u - self.p[cell], 0.0, rise)
        share = _invert(target, rise, self.left[cell], self.right[cell])
        value: FloatArray = self.x[cell] + share * (self.x[cell + 1] - self.x[cell])
        return value

    def cdf(self, x: FloatArray) -> FloatArray:
        """F(x), for a table without jumps."""
        cell = np.clip(np.searchsorted(self.x, x, side="right") - 1, 0, len(self.x) - 2)
        rise, width = self.p[cell + 1] - self.p[cell], self.x[cell + 1] - self.x[cell]
        share = np.clip((x - self.x[cell]) / width, 0.0, 1.0)
        risen = _cubic(share, rise, self.left[cell], self.right[cell])
        return np.asarray(np.minimum(self.p[cell] + risen, 1.0), np.float64)


def _cubic(t: FloatArray, rise: FloatArray, left: FloatArray, right: FloatArray) -> FloatArray:
    return t * (left + t * (3.0 * rise - 2.0 * left - right + t * (left + right - 2.0 * rise)))


def _invert(target: FloatArray, rise: FloatArray, left: FloatArray, right: FloatArray
            ) -> FloatArray:
    """t in [0, 1] where the cubic reaches `target`."""
    t = np.divide(target, rise, out=np.ones(target.shape), where=rise > 0.0)
    low, high = np.zeros(t.shape), np.ones(t.shape)
    square, cube = 3.0 * rise - 2.0 * left - right, left + right - 2.0 * rise
    for _ in range(STEPS):
        excess = t * (left + t * (square + t * cube)) - target
        if np.all(np.abs(excess) <= 2.0**-53 * rise):
            break
        low, high = np.where(excess <= 0.0, t, low), np.where(excess >= 0.0, t, high)
        slope = left + t * (2.0 * square + 3.0 * cube * t)
        step = t - np.divide(excess, slope, out=np.full(t.shape, np.inf), where=slope > 0.0)
        t = np.where((step >= low) & (step <= high), step, 0.5 * (low + high))
    return np.asarray(t, np.float64)


def linear_density(counted: Counted, x: FloatArray) -> FloatArray:
    """log Σ w_i f_i(x), point masses left out; same shape as x."""
    found: FloatArray = np.logaddexp.reduce(
        [math.log(w) + law.log_density(x) for w, law in counted])
    return found


def log_product(counted: Counted, x: FloatArray) -> FloatArray:
    """log Π f_i(x)^w_i; same shape as x; −inf at an end where zero meets an infinite density."""
    with np.errstate(invalid="ignore"):
        found: FloatArray = sum((w * law.log_density(x) for w, law in counted),
                                np.zeros(np.shape(x)))
    return np.where(np.isnan(found), -np.inf, found)


def linear_table(counted: Counted) -> Table:
    """F = Σ w_i F_i at quantiles and corners of every distribution, jumps included.

    Cells are halved until the cubic meets F at their middle within `TOLERANCE` of the probability
    in the nearer tail.
    """
    def total(x: FloatArray) -> FloatArray:
        return np.asarray(sum(w * law.cdf(x) for w, law in counted), np.float64)

    def density(x: FloatArray) -> FloatArray:
        return linear_density(counted, x)

    lumps = np.array(sorted({x for _, law in counted for x in law.corners}))
    x = np.unique(np.concatenate([lumps, *(law.ppf(_LEVELS[::4]) for _, law in counted)]))
    x = x[np.isfinite(x)]
    x, p = _sorted(np.concatenate((lumps, x)),
                   np.concatenate((total(np.nextafter(lumps, -np.inf)), total(x))))
    cells = np.vstack((x[:-1], x[1:], p[:-1], p[1:]))
    for _ in range(ROUNDS):
        start, end, below, above = cells
        middle = _middle(start, end)
        reached = total(middle)
        x, p = np.concatenate((x, middle)), np.concatenate((p, reached))
        miss = _missed(cells, middle, reached, density)
        tail = np.maximum(np.minimum(reached, 1.0 - reached), NEGLIGIBLE)
        rough = (miss > np.maximum(TOLERANCE * tail, ROUNDING)) & _wide(start, end)
        cells = np.concatenate((
            np.vstack((start, middle, below, reached))[:, rough],
            np.vstack((middle, end, reached, above))[:, rough]), axis=1)
        if not cells.size:
            break
    return _table(*_sorted(x, p), density, sum(w * law.mean() for w, law in counted), 0.0)


def _sorted(x: FloatArray, p: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Knots in order, without repetition; of equal x the lower probability first."""
    order = np.lexsort((p, x))
    x, p = x[order], np.maximum.accumulate(p[order])
    new = np.concatenate(([True], (np.diff(x) > 0.0) | (np.diff(p) > 0.0)))
    return x[new], p[new]


def _missed(cells: FloatArray, middle: FloatArray, reached: FloatArray,
            log_density: Callable[[FloatArray], FloatArray]) -> FloatArray:
    """How far the cubic of each cell [start, end, F, F] is from F at a value inside."""
    start, end, below, above = cells
    left, right = _slopes(start, end, above - below, log_density)
    share = np.divide(middle - start, end - start, out=np.zeros(start.shape), where=end > start)
    return np.asarray(np.abs(below + _cubic(share, above - below, left, right) - reached))


def _middle(start: FloatArray, end: FloatArray) -> FloatArray:
    """A value inside each cell: the geometric mean where the ends differ in size."""
    far = (start > 0.0) & (end > 4.0 * start)
    ratio = np.sqrt(np.where(far, start, 1.0)) * np.sqrt(np.where(far, end, 1.0))
    return np.where(far, ratio, start + 0.5 * (end - start))


def _wide(start: FloatArray, end: FloatArray) -> NDArray[np.bool_]:
    return np.asarray(end - start > 1e-12 * np.maximum(np.abs(start), np.abs(end)), np.bool_)


def logarithmic_table(counted: Counted, low: float, high: float) -> Table:
    """The product of densities on (low, high), in cells fine enough for the cubic.

    Cells are halved until the cubic meets the integral of their first half (8-point
    Gauss-Legendre) within `TOLERANCE` of the probability in the nearer tail.
    """
    cells, done = _first_cells(counted, low, high), np.empty((3, 0))
    for left in reversed(range(ROUNDS)):
        first, second = _halved(counted, cells)
        rough = _too_rough(counted, first, second, done) & (left > 0)
        done = np.concatenate((done, first[:, ~rough], second[:, ~rough]), axis=1)
        cells = np.concatenate((first[:2, rough], second[:2, rough]), axis=1)
        if not cells.size:
            break
    done = done[:, done[1] > done[0]]
    start, end, log_mass = done[:, np.argsort(done[0])]
    log_total = float(np.logaddexp.reduce(log_mass))
    mass = np.exp(log_mass - log_total)
    # Summed from the nearer end, so that both tails keep their digits.
    below = np.concatenate(([0.0], np.cumsum(mass)))
    above = np.concatenate((np.cumsum(mass[::-1])[::-1], [0.0]))
    p = np.maximum.accumulate(np.where(below < 0.5, below, 1.0 - above))
    nodes, log_share = _integrand(counted, start, end)
    mean = float(np.sum(np.exp(log_share - log_total) * nodes))
    return _table(np.concatenate((start, end[-1:])), p,
                  lambda at: log_product(counted, at) - log_total, mean, log_total)


def _first_cells(counted: Counted, low: float, high: float) -> FloatArray:
    """Starts and ends of the first cells [2, k]: quantiles and corners, and the room between."""
    corners = [x for _, law in counted for x in law.corners]
    x = np.concatenate([np.array(corners), *(law.ppf(_LEVELS[::8]) for _, law in counted),
                        *(law.ppf(_LEVELS[-1:]) for _, law in counted)])
    top = high if math.isfinite(high) else _end_of_tail(counted, float(x.max()))
    x = np.concatenate((x[(x > low) & (x < top)], [low, top], np.linspace(low, top, 100)))
    positive = x[x > 0.0]
    if low >= 0.0:
        x = np.concatenate((x, np.geomspace(float(positive.min()), top, 200)))
    x = np.unique(np.clip(x, low, top))
    return np.vstack((x[:-1], x[1:]))


def _end_of_tail(counted: Counted, start: float) -> float:
    """A value beyond which the density, even times x, adds nothing."""
    def height(x: float) -> float:
        return float(log_product(counted, np.array(x))) + 2.0 * math.log(x)

    end, highest = start, height(start)
    while (now := height(2.0 * end)) > highest - DROP and end < LARGEST:
        end, highest = 2.0 * end, max(highest, now)
    return 2.0 * end


def _integrand(counted: Counted, start: FloatArray, end: FloatArray
               ) -> tuple[FloatArray, FloatArray]:
    """Nodes of each cell and the logarithm of their share of its integral, both [k, 8]."""
    half = 0.5 * (end - start)[:, None]
    nodes = start[:, None] + half * (1.0 + _NODES)
    density = log_product(counted, nodes)
    # A node that rounding puts on an end of infinite density stands for next to nothing.
    density[np.isposinf(density)] = -np.inf
    with np.errstate(divide="ignore"):  # a cell that rounding left without width holds nothing
        return nodes, density + np.log(half * _WEIGHTS)


def _halved(counted: Counted, cells: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Both halves of each cell: start, end and logarithm of the integral, [3, k]."""
    start, end = cells
    middle = _middle(start, end)
    first, second = (
        np.vstack((a, b, np.logaddexp.reduce(_integrand(counted, a, b)[1], axis=1)))
        for a, b in ((start, middle), (middle, end)))
    return first, second


def _too_rough(counted: Counted, first: FloatArray, second: FloatArray, done: FloatArray
               ) -> NDArray[np.bool_]:
    """Cells to be halved again: heavy ones, and those whose cubic misses their middle."""
    every = np.concatenate((done, first, second), axis=1)
    every = every[:, np.argsort(every[0])]
    log_total = float(np.logaddexp.reduce(every[2]))
    cumulative = np.concatenate(([0.0], np.cumsum(np.exp(every[2] - log_total))))
    before = cumulative[np.searchsorted(every[0], first[0])]
    half, whole = np.exp(first[2] - log_total), np.exp(np.logaddexp(first[2], second[2])
                                                       - log_total)
    miss = _missed(np.vstack((first[0], second[1], np.zeros(half.shape), whole)), first[1], half,
                   lambda at: log_product(counted, at) - log_total)
    tail = np.maximum(np.minimum(before + half, 1.0 - before - half), NEGLIGIBLE)
    rough = (whole > COARSEST) | (miss > TOLERANCE * tail)
    return np.asarray(rough & _wide(first[0], second[1]), np.bool_)


def _slopes(start: FloatArray, end: FloatArray, rise: FloatArray,
            log_density: Callable[[FloatArray], FloatArray]) -> tuple[FloatArray, FloatArray]:
    """Density times width just inside both ends of each cell, at most 3 times its rise."""
    width = end - start
    limit = 3.0 * rise
    # Infinite densities meet the limit; a jump has no width and no slope.
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        log_width = np.log(width)
        slopes = [np.where(width > 0.0, np.minimum(np.exp(log_density(at) + log_width), limit), 0.0)
                  for at in (start + INWARDS * width, end - INWARDS * width)]
    return slopes[0], slopes[1]


def _table(x: FloatArray, p: FloatArray, log_density: Callable[[FloatArray], FloatArray],
           mean: float, log_total: float) -> Table:
    left, right = _slopes(x[:-1], x[1:], np.diff(p), log_density)
    for array in (x, p, left, right):
        array.setflags(write=False)
    return Table(x, p, left, right, mean, log_total)
