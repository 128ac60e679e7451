"""More draws for the sets on which the least restrictive choice hangs (design 2.7)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pra_core import copula
from pra_core.alop import Alop
from pra_core.assessment import MAX_DRAWS, Assessment, founders
from pra_core.copula import Block
from pra_core.distribution import Distribution
from pra_core.frozen import FloatArray
from pra_core.portfolio import (
    Portfolios,
    founding_rates,
    limit_draws,
    set_rates,
    worst_lots,
)
from pra_core.scenario import Scenario
from pra_core.streams import percentiles
from pra_core.summary import Judgement, meets, verdicts

IntArray = NDArray[np.int64]
FACTOR = 4
"""Times the draws of the step before."""
BATCH = 4
"""Sets judged at once, in order of restrictiveness: after one that meets, none later matters."""
BUDGET = 12_000_000
"""Sets x draws spent at most: sixty sets at 200,000 draws."""
LOSS_DRAWS = 40_000
"""Most draws where losses are judged: their weights take draws x time steps of memory."""


def decided(sets: Portfolios, most: int = MAX_DRAWS, budget: int = BUDGET) -> Portfolios:
    """The same search, the sets that matter judged on more draws until the choice is clear.

    A set matters if its verdict is `too_close` and no set before it meets, or if it is the first
    that meets after such sets. These alone are judged again, on 4, 16, … times the draws up to
    `most`, each time on the draws of `assess` with that number and the same seed. The table gains
    the columns draws and common (P(meets) on the common draws, to compare sets by); probability,
    standard_error and verdict of the sets judged again are those of their draws; medians and
    means stay on the common draws.

    `undecided` keeps what `most` draws, or `budget` sets x draws, cannot decide. The 95 % Wilson
    interval holds for each look, not for all looks together.
    """
    last = prepared(sets)
    for found in steps(last, most, budget):
        last = found
    return last


def prepared(sets: Portfolios) -> Portfolios:
    """The search with the columns draws and common, nothing judged again yet."""
    if "draws" in sets.table:
        return sets
    return replace(sets, table=sets.table.assign(draws=sets.draws,
                                                 common=sets.table["probability"]))


def steps(sets: Portfolios, most: int = MAX_DRAWS, budget: int = BUDGET) -> Iterator[Portfolios]:
    """`decided`, a few sets at a time; nothing is yielded where nothing is to be decided."""
    found = prepared(sets)
    if sets.alop.metric == "annual_loss":
        most = min(most, max(LOSS_DRAWS, sets.draws))
    for draws in _numbers(sets.draws, most):
        if not found.undecided:
            return
        while (rows := _matter(found.table, draws)).size:
            rows = rows[: min(BATCH, budget // draws)]
            if not rows.size:
                return
            budget -= draws * rows.size
            found = _judged(found, rows, draws)
            yield found


def settled(sets: Portfolios, chosen: Sequence[Sequence[str]], most: int = MAX_DRAWS
            ) -> Portfolios:
    """The search with these sets judged on more draws until each verdict is clear, or `most`."""
    found = prepared(sets)
    if sets.alop.metric == "annual_loss":
        most = min(most, max(LOSS_DRAWS, sets.draws))
    wanted = {tuple(sorted(set(ids))) for ids in chosen}
    here = found.table["measures"].map(lambda ids: ids in wanted).to_numpy(np.bool_)
    for draws in _numbers(sets.draws, most):
        table = found.table
        rows = np.flatnonzero(here & (table["verdict"] == "too_close") & (table["draws"] < draws))
        for start in range(0, rows.size, BATCH):
            found = _judged(found, rows[start: start + BATCH], draws)
    return found


def judged(assessment: Assessment, sets: Portfolios | None) -> Judgement:
    """The judgement of the selected set, on more draws where the search has judged it on more."""
    scenario = assessment.scenario
    if sets is not None:
        row = sets.row(scenario.selected)
        if judged_draws(row, sets) > assessment.draws:
            return Judgement(float(row["probability"]), float(row["standard_error"]),
                             str(row["verdict"]))
    return meets(assessment, scenario.alop)


def judged_draws(row: pd.Series, sets: Portfolios) -> int:
    """The draws on which a row of the table was judged."""
    return int(row.get("draws", sets.draws))


def _numbers(draws: int, most: int) -> Iterator[int]:
    """4, 16, … times the draws; the last is `most` itself."""
    while draws < most:
        draws = FACTOR * draws if FACTOR**2 * draws <= most else most
        yield draws


def _matter(table: pd.DataFrame, draws: int) -> IntArray:
    """Rows that matter and were judged on fewer draws, in order of restrictiveness."""
    verdict = table["verdict"].to_numpy()
    met = np.flatnonzero(verdict == "meets")
    last = int(met[0]) if met.size else len(table)
    rows = np.flatnonzero(verdict[:last] == "too_close")
    if met.size and (rows.size or np.any(table["draws"].iloc[:last] >= draws)):
        rows = np.append(rows, last)
    fewer = table["draws"].to_numpy() < draws
    return np.asarray(rows[fewer[rows]], np.int64)


def _judged(sets: Portfolios, rows: NDArray[np.int64], draws: int) -> Portfolios:
    """The rows judged anew on a number of draws."""
    scenario, alop = sets.scenario, sets.alop
    chosen = [tuple(ids) for ids in sets.table["measures"].iloc[rows]]
    values = _rates(scenario, alop, chosen, draws, sets.seed)
    inside = np.array([np.count_nonzero(
        values[:, i] <= limit_draws(scenario, alop, ids, draws, sets.seed))
        for i, ids in enumerate(chosen)], np.int64)
    p = inside / draws
    table = sets.table.copy()
    for column, again in (("probability", p), ("standard_error", np.sqrt(p * (1 - p) / draws)),
                          ("verdict", verdicts(inside, draws, alop.confidence)),
                          ("draws", np.full(rows.size, draws))):
        whole = table[column].to_numpy(copy=True)
        whole[rows] = again
        table[column] = whole
    return replace(sets, table=table)


class _Columns(Mapping[str, FloatArray]):
    """`assessment.sample`, each column drawn when it is asked for: a chain reads but a few."""

    def __init__(self, scenario: Scenario, draws: int, seed: int) -> None:
        self._scenario, self._draws, self._seed = scenario, draws, seed

    def __getitem__(self, name: str) -> FloatArray:
        one = self._scenario.sampled[name]
        return _column(one.distribution, name, self._scenario.tie(name), self._draws, self._seed)

    def __iter__(self) -> Iterator[str]:
        return iter(self._scenario.sampled)

    def __len__(self) -> int:
        return len(self._scenario.sampled)


@lru_cache(maxsize=64)
def _column(distribution: Distribution, name: str, tied: Block | None, draws: int, seed: int
            ) -> FloatArray:
    # Not through the cache of percentiles, which would keep every long array.
    u = percentiles.__wrapped__(name, draws, seed) if tied is None else (
        copula.tied_percentiles(tied, draws, seed)[name])
    values = np.asarray(distribution.ppf(u), np.float64)
    values.setflags(write=False)
    return values


def _rates(scenario: Scenario, alop: Alop, chosen: Sequence[tuple[str, ...]], draws: int,
           seed: int) -> FloatArray:
    """`portfolio.set_rates` on only those columns that the sets need, [draws, sets]."""
    if alop.metric == "annual_loss":
        return set_rates(scenario, alop, chosen, draws, seed)
    values = _Columns(scenario, draws, seed)
    if alop.metric == "pests_per_lot":
        return worst_lots(scenario, chosen, values)
    return founding_rates(scenario, alop, chosen, values, founders(scenario, values))
