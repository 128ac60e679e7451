"""The scenario library with 10,000 entries, against one with a hundred: lists, search, saving.

Databases: a temporary SQLite file, and the server that `PRA_TEST_POSTGRES` names, if any. Alone:
`python -m tests.benchmarks.store`, which also prints milliseconds.
"""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path

import sqlalchemy as sa

from pra_core import load_scenario
from pra_core.access import Actor, Classification
from pra_core.store.scenarios import ScenarioLibrary
from pra_core.store.schema import entries, entry_people, entry_tags, versions
from tests.stored import ADA, ANN, BOB, POSTGRES, opened, postgres, settled, sqlite

Work = Callable[[], object]
MANY, FEW = 10_000, 100
SHIPPED = ("medfly-citrus-china", "dwarf-bunt-wheat-china", "longhorn-wood-packaging-eu")
WORDS = ("citrus", "review", "draft", "urgent", "old")
FIRST = 50


def filled(url: str, number: int) -> ScenarioLibrary:
    """A library of so many entries of three kinds: a third private, a third named, a third open."""
    library = settled(opened(url))
    made = [library.save(ANN, load_scenario(name), name=name, seed=1, draws=10_000,
                         tags=["tag", name.split("-")[0]]) for name in SHIPPED]
    with library.database.writing() as connection:
        for i in range(number - len(made)):
            _copied(connection, made[i % len(made)].id, i)
    return library


def _copied(connection: sa.Connection, source: str, i: int) -> None:
    """A copy of an entry with everything that belongs to it, by the database itself."""
    name = f"{WORDS[i % 5]} {i}"
    given = {"id": f"copy-{i:06d}", "name": name, "name_key": name,
             "visibility": ("private", "named", "open")[i % 3],
             "owner": ANN.key if i % 2 else BOB.key}
    for table, key in ((entries, "id"), (versions, "entry"), (entry_tags, "entry")):
        columns = [sa.literal(f"copy-{i:06d}").label(key) if c.name == key else
                   c if key == "entry" or c.name not in given else sa.literal(given[c.name])
                   for c in table.c]
        connection.execute(table.insert().from_select(
            [c.name for c in table.c],
            sa.select(*columns).where(table.c[key] == source)))
    connection.execute(entry_people.insert().values(
        entry=f"copy-{i:06d}", person=ANN.key if i % 2 == 0 else "idp|vic", edits=bool(i % 4)))


def works(library: ScenarioLibrary, actor: Actor = ANN) -> dict[str, Work]:
    """What a page of the library asks for, and saving."""
    one = load_scenario(SHIPPED[0])
    other = one.with_measures([m.id for m in one.measures if m.feasible][:1])
    held = library.save(actor, one, name="saved over and over", seed=1, draws=10_000)
    state = {"version": held.version}

    def save() -> None:
        turn = state["version"]
        state["version"] = library.save(
            actor, other if turn % 2 else one, entry=held.id, base_version=turn, seed=turn,
            draws=10_000).version
    return {
        "first page": lambda: library.search(actor, size=FIRST),
        "last page by name": lambda: library.search(
            actor, order="name", size=FIRST,
            page=(library.search(actor, size=1).total - 1) // FIRST),
        "two words": lambda: library.search(actor, text="urgent citrus", size=FIRST),
        "pest, origin and tag": lambda: library.search(
            actor, pest="地中海实蝇", origin="spain", tags=["TAG"], size=FIRST),
        "found nowhere": lambda: library.search(actor, text="nothing of that name", size=FIRST),
        "as administrator": lambda: library.search(ADA, size=FIRST),
        "open": lambda: library.open(actor, held.id),
        "save": save,
        "save a new one": lambda: library.save(
            actor, one, name="new", seed=1, draws=1, classification=Classification()),
    }


def places() -> Iterator[tuple[str, str, str]]:
    """Name and the addresses of a large and a small library, on each database there is."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        yield "SQLite", sqlite(folder / "many"), sqlite(folder / "few")
        if POSTGRES in os.environ:
            yield ("PostgreSQL", stack.enter_context(postgres("pra_bench_many")),
                   stack.enter_context(postgres("pra_bench_few")))


def store(interleaved: Callable[..., dict[str, list[float]]],
          show: Callable[..., Mapping[str, float]]) -> None:
    """Everything a page asks of 10,000 entries as a multiple of the first page of a hundred."""
    for name, large, small in places():
        many, few = filled(large, MANY), filled(small, FEW)
        unit = f"first page of {FEW}"
        show(f"Library of {MANY:,} entries on {name}",
             interleaved({unit: works(few)["first page"], **works(many)}, 5), unit)
        many.close()
        few.close()


def _milliseconds() -> None:
    for name, large, _ in places():
        library = filled(large, MANY)
        for title, work in works(library).items():
            work()
            times = []
            for _ in range(15):
                start = time.perf_counter()
                work()
                times.append(1000 * (time.perf_counter() - start))
            print(f"{name:11} {title:22} median {statistics.median(times):7.1f} ms"
                  f"  worst {max(times):7.1f} ms")
        library.close()


if __name__ == "__main__":
    _milliseconds()
