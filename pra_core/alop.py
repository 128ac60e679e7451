"""The appropriate level of protection (SPS Annex A.5) as a testable limit."""

from __future__ import annotations

from typing import Annotated, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import Field, model_validator

from pra_core.frozen import FloatArray, Frozen, problem

TIE = 1e-12
"""Relative rounding allowed where a risk equals the limit: it is then within it."""
Metric = Literal["annual_probability", "years_between_outbreaks", "annual_loss", "pests_per_lot"]


class Alop(Frozen):
    """`metric` within `limit` with probability at least `confidence` over the uncertainty draws.

    Units of `limit`: 1/yr-probability (annual_probability), yr (years_between_outbreaks, a
    minimum), currency/yr (annual_loss), live pests per released lot (pests_per_lot).
    """

    metric: Metric
    limit: Annotated[float, Field(ge=0)]
    confidence: Annotated[float, Field(gt=0, lt=1)]

    @model_validator(mode="after")
    def _probability_below_one(self) -> Alop:
        if self.metric == "annual_probability" and self.limit > 1:
            raise problem("out_of_bounds", self.limit, "0 … 1", "limit")
        return self

    def within(self, values: FloatArray) -> NDArray[np.bool_]:
        """Which values of the metric are within the limit, equality included, [draws]."""
        if self.metric == "years_between_outbreaks":
            return np.asarray(values >= self.limit * (1.0 - TIE))
        return np.asarray(values <= self.limit * (1.0 + TIE))
