"""The report page: choice, preview, files, import requirements to edit, opening again."""

from __future__ import annotations

import base64
import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from pages.ui import compute_report, compute_store, report_view, session_stored
from pra_core.access import Classification, local_user
from pra_core.errors import PraError
from pra_core.i18n import LANGUAGES, translator
from pra_core.import_requirements import Edit, drafted, lines_of
from pra_core.report.content import ALWAYS, SECTIONS
from pra_core.report.document import Document, walk
from pra_core.scenario import Scenario
from pra_core.store import dump_scenario, load_scenario
from pra_core.store.scenario_code import attachment, encode
from tests.pages.test_draft import begun

OpenPage = Callable[..., AppTest]
CHOSEN = ("cold-treatment", "culling", "registered-orchards")
VIEW = "report-view"
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg"
    "==")


def chosen() -> Scenario:
    return load_scenario("medfly-citrus-china").with_measures(CHOSEN)


def state(view: str, **more: object) -> dict[str, object]:
    return {"scenario": chosen(), VIEW: view, **more}


@pytest.fixture
def documents(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Document, ...]]:
    """What the files are written from, run by run; no picture is drawn."""
    seen: list[tuple[Document, ...]] = []
    monkeypatch.setattr(report_view, "files", lambda found, *_: seen.append(found))
    monkeypatch.setattr(compute_report, "first_picture", lambda _: PIXEL)
    return seen


def reports(test: AppTest) -> Any:
    return next(one for one in test.file_uploader if "report" in one.label)


def told(test: AppTest) -> str:
    parts = [*test.markdown, *test.error, *test.warning, *test.info, *test.success, *test.caption]
    return "\n".join(part.value for part in parts)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("view", ["report", "requirements", "reload"])
def test_every_view_opens(open_page: OpenPage, view: str, language: str) -> None:
    test = open_page("9_report", language, state(view))
    assert not test.exception
    assert not test.error
    assert test.title[0].value == translator(language)("Report")


def test_the_choice_decides_what_is_in_the_documents(
        open_page: OpenPage, documents: list[tuple[Document, ...]]) -> None:
    seen = documents
    test = open_page("9_report", state=state("report"))
    assert [d.language for d in seen[-1]] == ["en"]
    assert [s.id for s in seen[-1][0].sections] == list(SECTIONS)
    test.segmented_control(key="report-language").set_value("both").run()
    assert [d.language for d in seen[-1]] == list(LANGUAGES)
    test.button_group(key="report-parts").set_value(["purpose"]).run()
    assert {s.id for s in seen[-1][1].sections} == {"purpose", *ALWAYS}
    test.text_input(key="report-reviewer").set_value("Wang **Min** <b>")
    test.text_input(key="report-reviewer-date").set_value("22.11.2026").run()
    assert "is no date" in test.error[0].value
    test.text_input(key="report-reviewer-date").set_value("2026-11-20").run()
    test.button_group(key="report-parts").set_value(["people"]).run()
    text = "\n".join(str(block) for block in walk(seen[-1][0]))
    assert "Wang **Min** <b>" in text
    assert "2026-11-20" in text
    test.segmented_control(key="report-openness").set_value("confidential").run()
    assert seen[-1][0].classification == "Confidential"
    test.text_input(key="report-until").set_value("2999-01-31").run()
    assert seen[-1][0].classification == "Confidential until 2999-01-31"


def test_openness_of_a_stored_scenario_is_that_of_the_library(
        open_page: OpenPage, documents: list[tuple[Document, ...]]) -> None:
    seen = documents
    scenario = chosen()
    secret = Classification(openness="confidential", until=dt.date(2999, 1, 31))
    entry = compute_store.library().save(
        local_user(), scenario, name="Position", seed=1, draws=10_000, classification=secret)
    stored = session_stored.Stored(entry.id, 1, entry.name, scenario.fingerprint)
    test = open_page("9_report", state=state("report", stored=stored,
                                             **{"report-openness": "open"}))
    assert seen[-1][0].classification == "Confidential until 2999-01-31"
    assert not [one for one in test.segmented_control if one.key == "report-openness"]
    assert "Position" in "\n".join(str(block) for block in walk(seen[-1][0]))
    assert "Not approved" in told(test)
    assert not [one for one in test.text_input if one.key == "report-approver"]
    compute_store.library().approve(local_user(), entry.id, 1, "read")
    test.run()
    assert "Approved by local user" in told(test)
    assert "local user" in "\n".join(str(block) for block in walk(seen[-1][0]))
    culled = scenario.with_measures(["culling"])
    test = open_page("9_report", state=state("report", stored=stored) | {"scenario": culled})
    assert "Not approved" in told(test)


def test_a_library_that_does_not_answer_makes_it_confidential(
        open_page: OpenPage, documents: list[tuple[Document, ...]],
        monkeypatch: pytest.MonkeyPatch) -> None:
    def locked() -> None:
        raise PraError("not_shared", "", "somebody")

    monkeypatch.setattr(compute_store, "library", locked)
    stored = session_stored.Stored("gone", 1)
    for view in ("report", "requirements"):
        test = open_page("9_report", state=state(view, stored=stored,
                                                 **{"report-openness": "open"}))
        assert documents[-1][0].classification == "Confidential"
        assert "does not say how openly" in told(test)


