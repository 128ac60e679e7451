"""The reported indices: SALib's estimators on outputs at hand.

SALib is slow to import, so that happens on demand. Its estimator of δ draws from numpy's global
generator and sets global warning filters: both are put back.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Any

import numpy as np

from pra_core.frozen import FloatArray
from pra_core.sensitivity.design import Groups

LEVELS = 4
LOWEST, HIGHEST = 0.05, 0.95
"""The percentiles Morris' trajectories move between; beyond them a step would show only tails."""
RESAMPLES = 100
DENSITY_RESAMPLES = 30
"""Fewer for δ: each makes kernel densities in every class of every input."""
SLICES = 10
_ONE_AT_A_TIME = Lock()


def first_and_total(y: FloatArray, groups: int, seed: int) -> dict[str, FloatArray]:
    """S1 (Saltelli 2010) and ST (Jansen 1999) with bootstrap intervals of `saltelli` outputs."""
    from SALib.analyze import sobol

    found = sobol.analyze(_problem(groups), y, calc_second_order=False, num_resamples=RESAMPLES,
                          seed=seed + 1)
    return {k: np.asarray(found[k], np.float64) for k in ("S1", "S1_conf", "ST", "ST_conf")}


def pairs(y: FloatArray, groups: int, seed: int) -> tuple[FloatArray, FloatArray]:
    """S2 (Saltelli 2002) and its interval from outputs of `saltelli(second=True)`, [groups] x 2."""
    from SALib.analyze import sobol

    found = sobol.analyze(_problem(groups), y, calc_second_order=True, num_resamples=RESAMPLES,
                          seed=seed + 1)
    return np.asarray(found["S2"], np.float64), np.asarray(found["S2_conf"], np.float64)


def trajectories(n: int, groups: Groups, seed: int) -> FloatArray:
    """n of Morris' trajectories through percentiles, [n (groups + 1), columns].

    Each moves one group at a time over a grid of four levels between `LOWEST` and `HIGHEST`.
    """
    from SALib.sample import morris

    return np.asarray(morris.sample(_grouped(groups), n, num_levels=LEVELS, seed=seed + 1),
                      np.float64)


def elementary_effects(u: FloatArray, y: FloatArray, groups: Groups, seed: int
                       ) -> dict[str, FloatArray]:
    """mu, mu_star, mu_star_conf and sigma of the effect of a move over the whole grid.

    Of a group only mu_star is defined (its members move in different directions); its mu and sigma
    are nan.
    """
    from SALib.analyze import morris

    found = morris.analyze(_grouped(groups), u, y, num_levels=LEVELS, num_resamples=RESAMPLES,
                           seed=seed + 1)
    indices = {k: np.ma.filled(np.ma.asarray(found[k], np.float64), np.nan)
               for k in ("mu", "mu_star", "mu_star_conf", "sigma")}
    several = np.array([len(group) > 1 for group in groups])
    for key in ("mu", "sigma"):
        indices[key][several] = np.nan
    return indices


def density_distance(x: FloatArray, y: FloatArray, seed: int) -> dict[str, float]:
    """Borgonovo's delta of one input, delta_conf its 95 % half width (Plischke et al. 2013).

    x and y are [n]. Bias reduced by bootstrap; a little stays where there is no influence.
    """
    from SALib.analyze import delta

    with _undisturbed():
        found = delta.analyze(_problem(1), x[:, None], y, num_resamples=DENSITY_RESAMPLES,
                              method="delta", seed=seed + 1)
    return {"delta": float(found["delta_raw"][0]), "delta_conf": float(found["delta_raw_conf"][0])}


def slice_distances(x: FloatArray, y: FloatArray) -> dict[str, float]:
    """PAWN: minimum, median, maximum of the KS distances of y in ten slices of x from all y."""
    from SALib.analyze import pawn

    with _undisturbed():
        found = pawn.analyze(_problem(1), x[:, None], y, S=SLICES)
    return {k: float(found[k][0]) for k in ("minimum", "median", "maximum")}


def _problem(groups: int) -> dict[str, Any]:
    return {"num_vars": groups, "names": [f"x{i}" for i in range(groups)],
            "bounds": [(0.0, 1.0)] * groups}


def _grouped(groups: Groups) -> dict[str, Any]:
    columns = sum(len(group) for group in groups)
    group_of = {i: f"g{k}" for k, group in enumerate(groups) for i in group}
    return {"num_vars": columns, "names": [f"x{i}" for i in range(columns)],
            "bounds": [(LOWEST, HIGHEST)] * columns,
            "groups": [group_of[i] for i in range(columns)]}


@contextmanager
def _undisturbed() -> Iterator[None]:
    """numpy's global generator and the warning filters as before, whatever SALib does to them."""
    from threadpoolctl import threadpool_limits

    # Densities of some hundred values: threads of the linear algebra only get in the way.
    with _ONE_AT_A_TIME, warnings.catch_warnings(record=True), threadpool_limits(1, "blas"):
        state = np.random.get_state()  # noqa: NPY002 - SALib's delta seeds and uses it
        layout = warnings.formatwarning
        try:
            yield
        finally:
            np.random.set_state(state)  # noqa: NPY002
            warnings.formatwarning = layout
