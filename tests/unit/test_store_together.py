"""Several people at once: nobody fails, nothing is lost unseen; on SQLite and PostgreSQL."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from pra_core.access import Classification
from pra_core.distribution import Fixed
from pra_core.errors import PraError
from pra_core.overlap import subject_of
from pra_core.store import exchange
from pra_core.store.entries import Workspace
from pra_core.store.scenarios import ScenarioLibrary
from pra_core.store.schema import entries, people
from tests.stored import (
    ADA,
    ANN,
    BOB,
    ME,
    POSTGRES,
    SMALL,
    VIC,
    Ids,
    opened,
    postgres,
    settled,
    sqlite,
)

AT_ONCE = 6


@pytest.fixture(params=["sqlite", *(["postgresql"] if POSTGRES in os.environ else [])])
def library(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[ScenarioLibrary]:
    if request.param == "sqlite":
        held = settled(opened(sqlite(tmp_path)))
        yield held
        held.close()
        return
    with postgres("pra_test_together") as url:
        held = settled(opened(url))
        yield held
        held.close()


def _at_once(library: ScenarioLibrary, calls: list[Callable[[], object]],
             read_first: str = "") -> list[BaseException]:
    """What went wrong when all began together.

    `read_first`: words of the statement after which each waits until the others came as far.
    """
    faults: list[BaseException] = []
    meeting = threading.Barrier(len(calls), timeout=3)
    begun = threading.local()

    def after(*event: object) -> None:
        statement = str(event[2])
        if read_first and read_first in statement and not getattr(begun, "met", True):
            begun.met = True
            try:
                meeting.wait()
            except threading.BrokenBarrierError:
                pass

    def work(call: Callable[[], object]) -> None:
        begun.met = False
        try:
            call()
        except BaseException as error:  # noqa: BLE001 - told by the test
            faults.append(error)

    sa.event.listen(library.database.engine, "after_cursor_execute", after)
    threads = [threading.Thread(target=work, args=(call,)) for call in calls]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    sa.event.remove(library.database.engine, "after_cursor_execute", after)
    return faults


def _rows(library: ScenarioLibrary, table: sa.Table) -> int:
    with library.database.reading() as connection:
        return int(connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one())


def test_somebody_s_first_requests_at_once_are_one_arrival(library: ScenarioLibrary) -> None:
    before = _rows(library, people)
    faults = _at_once(library, [
        lambda: library.seen("idp|new", "New", "new@example.org", "viewer", ())] * AT_ONCE,
        read_first="FROM people")
    assert faults == []
    assert _rows(library, people) == before + 1
    arrived = library.audit(ADA, action="arrived", person="New")
    assert arrived.total == 1


def test_first_saves_and_first_workspaces_at_once_are_kept(library: ScenarioLibrary) -> None:
    faults = _at_once(library, [
        *[lambda: library.save(ME, SMALL, name="n", seed=1, draws=1)] * AT_ONCE])
    faults += _at_once(library, [
        lambda: library.keep_workspace(ANN, Workspace(draft="草"))] * AT_ONCE)
    assert faults == []
    assert _rows(library, entries) == AT_ONCE
    held = library.workspace(ANN)
    assert held is not None
    assert held.draft == "草"


def test_one_file_taken_in_twice_at_once_is_there_once(
        library: ScenarioLibrary, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exchange, "BATCH", 2)
    monkeypatch.setattr(exchange, "PAUSE_SECONDS", 0.01)
    other = settled(opened(sqlite(tmp_path / "other"), "theirs"))
    for name in "abcde":
        other.save(ANN, SMALL, name=name, seed=1, draws=1)
    file = other.export(ADA)
    other.close()
    faults = _at_once(library, [
        lambda: library.import_(ADA, file, "x.zip", restore=True)] * 3)
    assert faults == []
    assert _rows(library, entries) == 5


def test_others_save_while_a_long_file_is_taken_in(
        library: ScenarioLibrary, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between two batches whoever waits comes to turn."""
    monkeypatch.setattr(exchange, "BATCH", 1)
    other = settled(opened(sqlite(tmp_path / "other"), "theirs"))
    for name in "abc":
        other.save(ANN, SMALL, name=name, seed=1, draws=1)
    file, seen = other.export(ADA), []

    class Turn:
        def wait(self, seconds: float) -> None:  # noqa: ARG002 - as `Event.wait`
            seen.append(library.save(BOB, SMALL, name="between", seed=1, draws=1).name)

    monkeypatch.setattr(exchange, "_OTHERS_TURN", Turn())
    report = library.import_(ANN, file, "x.zip")
    assert [one.name for one in report.added] == ["a", "b", "c"]
    assert seen == ["between", "between"]
    again = library.import_(ANN, file, "x.zip")
    assert (again.added, again.already_here) == ((), ("a", "b", "c"))
    other.close()


