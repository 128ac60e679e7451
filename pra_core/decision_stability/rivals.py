"""The choice under other shapes of the inputs' distributions, all at once and one at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from pra_core.assessment import percentiles_used
from pra_core.decision_stability.choice import Choice, chosen
from pra_core.decision_stability.limits import limits, with_laws
from pra_core.decision_stability.rival_laws import SHAPES, Rival, Shape, rival
from pra_core.frozen import FloatArray
from pra_core.ladder import Ladder
from pra_core.portfolio import set_values
from pra_core.scenario import Scenario

ALIKE = 0.1
"""A shape keeps the quantiles of an input if its cumulative probability there is off by less."""
TRIED = 6
"""Inputs whose shapes are changed one at a time."""
Reach = Literal["alike", "all", "one"]
"""alike: all inputs whose quantiles the shape keeps; all: also the others; one: one input."""


@dataclass(frozen=True, slots=True)
class Case:
    """Which inputs take another shape."""

    shape: Shape
    reach: Reach
    parameter: str | None = None
    """The input, where it is one alone."""


@dataclass(frozen=True, slots=True, eq=False)
class RivalChoice:
    """What is recommended in a case."""

    case: Case
    choice: Choice
    changed: int
    """Inputs that took the shape."""
    uncertain: int
    """Inputs that could have: uncertain ones, without the climate model as a whole."""
    misfit: float
    """Largest error of a kept quantile, as a cumulative probability."""


def strongest(found: Ladder, draws: int, seed: int) -> tuple[str, ...]:
    """Uncertain inputs by the square of their rank correlation with the risk of the set now.

    Spearman 1904 on the common draws; inputs that do not act, and the climate model as a whole,
    are left out.
    """
    scenario = found.scenario.changed(selected=())
    risk = set_values(scenario, found.alop, [found.measures[found.chosen]], draws, seed)[:, 0]
    if np.ptp(risk) == 0:
        return ()
    y = _ranks(risk)
    share = {name: float(np.corrcoef(_ranks(u), y)[0, 1]) ** 2
             for name, u in percentiles_used(scenario, draws, seed).items()
             if name in scenario.parameters}
    least = 4.0 / draws  # twice the standard error of a correlation of zero, squared
    kept = [name for name, one in share.items() if one > least]
    return tuple(sorted(kept, key=lambda name: -share[name]))


def _ranks(x: FloatArray) -> FloatArray:
    return np.asarray(np.argsort(np.argsort(x, kind="stable"), kind="stable"), np.float64)


def shapes(scenario: Scenario, shape: Shape) -> dict[str, Rival]:
    """The rival of every uncertain input by name, where the shape can serve."""
    bounds = limits(scenario)
    found = {name: rival(p.distribution, shape, *bounds[name])
             for name, p in scenario.uncertain.items() if name in bounds}
    return {name: one for name, one in found.items() if one is not None}


def cases(found: Ladder, draws: int, seed: int) -> tuple[Case, ...]:
    """Every shape for all inputs, then for each of the `TRIED` strongest by itself."""
    scenario = found.scenario
    every = [Case(shape, reach) for reach in ("alike", "all") for shape in SHAPES]
    alone = [Case(shape, "one", name) for name in strongest(found, draws, seed)[:TRIED]
             for shape in SHAPES if scenario.parameters[name].distribution.kind != shape]
    return (*every, *alone)


def judged(found: Ladder, case: Case, draws: int, seed: int) -> RivalChoice:
    """The choice in one case, on the same percentiles as now (common random numbers)."""
    scenario = found.scenario.changed(selected=())
    laws = shapes(scenario, case.shape)
    if case.reach == "one":
        laws = {name: one for name, one in laws.items() if name == case.parameter}
    elif case.reach == "alike":
        laws = {name: one for name, one in laws.items() if one.misfit <= ALIKE}
    other = with_laws(scenario, {name: one.law for name, one in laws.items()})
    able = sum(name in scenario.parameters for name in scenario.uncertain)
    return RivalChoice(case, chosen(found, other, draws, seed), len(laws), able,
                       max((one.misfit for one in laws.values()), default=0.0))


def rivals(found: Ladder, draws: int, seed: int, done: Sequence[RivalChoice] = ()
           ) -> Iterator[tuple[float, tuple[RivalChoice, ...]]]:
    """Share done and the choices so far, after each case; `done` goes on where it stopped."""
    asked, made = cases(found, draws, seed), tuple(done)
    for case in asked[len(made):]:
        made = (*made, judged(found, case, draws, seed))
        yield len(made) / len(asked), made
