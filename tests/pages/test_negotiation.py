"""The negotiating table as a visitor sees it: both languages, changes kept, refusals in words."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from pages.ui import compute_negotiation
from pra_core import reference
from pra_core.i18n import LANGUAGES, translator
from pra_core.store import load_scenario
from pra_core.store.negotiations import load_negotiation
from tests.minimal import scenario
from tests.pages.conftest import OpenPage

DRAWS = 600


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is too close to call stays so: no set is judged again on more draws."""
    monkeypatch.setattr(compute_negotiation, "pending", lambda *_: ())


def opened(open_page: OpenPage, case: object, language: str = "en") -> AppTest:
    test = open_page("negotiation", language, {"scenario": case, "draws": DRAWS})
    assert not test.exception
    return test


def words(test: AppTest) -> str:
    return "\n".join(str(e.value) for e in (*test.markdown, *test.caption, *test.error))


def press(test: AppTest, label: str) -> AppTest:
    return next(b for b in test.button if b.label == label).click().run()


@pytest.mark.parametrize(("scenario_id", "language"), [
    *((i, "en") for i in reference.scenario_ids()), ("false-codling-moth-citrus-eu", "zh_CN")])
@pytest.mark.usefixtures("quick")
def test_the_worked_negotiation_is_shown(open_page: OpenPage, scenario_id: str, language: str
                                         ) -> None:
    test, found = opened(open_page, load_scenario(scenario_id), language), load_negotiation(
        scenario_id)
    t = translator(language)
    assert t.local(found.context) in words(test).replace("\\", "")
    assert t("Where could they meet?") in [h.value for h in test.header]
    assert len(test.code) == 4  # two positions in two languages
    assert not test.error


@pytest.mark.usefixtures("quick")
def test_a_changed_proposal_stays_on_the_table_and_one_refused_does_not(open_page: OpenPage
                                                                        ) -> None:
    test = opened(open_page, load_scenario("medfly-citrus-china"))
    measures = next(m for m in test.multiselect if m.label == "Measures")
    measures.set_value(["cold-treatment"])
    press(test, "Put it on the table")
    assert not test.exception
    kept = test.session_state["negotiation:medfly-citrus-china"]
    assert kept.proposals[0].measures == ("cold-treatment",)
    measures = next(m for m in test.multiselect if m.label == "Measures")
    measures.set_value(["cold-treatment", "cold-treatment-extended"])
    press(test, "Put it on the table")
    assert not test.exception
    assert "These measures exclude each other: " in words(test)
    assert "cold-treatment" not in words(test).split("exclude each other")[1]
    assert "stays on the table" in words(test)
    assert measures.value == ["cold-treatment", "cold-treatment-extended"]
    kept = test.session_state["negotiation:medfly-citrus-china"]
    assert kept.proposals[0].measures == ("cold-treatment",)
    press(test, "Back to the table as it was shipped")
    assert "regional programme" in words(test)


@pytest.mark.usefixtures("quick")
def test_a_proposal_is_taken_over_by_the_workbench(open_page: OpenPage) -> None:
    test = opened(open_page, load_scenario("medfly-citrus-china"))
    press(test, "Select its measures in the workbench")
    assert not test.exception
    offered = load_negotiation("medfly-citrus-china").proposals[0].measures
    assert test.session_state["scenario"].selected == tuple(sorted(offered))
    press(test, "Add the measures selected in the workbench")
    assert not test.exception
    kept = test.session_state["negotiation:medfly-citrus-china"]
    assert len(kept.proposals) == 4
    assert kept.proposals[3].measures == test.session_state["scenario"].selected


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_scenario_without_a_written_negotiation_begins_one(open_page: OpenPage, language: str
                                                             ) -> None:
    test = opened(open_page, scenario().with_measures(("cold",)), language)
    t = translator(language)
    assert t("No argument is written yet.").rstrip(".") in words(test).replace("\\", "")
    assert len(test.code) == 4


@pytest.mark.usefixtures("quick")
def test_other_terms_are_judged_on_their_own(open_page: OpenPage) -> None:
    test = opened(open_page, load_scenario("medfly-citrus-china"))
    next(s for s in test.selectbox if s.label == "On the right").set_value("alternative").run()
    assert not test.exception
    assert "0.5 times the volume of the scenario; arrival in December, January, February only" in (
        words(test))
    assert words(test).count("On the terms of") == 4  # in the answer and below it
    assert "Alternative – at half the volume, arriving in December to February only" in words(test)


@pytest.mark.usefixtures("quick")
def test_a_volume_of_nothing_is_refused_beside_its_field(open_page: OpenPage) -> None:
    test = opened(open_page, load_scenario("medfly-citrus-china"))
    next(n for n in test.number_input if n.label.startswith("Volume")).set_value(0.0)
    press(test, "Put it on the table")
    assert not test.exception
    assert "The volume must be above 0" in words(test)
    assert "negotiation:medfly-citrus-china" not in test.session_state


@pytest.mark.usefixtures("quick")
def test_a_new_proposal_has_a_name_and_a_party(open_page: OpenPage) -> None:
    test = opened(open_page, load_scenario("medfly-citrus-china"))
    press(test, "Add this proposal")
    assert "Give the proposal a name." in words(test)
    next(x for x in test.text_input if x.label == "Name of the proposal").set_value("A pilot year")
    next(s for s in test.selectbox if s.label == "Who makes it").set_value("importer")
    press(test, "Add this proposal")
    assert not test.exception
    kept = test.session_state["negotiation:medfly-citrus-china"]
    assert (kept.proposals[3].title["en"], kept.proposals[3].party) == ("A pilot year", "importer")
    assert [x.value for x in test.toast] == ["The new proposal lies on the table."]


@pytest.mark.usefixtures("quick")
def test_nothing_selected_cannot_be_added_and_the_reason_is_told(open_page: OpenPage) -> None:
    test = opened(open_page, load_scenario("medfly-citrus-china").with_measures(()))
    button = next(b for b in test.button
                  if b.label == "Add the measures selected in the workbench")
    assert button.disabled
    assert button.help == "No measure is selected in the workbench."
