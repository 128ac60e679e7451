"""The spread page: the simulation over the map is run, stopped, kept and told in words."""

from __future__ import annotations

from itertools import islice

import pytest
from streamlit.testing.v1 import AppTest

from pages.ui import compute
from pra_core import load_scenario
from pra_core.errors import PraError
from pra_core.i18n import translator
from pra_core.scenario import Scenario
from pra_core.spread_map import SpreadChoice, spread_map, spread_map_in_batches
from tests.pages.conftest import OpenPage


@pytest.fixture(scope="module")
def medfly() -> Scenario:
    return load_scenario("medfly-citrus-china").with_measures(())


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    compute._spreads().clear()


def opened(open_page: OpenPage, scenario: Scenario, language: str = "en", seed: int = 1
           ) -> AppTest:
    test = open_page("4_spread", language,
                     {"scenario": scenario, "draws": 500, "seed": seed})
    return test.select_slider(key="0:spread-count").set_value(20).run()


def started(test: AppTest) -> AppTest:
    return test.button(key="0:spread-start").click().run()


def words(test: AppTest) -> str:
    assert not test.exception
    return "\n".join(str(e.value) for e in (*test.markdown, *test.caption, *test.error))


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_the_simulation_runs_on_request_and_is_kept(
        open_page: OpenPage, medfly: Scenario, language: str) -> None:
    test = opened(open_page, medfly, language)
    expected = spread_map(medfly, SpreadChoice(replicates=20), 1).quantiles()[1, -1]
    median = translator(language).number(float(expected))
    assert median not in words(test)
    assert median in words(started(test))
    assert not [b for b in test.button if b.key == "0:spread-start"]
    again = opened(open_page, medfly, language)
    assert median in words(again)
    assert len(again.get("iframe")) == 1


def test_another_choice_asks_for_another_run(open_page: OpenPage, medfly: Scenario) -> None:
    test = started(opened(open_page, medfly))
    test.select_slider(key="0:spread-share").set_value(1e-3).run()
    assert not test.button(key="0:spread-start").disabled
    assert test.button(key="0:spread-stop").disabled
    carried = spread_map(medfly, SpreadChoice(replicates=20, long_share=1e-3), 1)
    median = translator("en").number(float(carried.quantiles()[1, -1]))
    assert median in words(started(test))


def test_a_stopped_run_shows_what_is_there(open_page: OpenPage, medfly: Scenario) -> None:
    choice = SpreadChoice(replicates=20)
    *_, part = islice(spread_map_in_batches(medfly, choice, 1, batch=2), 3)
    compute._spreads()[medfly.fingerprint, choice, 1] = part
    test = opened(open_page, medfly)
    assert "Stopped after 6 of 20 simulations." in words(test)
    assert len(test.get("iframe")) == 1
    assert not test.button(key="0:spread-start").disabled


def test_a_place_far_from_any_suitable_cell_is_told(open_page: OpenPage, medfly: Scenario) -> None:
    test = opened(open_page, medfly)
    box = test.multiselect(key="0:spread-places")
    harbin = next(label for label in box.options if label.startswith("Harbin"))
    test = started(box.set_value([harbin]).run())
    assert "km from the nearest suitable cell" in words(test)


def test_nothing_to_invade_is_told_without_a_map(open_page: OpenPage, medfly: Scenario) -> None:
    cold = medfly.changed(pra_area=medfly.pra_area.model_copy(
        update={"countries": ("RU",), "box": (60.0, 66.0, 120.0, 75.0)}), hosts=None)
    with pytest.raises(PraError):
        spread_map(cold, SpreadChoice(replicates=2), 1)
    test = open_page("4_spread", "en", {"scenario": cold, "draws": 500})
    assert "nothing to invade" in words(test)
    assert not test.get("iframe")
