"""The measure library page: browse, add with what is known or decided, edit, files."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from pages.ui import library_files
from pra_core.errors import PraError
from pra_core.i18n import LANGUAGES, translator
from pra_core.measure_edit import with_measure
from pra_core.store import load_scenario
from pra_core.store.measures import dump_measures

OpenPage = Callable[..., AppTest]
MEDFLY = "medfly-citrus-china"
BEGUN = {"generation": 0}


def _button(test: AppTest, label: str) -> object:
    return next(b for b in test.button if b.label == label)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("view", ["browse", "own", "menu"])
def test_every_view_opens(open_page: OpenPage, view: str, language: str) -> None:
    test = open_page("library", language, {"library-view": view})
    assert not test.exception
    assert not test.error
    assert "Ceratitis" in test.markdown[0].value or any(
        "Ceratitis" in m.value for m in test.markdown[:4])


def test_evidence_on_the_pest_is_used_as_it_is(open_page: OpenPage) -> None:
    test = open_page("library", state={"library-chosen": "irradiation"})
    test.text_input(key="0:add:irradiation:reason").set_value("Audit 2025")
    test.button(key="0:add:irradiation:use").click().run()
    assert not test.exception
    assert not test.error
    kept = test.session_state["scenario"].measure("irradiation-2")
    assert kept.effects[0].efficacy["CERTCA"].distribution.a == 100_000.5
    assert kept.effects[0].efficacy["CERTCA"].source.status == "verified"
    assert kept.compliance.source.reason == {"en": "Audit 2025"}
    assert "100 Gy" in kept.treatment_entry.concentration["en"]


def test_unknown_efficacy_is_asked_for_and_what_was_typed_stays(open_page: OpenPage) -> None:
    test = open_page("library", state={"library-chosen": "low-prevalence-area"})
    key = "0:add:low-prevalence-area"
    test.selectbox(key="0:library:category").select("pest-freedom").run()
    test.number_input(key=f"{key}:efficacy:range:low").set_value(40)
    test.button(key=f"{key}:use").click().run()
    assert not test.exception
    assert "low-prevalence-area.efficacy" in test.error[0].value
    assert "reason" in test.error[0].value
    assert test.number_input(key=f"{key}:efficacy:range:low").value == 40
    assert "low-prevalence-area" not in [m.id for m in test.session_state["scenario"].measures]
    test.number_input(key=f"{key}:efficacy:range:mode").set_value(80)
    test.number_input(key=f"{key}:efficacy:range:high").set_value(120)
    test.text_input(key=f"{key}:reason").set_value("Judgement of the NPPO")
    test.button(key=f"{key}:use").click().run()
    assert "1.2" in test.error[0].value
    test.number_input(key=f"{key}:efficacy:range:high").set_value(95)
    test.button(key=f"{key}:use").click().run()
    assert not test.error
    kept = test.session_state["scenario"].measure("low-prevalence-area")
    assert kept.effects[0].efficacy["CERTCA"].distribution.mode == pytest.approx(0.8)
    assert "Ceratitis capitata" in kept.certificate["en"]
    assert any("Added" in one.value for one in test.success)


@pytest.mark.parametrize("scenario_id", [
    MEDFLY, "false-codling-moth-citrus-eu", "fire-blight-apple-australia",
    "dwarf-bunt-wheat-china"])
def test_saving_a_measure_untouched_changes_nothing(open_page: OpenPage, scenario_id: str) -> None:
    scenario = load_scenario(scenario_id)
    for measure in (scenario.measures[0], scenario.measures[-2]):
        test = open_page("library", state={"scenario": scenario, "library-view": "own",
                                           "0:own-measure": measure.id})
        test.button(key="own-save").click().run()
        assert not test.exception
        assert not test.error
        assert test.session_state["scenario"].fingerprint == scenario.fingerprint


def test_a_measure_of_ones_own(open_page: OpenPage) -> None:
    test = open_page("library", state={"library-view": "own"})
    test.button(key="own-save").click().run()
    assert not test.exception
    told = test.error[0].value
    assert "efficacy" in told
    assert "title" in told
    key = "0:own:new:0"
    test.text_input(key=f"{key}:id").set_value("extra-sorting")
    test.text_input(key=f"{key}:title:zh_CN").set_value("再次分选")
    test.text_area(key=f"{key}:description:en").set_value("A third pass.")
    test.text_input(key=f"{key}:restrictiveness_reason:en").set_value("Labour only.")
    test.text_input(key=f"{key}:feasibility:en").set_value("Usual.")
    test.text_input(key=f"{key}:reason").set_value("Own trial")
    for field, value in (("treated", 100), ("survivors", 120)):
        test.segmented_control(key=f"{key}:effect-0:efficacy:way").set_value("trial").run()
        test.number_input(key=f"{key}:effect-0:efficacy:trial:{field}").set_value(value)
    test.button(key="own-save").click().run()
    assert "survivors" in test.error[0].value
    test.number_input(key=f"{key}:effect-0:efficacy:trial:survivors").set_value(20)
    test.button(key="own-save").click().run()
    assert not test.exception
    assert not test.error
    kept = test.session_state["scenario"].measure("extra-sorting")
    assert kept.title == {"en": "再次分选", "zh_CN": "再次分选"}
    law = kept.effects[0].efficacy["CERTCA"].distribution
    assert (law.a, law.b) == (80.5, 20.5)
    assert (kept.effects[0].trial.treated, kept.effects[0].trial.survivors) == (100, 20)
    test.button(key="own-drop").click().run()
    assert "extra-sorting" not in [m.id for m in test.session_state["scenario"].measures]


def test_a_file_of_measures_goes_out_and_comes_in() -> None:
    t, scenario = translator("en"), load_scenario(MEDFLY)
    text = dump_measures(scenario, ["culling", "prohibition"])
    fresh, titles = library_files.opened(scenario, text.encode(), "m.yaml", t)
    assert "Second sorting" in titles
    assert fresh.measure("culling") == scenario.measure("culling").model_copy(
        update={"group": None})
    other = load_scenario("false-codling-moth-citrus-eu")
    with pytest.raises(PraError) as caught:
        library_files.opened(other, text.encode(), "m.yaml", t)
    assert "ARGPLE" in str(caught.value)
    with pytest.raises(PraError) as caught:
        library_files.opened(scenario, b"schema_version: 1\nmeasures: [{id: A}]", "m.yaml", t)
    assert {p.code for p in caught.value.problems} >= {"missing"}
    assert with_measure(scenario, scenario.measure("culling")) == scenario
