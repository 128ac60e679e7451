"""Fire blight rule, similarity distance, endangered cells and persistence."""

from __future__ import annotations

import numpy as np
import pytest

from pra_core.climate.endangered import (
    aggregate,
    climate_persistence,
    suitable_area_km2,
    suitable_cells,
)
from pra_core.climate.rule import (
    HEAT_NEEDED,
    MEAN_NEEDED,
    blossom_blight_index,
    heat_in_window,
    infection_temperature,
)
from pra_core.climate.similarity import season_aligned, similarity_distance
from pra_core.errors import PraError

RULE = {"diurnal_range": 10.0, "daily_sd": 3.0, "wet_month_mm": 30.0}


def test_heat_of_a_day_without_range() -> None:
    # 20 degC all day: 24 x 1.7 degree-hours and 15.6 degree-days per day.
    found = heat_in_window(np.array([20.0, 18.0, 4.0]), 0.0)
    np.testing.assert_allclose(found, [24 * 1.7 / 15.6 * 44, 0.0, 0.0])


def test_heat_rises_with_the_mean_and_stops_at_the_cap() -> None:
    for spread in (0.0, 5.0, 10.0, 20.0):
        heat = heat_in_window(np.linspace(-10, 50, 6001), spread)
        assert np.diff(heat).min() > -1e-9
        assert heat[-1] == pytest.approx(24 * 13.7 / 27.6 * 44)


def test_infection_temperature_meets_both_conditions_and_no_less() -> None:
    for spread in (0.0, 8.0, 11.0):
        limit = infection_temperature(spread)
        assert heat_in_window(np.array(limit), spread) >= HEAT_NEEDED
        assert heat_in_window(np.array(limit - 1e-6), spread) < HEAT_NEEDED
    # With wide days the mean is what binds.
    assert infection_temperature(20.0) == MEAN_NEEDED


def test_half_of_the_days_count_at_the_limit() -> None:
    limit = infection_temperature(10.0)
    months = np.full((12, 3), limit)
    months[:, 1] += 3.0
    rain = np.full((12, 3), 60.0)
    rain[:, 2] = 10.0
    found = blossom_blight_index(months, rain, np.full(3, 40.0), [4, 5],
                                 bloom_hemisphere="north", **RULE)
    np.testing.assert_allclose(found, [50.0, 84.1345, 0.0], atol=1e-4)


def test_months_are_averaged_and_a_dry_one_counts_zero() -> None:
    months, rain = np.zeros((12, 1)), np.full((12, 1), 60.0)
    months[[3, 4]] = infection_temperature(10.0)
    rain[4] = 29.9
    found = blossom_blight_index(months, rain, [40.0], [4, 5, 6], bloom_hemisphere="north", **RULE)
    assert found[0] == pytest.approx(50.0 / 3, abs=1e-3)


def test_the_other_hemisphere_blooms_six_months_later() -> None:
    months, rain = np.full((12, 2), 5.0), np.full((12, 2), 60.0)
    months[9] = 25.0  # October
    south = blossom_blight_index(months, rain, [-35.0, 45.0], [10],
                                 bloom_hemisphere="south", **RULE)
    north = blossom_blight_index(months, rain, [-35.0, 45.0], [4],
                                 bloom_hemisphere="north", **RULE)
    np.testing.assert_array_equal(south, north)
    assert south[0] > 95
    assert south[1] < 1


def test_no_spread_is_all_or_nothing() -> None:
    limit = infection_temperature(10.0)
    months = np.tile([limit, limit - 0.01], (12, 1))
    found = blossom_blight_index(months, np.full((12, 2), 60.0), [40.0, 40.0], [5],
                                 bloom_hemisphere="north", **{**RULE, "daily_sd": 0.0})
    assert found.tolist() == [100.0, 0.0]


