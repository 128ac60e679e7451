"""The views of tipping points and of failures, in both languages."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from pra_core.figures import stress_words
from pra_core.i18n import LANGUAGES
from pra_core.scenario import Scenario
from pra_core.store import load_scenario
from tests import minimal

VIEW = """
from pages.ui import measures_results, measures_{name}, session
measures_{name}.draw(measures_results.view(session.translator()), session.translator())
"""
MEDFLY = ("area-wide-sit", "cold-treatment", "import-inspection", "registered-orchards")


def small(*chosen: str) -> Scenario:
    found = Scenario.model_validate(minimal.rich_data())
    return found.with_measures(chosen)


def opened(name: str, scenario: Scenario, language: str = "en") -> AppTest:
    page = AppTest.from_string(VIEW.format(name=name), default_timeout=120)
    page.session_state["scenario"] = scenario
    page.session_state["language"] = language
    page.session_state["draws"] = 200
    return page.run()


def told(page: AppTest) -> str:
    return " ".join(m.value for m in page.markdown)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["tipping", "stress"])
def test_the_worked_example_in_both_languages(name: str, language: str) -> None:
    page = opened(name, load_scenario("medfly-citrus-china").with_measures(MEDFLY), language)
    assert not page.exception
    assert [e.value for e in page.error] == []
    assert len(page.table) == 1
    assert not any(None in row or "nan" in row for row in page.table[0].value.values.tolist())


def test_choosing_a_number_tells_its_tipping_point() -> None:
    page = opened("tipping", small("field", "cold", "first"))
    box = page.selectbox[0]
    title = next(one for one in box.options if one.startswith("Units inspected per lot"))
    box.set_value(next(v for v, o in zip(_levers(page), box.options, strict=True)
                       if o == title)).run()
    assert not page.exception
    assert title in told(page)


def _levers(page: AppTest) -> list[object]:
    from pra_core.back_solve import tipping_points

    scenario = page.session_state["scenario"]
    return [one.lever for one in tipping_points(scenario, scenario.alop, 200)]


def test_without_measures_only_trade_and_prevalence_can_tip() -> None:
    page = opened("tipping", small())
    assert not page.exception
    assert len(page.selectbox[0].options) == 4  # volume and prevalence of two pathways
    broken = opened("stress", small())
    assert not broken.exception
    assert "No measure is selected" in told(broken)


def test_an_impossible_failure_is_named_and_kept() -> None:
    page = opened("stress", small("field", "cold", "first"))
    compliance = page.number_input(key="0:stress-compliance")
    compliance.set_value(120.0).run()
    assert not page.exception
    assert "120 % is outside what is allowed (0 % to 100 %)" in page.error[0].value
    assert "“Compliance falls to, %”" in page.error[0].value
    assert page.number_input(key="0:stress-compliance").value == 120.0
    assert any("at most 80 %" in one for one in page.table[0].value["What breaks"])


def test_a_treatment_that_never_fails_and_one_that_always_does() -> None:
    page = opened("stress", small("field", "cold"))
    page.number_input(key="0:stress-lots").set_value(0.0).run()
    assert "1 lot or more" in page.error[0].value
    page.number_input(key="0:stress-lots").set_value(1.0).run()
    assert not page.error
    rows = page.table[0].value
    row = rows[rows["What breaks"] == "cold: fails on 1 treated lot in 1"]
    assert len(row) == 1


def test_months_of_failure_are_named() -> None:
    page = opened("stress", small("field", "export", "first"))
    assert any("any one month" in one for one in page.table[0].value["What breaks"])
    page.multiselect(key="0:stress-months").set_value([6, 7]).run()
    assert any("June, July" in one for one in page.table[0].value["What breaks"])


def test_what_is_typed_becomes_the_failures() -> None:
    shocks = stress_words.shocks_of(compliance=75.0, one_lot_in=500.0, prevalence=2.0, volume=4.0,
                                    months=[3])
    assert (shocks.compliance, shocks.treatment) == (0.75, 0.002)
    assert (shocks.prevalence, shocks.volume, shocks.months) == (2.0, 4.0, (3,))
