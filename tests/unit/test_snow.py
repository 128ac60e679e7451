"""Snow cover, soil under snow and the dwarf bunt rule: hand-computed weeks, limits, symmetry."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy.special import ndtr, ndtri

from pra_core.climate import snow, snow_cover
from pra_core.climate.weekly import WEEK_DAYS, WEEKS
from pra_core.errors import PraError

MODEL = {"daily_sd": 5.0, "snow_damping": 6.0}
RULE = {"snow_days": 60.0, "soil_low": -2.0, "soil_high": 5.0, "winter_sd": 2.0, **MODEL}


def climate(cold: float, swing: float = 26.0, rain: float = 50.0) -> tuple[Any, Any, Any]:
    """A northern place: January `cold` degC, July `swing` warmer, the same rain every month."""
    month = np.arange(12)
    warmth = cold + swing / 2 * (1 - np.cos(2 * np.pi * month / 12))
    return warmth[:, None], np.full((12, 1), rain), np.array([45.0])


def test_store_by_hand() -> None:
    """Four weeks at -2 degC with 10 mm each, then one at 1.5 degC; days all alike."""
    air, fall = np.full((WEEKS, 1), 20.0), np.full((WEEKS, 1), 10.0)
    air[:4], air[4] = -2.0, 1.5
    water = dict(snow_cover.snow_store(air, fall, np.zeros(1), 0.0, snow_cover.exact_law(0.0)))
    # Factor of week 4, day 31.5865: 2.5 + 2 sin(2 pi (31.5865 - 81)/365) = 0.99660 mm/(degC d);
    # melt 1.0 degC x 7.01923 d x 0.99660 = 6.99537 mm, no snowfall above 1 degC.
    found = [float(water[week][0, 0]) for week in range(5)]
    np.testing.assert_allclose(found, [5, 15, 25, 35, (40 + 40 - 6.99537) / 2], atol=1e-3)
    assert 6 not in water  # 19.5 degC x 7.02 d x 1.2 mm melts it all in week 5


def test_normal_laws_by_hand() -> None:
    warmth = np.array([0.5, 1.0, -4.0])
    assert snow_cover.melt_degrees(warmth, 5.0)[0] == pytest.approx(5 * 0.3989423)
    np.testing.assert_allclose(snow_cover.snowfall_share(warmth, 5.0)[1:], [0.5, 0.8413447])
    np.testing.assert_allclose(snow_cover.melt_degrees(warmth, 0.0), [0.0, 0.5, 0.0])


def test_melt_factor_is_least_in_december_and_most_in_june() -> None:
    factors = snow_cover.melt_factors()
    assert (factors.argmin(), factors.argmax()) == (50, 24)
    assert (factors.min(), factors.max()) == pytest.approx((0.5, 4.5), abs=0.005)


def test_soil_under_snow_by_hand() -> None:
    """10 cm of snow leave exp(-0.6) of the air's distance from 0 degC."""
    weeks = snow_cover.SnowWeeks(np.full((WEEKS, 1), -8.0), np.full((WEEKS, 1), 20.0),
                                 np.full((WEEKS, 1), 0.1), np.ones((WEEKS, 1)),
                                 np.zeros((WEEKS, 1)))
    weeks.temperature[26:] = 12.0  # mean of the year 2 degC: the ground is held at 0
    days = snow_cover.suitable_days(weeks, soil_low=-2.0, soil_high=5.0, **MODEL)
    damped = 0.5488116
    share = ndtr((5 + 8 * damped) / (5 * damped)) - ndtr((-2 + 8 * damped) / (5 * damped))
    assert days[0, 0] == pytest.approx(WEEK_DAYS * share, rel=1e-6)


def test_snow_that_lasts_is_periodic_and_frozen_ground_stays_frozen() -> None:
    cold = snow_cover.snow_weeks(np.full((12, 1), -10.0), np.full((12, 1), 20.0), np.array([80.0]),
                                 daily_sd=0.0, snow_damping=6.0)
    assert cold.cover.min() == 1.0
    np.testing.assert_allclose(cold.soil, -10.0)
    index = snow.dwarf_bunt_index(np.full((12, 1), -10.0), np.full((12, 1), 20.0),
                                  np.array([80.0]), **RULE)
    assert index[0] == pytest.approx(0.0, abs=0.1)


@pytest.mark.parametrize(("temperature", "rain"), [
    pytest.param(15.0, 80.0, id="no-frost-no-snow"), pytest.param(-4.0, 0.0, id="no-rain-no-snow")])
