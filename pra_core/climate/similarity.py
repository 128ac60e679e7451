"""Agro-climatic similarity between places (Wei Shuqiu 1984), and the match index (Crombie 2008).

Two uses: every station with every other, standardised over the stations (`similarity_distance`);
and every cell with the nearest of a reference set, standardised over the world's land
(`element_months`, `moments`, `standardised`, `nearest_reference`, `match_index`).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.spatial import cKDTree

from pra_core.climate.checks import as_floats, inside, normals_problems, raise_all, shape
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


def element_months(
    temperature: ArrayLike, precipitation: ArrayLike, latitude: ArrayLike
) -> FloatArray:
    """The 24 features of each cell, [n, 24]: 12 temperatures, then 12 roots of precipitation.

    Southern cells are moved by six months. Precipitation enters as its square root: it is skewed,
    and untransformed a difference of 50 mm would count the same at the margin of a desert as in a
    rain forest. A root, unlike a logarithm of 1 + P, leaves the standardised features the same in
    mm and in inches. This is our choice, not the publication's.

    Args:
        temperature: [12, n], degC.
        precipitation: [12, n], mm per month, >= 0.
        latitude: [n], degrees.

    Raises:
        PraError: `out_of_bounds` (shape, negative precipitation, latitude), `not_finite`.
    """
    lat, rain = as_floats(latitude), as_floats(precipitation)
    raise_all(normals_problems(as_floats(temperature), rain, lat))
    wet = np.sqrt(season_aligned(rain, lat))
    return np.asarray(np.concatenate([season_aligned(temperature, lat), wet]).T, np.float64)


@dataclass(frozen=True, slots=True, eq=False)
class Moments:
    """Mean and population standard deviation of each feature, [features]."""

    mean: FloatArray
    sd: FloatArray


def moments(features: ArrayLike, weights: ArrayLike) -> Moments:
    """Weighted mean and population sd: sd^2 = sum w (x - mean)^2 / sum w (divisor n, not n - 1).

    With the land area of each cell as its weight, the crowded cells near the poles count no more
    than their ground.

    Args:
        features: [n, m].
        weights: [n], >= 0, not all 0.

    Raises:
        PraError: `out_of_bounds` (shape, negative or all-zero weights), `not_finite`.
    """
    x, w = as_floats(features), as_floats(weights)
    raise_all(shape("features", x, (-1, -1)) + inside("features", x))
    raise_all(shape("weights", w, (x.shape[0],)) + inside("weights", w, 0.0))
    if not w.sum() > 0:
        raise_all([Problem("out_of_bounds", "weights", 0, "some weight > 0")])
    share = w / w.sum()
    mean = share @ x
    return Moments(mean, np.sqrt(share @ (x - mean) ** 2))


def standardised(features: ArrayLike, over: Moments) -> FloatArray:
    """Points [n, m'] whose Euclidean distance is d = sqrt(mean_k ((x_k - y_k) / sd_k)^2).

    Features without spread are dropped; without any that have spread, m' = 1 and all points agree.

    Raises:
        PraError: `out_of_bounds` (shape), `not_finite`.
    """
    x = as_floats(features)
    raise_all(shape("features", x, (-1, over.sd.size)) + inside("features", x))
    kept = np.flatnonzero(over.sd > 0)
    if not kept.size:
        return np.zeros((x.shape[0], 1))
    scaled = (x[:, kept] - over.mean[kept]) / (over.sd[kept] * np.sqrt(kept.size))
    return np.asarray(scaled, dtype=np.float64)


def nearest_reference(
    points: FloatArray, references: FloatArray
) -> tuple[FloatArray, NDArray[np.intp]]:
    """Distance to the nearest reference, [n], and which one it is, [n] (the first if several tie).

    Exact: a k-d tree on the points turned to the principal axes of the references, which changes
    no distance but splits them apart in few dimensions. Memory grows with n + k, never n x k.

    Args:
        points: [n, m], from `standardised`.
        references: [k, m], k >= 1.

    Raises:
        PraError: `out_of_bounds` (shape, no reference).
    """
    problems = shape("points", points, (-1, -1))
    raise_all(problems + shape("references", references, (-1, *points.shape[1:])))
    if not references.shape[0]:
        raise_all([Problem("out_of_bounds", "references", 0, "at least one place")])
    spread = references - references.mean(axis=0)
    axes = np.linalg.eigh(spread.T @ spread)[1][:, ::-1]
    _, nearest = cKDTree(references @ axes).query(points @ axes, workers=-1)
    # Turning leaves rounding of 1e-16; measured on the points as given, equal places are at 0.
    distance = np.sqrt(((points - references[nearest]) ** 2).sum(axis=1))
    return distance, np.asarray(nearest, dtype=np.intp)


def match_index(distance: ArrayLike) -> FloatArray:
    """Match 0-100 of a distance d in standard deviations: 100 max(0, 1 - d).

    100 = the same climate, 0 = one standard deviation of the world's land apart on average. The
    Euclidean score of Climatch (Crombie, Brown, Lizzio & Hood 2008, user manual), (1 - d) 10 and
    not below 0, on a scale of 100; read in the source of the R package Euclimatch 1.0.2
    (`climatch_vec`), whose variance is that of the world as here. Climatch takes other variables
    and rounds down, so its scores and ours are not the same numbers.

    Raises:
        PraError: `out_of_bounds` (negative), `not_finite`.
    """
    d = as_floats(distance)
    raise_all(inside("distance", d, 0.0))
    return np.maximum(0.0, 100.0 * (1.0 - d))