def test_a_file_that_cannot_be_written_to_its_end_leaves_nothing(
        library: ScenarioLibrary, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exchange, "BATCH", 2)
    monkeypatch.setattr(exchange, "PAUSE_SECONDS", 0.0)
    other = settled(opened(sqlite(tmp_path / "other"), "theirs"))
    for name in "abcde":
        other.save(ANN, SMALL, name=name, seed=1, draws=1)
    file = other.export(ADA)
    other.close()
    put = library._put

    def full(*given: object) -> object:
        if given[2].name == "e":  # type: ignore[attr-defined]
            raise PraError("store_full", "", "library.sqlite")
        return put(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(library, "_put", full)
    with pytest.raises(PraError, match="no space"):
        library.import_(ANN, file, "x.zip")
    assert _rows(library, entries) == 0
    assert library.audit(ADA, action="purged").entries[0].detail["entries"] == 4
    monkeypatch.undo()
    assert len(library.import_(ANN, file, "x.zip").added) == 5


def test_name_and_tags_are_changed_together_or_not_at_all(library: ScenarioLibrary) -> None:
    made = library.save(ANN, SMALL, name="First", seed=1, draws=1, tags=["a"])
    for tags in (["x" * 51], [str(i) for i in range(21)]):
        with pytest.raises(PraError, match="20 tags"):
            library.relabel(ANN, made.id, name="Second", tags=tags)
    assert library.entry(ANN, made.id).name == "First"
    kept = library.relabel(ANN, made.id, name="Second", tags=["b"])
    assert (kept.name, kept.tags, kept.version) == ("Second", ("b",), 1)
    assert library.search(ANN, text="second", tags=["b"]).total == 1


def test_what_somebody_else_renamed_meanwhile_is_not_undone(library: ScenarioLibrary) -> None:
    made = library.save(ANN, SMALL, name="First", seed=1, draws=1, tags=["a"])
    library.share(ANN, made.id, "named", editors=[BOB.key])
    shown = (made.name, made.tags)
    library.rename(ANN, made.id, "Ann's")
    both = library.relabel(BOB, made.id, name="First", tags=["b"], shown=shown)
    assert (both.name, both.tags) == ("Ann's", ("b",))
    with pytest.raises(PraError) as refused:
        library.relabel(BOB, made.id, name="Bob's", tags=["a"], shown=shown)
    assert refused.value.code == "changed_meanwhile"
    assert "Bob" in str(refused.value) or "Ann" in str(refused.value)
    assert library.entry(ANN, made.id).name == "Ann's"
    same = library.relabel(BOB, made.id, name="Ann's", tags=["b"], shown=shown)
    assert (same.name, same.tags) == ("Ann's", ("b",))


def test_a_form_of_sharing_that_is_out_of_date_is_refused(library: ScenarioLibrary) -> None:
    made = library.save(ANN, SMALL, name="n", seed=1, draws=1)
    shown = library.share(ANN, made.id, "named", [VIC.key, BOB.key])
    library.share(ADA, made.id, "named", [BOB.key])
    library.classify(ADA, made.id, Classification(openness="confidential"))
    for call in (
            lambda: library.share(ANN, made.id, "named", [VIC.key], shown=shown.holding),
            lambda: library.classify(ANN, made.id, Classification(openness="open"),
                                     shown=shown.classification)):
        with pytest.raises(PraError) as refused:
            call()
        assert refused.value.code == "changed_meanwhile"
        assert "Ada" in str(refused.value)
    held = library.entry(ANN, made.id)
    assert (held.holding.readers, held.classification.openness) == ({BOB.key}, "confidential")
    assert library.share(ANN, made.id, "named", [VIC.key], shown=held.holding).holding.readers == {
        VIC.key}


def test_search_finds_people_and_fingerprints(library: ScenarioLibrary) -> None:
    """A printed report names both, whatever was saved since."""
    made = library.save(ANN, SMALL, name="First", seed=1, draws=1)
    changed = SMALL.with_parameter("fruit.volume", Fixed(value=2.0),
                                   SMALL.parameters["fruit.volume"].source)
    library.share(ANN, made.id, "open", editors=[BOB.key])
    library.save(BOB, changed, entry=made.id, base_version=1, seed=1, draws=1)
    for asked in ("ANN", "bob first", SMALL.fingerprint.upper(), changed.fingerprint):
        assert [one.id for one in library.search(VIC, text=asked).entries] == [made.id], asked
    for asked in ("Otto", "bob second", "0" * 12, SMALL.fingerprint[:11]):
        assert library.search(VIC, text=asked).total == 0, asked
    library.share(ANN, made.id, "private")
    assert library.search(VIC, text=SMALL.fingerprint).total == 0


def test_overlap_is_told_quickly_of_a_full_library(library: ScenarioLibrary) -> None:
    """Of thousands of the same pest the closest are compared, whatever was changed last."""
    first = library.save(ANN, SMALL, name="First", seed=1, draws=1)
    away = {"en": "something else"}
    with library.database.writing() as connection:
        row = dict(connection.execute(sa.select(entries)).mappings().one())
        ids = Ids("far")
        connection.execute(entries.insert(), [row | {
            "id": ids(), "name": f"Far {i}", "commodity": away, "commodity_words": "elsewhere",
            "changed_at": library.database.clock()} for i in range(1_000)])
    found = library.overlapping(ANN, subject_of(SMALL))
    assert (found[0].name, found[0].same) == ("First", True)
    assert len(found) == 200
    changed = SMALL.with_parameter("fruit.volume", Fixed(value=2.0),
                                   SMALL.parameters["fruit.volume"].source)
    assert library.overlapping(ANN, subject_of(changed), first.id)[0].name.startswith("Far")
