"""What every distribution offers, and the checks their fields share."""

from __future__ import annotations

import math
from abc import ABC, abstractmethod

import numpy as np
from pydantic import AfterValidator, ValidationInfo

from pra_core.errors import N_, PraError
from pra_core.frozen import FloatArray, Frozen, problem


class Law(Frozen, ABC):
    """A frozen distribution given by its quantile function."""

    kind: str

    def ppf(self, u: FloatArray | float) -> FloatArray:
        """Quantiles at the percentiles `u` in [0, 1]; same shape as `u`.

        Raises PraError("out_of_bounds") for a percentile outside [0, 1] or NaN.
        """
        points = np.asarray(u, dtype=np.float64)
        if points.size and not (points.min() >= 0.0 and points.max() <= 1.0):
            raise PraError("out_of_bounds", path="u", value=float(points.min()), allowed="0..1")
        values: FloatArray = self._quantile(points)[()]
        return values

    def cdf(self, x: FloatArray | float) -> FloatArray:
        """Probability of a value at or below `x`; same shape as `x`."""
        low, high = self.support
        points = np.asarray(x, dtype=np.float64)
        inside = np.minimum(np.maximum(points, low), high)
        below = points < low
        probability: FloatArray = np.where(
            below, 0.0, np.where(points >= high, 1.0, self._cumulative(inside))
        )[()]
        return probability

    def pdf(self, x: FloatArray | float) -> FloatArray:
        """Probability density at `x`, per unit of the quantity; same shape as `x`.

        0 outside the support, infinite where the density is. Raises PraError not_computed for a
        distribution with a point mass, which has no density there.
        """
        if self._lumped():
            raise PraError("not_computed", "kind", self.kind, N_("a distribution with a density"))
        low, high = self.support
        points = np.asarray(x, dtype=np.float64)
        inside = np.minimum(np.maximum(points, low), high)
        with np.errstate(over="ignore"):  # a density may be infinite at an end
            density = np.exp(self._log_density(inside))
        outside = (points < low) | (points > high)
        value: FloatArray = np.where(outside, 0.0, density)[()]
        return value

    def log_density(self, x: FloatArray) -> FloatArray:
        """Logarithm of the density of the continuous part, −inf outside the support."""
        low, high = self.support
        inside = np.minimum(np.maximum(x, low), high)
        if low == high:
            return np.full(np.shape(x), -np.inf)
        return np.where(inside == x, self._log_density(inside), -np.inf)

    @property
    def corners(self) -> tuple[float, ...]:
        """Finite values where the density may jump or bend: ends, peaks and judged quantiles."""
        return tuple(end for end in self.support if math.isfinite(end))

    def mean(self) -> float:
        """Expected value, in the unit of the quantity."""
        return self._expected()

    @property
    def support(self) -> tuple[float, float]:
        """Smallest and largest possible value; the largest may be infinite."""
        return self._range()

    @abstractmethod
    def _expected(self) -> float:
        """Expected value."""

    @abstractmethod
    def _range(self) -> tuple[float, float]:
        """Smallest and largest possible value."""

    @abstractmethod
    def _quantile(self, u: FloatArray) -> FloatArray:
        """Quantiles for percentiles already checked."""

    @abstractmethod
    def _cumulative(self, x: FloatArray) -> FloatArray:
        """Cumulative probability for values within the support."""

    @abstractmethod
    def _log_density(self, x: FloatArray) -> FloatArray:
        """Logarithm of the density for values within a support of some width."""

    def _lumped(self) -> bool:
        """Whether some value has a probability of its own."""
        low, high = self.support
        return low == high


def not_below(*earlier: str) -> AfterValidator:
    """Field check: not smaller than the fields named, which are declared before it."""

    def check(value: float, info: ValidationInfo) -> float:
        for name in earlier:
            if name in info.data and value < info.data[name]:
                raise problem("order", value, f">= {name} ({info.data[name]})")
        return value

    return AfterValidator(check)


def _above_zero(value: float) -> float:
    if value <= 0.0:
        raise problem("out_of_bounds", value, "> 0")
    return value


POSITIVE = AfterValidator(_above_zero)
"""Field check: greater than zero."""


def within(values: FloatArray, low: float, high: float) -> FloatArray:
    """Quantiles held inside the support, which rounding can leave by one unit in the last place."""
    return np.minimum(np.maximum(values, low), high)
