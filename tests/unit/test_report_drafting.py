"""When a report is a draft: never final while weak inputs decide, no noise where none can."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from pra_core.alop import Alop
from pra_core.assessment import assess
from pra_core.distribution import Fixed, Uniform
from pra_core.i18n import LANGUAGES, translator
from pra_core.parameter import Source
from pra_core.report import content_doubt, content_front, content_risk
from pra_core.report.citing import References
from pra_core.report.content_doubt import TOLD
from pra_core.report.document import Paragraph
from pra_core.report.drafting import certain_but_weak, closed, leaders, reasons, rule, settled
from pra_core.report.results import Results
from pra_core.scenario import Scenario
from pra_core.store import load_scenario
from pra_core.summary import influence, meets
from pra_core.wording import evidence_sentence
from tests.minimal import parameter, pathway, scenario, scenario_data
from tests.unit.test_report_content import verified

EN, DRAWS = translator("en"), 2_000
READ = Source(status="verified", citation="Somebody 2020, J. Test 1:1")
GUESS = Source(status="assumed", assessor="A", date=dt.date(2026, 11, 22), reason={"en": "guess"})


def results(case: Scenario, draws: int = DRAWS) -> Results:
    return Results(assess(case.with_measures(()), draws), assess(case, draws), None)


def why(case: Scenario) -> str:
    return " ".join(reasons(results(case), incomplete=False, t=EN))


def sound(**changes: Any) -> Scenario:
    """Every input read in its source."""
    return Scenario.model_validate(verified(scenario_data()) | changes)


def open_verdict(case: Scenario) -> Scenario:
    """Judged at the median of its risk, so that inputs can turn the verdict."""
    rate = assess(case, DRAWS).annual_probability
    limit = float(sorted(rate)[DRAWS // 2])
    return case.with_alop(Alop(metric="annual_probability", limit=limit, confidence=0.5))


def test_verifying_only_the_strongest_input_leaves_a_draft() -> None:
    way = pathway(
        volume=parameter("fruit.volume", "units/yr", kind="loguniform", low=1e5, high=1e7),
        pests_per_unit=parameter("fruit.pests_per_unit", "pests/infested unit", kind="loguniform",
                                 low=0.3, high=30.0))
    case = open_verdict(scenario(pathways=[way]))
    for name in leaders(results(case)):
        case = case.with_parameter(name, case.parameters[name].distribution, READ)
    found = results(case)
    assert not any(case.parameters[one].source.status != "verified" for one in leaders(found))
    assert "together explain" in why(case)


def test_inputs_entered_as_certain_by_nobody_who_looked_are_named() -> None:
    case = sound()
    name = "fruit.prevalence"
    law = case.parameters[name].distribution
    assert why(case) == ""
    guessed = case.with_parameter(name, Fixed(value=float(law.ppf(0.5))), GUESS)
    assert certain_but_weak(guessed) == [name]
    assert "single values" in why(guessed)
    middle = float(law.ppf(0.5))
    near = case.with_parameter(name, Uniform(low=middle * 0.999, high=middle * 1.001), GUESS)
    assert certain_but_weak(near) == [name]
    wide = case.with_parameter(name, Uniform(low=middle * 0.5, high=middle * 1.5), GUESS)
    assert certain_but_weak(wide) == []
    assert certain_but_weak(case.with_parameter(name, Fixed(value=middle), READ)) == []


def test_nothing_weak_can_matter_where_trade_is_prohibited() -> None:
    case = load_scenario("medfly-citrus-china").with_measures(("prohibition",))
    assert closed(case)
    assert reasons(results(case, 500), incomplete=False, t=EN) == ()
    assert len(reasons(results(case, 500), incomplete=True, t=EN)) == 1
    assert not closed(case.with_measures(("cold-treatment",)))


@pytest.mark.parametrize("status", ["unverified", "assumed"])
def test_a_weak_climate_model_makes_a_draft_whichever_way_it_is_weak(status: str) -> None:
    data = verified(scenario_data())
    data["pest"]["climate_model"]["source"] = (
        GUESS.model_dump() if status == "assumed" else
        {"status": "unverified", "citation": "Somebody 2020"})
    assert "climate model" in why(Scenario.model_validate(data))


def test_ranges_do_not_count_where_no_future_comes_near_the_limit() -> None:
    case = scenario()
    far = case.with_alop(Alop(metric="years_between_outbreaks", limit=1e-9, confidence=0.9))
    near = open_verdict(case)
    assert settled(results(far))
    assert not settled(results(near))
    assert "matters most" in why(near)
    assert "matters most" not in why(far)
    assert "together explain" not in why(far)


def test_no_risk_at_all_is_not_settled_without_a_prohibition() -> None:
    case = scenario().with_parameter("fruit.prevalence", Fixed(value=0.0), GUESS)
    found = results(case)
    assert meets(found.after, case.alop).probability == 1.0
    assert not settled(found)
    assert "single values" in why(case)


def test_what_matters_most_is_asked_of_what_the_alop_limits() -> None:
    case = load_scenario("medfly-citrus-china").with_alop(
        Alop(metric="pests_per_lot", limit=0.01, confidence=0.9))
    found = results(case)
    direct = influence(found.after, y=found.after.metric("pests_per_lot"))
    assert found.quick != influence(found.after)
    assert next(iter(found.quick)) in list(direct)[:3]
    # The climate of the PRA area has no part in pests per released lot.
    assert "climate model" not in " ".join(reasons(found, incomplete=False, t=EN)).lower()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_rule_is_told_with_its_margin(language: str) -> None:
    assert "10" in rule(translator(language))


def test_a_report_says_of_which_inputs_it_counts_and_names_a_few_that_turn_the_verdict() -> None:
    case = open_verdict(scenario()).with_measures(("cold",))
    base, found = case.with_measures(()), results(case)
    told = content_risk.conclusions(found, EN)[-1]
    assert isinstance(told, Paragraph)
    assert told.text == "Without measures: " + evidence_sentence(base, EN)
    front = content_front.executive(found, EN)[1]
    assert isinstance(front, Paragraph)
    assert "With the selected measures: " + evidence_sentence(case, EN) in front.text
    found.__dict__["turning"] = tuple(case.parameters)[:TOLD + 3]
    blocks = content_doubt.uncertainty(found, EN, References())
    words = next(b.text for b in blocks if isinstance(b, Paragraph) and "hangs on" in b.text
                 and "verdict" in b.text)
    assert f"hangs on {TOLD + 3} inputs" in words
    assert words.count("; ") == TOLD
    assert "3 more" in words
    assert rule(EN) in [b.text for b in blocks if isinstance(b, Paragraph)]
