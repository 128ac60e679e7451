"""Your own data on the data page: forms, files, and what they change."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from pra_core.i18n import LANGUAGES

OpenPage = Callable[..., AppTest]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("part", ["pests", "goods", "trade", "open", "save"])
def test_every_part_opens(open_page: OpenPage, part: str, language: str) -> None:
    test = open_page("data", language, {"data-view": "own", "own-view": part})
    assert not test.exception
    assert not test.error
    assert test.session_state["own-view"] == part
