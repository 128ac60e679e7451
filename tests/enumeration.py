"""Chains of measures by definition (design 2.1, 2.6): plain loops in float64, nothing clever.

Independent of the compiled kernels: every set, every subset that works on a lot, every operation
in turn. Used as the oracle of their tests.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from pra_core.kernels import (
    COMPARE,
    CONCLUDE,
    EXPAND,
    FOUNDINGS,
    INDIVIDUAL,
    INSPECT,
    LOTS,
    PESTS,
    UNIT,
    WEIGHT,
)

FloatArray = NDArray[np.float64]


@dataclass(frozen=True)
class Operation:
    code: int
    bit: int
    value: FloatArray
    live: bool = False


@dataclass(frozen=True)
class Program:
    """One pathway's chain of `k` measures."""

    k: int
    const: FloatArray
    m0: FloatArray
    operations: tuple[Operation, ...]
    compliance: FloatArray
    requires: dict[int, frozenset[int]]
    groups: tuple[int, ...]
    outage: FloatArray

    @property
    def draws(self) -> int:
        return self.const.shape[1]

    def closure(self, works: int) -> int:
        """Greatest subset of `works` whose requirements are all in it."""
        left = {b for b in range(self.k) if works >> b & 1}
        while True:
            kept = {b for b in left if self.requires.get(b, frozenset()) <= left}
            if kept == left:
                return sum(1 << b for b in kept)
            left = kept

    def arguments(self) -> tuple[object, ...]:
        """Arguments of `fold` after the mode and before `out`."""
        o = self.operations
        works = [self.closure(c) for c in range(1 << self.k)] if any(self.requires.values()) else []
        return (self.const, np.array([x.code for x in o], np.int64),
                np.array([x.bit for x in o], np.int64), np.array([x.live for x in o], np.bool_),
                np.stack([self.m0, *(x.value for x in o)]), np.array(works, np.int64),
                self.compliance, np.array(self.groups, np.int64), self.outage, self.k)

    def chain(self, place: NDArray[np.int64] | None = None) -> tuple[object, ...]:
        """This pathway's tuple for `sweep` and `columns`."""
        return (*self.arguments(), np.zeros(0, np.int64) if place is None else place)


def when_working(program: Program, works: int, d: int, mode: int) -> float:
    """The leaf on draw `d` where exactly the measures `works` work."""
    volume, f0, inverse, together, female, line, climate, lot = program.const[:, d]
    s, m, t, w = 1.0, float(program.m0[d]), 0.0, 1.0
    rivals: list[tuple[float, float]] = []
    for o in program.operations:
        x = float(o.value[d])
        seen = 1.0 - math.exp(-m) if m > 1e-3 else -math.expm1(-m)
        exposure = x * seen if o.live else x
        if o.code == CONCLUDE:
            if rivals:
                largest, units = max(rivals, key=lambda r: r[0])
                t += largest * s
                s *= 1.0 - units / lot
            rivals = []
        if o.code in (CONCLUDE, EXPAND) or not (o.bit < 0 or works >> o.bit & 1):
            continue
        if o.code == UNIT:
            s *= x
        elif o.code == INDIVIDUAL:
            m *= x
        elif o.code == WEIGHT:
            w *= x
        elif o.code == INSPECT:
            t += exposure * s
            s *= 1.0 - x / lot
        elif o.code == COMPARE and exposure > 0:
            rivals.append((exposure, x))
    lots = math.exp(-f0 * t) if inverse == 0 else (1 + f0 * t * inverse) ** (-1 / inverse)
    infested = lots if inverse == 0 else lots / (1 + f0 * t * inverse)
    if mode == LOTS:
        return lots * w
    if mode == PESTS:
        return lot * f0 * infested * s * m * w
    units = volume * f0 * infested * s * w
    if mode != FOUNDINGS:
        return units
    chance = (-math.expm1(-together * m * line) if female < 0 else
              math.expm1(-female * together * m * line) * math.expm1(-(1 - female) * together * m))
    return units / together * chance * climate


