"""Normal and lognormal cut off at two bounds, accurate far out in their tails."""

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

NOTHING_BELOW = 40.0
"""Standard deviations below which a normal has less probability than a double can hold."""

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

    def _log_density(self, x: FloatArray) -> FloatArray:
        a, b = self._bounds()
        if self._narrow():
            width = self.high - self.low
            slope = 0.25 * (b * b - a * a) * (1.0 - 2.0 * (x - self.low) / width)
            return np.asarray(np.log1p(slope) - math.log(width), np.float64)
        z = (x - self.centre) / self.sd
        constant = _log_share(a, b) + math.log(self.sd) + 0.5 * math.log(2.0 * math.pi)
        return np.asarray(-0.5 * z * z - constant, np.float64)

    @property
    def corners(self) -> tuple[float, ...]:
        """Both ends, and the peak where it lies inside."""
        inside = self.low < self.centre < self.high
        return (self.low, self.centre, self.high) if inside else (self.low, self.high)


class TruncatedLogNormal(Law):
    """Lognormal(median, sdlog) given low <= X <= high; both parameters are those before truncation.

    ln X is normal within ln low and ln high. For a share such as a prevalence: skewed like a
    lognormal, and never above 1.
    """

    kind: Literal["truncated_lognormal"] = "truncated_lognormal"
    median: Annotated[float, POSITIVE]
    """Median before truncation (> 0)."""
    sdlog: Annotated[float, POSITIVE]
    """Standard deviation of the natural logarithm before truncation (> 0)."""
    low: Annotated[float, Field(ge=0.0)] = 0.0
    """Smallest possible value (>= 0)."""
    high: Annotated[float, POSITIVE, not_below("low"), Field(validate_default=True)] = 1.0
    """Largest possible value (> 0)."""

    @field_validator("high")
    @classmethod
    def _median_in_reach(cls, high: float, info: ValidationInfo) -> float:
        if {"median", "sdlog", "low"} <= info.data.keys():
            low, reach = info.data["low"], FARTHEST * info.data["sdlog"]
            middle = math.log(info.data["median"])
            below = math.log(low) if low > 0.0 else min(middle, math.log(high))
            if not below - reach <= middle <= math.log(high) + reach:
                raise problem("conflict", f"median = {info.data['median']}",
                              "ln low - 10000*sdlog..ln high + 10000*sdlog")
        return high

    def _logarithm(self) -> TruncatedNormal:
        """The distribution of ln X; a low of 0 stands at 40 sdlog below, of no probability."""
        middle, end = math.log(self.median), math.log(self.high)
        start = (math.log(self.low) if self.low > 0.0
                 else min(middle, end) - NOTHING_BELOW * self.sdlog)
        return TruncatedNormal(mean=middle, sd=self.sdlog, low=start, high=end)

    def _expected(self) -> float:
        if self.low == self.high:
            return self.low
        log_x = self._logarithm()
        a, b = log_x._bounds()
        if log_x._narrow():
            return min(max(math.exp(log_x.mean()), self.low), self.high)
        s = self.sdlog
        value = math.exp(math.log(self.median) + 0.5 * s * s + _log_share(a - s, b - s)
                         - _log_share(a, b))
        return min(max(value, self.low), self.high)

    def _range(self) -> tuple[float, float]:
        return self.low, self.high

    def _quantile(self, u: FloatArray) -> FloatArray:
        values = within(np.exp(self._logarithm().ppf(u)), self.low, self.high)
        return np.where(u == 0.0, self.low, np.where(u == 1.0, self.high, values))

    def _cumulative(self, x: FloatArray) -> FloatArray:
        logarithm = np.log(x, out=np.full(x.shape, -np.inf), where=x > 0.0)
        return np.asarray(self._logarithm().cdf(logarithm), np.float64)

    def _log_density(self, x: FloatArray) -> FloatArray:
        logarithm = np.log(x, out=np.full(x.shape, -np.inf), where=x > 0.0)
        log_x = self._logarithm()
        # Rounding of exp and log may leave the bounds by one unit in the last place.
        held = within(logarithm, log_x.low, log_x.high)
        density = log_x.log_density(held) - np.where(x > 0.0, logarithm, 0.0)
        return np.where(logarithm < log_x.low - 1.0, -np.inf, density)


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


def _log_share(a: float, b: float) -> float:
    """Logarithm of the standard normal probability of [a, b], for bounds some way apart."""
    near, far = (a, b) if a + b >= 0.0 else (-b, -a)
    return math.log(0.5 * float(_mass(near, near, far))) - 0.5 * max(near, 0.0) ** 2
