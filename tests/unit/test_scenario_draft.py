"""Drafts of scenarios: what is given, what stays open, and what only the user can decide."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from types import MappingProxyType
from typing import Any

import pytest

from pra_core import assess, portfolios
from pra_core.alop import Alop
from pra_core.climate_sheet import ClimateSheet
from pra_core.commodities import CommodityLibrary, Goods, PathwayKind, TradeFigure
from pra_core.distribution import Fixed, LogUniform, Pert, Uniform
from pra_core.errors import PraError
from pra_core.parameter import Parameter, Source
from pra_core.pest import Criterion
from pra_core.pest_library import PestRecord
from pra_core.reference_places import pra_area_of
from pra_core.scenario_draft import Climate, Draft, Years, counts, draft, sheet_model, table_model
from pra_core.store import dump_scenario, read_scenario
from pra_core.validation import validated

TODAY = dt.date(2026, 11, 22)
WHY = {"en": "A range to begin with.", "zh_CN": "起始范围。"}
READ = {"status": "verified", "citation": "Doe 2020"}
MINE = Source(status="assumed", assessor="Li", date=TODAY, reason=WHY)
AREA = pra_area_of({"en": "New Zealand", "zh_CN": "新西兰"}, ["NZ"])


def fact(field: str, unit: str, **more: Any) -> dict[str, Any]:
    return {"field": field, "unit": unit, "source": "doe", **more}


FACTS = [fact("lower_threshold", "degC", value=10), fact("upper_threshold", "degC", value=33),
         fact("generation", "degC d", value=430), fact("female_share", "1", low=0.4, high=0.6),
         fact("spread_rate", "km/yr", low=5, value=10, high=20),
         fact("yield_loss", "1", low=0.1, high=0.4)]


def record(facts: list[dict[str, Any]] | None = None, **more: Any) -> PestRecord:
    return validated(PestRecord, {
        "eppo_code": "TESTPE", "name": "Pestis testis", "group": "insects_mites",
        "organism": "insect", "common_name": {"en": "test moth", "zh_CN": "试验蛾"},
        "identity": {"source": "doe"}, "taxonomy": {
            "kingdom": "Animalia", "family": "Testidae", "source": "doe"},
        "description": {"en": "A moth.", "zh_CN": "蛾。"}, "reproduction": "sexual",
        "reproduction_source": {"source": "doe"},
        "sources": {"doe": {"citation": "Doe 2020"}, "roe": {"citation": "Roe 2021"},
                    "lead": {"assessor": "Chen", "date": TODAY, "reason": WHY}},
        "hosts": [{"plant": "Vitis vinifera", "source": "doe"}],
        "range": [{"areas": ["CL"], "presence": "widespread", "source": "doe"},
                  {"areas": ["NZ"], "presence": "absent", "source": "doe"}],
        "facts": FACTS if facts is None else facts, **more})


def share(name: str, low: float, high: float) -> dict[str, Any]:
    return {"name": name, "unit": "1", "distribution": {
        "kind": "uniform", "low": low, "high": high}, "source": MINE.model_dump()}


KIND = validated(PathwayKind, {
    "id": "fresh-fruit", "title": {"en": "Fresh fruit", "zh_CN": "鲜水果"},
    "description": {"en": "Fruit.", "zh_CN": "水果。"}, "unit_name": {"en": "bunch"},
    "end_use": {"en": "Consumption"}, "source": READ,
    "lot_size": {"name": "lot", "unit": "units/lot", "source": READ, "distribution": {
        "kind": "uniform", "low": 5000, "high": 20000}},
    "steps": [
        {"step": "packing", "practice": {"en": "Sorted."},
         "usual": {"unit": {**share("p", 0.2, 0.9), "source": READ}}},
        {"step": "transport", "practice": {"en": "Cooled."},
         "suggestion": {"individual": share("t", 0.1, 1.0)}},
        {"step": "import_inspection", "practice": {"en": "Inspected."}},
        {"step": "transfer", "practice": {"en": "Thrown away."},
         "suggestion": {"unit": share("x", 0.001, 0.1)}}],
    "measures": ["methyl-bromide-fumigation", "inspection-on-arrival", "prohibition"]})
GOODS = validated(Goods, {
    "id": "grapes", "kind": "fresh-fruit", "title": {"en": "Fresh grapes", "zh_CN": "鲜葡萄"},
    "plants": ["Vitis vinifera"], "source": READ, "unit_kg": {
        "name": "kg", "unit": "kg/unit", "source": READ,
        "distribution": {"kind": "uniform", "low": 0.4, "high": 0.5}}})
CRITERIA = [Criterion(element="identity", met=True, evidence={"en": "A species."},
                      source=Source(status="verified", citation="Doe 2020"))]


def traded(*rows: tuple[str, str, int, float], status: str = "verified") -> CommodityLibrary:
    return CommodityLibrary(
        MappingProxyType({KIND.id: KIND}), MappingProxyType({GOODS.id: GOODS}),
        tuple(TradeFigure(goods="grapes", origin=o, destination=d, year=y, quantity=q, unit="t",
                          source=Source.model_validate({"status": status, "citation": f"{o}{y}"}))
              for o, d, y, q in rows))


def begun(pest: PestRecord | None = None, library: CommodityLibrary | None = None,
          kind: PathwayKind = KIND, **more: Any) -> Draft:
    return draft(pest or record(), GOODS, kind, ["CL"], AREA, today=TODAY,
                 commodities=library or traded(("CL", "NZ", 2025, 900.0)), criteria=CRITERIA,
                 **more)


def finished(running: Draft) -> Draft:
    """Every suggestion accepted, and what has none typed."""
    found = running.accept_all("Li", TODAY, WHY)
    assert found.suggested == ()
    for key in [one.key for one in found.open if one.measured is not None]:
        found = found.confirm(key, "Li", TODAY, WHY)
    typed = {"volume": Pert(low=1e5, mode=2e5, high=4e5), "host_area": Fixed(value=40_000.0),
             "host_value": Uniform(low=4e8, high=6e8)}
    for key in [one.key for one in found.open if one.key in typed]:
        found = found.typed(key, typed[key], MINE)
    return found.decide("alop", Alop(metric="annual_probability", limit=0.01, confidence=0.95))


def test_what_is_cited_is_given_with_its_source() -> None:
    d = begun()
    for key in ("female_share", "lot_size", "steps.packing.unit"):
        one = d.input(key)
        assert one.state == "given", key
        assert one.source is not None
        assert one.source.citation == "Doe 2020"
        assert one.source.status == "verified"
    assert d.input("female_share").value.distribution == Uniform(low=0.4, high=0.6)  # type: ignore[union-attr]


def test_what_nobody_cited_is_open_and_never_in_use() -> None:
    d = begun(library=traded())
    assert {one.key for one in d.open} == {
        "volume", "prevalence", "pests_per_unit", "lot_shape", "steps.transport.individual",
        "steps.transfer.unit", "r0", "climate", "lag", "rate", "host_area", "host_value",
        "yield_loss", "discount", "horizon", "alop"}
    assert all(one.value is None for one in d.open)


@pytest.mark.parametrize("key", ["volume", "host_area", "host_value", "alop"])
def test_what_would_be_a_guess_has_no_suggestion(key: str) -> None:
    assert begun(library=traded()).input(key).suggestion is None


def test_an_open_input_refuses_the_scenario_by_name() -> None:
    d = finished(begun()).reopened("host_area").reopened("alop")
    with pytest.raises(PraError) as told:
        d.scenario()
    assert [p.path for p in told.value.problems] == ["host_area", "alop"]
    assert {p.code for p in told.value.problems} == {"missing"}


def test_accepting_records_who_when_and_why() -> None:
    one = begun().accept("r0", "Li", TODAY, WHY).input("r0")
    assert one.state == "decided"
    assert one.source is not None
    assert (one.source.status, one.source.assessor, one.source.date, one.source.reason) == (
        "assumed", "Li", TODAY, WHY)
    assert one.source.note is not None  # what the range rests on stays to be read


def test_nothing_assumed_by_the_library_is_given() -> None:
    assumed = KIND.model_copy(update={"lot_size": KIND.lot_size.model_copy(  # type: ignore[union-attr]
        update={"source": MINE})})
    one = begun(kind=assumed).input("lot_size")
    assert one.state == "open"
    assert one.suggestion is not None
    judged = begun(record([*FACTS, fact("lag", "yr", low=1, high=4, source="lead",
                                        status="assumed")])).input("lag")
    assert judged.state == "open"
    assert judged.suggestion is not None


def test_sources_that_differ_become_one_range_that_names_both() -> None:
    facts = [*FACTS[:4], fact("spread_rate", "km/yr", value=5),
             fact("spread_rate", "km/yr", value=80, source="roe", status="unverified")]
    one = begun(record(facts)).input("rate")
    assert one.conflicting
    assert one.measured is not None
    assert one.measured.distribution == LogUniform(low=5, high=80)
    assert one.measured.cause == "conflicting"
    assert one.measured.source.citation == "Doe 2020; Roe 2021"
    assert one.measured.source.status == "unverified"  # as weak as the weakest


def test_a_single_figure_is_given_as_printed_and_said_to_have_no_range() -> None:
    one = begun(record([*FACTS, fact("lag", "yr", value=8)])).input("lag")
    assert one.single
    assert one.parameter is not None
    assert one.parameter.distribution == Fixed(value=8)
    assert one.suggestion is not None
    assert one.suggestion.distribution == Pert(low=4, mode=8, high=16)  # type: ignore[union-attr]


def test_a_limit_alone_is_no_value() -> None:
    d = begun(record([*FACTS[:4], fact("yield_loss", "1", high=0.8)]))
    assert d.input("yield_loss").state == "open"
    assert d.input("yield_loss").measured is None


@pytest.mark.parametrize(("more", "measured"), [
    pytest.param({"kind": "fresh-fruit", "plant": "Vitis vinifera"}, True, id="same goods"),
    pytest.param({"kind": "fresh-fruit"}, True, id="same kind, plant not said"),
    pytest.param({"kind": "fresh-fruit", "plant": "Malus"}, False, id="another plant"),
    pytest.param({"plant": "Vitis vinifera"}, False, id="unit not said"),
    pytest.param({"kind": "fresh-fruit", "plant": "Vitis vinifera", "proxy": True}, False,
                 id="proxy")])
def test_counts_on_goods_wait_for_the_user_or_are_not_used(
        more: dict[str, Any], measured: bool) -> None:
    facts = [*FACTS, fact("prevalence", "infested units/unit", low=0.01, high=0.05, **more)]
    one = begun(record(facts)).input("prevalence")
    assert one.state == "open"
    assert (one.measured is not None) is measured
    assert measured or one.elsewhere  # shown for orientation all the same


@pytest.mark.parametrize("more", [
    pytest.param({"proxy": True}, id="proxy"),
    pytest.param({"plant": "Malus"}, id="another plant"),
    pytest.param({"kind": "wood"}, id="another kind"),
    pytest.param({"note": {"en": "Upper bound only."}}, id="with a reservation")])
def test_figures_of_something_else_are_never_given(more: dict[str, Any]) -> None:
    one = begun(record([*FACTS, fact("lag", "yr", low=1, high=4, **more)])).input("lag")
    assert one.state == "open"
    assert one.measured is not None or one.elsewhere


def test_survival_cited_for_the_pest_at_a_step_is_given() -> None:
    def cited(*codes: str) -> dict[str, Any]:
        return {"acts_on": "individual", "low": 0.3, "high": 0.7, "eppo_codes": codes,
                "measured_on": {"en": "Grapes at 0.5 °C for 20 days"}, "source": READ}

    transport = {"step": "transport", "practice": {"en": "Cooled."}}
    kind = KIND.model_dump() | {"steps": [
        *[s.model_dump() for s in KIND.steps if s.step != "transport"],
        transport | {"cited": [cited("TESTPE"), cited("OTHERX")]}]}
    one = begun(kind=validated(PathwayKind, kind)).input("steps.transport.individual")
    assert one.state == "given"
    assert one.parameter is not None
    assert one.parameter.distribution == Uniform(low=0.3, high=0.7)
    assert [guide.eppo_codes for guide in one.guides] == [("OTHERX",)]


def test_survival_measured_on_the_pest_waits_for_the_user() -> None:
    """Many were measured under a treatment, and the baseline is trade without one."""
    facts = [*FACTS, fact("transport_survival", "1", low=0.0, high=0.04, kind="fresh-fruit",
                          plant="Vitis vinifera")]
    d = begun(record(facts))
    assert d.input("steps.transport.individual").state == "open"
    key = "steps.transport.individual"
    held = d.confirm(key, "Li", TODAY, WHY).input(key)
    assert held.parameter is not None
    assert held.parameter.distribution == Uniform(low=0.0, high=0.04)
    assert held.parameter.source.status == "verified"


def test_published_figures_are_never_passed_over_in_one_go() -> None:
    facts = [*FACTS, fact("transport_survival", "1", low=0.2, high=0.4, kind="fresh-fruit")]
    d = begun(record(facts)).accept_all("Li", TODAY, WHY)
    assert "steps.transport.individual" in {one.key for one in d.open}
    taken = d.accept("steps.transport.individual", "Li", TODAY, WHY)
    assert "steps.transport.individual" not in {one.key for one in taken.open}


def test_volume_is_tonnes_over_the_weight_of_a_unit() -> None:
    one = begun(library=traded(("CL", "NZ", 2024, 1000.0), ("CL", "NZ", 2025, 2000.0)))
    law = one.input("volume").value.distribution  # type: ignore[union-attr]
    assert law.support == pytest.approx((1000e3 / 0.5, 2000e3 / 0.4))
    assert one.input("volume").state == "given"


def test_trade_of_another_route_is_no_volume() -> None:
    assert begun(library=traded(("CL", "CN", 2025, 900.0))).input("volume").state == "open"


@pytest.mark.parametrize(("row", "status"), [
    pytest.param(("CL", "NZ", 2011, 300.0), "verified", id="old"),
    pytest.param(("CL", "NZ", 2025, 300.0), "unverified", id="not read")])
def test_old_or_unread_trade_waits_for_the_user(row: tuple[str, str, int, float], status: str
                                                ) -> None:
    one = begun(library=traded(row, status=status)).input("volume")
    assert one.state == "open"
    assert one.measured is not None


def test_trade_of_one_origin_of_two_is_only_a_suggestion() -> None:
    d = replace(begun(library=traded(("CL", "NZ", 2025, 900.0))), origin=("CL", "AR"))
    one = d.input("volume")
    assert one.state == "open"
    assert one.suggestion is not None


def test_laboratory_increase_is_the_upper_end_of_r0_only() -> None:
    one = begun(record([*FACTS, fact("reproduction_rate", "females/female", value=240)])).input(
        "r0")
    assert one.state == "open"
    assert one.suggestion.distribution == LogUniform(low=1.1, high=240)  # type: ignore[union-attr]


def test_founder_success_replaces_r0() -> None:
    keys = {one.key for one in begun(record([
        *FACTS, fact("founder_success", "1", low=0.01, high=0.1)])).inputs}
    assert "line_survival" in keys
    assert "r0" not in keys


def test_cited_temperatures_are_offered_but_not_taken() -> None:
    d = begun()
    one = d.input("climate")
    assert one.state == "open"
    assert [option.key for option in one.options] == ["thresholds"]
    sheet = one.options[0].climate.model.sheet  # type: ignore[union-attr]
    assert (sheet.dv0, sheet.dv3, sheet.pdd, sheet.ttcs) == (10, 33, 430, None)
    after = d.choose_climate("thresholds", "Li", TODAY, WHY)
    assert {"full_suitability", "suitable_from", "diurnal_range"} <= {
        i.key for i in after.open}
    assert after.input("climate").source.assessor == "Li"  # type: ignore[union-attr]


def test_without_a_lower_threshold_no_climate_is_offered() -> None:
    d = begun(record(FACTS[3:]))
    assert d.input("climate").options == ()
    assert "climate" in {one.key for one in d.accept_all("Li", TODAY, WHY).open}


def test_a_verified_published_sheet_is_given() -> None:
    d = begun(record(eppo_code="ARGPLE"))
    assert d.input("climate").state == "given"
    assert "full_suitability" in {one.key for one in d.open}


def test_a_typed_table_stands_for_a_climate_model() -> None:
    d = finished(begun(record(FACTS[3:])).decide(
        "climate", Climate(table_model({"NZ": 40.0}, MINE))))
    assert "diurnal_range" not in {one.key for one in d.inputs}
    assert d.scenario().pest.climate_model.kind == "cited_table"


@pytest.mark.parametrize(("key", "value", "code"), [
    pytest.param("prevalence", Parameter(name="x", distribution=Fixed(value=2.0), source=MINE,
                                         unit="infested units/unit"), "out_of_bounds",
                 id="above 1"),
    pytest.param("prevalence", Parameter(name="x", distribution=Fixed(value=0.1), source=MINE,
                                         unit="kg"), "wrong_unit", id="unit"),
    pytest.param("host_value", Parameter(name="x", distribution=Fixed(value=1e6), source=MINE,
                                         unit="USD/yr"), "wrong_unit", id="other currency"),
    pytest.param("prevalence", Years(3, MINE), "wrong_type", id="form"),
    pytest.param("horizon", Years(0, MINE), "out_of_bounds", id="no year"),
    pytest.param("nothing", Years(3, MINE), "unknown_id", id="unknown")])
def test_what_cannot_be_is_refused(key: str, value: Any, code: str) -> None:
    with pytest.raises(PraError) as told:
        begun().decide(key, value)
    assert told.value.code == code


def test_another_currency_opens_amounts_again() -> None:
    d = finished(begun())
    assert d.currency == "NZD"
    assert {one.key for one in d.in_currency("EUR").open} == {"host_value"}
    assert d.in_currency("EUR").input("host_value").unit == "EUR/yr"


def test_the_finished_scenario_is_read_back_and_assessed() -> None:
    d = finished(begun())
    assert d.open == ()
    s = d.scenario()
    assert read_scenario(dump_scenario(s), "draft") == s
    assert assess(s, draws=200, seed=1).annual_probability.shape == (200,)
    assert len(portfolios(s, s.alop, draws=200, seed=1).table) == 2 ** len(s.measures)


def test_the_summary_counts_what_is_cited_and_what_is_assumed() -> None:
    d = finished(begun())
    found = counts(d)
    assert sum(found.values()) == len(d.inputs) - 1  # the ALOP has no source
    for language in ("en", "zh_CN"):
        said = d.scenario().summary[language]
        assert f"{found['verified']}" in said
        assert f"{found['assumed']}" in said
    assert "phytosanitary measures is the baseline" in d.scenario().summary["en"]


def test_usual_measures_never_take_an_efficacy_over() -> None:
    d = finished(begun())
    by_entry = {one.entry: one for one in d.offered}
    fumigation = by_entry["methyl-bromide-fumigation"]
    assert "efficacy" in fumigation.questions
    assert fumigation.measure is None
    assert "prohibition" not in by_entry


def test_a_draft_begun_again_keeps_what_was_decided() -> None:
    former = finished(begun())
    again = begun(record([*FACTS, fact("lag", "yr", low=1, high=4)])).carried(former)
    assert again.open == ()
    assert again.input("full_suitability").state == "decided"


def test_own_limits_of_growth_keep_their_order() -> None:
    sheet = validated(ClimateSheet, {"dv0": 8, "dv1": 20, "dv2": 28, "dv3": 35, "sm0": 0.1,
                                     "sm1": 0.3, "sm2": 1.0, "sm3": 1.5})
    d = begun().decide("climate", Climate(sheet_model(sheet, MINE, {})))
    assert finished(d).scenario().pest.climate_model.sheet == sheet  # type: ignore[union-attr]


@pytest.mark.parametrize("missing", ["origin", "criteria"])
def test_a_draft_needs_an_origin_and_a_categorization(missing: str) -> None:
    given: dict[str, Any] = {"origin": ["CL"], "criteria": CRITERIA}
    given[missing] = []
    with pytest.raises(PraError) as told:
        draft(record(), GOODS, KIND, given["origin"], AREA, today=TODAY, commodities=traded(),
              criteria=given["criteria"])
    assert [p.path for p in told.value.problems] == [missing]
