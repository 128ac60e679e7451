"""Distributions fitted to judgements by least squares on the probabilities."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from pra_core.distribution.bounded import Pert, Triangular, Uniform
from pra_core.distribution.families import Family, Points, families, peak_of
from pra_core.distribution.pooled import Single
from pra_core.errors import PraError, Problem
from pra_core.frozen import FloatArray

EXACT = 1e-12
"""A residual below this is rounding: no further start is tried, nor where two starts agree."""
MOST_PARAMETERS = 4
NO_FIT = 0.5
"""A candidate that misses a judged probability by this much says nothing of what was judged."""
TIE = 1e-9
"""Difference of residuals that nobody can judge: 0.00003 in one probability."""


@dataclass(frozen=True, slots=True)
class Fit:
    """A fitted distribution, its error at each point judged, and the sum of their squares."""

    distribution: Single
    residual: float
    errors: tuple[float, ...]
    """Fitted minus judged probability, one per point."""


def tied(fits: Sequence[Fit]) -> tuple[Fit, ...]:
    """The candidates that the judgements cannot tell from the first: residual within 1e-9 of it.

    With no more points than parameters several families pass through all points; they differ in
    what they say between and beyond them.
    """
    return tuple(fit for fit in fits if fit.residual <= fits[0].residual + TIE)


def fit_quantiles(
    probabilities: Sequence[float],
    values: Sequence[float],
    lower: float | None = None,
    upper: float | None = None,
) -> list[Fit]:
    """Fits to the judgements P(X <= values[i]) = probabilities[i], best first.

    Least squares on the probabilities, sum (F(q_i) − p_i)², as in SHELF (O'Hagan et al. 2006,
    Uncertain Judgements, Wiley). Families: lognormal, gamma and Weibull where all values are
    positive, `lower` is at most 0 or absent and `upper` absent; lognormal within limits where
    values are positive and a bound stands in their way; beta where both bounds are given; normal
    within limits, whose missing bound lies 20 judged ranges away; uniform, PERT and triangular
    with free ends inside the bounds. `errors` are F(q_i) − p_i. Residuals are rounded to 12
    decimals; of equal residuals the family with fewer parameters comes first, then the one that
    allows for values beyond the judgements (the order above). A family that misses a judgement
    by half or more is left out. Deterministic.

    Raises PraError with every problem found: fewer than two judgements, probabilities outside
    (0, 1), values or probabilities not increasing, values outside the bounds.
    """
    given = _checked(probabilities, values, lower, upper)

    def errors(law: Single) -> FloatArray:
        difference: FloatArray = law.cdf(given.q) - given.p
        return difference

    return _ranked(given, errors)


def fit_min_likely_max(
    low: float,
    likely: float,
    high: float,
    outside: float = 0.0,
    lower: float | None = None,
    upper: float | None = None,
) -> list[Fit]:
    """Fits to a smallest, a most likely and a largest value, best first.

    `outside` = 0: nothing lies beyond the ends; PERT, triangular, uniform on [low, high].
    `outside` > 0: the chance meant to lie below `low`, and again above `high`; every family of
    `fit_quantiles`, by least squares on three errors: F(low) − outside, F(peak) − F(likely) for
    the peak of the candidate, and F(high) − (1 − outside). A uniform has its middle for a peak
    and comes after its equals, because it leaves the most likely value unused.

    Raises PraError with every problem found: low <= likely <= high and low < high not kept,
    outside not in [0, 0.5), values outside the bounds.
    """
    problems = _likely_problems(low, likely, high, outside)
    ends = (outside or 0.25, 1.0 - (outside or 0.25))
    if problems:
        raise PraError.of(problems)
    given = _checked(ends, (low, high), lower, upper)
    target = np.array((outside, 0.0, 1.0 - outside))

    def errors(law: Single) -> FloatArray:
        first, peak, middle, last = law.cdf(np.array((low, peak_of(law), likely, high)))
        found: FloatArray = np.array((first, peak - middle, last)) - target
        return found

    if outside > 0.0:
        return _ranked(given, errors, unpeaked_last=True)
    hard: tuple[Single, ...] = (Pert(low=low, mode=likely, high=high),
                                Triangular(low=low, mode=likely, high=high),
                                Uniform(low=low, high=high))
    return _in_order((place, _fit(law, errors(law))) for place, law in enumerate(hard))


def _likely_problems(low: float, likely: float, high: float, outside: float) -> list[Problem]:
    given = [low, likely, high]
    problems = []
    if not all(math.isfinite(x) for x in given):
        problems.append(Problem("not_finite", "values", given))
    elif not (low <= likely <= high and low < high):
        problems.append(Problem("order", "values", given, "min <= likely <= max, min < max"))
    if not 0.0 <= outside < 0.5:
        problems.append(Problem("out_of_bounds", "outside", outside, "0 <= p < 0.5"))
    return problems


def _checked(
    probabilities: Sequence[float],
    values: Sequence[float],
    lower: float | None,
    upper: float | None,
) -> Points:
    p, q = np.asarray(probabilities, dtype=np.float64), np.asarray(values, dtype=np.float64)
    problems = []
    if p.ndim != 1 or p.shape != q.shape or p.size < 2:
        sizes = f"{p.size}, {q.size}"
        problems.append(Problem("conflict", "values", sizes, "values = probabilities >= 2"))
    for name, array in (("probabilities", p), ("values", q)):
        if not np.all(np.isfinite(array)):
            problems.append(Problem("not_finite", name, array.tolist()))
        elif np.any(np.diff(array) <= 0.0):
            problems.append(Problem("order", name, array.tolist(), "x1 < x2 < ..."))
    if np.any((p <= 0.0) | (p >= 1.0)):
        problems.append(Problem("out_of_bounds", "probabilities", p.tolist(), "0 < p < 1"))
    for name, bound, side in (("lower", lower, 1.0), ("upper", upper, -1.0)):
        if bound is not None and not math.isfinite(bound):
            problems.append(Problem("not_finite", name, bound))
        elif bound is not None and np.any(side * (q - bound) < 0.0):
            sign = "<=" if side > 0.0 else ">="
            problems.append(Problem("order", name, bound, f"{sign} {q.tolist()}"))
    if problems:
        raise PraError.of(problems)
    return Points(p, q, lower, upper)


def _ranked(given: Points, errors: Callable[[Single], FloatArray], *, unpeaked_last: bool = False
            ) -> list[Fit]:
    found = []
    for family in families(given):
        fit = _least_squares(family, errors)
        if not _near(fit):
            continue
        last = unpeaked_last and isinstance(fit.distribution, Uniform)
        found.append((MOST_PARAMETERS if last else len(family.low), fit))
    return _in_order(found)


def _in_order(fits: Iterable[tuple[int, Fit]]) -> list[Fit]:
    """By residual, then the number given, then as they came."""
    return [fit for _, fit in sorted(fits, key=lambda pair: (pair[1].residual, pair[0]))]


def _least_squares(family: Family, errors: Callable[[Single], FloatArray]) -> Fit:
    from scipy.optimize import least_squares  # 0.3 s, and only fitting needs it

    def difference(x: FloatArray) -> FloatArray:
        return errors(family.build(x))

    best: Fit | None = None
    for start in family.starts:
        found = least_squares(
            difference, start, bounds=(family.low, family.high),
            xtol=1e-12, ftol=1e-12, gtol=1e-12, max_nfev=400,
        )  # fmt: skip
        law = family.build(np.asarray(found.x, dtype=np.float64))
        fit = _fit(law, errors(law))
        settled = best is not None and abs(fit.residual - best.residual) <= TIE and _near(fit)
        if best is None or fit.residual < best.residual:
            best = fit
        if settled or best.residual <= EXACT:
            break
    assert best is not None
    return best


def _near(fit: Fit) -> bool:
    """Whether a candidate comes near every judgement at all."""
    return max(abs(e) for e in fit.errors) < NO_FIT


def _fit(law: Single, errors: FloatArray) -> Fit:
    return Fit(law, round(float(errors @ errors), 12), tuple(errors.tolist()))
