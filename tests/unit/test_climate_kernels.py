"""Compiled growth and stresses: against weeks worked by hand and against the plain formulas."""

from __future__ import annotations

import numpy as np
import pytest

from pra_core import reference
from pra_core.climate import ensemble, kernels
from pra_core.climate.degree_days import degree_days
from pra_core.climate.limiting import LimitingFactor
from pra_core.climate.soil import daylength, soil_moisture, weekly_pet
from pra_core.climate.suitability import ClimateSheet, ecoclimatic, weekly_profile
from pra_core.climate.weekly import (
    WEEK_DAYS,
    month_shares,
    weekly_precipitation,
    weekly_temperature,
)
from pra_core.errors import PraError
from pra_core.frozen import FloatArray
from tests import plain_climate

BASE = {"dv0": 10, "dv1": 18, "dv2": 30, "dv3": 36, "sm0": 0.1, "sm1": 0.3, "sm2": 1.2, "sm3": 2}
FULL = {**BASE, "ttcs": 2, "thcs": -0.001, "dtcs": 10, "dhcs": -0.0001, "tths": 34, "thhs": 0.001,
        "smds": 0.1, "hds": -0.01, "smws": 1.4, "hws": 0.005, "pdd": 400, "ttcw": 5, "mtcw": 0.6,
        "pcw": 0.001, "ttcd": 4, "mtcd": 0.5, "pcd": 0.002, "tthw": 30, "mthw": 0.7, "phw": 0.003,
        "tthd": 33, "mthd": 0.4, "phd": 0.001}
NOT_PASSED = {"ttcw": -99, "ttcd": -99, "tthw": 99, "tthd": 99, "mtcw": 9, "mthw": 9, "mtcd": 0,
              "mthd": 0}
WEEKS_PER_MONTH = 52 / 12


def sheet(**changes: float) -> ClimateSheet:
    return ClimateSheet.model_validate({**BASE, **changes})


def constant(temperature: float, weekly_rain: float) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Every week alike, at the equator, where the day has twelve hours."""
    rain = np.full((12, 1), weekly_rain * WEEKS_PER_MONTH)
    return np.full((12, 1), float(temperature)), rain, np.zeros(1)


def varied(cells: int, seed: int) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Climates from polar to desert."""
    rng = np.random.default_rng(seed)
    season = np.cos(2 * np.pi * (np.arange(12)[:, None] + rng.uniform(0, 12, cells)) / 12)
    months = rng.uniform(-15, 30, cells) + rng.uniform(0, 18, cells) * season
    rain = rng.gamma(0.6, rng.uniform(1, 250, cells), (12, cells))
    return months + rng.normal(0, 1, (12, cells)), rain, rng.uniform(-80, 80, cells)


# Demand of a 30 degC week: (-415.85 + 32.24 x 30 - 0.43 x 30^2) mm per 30 days of 12 hours.
HOT_WEEK = 164.35 * WEEK_DAYS / 30


@pytest.mark.parametrize(
    ("temperature", "rain", "changes", "percent"),
    [
        # No demand in frost, so soil moisture is 1 + 30/100; night -8 degC.
        pytest.param(-4, 30, {"ttcw": 0, "mtcw": 0.8, "pcw": 0.001}, 52 * 0.1 * 8 * 0.5,
                     id="cold-wet"),
        # Neither rain nor demand: full, 1.0.
        pytest.param(-4, 0, {"ttcd": -6, "mtcd": 1.5, "pcd": -0.002}, 52 * 0.2 * 2 * 0.5,
                     id="cold-dry"),
        # 20 mm more than the demand: 1.2; day 34 degC.
        pytest.param(30, HOT_WEEK + 20, {"tthw": 32, "mthw": 0.7, "phw": 0.003},
                     52 * 0.3 * 2 * 0.5, id="hot-wet"),
        # Never any rain: dry, 0.
        pytest.param(30, 0, {"tthd": 31, "mthd": 0.4, "phd": 0.004}, 52 * 0.4 * 3 * 0.4,
                     id="hot-dry"),
    ],
)
def test_interactions_by_hand(
    temperature: float, rain: float, changes: dict[str, float], percent: float
) -> None:
    found = ecoclimatic(*constant(temperature, rain), sheet(**changes), diurnal_range=8.0)
    assert found.interaction[0] == pytest.approx(percent, rel=1e-9)
    assert 0 < percent < 100
    for limit in (key for key in changes if key in NOT_PASSED):
        other = sheet(**{**changes, limit: NOT_PASSED[limit]})
        assert ecoclimatic(*constant(temperature, rain), other, 8.0).interaction[0] == 0.0


