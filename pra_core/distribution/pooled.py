"""One distribution for several: linear and logarithmic opinion pools."""

from __future__ import annotations

from typing import Annotated, Literal, Union

import numpy as np
from pydantic import Field, ValidationInfo, field_validator

from pra_core.distribution.bounded import (
    Beta,
    Fixed,
    LogUniform,
    Pert,
    Triangular,
    Uniform,
)
from pra_core.distribution.elicited import Elicited
from pra_core.distribution.law import Law
from pra_core.distribution.positive import Gamma, LogNormal, Weibull
from pra_core.distribution.truncated import TruncatedLogNormal, TruncatedNormal
from pra_core.errors import PraError
from pra_core.frozen import FloatArray, problem

Single = Annotated[
    Union[  # noqa: UP007 - one name per line reads better than a chain of bars
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
    ],
    Field(discriminator="kind"),
]
"""A distribution of one family."""
BISECTIONS = 60


class Pooled(Law):
    """Opinion pool of several distributions with weights w (sum 1 after division).

    Linear: F(x) = Σ w_i F_i(x). Logarithmic: f(x) ∝ Π f_i(x)^w_i. Genest & Zidek 1986, Statistical
    Science 1:114.
    """

    kind: Literal["pooled"] = "pooled"
    method: Literal["linear", "logarithmic"] = "linear"
    laws: Annotated[tuple[Single, ...], Field(min_length=2)]
    """The distributions pooled."""
    weights: tuple[float, ...]
    """Their weights, >= 0 and not all 0; only their ratios count."""

    @field_validator("weights")
    @classmethod
    def _one_each(cls, given: tuple[float, ...], info: ValidationInfo) -> tuple[float, ...]:
        if len(given) != len(info.data.get("laws", given)):
            raise problem("conflict", len(given), "one weight per distribution")
        if min(given) < 0.0 or sum(given) <= 0.0:
            raise problem("out_of_bounds", given, ">= 0, at least one > 0")
        return given

    @property
    def shares(self) -> FloatArray:
        """The weights divided by their sum."""
        w = np.asarray(self.weights)
        return np.asarray(w / w.sum(), np.float64)

    def _expected(self) -> float:
        self._linear_only()
        return float(sum(w * law.mean() for w, law in zip(self.shares, self.laws, strict=True)))

    def _range(self) -> tuple[float, float]:
        self._linear_only()
        ends = [law.support for law, w in zip(self.laws, self.weights, strict=True) if w > 0]
        return min(e[0] for e in ends), max(e[1] for e in ends)

    def _quantile(self, u: FloatArray) -> FloatArray:
        self._linear_only()
        each = np.stack([law.ppf(u) for law, w in zip(self.laws, self.weights, strict=True)
                         if w > 0])
        low, high = each.min(axis=0), each.max(axis=0)
        for _ in range(BISECTIONS):
            middle = 0.5 * low + 0.5 * high
            reached = self._cumulative(middle) >= u
            low, high = np.where(reached, low, middle), np.where(reached, middle, high)
        return np.asarray(high, np.float64)

    def _cumulative(self, x: FloatArray) -> FloatArray:
        self._linear_only()
        return np.asarray(sum(w * law.cdf(x) for w, law in zip(self.shares, self.laws,
                                                               strict=True)), np.float64)

    def _log_density(self, x: FloatArray) -> FloatArray:
        self._linear_only()
        return np.asarray(np.log(sum(w * law.pdf(x) for w, law in zip(self.shares, self.laws,
                                                                     strict=True))), np.float64)

    def _linear_only(self) -> None:
        if self.method != "linear":
            raise PraError("not_computed", "method", self.method, "linear")
