"""Numbers of the medfly scenario equal what the cited sources say, or follow from them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from pra_core import reference
from pra_core.climate.suitability import ecoclimatic
from pra_core.parameter import Parameter
from pra_core.pest import Ecoclimatic
from pra_core.scenario import Scenario
from pra_core.store import load_scenario
from pra_core.treatment import proven_mortality

RECALLED = "Vera"


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return load_scenario("medfly-citrus-china")


def numbers(parameter: Parameter) -> dict[str, Any]:
    return parameter.distribution.model_dump()


@pytest.mark.parametrize(
    ("name", "key", "expected"),
    [
        pytest.param("fruit.prevalence", "high", 0.103 * 0.022, id="Phytoma-157-2004-Marisol"),
        pytest.param("fruit.pests-per-unit", "mode", 634 / 129, id="Xia-2019-634-in-129"),
        pytest.param("fruit.pests-per-unit", "high", 40, id="Hughes-2003-40-larvae"),
        pytest.param("fruit.volume", "low", 4961e3 / 0.250, id="Soivre-2016-4961-t-at-250-g"),
        pytest.param("fruit.volume", "mode", 7.4e6 / 0.872 / 0.190, id="Fruitnet-2019-7.4-M-EUR"),
        pytest.param("fruit.lot-size", "low", 20e3 / 0.250, id="elprogreso-2016-20-t-at-250-g"),
        pytest.param("fruit.lot-size", "high", 246e3 / 11 / 0.100, id="fyh-2021-246-t-11-boxes"),
        pytest.param("fruit.larva-to-adult", "mode", 1 - 0.92, id="Hennessey-2006-92-percent"),
        pytest.param("registered-orchards.efficacy", "mode", 1 - 3 / 9, id="Cohen-Yuval-2000"),
        pytest.param("registered-orchards.efficacy", "high", 0.9909, id="Xia-2021-99.09-percent"),
        pytest.param("culling.efficacy", "high", 0.62, id="Xia-2021-culling-62-percent"),
        pytest.param("late-varieties.efficacy", "high", 1 - 0.005 * 0.022 / (0.103 * 0.022),
                     id="JAE-2012-against-Phytoma-2004"),
        pytest.param("export-inspection.sensitivity", "low", 0.179, id="Gould-guava-17.9-percent"),
        pytest.param("export-inspection.sensitivity", "high", 0.835, id="Gould-carambola-83.5"),
        pytest.param("impact.eradication", "mode", 35e6 / 2, id="pestalert-2001-30-to-40-M-2-yr"),
        pytest.param("impact.eradication", "high", 200e6 / 2, id="pestalert-2001-200-M-over-2-yr"),
        pytest.param("area-wide-sit.cost", "high", 11.1e6 * 1.33, id="copal-2010-11.1-M-EUR"),
        pytest.param("impact.control-cost", "mode", 11.1e6 / 150e3 * 1.33, id="copal-2010-per-ha"),
    ],
)
def test_values_follow_from_the_sources(
    scenario: Scenario, name: str, key: str, expected: float
) -> None:
    assert numbers(scenario.parameters[name])[key] == pytest.approx(expected, rel=0.025)


def test_low_prevalence_is_below_the_published_upper_limit(scenario: Scenario) -> None:
    low, high = scenario.parameters["fruit.prevalence"].distribution.support
    assert low < 0.005 * 0.022 < high


@pytest.mark.parametrize(
    "measure", [pytest.param(m, id=f"Grout-2011-{m}")
                for m in ("cold-treatment", "cold-treatment-extended")])
def test_cold_treatment_is_the_jeffreys_posterior(scenario: Scenario, measure: str) -> None:
    effect = scenario.measure(measure).effects[0]
    trial = effect.trial
    assert trial is not None
    assert (trial.treated, trial.survivors, trial.control_mortality) == (71_756, 0, 0.081)
    tested = trial.treated * (1 - trial.control_mortality)
    law = numbers(effect.efficacy["CERTCA"])
    assert law["a"] == pytest.approx(tested - trial.survivors + 0.5, abs=1e-6)
    assert law["b"] == pytest.approx(trial.survivors + 0.5)
    assert effect.efficacy["CERTCA"].source.status == "verified"


def test_bound_published_for_the_cold_treatment() -> None:
    """Grout et al. 2011: one-sided 95 % survival 4.2e-5, or 4.5e-5 with n cut by 8.1 %."""
    assert 1 - proven_mortality(71_756, 0.95) == pytest.approx(4.2e-5, abs=0.05e-5)
    assert 1 - proven_mortality(65_943, 0.95) == pytest.approx(4.5e-5, abs=0.05e-5)


def test_irradiation_is_the_jeffreys_posterior_of_mansour_franz_1996(scenario: Scenario) -> None:
    law = numbers(scenario.parameters["irradiation.efficacy"])
    assert (law["a"], law["b"]) == (100_000 + 0.5, 0 + 0.5)


def test_shared_failure_is_one_lot_of_the_2015_16_season(scenario: Scenario) -> None:
    """Tianjin, March 2016: 1 consignment of 20 t among 4,961 t; Jeffreys posterior."""
    law = numbers(scenario.parameters["export-control.outage"])
    lots = round(4961 / 20)
    assert (law["a"], law["b"]) == (1 + 0.5, lots - 1 + 0.5)


def test_climate_sheet_keeps_read_and_recalled_figures_apart(scenario: Scenario) -> None:
    """Ricalde et al. 2012: Pelotas 9.30 degC and 350 DD, none at 35 degC; the rest is recalled."""
    model = scenario.pest.climate_model
    assert isinstance(model, Ecoclimatic)
    assert (model.sheet.dv0, model.sheet.pdd, model.sheet.dv3) == (9.30, 350, 35)
    assert model.source.status == "unverified"
    assert RECALLED in scenario.summary["en"]
    assert (model.sheet.tths, model.sheet.smds, model.sheet.smws) == (None, None, None)


def test_assumed_cold_stress_does_what_its_note_says(scenario: Scenario) -> None:
    """Girona loses about half (Peñarrubia-María 2012), Valencia nothing, Milan and Paris all."""
    model = scenario.pest.climate_model
    assert isinstance(model, Ecoclimatic)
    normals = reference.climate_normals()
    places = {"Girona": (42.0, 2.75), "Valencia": (39.5, -0.5), "Milan": (45.5, 9.25),
              "Paris": (48.75, 2.25)}
    cells = [int(np.argmin((normals.latitude - lat) ** 2 + (normals.longitude - lon) ** 2))
             for lat, lon in places.values()]
    result = ecoclimatic(
        normals.temperature[:, cells], normals.precipitation[:, cells], normals.latitude[cells],
        model.sheet, float(model.diurnal_range.distribution.mean()), model.capacity_mm,
        model.accumulation)
    girona, valencia, milan, paris = result.cold
    assert girona == pytest.approx(50, abs=10)
    assert valencia == pytest.approx(0, abs=1)
    assert (milan, paris) == (100, 100)


def test_every_assumed_value_gives_its_reason_in_both_languages(scenario: Scenario) -> None:
    for parameter in scenario.parameters.values():
        if parameter.source.status == "assumed":
            reason = parameter.source.reason
            assert reason is not None, parameter.name
            assert set(reason) == {"en", "zh_CN"}, parameter.name
