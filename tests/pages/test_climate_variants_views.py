"""The views of what-if and of another climate."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from pra_core import climate_variants
from pra_core.figures import variant_words as words
from pra_core.i18n import LANGUAGES, translator
from pra_core.store import load_scenario

OpenPage = Callable[..., AppTest]
VIEW = "establishment-view"
IDS = ("medfly-citrus-china", "fire-blight-apple-australia")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("view", ["what_if", "shift"])
@pytest.mark.parametrize("scenario_id", IDS)
def test_opens(open_page: OpenPage, scenario_id: str, view: str, language: str) -> None:
    page = open_page("3_establishment", language, {
        "scenario": load_scenario(scenario_id), VIEW: view})
    assert not page.exception
    assert [e.value for e in page.error] == []


def test_a_moved_slider_moves_the_area(open_page: OpenPage) -> None:
    scenario, t = load_scenario("medfly-citrus-china"), translator("en")
    page = open_page("3_establishment", "en", {VIEW: "what_if"})
    page.slider(key="0:what-if-ttcs").set_value(9.0).run()
    own, other = (climate_variants.what_if(scenario, v) for v in ({}, {"ttcs": 9.0}))
    assert words.what_if_answer(own, other, t) in [m.value for m in page.markdown]
    assert page.session_state["scenario"] == scenario


def test_values_out_of_order_are_refused_in_words(open_page: OpenPage) -> None:
    page = open_page("3_establishment", "en", {VIEW: "what_if"})
    page.multiselect(key="0:what-if-fields").set_value(["dv2", "dv3"]).run()
    assert not page.error
    page.slider(key="0:what-if-dv2").set_value(36.0).run()
    assert not page.exception
    assert any("dv2" in e.value and "36" in e.value for e in page.error)


def test_another_climate_is_taken_into_the_scenario_and_given_back(open_page: OpenPage) -> None:
    page = open_page("3_establishment", "en", {VIEW: "shift"})
    page.slider(key="0:shift-heat-1-0").set_value(3.0).run()
    page.button(key="0:shift-adopt").click().run()
    held = page.session_state["scenario"].climate_scenario
    assert held.warming == (3.0,) * 12
    assert held.rain == (1.0,) * 12
    assert held.title["en"] == "What if: temperature +3 °C, rain 0 %"
    assert held.source.status == "assumed"
    assert any(held.title["en"] in i.value for i in page.info)
    page.button(key="0:shift-normals").click().run()
    assert page.session_state["scenario"].climate_scenario is None
    assert not page.exception


def test_quarters_have_their_own_change(open_page: OpenPage) -> None:
    page = open_page("3_establishment", "en", {VIEW: "shift"})
    page.toggle(key="0:shift-seasonal").set_value(True).run()
    page.slider(key="0:shift-rain-4-2").set_value(-30).run()
    page.button(key="0:shift-adopt").click().run()
    held = page.session_state["scenario"].climate_scenario
    assert held.rain[5:8] == (0.7, 0.7, 0.7)
    assert held.rain[:5] == (1.0,) * 5


def test_quarters_begin_with_the_whole_year(open_page: OpenPage) -> None:
    page = open_page("3_establishment", "en", {VIEW: "shift"})
    page = next(s for s in page.slider if "heat-1-0" in str(s.key)).set_value(3.0).run()
    page = next(w for w in page.toggle if "seasonal" in str(w.key)).set_value(True).run()
    assert [s.value for s in page.slider if "heat-4-" in str(s.key)] == [3.0] * 4
