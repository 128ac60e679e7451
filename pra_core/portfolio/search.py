"""The search over all sets of feasible measures (design 2.7; SPS 5.6)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pra_core.alop import Alop
from pra_core.assessment import check_sampling, sample
from pra_core.errors import PraError
from pra_core.frozen import FloatArray
from pra_core.portfolio.limits import as_safe, limits_of_sets
from pra_core.portfolio.ranked import Ranked
from pra_core.portfolio.tables import tables
from pra_core.restrictiveness import SetOrder, front, mean_costs, set_order, subsets
from pra_core.scenario import Scenario
from pra_core.set_sweep import Progress, Tally
from pra_core.summary import verdicts

MAX_MEASURES = 16
RISE = 1.02
"""A median this much above a subset's counts as a rise (the medians are exact to 0.5 %)."""


@dataclass(frozen=True)
class Portfolios(Ranked):
    """Every candidate set, from the least to the most restrictive.

    `table` columns: measures (sorted tuple of ids), probability (share of draws within the
    ALOP), standard_error, verdict (meets | fails | too_close), restrictiveness (highest level,
    0–5), level_sum, cost (mean per year, known costs), unknown_costs, median and mean (founding
    rate per year; live pests per lot for that metric), fewer_rejected (its median is above that
    of a subset because cleaner lots are rejected less often).
    """

    scenario: Scenario
    alop: Alop
    draws: int
    seed: int
    table: pd.DataFrame

    @cached_property
    def pareto(self) -> pd.DataFrame:
        """Sets that no other beats in restrictiveness, cost and mean residual risk at once."""
        found: pd.DataFrame = self.table[front(self.table)].reset_index(drop=True)
        return found

    def row(self, ids: Sequence[str]) -> pd.Series:
        """The row of one set; PraError unknown_id if it is not a candidate."""
        wanted = tuple(sorted(set(ids)))
        place = self._places.get(wanted)
        if place is None:
            raise PraError("unknown_id", "measures", ", ".join(wanted),
                           "a set of feasible measures that do not exclude each other")
        return self.table.iloc[place]

    def drop_one(self, ids: Sequence[str]) -> pd.DataFrame:
        """The set and each set with one measure left out: is this measure necessary?"""
        base = tuple(sorted(set(ids)))
        sets = [base, *(tuple(i for i in base if i != out) for out in base)]
        return pd.DataFrame([self.row(s) for s in sets]).reset_index(drop=True)

    def equivalent_to(self, ids: Sequence[str]) -> pd.DataFrame:
        """Sets at least as safe as a named one with the ALOP's confidence (ISPM 24).

        Compared draw by draw; the extra column at_least_as_safe is the share of draws on which
        the set's risk is not above that of the named set.
        """
        named = tuple(self.row(ids)["measures"])
        every = tables(self.scenario, self.alop, feasible_ids(self.scenario), self.draws, self.seed)
        number = sum(1 << b for b, one in enumerate(every.ids) if one in named)
        limit, which = as_safe(self.scenario, self.alop, every.ids, named, every.judged(number),
                               self.seed)
        share = every.within(limit, which) / self.draws
        by_set = dict(zip(subsets(every.ids), share.tolist(), strict=True))
        found = self.table.assign(at_least_as_safe=[by_set[m] for m in self.table["measures"]])
        enough = found["at_least_as_safe"] >= self.alop.confidence
        return found[enough].reset_index(drop=True)

    @cached_property
    def _places(self) -> dict[tuple[str, ...], int]:
        return {m: i for i, m in enumerate(self.table["measures"])}


def portfolios(scenario: Scenario, alop: Alop, draws: int = 10_000, seed: int = 1,
               progress: Progress | None = None) -> Portfolios:
    """Evaluate every set of feasible measures on the same draws; `progress` gets the share done.

    Raises PraError too_many_measures beyond 16 feasible measures, out_of_bounds for draws, seed.
    """
    check_sampling(draws, seed)
    every = tables(scenario, alop, feasible_ids(scenario), draws, seed)
    limits, which = limits_of_sets(scenario, alop, every.ids, draws, seed)
    counts = every.tally(limits, which, progress)
    measures = [scenario.measure(i) for i in every.ids]
    order = set_order(measures, mean_costs(scenario, sample(scenario, draws, seed)))
    frame = _frame(scenario, alop, every.ids, counts, order, draws)
    return Portfolios(scenario, alop, draws, seed, frame)


def feasible_ids(scenario: Scenario) -> tuple[str, ...]:
    """Ids of the measures that enter the search, sorted; PraError too_many_measures above 16."""
    ids = tuple(sorted(m.id for m in scenario.measures if m.feasible))
    if len(ids) > MAX_MEASURES:
        raise PraError("too_many_measures", "measures", len(ids), str(MAX_MEASURES))
    return ids


def _frame(scenario: Scenario, alop: Alop, ids: Sequence[str], counts: Tally, order: SetOrder,
           draws: int) -> pd.DataFrame:
    p = counts.within / draws
    candidate = _candidates(scenario, ids)
    rows = order.order[candidate[order.order]]
    frame = pd.DataFrame({
        "measures": pd.Series([order.measures[i] for i in rows], dtype=object),
        "probability": p[rows],
        "standard_error": np.sqrt(p * (1 - p) / draws)[rows],
        "verdict": verdicts(counts.within, draws, alop.confidence)[rows],
        "restrictiveness": order.highest[rows],
        "level_sum": order.level_sum[rows],
        "cost": order.cost[rows],
        "unknown_costs": order.unknown_costs[rows],
        "median": counts.median[rows],
        "mean": counts.mean[rows],
        "fewer_rejected": _rises(counts.median, len(ids))[rows],
    })
    return frame


def _candidates(scenario: Scenario, ids: Sequence[str]) -> NDArray[np.bool_]:
    """Sets without a mutually excluded pair."""
    number = np.arange(1 << len(ids))
    allowed = np.ones(number.size, np.bool_)
    for a in ids:
        for b in scenario.measure(a).excludes:
            if b in ids:
                pair = 1 << ids.index(a) | 1 << ids.index(b)
                allowed &= (number & pair) != pair
    return allowed


def _rises(median: FloatArray, bits: int) -> NDArray[np.bool_]:
    """Sets whose median is above that of one of their subsets."""
    lowest = median.copy()
    number = np.arange(median.size)
    for b in range(bits):
        has = number[(number >> b) & 1 == 1]
        lowest[has] = np.minimum(lowest[has], lowest[has & ~(1 << b)])
    return median > lowest * RISE
