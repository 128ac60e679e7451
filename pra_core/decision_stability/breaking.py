"""From which value of each input on another set would be recommended, and how likely that is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np

from pra_core.assessment import founders
from pra_core.back_solve import Tipping
from pra_core.back_solve.levers import Axis, Lever, levers
from pra_core.back_solve.plan import Leaves, Plan, plan
from pra_core.back_solve.scan import Crossing, Scan
from pra_core.decision_stability.strength import by_strength
from pra_core.distribution import Distribution
from pra_core.ladder import Ladder
from pra_core.scenario import Scenario
from pra_core.summary import Interval

To = Literal["stricter", "lighter", "enough"]
"""stricter: the set no longer meets; lighter: a lighter rung does; enough: a set meets at all."""
PLACES = (0.001, 0.25, 0.5, 0.75, 0.999)
"""Percentiles of an input at which the choice is looked at before passages are refined."""
LIGHTER = 2
"""Rungs below the recommended one that are looked at."""
DRAWS, ROWS, FEWEST = 2_000, 8_000, 1_000
"""Most draws per value tried, and most of them times their years, but not below the fewest; what
more draws decided is carried over (`_Judge`)."""


@dataclass(frozen=True, slots=True)
class Break:
    """A value of one input beyond which another set is recommended."""

    parameter: str
    value: float
    above: bool
    """Whether the choice changes above the value (else below it)."""
    to: To
    chance: float
    """Probability that the input lies beyond it, from its distribution."""
    present: Interval
    """Of the input's distribution: median, mean, 5 % and 95 % quantile."""


@dataclass(frozen=True, slots=True)
class _Percentiles(Axis):
    """Places are percentiles of the input's own distribution."""

    law: Distribution

    def value(self, place: float) -> float:
        return float(self.law.ppf(min(max(place, 0.0), 1.0)))

    def place(self, x: float) -> float:
        return float(self.law.cdf(x))


