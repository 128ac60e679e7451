"""Treatment trials, surviving pairs and the maximum pest limit against published numbers."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from pra_core.errors import PraError
from pra_core.treatment import (
    insects_to_test,
    mating_pair,
    maximum_pest_limit,
    proven_mortality,
    trial_posterior,
    trial_statement,
)

PROBIT_9 = 1 - 3.2e-5
"""99.9968 %, the convention: 32 survivors per million."""


@pytest.mark.parametrize("law", ["binomial", "poisson"])
def test_probit_9_insects(law: str) -> None:
    """Couey & Chew 1986 print 93,613 = 2.9956/3.2e-5; the exact laws lie within 5 of it."""
    assert abs(insects_to_test(PROBIT_9, 0.95, law=law) - 93_613) <= 5


@pytest.mark.parametrize(
    ("mortality", "survivors", "law", "expected"),
    [
        pytest.param(PROBIT_9, 0, "binomial", 93_616, id="Couey-Chew-1986-93613-exact-binomial"),
        pytest.param(PROBIT_9, 0, "poisson", 93_617, id="Couey-Chew-1986-93613-Poisson"),
        pytest.param(PROBIT_9, 1, "poisson", 148_246, id="Couey-Chew-1986-1-survivor"),
        pytest.param(PROBIT_9, 2, "poisson", 196_744, id="Couey-Chew-1986-2-survivors"),
        pytest.param(PROBIT_9, 3, "poisson", 242_302, id="Couey-Chew-1986-3-survivors"),
        pytest.param(PROBIT_9, 4, "poisson", 286_048, id="Couey-Chew-1986-4-survivors"),
        pytest.param(stats.norm.cdf(4), 0, "binomial", 94_587, id="Baker-1939-probit-9-binomial"),
        pytest.param(stats.norm.cdf(4), 0, "poisson", 94_589, id="Baker-1939-probit-9-Poisson"),
        pytest.param(0.9999, 0, "binomial", 29_956, id="Couey-Chew-1986-30000-for-99.99"),
    ],
)
def test_published_numbers_of_insects(
    mortality: float, survivors: int, law: str, expected: int
) -> None:
    assert insects_to_test(mortality, 0.95, survivors, law) == expected


def test_93613_insects_prove_probit_9_at_almost_95_percent() -> None:
    assert 1 - (1 - 3.2e-5) ** 93_613 == pytest.approx(0.949997, abs=5e-7)
    assert proven_mortality(93_613, 0.95) < PROBIT_9 < proven_mortality(93_616, 0.95)


@pytest.mark.parametrize("survivors", [0, 1, 5])
@pytest.mark.parametrize("mortality", [0.3, 0.95, 0.9999])
@pytest.mark.parametrize("confidence", [0.5, 0.95, 0.99])
def test_insects_are_the_fewest_that_prove_the_mortality(
    survivors: int, mortality: float, confidence: float
) -> None:
    n = insects_to_test(mortality, confidence, survivors)
    doubt = stats.binom(n, 1 - mortality).cdf(survivors)
    fewer = stats.binom(n - 1, 1 - mortality).cdf(survivors)
    assert doubt <= (1 - confidence) * (1 + 1e-9)
    assert fewer > 1 - confidence
    assert proven_mortality(n, confidence, survivors) >= mortality - 1e-12


def test_proven_mortality_is_the_clopper_pearson_bound() -> None:
    bound = stats.binomtest(3, 500, alternative="less").proportion_ci(0.9).high
    assert proven_mortality(500, 0.9, 3) == pytest.approx(1 - bound, rel=1e-9)
    assert proven_mortality(7, 0.95, 7) == 0.0


def test_surviving_pairs_given_k_survivors() -> None:
    """Landolt et al. 1984: given k survivors a pair exists with 1 − 2^(1−k)."""
    mean = 3.0
    k = np.arange(1, 80)
    pairs = float(np.sum(stats.poisson(mean).pmf(k) * (1 - 2.0 ** (1 - k))))
    assert mating_pair(mean) == pytest.approx(pairs, rel=1e-12)


def test_a_pair_needs_both_sexes_and_falls_with_the_square_of_rare_survivors() -> None:
    assert mating_pair(10.0, female_share=1.0) == 0.0
    assert mating_pair(1e-9, female_share=0.3) == pytest.approx(0.3 * 0.7 * 1e-18, rel=1e-6)


def published_risk(n: int, limit: int) -> float:
    """Largest e^(−np)·P(X > limit) on a fine grid, inputs of the Maximum Pest Limit example."""
    p = np.geomspace(1e-5, 1.0, 200_001)
    mean = 208_550 * 40 * 10**-4.5 * p
    return float(np.max(np.exp(-n * p) * stats.poisson(mean).sf(limit)))


@pytest.mark.parametrize("limit", [0, 1, 3, 10])
def test_maximum_pest_limit_is_the_smallest_safe_sample(limit: int) -> None:
    """Maximum Pest Limit Concept Explained (Plant Health Progress), figure 3; limit 3 there."""
    n = maximum_pest_limit(208_550, 40, 10**-4.5, limit)
    assert published_risk(n, limit) <= 0.05
    assert published_risk(n - 1, limit) > 0.05


def test_no_inspection_where_the_treatment_alone_keeps_the_limit() -> None:
    assert maximum_pest_limit(1000, 2, 0.0, 0) == 0
    assert maximum_pest_limit(1000, 2, 1e-6, 1) == 0


def test_a_whole_lot_can_be_too_few() -> None:
    with pytest.raises(PraError) as caught:
        maximum_pest_limit(10, 1000, 1.0, 0, alpha=0.001)
    assert caught.value.code == "unreachable"


def test_trial_posterior_corrects_for_control_mortality() -> None:
    posterior = trial_posterior(1000, 2, control_mortality=0.1)
    assert (posterior.a, posterior.b) == (2.5, 898.5)
    assert posterior.mean() == pytest.approx(2.5 / 901)


def test_trial_statement_shows_both_readings() -> None:
    found = trial_statement(10_000, 1, 0.95, control_mortality=0.05)
    assert found.effective == 9500.0
    assert found.proven_mortality == pytest.approx(1 - stats.beta(2, 9499).ppf(0.95))
    assert found.credible_mortality == pytest.approx(1 - stats.beta(1.5, 9499.5).ppf(0.95))
    # The Jeffreys prior is less demanding than the classical bound.
    assert found.difference > 0


@pytest.mark.parametrize(
    ("call", "paths"),
    [
        (lambda: insects_to_test(1.0, 0.0, -1), ["mortality", "confidence", "survivors"]),
        (lambda: insects_to_test(0.5, 0.5, law="normal"), ["law"]),
        (lambda: proven_mortality(0, 1.0), ["confidence", "treated"]),
        (lambda: mating_pair(-1.0, 2.0), ["mean_survivors", "female_share"]),
        (
            lambda: maximum_pest_limit(0, -1.0, 2.0, -1, 0.0),
            ["alpha", "lot_size", "pests_per_unit", "survival", "limit"],
        ),
        (lambda: trial_posterior(100, 96, 0.05), ["survivors"]),
        (lambda: trial_posterior(100, 0, 1.0), ["control_mortality"]),
    ],
)
def test_every_wrong_argument_is_named(call: object, paths: list[str]) -> None:
    with pytest.raises(PraError) as caught:
        call()
    assert [p.path for p in caught.value.problems] == paths


def test_a_trial_without_end_is_unreachable() -> None:
    with pytest.raises(PraError) as caught:
        insects_to_test(1 - 1e-15, 0.95)
    assert caught.value.code == "unreachable"
