"""Draws sorted into classes of an input: what the options are worth in each class.

Every function takes draws first. Classes hold equal shares of the draws; ties are never parted.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse, stats

from pra_core.errors import PraError
from pra_core.frozen import FloatArray

IntArray = NDArray[np.int64]
FOLDS = 5
"""Parts of the draws: what is chosen in a class is chosen without the part it is judged on."""
FINEST = 64
FEWEST = 60
"""Most classes, and fewest draws in one of them."""


@dataclass(frozen=True, slots=True)
class Worth:
    """A value of information and its Monte Carlo standard error, in the unit of the net benefit."""

    value: float
    error: float


def finest(draws: int) -> int:
    """The most classes for a number of draws: a power of two, at most 64, 1 below 120 draws."""
    return 1 << max(0, min(FINEST, draws // FEWEST).bit_length() - 1)


def cells_of(x: FloatArray) -> IntArray:
    """The finest class of each draw of an input by its mid-rank, [draws]; ties share a class."""
    rank = np.asarray(stats.rankdata(x), np.float64)
    return cells_at((rank - 0.5) / x.size)


def cells_at(u: FloatArray) -> IntArray:
    """The finest class of each draw from its percentiles in (0, 1), [draws]."""
    most = finest(u.size)
    return np.asarray(np.minimum((u * most).astype(np.int64), most - 1))


@dataclass(frozen=True, slots=True, eq=False)
class Options:
    """What each option is worth on each draw, prepared for many inputs.

    The options are compared with the one that is best on average.
    """

    best: int
    contrast: FloatArray
    """[draws, options]: net benefit less that of the best option on average."""
    spread: FloatArray
    """[options]: sum over draws of squares about the mean of the contrast."""

    @classmethod
    def of(cls, net_benefit: FloatArray) -> Options:
        """From net benefits [draws, options]; PraError wrong_type, not_finite."""
        benefit = np.asarray(net_benefit, np.float64)
        if benefit.ndim != 2 or not benefit.size:
            raise PraError("wrong_type", "net_benefit", benefit.shape, "[draws, options]")
        if not np.all(np.isfinite(benefit)):
            raise PraError("not_finite", "net_benefit", "net_benefit")
        best = int(np.argmax(benefit.mean(axis=0)))
        contrast = np.ascontiguousarray(benefit - benefit[:, best:best + 1])
        return cls(best, contrast, np.asarray(np.var(contrast, axis=0) * len(contrast)))

    @property
    def draws(self) -> int:
        """Number of draws."""
        return len(self.contrast)

    @property
    def evpi(self) -> Worth:
        """E[max_d NB_d] - max_d E[NB_d]: what it is worth to know everything."""
        return worth(self.contrast.max(axis=1))


def worth(gain: FloatArray) -> Worth:
    """Mean and standard error of gains [draws]; a mean below zero is no value."""
    error = float(np.std(gain, ddof=1) / np.sqrt(gain.size)) if gain.size > 1 else 0.0
    return Worth(max(0.0, float(np.mean(gain))), error)


def cell_sums(columns: FloatArray, cells: IntArray, count: int) -> FloatArray:
    """Sums of columns [draws, k] within cells, [count, k]; one pass over the draws."""
    draws = len(cells)
    # One entry per column: cell of the draw.
    gather = sparse.csc_array((np.ones(draws), cells, np.arange(draws + 1)), shape=(count, draws))
    return np.asarray(gather @ columns, np.float64)


def chosen_classes(sums: FloatArray, counts: FloatArray, spread: FloatArray) -> int:
    """How many classes the draws support: 1 (no influence seen) up to `len(sums)`, powers of two.

    Least of n ln(RSS) + ln(n) x classes (Schwarz 1978, Ann. Stat. 6:461), RSS the squares within
    classes of the column that gains most. `sums` [finest, columns] are those of columns whose
    squares about the mean are `spread` [columns]; `counts` [finest].
    """
    n, finest_count = float(counts.sum()), len(sums)
    varies = spread > 1e-12 * max(float(spread.max(initial=0.0)), 1e-300)
    if not np.any(varies):
        return 1
    mean = sums[:, varies].sum(axis=0) / n
    best, best_score, k = 1, 0.0, 2
    while k <= finest_count:
        m = counts.reshape(k, -1).sum(axis=1)
        s = sums[:, varies].reshape(k, finest_count // k, -1).sum(axis=1)
        some = m > 0
        between = np.sum((s[some] - m[some, None] * mean) ** 2 / m[some, None], axis=0)
        left = np.maximum(1.0 - between / spread[varies], 1e-12)
        score = n * float(np.log(left).min()) + np.log(n) * (np.count_nonzero(some) - 1)
        if score < best_score:
            best, best_score = k, score
        k *= 2
    return best


def fold_of(draws: int) -> IntArray:
    """The part each draw belongs to, in turn, [draws]."""
    return np.arange(draws) % FOLDS


def joined(k: int, counts: FloatArray) -> FloatArray:
    """Weights that turn class means into a broken line over the finest classes, [finest, k].

    `counts` [finest]. Between the centres of the `k` classes that hold draws the line is straight,
    and goes on straight beyond the first and the last.
    """
    most = len(counts)
    m = counts.reshape(k, -1).sum(axis=1)
    place = np.arange(most, dtype=np.float64)
    some = np.flatnonzero(m > 0)
    centre = (counts * place).reshape(k, -1).sum(axis=1)[some] / m[some]
    weight = np.zeros((most, k))
    if some.size == 1:
        weight[:, some[0]] = 1.0
        return weight
    right = np.clip(np.searchsorted(centre, place), 1, some.size - 1)
    share = (place - centre[right - 1]) / (centre[right] - centre[right - 1])
    rows = np.arange(most)
    weight[rows, some[right - 1]] = 1.0 - share
    weight[rows, some[right]] += share
    return weight


def class_means(sums: FloatArray, counts: FloatArray, k: int) -> FloatArray:
    """Means of columns in `k` classes joined from the finest, [k, columns]; 0 in an empty one."""
    m = counts.reshape(k, -1).sum(axis=1)
    s = sums.reshape(k, len(sums) // k, -1).sum(axis=1)
    return np.asarray(s / np.maximum(m, 1.0)[:, None], np.float64)


def gains(options: Options, cells: IntArray) -> FloatArray:
    """What choosing by the class of an input gains over the best option on average, [draws].

    In each class the option is taken that is best on the draws of the other parts (cross-fitting,
    means of the options joined to broken lines), so noise never adds value: on average the gain
    is at most the EVPPI, and at most the EVPI on every set of draws. Zero where the draws show no
    influence of the input.
    """
    most, fold = finest(options.draws), fold_of(options.draws)
    both = cells * FOLDS + fold
    sums = cell_sums(options.contrast, both, most * FOLDS).reshape(most, FOLDS, -1)
    counts = np.bincount(both, minlength=most * FOLDS).reshape(most, FOLDS).astype(np.float64)
    k = chosen_classes(sums.sum(axis=1), counts.sum(axis=1), options.spread)
    if k == 1:
        return np.zeros(options.draws)
    policy = np.empty((most, FOLDS), np.int64)
    for f in range(FOLDS):
        s, m = (np.delete(a, f, axis=1).sum(axis=1) for a in (sums, counts))
        policy[:, f] = best_of(joined(k, m) @ class_means(s, m, k), options.best)
    return np.asarray(options.contrast[np.arange(options.draws), policy[cells, fold]], np.float64)


def best_of(contrast: FloatArray, present: int) -> IntArray:
    """The option with the largest gain over the present one in each row; it where none gains."""
    known = contrast.copy()
    known[:, present] = 0.0
    taken = np.argmax(known, axis=1)
    taken[known[np.arange(len(known)), taken] <= 0.0] = present
    return np.asarray(taken, np.int64)
