"""Where the closed form of release understates inspection (design 2.1): how much, at worst."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pra_core import kernels
from pra_core.chain import Chain
from pra_core.inspection import understatement

LOT_TAIL, CURVATURE = 0.01, 0.05
"""Limits above which the result carries a note: P(lot prevalence > 1), relative error."""
QUANTILE = 0.95
"""The share of draws the note has to hold for, so that one extreme draw does not raise it."""


@dataclass(frozen=True, slots=True)
class InspectionNote:
    """Released units are overstated by up to `by` (relative); `above_one` = P(prevalence > 1)."""

    by: float
    above_one: float


def inspection_note(chain: Chain) -> InspectionNote | None:
    """How far release is overstated with every measure working, or None below the limits."""
    if not chain.inspected:
        return None
    share = np.ones(chain.const.shape[1])
    pests, exposure, squares = chain.value[0], np.zeros_like(share), np.zeros_like(share)
    for row, code in enumerate(chain.code):
        value = chain.value[row + 1]
        if code == kernels.UNIT:
            share = share * value
        elif code == kernels.INDIVIDUAL:
            pests = pests * value
        elif row in chain.inspected:
            seen = value * share * (-np.expm1(-pests) if chain.live[row] else 1.0)
            exposure = exposure + seen
            squares = squares + seen**2 / np.maximum(chain.inspected[row], 1.0)
    with np.errstate(divide="ignore"):
        shape = 1.0 / chain.const[2]
    found = understatement(chain.const[1], exposure, shape, squares)
    note = InspectionNote(float(np.quantile(found.curvature, QUANTILE)),
                          float(np.quantile(found.above_one, QUANTILE)))
    return note if note.by > CURVATURE or note.above_one > LOT_TAIL else None
