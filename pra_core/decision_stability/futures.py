"""In how many simulated futures each set is too light, just right, or stricter than needed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pra_core.frozen import FloatArray
from pra_core.summary import verdicts

RESAMPLES = 1000


@dataclass(frozen=True, slots=True, eq=False)
class Futures:
    """Shares of the draws by rung, [rungs]; they add up to 1."""

    too_light: FloatArray
    """The set is not within the limit."""
    just_right: FloatArray
    """It is, and no lighter rung is."""
    stricter: FloatArray
    """It is, and so is a lighter rung."""
    draws: int


def futures(within: NDArray[np.bool_]) -> Futures:
    """Each rung against what every single future would have needed; `within` [draws, rungs]."""
    lighter = np.zeros_like(within)
    lighter[:, 1:] = np.logical_or.accumulate(within, axis=1)[:, :-1]
    return Futures(np.mean(~within, axis=0), np.mean(within & ~lighter, axis=0),
                   np.mean(within & lighter, axis=0), len(within))


def resampled(within: NDArray[np.bool_], confidence: float, seed: int,
              resamples: int = RESAMPLES) -> FloatArray:
    """How often each rung would be told if the same number of draws were drawn again.

    Draws are resampled with replacement (bootstrap; Efron 1979, Annals of Statistics 7:1), and
    the lightest rung whose whole 95 % Wilson interval is at or above the confidence is told. This
    is simulation error alone. Stratified draws vary less than independent ones, so it is told
    too large rather than too small.

    Returns shares by rung and, last, the share in which no rung is known to meet, [rungs + 1].
    """
    pattern, count = np.unique(within, axis=0, return_counts=True)
    draws, rungs = within.shape
    rng = np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(rungs, draws)))
    again = rng.multinomial(draws, count / draws, size=resamples)
    meets = verdicts(again @ pattern.astype(np.int64), draws, confidence) == "meets"
    told = np.where(meets.any(axis=1), meets.argmax(axis=1), rungs)
    return np.asarray(np.bincount(told, minlength=rungs + 1) / resamples, np.float64)
