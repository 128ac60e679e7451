"""The measure library page: browse, add with what is known or decided, edit, files."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from pages.ui import library_files, library_own
from pra_core.errors import PraError
from pra_core.i18n import LANGUAGES, translator
from pra_core.measure_edit import with_measure
from pra_core.measure_library import measure_library
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
    key = "0:add:irradiation"
    assert any("already has this in another form" in w.value and "Irradiation" in w.value
               for w in test.warning)
    assert test.button(key=f"{key}:use").disabled
    test.checkbox(key=f"{key}:again").check().run()
    test.segmented_control(key=f"{key}:compliance:way").set_value("range").run()
    for field, value in (("low", 90), ("mode", 97), ("high", 100)):
        test.number_input(key=f"{key}:compliance:range:{field}").set_value(value)
    test.button(key=f"{key}:use").click().run()
    assert "Reason" in test.error[0].value
    test.text_input(key=f"{key}:reason").set_value("Audit 2025")
    test.button(key=f"{key}:use").click().run()
    assert not test.exception
    assert not test.error
    kept = test.session_state["scenario"].measure("irradiation-2")
    assert kept.effects[0].efficacy["CERTCA"].distribution.a == 100_000.5
    assert kept.effects[0].efficacy["CERTCA"].source.status == "verified"
    assert kept.compliance.source.reason == {"en": "Audit 2025"}
    assert "100 Gy" in kept.treatment_entry.concentration["en"]
    there = load_scenario(MEDFLY).measure("irradiation")
    assert not kept.feasible
    assert kept.feasibility == there.feasibility
    assert kept.excludes == ("irradiation",)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_workbench_proposes_needs_no_reason(open_page: OpenPage, language: str) -> None:
    test = open_page("library", language, {"library-chosen": "cold-treatment"})
    key = "0:add:cold-treatment"
    captions = " ".join(c.value for c in test.caption)
    assert translator(language)("assumed") in captions
    assert ("No record of this trade" in captions) == (language == "en")
    assert "reason" not in " ".join(str(one.key) for one in test.text_input)
    test.checkbox(key=f"{key}:again").check().run()
    test.button(key=f"{key}:use").click().run()
    assert not test.exception
    assert not test.error
    kept = test.session_state["scenario"].measure("cold-treatment-2")
    there = load_scenario(MEDFLY)
    assert kept.compliance.source.status == "assumed"
    assert kept.group == there.measure("cold-treatment").group
    factor, given = (m.effects[0].survivor_factor for m in (
        kept, there.measure("cold-treatment")))
    assert factor.distribution == given.distribution
    assert factor.source.status == "assumed"
    assert set(kept.excludes) == {"cold-treatment", "cold-treatment-extended"}


def test_the_measure_there_is_opened_instead(open_page: OpenPage) -> None:
    test = open_page("library", state={"library-chosen": "irradiation"})
    test.button(key="0:add:irradiation:open").click().run()
    assert not test.exception
    assert test.session_state["library-view"] == "own"
    assert test.selectbox(key="0:own-measure").value == "irradiation"


def test_what_has_evidence_comes_first_with_counts(open_page: OpenPage) -> None:
    test = open_page("library")
    scope = test.segmented_control(key="0:library:scope")
    assert scope.value == "known"
    scenario = load_scenario(MEDFLY)
    known = [e for e in measure_library().for_scenario(scenario)
             if e.is_shown_for(scenario.pest.eppo_code)]
    assert any(o.endswith(f"({len(known)})") for o in scope.options)
    assert len([b for b in test.button if str(b.key).startswith("choose-")]) == len(known)
    assert len(known) > 0
    scope.set_value("all").run()
    assert not test.exception
    assert len([b for b in test.button if str(b.key).startswith("choose-")]) == 20


def test_unknown_efficacy_is_asked_for_and_what_was_typed_stays(open_page: OpenPage) -> None:
    test = open_page("library", state={"library-chosen": "low-prevalence-area"})
    key = "0:add:low-prevalence-area"
    test.segmented_control(key="0:library:scope").set_value("fitting").run()
    test.selectbox(key="0:library:category").select("pest-freedom").run()
    test.checkbox(key=f"{key}:again").check().run()
    test.number_input(key=f"{key}:efficacy:range:low").set_value(40).run()
    test.button(key=f"{key}:use").click().run()
    assert not test.exception
    assert "Efficacy when applied" in test.error[0].value
    assert "Most likely, Highest" in test.error[0].value
    assert "Reason" in test.error[0].value
    assert "low-prevalence-area" not in test.error[0].value
    assert test.number_input(key=f"{key}:efficacy:range:low").value == 40
    assert "low-prevalence-area" not in [m.id for m in test.session_state["scenario"].measures]
    test.number_input(key=f"{key}:efficacy:range:mode").set_value(80)
    test.number_input(key=f"{key}:efficacy:range:high").set_value(120)
    test.text_input(key=f"{key}:reason").set_value("Judgement of the NPPO")
    test.button(key=f"{key}:use").click().run()
    assert "120 %" in test.error[0].value
    assert "0 % to 100 %" in test.error[0].value
    test.number_input(key=f"{key}:efficacy:range:high").set_value(95)
    test.button(key=f"{key}:use").click().run()
    assert not test.error
    kept = test.session_state["scenario"].measure("low-prevalence-area")
    assert kept.effects[0].efficacy["CERTCA"].distribution.mode == pytest.approx(0.8)
    assert "Ceratitis capitata" in kept.certificate["en"]
    assert any("Added" in one.value for one in test.success)


def test_without_evidence_on_the_pest_all_measures_for_the_goods_are_shown(
        open_page: OpenPage) -> None:
    test = open_page("library", state={"scenario": load_scenario("dwarf-bunt-wheat-china")})
    assert test.segmented_control(key="0:library:scope").value == "fitting"
    assert any("known for none" in m.value for m in test.markdown)


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
    assert "Efficacy" in told
    assert "Title" in told
    key = "0:own:new:0"
    test.text_input(key=f"{key}:title:zh_CN").set_value("再次分选")
    test.text_area(key=f"{key}:description:en").set_value("A third pass.")
    test.text_input(key=f"{key}:restrictiveness_reason:en").set_value("Labour only.")
    test.text_input(key=f"{key}:feasibility:en").set_value("Usual.")
    test.segmented_control(key=f"{key}:effect-0:efficacy:way").set_value("trial").run()
    for field, value in (("treated", 100), ("survivors", 120)):
        test.number_input(key=f"{key}:effect-0:efficacy:trial:{field}").set_value(value)
    test.run()
    test.text_input(key=f"{key}:reason").set_value("Own trial")
    test.button(key="own-save").click().run()
    assert "120 survivors" in test.error[0].value
    test.number_input(key=f"{key}:effect-0:efficacy:trial:survivors").set_value(20)
    test.button(key="own-save").click().run()
    assert not test.exception
    assert not test.error
    kept = test.session_state["scenario"].measure("measure")
    assert kept.title == {"en": "再次分选", "zh_CN": "再次分选"}
    law = kept.effects[0].efficacy["CERTCA"].distribution
    assert (law.a, law.b) == (80.5, 20.5)
    assert (kept.effects[0].trial.treated, kept.effects[0].trial.survivors) == (100, 20)
    test.button(key="own-drop").click().run()
    assert "measure" not in [m.id for m in test.session_state["scenario"].measures]


@pytest.mark.parametrize(("titles", "expected"), [
    ({"en": "Extra sorting!", "zh_CN": ""}, "extra-sorting"), ({"en": "Culling"}, "culling-2"),
    ({"zh_CN": "再次分选"}, "measure"), ({"en": "2 °C for 16 d"}, "measure-2-c-for-16-d")])
def test_the_id_follows_from_the_title(titles: dict[str, str], expected: str) -> None:
    assert library_own.own_id(titles, load_scenario(MEDFLY)) == expected


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
