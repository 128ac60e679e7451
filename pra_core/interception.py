"""What records of interceptions say about prevalence at origin and how uneven lots are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy import special

from pra_core.distribution import Distribution, Elicited
from pra_core.errors import PraError, Problem
from pra_core.frozen import FloatArray
from pra_core.inspection import lots_released_share

MOST_RECORDS = 200
MOST_LOTS = 10_000_000
PREVALENCES, SHAPES = 240, 72
"""Percentiles of the prior on which the posterior is computed, twice: over all, then where it is.
"""
TINY = 1e-300
"""Stands for a prevalence of zero where a logarithm is taken."""
RIM = 0.01
"""Share of a cell of the grid that is left out at either end of it."""
TAIL = 1e-6
"""Posterior probability left out on either side before the second pass."""
PROBABILITIES = (0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99)
"""Quantiles by which a posterior is handed on."""


@dataclass(frozen=True, slots=True)
class Record:
    """Lots inspected in one way: how many, how many showed the pest, units looked at in each.

    `sensitivity`: chance that an infested unit in the sample is recognised. `lot_size`: units per
    lot where it is known.
    """

    lots: int
    detections: int
    sample: int
    sensitivity: float
    lot_size: int | None = None
    label: str = ""


def check(records: Sequence[Record]) -> None:
    """PraError with every problem of every record; paths are "row: field", rows from 1."""
    problems: list[Problem] = []
    if not 1 <= len(records) <= MOST_RECORDS:
        problems.append(Problem("out_of_bounds", "records", len(records), f"1..{MOST_RECORDS}"))
    for row, r in enumerate(records, start=1):
        problems += [Problem("out_of_bounds", f"{row}: {name}", value, allowed)
                     for name, value, right, allowed in (
            ("lots", r.lots, 1 <= r.lots <= MOST_LOTS, f"1..{MOST_LOTS}"),
            ("detections", r.detections, 0 <= r.detections <= r.lots, f"0..{r.lots}"),
            ("sample", r.sample, r.sample >= 1, ">= 1"),
            ("sample", r.sample, r.lot_size is None or r.sample <= r.lot_size, f"1..{r.lot_size}"),
            ("sensitivity", r.sensitivity, 0.0 < r.sensitivity <= 1.0, "0 < x <= 1"),
        ) if not right]
    if problems:
        raise PraError.of(problems)


@dataclass(frozen=True, slots=True, eq=False)
class Prediction:
    """Detections expected in the lots of one record: median, 5 % and 95 %."""

    median: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, eq=False)
class Posterior:
    """Prevalence f0 and lot shape kappa after the records.

    `prevalence`, `shape`: posterior by its quantiles (`shape` None where lots are taken to be
    equal or kappa is fixed). `prevalence_curve`, `shape_curve` [2, points]: value, posterior
    probability of at most that. `dependence`: correlation of log f0 and log kappa. `surprise`:
    two-sided prior probability of detections as far out as those of the record that fits worst.
    `before`, `after`: predictions per record under prior and posterior.
    """

    prevalence: Elicited
    shape: Elicited | None
    prevalence_curve: FloatArray
    shape_curve: FloatArray | None
    dependence: float
    surprise: float
    before: tuple[Prediction, ...]
    after: tuple[Prediction, ...]
    edge: Literal["", "low", "high"]
    """Where the records press prevalence against an end of the prior."""


@dataclass(frozen=True, slots=True, eq=False)
class _Grid:
    f0: FloatArray
    kappa: FloatArray
    weight: FloatArray
    """[prevalences, shapes], sums to 1."""
    ends: tuple[tuple[float, float], tuple[float, float]]
    """Percentiles of the prior between which the grid lies, for f0 and kappa."""
    outer: tuple[FloatArray, FloatArray]
    """Values near the outer ends of the first and last cell, for f0 and kappa."""


def update(records: Sequence[Record], prevalence: Distribution, shape: Distribution | None,
           findable: FloatArray | None = None) -> Posterior:
    """Posterior of prevalence and lot shape from records, under Gamma lots.

    A lot passes with probability (1 + f0 t/kappa)^-kappa, t = sample x sensitivity x findable;
    detections are binomial. `findable` [points, equally likely]: share of the units infested at
    origin that still are, with something to be seen, when inspected; default 1. The prior is the
    product of the two distributions; the posterior is summed on a grid of their percentiles, so
    that no value outside the prior can come out of it. `shape` None = equal lots.

    Raises PraError: of `check`; unreachable where the records are impossible under the prior.
    """
    check(records)
    found = np.ones(1) if findable is None else np.asarray(findable, np.float64)
    if found.size == 0 or not np.all((found >= 0.0) & (found <= 1.0)):  # NaN is refused too
        raise PraError("out_of_bounds", "findable", "", "0..1")
    prior = _grid(prevalence, shape, ((0.0, 1.0), (0.0, 1.0)))
    first = _weighed(prior, records, found)
    grid = _weighed(_grid(prevalence, shape, _where(first)), records, found)
    free = grid.kappa.size > 1
    return Posterior(
        _elicited(_prevalence_curve(grid)), _elicited(_shape_curve(grid)) if free else None,
        _prevalence_curve(grid), _shape_curve(grid) if free else None,
        _correlation(grid) if free else 0.0, _surprise(prior, records, found),
        _predictions(prior, records, found), _predictions(grid, records, found),
        _edge(grid, prevalence))


def _edge(grid: _Grid, prior: Distribution) -> Literal["", "low", "high"]:
    """Which outer 5 % of the prior of prevalence holds more than a quarter of the posterior."""
    if grid.f0.size == 1:
        return ""
    weight, (low, high) = grid.weight.sum(axis=1), prior.ppf(np.array([0.05, 0.95]))
    if float(weight[grid.f0 <= low].sum()) > 0.25:
        return "low"
    return "high" if float(weight[grid.f0 >= high].sum()) > 0.25 else ""


def _points(law: Distribution | None, ends: tuple[float, float], count: int) -> FloatArray:
    if law is None:
        return np.full(1, np.inf)
    if law.support[0] == law.support[1]:
        return np.full(1, law.support[0])
    share = (np.arange(count) + 0.5) / count
    return np.asarray(law.ppf(ends[0] + (ends[1] - ends[0]) * share), np.float64)


def _grid(prevalence: Distribution, shape: Distribution | None,
          ends: tuple[tuple[float, float], tuple[float, float]]) -> _Grid:
    f0, kappa = _points(prevalence, ends[0], PREVALENCES), _points(shape, ends[1], SHAPES)
    weight = np.full((f0.size, kappa.size), 1.0 / (f0.size * kappa.size))
    outer = _outer(prevalence, ends[0], PREVALENCES), _outer(shape, ends[1], SHAPES)
    return _Grid(f0, kappa, weight, ends, outer)


def _outer(law: Distribution | None, ends: tuple[float, float], count: int) -> FloatArray:
    if law is None:
        return np.full(2, np.inf)
    width = ends[1] - ends[0]
    inside = np.array([RIM, count - RIM]) / count
    return np.asarray(law.ppf(ends[0] + width * inside), np.float64)


def _pass(grid: _Grid, record: Record, findable: float) -> FloatArray:
    """Chance that a lot passes, [prevalences, shapes]."""
    exposure = record.sample * record.sensitivity * findable
    return np.asarray(lots_released_share(grid.f0[:, None], exposure, grid.kappa[None, :]))


def _log_likelihood(grid: _Grid, records: Sequence[Record], findable: FloatArray) -> FloatArray:
    """Mean over `findable` of the likelihood, as a logarithm, [prevalences, shapes]."""
    terms = []
    for one in findable:
        total = np.zeros_like(grid.weight)
        for r in records:
            passed = _pass(grid, r, float(one))
            total += special.xlogy(r.detections, 1.0 - passed)
            total += special.xlogy(r.lots - r.detections, passed)
        terms.append(total)
    return np.asarray(special.logsumexp(np.stack(terms), axis=0)) - float(np.log(findable.size))


def _weighed(grid: _Grid, records: Sequence[Record], findable: FloatArray) -> _Grid:
    logarithm = np.log(grid.weight) + _log_likelihood(grid, records, findable)
    top = float(logarithm.max())
    if top == -np.inf:
        raise PraError("unreachable", "records", "P = 0", "P > 0")
    weight = np.exp(logarithm - top)
    return _Grid(grid.f0, grid.kappa, weight / weight.sum(), grid.ends, grid.outer)


def _where(grid: _Grid) -> tuple[tuple[float, float], tuple[float, float]]:
    """The percentiles of the prior between which nearly all of the posterior lies."""
    return (_span(grid.weight.sum(axis=1), grid.ends[0]),
            _span(grid.weight.sum(axis=0), grid.ends[1]))


def _span(weight: FloatArray, ends: tuple[float, float]) -> tuple[float, float]:
    total = np.cumsum(weight)
    first = max(int(np.searchsorted(total, TAIL)) - 1, 0)
    last = min(int(np.searchsorted(total, 1.0 - TAIL)) + 2, weight.size)
    width = (ends[1] - ends[0]) / weight.size
    return ends[0] + first * width, ends[0] + last * width


def _prevalence_curve(grid: _Grid) -> FloatArray:
    return _curve(grid.f0, grid.weight.sum(axis=1), grid.outer[0])


def _shape_curve(grid: _Grid) -> FloatArray:
    return _curve(grid.kappa, grid.weight.sum(axis=0), grid.outer[1])


def _curve(values: FloatArray, weight: FloatArray, outer: FloatArray) -> FloatArray:
    """[2, points]: value, posterior probability of at most that value, to the rims of the grid."""
    inner = np.cumsum(weight) - 0.5 * weight
    return np.stack([np.concatenate((outer[:1], values, outer[1:])), np.concatenate(
        ([RIM * weight[0]], inner, [1.0 - RIM * weight[-1]]))])


def _quantile(curve: FloatArray, probability: FloatArray) -> FloatArray:
    value, below = curve
    if value[0] > 0.0:
        return np.asarray(np.exp(np.interp(probability, below, np.log(value))))
    return np.asarray(np.interp(probability, below, value))


def _elicited(curve: FloatArray) -> Elicited:
    quantiles = _quantile(curve, np.array(PROBABILITIES))
    ends = _quantile(curve, np.array([0.001, 0.999]))
    return Elicited(probabilities=PROBABILITIES, values=tuple(float(q) for q in quantiles),
                    lower=float(min(ends[0], quantiles[0])),
                    upper=float(max(ends[1], quantiles[-1])))


def _correlation(grid: _Grid) -> float:
    if grid.f0[0] == grid.f0[-1]:  # a fixed prevalence hangs on nothing; it may be zero
        return 0.0
    x, y = np.log(np.maximum(grid.f0, TINY))[:, None], np.log(grid.kappa)[None, :]
    mx, my = float((grid.weight * x).sum()), float((grid.weight * y).sum())
    vx = float((grid.weight * (x - mx) ** 2).sum())
    vy = float((grid.weight * (y - my) ** 2).sum())
    if vx * vy == 0.0:
        return 0.0
    return float((grid.weight * (x - mx) * (y - my)).sum()) / float(np.sqrt(vx * vy))


def _caught(grid: _Grid, record: Record, findable: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Chance that a lot is caught and its weight, on the middle one of every three points."""
    some = tuple(slice(1 if n > 1 else 0, None, 3) for n in grid.weight.shape)
    weight = grid.weight[some].ravel()
    passed = _pass(grid, record, float(np.median(findable)))[some].ravel()
    return 1.0 - passed, weight / weight.sum()


