"""Degree-days of one day from its minimum and maximum: average, triangle and single sine."""

from __future__ import annotations

from enum import StrEnum
from typing import overload

import numpy as np
from numpy.typing import ArrayLike

from pra_core.climate.checks import as_floats, finite, ordered, raise_all
from pra_core.errors import PraError
from pra_core.frozen import FloatArray

Level = FloatArray | float


class DegreeDayMethod(StrEnum):
    """Shape of the daily temperature curve between minimum and maximum."""

    AVERAGE = "average"
    TRIANGLE = "triangle"
    SINE = "sine"


def average_above(tmin: FloatArray, tmax: FloatArray, threshold: Level) -> FloatArray:
    """Degrees of the daily mean above a threshold: max(0, (tmin + tmax)/2 - threshold) [degC]."""
    return np.asarray(np.maximum(0.0, (tmin + tmax) / 2 - threshold), dtype=np.float64)


def triangle_above(tmin: FloatArray, tmax: FloatArray, threshold: Level) -> FloatArray:
    """Mean excess over a threshold of a triangular day (Lindsey & Newman 1956) [degC].

    0 if tmax <= threshold; mean - threshold if tmin >= threshold; else
    (tmax - threshold)^2 / (2 (tmax - tmin)).
    """
    whole = (tmin + tmax) / 2 - threshold
    partly = (tmin < threshold) & (threshold < tmax)
    excess = np.where(partly, tmax - threshold, 0.0)
    part = excess * (excess / np.where(partly, tmax - tmin, 1.0)) / 2
    return np.asarray(np.where(tmin >= threshold, whole, part), dtype=np.float64)


def sine_above(tmin: FloatArray, tmax: FloatArray, threshold: Level) -> FloatArray:
    """Mean excess over a threshold of a sine-shaped day, analytic (Baskerville & Emin 1969) [degC].

    With mean M, amplitude A and x = (threshold - M)/A limited to [-1, 1], the curve's own range:
    ((M - threshold)(pi/2 - asin x) + A sqrt(1 - x^2)) / pi.
    """
    mean, amplitude = (tmin + tmax) / 2, (tmax - tmin) / 2
    flat = amplitude < 1e-9  # degC: no range, and no overflow in the quotient below
    x = np.clip((threshold - mean) / np.where(flat, 1.0, amplitude), -1.0, 1.0)
    over = (mean - threshold) * (np.pi / 2 - np.arcsin(x)) + amplitude * np.sqrt(1 - x**2)
    day = np.maximum(0.0, np.where(flat, mean - threshold, over / np.pi))
    return np.asarray(day, dtype=np.float64)


_ABOVE = {
    DegreeDayMethod.AVERAGE: average_above,
    DegreeDayMethod.TRIANGLE: triangle_above,
    DegreeDayMethod.SINE: sine_above,
}


@overload
def degree_days(
    tmin: float, tmax: float, lower: float, method: str = ..., *, upper: float | None = ...
) -> float: ...
@overload
def degree_days(
    tmin: ArrayLike,
    tmax: ArrayLike,
    lower: ArrayLike,
    method: str = ...,
    *,
    upper: ArrayLike | None = ...,
) -> FloatArray: ...
def degree_days(
    tmin: ArrayLike,
    tmax: ArrayLike,
    lower: ArrayLike,
    method: str = "triangle",
    *,
    upper: ArrayLike | None = None,
) -> FloatArray | float:
    """Degree-days of one day above `lower` [degC d per day].

    DD = E(lower), or with a horizontal cut-off E(lower) - E(upper); E(x) is the day's mean excess
    over x of the curve the method names (`average_above`, `triangle_above`, `sine_above`). The
    three differ: for 5 and 20 degC above 10 degC they give 2.50, 3.33 and 3.77.

    Args:
        tmin: daily minimum [degC], any shape; the others broadcast with it.
        tmax: daily maximum [degC].
        lower: lower development threshold [degC].
        method: `average`, `triangle` or `sine`.
        upper: temperature above which development gets no faster [degC]; None for no cut-off.

    Raises:
        PraError: `wrong_type` (method), `not_finite`, `order` (tmin > tmax or lower > upper).
    """
    if method not in set(DegreeDayMethod):
        raise PraError(
            "wrong_type", path="method", value=method, allowed=", ".join(DegreeDayMethod)
        )
    low, high, base = as_floats(tmin), as_floats(tmax), as_floats(lower)
    top = as_floats(np.inf if upper is None else upper)
    problems = finite("tmin", low) + finite("tmax", high) + finite("lower", base)
    problems += [] if upper is None else finite("upper", top)
    problems += ordered("tmin, tmax", low, high, "tmin <= tmax")
    raise_all(problems + ordered("lower, upper", base, top, "lower <= upper"))
    above = _ABOVE[DegreeDayMethod(method)]
    days = above(low, high, base)
    if upper is not None:
        days = days - above(low, high, top)
    return float(days) if days.ndim == 0 else days
