"""Present value of a first founding: simulation, closed form, quadrature, and its inverse."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import integrate

from pra_core.distribution import LogNormal
from pra_core.errors import PraError
from pra_core.frozen import FloatArray
from pra_core.impact import (
    annualise,
    founding_rate_limit,
    loss_weights,
    present_value,
    time_grid,
    weighted_present_value,
)
from pra_core.spread import invaded_area
from pra_core.streams import percentiles

HORIZON = 20.0
DISCOUNT = 0.04


def yearly_loss(age: FloatArray) -> FloatArray:
    """Markets closed for the first two years, and a loss that grows with the invaded area."""
    return np.where(age < 2.0, 5e6, 0.0) + 300.0 * invaded_area(age, 3.0, 8.0, 20_000.0)


def one(value: float) -> FloatArray:
    return np.array([value])


def computed(rate: float, steps: int) -> float:
    loss = yearly_loss(time_grid(HORIZON, steps))[None, :]
    return float(present_value(one(rate), one(DISCOUNT), loss, HORIZON)[0])


@pytest.mark.parametrize("rate", [0.003, 0.1, 1.0, 20.0])
def test_present_value_against_simulated_first_foundings(rate: float) -> None:
    rng = np.random.default_rng(41)
    first = rng.exponential(1.0 / rate, 400_000)
    age = np.linspace(0.0, HORIZON, 200_001)
    flow = np.exp(-DISCOUNT * age) * yearly_loss(age)
    damage = integrate.cumulative_trapezoid(flow, age, initial=0.0)
    value = np.exp(-DISCOUNT * first) * np.interp(HORIZON - first, age, damage, left=0.0)
    error = float(value.std()) / math.sqrt(first.size)
    # The jump of the loss inside one trapezium of the simulation is worth 250.
    assert abs(computed(rate, 4000) - float(value.mean())) < 4.0 * error + 500.0


@pytest.mark.parametrize("rate", [0.003, 0.1, 1.0, 20.0])
def test_four_steps_a_year_are_within_half_a_percent(rate: float) -> None:
    assert computed(rate, 80) == pytest.approx(computed(rate, 8000), rel=5e-3)


@pytest.mark.parametrize("rate", [0.01, 0.5, 20.0])
@pytest.mark.parametrize("discount", [0.0, 0.03])
def test_constant_loss_has_a_closed_form(rate: float, discount: float) -> None:
    loss, r = 1000.0, discount
    if r == 0.0:
        exact = loss * (HORIZON + math.expm1(-rate * HORIZON) / rate)
    else:
        started = -rate / (rate + r) * math.expm1(-(rate + r) * HORIZON)
        beyond = math.exp(-r * HORIZON) * math.expm1(-rate * HORIZON)
        exact = loss / r * (started + beyond)
    flow = np.full((1, 20_000), loss)
    value = present_value(one(rate), one(r), flow, HORIZON)[0]
    assert value == pytest.approx(exact, rel=1e-5)


def test_certain_immediate_founding_costs_the_whole_discounted_loss() -> None:
    weights = loss_weights(one(DISCOUNT), np.full((1, 2000), 7.0), HORIZON)
    whole = 7.0 * -math.expm1(-DISCOUNT * HORIZON) / DISCOUNT
    assert weighted_present_value(one(1e9), weights, HORIZON)[0] == pytest.approx(whole, rel=1e-5)
    assert weighted_present_value(one(0.0), weights, HORIZON)[0] == 0.0


def test_annualised_payments_are_worth_the_present_value() -> None:
    r = np.array([0.0, 1e-12, 0.03, 0.2])
    yearly = annualise(np.full(4, 100.0), r, HORIZON)
    worth = [integrate.quad(lambda t, k=k: math.exp(-k * t), 0.0, HORIZON)[0] for k in r]
    np.testing.assert_allclose(yearly * worth, 100.0, rtol=1e-9)
    assert yearly[0] == 5.0


losses = st.lists(st.floats(0.0, 1e9), min_size=2, max_size=30)
discounts = st.floats(0.0, 0.3)
rates = st.floats(0.0, 50.0)


@given(losses, discounts, rates, rates)
def test_present_value_rises_with_the_founding_rate(
    loss: list[float], discount: float, rate: float, other: float
) -> None:
    flow = np.tile(np.array(loss), (2, 1))
    ordered = np.sort([rate, other])
    low, high = present_value(ordered, np.full(2, discount), flow, HORIZON)
    assert 0.0 <= low <= high * (1 + 1e-12)


@settings(max_examples=60)
@given(st.lists(st.floats(1.0, 1e9), min_size=2, max_size=30), discounts, st.floats(1e-9, 5.0))
def test_the_limit_inverts_the_present_value(
    loss: list[float], discount: float, rate: float
) -> None:
    weights = loss_weights(one(discount), np.array([loss]), HORIZON)
    target = weighted_present_value(one(rate), weights, HORIZON)
    times = time_grid(HORIZON, len(loss))
    limit = founding_rate_limit(weights, times, target)
    reached = weighted_present_value(limit, weights, HORIZON)
    np.testing.assert_allclose(reached, target, rtol=1e-11)
    if rate < 0.1:
        np.testing.assert_allclose(limit, rate, rtol=1e-9)


def test_the_limit_at_its_ends() -> None:
    times = time_grid(HORIZON, 40)
    loss = np.ones((4, 40))
    loss[3] = 0.0
    weights = loss_weights(np.full(4, 0.02), loss, HORIZON)
    whole = float(weights[0].sum() * 0.5)
    target = np.array([0.0, whole, whole * (1 - 1e-9), 0.0])
    limit = founding_rate_limit(weights, times, target)
    assert limit[0] == 0.0
    assert limit[1] == np.inf
    assert 1.0 < limit[2] < np.inf
    assert limit[3] == np.inf  # nothing is lost: any rate stays within
    reached = weighted_present_value(limit[2:3], weights[2:3], HORIZON)
    assert reached[0] == pytest.approx(target[2], rel=1e-13)


@pytest.mark.parametrize("bad", [-1.0, float("nan")])
def test_negative_or_missing_numbers_are_refused(bad: float) -> None:
    flow = np.ones((1, 4))
    with pytest.raises(PraError) as caught:
        loss_weights(one(bad), flow, HORIZON)
    assert caught.value.problems[0].path == "discount"
    with pytest.raises(PraError) as caught:
        loss_weights(one(0.0), flow * bad, HORIZON)
    assert caught.value.problems[0].path == "loss"
    with pytest.raises(PraError) as caught:
        founding_rate_limit(flow, time_grid(HORIZON, 4), one(bad))
    assert caught.value.problems[0].path == "target_pv"


@pytest.mark.parametrize(("horizon", "steps"), [(0.0, 4), (float("nan"), 4), (10.0, 0)])
def test_an_empty_grid_is_refused(horizon: float, steps: int) -> None:
    with pytest.raises(PraError) as caught:
        time_grid(horizon, steps)
    assert caught.value.code == "out_of_bounds"


@pytest.mark.parametrize(("median", "sdlog"), [(1e-4, 1.0), (0.05, 2.0), (1.0, 2.5)])
def test_mean_annual_probability_of_a_lognormal_rate(median: float, sdlog: float) -> None:
    """E[1 − e^(−Λ)] from stratified draws against quadrature; not 1 − e^(−E Λ)."""
    law = LogNormal(median=median, sdlog=sdlog)

    def term(z: float) -> float:
        rate = median * math.exp(sdlog * z)
        return -math.expm1(-rate) * math.exp(-0.5 * z * z) / math.sqrt(2 * math.pi)

    exact = integrate.quad(term, -12.0, 12.0, epsabs=0.0, limit=200)[0]
    draws = law.ppf(percentiles("rate", 20_000, 3))
    assert float(np.mean(-np.expm1(-draws))) == pytest.approx(exact, rel=2e-3)
    naive = -math.expm1(-law.mean())
    if median >= 0.05:
        assert naive > 1.1 * exact
