"""ISPM 31 sample sizes, detection laws, and the share that inspections release."""

from __future__ import annotations

import math
from itertools import product

import numpy as np
import pytest
from scipy import integrate, stats

from pra_core.errors import PraError
from pra_core.inspection import (
    detection_probability,
    lots_released_share,
    released_share,
    sample_size,
    understatement,
)


@pytest.mark.parametrize(
    ("prevalence", "confidence", "lot", "expected"),
    [
        pytest.param(0.05, 0.95, 100, 45, id="ISPM-31-Table-1-N100-5pc"),
        pytest.param(0.02, 0.95, 100, 78, id="ISPM-31-Table-1-N100-2pc"),
        pytest.param(0.01, 0.95, 100, 95, id="ISPM-31-Table-1-N100-1pc"),
        pytest.param(0.05, 0.95, 1000, 57, id="ISPM-31-Table-1-N1000-5pc"),
        pytest.param(0.02, 0.95, 1000, 138, id="ISPM-31-Table-1-N1000-2pc"),
        pytest.param(0.01, 0.95, 1000, 258, id="ISPM-31-Table-1-N1000-1pc"),
        pytest.param(0.05, 0.95, None, 59, id="McSorley-Littell-1993-59"),
        pytest.param(0.05, 0.99, None, 90, id="McSorley-Littell-1993-90"),
        pytest.param(0.02, 0.95, None, 149, id="ISPM-31-binomial-149"),
        # Printed as "300 and 500" on a coarse grid.
        pytest.param(0.01, 0.95, None, 299, id="McSorley-Littell-1993-300"),
        pytest.param(0.01, 0.99, None, 459, id="McSorley-Littell-1993-500"),
        pytest.param(0.005, 0.95, None, 598, id="600-unit-inspection-0.5pc"),
    ],
)
def test_published_sample_sizes(
    prevalence: float, confidence: float, lot: int | None, expected: int
) -> None:
    assert sample_size(prevalence, confidence, lot) == expected


def test_six_hundred_units_detect_half_a_percent() -> None:
    assert detection_probability(600, 0.005) == pytest.approx(0.95059, abs=5e-6)
    assert detection_probability(597, 0.005) == pytest.approx(0.94984, abs=5e-6)


def test_infested_units_are_rounded_down() -> None:
    # 199 units at 1 % hold one infested unit, as 100 units do: the asterisk rule.
    assert detection_probability(50, 0.01, 199) == pytest.approx(50 / 199)
    # 0.07·100 is 7.000000000000001 and 0.29·100 is 28.999999999999996 in binary.
    assert detection_probability(1, 0.29, 100) == pytest.approx(0.29)


@pytest.mark.parametrize(
    ("lot", "infested", "n", "sensitivity"),
    [
        *product([100], [1, 5, 60], [1, 45, 70, 100], [1.0, 0.8, 0.05]),
        *product([10], [10], [3, 10], [1.0, 0.5]),
    ],
)
def test_lot_detection_is_hypergeometric_with_overlooked_units(
    lot: int, infested: int, n: int, sensitivity: float
) -> None:
    k = np.arange(n + 1)
    chances = stats.hypergeom(lot, infested, n).pmf(k) * (1.0 - sensitivity) ** k
    found = detection_probability(n, infested / lot, lot, sensitivity)
    assert found == pytest.approx(1.0 - math.fsum(chances), abs=1e-12)


@pytest.mark.parametrize("sensitivity", [1.0, 0.6])
def test_aggregated_detection_is_beta_binomial(sensitivity: float) -> None:
    n, f, theta = 200, 0.05, 0.02
    k = np.arange(n + 1)
    chances = stats.betabinom(n, f / theta, (1 - f) / theta).pmf(k) * (1.0 - sensitivity) ** k
    found = detection_probability(n, f, sensitivity=sensitivity, aggregation=theta)
    assert found == pytest.approx(1.0 - math.fsum(chances), rel=1e-10)


def test_aggregation_lowers_detection_far_below_the_binomial() -> None:
    binomial = detection_probability(59, 0.05)
    # prod (1 − f + kθ)/(1 + kθ), written out.
    k = np.arange(59)
    product_form = 1.0 - np.prod((1 - 0.05 + k * 0.1) / (1 + k * 0.1))
    aggregated = detection_probability(59, 0.05, aggregation=0.1)
    assert aggregated == pytest.approx(product_form, rel=1e-12)
    assert aggregated < binomial - 0.2


