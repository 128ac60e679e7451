"""Shipped numbers of the fire blight example against the sources they cite."""

from __future__ import annotations

import pytest

from pra_core.assessment import assess
from pra_core.distribution import Beta, Fixed, Pert
from pra_core.inspection import detection_probability
from pra_core.measure import Trial
from pra_core.parameter import Source
from pra_core.scenario import Scenario
from pra_core.store import load_scenario

ID = "fire-blight-apple-australia"


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return load_scenario(ID)


def law(scenario: Scenario, name: str) -> Beta | Pert:
    found = scenario.parameters[name].distribution
    assert isinstance(found, (Beta, Pert))
    return found


def chlorine_trial(scenario: Scenario) -> Trial:
    trial = scenario.measure("chlorine-dip").effects[0].trial
    assert trial is not None
    return trial


@pytest.mark.parametrize(
    ("name", "fruit", "upper"),
    [
        pytest.param("calyx.prevalence", 1555, 1.9e-3, id="Roberts-1989-inside-0-of-1555"),
        pytest.param("surface.prevalence", 1555, 1.9e-3, id="Roberts-1989-outside-0-of-1555"),
        pytest.param("calyx.transfer", 600, 5.0e-3, id="Taylor-2003-0-of-600"),
        pytest.param("surface.transfer", 600, 5.0e-3, id="Taylor-2003-0-of-600-proxy"),
    ],
)
def test_nothing_found_gives_the_jeffreys_posterior(
    scenario: Scenario, name: str, fruit: int, upper: float
) -> None:
    beta = law(scenario, name)
    assert isinstance(beta, Beta)
    assert (beta.a, beta.b) == (0.5, fruit + 0.5)
    assert 1 - 0.05 ** (1 / fruit) == pytest.approx(upper, rel=0.02)


@pytest.mark.parametrize(
    ("replicates", "fruit"), [pytest.param(5, 30, id="Roberts-Reymond-1989")]
)
def test_chlorine_posterior_follows_from_the_trial(
    scenario: Scenario, replicates: int, fruit: int
) -> None:
    trial, treated = chlorine_trial(scenario), replicates * fruit
    assert trial.treated == treated
    assert trial.survivors == (1 - 0.50) * treated  # not recovered from 50 % of the fruit
    assert trial.control_mortality == 0.06  # tap-water wash
    beta = law(scenario, "chlorine-dip.efficacy")
    assert isinstance(beta, Beta)
    corrected = treated * (1 - trial.control_mortality)
    assert beta.a == pytest.approx(corrected - trial.survivors + 0.5)
    assert beta.b == pytest.approx(trial.survivors + 0.5)


@pytest.mark.parametrize("treated", [pytest.param(150, id="Roberts-Reymond-1989-tap-water")])
def test_packing_wash_follows_from_the_water_control(scenario: Scenario, treated: int) -> None:
    still, corrected = (1 - 0.06) * treated, (1 - 0.008) * treated
    beta = law(scenario, "surface.packing-wash")
    assert isinstance(beta, Beta)
    assert beta.a == pytest.approx(still + 0.5)
    assert beta.b == pytest.approx(corrected - still + 0.5)


@pytest.mark.parametrize(
    ("name", "edge", "value"),
    [
        pytest.param("orchard-inspection.efficacy", "mode", 1 - 11_364 / 35_971,
                     id="Roberts-1998-any-area-vs-relaxed"),
        pytest.param("buffer-zone.efficacy", "mode", 1 - 35_971 / 38_462,
                     id="Roberts-1998-relaxed-vs-programme"),
        pytest.param("calyx.volume", "mode", 500_000 * 18.0 / 0.18,
                     id="NZ-Herald-2012-500000-cases"),
        pytest.param("nursery-containment.efficacy", "high", 1 - 6 / 80,
                     id="VKM-2013-Norway-vs-Germany"),
        pytest.param("consequences.yield-loss", "high", (0.2 * 700 + 0.5 * 350) / 1050,
                     id="Roberts-WP-1991-worst-case"),
        pytest.param("surveillance-eradication.cost", "high", 2.2e6, id="Rodoni-2006-2.2-million"),
    ],
)
def test_range_follows_from_the_source(
    scenario: Scenario, name: str, edge: str, value: float
) -> None:
    assert getattr(law(scenario, name), edge) == pytest.approx(value, rel=0.01)


@pytest.mark.parametrize("confidence", [pytest.param(0.9506, id="BAA-2011-14-600-fruit")])
def test_inspection_takes_600_fruit(scenario: Scenario, confidence: float) -> None:
    for one in ("export-inspection", "import-inspection"):
        size = int(scenario.parameters[f"{one}.sample-size"].distribution.mean())
        assert detection_probability(size, 0.005) == pytest.approx(confidence, abs=5e-5)


def test_inspection_leaves_symptomless_fruit_alone(scenario: Scenario) -> None:
    before = assess(scenario, draws=500).founding_rate
    after = assess(
        scenario.with_measures(["export-inspection", "import-inspection"]), draws=500
    ).founding_rate
    assert after == pytest.approx(before, rel=1e-12)


@pytest.mark.parametrize("ratio", [pytest.param(2 / 3, id="Powell-2013-uniform-triangular")])
def test_rate_is_proportional_to_a_negligible_step(scenario: Scenario, ratio: float) -> None:
    source = Source(status="verified", citation="Powell 2013, Risk Analysis")
    uniform, triangular = (
        assess(scenario.with_parameter("calyx.transfer", Fixed(value=mean), source), draws=500)
        .rates["calyx"].mean() for mean in (1e-6 / 2, 1e-6 / 3))
    assert triangular / uniform == pytest.approx(ratio)
