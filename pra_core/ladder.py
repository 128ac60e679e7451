"""The sets a decision is taken between: from the lightest to the strictest, each one safer.

Most of the 2^k sets are never chosen whatever turns out to be true: another is no more restrictive
and meets the ALOP in more simulated futures. What is left is a ladder; every question about what
knowledge or other assumptions would change is asked on its rungs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pra_core.alop import Alop
from pra_core.assessment import sample
from pra_core.frozen import FloatArray
from pra_core.portfolio import Portfolios, limit_draws, set_rates, set_values
from pra_core.restrictiveness import cost_draws
from pra_core.scenario import Scenario

MOST = 12
"""Rungs kept: beyond, those that gain least over the one below are left out."""


@dataclass(frozen=True, slots=True, eq=False)
class Ladder:
    """Candidate sets in order of restrictiveness, each meeting more often than all before it."""

    scenario: Scenario
    alop: Alop
    measures: tuple[tuple[str, ...], ...]
    probability: FloatArray
    """P(meets) by rung, on the draws of the search."""
    cost: FloatArray
    """Mean known cost by rung, currency per year."""
    unknown_costs: NDArray[np.int64]
    """Measures of each rung without a known cost."""
    chosen: int
    """The rung of the set told about: the least restrictive that meets, else the safest."""
    meets: bool
    """Whether that set meets the ALOP beyond simulation error."""


def ladder(sets: Portfolios, keep: Sequence[Sequence[str]] = (), most: int = MOST) -> Ladder:
    """The rungs among the sets of a search; `keep` names sets that stay whatever they gain.

    A set is a rung if its P(meets) is above that of every less restrictive set. The first set of
    the table (usually none) and the set told about always stay.
    """
    table = sets.table
    p = table["probability"].to_numpy(np.float64)
    common = table["common"].to_numpy(np.float64) if "common" in table else p
    before = np.concatenate(([-1.0], np.maximum.accumulate(common)[:-1]))
    rungs = np.flatnonzero(common > before)
    told = sets.first_meeting
    place = {tuple(m): i for i, m in enumerate(table["measures"])}
    told_row = place[told] if told is not None else int(np.argmax(p))
    fixed = {0, told_row, *(place[tuple(sorted(set(ids)))] for ids in keep)}
    rows = sorted(set(rungs.tolist()) | fixed)
    while len(rows) > max(most, len(fixed)):
        gain = {r: common[r] - common[rows[i - 1]] for i, r in enumerate(rows) if r not in fixed}
        rows.remove(min(gain, key=lambda r: (gain[r], -r)))
    chosen = table.iloc[rows]
    return Ladder(sets.scenario, sets.alop, tuple(tuple(m) for m in chosen["measures"]),
                  p[rows], chosen["cost"].to_numpy(np.float64),
                  chosen["unknown_costs"].to_numpy(np.int64), rows.index(told_row),
                  told is not None)


@dataclass(frozen=True, slots=True, eq=False)
class Outcomes:
    """What each rung leaves, draw by draw; one value per uncertainty draw."""

    within: NDArray[np.bool_]
    """[draws, rungs]: whether the set is within the limit of the ALOP."""
    value: FloatArray
    """[draws, rungs]: what the ALOP limits, less is safer."""
    loss: FloatArray
    """[draws, rungs]: expected loss from the pest, currency per year."""
    cost: FloatArray
    """[draws, rungs]: known cost of the measures, currency per year."""


def outcomes(found: Ladder, draws: int, seed: int) -> Outcomes:
    """Every rung on the same draws (common random numbers)."""
    scenario, alop, sets = found.scenario, found.alop, found.measures
    rates = set_rates(scenario, alop, sets, draws, seed)
    limits = np.stack([limit_draws(scenario, alop, ids, draws, seed) for ids in sets], axis=1)
    by_loss = alop.model_copy(update={"metric": "annual_loss"})
    each, cost = cost_draws(scenario, sample(scenario, draws, seed)), np.zeros(rates.shape)
    for rung, ids in enumerate(sets):
        for one in ids:
            price = each[one]
            cost[:, rung] += 0.0 if price is None else price
    return Outcomes(rates <= limits, set_values(scenario, alop, sets, draws, seed),
                    set_values(scenario, by_loss, sets, draws, seed), cost)
