"""Percentiles by parameter name: the only randomness in the core."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from pra_core.frozen import FloatArray


@lru_cache(maxsize=256)
def percentiles(name: str, draws: int, seed: int) -> FloatArray:
    """Stratified percentiles of one named quantity, shape [draws], inside (0, 1).

    One point per stratum [i/draws, (i+1)/draws), in an order that depends on the name and the
    seed alone, so adding or removing other quantities changes nothing here (common random
    numbers). Latin hypercube sampling: McKay, Beckman & Conover 1979, Technometrics 21:239.
    The array is read-only and shared between calls.
    """
    sequence = np.random.SeedSequence(seed, spawn_key=tuple(name.encode("utf-8")))
    rng = np.random.default_rng(sequence)
    u = (rng.permutation(draws) + rng.random(draws)) / draws
    u = np.clip(u, 2.0**-53, 1.0 - 2.0**-53)
    u.setflags(write=False)
    return u
