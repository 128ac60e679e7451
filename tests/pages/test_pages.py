"""What the pages say where there is nothing, everything, or another pest to say it about."""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from pra_core import load_scenario
from pra_core.assessment import assess
from pra_core.distribution import Fixed
from pra_core.figures import entry_inputs, pathway
from pra_core.i18n import LANGUAGES, Translator, translator
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


def _overview(open_page: OpenPage, scenario: Scenario, language: str = "en") -> AppTest:
    """The first page at the view of the scenario in use."""
    page = open_page("1_pest", language, {"scenario": scenario, "pest-view": "scenario"})
    assert not page.exception
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
        said = page.markdown[0].value
        assert "No infested unit is expected to reach a host" in said
        assert "none expected" not in said


def test_nothing_shipped_leaves_nothing_to_say_under_the_steps() -> None:
    scenario, t = load_scenario("medfly-citrus-china"), translator("en")
    none, some = (assess(s.with_measures(()), draws=64) for s in (
        _with_fixed(scenario, "fruit.volume", 0.0), scenario))
    killed = {"transport": 0.96}
    words = [" ".join(pathway.funnel(stages=a.funnel, killed=killed, t=t).layout.xaxis.ticktext)
             for a in (none, some)]
    assert "pests inside" in words[1]
    assert not any(word in words[0] for word in ("pests inside", "no change", "%"))


def test_arrivals_are_counted_as_units_not_as_outbreaks() -> None:
    t = Translator("zh_CN", {"1 unit in {years} years": "每{years}年1个",
                             "{number} units a year": "每年{number}个"})
    said = entry_inputs.arrivals(np.array([0.0, 1 / 2.9, 120.0]), t)
    assert said == {"low": t("no unit expected"), "median": "每2.9年1个", "high": "每年120个"}


def test_no_suitable_cell_is_said_in_words(open_page: OpenPage) -> None:
    scenario = _with_fixed(load_scenario("medfly-citrus-china"), "climate.suitable-from", 100.0)
    for name in PAGES:
        page = _open(open_page, name, scenario)
        if name == "4_spread":
            assert "nothing to invade" in page.markdown[0].value


def test_prohibition_leaves_nothing(open_page: OpenPage) -> None:
    scenario = load_scenario("medfly-citrus-china").with_measures(["prohibition"])
    said = _open(open_page, "2_entry", scenario).markdown[0].value
    assert "With the selected measures, **no infested unit is expected to reach a host.**" in said


@pytest.mark.parametrize(("scenario_id", "expected"), [
    ("medfly-citrus-china", "meets 5 of 5 criteria of a **quarantine pest** (PRA area: China);"
     " evidence not verified for 1 of them: **Presence or absence in the PRA area**."),
    ("false-codling-moth-citrus-eu", "meets every criterion of a **quarantine pest** (PRA area:"
     " European Union"),
])
def test_quarantine_status_tells_what_is_not_verified(
    open_page: OpenPage, scenario_id: str, expected: str
) -> None:
    said = [m.value for m in _overview(open_page, load_scenario(scenario_id)).markdown]
    assert any(expected in text for text in said)


@pytest.mark.parametrize("name", ["4_spread", "5_consequences"])
def test_medians_are_called_medians_with_the_mean_beside(open_page: OpenPage, name: str) -> None:
    scenario = load_scenario("medfly-citrus-china").with_measures(["cold-treatment"])
    said = _open(open_page, name, scenario).markdown[0].value
    assert "median" in said
    assert "expected" not in said
    assert said.count("90 % interval") == 1
    assert said.count("; mean ") == (2 if name == "5_consequences" else 1)


@pytest.mark.parametrize("language", LANGUAGES)
def test_unverified_climate_sheet_is_said_on_the_first_page(
    open_page: OpenPage, language: str
) -> None:
    page = _overview(open_page, load_scenario("medfly-citrus-china"), language)
    assert any("△" in warning.value for warning in page.warning)


def test_facts_nobody_checked_come_only_when_asked_for(open_page: OpenPage) -> None:
    page = _overview(open_page, load_scenario("medfly-citrus-china"))
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
