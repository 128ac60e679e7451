"""Distributions of positive quantities without an upper bound."""

from __future__ import annotations

import math
from typing import Annotated, Literal

import numpy as np
from pydantic import ValidationInfo, field_validator
from scipy import special

from pra_core.distribution.law import POSITIVE, Law
from pra_core.frozen import FloatArray, problem

Positive = Annotated[float, POSITIVE]
LARGEST_EXPONENT = 700.0
"""exp() of more than this is not a finite double."""


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
