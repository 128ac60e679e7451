"""The value of one number at which a set of measures just meets the ALOP."""

from __future__ import annotations

import math
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from pra_core.alop import Alop
from pra_core.back_solve.levers import Axis, Lever, axis_of, levers
from pra_core.back_solve.plan import Leaves, Plan, averaging, plan
from pra_core.back_solve.scan import Crossing, Scan, worth
from pra_core.errors import PraError
from pra_core.frozen import FloatArray
from pra_core.scenario import Scenario
from pra_core.summary import Interval, Judgement, interval, wilson
from pra_core.years_needed import years

STRAIGHT: frozenset[str] = frozenset({"compliance", "outage", "volume"})
"""Levers in which foundings, pests and lots are linear, draw by draw."""
SCANNED, LISTED = (21, 0.5), (11, 1.5)
"""For one lever and for each of the list: places on its axis, and powers of ten between those
further on."""
THINNED, ENOUGH = 8, 250
"""Of so many draws one tells where looking at all of them is worth it, or of as many as leave
this number of draws."""
LEAST = 500
"""Draws that are always afforded."""
AFFORDABLE = 2**22
"""Lots' outcomes, i.e. draws times combinations of what fails, that one value may take."""


@dataclass(frozen=True, slots=True, eq=False)
class Tipping:
    """P(meets) of a set against one lever, known exactly, and where it passes the confidence."""

    lever: Lever
    axis: Axis
    draws: int
    confidence: float
    present: Interval
    """The lever's value as the scenario has it."""
    now: Judgement
    """Of the set with the lever as uncertain as the scenario has it."""
    values: FloatArray
    """[points]"""
    share: FloatArray
    """P(meets) at each value, [points]."""
    crossings: tuple[Crossing, ...]

    @property
    def outcome(self) -> Literal["met_anyway", "unreachable", "tips"]:
        """Whether the lever decides at all: over its whole range the ALOP is met, or missed."""
        if self.crossings:
            return "tips"
        return "met_anyway" if self.share[0] >= self.confidence else "unreachable"

    @property
    def best(self) -> tuple[float, float]:
        """The value with the highest P(meets), and P(meets) there; of equals, the better end."""
        safe = -1 if self.axis.nines or self.axis.whole else 0
        ends = [k for k in (safe, -1 - safe) if self.share[k] == self.share.max()]
        k = ends[0] if ends else int(np.argmax(self.share))
        return float(self.values[k]), float(self.share[k])

    @property
    def band(self) -> tuple[FloatArray, FloatArray]:
        """95 % Wilson interval of `share`."""
        return wilson(self.share * self.draws, self.draws)

    @property
    def distance(self) -> float:
        """Powers of ten from the present median to the nearest tipping point.

        inf if there is none but an extreme value, which cannot be had by so many times better.
        """
        here = self.axis.place(self.present.median)
        return min((abs(self.axis.place(c.value) - here) for c in self.crossings
                    if self.axis.whole or not self.axis.extreme(c.value)), default=math.inf)


def back_solve(scenario: Scenario, alop: Alop, lever: Lever, draws: int = 10_000, seed: int = 1
               ) -> Tipping:
    """The values of one lever at which the selected measures just meet the ALOP.

    The lever takes one value on every draw; everything else stays as sampled. P(meets) need not
    rise or fall all the way (cleaner lots are rejected less often), so the whole range is scanned
    and every crossing refined by bisection.

    Raises PraError: out_of_bounds for draws or seed; unknown_id for a lever the set lacks.
    """
    if lever not in levers(scenario.changed(alop=alop)):
        raise PraError("unknown_id", "levers", lever.parameter,
                       ", ".join(sorted(one.parameter for one in levers(scenario))))
    made = plan(scenario, alop, draws, seed)
    base = made.leaves()
    return _solve(made, base, lever, made.judge(made.risk(base)), exact=True)


def tipping_points(scenario: Scenario, alop: Alop, draws: int = 10_000, seed: int = 1
                   ) -> list[Tipping]:
    """`back_solve` for every lever, without bounds, the one nearest to its tipping point first."""
    made = plan(scenario, alop, draws, seed)
    base = made.leaves()
    now = made.judge(made.risk(base))
    pulled = levers(scenario.changed(alop=alop))
    with ThreadPoolExecutor(min(os.cpu_count() or 1, 4)) as pool:
        found = list(pool.map(lambda one: _solve(made, base, one, now, exact=False), pulled))
    return sorted(found, key=lambda one: (one.distance, one.outcome))


