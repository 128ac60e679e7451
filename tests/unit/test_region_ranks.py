"""Regions of the PRA area: sums, intervals, ranks, with and without hosts and regions."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from pra_core import endangered_area, reference_places, regions
from pra_core.region_ranks import region_table
from pra_core.scenario import Scenario
from pra_core.store import load_scenario

IDS = ("medfly-citrus-china", "false-codling-moth-citrus-eu", "fire-blight-apple-australia")


@pytest.fixture(scope="module", params=IDS)
def scenario(request: pytest.FixtureRequest) -> Scenario:
    return load_scenario(request.param)


@pytest.fixture(scope="module")
def table(scenario: Scenario) -> pd.DataFrame:
    return region_table(scenario)


def test_every_region_of_the_area_has_one_row(scenario: Scenario, table: pd.DataFrame) -> None:
    found = endangered_area.suitability(scenario)
    codes = reference_places.region_codes()[found.cells]
    assert sorted(table["region"]) == sorted(set(codes.tolist()))
    assert (table["region"].str[:2] == table["country"]).all()
    assert table["area"].sum() == pytest.approx(found.area_km2.sum())
    assert table["arrivals"].sum() == pytest.approx(1.0)


def test_intervals_are_in_order_and_within_the_region(table: pd.DataFrame) -> None:
    for name in ("suitable", "hosts", "value"):
        assert (table[f"{name}_low"] <= table[name]).all()
        assert (table[name] <= table[f"{name}_high"]).all()
    assert (table["suitable_high"] <= table["area"] * (1 + 1e-9)).all()
    assert np.allclose(table["share"] * table["area"], table["suitable"])


def test_hosts_and_value_share_what_the_scenario_has(scenario: Scenario, table: pd.DataFrame
                                                     ) -> None:
    found = endangered_area.suitability(scenario)
    assert found.host_hectares is not None
    assert table["hosts_high"].sum() <= found.host_hectares.sum() * (1 + 1e-9)
    most = float(scenario.consequences.host_value.distribution.ppf(0.95))
    assert table["value"].sum() <= most
    inside = table[table["hosts"] > 0]
    assert len(inside) > 1
    assert (inside["value"] > 0).all()


def test_ranks_follow_the_amounts(table: pd.DataFrame) -> None:
    for name in ("suitable", "hosts", "value"):
        ordered = table.sort_values(f"rank_{name}")
        assert ordered[name].is_monotonic_decreasing
        assert ordered[f"rank_{name}"].iloc[0] == 1
    assert table["rank"].is_monotonic_increasing
    assert (table["rank"] == table["rank_value"]).all()


def test_without_mapped_hosts_regions_are_ranked_by_suitable_area() -> None:
    scenario = load_scenario(IDS[0]).changed(hosts=None)
    table = region_table(scenario)
    assert table[["hosts", "value", "hosts_low", "value_high"]].isna().all(axis=None)
    assert table["rank"].tolist() == table["rank_suitable"].tolist()
    assert table["suitable"].is_monotonic_decreasing


def test_countries_without_regions_agree_with_the_country_table() -> None:
    """In the EU a region is a country: both tables speak of the same land."""
    scenario = load_scenario(IDS[1])
    by_country = regions.country_table(scenario).set_index("country")
    by_region = region_table(scenario).set_index("region")
    assert by_region["area"].to_dict() == pytest.approx(by_country["area"].to_dict())
    assert by_region["arrivals"].to_dict() == pytest.approx(by_country["arrivals"].to_dict())
    for name in ("suitable_low", "suitable_high"):
        apart = (by_region[name] - by_country[name]).abs() / by_country["area"]
        assert apart.max() <= 0.03


def test_futures_are_counted_cell_by_cell() -> None:
    """Futures of one region by the plain double loop."""
    scenario = load_scenario(IDS[0])
    found = endangered_area.suitability(scenario)
    codes = reference_places.region_codes()[found.cells]
    group = (codes == "CN-HN").astype(np.intp)
    drawn = regions.group_futures(scenario, group, 2)
    assert found.members is not None
    law = scenario.pest.climate_model.suitable_from
    limits = law.distribution.ppf(regions.percentiles(law.name, regions.MEMBERS, regions.SEED))
    for k in (0, 100, regions.MEMBERS - 1):
        limit = float(np.broadcast_to(limits, regions.MEMBERS)[k])
        counted = [a for a, index, one in zip(found.area_km2, found.members[k], group, strict=True)
                   if one == 1 and index >= limit and index > 0]
        assert drawn.suitable[k, 1] == pytest.approx(sum(counted))


def test_what_limits_a_cold_region_is_the_cold() -> None:
    table = region_table(load_scenario(IDS[0])).set_index("region")
    cold = list(regions.LimitingFactor).index(regions.LimitingFactor.TOO_COLD)
    assert table.loc[["CN-HL", "CN-NM", "CN-QH"], "limiting"].tolist() == [cold] * 3


def test_every_example_runs_with_the_second_boundary_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PRA_BOUNDARIES", "zh-convention")
    table = region_table(load_scenario(IDS[0])).set_index("region")
    assert {"CN-TW", "CN-HK", "CN-MO", "CN-XZ"} <= set(table.index)
    assert len(table) == 34
    assert table.loc["CN-TW", "arrivals"] > 0
    assert table.loc["CN-TW", "suitable"] > 30_000
