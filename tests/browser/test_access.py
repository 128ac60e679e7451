"""Log-in by a provider on this machine: who gets in where, by page and by link."""

from __future__ import annotations

import datetime as dt
import itertools
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any

import pytest
import uvicorn
from playwright.sync_api import Page, expect

from pra_core import load_scenario
from pra_core.access import Actor, Classification, Role
from pra_core.store.scenarios import ScenarioLibrary, open_library
from tests.oidc_provider import CLIENT, SECRET, provider

pytestmark = pytest.mark.browser
ServerWith = Callable[..., AbstractContextManager[str]]
WAIT = 60_000
ROLES: dict[str, Role | None] = {"ana": "analyst", "ben": "analyst", "vera": "viewer",
                                 "otto": "admin", "sam": None}
SETTLED = '[data-testid="stApp"][data-test-script-state="notRunning"]'


@dataclass(frozen=True)
class Ground:
    """A workbench with log-in, its library seen from outside, and what is stored in it."""

    base: str
    issuer: str
    library: ScenarioLibrary
    private: str
    """Link to a private scenario of Ana's."""
    named: str
    """Link to one shared with Vera; confidential."""

    def person(self, name: str) -> Actor:
        return Actor(key=f"{self.issuer}|{name}", name=name.title(), role=ROLES[name])


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    base = f"http://127.0.0.1:{port}"
    server = uvicorn.Server(uvicorn.Config(
        provider(base), host="127.0.0.1", port=port, log_level="error", ws="none"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    deadline = time.monotonic() + 20
    while not server.started and time.monotonic() < deadline:
        time.sleep(0.02)
    assert server.started
    yield base
    server.should_exit = True
    thread.join(10)


@pytest.fixture(scope="module")
def ground(issuer: str, server_with: ServerWith, tmp_path_factory: pytest.TempPathFactory
           ) -> Iterator[Ground]:
    folder = tmp_path_factory.mktemp("access")
    secrets = folder / "secrets.toml"
    secrets.write_text(f"""
[auth]
redirect_uri = "http://127.0.0.1:{{port}}/oauth2callback"
cookie_secret = "{'k' * 40}"
client_id = "{CLIENT}"
client_secret = "{SECRET}"
server_metadata_url = "{issuer}/.well-known/openid-configuration"
[access]
admins = ["OTTO@example.org"]
""")
    url = f"sqlite:///{folder / 'library.sqlite'}"
    ids = (f"id-{n}-{'x' * 16}" for n in itertools.count())
    library = open_library(url, clock=lambda: dt.datetime.now(dt.UTC), new_id=lambda: next(ids))
    keys = {name: f"{issuer}|{name}" for name in ROLES}
    for name in ("ana", "ben", "vera"):
        library.seen(keys[name], name.title(), f"{name}@example.org", ROLES[name], ())
    ana = Actor(key=keys["ana"], name="Ana", role="analyst")
    medfly = load_scenario("medfly-citrus-china")
    secret, shared = (library.save(ana, medfly, name=name, seed=7, draws=2_000)
                      for name in ("Ana's own", "For the delegation"))
    library.share(ana, shared.id, "named", readers=[keys["vera"]])
    library.classify(ana, shared.id, Classification(openness="confidential",
                                                    until=dt.date(2999, 12, 31)))
    with server_with("--secrets.files", str(secrets), PRA_DATABASE_URL=url) as base:
        yield Ground(base, issuer, library, library.link(ana, secret.id),
                     library.link(ana, shared.id))
    library.close()


@pytest.fixture
def visit(ground: Ground, open_browser: Callable[[str], Any]) -> Callable[[str, str], Page]:
    """`visit("vera", "/entry?lang=en")` -> the page after logging in there, cold."""

    def visited(name: str, path: str) -> Page:
        page: Page = open_browser(ground.base).page
        page.goto(f"{ground.base}{path}", timeout=WAIT)
        page.get_by_role("button", name="Log in").click(timeout=WAIT)
        page.locator(f"#{name}").click(timeout=WAIT)
        page.wait_for_url(f"{ground.base}/**", timeout=WAIT)
        return page

    return visited


def heading(page: Page, text: str) -> None:
    expect(page.get_by_role("heading", level=1, name=text, exact=True)).to_be_visible(timeout=WAIT)
    page.wait_for_selector(SETTLED, timeout=WAIT)


@pytest.mark.parametrize("path", ["/", "/entry", "/scenarios", "/people", "/report"])
def test_nobody_gets_in_without_log_in(
    ground: Ground, open_browser: Callable[[str], Any], path: str
) -> None:
    page: Page = open_browser(ground.base).page
    page.goto(f"{ground.base}{path}?lang=en", timeout=WAIT)
    heading(page, "Log in")
    assert "Mediterranean" not in page.locator("body").inner_text()


def test_log_in_leads_back_to_the_page_asked_for(visit: Callable[[str, str], Page]) -> None:
    page = visit("ana", "/entry?lang=en")
    heading(page, "Entry")
    assert "/entry?lang=en" in page.url
    cookies = {one["name"]: one for one in page.context.cookies()}
    for name in ("_streamlit_user", "pra_address"):
        if name in cookies:
            assert cookies[name]["httpOnly"]
            assert cookies[name]["sameSite"] == "Lax"
    assert "_streamlit_user" in cookies
    expect(page.get_by_text("Logged in as Ana (analyst)")).to_be_visible(timeout=WAIT)


def test_a_cancelled_log_in_says_so(visit: Callable[[str, str], Page]) -> None:
    page = visit("cancel", "/entry?lang=en")
    expect(page.get_by_text("The log-in was not completed")).to_be_visible(timeout=WAIT)
    page.get_by_role("button", name="Log in").click()
    page.locator("#ana").click(timeout=WAIT)
    heading(page, "Entry")


def test_a_stranger_sees_only_who_they_are(visit: Callable[[str, str], Page], ground: Ground
                                           ) -> None:
    page = visit("sam", f"/?lang=en&link={ground.named}")
    heading(page, "No role yet")
    expect(page.get_by_text(f"{ground.issuer}|sam")).to_be_visible(timeout=WAIT)
    assert "delegation" not in page.locator("body").inner_text()
    page.goto(f"{ground.base}/scenarios?lang=en", timeout=WAIT)
    heading(page, "No role yet")


def test_a_cold_link_opens_for_whom_it_was_shared_with(
    visit: Callable[[str, str], Page], ground: Ground
) -> None:
    page = visit("vera", f"/?lang=en&link={ground.named}")
    told = page.get_by_text("Opened from a link: For the delegation, version 1, Confidential until"
                            " 2999-12-31.")
    expect(told).to_be_visible(timeout=WAIT)
    assert "link=" not in page.url
    lines = ground.library.audit(ground.person("otto"), action="followed").entries
    assert [line.name for line in lines] == ["Vera"]


@pytest.mark.parametrize(("name", "which"), [
    ("ben", "named"), ("ben", "private"), ("vera", "private"), ("vera", "unknown"),
])
def test_a_link_alone_opens_nothing(
    visit: Callable[[str, str], Page], ground: Ground, name: str, which: str
) -> None:
    link = getattr(ground, which, "of-nothing")
    page = visit(name, f"/?lang=en&link={link}")
    expect(page.get_by_text("The link was not opened")).to_be_visible(timeout=WAIT)
    expect(page.get_by_text("was not shared with")).to_be_visible(timeout=WAIT)
    assert "delegation" not in page.locator("body").inner_text()


def test_an_administrator_gives_a_role(visit: Callable[[str, str], Page], ground: Ground) -> None:
    heading(visit("sam", "/entry?lang=en"), "No role yet")
    page = visit("otto", "/people?lang=en")
    heading(page, "People and access")
    expect(page.get_by_text("1 person waits for one")).to_be_visible(timeout=WAIT)
    page.get_by_role("radio", name="viewer", exact=True).click()
    page.get_by_role("button", name="Give", exact=True).click()
    expect(page.get_by_text("now has the role: viewer")).to_be_visible(timeout=WAIT)
    heading(visit("sam", "/entry?lang=en"), "Entry")
    ground.library.set_role(ground.person("otto"), ground.person("sam").key, None)


def test_people_are_listed_for_administrators_only(visit: Callable[[str, str], Page]) -> None:
    page = visit("vera", "/people?lang=en")
    expect(page.get_by_text("your role is viewer")).to_be_visible(timeout=WAIT)
    told = page.locator("body").inner_text()
    assert "ben@example.org" not in told
    assert "was refused" not in told


def test_logging_out_closes_the_door(visit: Callable[[str, str], Page], ground: Ground) -> None:
    page = visit("ana", "/entry?lang=en")
    heading(page, "Entry")
    page.get_by_role("button", name="Log out").click()
    heading(page, "Log in")
    page.goto(f"{ground.base}/entry?lang=en", timeout=WAIT)
    heading(page, "Log in")
