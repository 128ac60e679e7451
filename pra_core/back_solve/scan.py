"""Where P(meets) passes the confidence along one lever: which places to look at, and passages."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from pra_core.back_solve.levers import Axis
from pra_core.summary import wilson

FINE = 1e-3
"""A tipping point is found to this many powers of ten."""
SURE = 4.0
"""Standard errors from the confidence at which the thinned draws settle a side."""


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


def worth(places: Sequence[float], share: Callable[[float], float], draws: int, confidence: float
          ) -> list[float]:
    """Places where the side of the confidence is open, or another than next door.

    `share` is P(meets) on `draws` thinned draws. Where every side is settled and the same, the
    one place that contradicts it most is left.
    """
    found = np.array([share(p) for p in places])
    sides = np.sign(found - confidence) * (
        np.abs(found - confidence) > SURE * math.sqrt(confidence * (1 - confidence) / draws))
    changes = np.append(np.diff(sides) != 0, False)
    kept = (sides == 0) | changes | np.roll(changes, 1)
    if not kept.any():
        kept[np.argmin(found) if sides[0] > 0 else np.argmax(found)] = True
    return [p for p, keep in zip(places, kept, strict=True) if keep]


@dataclass(frozen=True, slots=True)
class Scan:
    """Draws within the ALOP along the places of a lever's axis."""

    axis: Axis
    count: Callable[[float], int]
    places: list[float]
    draws: int
    confidence: float

    def crossings(self, bounds: bool) -> Iterator[Crossing]:
        """Every passage of the confidence between neighbouring places, with its undecided range."""
        enough = math.ceil(self.confidence * self.draws - 1e-9)

        def beyond(place: float) -> int:
            return self.count(place) - enough

        places = self.places
        for k in range(len(places) - 1):
            rising = beyond(places[k]) < 0
            if rising != (beyond(places[k + 1]) >= 0):
                continue
            ends = (places[k], places[k + 1]) if rising else (places[k + 1], places[k])
            passed = self._passage(*ends, beyond)
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

        def beyond(place: float) -> int:
            return self.count(place) - sure if good else hopeless - self.count(place)

        for before, place in pairwise(path):
            if beyond(place) >= 0:
                if beyond(before) >= 0:
                    return self.axis.value(before)
                return self.axis.value(self._passage(before, place, beyond))
            if (self.count(place) >= enough) != good:
                return None
        return None

    def _passage(self, outside: float, inside: float, beyond: Callable[[float], int]) -> float:
        """The place nearest to `outside` where `beyond` is still at least 0, as it is at `inside`.

        By turns where a straight line would pass, just beside that, and twice in the middle.
        """
        axis, turn = self.axis, 0
        past, short, moved = beyond(inside), beyond(outside), inside
        while (abs(axis.value(inside) - axis.value(outside)) > 1 if axis.whole
               else abs(inside - outside) > FINE):
            span = outside - inside
            place = inside + span / 2
            if turn % 4 == 0 and not axis.whole:
                place = inside + span * past / (past - short)
            elif turn % 4 == 1 and not axis.whole:
                place = moved + math.copysign(0.9 * FINE, span if moved == inside else -span)
            least = min(0.45 * FINE / abs(span), 0.5)
            place = inside + span * min(max((place - inside) / span, least), 1 - least)
            here = beyond(place)
            if here >= 0:
                inside, past = place, here
            else:
                outside, short = place, here
            moved, turn = place, turn + 1
        return inside
