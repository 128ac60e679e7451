"""Other distribution shapes with the same quantiles, within the limits of the quantity."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from scipy import special
from scipy.optimize import brentq

from pra_core.distribution import (
    Distribution,
    LogNormal,
    Pert,
    Triangular,
    TruncatedLogNormal,
    Uniform,
)
from pra_core.errors import N_

Shape = Literal["pert", "triangular", "uniform", "lognormal"]
SHAPES: Mapping[Shape, str] = MappingProxyType({
    "pert": N_("PERT"), "triangular": N_("triangular"), "uniform": N_("uniform"),
    "lognormal": N_("lognormal")})
POINTS = (0.05, 0.5, 0.95)
"""Percentiles that a rival shape takes over from the present distribution, as far as it can."""
NEGLIGIBLE = 1e-9
"""Chance beyond a limit that counts as none."""
DEEPEST, FARTHEST = -8.0, 600.0
"""Standard deviations by which the limit may lie below the mean before it is cut off, and the
largest logarithm of a median."""


@dataclass(frozen=True, slots=True)
class Rival:
    """Another shape for one quantity, and where it leaves the quantiles it was to keep."""

    law: Distribution
    errors: tuple[float, float, float]
    """Its cumulative probability at the three quantiles less 0.05, 0.5 and 0.95."""

    @property
    def misfit(self) -> float:
        """The largest of the errors, without sign."""
        return max(abs(e) for e in self.errors)


def rival(law: Distribution, shape: Shape, low: float = -math.inf, high: float = math.inf
          ) -> Rival | None:
    """The distribution of another shape that keeps the 5 %, 50 % and 95 % quantiles of `law`.

    Triangular and PERT keep all three where their peak can lie so that they do, else the 5 % and
    95 % ones and as much of the median as they can; uniform and lognormal keep 5 % and 95 %. An
    end that would lie beyond `low` or `high` is put there, and the quantile next to it is given
    up for it. `low`, `high`: limits of the quantity.

    None where the shape cannot serve: a quantity without spread; lognormal of one that is 0 or
    less at its 5 % quantile.
    """
    q = tuple(float(law.ppf(u)) for u in POINTS)
    if not q[0] < q[2]:
        return None
    found = (_lognormal(q[0], q[2], low, high) if shape == "lognormal"
             else _ended(shape, (q[0], q[1], q[2]), low, high))
    if found is None:
        return None
    a, b, c = (float(found.cdf(x)) - u for x, u in zip(q, POINTS, strict=True))
    return Rival(found, (a, b, c))


Quantiles = tuple[float, float, float]


def _standard(shape: Shape, peak: float) -> Quantiles:
    """Quantiles at `POINTS` of the shape on [0, 1] with its peak there."""
    if shape == "uniform":
        return POINTS
    law = (Triangular if shape == "triangular" else Pert)(low=0.0, mode=peak, high=1.0)
    a, b, c = (float(law.ppf(u)) for u in POINTS)
    return a, b, c


def _ended(shape: Shape, q: Quantiles, low: float, high: float) -> Distribution:
    """A shape with two ends: free, or held at a limit that they would pass."""
    def free(z: Quantiles) -> float:
        return (z[1] - z[0]) / (z[2] - z[0])

    peak = _peak(shape, free, free(q))
    z = _standard(shape, peak)
    width = (q[2] - q[0]) / (z[2] - z[0])
    start, end = q[0] - width * z[0], q[0] + width * (1.0 - z[0])
    if start < low:
        peak = _peak(shape, lambda z: z[1] / z[2], (q[1] - low) / (q[2] - low))
        start, end = low, low + (q[2] - low) / _standard(shape, peak)[2]
    elif end > high:
        peak = _peak(shape, lambda z: -(1 - z[1]) / (1 - z[0]), -(high - q[1]) / (high - q[0]))
        start, end = high - (high - q[0]) / (1 - _standard(shape, peak)[0]), high
    if start < low or end > high:
        peak = _peak(shape, lambda z: z[1], (q[1] - low) / (high - low))
        start, end = low, high
    if shape == "uniform":
        return Uniform(low=start, high=end)
    mode = min(max(start + peak * (end - start), start), end)
    return (Triangular if shape == "triangular" else Pert)(low=start, mode=mode, high=end)


def _peak(shape: Shape, of: Callable[[Quantiles], float], wanted: float) -> float:
    """Where on [0, 1] the peak lies so that `of` the quantiles is as wanted, or the nearest end.

    `of` rises with the peak.
    """
    def beyond(peak: float) -> float:
        return of(_standard(shape, peak)) - wanted

    if shape == "uniform" or beyond(0.0) >= 0.0:
        return 0.0
    if beyond(1.0) <= 0.0:
        return 1.0
    return float(brentq(beyond, 0.0, 1.0, xtol=1e-14))


def _lognormal(q05: float, q95: float, low: float, high: float) -> Distribution | None:
    """Lognormal, cut off at the limits; the one its tail would pass first is allowed for.

    With k = (limit - mu)/sigma the quantiles lie sigma (k - z_u) below the limit, z_u those of
    the standard normal below k: k follows from the ratio of the two distances, then sigma, mu.
    """
    if q05 <= 0.0:
        return None
    y05, y95 = math.log(q05), math.log(q95)
    mu, sigma = 0.5 * (y05 + y95), (y95 - y05) / (2.0 * float(special.ndtri(POINTS[2])))
    if low <= 0.0 and high == math.inf:
        return LogNormal(median=math.exp(mu), sdlog=sigma)
    bottom = math.log(low) if low > 0.0 else -math.inf
    top = math.log(high)
    over, under = special.ndtr((mu - top) / sigma), special.ndtr((bottom - mu) / sigma)
    if max(over, under) > NEGLIGIBLE:
        if over >= under:
            k, sigma = _cut(top - y95, top - y05)
            mu = top - k * sigma
        else:
            k, sigma = _cut(y05 - bottom, y95 - bottom)
            mu = bottom + k * sigma
    if abs(mu) > FARTHEST:
        return None
    end = high if high < math.inf else math.exp(max(mu, y95) + 9.0 * sigma)
    return TruncatedLogNormal(median=math.exp(mu), sdlog=sigma, low=max(low, 0.0), high=end)


def _cut(near: float, far: float) -> tuple[float, float]:
    """k and sigma of a normal cut off k sigma from its mean, by distances from the cut.

    `near` and `far` are those of the quantiles 0.05 from the cut's end and from the other; where
    no k serves, the far one is kept.
    """
    def standard(k: float, u: float) -> float:
        return k - float(special.ndtri_exp(math.log(u) + special.log_ndtr(k)))

    def beyond(k: float) -> float:
        return near * standard(k, POINTS[0]) - far * standard(k, POINTS[2])

    # Deep inside the tail distances from the cut are exponential and their ratio is largest.
    k = DEEPEST if beyond(DEEPEST) <= 0.0 else float(brentq(beyond, DEEPEST, 40.0, xtol=1e-13))
    return k, far / standard(k, POINTS[0])
