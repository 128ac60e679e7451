"""What lowers the suitability of a cell most."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pra_core.frozen import FloatArray

IntArray = NDArray[np.int64]


class LimitingFactor(StrEnum):
    """Reasons in the order of their codes: a code is the place in `tuple(LimitingFactor)`.

    The reason of a cell is what multiplies its index by least: what each stress leaves
    (interactions count with their temperature), 0 for a year too short for one generation, and
    GI_A/100; the first in this order wins ties, and `NONE` means that nothing lowers the index.
    """

    NONE = "none"
    TOO_COLD = "too_cold"
    TOO_HOT = "too_hot"
    TOO_DRY = "too_dry"
    TOO_WET = "too_wet"
    SEASON_TOO_SHORT = "season_too_short"
    LOW_GROWTH = "low_growth"


def limiting_below(codes: NDArray[Any], index: FloatArray, threshold: float) -> IntArray:
    """The codes, with `NONE` where the index reaches `threshold`: the cells that need no excuse."""
    return np.where(index >= threshold, 0, codes).astype(np.int64)
