"""From founding rates to probabilities, losses and verdicts, against quadrature and simulation."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from scipy import integrate, stats

from pra_core.alop import Alop
from pra_core.assessment import Assessment, assess
from pra_core.scenario import Scenario
from pra_core.summary import influence, interval, meets, predictive, verdicts, wilson, years_between
from tests.minimal import climate, parameter, pathway, scenario, scenario_data, share

MEDIAN, SDLOG, HORIZON = 0.05, 1.5, 20


@pytest.fixture(scope="module")
def lognormal() -> Assessment:
    """Λ lognormal with median 0.05/yr: one uncertain factor, all others fixed."""
    return assess(lognormal_rate(), draws=20_000, seed=4)


def lognormal_rate(**changes: Any) -> Scenario:
    path = pathway(
        volume=parameter("fruit.volume", "units/yr", kind="lognormal", median=MEDIAN * 1e6,
                         sdlog=SDLOG),
        prevalence=parameter("fruit.prevalence", "infested units/unit", value=1e-6),
        pests_per_unit=parameter("fruit.pests", "pests/infested unit", value=60.0),
        steps={"transfer": {}})
    pest = scenario_data()["pest"] | {"reproduction": "asexual", "line_survival": share("line", 1)}
    del pest["female_share"], pest["r0"]
    return scenario(**{"pathways": [path], "pest": pest, "measures": []} | changes)


def expectation(f: Any) -> float:
    """E[f(Λ)] by quadrature over the normal law of log Λ."""
    def integrand(z: float) -> float:
        return float(f(MEDIAN * math.exp(SDLOG * z)) * stats.norm.pdf(z))

    return float(integrate.quad(integrand, -9, 9, epsabs=1e-12, limit=200)[0])


@pytest.mark.parametrize("years", [1, HORIZON])
def test_mean_probability_against_quadrature(lognormal: Assessment, years: int) -> None:
    """E[1 - e^(-ΛT)], never 1 - e^(-E[Λ]T)."""
    exact = expectation(lambda rate: -math.expm1(-rate * years))
    draws = lognormal.annual_probability if years == 1 else lognormal.horizon_probability
    found, error = predictive(draws)
    # Stratified draws: far closer than the error of independent draws.
    assert found == pytest.approx(exact, rel=2e-4)
    assert error == pytest.approx(math.sqrt(expectation(
        lambda rate: math.expm1(-rate * years) ** 2) - exact**2) / math.sqrt(20_000), rel=0.02)
    wrong = -math.expm1(-MEDIAN * math.exp(SDLOG**2 / 2) * years)
    assert abs(wrong - exact) > 0.1 * exact


def test_quantiles_of_the_founding_rate_and_of_the_years_between(lognormal: Assessment) -> None:
    z = 1.6448536269514722
    rate = interval(lognormal.founding_rate)
    assert rate.median == pytest.approx(MEDIAN, rel=1e-3)
    assert (rate.low, rate.high) == pytest.approx(
        (MEDIAN * math.exp(-z * SDLOG), MEDIAN * math.exp(z * SDLOG)), rel=2e-3)
    assert rate.mean == pytest.approx(MEDIAN * math.exp(SDLOG**2 / 2), rel=0.01)
    years = years_between(lognormal.founding_rate)
    assert (years.low, years.median, years.high) == pytest.approx(
        (1 / rate.high, 1 / rate.median, 1 / rate.low), rel=3e-3)
    assert math.isnan(years.mean)


def test_quantiles_are_draws_so_that_infinite_ones_do_not_spoil_them() -> None:
    found = interval(np.array([1.0, 2.0, 3.0, np.inf]))
    assert (found.low, found.median, found.high) == (1.0, 2.0, np.inf)
    assert found.mean == np.inf
    years = years_between(np.array([0.0, 0.1, 0.5, 1.0]))
    assert (years.low, years.median, years.high) == (1.0, 2.0, np.inf)


@pytest.mark.parametrize(
    ("metric", "limit", "exceeded_above"),
    [("annual_probability", 0.1, -math.log1p(-0.1)), ("years_between_outbreaks", 40.0, 1 / 40)])
def test_probability_of_meeting_the_alop_against_the_normal_law(
    lognormal: Assessment, metric: Any, limit: float, exceeded_above: float
) -> None:
    exact = stats.norm.cdf(math.log(exceeded_above / MEDIAN) / SDLOG)
    judged = meets(lognormal, Alop(metric=metric, limit=limit, confidence=0.95))
    assert judged.probability == pytest.approx(exact, abs=1e-4)
    assert judged.standard_error == pytest.approx(math.sqrt(exact * (1 - exact) / 20_000), rel=1e-3)
    assert judged.verdict == "fails"


@pytest.mark.parametrize(
    ("successes", "n", "low", "high"),
    [
        pytest.param(81, 263, 0.2553, 0.3662, id="Newcombe-1998-Stat-Med-17-857-81-of-263"),
        pytest.param(15, 148, 0.0624, 0.1605, id="Newcombe-1998-Stat-Med-17-857-15-of-148"),
        pytest.param(0, 20, 0.0, 0.1611, id="Newcombe-1998-Stat-Med-17-857-0-of-20"),
        pytest.param(1, 29, 0.0061, 0.1718, id="Newcombe-1998-Stat-Med-17-857-1-of-29"),
    ])
def test_wilson_interval(successes: int, n: int, low: float, high: float) -> None:
    assert np.round(wilson(successes, n), 4).tolist() == [low, high]


def test_verdicts_follow_the_interval() -> None:
    low, high = (float(x) for x in wilson(81, 263))
    assert verdicts([81], 263, low - 1e-9).tolist() == ["meets"]
    assert verdicts([81], 263, low + 1e-9).tolist() == ["too_close"]
    assert verdicts([81], 263, high).tolist() == ["too_close"]
    assert verdicts([81], 263, high + 1e-9).tolist() == ["fails"]
    assert verdicts([81, 263, 0], 263, 0.95).tolist() == ["fails", "meets", "fails"]


@pytest.mark.parametrize("discount", [0.0, 0.05])
def test_annual_loss_against_simulated_first_foundings(discount: float) -> None:
    """Wait for the first founding, then lag, disc up to the endangered area, loss, discounting."""
    rate, lag, speed, value = 0.08, 2.0, 40.0, 1e8
    data = scenario_data(measures=[])
    data["pathways"][0] |= {
        "volume": parameter("v", "units/yr", value=rate * 1e4),
        "prevalence": parameter("f", "infested units/unit", value=1e-4),
        "pests_per_unit": parameter("m", "pests/infested unit", value=60.0),
        "steps": {"transfer": {}}}
    data["pest"] |= {"reproduction": "asexual", "line_survival": share("line", 1)}
    del data["pest"]["female_share"], data["pest"]["r0"]
    data["spread"] = {"lag": parameter("lag", "yr", value=lag),
                      "rate": parameter("rate", "km/yr", value=speed)}
    effect = {"title": {"en": "e"}, "category": "direct"}
    data["consequences"] |= {
        "discount": parameter("discount", "1/yr", value=discount),
        "effects": [
            effect | {"id": "yield", "basis": "share_of_value", "amount": share("loss", 0.1)},
            effect | {"id": "control", "basis": "per_hectare",
                      "amount": parameter("control", "USD/ha/yr", value=200.0)},
            effect | {"id": "markets", "basis": "while_present", "years": 3.0,
                      "amount": parameter("markets", "USD/yr", value=5e6)}]}
    result = assess(Scenario.model_validate(data), draws=1)
    area = float(result.suitable_area[0])
    full = 0.1 * value + 200.0 * 1e4

    def lost(founded: float) -> float:
        years = np.arange(founded, HORIZON, 0.01) + 0.005
        age = years - founded - lag
        disc = np.minimum(math.pi * (speed * np.maximum(age, 0.0)) ** 2, area) / area
        markets = np.where((age >= 0) & (age < 3), 5e6, 0.0)
        return float(np.sum((full * disc + markets) * np.exp(-discount * years))) * 0.01

    # By stratified times of the first founding: an exponential law cut into equal parts.
    times = -np.log1p(-(np.arange(2000) + 0.5) / 2000) / rate
    simulated = float(np.mean([lost(t) if t < HORIZON else 0.0 for t in times]))
    annuity = (discount / -math.expm1(-discount * HORIZON)) if discount else 1 / HORIZON
    assert float(result.founding_rate[0]) == pytest.approx(rate)
    assert 0 < float(result.invaded_area[0]) <= area
    assert float(result.annual_loss[0]) == pytest.approx(simulated * annuity, rel=0.01)


def test_climate_of_where_units_land_weighs_founding() -> None:
    """An index half of full suitability halves the founding rate; none leaves nothing."""
    base = scenario_data()["pest"]
    rates = [assess(scenario(pest=base | {"climate_model": climate(index)}), draws=20)
             for index in (100.0, 25.0, 0.0)]
    assert np.array_equal(rates[0].climate_persistence, np.ones(20))
    np.testing.assert_allclose(rates[1].founding_rate, 0.5 * rates[0].founding_rate, rtol=1e-12)
    assert np.all(rates[2].founding_rate == 0.0)


def test_no_suitable_cell_gives_finite_answers() -> None:
    found = assess(scenario(pest=scenario_data()["pest"] | {"climate_model": climate(0.0)}),
                   draws=50)
    for values in (found.founding_rate, found.annual_probability, found.horizon_probability,
                   found.annual_loss, found.suitable_area, found.invaded_area):
        assert np.array_equal(values, np.zeros(50))
    assert np.all(np.isfinite(found.funnel))
    assert np.all(np.isinf(found.metric("years_between_outbreaks")))
    for metric, limit in (("annual_probability", 0.0), ("years_between_outbreaks", 1e9),
                          ("annual_loss", 0.0)):
        assert meets(found, Alop(metric=metric, limit=limit, confidence=0.9)).probability == 1.0
    assert influence(found) == {}


def test_pathways_add_and_each_is_reported() -> None:
    two = assess(scenario(pathways=[pathway(), pathway("other")]), draws=50)
    assert np.array_equal(two.founding_rate, two.rates["fruit"] + two.rates["other"])
    assert np.array_equal(two.funnel, two.funnels["fruit"] + two.funnels["other"])
    assert np.array_equal(two.rates["fruit"], assess(scenario(), draws=50).founding_rate)


def test_quick_influence_of_a_product_of_lognormals() -> None:
    """Shares of the variance of log Λ: 0.8² : 0.6² for two independent lognormal factors."""
    data = scenario_data(measures=[])
    data["pathways"][0] |= {
        "volume": parameter("v", "units/yr", kind="lognormal", median=1e5, sdlog=0.8),
        "prevalence": parameter("f", "infested units/unit", value=1e-4),
        "pests_per_unit": parameter("m", "pests/infested unit", kind="lognormal", median=1e-5,
                                    sdlog=0.6),
        "steps": {"transfer": {}}}
    data["pest"] |= {"reproduction": "asexual", "line_survival": share("line", 0.5)}
    del data["pest"]["female_share"], data["pest"]["r0"]
    found = influence(assess(Scenario.model_validate(data), draws=20_000))
    assert list(found)[:2] == ["v", "m"]
    assert (found["v"], found["m"]) == pytest.approx((0.64, 0.36), abs=0.03)
    assert all(share < 0.01 for name, share in found.items() if name not in ("v", "m"))