@pytest.mark.parametrize(
    ("temperature", "rain", "changes", "name", "percent"),
    [
        pytest.param(-4, 30, {"ttcs": 0, "thcs": -0.001}, "cold", 52 * 0.1 * 8, id="cold"),
        pytest.param(30, 60, {"tths": 32, "thhs": 0.001}, "heat", 52 * 0.1 * 2, id="heat"),
        pytest.param(30, 0, {"smds": 0.2, "hds": -0.05}, "dry", 52 * 5 * 0.2, id="dry"),
        pytest.param(-4, 30, {"smws": 1.1, "hws": 0.05}, "wet", 52 * 5 * 0.2, id="wet"),
        pytest.param(12, 30, {"dtcs": 20, "dhcs": -0.001}, "cold",
                     52 * 0.1 * (20 - 2.25 * WEEK_DAYS), id="cold-degree-days"),
    ],
)
def test_stresses_by_hand_add_up_or_compound(
    temperature: float, rain: float, changes: dict[str, float], name: str, percent: float
) -> None:
    climate = constant(temperature, rain)
    linear = ecoclimatic(*climate, sheet(**changes), diurnal_range=8.0)
    assert getattr(linear, name)[0] == pytest.approx(percent, rel=1e-9)
    # A run that fills the year counts 52 weeks in every week.
    slow = {key: value / 520 if key[:2] in ("th", "hd", "hw", "dh") else value
            for key, value in changes.items()}
    runs = ecoclimatic(*climate, sheet(**slow), 8.0, accumulation="compounding")
    assert getattr(runs, name)[0] == pytest.approx(percent / 10, rel=1e-9)


def test_growth_by_hand() -> None:
    # Night 8, day 16: (16 - 10)^2/(2 x 8) degrees a day of the 8 of the optimum.
    found = ecoclimatic(*constant(12, 30), sheet(), diurnal_range=8.0)
    assert found.growth_annual[0] == pytest.approx(100 * 2.25 / 8, rel=1e-12)
    assert found.degree_days[0] == pytest.approx(365 * 2.25, rel=1e-12)
    # Day 33: half way down from dv2 to dv3; frost-free soil at 1.6: half way down to sm3.
    rain = (-415.85 + 32.24 * 29 - 0.43 * 29**2) * WEEK_DAYS / 30 + 60
    found = ecoclimatic(*constant(29, rain), sheet(), diurnal_range=8.0)
    assert found.growth_annual[0] == pytest.approx(100 * 0.5 * 0.5, rel=1e-9)


@pytest.mark.parametrize("method_range", [0.0, 3.0, 12.0])
def test_degree_days_of_a_year_are_the_triangle_method(method_range: float) -> None:
    months = np.linspace(-15.0, 40.0, 56)
    climate = (np.tile(months, (12, 1)), np.full((12, 56), 50.0), np.zeros(56))
    found = ecoclimatic(*climate, sheet(), diurnal_range=method_range)
    half = method_range / 2
    expected = 365 * np.asarray(degree_days(months - half, months + half, 10.0, "triangle"))
    np.testing.assert_allclose(found.degree_days, expected, rtol=1e-12, atol=1e-9)


