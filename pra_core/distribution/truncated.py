"""The normal distribution cut off at two bounds, accurate far out in its tails."""

from __future__ import annotations

import math
from typing import Annotated, Literal

import numpy as np
from pydantic import ConfigDict, Field, ValidationInfo, field_validator
from scipy import special

from pra_core.distribution.law import POSITIVE, Law, not_below, within
from pra_core.frozen import FloatArray, problem

FARTHEST = 1e4
"""Standard deviations between mean and nearer bound beyond which double precision is lost."""

NARROW = 1e-5
"""Change of the log density across the bounds below which it is taken as linear (error 1e-10)."""

ROOT_HALF = math.sqrt(0.5)


class TruncatedNormal(Law):
    """Normal(mean, sd) given low <= X <= high; `mean` and `sd` are those before truncation.

    The argument and JSON key is `mean`; the attribute is `centre`, because `mean()` is the
    expected value after truncation.
    """

    model_config = ConfigDict(
        serialize_by_alias=True, validate_by_alias=True, validate_by_name=True
    )

    kind: Literal["truncated_normal"] = "truncated_normal"
    centre: float = Field(alias="mean")
    """Mean of the normal distribution before truncation."""
    sd: Annotated[float, POSITIVE]
    """Standard deviation before truncation (> 0)."""
    low: float
    """Smallest possible value."""
    high: Annotated[float, not_below("low")]
    """Largest possible value."""

    @field_validator("high")
    @classmethod
    def _mean_in_reach(cls, high: float, info: ValidationInfo) -> float:
        if {"centre", "sd", "low"} <= info.data.keys():
            centre, reach = info.data["centre"], FARTHEST * info.data["sd"]
            if not info.data["low"] - reach <= centre <= high + reach:
                raise problem("conflict", f"mean = {centre}", "low-10000*sd..high+10000*sd")
        return high

    def _expected(self) -> float:
        a, b = self._bounds()
        if self._narrow():
            shift = 0.5 * (a + b) * (1.0 - (b - a) ** 2 / 12.0)
        else:
            # Reflected so that the bound nearer to the mean is the lower one.
            near, far = (a, b) if a + b >= 0.0 else (-b, -a)
            fall = -math.expm1(-0.5 * (far - near) * (far + near))
            mass = float(_mass(near, near, far)) * math.sqrt(0.5 * math.pi)
            peak = math.exp(-0.5 * min(near, 0.0) ** 2)
            shift = math.copysign(peak * fall / mass, a + b)
        value = self.centre + self.sd * shift
        return min(max(value, self.low), self.high)

    def _range(self) -> tuple[float, float]:
        return self.low, self.high

    def _bounds(self) -> tuple[float, float]:
        return (self.low - self.centre) / self.sd, (self.high - self.centre) / self.sd

    def _narrow(self) -> bool:
        a, b = self._bounds()
        return (b - a) * max(1.0, abs(a), abs(b)) < NARROW

    def _quantile(self, u: FloatArray) -> FloatArray:
        a, b = self._bounds()
        if self._narrow():
            share = u * (1.0 - 0.25 * (b * b - a * a) * (1.0 - u))
            return within(self.low + share * (self.high - self.low), self.low, self.high)
        with np.errstate(divide="ignore"):  # log 0 = -inf is meant: u = 0 and u = 1 are the bounds
            rest, part = np.log1p(-u), np.log(u)
        # Each half of the normal is inverted from its own side, where its logarithm has digits.
        below = np.logaddexp(rest + special.log_ndtr(a), part + special.log_ndtr(b))
        above = np.logaddexp(rest + special.log_ndtr(-a), part + special.log_ndtr(-b))
        z = np.where(below < above, special.ndtri_exp(below), -special.ndtri_exp(above))
        values = within(self.centre + self.sd * z, self.low, self.high)
        return np.where(u == 0.0, self.low, np.where(u == 1.0, self.high, values))

    def _cumulative(self, x: FloatArray) -> FloatArray:
        a, b = self._bounds()
        if self._narrow():
            width = self.high - self.low
            share = (x - self.low) / width if width > 0.0 else np.ones(x.shape)
            return share * (1.0 + 0.25 * (b * b - a * a) * (1.0 - share))
        z = np.minimum(np.maximum((x - self.centre) / self.sd, a), b)
        if a + b >= 0.0:
            return _mass(a, a, z) / _mass(a, a, b)
        return _mass(-b, -z, -a) / _mass(-b, -b, -a)


def _mass(nearest: float, start: FloatArray | float, end: FloatArray | float) -> FloatArray:
    """Twice the standard normal probability of [start, end], times exp(nearest²/2) if nearest > 0.

    `start` >= `nearest`. The scaled complementary error function carries the tail, so nothing
    underflows however far out the interval lies.
    """
    start, end = np.asarray(start, dtype=np.float64), np.asarray(end, dtype=np.float64)

    def tail(z: FloatArray) -> FloatArray:
        decay = np.exp(-0.5 * (z - nearest) * (z + nearest))
        scaled: FloatArray = decay * special.erfcx(z * ROOT_HALF)
        return scaled

    if nearest > 0.0:
        return tail(start) - tail(end)
    right = special.erfc(start * ROOT_HALF) - special.erfc(end * ROOT_HALF)
    left = special.erfc(-end * ROOT_HALF) - special.erfc(-start * ROOT_HALF)
    across = special.erf(end * ROOT_HALF) - special.erf(start * ROOT_HALF)
    return np.where(start > 0.0, right, np.where(end < 0.0, left, across))
