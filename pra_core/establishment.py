"""From a few arriving individuals to a founded population."""

from __future__ import annotations

import numpy as np

from pra_core.errors import PraError
from pra_core.frozen import FloatArray

STEPS = 60
"""More Newton steps than double precision can need; six to ten are usual."""


def founding_probability(r0: FloatArray | float, founders: FloatArray | float) -> FloatArray:
    """Probability that `founders` individuals found a lasting population, 1 − q^k.

    Poisson branching process: q is the smallest root of q = e^(R0·(q−1)), so the survival
    s = 1 − q of one line solves s = 1 − e^(−R0·s); 0 for R0 <= 1 (Harris 1963, The Theory of
    Branching Processes). `r0` and `founders` (>= 0) broadcast.

    Raises PraError("out_of_bounds") for negative values or NaN.
    """
    rate, count = np.asarray(r0, dtype=np.float64), np.asarray(founders, dtype=np.float64)
    _not_negative("r0", rate)
    _not_negative("founders", count)
    survival = _line_survival(rate)
    with np.errstate(divide="ignore", invalid="ignore"):  # s = 1 gives log 0; no founders give 0
        chance = -np.expm1(count * np.log1p(-survival))
    founded: FloatArray = np.where(count > 0.0, chance, 0.0)[()]
    return founded


def unit_founding(
    m: FloatArray | float,
    p1: FloatArray | float,
    female_share: FloatArray | float | None = None,
) -> FloatArray:
    """Probability that one infested unit founds a population under favourable conditions.

    Sexual: (1 − e^(−φ·m·p1))·(1 − e^(−(1−φ)·m)) with female share φ; without `female_share`
    (asexual, or a pathogen) 1 − e^(−m·p1). `m` = mean living pests per unit (Poisson), `p1` =
    chance that one female's line survives. Broadcasts over draws.
    """
    mean = np.asarray(m, dtype=np.float64)
    if female_share is None:
        asexual: FloatArray = -np.expm1(-mean * p1)
        return asexual
    females = -np.expm1(-np.multiply(female_share, mean) * p1)
    sexual: FloatArray = females * -np.expm1(-np.subtract(1.0, female_share) * mean)
    return sexual


def occupied_to_poisson(mean_occupied: FloatArray | float) -> FloatArray:
    """Poisson mean λ of pests per unit from the mean over occupied units, λ/(1−e^(−λ)) = m0.

    For sources that count only units with at least one living pest. Newton on
    λ − m0·(1−e^(−λ)), which is convex, started above the root. m0 > 1.

    Raises PraError("out_of_bounds") for m0 <= 1: an occupied unit holds at least one pest.
    """
    mean = np.asarray(mean_occupied, dtype=np.float64)
    if not np.all((mean > 1.0) & np.isfinite(mean)):
        raise PraError("out_of_bounds", "mean_occupied", mean.tolist(), "> 1")
    # s = 1 − e^(−λ) is the survival of a branching process with R0 = m0, and λ = m0·s.
    poisson: FloatArray = (mean * _line_survival(mean))[()]
    return poisson


def _line_survival(r0: FloatArray) -> FloatArray:
    """Positive root s of s = 1 − e^(−R0·s), 0 for R0 <= 1.

    In y = R0·s: h(y) = y + R0·expm1(−y) is convex, so Newton from the right falls monotonically
    onto the root. min(R0, 3·(R0−1)) lies to its right, and close for R0 near 1.
    """
    excess = r0 - 1.0
    live = excess > 0.0
    y = np.where(live, np.minimum(r0, 3.0 * excess), 1.0)
    for _ in range(STEPS):
        # y + R0·expm1(−y) = −(R0−1)·y + R0·(e^(−y) − 1 + y), without cancellation near 0.
        value = r0 * _second_order(y) - excess * y
        slope = -excess - r0 * np.expm1(-y)
        step = np.divide(value, slope, out=np.zeros(y.shape), where=live & (slope > 0.0))
        y = np.where(live, y - step, y)
        if np.all(np.abs(step) <= 1e-15 * y):
            break
    return np.where(live, -np.expm1(-y), 0.0)


def _second_order(y: FloatArray) -> FloatArray:
    """e^(−y) − 1 + y, to full relative precision for small y >= 0."""
    series = y * y * (0.5 - y * (1.0 / 6.0 - y * (1.0 / 24.0 - y * (1.0 / 120.0 - y / 720.0))))
    return np.where(y < 5e-3, series, np.expm1(-y) + y)


def _not_negative(name: str, values: FloatArray) -> None:
    if not np.all((values >= 0.0) & np.isfinite(values)):
        raise PraError("out_of_bounds", name, values.tolist(), ">= 0")