def test_any_lethal_stress_means_no_index() -> None:
    warm, dry, cold = constant(30, 60), constant(30, 0), constant(8, 30)
    alive = {"dv3": 60, "sm0": -1, "sm1": -0.5, "dv0": 0, "sm3": 9}
    lethal = [(cold, {"ttcs": 6, "thcs": 0.1}), (cold, {"dtcs": 90, "dhcs": 0.1}),
              (warm, {"tths": 30, "thhs": 0.1}), (dry, {"smds": 0.2, "hds": 0.5}),
              (warm, {"smws": 0.5, "hws": 0.5}), (cold, {"ttcw": 6, "mtcw": 0.5, "pcw": 0.1}),
              (cold, {"ttcd": 6, "mtcd": 3, "pcd": 0.1}),
              (warm, {"tthw": 30, "mthw": 0.5, "phw": 0.1}),
              (dry, {"tthd": 30, "mthd": 0.5, "phd": 0.1})]
    for climate, stress in lethal:
        assert ecoclimatic(*climate, sheet(**alive), 8.0).ei[0] > 0
        assert ecoclimatic(*climate, sheet(**alive, **stress), 8.0).ei[0] == 0.0


def test_one_degree_day_too_few_means_no_index() -> None:
    climate, year = constant(12, 30), 365 * 2.25
    assert ecoclimatic(*climate, sheet(pdd=year - 1), 8.0).ei[0] == pytest.approx(28.125)
    short = ecoclimatic(*climate, sheet(pdd=year + 1), 8.0)
    assert short.ei[0] == 0.0
    assert tuple(LimitingFactor)[short.limiting[0]] is LimitingFactor.SEASON_TOO_SHORT


@pytest.mark.parametrize("how", ["linear", "compounding"])
@pytest.mark.parametrize("spread", [0.0, 9.0])
def test_kernel_is_the_plain_formulas(how: str, spread: float) -> None:
    climate = varied(3_000, 1)
    strong = {**FULL, "tths": 30, "thhs": 0.01, "smds": 0.3, "hds": -0.3, "smws": 1.1, "hws": 0.05}
    rates = ("thcs", "dhcs", "thhs", "hds", "hws", "pcw", "pcd", "phw", "phd")
    full = ClimateSheet.model_validate(strong if how == "linear" else {
        **strong, **{name: strong[name] / 20 for name in rates}})
    found = ecoclimatic(*climate, full, spread, 80.0, how, 1.0)
    plain = plain_climate.ecoclimatic(*climate, full, spread, 80.0, how, 1.0)
    for name, values in plain.items():
        np.testing.assert_allclose(getattr(found, name), values, rtol=1e-9, atol=1e-9, err_msg=name)
    assert set(found.limiting.tolist()) == set(range(1, 7))
    assert (found.ei > 1).mean() > 0.02


def test_weeks_are_those_of_the_plain_formulas() -> None:
    monthly, rain, latitude = varied(500, 2)
    found = ensemble.weeks(monthly, rain, latitude, 70.0, 9.0)
    mean = weekly_temperature(monthly)
    water = np.maximum(weekly_precipitation(rain), 9.0)
    soil = soil_moisture(water, weekly_pet(mean, monthly, latitude), 70.0)
    np.testing.assert_allclose(found.temperature, mean, rtol=1e-6, atol=1e-6)
    np.testing.assert_allclose(found.moisture, soil, rtol=1e-6, atol=1e-7)
    assert found.moisture.dtype == np.float32


def test_neighbours_and_block_ends_do_not_matter() -> None:
    climate, full = varied(131, 3), ClimateSheet.model_validate(FULL)
    whole = ecoclimatic(*climate, full, 9.0)
    for some in ([0], [63, 64], [130], list(range(130, -1, -7))):
        alone = ecoclimatic(*(x[..., some] for x in climate), full, 9.0)
        np.testing.assert_array_equal(alone.ei, whole.ei[some])
    none = ecoclimatic(*(x[..., :0] for x in climate), full, 9.0)
    assert none.ei.shape == none.limiting.shape == (0,)


