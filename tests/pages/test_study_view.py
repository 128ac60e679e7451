"""The view of the study most likely to change the choice, in both languages."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from pra_core.i18n import LANGUAGES
from pra_core.scenario import Scenario
from pra_core.store import load_scenario
from tests import minimal

VIEW = """
from pages.ui import sensitivity_study, session
sensitivity_study.draw(session.translator())
"""


def opened(scenario: Scenario, language: str = "en", draws: int = 1_000) -> AppTest:
    page = AppTest.from_string(VIEW, default_timeout=120)
    page.session_state["scenario"] = scenario
    page.session_state["language"] = language
    page.session_state["draws"] = draws
    return page.run()


def told(page: AppTest) -> str:
    return " ".join(m.value for m in page.markdown)


def small(**changes: object) -> Scenario:
    return Scenario.model_validate(minimal.scenario_data(**changes))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_worked_example_in_both_languages(language: str) -> None:
    page = opened(load_scenario("medfly-citrus-china"), language, 2_000)
    assert not page.exception
    assert [e.value for e in page.error] == []
    worth, sets = (one.value for one in page.dataframe)
    assert len(worth) == len(load_scenario("medfly-citrus-china").uncertain) + 1
    assert 2 <= len(sets) <= 12
    assert not any(x is None or "nan" in str(x) for row in worth.values.tolist() for x in row)


def test_what_is_known_today_and_what_comes_next() -> None:
    text = told(opened(load_scenario("medfly-citrus-china"), draws=2_000))
    assert "Known today of **Transport" in text
    assert "After it: " in text
    assert "Knowing everything at once would change the choice in " in text
    first = text.index("steps")
    assert text[:first].endswith("Worth is told in **"), "explained where the word comes first"


def test_several_numbers_make_one_more_study() -> None:
    page = opened(small())
    before = len(page.dataframe[0].value)
    box = page.multiselect[0]
    box.set_value(["fruit.prevalence", "fruit.transfer"]).run()
    assert not page.exception
    assert len(page.dataframe[0].value) == before + 1
    assert "Knowing these 2 numbers together" in told(page)


def test_a_larger_survey_is_worth_more() -> None:
    page = opened(small())
    assert page.selectbox[0].options[0].startswith("Survey of: Prevalence")
    small_one = told(page.select_slider[0].set_value(10).run())
    large = told(page.select_slider[0].set_value(300_000).run())
    assert "A survey of 10 units" in small_one
    assert "A survey of 300,000 units" in large
    worth = [float(text.partition("knowing the number exactly:** ")[2].partition(" of ")[0])
             for text in (small_one, large)]
    assert worth[0] < worth[1]


def test_an_assumed_cost_changes_what_is_best_in_money() -> None:
    page = opened(small())
    assert "count as free" in page.warning[0].value
    page.number_input[0].set_value(1e6).run()
    assert not page.exception
    assert "your assumption" in page.warning[0].value


def test_without_measures_the_view_says_so_and_ends() -> None:
    page = opened(small(measures=[]))
    assert not page.exception
    assert "There is no choice that a study could change" in told(page)
    assert len(page.dataframe) == 0


@pytest.mark.parametrize("limit", [0.0, 1.0])
def test_where_no_study_could_change_the_choice(limit: float) -> None:
    page = opened(small(alop={"metric": "annual_probability", "limit": limit,
                              "confidence": 0.95}))
    assert not page.exception
    assert "Known today" not in told(page)
    assert set(page.dataframe[0].value["Changes"]) == {"0 %"}


def test_too_many_measures_are_told_and_nothing_else_breaks() -> None:
    page = opened(small(measures=[minimal.treatment(f"m{i}") for i in range(17)]), draws=100)
    assert not page.exception
    assert len(page.error) == 1


def test_selecting_measures_changes_nothing() -> None:
    scenario = small()
    plain, chosen = (told(opened(s)) for s in (scenario, scenario.with_measures(["cold"])))
    assert plain == chosen
