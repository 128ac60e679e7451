"""Is a set more trade-restrictive than required? (SPS Agreement, Article 5.6 and its footnote).

A measure is more restrictive than required only if another one (i) is reasonably available, taking
into account technical and economic feasibility, (ii) achieves the appropriate level of protection
and (iii) is significantly less restrictive to trade: all three at once (WTO, SPS Agreement,
footnote 3).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from pra_core.errors import PraError, Problem
from pra_core.portfolio import Portfolios, limit_draws, set_rates
from pra_core.portfolio_choice import minimal
from pra_core.summary import verdicts
from pra_core.top_up import judged_draws

Ids = tuple[str, ...]
Less = Literal["yes", "arguable", "no", "unknown"]
MOST = 5
"""Alternatives of one kind that are put to the test."""


@dataclass(frozen=True, slots=True, eq=False)
class SpsTest:
    """The three parts of the test for each alternative to a challenged set.

    `table` columns: measures, available (bool), verdict, probability, draws, less (yes | arguable
    | no | unknown), restrictiveness, level_sum, trade_loss (nan where not given), unavailable
    (ids of its measures that are not feasible). The alternatives that pass stand first.
    """

    challenged: Ids
    verdict: str
    probability: float
    restrictiveness: int
    level_sum: int
    trade_loss: float
    table: pd.DataFrame

    @property
    def passing(self) -> pd.DataFrame:
        """Alternatives that pass all three parts."""
        found: pd.DataFrame = self.table[passed(self.table)]
        return found.reset_index(drop=True)

    @property
    def arguable(self) -> pd.DataFrame:
        """Alternatives that pass the first two, while the third can be argued about."""
        two = self.table["available"] & (self.table["verdict"] == "meets")
        found: pd.DataFrame = self.table[two & (self.table["less"] == "arguable")]
        return found.reset_index(drop=True)


def passed(table: pd.DataFrame) -> pd.Series:
    """Which rows pass all three parts."""
    found: pd.Series = (table["available"] & (table["verdict"] == "meets")
                        & (table["less"] == "yes"))
    return found


def sps_test(sets: Portfolios, challenged: Sequence[str],
             trade_loss: Mapping[str, float] | None = None, significant: float = 0.25,
             alternatives: Sequence[Sequence[str]] = ()) -> SpsTest:
    """The test of a challenged set against its alternatives.

    Alternatives: those named, sets that meet while no part of them does, sets before them that are
    too close to call, the challenged set less one measure, and each measure that is not feasible
    by itself; with `trade_loss` also those that lose the least trade. Restriction is read from the
    levels: yes, if the highest level is lower; arguable, if only their sum is. With `trade_loss`
    (currency per year and measure, >= 0), a set's loss is the sum over its measures, and
    significant means less by that share of the challenged set's; unknown where a measure has no
    loss. Raises PraError out_of_bounds, unknown_id.
    """
    _check(sets, trade_loss, significant)
    base = sets.row(challenged)
    ids = tuple(base["measures"])
    chosen = [*(tuple(sorted(set(a))) for a in alternatives), *_found(sets, base, trade_loss)]
    rows = [_row(sets, sets.row(one)) for one in dict.fromkeys(chosen) if one != ids]
    rows += _unavailable(sets, ids)
    loss = _loss(ids, trade_loss)
    for row in rows:
        row["trade_loss"] = _loss(row["measures"], trade_loss)
        row["less"] = (_by_level(row, base) if trade_loss is None
                       else _by_loss(row["trade_loss"], loss, significant))
    return SpsTest(ids, str(base["verdict"]), float(base["probability"]),
                   int(base["restrictiveness"]), int(base["level_sum"]), loss, _ordered(rows))


def _check(sets: Portfolios, trade_loss: Mapping[str, float] | None, significant: float) -> None:
    wrong = [Problem("out_of_bounds", f"trade_loss.{key}", f"{value:g}", "0 or more")
             for key, value in (trade_loss or {}).items() if not 0 <= value < float("inf")]
    if not 0 <= significant < 1:
        wrong.append(Problem("out_of_bounds", "significant", f"{significant:g}", "0 … 1"))
    if wrong:
        raise PraError.of(wrong)
    for key in trade_loss or {}:
        sets.scenario.measure(key)


def _found(sets: Portfolios, base: pd.Series, trade_loss: Mapping[str, float] | None
           ) -> list[Ids]:
    least, close = minimal(sets), sets.table[sets.table["verdict"] == "too_close"]
    order = (base["restrictiveness"], base["level_sum"])
    lower = close[(close["restrictiveness"] < order[0])
                  | ((close["restrictiveness"] == order[0]) & (close["level_sum"] < order[1]))]
    cheapest: list[Ids] = []
    if trade_loss is not None:
        limit = _loss(tuple(base["measures"]), trade_loss)
        cheapest = [*_by_lost(least, trade_loss, np.inf)[:MOST],
                    *_by_lost(close, trade_loss, limit)[:MOST // 2]]
    return [*cheapest, *least["measures"].head(MOST), *lower["measures"].head(MOST // 2),
            *(tuple(i for i in base["measures"] if i != out) for out in base["measures"])]


def _by_lost(table: pd.DataFrame, trade_loss: Mapping[str, float], limit: float) -> list[Ids]:
    """Sets whose loss of trade is known and below the limit, the smallest loss first."""
    lost = [(_loss(ids, trade_loss), ids) for ids in table["measures"]]
    return [ids for loss, ids in sorted(lost, key=lambda one: one[0]) if loss < limit]


def _row(sets: Portfolios, row: pd.Series) -> dict[str, object]:
    return {"measures": tuple(row["measures"]), "available": True,
            "verdict": str(row["verdict"]), "probability": float(row["probability"]),
            "draws": judged_draws(row, sets), "restrictiveness": int(row["restrictiveness"]),
            "level_sum": int(row["level_sum"]), "unavailable": ()}


def _unavailable(sets: Portfolios, challenged: Ids) -> list[dict[str, object]]:
    """Measures that are not feasible, each by itself: what they would achieve all the same."""
    scenario, alop = sets.scenario, sets.alop
    found: list[dict[str, object]] = []
    for m in sorted(scenario.measures, key=lambda m: m.id):
        if m.feasible or (m.id,) == challenged or len(found) == MOST:
            continue
        rate = set_rates(scenario, alop, [(m.id,)], sets.draws, sets.seed)[:, 0]
        inside = int(np.count_nonzero(
            rate <= limit_draws(scenario, alop, (m.id,), sets.draws, sets.seed)))
        found.append({"measures": (m.id,), "available": False,
                      "verdict": str(verdicts(inside, sets.draws, alop.confidence)),
                      "probability": inside / sets.draws, "draws": sets.draws,
                      "restrictiveness": m.restrictiveness, "level_sum": m.restrictiveness,
                      "unavailable": (m.id,)})
    return found


def _loss(ids: object, trade_loss: Mapping[str, float] | None) -> float:
    if trade_loss is None or not isinstance(ids, tuple) or not set(ids) <= set(trade_loss):
        return float("nan")
    return float(sum(trade_loss[i] for i in ids))


def _by_level(row: Mapping[str, object], base: pd.Series) -> Less:
    levels = row["restrictiveness"], row["level_sum"]
    whole = int(base["restrictiveness"]), int(base["level_sum"])
    if levels[0] < whole[0]:  # type: ignore[operator]
        return "yes"
    return "arguable" if levels < whole else "no"


def _by_loss(loss: object, challenged: float, significant: float) -> Less:
    if not isinstance(loss, float) or np.isnan(loss) or np.isnan(challenged):
        return "unknown"
    return "yes" if loss < challenged and loss <= (1 - significant) * challenged else "no"


def _ordered(rows: list[dict[str, object]]) -> pd.DataFrame:
    columns = ["measures", "available", "verdict", "probability", "draws", "less",
               "restrictiveness", "level_sum", "trade_loss", "unavailable"]
    table = pd.DataFrame(rows, columns=columns)
    if table.empty:
        return table.astype({"available": bool})
    parts = pd.DataFrame({
        "passes": ~passed(table), "available": ~table["available"],
        "verdict": table["verdict"].map({"meets": 0, "too_close": 1, "fails": 2}),
        "less": table["less"].map({"yes": 0, "arguable": 1, "unknown": 2, "no": 3}),
        "level": table["restrictiveness"], "sum": table["level_sum"]})
    return table.loc[parts.sort_values(list(parts.columns), kind="stable").index].reset_index(
        drop=True)