def test_irrigation_tops_the_rain_up() -> None:
    monthly, rain, latitude = varied(40, 4)
    dry = ecoclimatic(monthly, rain, latitude, sheet(), 9.0)
    same = ecoclimatic(monthly, rain, latitude, sheet(), 9.0, irrigation_mm=0.0)
    np.testing.assert_array_equal(dry.ei, same.ei)
    # More than any week's rain: every week alike, whatever falls.
    much = float(weekly_precipitation(rain).max()) + 1
    watered = ecoclimatic(monthly, rain, latitude, sheet(), 9.0, irrigation_mm=much)
    even = ecoclimatic(monthly, np.full_like(rain, much * WEEKS_PER_MONTH), latitude, sheet(), 9.0)
    np.testing.assert_allclose(watered.ei, even.ei, rtol=1e-9, atol=1e-9)
    week = weekly_profile(monthly[:, 0], rain[:, 0], float(latitude[0]), sheet(), 9.0,
                          irrigation_mm=25.0)
    bare = weekly_profile(monthly[:, 0], rain[:, 0], float(latitude[0]), sheet(), 9.0)
    np.testing.assert_array_equal(week.precipitation, np.maximum(bare.precipitation, 25.0))
    assert np.all(week.moisture >= bare.moisture)
    with pytest.raises(PraError) as caught:
        ecoclimatic(monthly, rain, latitude, sheet(), 9.0, irrigation_mm=-1.0)
    assert [p.path for p in caught.value.problems] == ["irrigation_mm"]


def spun_up(water: FloatArray, demand: FloatArray, start: float) -> FloatArray:
    """The second of two years that begin with a soil filled to `start`."""
    state, spun = np.full(water.shape[1], start), np.empty_like(water)
    for _ in range(2):
        for week in range(52):
            surplus = (water[week] - demand[week]) / 100
            spun[week] = state * np.exp(np.minimum(surplus, 0)) + np.maximum(surplus, 0)
            state = np.minimum(spun[week], 1.0)
    return spun


def test_two_spun_up_years_reach_the_periodic_year_where_soils_dry() -> None:
    monthly, rain, latitude = varied(2_000, 5)
    demand = weekly_pet(weekly_temperature(monthly), monthly, latitude)
    water = weekly_precipitation(rain)
    periodic = soil_moisture(water, demand, 100.0)
    deficit = np.maximum(demand - water, 0.0).sum(axis=0) / 100
    for start in (0.0, 0.4, 1.0):
        apart = np.abs(spun_up(water, demand, start) - periodic).max(axis=0)
        # What is left of the start after the first year, before the second is looked at.
        assert np.all(apart <= np.exp(-deficit) + 1e-9)
        assert np.all(apart[deficit > 5] < 0.01)
    # No water and no demand: any start stays, and the periodic year says full.
    nothing = np.zeros((52, 1))
    assert soil_moisture(nothing, nothing, 100.0).min() == 1.0
    assert spun_up(nothing, nothing, 0.0).max() == 0.0


@pytest.mark.parametrize(("start", "within"), [(0.0, (0.86, 0.98)), (1.0, (0.95, 0.99))])
def test_two_spun_up_years_on_land(start: float, within: tuple[float, float]) -> None:
    normals = reference.climate_normals()
    monthly, rain = (x[:, ::50].astype(np.float64)
                     for x in (normals.temperature, normals.precipitation))
    demand = weekly_pet(weekly_temperature(monthly), monthly, normals.latitude[::50])
    water = weekly_precipitation(rain)
    apart = np.abs(spun_up(water, demand, start) - soil_moisture(water, demand, 100.0)).max(axis=0)
    area = normals.area_km2[::50]
    for limit, share in zip((0.01, 0.1), within, strict=True):
        assert area[apart < limit].sum() / area.sum() == pytest.approx(share, abs=0.01)


def test_equal_day_lengths_are_those_of_the_equations() -> None:
    assert daylength(np.array([50.0]))[25, 0] > 16  # guards the oracle of the demand
    monthly, rain, _ = varied(64, 6)
    apart = np.array([50.0, 50.0, -50.0, 80.0] * 16)
    full = ClimateSheet.model_validate(FULL)
    np.testing.assert_allclose(
        ecoclimatic(monthly, rain, apart, full, 9.0).ei,
        plain_climate.ecoclimatic(monthly, rain, apart, full, 9.0)["ei"], rtol=1e-9, atol=1e-9)


