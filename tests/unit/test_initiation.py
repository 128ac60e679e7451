"""Stage 1: sentences in both languages, earlier assessments, the record of the conclusion."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from pydantic import ValidationError

from pra_core.commodities import commodity_library
from pra_core.initiation import earlier_pras, pest_named, understand
from pra_core.initiation.goods_names import plants_named
from pra_core.initiation.place_names import folded, places
from pra_core.initiation_record import Initiation
from pra_core.parameter import Source
from pra_core.pest_library import pest_library
from pra_core.pest_status import Categorization, Evidence, PestStatus, YesNo
from pra_core.scenario import Scenario
from pra_core.store import dump_scenario, load_scenario, read_scenario

LIBRARY = commodity_library()


@pytest.mark.parametrize("text", [
    "fresh grapes from Chile to Australia", "Fresh table grapes, Chile to Australia",
    "Chilean grapes to Australia", "Australia imports fresh grapes from Chile",
    "fresh graps from Chlie to Austrlia", "FRESH GRAPES FROM CHILE INTO AUSTRALIA",
    "import of grapes into Australia from Chile",
    "智利输往澳大利亚的鲜食葡萄", "从智利进口到澳大利亚的鲜葡萄", "澳大利亚从智利进口鲜葡萄",
    "智利鲜葡萄出口澳大利亚", "澳大利亚进口智利葡萄", "智利产鲜食葡萄，输澳大利亚",
])
def test_grapes_from_chile_to_australia_in_many_words(text: str) -> None:
    found = understand(text, LIBRARY)
    assert found.goods[0].id == "grapes-fresh"
    assert found.origin == ("CL",)
    assert found.area == ("AU",)


@pytest.mark.parametrize(("text", "goods", "origin", "area"), [
    ("grape plants from Italy to New Zealand", "vitis-plants", ("IT",), ("NZ",)),
    ("wood packaging from China to the EU", "wood-packaging-stone", ("CN",), ("EU",)),
    ("grapes from Chile and Peru to the EU", "grapes-fresh", ("CL", "PE"), ("EU",)),
    ("智利、秘鲁输华鲜食葡萄", "grapes-fresh", ("CL", "PE"), ("CN",)),
    ("南非输往欧盟的葡萄柚", "grapefruit-fresh", ("ZA",), ("EU",)),
    ("seed potatoes from the Netherlands to Egypt", "potatoes-seed", ("NL",), ("EG",)),
    ("apples", "apples-fresh", (), ()), ("from Chile", None, ("CL",), ()),
    ("to Australia", None, (), ("AU",)),
    ("mangosteens from Thailand to China", None, ("TH",), ("CN",)), ("", None, (), ()),
    ("meat", None, (), ()),
    ("apples from the US to Japan", "apples-fresh", ("US",), ("JP",)),
    ("grapes from US to China", "grapes-fresh", ("US",), ("CN",)),
    ("grapes from us to China", "grapes-fresh", ("US",), ("CN",)),
    ("APPLES FROM THE US TO JAPAN", "apples-fresh", ("US",), ("JP",)),
    ("US apples to NZ", "apples-fresh", ("US",), ("NZ",)),
    ("apricots from Turkey to the US", "apricots-fresh", ("TR",), ("US",)),
    ("peaches from Georgia, USA to Japan", "peaches-nectarines-fresh", ("US",), ("JP",)),
    ("apples from Washington (USA) to India", "apples-fresh", ("US",), ("IN",)),
    ("peaches from Georgia to Japan", "peaches-nectarines-fresh", ("GE",), ("JP",)),
    ("turkey meat from Poland to China", None, ("PL",), ("CN",)),
    ("dwarf bunt of wheat grain from the US to China", "wheat-grain", ("US",), ("CN",)),
    ("what is the risk of apples from New Zealand", "apples-fresh", ("NZ",), ()),
    ("mangosteen fruit from Thailand", None, ("TH",), ()),
])
def test_other_sentences(text: str, goods: str | None, origin: tuple[str, ...],
                         area: tuple[str, ...]) -> None:
    found = understand(text, LIBRARY)
    assert (found.goods[0].id if found.goods else None) == goods
    assert found.origin == origin
    assert found.area == area


def test_what_is_not_understood_is_said() -> None:
    assert understand("mangosteens from Thailand to China", LIBRARY).unread == ("mangosteen",)
    several = understand("citrus from South Africa to China", LIBRARY)
    assert len(several.goods) > 1


@pytest.mark.parametrize(("text", "codes"), [
    ("nigeria and niger", ["NG", "NE"]), ("guinea-bissau", ["GW"]),
    ("papua new guinea", ["PG"]), ("roman snails", []), ("印度尼西亚", ["ID"]),
    ("austria", ["AT"]), ("australia", ["AU"]), ("the uk and the usa", ["GB", "US"]),
])
def test_places_are_whole_words_and_the_longest(text: str, codes: list[str]) -> None:
    assert [place.code for place in places(folded(text))] == codes


@pytest.mark.parametrize(("text", "rest"), [
    ("Popillia japonica", ""), ("日本金龟子从意大利传入中国", "从意大利传入中国"),
    ("Japanese beetle on nursery plants", "on nursery plants"),
    ("Japanese beetles in Italy", "s in italy"), ("POPIJA", ""),
])
def test_a_pest_is_found_by_any_whole_name(text: str, rest: str) -> None:
    assert pest_named(text, pest_library().records.values()) == ("POPIJA", rest)


@pytest.mark.parametrize("text", ["grapes", "Popilliajaponicax", "JB", ""])
def test_no_pest_is_read_into_other_words(text: str) -> None:
    assert pest_named(text, pest_library().records.values()) is None


def test_plants_in_the_names_of_commodities() -> None:
    assert plants_named({"en": "x", "zh_CN": "供食用的新鲜葡萄柚"}) == {"Citrus paradisi"}
    assert "Vitis vinifera" in plants_named({"en": "Fresh table grapes"})
    assert "Triticum aestivum" in plants_named({"en": "Wheat grain (Triticum aestivum)"})
    assert plants_named({"en": "Wood packaging of stone"}) == set()


def _earlier(code: str | None, goods: str | None, origin: list[str], area: list[str]
             ) -> list[tuple[str, tuple[str, ...]]]:
    known = [("shipped", load_scenario(one)) for one in (
        "medfly-citrus-china", "fire-blight-apple-australia", "false-codling-moth-citrus-eu",
        "longhorn-wood-packaging-eu", "dwarf-bunt-wheat-china")]
    some = LIBRARY.goods[goods] if goods else None
    found = earlier_pras(known, code=code, origin=origin, area=area,  # type: ignore[arg-type]
                         goods=some, kind=LIBRARY.kind_of(some) if some else None)
    return [(one.scenario.id, one.shared) for one in found]


def test_earlier_assessments_by_what_they_share() -> None:
    assert _earlier("CERTCA", "oranges-fresh", ["ES"], ["CN"])[0] == (
        "medfly-citrus-china", ("pest", "commodity", "origin", "area"))
    apples = dict(_earlier(None, "apples-fresh", ["NZ"], ["AU"]))
    assert apples == {"fire-blight-apple-australia": ("commodity", "origin", "area")}
    grapes = dict(_earlier("POLYBO", "grapes-fresh", ["CL"], ["AU"]))
    assert grapes == {"fire-blight-apple-australia": ("area",)}
    wood = dict(_earlier(None, "wood-packaging-general", [], []))
    assert wood == {"longhorn-wood-packaging-eu": ("commodity",)}
    assert _earlier(None, None, [], []) == []


def test_the_same_scenario_is_named_once_where_it_was_found_first() -> None:
    one = load_scenario("medfly-citrus-china")
    found = earlier_pras([("shipped", one), ("running", one)], code="CERTCA", goods=None,
                         kind=None, origin=(), area=())
    assert [(e.where, e.recorded().fingerprint) for e in found] == [("shipped", one.fingerprint)]


def _initiation(**more: Any) -> dict[str, Any]:
    text = {"en": "x"}
    return {"start": "pathway", "goods": text, "origin": text, "area": text, "assessor": "A",
            "date": dt.date(2026, 11, 22), "reason": text, **more}


def test_a_policy_review_names_what_is_reviewed_and_nothing_else_does() -> None:
    review = {"decision": {"en": "ban"}, "reason": {"en": "dispute"}}
    assert Initiation.model_validate(_initiation(start="policy", review=review)).review
    for wrong in (_initiation(start="policy"), _initiation(review=review)):
        with pytest.raises(ValidationError, match="review for a policy review only"):
            Initiation.model_validate(wrong)


def test_a_scenario_keeps_its_initiation_and_old_fingerprints_stay() -> None:
    one = load_scenario("medfly-citrus-china")
    assert one.fingerprint == Scenario.model_validate(one.model_dump()).fingerprint
    begun = one.changed(initiation=Initiation.model_validate(_initiation()))
    assert begun.fingerprint != one.fingerprint
    again = read_scenario(dump_scenario(begun), "again")
    assert again.initiation == begun.initiation
    assert again.fingerprint == begun.fingerprint


def test_a_scenario_keeps_the_answers_of_its_categorization() -> None:
    one = load_scenario("medfly-citrus-china")
    seen = Evidence(text={"en": "seen"}, source=Source(status="verified", citation="c"),
                    supports=False)
    status = PestStatus(
        area={"en": "China"}, assessor="A", date=dt.date(2026, 11, 22), reason={"en": "r"},
        categorization=Categorization(plants_for_planting=True, spread=YesNo(evidence=(seen,))))
    pest = one.pest.model_validate({**one.pest.model_dump(), "status": status.model_dump()})
    again = read_scenario(dump_scenario(one.changed(pest=pest)), "again")
    assert again.pest.status == status
    assert again.fingerprint != one.fingerprint
