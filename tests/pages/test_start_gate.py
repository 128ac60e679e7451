"""Starting an assessment and the quarantine pest test, as a new user walks through them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from pra_core.i18n import LANGUAGES

OpenPage = Callable[..., AppTest]
GRAPES = {"en": "fresh grapes from Chile to Australia", "zh_CN": "智利输往澳大利亚的鲜食葡萄"}
BEETLE = {"en": "Popillia japonica", "zh_CN": "日本金龟子"}


def _said(test: AppTest, text: str) -> AppTest:
    assert not test.exception
    return test.text_input(key="start-text").set_value(text).run()


def _all_text(test: AppTest) -> str:
    shown = [*test.markdown, *test.caption, *test.success, *test.warning, *test.info, *test.error]
    return "\n".join(str(one.value) for one in shown)


def _to_gate(test: AppTest, reason: str = "First request.") -> AppTest:
    test.text_area(key="start-reason").set_value(reason).run()
    return test.button(key="start-conclude").click().run()


@pytest.mark.parametrize("language", LANGUAGES)
def test_from_grapes_of_chile_to_the_draft(open_page: OpenPage, language: str) -> None:
    test = _said(open_page("1_pest", language), GRAPES[language])
    assert test.session_state["start-goods"] == "grapes-fresh"
    assert test.session_state["start-origin"] == ["CL"]
    assert test.session_state["start-area"] == ["AU"]
    assert test.session_state["start-pest"] == "POLYBO"
    table = next(one.value for one in test.table if len(one.value) > 3)
    assert "Lobesia botrana" in str(table.iloc[0].to_list())
    _to_gate(test)
    assert test.session_state["pest-view"] == "gate"
    assert "Lobesia botrana" in test.markdown[0].value
    test.text_input(key="gate:POLYBO:AU:reason").set_value("Checked.").run()
    test.button(key="gate-conclude").click().run()
    assert not test.error
    test.button(key="gate-build").click().run()
    assert not test.exception
    assert test.session_state["pest-view"] == "draft"
    draft = test.session_state["draft"]
    assert draft.initiation.start == "pathway"
    assert draft.initiation.candidates[0] == "POLYBO"
    # No list of Australia answers whether it can establish: the assessment goes on all the same.
    assert draft.status.outcome == "undecided"
    assert draft.status.categorization.continues


@pytest.mark.parametrize("language", LANGUAGES)
def test_from_the_japanese_beetle_to_the_draft(open_page: OpenPage, language: str) -> None:
    test = _said(open_page("1_pest", language), BEETLE[language])
    assert test.session_state["start-point"] == "pest"
    assert test.session_state["start-pest"] == "POPIJA"
    assert test.button(key="start-conclude").disabled
    test.selectbox(key="start-goods").set_value("aircraft").run()
    test.multiselect(key="start-origin").set_value(["JP"]).run()
    test.multiselect(key="start-area").set_value(["AU"]).run()
    _to_gate(test)
    # No list of Australia is in the library, so that establishment is left to the user.
    assert test.session_state["gate:POPIJA:AU:establishment"] == "unknown"
    test.segmented_control(key="gate:POPIJA:AU:establishment").set_value("yes").run()
    test.text_input(key="gate:POPIJA:AU:reason").set_value("Checked.").run()
    test.button(key="gate-conclude").click().run()
    assert test.error
    test.text_input(key="gate:POPIJA:AU:establishment:own").set_value("Soil 20 °C.").run()
    test.button(key="gate-conclude").click().run()
    assert not test.error
    test.button(key="gate-build").click().run()
    assert not test.exception
    status = test.session_state["draft"].status
    assert status.outcome == "quarantine_pest"
    own = status.categorization.establishment.evidence[0]
    assert own.source.status == "assumed"
    assert own.text == {"en": "Soil 20 °C."}
    assert "presence" in status.categorization.unverified


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_policy_review_asks_what_is_reviewed(open_page: OpenPage, language: str) -> None:
    test = _said(open_page("1_pest", language), GRAPES[language])
    test.segmented_control(key="start-point").set_value("policy").run()
    assert not test.exception
    _to_gate(test)
    assert test.session_state["pest-view"] == "start"
    assert test.error[0].value.count("\n- ") == 1
    test.text_input(key="start-decision").set_value("Cold treatment").run()
    test.text_input(key="start-occasion").set_value("A dispute").run()
    test.button(key="start-conclude").click().run()
    assert test.session_state["pest-view"] == "gate"
    record = test.session_state["start-concluded"][1]
    assert record.review.decision == {"en": "Cold treatment"}
    assert record.start == "policy"


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_fails_the_test_stops(open_page: OpenPage, language: str) -> None:
    test = _said(open_page("1_pest", language), GRAPES[language])
    _to_gate(test)
    test.segmented_control(key="gate:POLYBO:AU:presence").set_value("widespread").run()
    test.text_input(key="gate:POLYBO:AU:presence:own").set_value("Survey 2025.").run()
    test.text_input(key="gate:POLYBO:AU:reason").set_value("Checked.").run()
    test.button(key="gate-conclude").click().run()
    assert not test.exception
    assert "gate-build" not in {one.key for one in test.button}
    test.button(key="gate-other").click().run()
    assert test.session_state["pest-view"] == "start"
    assert test.session_state["start-text"] == GRAPES[language]


def test_a_conclusion_holds_only_for_the_answers_it_was_about(open_page: OpenPage) -> None:
    test = _said(open_page("1_pest"), GRAPES["en"])
    _to_gate(test)
    test.text_input(key="gate:POLYBO:AU:reason").set_value("Checked.").run()
    test.button(key="gate-conclude").click().run()
    assert "gate-build" in {one.key for one in test.button}
    test.segmented_control(key="gate:POLYBO:AU:spread").set_value("unknown").run()
    assert "gate-build" not in {one.key for one in test.button}


def test_the_gate_asks_for_a_pest_and_an_area_first(open_page: OpenPage) -> None:
    test = open_page("1_pest", state={"pest-view": "gate"})
    assert not test.exception
    assert "PRA area" in test.markdown[0].value
    test.button(key="gate-start").click().run()
    assert test.session_state["pest-view"] == "start"


def test_what_is_not_known_is_said_and_nothing_is_chosen(open_page: OpenPage) -> None:
    test = _said(open_page("1_pest"), "mangosteens from Thailand to Norway")
    assert "mangosteen" in _all_text(test)
    assert test.session_state["start-goods"] is None
    assert test.session_state["start-origin"] == ["TH"]
    _said(test, "<b>qwxz</b> **zz**")
    assert not test.exception
    assert "known to the library" in _all_text(test)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_new_sentence_takes_back_what_the_former_one_chose(open_page: OpenPage, language: str
                                                             ) -> None:
    test = _said(open_page("1_pest", language), GRAPES[language])
    test.text_area(key="start-reason").set_value("About grapes.").run()
    _said(test, BEETLE[language])
    held = test.session_state
    assert (held["start-pest"], held["start-goods"]) == ("POPIJA", None)
    assert (held["start-origin"], held["start-area"], held["start-reason"]) == ([], [], "")
    test.button(key="start-back").click().run()
    assert not test.exception
    held = test.session_state
    assert (held["start-goods"], held["start-origin"]) == ("grapes-fresh", ["CL"])
    assert held["start-reason"] == "About grapes."


def test_a_sentence_that_names_no_pest_is_not_read_as_the_pest_chosen(open_page: OpenPage) -> None:
    test = _said(open_page("1_pest"), BEETLE["en"])
    assert "Read as: Japanese beetle" in _all_text(test)
    _said(test, "xqzzt from Nowhere")
    assert "Read as" not in _all_text(test)


def test_answers_are_proposals_until_somebody_confirms_them(open_page: OpenPage) -> None:
    test = _said(open_page("1_pest"), GRAPES["en"])
    _to_gate(test)
    assert "Not confirmed yet" in test.markdown[0].value
    assert "Proposed by the library" in _all_text(test)
    test.text_input(key="gate:POLYBO:AU:reason").set_value("Checked.").run()
    test.button(key="gate-conclude").click().run()
    assert "Not confirmed yet" not in test.markdown[0].value
    assert "Proposed by the library" not in _all_text(test)


def test_ware_potatoes_are_not_plants_for_planting_and_seed_potatoes_are(open_page: OpenPage
                                                                         ) -> None:
    for goods, planting in (("potatoes-ware", False), ("potatoes-seed", True)):
        test = open_page("1_pest", state={
            "pest-view": "gate", "start-pest": "RALSSL", "start-goods": goods,
            "start-origin": ["EG"], "start-area": ["EU"], "start-point": "pest"})
        assert not test.exception
        assert test.checkbox(key=f"gate:RALSSL:EU:planting:{goods}").value is planting


def test_an_earlier_assessment_can_be_opened(open_page: OpenPage) -> None:
    test = _said(open_page("1_pest"), "apples from New Zealand to Australia")
    assert any("commodity, origin, PRA area" in one.value.to_string() for one in test.table)
    test.button(key="start-open").click().run()
    assert not test.exception
    assert test.session_state["scenario"].id == "fire-blight-apple-australia"
    assert test.session_state["pest-view"] == "scenario"


def test_a_sentence_about_goods_adds_the_pathway_of_the_pest_started_from(open_page: OpenPage
                                                                          ) -> None:
    test = _said(_said(open_page("1_pest"), "Popillia japonica"),
                 "potted plants for planting from Italy to the United Kingdom")
    assert test.session_state["start-point"] == "pest"
    assert test.session_state["start-pest"] == "POPIJA"
    assert test.session_state["start-origin"] == ["IT"]
    assert test.session_state["start-area"] == ["GB"]
    assert test.session_state["start-goods"]


def test_of_an_absent_pest_official_control_is_not_claimed(open_page: OpenPage) -> None:
    test = _to_gate(_said(open_page("1_pest"), GRAPES["en"]))
    test.text_input(key="gate:POLYBO:AU:reason").set_value("Checked.").run()
    test.button(key="gate-conclude").click().run()
    test.button(key="gate-build").click().run()
    said = {one.element: one.evidence["en"] for one in test.session_state["draft"].criteria}
    assert "not asked" in said["regulatory_status"]
    assert said["regulatory_status"] != said["presence"]
