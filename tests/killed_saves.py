"""Saves a scenario over and over and is killed in the middle: `python -m tests.killed_saves`.

Run apart from the tests, because it forks: one process per kill, each on the same library. After
every kill the library is opened anew and read through; what was found is printed as JSON.
"""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import sys
import time
from pathlib import Path

from pra_core.distribution import Fixed
from pra_core.scenario import Scenario
from tests.stored import ME, SMALL, opened, sqlite

Found = dict[str, object]


def _version(value: int) -> Scenario:
    return SMALL.with_parameter("fruit.volume", Fixed(value=float(value)),
                                SMALL.parameters["fruit.volume"].source)


def _save_until_killed(folder: Path, entry: str, ready: int) -> None:
    library = opened(sqlite(folder), f"of-{os.getpid()}")
    version = library.entry(ME, entry).version
    os.write(ready, b"!")
    while True:
        library.save(ME, _version(version + 1), seed=version + 1, draws=1000, entry=entry,
                     base_version=version)
        version += 1
        os.write(ready, b"+")


def _looked_at(folder: Path, entry: str) -> Found:
    """What stands in the library: whole, or what is wrong with it."""
    with sqlite3.connect(folder / "library.sqlite") as plain:
        sound = plain.execute("PRAGMA integrity_check").fetchone()[0]
    plain.close()
    library = opened(sqlite(folder), "look")
    held = library.entry(ME, entry)
    numbers = [version.number for version in library.history(ME, entry)]
    last = library.open(ME, entry)
    saved = library.audit(ME, entry, action="saved", size=1).total
    library.close()
    return {"sound": sound, "version": held.version, "numbers": numbers == list(
        range(held.version, 0, -1)), "audit": saved == held.version - 1,
        "whole": last.scenario == _version(last.seed) and last.seed == held.version
        and last.scenario.fingerprint == held.fingerprint}


def main(folder: Path, times: int) -> None:
    """Kill `times` processes at moments spread over a save and a half; each fourth saves first."""
    library = opened(sqlite(folder), "first")
    entry = library.save(ME, _version(1), name="Saved", seed=1, draws=1000).id
    start = time.perf_counter()
    library.save(ME, _version(2), seed=2, draws=1000, entry=entry, base_version=1)
    lasts = time.perf_counter() - start
    library.close()
    found = []
    for turn in range(times):
        reads, writes = os.pipe()
        child = os.fork()
        if child == 0:
            _save_until_killed(folder, entry, writes)
        for _ in range(2 if turn % 4 == 0 else 1):
            os.read(reads, 1)
        time.sleep(1.5 * lasts * turn / times)
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        os.close(reads)
        os.close(writes)
        found.append(_looked_at(folder, entry) | {"killed": os.WTERMSIG(status)})
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
