"""Distributions: against scipy's own, point masses, refusals, JSON, and fits."""

from __future__ import annotations

import json

import numpy as np
import pytest
from pydantic import BaseModel, ValidationError
from scipy import integrate, stats

from pra_core.distribution import (
    Beta,
    Distribution,
    Elicited,
    Fixed,
    Gamma,
    Law,
    LogNormal,
    LogUniform,
    Pert,
    Triangular,
    TruncatedLogNormal,
    TruncatedNormal,
    Uniform,
    Weibull,
    fit_quantiles,
    scaled,
)
from pra_core.errors import PraError

U = np.array([1e-9, 1e-4, 0.01, 0.25, 0.5, 0.75, 0.99, 0.9999])

AGAINST_SCIPY = [
    pytest.param(Pert(low=1, mode=2, high=7), stats.beta(1 + 4 / 6, 1 + 20 / 6, 1, 6), id="pert"),
    pytest.param(
        Pert(low=1, mode=2, high=7, shape=1), stats.beta(1 + 1 / 6, 1 + 5 / 6, 1, 6), id="pert-1"
    ),
    pytest.param(Triangular(low=-1, mode=2, high=4), stats.triang(0.6, -1, 5), id="triangular"),
    pytest.param(Triangular(low=0, mode=0, high=4), stats.triang(0.0, 0, 4), id="mode-low"),
    pytest.param(Triangular(low=0, mode=4, high=4), stats.triang(1.0, 0, 4), id="mode-high"),
    pytest.param(Uniform(low=-2, high=3), stats.uniform(-2, 5), id="uniform"),
    pytest.param(LogUniform(low=1e-6, high=1e-2), stats.loguniform(1e-6, 1e-2), id="loguniform"),
    pytest.param(LogNormal(median=2, sdlog=0.7), stats.lognorm(0.7, 0, 2), id="lognormal"),
    pytest.param(Gamma(shape=2.5, scale=3), stats.gamma(2.5, 0, 3), id="gamma"),
    pytest.param(Gamma(shape=0.4, scale=3), stats.gamma(0.4, 0, 3), id="gamma-peak-at-0"),
    pytest.param(Weibull(shape=0.7, scale=3), stats.weibull_min(0.7, 0, 3), id="weibull"),
    pytest.param(Weibull(shape=40, scale=3), stats.weibull_min(40, 0, 3), id="weibull-narrow"),
    pytest.param(Beta(a=0.5, b=300.5), stats.beta(0.5, 300.5), id="beta"),
    pytest.param(Beta(a=2, b=3, low=-1, high=4), stats.beta(2, 3, -1, 5), id="beta-scaled"),
    pytest.param(
        TruncatedNormal(mean=1, sd=2, low=-1, high=4), stats.truncnorm(-1, 1.5, 1, 2), id="normal"
    ),
    pytest.param(
        TruncatedNormal(mean=0, sd=1, low=2, high=5), stats.truncnorm(2, 5), id="normal-upper"
    ),
    pytest.param(
        TruncatedNormal(mean=9, sd=1, low=1, high=6), stats.truncnorm(-8, -3, 9, 1), id="normal-low"
    ),
]


@pytest.mark.parametrize(("ours", "theirs"), AGAINST_SCIPY)
def test_quantile_cdf_and_mean_agree_with_scipy(ours: Law, theirs: object) -> None:
    np.testing.assert_allclose(ours.ppf(U), theirs.ppf(U), rtol=1e-9)
    x = theirs.ppf(np.linspace(0.001, 0.999, 40))
    np.testing.assert_allclose(ours.cdf(x), theirs.cdf(x), rtol=1e-10)
    np.testing.assert_allclose(ours.pdf(x), theirs.pdf(x), rtol=1e-9)
    assert ours.mean() == pytest.approx(theirs.mean(), rel=1e-10)


