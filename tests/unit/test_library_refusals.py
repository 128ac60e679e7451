"""What the library itself refuses, whoever calls it and however: pages are not the guard."""

from __future__ import annotations

import datetime as dt
import itertools
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from pra_core import load_scenario
from pra_core.access import (
    NOBODY,
    VISITOR,
    Action,
    Actor,
    Classification,
    Role,
    Visibility,
    refusal,
)
from pra_core.errors import PraError
from pra_core.store.scenarios import Entry, ScenarioLibrary, open_library

NOW = dt.datetime(2026, 11, 22, 12, 0, tzinfo=dt.UTC)
MEDFLY = load_scenario("medfly-citrus-china")
ROLES: dict[str, Role | None] = {"ana": "analyst", "ben": "analyst", "cai": "analyst",
                                 "vera": "viewer", "walt": "viewer", "alf": "approver",
                                 "otto": "admin", "sam": None}
PEOPLE = {**{name: Actor(key=name, name=name, role=role) for name, role in ROLES.items()},
          "nobody": NOBODY, "visitor": VISITOR}
HELD = ("private", "named", "open", "secret")


@dataclass(frozen=True)
class Stored:
    """Four scenarios of Ana's; Vera reads the named ones, Cai changes them."""

    library: ScenarioLibrary
    entries: dict[str, Entry]
    links: dict[str, str]


def _opened(file: Path, start: int) -> ScenarioLibrary:
    ids = (f"id-{n}" for n in itertools.count(start))
    return open_library(f"sqlite:///{file}", clock=lambda: NOW, new_id=lambda: next(ids))


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Stored]:
    """The file every test begins from."""
    file = tmp_path_factory.mktemp("library") / "library.sqlite"
    library = _opened(file, 0)
    for name, role in ROLES.items():
        library.seen(name, name, f"{name}@example.org", role, ())
    ana = PEOPLE["ana"]
    entries, links = {}, {}
    for held in HELD:
        one = library.save(ana, MEDFLY, name=held, seed=1, draws=2_000)
        if held == "secret":
            library.classify(ana, one.id, Classification(openness="confidential"))
        if held != "private":
            visibility: Visibility = "open" if held == "open" else "named"
            library.share(ana, one.id, visibility, ["vera"], ["cai"])
        entries[held] = library.entry(ana, one.id)
        links[held] = library.link(ana, one.id)
    library.close()
    return file, Stored(library, entries, links)


@pytest.fixture
def stored(written: tuple[Path, Stored], tmp_path: Path) -> Iterator[Stored]:
    """A copy of one's own."""
    file = Path(shutil.copy(written[0], tmp_path / "library.sqlite"))
    library = _opened(file, 1_000)
    yield replace(written[1], library=library)
    library.close()


Call = Callable[[Stored, Actor, Entry], object]
CALLS: dict[str, tuple[Action, Call]] = {
    "open": ("read", lambda s, who, e: s.library.open(who, e.id)),
    "entry": ("read", lambda s, who, e: s.library.entry(who, e.id)),
    "history": ("read", lambda s, who, e: s.library.history(who, e.id)),
    "follow": ("read", lambda s, who, e: s.library.follow(who, s.links[e.name])),
    "link": ("read", lambda s, who, e: s.library.link(who, e.id)),
    "links": ("read", lambda s, who, e: s.library.links(who, e.id)),
    "save": ("edit", lambda s, who, e: s.library.save(
        who, MEDFLY.with_measures(()), name=e.name, seed=2, draws=2_000, entry=e.id,
        base_version=1)),
    "restore": ("edit", lambda s, who, e: s.library.restore(who, e.id, 1)),
    "rename": ("edit", lambda s, who, e: s.library.rename(who, e.id, "another name")),
    "relabel": ("edit", lambda s, who, e: s.library.relabel(who, e.id, name="n", tags=["x"])),
    "tag": ("edit", lambda s, who, e: s.library.tag(who, e.id, ["x"])),
    "delete": ("delete", lambda s, who, e: s.library.delete(who, e.id)),
    "share": ("share", lambda s, who, e: s.library.share(who, e.id, "private")),
    "classify": ("share", lambda s, who, e: s.library.classify(
        who, e.id, Classification(openness="internal"))),
    "audit": ("share", lambda s, who, e: s.library.audit(who, e.id)),
    "approve": ("approve", lambda s, who, e: s.library.approve(who, e.id, 1, "")),
}


