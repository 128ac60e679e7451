"""Candidate pests of a pathway: who is one, in which order, and why."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from types import MappingProxyType
from typing import Any

import pytest

from pra_core.candidates import candidates, not_at_origin
from pra_core.commodities import Goods, PathwayKind, commodity_library
from pra_core.errors import PraError
from pra_core.pest_library import PestLibrary, PestRecord, pest_library
from pra_core.pest_library.area_presence import authorities, presence_in

LIBRARY = commodity_library()
GRAPES = LIBRARY.goods["grapes-fresh"]
FRUIT = LIBRARY.kind_of(GRAPES)
TEXT = {"en": "x", "zh_CN": "x"}


def _record(code: str, host: str = "Vitis vinifera", origin: str = "present", *,
            area: str | None = None, kind: str | None = "fresh-fruit", status: str = "major",
            listed: str | None = None, **more: Any) -> PestRecord:
    cited = {"source": "s"}
    ranges = [{"areas": ["CL"], "presence": origin, **cited}]
    ranges += [{"areas": ["AU"], "presence": area, **cited}] if area else []
    return PestRecord.model_validate({
        "eppo_code": code, "name": f"Pest {code.lower()}", "group": "insects_mites",
        "organism": "insect", "common_name": TEXT, "identity": cited, "description": TEXT,
        "taxonomy": {"kingdom": "Animalia", "family": "F", **cited}, "reproduction": "sexual",
        "reproduction_source": cited, "sources": {"s": {"citation": "c"}},
        "hosts": [{"plant": host, "host": status, **cited}], "range": ranges,
        "pathways": [{"kind": kind, "stages": TEXT, **cited}] if kind else [],
        "regulation": [{"authority": listed, "listing": TEXT, **cited}] if listed else []} | more)


def _library(*records: PestRecord) -> PestLibrary:
    return PestLibrary(MappingProxyType({one.eppo_code: one for one in records}))


def _codes(library: PestLibrary, goods: Goods = GRAPES, kind: PathwayKind = FRUIT,
           origin: tuple[str, ...] = ("CL",), area: tuple[str, ...] = ("AU",)) -> list[str]:
    return [one.record.eppo_code for one in candidates(library, goods, kind, origin, area)]


def test_a_candidate_has_a_host_among_the_goods_and_occurs_at_the_origin() -> None:
    found = _library(
        _record("AAAAA"), _record("BBBBB", host="Vitis"), _record("CCCCC", host="Vitaceae"),
        _record("DDDDD", host="Malus domestica"), _record("EEEEE", origin="absent"),
        _record("FFFFF", origin="eradicated"))
    assert set(_codes(found)) >= {"AAAAA", "BBBBB"}
    assert not set(_codes(found)) & {"DDDDD", "EEEEE", "FFFFF"}
    left = not_at_origin(found, GRAPES, FRUIT, ("CL",))
    assert {(one.record.eppo_code, one.declared) for one in left} == {
        ("EEEEE", True), ("FFFFF", True)}
    silent = not_at_origin(found, GRAPES, FRUIT, ("PE",))
    assert not any(one.declared for one in silent)


@pytest.mark.parametrize(("first", "second"), [
    ({"area": "absent"}, {"area": None}), ({"area": None}, {"area": "limited"}),
    ({"area": "limited"}, {"area": "widespread"}),
    ({"area": None, "status": "experimental"}, {"area": "widespread"}),
    ({"kind": "fresh-fruit", "status": "minor"}, {"kind": None, "status": "major"}),
    ({"status": "major", "origin": "limited"}, {"status": "minor", "origin": "widespread"}),
    ({"origin": "widespread"}, {"origin": "limited", "listed": "AU"}),
    ({"listed": "AU"}, {"listed": None}), ({"listed": "AU"}, {"listed": "CN"}),
], ids=["declared-absent-before-silence", "silence-before-limited", "limited-before-widespread",
        "area-before-host", "pathway-before-host", "host-before-origin", "origin-before-list",
        "listed-before-not", "only-lists-of-the-area-count"])
def test_order_is_lexicographic(first: dict[str, Any], second: dict[str, Any]) -> None:
    # The names would put the second one first.
    assert _codes(_library(_record("AAAAA", **second), _record("ZZZZZ", **first))) == [
        "ZZZZZ", "AAAAA"]


def test_goods_of_no_plant_are_followed_by_what_is_recorded_to_travel_so() -> None:
    goods = LIBRARY.goods["sea-containers"]
    found = _library(_record("AAAAA"), _record("BBBBB", kind=goods.kind))
    assert _codes(found, goods, LIBRARY.kind_of(goods)) == ["BBBBB"]


def _ranged(*rows: tuple[str, str], listed: str | None = None, **more: Any) -> PestRecord:
    entries = [{"areas": [area], "presence": presence, "source": "s"} for area, presence in rows]
    data = _record("AAAAA", listed=listed, **more).model_dump() | {"range": entries}
    return PestRecord.model_validate(data)


def test_part_of_an_area_is_limited_and_the_eu_speaks_for_its_members() -> None:
    area = ("DE", "FR", "IT", "ES")
    rows = (("CL", "present"), ("IT", "widespread"))
    [silent] = candidates(_library(_ranged(*rows)), GRAPES, FRUIT, ("CL",), area)
    assert silent.in_area == "present"
    told = [(code, "absent") for code in ("DE", "FR", "ES")]
    [found] = candidates(_library(_ranged(*rows, *told, listed="EU")), GRAPES, FRUIT, ("CL",),
                         area)
    assert found.in_area == "limited"
    assert found.regulation
    assert "EU" in authorities(area)
    assert "EU" not in authorities(("AU",))


def test_regions_of_a_country_make_it_limited_until_they_are_half_of_it() -> None:
    def extent(*regions: str) -> str:
        data = _record("AAAAA").model_dump() | {
            "range": [{"areas": list(regions), "presence": "widespread", "source": "s"}]}
        [found] = presence_in(PestRecord.model_validate(data), ["AU"])
        return found.extent

    assert extent("AU-WA") == "limited"
    assert extent("AU-WA", "AU-NSW", "AU-QLD", "AU-VIC", "AU-SA", "AU-TAS") == "widespread"
    assert extent("CN-GD") == "no_record"


@pytest.mark.parametrize(("rows", "asked", "extent", "regions"), [
    ([("US", "eradicated"), ("US-HI", "present")], "US", "limited", ("US-HI",)),
    ([("US", "eradicated"), ("US-HI", "present")], "US-HI", "present", ()),
    ([("US", "eradicated"), ("US-HI", "present")], "US-CA", "eradicated", ()),
    ([("US", "present"), ("US-HI", "absent")], "US", "present", ()),
    ([("US", "present"), ("US-HI", "absent")], "US-HI", "absent", ()),
    ([("US", "present")], "US-HI", "present", ()),
    ([("US", "limited")], "US-HI", "no_record", ()),
    ([("US", "absent"), ("US-HI", "absent")], "US", "absent", ())])
def test_a_region_that_has_it_goes_before_a_country_declared_free(
        rows: list[tuple[str, str]], asked: str, extent: str, regions: tuple[str, ...]) -> None:
    [found] = presence_in(_ranged(*rows), (asked,))
    assert (found.country, found.extent, found.regions) == (asked, extent, regions)
    assert found.extent == "no_record" or found.cited


def test_origins_may_be_regions_and_groups_and_nothing_else() -> None:
    shipped = pest_library()
    oranges = LIBRARY.goods["oranges-fresh"]
    for origin in ("US", "US-HI"):
        assert "CERTCA" in _codes(shipped, oranges, origin=(origin,))
    union = _codes(shipped, oranges, origin=("EU",))
    assert set(_codes(shipped, oranges, origin=("ES",))) <= set(union)
    for call in (lambda: _codes(shipped, oranges, origin=("ZZ",)),
                 lambda: _codes(shipped, oranges, area=("XX",)),
                 lambda: not_at_origin(shipped, oranges, FRUIT, ("Spain",))):
        with pytest.raises(PraError) as caught:
            call()
        assert caught.value.code == "unknown_id"


@pytest.mark.parametrize(("goods", "origin", "codes"), [
    ("ornamental-plants", "JP", {"POPIJA", "HALYHA", "LIRITR", "PHYTRA"}),
    ("wood-chips-fuelwood", "CN", {"AGRLPL", "ANOLGL", "BURSXY", "LYCMDE"}),
    ("wheat-grain", "US", {"AMBEL", "AMAPA", "SOLCU", "TILLCO"})])
def test_mixed_goods_and_weeds_in_grain_are_followed(goods: str, origin: str, codes: set[str]
                                                     ) -> None:
    some = LIBRARY.goods[goods]
    found = _codes(pest_library(), some, LIBRARY.kind_of(some), (origin,), ("NZ",))
    assert codes <= set(found)
    assert "TILLCO" not in found or goods == "wheat-grain"


def test_a_weed_recorded_in_other_grain_stands_behind_one_recorded_in_this() -> None:
    wheat = LIBRARY.goods["wheat-grain"]
    weed = {"group": "weeds", "organism": "plant", "host": "Malus domestica"}
    there = _record("ZZZZZ", kind="grain", **weed)
    other = _record("AAAAA", kind=None, pathways=[
        {"kind": "grain", "plants": ["Glycine max"], "stages": TEXT, "source": "s"}], **weed)
    found = candidates(_library(there, other), wheat, LIBRARY.kind_of(wheat), ("CL",), ("AU",))
    assert [one.record.eppo_code for one in found] == ["ZZZZZ", "AAAAA"]
    assert found[1].carried is None
    assert found[1].elsewhere is not None
    apple = _record("BBBBB", host="Malus domestica")
    assert _codes(_library(apple)) == []


def test_evidence_that_nobody_checked_is_counted() -> None:
    data = _record("AAAAA", listed="AU").model_dump()
    data["hosts"][0]["status"] = data["regulation"][0]["status"] = "unverified"
    [found] = candidates(_library(PestRecord.model_validate(data)), GRAPES, FRUIT, ("CL",),
                         ("AU",))
    assert found.unverified == 2
    assert len(found.cited) == 4


def test_order_does_not_hang_on_the_order_of_the_library() -> None:
    records = list(pest_library().records.values())
    before = _codes(_library(*records))
    random.Random(1).shuffle(records)
    assert _codes(_library(*records)) == before
    assert "POLYBO" in before


def test_five_thousand_own_pests_are_ranked_in_time() -> None:
    base = pest_library().get("POLYBO")
    many = [base.model_copy(update={"eppo_code": f"X{n:05d}"}) for n in range(5_000)]
    library = _library(*pest_library().records.values(), *many)
    _codes(library)
    began = time.perf_counter()
    found = _codes(library)
    # The target is 200 ms for the shipped library; twenty times that with 5,000 more.
    assert time.perf_counter() - began < 4.0
    assert len(found) > 5_000


def test_the_first_list_of_a_process_needs_no_outlines_of_countries() -> None:
    script = """
from pra_core import reference, reference_places
from pra_core.candidates import candidates
from pra_core.commodities import commodity_library
from pra_core.pest_library import pest_library
some = commodity_library().goods["grapes-fresh"]
assert candidates(pest_library(), some, commodity_library().kind_of(some), ("CL",), ("AU",))
print(reference._geojson.cache_info().currsize, reference_places._document.cache_info().currsize)
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True,
                          check=True)
    assert done.stdout.split() == ["0", "0"]
