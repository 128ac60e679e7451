"""Elicitation and pooling against closed forms and identities of the literature."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import integrate

from pra_core.distribution import (
    Beta,
    Elicited,
    Fixed,
    Law,
    LogNormal,
    Pert,
    Pooled,
    Single,
    Triangular,
    TruncatedNormal,
    Uniform,
    fit_quantiles,
)
from pra_core.streams import percentiles

U = np.concatenate(([1e-9, 1e-6], np.linspace(0.001, 0.999, 333), [1 - 1e-6, 1 - 1e-9]))
TABLE = 1e-6
"""Relative error of quantiles that the table of a pool states."""


def linear(*laws: Single, weights: tuple[float, ...]) -> Pooled:
    return Pooled(method="linear", laws=laws, weights=weights)


def logarithmic(*laws: Single, weights: tuple[float, ...]) -> Pooled:
    return Pooled(method="logarithmic", laws=laws, weights=weights)


@pytest.mark.parametrize(
    ("quartile", "median"),
    [pytest.param(0.5, 2.0, id="OHagan-2006-quartiles-of-a-lognormal"),
     pytest.param(1e-4, 3e-3, id="OHagan-2006-quartiles-over-three-decades")],
)
def test_lognormal_from_quartiles(quartile: float, median: float) -> None:
    """mu = ln q50, sigma = ln(q75/q25) / (2·0.67449) where q50² = q25·q75."""
    best = fit_quantiles((0.25, 0.5, 0.75), (quartile, median, median**2 / quartile))[0]
    law = best.distribution
    assert isinstance(law, LogNormal)
    # A residual of 1e-12 is 1e-6 in a probability, and the density of z is 0.32 at the quartiles.
    assert math.log(law.median) == pytest.approx(math.log(median), abs=1e-5)
    sigma = math.log(median**2 / quartile / quartile) / (2 * 0.6744897501960817)
    assert law.sdlog == pytest.approx(sigma, rel=1e-5)


@pytest.mark.parametrize(
    "shape", [pytest.param(4.0, id="Malcolm-1959-PERT"), pytest.param(1.0, id="FinnPRIO-PERT-1")])
def test_mean_and_variance_of_the_pert(shape: float) -> None:
    low, mode, high = 2.0, 3.0, 10.0
    law = Pert(low=low, mode=mode, high=high, shape=shape)
    mean = (low + shape * mode + high) / (shape + 2)
    variance = (mean - low) * (high - mean) / (shape + 3)
    first, _ = integrate.quad(lambda x: x * float(law.pdf(x)), low, high, points=[mode])
    second, _ = integrate.quad(lambda x: (x - mean) ** 2 * float(law.pdf(x)), low, high,
                               points=[mode])
    assert law.mean() == pytest.approx(mean, rel=1e-14)
    assert first == pytest.approx(mean, rel=1e-8)
    assert second == pytest.approx(variance, rel=1e-8)


def _of_normals(w: tuple[float, ...], means: tuple[float, ...], sds: tuple[float, ...]
                ) -> tuple[float, float]:
    precision = sum(a / s**2 for a, s in zip(w, sds, strict=True))
    return sum(a * m / s**2 for a, m, s in zip(w, means, sds, strict=True)) / precision, (
        precision**-0.5)


@pytest.mark.parametrize(
    ("weights", "means", "sds"),
    [
        pytest.param((0.5, 0.5), (0.0, 1.0), (0.5, 0.7), id="Genest-Zidek-1986-equal-weights"),
        pytest.param((0.25, 0.75), (0.0, 13.8), (0.5, 1.5), id="Genest-Zidek-1986-far-apart"),
        pytest.param((0.2, 0.3, 0.5), (-9.0, -5.0, -6.0), (2.0, 0.3, 1.0),
                     id="Genest-Zidek-1986-three"),
    ],
)
def test_log_pool_of_lognormals_weighs_their_precisions(
    weights: tuple[float, ...], means: tuple[float, ...], sds: tuple[float, ...]
) -> None:
    laws = [LogNormal(median=math.exp(m), sdlog=s) for m, s in zip(means, sds, strict=True)]
    pool = logarithmic(*laws, weights=tuple(7.0 * w for w in weights))
    mean, sd = _of_normals(weights, means, sds)
    truth = LogNormal(median=math.exp(mean), sdlog=sd)
    np.testing.assert_allclose(pool.ppf(U), truth.ppf(U), rtol=TABLE)
    x = truth.ppf(U)
    np.testing.assert_allclose(pool.cdf(x), U, rtol=TABLE)
    np.testing.assert_allclose(pool.pdf(x), truth.pdf(x), rtol=TABLE)
    assert pool.mean() == pytest.approx(truth.mean(), rel=TABLE)


@pytest.mark.parametrize("other", [pytest.param(1.0, id="Genest-Zidek-1986-normals"),
                                   pytest.param(40.0, id="Genest-Zidek-1986-normals-far-apart")])
def test_log_pool_of_normals_weighs_their_precisions(other: float) -> None:
    wide = {"low": -200.0, "high": 200.0}
    pool = logarithmic(TruncatedNormal(mean=0, sd=1.0, **wide),
                       TruncatedNormal(mean=other, sd=2.0, **wide), weights=(1, 3))
    mean, sd = _of_normals((0.25, 0.75), (0.0, other), (1.0, 2.0))
    truth = TruncatedNormal(mean=mean, sd=sd, **wide)
    np.testing.assert_allclose(pool.ppf(U), truth.ppf(U), rtol=TABLE, atol=TABLE * sd)
    assert pool.mean() == pytest.approx(mean, abs=TABLE * sd)


@pytest.mark.parametrize("weight", [pytest.param(w, id=f"Genest-Zidek-1986-betas-{w}")
                                    for w in (0.1, 0.5, 0.9)])
def test_log_pool_of_betas_averages_their_shapes(weight: float) -> None:
    one, other = Beta(a=0.6, b=5.0, low=1.0, high=3.0), Beta(a=4.0, b=1.5, low=1.0, high=3.0)
    pool = logarithmic(one, other, weights=(weight, 1 - weight))
    truth = Beta(a=weight * one.a + (1 - weight) * other.a,
                 b=weight * one.b + (1 - weight) * other.b, low=1.0, high=3.0)
    np.testing.assert_allclose(pool.ppf(U), truth.ppf(U), rtol=TABLE)
    assert pool.mean() == pytest.approx(truth.mean(), rel=TABLE)


def test_log_pool_is_externally_bayesian() -> None:
    """Genest 1984, Annals of Statistics 12:1100: pooling and learning may change places."""
    priors, weights, found, tried = (Beta(a=2, b=9), Beta(a=5, b=3)), (1.0, 2.0), 3, 40
    learned = [Beta(a=p.a + found, b=p.b + tried - found) for p in priors]
    pooled_last = logarithmic(*learned, weights=weights)
    before = logarithmic(*priors, weights=weights)

    def posterior(x: float) -> float:
        return float(before.pdf(x)) * x**found * (1 - x) ** (tried - found)

    whole, _ = integrate.quad(posterior, 0, 1, epsabs=0, epsrel=1e-10)
    for x in (0.05, 0.1, 0.15, 0.3):
        part, _ = integrate.quad(posterior, 0, x, epsabs=0, epsrel=1e-10)
        assert float(pooled_last.cdf(x)) == pytest.approx(part / whole, rel=TABLE)
    mixed = linear(*learned, weights=weights)
    assert abs(float(mixed.cdf(0.15)) - float(pooled_last.cdf(0.15))) > 0.01


def test_linear_pool_marginalises_and_the_logarithmic_pool_does_not() -> None:
    """McConway 1981, JASA 76:410: the pool of an event is the pool of its probabilities."""
    one, other = LogNormal(median=1, sdlog=0.5), TruncatedNormal(mean=3, sd=1, low=0, high=9)
    w = (0.3, 0.7)

    def chance(law: Law) -> float:
        return float(law.cdf(3.5) - law.cdf(0.5))  # whether it lies in between, and no more

    apart = w[0] * chance(one) + w[1] * chance(other)
    assert chance(linear(one, other, weights=w)) == pytest.approx(apart, abs=1e-12)
    assert abs(chance(logarithmic(one, other, weights=w)) - apart) > 0.01


MIXED: list[Single] = [
    Pert(low=0, mode=1, high=8), Triangular(low=2, mode=3, high=9), Uniform(low=1, high=6),
    Elicited(probabilities=(0.25, 0.5, 0.75), values=(1, 2, 4), lower=0, upper=7),
]


@pytest.mark.parametrize("weights", [pytest.param((1.0, 1.0, 1.0, 1.0), id="Stone-1961-equal"),
                                     pytest.param((5.0, 1.0, 0.0, 2.0), id="Stone-1961-weighted")])
def test_linear_pool_is_the_weighted_sum(weights: tuple[float, ...]) -> None:
    pool = linear(*MIXED, weights=weights)
    w = np.array(weights) / sum(weights)
    x = np.linspace(-1, 10, 200)
    np.testing.assert_allclose(
        pool.cdf(x), sum(a * law.cdf(x) for a, law in zip(w, MIXED, strict=True)), atol=1e-15)
    np.testing.assert_allclose(
        pool.pdf(x), sum(a * law.pdf(x) for a, law in zip(w, MIXED, strict=True)), atol=1e-14)
    cells = 100_000
    drawn = float(pool.ppf((np.arange(cells) + 0.5) / cells).mean())
    expected = sum(a * law.mean() for a, law in zip(w, MIXED, strict=True))
    assert pool.mean() == pytest.approx(expected, rel=1e-14)
    assert drawn == pytest.approx(expected, abs=9.0 / cells)


@pytest.mark.parametrize("method", ["linear", "logarithmic"])
@pytest.mark.parametrize("law", [*MIXED, LogNormal(median=2, sdlog=1.5)],
                         ids=lambda law: f"Genest-Zidek-1986-unanimity-{law.kind}")
def test_equal_judgements_pool_to_themselves(method: str, law: Single) -> None:
    pool = Pooled(method=method, laws=(law, law, law), weights=(1, 2, 5))
    np.testing.assert_allclose(pool.ppf(U), law.ppf(U), rtol=TABLE)
    assert pool.mean() == pytest.approx(law.mean(), rel=TABLE)


@pytest.mark.parametrize("method", ["linear", "logarithmic"])
def test_pools_know_no_order_and_only_ratios_of_weights(method: str) -> None:
    pool = Pooled(method=method, laws=tuple(MIXED), weights=(1, 2, 3, 4))
    turned = Pooled(method=method, laws=tuple(MIXED[::-1]), weights=(40, 30, 20, 10))
    np.testing.assert_allclose(pool.ppf(U), turned.ppf(U), rtol=1e-9)
    without = Pooled(method=method, laws=(*MIXED, Pert(low=4, mode=5, high=6)),
                     weights=(1, 2, 3, 4, 0))
    np.testing.assert_allclose(pool.ppf(U), without.ppf(U), rtol=1e-12)


def test_log_pool_of_uniforms_is_uniform_where_both_agree() -> None:
    pool = logarithmic(Uniform(low=0, high=4), Uniform(low=3, high=9), weights=(1, 3))
    assert pool.support == (3.0, 4.0)
    np.testing.assert_allclose(pool.ppf(U), 3 + U, rtol=TABLE)


def test_linear_pool_with_one_assessor_who_is_certain() -> None:
    pool = linear(Fixed(value=2), Uniform(low=0, high=4), weights=(1, 3))
    u = np.array([0.0, 0.3, 0.375, 0.4, 0.6, 0.625, 0.7, 1.0])
    expected = [0.0, 1.6, 2.0, 2.0, 2.0, 2.0, 2.4, 4.0]
    np.testing.assert_allclose(pool.ppf(u), expected, rtol=1e-12)
    assert pool.ppf(np.array([0.4, 0.5, 0.6])).tolist() == [2.0, 2.0, 2.0]
    assert float(pool.cdf(2.0)) == pytest.approx(0.625)
    assert float(pool.cdf(np.nextafter(2.0, 0))) == pytest.approx(0.375)


@pytest.mark.parametrize("draws", [64, 1000, 10_000])
def test_stratified_draws_reproduce_the_quantiles_at_the_points_judged(draws: int) -> None:
    """One draw per stratum: the share at or below q_i is p_i to one draw (McKay et al. 1979)."""
    p, q = (0.01, 0.25, 0.5, 0.75, 0.99), (1e-5, 2e-4, 1e-3, 4e-3, 0.3)
    law = Elicited(probabilities=p, values=q, lower=0, upper=1)
    values = law.ppf(percentiles("judged.share", draws, 7))
    for probability, quantile in zip(p, q, strict=True):
        assert abs(float(np.mean(values <= quantile)) - probability) <= 1.0 / draws
        assert float(law.ppf(probability)) == quantile
