"""Properties of densities, fits and pools."""

from __future__ import annotations

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from pra_core.distribution import (
    Beta,
    Elicited,
    Gamma,
    Law,
    LogNormal,
    LogUniform,
    Pert,
    Pooled,
    Triangular,
    TruncatedLogNormal,
    TruncatedNormal,
    Uniform,
    Weibull,
    fit_min_likely_max,
    fit_quantiles,
)

NODES, WEIGHTS = np.polynomial.legendre.leggauss(40)
shape = st.floats(1.2, 20.0)
share = st.floats(0.05, 0.95)


@st.composite
def dense(draw: st.DrawFn) -> Law:
    low = draw(st.floats(0.0, 100.0))
    high = low + draw(st.floats(0.1, 100.0))
    mode = low + draw(share) * (high - low)
    middle = draw(st.floats(0.01, 100.0))
    return draw(st.sampled_from([
        Pert(low=low, mode=mode, high=high, shape=draw(st.floats(1.0, 10.0))),
        Triangular(low=low, mode=mode, high=high), Uniform(low=low, high=high),
        LogUniform(low=middle, high=middle * draw(st.floats(1.5, 1e4))),
        LogNormal(median=middle, sdlog=draw(st.floats(0.05, 3.0))),
        TruncatedLogNormal(median=middle, sdlog=draw(st.floats(0.1, 3.0)), low=low, high=high),
        TruncatedNormal(mean=mode, sd=draw(st.floats(0.1, 50.0)), low=low, high=high),
        Gamma(shape=draw(shape), scale=middle), Weibull(shape=draw(shape), scale=middle),
        Beta(a=draw(shape), b=draw(shape), low=low, high=high),
        Elicited(probabilities=(0.1, 0.5, 0.9),
                 values=(low + 0.1 * (mode - low), mode, mode + 0.5 * (high - mode)),
                 lower=low, upper=high),
    ]))


def _integral(law: Law, start: float, end: float) -> float:
    """40-point Gauss-Legendre in pieces that hold no corner, at most a tenth of the law each."""
    inside = law.ppf(np.linspace(0.0, 1.0, 201)[1:-1])
    cuts = np.unique([start, end, *(x for x in (*law.corners, *inside) if start < x < end)])
    half = 0.5 * np.diff(cuts)[:, None]
    return float(np.sum(law.pdf(cuts[:-1, None] + half * (1 + NODES)) * half * WEIGHTS))


@given(law=dense())
def test_the_density_integrates_to_the_probability(law: Law) -> None:
    points = law.ppf(np.array([0.001, 0.1, 0.3, 0.5, 0.8, 0.95]))
    for start, end in zip(points, points[1:], strict=False):
        expected = float(law.cdf(end) - law.cdf(start))
        assert abs(_integral(law, float(start), float(end)) - expected) < 1e-7
    low, high = law.support
    beyond = [low - 1.0] + ([high + 1.0] if np.isfinite(high) else [])
    assert not np.any(law.pdf(np.array(beyond)))


@settings(max_examples=30, deadline=None)
@given(one=dense(), other=dense(), weight=st.floats(0.05, 0.95),
       method=st.sampled_from(["linear", "logarithmic"]))
def test_a_pool_is_a_distribution(one: Law, other: Law, weight: float, method: str) -> None:
    if method == "logarithmic":
        low = max(one.support[0], other.support[0])
        high = min(one.support[1], other.support[1])
        assume(low < high - 1e-3)
    pool = Pooled(method=method, laws=(one, other), weights=(weight, 1 - weight))
    u = np.linspace(0.0005, 0.9995, 400)
    x = pool.ppf(u)
    assert np.all(np.diff(x) >= 0.0)
    assert pool.support[0] <= x[0]
    assert x[-1] <= pool.support[1]
    # Where neither thinks a value possible the probability stays, and the quantile may be either.
    flat = pool.pdf(x) < 1e-9
    # Tables hold 1e-8 between knots; at the edge of a sliver where two laws meet, 1e-6.
    np.testing.assert_allclose(pool.cdf(x)[~flat], u[~flat], atol=1e-6)
    for start, end in ((0, 120), (120, 300)):
        mass = _integral(pool, float(x[start]), float(x[end]))
        assert abs(mass - (u[end] - u[start])) < 3e-5  # our quadrature across a wide gap


judged = st.lists(st.floats(0.001, 0.999), min_size=3, max_size=3, unique=True)


@settings(max_examples=12, deadline=None)
@given(shares=judged, lower=st.sampled_from([None, 0.0, "touching"]),
       upper=st.sampled_from([None, 1.0, "touching"]),
       p=st.sampled_from([(0.05, 0.5, 0.95), (0.01, 0.5, 0.99), (0.25, 0.5, 0.75)]))
def test_every_fit_respects_the_bounds_and_states_its_errors(
    shares: list[float], lower: object, upper: object, p: tuple[float, ...]
) -> None:
    q = sorted(shares)
    assume(min(np.diff(q)) > 1e-3)
    low = q[0] if lower == "touching" else lower
    high = q[-1] if upper == "touching" else upper
    fits = fit_quantiles(p, q, low, high)
    peaked = fit_min_likely_max(*q, 0.05, low, high)
    for fit in (*fits, *peaked):
        ends = fit.distribution.support
        assert low is None or ends[0] >= low
        assert high is None or ends[1] <= high
        assert fit.residual == round(sum(e * e for e in fit.errors), 12)
    for fit in fits:
        np.testing.assert_allclose(fit.distribution.cdf(np.array(q)) - p, fit.errors, atol=1e-15)
    for ranked in (fits, peaked):
        residuals = [fit.residual for fit in ranked]
        assert residuals == sorted(residuals)
