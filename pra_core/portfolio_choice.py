"""Which set to choose: least restrictive, cheapest, safest, minimal, its neighbours, the nearest.

Everything is read from the table of the search (`portfolio`, `top_up`); ratios of residual risks
are taken draw by draw on the common draws.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from pra_core.errors import PraError
from pra_core.frozen import FloatArray
from pra_core.portfolio import Portfolios, limit_draws, set_rates, set_values
from pra_core.summary import Interval, interval
from pra_core.top_up import judged_draws

BoolArray = NDArray[np.bool_]
Ids = tuple[str, ...]
NEAREST = 16
"""Sets with the highest P(meets) among which the nearest is looked for."""


@dataclass(frozen=True, slots=True)
class Cheapest:
    """The cheapest set that meets, as far as costs are known."""

    measures: Ids
    known: bool
    """Whether the cost of each of its measures is known."""
    rivals: int
    """Sets that meet, with a lower known part, that could turn out cheaper: a cost is unknown."""


@dataclass(frozen=True, slots=True)
class Nearest:
    """The set that comes nearest to the ALOP where none meets it, and what it lacks."""

    measures: Ids
    probability: float
    verdict: str
    factor: float
    """What the ALOP limits over its limit, exceeded on a share 1 - γ of the draws; ≤ 1 where γ is
    reached."""
    rate_factor: float
    """The same of the founding rate, or of pests per lot."""

    @property
    def missing(self) -> float:
        """Share of the founding rate that a further step after all others must take away.

        1 - 1/rate_factor: on every draw the rate is then divided by that, so P(meets) = γ.
        """
        return max(0.0, 1.0 - 1.0 / self.rate_factor) if self.rate_factor > 0 else 0.0


@dataclass(frozen=True, slots=True, eq=False)
class Equivalence:
    """Sets compared with a named one, draw by draw (ISPM 24)."""

    named: Ids
    table: pd.DataFrame
    """Rows of the search; at_least_as_safe: share of draws on which the risk is not above the
    named set's; ratio, ratio_low, ratio_high: risk over the named set's, median and 90 %."""


def cheapest(sets: Portfolios) -> Cheapest | None:
    """The cheapest set that meets and leaves trade open; None if none meets.

    Prohibition is named only if nothing else meets. A set with an unknown cost is named only if
    every set that meets has one.
    """
    met = _open(sets)
    if met.empty:
        return None
    known = met[met["unknown_costs"] == 0]
    among = met if known.empty else known
    best = among.iloc[int(np.argmin(among["cost"]))]
    rivals = met[(met["unknown_costs"] > 0) & (met["cost"] < best["cost"])]
    return Cheapest(tuple(best["measures"]), not known.empty, len(rivals))


def safest(sets: Portfolios) -> Ids | None:
    """The set that meets with the lowest mean residual risk; of equals the least restrictive.

    Prohibition is named only if nothing else meets.
    """
    met = _open(sets)
    return None if met.empty else tuple(met["measures"].iloc[int(np.argmin(met["mean"]))])


def minimal(sets: Portfolios) -> pd.DataFrame:
    """Sets that meet while no proper subset of theirs does, in order of restrictiveness.

    The extra column doubtful says whether a proper subset is too close to call. Judged on every
    subset, not on those with one measure less: P(meets) does not always rise with the set.
    """
    numbers, bits = _numbers(sets)
    verdict = sets.table["verdict"].to_numpy()
    met = _proper_subset(numbers, bits, verdict == "meets")
    close = _proper_subset(numbers, bits, verdict == "too_close")
    keep = (verdict == "meets") & ~met
    found: pd.DataFrame = sets.table[keep].assign(doubtful=close[keep])
    return found.reset_index(drop=True)


def drop_one(sets: Portfolios, ids: Sequence[str]) -> pd.DataFrame:
    """The set without each of its measures: is this measure necessary? See `_compared`."""
    base = _sorted(ids)
    return _compared(sets, base, (((_without(base, out)), out, "") for out in base))


def add_one(sets: Portfolios, ids: Sequence[str]) -> pd.DataFrame:
    """The set with each further measure that nothing in it excludes. See `_compared`."""
    base = _sorted(ids)
    return _compared(sets, base, ((_sorted((*base, new)), "", new) for new in _others(sets, base)))


def swap_one(sets: Portfolios, ids: Sequence[str]) -> pd.DataFrame:
    """The set with one of its measures replaced by another. See `_compared`."""
    base = _sorted(ids)
    return _compared(sets, base, ((_sorted((*_without(base, out), new)), out, new)
                                  for out in base for new in _others(sets, base)))


def equivalent(sets: Portfolios, ids: Sequence[str], most: int = 24) -> Equivalence:
    """Sets at least as safe as a named one with the ALOP's confidence γ (ISPM 24).

    The first `most` in order of restrictiveness; the named one and sets that only add to it are
    left out. Where both risks are zero on a draw their ratio is 1.
    """
    named = tuple(sets.row(ids)["measures"])
    found = sets.equivalent_to(named)
    other = np.array([not set(named) <= set(m) for m in found["measures"]], np.bool_)
    found = found[other].head(most).reset_index(drop=True)
    ratios = _ratios(sets, named, tuple(found["measures"]))
    return Equivalence(named, found.assign(
        ratio=[r.median for r in ratios], ratio_low=[r.low for r in ratios],
        ratio_high=[r.high for r in ratios]))


def risk_ratio(sets: Portfolios, ids: Sequence[str], other: Sequence[str]) -> Interval:
    """Residual risk of one set over that of another, draw by draw on the common draws."""
    return _ratios(sets, _sorted(other), (_sorted(ids),))[0]


def nearest(sets: Portfolios) -> Nearest:
    """The set whose risk at the ALOP's confidence is the smallest multiple of its limit.

    Looked for among the sets with the highest P(meets), then the lowest mean risk.
    """
    ranked = sets.table.sort_values(["probability", "mean"], ascending=[False, True],
                                    kind="stable").head(NEAREST)
    chosen = tuple(ranked["measures"])
    factors = gap_factors(sets, chosen)
    place = int(np.argmin(factors))
    row, ids, alop = ranked.iloc[place], chosen[place], sets.alop
    value = set_values(sets.scenario, alop, [ids], sets.draws, sets.seed)[:, 0]
    reached = np.quantile(value, alop.confidence, method="inverted_cdf")
    limit = np.float64(alop.limit)
    with np.errstate(divide="ignore"):
        limit = 1 / limit if alop.metric == "years_between_outbreaks" else limit
    return Nearest(ids, float(row["probability"]), str(row["verdict"]),
                   float(_over(reached, limit, both_zero=0.0)), float(factors[place]))


def gap_factors(sets: Portfolios, chosen: Sequence[Ids]) -> FloatArray:
    """Founding rate (or pests per lot) over its limit at the ALOP's confidence quantile, per set.

    inf where the limit is zero and the risk is not; 0 where there is no risk.
    """
    scenario, alop = sets.scenario, sets.alop
    values = set_rates(scenario, alop, chosen, sets.draws, sets.seed)
    found = []
    for i, ids in enumerate(chosen):
        limit = limit_draws(scenario, alop, ids, sets.draws, sets.seed)
        times = _over(values[:, i], limit, both_zero=0.0)
        found.append(np.quantile(times, alop.confidence, method="inverted_cdf"))
    return np.array(found, np.float64)


def _open(sets: Portfolios) -> pd.DataFrame:
    """Sets that meet and leave trade open; those that prohibit it only if no other meets.

    Prohibition is the answer to no question about ways to trade.
    """
    met: pd.DataFrame = sets.table[sets.table["verdict"] == "meets"]
    bans = {m.id for m in sets.scenario.measures if m.prohibits}
    leaves: pd.DataFrame = met[met["measures"].map(bans.isdisjoint).astype(bool)]
    return met if leaves.empty else leaves


def _sorted(ids: Sequence[str]) -> Ids:
    return tuple(sorted(set(ids)))


def _without(ids: Ids, out: str) -> Ids:
    return tuple(i for i in ids if i != out)


def _others(sets: Portfolios, base: Ids) -> list[str]:
    return sorted(m.id for m in sets.scenario.measures if m.feasible and m.id not in base)


def _compared(sets: Portfolios, base: Ids, changes: Iterator[tuple[Ids, str, str]]
              ) -> pd.DataFrame:
    """The base and its neighbours: rows of the search with what was taken out and put in.

    The first row is the base. Columns besides those of the search: out, in (ids, "" for none),
    draws, change (of P(meets), both on the common draws), ratio (median over the base's; 1 where
    both are zero), restrictiveness_change and level_sum_change. Sets with two measures that
    exclude each other are no candidates and left out.
    """
    start = sets.row(base)
    rows = [_neighbour(sets, start, start, "", "")]
    for ids, out, new in changes:
        try:
            row = sets.row(ids)
        except PraError:
            continue  # excluded by a measure of the set
        rows.append(_neighbour(sets, row, start, out, new))
    return pd.DataFrame(rows).reset_index(drop=True)


def _neighbour(sets: Portfolios, row: pd.Series, start: pd.Series, out: str, new: str
               ) -> dict[str, object]:
    return {**{str(key): value for key, value in row.items()}, "out": out, "in": new,
            "draws": judged_draws(row, sets), "change": _common(row) - _common(start),
            "ratio": float(_over(row["median"], start["median"], both_zero=1.0)),
            "restrictiveness_change": int(row["restrictiveness"] - start["restrictiveness"]),
            "level_sum_change": int(row["level_sum"] - start["level_sum"])}


def _common(row: pd.Series) -> float:
    return float(row.get("common", row["probability"]))


def _ratios(sets: Portfolios, named: Ids, others: tuple[Ids, ...]) -> list[Interval]:
    values = set_values(sets.scenario, sets.alop, (named, *others), sets.draws, sets.seed)
    return [interval(_over(values[:, i + 1], values[:, 0], both_zero=1.0))
            for i in range(len(others))]


def _over(above: ArrayLike, below: ArrayLike, both_zero: float) -> FloatArray:
    above, below = np.asarray(above, np.float64), np.asarray(below, np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        found = above / below
    return np.where((above == 0) & (below == 0), both_zero, found)


def _numbers(sets: Portfolios) -> tuple[NDArray[np.int64], int]:
    """Each row's set as a number, one bit per measure, and how many bits there are."""
    ids = sorted({i for m in sets.table["measures"] for i in m})
    bit = {one: 1 << b for b, one in enumerate(ids)}
    return np.array([sum(bit[i] for i in m) for m in sets.table["measures"]], np.int64), len(ids)


def _proper_subset(numbers: NDArray[np.int64], bits: int, marked: BoolArray) -> BoolArray:
    """Whether a proper subset of each row's set is marked."""
    some = np.zeros(1 << bits, np.bool_)
    some[numbers[marked]] = True
    everything = np.arange(some.size)
    for b in range(bits):  # some[s]: s or a subset of it is marked
        has = everything[(everything >> b) & 1 == 1]
        some[has] |= some[has ^ (1 << b)]
    found = np.zeros(some.size, np.bool_)
    for b in range(bits):
        has = everything[(everything >> b) & 1 == 1]
        found[has] |= some[has ^ (1 << b)]
    return found[numbers]
