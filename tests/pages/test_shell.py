"""The shell: every page opens in both languages; language, seed and draws stay with the visitor."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from pages.ui import headers
from pra_core.i18n import LANGUAGES, translator

OpenPage = Callable[..., AppTest]

PAGES = ("1_pest", "2_entry", "3_establishment", "4_spread", "5_consequences", "6_measures",
         "7_sensitivity", "9_report", "scenarios", "elicitation", "negotiation", "dossier",
         "library", "evidence", "data", "training", "people", "method")
RAW = re.compile(r"(?i:\bnan\b|\binf\b)|Traceback|\bNone\b")
ASCII_LETTERS = re.compile(r"[A-Za-z]{2,}")
HAN = re.compile(r"[\u4e00-\u9fff]")
SAME_IN_BOTH = {"English", "简体中文"}


def _texts(page: AppTest) -> list[str]:
    blocks = (page.title, page.header, page.subheader, page.markdown, page.caption, page.info,
              page.warning, page.success)
    return [str(element.value) for block in blocks for element in block]


def _labels(page: AppTest) -> list[str]:
    widgets = (page.number_input, page.text_input, page.selectbox, page.slider, page.button,
               page.toggle, page.checkbox, page.radio, page.multiselect)
    return [str(widget.label) for kind in widgets for widget in kind]


def test_every_step_of_the_shell_is_a_page_file(root: Path) -> None:
    files = {p.stem for p in (root / "pages").glob("*.py")} - {"__init__"}
    assert set(PAGES) == files


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PAGES)
def test_page_opens_without_error(open_page: OpenPage, name: str, language: str) -> None:
    page = open_page(name, language)
    assert not page.exception
    assert [e.value for e in page.error] == []
    assert len(page.title) == 1, "a page has one title"
    assert [text for text in _texts(page) if RAW.search(text)] == []


@pytest.mark.parametrize("name", PAGES)
def test_titles_and_labels_are_chinese_in_chinese(open_page: OpenPage, name: str) -> None:
    page = open_page(name, "zh_CN")
    headings = [str(e.value) for block in (page.title, page.header, page.subheader) for e in block]
    english = [
        text for text in [*headings, *_labels(page)]
        if ASCII_LETTERS.search(text) and not HAN.search(text) and text not in SAME_IN_BOTH
    ]
    assert english == []


@pytest.mark.parametrize("name", PAGES)
def test_titles_differ_between_the_languages(open_page: OpenPage, name: str) -> None:
    titles = {open_page(name, language).title[0].value for language in LANGUAGES}
    assert len(titles) == len(LANGUAGES)


def test_language_of_the_address_wins_and_stays(open_page: OpenPage) -> None:
    page = open_page("2_entry", "zh_CN")
    assert page.query_params["lang"] in ("zh_CN", ["zh_CN"])
    assert page.switch_page("../method.py").run().number_input[0].label == translator("zh_CN")(
        "Seed"
    )


def test_unknown_language_in_the_address_falls_back(open_page: OpenPage) -> None:
    page = open_page("method", "xx")
    assert not page.exception
    assert page.query_params["lang"] in ("en", ["en"])


def test_moving_the_switch_changes_words_and_address(open_page: OpenPage) -> None:
    page = open_page("method", "en")
    page.button_group(key="language_switch").set_value("zh_CN").run()
    assert page.query_params["lang"] in ("zh_CN", ["zh_CN"])
    assert page.number_input(key="seed_input").label == translator("zh_CN")("Seed")


def test_seed_and_draws_are_kept_from_page_to_page(open_page: OpenPage) -> None:
    page = open_page("method")
    page.number_input(key="seed_input").set_value(77)
    page.number_input(key="draws_input").set_value(1500).run()
    page.switch_page("../1_pest.py").run()
    assert page.number_input(key="seed_input").value == 77
    assert (page.session_state["seed"], page.session_state["draws"]) == (77, 1500)


def test_fingerprint_is_on_every_page(open_page: OpenPage) -> None:
    page = open_page("method")
    fingerprint = page.session_state["scenario"].fingerprint
    assert any(fingerprint in caption.value for caption in page.sidebar.caption)


def test_policy_names_no_host() -> None:
    """Sources are this server, data already in the page, or nothing."""
    allowed = {"'self'", "'none'", "'unsafe-inline'", "'unsafe-eval'", "data:", "blob:"}
    directives = [part.split() for part in headers.CONTENT_SECURITY_POLICY.split("; ")]
    assert {"default-src", "connect-src", "frame-ancestors"} <= {d[0] for d in directives}
    assert {source for directive in directives for source in directive[1:]} <= allowed