def test_a_large_lot_approaches_the_binomial() -> None:
    n = sample_size(0.001, 0.95, 10**9, sensitivity=0.7)
    assert n == sample_size(0.001, 0.95, sensitivity=0.7)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ({"prevalence": 0.001, "confidence": 0.95, "lot_size": 100}, "unreachable"),
        ({"prevalence": 0.05, "confidence": 0.999, "lot_size": 20, "sensitivity": 0.5},
         "unreachable"),
        ({"prevalence": 0.001, "confidence": 0.95, "aggregation": 0.1}, "unreachable"),
        ({"prevalence": 1e-9, "confidence": 0.95}, "unreachable"),
        ({"prevalence": 0.0, "confidence": 0.95}, "unreachable"),
        ({"prevalence": 0.05, "confidence": 1.0}, "unreachable"),
        ({"prevalence": 0.05, "confidence": 0.95, "lot_size": 100, "aggregation": 0.1},
         "conflict"),
        ({"prevalence": 1.5, "confidence": 0.95}, "out_of_bounds"),
        ({"prevalence": 0.5, "confidence": 0.0}, "out_of_bounds"),
        ({"prevalence": 0.5, "confidence": 0.95, "lot_size": 0}, "out_of_bounds"),
        ({"prevalence": 0.5, "confidence": 0.95, "sensitivity": float("nan")}, "out_of_bounds"),
    ],
)  # fmt: skip
def test_plans_that_cannot_be_are_refused(arguments: dict[str, float], code: str) -> None:
    with pytest.raises(PraError) as caught:
        sample_size(**arguments)
    assert caught.value.code == code


def test_detection_refuses_a_sample_above_the_lot_and_a_lot_without_infested_units() -> None:
    with pytest.raises(PraError) as caught:
        detection_probability(101, 0.05, 100)
    assert caught.value.problems[0].path == "n"
    with pytest.raises(PraError) as caught:
        detection_probability(10, 0.001, 100)
    assert caught.value.code == "unreachable"


def test_certainty_needs_all_healthy_units_and_one_more() -> None:
    assert sample_size(0.05, 1.0, 100) == 96


@pytest.mark.parametrize("kappa", [0.3, 1.0, 7.0])
def test_released_shares_are_the_gamma_integrals(kappa: float) -> None:
    f0, t = 0.02, 150.0
    gamma = stats.gamma(kappa, scale=f0 / kappa)

    side = min(kappa, 1.0)
    norm = math.exp(kappa * math.log(kappa / f0) - math.lgamma(kappa)) / side

    def integral(power: int) -> float:
        def term(v: float) -> float:
            p = v ** (1 / side)  # takes the pole of the density at 0 away
            return norm * p ** (power + kappa - side) * math.exp(-p * (t + kappa / f0))

        return float(integrate.quad(term, 0.0, gamma.ppf(1 - 1e-15) ** side, limit=400)[0])

    assert lots_released_share(f0, t, kappa) == pytest.approx(integral(0), rel=1e-6)
    assert released_share(f0, t, kappa) == pytest.approx(integral(1) / f0, rel=1e-6)


def test_equal_lots_are_the_limit_of_a_large_shape() -> None:
    shapes = np.array([1e12, np.inf])
    for share in (released_share, lots_released_share):
        near, limit = share(0.01, 600.0, shapes)
        assert near == pytest.approx(limit, rel=1e-9)
        assert limit == pytest.approx(math.exp(-6.0), rel=1e-14)


def test_understatement_against_the_gamma_law_and_its_moment() -> None:
    f0, t, kappa, squares = 0.3, 40.0, 2.0, 90.0
    found = understatement(f0, t, kappa, squares)
    assert found.above_one == pytest.approx(stats.gamma(kappa, scale=f0 / kappa).sf(1.0))
    after = stats.gamma(kappa + 1, scale=1 / (kappa / f0 + t))
    assert found.curvature == pytest.approx(squares * after.moment(2) / 2)
    assert found.notable
    equal = understatement(np.array([0.0, 0.001]), 0.3, math.inf, 90.0)
    np.testing.assert_allclose(equal.curvature, [0.0, 90 * 0.001**2 / 2])
    assert not equal.notable
