"""How few years stand for all of them: rates and chances against thousands of years, one by one."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from scipy.stats import qmc

from pra_core import year_rules, years_needed
from pra_core.assessment import assess, evaluate_rate
from pra_core.distribution import Fixed, LogUniform, Uniform
from pra_core.scenario import Scenario
from pra_core.store.codec import dump_scenario, load_scenario, read_scenario
from pra_core.store.edit import with_nature
from pra_core.streams import percentiles
from pra_core.year_rules import Smooth, best_rules
from pra_core.year_to_year import ONE_YEAR
from pra_core.years_needed import CLOSE, MOST, years
from tests.varying import varying, wide

FUTURES, YEARS = 6, 4_096
OWN = 0.002
"""What the years drawn leave themselves: half of them give the same within it (tested below)."""


def medfly() -> Scenario:
    return load_scenario("medfly-citrus-china")


def changed(scenario: Scenario, name: str, low: float, high: float, log: bool = False) -> Scenario:
    law = LogUniform(low=low, high=high) if log else Uniform(low=low, high=high)
    return scenario.with_parameter(name, law, scenario.parameters[name].source)


def cases() -> dict[str, Scenario]:
    found = {"kink-of-R0": varying(changed(medfly(), "medfly.r0", 0.5, 1.5), "medfly.r0")}
    many = changed(medfly(), "fruit.prevalence", 1e-6, 0.3, log=True)
    found["inspected-prevalence"] = varying(many.with_measures(["export-inspection"]),
                                            "fruit.prevalence")
    even = changed(many, "fruit.lot-shape", 5.0, 50.0)
    found["even-lots"] = varying(even.with_measures(["import-inspection"]), "fruit.prevalence")
    three = ("fruit.volume", "fruit.prevalence", "cold-treatment.efficacy")
    found["three"] = varying(medfly(), *three)
    found["four"] = varying(medfly(), *three, "medfly.r0")
    found["six"] = varying(wide(), "fruit.volume", "juice.volume", "cold.compliance",
                           "look.compliance", "r0", "packhouse.outage")
    return found


CASES = cases()


def drawn(scenario: Scenario, u: dict[str, np.ndarray], count: int) -> tuple[np.ndarray,
                                                                             np.ndarray]:
    """E[Λ] and Λ_eff of scrambled Sobol' years, [futures]."""
    names = sorted(scenario.varying)
    points = qmc.Sobol(len(names), rng=np.random.default_rng(3)).random(count)
    still = scenario
    for name in names:
        still = with_nature(still, name, "uncertainty")
    at = {k: np.repeat(x, count) for k, x in u.items()}
    at |= {k: np.tile(np.clip(points[:, i], 1e-12, 1 - 1e-12), FUTURES)
           for i, k in enumerate(names)}
    rate = evaluate_rate(still, at).reshape(FUTURES, count)
    return rate.mean(axis=1), -np.log1p(np.expm1(-rate).mean(axis=1))


@pytest.mark.parametrize("name", CASES)
def test_mean_and_effective_rate_are_those_of_thousands_of_years(name: str) -> None:
    scenario = CASES[name]
    assert 1 < years(scenario).count <= MOST
    assert years(scenario).error <= CLOSE
    u = {k: percentiles(k, FUTURES, 5) for k in scenario.sampled}
    mean, effective = drawn(scenario, u, YEARS)
    half_mean, half_effective = drawn(scenario, u, YEARS // 2)
    assert half_mean == pytest.approx(mean, rel=OWN)
    assert half_effective == pytest.approx(effective, rel=OWN)
    assert evaluate_rate(scenario, u) == pytest.approx(mean, rel=CLOSE + OWN)
    assert evaluate_rate(scenario, u, effective=True) == pytest.approx(
        effective, rel=CLOSE + OWN)


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No future has more than eight years."""
    monkeypatch.setattr(years_needed, "MOST", 8)
    for kept in (years_needed._years, years_needed._chosen):
        kept.cache_clear()
    yield
    for kept in (years_needed._years, years_needed._chosen):
        kept.cache_clear()


def test_below_the_kink_one_node_is_enough_and_the_rest_is_cut_there() -> None:
    part = Smooth.of(Uniform(low=0.5, high=1.5), 1.0)
    assert part.below == pytest.approx(0.5)
    above = part.grid(year_rules.GRID).values
    assert above.min() == pytest.approx(1.0)
    rule, error = best_rules(part, (above - 1.0)[None], 4, CLOSE)[-1]
    assert error < CLOSE
    assert np.count_nonzero(rule.values < 1.0) == 1
    assert rule.weights[rule.values < 1.0] == pytest.approx(0.5)
    assert rule.weights @ np.maximum(rule.values - 1.0, 0.0) == pytest.approx(0.125, rel=1e-4)
    assert Smooth.of(Uniform(low=1.1, high=1.5), 1.0).below == 0.0
    assert Smooth.of(Uniform(low=0.1, high=0.5), 1.0).below == 0.0


def test_any_number_of_inputs_may_differ_from_year_to_year() -> None:
    """What is declared can be assessed, and is told where it is not exact."""
    scenario = wide()
    for name in ("fruit.volume", "juice.volume", "fruit.prevalence", "cold.compliance",
                 "look.compliance", "r0", "packhouse.outage"):
        scenario = with_nature(scenario, name, "variability")
        assert np.all(np.isfinite(assess(scenario, 5).founding_rate))
    again = read_scenario(dump_scenario(scenario), "again.yaml")
    found = years(again)
    assert found.count <= MOST
    assert found.weights.sum() == pytest.approx(1.0)
    assert np.array_equal(found.weights, years(scenario).weights)


@pytest.mark.usefixtures("few")
def test_years_that_cannot_be_close_say_by_how_much_they_miss() -> None:
    scenario = changed(wide().with_measures(()), "fruit.volume", 1.0, 2e7, log=True)
    scenario = varying(scenario, "fruit.volume", "juice.volume", "fruit.prevalence")
    assert years(scenario).count <= 8
    u = {k: percentiles(k, FUTURES, years_needed.SEED) for k in scenario.sampled}
    mean, effective = drawn(scenario, u, YEARS)
    found = evaluate_rate(scenario, u), evaluate_rate(scenario, u, effective=True)
    missed = max(np.abs(found[0] / mean - 1.0).max(),
                 np.abs(np.expm1(-found[1]) / np.expm1(-effective) - 1.0).max())
    assert CLOSE < missed < years(scenario).error + 0.01  # the years drawn are not exact either


def test_measures_in_use_change_no_year() -> None:
    with_none, with_all = (years(varying(wide(), "fruit.volume", "cold.compliance")
                                 .with_measures(ids)) for ids in ((), ("cold", "look")))
    assert with_none is with_all


def test_nothing_is_tried_where_nothing_varies(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(years_needed, "_chosen", None)
    monkeypatch.setattr(years_needed, "_years", None)
    assert years(wide()) is ONE_YEAR
    fixed = wide().with_parameter("fruit.volume", Fixed(value=1e6),
                                  wide().parameters["fruit.volume"].source)
    assert years(varying(fixed, "fruit.volume")) is ONE_YEAR
