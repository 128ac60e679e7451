"""Tour, help and worked questions on the pages."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from pages.ui import session_tour
from pra_core import load_scenario
from pra_core.figures.question_words import LACKING, WHY
from pra_core.i18n import LANGUAGES, translator
from pra_core.store.first_steps import load_first_steps

OpenPage = Callable[..., AppTest]
OPEN = {"help-6_measures": True}
CHOSEN = ["cold-treatment", "export-inspection"]


def words(page: AppTest) -> str:
    blocks = (page.markdown, page.caption, page.info)
    return "\n".join(str(one.value) for block in blocks for one in block)


def test_the_tour_is_offered_once_and_can_be_declined(open_page: OpenPage) -> None:
    page = open_page("1_pest")
    assert page.button(key="tour-begin")
    page.button(key="tour-decline").click().run()
    assert "tour-begin" not in {one.key for one in page.button}


@pytest.mark.parametrize("language", LANGUAGES)
def test_five_stops_lead_from_page_to_page(open_page: OpenPage, language: str) -> None:
    t, tour = translator(language), load_first_steps().tour
    page = open_page("1_pest", language)
    page.button(key="tour-begin").click().run()
    for number, stop in enumerate(tour):
        assert not page.exception
        assert t.local(stop.look) in words(page)
        assert page.session_state[session_tour.STOP] == number
        if number < len(tour) - 1:
            page.button(key="tour-next").click().run()
    page.button(key="tour-end").click().run()
    assert t.local(tour[-1].look) not in words(page)
    page = page.switch_page("../1_pest.py").run()
    assert "tour-begin" not in {one.key for one in page.button}


def test_on_another_page_the_tour_waits_and_leads_back(open_page: OpenPage) -> None:
    page = open_page("method", state={session_tour.STOP: 1})
    assert load_first_steps().tour[1].look["en"] not in words(page)
    page.button(key="tour-return").click().run()
    assert load_first_steps().tour[1].look["en"] in words(page)


def test_the_tour_puts_a_changed_scenario_aside(open_page: OpenPage) -> None:
    other = load_scenario("fire-blight-apple-australia")
    was = other.changed(summary={"en": "as it was"})
    page = open_page("1_pest", state={"scenario": other.with_measures(()), "original": was})
    page.button(key="tour-begin").click().run()
    assert page.session_state["scenario"].id == "medfly-citrus-china"
    assert page.session_state["aside"][0].id == other.id


@pytest.mark.parametrize("language", LANGUAGES)
def test_help_says_what_the_page_answers_and_its_terms(open_page: OpenPage, language: str) -> None:
    t, steps = translator(language), load_first_steps()
    page = open_page("6_measures", language, OPEN)
    found = steps.help_of("6_measures")
    assert found is not None
    said = words(page)
    assert t.local(found.answers) in said
    assert all(t.local(one.term) in said for one in steps.terms_of("6_measures"))


def test_a_question_is_answered_and_its_change_kept(open_page: OpenPage) -> None:
    chosen = load_scenario("medfly-citrus-china").with_measures(CHOSEN)
    page = open_page("6_measures", state={**OPEN, "scenario": chosen, "original": chosen})
    page.selectbox(key="worked-question").set_value("no-measures").run()
    assert WHY["no-measures"] in words(page)
    page.button(key="worked-keep").click().run()
    assert page.session_state["scenario"].selected == ()
    assert page.session_state["pinned"].selected == tuple(CHOSEN)


def test_a_question_that_does_not_apply_says_why(open_page: OpenPage) -> None:
    page = open_page("6_measures", state={
        **OPEN, "scenario": load_scenario("medfly-citrus-china").with_measures(())})
    page.selectbox(key="worked-question").set_value("one-lot-in-five").run()
    assert LACKING["measures"] in words(page)
