"""What a judgement says in its tails, and how far the assessors are from one another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from pra_core.distribution import Distribution, Law
from pra_core.elicitation.judgement import Elicitation, Judgement, pooled
from pra_core.errors import PraError
from pra_core.frozen import FloatArray

if TYPE_CHECKING:
    import pandas as pd

INTERVAL = (0.05, 0.95)
ENOUGH = 3
"""Assessors from which on one of them can be an outlier: with two, neither is."""
CELLS = 2000
COLUMNS = ("assessor", "median", "low", "high", "distance", "outlier")
CHANGES = ("assessor", "before", "after", "median_before", "low_before", "high_before",
           "median_after", "low_after", "high_after", "distance")


@dataclass(frozen=True, slots=True)
class Tail:
    """What lies beyond both ends with one chance: P(X < below) = P(X > above) = chance."""

    chance: float
    below: float
    above: float


def tails(law: Law, chances: Sequence[float] = (0.1, 0.01, 0.001)) -> tuple[Tail, ...]:
    """The values that X is below, and above, with each chance ("1 in 1,000 above ...").

    Raises PraError out_of_bounds for a chance outside (0, 0.5].
    """
    for chance in chances:
        if not 0.0 < chance <= 0.5:
            raise PraError("out_of_bounds", "chances", chance, "0 < p <= 0.5")
    p = np.asarray(chances, np.float64)
    return tuple(Tail(*map(float, row)) for row in zip(p, law.ppf(p), law.ppf(1.0 - p),
                                                       strict=True))


def spread_of_opinion(judgements: Sequence[Judgement]) -> pd.DataFrame:
    """Each assessor against all the others: one row per judgement, in the order given.

    Columns: assessor; median, low, high (5 % and 95 %) of the assessor's own distribution;
    distance, the largest difference max |F_i(x) − F_others(x)| of its cumulative probability from
    the linear pool of the others (Kolmogorov distance, 0 = the same, 1 = no value in common; NaN
    for one assessor alone); outlier, True where the median lies outside the 90 % interval of that
    pool, so that the others together gave values as extreme less than 1 chance in 10. The others
    count with their weights, equally where all of those are 0. With fewer than three assessors
    nobody is an outlier, and `frame.attrs["note"]` is "too_few".

    The rule compares a median, not a whole distribution: an assessor may be far surer or less
    sure than the others without being an outlier. It marks whom to ask for reasons (the purpose of
    a second round; O'Hagan et al. 2006, Uncertain Judgements, ch. 9), never whom to leave out.
    """
    import pandas as pd  # 0.3 s, and only tables of opinion need it

    rows = []
    for place, own in enumerate(judgements):
        low, median, high = own.distribution.ppf(np.array((INTERVAL[0], 0.5, INTERVAL[1])))
        others = [j for i, j in enumerate(judgements) if i != place]
        gap, outlier = float("nan"), False
        if others:
            pool = _pool(others)
            gap = distance(own.distribution, pool)
            ends = pool.ppf(np.array(INTERVAL))
            outlier = len(judgements) >= ENOUGH and not bool(ends[0] <= median <= ends[1])
        rows.append((own.assessor, float(median), float(low), float(high), gap, outlier))
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    if len(judgements) < ENOUGH:
        frame.attrs["note"] = "too_few"
    return frame


def _pool(judgements: Sequence[Judgement]) -> Distribution:
    if not any(j.weight > 0.0 for j in judgements):
        judgements = [j.model_copy(update={"weight": 1.0}) for j in judgements]
    return pooled(judgements, "linear")


def distance(one: Law, other: Law) -> float:
    """Kolmogorov distance max |F(x) − G(x)| of two distributions, to 1/2000.

    Compared at 2,000 quantiles of each and at every corner, from both sides of a point mass.
    """
    u = np.arange(1, CELLS) / CELLS
    corners = np.array((*one.corners, *other.corners))
    x: FloatArray = np.concatenate((one.ppf(u), other.ppf(u), corners))
    x = np.concatenate((x, np.nextafter(x, -np.inf)))
    return float(np.max(np.abs(one.cdf(x) - other.cdf(x))))


def change_between_rounds(elicitation: Elicitation) -> pd.DataFrame:
    """How each assessor's judgement moved from one round to the next that they judged in.

    Columns: assessor, before and after (numbers of the rounds), median_before, low_before,
    high_before, median_after, low_after, high_after (5 % and 95 %), distance (Kolmogorov). One row
    per assessor and change, then one row per change of the pool, whose assessor is "". Empty where
    everybody judged once and all in the same round.
    """
    import pandas as pd  # 0.3 s, and only tables of opinion need it

    rows = []
    for name in dict.fromkeys(j.assessor for j in elicitation.judgements):
        own = sorted((j for j in elicitation.judgements if j.assessor == name),
                     key=lambda j: j.round)
        rows += [_change(name, a.round, a.distribution, b.round, b.distribution)
                 for a, b in zip(own, own[1:], strict=False)]
    rounds = sorted({j.round for j in elicitation.judgements})
    pools = [(number, elicitation.as_of(number)) for number in rounds]
    known = [(number, pooled(then, elicitation.pooling)) for number, then in pools
             if any(j.weight > 0.0 for j in then)]
    rows += [_change("", *a, *b) for a, b in zip(known, known[1:], strict=False)]
    return pd.DataFrame(rows, columns=list(CHANGES))


def _change(name: str, before: int, old: Law, after: int, new: Law) -> tuple[object, ...]:
    u = np.array((0.5, *INTERVAL))
    return (name, before, after, *old.ppf(u).tolist(), *new.ppf(u).tolist(), distance(old, new))
