"""Distributions fitted to elicited quantiles by least squares on the probabilities."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import special

from pra_core.distribution.bounded import Beta, Pert, Triangular, Uniform
from pra_core.distribution.law import Law
from pra_core.distribution.positive import Gamma, LogNormal
from pra_core.distribution.truncated import TruncatedNormal
from pra_core.errors import PraError, Problem
from pra_core.frozen import FloatArray

Build = Callable[[FloatArray], Law]

FREE_END = 20.0
"""A free end lies at most this many elicited ranges outside the judgements."""


@dataclass(frozen=True, slots=True)
class Fit:
    """A fitted distribution and its residual, the sum of (F(q_i) − p_i)²."""

    distribution: Law
    residual: float


@dataclass(frozen=True, slots=True)
class _Family:
    """Parameters of one family on the whole real line, with a start and limits of the search."""

    build: Build
    start: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class _Judgements:
    p: FloatArray
    q: FloatArray
    lower: float | None
    upper: float | None


def fit_quantiles(
    probabilities: Sequence[float],
    values: Sequence[float],
    lower: float | None = None,
    upper: float | None = None,
) -> list[Fit]:
    """Fits to the judgements P(X <= values[i]) = probabilities[i], best first.

    Least squares on the probabilities, sum (F(q_i) − p_i)², as in SHELF (O'Hagan et al. 2006,
    Uncertain Judgements, Wiley). Families: uniform, triangular and PERT with free ends inside
    the bounds; lognormal and gamma where all values are positive, `lower` is 0 or absent and
    `upper` absent; beta on the bounds and truncated normal where both bounds are given.
    Residuals are rounded to 12 decimals; of equal residuals the family with fewer parameters
    comes first. Deterministic.

    Raises PraError with every problem found: fewer than two judgements, probabilities outside
    (0, 1), values or probabilities not increasing, values outside the bounds.
    """
    given = _checked(probabilities, values, lower, upper)
    ranked = []
    for place, family in enumerate(_families(given)):
        fit = _least_squares(family, given)
        ranked.append(((fit.residual, len(family.start), place), fit))
    return [fit for _, fit in sorted(ranked, key=lambda pair: pair[0])]


def _checked(
    probabilities: Sequence[float],
    values: Sequence[float],
    lower: float | None,
    upper: float | None,
) -> _Judgements:
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
    return _Judgements(p, q, lower, upper)


def _families(given: _Judgements) -> Iterator[_Family]:
    lower, upper, q = given.lower, given.upper, given.q
    centre, sd = _line(special.ndtri(given.p), q)
    yield from _ended(given)
    if upper is None and (lower is None or lower <= 0.0) and q[0] > 0.0:
        middle, sdlog = _line(special.ndtri(given.p), np.log(q))
        yield _Family(
            lambda x: LogNormal(median=math.exp(x[0]), sdlog=math.exp(x[1])),
            (middle, math.log(sdlog)),
            (middle - 20.0, -20.0),
            (middle + 20.0, 3.0),
        )
        shape = min(max(1.0 / sdlog**2, 1e-3), 1e8)
        yield _Family(
            lambda x: Gamma(shape=math.exp(x[0]), scale=math.exp(x[1] - x[0])),
            (math.log(shape), middle),
            (-12.0, middle - 20.0),
            (25.0, middle + 30.0),
        )
    if lower is not None and upper is not None and lower < upper:
        yield _beta(lower, upper, centre, sd)
        yield _truncated(lower, upper, centre, sd)


def _line(x: FloatArray, y: FloatArray) -> tuple[float, float]:
    """Intercept and slope of y on x by least squares."""
    spread = x - x.mean()
    slope = float(spread @ y / (spread @ spread))
    return float(y.mean()) - slope * float(x.mean()), slope


def _ended(given: _Judgements) -> Iterator[_Family]:
    """Families with ends of their own; shares of the room that is left outside the judgements."""
    first, last = float(given.q[0]), float(given.q[-1])
    room = FREE_END * (last - first)
    below = room if given.lower is None else first - given.lower
    above = room if given.upper is None else given.upper - last
    start_low = 0.02 if given.lower is None else 0.5
    start_high = 0.02 if given.upper is None else 0.5

    def ends(x: FloatArray) -> tuple[float, float]:
        low, high = first - below * float(x[0]), last + above * float(x[1])
        floor = low if given.lower is None else max(low, given.lower)
        return floor, high if given.upper is None else min(high, given.upper)

    def peak(x: FloatArray) -> float:
        low, high = ends(x)
        return min(max(low + (high - low) * float(x[2]), low), high)

    def level(x: FloatArray) -> Law:
        low, high = ends(x)
        return Uniform(low=low, high=high)

    def triangle(x: FloatArray) -> Law:
        low, high = ends(x)
        return Triangular(low=low, mode=peak(x), high=high)

    def pert(x: FloatArray) -> Law:
        low, high = ends(x)
        return Pert(low=low, mode=peak(x), high=high)

    two, three = (start_low, start_high), (start_low, start_high, 0.4)
    yield _Family(level, two, (0.0, 0.0), (1.0, 1.0))
    yield _Family(triangle, three, (0.0,) * 3, (1.0,) * 3)
    yield _Family(pert, three, (0.0,) * 3, (1.0,) * 3)


def _beta(lower: float, upper: float, centre: float, sd: float) -> _Family:
    width = upper - lower
    share = min(max((centre - lower) / width, 0.01), 0.99)
    total = max(share * (1.0 - share) * (width / sd) ** 2 - 1.0, 0.5)
    return _Family(
        lambda x: Beta(a=math.exp(x[0]), b=math.exp(x[1]), low=lower, high=upper),
        (math.log(share * total), math.log((1.0 - share) * total)),
        (-12.0, -12.0),
        (40.0, 40.0),
    )


def _truncated(lower: float, upper: float, centre: float, sd: float) -> _Family:
    return _Family(
        lambda x: TruncatedNormal(
            mean=centre + sd * float(x[0]), sd=sd * math.exp(x[1]), low=lower, high=upper
        ),
        (0.0, 0.0),
        (-50.0, -4.0),
        (50.0, 4.0),
    )


def _least_squares(family: _Family, given: _Judgements) -> Fit:
    from scipy.optimize import least_squares  # 0.3 s, and only fitting needs it

    def difference(x: FloatArray) -> FloatArray:
        return family.build(x).cdf(given.q) - given.p

    found = least_squares(
        difference, family.start, bounds=(family.low, family.high),
        xtol=1e-12, ftol=1e-12, gtol=1e-12, max_nfev=400,
    )  # fmt: skip
    residual = round(2.0 * float(found.cost), 12)
    return Fit(family.build(np.asarray(found.x, dtype=np.float64)), residual)
