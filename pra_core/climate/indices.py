"""Weekly growth indices and the ecoclimatic index (after Sutherst & Maywald 1985)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import overload

import numpy as np
from numpy.typing import ArrayLike

from pra_core.climate.checks import as_floats, finite, inside, ordered, raise_all, thresholds
from pra_core.climate.degree_days import triangle_above
from pra_core.climate.weekly import WEEKS
from pra_core.errors import Problem
from pra_core.frozen import FloatArray

Thresholds = tuple[float, float, float, float]


def temperature_response(tmin: FloatArray, tmax: FloatArray, dv: Thresholds) -> FloatArray:
    """`temperature_index` without checks, for arrays that were checked."""
    dv0, dv1, dv2, dv3 = dv
    # Limited before the division: thresholds may lie close together.
    gained = np.minimum(triangle_above(tmin, tmax, dv0), dv1 - dv0) / (dv1 - dv0)
    return np.asarray(gained * (np.clip(dv3 - tmax, 0.0, dv3 - dv2) / (dv3 - dv2)))


def moisture_response(s: FloatArray, sm: Thresholds) -> FloatArray:
    """`moisture_index` without checks, for arrays that were checked."""
    sm0, sm1, sm2, sm3 = sm
    rise = np.clip(s - sm0, 0.0, sm1 - sm0) / (sm1 - sm0)
    fall = np.clip(sm3 - s, 0.0, sm3 - sm2) / (sm3 - sm2)
    return np.asarray(np.minimum(rise, fall))


@overload
def temperature_index(
    tmin: float, tmax: float, dv0: float, dv1: float, dv2: float, dv3: float
) -> float: ...
@overload
def temperature_index(
    tmin: ArrayLike, tmax: ArrayLike, dv0: float, dv1: float, dv2: float, dv3: float
) -> FloatArray: ...
def temperature_index(
    tmin: ArrayLike, tmax: ArrayLike, dv0: float, dv1: float, dv2: float, dv3: float
) -> FloatArray | float:
    """Temperature index TI in [0, 1], the thermal part of the weekly growth index.

    TI = Iq Ih; Iq = min(1, DD/(dv1 - dv0)) with DD the mean daily degrees above dv0 (triangle);
    Ih = 1 - (tmax - dv2)/(dv3 - dv2), 1 up to dv2 and 0 from dv3 (Sutherst & Maywald 1985).

    Args:
        tmin: daily minimum [degC], any shape.
        tmax: daily maximum [degC], shape that broadcasts with `tmin`.
        dv0: lower threshold [degC].
        dv1: lower optimum [degC].
        dv2: upper optimum, compared with the maximum [degC].
        dv3: upper threshold [degC].

    Raises:
        PraError: `not_finite`; `order` unless dv0 < dv1 <= dv2 < dv3 and tmin <= tmax.
    """
    low, high = as_floats(tmin), as_floats(tmax)
    problems = finite("tmin", low) + finite("tmax", high)
    problems += ordered("tmin, tmax", low, high, "tmin <= tmax")
    raise_all(problems + thresholds("dv", (dv0, dv1, dv2, dv3)))
    index = temperature_response(low, high, (dv0, dv1, dv2, dv3))
    return float(index) if index.ndim == 0 else index


@overload
def moisture_index(s: float, sm0: float, sm1: float, sm2: float, sm3: float) -> float: ...
@overload
def moisture_index(
    s: ArrayLike, sm0: float, sm1: float, sm2: float, sm3: float
) -> FloatArray: ...
def moisture_index(
    s: ArrayLike, sm0: float, sm1: float, sm2: float, sm3: float
) -> FloatArray | float:
    """Moisture index MI in [0, 1], the moisture part of the weekly growth index.

    0 up to sm0, rising to 1 at sm1, 1 up to sm2, falling to 0 at sm3 (Sutherst & Maywald 1985).

    Args:
        s: soil moisture as share of the holding capacity, any shape, >= 0.
        sm0: lower threshold [share].
        sm1: lower optimum [share].
        sm2: upper optimum [share].
        sm3: upper threshold [share].

    Raises:
        PraError: `not_finite`; `out_of_bounds` for s or sm0 below 0; `order` unless
            sm0 < sm1 <= sm2 < sm3.
    """
    soil = as_floats(s)
    problems = inside("s", soil, 0.0) + thresholds("sm", (sm0, sm1, sm2, sm3))
    if sm0 < 0:
        problems.append(Problem("out_of_bounds", "sm0", sm0, "[0, sm1)"))
    raise_all(problems)
    index = moisture_response(soil, (sm0, sm1, sm2, sm3))
    return float(index) if index.ndim == 0 else index


def ecoclimatic_index(
    growth: ArrayLike,
    cold: ArrayLike = 0,
    heat: ArrayLike = 0,
    dry: ArrayLike = 0,
    wet: ArrayLike = 0,
    interactions: Sequence[ArrayLike] = (),
) -> FloatArray | float:
    """Ecoclimatic index EI = GI_A SI SX, 0 to 100, [...] (Sutherst & Maywald 1985).

    GI_A = 100 mean(growth); SI and SX = product of (1 - x/100) over the stresses and over their
    interactions, where a stress counts 100 (lethal) at most. An index, not a probability.

    Args:
        growth: weekly growth index GI/100 in [0, 1], [52, ...].
        cold: annual cold stress [%], shape [...] of one week of `growth`, >= 0.
        heat: annual heat stress [%].
        dry: annual dry stress [%].
        wet: annual wet stress [%].
        interactions: annual stresses of combined causes [%], such as hot-wet.

    Raises:
        PraError: `not_finite`; `out_of_bounds` (growth not in [0, 1] or not 52 weeks, stress < 0).
    """
    weeks = as_floats(growth)
    problems = inside("growth", weeks, 0.0, 1.0)
    if weeks.ndim == 0 or weeks.shape[0] != WEEKS:
        problems.append(
            Problem("out_of_bounds", "growth", f"shape {list(weeks.shape)}", "shape [52, ...]")
        )
    named = [("cold", cold), ("heat", heat), ("dry", dry), ("wet", wet)]
    named += [(f"interactions.{i}", x) for i, x in enumerate(interactions)]
    stresses = [(name, as_floats(stress)) for name, stress in named]
    raise_all(problems + [p for name, stress in stresses for p in inside(name, stress, 0.0)])
    index = 100 * weeks.mean(axis=0)
    for _, stress in stresses:
        index = index * survival(stress)
    return float(index) if index.ndim == 0 else np.asarray(index, dtype=np.float64)


def survival(stress: FloatArray) -> FloatArray:
    """1 - stress/100, where 100 % is lethal and counts as the most."""
    return np.asarray(1 - np.minimum(stress, 100.0) / 100, dtype=np.float64)