def test_fields_are_the_numbers_of_the_sheet() -> None:
    assert ensemble.FIELDS == (*ClimateSheet.model_fields, "diurnal_range")
    row = ensemble.member_row(sheet(ttcs=3, thcs=-0.1), 11.0)
    given = dict(zip(ensemble.FIELDS, row, strict=True))
    assert (given["ttcs"], given["thcs"], given["dv3"], given["diurnal_range"]) == (3, -0.1, 36, 11)
    assert {name for name, value in given.items() if np.isnan(value)} == set(
        ensemble.FIELDS) - set(BASE) - {"ttcs", "thcs", "diurnal_range"}


def members(count: int, seed: int) -> FloatArray:
    row = ensemble.member_row(ClimateSheet.model_validate(FULL), 9.0)
    rows = np.tile(row, (count, 1))
    rng = np.random.default_rng(seed)
    for name in ("dv0", "dv1", "ttcs", "smds", "sm0", "diurnal_range"):
        column = ensemble.FIELDS.index(name)
        rows[:, column] += rng.uniform(-0.05, 0.05, count) * (1 if name[:2] == "sm" else 20)
    return rows


@pytest.mark.parametrize("how", ["linear", "compounding"])
def test_members_are_their_own_sheets(how: str) -> None:
    climate = varied(200, 7)
    weeks, rows = ensemble.weeks(*climate), members(5, 8)
    found = ensemble.index_of_members(weeks, rows, how)
    assert found.shape == (5, 200)
    for row, index in zip(rows, found, strict=True):
        values = dict(zip(ensemble.FIELDS, row.tolist(), strict=True))
        spread = values.pop("diurnal_range")
        alone = ecoclimatic(*climate, ClimateSheet(**values), spread, accumulation=how)
        np.testing.assert_allclose(index, alone.ei, atol=1e-3)
    assert found.std(axis=0).max() > 1


def test_share_of_members_counts_those_that_reach_their_own_threshold() -> None:
    weeks, rows = ensemble.weeks(*varied(200, 9)), members(70, 10)
    limits = np.linspace(0.0, 30.0, 70)
    index = ensemble.index_of_members(weeks, rows)
    expected = ((index >= limits[:, None].astype(np.float32)) & (index > 0))
    share = ensemble.suitable_share(weeks, rows, limits)
    np.testing.assert_allclose(share, expected.mean(axis=0), rtol=1e-6)
    assert 0 < share.mean() < 1
    steps = list(ensemble.suitable_share_progress(weeks, rows, limits, step=32))
    assert [done for done, _ in steps] == [32, 64, 70]
    np.testing.assert_allclose(steps[0][1], expected[:32].mean(axis=0), rtol=1e-6)
    np.testing.assert_array_equal(steps[-1][1], share)


def test_monthly_growth_is_the_mean_of_its_weeks() -> None:
    climate, rows = varied(100, 11), members(2, 12)
    found = ensemble.monthly_growth(ensemble.weeks(*climate), rows)
    assert found.shape == (2, 12, 100)
    values = dict(zip(ensemble.FIELDS, rows[1].tolist(), strict=True))
    spread = values.pop("diurnal_range")
    growing = np.flatnonzero(found[1].max(axis=0) > 0.3)[:3]
    assert growing.size == 3
    for cell in growing:
        week = weekly_profile(climate[0][:, cell], climate[1][:, cell], float(climate[2][cell]),
                              ClimateSheet(**values), spread)
        np.testing.assert_allclose(found[1, :, cell], month_shares() @ week.growth, atol=1e-5)


