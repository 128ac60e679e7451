"""All sets of feasible measures judged against the ALOP (design 2.7; SPS 5.6)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pra_core import chain, endangered_area, kernels
from pra_core.alop import Alop
from pra_core.assessment import (
    STEPS_PER_YEAR,
    check_sampling,
    integral_weights,
    pests_per_lot,
    sample,
    shared_founders,
)
from pra_core.errors import PraError
from pra_core.frozen import FloatArray
from pra_core.impact import annualise, founding_rate_limit, time_grid, weighted_present_value
from pra_core.restrictiveness import SetOrder, front, mean_costs, set_order
from pra_core.scenario import Scenario
from pra_core.set_sweep import SetTable, Tally, exact_values, set_table, tally, within
from pra_core.summary import verdicts

IntArray = NDArray[np.int64]
MAX_MEASURES = 16
RISE = 1.02
"""A median this much above a subset's counts as a rise (the medians are exact to 0.5 %)."""


@dataclass(frozen=True)
class Portfolios:
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
    def least_restrictive(self) -> tuple[str, ...] | None:
        """The first set that meets, unless an earlier one is too close to call."""
        first = self.first_meeting
        return first if first is not None and not self.undecided else None

    @cached_property
    def first_meeting(self) -> tuple[str, ...] | None:
        """The first set in order of restrictiveness whose verdict is `meets`."""
        met = self.table.index[self.table["verdict"] == "meets"]
        return None if met.empty else tuple(self.table["measures"].loc[met[0]])

    @cached_property
    def undecided(self) -> tuple[tuple[str, ...], ...]:
        """Sets before the first that meets on which these draws cannot decide."""
        met = self.table.index[self.table["verdict"] == "meets"]
        before = self.table if met.empty else self.table.loc[: met[0]]
        return tuple(before.loc[before["verdict"] == "too_close", "measures"])

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
        tables, mode = _tables(self.scenario, self.alop, self.draws, self.seed)
        number = sum(1 << b for b, one in enumerate(tables.ids) if one in named)
        limit = exact_values(tables, mode, np.array([number]))[:, 0]
        share = within(tables, mode, limit) / self.draws
        by_set = dict(zip(_subsets_of(tables), share, strict=True))
        found = self.table.assign(at_least_as_safe=[by_set[m] for m in self.table["measures"]])
        enough = found["at_least_as_safe"] >= self.alop.confidence
        return found[enough].reset_index(drop=True)

    @cached_property
    def _places(self) -> dict[tuple[str, ...], int]:
        return {m: i for i, m in enumerate(self.table["measures"])}


def portfolios(scenario: Scenario, alop: Alop, draws: int = 10_000, seed: int = 1) -> Portfolios:
    """Evaluate every set of feasible measures on the same draws.

    Raises PraError too_many_measures beyond 16 feasible measures, out_of_bounds for draws, seed.
    """
    check_sampling(draws, seed)
    tables, mode = _tables(scenario, alop, draws, seed)
    limits, which = _limits(scenario, alop, tables, draws, seed)
    counts = tally(tables, mode, limits, which)
    measures = [scenario.measure(i) for i in tables.ids]
    order = set_order(measures, mean_costs(scenario, sample(scenario, draws, seed)))
    frame = _frame(scenario, alop, tables, counts, order, draws)
    return Portfolios(scenario, alop, draws, seed, frame)


def set_rates(scenario: Scenario, alop: Alop, sets: Sequence[Sequence[str]], draws: int = 10_000,
              seed: int = 1) -> FloatArray:
    """What `limit_draws` limits, for a few sets, [draws, sets]; set by set, so any draws are cheap.

    Founding rate per year, or for pests_per_lot the living pests per released lot of the worst
    pathway. Raises PraError unknown_id, out_of_bounds.
    """
    check_sampling(draws, seed)
    values = sample(scenario, draws, seed)
    out = np.empty((draws, len(sets)))
    for column, ids in enumerate(sets):
        chosen = tuple(scenario.measure(i).id for i in ids)
        if alop.metric == "pests_per_lot":
            lots = pests_per_lot(scenario.changed(selected=chosen), values)
            out[:, column] = np.stack([lots[k] for k in sorted(lots)]).max(axis=0)
            continue
        fate = shared_founders(scenario, draws, seed)
        out[:, column] = np.sum([
            chain.build(scenario, p, chosen, values, fate, reduce=True).full_set(kernels.FOUNDINGS)
            for p in sorted(scenario.pathways, key=lambda p: p.id)], axis=0)
    return out


def set_values(scenario: Scenario, alop: Alop, sets: Sequence[Sequence[str]], draws: int = 10_000,
               seed: int = 1) -> FloatArray:
    """What the ALOP limits, for a few sets, [draws, sets], on a scale on which less is safer.

    Chance per year, founding rate per year (for years_between_outbreaks), loss in currency per
    year, or living pests per released lot. Raises PraError unknown_id, out_of_bounds.
    """
    rates = set_rates(scenario, alop, sets, draws, seed)
    if alop.metric == "annual_probability":
        return np.asarray(-np.expm1(-rates), np.float64)
    if alop.metric != "annual_loss":
        return rates
    horizon, values = scenario.consequences.horizon_years, sample(scenario, draws, seed)
    discount = values[scenario.consequences.discount.name]
    at_risk, weights = endangered_area.endangered(scenario, values), {}
    for column, ids in enumerate(sets):
        slowing = tuple(i for i in ids if i in _slowing(scenario, tuple(ids)))
        if slowing not in weights:
            weights[slowing] = integral_weights(scenario.changed(selected=slowing), values, at_risk)
        loss = weighted_present_value(rates[:, column], weights[slowing], horizon)
        rates[:, column] = annualise(loss, discount, horizon)
    return rates


