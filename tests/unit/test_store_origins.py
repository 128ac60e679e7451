"""Who made what, who took it along, and who decided: told by the library, whoever asks how."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from pra_core.access import Actor, Classification
from pra_core.distribution import Fixed
from pra_core.errors import PraError
from pra_core.scenario import Scenario
from pra_core.store import exchange, library_zip
from pra_core.store.entries import Entry
from pra_core.store.scenarios import ScenarioLibrary
from pra_core.store.schema import audit
from tests.minimal import scenario, text
from tests.stored import ADA, ANN, BOB, OTTO, SMALL, STRANGER, VIC, opened, settled, sqlite

SECRET = Classification(openness="confidential")
OPEN = Classification(openness="open")
OTHER = SMALL.with_parameter("fruit.volume", Fixed(value=7.0),
                             SMALL.parameters["fruit.volume"].source)
ROOT = Actor(key="idp|root", name="Root", email="root@example.org", role="admin")


@pytest.fixture
def library(tmp_path: Path) -> Iterator[ScenarioLibrary]:
    held = settled(opened(sqlite(tmp_path)))
    yield held
    held.close()


def _saved(library: ScenarioLibrary, actor: Actor = ANN, one: Scenario = SMALL, **given: Any
           ) -> Entry:
    return library.save(actor, one, **{"name": "First", "seed": 1, "draws": 1000} | given)


def _code(call: Callable[[], object]) -> str:
    with pytest.raises(PraError) as refused:
        call()
    return refused.value.code


@pytest.mark.parametrize("listed", [(ROOT.key,), (ROOT.email.upper(),)], ids=["account", "e-mail"])
def test_a_role_taken_from_a_configured_administrator_stays_taken(
        library: ScenarioLibrary, listed: tuple[str, ...]) -> None:
    def visit() -> str | None:
        return library.seen(ROOT.key, ROOT.name, ROOT.email, "viewer", listed).role
    assert visit() == "admin"
    library.set_role(ADA, ROOT.key, None)
    lines = library.audit(ADA).total
    assert visit() is None
    assert library.known(ROOT).role is None
    assert {one.key: one.role for one in library.people(ADA)}[ROOT.key] is None
    assert library.audit(ADA).total == lines
    library.set_role(ADA, ROOT.key, "viewer")
    assert visit() == library.known(ROOT).role == "viewer"


def test_who_came_without_a_role_and_is_named_in_the_settings_then_is_administrator(
        library: ScenarioLibrary) -> None:
    """The account to be named stands on the page that somebody without a role sees."""
    assert library.seen(ROOT.key, ROOT.name, "", None, ()).role is None
    assert library.seen(ROOT.key, ROOT.name, "", None, (ROOT.key,)).role == "admin"
    line = library.audit(ADA, action="role").entries[0]
    assert (line.key, line.detail["before"], line.detail["after"]) == (ROOT.key, None, "admin")


def test_copies_and_files_stand_in_the_list_of_what_was_taken(library: ScenarioLibrary) -> None:
    made = _saved(library, classification=SECRET)
    library.share(ANN, made.id, "named", [BOB.key])
    library.duplicate(BOB, made.id, "Mine")
    library.export(BOB)
    library.export(BOB, [made.id])
    found = [(line.key, line.action, line.version) for line in library.audit(ANN, made.id).entries]
    assert found[:3] == [(BOB.key, "exported", 1), (BOB.key, "exported", 1),
                         (BOB.key, "copied", 1)]
    assert library.audit(ADA, action="exported").total == 5, "two files, with 2 scenarios and 1"


REFUSED: dict[str, Callable[[ScenarioLibrary, Actor, str], object]] = {
    "open": lambda lib, who, i: lib.open(who, i),
    "history": lambda lib, who, i: lib.history(who, i),
    "duplicate": lambda lib, who, i: lib.duplicate(who, i, "x"),
    "save": lambda lib, who, i: lib.save(who, SMALL, entry=i, base_version=1, seed=1, draws=1),
    "restore": lambda lib, who, i: lib.restore(who, i, 1),
    "relabel": lambda lib, who, i: lib.relabel(who, i, name="x", tags=()),
    "share": lambda lib, who, i: lib.share(who, i, "open"),
    "classify": lambda lib, who, i: lib.classify(who, i, OPEN),
    "approve": lambda lib, who, i: lib.approve(who, i, 1),
    "link": lambda lib, who, i: lib.link(who, i),
    "audit": lambda lib, who, i: lib.audit(who, i),
    "delete": lambda lib, who, i: lib.delete(who, i),
    "undelete": lambda lib, who, i: lib.undelete(who, i),
    "purge": lambda lib, who, i: lib.purge(who, i),
}


@pytest.mark.parametrize("actor", [BOB, STRANGER], ids=["analyst", "stranger"])
@pytest.mark.parametrize("call", list(REFUSED))
def test_every_refused_attempt_stands_in_the_log(library: ScenarioLibrary, call: str, actor: Actor
                                                 ) -> None:
    made = _saved(library)
    code = _code(lambda: REFUSED[call](library, actor, made.id))
    lines = library.audit(ADA, action="refused").entries
    assert [(one.key, one.entry_id, one.detail["code"]) for one in lines] == [
        (actor.key, made.id, code)]


def test_refused_attempts_on_links_roles_and_the_log_too(library: ScenarioLibrary) -> None:
    made = _saved(library)
    link = library.link(ANN, made.id)
    for call in (lambda: library.follow(STRANGER, link), lambda: library.revoke(VIC, link),
                 lambda: library.set_role(BOB, BOB.key, "admin"), lambda: library.audit(BOB),
                 lambda: library.people(VIC)):
        _code(call)
    lines = library.audit(ADA, action="refused").entries
    assert [(one.key, one.detail["action"]) for one in reversed(lines)] == [
        (STRANGER.key, "read"), (VIC.key, "share"), (BOB.key, "people"), (BOB.key, "audit"),
        (VIC.key, "people")]
    assert lines[-1].detail["asked_for"] == link


def test_nobody_approves_their_own_work_by_way_of_somebody_else(library: ScenarioLibrary) -> None:
    own = _saved(library, OTTO)
    library.share(OTTO, own.id, "open")
    copies = [library.duplicate(ANN, own.id, "copy")]
    copies.append(library.duplicate(ANN, copies[0].id, "copy of the copy"))
    library.delete(OTTO, own.id)
    library.purge(OTTO, own.id)
    for copy in copies:
        library.share(ANN, copy.id, "open")
        assert _code(lambda c=copy: library.approve(OTTO, c.id, 1)) == "own_approval"  # type: ignore[misc]
    mixed = _saved(library)
    library.share(ANN, mixed.id, "named", editors=[OTTO.key])
    _saved(library, OTTO, OTHER, entry=mixed.id, base_version=1, name=None)
    _saved(library, ANN, entry=mixed.id, base_version=2, name=None)
    library.restore(ANN, mixed.id, 2)
    assert _code(lambda: library.approve(OTTO, mixed.id, 4)) == "own_approval"
    assert library.approve(OTTO, mixed.id, 3).approved == 3


def test_a_file_taken_in_is_not_approved_by_who_saved_the_same_here(
        library: ScenarioLibrary, tmp_path: Path) -> None:
    other = settled(opened(sqlite(tmp_path / "other"), "theirs"))
    _saved(other, OTTO)
    _saved(library, OTTO)
    added = library.import_(ANN, other.export(OTTO), "x.zip").added[0]
    library.share(ANN, added.id, "open")
    assert _code(lambda: library.approve(OTTO, added.id, 1)) == "own_approval"
    assert library.approve(ADA, added.id, 1).approved == 1
    other.close()


def test_trying_something_on_a_copy_does_not_bar_from_approving(library: ScenarioLibrary) -> None:
    made = _saved(library)
    library.share(ANN, made.id, "open")
    library.duplicate(OTTO, made.id, "to try something")
    _saved(library, OTTO, name="saved as new")
    assert library.approve(OTTO, made.id, 1).approved == 1


def test_after_going_back_the_words_of_the_version_left_are_not_found(library: ScenarioLibrary
                                                                      ) -> None:
    made = _saved(library, one=scenario(title=text("Apples first")), name="n", tags=["kept"])
    _saved(library, one=scenario(title=text("Pears later")), entry=made.id, base_version=1,
           name=None)
    library.restore(ANN, made.id, 1)
    assert library.search(ANN, text="pears").total == 0
    assert library.search(ANN, text="apples kept").total == 1


def test_what_was_deleted_is_its_owner_s_alone(library: ScenarioLibrary) -> None:
    made = _saved(library, note="between us")
    library.share(ANN, made.id, "named", [VIC.key], [BOB.key])
    library.delete(ANN, made.id)
    for reader in (VIC, BOB):
        assert _code(lambda r=reader: library.entry(r, made.id)) == "entry_deleted"  # type: ignore[misc]
        assert _code(lambda r=reader: library.history(r, made.id)) == "entry_deleted"  # type: ignore[misc]
    for owner in (ANN, ADA):
        assert library.entry(owner, made.id).deleted_at is not None
        assert library.history(owner, made.id)[0].note == "between us"


def test_a_copy_stays_as_confidential_as_its_source(library: ScenarioLibrary) -> None:
    made = _saved(library, classification=SECRET)
    library.share(ANN, made.id, "named", [BOB.key])
    first = library.duplicate(BOB, made.id, "copy")
    second = library.duplicate(BOB, first.id, "copy of the copy")
    soon = Classification(openness="confidential", until=library.database.clock().date())
    for copy in (first, second):
        for given in (OPEN, Classification(), soon):
            assert _code(lambda c=copy, g=given: library.classify(BOB, c.id, g)  # type: ignore[misc]
                         ) == "copy_confidential"
        assert _code(lambda c=copy: _saved(  # type: ignore[misc]
            library, BOB, entry=c.id, base_version=1, classification=OPEN)) == "copy_confidential"
        assert library.classify(BOB, copy.id, SECRET).classification == SECRET
    assert library.classify(ADA, second.id, OPEN).classification == OPEN
    library.classify(ANN, made.id, Classification())
    assert library.classify(BOB, first.id, OPEN).classification == OPEN


def test_versions_like_this_one_are_found_where_they_may_be_read(library: ScenarioLibrary) -> None:
    made = _saved(library)
    _saved(library, one=OTHER, entry=made.id, base_version=1)
    _saved(library, entry=made.id, base_version=2)
    theirs = _saved(library, BOB)
    assert [(one.id, number) for one, number in library.versions_like(ANN, SMALL.fingerprint)
            ] == [(made.id, 3)]
    assert {one.id for one, _ in library.versions_like(ADA, SMALL.fingerprint)} == {
        made.id, theirs.id}
    assert library.versions_like(VIC, SMALL.fingerprint) == ()
    assert _code(lambda: library.versions_like(STRANGER, SMALL.fingerprint)) == "stranger"


def test_a_library_larger_than_one_file_goes_out_in_portions(
        library: ScenarioLibrary, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = [_saved(library, name=name).id for name in "abcde"]
    assert library.portions(ANN) == (tuple(sorted(made)),)
    assert library.portions(VIC) == ()
    monkeypatch.setattr(exchange, "LARGEST_PORTION", 2 * len(library.export(ANN, made[:1])))
    portions = library.portions(ANN)
    assert len(portions) > 1
    assert sorted(one for portion in portions for one in portion) == sorted(made)
    other = settled(opened(sqlite(tmp_path / "other"), "theirs"))
    for portion in portions:
        other.import_(ANN, library.export(ANN, portion), "x.zip")
    assert other.search(ANN).total == 5
    other.close()


def _changed(content: bytes, change: Callable[[dict[str, Any]], None]) -> bytes:
    """A library file whose maker changed the first entry and its checksum."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        entry = json.loads(archive.read("entries/00001.json"))
    change(entry)
    return library_zip.pack([entry])


