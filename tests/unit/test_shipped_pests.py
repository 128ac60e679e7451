"""Every shipped pest record: names, codes, units, ranges, citations, both languages; the floor."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import BaseModel

from pra_core.commodities import commodity_library
from pra_core.errors import Problem
from pra_core.pest_library import PestRecord, pest_library
from pra_core.pest_library.checks import record_faults
from pra_core.pest_library.completeness import by_pest, completeness, ranges
from pra_core.pest_library.record import ORGANISMS
from pra_core.plants import plants

RECORDS = pest_library().records
CODES = sorted(RECORDS)
FEWEST, FEWEST_READY, GROUPS = 45, 15, 6
"""Pests, pests of which everything needed was read, and groups of organisms among both."""
RESOLVED = 0.1
"""Thresholds of different sources are not told apart more finely, degC."""
CHINESE = re.compile(r"[\u4e00-\u9fff]")
LATIN = re.compile(r"^[A-Z][a-z]+(-[a-z]+)?( [a-z][a-z.-]+)+")
VIRUS = re.compile(r"vir(us|oid)\b")
ANOTHER = re.compile(r"\b(other species|surrogate)\b", re.IGNORECASE)
VAGUE = re.compile(r"\b(tbd|todo|xxx+|n/?a|unknown source|lorem)\b", re.IGNORECASE)


@pytest.fixture(scope="module")
def faults() -> list[Problem]:
    return record_faults(RECORDS, commodity_library().kinds.keys(), plants(), both_languages=True)


def texts(value: Any, path: str = "") -> Iterator[tuple[str, dict[str, str]]]:
    """Every text of a record that carries both languages, with its place."""
    if isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from texts(getattr(value, name), f"{path}.{name}")
    elif isinstance(value, tuple):
        for index, inner in enumerate(value):
            yield from texts(inner, f"{path}[{index}]")
    elif isinstance(value, dict):
        if "en" in value and isinstance(value["en"], str):
            yield path, value
        else:
            for key, inner in value.items():
                yield from texts(inner, f"{path}.{key}")


@pytest.mark.parametrize("code", CODES)
def test_nothing_is_wrong_beside_countries_plants_pathways_and_other_pests(
        faults: list[Problem], code: str) -> None:
    assert [one.text() for one in faults if one.path.startswith(f"{code}.")] == []


@pytest.mark.parametrize("code", CODES)
def test_names_are_names(code: str) -> None:
    record = RECORDS[code]
    named = VIRUS if record.group == "viruses_viroids" else LATIN
    assert named.search(record.name.removeprefix("'Candidatus ").removeprefix("Candidatus ")), (
        record.name)
    assert CHINESE.search(record.common_name["zh_CN"])
    assert not CHINESE.search(record.common_name["en"])
    assert record.name not in record.other_names


@pytest.mark.parametrize("code", CODES)
def test_each_language_is_written_in_its_own_script(code: str) -> None:
    wrong = [path for path, text in texts(RECORDS[code])
             if CHINESE.search(text["en"])
             or (not CHINESE.search(text.get("zh_CN", "")) and len(text["en"].split()) > 3)]
    assert wrong == []


@pytest.mark.parametrize("code", CODES)
def test_sources_are_citations_and_all_are_used(code: str) -> None:
    record = RECORDS[code]
    used = {one.source for _, one in record.cited()}
    assert sorted(set(record.sources) - used) == []
    for key, source in record.sources.items():
        assert not VAGUE.search(source.citation or ""), key
        assert source.url is None or re.match(r"^https?://[\w.-]+\.\w+", source.url), key


@pytest.mark.parametrize("code", CODES)
def test_temperatures_stand_in_order(code: str) -> None:
    """Nothing develops below its lower threshold or above its upper one."""
    record = RECORDS[code]

    def span(field: str) -> tuple[float, float] | None:
        found = ranges(record, field)
        return (min(r.low for r in found), max(r.high for r in found)) if found else None

    order = [span(f) for f in ("lethal_low", "lower_threshold", "optimum", "upper_threshold",
                               "lethal_high")]
    given = [one for one in order if one is not None]
    assert all(colder[0] <= warmer[1] + RESOLVED
               for colder, warmer in zip(given, given[1:], strict=False))
    low, high = span("growth_low"), span("growth_high")
    assert low is None or high is None or low[0] < high[1]


@pytest.mark.parametrize("code", CODES)
def test_what_was_measured_on_another_species_is_a_proxy(code: str) -> None:
    told = [f"{fact.field}: {fact.measured_on['en']}" for fact in RECORDS[code].facts
            if fact.measured_on and ANOTHER.search(fact.measured_on["en"]) and not fact.proxy]
    assert told == []


def test_the_floor_of_the_library() -> None:
    table = by_pest(RECORDS.values())
    ready = table[table["ready"]]
    assert len(table) >= FEWEST
    assert set(table["kind"]) == set(ORGANISMS)
    assert len(ready) >= FEWEST_READY
    assert ready["kind"].nunique() == GROUPS


def test_a_record_is_ready_only_without_gaps() -> None:
    for record in RECORDS.values():
        found = completeness(record)
        assert found.ready == (not found.gaps and not found.weak)


def test_records_of_one_pest_are_not_told_apart_by_case() -> None:
    names = [record.name.casefold() for record in RECORDS.values()]
    assert len(set(names)) == len(names)
    assert isinstance(RECORDS[CODES[0]], PestRecord)
