"""Founding against the branching process, mating pairs and occupied units."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import special, stats

from pra_core.errors import PraError
from pra_core.establishment import founding_probability, occupied_to_poisson, unit_founding
from pra_core.treatment import mating_pair

SUPERCRITICAL = np.array([1.01, 1.1, 1.5, 2.0, 5.0, 20.0, 300.0])


def test_survival_solves_the_equation_of_the_branching_process() -> None:
    survival = founding_probability(SUPERCRITICAL, 1.0)
    extinct = -special.lambertw(-SUPERCRITICAL * np.exp(-SUPERCRITICAL)).real / SUPERCRITICAL
    np.testing.assert_allclose(survival, 1.0 - extinct, rtol=1e-10)


@pytest.mark.parametrize(
    ("r0", "survival"),
    [
        pytest.param(2.0, 0.7968, id="Erdos-Renyi-1960-giant-component-c2"),
        pytest.param(1.5, 0.5828, id="Erdos-Renyi-1960-giant-component-c1.5"),
    ],
)
def test_published_survival(r0: float, survival: float) -> None:
    """The giant component of a random graph of mean degree c solves the same equation."""
    assert founding_probability(r0, 1) == pytest.approx(survival, abs=5e-5)


def test_survival_just_above_one_follows_its_series() -> None:
    excess = np.array([1e-13, 1e-9, 1e-6, 1e-4])
    d = (1.0 + excess) - 1.0
    series = 2 * d - 8 / 3 * d**2 + 28 / 9 * d**3
    np.testing.assert_allclose(founding_probability(1.0 + excess, 1.0), series, rtol=1e-10)


def test_no_line_lasts_at_or_below_one_and_no_founder_founds_nothing() -> None:
    assert founding_probability(np.array([0.0, 0.5, 1.0]), 1e6).tolist() == [0.0, 0.0, 0.0]
    assert founding_probability(np.array([2.0, 1e5]), 0.0).tolist() == [0.0, 0.0]
    assert founding_probability(1e5, 1.0) == 1.0


def test_founders_fail_independently() -> None:
    one = float(founding_probability(1.3, 1))
    assert founding_probability(1.3, 7) == pytest.approx(1 - (1 - one) ** 7, rel=1e-12)
    assert founding_probability(np.array([[1.3], [2.0]]), np.arange(4.0)).shape == (2, 4)


def test_founding_against_simulated_lines() -> None:
    rng = np.random.default_rng(20)
    runs, r0, founders = 20_000, 1.4, 2
    size = np.full(runs, founders)
    for _ in range(60):
        # 1,000 individuals at R0 1.4 do not die out; stop counting them.
        size = np.where(size > 1000, size, rng.poisson(r0 * np.minimum(size, 1001)))
    lasting = float(np.mean(size > 0))
    expected = float(founding_probability(r0, founders))
    error = math.sqrt(expected * (1 - expected) / runs)
    assert abs(lasting - expected) < 4 * error


def test_one_unit_with_both_sexes() -> None:
    # With certain survival of a line a unit founds when a pair is in it.
    assert unit_founding(4.0, 1.0, 0.5) == pytest.approx(mating_pair(4.0))
    m, p1, share = 3.0, 0.4, 0.6
    females, males = np.arange(60)[:, None], np.arange(60)[None, :]
    chance = stats.poisson(share * m).pmf(females) * stats.poisson((1 - share) * m).pmf(males)
    founds = (1 - (1 - p1) ** females) * (males > 0)
    assert unit_founding(m, p1, share) == pytest.approx(float(np.sum(chance * founds)))


def test_one_unit_without_sexes_keeps_digits_for_rare_pests() -> None:
    assert unit_founding(2.0, 0.3) == pytest.approx(1 - math.exp(-0.6))
    assert unit_founding(1e-18, 0.5) == pytest.approx(5e-19, rel=1e-12)
    assert unit_founding(np.array([0.0, 1.0]), 0.5, 0.5)[0] == 0.0


def test_mean_over_occupied_units_becomes_the_poisson_mean() -> None:
    mean = np.array([1e-6, 0.3, 2.0, 15.0, 800.0])
    np.testing.assert_allclose(occupied_to_poisson(mean / -np.expm1(-mean)), mean, rtol=1e-8)


@pytest.mark.parametrize("mean", [1.0, 0.2, float("nan"), float("inf")])
def test_an_occupied_unit_holds_at_least_one_pest(mean: float) -> None:
    with pytest.raises(PraError) as caught:
        occupied_to_poisson(np.array([2.0, mean]))
    assert caught.value.code == "out_of_bounds"


@pytest.mark.parametrize(("r0", "founders"), [(-0.1, 1.0), (2.0, -1.0), (float("nan"), 1.0)])
def test_negative_or_missing_numbers_are_refused(r0: float, founders: float) -> None:
    with pytest.raises(PraError) as caught:
        founding_probability(r0, founders)
    assert caught.value.code == "out_of_bounds"