FAULTS: dict[str, tuple[Callable[[dict[str, Any]], Any], str]] = {
    "moment after all days": (
        lambda e: e["versions"][0].update(at="9999-12-31T23:59:59-12:00"), "out_of_bounds"),
    "moment before all days": (
        lambda e: e["versions"][0].update(at="0001-01-01T00:00:00+12:00"), "out_of_bounds"),
    "approved after all days": (lambda e: e["versions"][0].update(
        approved_at="9999-12-31T23:59:59-12:00", approved_by="x"), "out_of_bounds"),
    "account with NUL": (lambda e: e.update(owner="idp|a\0b"), "out_of_bounds"),
    "reader with a long account": (lambda e: e.update(readers=["x" * 300]), ""),
    "open and confidential": (lambda e: e.update(
        visibility="open", classification={"openness": "confidential"}), "confidential_open"),
}


@pytest.mark.parametrize("fault", list(FAULTS))
def test_values_no_library_can_hold_are_refused_in_words(library: ScenarioLibrary, fault: str
                                                         ) -> None:
    _saved(library)
    change, code = FAULTS[fault]
    content = _changed(library.export(ADA), change)
    with pytest.raises(PraError) as refused:
        library.import_(ADA, content, "x.zip", restore=True)
    assert refused.value.code == code or not code
    assert "x.zip: entries/00001.json" in str(refused.value) or code == "confidential_open"
    assert library.search(ADA).total == 1


