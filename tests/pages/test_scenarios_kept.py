"""What a stored scenario keeps wherever it goes: its name, its class, its seed, its approval."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from pages.ui import (
    compute_store,
    compute_training,
    people_actor,
    people_class,
    session_seat,
    session_training,
    session_work,
    training_class_seat,
)
from pages.ui.people_settings import Settings
from pra_core.access import Actor, Classification, local_user
from pra_core.i18n import LANGUAGES, translator
from pra_core.scenario import Scenario
from pra_core.store import dump_scenario, load_scenario
from pra_core.store.class_mark import class_mark, marked_class
from pra_core.store.entries import Entry
from pra_core.store.report_files import carried, found_in
from pra_core.store.scenario_code import attachment, encode
from pra_core.store.scenarios import ScenarioLibrary
from tests.pages.conftest import OpenPage
from tests.pages.test_scenarios import opened, press, saved, words

ME = local_user()
OTHER = Actor(key="issuer|wang", name="Wang", role="admin")
SECRET = Classification(openness="confidential", until=dt.date(2999, 12, 31))


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ScenarioLibrary:
    monkeypatch.setenv(compute_store.ADDRESS, f"sqlite:///{tmp_path / 'library.sqlite'}")
    return compute_store.library()


@pytest.fixture(scope="module")
def cold() -> Scenario:
    return load_scenario("medfly-citrus-china").with_measures(["cold-treatment"])


@pytest.fixture
def secret(library: ScenarioLibrary, cold: Scenario) -> Entry:
    return saved(library, cold, classification=SECRET)


def is_secret(test: AppTest) -> None:
    """It is marked on the page, and no compressed link is made of it."""
    assert test.session_state["access-handled"] == SECRET
    press(test, "link-compressed")
    assert "never put into a link" in words(test)
    assert not [one.value for one in test.code if "s=PRA1." in one.value]


def uploaded(test: AppTest, content: str, key: str = "upload") -> AppTest:
    uploader = next(one for one in test.file_uploader if one.key.startswith(key))
    done = uploader.upload("mine.yaml", content.encode(), "application/yaml").run()
    assert not done.exception
    return done


def test_a_rename_outlives_the_saves_of_those_who_opened_it_before(
        open_page: OpenPage, library: ScenarioLibrary, cold: Scenario) -> None:
    entry = saved(library, cold)
    test = press(opened(open_page), "entry-open")
    library.rename(OTHER, entry.id, "Oranges, decided")
    test.session_state["scenario"] = cold.with_measures([])
    press(test.run(), "store-version")
    kept = library.entry(ME, entry.id)
    assert (kept.name, kept.version) == ("Oranges, decided", 2)
    assert "**Oranges, decided**, version 2" in words(test)


def test_a_save_over_another_one_keeps_its_name_and_never_a_third_unseen(
        open_page: OpenPage, library: ScenarioLibrary, cold: Scenario) -> None:
    entry = saved(library, cold)
    test = press(opened(open_page), "entry-open")
    second = saved(library, cold.with_measures(["export-inspection"]), entry=entry, by=OTHER,
                   name="Renamed")
    test.session_state["scenario"] = cold.with_measures([])
    press(test.run(), "store-version")
    saved(library, cold.with_measures(["culling"]), entry=second, by=OTHER, name="Renamed")
    press(test, "conflict-over")
    assert library.entry(ME, entry.id).version == 3
    press(test, "conflict-over")
    kept = library.entry(ME, entry.id)
    assert (kept.name, kept.version) == ("Renamed", 4)
    assert library.open(ME, entry.id).scenario.selected == ()


def test_what_clashed_keeps_its_seed_and_futures(
        open_page: OpenPage, library: ScenarioLibrary, cold: Scenario) -> None:
    entry = saved(library, cold)
    test = press(opened(open_page), "entry-open")
    saved(library, cold.with_measures(["export-inspection"]), entry=entry, by=OTHER)
    test.session_state["scenario"] = cold.with_measures([])
    test.number_input(key="seed_input").set_value(99).run()
    press(test, "store-version")
    test.number_input(key="seed_input").set_value(5).run()
    press(test, "conflict-copy")
    copy = next(one for one in library.search(ME).entries if one.id != entry.id)
    assert library.open(ME, copy.id).seed == 99


def test_refused_tags_leave_the_name_as_it_was(
        open_page: OpenPage, library: ScenarioLibrary, cold: Scenario) -> None:
    entry = saved(library, cold, tags=("citrus",))
    test = opened(open_page, **{"scenarios-entry-view": "labels"})
    test.text_input(key=f"entry-name:{entry.id}").set_value("Other")
    test.text_input(key=f"entry-tags:{entry.id}").set_value("x" * 51)
    press(test, "entry-labels")
    assert test.error
    kept = library.entry(ME, entry.id)
    assert (kept.name, kept.tags) == ("Oranges", ("citrus",))


def test_tags_of_somebody_else_stay_when_only_the_name_is_changed(
        open_page: OpenPage, library: ScenarioLibrary, cold: Scenario) -> None:
    entry = saved(library, cold)
    test = opened(open_page, **{"scenarios-entry-view": "labels"})
    library.tag(OTHER, entry.id, ["urgent"])
    test.text_input(key=f"entry-name:{entry.id}").set_value("Other")
    press(test, "entry-labels")
    kept = library.entry(ME, entry.id)
    assert (kept.name, kept.tags) == ("Other", ("urgent",))


def test_a_name_changed_by_two_is_told_and_left_until_one_insists(
        open_page: OpenPage, library: ScenarioLibrary, cold: Scenario) -> None:
    entry = saved(library, cold)
    test = opened(open_page, **{"scenarios-entry-view": "labels"})
    library.relabel(OTHER, entry.id, name="Hers", tags=["urgent"])
    test.text_input(key=f"entry-name:{entry.id}").set_value("Mine").run()
    assert test.text_input(key=f"entry-tags:{entry.id}").value == "urgent"
    press(test, "entry-labels")
    assert test.error
    assert library.entry(ME, entry.id).name == "Hers"
    assert test.text_input(key=f"entry-name:{entry.id}").value == "Mine"
    press(test, "entry-labels")
    kept = library.entry(ME, entry.id)
    assert (kept.name, kept.tags) == ("Mine", ("urgent",))


def test_a_form_where_nothing_was_typed_brings_no_old_name_back(
        open_page: OpenPage, library: ScenarioLibrary, cold: Scenario) -> None:
    entry = saved(library, cold)
    test = opened(open_page, **{"scenarios-entry-view": "labels"})
    library.rename(OTHER, entry.id, "Hers")
    press(test.run(), "entry-labels")
    assert library.entry(ME, entry.id).name == "Hers"
    assert test.text_input(key=f"entry-name:{entry.id}").value == "Hers"


@pytest.mark.parametrize("language", LANGUAGES)
def test_another_seed_or_number_of_futures_is_a_change(
        open_page: OpenPage, library: ScenarioLibrary, cold: Scenario, language: str) -> None:
    t = translator(language)
    saved(library, cold)
    test = press(opened(open_page, language=language), "entry-open")
    assert test.button(key="entry-open").disabled
    test.number_input(key="seed_input").set_value(77).run()
    assert t("In the library: **{name}**, version {number}; changed since.", name="Oranges",
             number=1) in words(test)
    press(test, "open-1")
    assert test.session_state["seed"] == 7
    test.number_input(key="draws_input").set_value(1_000).run()
    press(test, "entry-open")
    assert test.session_state["draws"] == 500


def test_an_approval_is_not_printed_for_other_numbers(
        open_page: OpenPage, library: ScenarioLibrary, cold: Scenario) -> None:
    entry = saved(library, cold)
    library.approve(OTHER, entry.id, 1)
    test = press(opened(open_page), "entry-open").switch_page("../9_report.py").run()
    assert "Approved by Wang" in words(test)
    for key, other, stored in (("seed_input", 77, 7), ("draws_input", 1_000, 500)):
        test.number_input(key=key).set_value(other).run()
        assert "Approved by Wang" not in words(test)
        test.number_input(key=key).set_value(stored).run()
        assert "Approved by Wang" in words(test)


@pytest.mark.parametrize("edited", [False, True])
@pytest.mark.usefixtures("secret")
def test_a_confidential_one_stays_so_when_it_is_opened_as_an_earlier_assessment(
        open_page: OpenPage, cold: Scenario, edited: bool) -> None:
    test = press(opened(open_page), "entry-open")
    one = cold.with_measures(["export-inspection"]) if edited else cold
    test.session_state["scenario"] = one
    if not edited:
        test.selectbox(key="scenario:1").set_value("fire-blight-apple-australia").run()
        assert test.session_state["access-handled"] is None
    for key, value in (("pest-view", "start"), ("start-point", "pest"),
                       ("start-pest", cold.pest.eppo_code), ("start-area", ["CN"])):
        test.session_state[key] = value
    test.switch_page("../1_pest.py").run()
    test.selectbox(key="start-earlier").set_value(one.fingerprint).run()
    press(test, "start-open")
    assert test.session_state["scenario"].fingerprint == one.fingerprint
    is_secret(test)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_confidential_file_opens_as_confidential(
        open_page: OpenPage, library: ScenarioLibrary, cold: Scenario, language: str,
        monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(compute_store.KEEPS_WORK, "1")
    file = people_class.marked(dump_scenario(cold), SECRET, translator(language))
    test = uploaded(opened(open_page, "method"), file)
    assert test.session_state["scenario"].fingerprint == cold.fingerprint
    is_secret(test)
    later = press(opened(open_page, "method"), "work-resume")
    assert later.session_state["scenario"].fingerprint == cold.fingerprint
    is_secret(later)
    press(later, "store-new")
    assert [one.classification for one in library.search(ME).entries] == [SECRET]


@pytest.mark.usefixtures("secret")
def test_a_file_or_code_of_a_stored_confidential_one_is_known_by_its_fingerprint(
        open_page: OpenPage, cold: Scenario) -> None:
    is_secret(uploaded(opened(open_page, "method"), dump_scenario(cold)))
    test = opened(open_page, "9_report", **{"report-view": "reload"})
    field = next(one for one in test.text_area if one.key.startswith("report-code"))
    field.set_value(encode(cold, 7, 500)).run()
    press(test, "report-code-open")
    assert test.session_state["scenario"].fingerprint == cold.fingerprint
    is_secret(test)


def test_a_worked_example_is_nobodys_secret(
        open_page: OpenPage, library: ScenarioLibrary) -> None:
    example = load_scenario("fire-blight-apple-australia")
    entry = saved(library, example, classification=SECRET)
    test = press(opened(open_page), "entry-open")
    assert test.session_state["stored"].entry == entry.id
    test.selectbox(key="scenario:1").set_value("medfly-citrus-china").run()
    test.selectbox(key="scenario:2").set_value(example.id).run()
    assert test.session_state["access-handled"] is None


def test_work_of_machines_that_share_the_local_user_is_not_mixed(
        open_page: OpenPage, library: ScenarioLibrary, cold: Scenario,
        monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(compute_store.KEEPS_WORK, "1")
    opened(open_page, "method", scenario=cold, original=cold.with_measures([]))
    kept = library.workspace(ME)
    assert kept is not None
    monkeypatch.setattr(people_actor, "settings", lambda: Settings(trust_network=True))
    monkeypatch.setattr(people_actor, "at_the_server", lambda: False)
    other = opened(open_page, "method", scenario=cold.with_measures([]), original=cold)
    assert "work-resume" not in [b.key for b in other.button]
    assert library.workspace(ME) == kept


@pytest.mark.parametrize("held", [SECRET, Classification(), Classification(openness="open"),
                                  Classification(openness="confidential")])
def test_a_file_says_its_class_and_is_understood(held: Classification) -> None:
    assert marked_class(f"\ufeff# Vertraulich\n{class_mark(held)}\r\nid: x\n") == held
    assert marked_class(f"id: x\n{class_mark(held)}\n") is None


def test_a_wrong_date_leaves_a_file_confidential_without_end() -> None:
    assert marked_class("# handling: confidential until 2026-02-31") == Classification(
        openness="confidential")
    assert marked_class("# handling: secret") is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_file_of_a_stored_version_is_known_as_that_version(
        open_page: OpenPage, library: ScenarioLibrary, cold: Scenario, language: str) -> None:
    t = translator(language)
    entry = saved(library, cold)
    saved(library, cold.with_measures(["culling"]), entry=entry)
    test = uploaded(opened(open_page, "method", language, seed=7), dump_scenario(cold))
    assert t("In the library: **{name}**, version {number}.", name="Oranges",
             number=1) in words(test)
    press(test, "store-latest")
    assert test.session_state["scenario"].selected == ("culling",)
    assert "store-latest" not in [b.key for b in test.button]


def test_what_a_file_says_holds_where_the_library_says_less(
        open_page: OpenPage, library: ScenarioLibrary, cold: Scenario,
        monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(compute_store.KEEPS_WORK, "1")
    entry = saved(library, cold)
    file = people_class.marked(dump_scenario(cold), SECRET, translator("en"))
    test = uploaded(opened(open_page, "method"), file)
    assert test.session_state["stored"].entry == entry.id
    is_secret(test)
    is_secret(press(opened(open_page, "method"), "work-resume"))


def test_a_restored_version_can_be_opened_at_once(
        open_page: OpenPage, library: ScenarioLibrary, cold: Scenario) -> None:
    entry = saved(library, cold)
    saved(library, cold.with_measures(["culling"]), entry=entry)
    test = press(press(opened(open_page), "entry-open"), "restore-1")
    assert "In use is still version 2." in words(test)
    press(test, "store-latest")
    assert test.session_state["stored"].version == 3
    assert test.session_state["scenario"].fingerprint == cold.fingerprint


def test_what_was_saved_is_not_put_aside(
        open_page: OpenPage, library: ScenarioLibrary, cold: Scenario) -> None:
    saved(library, cold)
    test = press(opened(open_page), "entry-open")
    test.session_state["scenario"] = cold.with_measures(["culling"])
    press(test.run(), "store-version")
    press(test, "open-1")
    assert "aside-back" not in [b.key for b in test.button]


def test_a_name_typed_comes_back_with_the_work(
        open_page: OpenPage, library: ScenarioLibrary, cold: Scenario,
        monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(compute_store.KEEPS_WORK, "1")
    test = opened(open_page, "method", scenario=cold, original=cold.with_measures([]))
    test.text_input(key="user_name_input").set_value("Wang {Min}: #1").run()
    assert library.workspace(ME) is not None
    again = opened(open_page, "method")
    assert load_scenario("medfly-citrus-china").title["en"] in words(again)
    press(again, "work-resume")
    assert again.text_input(key="user_name_input").value == "Wang {Min}: #1"
    assert again.session_state["scenario"].fingerprint == cold.fingerprint


def test_copies_made_before_it_was_confidential_are_named(
        open_page: OpenPage, library: ScenarioLibrary, cold: Scenario) -> None:
    entry = saved(library, cold)
    library.duplicate(ME, entry.id, "Old copy")
    assert "stored less" not in words(opened(open_page, **{"scenarios-chosen": entry.id}))
    library.classify(ME, entry.id, SECRET)
    test = opened(open_page, **{"scenarios-chosen": entry.id})
    assert "The same scenario is stored less confidentially too: Old copy." in words(test)
    assert "Visible to: whoever sits at this machine" in words(test)


@pytest.mark.parametrize("way", ["seat", "address", "running"])
def test_a_trainee_is_offered_nobodys_work_and_leaves_none(
        open_page: OpenPage, library: ScenarioLibrary, cold: Scenario, way: str,
        monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(compute_store.KEEPS_WORK, "1")
    opened(open_page, "method", scenario=cold, original=cold.with_measures([]))
    kept = library.workspace(ME)
    assert kept is not None
    if way == "seat":
        monkeypatch.setattr(session_seat, "token", lambda: "seat-token")
        monkeypatch.setattr(training_class_seat, "keep", lambda: None)
    elif way == "running":
        ground = compute_training.ground("reading-an-entry-funnel", 1)
        monkeypatch.setattr(session_training, "running", lambda: session_training.Run(ground))
    else:
        monkeypatch.setattr(session_work, "LESSONS", ("lang",))
    later = opened(open_page, "method", scenario=cold.with_measures(["culling"]), original=cold)
    assert "work-resume" not in [b.key for b in later.button]
    assert library.workspace(ME) == kept


@pytest.mark.parametrize("said", [SECRET, Classification()])
def test_a_confidential_report_opens_as_confidential(
        open_page: OpenPage, library: ScenarioLibrary, cold: Scenario, said: Classification
        ) -> None:
    assert library.search(ME).total == 0
    name, content = attachment(cold, 3, 2_000, said)
    for file in (content, carried(content).encode()):
        assert found_in(file, name).handled == said
    test = opened(open_page, "9_report", **{"report-view": "reload"})
    uploaded(test, content.decode(), "report-file")
    assert test.session_state["scenario"].fingerprint == cold.fingerprint
    if said == SECRET:
        is_secret(test)
    else:
        assert test.session_state["access-handled"] is None
