"""The ecoclimatic model: indices, stresses, limits and refusals."""

from __future__ import annotations

from dataclasses import fields

import numpy as np
import pytest

from pra_core.climate.degree_days import degree_days
from pra_core.climate.limiting import limiting_below
from pra_core.climate.stress import consecutive_weeks
from pra_core.climate.suitability import (
    ClimateSheet,
    LimitingFactor,
    ecoclimatic,
    ecoclimatic_index,
    moisture_index,
    temperature_index,
    weekly_profile,
)
from pra_core.errors import PraError

BASE = {"dv0": 10, "dv1": 18, "dv2": 30, "dv3": 36, "sm0": 0.1, "sm1": 0.3, "sm2": 1.2, "sm3": 2}
CODES = tuple(LimitingFactor)


def sheet(**changes: float) -> ClimateSheet:
    return ClimateSheet.model_validate({**BASE, **changes})


def place(temperature: float, rain: float = 150.0) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    return np.full((12, 1), temperature), np.full((12, 1), rain), np.array([0.0])


def codes_of(error: PraError) -> list[str]:
    return [p.code for p in error.problems]


def test_upper_cut_off_is_horizontal() -> None:
    assert degree_days(20, 40, 10, upper=30) == pytest.approx(17.5)
    assert degree_days(35, 40, 10, upper=30) == pytest.approx(20.0)
    assert degree_days(35, 40, 10, "sine", upper=30) == pytest.approx(20.0)


def test_equal_minimum_and_maximum_is_the_mean() -> None:
    for method in ("average", "triangle", "sine"):
        assert degree_days(15, 15, 10, method) == 5.0
        assert degree_days(10, 10, 10, method) == 0.0


def test_degree_days_refuses_all_at_once() -> None:
    with pytest.raises(PraError) as caught:
        degree_days([5.0, np.nan], [20.0, 20.0], 10, upper=5)
    assert set(codes_of(caught.value)) == {"not_finite", "order"}
    with pytest.raises(PraError, match="tmin <= tmax"):
        degree_days(6, 5, 10)
    with pytest.raises(PraError, match="average, triangle, sine"):
        degree_days(5, 6, 10, "cosine")


def test_growth_is_lowered_by_heat_of_the_day_only() -> None:
    assert temperature_index(20, 33, 10, 18, 30, 36) == pytest.approx(0.5)
    assert temperature_index(20, 45, 10, 18, 30, 36) == 0.0
    assert temperature_index(12, 16, 10, 18, 30, 36) == pytest.approx(0.5)
    np.testing.assert_allclose(moisture_index([0.2, 0.5, 1.6, 3.0], 0.1, 0.3, 1.2, 2),
                               [0.5, 1, 0.5, 0])


def test_indices_refuse_all_at_once() -> None:
    with pytest.raises(PraError) as caught:
        temperature_index(20, np.nan, 18, 10, 30, 36)
    assert codes_of(caught.value) == ["not_finite", "order"]
    with pytest.raises(PraError) as caught:
        moisture_index(-0.1, -0.2, 0.3, 1.2, 1.1)
    assert codes_of(caught.value) == ["out_of_bounds", "order", "out_of_bounds"]
    with pytest.raises(PraError) as caught:
        ecoclimatic_index(np.full(51, 1.5), cold=-1, heat=np.nan, interactions=[-2])
    assert [p.path for p in caught.value.problems] == [
        "growth", "growth", "cold", "heat", "interactions.0"]


def test_index_is_growth_times_what_the_stresses_leave() -> None:
    growth = np.zeros((52, 2))
    growth[:26] = 1.0
    found = ecoclimatic_index(growth, cold=[50, 150], heat=20, interactions=[[10, 0]])
    np.testing.assert_allclose(found, [50 * 0.5 * 0.8 * 0.9, 0.0])


def test_constant_ideal_climate_gives_100() -> None:
    result = ecoclimatic(*place(25.0), sheet(pdd=500), diurnal_range=8.0)
    assert result.ei[0] == pytest.approx(100.0)
    assert CODES[result.limiting[0]] is LimitingFactor.NONE
    assert result.generations[0] == pytest.approx(15 * 365 / 500)


