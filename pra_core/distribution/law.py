"""What every distribution offers, and the checks their fields share."""

from __future__ import annotations

from abc import ABC, abstractmethod

import numpy as np
from pydantic import AfterValidator, ValidationInfo

from pra_core.errors import PraError
from pra_core.frozen import FloatArray, Frozen, problem


class Law(Frozen, ABC):
    """A frozen distribution given by its quantile function."""

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
