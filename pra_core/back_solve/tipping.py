"""The value of one number at which a set of measures just meets the ALOP."""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import numpy as np

from pra_core.alop import Alop
from pra_core.back_solve.levers import Axis, Lever, axis_of, levers
from pra_core.back_solve.plan import Leaves, Plan, plan
from pra_core.errors import PraError
from pra_core.frozen import FloatArray
from pra_core.scenario import Scenario
from pra_core.summary import Interval, Judgement, interval, wilson

STRAIGHT: frozenset[str] = frozenset({"compliance", "outage", "volume"})
"""Levers in which foundings, pests and lots are linear, draw by draw."""
FINE = 1e-3
"""A tipping point is found to this many powers of ten."""
SCANNED, LISTED = 21, 11
"""Places scanned for one lever and for each of the list: halving the steps of the second leads to
the first, so that both find the same."""


@dataclass(frozen=True, slots=True)
class Crossing:
    """A value at which P(meets) passes the confidence asked for."""

    value: float
    low: float | None
    high: float | None
    """Between them these draws cannot decide (95 % Wilson interval); None: nowhere before the
    range's end, or not asked for (`tipping_points`)."""
    rising: bool
    """Whether the ALOP is met above it."""


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
        """Powers of ten from the present median to the nearest tipping point; inf if none."""
        here = self.axis.place(self.present.median)
        return min((abs(self.axis.place(c.value) - here) for c in self.crossings),
                   default=math.inf)


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


def _solve(made: Plan, base: Leaves, lever: Lever, now: Judgement, exact: bool) -> Tipping:
    axis, inside = axis_of(made, lever), _counter(made, base, lever)
    known: dict[float, int] = {}

    def count(place: float) -> int:
        x = axis.value(place)
        if x not in known:
            known[x] = inside(x)
        return known[x]

    scan = _Scan(axis, count, np.linspace(
        axis.low, axis.high, SCANNED if exact else LISTED).tolist(), made.draws,
        made.alop.confidence)
    crossings = tuple(scan.crossings(bounds=exact))
    values = np.array(sorted(known))
    share = np.array([known[x] for x in values]) / made.draws
    return Tipping(lever, axis, made.draws, made.alop.confidence,
                   interval(made.values[lever.parameter]), now, values, share, crossings)


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


@dataclass(frozen=True, slots=True)
class _Scan:
    """Draws within the ALOP along the places of a lever's axis."""

    axis: Axis
    count: Callable[[float], int]
    places: list[float]
    draws: int
    confidence: float

    def crossings(self, bounds: bool) -> Iterator[Crossing]:
        """Every passage of the confidence between neighbouring places, with its undecided range."""
        enough = math.ceil(self.confidence * self.draws - 1e-9)

        def met(place: float) -> bool:
            return self.count(place) >= enough

        places = self.places
        for k in range(len(places) - 1):
            rising = not met(places[k])
            if rising != met(places[k + 1]):
                continue
            ends = (places[k], places[k + 1]) if rising else (places[k + 1], places[k])
            passed = self._passage(*ends, met)
            low = high = None
            if bounds:
                low = self._settled([passed, *places[k::-1]], not rising)
                high = self._settled([passed, *places[k + 1:]], rising)
            yield Crossing(self.axis.value(passed), low, high, rising)

    def _settled(self, path: list[float], good: bool) -> float | None:
        """The first value on a path whose verdict is `meets` (good) or `fails`, before a return."""
        low, high = wilson(np.arange(self.draws + 1), self.draws)
        sure = int(np.searchsorted(low, self.confidence))
        hopeless = int(np.searchsorted(high, self.confidence)) - 1
        enough = math.ceil(self.confidence * self.draws - 1e-9)

        def reached(place: float) -> bool:
            return self.count(place) >= sure if good else self.count(place) <= hopeless

        for before, place in pairwise(path):
            if reached(place):
                return self.axis.value(self._passage(before, place, reached))
            if (self.count(place) >= enough) != good:
                return None
        return None

    def _passage(self, outside: float, inside: float, holds: Callable[[float], bool]) -> float:
        """The place nearest to `outside` where a condition that holds at `inside` still holds."""
        axis = self.axis
        while (abs(axis.value(inside) - axis.value(outside)) > 1 if axis.whole
               else abs(inside - outside) > FINE):
            middle = (inside + outside) / 2
            if holds(middle):
                inside = middle
            else:
                outside = middle
        return inside
