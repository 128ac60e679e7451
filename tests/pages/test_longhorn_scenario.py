"""The longhorned beetle on the pages: a climate sheet without warmth sum, moisture or season."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from pages.ui.climate_map import VIEW
from pra_core.climate.stress import unused_stresses
from pra_core.climate_sheet import ClimateSheet
from pra_core.figures.climate_words import STRESSES
from pra_core.i18n import LANGUAGES
from pra_core.store import load_scenario

OpenPage = Callable[..., AppTest]
ID = "longhorn-wood-packaging-eu"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("view", ["map", "place", "inputs"])
def test_establishment_opens(open_page: OpenPage, view: str, language: str) -> None:
    page = open_page("3_establishment", language, {"scenario": load_scenario(ID), VIEW: view})
    assert not page.exception
    assert [e.value for e in page.error] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["1_pest", "2_entry", "4_spread", "5_consequences"])
def test_page_opens(open_page: OpenPage, name: str, language: str) -> None:
    page = open_page(name, language, {"scenario": load_scenario(ID), "draws": 2_000})
    assert not page.exception
    assert [e.value for e in page.error] == []


def test_every_limit_a_sheet_may_lack_has_words() -> None:
    bare = ClimateSheet(dv0=10, dv1=20, dv2=30, dv3=35, sm0=0, sm1=0.1, sm2=1.5, sm3=2.5)
    assert set(unused_stresses(bare)) == set(STRESSES)
