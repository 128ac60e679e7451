"""Storage form of the monthly arrays: differences, which compress to half the size."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def packed(values: NDArray[np.int16]) -> NDArray[np.uint8]:
    """Byte planes [2, 12, n] of an int16 array [12, n]; `pra_core.reference` reads them back.

    Differences from month to month, then from cell to cell, modulo 2**16, lossless; the sign goes
    into the lowest bit so that small differences of either sign have a high byte of 0; the high
    bytes come first.
    """
    unsigned = values.view(np.uint16)
    by_month = np.diff(unsigned, axis=0, prepend=np.uint16(0))
    step = np.diff(by_month, axis=1, prepend=np.uint16(0)).view(np.int16)
    folded = ((step.astype(np.int32) << 1) ^ (step.astype(np.int32) >> 15)).astype(np.uint16)
    return np.stack([folded >> 8, folded & 0xFF]).astype(np.uint8)