def _predictions(grid: _Grid, records: Sequence[Record], findable: FloatArray
                 ) -> tuple[Prediction, ...]:
    found = []
    for r in records:
        caught, weight = _caught(grid, r, findable)
        low, median, high = (_predictive(caught, weight, r.lots, p) for p in (0.05, 0.5, 0.95))
        found.append(Prediction(median, low, high))
    return tuple(found)


def _at_most(count: int, lots: int, caught: FloatArray, weight: FloatArray) -> float:
    """Chance of at most so many detections: the binomial law mixed over the grid."""
    if count < 0:
        return 0.0
    return float(weight @ special.bdtr(float(count), lots, caught))


def _predictive(caught: FloatArray, weight: FloatArray, lots: int, probability: float) -> float:
    """Quantile of binomial detections mixed over the grid; by bisection on the count."""
    low, high = -1, lots
    while high - low > 1:
        middle = (low + high) // 2
        enough = _at_most(middle, lots, caught, weight) >= probability
        low, high = (low, middle) if enough else (middle, high)
    return float(high)


def _surprise(grid: _Grid, records: Sequence[Record], findable: FloatArray) -> float:
    """Two-sided prior probability of the detections of the record that fits the prior worst."""
    worst = 1.0
    for r in records:
        caught, weight = _caught(grid, r, findable)
        at_most = _at_most(r.detections, r.lots, caught, weight)
        fewer = _at_most(r.detections - 1, r.lots, caught, weight)
        worst = min(worst, 2.0 * min(at_most, 1.0 - fewer))
    return min(1.0, worst)
