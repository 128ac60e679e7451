"""Records beside the map, and the range and station tables of the method page."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from pra_core import range_check
from pra_core.figures import record_words
from pra_core.i18n import LANGUAGES, translator
from pra_core.records import agreement, parse
from pra_core.store import load_scenario

OpenPage = Callable[..., AppTest]
ID = "false-codling-moth-citrus-eu"
FILE = b"lat,lon,name\n-29.86,31.02,Durban\n-28.5,21.2,<b>Upington</b>\n0,-20,Ocean\n"


def state(**more: object) -> dict[str, object]:
    return {"scenario": load_scenario(ID), "establishment-view": "records", **more}


@pytest.mark.parametrize("language", LANGUAGES)
def test_opens_without_records(open_page: OpenPage, language: str) -> None:
    page = open_page("3_establishment", language, state())
    assert not page.exception
    said = [m.value for m in page.markdown]
    assert record_words.intro(translator(language)) in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_records_are_compared(open_page: OpenPage, language: str) -> None:
    t = translator(language)
    page = open_page("3_establishment", language, state(**{"0:records-kept": ("x.csv", FILE)}))
    assert not page.exception
    assert [e.value for e in page.error] == []
    found = agreement(load_scenario(ID), parse(FILE))
    assert record_words.answer(found, t) in [m.value for m in page.markdown]


def test_records_stay_when_another_page_was_open(open_page: OpenPage) -> None:
    page = open_page("3_establishment", "en", state(**{"0:records-kept": ("x.csv", FILE)}))
    page.switch_page("../2_entry.py").run()
    page.switch_page("../3_establishment.py").run()
    assert not page.exception
    assert any("x.csv" in caption.value for caption in page.caption)


def test_records_can_be_removed(open_page: OpenPage) -> None:
    page = open_page("3_establishment", "en", state(**{"0:records-kept": ("x.csv", FILE)}))
    page.button(key="records-remove").click().run()
    assert not page.exception
    assert not any("x.csv" in caption.value for caption in page.caption)


def upload(page: AppTest, name: str, content: bytes) -> AppTest:
    given = page.file_uploader[0]
    return given.set_value((name, content, "text/csv")).run()


def test_a_bad_upload_changes_nothing_and_tells_every_problem(open_page: OpenPage) -> None:
    page = upload(open_page("3_establishment", "en", state()), "good.csv", FILE)
    assert not page.exception
    answer = record_words.answer(agreement(load_scenario(ID), parse(FILE)), translator("en"))
    assert answer in [m.value for m in page.markdown]
    page = upload(page, "bad<i>.csv", b"lat,lon\nx,5\n91,200\n")
    assert not page.exception
    assert answer in [m.value for m in page.markdown]
    assert any("good.csv" in caption.value for caption in page.caption)
    told = next(f.value for f in page.dataframe if list(f.value.columns)[-1] == "What is wrong")
    assert told.iloc[:, :2].to_numpy().tolist() == [
        ["2", "latitude"], ["3", "latitude"], ["3", "longitude"]]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_method_page_shows_ranges_and_stations(open_page: OpenPage, language: str) -> None:
    page = open_page("method", language)
    assert not page.exception
    shown = [frame.value for frame in page.dataframe]
    species = set(range_check.range_checks()["species"])
    assert any(species == set(frame.iloc[:, 0]) for frame in shown)
    lhasa = translator(language).local({"en": "Lhasa", "zh_CN": "拉萨"})
    assert any(lhasa in frame.iloc[:, 0].tolist() for frame in shown)


def test_failures_are_named_under_either_rule(open_page: OpenPage) -> None:
    page = open_page("method", "en")
    text = "\n".join(m.value for m in page.markdown)
    assumed = range_check.Assumptions("compounding")
    failed = range_check.range_places(assumed).query("not agrees")["species"].unique()
    assert len(failed) > 0
    for species in failed:
        assert f"**{species}**" in text
