"""What each role may do by the store's own calls, and that lists show exactly what opens."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path

import pytest

from pra_core.access import (
    NOBODY,
    ROLES,
    VISITOR,
    Actor,
    Classification,
    Holding,
    Openness,
    Visibility,
    refusal,
)
from pra_core.errors import PraError
from pra_core.overlap import subject_of
from pra_core.store.entries import Workspace
from pra_core.store.scenarios import ScenarioLibrary, open_library
from pra_core.store.schema import entries, entry_people
from tests.stored import (
    ADA,
    ANN,
    BOB,
    OTTO,
    SMALL,
    START,
    STRANGER,
    VIC,
    Ids,
    opened,
    settled,
    sqlite,
)

Call = Callable[[ScenarioLibrary, Actor, str], object]


@pytest.fixture(scope="module")
def shelves(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ScenarioLibrary]:
    held = settled(opened(sqlite(tmp_path_factory.mktemp("access"))))
    yield held
    held.close()


def _save(library: ScenarioLibrary, actor: Actor, entry_id: str) -> object:
    return library.save(actor, SMALL, entry=entry_id, base_version=1, seed=1, draws=1, note="n")


CALLS: dict[str, Call] = {
    "open": lambda lib, who, i: lib.open(who, i),
    "entry": lambda lib, who, i: lib.entry(who, i),
    "history": lambda lib, who, i: lib.history(who, i),
    "links": lambda lib, who, i: lib.links(who, i),
    "link": lambda lib, who, i: lib.link(who, i),
    "duplicate": lambda lib, who, i: lib.duplicate(who, i, "copy"),
    "save": _save,
    "rename": lambda lib, who, i: lib.rename(who, i, "other"),
    "tag": lambda lib, who, i: lib.tag(who, i, ["x"]),
    "restore": lambda lib, who, i: lib.restore(who, i, 1),
    "approve": lambda lib, who, i: lib.approve(who, i, 1),
    "share": lambda lib, who, i: lib.share(who, i, "private"),
    "classify": lambda lib, who, i: lib.classify(who, i, Classification(openness="open")),
    "audit": lambda lib, who, i: lib.audit(who, i),
    "delete": lambda lib, who, i: lib.delete(who, i),
}
REFUSALS = {"stranger", "not_shared", "role_refused", "owner_only", "own_approval",
            "not_signed_in", "visitor"}
READS = {"open", "entry", "history", "links", "link"}
EDITS = {"save", "rename", "tag", "restore"}
OWNS = {"share", "classify", "audit", "delete"}


def _allowed(library: ScenarioLibrary, actor: Actor, **shared: tuple[str, ...] | str) -> set[str]:
    """Which calls are allowed on an entry of Ann's, each tried on an entry of its own."""
    done = set()
    for name, call in CALLS.items():
        made = library.save(ANN, SMALL, name="Ann's", seed=1, draws=1)
        library.share(ANN, made.id, **shared)  # type: ignore[arg-type]
        before = library.open(ADA, made.id)
        code = _code(call, library, actor, made.id)
        if not code:
            done.add(name)
            continue
        assert code in REFUSALS, name
        assert library.open(ADA, made.id).entry == before.entry, f"{name} changed something"
    return done


def _code(call: Callable[..., object], *given: object) -> str:
    """The code of the refusal; empty where there was none."""
    try:
        call(*given)
    except PraError as error:
        return error.code
    return ""


@pytest.mark.parametrize(("actor", "shared", "allowed"), [
    pytest.param(STRANGER, {"visibility": "open"}, set(), id="stranger, open"),
    pytest.param(NOBODY, {"visibility": "open"}, set(), id="nobody, open"),
    pytest.param(VISITOR, {"visibility": "open"}, set(), id="visitor, open"),
    pytest.param(STRANGER, {"visibility": "named", "editors": (STRANGER.key,)}, set(),
                 id="stranger, named editor"),
    pytest.param(VIC, {"visibility": "private"}, set(), id="viewer, private"),
    pytest.param(VIC, {"visibility": "open"}, READS, id="viewer, open"),
    pytest.param(VIC, {"visibility": "named", "editors": (VIC.key,)}, READS,
                 id="viewer, named editor"),
    pytest.param(BOB, {"visibility": "private", "readers": (BOB.key,)}, set(),
                 id="analyst, private though named"),
    pytest.param(BOB, {"visibility": "named"}, set(), id="analyst, not named"),
    pytest.param(BOB, {"visibility": "open"}, READS | {"duplicate"}, id="analyst, open"),
    pytest.param(BOB, {"visibility": "named", "readers": (BOB.key,)}, READS | {"duplicate"},
                 id="analyst, named reader"),
    pytest.param(BOB, {"visibility": "named", "editors": (BOB.key,)}, READS | EDITS | {"duplicate"},
                 id="analyst, named editor"),
    pytest.param(OTTO, {"visibility": "open"}, READS | {"duplicate", "approve"},
                 id="approver, open"),
    pytest.param(OTTO, {"visibility": "private"}, set(), id="approver, private"),
    pytest.param(ANN, {"visibility": "private"}, READS | EDITS | OWNS | {"duplicate"}, id="owner"),
    pytest.param(ADA, {"visibility": "private"}, set(CALLS), id="administrator"),
])
def test_what_each_may_do_by_the_store_s_own_calls(
        shelves: ScenarioLibrary, actor: Actor, shared: dict[str, str], allowed: set[str]) -> None:
    assert _allowed(shelves, actor, **shared) == allowed