@pytest.mark.parametrize(
    ("temperature", "rain", "changes", "expected"),
    [
        (-8.0, 150.0, {"ttcs": 0, "thcs": -0.01}, LimitingFactor.TOO_COLD),
        (4.0, 150.0, {"dtcs": 15, "dhcs": -0.002}, LimitingFactor.TOO_COLD),
        (39.0, 300.0, {"tths": 36, "thhs": 0.01}, LimitingFactor.TOO_HOT),
        (25.0, 0.0, {"smds": 0.1, "hds": -0.5}, LimitingFactor.TOO_DRY),
        (25.0, 900.0, {"smws": 1.2, "hws": 0.05}, LimitingFactor.TOO_WET),
        (12.0, 150.0, {"pdd": 5000}, LimitingFactor.SEASON_TOO_SHORT),
        (12.0, 150.0, {"pdd": 100}, LimitingFactor.LOW_GROWTH),
        (25.0, 150.0, {}, LimitingFactor.NONE),
    ],
)
def test_each_limit_is_named(
    temperature: float, rain: float, changes: dict[str, float], expected: LimitingFactor
) -> None:
    result = ecoclimatic(*place(temperature, rain), sheet(**changes), diurnal_range=8.0)
    assert CODES[result.limiting[0]] is expected
    lethal = expected not in (LimitingFactor.LOW_GROWTH, LimitingFactor.NONE)
    assert (result.ei[0] == 0.0) == lethal


def test_cells_at_the_threshold_need_no_excuse() -> None:
    found = limiting_below(np.array([6, 6, 1]), np.array([20.0, 19.9, 0.0]), 20.0)
    assert found.tolist() == [0, 6, 1]


def test_linear_stress_is_the_sum_of_weekly_excess() -> None:
    # Every week the night is 3 degC below the limit: 52 x 0.001 x 3 x 100 %.
    cold = sheet(ttcs=0, thcs=-0.001)
    result = ecoclimatic(*place(1.0), cold, diurnal_range=8.0)
    assert result.cold[0] == pytest.approx(52 * 0.001 * 3 * 100)
    same = ecoclimatic(*place(1.0), sheet(ttcs=0, thcs=0.001), diurnal_range=8.0)
    assert same.cold[0] == result.cold[0]


def test_degree_day_form_compares_the_week() -> None:
    # Night 8, day 16, dv0 10: 36/16 degC a day over a week of 365/52 days, limit 20.
    form = sheet(dtcs=20, dhcs=-0.0005)
    result = ecoclimatic(*place(12.0), form, diurnal_range=8.0)
    short = 20 - 36 / 16 * 365 / 52
    assert result.cold[0] == pytest.approx(52 * 0.0005 * short * 100)


def test_a_run_of_stress_goes_on_over_the_new_year() -> None:
    stressed = np.zeros((52, 3), dtype=bool)
    stressed[[50, 51, 0, 1], 0] = True
    stressed[10:13, 1] = True
    stressed[:, 2] = True
    runs = consecutive_weeks(stressed)
    assert runs[[50, 51, 0, 1, 2], 0].tolist() == [1, 2, 3, 4, 0]
    assert runs[9:14, 1].tolist() == [0, 1, 2, 3, 0]
    assert set(runs[:, 2]) == {52.0}


def test_compounding_weighs_long_spells_more() -> None:
    months = np.full((12, 2), 10.0)
    months[[0, 1, 2], 0] = -5.0  # one long winter
    months[[0, 4, 8], 1] = -5.0  # three short ones
    climate = (months, np.full((12, 2), 60.0), np.zeros(2))
    cold = sheet(ttcs=0, thcs=-0.0001)
    compounded = ecoclimatic(*climate, cold, 8.0, accumulation="compounding").cold
    linear = ecoclimatic(*climate, cold, 8.0).cold
    assert linear[0] < 1.2 * linear[1]
    assert compounded[0] > 1.8 * compounded[1]
    assert np.all(compounded > linear)


