"""Faults that show only between records, or beside plants, pathways and countries."""

from __future__ import annotations

from typing import Any

import pytest

from pra_core.errors import Problem
from pra_core.pest_library.checks import record_faults
from pra_core.plants import plants
from tests.pest_records import BOTH, HEARD, READ, fact, record

KINDS = ("fresh-fruit", "seed")


def faults(*records: Any, **options: bool) -> list[Problem]:
    return record_faults({one.eppo_code: one for one in records}, KINDS, plants(), **options)


def test_sound_records_have_none() -> None:
    sound = record(hosts=[{"plant": "Citrus", "source": READ}],
                   range=[{"areas": ["JP", "CN-GD", "HK", "CN-TW"], "source": READ}],
                   regulation=[{"authority": "EU", "listing": BOTH, "source": READ},
                               {"authority": "NZ", "listing": BOTH, "source": READ}],
                   pathways=[{"kind": "seed", "plants": ["Citrus"], "stages": BOTH,
                              "source": READ}])
    assert faults(sound, record("BBBBBB"), both_languages=True) == []


def test_a_record_under_the_code_of_another() -> None:
    found = record_faults({"BBBBBB": record("AAAAAA")}, KINDS, plants())
    assert [(p.code, p.path) for p in found] == [("conflict", "BBBBBB.eppo_code")]


def test_one_scientific_name_for_two_pests() -> None:
    found = faults(record("AAAAAA", name="Bactrocera dorsalis"),
                   record("BBBBBB", name="bactrocera  Dorsalis"),
                   record("CCCCCC", other_names=["Bactrocera dorsalis"]))
    assert [(p.code, p.path) for p in found] == [
        ("duplicate", "BBBBBB.name"), ("duplicate", "CCCCCC.other_names[0]")]
    assert "AAAAAA, BBBBBB" in str(found[0].value)


@pytest.mark.parametrize("area", ["XX", "China", "CN-ZZ", "uk", ""])
def test_an_area_that_does_not_exist(area: str) -> None:
    found = faults(record(range=[{"areas": ["JP", area], "source": READ}],
                          regulation=[{"authority": area, "listing": BOTH, "source": READ}]))
    assert [(p.code, p.path, p.value) for p in found] == [
        ("unknown_id", "AAAAAA.range[0].areas", area),
        ("unknown_id", "AAAAAA.regulation[0].authority", area)]


def test_an_area_listed_twice_with_one_source_but_not_with_two() -> None:
    twice = [{"areas": ["JP"], "source": READ}, {"areas": ["KR", "JP"], "source": READ}]
    assert [(p.code, p.path) for p in faults(record(range=twice))] == [
        ("duplicate", "AAAAAA.range[1].areas")]
    twice[1] |= {"source": HEARD, "status": "unverified"}
    assert faults(record(range=twice)) == []


def test_a_host_spelled_three_ways_is_led_to_its_latin_name() -> None:
    hosts = [{"plant": name, "source": READ}
             for name in ("Citrus sinensis", "sweet orange", "甜橙")]
    found = faults(record(hosts=hosts))
    assert [(p.code, p.path, p.allowed) for p in found] == [
        ("duplicate", "AAAAAA.hosts[1].plant", "Citrus sinensis"),
        ("duplicate", "AAAAAA.hosts[2].plant", "Citrus sinensis")]
    assert "sweet orange" in str(found[1].value)
    assert "甜橙" in str(found[1].value)


def test_a_misspelled_host_names_what_may_be_meant() -> None:
    found, = faults(record(hosts=[{"plant": "Citrus sinesis", "source": READ}]))
    assert found.code == "unknown_id"
    assert found.allowed.startswith("Citrus sinensis")


def test_vectors_that_carry_each_other_are_told_once() -> None:
    def carried(code: str, by: str) -> Any:
        return record(code, vectors=[{"name": by, "eppo_code": by, "source": READ}])

    found = faults(carried("AAAAAA", "BBBBBB"), carried("BBBBBB", "CCCCCC"),
                   carried("CCCCCC", "AAAAAA"), carried("DDDDDD", "AAAAAA"))
    assert [(p.code, p.path, p.value) for p in found] == [
        ("conflict", "AAAAAA.vectors[0]", "AAAAAA → BBBBBB → CCCCCC → AAAAAA")]
    assert [p.value for p in faults(carried("AAAAAA", "AAAAAA"))] == ["AAAAAA → AAAAAA"]
    assert faults(carried("AAAAAA", "BBBBBB"), record("BBBBBB")) == []


def test_only_the_records_asked_about_are_told_and_they_are_told_of_others() -> None:
    def carried(code: str, *by: str) -> Any:
        return record(code, name=code.title(), vectors=[
            {"name": one, "eppo_code": one, "source": READ} for one in by])

    known = {one.eppo_code: one for one in (
        carried("AAAAAA", "CCCCCC"), carried("BBBBBB", "CCCCCC"),
        record("DDDDDD", name="Cccccc"), carried("CCCCCC", "CCCCCC", "BBBBBB", "AAAAAA"))}
    found = record_faults(known, KINDS, plants(), of=["CCCCCC"])
    assert [(p.code, p.path, p.value) for p in found] == [
        ("duplicate", "CCCCCC.name", "Cccccc (DDDDDD, CCCCCC)"),
        ("conflict", "CCCCCC.vectors[0]", "CCCCCC → CCCCCC"),
        ("conflict", "CCCCCC.vectors[2]", "CCCCCC → AAAAAA → CCCCCC"),
        ("conflict", "CCCCCC.vectors[1]", "CCCCCC → BBBBBB → CCCCCC")]
    told = record_faults(known, KINDS, plants(), of=["DDDDDD"])
    assert [(p.code, p.path) for p in told] == [("duplicate", "DDDDDD.name")]


def test_unknown_kinds_of_pathway_and_plants_of_facts() -> None:
    found = faults(record(
        pathways=[{"kind": "balloons", "plants": ["Oranje"], "stages": BOTH, "source": READ}],
        facts=[fact("lag", "yr", value=2, kind="kites", plant="Citrus")]))
    assert [(p.path, p.value) for p in found] == [
        ("AAAAAA.pathways[0].kind", "balloons"), ("AAAAAA.pathways[0].plant", "Oranje"),
        ("AAAAAA.facts[0].kind", "kites")]
    assert found[0].allowed == "fresh-fruit, seed"


def test_missing_chinese_is_told_of_shipped_records_only() -> None:
    one = record(common_name={"en": "Beetle"}, not_found=[{"en": "R0"}],
                 similar=[{"name": "Other", "difference": {"en": "Colour"}, "source": READ}])
    assert faults(one) == []
    assert [p.path for p in faults(one, both_languages=True)] == [
        "AAAAAA.common_name", "AAAAAA.similar[0].difference", "AAAAAA.not_found[0]"]
