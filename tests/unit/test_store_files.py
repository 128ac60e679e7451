"""A library as one file: out and in again, and files of somebody else's."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from pra_core.access import Classification
from pra_core.distribution import Fixed
from pra_core.errors import PraError
from pra_core.store import library_zip
from pra_core.store.scenarios import ScenarioLibrary
from tests.stored import ADA, ANN, BOB, ME, OTTO, SMALL, VIC, opened, settled, sqlite

PART = "entries/00001.json"
OTHER = SMALL.with_parameter("fruit.volume", Fixed(value=7.0),
                             SMALL.parameters["fruit.volume"].source)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[ScenarioLibrary]:
    held = settled(opened(sqlite(tmp_path / "one"), "one"))
    yield held
    held.close()


@pytest.fixture
def other(tmp_path: Path) -> Iterator[ScenarioLibrary]:
    held = settled(opened(sqlite(tmp_path / "two"), "two"))
    yield held
    held.close()


def _filled(library: ScenarioLibrary) -> str:
    made = library.save(ANN, SMALL, name="Kept", seed=3, draws=500, tags=["a"], note="first")
    library.share(ANN, made.id, "named", readers=[OTTO.key], editors=[BOB.key])
    library.save(BOB, OTHER, entry=made.id, base_version=1, seed=4, draws=600)
    library.approve(OTTO, made.id, 1, "so be it")
    library.classify(ANN, made.id, Classification(openness="confidential"))
    return made.id


def _packed(parts: dict[str, bytes], version: object = 1, form: object = "pra-library",
            sums: dict[str, str] | None = None) -> bytes:
    """A file of these parts with their true checksums, unless others are given."""
    target = io.BytesIO()
    head = {"format": form, "version": version, "files": sums if sums is not None else {
        path: hashlib.sha256(content).hexdigest() for path, content in parts.items()}}
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in parts.items():
            archive.writestr(path, content)
        archive.writestr("library.json", json.dumps(head))
    return target.getvalue()


def _entry(library: ScenarioLibrary) -> dict[str, Any]:
    with zipfile.ZipFile(io.BytesIO(library.export(ADA))) as archive:
        return dict(json.loads(archive.read(PART)))


def _file(entry: dict[str, Any]) -> bytes:
    return _packed({PART: json.dumps(entry).encode()})


def _refused(library: ScenarioLibrary, content: bytes) -> PraError:
    with pytest.raises(PraError) as refused:
        library.import_(ANN, content, "theirs.zip")
    assert library.search(ADA).total == 0, "nothing of a refused file is kept"
    return refused.value


def test_a_copy_put_back_is_the_same_library(library: ScenarioLibrary, other: ScenarioLibrary
                                             ) -> None:
    entry_id = _filled(library)
    content = library.export(ADA)
    report = other.import_(ADA, content, "copy.zip", restore=True)
    assert [one.name for one in report.added] == ["Kept"]
    here, there = library.entry(ANN, entry_id), other.entry(ANN, entry_id)
    assert (here.holding, here.tags, here.approved) == (there.holding, there.tags, there.approved)
    for before, after in zip(library.history(ANN, entry_id), other.history(ANN, entry_id),
                             strict=True):
        assert before == after
    assert other.open(BOB, entry_id, 2).scenario == OTHER
    assert other.export(ADA) == content


def test_somebody_else_s_file_gives_private_scenarios_without_approval(
        library: ScenarioLibrary, other: ScenarioLibrary) -> None:
    entry_id = _filled(library)
    report = other.import_(VIC.model_copy(update={"role": "analyst"}), library.export(ADA), "x.zip")
    made = report.added[0]
    assert (made.owner, made.holding.visibility, made.approved) == (VIC.key, "private", None)
    assert made.classification.openness == "confidential"
    assert made.holding.readers == made.holding.editors == frozenset()
    assert report.approvals_dropped == ("Kept",)
    history = other.history(ADA, entry_id)
    assert [(v.by, v.by_name, v.approved_by) for v in history] == [("", "Bob", ""), ("", "Ann", "")]
    assert history[1].changes[0].kind == "imported"
    with pytest.raises(PraError):
        other.open(BOB, entry_id)


def test_an_export_holds_what_its_maker_may_read(library: ScenarioLibrary) -> None:
    _filled(library)
    library.save(BOB, SMALL, name="Of Bob", seed=1, draws=1)
    gone = library.save(ANN, SMALL, name="Gone", seed=1, draws=1)
    library.delete(ANN, gone.id)
    with zipfile.ZipFile(io.BytesIO(library.export(ANN))) as archive:
        text = b"".join(archive.read(name) for name in archive.namelist()).decode()
    assert "Kept" in text
    assert not any(word in text for word in ("Of Bob", "Gone", BOB.key, "readers", "example.org"))
    with pytest.raises(PraError, match="role"):
        library.import_(ANN, library.export(ANN), "x.zip", restore=True)
    with pytest.raises(PraError, match="role"):
        library.import_(VIC, library.export(VIC), "x.zip")


def test_an_id_that_is_taken_is_renewed_and_what_is_here_stays(library: ScenarioLibrary) -> None:
    made = library.save(ANN, SMALL, name="Kept", seed=1, draws=1)
    content = library.export(ANN)
    assert library.import_(ANN, content, "x.zip").already_here == ("Kept",)
    library.save(ANN, OTHER, entry=made.id, base_version=1, seed=1, draws=1)
    assert library.import_(ANN, content, "x.zip").already_here == ("Kept",)
    entry = _entry(library)
    entry["versions"] = entry["versions"][1:]
    entry["versions"][0]["number"] = 1
    report = library.import_(ANN, _file(entry), "x.zip")
    assert report.renewed == ("Kept",)
    assert library.open(ANN, report.added[0].id).scenario == OTHER
    assert library.open(ANN, made.id, 1).scenario == SMALL
    stolen = library.import_(BOB, content, "x.zip")
    assert (stolen.renewed, stolen.already_here) == (("Kept",), ())
    assert library.entry(ANN, made.id).owner == ANN.key


def _with(change: Callable[[dict[str, Any]], object]) -> Callable[[dict[str, Any]], bytes]:
    def made(entry: dict[str, Any]) -> bytes:
        change(entry)
        return _file(entry)
    return made


def _version(**values: object) -> Callable[[dict[str, Any]], bytes]:
    return _with(lambda entry: entry["versions"][0].update(values))


HOSTILE: dict[str, tuple[Callable[[dict[str, Any]], bytes], str]] = {
    "not a ZIP": (lambda _: b"hello", "unreadable"),
    "empty": (lambda _: b"", "unreadable"),
    "cut short": (lambda e: _file(e)[:-40], "unreadable"),
    "a ZIP of something else": (lambda _: _packed({"word/document.xml": b"<x/>"}), "library_file"),
    "a path out of the folder": (lambda _: _packed({"../../etc/passwd": b"{}"}), "library_file"),
    "an absolute path": (lambda _: _packed({"/entries/00001.json": b"{}"}), "library_file"),
    "a path with a line after it": (lambda _: _packed({PART + "\n": b"{}"}), "library_file"),
    "a wrong checksum": (lambda e: _packed({PART: json.dumps(e).encode()}, sums={PART: "0" * 64}),
                         "integrity"),
    "a part without checksum": (lambda e: _packed({PART: json.dumps(e).encode()}, sums={}),
                                "library_file"),
    "another format": (lambda _: _packed({}, form="other"), "library_file"),
    "a newer format": (lambda _: _packed({}, version=2), "schema_version"),
    "a bomb": (lambda _: _packed({PART: b" " * 40_000_000}), "library_file"),
    "nested without end": (lambda _: _packed({PART: b"[" * 20_000}), "unreadable"),
    "no JSON": (lambda _: _packed({PART: b"\xff\xfe{}"}), "unreadable"),
    "a list": (lambda _: _packed({PART: b"[1, 2]"}), "wrong_type"),
    "an unknown key": (_with(lambda e: e.update(run="calc.exe")), "unknown_key"),
    "an id that is none": (_with(lambda e: e.update(id="../x")), "wrong_type"),
    "no versions": (_with(lambda e: e.update(versions=[])), "wrong_type"),
    "a version left out": (_version(number=2), "order"),
    "another fingerprint": (_version(fingerprint="0" * 12), "integrity"),
    "a seed beyond the column": (_version(seed=2**70), "out_of_bounds"),
    "a scenario that is none": (_version(scenario={"schema_version": 1}), "missing"),
    "half a character": (_with(lambda e: e.update(name="\ud800")), "wrong_type"),
    "an unprintable name": (_with(lambda e: e.update(name="a\u202eb")), "out_of_bounds"),
    "a moment without zone": (_version(at="2026-01-01T00:00:00"), "wrong_type"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_whole(name: str, library: ScenarioLibrary,
                                         other: ScenarioLibrary) -> None:
    library.save(ANN, SMALL, name="Kept", seed=1, draws=1)
    made, code = HOSTILE[name]
    assert _refused(other, made(_entry(library))).code == code


def test_every_fault_of_a_file_is_named_with_its_place(library: ScenarioLibrary,
                                                       other: ScenarioLibrary) -> None:
    library.save(ANN, SMALL, name="Kept", seed=1, draws=1)
    first, second = _entry(library), _entry(library)
    first["versions"][0]["scenario"]["pathways"][0]["prevalence"]["distribution"]["low"] = -1
    second["colour"] = "red"
    content = _packed({PART: json.dumps(first).encode(),
                       "entries/00002.json": json.dumps(second).encode()})
    text = str(_refused(other, content))
    assert "theirs.zip: entries/00001.json: 1: pathways[0].prevalence" in text
    assert "entries/00002.json" in text
    assert "colour" in text


def test_a_size_that_was_declared_too_small_is_found_out(
        other: ScenarioLibrary, monkeypatch: pytest.MonkeyPatch) -> None:
    content = bytearray(_packed({PART: b" " * 5_000}))
    monkeypatch.setattr(library_zip, "LARGEST_PART", 2_000)
    size = (5_000).to_bytes(4, "little")
    while size in content:
        content[content.index(size):content.index(size) + 4] = (100).to_bytes(4, "little")
    assert _refused(other, bytes(content)).code in ("library_file", "unreadable")


@pytest.mark.parametrize("text", ['=HYPERLINK("http://x","y")', "+1+cmd|' /C calc'!A0",
                                  "<script>alert(1)</script>", "'; DROP TABLE entries; --",
                                  "{x.__class__}", "%(key)s", "../../secret"])
def test_hostile_words_stay_words(text: str, library: ScenarioLibrary, other: ScenarioLibrary
                                  ) -> None:
    made = library.save(ANN, SMALL, name=text, seed=1, draws=1, tags=[text], note=text)
    entry = _entry(library)
    entry["versions"][0]["by_name"] = text
    report = other.import_(ME, _file(entry), text)
    assert (report.added[0].name, report.added[0].tags) == (text, (text,))
    assert [(v.note, v.by_name) for v in other.history(ME, made.id)] == [(text, text)]
    assert other.search(ME, text=text, tags=[text]).total == 1


def test_more_than_a_file_can_hold_is_told_when_it_is_made(
        library: ScenarioLibrary, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("a", "b"):
        library.save(ANN, SMALL, name=name, seed=1, draws=1)
    monkeypatch.setattr(library_zip, "MOST_PARTS", 1)
    with pytest.raises(PraError) as refused:
        library.export(ANN)
    assert refused.value.code == "out_of_bounds"
    only = library.search(ANN, text="a").entries[0].id
    assert library.export(ANN, [only])