def breaks(found: Ladder, draws: int, seed: int, done: Sequence[str] = ()
           ) -> Iterator[tuple[float, str, tuple[Break, ...]]]:
    """Share done, name and breaking points of every uncertain input, those in `done` left out.

    An input is held at one value on every draw while the others stay as uncertain as they are;
    values between its 0.1 % and 99.9 % quantiles are tried and passages found to 0.1 % of its
    distribution. The climate model as a whole is no single number and is left out. Those that the
    risk of the set now hangs on most come first (`by_strength`).
    """
    scenario = found.scenario.changed(selected=found.measures[found.chosen])
    made = plan(scenario, found.alop, min(draws, DRAWS), seed)
    most = max(FEWEST, ROWS // made.years.count)
    judge = _Judge(found, made if made.draws <= most else plan(
        scenario, found.alop, most, seed))
    names = by_strength(found, draws, seed)
    for number, name in enumerate(names, 1):
        if name not in done:
            yield number / len(names), name, tuple(judge.breaks(name))


def unbroken(scenario: Scenario, seen: Sequence[Break]) -> tuple[Lever, ...]:
    """Levers of the recommended set that nothing inside their distribution makes fall short.

    `scenario` has that set selected; `seen`: what `breaks` found. Their tipping points, if any, lie
    outside (`beyond`).
    """
    inside = {one.parameter for one in seen if one.to == "stricter"}
    return tuple(one for one in levers(scenario) if one.parameter not in inside)


def beyond(scenario: Scenario, tipping: Tipping) -> tuple[Break, ...]:
    """Tipping points of a lever outside what its distribution holds likely, as breaks.

    `scenario` has the recommended set selected; what lies inside is found by `breaks`.
    """
    law = scenario.parameters[tipping.lever.parameter].distribution
    low, high = float(law.ppf(PLACES[0])), float(law.ppf(PLACES[-1]))
    found = []
    for one in tipping.crossings:
        above = one.value >= high
        if (above or one.value <= low) and one.rising != above:
            chance = float(law.cdf(one.value))
            found.append(Break(tipping.lever.parameter, one.value, above, "stricter",
                               1.0 - chance if above else chance, present(law)))
    return tuple(found)


def present(law: Distribution) -> Interval:
    """Median, mean and 90 % range of a distribution."""
    low, median, high = (float(law.ppf(u)) for u in (0.05, 0.5, 0.95))
    return Interval(median, law.mean(), low, high)


@dataclass(frozen=True, slots=True, eq=False)
class _Judge:
    """The rungs that matter on fixed draws, with one input held."""

    found: Ladder
    made: Plan
    _now: dict[int, float] = field(default_factory=dict)
    _base: dict[int, Leaves] = field(default_factory=dict)
    _places: dict[str, tuple[str | int, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._places.update({p.name: place for place, p in
                             self.made.scenario.located_parameters()})

    def breaks(self, name: str) -> Iterator[Break]:
        """The breaking points of one input, from its smallest value up."""
        scenario, at = self.made.scenario, self.found.chosen
        law = scenario.parameters[name].distribution
        watched: list[tuple[int, To]] = [(at, "stricter" if self.found.meets else "enough")]
        if self.found.meets:
            watched += [(rung, "lighter") for rung in range(max(0, at - LIGHTER), at)
                        if self.found.probability[rung] < self.made.alop.confidence]
        seen: list[Break] = []
        for rung, to in watched:
            if not self._acts(name, rung):
                continue
            for one in self._crossings(name, law, rung):
                # The set stops meeting where its chance falls, a lighter one begins where it rises.
                above = one.rising == (to != "stricter")
                chance = float(law.cdf(one.value))
                seen.append(Break(name, one.value, above, to, 1.0 - chance if above else chance,
                                  present(law)))
        yield from _first(seen)

    def _crossings(self, name: str, law: Distribution, rung: int) -> list[Crossing]:
        known: dict[float, int] = {}
        axis = _Percentiles(nines=False, low=0.0, high=1.0, whole=False, top=law.support[1],
                            law=law)

        def count(place: float) -> int:
            if place not in known:
                known[place] = self._inside(name, axis.value(place), rung)
            return known[place]

        if count(PLACES[0]) == count(PLACES[-1]) == count(0.5):
            return []
        return list(Scan(axis, count, list(PLACES), self.made.draws, self._needed(rung)
                         ).crossings(bounds=False))

    def _needed(self, rung: int) -> float:
        """The share of these draws that stands for the confidence.

        P(meets) was judged on more draws than these: the difference between both is taken off, so
        that only what the input changes counts (control variate).
        """
        if rung not in self._now:
            risk = self.made.risk(self._leaves(rung), ids=self.found.measures[rung])
            self._now[rung] = float(np.mean(risk <= self.made.limit))
        apart = float(self.found.probability[rung]) - self._now[rung]
        return self.made.alop.confidence - apart

    def _leaves(self, rung: int) -> Leaves:
        """What each pathway brings with a rung, every input as sampled."""
        if rung not in self._base:
            self._base[rung] = self.made.leaves(ids=self.found.measures[rung])
        return self._base[rung]

    def _acts(self, name: str, rung: int) -> bool:
        """Whether an input can have an effect with a rung: not that of a measure left out."""
        scenario, ids = self.made.scenario, self.found.measures[rung]
        place = self._places[name]
        if place[0] in ("spread", "consequences"):
            return self.made.alop.metric == "annual_loss"
        if place[0] == "measures":
            return scenario.measures[int(place[1])].id in ids
        if place[0] == "groups":
            group = scenario.groups[int(place[1])].id
            return any(m.group == group for m in scenario.measures if m.id in ids)
        return True

    def _inside(self, name: str, x: float, rung: int) -> int:
        """Draws within the limit with the input at `x`."""
        ids, made, place = self.found.measures[rung], self.made, self._places[name]
        held = {name: np.full(made.draws, x)}
        if name in _of_climate(made.scenario):
            values = {**made.values, **held}
            made = replace(made, values=values, fate=founders(made.scenario, values))
        elif made.alop.metric == "annual_loss":
            made = replace(made, values={**made.values, **held}, _weights={})
        if place[0] == "pathways":
            touched = (made.scenario.pathways[int(place[1])].id,)
            leaves = {**self._leaves(rung), **made.leaves(held, ids=ids, pathways=touched)}
        else:
            leaves = made.leaves(held, ids=ids)
        risk = made.risk(leaves, held, ids)
        return int(np.count_nonzero(risk <= made.limit))


def _of_climate(scenario: Scenario) -> set[str]:
    """Inputs that decide whether founders persist, which a plan does not see anew by itself."""
    model = scenario.pest.climate_model
    return {one.name for one in (model.full_suitability, model.season_dependence)
            if one is not None}


def _first(seen: Sequence[Break]) -> list[Break]:
    """Of several points on one side for the same reason, the one that is likeliest passed."""
    best: dict[tuple[To, bool], Break] = {}
    for one in seen:
        key = one.to, one.above
        if key not in best or one.chance > best[key].chance:
            best[key] = one
    return sorted(best.values(), key=lambda one: -one.chance)