def test_no_kernel_is_compiled_twice() -> None:
    """Whatever the memory layout: a second compilation would keep a user waiting for seconds."""
    first = ensemble.weeks(*varied(1, 1))
    ensemble.index_of_members(first, members(1, 2))
    ensemble.monthly_growth(first, members(1, 2))
    ecoclimatic(*varied(3, 1), sheet(), 8.0)
    kept = [kernels.members, kernels.growth_of_months, kernels.weeks_of_climate, kernels.annual]
    assert [len(one.signatures) for one in kept] == [1, 1, 1, 1]
    climate, rows = varied(80, 16), members(2, 17)
    rows.setflags(write=False)
    for values in climate:
        values.setflags(write=False)
    weeks = ensemble.weeks(*climate)
    for some in (weeks, ensemble.Weeks(*(x[:, [3, 1]] for x in weeks)),
                 ensemble.Weeks(*(x[:, ::2].astype(np.float64) for x in weeks))):
        some.temperature.setflags(write=False)
        index = ensemble.index_of_members(some, rows)
        ensemble.suitable_share(some, rows, [1.0, 2.0])
        ensemble.monthly_growth(some, np.asfortranarray(rows))
    np.testing.assert_array_equal(index, ensemble.index_of_members(weeks, rows)[:, ::2])
    ecoclimatic(*(x.astype(np.float32) for x in climate), sheet(), 8)
    assert [len(one.signatures) for one in kept] == [1, 1, 1, 1]


def test_endangered_area_of_each_draw() -> None:
    rng = np.random.default_rng(13)
    index = np.maximum(0, rng.normal(5, 10, (4, 60))).astype(np.float32)
    member, limit = rng.integers(0, 3, 50), rng.uniform(0, 15, 50)
    limit[0] = 0.0
    density, dense = np.maximum(0, rng.normal(0, 1, 60)), rng.uniform(0, 0.5, 50)
    area, share = rng.uniform(1, 9, 60), rng.uniform(0, 1, 60)
    for hosts, least in ((density, dense), (density, None), (None, None)):
        km2, inside = ensemble.endangered_draws(index, member, limit, hosts, least, area, share)
        for draw in range(50):
            chosen = (index[member[draw]] >= limit[draw]) & (index[member[draw]] > 0)
            if hosts is not None:
                chosen &= (hosts > 0) & (hosts >= (0.0 if least is None else least[draw]))
            assert km2[draw] == pytest.approx(area[chosen].sum())
            assert inside[draw] == pytest.approx(share[chosen].sum())
    assert ensemble.endangered_draws(index, member, limit, None, None, area)[1].tolist() == [0] * 50


def test_members_are_refused_with_every_problem() -> None:
    rows = members(3, 14)
    name = ensemble.FIELDS.index
    rows[0, name("dv0")], rows[1, name("sm3")] = 99.0, -1.0
    rows[2, name("thcs")], rows[2, name("pdd")] = np.nan, 0.0
    rows[1, name("diurnal_range")] = -2.0
    weeks = ensemble.weeks(*varied(2, 15))
    with pytest.raises(PraError) as caught:
        ensemble.index_of_members(weeks, rows)
    assert {p.code for p in caught.value.problems} == {"out_of_bounds", "order", "missing"}
    assert [p.path for p in caught.value.problems] == [
        "diurnal_range", "dv", "sm", "pdd", "ttcs, thcs"]
    with pytest.raises(PraError) as caught:
        ensemble.monthly_growth(weeks, rows[:, :5], "cubic")  # type: ignore[arg-type]
    assert [p.path for p in caught.value.problems] == ["rows", "accumulation"]
    with pytest.raises(PraError, match="thresholds"):
        ensemble.suitable_share(weeks, members(3, 1), [10.0, 20.0])
    with pytest.raises(PraError) as caught:
        ensemble.weeks(np.full((12, 1), np.nan), -np.ones((12, 1)), [0.0], 0.0, -1.0)
    assert [p.path for p in caught.value.problems] == [
        "temperature", "precipitation", "capacity_mm", "irrigation_mm"]


@pytest.mark.parametrize("label", ["cw", "cd", "hw", "hd"])
def test_an_interaction_needs_all_three_of_its_numbers(label: str) -> None:
    three = {f"tt{label}": 5.0, f"mt{label}": 0.5, f"p{label}": 0.001}
    assert sheet(**three).model_dump()[f"p{label}"] == 0.001
    for left_out in three:
        with pytest.raises(ValueError, match="none of the three"):
            sheet(**{key: value for key, value in three.items() if key != left_out})
    with pytest.raises(ValueError, match=f"mt{label}"):
        sheet(**{**three, f"mt{label}": -0.1})