@pytest.mark.parametrize(
    ("low", "high", "median", "sdlog"),
    [(0.0, 1.0, 0.1, 1.5), (0.2, 0.9, 0.3, 1.2), (0.0, 1.0, 50.0, 0.5), (0.5, 1.0, 1e-3, 0.8)],
)
def test_lognormal_within_limits_is_the_lognormal_between_them(
    low: float, high: float, median: float, sdlog: float
) -> None:
    ours = TruncatedLogNormal(median=median, sdlog=sdlog, low=low, high=high)
    log = stats.truncnorm(
        (np.log(low) - np.log(median)) / sdlog if low else -np.inf,
        (np.log(high) - np.log(median)) / sdlog, np.log(median), sdlog)
    np.testing.assert_allclose(ours.ppf(U), np.exp(log.ppf(U)), rtol=1e-9)
    x = np.exp(log.ppf(np.linspace(0.001, 0.999, 40)))
    np.testing.assert_allclose(ours.cdf(x), log.cdf(np.log(x)), rtol=1e-8)
    np.testing.assert_allclose(ours.pdf(x), log.pdf(np.log(x)) / x, rtol=1e-8)
    mean, _ = integrate.quad(lambda v: v * float(ours.pdf(v)), low, high, epsrel=1e-12, limit=200)
    assert ours.mean() == pytest.approx(mean, rel=1e-9)
    assert ours.support == (low, high)
    assert ours.ppf(np.array([0.0, 1.0])).tolist() == [low, high]


@pytest.mark.parametrize(
    "law", [Weibull(shape=2, scale=3), TruncatedLogNormal(median=0.2, sdlog=1, high=0.9)],
    ids=lambda d: d.kind)
def test_a_multiple_has_multiples_of_the_quantiles(law: Law) -> None:
    np.testing.assert_allclose(scaled(law, 7.0).ppf(U), 7.0 * law.ppf(U), rtol=1e-12)


@pytest.mark.parametrize(
    ("low", "high", "mean"),
    [
        # Far out the truncated normal is exponential with rate a: mean excess 1/a − 2/a³ + 10/a⁵.
        pytest.param(100.0, 200.0, 100.0 + 1e-2 - 2e-6 + 10e-10, id="upper"),
        pytest.param(-200.0, -100.0, -100.0 - 1e-2 + 2e-6 - 10e-10, id="lower"),
    ],
)
def test_truncated_normal_in_the_far_tail(low: float, high: float, mean: float) -> None:
    tail = TruncatedNormal(mean=0, sd=1, low=low, high=high)
    assert tail.mean() == pytest.approx(mean, abs=1e-12)
    values = tail.ppf(np.array([0.0, 0.01, 0.5, 0.99, 1.0]))
    assert values[0] == low
    assert values[-1] == high
    np.testing.assert_allclose(tail.cdf(values), [0.0, 0.01, 0.5, 0.99, 1.0], atol=1e-10)
    side = low if low > 0 else high
    middle = side + np.log(2.0) / side
    assert values[2] == pytest.approx(middle, abs=1e-5)


def test_truncated_normal_on_a_narrow_interval_is_nearly_uniform() -> None:
    narrow = TruncatedNormal(mean=0, sd=1, low=2, high=2 + 1e-9)
    assert narrow.mean() == pytest.approx(2 + 5e-10, abs=1e-15)
    assert narrow.ppf(0.25) == pytest.approx(2 + 2.5e-10, abs=1e-15)


@pytest.mark.parametrize(
    "point",
    [
        Fixed(value=3.0),
        Uniform(low=3, high=3),
        LogUniform(low=3, high=3),
        Triangular(low=3, mode=3, high=3),
        Pert(low=3, mode=3, high=3),
        Beta(a=2, b=2, low=3, high=3),
        TruncatedNormal(mean=1, sd=1, low=3, high=3),
        TruncatedLogNormal(median=1, sdlog=1, low=3, high=3),
        Elicited(probabilities=(0.5,), values=(3,), lower=3, upper=3),
    ],
    ids=lambda d: d.kind,
)
def test_equal_bounds_are_a_point_mass(point: Law) -> None:
    assert point.ppf(U).tolist() == [3.0] * len(U)
    assert point.mean() == 3.0
    assert point.support == (3.0, 3.0)
    assert point.cdf(np.array([2.999, 3.0, 3.1])).tolist() == [0.0, 1.0, 1.0]


def test_elicited_reproduces_the_judgements_and_jumps_at_a_point_mass() -> None:
    law = Elicited(probabilities=(0.1, 0.5, 0.9), values=(0.0, 0.0, 4.0), lower=0.0, upper=6.0)
    assert law.ppf(np.array([0.1, 0.5, 0.9])).tolist() == [0.0, 0.0, 4.0]
    assert law.cdf(0.0) == 0.5
    assert law.cdf(2.0) == pytest.approx(0.7)
    # 0.4 of the mass between 0 and 4, 0.1 between 4 and 6.
    assert law.mean() == pytest.approx(0.4 * 2 + 0.1 * 5)


