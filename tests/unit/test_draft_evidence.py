"""What published figures may become in a draft: limits, treatments, doubt, zeros and volumes."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import Any

import pytest

from pra_core.commodities import (
    CommodityLibrary,
    Goods,
    PathwayKind,
    TradeFigure,
    commodity_library,
)
from pra_core.distribution import Fixed, Pert, Uniform
from pra_core.measure_library import measure_library
from pra_core.parameter import Source
from pra_core.pest import Ecoclimatic
from pra_core.pest_library import pest_library
from pra_core.pest_library.record import Fact
from pra_core.pra_area import PraArea
from pra_core.reference_places import pra_area_of
from pra_core.scenario_draft import Climate, Draft
from pra_core.scenario_draft.joined_facts import span, under_treatment
from pra_core.validation import validated
from tests.unit.test_scenario_draft import (
    FACTS,
    GOODS,
    KIND,
    MINE,
    READ,
    TODAY,
    WHY,
    begun,
    fact,
    finished,
    record,
    traded,
)

GRAPES = {"kind": "fresh-fruit", "plant": "Vitis vinifera"}
SPREAD = FACTS[:4]


def facts(*rows: dict[str, Any]) -> tuple[Fact, ...]:
    return tuple(validated(Fact, row) for row in rows)


@pytest.mark.parametrize(("rows", "field"), [
    pytest.param([{"high": 0.5}, {"high": 0.95}], "yield_loss", id="two upper limits"),
    pytest.param([{"high": 0.5}, {"low": 0.2}], "yield_loss", id="an upper and a lower limit"),
    pytest.param([{"value": 0.1}, {"low": 0.5}], "lag", id="a lower limit above every value"),
    pytest.param([{"low": 0.5, "high": 0.7}, {"high": 0.2}], "lag",
                 id="an upper limit below every value")])
def test_limits_give_no_range(rows: list[dict[str, Any]], field: str) -> None:
    unit = "yr" if field == "lag" else "1"
    one = begun(record([*SPREAD, *(fact(field, unit, **row) for row in rows)])).input(field)
    assert one.state == "open"
    assert one.measured is None
    assert len(one.elsewhere) == len(rows)  # still told


def test_a_limit_only_widens_a_published_range() -> None:
    found = span(facts(fact("lag", "yr", low=2, value=3, high=4),
                       fact("lag", "yr", high=9, source="roe")))
    assert (found.low, found.mode, found.high, found.bounded) == (2, 3, 9, True)
    assert not found.conflicting


def test_a_second_source_inside_the_first_keeps_its_likeliest_value() -> None:
    rows = [fact("spread_rate", "km/yr", low=4.5, value=8.2, high=13.8),
            fact("spread_rate", "km/yr", value=10, source="roe")]
    one = begun(record([*SPREAD, *rows])).input("rate")
    assert not one.conflicting
    assert one.measured is not None
    assert one.measured.distribution == Pert(low=4.5, mode=8.2, high=13.8)


@pytest.mark.parametrize(("key", "row"), [
    pytest.param("rate", fact("spread_rate", "km/yr", low=5, value=10, high=20), id="spread"),
    pytest.param("yield_loss", fact("yield_loss", "1", low=0.1, high=0.4), id="loss"),
    pytest.param("lag", fact("lag", "yr", low=1, high=4, status="unverified"), id="not read")])
def test_a_doubtful_figure_is_asked_never_given(key: str, row: dict[str, Any]) -> None:
    one = begun(record([*SPREAD, row])).input(key)
    assert one.state == "open"
    assert one.measured is not None


@pytest.mark.parametrize(("key", "row"), [
    pytest.param("yield_loss", fact("yield_loss", "1", value=0), id="loss"),
    pytest.param("prevalence", fact("prevalence", "infested units/unit", value=0, **GRAPES),
                 id="prevalence"),
    pytest.param("steps.transport.individual", fact("transport_survival", "1", value=0, **GRAPES),
                 id="survival")])
def test_none_found_is_never_taken_as_none(key: str, row: dict[str, Any]) -> None:
    one = begun(record([*SPREAD, row])).input(key)
    assert one.measured is None
    assert one.value is None
    assert [f.value for f in one.elsewhere] == [0.0]


def test_a_threshold_of_zero_degrees_stays_a_threshold() -> None:
    rows = [fact("lower_threshold", "degC", value=0), *FACTS[1:]]
    phenology = finished(begun(record(rows))).scenario().pest.phenology
    assert phenology is not None
    assert phenology.lower.distribution == Fixed(value=0.0)


@pytest.mark.parametrize(("text", "treated"), [
    ("Root balls dipped in insecticide before shipping", True),
    ("Cysts left after washing and brushing tubers", True), ("A cold treatment in transit", True),
    ("Bagged pomelos of the same place", True), ("Grinding to 10 cm chips", True),
    ("Unbagged pomelos at harvest", False), ("untreated logs cut from infested trees", False),
    ("Infested fruit without treatment", False), ("Grapes at 1 °C for 20 days", False)])
def test_figures_under_a_treatment_are_told_apart(text: str, treated: bool) -> None:
    one = facts(fact("transport_survival", "1", value=0.3, measured_on={"en": text}))[0]
    assert under_treatment(one) is treated


def test_figures_under_a_treatment_are_no_baseline() -> None:
    row = fact("transport_survival", "1", value=0.05, **GRAPES,
               note={"en": "A cold treatment in transit."})
    one = begun(record([*SPREAD, row])).input("steps.transport.individual")
    assert one.measured is None
    assert len(one.elsewhere) == 1


def shipped(code: str, goods_id: str) -> Draft:
    library = commodity_library()
    goods = library.goods[goods_id]
    return replace(begun(), record=pest_library().records[code], goods=goods,
                   kind=library.kind_of(goods), commodities=library)


@pytest.mark.parametrize(("code", "goods_id"), [
    ("HETDRO", "potatoes-ware"), ("HETDPA", "potatoes-ware"), ("LIRITR", "tomatoes-fresh"),
    ("GNORAB", "tomatoes-fresh"), ("POPIJA", "ornamental-plants"), ("CARPPO", "apples-fresh"),
    ("MELGCH", "potatoes-ware"), ("TILLCO", "wheat-grain")])
def test_no_record_of_the_library_puts_a_nil_into_the_baseline(code: str, goods_id: str) -> None:
    for one in shipped(code, goods_id).inputs:
        for found in (one.parameter, one.measured):
            assert found is None or found.distribution.support[1] > 0.0, one.key


@pytest.mark.parametrize("code", ["AMBEL", "POLYBO", "CARPPO"])
def test_distance_moved_by_itself_is_at_most_the_lower_end_of_spread(code: str) -> None:
    goods_id = "soybeans-grain" if code == "AMBEL" else "grapes-fresh"
    one = shipped(code, goods_id).input("rate")
    assert one.suggestion is not None
    low, high = one.suggestion.distribution.support  # type: ignore[union-attr]
    assert low <= 0.5
    assert high >= 50.0


def test_proxies_suggest_neither_spread_nor_growth() -> None:
    rows = [fact("natural_distance", "km", value=0.01, proxy=True),
            fact("reproduction_rate", "females/female", value=33, proxy=True)]
    with_, without = begun(record([*SPREAD, *rows])), begun(record(SPREAD))
    for key in ("rate", "r0"):
        assert with_.input(key).suggestion == without.input(key).suggestion


def test_lethal_cold_reaches_over_its_whole_range() -> None:
    rows = [*FACTS, fact("lethal_low", "degC", low=-12, high=-1)]
    climate = begun(record(rows)).input("climate").options[0].climate
    assert isinstance(climate, Climate)
    assert isinstance(climate.model, Ecoclimatic)
    assert climate.model.sheet.ttcs == -6.5
    assert climate.model.uncertain["ttcs"].distribution == Uniform(low=-12, high=-1)


def weighed(law: dict[str, Any]) -> Goods:
    return validated(Goods, GOODS.model_dump() | {"unit_kg": {
        "name": "kg", "unit": "kg/unit", "source": READ, "distribution": law}})


def volume(goods: Goods, kind: PathwayKind, *figures: dict[str, Any]) -> Draft:
    rows = tuple(validated(TradeFigure, {
        "goods": goods.id, "origin": "CL", "destination": "NZ", "year": 2025, "unit": "t",
        "source": READ, **figure}) for figure in figures)
    library = CommodityLibrary(MappingProxyType({kind.id: kind}), MappingProxyType(
        {goods.id: goods}), rows)
    return replace(begun(), goods=goods, kind=kind, commodities=library)


def test_volume_is_likeliest_at_the_likeliest_weight() -> None:
    goods = weighed({"kind": "pert", "low": 0.015, "mode": 0.1, "high": 0.25})
    d = volume(goods, KIND, {"quantity": 400.0, "year": 2024}, {"quantity": 500.0})
    law = d.input("volume").value.distribution  # type: ignore[union-attr]
    assert law == Pert(low=400e3 / 0.25, mode=450e3 / 0.1, high=500e3 / 0.015)


def test_one_year_over_the_weight_of_a_unit_has_a_likeliest_value() -> None:
    goods = weighed({"kind": "pert", "low": 0.1, "mode": 0.2, "high": 0.4})
    one = volume(goods, KIND, {"quantity": 100.0}).input("volume")
    assert one.state == "open"  # other years may differ
    assert one.measured is not None
    assert one.measured.distribution == Pert(low=100e3 / 0.4, mode=100e3 / 0.2, high=100e3 / 0.1)
    assert one.suggestion is not None
    assert one.suggestion.distribution.support == pytest.approx(  # type: ignore[union-attr]
        (50e3 / 0.4, 200e3 / 0.1))


def test_one_year_of_grain_is_not_taken_as_certain_in_one_go() -> None:
    d = replace(shipped("AMBEL", "soybeans-grain"), origin=("US",),
                area=area_of("CN")).accept_all("Li", TODAY, WHY)
    assert d.input("volume").state == "open"


def area_of(code: str) -> PraArea:
    return pra_area_of({"en": code, "zh_CN": code}, [code])


def test_cubic_metres_are_units_of_wood() -> None:
    wood = validated(PathwayKind, KIND.model_dump() | {"id": "wood"})
    goods = validated(Goods, {"id": "logs", "kind": "wood", "title": {"en": "Logs"},
                              "plants": ["Pinus"], "source": READ})
    one = volume(goods, wood, {"quantity": 7e6, "unit": "m3"}).input("volume")
    assert one.measured is not None
    assert one.measured.distribution == Fixed(value=7e6)


@pytest.mark.parametrize("figure", [
    pytest.param({"unit": "consignments"}, id="consignments"),
    pytest.param({"unit": "m3"}, id="cubic metres of fruit"),
    pytest.param({"source": {"status": "unverified", "citation": "Doe 2020", "note": {
        "en": "First months after the opening"}}}, id="first months")])
def test_figures_that_give_no_year_are_told_but_not_used(figure: dict[str, Any]) -> None:
    one = volume(GOODS, KIND, {"quantity": 16.0, **figure}).input("volume")
    assert one.measured is None
    assert one.suggestion is None
    assert [f.quantity for f in one.trade] == [16.0]


def test_the_first_months_of_apples_are_no_year() -> None:
    d = replace(shipped("ERWIAM", "apples-fresh"), origin=("NZ",), area=area_of("AU"))
    one = d.input("volume")
    assert one.measured is None
    assert [f.quantity for f in one.trade] == [16.0]


def test_a_reservation_on_trade_is_asked() -> None:
    noted = {"source": READ | {"note": {"en": "Season to 10 May"}}}
    one = volume(GOODS, KIND, {"quantity": 9.0, "year": 2024}, {"quantity": 8.0, **noted}).input(
        "volume")
    assert one.state == "open"
    assert one.measured is not None


def test_survival_on_the_other_level_is_a_guide() -> None:
    def cited(acts_on: str) -> dict[str, Any]:
        return {"acts_on": acts_on, "low": 0.1, "high": 0.2, "measured_on": {"en": "x"},
                "source": READ}

    steps = [s.model_dump() for s in KIND.steps]
    steps[-1]["cited"] = [cited("individual"), cited("unit")]
    kind = validated(PathwayKind, KIND.model_dump() | {"steps": steps})
    one = begun(kind=kind).input("steps.transfer.unit")
    assert [guide.acts_on for guide in one.guides] == ["unit", "individual"]


@pytest.mark.parametrize(("more", "status"), [
    pytest.param(GRAPES, "verified", id="counted on these goods"),
    pytest.param({"kind": "fresh-fruit"}, "assumed", id="plant not said")])
def test_who_takes_figures_over_is_recorded(more: dict[str, Any], status: str) -> None:
    row = fact("prevalence", "infested units/unit", low=0.01, high=0.05, **more)
    found = begun(record([*SPREAD, row])).confirm("prevalence", "Li", TODAY, WHY).input(
        "prevalence").source
    assert found is not None
    assert (found.status, found.citation) == (status, "Doe 2020")
    assert found.note is not None
    for language, reason in WHY.items():
        assert f"Li{' on ' if language == 'en' else '于'}2026-11-22" in found.note[language]
        assert reason in found.note[language]


def test_measures_with_assumed_values_come_only_where_the_user_takes_them() -> None:
    usual = next(e.id for e in measure_library().entries if e.id == "inspection-on-arrival")
    d = finished(begun())
    bare = {one.entry: one for one in d.offered}
    assert bare[usual].usual
    assert bare[usual].measure is None
    taken = d.with_measures([usual], "Li", TODAY, WHY)
    made = {one.entry: one for one in taken.offered}[usual].measure
    assert made is not None
    assert taken.measures_taken[usual] == Source(
        status="assumed", assessor="Li", date=TODAY, reason=WHY)
    assert len(taken.scenario().measures) == len(d.scenario().measures) + 1
    assert taken.without_measures().scenario() == d.scenario()


def test_a_lot_of_fruit_is_a_container_of_that_fruit() -> None:
    lot = KIND.lot_size
    assert lot is not None
    kind = KIND.model_copy(update={"lot_size": lot.model_copy(update={"source": MINE})})
    one = begun(library=traded(), kind=kind).input("lot_size")
    assert one.suggestion is not None
    assert one.suggestion.distribution.support == pytest.approx(  # type: ignore[union-attr]
        (20_000 / 0.5, 24_000 / 0.4))


def test_aircraft_are_single_and_most_insects_live_through_flights() -> None:
    d = shipped("POPIJA", "aircraft")
    lot, flight = d.input("lot_size"), d.input("steps.transport.individual")
    assert lot.suggestion is not None
    assert lot.suggestion.distribution == Fixed(value=1.0)  # type: ignore[union-attr]
    assert flight.suggestion is not None
    assert flight.suggestion.distribution.support[0] >= 0.5  # type: ignore[union-attr]
    boxes = shipped("POPIJA", "sea-containers").input("lot_size").suggestion
    assert boxes is not None
    assert boxes.distribution != Fixed(value=1.0)  # type: ignore[union-attr]
