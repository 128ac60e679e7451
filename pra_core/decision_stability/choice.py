"""Which rung of a ladder is recommended where its inputs are others than now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pra_core.frozen import FloatArray
from pra_core.ladder import Ladder
from pra_core.portfolio import Portfolios, limit_draws, set_rates, set_values
from pra_core.scenario import Scenario
from pra_core.summary import Interval, interval, verdicts
from pra_core.top_up import FACTOR, decided

Change = Literal["same", "lighter", "stricter", "too_close"]
"""same: the same set is told; lighter: a lighter one is known to be enough; stricter: the set is
known to fall short; too_close: these draws cannot tell whether it still meets."""


@dataclass(frozen=True, slots=True, eq=False)
class Choice:
    """What is recommended among the rungs, and how the set recommended now fares."""

    rung: int | None
    """The lightest rung known to meet; None where none is."""
    change: Change
    probability: FloatArray
    """P(meets) by rung."""
    draws: int
    """Draws on which the set recommended now was judged."""
    risk: Interval
    """What the ALOP limits, of the set recommended now, on the common draws (less is safer)."""


def inside(found: Ladder, scenario: Scenario, draws: int, seed: int) -> NDArray[np.bool_]:
    """Whether each rung is within the limit on each draw of a scenario, [draws, rungs]."""
    alop = found.alop
    limits = np.stack([limit_draws(scenario, alop, ids, draws, seed)
                       for ids in found.measures], axis=1)
    return np.asarray(set_rates(scenario, alop, found.measures, draws, seed) <= limits)


def chosen(found: Ladder, scenario: Scenario, draws: int, seed: int, steps: int = 1) -> Choice:
    """The choice among the rungs by the rule of the search, on another scenario.

    Sets too close to call are judged on `FACTOR` times the draws, `steps` times over.
    """
    bare, alop = scenario.changed(selected=()), found.alop
    within = inside(found, bare, draws, seed)
    count = within.sum(axis=0)
    p = count / draws
    table = pd.DataFrame({
        "measures": pd.Series(found.measures, dtype=object), "probability": p,
        "standard_error": np.sqrt(p * (1 - p) / draws),
        "verdict": verdicts(count, draws, alop.confidence), "draws": draws, "common": p})
    sets = Portfolios(bare, alop, draws, seed, table)
    most = draws * FACTOR**steps
    judged = decided(sets, most, budget=len(found.measures) * most).table
    verdict = judged["verdict"].to_list()
    met = [rung for rung, one in enumerate(verdict) if one == "meets"]
    now = found.chosen
    risk = set_values(bare, alop, [found.measures[now]], draws, seed)[:, 0]
    return Choice(met[0] if met else None, _change(found, verdict),
                  judged["probability"].to_numpy(np.float64), int(judged["draws"].iloc[now]),
                  interval(risk))


def _change(found: Ladder, verdict: list[str]) -> Change:
    now = found.chosen
    if "meets" in verdict[:now]:
        return "lighter"
    if not found.meets:  # nothing meets now: the safest set is told about
        return "lighter" if "meets" in verdict else "same"
    if verdict[now] == "meets":
        return "same"
    return "stricter" if verdict[now] == "fails" else "too_close"
