"""The scenario library: versions, search, copies, links, people; on SQLite and PostgreSQL."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from pra_core import load_scenario
from pra_core.access import Classification
from pra_core.distribution import Fixed
from pra_core.errors import PraError
from pra_core.overlap import subject_of
from pra_core.scenario import Scenario
from pra_core.store.entries import Entry, Workspace
from pra_core.store.scenarios import ScenarioLibrary
from tests.minimal import pathway, scenario, text
from tests.stored import (
    ADA,
    ANN,
    BOB,
    ME,
    OTTO,
    POSTGRES,
    SMALL,
    START,
    VIC,
    opened,
    postgres,
    settled,
    sqlite,
)


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library of no scenarios that knows everybody; tests work on copies of the file."""
    folder = tmp_path_factory.mktemp("empty")
    settled(opened(sqlite(folder))).close()
    return folder / "library.sqlite"


@pytest.fixture(params=["sqlite", *(["postgresql"] if POSTGRES in os.environ else [])])
def library(request: pytest.FixtureRequest, tmp_path: Path, empty: Path
            ) -> Iterator[ScenarioLibrary]:
    """An empty library that knows everybody, on each database there is."""
    if request.param == "sqlite":
        shutil.copy(empty, tmp_path)
        held = opened(sqlite(tmp_path))
        yield held
        held.close()
        return
    with postgres("pra_test_library") as url:
        held = settled(opened(url))
        yield held
        held.close()


def test_postgresql_was_tried_too() -> None:
    if POSTGRES not in os.environ:
        pytest.skip(f"{POSTGRES} names no PostgreSQL server: the library was tried on SQLite only")


def _saved(library: ScenarioLibrary, actor: object = ANN, one: Scenario = SMALL, **given: object
           ) -> Entry:
    values: dict[str, object] = {"name": "First", "seed": 1, "draws": 1000} | given
    return library.save(actor, one, **values)  # type: ignore[arg-type]


def _code(call: object, *given: object, **named: object) -> str:
    with pytest.raises(PraError) as refused:
        call(*given, **named)  # type: ignore[operator]
    return refused.value.code


def _changed(value: float = 5.0) -> Scenario:
    return SMALL.with_parameter("fruit.volume", Fixed(value=value),
                                SMALL.parameters["fruit.volume"].source)


def test_what_was_saved_is_opened_as_it_was(library: ScenarioLibrary) -> None:
    one = load_scenario("medfly-citrus-china")
    made = _saved(library, one=one, seed=2**40, tags=["Citrus", " two  words ", "citrus"])
    back = library.open(ANN, made.id)
    assert back.scenario == one
    assert (back.seed, back.draws, back.version.number) == (2**40, 1000, 1)
    assert (made.tags, made.owner_name, made.pest) == (("citrus", "two words"), "Ann",
                                                      "Ceratitis capitata")
    assert made.fingerprint == one.fingerprint
    assert made.changed_at > START


def test_every_save_is_a_version_with_what_changed(library: ScenarioLibrary) -> None:
    made = _saved(library)
    second = _saved(library, one=_changed(), entry=made.id, base_version=1, seed=7,
                    note=" looked at trade again ")
    history = library.history(ANN, made.id)
    assert [v.number for v in history] == [2, 1]
    assert [(c.kind, c.quantity) for c in history[0].changes] == [("parameter", "volume"),
                                                                  ("seed", "")]
    assert (history[0].note, history[0].by_name) == ("looked at trade again", "Ann")
    assert history[1].changes == ()
    assert second.fingerprint == _changed().fingerprint
    assert library.open(ANN, made.id, 1).scenario == SMALL


def test_nothing_new_is_no_version_unless_there_is_a_note(library: ScenarioLibrary) -> None:
    made = _saved(library)
    assert _saved(library, entry=made.id, base_version=1, name="Other").version == 1
    assert library.entry(ANN, made.id).name == "Other"
    kept = _saved(library, entry=made.id, base_version=1, note="checked", name=None)
    assert (kept.version, kept.name) == (2, "Other")
    assert _code(_saved, library, name=None) == "out_of_bounds"


