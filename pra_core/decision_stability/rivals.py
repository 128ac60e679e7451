"""The choice under other shapes of the inputs' distributions, all at once and one at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from pra_core.decision_stability.choice import Choice, chosen
from pra_core.decision_stability.limits import limits, with_laws
from pra_core.decision_stability.rival_laws import SHAPES, Rival, Shape, rival
from pra_core.decision_stability.strength import by_strength
from pra_core.distribution import Distribution
from pra_core.ladder import Ladder
from pra_core.scenario import Scenario

ALIKE = 0.1
"""A shape keeps the quantiles of an input if its cumulative probability there is off by less."""
TRIED = 4
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
    """Inputs that could have (`able`)."""
    misfit: float
    """Largest error of a kept quantile, as a cumulative probability."""
    law: Distribution | None
    """The other distribution, where one input alone took it."""


def shapes(scenario: Scenario, shape: Shape, names: Iterable[str]) -> dict[str, Rival]:
    """The rival of each of these inputs by name, where the shape can serve."""
    bounds = limits(scenario)
    found = {name: rival(scenario.parameters[name].distribution, shape, *bounds[name])
             for name in names}
    return {name: one for name, one in found.items() if one is not None}


def able(scenario: Scenario) -> tuple[str, ...]:
    """Inputs that could take another shape: the uncertain ones but the climate model as a whole."""
    return tuple(name for name in scenario.uncertain if name in scenario.parameters)


def all_at_once(scenario: Scenario) -> tuple[Case, ...]:
    """Every shape for all inputs whose quantiles it keeps, then for all of them."""
    narrow = [shape for shape in SHAPES if any(
        one.misfit > ALIKE for one in shapes(scenario, shape, able(scenario)).values())]
    return (*(Case(shape, "alike") for shape in SHAPES), *(Case(shape, "all") for shape in narrow))


def one_at_a_time(found: Ladder, draws: int, seed: int) -> tuple[Case, ...]:
    """Every other shape for each of the `TRIED` inputs that the risk hangs on most."""
    laws = found.scenario.parameters
    return tuple(Case(shape, "one", name) for name in by_strength(found, draws, seed)[:TRIED]
                 for shape in SHAPES if laws[name].distribution.kind != shape)


def judged(found: Ladder, case: Case, draws: int, seed: int) -> RivalChoice:
    """The choice in one case, on the same percentiles as now (common random numbers)."""
    scenario = found.scenario.changed(selected=())
    names = able(scenario)
    laws = shapes(scenario, case.shape, names if case.parameter is None else (case.parameter,))
    if case.reach == "alike":
        laws = {name: one for name, one in laws.items() if one.misfit <= ALIKE}
    other = with_laws(scenario, {name: one.law for name, one in laws.items()})
    alone = laws.get(case.parameter) if case.parameter is not None else None
    choice = chosen(found, other, draws, seed, steps=1 if case.parameter is None else 0)
    return RivalChoice(case, choice, len(laws), len(names),
                       max((one.misfit for one in laws.values()), default=0.0),
                       None if alone is None else alone.law)


def rivals(found: Ladder, asked: Sequence[Case], draws: int, seed: int,
           done: Sequence[RivalChoice] = ()) -> Iterator[tuple[RivalChoice, ...]]:
    """The choices so far, after each case; `done` goes on where it stopped."""
    made = tuple(done)
    for case in asked[len(made):]:
        made = (*made, judged(found, case, draws, seed))
        yield made
