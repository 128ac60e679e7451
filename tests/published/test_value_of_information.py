"""Value of information against closed forms; the citation is in the id."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import special, stats

from pra_core.streams import percentiles
from pra_core.value_of_information import Worth, evpi, evppi, evppi_group, evsi, trial

DRAWS = 10_000
SEEDS = range(1, 13)
SE = 3.0
"""Standard errors of the mean over the seeds that are allowed."""
ClosedForm = tuple[float, float, float]
CASES = [
    pytest.param((0.0, 1.0, 1.0), id="Raiffa-Schlaifer-1961-unit-normal-loss-indifferent"),
    pytest.param((0.5, 1.0, 0.5), id="Raiffa-Schlaifer-1961-unit-normal-loss-in-favour"),
    pytest.param((-1.0, 0.7, 2.0), id="Strong-Oakley-Brennan-2014-two-normals-against"),
]


def unit_loss(m: float, s: float) -> float:
    """E[max(0, N(m, s))] - max(0, m)."""
    return float(s * stats.norm.pdf(m / s) + m * special.ndtr(m / s) - max(0.0, m))


def two_normals(case: ClosedForm, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Net benefits of doing nothing and of θ1 + θ2, and the two inputs, [draws, 2] each."""
    mean, *deviation = case
    theta = np.stack([mean / 2 + s * special.ndtri(percentiles(f"theta{i}", DRAWS, seed))
                      for i, s in enumerate(deviation)], axis=1)
    return np.stack([np.zeros(DRAWS), theta.sum(axis=1)], axis=1), theta


def near(found: list[Worth], truth: float, bias: float = 0.0) -> None:
    """The mean over seeds agrees, and the errors told are as large as the spread.

    `bias`: how much less than the truth a rule of choice tried on other draws may gain.
    """
    value = np.array([one.value for one in found])
    error = float(np.std(value, ddof=1) / np.sqrt(len(found)))
    assert truth - bias - SE * error <= value.mean() <= truth + SE * error
    # Stratified draws vary less than the error told; 12 seeds know a deviation to a third.
    assert np.std(value, ddof=1) <= 1.5 * np.mean([one.error for one in found])


@pytest.mark.parametrize("case", CASES)
def test_perfect_information_on_two_normals(case: ClosedForm) -> None:
    found = [evpi(two_normals(case, seed)[0]) for seed in SEEDS]
    near(found, unit_loss(case[0], float(np.hypot(case[1], case[2]))))


@pytest.mark.parametrize("which", [0, 1])
@pytest.mark.parametrize("case", CASES)
def test_perfect_information_on_one_of_two_normals(case: ClosedForm, which: int) -> None:
    found, s = [], case[1 + which]
    for seed in SEEDS:
        benefit, theta = two_normals(case, seed)
        found.append(evppi(benefit, theta[:, which]))
    # Of 4 and more classes joined by lines, none is further than an eighth from its centre.
    near(found, unit_loss(case[0], s), bias=0.01 * s)


@pytest.mark.parametrize("case", CASES)
def test_all_inputs_together_are_worth_perfect_information(case: ClosedForm) -> None:
    for seed in SEEDS:
        benefit, theta = two_normals(case, seed)
        everything, both = evpi(benefit), evppi_group(benefit, theta)
        # The net benefit is a polynomial of the inputs, so that nothing is lost but the fit.
        assert everything.value - 0.05 * everything.error <= both.value
        assert both.value <= everything.value + 1e-12


def test_a_group_of_one_agrees_with_the_input_alone() -> None:
    case = (0.5, 1.0, 0.5)
    near([evppi_group(b, theta[:, :1]) for b, theta in (two_normals(case, s) for s in SEEDS)],
         unit_loss(0.5, 1.0), bias=0.002)


@pytest.mark.parametrize("n", [1, 5, 20, 200])
@pytest.mark.parametrize(("a", "b", "cut"), [
    pytest.param(2.0, 3.0, 0.4, id="Raiffa-Schlaifer-1961-beta-binomial-indifferent"),
    pytest.param(1.0, 9.0, 0.15, id="Raiffa-Schlaifer-1961-beta-binomial-against")])
def test_a_binomial_sample_under_a_linear_loss(a: float, b: float, cut: float, n: int) -> None:
    x = np.arange(n + 1)
    mean = (a + x) / (a + b + n)
    truth = float(stats.betabinom.pmf(x, n, a, b) @ np.maximum(mean - cut, 0.0)
                  - max(a / (a + b) - cut, 0.0))
    found = []
    for seed in SEEDS:
        share = stats.beta.ppf(percentiles("share", DRAWS, seed), a, b)
        benefit = np.stack([np.zeros(DRAWS), share - cut], axis=1)
        found.append(evsi(benefit, trial(1.0 - share, "share", seed)(n)))
    near(found, truth, bias=0.02 * float(stats.beta.std(a, b)))