def test_the_second_of_two_savers_is_told_who_and_when_and_loses_nothing(
        library: ScenarioLibrary) -> None:
    made = _saved(library)
    library.share(ANN, made.id, "named", editors=[BOB.key])
    _saved(library, BOB, _changed(6.0), entry=made.id, base_version=1)
    with pytest.raises(PraError) as refused:
        _saved(library, ANN, _changed(7.0), entry=made.id, base_version=1)
    assert refused.value.code == "edit_conflict"
    assert refused.value.value == "Bob"
    assert str(library.entry(ANN, made.id).changed_at.date()) in refused.value.allowed
    assert library.open(ANN, made.id).scenario == _changed(6.0)
    copy = _saved(library, ANN, _changed(7.0), name="Mine")
    assert library.open(ANN, copy.id).scenario == _changed(7.0)
    over = _saved(library, ANN, _changed(7.0), entry=made.id, base_version=2)
    assert over.version == 3


def test_an_older_version_is_brought_back_as_a_new_one(library: ScenarioLibrary) -> None:
    juice = pathway("juice", commodity=text("juice"))
    other = scenario(title=text("other goods"), pathways=[juice], measures=[])
    made = _saved(library)
    _saved(library, one=other, entry=made.id, base_version=1, seed=2)
    back = library.restore(ANN, made.id, 1)
    assert (back.version, back.fingerprint, back.commodity["en"]) == (3, SMALL.fingerprint, "fruit")
    assert library.search(ANN, commodity="juice").total == 0
    told = library.history(ANN, made.id)[0].changes
    assert told[0].kind == "restored"
    assert told[0].after == 1
    assert {"seed", "removed", "measure_added"} <= {one.kind for one in told}
    assert library.open(ANN, made.id).seed == 1
    assert _code(library.restore, ANN, made.id, 99) == "not_found"


def test_a_copy_is_private_and_the_copier_s_own(library: ScenarioLibrary) -> None:
    made = _saved(library, tags=["a"], classification=Classification(openness="confidential"))
    library.share(ANN, made.id, "named", readers=[BOB.key])
    copy = library.duplicate(BOB, made.id, "Copy")
    assert (copy.owner, copy.holding.visibility, copy.tags) == (BOB.key, "private", ("a",))
    assert copy.classification.openness == "confidential"
    assert library.open(BOB, copy.id).scenario == SMALL
    assert library.history(BOB, copy.id)[0].changes[0].before == "First"


def test_deleted_is_gone_until_it_is_brought_back(library: ScenarioLibrary) -> None:
    made = _saved(library)
    library.share(ANN, made.id, "open")
    link = library.link(ANN, made.id)
    library.delete(ANN, made.id)
    assert library.search(ANN).total == library.search(VIC, deleted=True).total == 0
    assert library.search(ANN, deleted=True).entries[0].deleted_at is not None
    assert _code(library.open, VIC, made.id) == _code(library.follow, VIC, link) == "entry_deleted"
    assert library.undelete(ANN, made.id).deleted_at is None
    assert library.follow(VIC, link).scenario == SMALL
    assert _code(library.purge, ANN, made.id) == "not_deleted"
    library.delete(ANN, made.id)
    library.purge(ANN, made.id)
    assert library.search(ANN, deleted=True).total == 0
    assert _code(library.open, ANN, made.id) == "not_shared"
    assert "purged" in {line.action for line in library.audit(ADA).entries}


def test_an_approved_version_stays_as_it_is_for_good(library: ScenarioLibrary) -> None:
    made = _saved(library)
    library.share(ANN, made.id, "named", readers=[OTTO.key])
    assert library.approve(OTTO, made.id, 1, "as discussed").approved == 1
    kept = library.history(ANN, made.id)[0]
    assert (kept.approved_by, kept.approval_note) == ("Otto", "as discussed")
    assert library.entry(ANN, made.id).holding.frozen
    later = _saved(library, one=_changed(), entry=made.id, base_version=1)
    assert (later.version, later.approved, later.holding.frozen) == (2, 1, False)
    assert library.open(ANN, made.id, 1).scenario == SMALL
    assert _code(library.approve, OTTO, made.id, 1) == "approved_already"
    assert _code(library.approve, OTTO, made.id, 9) == "not_found"
    library.delete(ANN, made.id)
    assert _code(library.purge, ANN, made.id) == "approved_kept"