def test_hot_wet_needs_both() -> None:
    both = sheet(tthw=24, mthw=0.6, phw=0.01)
    climate = [np.full((12, 3), t) for t in (0.0, 0.0)]
    climate[0][:] = [25.0, 25.0, 15.0]
    climate[1][:] = [400.0, 0.0, 400.0]
    result = ecoclimatic(*climate, np.zeros(3), both, 8.0)
    assert result.interaction[0] > 0
    assert result.interaction[1:].tolist() == [0.0, 0.0]
    moisture = weekly_profile(climate[0][:, 0], climate[1][:, 0], 0.0, sheet(), 8.0).moisture
    expected = np.minimum(100, np.sum(100 * 0.01 * 5 * (moisture - 0.6)))
    assert result.interaction[0] == pytest.approx(expected)


def test_unused_stresses_are_stated_and_no_pdd_means_no_generations() -> None:
    result = ecoclimatic(*place(25.0), sheet(ttcs=0, thcs=-0.1), diurnal_range=8.0)
    assert result.unused == ("cold_degree_days", "heat", "dry", "wet", "season")
    assert np.isnan(result.generations[0])


def test_profile_ends_where_the_map_stands() -> None:
    rng = np.random.default_rng(3)
    months = 12 - 14 * np.cos(2 * np.pi * (np.arange(12) + 0.5) / 12)
    rain = rng.uniform(0, 120, 12)
    full = sheet(ttcs=4, thcs=-0.001, tths=28, thhs=0.002, smds=0.4, hds=-0.02, smws=0.9, hws=0.02,
                 tthd=26, mthd=0.9, phd=0.001)
    one = weekly_profile(months, rain, 45.0, full, 8.0)
    cell = ecoclimatic(months[:, None], rain[:, None], [45.0], full, 8.0)
    for name in ("cold", "heat", "dry", "wet", "interaction"):
        assert 0 < getattr(one, name)[-1] < 100
        assert getattr(one, name)[-1] == pytest.approx(getattr(cell, name)[0])
    assert 100 * one.growth.mean() == pytest.approx(cell.growth_annual[0])
    assert {getattr(one, f.name).shape for f in fields(one)} == {(52,)}


def test_many_blocks_equal_one_cell_at_a_time() -> None:
    rng = np.random.default_rng(8)
    months, rain = rng.uniform(-5, 30, (12, 16_400)), rng.uniform(0, 200, (12, 16_400))
    latitude = rng.uniform(-60, 60, 16_400)
    full = sheet(ttcs=4, thcs=-0.001, smds=0.4, hds=-0.02, pdd=300)
    whole = ecoclimatic(months, rain, latitude, full, 8.0)
    some = [0, 16_383, 16_384, 16_399]
    alone = ecoclimatic(months[:, some], rain[:, some], latitude[some], full, 8.0)
    np.testing.assert_allclose(whole.ei[some], alone.ei)
    assert len(np.unique(whole.ei[some])) > 1
    with pytest.raises(ValueError, match="read-only"):
        whole.ei[0] = 1.0


def test_wrong_input_is_refused_with_every_problem() -> None:
    months, rain = np.full((12, 2), 20.0), np.full((12, 2), 50.0)
    months[3, 1], rain[0, 0] = np.nan, -1.0
    with pytest.raises(PraError) as caught:
        ecoclimatic(months, rain, [0.0, 95.0], sheet(), -1.0, 0.0,
                    accumulation="cubic")  # type: ignore[arg-type]
    assert [p.path for p in caught.value.problems] == [
        "temperature", "precipitation", "latitude", "diurnal_range", "capacity_mm",
        "accumulation"]
    with pytest.raises(PraError, match=r"shape \[12, 3\]"):
        ecoclimatic(np.zeros((3, 12)), np.zeros((12, 3)), np.zeros(3), sheet(), 8.0)
