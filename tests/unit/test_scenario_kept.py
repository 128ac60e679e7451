"""What a scenario keeps once it was looked up, and when that no longer holds."""

from __future__ import annotations

import pytest

from pra_core.alop import Alop
from pra_core.scenario import Scenario
from tests.minimal import scenario, treatment


@pytest.fixture
def case() -> Scenario:
    return scenario(measures=[treatment("weak", efficacy=0.1), treatment("strong", efficacy=0.9)])


def test_the_same_selection_is_the_same_scenario(case: Scenario) -> None:
    one = case.with_measures(["weak"])
    assert one.with_measures(("weak", "weak")) is one
    assert one.with_measures(()) is one.with_measures(())
    assert one.with_measures(()) == case
    assert one.with_measures(()).fingerprint == case.fingerprint != one.fingerprint


def test_another_level_of_protection_holds_without_measures_too(case: Scenario) -> None:
    one = case.with_measures(["weak"])
    bare = one.with_measures(())
    strict = one.with_alop(Alop(metric="annual_probability", limit=1e-9, confidence=0.5))
    assert strict.with_measures(()).alop.limit == pytest.approx(1e-9)
    assert strict.with_measures(()).fingerprint != bare.fingerprint


def test_parameters_are_looked_up_once_and_anew_after_a_change(case: Scenario) -> None:
    known = case.located
    assert case.with_measures(["weak"]).located is known
    fewer = case.changed(measures=case.measures[:1])
    assert len(fewer.located) < len(known)
    assert {p.name for _, p in fewer.located} == set(fewer.parameters)
