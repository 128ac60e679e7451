"""What a trial shows of a required mortality, shipments, and the use of a trial for a measure."""

from __future__ import annotations

import datetime as dt

import pytest
from scipy import optimize, stats

from pra_core.errors import PraError
from pra_core.measure import Trial
from pra_core.parameter import Source
from pra_core.scenario import Scenario
from pra_core.treatment import mating_pair
from pra_core.trial_evidence import (
    PROBIT_9,
    efficacy_posterior,
    evidence,
    shipment,
    treatable,
    with_trial,
)
from tests.minimal import EPPO, inspection, scenario_data, treatment

SOURCE = Source(status="assumed", assessor="test", date=dt.date(2026, 11, 22),
                reason={"en": "test"})


def test_confidence_reached_is_the_binomial_doubt() -> None:
    found = evidence(40_000, 1, 0.95, control_mortality=0.1, required=0.9999)
    doubt = stats.binom(36_000, 1e-4).cdf(1)
    assert found.confidence_reached == pytest.approx(1 - doubt, rel=1e-9)
    assert found.credible == pytest.approx(stats.beta(1.5, 35_999.5).cdf(1e-4), rel=1e-9)
    assert found.proves is bool(1 - doubt >= 0.95)


def test_missing_insects_are_those_that_complete_the_proof() -> None:
    short = evidence(50_000, 0, 0.95)
    assert not short.proves
    assert short.needed is not None
    assert short.missing == short.needed - 50_000
    assert evidence(50_000 + short.missing, 0, 0.95).proves
    assert not evidence(50_000 + short.missing - 1, 0, 0.95).proves
    assert evidence(200_000, 0, 0.95).missing == 0


@pytest.mark.parametrize(("treated", "survivors", "control"),
                         [(71_756, 0, 0.081), (50_000, 2, 0.3), (1_000, 0, 0.9)])
def test_missing_insects_complete_the_proof_where_some_die_untreated(
        treated: int, survivors: int, control: float) -> None:
    short = evidence(treated, survivors, 0.95, control)
    more = treated + short.missing
    assert more == short.needed
    assert evidence(more, survivors, 0.95, control).proves
    assert not evidence(more - 1, survivors, 0.95, control).proves


def test_a_trial_in_a_scenario_has_no_more_survivors_than_would_have_lived() -> None:
    Trial(treated=100, survivors=80, control_mortality=0.2, conditions={"en": "c"}, source=SOURCE)
    with pytest.raises(ValueError, match=r"0\.\.80"):
        Trial(treated=100, survivors=81, control_mortality=0.2, conditions={"en": "c"},
              source=SOURCE)


def test_all_surviving_proves_nothing() -> None:
    found = evidence(10, 10, 0.95, required=0.5)
    assert found.confidence_reached == 0.0
    assert found.statement.proven_mortality == 0.0


@pytest.mark.parametrize("danger", ["pair", "single"])
def test_the_mortality_needed_keeps_the_chance_at_the_limit(danger: str) -> None:
    found = shipment(50_000, 0.01, 3.0, 0.9, alpha=1e-3, danger=danger, female_share=0.4)
    again = shipment(50_000, 0.01, 3.0, found.mortality_needed, alpha=0.5, danger=danger,
                     female_share=0.4)
    assert again.chance == pytest.approx(1e-3, rel=1e-6)
    assert found.survivors == pytest.approx(50_000 * 0.01 * 3 * 0.1)


def test_the_survivors_allowed_are_the_root_of_the_mating_pair() -> None:
    found = shipment(1000, 1.0, 1.0, 0.0, alpha=0.01)
    root = optimize.brentq(lambda mean: mating_pair(mean) - 0.01, 1e-6, 10)
    assert 1000 * (1 - found.mortality_needed) == pytest.approx(root, rel=1e-9)


def test_a_commodity_that_is_clean_enough_needs_no_treatment() -> None:
    found = shipment(1000, 1e-6, 1.0, 0.0, alpha=0.01)
    assert (found.mortality_needed, found.to_treat) == (0.0, 0)
    assert shipment(1000, 0.0, 1.0, 0.5, alpha=0.01).chance == 0.0


def scenario(**changes: object) -> Scenario:
    return Scenario.model_validate(scenario_data(
        measures=[treatment(**changes), inspection()]))


def test_a_trial_replaces_the_efficacy_and_nothing_else() -> None:
    before = scenario().measure("cold")
    trial = Trial(treated=1000, survivors=2, control_mortality=0.1, conditions={"en": "c"},
                  source=SOURCE)
    after = with_trial(before, EPPO, trial, SOURCE)
    law = after.effects[0].efficacy[EPPO].distribution
    assert law == efficacy_posterior(1000, 2, 0.1)
    assert law.mean() == pytest.approx(1 - 2.5 / 901)
    assert after.effects[0].trial == trial
    assert after.effects[0].efficacy[EPPO].name == before.effects[0].efficacy[EPPO].name
    assert after.model_copy(update={"effects": before.effects}) == before


def test_an_inspection_takes_no_trial() -> None:
    measure = scenario().measure("inspection")
    assert treatable(measure, EPPO) == []
    trial = Trial(treated=10, survivors=0, conditions={"en": "c"}, source=SOURCE)
    with pytest.raises(PraError) as caught:
        with_trial(measure, EPPO, trial, SOURCE)
    assert caught.value.code == "not_found"


@pytest.mark.parametrize(("call", "paths"), [
    (lambda: evidence(10, 11, 0.95), ["survivors"]),
    (lambda: evidence(10, 10, 0.95, 0.2), ["survivors"]),
    (lambda: evidence(10, 0, 1.0), ["confidence"]),
    (lambda: evidence(10, 0, 0.9, required=1.0), ["required"]),
    (lambda: shipment(0, 2.0, -1.0, 1.5, alpha=0.0, female_share=1.0),
     ["units", "pests_per_unit", "infested", "mortality", "alpha", "female_share"]),
])
def test_every_impossible_number_is_named(call: object, paths: list[str]) -> None:
    with pytest.raises(PraError) as caught:
        call()  # type: ignore[operator]
    assert [p.path for p in caught.value.problems] == paths


def test_a_required_mortality_beyond_any_trial_says_so() -> None:
    found = evidence(1000, 0, 0.95, required=1 - 1e-15)
    assert found.needed is None
    assert found.missing == 0
    assert PROBIT_9 == 1 - 32 / 1e6