def test_nobody_approves_what_they_saved(library: ScenarioLibrary) -> None:
    made = _saved(library)
    library.share(ANN, made.id, "named", editors=[OTTO.key])
    _saved(library, OTTO, _changed(), entry=made.id, base_version=1)
    assert _code(library.approve, OTTO, made.id, 2) == "own_approval"
    assert library.approve(OTTO, made.id, 1).approved == 1
    own = _saved(library, OTTO)
    assert _code(library.approve, OTTO, own.id, 1) == "own_approval"
    alone = _saved(library, ME)
    assert library.approve(ME, alone.id, 1).approved == 1


@pytest.mark.parametrize(("asked", "found"), [
    ({"text": "FIRST"}, {"First"}), ({"text": "apple 100%"}, {"100% apple"}),
    ({"text": "100_"}, set()), ({"text": "spain citrus"}, {"Citrus case"}),
    ({"text": "橘 西班牙"}, {"Citrus case"}), ({"pest": "ceratitis"}, {"Citrus case"}),
    ({"pest": "certca"}, {"Citrus case"}), ({"pest": "地中海实蝇"}, {"Citrus case"}),
    ({"origin": "Spain"}, {"Citrus case"}), ({"commodity": "Fruit"}, {"First", "100% apple"}),
    ({"area": "cn"}, {"Citrus case"}), ({"tags": ["URGENT"]}, {"First"}),
    ({"tags": ["urgent", "none"]}, set()), ({"mine": True}, {"First", "100% apple", "Citrus case"}),
    ({"text": "urgent"}, {"First"}),
])
def test_search_finds_in_either_language_and_any_case(
        library: ScenarioLibrary, asked: dict[str, object], found: set[str]) -> None:
    area = {"title": text("somewhere"), "countries": ["FR"]}
    _saved(library, one=scenario(pra_area=area), tags=["Urgent"])
    _saved(library, one=scenario(pra_area=area), name="100% apple")
    _saved(library, one=load_scenario("medfly-citrus-china"), name="Citrus case")
    page = library.search(ANN, **asked)  # type: ignore[arg-type]
    assert {one.name for one in page.entries} == found
    assert page.total == len(found)


def test_lists_come_in_pages_and_orders(library: ScenarioLibrary) -> None:
    for name in ("b", "A", "c"):
        _saved(library, name=name)
    names = [one.name for one in library.search(ANN, order="name").entries]
    assert names == ["A", "b", "c"]
    assert [one.name for one in library.search(ANN).entries] == ["c", "A", "b"]
    assert [one.name for one in library.search(ANN, order="oldest").entries] == ["b", "A", "c"]
    second = library.search(ANN, order="name", page=1, size=2)
    assert ([one.name for one in second.entries], second.total) == (["c"], 3)
    assert library.search(ANN, page=9).entries == ()
    assert _code(library.search, ANN, order="drop table") == "unknown_id"
    assert _code(library.search, ANN, page=-1) == _code(library.search, ANN, size=0)


@pytest.mark.parametrize("name", ["", "   ", "x" * 201, "a\x00b", "a\u202eb"])
def test_a_name_that_cannot_be_shown_is_refused(library: ScenarioLibrary, name: str) -> None:
    assert _code(_saved, library, name=name) == "out_of_bounds"
    assert library.search(ANN).total == 0


@pytest.mark.parametrize("name", [
    "=HYPERLINK(\"x\")", "'; DROP TABLE entries; --", "../../etc/passwd", "<b>bold</b>", "%s{0}",
    "苹果蠹蛾 – été"])
