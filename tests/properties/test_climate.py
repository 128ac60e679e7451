"""What must hold for every climate."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from pra_core.climate.degree_days import degree_days
from pra_core.climate.endangered import climate_persistence
from pra_core.climate.similarity import similarity_distance
from pra_core.climate.suitability import (
    ClimateSheet,
    ecoclimatic,
    ecoclimatic_index,
    moisture_index,
    temperature_index,
)
from pra_core.climate.weekly import month_shares, weekly_precipitation, weekly_temperature

celsius = st.floats(-60, 60)
methods = st.sampled_from(["average", "triangle", "sine"])
temperatures = arrays(np.float64, (12, 3), elements=st.floats(-40, 40))
rains = arrays(np.float64, (12, 3), elements=st.floats(0, 900))
latitudes = arrays(np.float64, 3, elements=st.floats(-89, 89))
accumulations = st.sampled_from(["linear", "compounding"])
SHEET = ClimateSheet(
    dv0=10, dv1=18, dv2=30, dv3=36, sm0=0.1, sm1=0.3, sm2=1.2, sm3=2, ttcs=2, thcs=-0.001,
    dtcs=10, dhcs=-0.0001, tths=34, thhs=0.001, smds=0.1, hds=-0.01, smws=1.4, hws=0.005, pdd=400,
)


@given(celsius, st.floats(0, 40), celsius, methods)
def test_no_degree_days_below_and_all_of_them_above(
    tmin: float, span: float, lower: float, method: str
) -> None:
    tmax = tmin + span
    days = degree_days(tmin, tmax, lower, method)
    mean = (tmin + tmax) / 2 - lower
    assert days >= max(0.0, mean) - 1e-9
    if tmax <= lower:
        assert days == 0.0
    if tmin >= lower:
        assert abs(days - mean) < 1e-9


@given(celsius, st.floats(0, 40), celsius, st.floats(0, 20), methods)
def test_a_cut_off_never_adds(
    tmin: float, span: float, lower: float, width: float, method: str
) -> None:
    cut = degree_days(tmin, tmin + span, lower, method, upper=lower + width)
    assert -1e-9 <= cut <= min(width, degree_days(tmin, tmin + span, lower, method)) + 1e-9


@given(celsius, st.floats(0, 40), arrays(np.float64, 4, elements=celsius, unique=True))
def test_growth_by_temperature_is_a_share(tmin: float, span: float, dv: np.ndarray) -> None:
    assert 0.0 <= temperature_index(tmin, tmin + span, *np.sort(dv)) <= 1.0


@given(st.floats(0, 9), arrays(np.float64, 4, elements=st.floats(0, 5), unique=True))
def test_growth_by_moisture_is_a_share(soil: float, sm: np.ndarray) -> None:
    assert 0.0 <= moisture_index(soil, *np.sort(sm)) <= 1.0


@given(
    arrays(np.float64, (52, 2), elements=st.floats(0, 1)),
    arrays(np.float64, (5, 2), elements=st.floats(0, 500)),
)
def test_index_stays_in_its_range_and_stress_never_raises_it(
    growth: np.ndarray, stress: np.ndarray
) -> None:
    free = ecoclimatic_index(growth)
    found = ecoclimatic_index(growth, *stress[:4], interactions=[stress[4]])
    assert np.all((found >= 0) & (found <= free) & (free <= 100))


@given(temperatures, rains)
def test_weeks_conserve_the_months(months: np.ndarray, rain: np.ndarray) -> None:
    np.testing.assert_allclose(month_shares() @ weekly_temperature(months), months, atol=1e-9)
    weeks = weekly_precipitation(rain)
    np.testing.assert_allclose(month_shares() @ weeks * 52 / 12, rain, atol=1e-9)
    assert weeks.min() >= 0.0


@settings(max_examples=60)
@given(temperatures, rains, latitudes, st.floats(0, 20), accumulations)
def test_hemispheres_are_alike(
    months: np.ndarray, rain: np.ndarray, latitude: np.ndarray, spread: float, how: str
) -> None:
    one = ecoclimatic(months, rain, latitude, SHEET, spread, accumulation=how)
    other = ecoclimatic(np.roll(months, 6, axis=0), np.roll(rain, 6, axis=0), -latitude, SHEET,
                        spread, accumulation=how)
    np.testing.assert_allclose(one.growth_annual, other.growth_annual, atol=1e-6)
    for name in ("cold", "heat", "dry", "wet", "degree_days"):
        np.testing.assert_allclose(getattr(one, name), getattr(other, name), rtol=1e-6, atol=1e-6)
    assert np.all((one.ei >= 0) & (one.ei <= 100))
    # Rounding may put a cell on the other side of exactly one generation.
    clear = np.abs(one.generations - 1) > 1e-9
    np.testing.assert_allclose(one.ei[clear], other.ei[clear], atol=1e-5)


@given(st.data(), st.integers(1, 30), st.integers(1, 10))
def test_persistence_is_the_plain_sum(data: st.DataObject, cells: int, draws: int) -> None:
    index = data.draw(arrays(np.float64, cells, elements=st.floats(0, 100)))
    weights = data.draw(arrays(np.float64, cells, elements=st.floats(0.01, 1)))
    full = data.draw(arrays(np.float64, draws, elements=st.floats(0.1, 100)))
    weights = weights / weights.sum()
    direct = (weights[:, None] * np.minimum(1.0, index[:, None] / full)).sum(axis=0)
    found = climate_persistence(index, weights, full)
    np.testing.assert_allclose(found, direct, atol=1e-12)
    assert np.all((found >= 0) & (found <= 1))


@given(arrays(np.float64, (5, 4), elements=st.integers(-50, 50).map(float)),
       st.floats(0.1, 10), st.floats(-100, 100))
def test_similarity_has_no_unit(features: np.ndarray, scale: float, shift: float) -> None:
    found = similarity_distance(features)
    np.testing.assert_allclose(similarity_distance(features * scale + shift), found, atol=1e-6)
    assert np.all(found >= 0)