def test_notes_from_a_file_are_kept_as_typed_ones_are(library: ScenarioLibrary, tmp_path: Path
                                                      ) -> None:
    _saved(library, note="seen")
    other = settled(opened(sqlite(tmp_path / "other"), "theirs"))
    content = _changed(library.export(ADA), lambda e: e["versions"][0].update(
        note="a\0b\u202ec\nd", approved_at="2026-01-01T00:00:00Z", approved_by=OTTO.key,
        approval_note="\u202eyes"))
    added = other.import_(ADA, content, "x.zip", restore=True).added[0]
    kept = other.history(ADA, added.id)[0]
    assert (kept.note, kept.approval_note) == ("abc\nd", "yes")
    other.close()


def test_approvals_put_back_are_noted_and_never_one_s_own(library: ScenarioLibrary, tmp_path: Path
                                                          ) -> None:
    made = _saved(library)
    content = library.export(ADA)
    for by, counts in ((OTTO.key, True), (ANN.key, False), ("", False)):
        other = settled(opened(sqlite(tmp_path / (by or "nobody")), "theirs"))
        forged = _changed(content, lambda e, b=by: e["versions"][0].update(  # type: ignore[misc]
            approved_at="2026-01-01T00:00:00Z", approved_by=b, approved_by_name="Otto"))
        report = other.import_(ADA, forged, "x.zip", restore=True)
        assert (report.added[0].approved == 1, report.approvals_dropped == ()) == (counts, counts)
        lines = other.audit(ADA, made.id, action="restored_library").entries
        assert [line.detail["approved_by"] for line in lines] == ([["Otto"]] if counts else [])
        other.close()


