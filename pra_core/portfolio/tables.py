"""The values of all sets of a search; where inputs vary, averaged over the years of each future."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

import numpy as np

from pra_core import chain, kernels
from pra_core.alop import Alop
from pra_core.assessment import sample, shared_founders
from pra_core.chain import Values
from pra_core.frozen import FloatArray
from pra_core.portfolio.limits import IntArray, judged_rate
from pra_core.sampled_values import Part, by_years
from pra_core.scenario import Scenario
from pra_core.set_sweep import (
    Progress,
    SetTable,
    Tally,
    exact_values,
    fill,
    in_parts,
    set_table,
    tally,
    within,
)
from pra_core.year_to_year import ONE_YEAR, Replaced, effective_within
from pra_core.years_needed import years

AT_ONCE = 1 << 18
"""Values a thread holds at once: sets x futures x years."""
KEPT = 1 << 26
"""Values kept for medians over years; beyond, they are those of the first futures."""
Found = TypeVar("Found")
Rows = Callable[[int, int], tuple[FloatArray, FloatArray]]
Take = Callable[[slice, FloatArray, FloatArray], Found]
"""Told of some futures: what is judged and what is shown of every set, [futures, sets]."""


@dataclass(frozen=True, slots=True, eq=False)
class Tables:
    """All sets of the measures `ids`, numbered by their bits.

    Judged is `limits.judged_rate`, shown E_v[Λ]; both are living pests per released lot of the
    worst pathway for that metric.
    """

    scenario: Scenario
    alop: Alop
    ids: tuple[str, ...]
    draws: int
    seed: int
    sole: SetTable | None
    """The table of all futures where one year stands for all."""
    volume: FloatArray | None = None
    """Volume of each year over the mean, [K], where `sole` is that of the mean volume."""

    @property
    def mode(self) -> int:
        """Leaf of the kernels."""
        return kernels.PESTS if self.alop.metric == "pests_per_lot" else kernels.FOUNDINGS

    def tally(self, limits: FloatArray, which: IntArray, progress: Progress | None = None) -> Tally:
        """Futures on which each set is within its row of limits [rows, draws]; mean and median."""
        if self.sole is not None:
            return tally(self.sole, self.mode, self._of_mean(limits), which, progress)
        size = 1 << len(self.ids)
        n = min(self.draws, max(512, KEPT // size))
        kept = np.empty((n, size), np.float32)

        def take(some: slice, judged: FloatArray, shown: FloatArray) -> tuple[IntArray, FloatArray]:
            kept[some.start:some.stop] = shown[: max(0, n - some.start)]
            return _inside(judged, limits, which, some), shown.sum(axis=0)

        counts, sums = np.zeros(size, np.int64), np.zeros(size)
        for inside, total in self._each(take, progress):
            counts += inside
            sums += total
        median = in_parts(size, lambda first, last: np.median(
            np.ascontiguousarray(kept[:, first:last].T), axis=1))
        return Tally(counts, sums / self.draws, np.concatenate(median).astype(np.float64))

    def within(self, limits: FloatArray, which: IntArray) -> IntArray:
        """Futures on which each set is within its row of limits [rows, draws]."""
        if self.sole is not None:
            return within(self.sole, self.mode, self._of_mean(limits), which)
        found = self._each(lambda some, judged, _: _inside(judged, limits, which, some), None)
        return np.asarray(np.sum([*found], axis=0), np.int64)

    def judged(self, number: int) -> FloatArray:
        """What is judged of one set, [draws]."""
        if self.sole is not None:
            rate = exact_values(self.sole, self.mode, np.array([number]))[:, 0]
            return rate if self.volume is None else judged_rate(
                years(self.scenario), self.alop, np.outer(rate, self.volume).ravel())
        found = self._each(lambda _, judged, __: judged[:, number].copy(), None)
        return np.concatenate([*found])

    def _of_mean(self, limits: FloatArray) -> FloatArray:
        """The largest rates at the mean volume whose judged rate is within `limits`."""
        if self.volume is None or self.alop.metric == "years_between_outbreaks":
            return limits
        return effective_within(years(self.scenario).weights, self.volume, limits)

    def _each(self, take: Take[Found], progress: Progress | None) -> Iterator[Found]:
        """What `take` gives for a few futures at a time, in their order."""
        values = sample(self.scenario, self.draws, self.seed)
        for part in by_years(self.scenario, values,
                             shared_founders(self.scenario, self.draws, self.seed)):
            work = partial(self._taken, take, self._rows(part), part)
            for found in in_parts(part.draws.stop - part.draws.start, work):
                yield from found
            if progress is not None:
                progress(part.draws.stop / self.draws)

    def _taken(self, take: Take[Found], rows: Rows, part: Part, first: int, last: int
               ) -> list[Found]:
        """The same for futures first … last - 1 of a part, in one thread."""
        step, start = max(1, AT_ONCE // (part.years.count << len(self.ids))), part.draws.start
        ends = [(a, min(a + step, last)) for a in range(first, last, step)]
        return [take(slice(start + a, start + b), *rows(a, b)) for a, b in ends]

    def _rows(self, part: Part) -> Rows:
        """What is judged and shown at some futures of a part, [futures, sets]."""
        over, lots = part.years, self.mode == kernels.PESTS
        tables = _tables(self.scenario, self.ids, part, lots)
        places = [_places(self.ids, table) for table in tables]

        def leaf(which: int, mode: int, first: int, last: int) -> FloatArray:
            out = np.empty(((last - first) * over.count, 1 << len(self.ids)))
            fill(tables[which], mode, places[which], first * over.count, out)
            return out

        def foundings(first: int, last: int) -> tuple[FloatArray, FloatArray]:
            rate = leaf(0, kernels.FOUNDINGS, first, last)
            return judged_rate(over, self.alop, rate, axis=0), over.mean(rate, axis=0)

        def worst(first: int, last: int) -> tuple[FloatArray, FloatArray]:
            found = np.zeros((last - first, 1 << len(self.ids)))
            for which in range(len(tables)):
                released = leaf(which, kernels.LOTS, first, last)
                alive = leaf(which, kernels.PESTS, first, last) * released
                pests, all_lots = over.mean(alive, axis=0), over.mean(released, axis=0)
                found = np.maximum(found, np.divide(pests, all_lots, out=np.zeros_like(pests),
                                                    where=all_lots > 0))
            return found, found

        return worst if lots else foundings


def tables(scenario: Scenario, alop: Alop, ids: Sequence[str], draws: int, seed: int) -> Tables:
    """All sets of some measures on the draws of `assess`.

    Foundings are proportional to the volume: where it alone varies, on the only pathway, one table
    at the mean volume will do, and limits are those of the mean.
    """
    lots, own, over = alop.metric == "pests_per_lot", tuple(ids), years(scenario)
    first, volume = scenario.pathways[0].volume.name, None
    values: Values = sample(scenario, draws, seed)
    if over.count > 1:
        if len(scenario.pathways) > 1 or set(over.values) != {first}:
            return Tables(scenario, alop, own, draws, seed, None)
        mean = float(over.weights @ over.values[first])
        values = Replaced(values, {first: np.full(draws, mean)})
        volume = None if lots or mean == 0 else over.values[first] / mean
    whole = Part(slice(0, draws), ONE_YEAR, values, shared_founders(scenario, draws, seed))
    sole = _tables(scenario, own, whole, lots, together=True)[0]
    return Tables(scenario, alop, sole.ids, draws, seed, sole, volume)


def _tables(scenario: Scenario, ids: tuple[str, ...], part: Part, lots: bool,
            together: bool = False) -> list[SetTable]:
    """One table of all pathways; for pests per lot over years one of each."""
    chains = [chain.build(scenario, p, ids, part.values, part.fate,
                          until="import_inspection" if lots else None)
              for p in sorted(scenario.pathways, key=lambda p: p.id)]
    groups = [chains] if together or not lots else [[one] for one in chains]
    return [set_table(group, ids) for group in groups]


def _places(ids: tuple[str, ...], table: SetTable) -> IntArray:
    """Number in a table of each set numbered by the bits of `ids`."""
    number = np.arange(table.size)
    place = np.zeros(table.size, np.int64)
    for bit, one in enumerate(ids):
        place |= (number >> bit & 1) << table.ids.index(one)
    return place


def _inside(judged: FloatArray, limits: FloatArray, which: IntArray, some: slice) -> IntArray:
    allowed = limits[:, some].T
    return np.asarray((judged <= (allowed if len(limits) == 1 else allowed[:, which])).sum(axis=0))
