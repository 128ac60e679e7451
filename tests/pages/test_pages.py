"""What the pages say where there is nothing, everything, or another pest to say it about."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from pra_core import load_scenario
from pra_core.distribution import Fixed
from pra_core.i18n import LANGUAGES
from pra_core.reference import scenario_ids
from pra_core.scenario import Scenario

OpenPage = Callable[..., AppTest]
PAGES = ("1_pest", "2_entry", "4_spread", "5_consequences", "method")
RAW = re.compile(r"\b[Nn]a[Nn]\b|\binf\b|Traceback|\bNone\b|[a-z]_[a-z]+_?\d")


def _open(open_page: OpenPage, name: str, scenario: Scenario, language: str = "en") -> AppTest:
    page = open_page(name, language, {"scenario": scenario})
    assert not page.exception
    assert [e.value for e in page.error] == []
    texts = [str(e.value) for block in (page.markdown, page.caption, page.info, page.warning)
             for e in block]
    assert [text for text in texts if RAW.search(text)] == []
    return page


def _with_fixed(scenario: Scenario, name: str, value: float) -> Scenario:
    return scenario.with_parameter(name, Fixed(value=value), scenario.parameters[name].source)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("scenario_id", scenario_ids())
def test_pages_open_for_every_worked_example(
    open_page: OpenPage, scenario_id: str, name: str, language: str
) -> None:
    _open(open_page, name, load_scenario(scenario_id), language)


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("scenario_id", scenario_ids())
def test_pages_open_with_as_many_measures_as_go_together(
    open_page: OpenPage, scenario_id: str, name: str
) -> None:
    scenario = load_scenario(scenario_id)
    chosen: list[str] = []
    for m in scenario.measures:
        if m.feasible and not any(m.id in scenario.measure(c).excludes or c in m.excludes
                                  for c in chosen):
            chosen.append(m.id)
    _open(open_page, name, scenario.with_measures(chosen))


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("parameter", ["fruit.volume", "fruit.prevalence"])
def test_no_volume_and_no_prevalence_are_said_in_words(
    open_page: OpenPage, name: str, parameter: str
) -> None:
    page = _open(open_page, name, _with_fixed(load_scenario("medfly-citrus-china"), parameter, 0.0))
    if name == "2_entry":
        assert "none expected" in page.markdown[0].value


def test_no_suitable_cell_is_said_in_words(open_page: OpenPage) -> None:
    scenario = _with_fixed(load_scenario("medfly-citrus-china"), "climate.suitable-from", 100.0)
    for name in PAGES:
        page = _open(open_page, name, scenario)
        if name == "4_spread":
            assert "nothing to invade" in page.markdown[0].value


def test_prohibition_leaves_nothing(open_page: OpenPage) -> None:
    scenario = load_scenario("medfly-citrus-china").with_measures(["prohibition"])
    page = _open(open_page, "2_entry", scenario)
    assert "none expected" in page.markdown[0].value


@pytest.mark.parametrize("language", LANGUAGES)
def test_unverified_climate_sheet_is_said_on_the_first_page(
    open_page: OpenPage, language: str
) -> None:
    page = _open(open_page, "1_pest", load_scenario("medfly-citrus-china"), language)
    assert any("△" in warning.value for warning in page.warning)


def test_facts_nobody_checked_come_only_when_asked_for(open_page: OpenPage) -> None:
    page = open_page("1_pest")
    before = page.table[1].value
    page = page.toggle(key="facts_unverified").set_value(True).run()
    after = page.table[1].value
    assert len(after) > len(before)
    assert not before.iloc[:, 2].str.contains("△").any()
    assert after.iloc[:, 2].str.contains("△").any()


def test_selected_measures_stand_beside_the_unrestricted_risk(open_page: OpenPage) -> None:
    scenario = load_scenario("medfly-citrus-china")
    alone = _open(open_page, "5_consequences", scenario).markdown[0].value
    both = _open(open_page, "5_consequences",
                 scenario.with_measures(["cold-treatment"])).markdown[0].value
    assert both.startswith(alone)
    assert len(both) > len(alone)


def test_numbers_are_the_same_in_both_languages(open_page: OpenPage) -> None:
    numbers = [re.findall(r"\d[\d,.]*", open_page("4_spread", language).markdown[0].value)
               for language in LANGUAGES]
    assert sorted(numbers[0]) == sorted(numbers[1])
