"""The climatic part of the endangered area, and where founders persist (ISPM 11, 2.2.4.1)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from pra_core.climate.checks import as_floats, finite, inside, raise_all, shape
from pra_core.errors import Problem
from pra_core.frozen import FloatArray

WEIGHT_TOLERANCE = 1e-6
"""How far from 1 the landing weights may sum to and still be taken as shares."""


def suitable_cells(index: ArrayLike, threshold: float) -> NDArray[np.bool_]:
    """Whether each cell's suitability index (0-100, [cells]) reaches the threshold (above 0).

    Raises:
        PraError: `not_finite`, `out_of_bounds`.
    """
    values, limit = as_floats(index), as_floats(threshold)
    raise_all(
        inside("index", values, 0.0, 100.0) + inside("threshold", limit, 0.0, 100.0, above=True)
    )
    return np.asarray(values >= threshold)


def suitable_area_km2(index: ArrayLike, threshold: float, area_km2: ArrayLike) -> float:
    """Area of the cells whose index reaches the threshold [km2]; `area_km2` is [cells].

    Raises:
        PraError: `not_finite`, `out_of_bounds`.
    """
    area = as_floats(area_km2)
    problems = shape("area_km2", area, as_floats(index).shape) + inside("area_km2", area, 0.0)
    raise_all(problems)
    return float(area[suitable_cells(index, threshold)].sum())


def climate_persistence(index: ArrayLike, weights: ArrayLike, full: ArrayLike) -> FloatArray:
    """Chance that a founder persists, by the climate of where founders land, for every draw.

    p(draw) = sum_c w_c min(1, index_c / full(draw)): the link from the index to persistence is
    linear up to the index at which persistence is complete, and 0 where a hard limit gives index
    0. Exact for all draws by one sort and cumulative sums: O((cells + draws) log cells).

    Args:
        index: suitability index of each cell, 0-100, [cells].
        weights: share of founders landing in each cell, >= 0, sum 1, [cells].
        full: index from which persistence is complete, in (0, 100], [draws].

    Returns:
        [draws], 0 to 1.

    Raises:
        PraError: `not_finite`; `out_of_bounds` (values, shapes, weights that don't sum to 1).
    """
    values, shares, limit = as_floats(index), as_floats(weights), as_floats(full)
    problems = shape("index", values, (-1,)) + shape("weights", shares, (values.size,))
    problems += shape("full", limit, (-1,)) + inside("index", values, 0.0, 100.0)
    problems += inside("weights", shares, 0.0) + inside("full", limit, 0.0, 100.0, above=True)
    total = float(shares.sum())
    if np.isfinite(total) and abs(total - 1) > WEIGHT_TOLERANCE:
        problems.append(Problem("out_of_bounds", "weights", f"sum {total:g}", "sum 1"))
    raise_all(problems)
    order = np.argsort(values)
    ranked, share = values[order], shares[order] / total
    below = np.concatenate([[0.0], np.cumsum(share * ranked)])
    reached = np.concatenate([np.cumsum(share[::-1])[::-1], [0.0]])
    cut = np.searchsorted(ranked, limit, side="left")
    # The sum is at most 1; adding in floating point can pass it by the last digit.
    return np.asarray(np.minimum(1.0, below[cut] / limit + reached[cut]), dtype=np.float64)


@dataclass(frozen=True, slots=True)
class RegionTable:
    """One row per region, arrays [regions]."""

    group: NDArray[Any]
    """Region labels in ascending order."""
    weight: FloatArray
    """Sum of the cells' weights (area, if the weights are areas)."""
    mean: FloatArray
    """Weighted mean of the values; NaN for a region of weight 0."""
    highest: FloatArray
    """Highest value of any cell with weight above 0; NaN for a region of weight 0."""


def aggregate(values: ArrayLike, weights: ArrayLike, group: ArrayLike) -> RegionTable:
    """Weighted mean and highest value per region, from cells to regions.

    Args:
        values: [cells], such as an index.
        weights: [cells], >= 0, such as cell areas or landing weights.
        group: [cells], the region each cell belongs to (labels of any sortable type).

    Raises:
        PraError: `not_finite`, `out_of_bounds`.
    """
    x, w, labels = as_floats(values), as_floats(weights), np.asarray(group)
    problems = shape("values", x, (-1,)) + shape("weights", w, (x.size,)) + finite("values", x)
    if labels.shape != x.shape:
        problems.append(
            Problem("out_of_bounds", "group", f"shape {list(labels.shape)}", f"shape [{x.size}]")
        )
    raise_all(problems + inside("weights", w, 0.0))
    names, place = np.unique(labels, return_inverse=True)
    weight = as_floats(np.bincount(place, weights=w, minlength=names.size))
    some = weight > 0
    total = np.bincount(place, weights=w * x, minlength=names.size)
    highest = np.full(names.size, -np.inf)
    counted = w > 0
    np.maximum.at(highest, place[counted], x[counted])
    mean = np.where(some, total / np.where(some, weight, 1.0), np.nan)
    return RegionTable(names, weight, mean, np.where(some, highest, np.nan))