def test_no_snow_gives_zero(temperature: float, rain: float) -> None:
    assert snow.dwarf_bunt_index(*climate(temperature, rain=rain), **RULE)[0] == 0.0


def test_deep_lasting_snow_gives_all_winters() -> None:
    assert snow.dwarf_bunt_index(*climate(-7.0, rain=120.0), **RULE)[0] == pytest.approx(100, abs=1)


@pytest.mark.parametrize("cold", [-14.0, -7.0, -3.0, 0.0])
def test_hemispheres_alike(cold: float) -> None:
    warmth, rain, lat = climate(cold)
    there = (np.roll(warmth, 6, axis=0), rain, -lat)
    assert (snow.dwarf_bunt_index(warmth, rain, lat, **RULE)
            == snow.dwarf_bunt_index(*there, **RULE)).all()
    north, south = (snow_cover.snow_weeks(*one, **MODEL) for one in ((warmth, rain, lat), there))
    for name in ("temperature", "water", "soil"):
        np.testing.assert_allclose(np.roll(getattr(north, name), 26, axis=0), getattr(south, name))


@pytest.mark.parametrize("cold", [-12.0, -6.0, -2.0, 0.5])
def test_index_is_the_share_of_simulated_winters(cold: float) -> None:
    """Equal-probability winters, each with the exact laws, against the tabled, linear index."""
    places = climate(cold)
    nodes = 2.0 * ndtri((np.arange(200) + 0.5) / 200)
    enough = [float(snow_cover.suitable_days(
        snow_cover.snow_weeks(*places, anomaly=a, **MODEL), soil_low=-2.0, soil_high=5.0,
        **MODEL).sum()) >= 60 for a in nodes]
    assert snow.dwarf_bunt_index(*places, **RULE)[0] == pytest.approx(100 * np.mean(enough), abs=3)


def test_members_equal_single_runs() -> None:
    temperature, rain, lat = (np.concatenate(x, axis=-1) for x in zip(
        *[climate(c) for c in (-12.0, -6.0, -2.0, 0.0)], strict=True))
    rng = np.random.default_rng(5)
    rows = np.column_stack([rng.uniform(30, 90, 12), rng.uniform(-4, 0, 12),
                            rng.uniform(3, 8, 12), rng.uniform(1, 3, 12)])
    found = snow.dwarf_bunt_members(temperature, rain, lat, rows, **MODEL)
    single = [snow.dwarf_bunt_index(temperature, rain, lat, **dict(zip(snow.ROW, row, strict=True)),
                                    **MODEL) for row in rows]
    # Where the days hardly depend on the winter, a small error of theirs moves many winters.
    assert np.quantile(np.abs(found - single), 0.9) < 2.0
    assert np.abs(found - single).mean() < 1.0
    np.testing.assert_allclose(snow.dwarf_bunt_members(temperature, rain, lat, rows[:1], **MODEL),
                               single[:1], rtol=1e-6)


def test_more_days_needed_is_never_easier() -> None:
    rows = np.array([[need, -2.0, 5.0, 2.0] for need in (20, 40, 60, 80, 100)])
    temperature, rain, lat = (np.concatenate(x, axis=-1) for x in zip(
        *[climate(c) for c in (-12.0, -6.0, -2.0, 0.0)], strict=True))
    assert (np.diff(snow.dwarf_bunt_members(temperature, rain, lat, rows, **MODEL), axis=0)
            <= 1e-4).all()


def test_winter_of_a_place_agrees_with_the_map() -> None:
    temperature, rain, lat = climate(-3.0)
    winter = snow.winter_of(temperature[:, 0], rain[:, 0], float(lat[0]), **RULE)
    assert winter.index == snow.dwarf_bunt_index(temperature, rain, lat, **RULE)[0]
    assert winter.days.shape == (WEEKS,)
    assert 0 < winter.days.sum() < WEEK_DAYS * winter.weeks.cover.sum()


@pytest.mark.parametrize(("change", "code"), [
    ({"soil_low": 6.0}, "order"), ({"snow_days": 0.0}, "out_of_bounds"),
    ({"winter_sd": 0.0}, "out_of_bounds"), ({"daily_sd": -1.0}, "out_of_bounds"),
    ({"snow_damping": float("nan")}, "not_finite")])
def test_bad_values_are_named(change: dict[str, float], code: str) -> None:
    with pytest.raises(PraError) as caught:
        snow.dwarf_bunt_index(*climate(-3.0), **{**RULE, **change})
    assert [p.code for p in caught.value.problems] == [code]
    assert caught.value.problems[0].path == next(iter(change))
