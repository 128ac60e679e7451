"""Quantiles, exceedance, verdicts and Monte Carlo error of assessment draws."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from pra_core.alop import Alop
from pra_core.assessment import Assessment
from pra_core.frozen import FloatArray

Z95 = 1.959963984540054
"""97.5 % quantile of the standard normal: two-sided 95 % interval."""


@dataclass(frozen=True, slots=True)
class Interval:
    """Median, mean and central 90 % interval of draws."""

    median: float
    mean: float
    low: float
    high: float


def interval(draws: FloatArray) -> Interval:
    """5 %, 50 % and 95 % quantiles and the mean. The mean of infinite values is infinite."""
    low, median, high = np.quantile(draws, (0.05, 0.5, 0.95), method="inverted_cdf")
    return Interval(float(median), float(np.mean(draws)), float(low), float(high))


def wilson(successes: ArrayLike, n: int) -> tuple[FloatArray, FloatArray]:
    """95 % score interval of a proportion (Wilson 1927, J. Am. Stat. Assoc. 22:209)."""
    p = np.asarray(successes, np.float64) / n
    centre = (p + Z95**2 / (2 * n)) / (1 + Z95**2 / n)
    half = Z95 / (1 + Z95**2 / n) * np.sqrt(p * (1 - p) / n + Z95**2 / (4 * n**2))
    return np.asarray(centre - half), np.asarray(centre + half)


def verdicts(successes: ArrayLike, n: int, confidence: float) -> NDArray[np.object_]:
    """meets: the whole Wilson interval is at or above γ; fails: all below; else too_close."""
    low, high = wilson(successes, n)
    return np.where(low >= confidence, "meets",
                    np.where(high < confidence, "fails", "too_close")).astype(object)


@dataclass(frozen=True, slots=True)
class Judgement:
    """P(meets) of one assessment with its Monte Carlo error and verdict."""

    probability: float
    standard_error: float
    verdict: str


def meets(assessment: Assessment, alop: Alop) -> Judgement:
    """Share of draws within the ALOP (design 2.7)."""
    inside = int(np.count_nonzero(alop.within(assessment.metric(alop.metric))))
    p = inside / assessment.draws
    return Judgement(p, float(np.sqrt(p * (1 - p) / assessment.draws)),
                     str(verdicts(inside, assessment.draws, alop.confidence)))


def predictive(draws: FloatArray) -> tuple[float, float]:
    """E[x] over draws of a probability, with its Monte Carlo standard error (never 1-e^-E[Λ])."""
    error = float(np.std(draws, ddof=1) / np.sqrt(draws.size)) if draws.size > 1 else 0.0
    return float(np.mean(draws)), error


def years_between(rate: FloatArray) -> Interval:
    """Quantiles of 1/Λ in years; its mean is not defined and given as nan (design 2.2)."""
    with np.errstate(divide="ignore"):
        years = 1.0 / rate
    low, median, high = np.quantile(years, (0.05, 0.5, 0.95), method="inverted_cdf")
    return Interval(float(median), float("nan"), float(low), float(high))


def influence(assessment: Assessment, bins: int = 24, y: FloatArray | None = None
              ) -> dict[str, float]:
    """Quick first-order influence of each uncertain input on y (log Λ), from the draws at hand.

    Variance of bin means over total variance with bins of equal count (given-data first-order
    index; Plischke, Borgonovo & Smith 2013, Eur. J. Oper. Res. 226:536), less its bias under no
    influence, (bins - 1)/draws; at least 0. Draws with the same value of an input share a bin, so
    that a tied input has fewer of them; y, [draws], may be an indicator. A preview: the reported
    indices are Sobol' indices. Of the default log Λ the draws with Λ = 0 are left out. Largest
    first; empty where y doesn't vary or there are fewer than four draws a bin.
    """
    kept: NDArray[np.bool_] | slice = slice(None)
    if y is None:
        kept = assessment.founding_rate > 0
        y = np.log(assessment.founding_rate[kept])
    if y.size < 4 * bins or np.ptp(y) == 0:
        return {}
    centred, varying = y - y.mean(), assessment.scenario.varying
    found: dict[str, float] = {}
    for name, column in assessment.values.items():
        x = column[kept]
        if name in varying or x.shape != y.shape or np.ptp(x) == 0:
            continue
        group = _classes(x, bins)
        count = np.bincount(group)
        used = count > 0
        total = np.bincount(group, weights=centred)[used]
        share = float(np.sum(total**2 / count[used]) / np.sum(centred**2))
        found[name] = max(0.0, share - (np.count_nonzero(used) - 1) / y.size)
    return dict(sorted(found.items(), key=lambda item: -item[1]))


def _classes(x: FloatArray, bins: int) -> NDArray[np.int64]:
    """Class of each draw, [draws]: equal counts, but equal values share a class."""
    edges = np.arange(1, bins) * x.size // bins
    return np.searchsorted(np.partition(x, edges)[edges], x, side="right")