@pytest.mark.parametrize("name", list(PEOPLE))
@pytest.mark.parametrize("call", list(CALLS))
def test_the_library_refuses_what_access_refuses(stored: Stored, call: str, name: str) -> None:
    action, do = CALLS[call]
    for entry in stored.entries.values():
        expected = refusal(PEOPLE[name], action, entry.holding, NOW.date())
        code = ""
        try:
            do(stored, PEOPLE[name], entry)
        except PraError as error:
            code = error.code
        assert code == expected, entry.name


@pytest.mark.parametrize("name", list(PEOPLE))
def test_search_lists_exactly_what_may_be_opened(stored: Stored, name: str) -> None:
    who = PEOPLE[name]
    may = {e.name for e in stored.entries.values()
           if not refusal(who, "read", e.holding, NOW.date())}
    if not who.known:
        with pytest.raises(PraError):
            stored.library.search(who)
        return
    page = stored.library.search(who)
    assert {one.name for one in page.entries} == may
    assert page.total == len(may)


@pytest.mark.parametrize("name", [name for name in PEOPLE if name != "otto"])
def test_people_roles_and_the_whole_log_are_for_administrators(stored: Stored, name: str) -> None:
    who = PEOPLE[name]
    for do in (lambda: stored.library.people(who), lambda: stored.library.audit(who),
               lambda: stored.library.set_role(who, "sam", "admin"),
               lambda: stored.library.set_role(who, who.key, "admin")):
        with pytest.raises(PraError):
            do()
    otto = PEOPLE["otto"]
    assert {one.key: one.role for one in stored.library.people(otto)}["sam"] is None


@pytest.mark.parametrize("name", ["vera", "sam", "nobody", "visitor"])
def test_who_may_not_save_saves_nothing(stored: Stored, name: str) -> None:
    who = PEOPLE[name]
    before = stored.library.search(PEOPLE["otto"]).total
    for do in (lambda: stored.library.save(who, MEDFLY, name="x", seed=1, draws=2_000),
               lambda: stored.library.duplicate(who, stored.entries["open"].id, "x"),
               lambda: stored.library.find_people(who, "a")):
        with pytest.raises(PraError):
            do()
    assert stored.library.search(PEOPLE["otto"]).total == before


def test_a_copy_of_a_confidential_scenario_stays_confidential(stored: Stored) -> None:
    copy = stored.library.duplicate(PEOPLE["cai"], stored.entries["secret"].id, "copy")
    assert copy.classification.openness == "confidential"


def test_a_refused_attempt_stands_in_the_log(stored: Stored) -> None:
    with pytest.raises(PraError):
        stored.library.follow(PEOPLE["ben"], stored.links["secret"])
    line = stored.library.audit(PEOPLE["otto"], action="refused").entries[0]
    assert (line.key, line.entry_id) == ("ben", stored.entries["secret"].id)


def test_unknown_withdrawn_and_foreign_links_answer_alike(stored: Stored) -> None:
    ben, link = PEOPLE["ben"], stored.links["secret"]
    stored.library.revoke(PEOPLE["ana"], stored.links["open"])
    codes = set()
    for one in (link, stored.links["open"], "never-was"):
        with pytest.raises(PraError) as raised:
            stored.library.follow(ben, one)
        codes.add((raised.value.code, str(raised.value)))
    assert len(codes) == 1


def test_people_are_found_by_name_address_or_account(stored: Stored) -> None:
    ana = PEOPLE["ana"]
    for text, found in (("VER", ["vera"]), ("walt@", ["walt"]), ("vera", ["vera"]),
                        ("sam", []), ("ana", []), ("%", [])):
        assert [one.key for one in stored.library.find_people(ana, text)] == found
