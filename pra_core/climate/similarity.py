"""Agro-climatic similarity distance between places (Wei Shuqiu 1984)."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from pra_core.climate.checks import as_floats, inside, raise_all, shape
from pra_core.errors import Problem
from pra_core.frozen import FloatArray


def similarity_distance(features: ArrayLike, weights: ArrayLike | None = None) -> FloatArray:
    """Distance between every two stations; smaller is more similar.

    d_ij = sqrt( sum_k w_k (x'_ik - x'_jk)^2 / sum_k w_k ), x' = (x - mean)/sd over all stations,
    sd with divisor n (population), w_k = 1 unless given. Features that are the same at every
    station are dropped; if all are, every distance is 0. Distances depend on the set of stations,
    so cut-offs belong to one study (Wei Shuqiu 1984, as remembered; not re-read). Align the
    seasons of the two hemispheres first (`season_aligned`).

    Args:
        features: [stations, features], such as monthly temperature and precipitation.
        weights: [features], >= 0, not all 0 among the features kept.

    Returns:
        [stations, stations], symmetric with a zero diagonal.

    Raises:
        PraError: `not_finite`; `out_of_bounds` (shape, negative or all-zero weights).
    """
    x = as_floats(features)
    problems = shape("features", x, (-1, -1)) + inside("features", x)
    raise_all(problems)
    w = np.ones(x.shape[1]) if weights is None else as_floats(weights)
    raise_all(shape("weights", w, (x.shape[1],)) + inside("weights", w, 0.0))
    total = np.zeros((x.shape[0], x.shape[0]))
    kept = [k for k in range(x.shape[1]) if x.shape[0] and np.ptp(x[:, k]) > 0]
    if not kept:
        return total
    if w[kept].sum() == 0:
        raise_all([Problem("out_of_bounds", "weights", 0, "some weight > 0")])
    for k in kept:
        standard = (x[:, k] - x[:, k].mean()) / x[:, k].std()
        total += w[k] * (standard[:, None] - standard[None, :]) ** 2
    return np.asarray(np.sqrt(total / w[kept].sum()), dtype=np.float64)


def season_aligned(monthly: ArrayLike, latitude: ArrayLike) -> FloatArray:
    """Months [12, n] with southern stations (latitude < 0) moved by six, so seasons coincide.

    Raises:
        PraError: `out_of_bounds` (shape), `not_finite`.
    """
    values, lat = as_floats(monthly), as_floats(latitude)
    problems = shape("monthly", values, (12, lat.size)) + inside("monthly", values)
    raise_all(problems + shape("latitude", lat, (-1,)) + inside("latitude", lat, -90.0, 90.0))
    return np.where(lat < 0, np.roll(values, 6, axis=0), values)