def test_rule_refuses_all_at_once() -> None:
    with pytest.raises(PraError) as caught:
        blossom_blight_index(np.zeros((12, 1)), np.zeros((12, 1)), [0.0], [13, 13],
                             bloom_hemisphere="east",  # type: ignore[arg-type]
                             diurnal_range=np.nan, daily_sd=-1.0, wet_month_mm=30.0)
    assert {p.path for p in caught.value.problems} == {
        "daily_sd", "diurnal_range", "bloom_months", "bloom_hemisphere"}


def test_distance_uses_the_population_sd_and_drops_constants() -> None:
    features = np.array([[0.0, 7.0, 1.0], [2.0, 7.0, 1.0], [4.0, 7.0, 4.0]])
    found = similarity_distance(features)
    sd0, sd2 = np.sqrt(8 / 3), np.sqrt(2.0)
    assert found[0, 1] == pytest.approx(np.sqrt((2 / sd0) ** 2 / 2))
    assert found[0, 2] == pytest.approx(np.sqrt(((4 / sd0) ** 2 + (3 / sd2) ** 2) / 2))
    np.testing.assert_array_equal(found, found.T)
    np.testing.assert_array_equal(np.diag(found), 0.0)


def test_distance_weights_and_identical_stations() -> None:
    features = np.array([[0.0, 1.0], [2.0, 5.0], [4.0, 3.0]])
    only_first = similarity_distance(features, weights=[2.0, 0.0])
    np.testing.assert_allclose(only_first, similarity_distance(features[:, :1]))
    assert not similarity_distance(np.ones((3, 4))).any()
    with pytest.raises(PraError, match="some weight > 0"):
        similarity_distance(features, weights=[0.0, 0.0])
    with pytest.raises(PraError, match="not a finite number"):
        similarity_distance([[np.nan, 1.0]])


def test_seasons_are_aligned_in_the_south_only() -> None:
    months = np.arange(24.0).reshape(12, 2)
    found = season_aligned(months, [40.0, -40.0])
    assert found[0].tolist() == [0.0, 13.0]


def test_suitable_area_counts_cells_from_the_threshold_on() -> None:
    index, area = [0.0, 9.9, 10.0, 80.0], [1.0, 2.0, 4.0, 8.0]
    assert suitable_cells(index, 10.0).tolist() == [False, False, True, True]
    assert suitable_area_km2(index, 10.0, area) == 12.0
    for wrong in (0.0, -1.0, 101.0):
        with pytest.raises(PraError, match="threshold"):
            suitable_cells(index, wrong)
    with pytest.raises(PraError, match="area_km2"):
        suitable_area_km2(index, 10.0, [1.0, 2.0])


def test_persistence_by_hand() -> None:
    found = climate_persistence([0.0, 10.0, 40.0], [0.5, 0.3, 0.2], [20.0, 5.0, 80.0, 40.0])
    np.testing.assert_allclose(found, [0.35, 0.5, 0.1375, 0.275])


def test_persistence_refuses_weights_that_are_not_shares() -> None:
    with pytest.raises(PraError, match="sum 1"):
        climate_persistence([10.0, 20.0], [0.5, 0.4], [20.0])
    with pytest.raises(PraError) as caught:
        climate_persistence([10.0, 120.0], [1.5, -0.5], [0.0])
    assert [p.path for p in caught.value.problems] == ["index", "weights", "full"]


def test_regions() -> None:
    table = aggregate([1.0, 3.0, 10.0, 7.0], [1.0, 3.0, 2.0, 0.0], ["b", "b", "a", "c"])
    assert table.group.tolist() == ["a", "b", "c"]
    np.testing.assert_allclose(table.weight, [2.0, 4.0, 0.0])
    np.testing.assert_allclose(table.mean, [10.0, 2.5, np.nan])
    np.testing.assert_allclose(table.highest, [10.0, 3.0, np.nan])
    with pytest.raises(PraError, match="group"):
        aggregate([1.0], [1.0], [1, 2])
