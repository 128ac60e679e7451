"""What goes wrong with a library's database: told clearly, nothing half, nothing lost."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from pra_core.errors import MESSAGES, PraError
from pra_core.store import class_tables, database, exercise_work, faults, migrate
from pra_core.store.database import engine_for
from pra_core.store.migrate import configuration
from pra_core.store.scenarios import ScenarioLibrary
from pra_core.store.schema import metadata
from tests.stored import ME, SMALL, opened, sqlite

NOBODY = 65534
"""A user without rights to what root wrote."""


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library with one entry; tests work on copies."""
    folder = tmp_path_factory.mktemp("filled")
    library = opened(sqlite(folder))
    library.save(ME, SMALL, name="Kept", seed=1, draws=1000)
    library.close()
    return folder / "library.sqlite"


@pytest.fixture
def file(filled: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(filled, tmp_path))


@pytest.fixture
def library(file: Path) -> Iterator[ScenarioLibrary]:
    held = opened(sqlite(file.parent), "more")
    yield held
    held.close()


def _save(library: ScenarioLibrary, name: str = "New") -> str:
    """The code of the refusal; empty where it was saved."""
    try:
        library.save(ME, SMALL, name=name, seed=1, draws=1000)
    except PraError as error:
        return error.code
    return ""


def _names(library: ScenarioLibrary) -> list[str]:
    return sorted(one.name for one in library.search(ME).entries)


@pytest.mark.slow
def test_a_server_killed_while_saving_leaves_the_old_version_or_the_new(tmp_path: Path) -> None:
    """A hundred processes are killed at different moments of their saves."""
    ran = subprocess.run([sys.executable, "-m", "tests.killed_saves", str(tmp_path), "100"],
                         capture_output=True, text=True, check=True)
    found = json.loads(ran.stdout)
    assert [one["killed"] for one in found] == [9] * 100
    wrong = [one for one in found if not (one["sound"] == "ok" and one["numbers"]
                                          and one["audit"] and one["whole"])]
    assert wrong == []
    assert found[-1]["version"] >= 2 + 100 // 4


def test_a_locked_library_is_read_on_and_says_that_it_is_busy(
        file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "WAIT_SECONDS", 0.1)
    library = opened(sqlite(file.parent), "more")
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    assert _save(library) == "store_locked"
    assert _names(library) == ["Kept"]
    other.execute("COMMIT")
    other.close()
    assert _save(library) == ""
    library.close()


def test_a_full_database_keeps_what_it_has(library: ScenarioLibrary) -> None:
    def small(connection: sqlite3.Connection, *_: object) -> None:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages}")
    library.database.engine.dispose()
    sa.event.listen(library.database.engine, "connect", small)
    codes = {_save(library, f"{i}") for i in range(40)}
    assert "store_full" in codes
    assert codes <= {"", "store_full"}
    assert "Kept" in _names(library)
    assert library.open(ME, library.search(ME, text="kept").entries[0].id).scenario == SMALL


FULL_DISK = """
import resource, signal, sys
from pathlib import Path
from pra_core.errors import PraError
from tests.stored import ME, SMALL, opened, sqlite
folder = Path(sys.argv[1])
library = opened(sqlite(folder), "more")
resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000))
codes = []
for turn in range(30):
    try:
        library.save(ME, SMALL, name=f"n{turn}", seed=1, draws=1000)
        codes.append("")
    except PraError as error:
        codes.append(error.code)
kept = library.search(ME, text="kept").entries[0]
print(",".join(codes), library.open(ME, kept.id).scenario == SMALL, library.search(ME).total)
"""


def test_a_disk_without_space_loses_nothing(file: Path) -> None:
    """The system refuses to let any file grow, as a full disk or a quota does."""
    ran = subprocess.run([sys.executable, "-c", FULL_DISK, str(file.parent)], check=True,
                         capture_output=True, text=True)
    codes, whole, total = ran.stdout.split()
    each = codes.split(",")
    assert set(each) == {"", "store_full"}
    assert (whole, int(total)) == ("True", 1 + each.count(""))
    again = opened(sqlite(file.parent), "again")
    assert len(_names(again)) == int(total)
    assert _save(again) == ""
    again.close()


READ_ONLY = """
import os, sys, tempfile
from pathlib import Path
from pra_core.errors import PraError
from tests.stored import ME, SMALL, opened, sqlite
with tempfile.TemporaryDirectory() as scratch:
    opened(sqlite(Path(scratch))).close()  # loads what only root may read
if os.geteuid() == 0:
    os.setgroups([])
    os.setgid({nobody})
    os.setuid({nobody})
for folder in sys.argv[1:]:
    try:
        library = opened(sqlite(Path(folder)), "more")
        kept = library.search(ME).entries
        print(library.open(ME, kept[0].id).scenario == SMALL)
        library.save(ME, SMALL, name="x", seed=1, draws=1000)
    except PraError as error:
        print(error.code)
"""


def test_a_read_only_folder_is_read_and_one_without_a_library_is_told(
        filled: Path, tmp_path: Path) -> None:
    """Seen by somebody who may only read; root, who may always write, becomes nobody first."""
    folders = [tmp_path / "with", tmp_path / "without"]
    for folder in folders:
        folder.mkdir()
    Path(shutil.copy(filled, folders[0])).chmod(0o444)
    for folder in folders:
        folder.chmod(0o555)
    for one in (tmp_path, *tmp_path.parents):
        if not one.stat().st_mode & 0o001:
            one.chmod(one.stat().st_mode | 0o055)
    try:
        ran = subprocess.run(
            [sys.executable, "-c", READ_ONLY.format(nobody=NOBODY), *map(str, folders)],
            check=True, capture_output=True, text=True)
    finally:
        for folder in folders:
            folder.chmod(0o755)
    assert ran.stdout.split() == ["True", "store_read_only", "store_unreachable"]


