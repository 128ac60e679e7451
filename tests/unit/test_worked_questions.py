"""Worked questions: the change is the one asked for, and nothing else differs."""

from __future__ import annotations

import datetime as dt
from typing import get_args

import numpy as np
import pytest

from pra_core import Scenario, assess, load_scenario, reference
from pra_core.errors import PraError
from pra_core.figures.question_words import LACKING, QUESTIONS, WHY, answer_sentence
from pra_core.i18n import LANGUAGES, translator
from pra_core.worked_questions import CHANGES, Answer, QuestionId, answer, lacking

DAY = dt.date(2026, 1, 1)
DRAWS = 2_000
MEDFLY = "medfly-citrus-china"


@pytest.fixture(scope="module")
def medfly() -> Scenario:
    scenario = load_scenario(MEDFLY)
    return scenario.with_measures(["cold-treatment", "export-inspection", "registered-orchards"])


def asked(scenario: Scenario, question: str) -> Answer:
    return answer(scenario, question, assessor="Li", date=DAY, draws=DRAWS)  # type: ignore[arg-type]


def test_every_question_has_words_and_a_reason() -> None:
    assert set(get_args(QuestionId)) == set(QUESTIONS) == set(WHY)
    assert set(CHANGES) | {"weakest-left-out", "strongest-left-out"} == set(QUESTIONS)


def test_twice_the_volume_is_twice_the_rate_in_every_future(medfly: Scenario) -> None:
    found = asked(medfly, "volume-doubled")
    np.testing.assert_allclose(found.after.founding_rate, 2 * found.before.founding_rate,
                               rtol=1e-12)


def test_twice_the_sample_never_lets_more_through(medfly: Scenario) -> None:
    found = asked(medfly, "inspections-doubled")
    old = medfly.measure("export-inspection").effects[0].sample_size
    new = found.after.scenario.measure("export-inspection").effects[0].sample_size
    assert old is not None
    assert new is not None
    assert new.distribution.mean() == pytest.approx(2 * old.distribution.mean())
    assert new.source.assessor == "Li"
    assert (found.after.founding_rate <= found.before.founding_rate * (1 + 1e-12)).all()
    assert (found.after.founding_rate < found.before.founding_rate).any()


def test_without_measures_is_the_unrestricted_risk(medfly: Scenario) -> None:
    found = asked(medfly, "no-measures")
    alone = assess(load_scenario(MEDFLY).with_measures(()), DRAWS, 1)
    np.testing.assert_array_equal(found.after.founding_rate, alone.founding_rate)


def test_the_weakest_and_the_strongest_are_those_of_a_plain_comparison(medfly: Scenario) -> None:
    means = {one: float(assess(medfly.with_measures([i for i in medfly.selected if i != one]),
                               DRAWS, 1).founding_rate.mean()) for one in medfly.selected}
    assert asked(medfly, "weakest-left-out").left_out == min(means, key=means.__getitem__)
    assert asked(medfly, "strongest-left-out").left_out == max(means, key=means.__getitem__)


def test_one_lot_in_five_escapes_each_measure(medfly: Scenario) -> None:
    found = asked(medfly, "one-lot-in-five").after.scenario
    for one in medfly.selected:
        compliance = found.measure(one).compliance
        assert compliance is not None
        assert compliance.distribution.support == (0.8, 0.8)


def test_a_stricter_level_changes_the_verdict_and_not_the_risk(medfly: Scenario) -> None:
    found = asked(medfly, "protection-tenfold")
    np.testing.assert_array_equal(found.after.founding_rate, found.before.founding_rate)
    old, new = medfly.alop, found.after.scenario.alop
    factor = 10 if old.metric == "years_between_outbreaks" else 0.1
    assert new.limit == pytest.approx(factor * old.limit)


def test_what_a_question_lacks_is_named() -> None:
    bare = load_scenario(MEDFLY).with_measures(())
    assert lacking(bare, "inspections-doubled") == "measures"
    assert lacking(bare, "volume-doubled") == ""
    one = bare.with_measures(["cold-treatment"])
    assert lacking(one, "inspections-doubled") == "inspection"
    assert lacking(one, "weakest-left-out") == "two"
    with pytest.raises(PraError, match="inspection"):
        asked(one, "inspection-only")
    assert {lacking(one, q) for q in get_args(QuestionId)} - {""} <= set(LACKING)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_answer_tells_both_risks(medfly: Scenario, language: str) -> None:
    t = translator(language)
    said = answer_sentence(asked(medfly, "no-measures"), t)
    assert said.count("**") == 8
    same = answer_sentence(asked(medfly, "protection-tenfold"), t)
    assert same.count("**") == 6


@pytest.mark.parametrize("name", reference.scenario_ids())
def test_every_question_is_answered_or_lacks_something_that_is_named(name: str) -> None:
    scenario = load_scenario(name)
    for question in get_args(QuestionId):
        if lacking(scenario, question):
            with pytest.raises(PraError, match="does not apply"):
                asked(scenario, question)
        else:
            assert np.isfinite(asked(scenario, question).after.founding_rate).all(), question


def test_a_sample_of_the_whole_lot_cannot_be_doubled() -> None:
    pallets = load_scenario("longhorn-wood-packaging-eu").with_measures(["import-checks"])
    assert lacking(pallets, "inspections-doubled") == "room"
