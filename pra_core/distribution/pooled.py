"""One distribution for several: linear and logarithmic opinion pools."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache
from typing import Annotated, Literal, Union

import numpy as np
from pydantic import Field, model_validator

from pra_core.distribution.bounded import (
    Beta,
    Fixed,
    LogUniform,
    Pert,
    Triangular,
    Uniform,
)
from pra_core.distribution.elicited import Elicited
from pra_core.distribution.law import Law, within
from pra_core.distribution.pool_table import (
    Table,
    linear_density,
    linear_table,
    log_product,
    logarithmic_table,
)
from pra_core.distribution.positive import Gamma, LogNormal, Weibull
from pra_core.distribution.truncated import TruncatedLogNormal, TruncatedNormal
from pra_core.errors import N_
from pra_core.frozen import FloatArray, problem

Families = Union[  # noqa: UP007 - one name per line reads better than a chain of bars
    Pert,
    Triangular,
    Uniform,
    Fixed,
    LogNormal,
    LogUniform,
    TruncatedNormal,
    Beta,
    Gamma,
    Weibull,
    TruncatedLogNormal,
    Elicited,
]
Single = Annotated[Families, Field(discriminator="kind")]
"""A distribution of one family."""


class Pooled(Law):
    """Opinion pool of several distributions with weights w (sum 1 after division).

    Linear: F(x) = Σ w_i F_i(x). Logarithmic: f(x) ∝ Π f_i(x)^w_i, on the values that all think
    possible. Genest & Zidek 1986, Statistical Science 1:114. Distributions of weight 0 count
    nothing. Quantiles, and those of the logarithmic pool also probabilities and the mean, are read
    from a table made once (`pool_table`), to a relative error below 1e-6.
    """

    kind: Literal["pooled"] = "pooled"
    method: Literal["linear", "logarithmic"] = "linear"
    laws: Annotated[tuple[Single, ...], Field(min_length=2)]
    """The distributions pooled."""
    weights: tuple[float, ...]
    """Their weights, >= 0 and not all 0; only their ratios count."""

    @model_validator(mode="after")
    def _poolable(self) -> Pooled:
        for code, value, allowed in pool_faults(self.laws, self.weights, self.method):
            raise problem(code, value, allowed)
        return self

    @property
    def shares(self) -> FloatArray:
        """The weights divided by their sum."""
        w = np.asarray(self.weights)
        return np.asarray(w / w.sum(), np.float64)

    @property
    def counted(self) -> tuple[tuple[float, Single], ...]:
        """Share and distribution of every weight above 0."""
        return tuple((float(w), law) for w, law in zip(self.shares, self.laws, strict=True)
                     if w > 0.0)

    @property
    def corners(self) -> tuple[float, ...]:
        """Corners of the distributions pooled, inside the support of the pool."""
        low, high = self.support
        inside = {x for _, law in self.counted for x in law.corners if low <= x <= high}
        return tuple(sorted(inside | {x for x in (low, high) if math.isfinite(x)}))

    def _expected(self) -> float:
        if self.method == "linear":
            return float(sum(w * law.mean() for w, law in self.counted))
        return min(max(_tabulated(self).mean, self.support[0]), self.support[1])

    def _range(self) -> tuple[float, float]:
        ends = [law.support for _, law in self.counted]
        if self.method == "linear":
            return min(e[0] for e in ends), max(e[1] for e in ends)
        return max(e[0] for e in ends), min(e[1] for e in ends)

    def _quantile(self, u: FloatArray) -> FloatArray:
        low, high = self.support
        values = within(_tabulated(self).ppf(u), low, high)
        return np.where(u == 0.0, low, np.where(u == 1.0, high, values))

    def _cumulative(self, x: FloatArray) -> FloatArray:
        if self.method == "linear":
            return np.asarray(sum(w * law.cdf(x) for w, law in self.counted), np.float64)
        return _tabulated(self).cdf(x)

    def _log_density(self, x: FloatArray) -> FloatArray:
        if self.method == "linear":
            return linear_density(self.counted, x)
        return log_product(self.counted, x) - _tabulated(self).log_total

    def _lumped(self) -> bool:
        return any(law._lumped() for _, law in self.counted)


def pool_faults(laws: Sequence[Single], weights: Sequence[float], method: str
                ) -> list[tuple[str, str, str]]:
    """(code, value, allowed) of what keeps distributions from being pooled.

    conflict: not one weight each, or for a logarithmic pool no values that all think possible;
    out_of_bounds: weights negative or all 0; not_computed: a point mass in a logarithmic pool,
    whose density has no product.
    """
    if len(weights) != len(laws):
        return [("conflict", f"{len(weights)}", "one weight per distribution")]
    if any(w < 0.0 for w in weights) or sum(weights) <= 0.0:
        return [("out_of_bounds", f"{tuple(weights)}", N_("at least one weight > 0"))]
    if method == "linear":
        return []
    counted = [law for law, w in zip(laws, weights, strict=True) if w > 0.0]
    lumped = [law.kind for law in counted if law._lumped()]
    if lumped:
        return [("not_computed", ", ".join(lumped),
                 N_("a linear pool, or judgements without a point mass"))]
    low = max(law.support[0] for law in counted)
    if low >= min(law.support[1] for law in counted):
        ranges = ", ".join(f"[{law.support[0]:g}, {law.support[1]:g}]" for law in counted)
        return [("conflict", ranges,
                 N_("a linear pool, or judgements that share some possible values"))]
    return []


@lru_cache(maxsize=64)
def _tabulated(law: Pooled) -> Table:
    low, high = law.support
    if law.method == "linear":
        return linear_table(law.counted)
    return logarithmic_table(law.counted, low, high)