def test_a_library_of_an_older_schema_is_brought_up_and_a_copy_is_kept(
        filled: Path, tmp_path: Path) -> None:
    file = _of_schema("0001", filled, tmp_path)
    before = _rows(file)
    library = opened(sqlite(tmp_path), "more")
    assert library.copy_kept is not None
    assert library.copy_kept.name.startswith("library.sqlite.schema-0001.2026")
    assert _rows(library.copy_kept) == before
    assert library.copy_kept.stat().st_mode & 0o077 == 0
    assert _names(library) == ["Kept"]
    assert library.open(ME, library.search(ME).entries[0].id).scenario == SMALL
    assert _save(library) == ""
    library.close()
    again = opened(sqlite(tmp_path), "again")
    assert again.copy_kept is None
    again.close()


def _of_schema(revision: str, filled: Path, folder: Path) -> Path:
    """A library as an older program left it, with what the filled one holds."""
    file = folder / "library.sqlite"
    engine = engine_for(f"sqlite:///{file}")
    with engine.connect() as connection, connection.begin():
        config, _ = configuration()
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
    engine.dispose()
    with sqlite3.connect(file) as connection:
        connection.execute("ATTACH ? AS new", (str(filled),))
        for name in set(_rows(file)) - {"alembic_version"}:
            connection.execute(f"INSERT INTO {name} SELECT * FROM new.{name}")
    connection.close()
    return file


def _rows(file: Path) -> dict[str, list[tuple[object, ...]]]:
    """Everything in a file, table by table."""
    with sqlite3.connect(file) as connection:
        names = [row[0] for row in connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'")]
        found = {name: connection.execute(f"SELECT * FROM {name}").fetchall() for name in names}
    connection.close()
    return found


def test_a_step_that_fails_leaves_the_older_library_as_it_was(
        filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = _of_schema("0001", filled, tmp_path)
    before = _rows(file)

    def broken(config: object, target: str) -> None:
        command.upgrade(config, target)  # type: ignore[arg-type]
        raise PraError("store_full", "", "disk")
    monkeypatch.setattr(migrate, "upgrade", broken)
    with pytest.raises(PraError, match="no space"):
        opened(sqlite(tmp_path))
    assert _rows(file) == before


def test_a_library_of_a_newer_program_is_left_alone(file: Path, tmp_path: Path) -> None:
    with sqlite3.connect(file) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    before = file.read_bytes()
    with pytest.raises(PraError) as refused:
        opened(sqlite(tmp_path))
    assert (refused.value.code, refused.value.value) == ("store_newer", "9999")
    assert file.read_bytes() == before


def test_a_file_that_is_no_library(tmp_path: Path) -> None:
    (tmp_path / "library.sqlite").write_bytes(b"PK\x03\x04 something else " * 400)
    with pytest.raises(PraError) as refused:
        opened(sqlite(tmp_path))
    assert refused.value.code == "store_damaged"


def test_a_damaged_scenario_is_told_and_the_others_open(
        file: Path, library: ScenarioLibrary) -> None:
    assert _save(library, "Whole") == ""
    kept = library.search(ME, text="kept").entries[0]
    with sqlite3.connect(file) as connection:
        connection.execute("UPDATE versions SET document = substr(document, 1, 50)"
                           " WHERE entry = ?", (kept.id,))
    connection.close()
    with pytest.raises(PraError) as refused:
        library.open(ME, kept.id)
    assert (refused.value.code, refused.value.value) == ("store_damaged", "Kept")
    assert library.open(ME, library.search(ME, text="whole").entries[0].id).scenario == SMALL


@pytest.mark.parametrize(("url", "code"), [
    ("mysql://u:secret@host/db", "store_address"), ("sqlite://", "store_address"),
    ("sqlite:///:memory:", "store_address"), ("not an address", "store_address"),
    ("postgresql://u:secret@127.0.0.1:1/none", "store_unreachable"),
])
def test_an_address_that_leads_nowhere_is_told_without_the_password(url: str, code: str) -> None:
    with pytest.raises(PraError) as refused:
        opened(url)
    assert refused.value.code == code
    assert "secret" not in str(refused.value)


def test_the_migrated_tables_are_those_the_program_uses(library: ScenarioLibrary) -> None:
    assert class_tables.classes.metadata is exercise_work.work.metadata is metadata
    with library.database.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_a_new_library_is_for_its_owner_s_eyes(tmp_path: Path) -> None:
    opened(sqlite(tmp_path / "new" / "folder")).close()
    assert (tmp_path / "new" / "folder" / "library.sqlite").stat().st_mode & 0o077 == 0


def test_several_may_open_a_new_library_at_once(tmp_path: Path) -> None:
    found: list[object] = []

    def work(number: int) -> None:
        try:
            held = opened(sqlite(tmp_path), f"of{number}")
            held.save(ME, SMALL, name=f"{number}", seed=1, draws=1000)
            held.close()
        except PraError as error:
            found.append(error)
    threads = [threading.Thread(target=work, args=(i,)) for i in range(6)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert found == []
    last = opened(sqlite(tmp_path), "last")
    assert last.search(ME).total == 6
    last.close()


def test_every_code_of_a_fault_has_words() -> None:
    codes = {code for _, code in (*faults.SQLITE, *faults.POSTGRESQL)}
    assert codes <= set(MESSAGES)
