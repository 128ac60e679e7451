"""Ratios of times measured side by side in one run: `python -m tests.benchmarks.run`.

Times on a shared machine drift, so the contenders take turns (A B C A B C …) and only the ratio of
their medians is meant to be read; the spread of the rounds stands beside it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping

import numpy as np

from pra_core.kernels import FOUNDINGS
from pra_core.portfolio_kernels import padded, safe_margin
from pra_core.separable import BLOCK, product
from pra_core.set_sweep import SetTable
from tests.benchmarks.climate import climate
from tests.benchmarks.dispersal import dispersal
from tests.benchmarks.pests import pests
from tests.benchmarks.sensitivity import sensitivity
from tests.benchmarks.sets import (
    Factors,
    Rerun,
    compared_bytes,
    counted,
    drawn_again,
    full_set,
    looped,
    mc2d_nodes,
    same_draws,
    sixteen_inputs,
    swept,
    threads,
    twelve_measures,
)
from tests.benchmarks.store import store
from tests.benchmarks.value import value_of_information
from tests.enumeration import judged, random_program

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


def mc2d(draws: int = 100_000) -> None:
    """B3: the same inputs as mc2d nodes."""
    seconds = mc2d_nodes(draws)
    if seconds is None:
        print("\nB3: skipped, Rscript with the package mc2d was not found")
        return
    rerun, every = Rerun(draws), list(sixteen_inputs())

    def ours() -> None:
        np.quantile(rerun.transform(every), (0.05, 0.5, 0.95))

    own = float(np.median(interleaved({"ours": ours})["ours"]))
    print(f"\nB3: mc2d nodes and quantiles / B1 and quantiles = {seconds / own:.1f} x")


def products_of_survivals(draws: int = 100_000) -> None:
    """B5, B6: every set without inspections, against loops on a part of the sets."""
    for k, some, few in ((12, 64, 8), (16, 64, 4)):
        case = Factors(k, draws)
        table, base = case.table(), case.survivals(np.random.default_rng(7))
        limit = float(np.median(base[0]) * 0.5 ** (0.6 * k))
        sets, again = (range(0, 1 << k, (1 << k) // n) for n in (some, few))
        same = counted(table, limit)[list(sets)].tolist() == same_draws(*base, limit, sets)
        ours, loop, fresh = ("search", f"B6: numpy loop, same draws ({some} sets, scaled)",
                             f"B5: numpy loop, drawn again ({few} sets, scaled)")
        partly = Factors(k, draws, certain=False).table()
        seconds = interleaved({
            ours: lambda t=table, x=limit: counted(t, x),
            "search, with compliance": lambda t=partly, x=limit: counted(t, x),
            loop: lambda b=base, x=limit, s=sets: same_draws(*b, x, s),
            fresh: lambda c=case, x=limit, s=again: drawn_again(c, x, s),
        }, 5)
        show(f"All {1 << k:,} sets without inspections, {draws:,} draws; counts equal: {same}",
             seconds, ours, {loop: (1 << k) / some, fresh: (1 << k) / few})


def nanoseconds_per_pair(draws: int = 100_000) -> None:
    """B7: counting alone, one thread, against numpy's comparison of int16 in the cache."""
    for k in (12, 16):
        table = Factors(k, draws).table()
        assert table.product is not None
        whole, limits = table.product, np.full((1, draws), 1e-3)
        blocks = list(whole.blocks(0, 8 * BLOCK, FOUNDINGS))
        counts = np.zeros((1, *whole.shape), np.int64)

        seconds = interleaved({
            "ours": lambda w=whole, b=blocks, x=limits, c=counts: [
                w.count(tables, *w.halves(tables), x[:, first:last], c)
                for first, last, tables in b],
            "numpy": compared_bytes})
        own = float(np.median(seconds["ours"])) / (8 * BLOCK * (1 << k)) * 1e9
        peer = float(np.median(seconds["numpy"])) / (1000 * 4096) * 1e9
        print(f"\nB7: {1 << k:,} sets: {own:.3f} ns a pair; int16 <= t and count in numpy"
              f" {peer:.3f} ns; ratio {own / peer:.2f}")


def verdicts_of_random_cases(cases: int = 50, draws: int = 25) -> None:
    """B8: counts of every set against plain float64 enumeration of all that can fail."""
    equal = 0
    for seed in range(cases):
        program = random_program(np.random.default_rng(seed), 2 + seed % 4, draws)
        k, chain = program.k, program.chain()
        values = judged([program], [np.arange(1 << k)], FOUNDINGS)
        limit = float(np.median(values)) * (1 + 1e-9)
        table = SetTable(tuple("abcdef"[:k]), padded([chain]), draws, safe_margin(np.inf),
                         product(chain))
        equal += counted(table, limit).tolist() == (values <= limit).sum(axis=0).tolist()
    print(f"\nB8: {equal} of {cases} random cases equal to enumeration")


if __name__ == "__main__":
    rerun_of_one_scenario()
    mc2d()
    products_of_survivals()
    nanoseconds_per_pair()
    verdicts_of_random_cases()
    all_sets()
    climate(interleaved, show)
    dispersal(interleaved, show)
    sensitivity(interleaved, show)
    value_of_information(interleaved, show)
    pests(interleaved, show)
    store(interleaved, show)
