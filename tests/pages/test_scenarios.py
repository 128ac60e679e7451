"""The scenario library as a visitor sees it: saving, history, comparison, conflicts, kept work."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from pages.ui import compute_store
from pra_core import assess
from pra_core.access import ACTIONS, Actor, Classification, local_user
from pra_core.commodities import commodity_library
from pra_core.errors import MESSAGES
from pra_core.figures import change_words, version_words
from pra_core.i18n import LANGUAGES, translator
from pra_core.own_data import OwnData
from pra_core.pest_library import pest_library
from pra_core.scenario import Scenario
from pra_core.scenario_changes import changes
from pra_core.store import load_scenario
from pra_core.store.entries import Entry
from pra_core.store.scenarios import ScenarioLibrary
from tests.pages.conftest import OpenPage
from tests.pages.test_draft import begun

ME, DRAWS, SEED = local_user(), 500, 7
OTHER = Actor(key="issuer|wang", name="Wang", role="admin")


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ScenarioLibrary:
    """An empty library of this test, the one that the pages open."""
    monkeypatch.setenv(compute_store.ADDRESS, f"sqlite:///{tmp_path / 'library.sqlite'}")
    return compute_store.library()


@pytest.fixture(scope="module")
def medfly() -> Scenario:
    return load_scenario("medfly-citrus-china")


def saved(library: ScenarioLibrary, scenario: Scenario, name: str = "Oranges",
          entry: Entry | None = None, by: Actor = ME, **more: object) -> Entry:
    return library.save(by, scenario, name=name, seed=SEED, draws=DRAWS, **more,  # type: ignore[arg-type]
                        entry=entry.id if entry else None,
                        base_version=entry.version if entry else None)


def opened(open_page: OpenPage, name: str = "scenarios", language: str = "en",
           **state: object) -> AppTest:
    test = open_page(name, language, {"draws": DRAWS, **state})
    assert not test.exception
    return test


def press(test: AppTest, key: str) -> AppTest:
    """Press a button; the page is drawn again without a fault."""
    pressed = test.button(key=key).click().run()
    assert not pressed.exception
    return pressed


def words(test: AppTest) -> str:
    parts = (*test.markdown, *test.caption, *test.success, *test.warning, *test.error)
    return "\n".join(str(one.value) for one in parts).replace("\\", "")


@pytest.mark.parametrize("language", LANGUAGES)
def test_saving_from_another_page_puts_it_into_the_list(
        open_page: OpenPage, library: ScenarioLibrary, language: str) -> None:
    t = translator(language)
    test = opened(open_page, "method", language)
    test.text_input(key="0:store-name").set_value("Oranges *2026*")
    test.text_input(key="0:store-tags").set_value("citrus， meeting")
    press(test, "store-new")
    entry = library.search(ME).entries[0]
    assert (entry.name, entry.tags, entry.version) == ("Oranges *2026*", ("citrus", "meeting"), 1)
    assert t("In the library: **{name}**, version {number}.", name="Oranges *2026*",
             number=1) in words(test)
    test.switch_page("../scenarios.py").run()
    assert not test.exception
    assert [h.value for h in test.title] == [t("Scenario library")]
    assert "Oranges *2026*" in words(test)
    assert test.button(key="entry-open").disabled


def test_an_empty_library_says_how_to_begin(open_page: OpenPage, library: ScenarioLibrary) -> None:
    assert library.search(ME).total == 0
    assert "No scenario is stored yet" in words(opened(open_page))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_further_version_is_told_in_words(open_page: OpenPage, library: ScenarioLibrary,
                                            medfly: Scenario, language: str) -> None:
    t = translator(language)
    first = saved(library, medfly.with_measures(["cold-treatment"]))
    after = medfly.with_measures(["cold-treatment-extended"])
    test = press(opened(open_page, language=language), "entry-open")
    assert test.session_state["scenario"].selected == ("cold-treatment",)
    assert (test.session_state["seed"], test.session_state["draws"]) == (SEED, DRAWS)
    assert test.number_input(key="seed_input").value == SEED
    test.session_state["scenario"] = after
    test.run()
    assert t("In the library: **{name}**, version {number}; changed since.", name="Oranges",
             number=1) in words(test)
    test.text_input(key="1:store-note").set_value("longer")
    press(test, "store-version")
    assert library.entry(ME, first.id).version == 2
    told = change_words.lines(changes(medfly.with_measures(["cold-treatment"]), after), t)
    assert len(told) == 1
    assert told[0] in words(test)
    assert "longer" in words(test)


def test_an_earlier_version_is_opened_and_restored(
        open_page: OpenPage, library: ScenarioLibrary, medfly: Scenario) -> None:
    first = saved(library, medfly)
    saved(library, medfly.with_measures(["cold-treatment"]), entry=first)
    test = press(opened(open_page), "open-1")
    assert test.session_state["scenario"].fingerprint == medfly.fingerprint
    press(test, "restore-1")
    entry = library.entry(ME, first.id)
    assert (entry.version, entry.fingerprint) == (3, medfly.fingerprint)
    assert "Version 1 brought back" in words(test)


def test_duplicate_delete_and_undo(open_page: OpenPage, library: ScenarioLibrary,
                                   medfly: Scenario) -> None:
    saved(library, medfly)
    test = press(opened(open_page), "entry-copy")
    assert {one.name for one in library.search(ME).entries} == {"Oranges", "Oranges (copy)"}
    press(test, "entry-delete")
    left = [one.name for one in library.search(ME).entries]
    assert left == ["Oranges"]
    press(test, "scenarios-undo")
    assert library.search(ME).total == 2
    assert library.search(ME, deleted=True).total == 0


def test_a_deleted_one_comes_back_or_goes_for_good(
        open_page: OpenPage, library: ScenarioLibrary, medfly: Scenario) -> None:
    gone = [saved(library, medfly, name=name) for name in ("One", "Two")]
    for one in gone:
        library.delete(ME, one.id)
    test = opened(open_page, **{"scenarios-view": "deleted"})
    press(test, f"back-{gone[0].id}")
    press(test, f"purge-{gone[1].id}")
    assert [one.name for one in library.search(ME).entries] == ["One"]
    assert library.search(ME, deleted=True).total == 0


@pytest.fixture
def clash(open_page: OpenPage, library: ScenarioLibrary, medfly: Scenario) -> AppTest:
    """Somebody else saved a version after this visitor opened the first."""
    first = saved(library, medfly)
    test = press(opened(open_page), "entry-open")
    saved(library, medfly.with_measures(["export-inspection"]), entry=first, by=OTHER)
    test.session_state["scenario"] = medfly.with_measures(["cold-treatment"])
    test.run()
    press(test, "store-version")
    assert "Wang" in words(test)
    assert library.entry(ME, first.id).version == 2
    return test


def test_the_second_to_save_loses_nothing_and_keeps_a_copy(
        clash: AppTest, library: ScenarioLibrary) -> None:
    press(clash, "conflict-copy")
    found = {one.name: one for one in library.search(ME).entries}
    assert library.open(ME, found["Oranges"].id).scenario.selected == ("export-inspection",)
    copy = library.open(ME, found["Oranges (copy)"].id)
    assert (copy.scenario.selected, copy.version.number) == (("cold-treatment",), 1)
    assert "conflict-copy" not in [b.key for b in clash.button]


def test_the_second_to_save_may_follow_with_a_further_version(
        clash: AppTest, library: ScenarioLibrary) -> None:
    press(clash, "conflict-over")
    entry = library.search(ME).entries[0]
    assert entry.version == 3
    assert library.open(ME, entry.id).scenario.selected == ("cold-treatment",)
    assert library.open(ME, entry.id, 2).scenario.selected == ("export-inspection",)


def test_the_second_to_save_may_look_at_the_differences(clash: AppTest) -> None:
    press(clash, "conflict-look")
    assert clash.session_state["scenarios-view"] == "compare"
    assert "**1 difference" not in words(clash)
    assert "**2 differences.**" in words(clash)
    press(clash, "conflict-drop")
    assert clash.session_state["scenario"].selected == ("cold-treatment",)


@pytest.mark.parametrize("language", LANGUAGES)
def test_two_versions_side_by_side_on_the_same_futures(
        open_page: OpenPage, library: ScenarioLibrary, medfly: Scenario, language: str) -> None:
    t = translator(language)
    both = [medfly.with_measures([one]) for one in ("cold-treatment", "cold-treatment-extended")]
    first = saved(library, both[0])
    saved(library, both[1], entry=first)
    test = press(opened(open_page, language=language), "compare-2")
    found = [assess(one, DRAWS, 1) for one in both]
    assert version_words.headline(1, found[0], found[1], t) in words(test)
    assert library.audit(ME, first.id).entries[0].action == "opened"
    total = library.audit(ME, first.id).total
    test.run()
    assert library.audit(ME, first.id).total == total


def test_search_finds_by_pest_origin_and_tag(open_page: OpenPage, library: ScenarioLibrary,
                                             medfly: Scenario) -> None:
    saved(library, medfly, tags=("citrus",))
    saved(library, load_scenario("fire-blight-apple-australia"), name="Apples")
    test = opened(open_page)
    assert test.selectbox(key="scenarios-chosen").options == ["Apples", "Oranges"]
    for key, text, names in (("text", "ceratitis", ["Oranges"]), ("text", "apples", ["Apples"]),
                             ("text", "no such", []), ("text", "", ["Apples", "Oranges"]),
                             ("origin", "spain", ["Oranges"]), ("tags", "CITRUS", ["Oranges"])):
        test.text_input(key=f"scenarios-{key}").set_value(text).run()
        assert not test.exception
        shown = [box.options for box in test.selectbox if box.key == "scenarios-chosen"]
        assert shown == ([names] if names else [])


def test_name_and_tags_are_changed(open_page: OpenPage, library: ScenarioLibrary,
                                   medfly: Scenario) -> None:
    entry = saved(library, medfly)
    test = opened(open_page, **{"scenarios-entry-view": "labels"})
    test.text_input(key=f"entry-name:{entry.id}").set_value("Oranges from Spain")
    test.text_input(key=f"entry-tags:{entry.id}").set_value("a, b")
    press(test, "entry-labels")
    kept = library.entry(ME, entry.id)
    assert (kept.name, kept.tags, kept.version) == ("Oranges from Spain", ("a", "b"), 1)


def test_the_whole_library_as_a_file_and_back(
        open_page: OpenPage, library: ScenarioLibrary, medfly: Scenario,
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    saved(library, medfly)
    content = library.export(ME)
    monkeypatch.setenv(compute_store.ADDRESS, f"sqlite:///{tmp_path / 'other.sqlite'}")
    test = opened(open_page, **{"scenarios-view": "whole"})
    uploader = next(one for one in test.file_uploader if one.key.startswith("library-file"))
    uploader.upload("library.zip", content, "application/zip").run()
    press(test, "library-take")
    assert "Added: 1 scenario." in words(test)
    assert [one.name for one in compute_store.library().search(ME).entries] == ["Oranges"]
    press(test, "library-pack")
    assert test.session_state["library-file-ready"][2]


def test_a_large_library_is_saved_in_parts(
        open_page: OpenPage, library: ScenarioLibrary, medfly: Scenario,
        monkeypatch: pytest.MonkeyPatch) -> None:
    entries = [saved(library, medfly, name=name) for name in ("One", "Two")]
    monkeypatch.setattr(library, "portions", lambda _: tuple((e.id,) for e in entries))
    test = opened(open_page, **{"scenarios-view": "whole"})
    test.selectbox(key="library-part").set_value(1).run()
    press(test, "library-pack")
    content = test.session_state["library-file-ready"][2]
    assert content == library.export(ME, (entries[1].id,))


def test_a_hostile_library_file_is_refused_in_words(
        open_page: OpenPage, library: ScenarioLibrary) -> None:
    test = opened(open_page, **{"scenarios-view": "whole"})
    uploader = next(one for one in test.file_uploader if one.key.startswith("library-file"))
    uploader.upload("library.zip", b"PK\x03\x04 not a zip", "application/zip").run()
    press(test, "library-take")
    assert test.error
    assert library.search(ME).total == 0


def test_names_and_notes_stay_text(open_page: OpenPage, library: ScenarioLibrary,
                                   medfly: Scenario) -> None:
    saved(library, medfly, name="<b>x</b> [y](javascript:1) **z**", note="# big")
    said = "\n".join(str(m.value) for m in opened(open_page).markdown)
    assert "[y](javascript" not in said
    assert "**z**" not in said.replace("\\*", "")


def test_a_library_that_cannot_be_reached_stops_nothing_else(
        open_page: OpenPage, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    monkeypatch.setenv(compute_store.ADDRESS, f"sqlite:///{tmp_path / 'file' / 'l.sqlite'}")
    monkeypatch.setenv(compute_store.KEEPS_WORK, "1")
    test = opened(open_page)
    assert test.error
    test.switch_page("../method.py").run()
    assert not test.exception
    assert not test.error
    test.session_state["seed"] = 5
    press(test, "store-new")
    assert test.error


def test_a_visitor_sees_nothing_of_it(open_page: OpenPage, library: ScenarioLibrary,
                                      medfly: Scenario, monkeypatch: pytest.MonkeyPatch) -> None:
    saved(library, medfly, name="Secret oranges")
    monkeypatch.setattr("pages.ui.people_actor.at_the_server", lambda: False)
    test = opened(open_page)
    assert "Secret oranges" not in words(test)
    assert not [b for b in test.button if b.key and b.key.startswith(("store-", "entry-"))]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_start_is_warned_of_what_the_library_holds(
        open_page: OpenPage, library: ScenarioLibrary, medfly: Scenario, language: str) -> None:
    t = translator(language)
    entry = saved(library, medfly)
    state = {"pest-view": "start", "start-point": "pest", "start-pest": medfly.pest.eppo_code,
             "start-area": ["CN"]}
    test = opened(open_page, "1_pest", language, **state)
    assert t("The library holds an assessment that overlaps: **{name}** (in common: {shared}).",
             name="Oranges", shared=t(", ").join([t("pest"), t("PRA area")])) in words(test)
    press(test, f"overlap-{entry.id}")
    assert test.session_state["stored"].entry == entry.id


@pytest.fixture
def keeping(library: ScenarioLibrary, monkeypatch: pytest.MonkeyPatch) -> ScenarioLibrary:
    monkeypatch.setenv(compute_store.KEEPS_WORK, "1")
    return library


@pytest.mark.parametrize("language", LANGUAGES)
def test_work_is_kept_and_taken_up_again(open_page: OpenPage, keeping: ScenarioLibrary,
                                         medfly: Scenario, language: str) -> None:
    test = opened(open_page, "method", language)
    assert keeping.workspace(ME) is None
    own = OwnData(pests={"POLYBO": pest_library().records["POLYBO"]},
                  trade=commodity_library().trade[:2])
    changed = medfly.with_measures(["cold-treatment"])
    test.session_state["scenario"] = changed
    test.session_state["own-data"] = own
    test.number_input(key="seed_input").set_value(SEED).run()
    assert keeping.workspace(ME) is not None
    again = opened(open_page, "method", language)
    assert again.session_state["scenario"].fingerprint == medfly.fingerprint
    press(again, "work-resume")
    assert again.session_state["scenario"].fingerprint == changed.fingerprint
    assert again.session_state["own-data"] == own
    assert again.session_state["seed"] == SEED
    assert again.number_input(key="seed_input").value == SEED
    assert "work-resume" not in [b.key for b in again.button]


def test_a_draft_is_kept_and_taken_up_again(open_page: OpenPage, keeping: ScenarioLibrary) -> None:
    draft = begun()
    test = opened(open_page, "method", draft=draft)
    assert keeping.workspace(ME) is not None
    test = press(opened(open_page, "method"), "work-resume")
    assert test.session_state["draft"].id == draft.id
    assert len(test.session_state["draft"].open) == len(draft.open)


def test_nothing_new_is_kept_before_earlier_work_was_decided_upon(
        open_page: OpenPage, keeping: ScenarioLibrary, medfly: Scenario) -> None:
    opened(open_page, "method", scenario=medfly.with_measures(["cold-treatment"]),
           original=medfly)
    before = keeping.workspace(ME)
    assert before is not None
    again = opened(open_page, "method", scenario=medfly.with_measures(["export-inspection"]),
                   original=medfly)
    assert keeping.workspace(ME) == before
    press(again, "work-fresh")
    kept = keeping.workspace(ME)
    assert kept is not None
    assert "export-inspection" in kept.scenario
    assert kept.scenario != before.scenario


def test_work_comes_back_with_its_place_in_the_library(
        open_page: OpenPage, keeping: ScenarioLibrary, medfly: Scenario) -> None:
    entry = saved(keeping, medfly)
    press(opened(open_page), "entry-open")
    test = press(opened(open_page), "work-resume")
    place = test.session_state["stored"]
    assert (place.entry, place.version, place.name) == (entry.id, 1, "Oranges")




def test_a_copy_of_a_confidential_one_is_confidential(
        open_page: OpenPage, library: ScenarioLibrary, medfly: Scenario) -> None:
    secret = Classification(openness="confidential")
    entry = saved(library, medfly, classification=secret)
    test = press(opened(open_page), "entry-open")
    test.text_input(key="1:store-name").set_value("Mine")
    press(test, "store-new")
    copies = [one for one in library.search(ME).entries if one.id != entry.id]
    assert [(one.name, one.classification) for one in copies] == [("Mine", secret)]


def test_a_copy_after_a_clash_keeps_the_class(clash: AppTest, library: ScenarioLibrary) -> None:
    secret = Classification(openness="confidential")
    library.classify(ME, library.search(ME).entries[0].id, secret)
    press(clash, "conflict-copy")
    assert {one.classification for one in library.search(ME).entries} == {secret}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_viewer_reads_and_is_told_why_not_more(
        open_page: OpenPage, library: ScenarioLibrary, medfly: Scenario, language: str,
        monkeypatch: pytest.MonkeyPatch) -> None:
    t = translator(language)
    viewer = Actor(key="issuer|zhao", name="Zhao", role="viewer")
    entry = saved(library, medfly, name="For all", by=OTHER)
    library.share(OTHER, entry.id, "open")
    saved(library, medfly, name="Hers alone", by=OTHER)
    monkeypatch.setattr("pages.ui.people_actor.actor", lambda: viewer)
    test = opened(open_page, language=language)
    assert "For all" in words(test)
    assert "Hers alone" not in words(test)
    assert t(MESSAGES["role_refused"], value="Zhao", allowed=t(ACTIONS["create"])) in words(test)
    assert not [b for b in test.button if b.key in ("store-new", "store-version")]
    assert test.button(key="entry-delete").disabled
    assert test.button(key="entry-copy").disabled
    press(test, "entry-open")
    assert test.session_state["stored"].entry == entry.id


def test_a_library_of_an_older_form_says_where_its_copy_is(
        open_page: OpenPage, library: ScenarioLibrary, tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(library, "copy_kept", tmp_path / "library-before.sqlite")
    test = opened(open_page, **{"scenarios-view": "whole"})
    assert any("library-before.sqlite" in str(i.value).replace("\\", "") for i in test.info)