def test_a_hostile_name_is_a_name(library: ScenarioLibrary, name: str) -> None:
    made = _saved(library, name=name, tags=[name], note=name)
    assert library.search(ANN, text=name, tags=[name]).entries == (library.entry(ANN, made.id),)
    assert library.entry(ANN, made.id).name == name


def test_texts_that_grow_or_hold_control_characters_are_kept_and_asked_for_safely(
        library: ScenarioLibrary) -> None:
    longest = "\N{GREEK SMALL LETTER IOTA WITH DIALYTIKA AND TONOS}" * 200
    tag = "\N{LATIN SMALL LETTER SHARP S}" * 50
    made = _saved(library, name=longest, tags=[tag], note="one\x00\ntwo\ud800")
    assert (made.name, made.tags) == (longest, (tag,))
    assert library.history(ANN, made.id)[0].note == "one\ntwo"
    assert library.search(ANN, tags=[tag]).total == 1
    for asked in ("\x00", "\ud800", "x" * 5000, "%", "_", "\\"):
        library.search(ANN, text=asked, pest=asked, tags=[asked])
        library.audit(ADA, person=asked, action=asked)
        for call in (library.open, library.entry, library.history, library.follow):
            assert _code(call, ANN, asked) == "not_shared"
        assert _code(library.revoke, ANN, asked) == "not_shared"
    assert _code(library.seen, "k" * 300, "n", "e", None, ()) == "out_of_bounds"
    library.keep_workspace(ANN, Workspace(draft="\ud800\x00"))
    assert library.workspace(ANN).draft == "\ud800\x00"  # type: ignore[union-attr]


def test_the_local_user_is_no_administrator_of_a_library_with_log_in(
        library: ScenarioLibrary) -> None:
    """What was saved before log-in was set up does not let the last administrator go."""
    _saved(library, ME)
    assert _code(library.set_role, ADA, ADA.key, "viewer") == "last_admin"


def test_renaming_and_tagging_add_no_version(library: ScenarioLibrary) -> None:
    made = _saved(library, tags=["a"])
    assert library.rename(ANN, made.id, "New").name == "New"
    assert library.tag(ANN, made.id, ["b", "B", "c"]).tags == ("B", "c")
    assert library.search(ANN, text="new", tags=["c"]).total == 1
    assert library.search(ANN, text="first").total == library.search(ANN, tags=["a"]).total == 0
    assert library.entry(ANN, made.id).version == 1
    assert _code(library.tag, ANN, made.id, [str(i) for i in range(21)]) == "out_of_bounds"


def test_a_link_leads_on_until_it_is_withdrawn(library: ScenarioLibrary) -> None:
    made = _saved(library)
    library.share(ANN, made.id, "named", readers=[VIC.key, OTTO.key])
    fixed, latest = library.link(VIC, made.id, 1), library.link(ANN, made.id)
    _saved(library, one=_changed(), entry=made.id, base_version=1)
    assert library.follow(VIC, fixed).scenario == SMALL
    assert library.follow(VIC, latest).scenario == _changed()
    assert _code(library.follow, BOB, latest) == _code(library.follow, BOB, "none") == "not_shared"
    assert [one.id for one in library.links(VIC, made.id)] == [fixed]
    assert {one.id: one.followed for one in library.links(ANN, made.id)} == {fixed: 1, latest: 1}
    assert _code(library.revoke, OTTO, latest) == "owner_only"
    library.revoke(ANN, fixed)
    assert _code(library.follow, VIC, fixed) == "not_shared"
    assert library.links(VIC, made.id)[0].revoked_at is not None


