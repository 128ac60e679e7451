"""The page of exercises: what a trainee sees, what stays hidden, and what comes back afterwards."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import ButtonGroup

from pages.ui import compute_store, measures_views, sensitivity_views
from pages.ui.session_training import Record
from pages.ui.training_banner import address
from pra_core import labels, load_scenario, reference
from pra_core.i18n import translator
from pra_core.store import exercises
from pra_core.store.exercises import exercise_ids, ground_of, load_exercise
from pra_core.training import graded, solved
from tests.stored import sqlite

OpenPage = Callable[..., AppTest]
FUNNEL = "reading-an-entry-funnel"
LANGUAGES = ("en", "zh_CN")
VIEWS = {*(view.title for view in measures_views.VIEWS.values()),
         *(view.title for view in sensitivity_views.VIEWS.values()),
         "Treatment trial", "Sample size"}


def told(page: AppTest) -> str:
    """All words of the page: texts, labels, options, tables."""
    parts = [str(one.value) for kind in ("title", "header", "subheader", "markdown", "caption",
                                         "info", "warning", "error", "success")
             for one in page.get(kind)]
    parts += [str(one.label) for kind in ("button", "checkbox", "radio", "number_input",
                                          "selectbox", "expander") for one in page.get(kind)]
    parts += [str(option) for one in page.radio for option in one.options]
    parts += [one.value.to_csv() for kind in ("dataframe", "table") for one in page.get(kind)]
    return "\n".join(parts)


def begun(open_page: OpenPage, exercise_id: str, language: str = "en") -> AppTest:
    page = open_page("training", language)
    page.button(key=f"begin-{exercise_id}").click().run()
    return page


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_exercise_is_listed_with_level_time_and_points(open_page: OpenPage, language: str
                                                             ) -> None:
    words, t = told(open_page("training", language)), translator(language)
    for exercise in map(load_exercise, exercise_ids()):
        assert t.local(exercise.title) in words
        assert t.local(exercise.summary) in words


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_task_asks_every_question_and_tells_no_answer(open_page: OpenPage, language: str
                                                          ) -> None:
    exercise, t = load_exercise(FUNNEL), translator(language)
    words = told(begun(open_page, FUNNEL, language))
    assert t.local(exercise.task) in words
    for question in exercise.questions:
        assert t.local(question.text) in words
    assert t.local(exercise.explanation) not in words
    for hint in exercise.hints:
        assert t.local(hint.text) not in words


def _page_in_exercise(open_page: OpenPage, name: str, language: str) -> AppTest:
    page = begun(open_page, FUNNEL, language)
    return page.switch_page(f"../{name}.py").run()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["2_entry", "training", "method"])
def test_hidden_values_stand_nowhere_on_open_pages(open_page: OpenPage, name: str, language: str
                                                   ) -> None:
    hidden, t = load_exercise(FUNNEL).setting.hidden, translator(language)
    parameters = load_scenario("medfly-citrus-china").parameters
    words = told(_page_in_exercise(open_page, name, language))
    assert len(hidden) == 3
    for one in hidden:
        law = parameters[one].distribution
        shared = any(p.distribution == law for k, p in parameters.items() if k not in hidden)
        if name == "2_entry" or not shared:
            assert labels.value_words(law, t) not in words
            assert labels.distribution_words(law, t) not in words
        reason = parameters[one].source.reason
        assert reason is not None
        assert t.local(reason) not in words


def test_the_same_values_are_there_without_an_exercise(open_page: OpenPage) -> None:
    """The test above can fail: the words it looks for are those the page uses."""
    words, t = told(open_page("2_entry")), translator("en")
    law = load_scenario("medfly-citrus-china").parameters["fruit.packing"].distribution
    assert labels.value_words(law, t) in words
    assert labels.distribution_words(law, t) in words
    reason = load_scenario("medfly-citrus-china").parameters["fruit.packing"].source.reason
    assert reason is not None
    assert t.local(reason) in words


def test_hidden_inputs_have_no_field_and_others_are_fixed(open_page: OpenPage) -> None:
    page = _page_in_exercise(open_page, "2_entry", "en")
    fields = [f for f in page.number_input if ":fruit." in str(f.key)]
    assert fields
    assert not any("fruit.packing" in str(f.key) for f in fields)
    assert all(f.disabled for f in fields)


@pytest.mark.parametrize("name", ["1_pest", "6_measures", "7_sensitivity", "9_report",
                                  "scenarios", "elicitation", "evidence", "data"])
def test_pages_that_could_show_hidden_values_are_closed(open_page: OpenPage, name: str) -> None:
    page = _page_in_exercise(open_page, name, "en")
    assert any("closed while the exercise runs" in str(one.value) for one in page.info)
    assert not page.get("plotly_chart")
    assert not page.dataframe


def test_the_scenario_cannot_be_saved_while_values_are_hidden(open_page: OpenPage) -> None:
    page = begun(open_page, FUNNEL)
    assert "scenario-save" not in {str(one.key) for one in page.get("download_button")}
    assert not [one for one in page.selectbox if str(one.key).startswith("scenario:")]


def test_ending_brings_back_what_was_worked_on(open_page: OpenPage) -> None:
    page = open_page("2_entry")
    field = next(f for f in page.number_input if str(f.key).endswith(":fruit.packing:mode"))
    field.set_value(0.31).run()
    page.number_input(key="seed_input").set_value(5).run()
    before = page.session_state["scenario"]
    page.switch_page("../training.py").run()
    page.button(key="begin-sample-size").click().run()
    assert page.session_state["scenario"] != before
    assert page.number_input(key="seed_input").value == 1
    page.button(key="exercise-list").click().run()
    assert page.session_state["scenario"] == before
    assert page.number_input(key="seed_input").value == 5
    page.switch_page("../2_entry.py").run()
    kept = next(f for f in page.number_input if str(f.key).endswith(":fruit.packing:mode"))
    assert kept.value == 0.31


def test_answers_are_graded_and_explained(open_page: OpenPage) -> None:
    page = begun(open_page, FUNNEL)
    key = f"alone:{FUNNEL}"
    page.number_input(key=f"{key}:packing-removes").set_value(55.0)
    page.radio(key=f"{key}:strongest-step-en").set_value("transfer")
    page.number_input(key=f"{key}:reach-a-host").set_value(3770.0)
    page.button(key=f"{key}:hint").click().run()
    page.button(key=f"{key}:hand-in").click().run()
    exercise, words = load_exercise(FUNNEL), told(page)
    done = graded(solved(ground_of(exercise)), {
        "packing-removes": 55.0, "strongest-step": ("transfer",), "reach-a-host": 3770.0}, 1)
    assert done.points == pytest.approx(3 + 2 + 0.3 * 3 - 1)
    assert "**4.9 of 10 points.**" in words
    assert exercise.explanation["en"] in words
    assert exercise.questions[2].slips[0].why["en"] in words  # type: ignore[union-attr]
    assert page.number_input(key=f"{key}:packing-removes").disabled
    assert f"{key}:hand-in" not in {str(b.key) for b in page.button}


def test_answers_stay_while_the_page_of_the_exercise_is_open(open_page: OpenPage) -> None:
    page = begun(open_page, FUNNEL)
    key = f"alone:{FUNNEL}:packing-removes"
    page.number_input(key=key).set_value(12.0).run()
    page.switch_page("../2_entry.py").run()
    page.switch_page("../training.py").run()
    assert page.number_input(key=key).value == 12.0


def test_nothing_is_handed_in_empty(open_page: OpenPage) -> None:
    page = begun(open_page, FUNNEL)
    page.button(key=f"alone:{FUNNEL}:hand-in").click().run()
    assert [w.value for w in page.warning] == ["Nothing is answered yet."]
    assert "training-records" not in page.session_state or FUNNEL not in page.session_state[
        "training-records"]


def test_trying_again_empties_fields_and_points(open_page: OpenPage) -> None:
    page = begun(open_page, FUNNEL)
    key = f"alone:{FUNNEL}:packing-removes"
    page.number_input(key=key).set_value(55.0).run()
    page.button(key=f"alone:{FUNNEL}:hand-in").click().run()
    page.button(key="exercise-again").click().run()
    assert page.number_input(key=key).value is None
    assert not page.number_input(key=key).disabled


def test_the_address_begins_an_exercise(root: Path) -> None:
    page = AppTest.from_file(str(root / "pages/ui/main.py"), default_timeout=60)
    page.query_params["lang"] = "en"
    page.query_params["exercise"] = "sample-size"
    page.run()
    page.switch_page("../training.py").run()
    assert not page.exception
    assert load_exercise("sample-size").task["en"] in told(page)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("exercise_id", ["sample-size", "independent-or-not", "apple-ds367"])
def test_tasks_of_every_kind_draw_in_both_languages(open_page: OpenPage, exercise_id: str,
                                                    language: str) -> None:
    page = begun(open_page, exercise_id, language)
    assert not page.exception
    assert not page.error


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_record_of_a_decision_is_told_with_its_sources(open_page: OpenPage, language: str
                                                           ) -> None:
    exercise, t = load_exercise("apple-ds367"), translator(language)
    answers = {"inspections": 100.0}
    page = open_page("training", language, state={"training-records": {
        "apple-ds367": Record(0, answers, graded(solved(ground_of(exercise)), answers))}})
    page.button(key="begin-apple-ds367").click().run()
    words = told(page)
    for one in exercise.record:
        assert t.local(one.text) in words
    assert labels.badge("unverified", t) in words


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("exercise_id", exercise_ids())
def test_the_task_names_its_page_as_the_navigation_does(root: Path, exercise_id: str,
                                                        language: str) -> None:
    exercise, t = load_exercise(exercise_id), translator(language)
    text = (root / "pages/ui/main.py").read_text("utf-8")
    titles = {address(name): title for name, title in re.findall(r'"(\w+)": N_\("([^"]+)"\)', text)}
    title = t(titles[exercise.page])
    assert f"**{title}**" in t.local(exercise.task)


@pytest.mark.parametrize("exercise_id", exercise_ids())
def test_the_task_names_its_view_as_the_page_does(exercise_id: str) -> None:
    """Views stand in quotation marks; both languages name the same ones."""
    exercise, t = load_exercise(exercise_id), translator("zh_CN")
    named = re.findall(r"“([^”]+)”", exercise.task["en"])
    views = VIEWS & set(named)
    assert len(views) >= len([one for one in named if one[0].isupper()])
    for one in views:
        assert f"“{t(one)}”" in exercise.task["zh_CN"]


def test_a_broken_file_is_named_and_the_others_stay(open_page: OpenPage, tmp_path: Path,
                                                    monkeypatch: pytest.MonkeyPatch) -> None:
    for name, text in (("broken", "schema_version: 1\nid: broken\nlevel: heroic\n"),
                       ("sample-size", exercise_text("sample-size")),
                       ("lost", exercise_text("sample-size").replace("id: sample-size", "id: lost")
                        .replace("medfly-citrus-china", "atlantis"))):
        (tmp_path / f"{name}.yaml").write_text(text, "utf-8")
    monkeypatch.setattr(exercises, "_folder", lambda: tmp_path)
    page = open_page("training")
    assert {str(b.key) for b in page.button} >= {"begin-sample-size", "begin-lost"}
    assert "broken.yaml: level: 'heroic' is not allowed here" in page.error[0].value
    page.button(key="begin-lost").click().run()
    assert not page.exception
    assert any("lost.yaml: setting.scenario: unknown id 'atlantis'" in e.value for e in page.error)
    assert "training-run" not in page.session_state


def exercise_text(exercise_id: str) -> str:
    return (reference.DATA / f"exercises/{exercise_id}.yaml").read_text("utf-8")


@pytest.mark.parametrize("exercise_id", [FUNNEL, "choosing-a-study", "apple-ds367"])
def test_another_language_leaves_what_was_chosen(open_page: OpenPage, exercise_id: str) -> None:
    """The browser tells a list by its labels: those of the former language are no options."""
    page = begun(open_page, exercise_id)
    chosen = {}
    for key, field, ids in lists(page, exercise_id):
        several = isinstance(field, ButtonGroup)
        chosen[key] = ids[:2] if several else ids[int(key[-1]) if key[-1].isdigit() else 0]
        field.set_value(chosen[key])
    assert chosen
    page.run()
    before = {field.proto.id for _, field, _ in lists(page, exercise_id)}
    page.segmented_control(key="language_switch").set_value("zh_CN").run()
    assert not page.exception
    assert {key: field.value for key, field, _ in lists(page, exercise_id)} == chosen
    assert before.isdisjoint(field.proto.id for _, field, _ in lists(page, exercise_id))


def lists(page: AppTest, exercise_id: str) -> list[tuple[str, Any, list[str]]]:
    """Lists to choose from: their keys without the language, fields, and ids of what is listed."""
    exercise, found = load_exercise(exercise_id), []
    for field in (*page.radio, *page.selectbox, *page.pills):
        if not f"{field.key}".startswith(f"alone:{exercise_id}:"):
            continue
        _, _, question, *rest = f"{field.key}".split(":")
        bare = re.sub("-(en|zh_CN)$", "", ":".join((question, *rest)))
        asked = exercise.question(bare.split(":")[0])
        assert asked is not None
        ids = [one.id for one in (*getattr(asked, "options", ()), *getattr(asked, "items", ()))]
        found.append((bare, field, ids or list(asked.offered)))  # type: ignore[union-attr]
    return found


def reloaded(root: Path, page: AppTest) -> AppTest:
    """A new visit at the address of the old one."""
    again = AppTest.from_file(str(root / "pages/ui/main.py"), default_timeout=60)
    for name in ("lang", "exercise", "desk"):
        if name in page.query_params:
            again.query_params[name] = page.query_params[name]
    again.run()
    again.switch_page("../training.py").run()
    assert not again.exception
    return again


@pytest.fixture(params=["kept for the person", "by the address"])
def _keeping(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
             ) -> Iterator[None]:
    monkeypatch.setenv("PRA_DATABASE_URL", sqlite(tmp_path))
    monkeypatch.setenv("PRA_KEEP_WORK", "1")
    if request.param == "by the address":
        monkeypatch.setattr("pages.ui.people_actor.at_the_server", lambda: False)
    yield
    compute_store.library().database.close()
    st.cache_resource.clear()


@pytest.mark.usefixtures("_keeping")
def test_a_reload_goes_on_with_answers_copy_and_hints(open_page: OpenPage, root: Path) -> None:
    page = begun(open_page, FUNNEL)
    key = f"alone:{FUNNEL}"
    page.number_input(key=f"{key}:packing-removes").set_value(12.5)
    page.radio(key=f"{key}:strongest-step-en").set_value("transfer").run()
    page.number_input(key="draws_input").set_value(2_000)
    page.button(key=f"{key}:hint").click().run()
    again = reloaded(root, page)
    assert again.number_input(key=f"{key}:packing-removes").value == 12.5
    assert again.radio(key=f"{key}:strongest-step-en").value == "transfer"
    assert again.number_input(key="draws_input").value == 2_000
    assert load_exercise(FUNNEL).hints[0].text["en"] in told(again)
    again.number_input(key=f"{key}:packing-removes").set_value(None).run()
    assert again.number_input(key=f"{key}:packing-removes").value is None
    third = reloaded(root, again)
    assert third.number_input(key=f"{key}:packing-removes").value is None


@pytest.mark.usefixtures("_keeping")
def test_points_are_there_after_a_reload_until_it_is_tried_again(open_page: OpenPage, root: Path
                                                                 ) -> None:
    page = begun(open_page, FUNNEL)
    key = f"alone:{FUNNEL}"
    page.number_input(key=f"{key}:packing-removes").set_value(55.0)
    page.button(key=f"{key}:hand-in").click().run()
    again = reloaded(root, page)
    assert "**3 of 10 points.**" in told(again)
    again.button(key="exercise-list").click().run()
    assert "**3 of 10 points.**" in told(again)
    again.button(key=f"begin-{FUNNEL}").click().run()
    again.button(key="exercise-again").click().run()
    third = reloaded(root, again)
    assert third.number_input(key=f"{key}:packing-removes").value is None
    assert not third.number_input(key=f"{key}:packing-removes").disabled


@pytest.mark.usefixtures("_keeping")
def test_an_exercise_ended_in_the_sidebar_stays_ended(open_page: OpenPage) -> None:
    page = begun(open_page, FUNNEL)
    page.button(key="exercise-end").click().run()
    assert "training-run" not in page.session_state
    assert f"begin-{FUNNEL}" in {str(b.key) for b in page.button}


def test_a_made_up_desk_is_not_used(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pages.ui.people_actor.at_the_server", lambda: False)
    page = AppTest.from_file(str(root / "pages/ui/main.py"), default_timeout=60)
    page.query_params["desk"], page.query_params["exercise"] = "known-to-many", "sample-size"
    page.run()
    assert page.query_params["desk"] not in ("known-to-many", ["known-to-many"])


def test_measures_that_are_no_answer_are_named(open_page: OpenPage) -> None:
    exercise = load_exercise("apple-ds367")
    page = begun(open_page, exercise.id)
    scenario = page.session_state["scenario"]
    other = next(m for m in scenario.measures
                 if m.feasible and m.id not in exercise.questions[0].offered)
    page.session_state["scenario"] = scenario.with_measures((other.id,))
    page.run()
    assert f"no answer to this question: {other.title['en']}" in told(page)


def test_what_is_not_answered_is_told_before_handing_in(open_page: OpenPage) -> None:
    page = begun(open_page, FUNNEL)
    page.number_input(key=f"alone:{FUNNEL}:packing-removes").set_value(12.0).run()
    graded_ones = [i for i, q in enumerate(load_exercise(FUNNEL).questions, 1) if q.points]
    assert (f"worth no points as they are: {', '.join(map(str, graded_ones[1:]))}."
            in told(page))
