"""Numbers of the dwarf bunt scenario equal what the cited sources say, or follow from them."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from pra_core import assess, portfolios, reference
from pra_core.parameter import Parameter
from pra_core.pest import DwarfBunt
from pra_core.scenario import Scenario
from pra_core.store import load_scenario

UNITS_PER_TONNE = 1e6 / 50


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return load_scenario("dwarf-bunt-wheat-china")


def numbers(parameter: Parameter) -> dict[str, Any]:
    return parameter.distribution.model_dump()


@pytest.mark.parametrize(
    ("name", "key", "expected"),
    [
        pytest.param("wheat.volume", "low", 549_500 * UNITS_PER_TONNE, id="USDA-2019-20-549500-t"),
        pytest.param("wheat.volume", "high", 3_212_500 * UNITS_PER_TONNE,
                     id="USDA-2020-21-3212500-t"),
        pytest.param("wheat.prevalence", "high", 411 / 552, id="Grey-1986-411-of-552-samples"),
        pytest.param("wheat.prevalence", "mode", 411 / 552 * 1_061_100 / 3_212_500,
                     id="Grey-1986-times-USDA-2020-21-white-wheat"),
        pytest.param("wheat.lot-size", "mode", 50_000 * UNITS_PER_TONNE,
                     id="Reuters-27-Jun-1996-50000-t-cargo"),
        pytest.param("wheat.lot-size", "high", 55_000 * UNITS_PER_TONNE,
                     id="Reuters-27-Jun-1996-55000-t-cargo"),
        pytest.param("tck.line-survival", "high", 3 / (3 * 3 * 4 * 2 * 1600) * 0.3,
                     id="Goates-Peterson-1999-none-at-1600-per-row"),
        pytest.param("climate.snow-days", "low", 30, id="Trione-Hall-1986-30-days"),
        pytest.param("climate.snow-days", "mode", 60, id="Crop-Protection-Network-60-days"),
        pytest.param("climate.snow-days", "high", 90, id="Crop-Protection-Network-90-days"),
        pytest.param("climate.soil-high", "mode", 5, id="BASF-0-to-5-degC"),
        pytest.param("climate.soil-high", "high", 8, id="Koppert-3-to-8-degC"),
        pytest.param("spread.lag", "low", 4, id="Stansbury-2002-first-detection-4-yr"),
        pytest.param("spread.lag", "high", 11, id="Stansbury-2002-first-detection-11-yr"),
        pytest.param("consequences.host-area", "high", 23.63e6, id="NBS-2024-23.63-Mha-in-2023"),
        pytest.param("consequences.host-area", "mode", 23.091e6, id="NBS-2024-summer-wheat"),
        pytest.param("consequences.host-value", "mode", 136.59e6 * 244.51e9 / 81.7617e6,
                     id="NBS-2024-136.59-Mt-at-2990-CNY-per-t"),
        pytest.param("impact.seed-treatment", "low", 2.5 * 7.1, id="Mathre-2001-2.50-USD-per-ha"),
        pytest.param("impact.seed-treatment", "high", 5 * 7.1, id="Mathre-2001-5-USD-per-ha"),
    ],
)
def test_values_follow_from_the_sources(
    scenario: Scenario, name: str, key: str, expected: float
) -> None:
    assert numbers(scenario.parameters[name])[key] == pytest.approx(expected, rel=0.025)


def test_teliospores_stay_below_the_tolerance(scenario: Scenario) -> None:
    """World-Grain, April 1999: 30,000 per 50 g was high enough that no cargo should fail."""
    assert scenario.parameters["wheat.teliospores"].distribution.support[1] < 30_000
    assert "30,000" in scenario.measure("tolerance").title["en"]


def test_present_range_is_the_verified_row(scenario: Scenario) -> None:
    """phytodatabase.org, record 285: 38 countries, twelve states of the USA."""
    facts: pd.DataFrame = reference.pest_facts()
    row = facts[(facts["eppo_code"] == "TILLCO") & (facts["field"] == "present_range_iso2")]
    countries, states = str(row["value"].iloc[0]).rstrip(")").split(" US(")
    listed = {*countries.split(), *(f"US-{state}" for state in states.split())}
    assert {area for one in scenario.pest.present_in for area in one.areas} == listed


def test_climate_rule_is_the_one_tested_at_places(scenario: Scenario) -> None:
    """Centres of the rule are those of `test_snow_cover`, within the year-to-year rounding."""
    model = scenario.pest.climate_model
    assert isinstance(model, DwarfBunt)
    assert (numbers(model.soil_low)["mode"], numbers(model.winter_sd)["mode"]) == (-2, 2)
    assert (numbers(model.daily_sd)["value"], numbers(model.snow_damping)["value"]) == (5, 6)
    assert model.source.status == "assumed"


def test_every_assumed_value_gives_its_reason_in_both_languages(scenario: Scenario) -> None:
    for parameter in scenario.parameters.values():
        if parameter.source.status == "assumed":
            reason = parameter.source.reason
            assert reason is not None, parameter.name
            assert set(reason) == {"en", "zh_CN"}, parameter.name


def test_measures_are_judged_and_prohibition_ends_it(scenario: Scenario) -> None:
    feasible = [m.id for m in scenario.measures if m.feasible]
    assert len(feasible) == 12
    plain = assess(scenario, draws=1000, seed=1).founding_rate
    mills = assess(scenario.with_measures(["southern-mills", "by-product-heat"]), draws=1000,
                   seed=1).founding_rate
    assert (mills <= plain).all()
    assert assess(scenario.with_measures(["prohibition"]), draws=1000, seed=1
                  ).founding_rate.max() == 0
    sets = portfolios(scenario, scenario.alop, draws=1000, seed=1)
    assert {"meets", "fails"} <= set(sets.table["verdict"])
