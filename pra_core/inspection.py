"""Inspection of lots: sample sizes and detection (ISPM 31), and what inspections release."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy import special

from pra_core.errors import PraError, Problem
from pra_core.frozen import FloatArray

LARGEST_SAMPLE = 10_000_000
"""Units per lot; a plan that needs more is no plan."""

TIE = 1e-12
"""Relative rounding allowed when the chance of missing equals 1 − confidence exactly."""

NEVER = -745.0
"""Logarithm of the smallest positive double: below it the chance of missing is 0."""

BLOCK = 1 << 16
"""Terms summed at a time, which bounds the memory of a very large sample."""


def detection_probability(
    n: int,
    prevalence: float,
    lot_size: int | None = None,
    sensitivity: float = 1.0,
    aggregation: float = 0.0,
) -> float:
    """Probability that a sample of `n` units from a lot leads to a detection (ISPM 31).

    1 − P0, where P0 is the chance that no infested unit is found; an infested unit in the
    sample is recognised with probability `sensitivity` q. `prevalence` f is the share of
    infested units.

    - lot of N units: D = floor(N·f + 1e-9) infested units (ISPM 31, Appendix 2, asterisk rule),
      P0 = sum_k Hypergeometric(k; N, D, n)·(1−q)^k;
    - no lot size: P0 = (1 − f·q)^n;
    - `aggregation` θ > 0: unit prevalence varies as Beta(f/θ, (1−f)/θ), so P0 = E[(1−q·p)^n],
      for q = 1 prod_{k<n} (1−f+kθ)/(1+kθ).

    Raises PraError: out_of_bounds; conflict for a lot size with aggregation; unreachable for a
    lot without an infested unit.
    """
    _check(prevalence, lot_size, sensitivity, aggregation, n=n)
    infested = None if lot_size is None else _infested(prevalence, lot_size)
    miss = _log_miss(n, prevalence, lot_size, infested, sensitivity, aggregation)
    return abs(math.expm1(miss))


def sample_size(
    prevalence: float,
    confidence: float,
    lot_size: int | None = None,
    sensitivity: float = 1.0,
    aggregation: float = 0.0,
) -> int:
    """Smallest sample [units per lot] that detects `prevalence` with `confidence` (ISPM 31).

    Laws as in `detection_probability`. Not monotone in the lot size, because the number of
    infested units is rounded down.

    Raises PraError: as `detection_probability`; unreachable also where the whole lot does not
    give the confidence, or more than 10,000,000 units would be needed.
    """
    _check(prevalence, lot_size, sensitivity, aggregation, confidence=confidence)
    infested = None if lot_size is None else _infested(prevalence, lot_size)
    largest = LARGEST_SAMPLE if lot_size is None else min(lot_size, LARGEST_SAMPLE)
    target = -math.inf if confidence == 1.0 else math.log1p(-confidence) + TIE

    def miss(n: int) -> float:
        return _log_miss(n, prevalence, lot_size, infested, sensitivity, aggregation)

    def enough(n: int) -> bool:
        return miss(n) <= target

    if not enough(largest):
        reached = f"<= {-math.expm1(miss(largest)):.4g} (n = {largest})"
        raise PraError("unreachable", "confidence", confidence, reached)
    high = 1
    while not enough(high):
        high = min(2 * high, largest)
    low = high // 2
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if enough(middle) else (middle, high)
    return high


def _check(
    prevalence: float,
    lot_size: int | None,
    sensitivity: float,
    aggregation: float,
    *,
    n: int = 0,
    confidence: float = 0.5,
) -> None:
    problems = []
    for name, value in (("prevalence", prevalence), ("sensitivity", sensitivity)):
        if not 0.0 <= value <= 1.0:
            problems.append(Problem("out_of_bounds", name, value, "0..1"))
    if not 0.0 < confidence <= 1.0:
        problems.append(Problem("out_of_bounds", "confidence", confidence, "0 < C <= 1"))
    if not 0.0 <= aggregation < math.inf:
        problems.append(Problem("out_of_bounds", "aggregation", aggregation, ">= 0"))
    if lot_size is not None and lot_size < 1:
        problems.append(Problem("out_of_bounds", "lot_size", lot_size, ">= 1"))
    if not 0 <= n <= (LARGEST_SAMPLE if lot_size is None else lot_size):
        most = LARGEST_SAMPLE if lot_size is None else lot_size
        problems.append(Problem("out_of_bounds", "n", n, f"0..{most}"))
    if lot_size is not None and aggregation > 0.0:
        problems.append(
            Problem("conflict", "aggregation", "lot_size, aggregation > 0", "aggregation = 0")
        )
    if problems:
        raise PraError.of(problems)


def _infested(prevalence: float, lot_size: int) -> int:
    infested = math.floor(lot_size * prevalence + 1e-9)
    if infested == 0:
        raise PraError("unreachable", "prevalence", prevalence, f">= {1.0 / lot_size:.3g}")
    return infested


def _log_miss(
    n: int,
    prevalence: float,
    lot_size: int | None,
    infested: int | None,
    sensitivity: float,
    aggregation: float,
) -> float:
    """Logarithm of the chance that `n` units show nothing; −inf where that is impossible."""
    if lot_size is not None and infested is not None:
        return _log_miss_lot(n, lot_size, infested, sensitivity)
    if n == 0 or prevalence * sensitivity == 0.0:
        return 0.0
    if aggregation == 0.0 or prevalence == 1.0:
        certain = prevalence * sensitivity == 1.0
        return -math.inf if certain else n * math.log1p(-prevalence * sensitivity)
    return _log_miss_aggregated(n, prevalence, sensitivity, aggregation)


def _log_miss_lot(n: int, lot: int, infested: int, sensitivity: float) -> float:
    """Hypergeometric draws, each infested unit overlooked with probability 1 − sensitivity."""
    if n == 0 or sensitivity == 0.0:
        return 0.0
    spare = lot - infested - n
    overlooked = math.log1p(-sensitivity) if sensitivity < 1.0 else -math.inf
    # Sampling without replacement misses less often than with it.
    hopeless = infested == lot or n * math.log1p(-sensitivity * infested / lot) < NEVER
    if sensitivity == 1.0 and (spare < 0 or hopeless):
        return -math.inf
    if spare >= 0:
        few, many = min(n, infested), max(n, infested)
        first, least = _log_product(lambda k: -many / (lot - k), few), 0
    else:
        least = -spare
        first = _log_product(lambda k: (infested - lot) / (lot - k), lot - n) + least * overlooked
    if sensitivity == 1.0:
        return first

    def ratio(k: FloatArray) -> FloatArray:
        return (n - k) * (infested - k) / ((spare + k + 1.0) * (k + 1.0))

    return _log_series(first, ratio, least, min(n, infested), sensitivity)


def _log_miss_aggregated(n: int, prevalence: float, sensitivity: float, theta: float) -> float:
    """Beta-binomial draws, each infested unit overlooked with probability 1 − sensitivity."""
    first = _log_product(lambda k: -prevalence / (1.0 + k * theta), n)
    if sensitivity == 1.0:
        return first

    def ratio(k: FloatArray) -> FloatArray:
        free = 1.0 - prevalence + (n - k - 1.0) * theta
        return (n - k) * (prevalence + k * theta) / ((k + 1.0) * free)

    return _log_series(first, ratio, 0, n, sensitivity)


def _log_product(term: Callable[[FloatArray], FloatArray], count: int) -> float:
    """Sum of log(1 + term(k)) for k < count."""
    blocks = (
        float(np.log1p(term(np.arange(k, min(k + BLOCK, count), dtype=np.float64))).sum())
        for k in range(0, count, BLOCK)
    )
    return math.fsum(blocks)


def _log_series(
    first: float,
    ratio: Callable[[FloatArray], FloatArray],
    least: int,
    most: int,
    sensitivity: float,
) -> float:
    """Logarithm of sum_{k=least..most} P(k)·(1−q)^k, given its first term and P(k+1)/P(k)."""
    overlooked = math.log1p(-sensitivity)
    total = last = first
    for start in range(least, most, BLOCK):
        k = np.arange(start, min(start + BLOCK, most), dtype=np.float64)
        terms = last + np.cumsum(np.log(ratio(k)) + overlooked)
        total = float(np.logaddexp(total, special.logsumexp(terms)))
        last = float(terms[-1])
        # P(k) <= 1, so this bounds all that is left.
        if (start + BLOCK) * overlooked - math.log(sensitivity) < total - 50.0:
            break
    return total


def released_share(
    f0: FloatArray | float, t: FloatArray | float, shape: FloatArray | float
) -> FloatArray:
    """Share of infested units in the lots that all inspections release.

    (1 + f0·t/κ)^−(κ+1) for lot prevalence ~ Gamma(shape κ, mean f0) and exposure t = sum of
    n·q·S·d, where a lot of prevalence p is released with probability e^(−p·t); e^(−f0·t) for
    equal lots (κ = inf). Broadcasts.
    """
    return _released(f0, t, shape, 1.0)


def lots_released_share(
    f0: FloatArray | float, t: FloatArray | float, shape: FloatArray | float
) -> FloatArray:
    """Share of lots that all inspections release: (1 + f0·t/κ)^−κ, e^(−f0·t) for κ = inf."""
    return _released(f0, t, shape, 0.0)


def _released(
    f0: FloatArray | float, t: FloatArray | float, shape: FloatArray | float, extra: float
) -> FloatArray:
    found = np.multiply(f0, t)
    equal = np.isinf(shape)
    kappa = np.where(equal, 1.0, shape)
    share: FloatArray = np.exp(-np.where(equal, found, (kappa + extra) * np.log1p(found / kappa)))[
        ()
    ]
    return share


@dataclass(frozen=True, slots=True)
class Understatement:
    """How far the release formula is on the safe side, per draw.

    `above_one`: probability that Gamma lot prevalence exceeds 1. `curvature`: first-order
    relative excess of e^(−p·t) over (1−q·S·p)^n among released infested units.
    """

    above_one: FloatArray
    curvature: FloatArray

    @property
    def notable(self) -> bool:
        """Whether any draw passes 1 % (above_one) or 5 % (curvature), so a note is due."""
        return bool(np.any(self.above_one > 0.01) or np.any(self.curvature > 0.05))


def understatement(
    f0: FloatArray | float,
    t: FloatArray | float,
    shape: FloatArray | float,
    squares: FloatArray | float,
) -> Understatement:
    """Diagnostics of the release formula: by how much it may understate the inspections.

    above_one = P(Gamma(κ, mean f0) > 1); curvature = squares·(κ+1)(κ+2)/(2·(κ/f0 + t)²), where
    `squares` is the sum over inspections of n·(q·S)². Broadcasts over draws; 0 where f0 = 0.
    """
    equal = np.isinf(shape)
    kappa = np.where(equal, 1.0, shape)
    mean = np.asarray(f0, dtype=np.float64)
    rate = np.divide(
        kappa, mean, out=np.full(np.broadcast(kappa, mean).shape, np.inf), where=mean > 0.0
    )
    above = np.where(equal, np.where(mean > 1.0, 1.0, 0.0), special.gammaincc(kappa, rate))
    # E[p²] among released infested units: Gamma(κ+1, rate κ/f0 + t), and f0² for equal lots.
    second = np.where(equal, mean**2, (kappa + 1.0) * (kappa + 2.0) / (rate + t) ** 2)
    return Understatement(above[()], (0.5 * np.multiply(squares, second))[()])
