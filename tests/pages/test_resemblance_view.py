"""The view "Where does it resemble?": its picker, answer, picture, tables and refusals."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from pra_core import reference
from pra_core.climate_match import Places
from pra_core.figures import resemblance_words as words
from pra_core.i18n import LANGUAGES, translator
from pra_core.scenario import Scenario
from pra_core.store import load_scenario

OpenPage = Callable[..., AppTest]
VIEW = {"establishment-view": "resemblance"}


def shown(open_page: OpenPage, language: str = "en", scenario: Scenario | None = None,
          **chosen: object) -> AppTest:
    state = VIEW | {f"0:resemblance-{key}": value for key, value in chosen.items()}
    if scenario is not None:
        state |= {"scenario": scenario}
    page = open_page("3_establishment", language, state)
    assert not page.exception
    return page


def spokane() -> int:
    table = reference.cities()
    return int(table.index[table["name"] == "Spokane"][0])


def texts(page: AppTest) -> str:
    return "\n".join(m.value for m in page.markdown)


@pytest.mark.parametrize("language", LANGUAGES)
def test_cities(open_page: OpenPage, language: str) -> None:
    row, t = spokane(), translator(language)
    page = shown(open_page, language, way="cities", cities=[row])
    places = Places(cities=(row,))
    assert words.answer(load_scenario("medfly-citrus-china"), places, t) in texts(page)
    table = next(d.value for d in page.dataframe if t("Rank") in d.value.columns)
    assert len(table) == 15
    assert table[t("Most like")].str.contains("Spokane").all()


def test_regions_and_countries(open_page: OpenPage) -> None:
    page = shown(open_page, way="areas", areas=["ES", "US-CA"])
    assert "Spain, California, United States" in texts(page)


def test_nothing_chosen_is_said(open_page: OpenPage) -> None:
    for way, said in (("cities", "Choose one city or more."),
                      ("areas", "Choose one country or more."),
                      ("cell", "Click a cell of the map above first.")):
        page = shown(open_page, way=way)
        assert said in [info.value for info in page.info]


def test_without_a_present_range_cities_come_first(open_page: OpenPage) -> None:
    plain = load_scenario("medfly-citrus-china")
    without = plain.changed(pest=plain.pest.model_copy(update={"present_in": ()}))
    page = shown(open_page, scenario=without)
    assert "Choose one city or more." in [info.value for info in page.info]
    asked = shown(open_page, scenario=without, way="present")
    assert any("does not say where the pest occurs" in info.value for info in asked.info)


def test_a_present_range_is_the_first_choice(open_page: OpenPage) -> None:
    page = shown(open_page, scenario=load_scenario("dwarf-bunt-wheat-china"))
    assert "climate most resembles" in texts(page)


def test_unknown_area_is_refused_in_words(open_page: OpenPage) -> None:
    plain = load_scenario("dwarf-bunt-wheat-china")
    known = plain.pest.present_in[0].model_copy(update={"areas": ("XX",)})
    pest = plain.pest.model_copy(update={"present_in": (known,)})
    page = shown(open_page, scenario=plain.changed(pest=pest), way="present")
    assert any("XX" in error.value for error in page.error)
