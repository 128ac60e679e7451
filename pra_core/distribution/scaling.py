"""A distribution of a multiple of a quantity."""

from __future__ import annotations

from typing import TypeVar

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
from pra_core.distribution.pooled import Pooled
from pra_core.distribution.positive import Gamma, LogNormal, Weibull
from pra_core.distribution.truncated import TruncatedLogNormal, TruncatedNormal
from pra_core.errors import PraError

AnyLaw = TypeVar("AnyLaw", bound=Law)

FIELDS: dict[type[Law], tuple[str, ...]] = {
    Fixed: ("value",), Uniform: ("low", "high"), LogUniform: ("low", "high"),
    Triangular: ("low", "mode", "high"), Pert: ("low", "mode", "high"), Beta: ("low", "high"),
    LogNormal: ("median",), Gamma: ("scale",), TruncatedNormal: ("mean", "sd", "low", "high"),
    Weibull: ("scale",), TruncatedLogNormal: ("median", "low", "high"),
    Elicited: ("values", "lower", "upper"),
}
"""The fields of each family that carry the unit of the quantity."""


def scaled(law: AnyLaw, factor: float) -> AnyLaw:
    """The distribution of factor x X for X distributed as `law`; of the same family.

    Its quantiles are factor x the quantiles of `law`. Raises PraError out_of_bounds unless the
    factor is above 0 and finite.
    """
    if not 0.0 < factor < float("inf"):
        raise PraError("out_of_bounds", "factor", factor, "> 0")
    if isinstance(law, Pooled):
        return law.model_copy(update={"laws": tuple(scaled(one, factor) for one in law.laws)})
    data = law.model_dump()
    for name in FIELDS[type(law)]:
        value = data[name]
        data[name] = (tuple(one * factor for one in value) if isinstance(value, tuple)
                      else None if value is None else value * factor)
    return type(law).model_validate(data)
