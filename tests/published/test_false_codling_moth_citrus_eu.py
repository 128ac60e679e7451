"""Numbers shipped in the false codling moth scenario against what their sources print."""

from __future__ import annotations

import math

import numpy as np
import pytest

from pra_core import reference
from pra_core.measure import Effect
from pra_core.parameter import Parameter
from pra_core.pest import Ecoclimatic
from pra_core.scenario import Scenario
from pra_core.store import load_scenario

PROBIT_9_SURVIVORS = 3.2e-5


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return load_scenario("false-codling-moth-citrus-eu")


def law(scenario: Scenario, name: str) -> dict[str, float]:
    """Bounds of one parameter's distribution by key."""
    return scenario.parameters[name].distribution.model_dump()


def irradiation(scenario: Scenario) -> tuple[Effect, Parameter]:
    effect = scenario.measure("irradiation-cold").effects[0]
    return effect, effect.efficacy["ARGPLE"]


@pytest.mark.parametrize("sheet_key", [
    pytest.param(key, id=f"Barker-Coop-2019-Table-2-{key}")
    for key in ("dv0", "dv1", "dv2", "dv3", "sm0", "sm1", "sm2", "sm3", "ttcs", "thcs", "tths",
                "thhs", "smds", "hds", "smws", "hws", "pdd")])
def test_climate_sheet_is_the_published_one(scenario: Scenario, sheet_key: str) -> None:
    facts = reference.pest_facts("ARGPLE")
    row = facts[facts["field"] == f"CLIMEX_{sheet_key.upper()}"]
    model = scenario.pest.climate_model
    assert isinstance(model, Ecoclimatic)
    assert getattr(model.sheet, sheet_key) == float(row["value"].iloc[0])


@pytest.mark.parametrize("treated", [pytest.param(104_617, id="Hofmeyr-2016-EJC185842-0-eggs")])
def test_efficacy_is_the_jeffreys_posterior_of_the_trial(scenario: Scenario, treated: int) -> None:
    effect, efficacy = irradiation(scenario)
    assert effect.trial is not None
    assert (effect.trial.treated, effect.trial.survivors) == (treated, 0)
    n = effect.trial.treated * (1 - effect.trial.control_mortality)
    expected = {"a": n - effect.trial.survivors + 0.5, "b": effect.trial.survivors + 0.5}
    assert efficacy.distribution.model_dump().items() >= expected.items()


def test_hofmeyr_2016_posterior_median_and_bound(scenario: Scenario) -> None:
    """Survival: median 2.2e-6, 95 % bound 1.8e-5 (Jeffreys on 0 of 104 617)."""
    _, efficacy = irradiation(scenario)
    median, bound = 1 - efficacy.distribution.ppf(np.array([0.5, 0.05]))
    assert median == pytest.approx(2.2e-6, rel=0.03)
    assert bound == pytest.approx(1.8e-5, rel=0.03)


@pytest.mark.parametrize(("name", "key", "expected"), [
    pytest.param("oranges.volume", "low", 451e6 / 0.375, id="Eurostat-2017-451kt-count-40"),
    pytest.param("oranges.volume", "mode", 465e6 / (15 / 72), id="Eurostat-2018-465kt-count-72"),
    pytest.param("oranges.volume", "high", 465e6 / (15 / 144), id="Eurostat-2018-465kt-count-144"),
    pytest.param("oranges.lot_size", "low", 170e6 / 105e3 * 40, id="CGA-2020-reefer-count-40"),
    pytest.param("oranges.lot_size", "mode", 170e6 / 105e3 * 72, id="CGA-2020-reefer-count-72"),
    pytest.param("oranges.lot_size", "high", 170e6 / 105e3 * 144, id="CGA-2020-reefer-count-144"),
    pytest.param("oranges.transfer", "low", 1 / 435 * 0.01, id="EFSA-2023-8107-1-in-435-floor"),
    pytest.param("oranges.transfer", "high", 10 / 435, id="EFSA-2023-8107-1-in-435-ceiling"),
    pytest.param("prohibition.cost", "low", 465e6 * 0.64, id="Eurostat-2018-value-of-oranges"),
    pytest.param("prohibition.cost", "high", 800e6 * 0.80, id="CGA-2022-value-of-citrus"),
    pytest.param("consequences.host_value", "mode",
                 (2520 + 1330 + 412 + 200 + 58 + 17 + 15 + 1) * 1e6, id="reportlinker-2024-sum"),
])
def test_range_follows_from_the_source(scenario: Scenario, name: str, key: str, expected: float
                                       ) -> None:
    assert law(scenario, name)[key] == pytest.approx(expected, rel=0.015)


