"""Views of sets: what to choose, each one's neighbours, equivalents and the test of SPS 5.6."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from pra_core.i18n import LANGUAGES
from pra_core.scenario import Scenario
from tests.minimal import inspection, scenario, treatment
from tests.pages.conftest import OpenPage

DRAWS = 500


def case(**changes: object) -> Scenario:
    return scenario(measures=[
        treatment("mild", 0.999, restrictiveness=1), treatment("strong", 0.99999, restrictiveness=3),
        treatment("glass", 0.99, feasible=False), inspection()], **changes)


def opened(open_page: OpenPage, view: str, language: str = "en",
           shown: Scenario | None = None) -> AppTest:
    page = open_page("6_measures", language, {"scenario": shown or case(), "draws": DRAWS,
                                              "measures-view": view})
    assert not page.exception
    assert [e.value for e in page.error] == []
    return page


def words(page: AppTest) -> str:
    return "\n".join(str(e.value) for e in (*page.markdown, *page.caption))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("view", ["sets", "necessary", "equivalent", "sps"])
def test_views_stand_in_both_languages(open_page: OpenPage, view: str, language: str) -> None:
    said = words(opened(open_page, view, language))
    assert "{" not in said
    assert "nan" not in said