def affordable(scenario: Scenario, draws: int) -> int:
    """The draws on which one value of a lever takes a fraction of a second, at least `LEAST`.

    Every selected measure that may fail on a lot doubles the combinations to go through; years
    multiply them.
    """
    chosen = [m for m in scenario.measures if m.id in scenario.selected]
    failing = sum(m.compliance is not None or m.group is not None or bool(m.requires)
                  for m in chosen) - len(averaging(scenario, scenario.selected))
    each = years(scenario).count * len(scenario.pathways) << failing
    return min(draws, max(LEAST, AFFORDABLE // each))


@dataclass(frozen=True, slots=True, eq=False)
class _Pulled:
    """A lever on a plan: draws within the ALOP at its values, each counted once."""

    made: Plan
    inside: Callable[[float], int]
    axis: Axis
    known: dict[float, int] = field(default_factory=dict)

    def count(self, place: float) -> int:
        x = self.axis.value(place)
        if x not in self.known:
            self.known[x] = self.inside(x)
        return self.known[x]

    def share(self, place: float) -> float:
        return self.count(place) / self.made.draws


def _solve(made: Plan, base: Leaves, lever: Lever, now: Judgement, exact: bool) -> Tipping:
    axis = axis_of(made, lever)
    pulled = _Pulled(made, _counter(made, base, lever), axis.deep)
    places = _looked_at(pulled, base, lever, axis, exact)
    scan = Scan(axis.deep, pulled.count, places, made.draws, made.alop.confidence)
    for place in places:
        pulled.count(place)
    crossings = tuple(scan.crossings(bounds=exact))
    shown = axis.covering([*(x for one in crossings for x in (one.value, one.low, one.high)
                             if x is not None), max(pulled.known, key=pulled.known.__getitem__)])
    values = np.array([x for x in sorted(pulled.known) if axis.extreme(x)
                       or shown.low < axis.deep.place(x) < shown.high])
    share = np.array([pulled.known[x] for x in values]) / made.draws
    return Tipping(lever, shown, made.draws, made.alop.confidence,
                   interval(made.values[lever.parameter]), now, values, share, crossings)


def _looked_at(pulled: _Pulled, base: Leaves, lever: Lever, axis: Axis, exact: bool
               ) -> list[float]:
    """Places to look at on all draws: where a value is quickly judged, every one.

    Else those that thinned draws leave open; for one lever also its whole axis and both ends.
    """
    made, places = pulled.made, axis.places(*(SCANNED if exact else LISTED))
    step = min(THINNED, made.draws // ENOUGH)
    if lever.kind in STRAIGHT or step < 2:
        return places
    some, few = made.thinned(step), made.fewer(base, step)
    rough = _Pulled(some, _counter(some, few, lever), pulled.axis)
    open_ = set(worth(places, rough.share, some.draws, made.alop.confidence))
    near = {p for p in places if axis.low <= p <= axis.high} | {places[0], places[-1]}
    return sorted(open_ | near if exact else open_)


def _counter(made: Plan, base: Leaves, lever: Lever) -> Callable[[float], int]:
    """Draws within the ALOP at a value of the lever."""
    touched = (lever.owner,) if lever.kind in ("volume", "prevalence") else lever.pathways

    def at(x: float) -> tuple[dict[str, FloatArray], dict[str, FloatArray]]:
        replaced = {lever.parameter: np.full(made.draws, x)}
        return replaced, {**base, **made.leaves(replaced, pathways=touched)}

    def direct(x: float) -> int:
        replaced, leaves = at(x)
        return int(np.count_nonzero(made.risk(leaves, replaced) <= made.limit))

    if lever.kind not in STRAIGHT:
        return direct
    unit = float(made.values[lever.parameter].max()) or 1.0 if lever.kind == "volume" else 1.0
    (_, none), (_, whole) = at(0.0), at(unit)

    def straight(x: float) -> int:
        leaves = {k: (1.0 - x / unit) * none[k] + x / unit * whole[k] for k in none}
        return int(np.count_nonzero(made.risk(leaves) <= made.limit))

    return straight
