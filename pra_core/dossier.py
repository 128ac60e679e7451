"""A dossier: one package of measures against all the pests of a commodity (design 2.10).

A market-access request has many pests under one package. Every pest is a scenario of its own;
measures with the same id are the same measure, so their cost and restriction count once. A
package passes only if every pest is within its ALOP.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from pra_core.assessment import sample
from pra_core.errors import PraError
from pra_core.frozen import Frozen, LocalText
from pra_core.measure import Measure
from pra_core.parameter import NAME_PATTERN
from pra_core.portfolio import (
    MAX_MEASURES,
    Portfolios,
    Ranked,
    limit_draws,
    portfolios,
    set_rates,
)
from pra_core.restrictiveness import mean_costs, set_order
from pra_core.scenario import Scenario
from pra_core.top_up import decided

SAME = ("title", "restrictiveness", "requires", "excludes", "feasible", "group", "paid_by")
"""What a measure must have in common in every scenario of a dossier."""
BUDGET = 3_000_000
"""Sets x draws spent at most on close calls of one pest."""
VERDICTS = ("fails", "too_close", "meets")
"""From the worst to the best: a package is as good as the worst of its pests."""


class Dossier(Frozen):
    """Scenarios of one commodity and origin that share measures by id."""

    id: str = Field(pattern=NAME_PATTERN)
    title: LocalText
    summary: LocalText
    scenarios: Annotated[tuple[Scenario, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _one_package(self) -> Dossier:
        faults = [*_repeated(self.scenarios), *_disagreeing(self.scenarios)]
        if faults:
            raise PydanticCustomError("pra_many", "{count} problems",
                                      {"count": len(faults), "faults": faults})
        return self

    @property
    def fingerprint(self) -> str:
        """First 12 hex digits of the SHA-256 of the fingerprints of its scenarios, in order."""
        codes = "|".join((self.id, *(s.fingerprint for s in self.scenarios)))
        return hashlib.sha256(codes.encode("utf-8")).hexdigest()[:12]

    @property
    def measures(self) -> tuple[Measure, ...]:
        """Every measure once, by id; the first scenario that has it says what it is."""
        found: dict[str, Measure] = {}
        for scenario in self.scenarios:
            for m in scenario.measures:
                found.setdefault(m.id, m)
        return tuple(found[k] for k in sorted(found))

    def scenario(self, scenario_id: str) -> Scenario:
        """The scenario of one pest; PraError unknown_id otherwise."""
        for one in self.scenarios:
            if one.id == scenario_id:
                return one
        raise PraError("unknown_id", "scenarios", scenario_id,
                       ", ".join(s.id for s in self.scenarios))

    def compatible(self, ids: Sequence[str]) -> tuple[str, ...]:
        """Those of some measures that exclude none before them, in the order of their ids."""
        kept: list[str] = []
        for m in self.measures:
            if m.id in ids and not any(m.id in o.excludes or o.id in m.excludes
                                       for o in self.measures if o.id in kept):
                kept.append(m.id)
        return tuple(kept)

    def under(self, package: Sequence[str]) -> tuple[Scenario, ...]:
        """Every scenario with those measures of a package that act on its pest."""
        return tuple(s.with_measures([m.id for m in s.measures if m.id in set(package)])
                     for s in self.scenarios)


def _repeated(scenarios: Sequence[Scenario]) -> list[tuple[str, str, str, str]]:
    ids = [s.id for s in scenarios]
    return [("scenarios", "duplicate", one, "unique ids")
            for one in sorted({i for i in ids if ids.count(i) > 1})]


def _disagreeing(scenarios: Sequence[Scenario]) -> list[tuple[str, str, str, str]]:
    """Measures with one id that are not the same measure."""
    first: dict[str, tuple[str, Measure]] = {}
    faults = []
    for scenario in scenarios:
        for m in scenario.measures:
            owner, other = first.setdefault(m.id, (scenario.id, m))
            for name in SAME:
                here, there = getattr(m, name), getattr(other, name)
                if isinstance(here, tuple):
                    here, there = sorted(here), sorted(there)
                if here != there:
                    faults.append((f"{scenario.id}.measures.{m.id}.{name}", "conflict", str(here),
                                   f"{there} as in {owner}"))
            if m.cost != other.cost:
                faults.append((f"{scenario.id}.measures.{m.id}.cost", "conflict",
                               m.cost.name if m.cost else "-", f"the cost of {owner}"))
    return faults


@dataclass(frozen=True)
class Packages(Ranked):
    """Every candidate package, from the least to the most restrictive.

    `table` columns: measures (sorted tuple of ids), verdict (of the worst pest), probability (the
    lowest P(meets) of its pests), weakest (id of the scenario with that probability),
    restrictiveness, level_sum, cost, unknown_costs. `sets` holds the sets of each scenario.
    """

    dossier: Dossier
    sets: dict[str, Portfolios]
    table: pd.DataFrame

    def row(self, package: Sequence[str]) -> pd.Series:
        """The row of one package; PraError unknown_id if it is not a candidate."""
        place = self._places.get(tuple(sorted(set(package))))
        if place is None:
            raise PraError("unknown_id", "measures", ", ".join(sorted(set(package))),
                           "a package of feasible measures that do not exclude each other")
        return self.table.iloc[place]

    def pests(self, package: Sequence[str]) -> pd.DataFrame:
        """One row per pest under a package: scenario and the columns of its sets."""
        rows = [self.sets[s.id].row(_acting(s, package)).rename(s.id)
                for s in self.dossier.scenarios]
        return pd.DataFrame(rows).rename_axis("scenario").reset_index()

    def drivers(self, package: Sequence[str]) -> pd.DataFrame:
        """What each measure of a package is there for.

        Columns: measure; driver (id of the scenario whose P(meets) falls most without it, empty if
        none does); probability and verdict of that pest without it; lost (fall of P(meets), on the
        common draws); needed (whether the package then has a worse verdict).
        """
        whole, rows = self.pests(package).set_index("scenario"), []
        verdict = str(self.row(package)["verdict"])
        for one in sorted(set(package)):
            rest = [i for i in package if i != one]
            left = self.pests(rest).set_index("scenario")
            lost = (whole["common"] - left["common"]).astype(float)
            driver = str(lost.idxmax())
            rows.append({"measure": one, "driver": driver if lost.max() > 0 else "",
                         "probability": float(left["probability"].loc[driver]),
                         "verdict": str(left["verdict"].loc[driver]),
                         "lost": float(lost.max()),
                         "needed": VERDICTS.index(_worst(left["verdict"]))
                         < VERDICTS.index(verdict)})
        return pd.DataFrame(rows, columns=["measure", "driver", "probability", "verdict", "lost",
                                           "needed"])

    @cached_property
    def _places(self) -> dict[tuple[str, ...], int]:
        return {m: i for i, m in enumerate(self.table["measures"])}


def packages(dossier: Dossier, draws: int = 10_000, seed: int = 1) -> Packages:
    """Every package of feasible measures judged against every pest on the same draws.

    Sets too close to call in one scenario are judged on more draws (`top_up`). Raises PraError
    too_many_measures where the dossier has more feasible measures than can be searched.
    """
    measures = [m for m in dossier.measures if m.feasible]
    if len(measures) > MAX_MEASURES:
        raise PraError("too_many_measures", "measures", len(measures), str(MAX_MEASURES))
    sets = {s.id: decided(portfolios(s.with_measures(()), s.alop, draws, seed), budget=BUDGET)
            for s in dossier.scenarios}
    order = set_order(measures, _costs(dossier, draws, seed))
    candidate = np.ones(len(order.measures), np.bool_)
    worst = np.full(candidate.size, len(VERDICTS) - 1)
    lowest, weakest = np.full(candidate.size, np.inf), np.zeros(candidate.size, np.int64)
    for number, s in enumerate(dossier.scenarios):
        place = _places(s, sets[s.id], order.measures)
        candidate &= place >= 0
        table = sets[s.id].table
        verdict = np.array([VERDICTS.index(v) for v in table["verdict"]])[place]
        chance = table["probability"].to_numpy(np.float64)[place]
        worst = np.minimum(worst, verdict)
        weakest = np.where(chance < lowest, number, weakest)
        lowest = np.minimum(lowest, chance)
    rows = order.order[candidate[order.order]]
    frame = pd.DataFrame({
        "measures": pd.Series([order.measures[i] for i in rows], dtype=object),
        "verdict": np.array(VERDICTS, dtype=object)[worst[rows]],
        "probability": lowest[rows],
        "weakest": np.array([s.id for s in dossier.scenarios], dtype=object)[weakest[rows]],
        "restrictiveness": order.highest[rows], "level_sum": order.level_sum[rows],
        "cost": order.cost[rows], "unknown_costs": order.unknown_costs[rows]})
    return Packages(dossier, sets, frame)


def residual(dossier: Dossier, package: Sequence[str], draws: int = 10_000, seed: int = 1
             ) -> pd.DataFrame:
    """Residual risk of every pest under a package, as a multiple of what its ALOP allows.

    Columns: scenario, low, median, high (5, 50 and 95 % of rate / largest rate within the ALOP;
    above 1 = beyond it; infinite where the ALOP allows nothing).
    """
    rows = []
    for s in dossier.scenarios:
        ids = _acting(s, package)
        rate = set_rates(s, s.alop, [ids], draws, seed)[:, 0]
        with np.errstate(divide="ignore", invalid="ignore"):
            times = np.where(rate == 0, 0.0, rate / limit_draws(s, s.alop, ids, draws, seed))
        low, median, high = np.quantile(times, (0.05, 0.5, 0.95), method="inverted_cdf")
        rows.append({"scenario": s.id, "low": float(low), "median": float(median),
                     "high": float(high)})
    return pd.DataFrame(rows)


def alone(found: Packages) -> pd.DataFrame:
    """What each measure does by itself against each pest, a row per pest and measure.

    Columns: scenario, measure, acts, left (median rate with the measure alone over the median
    without any; nan where the measure does not act on the pest or none is expected anyway).
    """
    rows = []
    for s in found.dossier.scenarios:
        sets, own = found.sets[s.id], {m.id for m in s.measures}
        bare = float(sets.row(())["median"])
        for m in found.dossier.measures:
            if not m.feasible:
                continue
            acts = m.id in own
            left = float(sets.row((m.id,))["median"]) / bare if acts and bare > 0 else np.nan
            rows.append({"scenario": s.id, "measure": m.id, "acts": acts, "left": left})
    return pd.DataFrame(rows)


def _costs(dossier: Dossier, draws: int, seed: int) -> dict[str, float | None]:
    """Mean cost per year of each measure, counted once for the whole dossier."""
    found: dict[str, float | None] = {}
    for s in dossier.scenarios:
        for one, cost in mean_costs(s, sample(s, draws, seed)).items():
            found.setdefault(one, cost)
    return found


def _acting(scenario: Scenario, package: Sequence[str]) -> tuple[str, ...]:
    return tuple(sorted(m.id for m in scenario.measures if m.id in set(package)))


def _places(scenario: Scenario, sets: Portfolios, packaged: Sequence[tuple[str, ...]]
            ) -> NDArray[np.int64]:
    """Row in the scenario's table of each package's measures that act on it; -1 if excluded."""
    rows = {m: i for i, m in enumerate(sets.table["measures"])}
    own = {m.id for m in scenario.measures}
    return np.array([rows.get(tuple(i for i in one if i in own), -1) for one in packaged],
                    np.int64)


def _worst(verdicts: pd.Series) -> str:
    return VERDICTS[min(VERDICTS.index(str(v)) for v in verdicts)]
