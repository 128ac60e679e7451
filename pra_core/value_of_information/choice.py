"""The rule of the ALOP as a decision: steps too light or too strict, and what would change it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from pra_core.frozen import FloatArray
from pra_core.value_of_information.classes import (
    IntArray,
    cell_sums,
    chosen_classes,
    class_means,
    finest,
    joined,
)

BoolArray = NDArray[np.bool_]
TENTHS = 10
AGAIN = 40
"""Times the draws are drawn again where one class was chosen."""


def step_losses(within: BoolArray, confidence: float) -> FloatArray:
    """What choosing each rung costs in steps of restrictiveness, [draws, rungs].

    (1 - γ) for every lighter rung that would have been enough, and γ for this and every stricter
    rung that would not have been, `within` [draws, rungs] saying which is enough on which draw.
    Where the rungs are nested (what is enough stays enough) and R is the first that is enough, one
    beyond the last if none is, this is γ (R - d) for d < R and (1 - γ)(d - R) for d >= R: the
    pinball loss, least at the γ-quantile of R (Koenker & Bassett 1978, Econometrica 46:33). In
    general E[loss of rung d + 1] - E[loss of rung d] = P(within_d) - γ, so the least expected loss
    is that of the lightest rung that meets the ALOP wherever P(within) grows along the rungs.
    """
    enough = within.astype(np.float64)
    lighter = np.cumsum(enough, axis=1) - enough
    lacking = np.cumsum(1.0 - enough[:, ::-1], axis=1)[:, ::-1]
    return np.asarray((1.0 - confidence) * lighter + confidence * lacking, np.float64)


def ruled(probability: FloatArray, confidence: float) -> IntArray:
    """The rung the ALOP rule takes: the lightest with P >= γ, else the safest; [...].

    `probability` [..., rungs]; of equally safe rungs the lightest.
    """
    enough = probability >= confidence
    return np.asarray(np.where(np.any(enough, axis=-1), np.argmax(enough, axis=-1),
                               np.argmax(probability, axis=-1)))


def told_confidence(probability: FloatArray, confidence: float, chosen: int) -> float:
    """The confidence at which these draws choose the rung that was told; γ wherever they do.

    Where simulation error leaves two rungs open, or the choice was made on more draws, P(meets) of
    the told rung or of a lighter one lies on the other side of γ on these draws. The middle
    between the two is then taken for γ, so that a change is a change of the choice that was told.
    """
    if int(ruled(probability, confidence)) == chosen:
        return confidence
    below = float(probability[:chosen].max(initial=0.0))
    own = float(probability[chosen])
    return (below + own) / 2.0 if own > below else confidence


@dataclass(frozen=True, slots=True)
class Change:
    """How often knowing something would change the choice."""

    chance: float
    error: float
    """Monte Carlo standard error of the chance."""
    lighter: float
    stricter: float
    to_lighter: int
    """The lighter rung it would change to most often; -1 if to none."""
    to_stricter: int

    @property
    def to(self) -> int:
        """The rung it would change to most often; -1 where it never changes."""
        return self.to_lighter if self.lighter >= self.stricter else self.to_stricter


NEVER = Change(0.0, 0.0, 0.0, 0.0, -1, -1)


def change(within: FloatArray, cells: IntArray, confidence: float, present: int) -> Change:
    """How often the ALOP rule would choose another rung if an input were known.

    `within` [draws, rungs] as 0 and 1, `cells` the finest classes of the input. P(within) in as
    many classes as the draws support (`classes.chosen_classes`) is joined to a broken line over
    the input, and the rule is asked all along it. An input without a visible influence has one
    class and changes nothing. Standard error: the jackknife over tenths of the draws, and that of
    two crossings each known to one of the finest classes; with one class, the chances that would
    be found on draws that show as much of it by accident (`_overlooked`).
    """
    most, draws = finest(len(within)), len(within)
    both = cells * TENTHS + np.arange(draws) % TENTHS
    sums = cell_sums(within, both, most * TENTHS).reshape(most, TENTHS, -1)
    counts = np.bincount(both, minlength=most * TENTHS).reshape(most, TENTHS).astype(np.float64)
    total, m = sums.sum(axis=1), counts.sum(axis=1)
    mean = total.sum(axis=0) / draws
    k = chosen_classes(total, m, draws * mean * (1.0 - mean))
    grid = 2.0 / 12.0 / most**2
    if k == 1:
        if np.count_nonzero(m) == 1 or not np.any(mean * (1.0 - mean) > 0.0):
            return NEVER
        missed = _overlooked(sums, counts, confidence, present)
        return replace(NEVER, error=float(np.sqrt(missed + grid)))
    rungs = _along(total, m, k, confidence)
    parts = [_along(total - sums[:, i], m - counts[:, i], k, confidence) for i in range(TENTHS)]
    chances = np.array([np.average(one != present, weights=m) for one in parts])
    drawn = (TENTHS - 1) / TENTHS * float(np.sum((chances - chances.mean()) ** 2))
    error = float(np.sqrt(drawn + grid))
    return changed(rungs, m / m.sum(), present, error)


def _overlooked(sums: FloatArray, counts: FloatArray, confidence: float, present: int) -> float:
    """Mean square of the chances found on draws drawn again, where these show none.

    Tenths of the draws [finest, TENTHS] are drawn again inside each finest class (bootstrap, Efron
    1979, Ann. Stat. 7:1) about `_hidden`, and the number of classes is chosen anew. P(within) of
    all draws is kept: how sure the choice itself is, is told apart from what an input adds.
    """
    total, m = sums.sum(axis=1), counts.sum(axis=1)
    mean, squares = total.sum(axis=0) / m.sum(), 0.0
    shift = _hidden(total, m) - total / np.maximum(m, 1.0)[:, None]
    for times in _again(len(sums)):
        n = (times * counts).sum(axis=1)
        s = np.einsum("ct,ctr->cr", times, sums) + n[:, None] * shift
        s -= n[:, None] * (s.sum(axis=0) / n.sum() - mean)
        k = chosen_classes(s, n, n.sum() * mean * (1.0 - mean))
        if k > 1:
            rungs = _along(s, n, k, confidence)
            squares += float(np.average(rungs != present, weights=n)) ** 2
    return squares / AGAIN


def _hidden(total: FloatArray, m: FloatArray) -> FloatArray:
    """P(within) along an input as it may be behind the noise, [finest, rungs].

    The line through two halves, drawn to the mean by 1 - 1/F, F the squares between the halves
    over those within (Stein's rule; Morris 1983, J. Am. Stat. Assoc. 78:47); level for F <= 1.
    """
    mean = total.sum(axis=0) / m.sum()
    n = m.reshape(2, -1).sum(axis=1)
    if n.min() == 0.0:
        return np.broadcast_to(mean, total.shape)
    halves = class_means(total, m, 2)
    between = n @ (halves - mean) ** 2
    left = np.divide(mean * (1.0 - mean), between, out=np.ones_like(mean), where=between > 0)
    return np.asarray(mean + np.maximum(0.0, 1.0 - left) * (joined(2, m) @ halves - mean))


@lru_cache(maxsize=8)
def _again(most: int) -> FloatArray:
    """How often each tenth of each finest class is drawn, [AGAIN, finest, TENTHS]."""
    drawn = np.random.default_rng(0).multinomial(TENTHS, np.full(TENTHS, 1.0 / TENTHS),
                                                 size=(AGAIN, most)).astype(np.float64)
    drawn.setflags(write=False)
    return drawn


def _along(sums: FloatArray, counts: FloatArray, k: int, confidence: float) -> IntArray:
    """The rung chosen in each of the finest classes, P(within) joined between `k` classes."""
    p = joined(k, counts) @ class_means(sums, counts, k)
    return ruled(np.clip(p, 0.0, 1.0), confidence)


def changed(rung: IntArray, share: FloatArray, present: int, error: float) -> Change:
    """The change from the present rung, given the rung of each case and its share of the cases."""
    by_rung = np.bincount(rung, weights=share, minlength=present + 1)
    lighter, stricter = by_rung[:present], by_rung[present + 1:]
    return Change(
        float(lighter.sum() + stricter.sum()), error, float(lighter.sum()), float(stricter.sum()),
        int(np.argmax(lighter)) if lighter.sum() > 0 else -1,
        present + 1 + int(np.argmax(stricter)) if stricter.sum() > 0 else -1)


def change_knowing_all(within: BoolArray, present: int) -> Change:
    """The same if everything were known: the first rung within the limit, else the last one."""
    first = np.where(within.any(axis=1), np.argmax(within, axis=1), within.shape[1] - 1)
    share = np.full(len(within), 1.0 / len(within))
    chance = float(np.mean(first != present))
    return changed(first, share, present, float(np.sqrt(chance * (1 - chance) / len(within))))
