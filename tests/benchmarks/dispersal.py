"""B13: kernel spread on 500 x 500 cells over 20 years, beside plain numpy and, if given, PoPS.

`PRA_POPS` may name a program built on the PoPS core (Jones et al. 2021). It is called with
`rows columns hosts years reproduction scale replicates seed`, simulates susceptible-infested spread
with an exponential natural kernel from one host unit in the middle of a map that is suitable
throughout, and prints the number of infested cells at the end of each replicate.
"""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable, Mapping

import numpy as np

from pra_core.dispersal import Dispersal, Entry, Kernel, Landscape, plane, spread_on_grid

SIDE, HOSTS, YEARS, SCALE = 500, 100, 20, 1.0
Work = Callable[[], object]


def uniform_land() -> Landscape:
    return plane(np.full((SIDE, SIDE), HOSTS), np.ones((SIDE, SIDE)))


def ours(land: Landscape, reproduction: float, replicates: int, threads: int = 1) -> Dispersal:
    middle = Entry(np.array([SIDE * SIDE // 2 + SIDE // 2]), np.ones(1))
    return spread_on_grid(land, middle, YEARS, replicates, 1, reproduction=reproduction,
                          kernel=Kernel("exponential", SCALE), threads=threads)


def with_numpy(reproduction: float, replicates: int) -> list[int]:
    """Infested cells at the end, whole arrays at a time; free hosts are those of the year's start.
    """
    rng, found = np.random.default_rng(1), []
    for _ in range(replicates):
        infested = np.zeros((SIDE, SIDE), np.int64)
        infested[SIDE // 2, SIDE // 2] = 1
        for _ in range(YEARS):
            leaving = rng.poisson(reproduction * infested)
            row, column = (np.repeat(x, leaving.ravel()) for x in np.divmod(
                np.arange(SIDE * SIDE), SIDE))
            far, angle = rng.exponential(SCALE, row.size), rng.uniform(0, 2 * np.pi, row.size)
            row = np.floor(row + rng.random(row.size) + far * np.sin(angle)).astype(np.int64)
            column = np.floor(column + rng.random(row.size) + far * np.cos(angle)
                              ).astype(np.int64)
            inside = (row >= 0) & (row < SIDE) & (column >= 0) & (column < SIDE)
            arrived = np.bincount(row[inside] * SIDE + column[inside], minlength=SIDE * SIDE)
            free = HOSTS - infested
            infested += np.minimum(rng.binomial(arrived.reshape(SIDE, SIDE), free / HOSTS), free)
        found.append(int((infested > 0).sum()))
    return found


def with_pops(program: str, reproduction: float, replicates: int) -> list[int]:
    given = (SIDE, SIDE, HOSTS, YEARS, reproduction, SCALE, replicates, 1)
    done = subprocess.run([program, *map(str, given)], capture_output=True, text=True, check=True)
    return [int(x) for x in done.stdout.split()]


def agree(a: list[int], b: list[int]) -> str:
    error = np.sqrt(np.var(a) / len(a) + np.var(b) / len(b))
    apart = abs(np.mean(a) - np.mean(b)) / error
    return f"{np.mean(a):,.0f} and {np.mean(b):,.0f} cells, {apart:.1f} standard errors apart"


def dispersal(interleaved: Callable[..., dict[str, list[float]]],
              show: Callable[..., Mapping[str, float]]) -> None:
    """B13 at two occupancies, and the time of 100 replicates on two threads."""
    land, program = uniform_land(), os.environ.get("PRA_POPS", "")
    for reproduction, replicates, few in ((0.8, 20, 2), (2.0, 4, 2)):
        name, plain, pops = (f"kernel, 1 thread, {replicates} replicates",
                             f"plain numpy ({few} replicates, scaled)", "PoPS core")
        work: dict[str, Work] = {
            name: lambda r=reproduction, n=replicates: ours(land, r, n),
            plain: lambda r=reproduction, n=few: with_numpy(r, n)}
        if program:
            work[pops] = lambda r=reproduction, n=replicates: with_pops(program, r, n)
        cells = [int(x) for x in ours(land, reproduction, 200, 2).occupied_km2[:, -1]]
        show(f"B13: {SIDE} x {SIDE} cells, {YEARS} years, {np.mean(cells):,.0f} cells at the end",
             interleaved(work, 5), name, {plain: replicates / few})
        print(f"  ours and numpy: {agree(cells, with_numpy(reproduction, 10))}")
        if program:
            print(f"  ours and PoPS: {agree(cells, with_pops(program, reproduction, 60))}")
    if not program:
        print("  PoPS core: skipped, PRA_POPS names no program built on it")
    start = time.perf_counter()
    done = ours(land, 2.0, 100, 2)
    print(f"  100 replicates, {done.occupied_km2[:, -1].mean():,.0f} cells, two threads:"
          f" {time.perf_counter() - start:.2f} s (target 5 s)")
