"""Present value of the loss that follows a first founding, and the founding rate it allows.

First founding only, area capped: a lower bound, since later foundings add 3 % at Λ·T = 0.9 and
26 % at 30. Everything lives on one midpoint grid of `steps` cells over the horizon T, on which
t_j is both a time of founding and an age of the invasion.
"""

from __future__ import annotations

import numpy as np

from pra_core.errors import PraError
from pra_core.frozen import FloatArray

NEWTON_STEPS = 300
"""Far more than needed: the rate at least doubles, or gains a digit, with every step."""

CLOSE = 1e-13
"""Relative step at which a founding rate counts as found."""


def time_grid(horizon: float, steps: int) -> FloatArray:
    """Midpoints t_j = (j + 0.5)·horizon/steps [years], shape [steps].

    Raises PraError("out_of_bounds").
    """
    if not 0.0 < horizon < np.inf:
        raise PraError("out_of_bounds", "horizon", horizon, "> 0")
    if steps < 1:
        raise PraError("out_of_bounds", "steps", steps, ">= 1")
    return (np.arange(steps, dtype=np.float64) + 0.5) * (horizon / steps)


def loss_weights(discount: FloatArray, loss: FloatArray, horizon: float) -> FloatArray:
    """Weights w such that PV(Λ) = sum_j (1 − e^(−Λ·t_j))·w_j·h, shape [draws, steps].

    PV = ∫₀ᵀ Λ e^(−Λt) e^(−rt) D(T−t) dt with D(τ) = ∫₀^τ e^(−ru)·loss(u) du, integrated by
    parts: w(t) = e^(−rt)·[r·D(T−t) + e^(−r(T−t))·loss(T−t)]. No weight is negative, so PV rises
    with Λ on any grid. `discount` r [draws, 1/year] >= 0; `loss` [draws, steps, currency/year]
    at age t_j of the invasion; w in currency/year.

    Raises PraError("out_of_bounds") for a negative discount rate or loss.
    """
    rates = np.asarray(loss, dtype=np.float64)
    r = np.asarray(discount, dtype=np.float64)[..., None]
    for name, values in (("discount", r), ("loss", rates)):
        if not np.all(values >= 0.0):
            raise PraError("out_of_bounds", name, float(np.min(values)), ">= 0")
    ages = time_grid(horizon, rates.shape[-1])
    cell = horizon / rates.shape[-1]
    discounted = np.exp(-r * ages) * rates
    # Damage up to the middle of each cell: all cells before it and half of its own.
    damage = (np.cumsum(discounted, axis=-1) - 0.5 * discounted) * cell
    # Founded at t_j, an invasion has age T − t_j at the horizon: the grid read backwards.
    weights: FloatArray = np.exp(-r * ages) * (r * damage + discounted)[..., ::-1]
    return weights


def weighted_present_value(
    founding_rate: FloatArray, weights: FloatArray, horizon: float
) -> FloatArray:
    """PV(Λ) = sum_j (1 − e^(−Λ·t_j))·w_j·h [currency, draws] with weights of `loss_weights`."""
    steps = weights.shape[-1]
    times = time_grid(horizon, steps)
    started = -np.expm1(-np.multiply.outer(np.asarray(founding_rate, dtype=np.float64), times))
    value: FloatArray = np.einsum("...j,...j->...", started, weights) * (horizon / steps)
    return value


def present_value(
    founding_rate: FloatArray, discount: FloatArray, loss: FloatArray, horizon: float
) -> FloatArray:
    """Present value of the loss from the first founding within the horizon [currency, draws].

    `founding_rate` Λ [draws, 1/year], `discount` r [draws, 1/year], `loss` [draws, steps,
    currency/year] at the midpoint ages of `time_grid(horizon, steps)`. See `loss_weights`.

    Raises PraError("out_of_bounds").
    """
    return weighted_present_value(founding_rate, loss_weights(discount, loss, horizon), horizon)


def annualise(pv: FloatArray, discount: FloatArray, horizon: float) -> FloatArray:
    """Constant yearly payment over the horizon worth `pv`: PV·r/(1 − e^(−rT)), PV/T at r = 0."""
    growth = np.asarray(discount, dtype=np.float64) * horizon
    annuity = np.divide(growth, -np.expm1(-growth), out=np.ones(growth.shape), where=growth != 0.0)
    yearly: FloatArray = np.asarray(pv, dtype=np.float64) / horizon * annuity
    return yearly


def founding_rate_limit(weights: FloatArray, t: FloatArray, target_pv: FloatArray) -> FloatArray:
    """Largest founding rate Λ* [1/year, draws] whose present value stays within `target_pv`.

    Solves sum_j (1 − e^(−Λ·t_j))·w_j·h = target per draw, `weights` [draws, steps], `t` the
    midpoint grid [steps], `target_pv` [draws, currency]. PV is concave and increasing in Λ, so
    Newton from 0 rises monotonically to the root and never passes it. inf where PV stays within
    the target even for Λ → ∞ (also where nothing is lost); 0 where the target is 0 and
    something is lost.

    Raises PraError("out_of_bounds") for a negative target: no founding rate meets it.
    """
    target = np.asarray(target_pv, dtype=np.float64)
    if not np.all(target >= 0.0):
        raise PraError("out_of_bounds", "target_pv", float(np.min(target)), ">= 0")
    share = weights * (2.0 * t[0])
    limit = np.where(share.sum(axis=-1) <= target, np.inf, 0.0)
    open_draws = np.flatnonzero((limit == 0.0) & (target > 0.0))
    rate = np.zeros(open_draws.size)
    share, wanted = share[open_draws], target[open_draws]
    for _ in range(NEWTON_STEPS):
        if open_draws.size == 0:
            break
        lost = -np.expm1(-np.multiply.outer(rate, t)) * share
        gap = wanted - lost.sum(axis=-1)
        slope = ((share - lost) * t).sum(axis=-1)
        step = np.divide(np.maximum(gap, 0.0), slope, out=np.zeros(rate.shape), where=slope > 0.0)
        rate = rate + step
        limit[open_draws] = rate
        moving = step > CLOSE * rate
        open_draws, rate = open_draws[moving], rate[moving]
        share, wanted = share[moving], wanted[moving]
    return limit
