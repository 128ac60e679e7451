"""Years inside a simulated future: inputs that differ from year to year are averaged over years.

Years are independent of each other and alike in law. Whatever a future leaves unknown is the same
in all its years; what varies takes its values at the same few percentiles, with fixed weights, in
every future: a Gauss rule of each varying input, or Gauss-Hermite in its normal score where that is
closer (Davis & Rabinowitz 1984, Methods of Numerical Integration, 2nd ed.), and all combinations
of several. So years bring no noise of their own, and P(meets) counts futures alone.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from scipy import special

from pra_core.distribution import Distribution
from pra_core.errors import PraError
from pra_core.frozen import FloatArray
from pra_core.scenario import Scenario

Values = Mapping[str, FloatArray]
Laws = tuple[tuple[str, Distribution], ...]
Rule = tuple[FloatArray, FloatArray]
"""Values and weights of the nodes of one input."""
LEAST: Mapping[int, int] = {1: 8, 2: 4}
"""Nodes of each input at least, by the number of varying inputs; 3 from three inputs on."""
LADDER = (3, 4, 5, 6, 8, 12, 16)
CLOSE = 0.005
"""Largest relative error of E[1 - e^-Λ] where Λ is proportional to an input, or to 1 - input."""
CLOSED = 1e-13
"""Relative step at which a founding rate counts as found."""
MOST = 256
"""Years of one future at most."""


@dataclass(frozen=True, slots=True, eq=False)
class Years:
    """The years of each future: K nodes with weights that sum to 1.

    Rows are futures x years, the years of one future side by side.
    """

    weights: FloatArray
    """[K]"""
    values: Values
    """What each varying input is in each year, by name, [K]."""

    @property
    def count(self) -> int:
        """K; 1 where nothing varies."""
        return int(self.weights.size)

    def repeated(self, draws: FloatArray) -> FloatArray:
        """What is the same in all years, [draws] -> [rows]."""
        return draws if self.count == 1 else np.repeat(draws, self.count)

    def mean(self, rows: FloatArray, axis: int = -1) -> FloatArray:
        """E_v over the years of each future; `axis` is [rows], then [draws]."""
        if self.count == 1:
            return rows
        return self._weighted(self._apart(rows, axis))

    def effective(self, rate: FloatArray, axis: int = -1) -> FloatArray:
        """Λ_eff = -log E_v[e^-Λ] of rates per year; `axis` is [rows], then [draws].

        A year without a founding has the chance e^-Λ_eff, T years e^-(T Λ_eff): the waiting time
        for the first founding is that of a constant rate Λ_eff, counted in whole years. By
        Jensen's inequality Λ_eff <= E_v[Λ].
        """
        if self.count == 1:
            return rate
        apart = self._apart(rate, axis)
        low = np.asarray(apart.min(axis=0))
        return np.asarray(low - np.log1p(self._weighted(np.expm1(low - apart))))

    def _apart(self, rows: FloatArray, axis: int) -> FloatArray:
        """Year by year, [K, ...]."""
        axis %= rows.ndim
        shape = (*rows.shape[:axis], -1, self.count, *rows.shape[axis + 1:])
        return np.moveaxis(rows.reshape(shape), axis + 1, 0)

    def _weighted(self, apart: FloatArray) -> FloatArray:
        # Year by year: the same to the last bit however many futures are taken at once.
        total = self.weights[0] * apart[0]
        for weight, year in zip(self.weights[1:], apart[1:], strict=True):
            total += weight * year
        return np.asarray(total)


def effective_within(weights: FloatArray, relative: FloatArray, limit: FloatArray) -> FloatArray:
    """Largest Λ with -log sum_k w_k e^(-Λ x_k) <= limit, x_k >= 0 of mean 1; inf where all are.

    The left side is concave and rises with Λ from slope 1, so Newton from Λ = limit rises to the
    root and never passes it.
    """
    never = float(weights[relative == 0].sum())
    bound = -np.log(never) if never > 0 else np.inf
    distinct, place = np.unique(np.asarray(limit, np.float64), return_inverse=True)
    open_ = (distinct > 0) & (distinct < bound)
    target, low = distinct[open_], float(relative.min())
    rate, moving = target.copy(), bool(np.any(open_))
    while moving:
        rest = np.expm1(-np.multiply.outer(rate, relative - low))
        gap = np.maximum(target - rate * low + np.log1p(rest @ weights), 0.0)
        step = gap * (1.0 + rest @ weights) / ((1.0 + rest) @ (weights * relative))
        rate += step
        moving = bool(np.any(step > CLOSED * rate))
    distinct[distinct >= bound] = np.inf
    distinct[open_] = rate
    return np.asarray(distinct[place].reshape(limit.shape), np.float64)


ONE_YEAR = Years(np.ones(1), {})
"""Where nothing varies."""


def years(scenario: Scenario) -> Years:
    """The years over which entry and founding are averaged; `ONE_YEAR` where none of it varies.

    Raises PraError out_of_bounds where so many inputs vary that more than `MOST` years are needed.
    """
    laws = tuple((name, scenario.varying[name].distribution) for name in acting(scenario))
    return _years(laws) if laws else ONE_YEAR


def acting(scenario: Scenario) -> tuple[str, ...]:
    """Varying inputs that change what is founded in a year, sorted by name.

    The others act on the yearly loss alone, which is linear in each of them: `averaged`.
    """
    return _acting(scenario) if scenario.varying else ()


@lru_cache(maxsize=32)
def _acting(scenario: Scenario) -> tuple[str, ...]:
    after = {e.efficacy[scenario.pest.eppo_code].name
             for m in scenario.measures for e in m.effects if e.kind == "spread"}
    places = [(place, p.name) for place, p in scenario.located_parameters()
              if p.name in scenario.varying]
    return tuple(sorted({name for place, name in places
                         if place[0] != "consequences" and name not in after}))


def averaged(scenario: Scenario, values: Values) -> Values:
    """The values with each varying input at its mean over years, [draws].

    Exact for what is linear in each varying input: the loss of a year, costs, shares of lots; also
    for measures against spread, since the radius adds up from year to year.
    """
    if not scenario.varying:
        return values
    return Replaced(values, {name: np.full(values[name].shape, p.distribution.mean())
                             for name, p in scenario.varying.items()})


class Replaced(Mapping[str, FloatArray]):
    """Values by name, some of them replaced."""

    def __init__(self, values: Values, replaced: Values) -> None:
        self._values, self._replaced = values, replaced

    def __getitem__(self, name: str) -> FloatArray:
        found = self._replaced.get(name)
        return self._values[name] if found is None else found

    def __iter__(self) -> Iterator[str]:
        return iter({**dict.fromkeys(self._values), **dict.fromkeys(self._replaced)})

    def __len__(self) -> int:
        return len(set(self._values) | set(self._replaced))


class Rows(Mapping[str, FloatArray]):
    """Values of some futures in each of their years, [rows], made when they are asked for.

    Inputs named in `fixed` are the same in all years even if the scenario lets them vary.
    """

    def __init__(self, values: Values, over: Years, some: slice,
                 fixed: Container[str] = ()) -> None:
        self._values, self._over, self._some, self._fixed = values, over, some, fixed
        self._made: dict[str, FloatArray] = {}

    def __getitem__(self, name: str) -> FloatArray:
        if name not in self._made:
            column = self._values[name][self._some]
            node = None if name in self._fixed else self._over.values.get(name)
            self._made[name] = (self._over.repeated(column) if node is None
                                else np.tile(node, column.size))
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)


@lru_cache(maxsize=64)
def _years(laws: Laws) -> Years:
    least = LEAST.get(len(laws), LADDER[0])
    rules = [_rule(law, least) for _, law in laws]
    count = int(np.prod([weights.size for _, weights in rules]))
    if count > MOST:
        raise PraError("out_of_bounds", "nature", ", ".join(name for name, _ in laws),
                       f"fewer inputs that differ from year to year: {count} > {MOST}")
    grid = np.meshgrid(*(values for values, _ in rules), indexing="ij")
    weight = np.ones(())
    for _, weights in rules:
        weight = np.multiply.outer(weight, weights)
    found = {name: _frozen(column.ravel())
             for (name, _), column in zip(laws, grid, strict=True)}
    return Years(_frozen(weight.ravel() / weight.sum()), found)


def _rule(law: Distribution, least: int) -> Rule:
    """The rule of one input: the fewest nodes of `LADDER` that are `CLOSE` enough."""
    score = np.linspace(-8.0, 8.0, 2001)
    density = np.exp(-0.5 * score**2)
    exact = _at(law, score), density / density.sum()
    chances = [*_chances(exact, exact)]

    def error(rule: Rule) -> float:
        return max((abs(a / b - 1.0) for a, b in zip(_chances(rule, exact), chances, strict=True)),
                   default=0.0)

    for nodes in (n for n in LADDER if n >= least):
        rule = min(_gauss(*exact, nodes), _hermite(law, nodes), key=error)
        if error(rule) <= CLOSE:
            break
    return rule


def _at(law: Distribution, score: FloatArray) -> FloatArray:
    return np.asarray(law.ppf(np.clip(special.ndtr(score), 2.0**-53, 1.0 - 2.0**-53)), np.float64)


def _hermite(law: Distribution, nodes: int) -> Rule:
    """Gauss-Hermite in the normal score of the percentile: for long tails."""
    score, weights = np.polynomial.hermite_e.hermegauss(nodes)
    return _at(law, score), weights / weights.sum()


def _gauss(x: FloatArray, weights: FloatArray, nodes: int) -> Rule:
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


def _chances(rule: Rule, exact: Rule) -> Iterator[float]:
    """E[1 - e^-Λ] for Λ proportional to the input and, for a share, to what it leaves of 1."""
    (values, weights), (whole, parts) = rule, exact
    left = 1.0 - values, 1.0 - whole
    sides = [(values, whole), *([left] if float(np.max(whole)) <= 1.0 else [])]
    for side, reference in sides:
        mean = float(reference @ parts)
        for rate in np.logspace(-3.0, 1.0, 9) / mean if mean > 0 else ():
            yield float(-np.expm1(-rate * side) @ weights)


def _frozen(column: FloatArray) -> FloatArray:
    column = np.ascontiguousarray(column, np.float64)
    column.setflags(write=False)
    return column
