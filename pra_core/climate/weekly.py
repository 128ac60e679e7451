"""Weeks from monthly normals, conserving every monthly mean.

The model year has 12 equal months and 52 equal weeks, so 26 weeks are six months exactly and the
two hemispheres are treated alike. A month's mean is the mean of its weeks, weighted by the share
of each week that lies in it.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from pra_core.frozen import FloatArray

YEAR_DAYS = 365.0
"""Length of the model year [d]."""
WEEKS = 52
MONTHS = 12
WEEK_DAYS = YEAR_DAYS / WEEKS
"""Length of a model week [d]."""


@lru_cache(maxsize=1)
def month_shares() -> FloatArray:
    """Share of each month that each week fills, [12, 52]; rows sum to 1, read-only."""
    weeks_per_month = WEEKS / MONTHS
    start = np.arange(MONTHS)[:, None] * weeks_per_month
    week = np.arange(WEEKS)[None, :]
    overlap = np.minimum(week + 1, start + weeks_per_month) - np.maximum(week, start)
    shares: FloatArray = np.maximum(0.0, overlap) / weeks_per_month
    shares /= shares.sum(axis=1, keepdims=True)
    shares.setflags(write=False)
    return shares


@lru_cache(maxsize=1)
def weekly_operator() -> FloatArray:
    """Operator [52, 12]: the cyclic weekly curve of least squared second difference.

    Minimises sum (w[i-1] - 2 w[i] + w[i+1])^2 subject to `month_shares() @ w = monthly`, solved
    once by its Lagrange (KKT) system.
    """
    eye = np.eye(WEEKS)
    bend = np.roll(eye, 1, axis=1) - 2 * eye + np.roll(eye, -1, axis=1)
    shares = month_shares()
    system = np.block([[2 * bend.T @ bend, shares.T], [shares, np.zeros((MONTHS, MONTHS))]])
    right = np.vstack([np.zeros((WEEKS, MONTHS)), np.eye(MONTHS)])
    operator = np.ascontiguousarray(np.linalg.solve(system, right)[:WEEKS])
    operator.setflags(write=False)
    return operator


def weekly_temperature(monthly: FloatArray) -> FloatArray:
    """Weekly mean temperature [52, n] from monthly means [12, n], degC.

    The smoothest cyclic curve whose monthly means are the given ones; it may pass the warmest and
    the coldest monthly mean slightly, as daily normals do.
    """
    return np.asarray(weekly_operator() @ monthly, dtype=np.float64)


def weekly_precipitation(monthly: FloatArray) -> FloatArray:
    """Weekly precipitation [52, n] in mm per week from monthly totals [12, n] in mm.

    Never negative: a week that lies in two months takes the smaller of the two rates, and the
    whole weeks of each month share the rest evenly, so that the monthly totals are conserved.
    """
    rate = monthly * (MONTHS / WEEKS)
    shares = month_shares()
    weekly = np.empty((WEEKS, *monthly.shape[1:]))
    border = [w for w in range(WEEKS) if np.count_nonzero(shares[:, w]) > 1]
    for week in border:
        weekly[week] = rate[np.flatnonzero(shares[:, week])].min(axis=0)
    for month in range(MONTHS):
        inside = [w for w in np.flatnonzero(shares[month]) if w not in border]
        edges = [w for w in np.flatnonzero(shares[month]) if w in border]
        taken = shares[month, edges] @ weekly[edges]
        weekly[inside] = (rate[month] - taken) / shares[month, inside].sum()
    return np.maximum(weekly, 0.0)
