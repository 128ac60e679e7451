"""Finding pests by any name, and by what they are."""

from __future__ import annotations

import pytest

from pra_core.pest_library import pest_library, present_range
from pra_core.pest_library.area_presence import presence_in
from pra_core.pest_library.present_range import occurring_in
from pra_core.pest_library.record import PestRecord
from pra_core.pest_library.search import Filter, NameIndex, filtered, plain_name
from pra_core.reference_places import known_code
from tests.pest_records import READ, many, record

BEETLE = {"name": "Popillia japonica", "common_name": {"en": "Japanese beetle",
                                                       "zh_CN": "日本金龟子"},
          "other_names": ["日本弧丽金龟"]}
FLY = {"name": "Ceratitis capitata", "common_name": {"en": "Mediterranean fruit fly",
                                                     "zh_CN": "地中海实蝇"},
       "other_names": ["medfly"]}


@pytest.fixture(scope="module")
def crowd() -> list[PestRecord]:
    return [record("POPIJA", **BEETLE), record("CERTCA", **FLY), *many(300)]


@pytest.fixture(scope="module")
def index(crowd: list[PestRecord]) -> NameIndex:
    return NameIndex(crowd)


@pytest.mark.parametrize(("typed", "matched"), [
    ("POPIJA", "POPIJA"), ("popija", "POPIJA"), ("Popillia japonica", "Popillia japonica"),
    ("popillia", "Popillia japonica"), ("japonica", "Popillia japonica"),
    ("Popilia japonika", "Popillia japonica"), ("Popillia-japonica", "Popillia japonica"),
    ("japanese beetle", "Japanese beetle"), ("beetle japanese", "Japanese beetle"),
    ("japaneese betle", "Japanese beetle"), ("日本金龟子", "日本金龟子"),
    ("日本金鬼子", "日本金龟子"), ("本金龟", "日本金龟子"), ("日本弧丽金龟", "日本弧丽金龟"),
    ("ribenjinguizi", "日本金龟子"), ("ri ben jin gui zi", "日本金龟子"),
    ("rìběn jīnguīzǐ", "日本金龟子"), ("jinguizi", "日本金龟子"), ("rbjgz", "日本金龟子"),
    ("ＰＯＰＩＪＡ", "POPIJA")])
def test_every_way_to_write_a_name_leads_to_the_pest(
        index: NameIndex, typed: str, matched: str) -> None:
    first = index.find(typed)[0]
    assert (first.code, first.matched) == ("POPIJA", matched)


def test_a_synonym_and_a_misspelled_synonym(index: NameIndex) -> None:
    assert index.find("medfly")[0].score == 100
    guessed = index.find("medflie")[0]
    assert guessed.code == "CERTCA"
    assert guessed.score < 80


@pytest.mark.parametrize("typed", ["", "   ", "!!", "zzzqqq", "完全没有"])
def test_nothing_like_it_finds_nothing(index: NameIndex, typed: str) -> None:
    assert index.find(typed) == ()


def test_hits_are_ordered_once_per_pest_and_limited(index: NameIndex) -> None:
    hits = index.find("pest", limit=7)
    assert len(hits) == 7
    assert len({hit.code for hit in hits}) == 7
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert hits == index.find("pest", limit=50)[:7]


def test_a_single_letter_finds_beginnings_only(index: NameIndex) -> None:
    assert all(plain_name(hit.matched).startswith("c") or " c" in plain_name(hit.matched)
               for hit in index.find("c", limit=500))


def test_filters_by_group_host_range_and_list() -> None:
    pests = {one.eppo_code: one for one in (
        record("POPIJA", **BEETLE, hosts=[{"plant": "Citrus", "source": READ}],
               range=[{"areas": ["CN-GD"], "presence": "limited", "source": READ}],
               regulation=[{"authority": "EU", "listing": {"en": "List"}, "source": READ}]),
        record("CERTCA", **FLY, range=[{"areas": ["CN"], "presence": "absent", "source": READ}]),
        record("XYLEFA", name="Xylella", group="bacteria_phytoplasmas", organism="bacterium"))}
    index = NameIndex(pests.values())

    def codes(**asked: object) -> list[str]:
        return [hit.code for hit in filtered(pests, index, Filter(**asked))]  # type: ignore[arg-type]

    assert codes() == ["CERTCA", "POPIJA", "XYLEFA"]
    assert codes(groups=("bacteria_phytoplasmas",)) == ["XYLEFA"]
    assert codes(host="甜橙") == ["POPIJA"]
    assert codes(host="Citrus spp.") == ["POPIJA"]
    assert codes(host="wheat") == []
    assert codes(areas=("CN",)) == ["POPIJA"]
    assert codes(areas=("CN-GD", "JP")) == ["POPIJA"]
    assert codes(areas=("CN-YN",)) == []
    assert codes(authority="EU") == ["POPIJA"]
    assert codes(authority="EU", text="medfly") == []
    assert codes(text="medfly") == ["CERTCA"]


def test_guesses_do_not_stand_beside_the_name_that_was_typed() -> None:
    pests = {one.eppo_code: one for one in (
        record("AAAAAA", name="Bactrocera dorsalis"), record("BBBBBB", name="Bactrocera dorsata"))}
    index = NameIndex(pests.values())
    assert len(index.find("Bactrocera dorsalis")) == 2
    assert [hit.code for hit in filtered(pests, index, Filter(text="Bactrocera dorsalis"))] == [
        "AAAAAA"]
    assert len(filtered(pests, index, Filter(text="Bactrozera dorsali"))) == 2


def test_the_filter_by_country_says_what_the_range_says() -> None:
    """One rule in two places, over every shipped record and every area that one names."""
    records = pest_library().records.values()
    areas = sorted({area for one in records for listed in one.range for area in listed.areas})
    countries = sorted({area.partition("-")[0] for area in map(known_code, areas)})
    passing = {area: occurring_in([area]) for area in countries}
    for one in records:
        said = {p.country: p.occurs for p in presence_in(one, countries)}
        assert {area: occurs(one) for area, occurs in passing.items()} == said


def test_filters_ask_each_record_once_and_look_areas_up_once(
        crowd: list[PestRecord], index: NameIndex, monkeypatch: pytest.MonkeyPatch) -> None:
    counted = list[str]()
    monkeypatch.setattr(present_range, "known_code", lambda code: counted.append(code) or code)
    pests = {one.eppo_code: one for one in crowd}
    filtered(pests, index, Filter(areas=("JP", "CN-TW")))
    assert len(counted) < 20