def test_people_get_a_role_once_and_the_last_administrator_keeps_it(
        library: ScenarioLibrary) -> None:
    new = library.seen("idp|new", "New\nName", "NEW@example.org", None, ["new@EXAMPLE.org"])
    assert (new.role, new.name) == ("admin", "New Name")
    library.set_role(ADA, "idp|new", "viewer")
    again = library.seen("idp|new", "New", "new@example.org", "analyst", ["idp|new"])
    assert again.role == "viewer"
    assert [p.key for p in library.find_people(ANN, "EXAMPLE") if p.key == "idp|who"] == []
    assert [p.name for p in library.find_people(ANN, "oTt")] == ["Otto"]
    assert [p.name for p in library.find_people(ANN, OTTO.key)] == ["Otto"]
    assert library.find_people(ANN, "  ") == ()
    assert _code(library.set_role, ADA, ADA.key, None) == "last_admin"
    assert _code(library.set_role, ADA, "idp|none", "viewer") == "unknown_id"
    library.set_role(ADA, "idp|new", "admin")
    assert library.set_role(ADA, ADA.key, "viewer").role == "viewer"


def test_what_somebody_was_working_on_is_theirs_alone(library: ScenarioLibrary) -> None:
    assert library.workspace(ANN) is None
    library.keep_workspace(ANN, Workspace(scenario="{1}", seed=5, draft="草", own_data="{}"))
    library.keep_workspace(ANN, Workspace(scenario="{2}", seed=6, entry="e", version=3))
    library.keep_workspace(BOB, Workspace(scenario="{3}"))
    held = library.workspace(ANN)
    assert held
    assert (held.scenario, held.seed, held.draft, held.entry, held.version) == (
        "{2}", 6, "", "e", 3)
    assert held.at
    library.forget_workspace(ANN)
    assert library.workspace(ANN) is None
    assert library.workspace(BOB) is not None
    assert _code(library.keep_workspace, ANN, Workspace(draft="x" * 33_000_000)) == "out_of_bounds"


def test_overlap_is_told_of_what_may_be_read(library: ScenarioLibrary) -> None:
    made = _saved(library)
    closer = _saved(library, BOB, name="Closer")
    asked = subject_of(SMALL)
    assert [one.entry for one in library.overlapping(ANN, asked)] == [made.id]
    library.share(BOB, closer.id, "open")
    assert {one.entry for one in library.overlapping(ANN, asked)} == {made.id, closer.id}
    assert [one.entry for one in library.overlapping(ANN, asked, made.id)] == [closer.id]


def test_the_audit_list_says_who_saw_and_changed_what(library: ScenarioLibrary) -> None:
    made = _saved(library)
    library.share(ANN, made.id, "named", readers=[VIC.key])
    library.open(VIC, made.id)
    assert _code(library.open, BOB, made.id) == "not_shared"
    lines = library.audit(ANN, made.id).entries
    assert [(line.action, line.name) for line in lines] == [
        ("refused", "Bob"), ("opened", "Vic"), ("shared", "Ann"), ("created", "Ann")]
    assert lines[2].detail["readers"] == [VIC.key]
    assert library.audit(ADA, person="vIC").entries[0].action == "opened"
    assert library.audit(ADA, action="refused").total == 1
    assert library.audit(ADA, made.id, since=lines[1].at).total == 2
    assert library.audit(ADA, made.id, until=lines[1].at, size=1).total == 3


def test_thirty_at_once_lose_nothing(library: ScenarioLibrary) -> None:
    shared = _saved(library, ADA)
    faults: list[BaseException] = []

    def work(number: int) -> None:
        try:
            for turn in range(2):
                _saved(library, ADA, name=f"{number}")
                library.search(ADA, text=str(number))
                while True:
                    held = library.entry(ADA, shared.id)
                    try:
                        _saved(library, ADA, _changed(1 + number * 2 + turn), entry=shared.id,
                               base_version=held.version)
                        break
                    except PraError as error:
                        assert error.code == "edit_conflict"  # noqa: PT017 - others are raised
        except (PraError, AssertionError) as error:
            faults.append(error)

    threads = [threading.Thread(target=work, args=(i,)) for i in range(30)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert faults == []
    assert library.entry(ADA, shared.id).version == 61
    kept = [library.open(ADA, shared.id, number).scenario for number in range(1, 62)]
    assert len({one.parameters["fruit.volume"].distribution for one in kept}) == 61
    assert library.search(ADA).total == 61
