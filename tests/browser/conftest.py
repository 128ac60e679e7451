"""A running workbench and a browser that lets no request out of this machine."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Route, sync_playwright

LOCAL = {"127.0.0.1", "localhost", ""}
SETTLED = '[data-testid="stApp"][data-test-script-state="notRunning"]'
MILLISECONDS = 60_000
ServerWith = Callable[..., AbstractContextManager[str]]


@dataclass
class GuardedPage:
    """A browser page plus everything it tried to reach elsewhere."""

    page: Page
    base: str
    outside: list[str] = field(default_factory=list)

    def open(self, path: str, language: str) -> None:
        """Go to an address as typed by hand and wait until the page is drawn."""
        self.page.goto(f"{self.base}{path}?lang={language}", timeout=MILLISECONDS)
        self.settle()

    def settle(self) -> None:
        """Wait for the script to end and the first heading to stand."""
        self.page.wait_for_selector(SETTLED, timeout=MILLISECONDS)
        self.page.locator("h1").first.wait_for(timeout=MILLISECONDS)
        self.page.wait_for_selector(SETTLED, timeout=MILLISECONDS)
        # The sidebar is drawn last: a page that leads on to another is not mistaken for done.
        self.page.locator('[data-testid="stPageLink-NavLink"]').last.wait_for(timeout=MILLISECONDS)

    def text(self) -> str:
        """All words on screen: the page, its charts, and what stands in frames."""
        parts = [frame.locator("body").inner_text() for frame in self.page.frames]
        drawn = self.page.locator("svg text").all_text_contents()
        return "\n".join([*parts, *drawn])

    def block_if_outside(self, route: Route) -> None:
        if self.is_outside(route.request.url):
            route.abort()
        else:
            route.continue_()

    def is_outside(self, url: str) -> bool:
        """Record and report whether an address is on another machine."""
        parts = urlsplit(url)
        if parts.scheme in {"data", "blob", "about"} or (parts.hostname or "") in LOCAL:
            return False
        self.outside.append(url)
        return True

    def note_console(self, message: ConsoleMessage) -> None:
        # A request the security policy stops never reaches the route, but it was attempted.
        if "Content Security Policy" in message.text:
            self.outside.append(message.text)


@contextmanager
def running_server(root: Path, *options: str, **environment: str) -> Iterator[str]:
    """The workbench on a free port of this machine; ended whatever happens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    base = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "streamlit", "run", "app.py",
               "--server.port", str(port), "--server.address", "127.0.0.1", *options]
    process = subprocess.Popen(
        command, cwd=root, stdin=subprocess.DEVNULL, env={**os.environ, **environment},
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )
    try:
        _wait_until_healthy(process, base)
        yield base
    finally:
        process.terminate()
        try:
            process.wait(8)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(8)


def _wait_until_healthy(process: subprocess.Popen[bytes], base: str) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        assert process.poll() is None, "the server ended before it was ready"
        try:
            with urllib.request.urlopen(f"{base}/_stcore/health") as answer:
                if answer.read() == b"ok":
                    return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.02)
    raise AssertionError("the server did not become ready within 60 s")


@pytest.fixture(scope="session")
def server(root: Path, chromium: str) -> Iterator[str]:  # noqa: ARG001 - no server without browser
    """Address of one workbench for all browser tests."""
    with running_server(root) as base:
        yield base


@pytest.fixture
def cold_server(root: Path, chromium: str) -> Iterator[str]:  # noqa: ARG001
    """Address of a workbench that nobody has opened yet."""
    with running_server(root) as base:
        yield base


@pytest.fixture(scope="session")
def server_with(root: Path, chromium: str) -> ServerWith:  # noqa: ARG001
    """`with server_with("--option", "value", VARIABLE="value") as base:` -> its address."""
    return lambda *options, **environment: running_server(root, *options, **environment)


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as play:
        started = play.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        yield started
        started.close()


@pytest.fixture
def open_browser(browser: Browser) -> Iterator[Callable[[str], GuardedPage]]:
    """`open_browser(base)` -> a new visitor's page; requests to other machines are stopped."""
    contexts = []

    def opened(base: str) -> GuardedPage:
        context = browser.new_context(viewport={"width": 1366, "height": 768}, locale="en-GB")
        contexts.append(context)
        guarded = GuardedPage(context.new_page(), base)
        context.route("**/*", guarded.block_if_outside)
        guarded.page.on("websocket", lambda socket: guarded.is_outside(socket.url))
        guarded.page.on("console", guarded.note_console)
        return guarded

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture
def guarded_page(open_browser: Callable[[str], GuardedPage], server: str) -> GuardedPage:
    """A new visitor's page on the shared server."""
    return open_browser(server)
