"""Every page in both languages in a real browser that lets nothing out of this machine."""

from __future__ import annotations

import re
import urllib.request
from typing import TYPE_CHECKING

import pytest

from pages.ui.headers import HEADERS
from pra_core.i18n import LANGUAGES, translator

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.browser.conftest import GuardedPage

pytestmark = pytest.mark.browser

ADDRESSES = ("pest", "entry", "establishment", "spread", "consequences", "measures", "sensitivity",
             "report", "scenarios", "elicitation", "negotiation", "dossier", "library", "evidence",
             "data", "training", "people", "method")
RAW = re.compile(r"\bNaN\b|\bnan\b|\bundefined\b|Traceback|\bInfinity\b")
BROKEN = '[data-testid="stException"], [data-testid="stAlertContentError"], [role="dialog"]'


def _assert_sound(guarded: GuardedPage, where: str) -> None:
    assert guarded.page.locator(BROKEN).all_inner_texts() == [], where
    assert RAW.findall(guarded.text()) == [], where
    assert guarded.outside == [], where


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_all_pages_ask_no_other_machine(guarded_page: GuardedPage, language: str) -> None:
    for address in ADDRESSES:
        guarded_page.open(f"/{address}", language)
        _assert_sound(guarded_page, f"{address} ({language})")


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_links_lead_through_all_pages_in_one_language(
    guarded_page: GuardedPage, language: str
) -> None:
    guarded_page.open("/", language)
    links = guarded_page.page.locator('[data-testid="stPageLink-NavLink"]')
    assert links.count() == len(ADDRESSES)
    seed = translator(language)("Seed")
    for position, address in enumerate(ADDRESSES):
        links.nth(position).click()
        guarded_page.page.wait_for_url(re.compile(rf"/{address}\?(.*&)?lang={language}\b"))
        guarded_page.settle()
        assert guarded_page.page.get_by_label(seed, exact=True).is_visible()
        _assert_sound(guarded_page, f"link to {address} ({language})")


def test_cold_deep_link_opens_the_page_inside_the_shell(
    cold_server: str, open_browser: Callable[[str], GuardedPage]
) -> None:
    guarded = open_browser(cold_server)
    guarded.open("/measures", "zh_CN")
    t = translator("zh_CN")
    assert guarded.page.locator('[data-testid="stPageLink-NavLink"]').count() == len(ADDRESSES)
    assert guarded.page.get_by_label(t("Seed"), exact=True).is_visible()
    assert "/measures?lang=zh_CN" in guarded.page.url
    _assert_sound(guarded, "cold deep link")


def test_switch_changes_the_language_and_the_address(guarded_page: GuardedPage) -> None:
    guarded_page.open("/method", "en")
    guarded_page.page.get_by_text("简体中文", exact=True).click()
    guarded_page.page.wait_for_url(re.compile(r"/method\?lang=zh_CN$"))
    guarded_page.page.get_by_label(translator("zh_CN")("Seed"), exact=True).wait_for()


def test_guard_notices_a_request_to_another_machine(guarded_page: GuardedPage) -> None:
    """The guard itself: a request the policy stops and one it would not stop are both seen."""
    guarded_page.open("/method", "en")
    guarded_page.page.evaluate("fetch('https://elsewhere.invalid/a.js').catch(() => 0)")
    guarded_page.page.wait_for_timeout(100)
    assert any("elsewhere.invalid" in attempt for attempt in guarded_page.outside)
    guarded_page.outside.clear()
    guarded_page.page.goto("about:blank")
    guarded_page.page.evaluate("fetch('https://elsewhere.invalid/b.js').catch(() => 0)")
    guarded_page.page.wait_for_timeout(100)
    assert guarded_page.outside == ["https://elsewhere.invalid/b.js"]


@pytest.mark.parametrize("path", ["/", "/_stcore/health"])
def test_every_response_carries_the_security_headers(server: str, path: str) -> None:
    with urllib.request.urlopen(server + path) as answer:
        assert {name: answer.headers[name] for name in HEADERS} == HEADERS


def test_two_visitors_have_their_own_language(
    server: str, open_browser: Callable[[str], GuardedPage]
) -> None:
    first, second = open_browser(server), open_browser(server)
    first.open("/method", "en")
    second.open("/method", "zh_CN")
    first.page.get_by_label("Seed", exact=True).fill("7")
    first.page.get_by_label("Seed", exact=True).press("Enter")
    first.settle()
    assert first.page.get_by_label("Seed", exact=True).is_visible()
    assert second.page.get_by_label(translator("zh_CN")("Seed"), exact=True).is_visible()
