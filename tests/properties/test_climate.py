"""What must hold for every climate."""

from __future__ import annotations

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from pra_core.climate import ensemble
from pra_core.climate.degree_days import degree_days
from pra_core.climate.endangered import climate_persistence
from pra_core.climate.similarity import similarity_distance
from pra_core.climate.soil import HOT_FROM
from pra_core.climate.suitability import (
    ClimateSheet,
    ecoclimatic,
    ecoclimatic_index,
    moisture_index,
    temperature_index,
)
from pra_core.climate.weekly import month_shares, weekly_precipitation, weekly_temperature
from tests import plain_climate

celsius = st.floats(-60, 60)
methods = st.sampled_from(["average", "triangle", "sine"])
temperatures = arrays(np.float64, (12, 3), elements=st.floats(-40, 40))
rains = arrays(np.float64, (12, 3), elements=st.floats(0, 900))
latitudes = arrays(np.float64, 3, elements=st.floats(-89, 89))
accumulations = st.sampled_from(["linear", "compounding"])
SHEET = ClimateSheet(
    dv0=10, dv1=18, dv2=30, dv3=36, sm0=0.1, sm1=0.3, sm2=1.2, sm3=2, ttcs=2, thcs=-0.001,
    dtcs=10, dhcs=-0.0001, tths=34, thhs=0.001, smds=0.1, hds=-0.01, smws=1.4, hws=0.005, pdd=400,
    ttcw=5, mtcw=0.6, pcw=0.001, tthd=33, mthd=0.4, phd=0.001,
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


def _random_sheet(rng: np.random.Generator) -> ClimateSheet:
    """Any sheet in order, each stress given or not, limits where climates lie."""
    def rising(low: float, *steps: float) -> list[float]:
        return list(low + np.cumsum([0.0, *(rng.uniform(step / 4, step) for step in steps)]))

    values = dict(zip(("dv0", "dv1", "dv2", "dv3"), rising(rng.uniform(-2, 14), 12, 14, 8),
                      strict=True))
    values |= dict(zip(("sm0", "sm1", "sm2", "sm3"), rising(rng.uniform(0, 0.3), 0.4, 1, 1),
                       strict=True))
    limits = {"ttcs": (-12, 12, "thcs"), "dtcs": (0, 40, "dhcs"), "tths": (24, 40, "thhs"),
              "smds": (0, 0.6, "hds"), "smws": (0.7, 2, "hws")}
    for name, (low, high, rate) in limits.items():
        if rng.random() < 0.7:
            values |= {name: rng.uniform(low, high), rate: rng.choice([-1, 1]) * rng.gamma(1, 2e-3)}
    for pair in ("cw", "cd", "hw", "hd"):
        if rng.random() < 0.5:
            low, high = (-5, 12) if pair[0] == "c" else (24, 36)
            values |= {f"tt{pair}": rng.uniform(low, high), f"mt{pair}": rng.uniform(0, 1.2),
                       f"p{pair}": rng.gamma(1, 1e-3)}
    if rng.random() < 0.5:
        values["pdd"] = rng.uniform(100, 3000)
    return ClimateSheet.model_validate(values)


def _random_climate(rng: np.random.Generator, cells: int
                    ) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    season = np.cos(2 * np.pi * (np.arange(12)[:, None] + rng.uniform(0, 12, cells)) / 12)
    months = rng.uniform(-15, 30, cells) + rng.uniform(0, 18, cells) * season
    rain = rng.gamma(0.6, rng.uniform(1, 250, cells), (12, cells))
    return months + rng.normal(0, 1, (12, cells)), rain, rng.uniform(-80, 80, cells)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**32 - 1), st.one_of(st.just(0.0), st.floats(1, 20)), accumulations,
       st.floats(20, 300), st.one_of(st.just(0.0), st.floats(1, 60)))
def test_kernels_agree_with_the_plain_formulas_and_float32_with_float64(
    seed: int, spread: float, how: str, capacity: float, irrigation: float
) -> None:
    rng = np.random.default_rng(seed)
    sheet, climate = _random_sheet(rng), _random_climate(rng, 70)
    found = ecoclimatic(*climate, sheet, spread, capacity, how, irrigation)
    plain = plain_climate.ecoclimatic(*climate, sheet, spread, capacity, how, irrigation)
    for name, values in plain.items():
        np.testing.assert_allclose(getattr(found, name), values, rtol=1e-9, atol=1e-9, err_msg=name)
    weeks = ensemble.weeks(*climate, capacity, irrigation)
    index = ensemble.index_of_members(weeks, [ensemble.member_row(sheet, spread)], how)[0]
    clear = ~(np.abs(found.generations - 1) < 1e-5)
    np.testing.assert_allclose(index[clear], found.ei[clear], atol=1e-3)


@settings(max_examples=60, deadline=None)
@given(temperatures, rains, latitudes, st.floats(0, 20), accumulations)
def test_hemispheres_are_alike(
    months: np.ndarray, rain: np.ndarray, latitude: np.ndarray, spread: float, how: str
) -> None:
    # The published demand for water jumps by 3 mm a month at 26.5 degC, where two curves meet.
    assume(np.abs(weekly_temperature(months) - HOT_FROM).min() > 1e-9)
    one = ecoclimatic(months, rain, latitude, SHEET, spread, accumulation=how)
    other = ecoclimatic(np.roll(months, 6, axis=0), np.roll(rain, 6, axis=0), -latitude, SHEET,
                        spread, accumulation=how)
    np.testing.assert_allclose(one.growth_annual, other.growth_annual, atol=1e-6)
    for name in ("cold", "heat", "dry", "wet", "interaction", "degree_days"):
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
