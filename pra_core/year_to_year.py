"""Years inside a simulated future: inputs that differ from year to year are averaged over years.

Years are independent of each other and alike in law. Whatever a future leaves unknown is the same
in all its years; what varies takes its values at the same few percentiles, with fixed weights, in
every future (`years_needed` chooses them). So years bring no noise of their own, and P(meets)
counts futures alone.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from pra_core.frozen import FloatArray
from pra_core.scenario import Scenario

Values = Mapping[str, FloatArray]
CLOSED = 1e-13
"""Relative step at which a founding rate counts as found."""


@dataclass(frozen=True, slots=True, eq=False)
class Years:
    """The years of each future: K nodes with weights that sum to 1.

    Rows are futures x years, the years of one future side by side.
    """

    weights: FloatArray
    """[K]"""
    values: Values
    """What each varying input is in each year, by name, [K]."""
    error: float = 0.0
    """Largest relative error that so few years were found to leave (`years_needed.years`)."""

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