def limit_draws(scenario: Scenario, alop: Alop, ids: Sequence[str], draws: int = 10_000,
                seed: int = 1) -> FloatArray:
    """The largest `set_rates` within the ALOP for one set, [draws]."""
    check_sampling(draws, seed)
    slowing = _slowing(scenario, [scenario.measure(i).id for i in ids])
    return _allowed(scenario, alop, [slowing], draws, seed).ravel()


def feasible_ids(scenario: Scenario) -> tuple[str, ...]:
    """Ids of the measures that enter the search, sorted; PraError too_many_measures above 16."""
    ids = tuple(sorted(m.id for m in scenario.measures if m.feasible))
    if len(ids) > MAX_MEASURES:
        raise PraError("too_many_measures", "measures", len(ids), str(MAX_MEASURES))
    return ids


def _tables(scenario: Scenario, alop: Alop, draws: int, seed: int) -> tuple[SetTable, int]:
    ids = feasible_ids(scenario)
    values = sample(scenario, draws, seed)
    fate = shared_founders(scenario, draws, seed)
    lots = alop.metric == "pests_per_lot"
    chains = [chain.build(scenario, p, ids, values, fate,
                          until="import_inspection" if lots else None)
              for p in sorted(scenario.pathways, key=lambda p: p.id)]
    return set_table(chains, ids), kernels.PESTS if lots else kernels.FOUNDINGS


def _limits(scenario: Scenario, alop: Alop, tables: SetTable, draws: int, seed: int
            ) -> tuple[FloatArray, IntArray]:
    """Limits on the founding rate (or pests per lot), [limits, draws], and each set's row.

    Annual loss gives one limit for each subset of the measures that slow spread.
    """
    which = np.zeros(tables.size, np.int64)
    slowing = _slowing(scenario, tables.ids) if alop.metric == "annual_loss" else ()
    for b, one in enumerate(slowing):
        which |= ((np.arange(tables.size) >> tables.ids.index(one)) & 1) << b
    subsets = [tuple(i for b, i in enumerate(slowing) if number >> b & 1)
               for number in range(1 << len(slowing))]
    return _allowed(scenario, alop, subsets, draws, seed), which


def _slowing(scenario: Scenario, ids: Sequence[str]) -> tuple[str, ...]:
    return tuple(i for i in ids if any(e.kind == "spread" for e in scenario.measure(i).effects))


def _allowed(scenario: Scenario, alop: Alop, subsets: Sequence[tuple[str, ...]], draws: int,
             seed: int) -> FloatArray:
    """The largest founding rate (or pests per lot) allowed, [subsets that slow spread, draws]."""
    if alop.metric == "annual_loss":
        return _loss_limits(scenario, alop, subsets, draws, seed)
    limit = alop.limit
    with np.errstate(divide="ignore"):
        if alop.metric == "annual_probability":
            limit = float(-np.log1p(-np.float64(alop.limit)))
        elif alop.metric == "years_between_outbreaks":
            limit = float(np.float64(1.0) / alop.limit)
    return np.full((len(subsets), draws), limit)


def _loss_limits(scenario: Scenario, alop: Alop, subsets: Sequence[tuple[str, ...]], draws: int,
                 seed: int) -> FloatArray:
    values = sample(scenario, draws, seed)
    horizon = scenario.consequences.horizon_years
    discount = values[scenario.consequences.discount.name]
    at_risk = endangered_area.endangered(scenario, values)
    # Annuity: annual loss = PV r / (1 - e^-rT), PV / T at r = 0.
    years = np.where(discount > 0, -np.expm1(-discount * horizon) / np.where(
        discount > 0, discount, 1.0), float(horizon))
    grid, rows = time_grid(horizon, horizon * STEPS_PER_YEAR), []
    for chosen in subsets:
        weights = integral_weights(scenario.changed(selected=chosen), values, at_risk)
        rows.append(founding_rate_limit(weights, grid, alop.limit * years))
    return np.stack(rows)


def _subsets_of(tables: SetTable) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(sorted(one for b, one in enumerate(tables.ids) if number >> b & 1))
                 for number in range(tables.size))


def _frame(scenario: Scenario, alop: Alop, tables: SetTable, counts: Tally, order: SetOrder,
           draws: int) -> pd.DataFrame:
    p = counts.within / draws
    candidate = _candidates(scenario, tables)
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
        "fewer_rejected": _rises(counts.median, len(tables.ids))[rows],
    })
    return frame


def _candidates(scenario: Scenario, tables: SetTable) -> NDArray[np.bool_]:
    """Sets without a mutually excluded pair."""
    number = np.arange(tables.size)
    allowed = np.ones(tables.size, np.bool_)
    for a in tables.ids:
        for b in scenario.measure(a).excludes:
            if b in tables.ids:
                pair = 1 << tables.ids.index(a) | 1 << tables.ids.index(b)
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
