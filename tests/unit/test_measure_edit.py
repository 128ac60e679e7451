"""Measures and groups added, changed and taken away, and distributions of multiples."""

from __future__ import annotations

import numpy as np
import pytest

from pra_core import load_scenario
from pra_core.distribution import (
    Beta,
    Elicited,
    Fixed,
    Gamma,
    Law,
    LogNormal,
    LogUniform,
    Pert,
    Triangular,
    TruncatedNormal,
    Uniform,
    scaled,
)
from pra_core.errors import PraError
from pra_core.measure_edit import (
    edited,
    with_group,
    with_measure,
    without_group,
    without_measure,
)
from pra_core.parameter import Parameter, Source
from pra_core.scenario import Scenario

SOURCE = Source(status="assumed", assessor="tester", date="2026-11-22", reason={"en": "a test"})
LAWS: list[Law] = [
    Fixed(value=3.0), Uniform(low=1, high=2), LogUniform(low=1e-4, high=1),
    Beta(a=2, b=5, high=0.5), Triangular(low=0, mode=1, high=4), Pert(low=0, mode=1, high=4),
    LogNormal(median=2, sdlog=0.7), Gamma(shape=0.4, scale=3),
    TruncatedNormal(mean=1, sd=2, low=0, high=3),
    Elicited(probabilities=(0.1, 0.5), values=(1, 2), lower=0, upper=9)]


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return load_scenario("false-codling-moth-citrus-eu")


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.kind)
def test_a_multiple_has_the_multiples_of_the_quantiles(law: Law) -> None:
    u = np.linspace(0.001, 0.999, 40)
    assert np.allclose(scaled(law, 2.5).ppf(u), 2.5 * law.ppf(u), rtol=1e-12)
    assert type(scaled(law, 2.5)) is type(law)


@pytest.mark.parametrize("factor", [0.0, -1.0, float("inf"), float("nan")])
def test_a_factor_must_be_positive(factor: float) -> None:
    with pytest.raises(PraError, match="factor"):
        scaled(Fixed(value=1.0), factor)


def test_an_input_is_multiplied_with_its_source(scenario: Scenario) -> None:
    name = scenario.pathways[0].volume.name
    changed = scenario.with_scaled(name, 2.0, SOURCE).parameters[name]
    assert changed.distribution.mean() == pytest.approx(
        2 * scenario.parameters[name].distribution.mean())
    assert changed.source == SOURCE
    with pytest.raises(PraError, match="no-such"):
        scenario.with_scaled("no-such", 2.0, SOURCE)


def test_a_measure_is_added_and_taken_away(scenario: Scenario) -> None:
    last = next(m for m in scenario.measures if m.prohibits)
    fewer = without_measure(scenario, last.id)
    assert last.id not in {m.id for m in fewer.measures}
    again = with_measure(fewer, last)
    assert again.fingerprint == scenario.fingerprint


def test_taking_away_what_another_needs_is_refused(scenario: Scenario) -> None:
    first, second = [m.id for m in scenario.measures if m.feasible and not m.prohibits][:2]
    linked = edited(scenario, first, requires=(second,), excludes=())
    with pytest.raises(PraError, match=first):
        without_measure(linked, second)


def test_every_problem_of_an_edit_is_named(scenario: Scenario) -> None:
    one = scenario.measures[0]
    with pytest.raises(PraError) as caught:
        edited(scenario, one.id, restrictiveness=9, requires=("nobody",))
    assert {p.path.split(".")[-1] for p in caught.value.problems} >= {"restrictiveness", "requires"}


def test_what_is_no_longer_feasible_is_switched_off(scenario: Scenario) -> None:
    chosen = next(m.id for m in scenario.measures if m.feasible)
    changed = edited(scenario.with_measures([chosen]), chosen, feasible=False)
    assert changed.selected == ()


def test_a_group_holds_exactly_its_members(scenario: Scenario) -> None:
    a, b = [m.id for m in scenario.measures if m.compliance is not None][:2]
    outage = Parameter(name="test.outage", distribution=Fixed(value=0.1), unit="1", source=SOURCE)
    tied = with_group(scenario, "test", {"en": "Test"}, outage, [a, b])
    assert {m.id for m in tied.measures if m.group == "test"} == {a, b}
    fewer = with_group(tied, "test", {"en": "Test"}, outage, [a])
    assert {m.id for m in fewer.measures if m.group == "test"} == {a}
    loose = without_group(fewer, "test")
    assert "test" not in {g.id for g in loose.groups}
    assert all(m.group != "test" for m in loose.measures)
