"""Kernel parameters whose spread over uniform hosts follows a lag and a radial rate."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pra_core.errors import PraError, Problem
from pra_core.frozen import FloatArray

UNITS = 100
"""Host units of a full cell for which `equivalent` is calibrated."""
MOST_REPRODUCTION = 3.0
FILLING = 10.0
"""Below the largest reproduction, ln(1 + R) per share of a cell that the front crosses a year."""
HEAD_START = 2.0
"""No founding begins with more than the disc of so many years."""
_RATE = np.array([0.1386, 0.17, 0.2, 0.25, 0.3, 0.4, 0.5, 0.7, 1.0, 1.5, 2.0, 3.0])
_SCALE = np.array([0.0034, 0.0053, 0.0091, 0.0201, 0.0344, 0.0802, 0.143, 0.2985, 0.495, 0.788,
                   1.044, 1.60])
_DELAY = np.array([3.6, 3.5, 3.3, 2.85, 2.9, 3.1, 3.24, 3.42, 3.92, 4.56, 5.05, 5.48])
"""Calibration on a uniform plane of full cells with `UNITS` units, one unit infested at first:
radial rate [cells/yr] -> mean distance of a disperser [cells], and years by which the radius
sqrt(area / pi) comes behind rate * t. Slower rates are the first row in slower time; faster ones
keep the ratio of scale and rate of the last."""


@dataclass(frozen=True, slots=True, eq=False)
class Equivalent:
    """Parameters of the kernel model by replicate, [replicates]."""

    reproduction: FloatArray
    """Dispersers per infested unit and year where everything is suitable."""
    scale_km: FloatArray
    """Mean distance of the exponential kernel."""
    founders: NDArray[np.int64]
    """Units infested at first."""
    lag: FloatArray
    """Years before the first disperser leaves."""


def equivalent(lag: FloatArray, rate: FloatArray, cell_km: float) -> Equivalent:
    """Parameters with which the radius on uniform, fully suitable hosts is rate · (t - lag).

    `lag` [yr] and `rate` [km/yr] are [replicates], `cell_km` the side of a cell. A founding has a
    delay of its own, d(c) years from one infested unit until the radius keeps up, with
    c = rate / cell_km; it is part of the lag. Where the lag is longer, dispersers leave lag - d
    years later; where it is shorter, (1 + R)^(d - lag) units are infested at first, at most a full
    cell of `UNITS` and at most the disc of `HEAD_START` years. R = min(3, e^(10 c) - 1): a slow
    pest fills a cell in about the time in which a disc of its radius would.

    The speed of a straight front over continuous hosts (`front_speed`) is not used: cells, whole
    units and curved fronts change it (Brunet & Derrida 1997, Phys. Rev. E 56:2597). So scale and d
    come from simulation of this model and hold to about 10 % of the radius once it is a cell.

    Raises PraError("out_of_bounds") for a negative lag or rate, a cell not above 0.
    """
    problems = [Problem("out_of_bounds", name, float(np.min(value)), allowed)
                for name, value, fits, allowed in (
                    ("lag", lag, np.all(np.greater_equal(lag, 0.0)), ">= 0"),
                    ("rate", rate, np.all(np.greater_equal(rate, 0.0)), ">= 0"),
                    ("cell_km", cell_km, cell_km > 0.0, "> 0")) if not fits]
    if problems:
        raise PraError.of(problems)
    c = np.asarray(rate, np.float64) / cell_km
    growth = np.minimum(np.log1p(MOST_REPRODUCTION), FILLING * c)
    beyond = np.maximum(c / _RATE[-1], 1.0)
    moving = np.where(c > 0.0, c, _RATE[0])  # what stands still has no reproduction anyway
    place = np.log(moving)
    scale = np.exp(np.interp(place, np.log(_RATE), np.log(_SCALE))) * beyond
    delay = np.interp(place, np.log(_RATE), _DELAY) * np.maximum(_RATE[0] / moving, 1.0)
    most = np.minimum(UNITS, UNITS * np.pi * (HEAD_START * c) ** 2)
    founders = np.maximum(1.0, np.minimum(most, np.exp(growth * (delay - lag))))
    # Rounded: the last digits of exp and log differ between machines.
    return Equivalent(_rounded(np.expm1(growth)), _rounded(scale * cell_km),
                      np.round(founders).astype(np.int64),
                      _rounded(np.maximum(0.0, lag - delay)))


def _rounded(values: FloatArray) -> FloatArray:
    return np.array([float(f"{x:.9g}") for x in np.ravel(values)])


def front_speed(reproduction: float, scale_km: float) -> float:
    """Speed of a straight front over continuous hosts, exponential kernel, km per step.

    c = min over s of ln(1 + R · M(s)) / s (Weinberger 1982, SIAM J. Math. Anal. 13:353; Neubert &
    Caswell 2000, Ecology 81:1613), where M is the moment generating function of the displacement
    along the direction of the front. For a distance ~ Exp(mean b) in a uniform direction,
    M(s) = E[1 / (1 - b s cos)] = 1 / sqrt(1 - (b s)^2).

    Raises PraError("out_of_bounds") for a negative reproduction, a scale not above 0.
    """
    problems = [Problem("out_of_bounds", name, value, allowed) for name, value, fits, allowed in (
        ("reproduction", reproduction, reproduction >= 0.0, ">= 0"),
        ("scale_km", scale_km, scale_km > 0.0, "> 0")) if not fits]
    if problems:
        raise PraError.of(problems)
    if reproduction == 0.0:
        return 0.0
    # x = b s on (0, 1); ln(1 + R M) / x has one minimum there, found to 1e-4 of its place.
    x = (np.arange(20_000) + 0.5) / 20_000
    return float(scale_km * np.min(np.log1p(reproduction / np.sqrt(1.0 - x * x)) / x))
