"""The distribution that holds the judgements themselves: straight lines between quantiles."""

from __future__ import annotations

from typing import Annotated, Literal

import numpy as np
from pydantic import Field, ValidationInfo, field_validator

from pra_core.distribution.law import Law, not_below
from pra_core.frozen import FloatArray, problem


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

    def _log_density(self, x: FloatArray) -> FloatArray:
        probability, value = self._corners()
        wide = np.diff(value) > 0.0  # point masses have no density
        start = value[:-1][wide]
        at = np.minimum(np.searchsorted(start, x, side="right") - 1, len(start) - 1)
        return np.log(np.diff(probability)[wide] / np.diff(value)[wide])[at]

    @property
    def corners(self) -> tuple[float, ...]:
        """Both ends and every judged quantile."""
        return self.lower, *self.values, self.upper

    def _lumped(self) -> bool:
        return bool(np.any(np.diff(self._corners()[1]) == 0.0))
