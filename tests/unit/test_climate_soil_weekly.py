"""Weeks from months and the soil's periodic year."""

from __future__ import annotations

import numpy as np
import pytest

from pra_core.climate.soil import daylength, heat_index, soil_moisture, unadjusted_pet, weekly_pet
from pra_core.climate.weekly import month_shares, weekly_precipitation, weekly_temperature


def test_a_month_is_made_of_four_and_a_third_weeks() -> None:
    shares = month_shares()
    assert shares.shape == (12, 52)
    np.testing.assert_allclose(shares.sum(axis=1), 1.0)
    np.testing.assert_allclose(shares.sum(axis=0) * 52 / 12, 1.0)
    assert np.flatnonzero(shares[1]).tolist() == [4, 5, 6, 7, 8]


def test_weeks_follow_the_season_smoothly() -> None:
    middle = 2 * np.pi * (np.arange(12) + 0.5) / 12
    months = (10 - 12 * np.cos(middle))[:, None]
    weeks = weekly_temperature(months)[:, 0]
    expected = 10 - 12 * np.cos(2 * np.pi * (np.arange(52) + 0.5) / 52)
    np.testing.assert_allclose(weeks, expected, atol=0.4)
    assert np.abs(np.diff(weeks)).max() < 1.6
    assert weeks.max() > months.max()


def test_a_month_without_rain_stays_dry_beside_a_wet_one() -> None:
    months = np.zeros((12, 1))
    months[5] = 100.0
    weeks = weekly_precipitation(months)[:, 0]
    assert weeks.sum() == pytest.approx(100.0)
    assert np.count_nonzero(weeks) == 4
    assert weeks.min() == 0.0


def test_polar_night_and_day_and_the_equator() -> None:
    hours = daylength(np.array([0.0, 80.0, -80.0]))
    np.testing.assert_allclose(hours[:, 0], 12.0)
    assert hours[:, 1].min() == 0.0
    assert hours[:, 1].max() == pytest.approx(24.0)
    np.testing.assert_allclose(hours[:, 2], np.roll(hours[:, 1], 26), atol=1e-9)


def test_demand_is_zero_in_frost_and_keeps_rising_in_heat() -> None:
    index = np.full(3, 80.0)
    cold, warm, hot = unadjusted_pet(np.array([-5.0, 20.0, 34.0]), index)
    assert cold == 0.0
    assert warm < hot < 190.0
    # No month above freezing: a week just above it must not divide by zero.
    assert unadjusted_pet(np.array([0.5]), np.array([0.0]))[0] == 0.0
    # Hardly any warmth in the year: bounded by the value where the curves meet.
    assert unadjusted_pet(np.array([20.0]), np.array([0.5]))[0] < 137.0


def test_weekly_demand_scales_with_the_days_of_a_week() -> None:
    months = np.full((12, 1), 20.0)
    pet = weekly_pet(weekly_temperature(months), months, np.array([0.0]))
    # I = 12 x 4^1.514 = 97.89 and a = 2.141, worked by hand.
    assert heat_index(months)[0] == pytest.approx(97.89, abs=0.02)
    np.testing.assert_allclose(pet[:, 0], 16 * (200 / 97.89) ** 2.141 * 7.0192 / 30, rtol=2e-3)


def test_the_year_is_periodic_and_equals_a_long_spin_up() -> None:
    rng = np.random.default_rng(5)
    rain, demand = rng.gamma(0.7, 20, (52, 40)), rng.gamma(3, 7, (52, 40))
    found = soil_moisture(rain, demand, 100.0)
    state = np.full(40, 0.3)
    for _ in range(200):
        spun = np.empty_like(found)
        for week in range(52):
            dry = np.exp(-np.maximum(0.0, demand[week] - rain[week]) / 100)
            spun[week] = state * dry + np.maximum(0.0, rain[week] - demand[week]) / 100
            state = np.minimum(1.0, spun[week])
    np.testing.assert_allclose(found, spun, atol=1e-9)
    assert found.min() < 0.5 < 1.0 < found.max()


def test_constant_deficit_dries_out_and_constant_surplus_stays_full() -> None:
    rain = np.tile([0.0, 40.0, 20.0], (52, 1))
    demand = np.tile([20.0, 30.0, 20.0], (52, 1))
    dry, wet, even = soil_moisture(rain, demand, 100.0).T
    np.testing.assert_allclose(dry, 0.0, atol=1e-12)
    np.testing.assert_allclose(wet, 1.1)  # full, and a tenth of the capacity runs off
    np.testing.assert_allclose(even, 1.0)


def test_a_larger_soil_dries_more_slowly() -> None:
    rain, demand = np.zeros((52, 1)), np.full((52, 1), 30.0)
    rain[:13] = 80.0
    small, large = (soil_moisture(rain, demand, c)[20, 0] for c in (50.0, 200.0))
    assert small == pytest.approx(np.exp(-8 * 30 / 50))
    assert large == pytest.approx(np.exp(-8 * 30 / 200))
