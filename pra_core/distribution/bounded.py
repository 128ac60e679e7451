"""Distributions between two bounds; equal bounds are a point mass."""

from __future__ import annotations

import math
from typing import Annotated, Literal

import numpy as np
from pydantic import Field, ValidationInfo, field_validator
from scipy import special

from pra_core.distribution.law import POSITIVE, Law, not_below, within
from pra_core.frozen import FloatArray, problem

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


class Elicited(Law):
    """Straight lines between the judgements: the quantiles stated are reproduced exactly.

    The cumulative probability rises linearly from 0 at `lower` through (values, probabilities)
    to 1 at `upper`. Equal values in a row are a point mass.
    """

    kind: Literal["elicited"] = "elicited"
    probabilities: Annotated[tuple[float, ...], Field(min_length=1)]
    """Cumulative probabilities judged, increasing, inside (0, 1)."""
    values: tuple[float, ...]
    """Quantiles judged, one per probability, not decreasing."""
    lower: float
    """Smallest possible value."""
    upper: Annotated[float, not_below("lower")]
    """Largest possible value."""

    @field_validator("probabilities")
    @classmethod
    def _increasing(cls, given: tuple[float, ...]) -> tuple[float, ...]:
        if min(given) <= 0.0 or max(given) >= 1.0:
            raise problem("out_of_bounds", given, "0 < p < 1")
        if any(a >= b for a, b in zip(given, given[1:], strict=False)):
            raise problem("order", given, "p1 < p2 < ...")
        return given

    @field_validator("values")
    @classmethod
    def _one_each(cls, given: tuple[float, ...], info: ValidationInfo) -> tuple[float, ...]:
        expected = len(info.data.get("probabilities", given))
        if len(given) != expected:
            raise problem("conflict", f"{len(given)} != {expected}", "values = probabilities")
        if any(a > b for a, b in zip(given, given[1:], strict=False)):
            raise problem("order", given, "q1 <= q2 <= ...")
        return given

    @field_validator("lower")
    @classmethod
    def _not_above_first(cls, lower: float, info: ValidationInfo) -> float:
        values = info.data.get("values", ())
        if values and lower > values[0]:
            raise problem("order", lower, f"<= {values[0]}")
        return lower

    @field_validator("upper")
    @classmethod
    def _not_below_last(cls, upper: float, info: ValidationInfo) -> float:
        values = info.data.get("values", ())
        if values and upper < values[-1]:
            raise problem("order", upper, f">= {values[-1]}")
        return upper

    def _corners(self) -> tuple[FloatArray, FloatArray]:
        probability = np.array((0.0, *self.probabilities, 1.0))
        return probability, np.array((self.lower, *self.values, self.upper))

    def _expected(self) -> float:
        probability, value = self._corners()
        return float(np.diff(probability) @ (value[:-1] + value[1:]) / 2.0)

    def _range(self) -> tuple[float, float]:
        return self.lower, self.upper

    def _quantile(self, u: FloatArray) -> FloatArray:
        return np.interp(u, *self._corners())

    def _cumulative(self, x: FloatArray) -> FloatArray:
        probability, value = self._corners()
        # Corners at or below x decide, so the function jumps up at a point mass.
        left = np.searchsorted(value, x, side="right") - 1
        left = np.minimum(left, len(value) - 2)
        width = value[left + 1] - value[left]
        share = np.divide(x - value[left], width, out=np.ones(x.shape), where=width > 0.0)
        risen: FloatArray = probability[left] + share * (probability[left + 1] - probability[left])
        return risen