def test_requirements_are_edited_kept_marked_and_taken_back(open_page: OpenPage) -> None:
    test = open_page("9_report", state=state("requirements", **{"requirements-editing": True}))
    field = next(one for one in test.text_area if one.label == "Packing")
    field.set_value("At packing:\nFruit is washed **twice** #1.").run()
    test.toggle(key="requirements-editing").set_value(False).run()
    assert "edited" in told(test)
    assert r"washed \*\*twice\*\* \#1" in told(test)
    assert "Edited in one language only: Packing" in told(test)
    test.toggle(key="requirements-editing").set_value(True).run()
    next(one for one in test.button if one.label == "Back to the draft").click().run()
    test.toggle(key="requirements-editing").set_value(False).run()
    assert "washed" not in told(test)
    assert not test.exception


def test_an_edit_goes_out_of_date_when_the_set_changes(open_page: OpenPage) -> None:
    part = next(p for p in drafted(chosen(), translator("en")).parts if p.id == "transport")
    edits = {(chosen().id, "en", "transport"): Edit("Kept cold.", lines_of(part))}
    more = state("requirements", **{"requirement-edits": edits})
    test = open_page("9_report", state=more)
    assert "The draft has changed" not in told(test)
    more["scenario"] = chosen().with_measures(["cold-treatment-extended"])
    test = open_page("9_report", state=more)
    assert "The draft has changed since you wrote: Transport" in told(test)
    assert "Kept cold." in told(test)


def test_warnings_stand_before_requirements_that_would_not_do(open_page: OpenPage) -> None:
    bare = load_scenario("medfly-citrus-china")
    test = open_page("9_report", state={"scenario": bare, VIEW: "requirements"})
    assert "No measure is selected" in test.info[0].value
    weak = bare.with_measures(["culling"])
    test = open_page("9_report", state={"scenario": weak, VIEW: "requirements"})
    assert "would not be enough" in test.info[0].value


def test_a_pasted_code_opens_its_scenario_with_seed_and_futures(open_page: OpenPage) -> None:
    test = open_page("9_report", state={VIEW: "reload"})
    test.text_area(key="report-code:0").set_value(encode(chosen(), 42, 1_500))
    test.button(key="report-code-open").click().run()
    assert test.session_state["scenario"] == chosen()
    assert (test.session_state["seed"], test.session_state["draws"]) == (42, 1_500)
    assert test.number_input(key="seed_input").value == 42
    assert "Opened" in test.success[0].value
    assert not test.exception


@pytest.mark.parametrize(("code", "words"), [
    pytest.param("PRA1.broken", "missing or mistyped", id="broken"),
    pytest.param(encode(chosen(), 1, 10), "500..100,000", id="too few futures"),
])
def test_a_refused_code_stays_and_says_why(open_page: OpenPage, code: str, words: str) -> None:
    test = open_page("9_report", state={VIEW: "reload"})
    before = test.session_state["scenario"]
    test.text_area(key="report-code:0").set_value(code)
    test.button(key="report-code-open").click().run()
    assert words in test.error[0].value
    assert test.session_state["scenario"] == before
    assert test.text_area(key="report-code:0").value == code


def test_a_file_of_a_report_opens_its_scenario(open_page: OpenPage) -> None:
    name, content = attachment(chosen(), 3, 2_000)
    test = open_page("9_report", state={VIEW: "reload"})
    reports(test).upload(name, content, "application/yaml").run()
    assert test.session_state["scenario"] == chosen()
    assert test.session_state["seed"] == 3
    assert "it came with" in test.success[0].value
    reports(test).upload("bare.yaml", dump_scenario(chosen()).encode(), "application/yaml").run()
    assert "nothing of seed" in test.success[0].value
    assert test.session_state["seed"] == 3
    reports(test).upload("x.pdf", b"%PDF-1.7", "application/pdf").run()
    assert "no scenario was found" in test.error[0].value
    assert test.session_state["scenario"] == chosen()


def test_no_report_is_made_of_an_assessment_that_lacks_inputs(open_page: OpenPage) -> None:
    test = open_page("9_report", state=state("report", draft=begun()))
    assert "cannot be assessed before everything open is decided" in told(test)
    assert not [one for one in test.get("download_button") if "PDF" in one.proto.label]
    test.text_area(key="report-code:0").set_value(encode(chosen(), 1, 10_000))
    test.button(key="report-code-open").click().run()
    assert test.session_state["scenario"] == chosen()
    assert not test.exception


@pytest.mark.usefixtures("documents")
def test_what_was_written_by_hand_outlives_the_visit(
        open_page: OpenPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(compute_store.ADDRESS, f"sqlite:///{tmp_path / 'library.sqlite'}")
    monkeypatch.setenv(compute_store.KEEPS_WORK, "1")
    edits = {(chosen().id, "en", "transport"): Edit("Kept cold.", "old")}
    open_page("9_report", state=state("requirements", **{"requirement-edits": edits}))
    again = open_page("method")
    assert "import requirements written by hand" in told(again)
    again.button(key="work-resume").click().run()
    assert again.session_state["requirement-edits"] == edits


def test_the_paper_is_judged_as_the_headline_is_and_says_what_differs(
        open_page: OpenPage, documents: list[tuple[Document, ...]],
        monkeypatch: pytest.MonkeyPatch) -> None:
    edits = {(chosen().id, "en", "transport"): Edit("Kept cold.", "old")}
    weak = ("The selected measures are not shown to meet your ALOP (see Measures): these"
            " requirements would not be enough.")
    for verdict, warned in (("meets", False), ("too_close", True)):
        monkeypatch.setattr(compute_report, "verdict", lambda _, found=verdict: found)
        language = "zh_CN" if warned else "en"
        test = open_page("9_report", language,
                         state("requirements", **{"requirement-edits": edits}))
        assert (translator(language)(weak) in told(test)) == warned
    [chinese] = documents[-1]
    assert chinese.language == "zh_CN"
    transport = next(s.title for s in chinese.sections if s.id.endswith("transport"))
    assert transport in chinese.watermark_reasons[0]
