"""Thirty trainees do two exercises at once on a running server.

`make load` gives the whole lesson and holds it to its budget; without it a small one is given, so
that the way through a class is always tried. Figures are printed (`-s`).
"""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from pra_core.access import local_user
from pra_core.store.classes import Classes
from pra_core.store.exercises import ground_of, load_exercise
from pra_core.store.scenarios import open_library
from pra_core.training import graded, read_answers, solved
from tests.load.lesson import SEED, Log, Plan, give
from tests.stored import Clock, Ids

WHOLE = os.environ.get("PRA_LOAD") == "1"
"""Whether the whole lesson is given, on a machine that does nothing else."""
EXERCISES = ("reading-an-entry-funnel", "least-restrictive-set")
PLAN = (Plan(30, EXERCISES, changes=4, think=(5.0, 20.0)) if WHOLE else
        Plan(3, EXERCISES, changes=1, think=(0.05, 0.2)))
RERUN_SECONDS, MEMORY_MB = 0.3, 2_000
FREED = {"MALLOC_ARENA_MAX": "2", "MALLOC_MMAP_THRESHOLD_": "262144",
         "MALLOC_TRIM_THRESHOLD_": "262144"}
"""As `make run` sets it: arrays go back to the system when freed (glibc)."""


@contextmanager
def server(root: Path, url: str) -> Iterator[tuple[str, int]]:
    """A workbench with its own library: address and process id."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port),
               "--server.address", "127.0.0.1"]
    process = subprocess.Popen(
        command, cwd=root, env={**os.environ, **FREED, "PRA_DATABASE_URL": url},
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        base = f"http://127.0.0.1:{port}"
        _wait(process, base)
        yield base, process.pid
    finally:
        process.terminate()
        try:
            process.wait(8)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(8)


def _wait(process: subprocess.Popen[bytes], base: str) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        assert process.poll() is None, "the server ended before it was ready"
        try:
            with urllib.request.urlopen(f"{base}/_stcore/health") as answer:
                if answer.read() == b"ok":
                    return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.05)
    raise AssertionError("the server did not become ready within 60 s")


def memory_mb(process: int) -> float:
    """The most memory the process ever held (Linux); nan elsewhere."""
    status = Path(f"/proc/{process}/status")
    if not status.exists():
        return float("nan")
    line = next(x for x in status.read_text().splitlines() if x.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


def computed_seconds(process: int) -> float:
    """Processor time the process has used (Linux); nan elsewhere."""
    times = Path(f"/proc/{process}/stat")
    if not times.exists():
        return float("nan")
    fields = times.read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def told(log: Log, memory: float, seconds: float) -> str:
    """The figures of a lesson, one line each."""
    lines = []
    for name in ("first", "pages", "reruns", "looks"):
        times = np.asarray(getattr(log, name)) * 1000
        p50, p95, most = np.percentile(times, (50, 95, 100))
        lines.append(f"{name:>7}: {len(times):5d}  p50 {p50:6.0f} ms  p95 {p95:6.0f} ms"
                     f"  max {most:6.0f} ms")
    slowest = "; ".join(f"{1000 * s:.0f} ms {what.split('-')[-1]}"
                        for s, what in sorted(log.slow)[-5:])
    return "\n".join([*lines, f" server: {memory:.0f} MB at most,"
                      f" {seconds:.0f} s of processor time", f"slowest: {slowest}"])


def given(lesson: Coroutine[Any, Any, tuple[Log, str]]) -> tuple[Log, str]:
    """The lesson in a thread of its own: a browser of other tests may run a loop in this one."""
    with ThreadPoolExecutor(1) as apart:
        return apart.submit(asyncio.run, lesson).result()


@pytest.mark.slow
def test_everybody_completes_two_exercises(root: Path, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'library.sqlite'}"
    with server(root, url) as (base, process):
        if WHOLE:
            # What is compiled and searched once per server is no trainee's wait.
            given(give(base, Plan(2, EXERCISES, changes=2, think=(0.1, 0.2))))
        before, began = computed_seconds(process), time.monotonic()
        log, class_id = given(give(base, PLAN))
        memory, seconds = memory_mb(process), computed_seconds(process) - before
        length = time.monotonic() - began
    print(f"\n{PLAN.trainees} trainees, {PLAN.think} s between changes, {length:.0f} s long\n"
          f"{told(log, memory, seconds)}")
    assert log.faults == []
    library = open_library(url, clock=Clock(), new_id=Ids())
    found = Classes(library.database).progress(local_user(), class_id)
    library.database.close()
    assert len(found.seats) == PLAN.trainees
    done = {(one.number, one.exercise) for one in found.answers}
    assert len(done) == PLAN.trainees * len(EXERCISES)
    assert found.led.revealed == set(EXERCISES)
    right = {one: solved(ground_of(load_exercise(one), SEED)) for one in EXERCISES}
    for one in found.answers:
        exercise = right[one.exercise].exercise
        again = graded(right[one.exercise], read_answers(exercise, one.answers), one.hints)
        assert one.points == pytest.approx(again.points)
    assert not memory > MEMORY_MB
    if WHOLE:
        assert np.percentile(log.reruns, 95) <= RERUN_SECONDS
