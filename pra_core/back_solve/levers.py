"""The numbers that could be pulled to bring a set of measures to the ALOP, and their range."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from pra_core.back_solve.plan import Plan
from pra_core.scenario import Scenario

LeverKind = Literal["efficacy", "compliance", "outage", "sample_size", "sensitivity", "volume",
                    "prevalence"]
NINES: frozenset[str] = frozenset({"efficacy", "compliance", "sensitivity"})
"""Levers read by what is missing to 1."""
DEEP = 12.0
"""Shares are tried to 1 − 10⁻¹², prevalence and volume to 10⁻¹² of today's or less."""
_IDLE: dict[str, tuple[str, ...]] = {"annual_loss": (),
                                     "pests_per_lot": ("establishment", "spread")}
"""Effects that an ALOP of that metric does not see; others see all but spread."""


@dataclass(frozen=True, slots=True)
class Lever:
    """One number that could be pulled."""

    kind: LeverKind
    parameter: str
    """Name of the parameter."""
    owner: str
    """Id of the measure, group or pathway."""
    pathways: tuple[str, ...] = ()
    """Pathways on which the effect acts, where not on all."""


def levers(scenario: Scenario) -> tuple[Lever, ...]:
    """The levers of the selected measures, their groups and every pathway.

    What a prohibition removes is no lever, nor is what the ALOP's metric does not see.
    """
    chosen = [m for m in scenario.measures if m.id in scenario.selected and not m.prohibits]
    found: list[Lever] = []
    for m in chosen:
        for e in m.effects:
            if e.kind in _IDLE.get(scenario.alop.metric, ("spread",)):
                continue
            if e.sample_size is not None and e.sensitivity is not None:
                found += [Lever("sample_size", e.sample_size.name, m.id, e.pathways),
                          Lever("sensitivity", e.sensitivity.name, m.id, e.pathways)]
            else:
                name = e.efficacy[scenario.pest.eppo_code].name
                found.append(Lever("efficacy", name, m.id, e.pathways))
        if m.compliance is not None:
            found.append(Lever("compliance", m.compliance.name, m.id))
    groups = {m.group for m in chosen}
    found += [Lever("outage", g.outage.name, g.id) for g in scenario.groups if g.id in groups]
    for p in scenario.pathways:
        found += [Lever("volume", p.volume.name, p.id),
                  Lever("prevalence", p.prevalence.name, p.id)]
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Axis:
    """Where a value of a lever lies, in powers of ten; both ends are the extreme values."""

    nines: bool
    low: float
    high: float
    whole: bool
    """Values are whole numbers."""
    top: float
    """The largest value: 1 for a share, the smallest lot for a sample."""

    def value(self, place: float) -> float:
        """The lever's value at a place."""
        if place >= self.high:
            return self.top
        if self.nines:
            return -math.expm1(-max(place, 0.0) * math.log(10.0))
        x = 0.0 if place <= self.low else 10.0**place
        return float(round(x)) if self.whole else x

    def place(self, x: float) -> float:
        """Where a value lies; beyond the ends, at the end."""
        if self.nines:
            return self.high if x >= 1 else min(-math.log10(1.0 - x), self.high)
        return self.low if x <= 0 else min(max(math.log10(x), self.low), self.high)

    def extreme(self, x: float) -> bool:
        """Whether a value is that of an end."""
        return x <= 0 or x >= self.top

    @property
    def deep(self) -> Axis:
        """The same axis, with the end that can only be neared at least `DEEP` powers of ten off."""
        if self.nines:
            return replace(self, high=max(self.high, DEEP) + 1.0)
        if self.whole:
            return self
        return replace(self, low=self.low - DEEP)

    def places(self, points: int, step: float) -> list[float]:
        """Places to look at: `points` on the axis, then every `step` towards the end of `deep`."""
        near, deep = np.linspace(self.low, self.high, points), self.deep
        if self.whole:
            return [float(p) for p in near]
        start, stop = (self.high, deep.high) if self.nines else (self.low, deep.low)
        count = math.ceil(abs(stop - start) / step) + 1
        return sorted({float(p) for p in (*near, *np.linspace(start, stop, count))})

    def covering(self, values: Iterable[float]) -> Axis:
        """The axis, longer where values other than the extreme ones lie beyond it."""
        deep = self.deep
        places = [deep.place(x) for x in values if not self.extreme(x)]
        if self.nines:
            return replace(self, high=max([self.high, *(math.ceil(p + 0.3) for p in places)]))
        if self.whole:
            return self
        return replace(self, low=min([self.low, *(math.floor(p - 0.3) for p in places)]))


def axis_of(made: Plan, lever: Lever) -> Axis:
    """The range worth looking at: every share, every sample, a thousandfold volume."""
    low, median, high = np.quantile(made.values[lever.parameter], (0.05, 0.5, 0.95))
    if lever.kind in NINES:
        decades = math.ceil(-math.log10(1.0 - high)) if high < 1 else 9
        return Axis(True, 0.0, float(min(max(decades + 1, 2), 10)), False, 1.0)
    centre = math.log10(median) if median > 0 else -3.0
    if lever.kind == "sample_size":
        top = min(float(made.values[p.lot_size.name].min()) for p in made.scenario.pathways
                  if not lever.pathways or p.id in lever.pathways)
        return Axis(False, -0.4, math.log10(top), True, math.floor(top))
    if lever.kind == "volume":
        return Axis(False, centre - 3.0, centre + 3.0, False, 10.0**(centre + 3.0))
    top = 1.0
    if lever.kind == "prevalence":
        top = min(float(np.min(made.occupied(p))) for p in made.scenario.pathways
                  if p.id == lever.owner)
    lowest = math.log10(low) if low > 0 else centre
    return Axis(False, math.floor(min(lowest, -2.0)) - 1.0, math.log10(top), False, top)
