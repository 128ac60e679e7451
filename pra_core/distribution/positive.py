"""Distributions of positive quantities without an upper bound."""

from __future__ import annotations

import math
from typing import Annotated, Literal

import numpy as np
from pydantic import ValidationInfo, field_validator
from scipy import special

from pra_core.distribution.law import POSITIVE, Law
from pra_core.errors import N_
from pra_core.frozen import FloatArray, problem

Positive = Annotated[float, POSITIVE]
ROOT_TWO_PI = math.sqrt(2.0 * math.pi)
LARGEST_EXPONENT = 700.0
"""exp() of more than this is not a finite double."""
LEAST_SHAPE = 1e-2
"""Weibull tails heavier than this leave the range of doubles."""


class LogNormal(Law):
    """Lognormal: ln X ~ Normal(ln median, sdlog); mean = median·exp(sdlog²/2)."""

    kind: Literal["lognormal"] = "lognormal"
    median: Positive
    """Median (> 0)."""
    sdlog: Positive
    """Standard deviation of the natural logarithm (> 0)."""

    @field_validator("sdlog")
    @classmethod
    def _finite_mean(cls, sdlog: float, info: ValidationInfo) -> float:
        spare = LARGEST_EXPONENT - max(0.0, math.log(info.data.get("median", 1.0)))
        if 0.5 * sdlog > spare / sdlog:
            raise problem("out_of_bounds", sdlog, f"<= {math.sqrt(2.0 * max(spare, 0.0)):.4g}")
        return sdlog

    def _expected(self) -> float:
        return self.median * math.exp(0.5 * self.sdlog * self.sdlog)

    def _range(self) -> tuple[float, float]:
        return 0.0, math.inf

    def _quantile(self, u: FloatArray) -> FloatArray:
        return self.median * np.exp(self.sdlog * special.ndtri(u))

    def _cumulative(self, x: FloatArray) -> FloatArray:
        logarithm = np.log(x / self.median, out=np.full(x.shape, -np.inf), where=x > 0.0)
        probability: FloatArray = special.ndtr(logarithm / self.sdlog)
        return probability

    def _log_density(self, x: FloatArray) -> FloatArray:
        logarithm = np.log(x, out=np.full(x.shape, -np.inf), where=x > 0.0)
        z = (logarithm - math.log(self.median)) / self.sdlog
        density = -0.5 * z * z - np.where(x > 0.0, logarithm, 0.0)
        return np.asarray(density - math.log(self.sdlog * ROOT_TWO_PI), np.float64)


class Gamma(Law):
    """Gamma distribution; mean = shape·scale."""

    kind: Literal["gamma"] = "gamma"
    shape: Positive
    """Shape (> 0)."""
    scale: Positive
    """Scale, in the unit of the quantity (> 0)."""

    def _expected(self) -> float:
        return self.shape * self.scale

    def _range(self) -> tuple[float, float]:
        return 0.0, math.inf

    def _quantile(self, u: FloatArray) -> FloatArray:
        multiple: FloatArray = np.asarray(special.gammaincinv(self.shape, u), dtype=np.float64)
        return self.scale * multiple

    def _cumulative(self, x: FloatArray) -> FloatArray:
        return np.asarray(special.gammainc(self.shape, x / self.scale), dtype=np.float64)

    def _log_density(self, x: FloatArray) -> FloatArray:
        multiple = x / self.scale
        rise = special.xlogy(self.shape - 1.0, multiple)
        with np.errstate(invalid="ignore"):  # inf − inf at an infinite value, where it is 0
            density = np.where(np.isinf(multiple), -np.inf, rise - multiple)
        return np.asarray(density - float(special.gammaln(self.shape)) - math.log(self.scale),
                          np.float64)


class Weibull(Law):
    """Weibull distribution: P(X <= x) = 1 − exp(−(x/scale)^shape); mean scale·Γ(1 + 1/shape)."""

    kind: Literal["weibull"] = "weibull"
    shape: Positive
    """Shape (> 0); 1 = exponential."""
    scale: Annotated[float, POSITIVE]
    """Scale, in the unit of the quantity (> 0): the quantile of 1 − 1/e."""

    @field_validator("scale")
    @classmethod
    def _finite_mean(cls, scale: float, info: ValidationInfo) -> float:
        shape = info.data.get("shape", 1.0)
        if shape < LEAST_SHAPE or math.log(scale) + _log_gamma(shape) > LARGEST_EXPONENT:
            raise problem("out_of_bounds", f"shape = {shape:g}, scale = {scale:g}",
                          N_("a finite mean"))
        return scale

    def _expected(self) -> float:
        return math.exp(math.log(self.scale) + _log_gamma(self.shape))

    def _range(self) -> tuple[float, float]:
        return 0.0, math.inf

    def _quantile(self, u: FloatArray) -> FloatArray:
        with np.errstate(divide="ignore"):  # u = 1 is at infinity
            return np.asarray(self.scale * (-np.log1p(-u)) ** (1.0 / self.shape), np.float64)

    def _cumulative(self, x: FloatArray) -> FloatArray:
        return np.asarray(-np.expm1(-self._hazard(x)), np.float64)

    def _log_density(self, x: FloatArray) -> FloatArray:
        with np.errstate(invalid="ignore"):  # inf − inf at an infinite value, where it is 0
            density = special.xlogy(self.shape - 1.0, x / self.scale) - self._hazard(x)
        return np.where(np.isinf(x), -np.inf, density + math.log(self.shape / self.scale))

    def _hazard(self, x: FloatArray) -> FloatArray:
        logarithm = np.log(x / self.scale, out=np.full(x.shape, -np.inf), where=x > 0.0)
        return np.exp(np.minimum(self.shape * logarithm, LARGEST_EXPONENT))


def _log_gamma(shape: float) -> float:
    return float(special.gammaln(1.0 + 1.0 / shape))