@pytest.mark.parametrize(("name", "key", "published"), [
    pytest.param("partial-cold.efficacy", "mode", 0.9994, id="Moore-partial-cold-mean-99.94"),
    pytest.param("partial-cold.efficacy", "high", 0.9999, id="Moore-partial-cold-sterile-99.99"),
    pytest.param("sterile-insect.efficacy", "low", 0.50, id="Barnes-2015-year-1"),
    pytest.param("sterile-insect.efficacy", "mode", 0.93, id="Barnes-2015-year-3"),
    pytest.param("sterile-insect.efficacy", "high", 0.96, id="Barnes-2015-infestation"),
    pytest.param("orchard-control.efficacy", "high", 0.97, id="Moore-2015-97-percent"),
    pytest.param("orchard-sampling.sample_size", "value", 100, id="Moore-2025-Insects-16-589"),
    pytest.param("import-inspection.sample_size", "value", 200, id="Decision-2014-422-EU"),
    pytest.param("oranges.prevalence", "high", 0.02, id="Hattingh-2020-benchmark-2-percent"),
    pytest.param("oranges.emergence", "mode", 0.08, id="Hennessey-2006-92-percent-mortality"),
    pytest.param("spread.rate", "mode", 1.5, id="EFSA-EN-1916-1.5-km"),
    pytest.param("consequences.host_area", "low", 274_000, id="Eurostat-2018-oranges-ha"),
])
def test_value_is_the_published_one(scenario: Scenario, name: str, key: str, published: float
                                    ) -> None:
    assert law(scenario, name)[key] == published


@pytest.mark.parametrize("name", [
    pytest.param("eu-cold-rule.oranges.efficacy", id="Regulation-2022-959-oranges"),
    pytest.param("eu-cold-extended.efficacy", id="Regulation-2022-959-extended")])
def test_schedule_without_a_trial_lies_between_its_brackets(scenario: Scenario, name: str) -> None:
    shipped = law(scenario, name)
    assert shipped["low"] == law(scenario, "partial-cold.efficacy")["mode"]
    assert 1 - shipped["high"] == pytest.approx(PROBIT_9_SURVIVORS, rel=1e-6)
    assert scenario.parameters[name].source.status == "assumed"


@pytest.mark.parametrize(("free", "per_fruit"), [
    pytest.param(9182, "1.5e-5", id="EFSA-2021-6799-option-A"),
    pytest.param(8478, "2.9e-5", id="EFSA-2021-6799-option-B"),
    pytest.param(9743, "4.5e-6", id="EFSA-2021-6799-option-C")])
def test_pest_free_pallets_as_infested_fruit(scenario: Scenario, free: int, per_fruit: str) -> None:
    """Share of infested fruit = -ln(share of free pallets) / (80 cartons x 72 fruit)."""
    shown = next(c for c in scenario.comparisons if c.study.startswith("EFSA PLH 2021")).result
    assert all(per_fruit in text for text in shown.values())
    assert f"{free:,}".replace(",", " ") in shown["en"]
    assert -math.log(free / 10_000) / (80 * 72) == pytest.approx(float(per_fruit), rel=0.02)
