"""Shared by all tests: where the project is, and a loud word when no browser was found."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings

REQUIRE_BROWSER = "PRA_REQUIRE_BROWSER"

# No test reads or writes the library of whoever runs it; servers started by tests inherit this.
os.environ["PRA_DATABASE_URL"] = f"sqlite:///{tempfile.mkdtemp(prefix='pra-tests-')}/library.sqlite"
# What one test works on is not offered to the next; tests of just that switch it on.
os.environ["PRA_KEEP_WORK"] = "0"

# The same examples on every machine, however slow: a red run means a fault of what changed.
settings.register_profile("same-everywhere", deadline=None, derandomize=True)
settings.load_profile("same-everywhere")


@pytest.fixture(scope="session")
def root() -> Path:
    """The top folder of the project."""
    return Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def chromium() -> str:
    """Chromium's path; without one the test skips, or fails where a browser is required."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        if os.environ.get(REQUIRE_BROWSER) == "1":
            pytest.fail(f"no chromium on the PATH, and {REQUIRE_BROWSER}=1")
        pytest.skip("no chromium on the PATH: no page was tried in a real browser")
    return found


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    reports = terminalreporter.stats.get("skipped", [])
    skipped = [report for report in reports if "chromium" in str(report.longrepr)]
    if skipped:
        terminalreporter.section("NO BROWSER", red=True, bold=True)
        terminalreporter.line(
            f"{len(skipped)} browser tests were skipped: chromium is not on the PATH."
            " Offline use and page wiring are NOT tested in this run.",
            red=True,
        )