def test_a_scalar_percentile_gives_a_number() -> None:
    assert float(Uniform(low=0, high=4).ppf(0.25)) == 1.0
    assert Uniform(low=0, high=4).ppf(np.array([[0.25, 0.5]])).shape == (1, 2)


@pytest.mark.parametrize("u", [-1e-9, 1.0 + 1e-9, np.nan])
def test_a_percentile_outside_zero_to_one_is_refused(u: float) -> None:
    with pytest.raises(PraError) as caught:
        Uniform(low=0, high=1).ppf(u)
    assert caught.value.code == "out_of_bounds"


REFUSED = [
    (Pert, {"low": 3, "mode": 1, "high": 2}, [("mode", "order"), ("high", "order")]),
    (Triangular, {"low": 0, "mode": 3, "high": 2}, [("high", "order")]),
    (Uniform, {"low": 1, "high": 0}, [("high", "order")]),
    (Pert, {"low": 0, "mode": 1, "high": 2, "shape": 0}, [("shape", "out_of_bounds")]),
    (
        LogNormal,
        {"median": 0, "sdlog": -1},
        [("median", "out_of_bounds"), ("sdlog", "out_of_bounds")],
    ),
    (LogNormal, {"median": 1, "sdlog": 40}, [("sdlog", "out_of_bounds")]),
    (LogUniform, {"low": 0, "high": 1}, [("low", "out_of_bounds")]),
    (Beta, {"a": 1, "b": 1, "low": 2}, [("high", "order")]),
    (Gamma, {"shape": 0, "scale": 1}, [("shape", "out_of_bounds")]),
    (Weibull, {"shape": 0, "scale": 0}, [("shape", "out_of_bounds"), ("scale", "out_of_bounds")]),
    (Weibull, {"shape": 0.005, "scale": 1}, [("scale", "out_of_bounds")]),
    (
        TruncatedLogNormal,
        {"median": 0, "sdlog": 1, "low": 2, "high": 1},
        [("median", "out_of_bounds"), ("high", "order")],
    ),
    (
        TruncatedLogNormal,
        {"median": 1, "sdlog": 1e-6, "low": 2, "high": 3},
        [("high", "conflict")],
    ),
    (
        TruncatedNormal,
        {"mean": 0, "sd": 0, "low": 2, "high": 1},
        [("sd", "out_of_bounds"), ("high", "order")],
    ),
    (TruncatedNormal, {"mean": 0, "sd": 1e-9, "low": 1, "high": 2}, [("high", "conflict")]),
    (
        Elicited,
        {"probabilities": (0.5, 0.2), "values": (2, 1), "lower": 3, "upper": 0},
        [("probabilities", "order"), ("values", "order"), ("upper", "order")],
    ),
    (
        Elicited,
        {"probabilities": (0.0, 0.5), "values": (1, 2), "lower": 0, "upper": 3},
        [("probabilities", "out_of_bounds")],
    ),
    (
        Elicited,
        {"probabilities": (0.2, 0.5), "values": (1,), "lower": 0, "upper": 3},
        [("values", "conflict")],
    ),
    (
        Elicited,
        {"probabilities": (0.2, 0.5), "values": (1, 2), "lower": 1.5, "upper": 1.8},
        [("lower", "order"), ("upper", "order")],
    ),
]


@pytest.mark.parametrize(("law", "fields", "expected"), REFUSED)
def test_every_wrong_field_is_reported(
    law: type[Law], fields: dict[str, object], expected: list[tuple[str, str]]
) -> None:
    with pytest.raises(ValidationError) as caught:
        law(**fields)
    found = [(e["loc"][0], e["ctx"]["code"]) for e in caught.value.errors()]
    assert found == expected


def test_numbers_that_are_not_finite_and_unknown_keys_are_refused() -> None:
    with pytest.raises(ValidationError) as caught:
        Uniform(low=float("nan"), high=float("inf"), width=1)
    assert {e["loc"][0] for e in caught.value.errors()} == {"low", "high", "width"}


class Holder(BaseModel):
    law: Distribution


ALL = [p.values[0] for p in AGAINST_SCIPY] + [
    Fixed(value=2),
    TruncatedLogNormal(median=0.2, sdlog=1, low=0.1),
    Elicited(probabilities=(0.5,), values=(1,), lower=0, upper=2),
]


