"""The order of measure sets by trade restrictiveness, and their cost (design 2.7)."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pra_core.frozen import FloatArray
from pra_core.measure import Measure
from pra_core.scenario import Scenario
from pra_core.year_to_year import averaged

IntArray = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class SetOrder:
    """Every subset of `ids` (bit i = ids[i]) with its place in the order of restrictiveness."""

    measures: tuple[tuple[str, ...], ...]
    highest: IntArray
    """Highest level 1–5 in the set, 0 for the empty set."""
    level_sum: IntArray
    count: IntArray
    cost: FloatArray
    """Mean cost per year, known costs only."""
    unknown_costs: IntArray
    order: IntArray
    """Set numbers from the least to the most restrictive."""


@lru_cache(maxsize=32)
def _subsets(ids: tuple[str, ...]) -> tuple[tuple[tuple[str, ...], ...], IntArray]:
    """Sorted tuples of ids per subset number, and the rank of each in tuple order."""
    found: list[tuple[str, ...]] = [()]
    for one in ids:
        found += [(*group, one) for group in found]
    sets = tuple(tuple(sorted(group)) for group in found)
    rank = np.empty(len(sets), np.int64)
    rank[sorted(range(len(sets)), key=sets.__getitem__)] = np.arange(len(sets))
    return sets, rank


def subsets(ids: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    """Sorted tuples of ids per subset number, bit i = ids[i]."""
    return _subsets(tuple(ids))[0]


def cost_draws(scenario: Scenario, values: Mapping[str, FloatArray]
               ) -> dict[str, FloatArray | None]:
    """Cost of each measure in currency per year, [draws]; None where none was found.

    A cost per unit is multiplied by the volume of the pathways the measure acts on, per draw; a
    volume that varies from year to year counts with its mean.
    """
    values = averaged(scenario, values)
    found: dict[str, FloatArray | None] = {}
    for m in scenario.measures:
        if m.cost is None:
            found[m.id] = None
            continue
        amount = values[m.cost.name]
        if m.cost.unit.endswith("/unit"):
            ordered = sorted(scenario.pathways, key=lambda p: p.id)
            amount = amount * sum(values[p.volume.name] for p in ordered
                                  if any(not e.pathways or p.id in e.pathways for e in m.effects))
        found[m.id] = amount
    return found


def mean_costs(scenario: Scenario, values: Mapping[str, FloatArray]) -> dict[str, float | None]:
    """Mean of `cost_draws` of each measure; None where none was found."""
    return {key: None if draws is None else float(np.mean(draws))
            for key, draws in cost_draws(scenario, values).items()}


def set_order(measures: Sequence[Measure], costs: Mapping[str, float | None]) -> SetOrder:
    """Order all subsets by (highest level, sum of levels, mean cost, number, ids)."""
    ids = tuple(m.id for m in measures)
    sets, rank = _subsets(ids)
    size = len(sets)
    highest, total, count = (np.zeros(size, np.int64) for _ in range(3))
    cost, unknown = np.zeros(size), np.zeros(size, np.int64)
    number = np.arange(size)
    for b, m in enumerate(measures):
        has = (number >> b) & 1
        highest = np.maximum(highest, has * m.restrictiveness)
        total += has * m.restrictiveness
        count += has
        price = costs[m.id]
        cost += has * (price or 0.0)
        unknown += has * (price is None)
    order = np.lexsort((rank, count, _rounded(cost), total, highest))
    return SetOrder(sets, highest, total, count, cost, unknown, order)


def _rounded(cost: FloatArray) -> FloatArray:
    """To 12 significant digits: equal costs stay equal whatever they were summed from."""
    scale = 10.0 ** np.floor(np.log10(np.where(cost > 0, cost, 1.0)))
    return np.asarray(np.round(cost / scale, 11) * scale, np.float64)


def front(table: pd.DataFrame) -> NDArray[np.bool_]:
    """Rows no other beats in restrictiveness, cost and mean residual risk at once, [sets].

    In n log n steps: in order of restrictiveness, a set is beaten if one before it costs no more
    and leaves no more risk. Equal sets are kept together.
    """
    columns = table[["restrictiveness", "level_sum", "cost", "mean"]].to_numpy(np.float64)
    different, place = np.unique(columns, axis=0, return_inverse=True)
    keep = np.zeros(len(different), np.bool_)
    costs: list[float] = []
    means: list[float] = []  # falls as costs rise: the least risk so far at each cost
    for i, (cost, mean) in enumerate(different[:, 2:].tolist()):
        at = bisect_right(costs, cost)
        if at and means[at - 1] <= mean:
            continue
        keep[i] = True
        if at and costs[at - 1] == cost:
            at -= 1
        worse = at
        while worse < len(costs) and means[worse] >= mean:
            worse += 1
        costs[at:worse], means[at:worse] = [cost], [mean]
    return np.asarray(keep[place.ravel()])