@pytest.mark.parametrize(("actor", "creates", "administers"), [
    (STRANGER, False, False), (NOBODY, False, False), (VISITOR, False, False), (VIC, False, False),
    (BOB, True, False), (OTTO, True, False), (ADA, True, True)],
    ids=["stranger", "nobody", "visitor", "viewer", "analyst", "approver", "administrator"])
def test_what_each_may_do_with_the_library(shelves: ScenarioLibrary, actor: Actor, creates: bool,
                                           administers: bool) -> None:
    def allowed(call: Callable[[], object]) -> bool:
        return _code(call) not in REFUSALS
    lib, known = shelves, actor.role is not None
    assert allowed(lambda: lib.search(actor)) == known
    assert allowed(lambda: lib.export(actor)) == known
    assert allowed(lambda: lib.overlapping(actor, subject_of(SMALL))) == known
    assert allowed(lambda: lib.keep_workspace(actor, Workspace())) == known
    assert allowed(lambda: lib.workspace(actor)) == known
    assert allowed(lambda: lib.save(actor, SMALL, name="n", seed=1, draws=1)) == creates
    assert allowed(lambda: lib.import_(actor, lib.export(ADA, []), "x")) == creates
    assert allowed(lambda: lib.find_people(actor, "a")) == creates
    assert allowed(lambda: lib.people(actor)) == administers
    assert allowed(lambda: lib.set_role(actor, VIC.key, "viewer")) == administers
    assert allowed(lambda: lib.audit(actor)) == administers


def test_lists_show_exactly_what_opens(tmp_path: Path) -> None:
    """The condition of the query and `access.refusal` say the same of every case there is."""
    library = open_library(sqlite(tmp_path), clock=lambda: START, new_id=Ids())
    settled(library)
    today = START.date()
    visibilities: tuple[Visibility, ...] = ("private", "named", "open")
    classes: tuple[tuple[Openness, dt.date | None], ...] = (
        ("open", None), ("internal", None), ("confidential", None), ("confidential", today),
        ("confidential", today - dt.timedelta(days=1)))
    kept: dict[str, Holding] = {}
    for visibility, (openness, until), named in product(visibilities, classes, (0, 1, 2)):
        made = library.save(ANN, SMALL, name="n", seed=1, draws=1)
        with library.database.writing() as connection:  # also what `share` would refuse
            connection.execute(entries.update().where(entries.c.id == made.id).values(
                visibility=visibility, openness=openness, until=until))
            if named:
                connection.execute(entry_people.insert().values(
                    entry=made.id, person="idp|x", edits=named == 2))
        kept[made.id] = library.entry(ADA, made.id).holding
    assert len(set(kept.values())) == 45
    actors = [Actor(key=key, role=role) for key in ("idp|x", "idp|y", ANN.key) for role in ROLES]
    for actor in actors:
        shown = {one.id for one in library.search(actor, size=500).entries}
        opens = {key for key, holding in kept.items()
                 if not refusal(actor, "read", holding, today)}
        assert shown == opens, actor
        assert shown or actor.key != ANN.key
    library.close()


def test_an_open_scenario_that_becomes_confidential_by_date_is_hidden_from_lists(
        tmp_path: Path) -> None:
    """Openness set on an entry that is open to everybody is refused, not silently kept."""
    library = settled(opened(sqlite(tmp_path)))
    made = library.save(ANN, SMALL, name="n", seed=1, draws=1)
    library.share(ANN, made.id, "open")
    for until in (None, START.date()):
        with pytest.raises(PraError) as refused:
            library.classify(ANN, made.id, Classification(openness="confidential", until=until))
        assert refused.value.code == "confidential_open"
    past = Classification(openness="confidential", until=START.date() - dt.timedelta(days=1))
    assert library.classify(ANN, made.id, past).holding.visibility == "open"
    library.close()