@pytest.mark.parametrize("law", ALL, ids=lambda d: d.kind)
def test_json_round_trip_keeps_kind_and_value(law: Law) -> None:
    text = Holder(law=law).model_dump_json()
    assert json.loads(text)["law"]["kind"] == law.kind
    again = Holder.model_validate_json(text).law
    assert again == law
    assert hash(again) == hash(law)


def test_the_mean_of_the_untruncated_normal_is_written_as_mean() -> None:
    law = TruncatedNormal(mean=1, sd=2, low=0, high=3)
    assert Holder(law=law).model_dump()["law"] == {
        "kind": "truncated_normal",
        "mean": 1.0,
        "sd": 2.0,
        "low": 0.0,
        "high": 3.0,
    }


P = (0.05, 0.25, 0.5, 0.75, 0.95)
TRUE = [
    (LogNormal(median=3, sdlog=0.8), None, None),
    (Gamma(shape=2.5, scale=3), 0.0, None),
    (Weibull(shape=1.7, scale=3), 0.0, None),
    (TruncatedLogNormal(median=0.05, sdlog=1.2), 0.0, 1.0),
    (TruncatedLogNormal(median=3, sdlog=0.5, low=1, high=40), 1.0, 40.0),
    (Beta(a=2, b=9), 0.0, 1.0),
    (Beta(a=0.5, b=20, low=-1, high=3), -1.0, 3.0),
    (TruncatedNormal(mean=0.3, sd=0.2, low=0, high=1), 0.0, 1.0),
    (TruncatedNormal(mean=-3, sd=1.5, low=0, high=1), 0.0, 1.0),
    (Pert(low=1, mode=2, high=9), None, None),
    (Triangular(low=-4, mode=2, high=3), None, None),
    (Triangular(low=1, mode=2, high=9), 0.0, 10.0),
    (Uniform(low=2, high=3), None, None),
]


@pytest.mark.parametrize(("truth", "lower", "upper"), TRUE)
def test_a_fit_finds_the_law_the_quantiles_came_from(
    truth: Law, lower: float | None, upper: float | None
) -> None:
    best = fit_quantiles(P, truth.ppf(np.array(P)).tolist(), lower, upper)[0]
    assert best.distribution.kind == truth.kind
    assert best.residual < 1e-10
    u = np.linspace(0.01, 0.99, 21)
    np.testing.assert_allclose(
        best.distribution.ppf(u), truth.ppf(u), rtol=1e-3, atol=1e-3 * float(np.ptp(truth.ppf(u)))
    )


def test_fits_are_ranked_by_the_stated_residual() -> None:
    p, q = (0.05, 0.5, 0.95), (0.001, 0.01, 0.05)
    fits = fit_quantiles(p, q, 0.0, 1.0)
    residuals = [f.residual for f in fits]
    assert residuals == sorted(residuals)
    for fit in fits:
        squares = float(np.sum((fit.distribution.cdf(np.array(q)) - p) ** 2))
        assert fit.residual == pytest.approx(squares, abs=1e-11)
    assert fits == fit_quantiles(p, q, 0.0, 1.0)


@pytest.mark.parametrize(("lower", "upper"), [(0.0, 1.0), (None, 1.0), (0.001, None), (0.0, None)])
def test_no_fit_reaches_beyond_a_given_bound(lower: float | None, upper: float | None) -> None:
    fits = fit_quantiles((0.1, 0.5, 0.9), (0.001, 0.02, 0.3), lower, upper)
    for fit in fits:
        low, high = fit.distribution.support
        assert lower is None or low >= lower
        assert upper is None or high <= upper
    kinds = {f.distribution.kind for f in fits}
    assert ({"lognormal", "gamma", "weibull"} <= kinds) == (upper is None and lower == 0.0)
    assert "truncated_normal" in kinds
    assert ("beta" in kinds) == (lower is not None and upper is not None)
    assert ("truncated_lognormal" in kinds) == ("lognormal" not in kinds)


def test_every_problem_of_the_judgements_is_reported() -> None:
    with pytest.raises(PraError) as caught:
        fit_quantiles((0.5, 0.2, 1.0), (2.0, 1.0, 3.0), lower=1.5, upper=2.5)
    places = [(p.path, p.code) for p in caught.value.problems]
    assert places == [
        ("probabilities", "order"),
        ("values", "order"),
        ("probabilities", "out_of_bounds"),
        ("lower", "order"),
        ("upper", "order"),
    ]


def test_one_judgement_is_too_few() -> None:
    with pytest.raises(PraError) as caught:
        fit_quantiles((0.5,), (2.0,))
    assert caught.value.code == "conflict"
