"""Frozen distributions (`kind`, `ppf`, `cdf`, `mean`, `support`) and fits to elicited quantiles."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from pra_core.distribution.bounded import (
    Beta,
    Fixed,
    LogUniform,
    Pert,
    Triangular,
    Uniform,
)
from pra_core.distribution.elicited import Elicited
from pra_core.distribution.fitting import Fit, fit_min_likely_max, fit_quantiles, tied
from pra_core.distribution.law import Law
from pra_core.distribution.pooled import Families, Pooled, Single, pool_faults
from pra_core.distribution.positive import Gamma, LogNormal, Weibull
from pra_core.distribution.scaling import scaled
from pra_core.distribution.truncated import TruncatedLogNormal, TruncatedNormal

Distribution = Annotated[Families | Pooled, Field(discriminator="kind")]
"""Any distribution; the `kind` key says which."""

__all__ = [
    "Beta",
    "Distribution",
    "Elicited",
    "Fit",
    "Fixed",
    "Gamma",
    "Law",
    "LogNormal",
    "LogUniform",
    "Pert",
    "Pooled",
    "Single",
    "Triangular",
    "TruncatedLogNormal",
    "TruncatedNormal",
    "Uniform",
    "Weibull",
    "fit_min_likely_max",
    "fit_quantiles",
    "pool_faults",
    "scaled",
    "tied",
]
