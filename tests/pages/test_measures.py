"""The measures page: what a switch changes, what cannot be combined, and the edges in words."""

from __future__ import annotations

import re

import pytest
from streamlit.testing.v1 import AppTest

from pra_core import wording
from pra_core.assessment import assess
from pra_core.i18n import translator
from pra_core.portfolio import portfolios
from pra_core.summary import meets
from tests.minimal import inspection, parameter, pathway, scenario, scenario_data, text, treatment
from tests.pages.conftest import OpenPage

DRAWS = 1_000


def opened(open_page: OpenPage, case: object, language: str = "en", **state: object) -> AppTest:
    test = open_page("6_measures", language, {"scenario": case, "draws": DRAWS, **state})
    assert not test.exception
    return test


def words(test: AppTest) -> str:
    return "\n".join(str(e.value) for e in (*test.markdown, *test.caption, *test.error))


def switch(test: AppTest, title: str) -> object:
    return next(x for x in test.toggle if x.label == title)


def press(test: AppTest, label: str) -> AppTest:
    return next(b for b in test.button if b.label == label).click().run()


def ban() -> dict[str, object]:
    whole = treatment("ban", efficacy=1.0, step="production", kind="volume", acts_on="unit",
                      restrictiveness=5)
    del whole["compliance"]
    return whole


def test_a_switch_changes_scenario_sentence_and_verdict(open_page: OpenPage) -> None:
    t, case = translator("en"), scenario()
    test = opened(open_page, case)
    switch(test, "cold").set_value(True).run()
    kept = test.session_state["scenario"]
    assert kept.selected == ("cold",)
    after = assess(kept, DRAWS)
    assert wording.verdict_sentence(meets(after, case.alop), after, case.alop, t) in words(test)
    switch(test, "cold").set_value(False).run()
    assert test.session_state["scenario"].selected == ()
    assert not test.exception


def test_the_least_restrictive_set_is_applied_and_cleared(open_page: OpenPage) -> None:
    case = scenario(measures=[treatment("weak", efficacy=0.1, restrictiveness=1), ban()])
    best = portfolios(case, case.alop, DRAWS).least_restrictive
    assert best == ("ban",)
    test = press(opened(open_page, case), "Apply the least restrictive set")
    assert test.session_state["scenario"].selected == best
    assert switch(test, "ban").value is True
    test = press(test, "Clear all")
    assert test.session_state["scenario"].selected == ()
    assert switch(test, "ban").value is False


def test_excluded_measures_cannot_both_be_on(open_page: OpenPage) -> None:
    case = scenario(measures=[treatment("warm", excludes=["cold"]),
                              treatment("cold", excludes=["warm"])])
    test = opened(open_page, case)
    switch(test, "warm").set_value(True).run()
    assert switch(test, "cold").disabled
    assert "Cannot be combined with** warm" in words(test)


def test_infeasible_and_unsupported_measures_say_why(open_page: OpenPage) -> None:
    case = scenario(measures=[
        treatment("glass", feasible=False, feasibility=text("no plant can do it")),
        treatment("base"), treatment("second", requires=["base"])])
    test = opened(open_page, case)
    assert switch(test, "glass").disabled
    assert "no plant can do it" not in words(test)
    assert "no plant can do it" in switch(test, "glass").help
    switch(test, "Show what each measure does").set_value(True).run()
    assert "no plant can do it" in words(test)
    assert "No effect without** base" in words(test)


def test_a_group_is_tied_by_a_mark_and_its_share(open_page: OpenPage) -> None:
    data = scenario_data(
        measures=[treatment("cold", group="house"), inspection("look", group="house")],
        groups=[{"id": "house", "title": text("one packhouse"),
                 "outage": parameter("house.outage", "1", value=0.02)}])
    said = words(opened(open_page, type(scenario()).model_validate(data)))
    assert "one packhouse: these fail together on 2 % of lots" in said
    assert said.count(":material/link: A") == 3


def test_pinning_shows_before_and_after(open_page: OpenPage) -> None:
    test = press(opened(open_page, scenario()), "Pin as reference")
    switch(test, "cold").set_value(True).run()
    assert "Since the pinned reference" in words(test)
    test = press(test, "Unpin the reference")
    assert "Since the pinned reference" not in words(test)


def test_eighteen_measures_are_too_many_to_search_but_not_to_judge(open_page: OpenPage) -> None:
    case = scenario(measures=[treatment(f"m{i}", efficacy=0.1) for i in range(18)])
    test = opened(open_page, case)
    assert "too many" in words(test)
    switch(test, "m3").set_value(True).run()
    assert test.session_state["scenario"].selected == ("m3",)
    assert "With the selected measure" in words(test)


@pytest.mark.parametrize("language", ["en", "zh_CN"])
@pytest.mark.parametrize("case", [
    pytest.param(scenario(measures=[]), id="no-measures"),
    pytest.param(scenario().with_measures(("cold", "inspection")), id="all-measures"),
    pytest.param(scenario(measures=[ban()]).with_measures(("ban",)), id="prohibition"),
    pytest.param(scenario(pathways=[pathway(
        volume=parameter("fruit.volume", "units/yr", value=0.0))]), id="no-volume"),
    pytest.param(scenario(alop={"metric": "annual_probability", "limit": 0.0,
                                "confidence": 0.95}), id="alop-zero"),
    pytest.param(scenario(alop={"metric": "pests_per_lot", "limit": 0.0,
                                "confidence": 0.95}), id="no-pest-in-a-lot"),
    pytest.param(scenario(alop={"metric": "years_between_outbreaks", "limit": 0.0,
                                "confidence": 0.5}), id="any-number-of-years"),
    pytest.param(scenario(alop={"metric": "annual_loss", "limit": 1.0, "confidence": 0.99}),
                 id="loss-nobody-meets"),
])
def test_edges_are_words(open_page: OpenPage, case: object, language: str) -> None:
    said = words(opened(open_page, case, language))
    assert not re.search(r"\bnan\b|\binf\b|not defined|无定义", said, re.IGNORECASE)
    assert "Traceback" not in said
