"""The report as one HTML page: nothing is fetched, nothing runs, and foreign text stays text."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from pra_core.report.html import to_html
from tests.report_documents import CODE, SCENARIO, document, hostile

BOTH = (document("en"), document("zh_CN"))
HOSTILE = "</title></style><script>alert(1)</script><img src=x onerror=alert(1)> \"'&amp; \\22;}"
EMPTY = {"meta", "img", "col", "br"}


class _Tree(HTMLParser):
    """Elements with their attributes, the words, and what was left open."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.words: list[str] = []
        self.feed(page.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        if tag not in EMPTY:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def every(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.found if name == tag]


@pytest.fixture(scope="module", params=["one", "two", "hostile"])
def tree(request: pytest.FixtureRequest) -> _Tree:
    documents = {"one": BOTH[:1], "two": BOTH, "hostile": (hostile(HOSTILE),)}[request.param]
    return _Tree(to_html(documents))


def test_it_is_well_formed_and_runs_nothing(tree: _Tree) -> None:
    assert tree.open == []
    tags = {tag for tag, _ in tree.found}
    assert not tags & {"script", "iframe", "object", "embed", "link", "form", "base", "svg"}
    names = {name for _, attributes in tree.found for name in attributes}
    assert not [name for name in names if name.startswith("on") or name == "style"]


def test_nothing_is_fetched(tree: _Tree) -> None:
    for tag, attributes in tree.found:
        source = attributes.get("src") or ""
        assert source.startswith("data:image/svg+xml;base64,") or not source
        link = attributes.get("href") or "#"
        assert link.startswith(("#", "https://doi.org/", "data:application/octet-stream")), tag
    style = "".join(tree.words)
    assert "@import" not in style
    assert "url(" not in style


def test_the_policy_names_the_style_sheet_by_its_hash() -> None:
    page = to_html(BOTH).decode()
    style = re.search(r"<style>(.*?)</style>", page, re.DOTALL)
    assert style is not None
    code = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    [policy] = [one["content"] for one in _Tree(page.encode()).every("meta")
                if one.get("http-equiv") == "Content-Security-Policy"]
    assert policy is not None
    assert f"style-src 'sha256-{code}'" in policy
    assert "default-src 'none'" in policy
    assert "script-src" not in policy


def test_pictures_have_words_that_stand_for_them(tree: _Tree) -> None:
    assert all(one.get("alt") for one in tree.every("img"))


def test_every_place_that_is_led_to_is_there_once(tree: _Tree) -> None:
    places = [one["id"] for _, one in tree.found if "id" in one]
    assert len(places) == len(set(places))
    wanted = {str(one["href"])[1:] for one in tree.every("a")
              if str(one.get("href")).startswith("#")}
    assert wanted
    assert wanted <= set(places)


def test_foreign_text_is_shown_as_it_is() -> None:
    words = _Tree(to_html([hostile(HOSTILE)])).words
    assert sum(HOSTILE in one for one in words) >= 8


def test_scenario_and_code_travel_inside() -> None:
    tree = _Tree(to_html(BOTH))
    assert CODE in tree.words
    [link] = [one for one in tree.every("a") if one.get("id") == "scenario-file"]
    assert link["download"] == "scenario.json"
    assert base64.b64decode(str(link["href"]).split(",")[1]) == SCENARIO


def test_languages_are_named() -> None:
    tree = _Tree(to_html(BOTH))
    assert tree.every("html")[0]["lang"] == "en"
    assert {one["lang"] for one in tree.every("p") if "lang" in one} == {"en", "zh-CN"}
    assert _Tree(to_html(BOTH[1:])).every("html")[0]["lang"] == "zh-CN"


def test_openness_and_draft_are_printed_on_every_page() -> None:
    page = to_html(BOTH[:1]).decode()
    assert '@top-right{content:"Internal"}' in page
    assert '<div class="watermark"' in page
    assert '<div class="watermark"' not in to_html([document(draft=False)]).decode()


def test_a_paper_without_contents_has_no_page_for_them() -> None:
    page = to_html([replace(document(), executive=(), contents_title="")]).decode()
    assert "<nav>" not in page
    assert 'class="face bare"' in page