def test_a_copy_put_back_still_knows_who_made_it(library: ScenarioLibrary, tmp_path: Path) -> None:
    own = _saved(library, OTTO, classification=SECRET)
    library.share(OTTO, own.id, "named", [ANN.key])
    copy = library.duplicate(ANN, own.id, "copy")
    library.share(ANN, copy.id, "named", [OTTO.key])
    library.restore(ANN, copy.id, 1)
    other = settled(opened(sqlite(tmp_path / "other"), "theirs"))
    other.import_(ADA, library.export(ADA), "x.zip", restore=True)
    assert other.history(ANN, copy.id) == library.history(ANN, copy.id)
    assert _code(lambda: other.approve(OTTO, copy.id, 1)) == "own_approval"
    assert _code(lambda: other.classify(ANN, copy.id, OPEN)) == "copy_confidential"
    other.close()


def test_long_titles_are_short_in_lists_and_whole_when_opened(library: ScenarioLibrary) -> None:
    long = "x" * 100_000
    made = _saved(library, one=scenario(title=text(long)))
    shown = library.search(ANN).entries[0].title["en"]
    assert len(shown) == 500
    assert shown.endswith("…")
    assert library.open(ANN, made.id).scenario.title["en"] == long


@pytest.mark.parametrize("call", [
    lambda lib, i: lib.open(ANN, i, 2**70), lambda lib, i: lib.open(ANN, i, -1),
    lambda lib, i: lib.restore(ANN, i, 2**70), lambda lib, i: lib.link(ANN, i, 2**70),
    lambda lib, _: lib.search(ANN, page=2**70), lambda lib, i: lib.audit(ANN, i, page=2**70),
    lambda lib, _: lib.save(ANN, SMALL, name="n", seed=2**80, draws=1),
    lambda lib, _: lib.save(ANN, SMALL, name="n", seed=-1, draws=1),
    lambda lib, _: lib.save(ANN, SMALL, name="n", seed=1, draws=2**40),
])
def test_numbers_no_library_can_hold_are_refused_in_words(
        library: ScenarioLibrary, call: Callable[[ScenarioLibrary, str], object]) -> None:
    made = _saved(library)
    assert _code(lambda: call(library, made.id)) in ("not_found", "out_of_bounds")


def test_a_file_of_another_program_is_left_alone(tmp_path: Path) -> None:
    for number, table in enumerate(("people", "songs")):
        url = f"sqlite:///{tmp_path / f'{number}.sqlite'}"
        engine = sa.create_engine(url)
        with engine.begin() as connection:
            connection.exec_driver_sql(f"CREATE TABLE {table} (a)")
        assert _code(lambda u=url: opened(u)) == "store_foreign"  # type: ignore[misc]
        assert sa.inspect(engine).get_table_names() == [table]
        engine.dispose()


def test_messages_name_the_file_and_not_its_folders(library: ScenarioLibrary) -> None:
    assert library.database.name == "library.sqlite"
    with library.database.writing() as connection:
        connection.execute(sa.text(f"DROP TABLE {audit.name}"))
    with pytest.raises(PraError) as refused:
        library.audit(ADA)
    assert "/" not in str(refused.value)
