"""Checks shared by the climate functions: each returns its problems, so all are raised at once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from pra_core.errors import PraError, Problem
from pra_core.frozen import FloatArray


def raise_all(problems: Sequence[Problem]) -> None:
    """Raise one `PraError` that carries every problem found, if there is any."""
    if problems:
        raise PraError.of(problems)


def as_floats(values: ArrayLike) -> FloatArray:
    """Return the values as float64; the caller's array is never written to."""
    return np.asarray(values, dtype=np.float64)


def finite(path: str, values: FloatArray) -> list[Problem]:
    """Report one problem when any value is NaN or infinite, naming the first."""
    bad = ~np.isfinite(values)
    if not bad.any():
        return []
    return [Problem("not_finite", path, float(values[bad].flat[0]))]


def inside(
    path: str,
    values: FloatArray,
    low: float = -np.inf,
    high: float = np.inf,
    *,
    above: bool = False,
) -> list[Problem]:
    """Report non-finite values and values outside [low, high] (or (low, high] with `above`)."""
    found = finite(path, values)
    if found:
        return found
    bad = (values <= low if above else values < low) | (values > high)
    if not bad.any():
        return []
    left = "(" if above else "["
    allowed = f"{left}{low:g}, {high:g}]"
    return [Problem("out_of_bounds", path, float(values[bad].flat[0]), allowed)]


def ordered(path: str, low: FloatArray, high: FloatArray, allowed: str) -> list[Problem]:
    """Report the first pair in which `low` exceeds `high`; shapes must broadcast."""
    low, high = np.broadcast_arrays(low, high)
    bad = low > high
    if not bad.any():
        return []
    pair = f"{low[bad].flat[0]:g}, {high[bad].flat[0]:g}"
    return [Problem("order", path, pair, allowed)]


def thresholds(path: str, values: Sequence[float]) -> list[Problem]:
    """Report thresholds that aren't finite or break x0 < x1 <= x2 < x3."""
    found = [p for i, v in enumerate(values) for p in finite(f"{path}{i}", as_floats(v))]
    if found:
        return found
    x0, x1, x2, x3 = values
    if x0 < x1 <= x2 < x3:
        return []
    allowed = f"{path}0 < {path}1 <= {path}2 < {path}3"
    return [Problem("order", path, ", ".join(f"{v:g}" for v in values), allowed)]


def shape(path: str, values: FloatArray, expected: tuple[int, ...]) -> list[Problem]:
    """Report a wrong shape; -1 in `expected` stands for any length."""
    fits = values.ndim == len(expected) and all(
        e in (-1, n) for e, n in zip(expected, values.shape, strict=True)
    )
    if fits:
        return []
    wanted = "[" + ", ".join("n" if e == -1 else str(e) for e in expected) + "]"
    return [Problem("out_of_bounds", path, f"shape {list(values.shape)}", f"shape {wanted}")]


def normals_problems(
    temperature: FloatArray, precipitation: FloatArray, latitude: FloatArray
) -> list[Problem]:
    """Report what is wrong with normals: [12, n] degC, [12, n] mm and [n] degrees."""
    cells = latitude.size
    return [
        *shape("temperature", temperature, (12, cells)),
        *shape("precipitation", precipitation, (12, cells)),
        *shape("latitude", latitude, (-1,)),
        *inside("temperature", temperature),
        *inside("precipitation", precipitation, 0.0),
        *inside("latitude", latitude, -90.0, 90.0),
    ]