def all_sets(program: Program, d: int, mode: int) -> list[float]:
    """The leaf of every set on draw `d`, mixed over lots by adding up every case."""
    k, groups = program.k, program.groups
    outcome = [when_working(program, program.closure(c), d, mode) for c in range(1 << k)]

    def complied(chosen: int) -> float:
        members = [b for b in range(k) if chosen >> b & 1]
        total = 0.0
        for works in product((False, True), repeat=len(members)):
            share, c = 1.0, 0
            for b, yes in zip(members, works, strict=True):
                share *= program.compliance[b, d] if yes else 1.0 - program.compliance[b, d]
                c |= 1 << b if yes else 0
            total += share * outcome[c]
        return total

    alone = [complied(c) for c in range(1 << k)]
    mixed = []
    for chosen in range(1 << k):
        total = 0.0
        for failing in product((False, True), repeat=len(groups)):
            share, left = 1.0, chosen
            for g, fails in enumerate(failing):
                share *= program.outage[g, d] if fails else 1.0 - program.outage[g, d]
                left &= ~groups[g] if fails else ~0
            total += share * alone[left]
        mixed.append(total)
    return mixed


def table(program: Program, mode: int) -> FloatArray:
    """[draws, sets]; live pests per released lot for PESTS is for `judged` to divide."""
    return np.array([all_sets(program, d, mode) for d in range(program.draws)])


def judged(programs: list[Program], places: list[NDArray[np.int64]], mode: int) -> FloatArray:
    """What `sweep` judges, [draws, sets]: the sum, or the worst pathway's pests per lot."""
    parts = []
    for program, place in zip(programs, places, strict=True):
        values = table(program, mode)
        if mode == PESTS:
            values = values / table(program, LOTS)
        parts.append(values[:, place])
    return np.max(parts, axis=0) if mode == PESTS else np.sum(parts, axis=0)


def random_program(rng: np.random.Generator, k: int, draws: int, *, requires: bool = True,
                   groups: int = 2, equal_lots: bool = False, sexual: bool = True) -> Program:
    """Kills, weights, two steps of inspection with rivals and additions, in random order."""
    operations: list[Operation] = []
    used = 0

    def some_bit() -> int:
        nonlocal used
        if used < k and rng.random() < 0.7:
            used += 1
            return used - 1
        return int(rng.integers(-1, used)) if used else -1

    def effects() -> None:
        for _ in range(int(rng.integers(1, 5))):
            code = int(rng.choice([UNIT, INDIVIDUAL, WEIGHT, EXPAND]))
            low = -3.0 if code == INDIVIDUAL else -1.0
            operations.append(Operation(code, some_bit(), 10 ** rng.uniform(low, 0, draws)))

    def inspections() -> None:
        for code in [COMPARE] * int(rng.integers(0, 4)):
            operations.append(Operation(code, some_bit(), rng.uniform(5, 400, draws),
                                        bool(rng.random() < 0.6)))
        operations.append(Operation(CONCLUDE, -1, np.ones(draws)))
        for code in [INSPECT] * int(rng.integers(0, 3)):
            operations.append(Operation(code, some_bit(), rng.uniform(5, 400, draws),
                                        bool(rng.random() < 0.6)))

    effects()
    inspections()
    effects()
    inspections()
    effects()
    while used < k:
        operations.append(Operation(EXPAND, used, np.ones(draws)))
        used += 1
    const = np.stack([
        10 ** rng.uniform(3, 7, draws), 10 ** rng.uniform(-4, -0.7, draws),
        np.zeros(draws) if equal_lots else 10 ** rng.uniform(-2, 1.3, draws),
        rng.integers(1, 4, draws).astype(float),
        rng.uniform(0.2, 0.8, draws) if sexual else np.full(draws, -1.0),
        rng.uniform(0.01, 0.9, draws), rng.uniform(0.01, 0.9, draws),
        rng.integers(500, 30_000, draws).astype(float)])
    compliance = np.where(rng.random((k, 1)) < 0.3, 1.0, rng.uniform(0.5, 1.0, (k, draws)))
    needs = {b: frozenset(int(x) for x in rng.integers(0, k, 1)) - {b}
             for b in range(k) if requires and rng.random() < 0.4}
    masks = tuple(int(rng.integers(1, 1 << k)) for _ in range(groups)) if k else ()
    outage = rng.uniform(0.0, 0.2, (len(masks), draws))
    return Program(k, const, rng.uniform(0.05, 6, draws), tuple(operations), compliance, needs,
                   masks, outage)
