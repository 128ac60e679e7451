"""Distributions between two bounds; equal bounds are a point mass."""

from __future__ import annotations

import math
from typing import Annotated, Literal

import numpy as np
from pydantic import Field
from scipy import special

from pra_core.distribution.law import POSITIVE, Law, not_below, within
from pra_core.frozen import FloatArray

Positive = Annotated[float, POSITIVE]


class Fixed(Law):
    """A value that is known exactly."""

    kind: Literal["fixed"] = "fixed"
    value: float
    """The value."""

    def _expected(self) -> float:
        return self.value

    def _range(self) -> tuple[float, float]:
        return self.value, self.value

    def _quantile(self, u: FloatArray) -> FloatArray:
        return np.full(u.shape, self.value)

    def _cumulative(self, x: FloatArray) -> FloatArray:
        return np.ones(x.shape)

    def _log_density(self, x: FloatArray) -> FloatArray:
        return np.full(x.shape, -np.inf)


class Uniform(Law):
    """Every value between `low` and `high` equally likely."""

    kind: Literal["uniform"] = "uniform"
    low: float
    """Smallest possible value."""
    high: Annotated[float, not_below("low")]
    """Largest possible value."""

    def _expected(self) -> float:
        return 0.5 * self.low + 0.5 * self.high

    def _range(self) -> tuple[float, float]:
        return self.low, self.high

    def _quantile(self, u: FloatArray) -> FloatArray:
        return within(self.low + (self.high - self.low) * u, self.low, self.high)

    def _cumulative(self, x: FloatArray) -> FloatArray:
        width = self.high - self.low
        return (x - self.low) / width if width > 0.0 else np.ones(x.shape)

    def _log_density(self, x: FloatArray) -> FloatArray:
        return np.full(x.shape, -math.log(self.high - self.low))


class LogUniform(Law):
    """Every order of magnitude between `low` and `high` equally likely."""

    kind: Literal["loguniform"] = "loguniform"
    low: Positive
    """Smallest possible value (> 0)."""
    high: Annotated[float, not_below("low")]
    """Largest possible value."""

    def _expected(self) -> float:
        decades = math.log(self.high / self.low)
        return self.low * math.expm1(decades) / decades if decades > 0.0 else self.low

    def _range(self) -> tuple[float, float]:
        return self.low, self.high

    def _quantile(self, u: FloatArray) -> FloatArray:
        return within(self.low * (self.high / self.low) ** u, self.low, self.high)

    def _cumulative(self, x: FloatArray) -> FloatArray:
        decades = math.log(self.high / self.low)
        return np.log(x / self.low) / decades if decades > 0.0 else np.ones(x.shape)

    def _log_density(self, x: FloatArray) -> FloatArray:
        return np.asarray(-np.log(x * math.log(self.high / self.low)), np.float64)


class Triangular(Law):
    """Triangular density with its peak at `mode`."""

    kind: Literal["triangular"] = "triangular"
    low: float
    """Smallest possible value."""
    mode: Annotated[float, not_below("low")]
    """Most likely value."""
    high: Annotated[float, not_below("low", "mode")]
    """Largest possible value."""

    def _expected(self) -> float:
        return (self.low + self.mode + self.high) / 3.0

    def _range(self) -> tuple[float, float]:
        return self.low, self.high

    def _quantile(self, u: FloatArray) -> FloatArray:
        width, rise, fall = self.high - self.low, self.mode - self.low, self.high - self.mode
        left = self.low + np.sqrt(u * width * rise)
        right = self.high - np.sqrt((1.0 - u) * width * fall)
        return within(np.where(u * width <= rise, left, right), self.low, self.high)

    def _cumulative(self, x: FloatArray) -> FloatArray:
        width, rise, fall = self.high - self.low, self.mode - self.low, self.high - self.mode
        if width == 0.0:
            return np.ones(x.shape)
        # A side of width zero is never selected; 1 only keeps the division defined.
        left = (x - self.low) ** 2 / (width * (rise or 1.0))
        right = 1.0 - (self.high - x) ** 2 / (width * (fall or 1.0))
        return np.where((x <= self.mode) & (rise > 0.0), left, right)

    def _log_density(self, x: FloatArray) -> FloatArray:
        width, rise, fall = self.high - self.low, self.mode - self.low, self.high - self.mode
        left, right = (x - self.low) / (rise or 1.0), (self.high - x) / (fall or 1.0)
        height = np.where((x <= self.mode) & (rise > 0.0), left, right)
        return np.asarray(special.xlogy(1.0, 2.0 * height / width), np.float64)

    @property
    def corners(self) -> tuple[float, ...]:
        """Both ends and the peak."""
        return self.low, self.mode, self.high


class Beta(Law):
    """Beta distribution, scaled to [low, high]."""

    kind: Literal["beta"] = "beta"
    a: Positive
    """First shape (> 0)."""
    b: Positive
    """Second shape (> 0)."""
    low: float = 0.0
    """Smallest possible value."""
    high: Annotated[float, not_below("low"), Field(validate_default=True)] = 1.0
    """Largest possible value."""

    def _expected(self) -> float:
        return self.low + (self.high - self.low) * self.a / (self.a + self.b)

    def _range(self) -> tuple[float, float]:
        return self.low, self.high

    def _quantile(self, u: FloatArray) -> FloatArray:
        share = special.betaincinv(self.a, self.b, u)
        return within(self.low + (self.high - self.low) * share, self.low, self.high)

    def _cumulative(self, x: FloatArray) -> FloatArray:
        width = self.high - self.low
        if width == 0.0:
            return np.ones(x.shape)
        probability: FloatArray = special.betainc(self.a, self.b, (x - self.low) / width)
        return probability

    def _log_density(self, x: FloatArray) -> FloatArray:
        width = self.high - self.low
        left = special.xlogy(self.a - 1.0, (x - self.low) / width)
        right = special.xlogy(self.b - 1.0, (self.high - x) / width)
        constant = float(special.betaln(self.a, self.b)) + math.log(width)
        return np.asarray(left + right - constant, np.float64)


class Pert(Law):
    """Beta-PERT: a = 1 + shape·(mode−low)/(high−low), b = 1 + shape·(high−mode)/(high−low).

    Mean (low + shape·mode + high)/(shape + 2). Shape 4 is the classical PERT (Malcolm et al.
    1959, Operations Research 7:646); FinnPRIO uses 1.
    """

    kind: Literal["pert"] = "pert"
    low: float
    """Smallest possible value."""
    mode: Annotated[float, not_below("low")]
    """Most likely value."""
    high: Annotated[float, not_below("low", "mode")]
    """Largest possible value."""
    shape: Positive = 4.0
    """Weight of the most likely value (4 = classical PERT)."""

    def _expected(self) -> float:
        return (self.low + self.shape * self.mode + self.high) / (self.shape + 2.0)

    def _range(self) -> tuple[float, float]:
        return self.low, self.high

    def _scaled(self) -> Beta:
        width = self.high - self.low
        share = (self.mode - self.low) / width if width > 0.0 else 0.5
        return Beta(
            a=1.0 + self.shape * share,
            b=1.0 + self.shape * (1.0 - share),
            low=self.low,
            high=self.high,
        )

    def _quantile(self, u: FloatArray) -> FloatArray:
        return self._scaled().ppf(u)

    def _cumulative(self, x: FloatArray) -> FloatArray:
        return self._scaled().cdf(x)

    def _log_density(self, x: FloatArray) -> FloatArray:
        return self._scaled().log_density(x)
