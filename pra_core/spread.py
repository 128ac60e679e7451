"""Radial spread of a founded population."""

from __future__ import annotations

import numpy as np

from pra_core.errors import PraError
from pra_core.frozen import FloatArray


def invaded_area(
    t: FloatArray | float,
    lag: FloatArray | float,
    rate: FloatArray | float,
    cap: FloatArray | float,
) -> FloatArray:
    """Invaded area [km²] at age `t` [years]: min(cap, π·(rate·max(0, t − lag))²).

    `lag` [years] without spread, then a radius that grows by `rate` [km/year], up to `cap`, the
    endangered area [km²] (EFSA PLH Panel 2018, EFSA Journal 16:5350). Broadcasts.

    Raises PraError("out_of_bounds") for negative lag, rate or cap.
    """
    for name, value in (("lag", lag), ("rate", rate), ("cap", cap)):
        _not_negative(name, value)
    radius = np.multiply(rate, np.maximum(0.0, np.subtract(t, lag)))
    area: FloatArray = np.minimum(cap, np.pi * radius**2)
    return area


def front_speed(r: FloatArray | float, diffusion: FloatArray | float) -> FloatArray:
    """Asymptotic speed of a diffusing front [km/year]: 2·sqrt(r·D).

    `r` intrinsic growth rate [1/year], `diffusion` D [km²/year] (Skellam 1951, Biometrika
    38:196). Broadcasts.

    Raises PraError("out_of_bounds") for negative r or D.
    """
    _not_negative("r", r)
    _not_negative("diffusion", diffusion)
    speed: FloatArray = 2.0 * np.sqrt(np.multiply(r, diffusion))
    return speed


def _not_negative(name: str, value: FloatArray | float) -> None:
    values = np.asarray(value, dtype=np.float64)
    if not np.all(values >= 0.0):
        raise PraError("out_of_bounds", name, values.tolist(), ">= 0")
