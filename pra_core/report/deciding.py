"""Inputs on which the verdict hangs, each within its own range."""

from __future__ import annotations

import numpy as np

from pra_core.assessment import Assessment
from pra_core.summary import verdicts

PART = 5
"""The lowest and the highest of so many equal parts of the draws are compared."""


def turning_points(assessment: Assessment) -> tuple[str, ...]:
    """Uncertain inputs whose lowest and highest fifth of values give opposite verdicts.

    Of the simulated futures with the lowest fifth of its values and those with the highest the one
    part meets the ALOP and the other fails it, each beyond simulation error (95 % Wilson interval,
    as every verdict: `summary.verdicts`).
    """
    alop = assessment.scenario.alop
    within = alop.within(assessment.metric(alop.metric))
    size = within.size // PART
    found = []
    for name in assessment.scenario.uncertain:
        x = assessment.values.get(name)
        if size == 0 or x is None or x.shape != within.shape or not np.ptp(x):
            continue
        order = np.argpartition(x, (size - 1, x.size - size))
        counts = np.array([np.count_nonzero(within[order[:size]]),
                           np.count_nonzero(within[order[-size:]])])
        if set(verdicts(counts, size, alop.confidence)) == {"meets", "fails"}:
            found.append(name)
    return tuple(found)
