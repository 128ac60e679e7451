"""Few values with fixed weights that stand for all years of one input: quadrature rules.

For each number of nodes three rules compete: the input's own Gauss rule, Gauss-Hermite in its
normal score for long tails, Gauss-Legendre in its percentile for inputs many decades wide (Davis &
Rabinowitz 1984, Methods of Numerical Integration, 2nd ed.). Taken is the one that integrates the
founding rate best, as it really hangs on the input.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from scipy import special
from scipy.interpolate import CubicSpline

from pra_core.distribution import Distribution
from pra_core.frozen import FloatArray

LADDER = (1, 2, 3, 4, 5, 6, 8, 12, 16, 24, 32, 48, 64)
"""Numbers of nodes tried."""
REACH = 8.0
GRID = 161
"""Points of the normal score from -8 to 8 at which the founding rate is asked for."""
FINE = 2001
"""Points at which the law itself is summed."""
LEVELS = np.logspace(-3.0, 1.0, 9)
"""Mean founding rates per year at which the chance of a founding has to be right."""
QUARTER = 0.25
"""Years of the shortest time in which a chance is asked for: a step of the loss integral."""


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """Nodes of one input, [n]: normal scores of the smooth part, values, and weights."""

    score: FloatArray
    values: FloatArray
    weights: FloatArray

    @property
    def nodes(self) -> int:
        """n."""
        return int(self.weights.size)


@dataclass(frozen=True, slots=True)
class Smooth:
    """The part of a law above a value at which the founding rate has a kink, all without one."""

    law: Distribution
    below: float
    """The law's share below the kink."""

    @classmethod
    def of(cls, law: Distribution, kink: float | None) -> Smooth:
        """The part above `kink`; all of the law where that is nothing or there is no kink."""
        share = 0.0 if kink is None else float(law.cdf(np.array([kink]))[0])
        return cls(law, share if share < 1.0 - 1e-9 else 0.0)

    def at(self, score: FloatArray) -> FloatArray:
        """Values of the law at normal scores of the part."""
        u = self.below + (1.0 - self.below) * special.ndtr(score)
        return np.asarray(self.law.ppf(np.clip(u, 2.0**-53, 1.0 - 2.0**-53)), np.float64)

    def grid(self, points: int) -> Rule:
        """Equal steps of the score, weighted by its density: the reference."""
        score = np.linspace(-REACH, REACH, points)
        density = np.exp(-0.5 * score**2)
        return Rule(score, self.at(score), density / density.sum())

    def rules(self, nodes: int, fine: Rule) -> Iterator[Rule]:
        """The rules of so many nodes for the part alone; `fine` is `grid(FINE)`."""
        values, weights = _gauss(fine.values, fine.weights, nodes)
        yield Rule(np.interp(values, fine.values, fine.score), values, weights)
        score, weights = np.polynomial.hermite_e.hermegauss(nodes)
        yield Rule(score, self.at(score), weights / weights.sum())
        place, weights = np.polynomial.legendre.leggauss(nodes)
        score = special.ndtri((1.0 + place) / 2.0)
        yield Rule(score, self.at(score), weights / 2.0)

    def whole(self, rule: Rule) -> Rule:
        """The rule of the whole law: below the kink nothing is founded, so one node is enough."""
        if self.below <= 0.0:
            return rule
        low = np.asarray(self.law.ppf(np.array([self.below / 2.0])), np.float64)
        return Rule(np.concatenate([[-REACH], rule.score]), np.concatenate([low, rule.values]),
                    np.concatenate([[self.below], (1.0 - self.below) * rule.weights]))


def best_rules(part: Smooth, rates: FloatArray, least: int, enough: float
               ) -> list[tuple[Rule, float]]:
    """The best rule for each number of nodes of `LADDER`, with its largest relative error.

    From `least` nodes on, and no further than an error of `enough` asks. `rates` [cases, GRID] are
    founding rates at `part.grid(GRID)`; between its points they are joined by cubic splines.
    """
    coarse, fine = part.grid(GRID), part.grid(FINE)
    mean = rates @ coarse.weights
    cases = rates[mean > 0] / mean[mean > 0, None]
    curve = CubicSpline(coarse.score, cases, axis=1) if cases.size else None
    exact = [*_asked(cases, coarse.weights, part.below)]

    def error(rule: Rule) -> float:
        if curve is None:
            return 0.0
        seen = _asked(np.maximum(curve(rule.score), 0.0), rule.weights, part.below)
        return max(float(np.max(np.abs(a / b - 1.0))) for a, b in zip(seen, exact, strict=True))

    found = []
    for nodes in (n for n in LADDER if n >= least):
        tried = [(error(rule), i, rule) for i, rule in enumerate(part.rules(nodes, fine))]
        closest, _, rule = min(tried, key=lambda one: one[:2])
        found.append((part.whole(rule), closest))
        if closest <= enough:
            break
    return found


def relative_error(found: tuple[FloatArray, FloatArray], truth: tuple[FloatArray, FloatArray]
                   ) -> float:
    """Largest relative error of rates [cases, K] with their weights [K] against others."""
    mean = truth[0] @ truth[1]
    some = mean > 0
    pairs = [[*_asked(rates[some] / mean[some, None], weights, 0.0)]
             for rates, weights in (found, truth)]
    return max(float(np.max(np.abs(a / b - 1.0), initial=0.0))
               for a, b in zip(*pairs, strict=True))


def _asked(rates: FloatArray, weights: FloatArray, never: float) -> Iterator[FloatArray]:
    """What has to be right of rates of mean 1, [cases] each: the mean, and chances of a founding.

    1 - e^(-Λ_eff / 4) with Λ_eff = -log E[e^-Λ], the chance within a quarter of a year, whose
    relative error is larger than that of any longer time; at mean rates of `LEVELS`. A share
    `never` of all years founds nothing.
    """
    yield rates @ weights
    for level in LEVELS:
        chance = (1.0 - never) * (-np.expm1(-level * rates) @ weights)
        yield -np.expm1(QUARTER * np.log1p(-chance))


def _gauss(x: FloatArray, weights: FloatArray, nodes: int) -> tuple[FloatArray, FloatArray]:
    """The input's own Gauss rule, from recurrence coefficients by Stieltjes' procedure.

    Exact for polynomials of degree 2 n - 1 in the input (Golub & Welsch 1969, Math. Comp. 23:221).
    """
    size = float(np.max(np.abs(x))) or 1.0
    y, before, now, beta = x / size, np.zeros_like(x), np.ones_like(x), 0.0
    jacobi = np.zeros((nodes, nodes))
    for k in range(nodes):
        jacobi[k, k] = alpha = float(weights @ (y * now**2))
        following = (y - alpha) * now - beta * before
        beta = float(np.sqrt(weights @ following**2))
        if k + 1 == nodes or beta < 1e-9:  # no wider than rounding: fewer nodes are exact
            jacobi = jacobi[: k + 1, : k + 1]
            break
        jacobi[k, k + 1] = jacobi[k + 1, k] = beta
        before, now = now, following / beta
    value, vector = np.linalg.eigh(jacobi)
    low, high = float(x.min()), float(x.max())  # rounding must not leave the support
    return np.asarray(np.clip(value * size, low, high)), np.asarray(vector[0] ** 2)
