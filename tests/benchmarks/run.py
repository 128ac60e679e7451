"""Ratios of times measured side by side in one run: `python -m tests.benchmarks.run`.

Times on a shared machine drift, so the contenders take turns (A B C A B C …) and only the ratio of
their medians is meant to be read; the spread of the rounds stands beside it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping

import numpy as np

from tests.benchmarks.climate import climate
from tests.benchmarks.dispersal import dispersal
from tests.benchmarks.sets import (
    Rerun,
    full_set,
    looped,
    sixteen_inputs,
    swept,
    threads,
    twelve_measures,
)

ROUNDS = 7
Work = Callable[[], object]


def interleaved(contenders: Mapping[str, Work], rounds: int = ROUNDS) -> dict[str, list[float]]:
    """Seconds of every round of every contender, taken in turn after one warm-up."""
    seconds: dict[str, list[float]] = {name: [] for name in contenders}
    for work in contenders.values():
        work()
    for _ in range(rounds):
        for name, work in contenders.items():
            start = time.perf_counter()
            work()
            seconds[name].append(time.perf_counter() - start)
    return seconds


def show(title: str, seconds: Mapping[str, list[float]], unit: str,
         scale: Mapping[str, float] | None = None) -> dict[str, float]:
    """Print every contender as a multiple of `unit`; returns the multiples."""
    factor = scale or {}
    median = {n: float(np.median(s)) * factor.get(n, 1.0) for n, s in seconds.items()}
    print(f"\n{title}   (unit: {unit})")
    for name, rounds in seconds.items():
        low, high = (v * factor.get(name, 1.0) / median[name] for v in (min(rounds), max(rounds)))
        print(f"  {median[name] / median[unit]:10.2f} x  {median[name] * 1e3:10.1f} ms"
              f"   rounds {low:.2f}–{high:.2f}   {name}")
    return {n: m / median[unit] for n, m in median.items()}


def rerun_of_one_scenario(draws: int = 100_000) -> None:
    """B1 and B2 of the performance targets."""
    buffer, rng = np.empty((16, draws)), np.random.default_rng(1)
    rerun, every = Rerun(draws), list(sixteen_inputs())
    rerun.transform(every)
    seconds = interleaved({
        "16 uniform numbers a draw (floor)": lambda: rng.random(out=buffer),
        "B1: sixteen inputs transformed and evaluated": lambda: rerun.transform(every),
        "one PERT slider moved": lambda: rerun.transform(["step 3"]),
        "one lognormal slider moved": lambda: rerun.transform(["volume"]),
    })
    ratio = show(f"One scenario, 16 inputs, {draws:,} draws", seconds,
                 "16 uniform numbers a draw (floor)")
    full = ratio["B1: sixteen inputs transformed and evaluated"]
    for name in ("one PERT slider moved", "one lognormal slider moved"):
        print(f"  B2: {name} / B1 = {ratio[name] / full:.3f}")


def all_sets(draws: int = 10_000, part: int = 500) -> None:
    """Every set of twelve measures, against a loop over sets on a part of the same draws."""
    for name, places in (("inspections fifth and ninth of 12", (4, 8)),
                         ("inspections last", (10, 11))):
        sets, few = twelve_measures(draws, places), twelve_measures(part, places)
        limit = np.median(full_set(sets)) * np.ones(draws)
        same = np.array_equal(looped(few, limit[:part]), swept(few, limit[:part], 1))
        ours = f"kernel, {threads()} threads"
        loop = f"numpy loop over sets ({part} draws, scaled)"
        seconds = interleaved({
            ours: lambda s=sets, x=limit: swept(s, x, threads()),
            "kernel, 1 thread": lambda s=sets, x=limit: swept(s, x, 1),
            "kernel, 1 thread, no medians": lambda s=sets, x=limit: swept(s, x, 1, 0),
            "the full set alone, float64": lambda s=sets: full_set(s),
            loop: lambda s=few, x=limit[:part]: looped(s, x),
        }, 5)
        show(f"All 4,096 sets, {draws:,} draws, {name}; counts equal: {same}", seconds, ours,
             {loop: draws / part})


if __name__ == "__main__":
    rerun_of_one_scenario()
    all_sets()
    climate(interleaved, show)
    dispersal(interleaved, show)
