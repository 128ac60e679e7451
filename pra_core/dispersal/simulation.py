"""Replicates of the stochastic spread over a grid, on threads, all at once or in batches."""

from __future__ import annotations

import math
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from queue import SimpleQueue
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pra_core.dispersal.checks import (
    KINDS,
    MOST_OFFSPRING,
    each,
    entry_problems,
    kernel_problems,
    landscape_problems,
    long_problems,
    number_problems,
)
from pra_core.dispersal.landscape import Dispersal, Entry, Gravity, Kernel, Landscape
from pra_core.dispersal_kernels import EXPONENTIAL, GRAVITY, spread
from pra_core.errors import PraError
from pra_core.frozen import FloatArray


def spread_on_grid(landscape: Landscape, entry: Entry, years: int, replicates: int, seed: int, *,
                   reproduction: FloatArray | float, kernel: Kernel, long_share: float = 0.0,
                   long_distance: Kernel | Gravity | None = None, threads: int = 2) -> Dispersal:
    """Stochastic spread from one founded cell, susceptible -> infested, in steps of a year.

    Each infested cell emits Poisson(`reproduction` · infested units · suitability) dispersers a
    year; in the year in which `entry.lag` ends, for the rest of that year only. Each one leaves
    from a random point of its cell by the natural kernel, or with probability `long_share` by the
    long-distance one, and infests one more unit of the cell where it lands if
    U < susceptible / units · suitability. Hosts are conserved: infested + susceptible = hosts, and
    nothing recovers. Dispersers see the infections before them in that year; what they infest
    emits from the next year on (after the PoPS model, Jones et al. 2021, Front. Ecol. Environ.
    19:411). `reproduction` is one number or [replicates].

    A replicate depends on `seed` and its number alone: not on `threads`, nor on how many
    replicates there are, nor on the machine.

    Raises PraError with every problem at once: `wrong_type` (shapes), `not_finite`,
    `out_of_bounds`, `missing` (a long share without a kernel, a Cauchy kernel without a limit).
    """
    *_, found = spread_in_batches(
        landscape, entry, years, replicates, seed, reproduction=reproduction, kernel=kernel,
        long_share=long_share, long_distance=long_distance, threads=threads, batch=replicates)
    return found


def spread_in_batches(
    landscape: Landscape, entry: Entry, years: int, replicates: int, seed: int, *,
    reproduction: FloatArray | float, kernel: Kernel, long_share: float = 0.0,
    long_distance: Kernel | Gravity | None = None, threads: int = 2, batch: int = 10,
) -> Iterator[Dispersal]:
    """As `spread_on_grid`, with the results so far after every `batch` replicates.

    Checks its input before it is asked for the first batch.
    """
    problems = [*landscape_problems(landscape),
                *number_problems(years, replicates, seed, threads, batch)]
    if not problems:
        problems += [*entry_problems(landscape, entry, replicates),
                     *kernel_problems("kernel", kernel, replicates),
                     *long_problems(landscape, long_share, long_distance),
                     *each("reproduction", reproduction, replicates, 0.0, MOST_OFFSPRING)]
    if problems:
        raise PraError.of(problems)
    given = _arguments(landscape, entry, replicates, reproduction, kernel, long_share,
                       long_distance)
    return _batches(given, landscape.hosts.size, years, replicates, seed, threads, batch)


def _arguments(landscape: Landscape, entry: Entry, replicates: int,
               reproduction: FloatArray | float, kernel: Kernel, long_share: float,
               far: Kernel | Gravity | None) -> tuple[tuple[Any, ...], ...]:
    """What the kernel takes between the seed and the results, in its order."""
    hosts = landscape.hosts
    unit = np.divide(landscape.area_km2, hosts, where=hosts > 0, out=np.zeros(hosts.shape))
    land = (np.ravel(hosts).astype(np.int32), np.ravel(landscape.suitability).astype(np.float64),
            unit.ravel(), np.ravel(landscape.area_km2).astype(np.float64),
            landscape.width_km.astype(np.float64))
    size = (hosts.shape[1], hosts.shape[0], float(landscape.units), float(landscape.height_km))
    process = (_wide(entry.founders, replicates).astype(np.int64), _wide(entry.lag, replicates),
               _wide(reproduction, replicates), _wide(kernel.scale_km, replicates))
    pull, weights, kind, scale, longest = entry.cells[:1], np.ones(1), EXPONENTIAL, 1.0, math.inf
    if isinstance(far, Gravity):
        pull, weights, kind, scale = far.cells, far.weights, GRAVITY, float(far.reach_km)
    elif far is not None:
        kind, scale, longest = KINDS[far.kind], float(far.scale_km), float(far.longest_km)
    return (land, size, (entry.cells.astype(np.int64), _summed(entry.weights)), process,
            (KINDS[kernel.kind], float(kernel.longest_km)),
            (float(long_share), kind, scale, longest, pull.astype(np.int64), _summed(weights)))


def _summed(weights: FloatArray) -> FloatArray:
    total = np.cumsum(weights, dtype=np.float64)
    return np.asarray(total / total[-1], np.float64)


def _wide(value: Any, replicates: int) -> FloatArray:
    return np.broadcast_to(np.asarray(value, np.float64), (replicates,)).copy()


def _batches(given: tuple[tuple[Any, ...], ...], cells: int, years: int, replicates: int, seed: int,
             threads: int, batch: int) -> Iterator[Dispersal]:
    area, occupied = np.zeros((2, replicates, years + 1))
    units = np.zeros((replicates, years + 1), np.int64)
    # A thread adds to counts of its own; whole numbers, so their order makes no difference.
    own = [(np.zeros((years + 1, cells), np.uint16), np.zeros(cells, np.int64))
           for _ in range(min(threads, replicates))]
    free: SimpleQueue[tuple[NDArray[np.uint16], NDArray[np.int64]]] = SimpleQueue()
    for counts in own:
        free.put(counts)

    def one(replicate: int) -> None:
        counts = free.get()
        spread(replicate, replicate + 1, seed, *given, *counts, area, occupied, units)
        free.put(counts)

    with ThreadPoolExecutor(len(own)) as pool:
        for done in range(batch, replicates + batch, batch):
            last = min(done, replicates)
            list(pool.map(one, range(done - batch, last)))
            newly = own[0][0].copy()
            for others, _ in own[1:]:
                newly += others
            np.cumsum(newly, axis=0, out=newly)
            yield Dispersal(newly, area[:last].copy(),
                            occupied[:last].copy(), units[:last].copy(),
                            np.sum([ends for _, ends in own], axis=0))
