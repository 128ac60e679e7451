"""What lowers the suitability of a cell most."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pra_core.climate.indices import survival
from pra_core.climate.stress import InteractionKind
from pra_core.frozen import FloatArray

IntArray = NDArray[np.int64]


class LimitingFactor(StrEnum):
    """Reasons in the order of their codes: a code is the place in `tuple(LimitingFactor)`."""

    NONE = "none"
    TOO_COLD = "too_cold"
    TOO_HOT = "too_hot"
    TOO_DRY = "too_dry"
    TOO_WET = "too_wet"
    SEASON_TOO_SHORT = "season_too_short"
    LOW_GROWTH = "low_growth"


_CAUSES: dict[str, tuple[InteractionKind, ...]] = {
    "cold": (InteractionKind.COLD_DRY, InteractionKind.COLD_WET),
    "heat": (InteractionKind.HOT_DRY, InteractionKind.HOT_WET),
    "dry": (),
    "wet": (),
}


def limiting_factor(
    growth_annual: FloatArray,
    stress: Mapping[str, FloatArray],
    joint: Sequence[tuple[InteractionKind, FloatArray]],
    short: NDArray[np.bool_],
) -> IntArray:
    """Code of the factor that multiplies the index by least, [n].

    Compared are what each stress leaves (interactions count with their temperature), 0 for a year
    too short for one generation, and GI_A/100. The first in the order cold, heat, dry, wet,
    season, growth wins ties; `NONE` where nothing lowers the index.
    """
    left = []
    for name, kinds in _CAUSES.items():
        factor = survival(stress[name])
        for kind, value in joint:
            if kind in kinds:
                factor = factor * survival(value)
        left.append(factor)
    factors = np.stack([*left, np.where(short, 0.0, 1.0), growth_annual / 100])
    codes = np.argmin(factors, axis=0) + 1
    return np.where(factors.min(axis=0) < 1.0, codes, 0).astype(np.int64)


def limiting_below(codes: NDArray[Any], index: FloatArray, threshold: float) -> IntArray:
    """The codes, with `NONE` where the index reaches `threshold`: the cells that need no excuse."""
    return np.where(index >= threshold, 0, codes).astype(np.int64)
