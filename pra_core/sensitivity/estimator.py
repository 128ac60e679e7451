"""Our own quick Sobol' indices with bootstrap intervals: a preview, not the reported index."""

from __future__ import annotations

import numpy as np

from pra_core.frozen import FloatArray
from pra_core.summary import Z95

Indices = dict[str, FloatArray]


def first_and_total(a: FloatArray, b: FloatArray, ab: FloatArray, bootstraps: int, seed: int
                    ) -> Indices:
    """First- and total-order indices with 95 % half widths; keys S1, S1_conf, ST, ST_conf.

    S1 = mean(b (ab - a)) / V (Saltelli et al. 2010, Comput. Phys. Commun. 181:259),
    ST = mean((a - ab)²) / 2V (Jansen 1999, Comput. Phys. Commun. 117:35), V the variance of a
    and b together, outputs centred. a, b are [n], ab [n, groups]. All bootstrap resamples are one
    product of multinomial weights and the columns of terms. Constant output: all zero.
    """
    n, groups = ab.shape
    together = np.concatenate([a, b])
    spread = float(np.std(together))
    if spread == 0.0:
        return {key: np.zeros(groups) for key in ("S1", "S1_conf", "ST", "ST_conf")}
    a, b, ab = ((y - together.mean()) / spread for y in (a, b, ab))
    change = ab - a[:, None]
    terms = np.concatenate([b[:, None] * change, 0.5 * change * change,
                            (a + b)[:, None] / 2, (a * a + b * b)[:, None] / 2], axis=1)
    found = _ratios(terms.mean(axis=0), groups)
    again = _ratios(_weights(n, bootstraps, seed) @ terms, groups)
    half = Z95 * np.std(again, axis=0, ddof=1) if bootstraps > 1 else np.zeros(2 * groups)
    return {"S1": found[:groups], "S1_conf": half[:groups],
            "ST": found[groups:], "ST_conf": half[groups:]}


def _ratios(means: FloatArray, groups: int) -> FloatArray:
    variance = means[..., -1] - means[..., -2] ** 2
    return np.asarray(means[..., :2 * groups] / variance[..., None])


def _weights(n: int, bootstraps: int, seed: int) -> FloatArray:
    """How often each row is drawn in each resample, over n, [bootstraps, n]."""
    rng = np.random.default_rng(seed)
    drawn = rng.integers(0, n, (bootstraps, n)) + n * np.arange(bootstraps)[:, None]
    return np.bincount(drawn.ravel(), minlength=bootstraps * n).reshape(bootstraps, n) / n
