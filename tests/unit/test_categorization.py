"""Categorization pre-filled from a record, and turned into the criteria of a scenario's pest."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from pra_core.categorization import aside, concluded, criteria, for_planting, prefilled
from pra_core.commodities import commodity_library
from pra_core.frozen import LocalText
from pra_core.parameter import Source
from pra_core.pest_library import PestRecord, pest_library
from pra_core.pest_status import Categorization, PestStatus
from pra_core.reference_places import country_groups

TEXT = {"en": "x", "zh_CN": "x"}
JUDGED = Source(status="assumed", assessor="A", date=dt.date(2026, 11, 22), reason={"en": "said"})
EU = country_groups()["EU"].countries


def both(msgid: str, /, **values: object) -> LocalText:
    """English twice: what the words say is checked on the page."""
    english = {k: v["en"] if isinstance(v, dict) else v for k, v in values.items()}
    text = msgid.format(**english) if english else msgid
    return {"en": text, "zh_CN": text}


def _record(**more: Any) -> PestRecord:
    cited = {"source": "s"}
    data = {
        "eppo_code": "AAAAAA", "name": "Pest a", "group": "insects_mites", "organism": "insect",
        "common_name": TEXT, "identity": cited, "description": TEXT,
        "taxonomy": {"kingdom": "Animalia", "family": "F", **cited}, "reproduction": "sexual",
        "reproduction_source": cited, "sources": {"s": {"citation": "Read 2020"},
                                                  "t": {"citation": "Heard 2021"}},
        "range": [{"areas": ["CL"], **cited}]}
    return PestRecord.model_validate(data | more)


def _range(*rows: tuple[list[str], str]) -> list[dict[str, Any]]:
    return [{"areas": areas, "presence": presence, "source": "s"} for areas, presence in rows]


@pytest.mark.parametrize(("rows", "area", "answer"), [
    ([(["CL"], "present")], ["AU"], "unknown"), ([(["AU"], "absent")], ["AU"], "absent"),
    ([(["AU"], "eradicated")], ["AU"], "absent"), ([(["AU"], "limited")], ["AU"], "limited"),
    ([(["AU"], "transient")], ["AU"], "limited"), ([(["AU"], "present")], ["AU"], "unknown"),
    ([(["AU"], "widespread")], ["AU"], "widespread"),
    ([(["AU-WA"], "widespread")], ["AU"], "limited"),
    ([(["AU-WA", "AU-NSW", "AU-QLD", "AU-VIC"], "widespread")], ["AU"], "unknown"),
    ([(["IT", "FR"], "widespread")], EU, "unknown"), ([(list(EU), "absent")], EU, "absent"),
    ([(["IT", "FR"], "absent")], EU, "unknown"),
    ([(["IT", "FR"], "widespread"), ([c for c in EU if c not in ("IT", "FR")], "absent")], EU,
     "limited"), ([(list(EU), "widespread")], EU, "widespread"),
    ([(list(EU), "present")], EU, "unknown"),
    ([], ["AU"], "unknown"),
], ids=["silence", "declared-absent", "eradicated", "limited", "transient", "extent-not-stated",
        "widespread", "one-region", "half-of-the-regions", "few-countries-others-silent",
        "declared-absent-in-all", "declared-absent-in-few", "few-countries-others-declared-absent",
        "all-countries",
        "all-countries-extent-not-stated", "no-range-at-all"])
def test_presence_is_read_from_the_range(rows: list[tuple[list[str], str]], area: list[str],
                                         answer: str) -> None:
    found = prefilled(_record(range=_range(*rows)), area, False, both)
    assert found.presence.answer == answer


def test_silence_of_the_range_answers_nothing_and_is_told() -> None:
    found = prefilled(_record(), ["AU"], False, both)
    assert found.presence.answer == "unknown"
    [piece] = found.presence.evidence
    assert not piece.supports
    assert piece.source.status == "unverified"
    assert piece.source.citation == "Read 2020"
    assert "Chile" in piece.text["en"]
    assert found.continues
    declared = prefilled(_record(range=_range((["AU"], "absent"))), ["AU"], False, both)
    assert declared.presence.evidence[0].source.status == "verified"
    some = prefilled(_record(range=_range((["IT"], "absent"))), EU, False, both)
    assert "Italy" not in some.presence.evidence[-1].text["en"]
    assert "Austria" in some.presence.evidence[-1].text["en"]


def test_nothing_is_answered_without_something_cited() -> None:
    found = prefilled(_record(), ["AU"], False, both)
    assert found.answers == {
        "identity": "yes", "presence": "unknown", "official_control": "unknown",
        "establishment": "unknown", "spread": "unknown", "consequences": "unknown",
        "intended_use": "unknown"}
    assert found.outcome == "undecided"
    assert {"presence", "establishment", "spread", "consequences"} <= set(found.open)


@pytest.mark.parametrize("code", ["CARPPO", "PYTOGA", "RALSSL", "SORHA", "DROSSU"])
def test_what_occurs_in_the_union_is_never_absent_or_limited_there_by_silence(code: str) -> None:
    found = prefilled(pest_library().get(code), EU, False, both)
    assert found.presence.answer in ("unknown", "widespread")


@pytest.mark.parametrize(("goods", "planting"), [
    ("potatoes-ware", False), ("potatoes-seed", True), ("sweet-potatoes", False),
    ("cassava-roots", False), ("flower-bulbs", True), ("wheat-seed", True),
    ("wheat-grain", False), ("vitis-plants", True), ("grapes-fresh", False)])
def test_plants_for_planting_are_told_by_their_intended_use(goods: str, planting: bool) -> None:
    library = commodity_library()
    some = library.goods[goods]
    assert for_planting(some, library.kind_of(some)) is planting


def test_tubers_of_no_stated_use_are_not_taken_for_planting() -> None:
    library = commodity_library()
    some = library.goods["potatoes-seed"].model_copy(update={"intended_use": None})
    assert not for_planting(some, library.kind_of(some))


@pytest.mark.parametrize("kind", ["quarantine", "priority", "regulated_non_quarantine"])
def test_a_regulatory_list_is_shown_and_answers_nothing(kind: str) -> None:
    def listed(authority: str) -> Categorization:
        entry = {"authority": authority, "listing": {"en": "List 1", "zh_CN": "x"},
                 "regulated_as": kind, "source": "t", "status": "unverified", "dated": "2020"}
        return prefilled(_record(regulation=[entry]), ["AU"], True, both)

    there = listed("AU")
    assert there.answers == listed("CN").answers == prefilled(
        _record(), ["AU"], True, both).answers
    questions = (("intended_use",) if kind == "regulated_non_quarantine" else
                 ("official_control", "establishment", "spread", "consequences"))
    for question in questions:
        [piece] = getattr(there, question).evidence
        assert "List 1" in piece.text["en"]
        assert not piece.supports
        assert not getattr(listed("CN"), question).evidence


def test_proxies_and_upper_limits_speak_for_nothing() -> None:
    facts = [{"field": "spread_rate", "value": 3, "unit": "km/yr", "source": "s", "proxy": True},
             {"field": "yield_loss", "high": 0.5, "unit": "1", "source": "s"}]
    found = prefilled(_record(facts=facts), ["AU"], False, both)
    assert found.answers["spread"] == found.answers["consequences"] == "unknown"
    one = {"field": "yield_loss", "low": 0.2, "unit": "1", "source": "s"}
    [piece] = prefilled(_record(facts=[one]), ["AU"], False, both).consequences.evidence
    assert "≥ 0.2" in piece.text["en"]


def test_facts_of_nothing_speak_for_nothing_and_climate_only_helps_to_decide() -> None:
    facts = [{"field": "yield_loss", "value": 0, "unit": "1", "source": "s"},
             {"field": "spread_rate", "low": 2, "high": 5, "unit": "km/yr", "source": "s"},
             {"field": "lower_threshold", "value": 0, "unit": "degC", "source": "s"}]
    found = prefilled(_record(facts=facts), ["AU"], False, both)
    assert found.answers["spread"] == "yes"
    assert found.answers["consequences"] == found.answers["establishment"] == "unknown"
    [climate] = found.establishment.evidence
    assert not climate.supports
    assert "2–5 km/yr" in found.spread.evidence[0].text["en"]


def test_criteria_follow_the_answers_and_are_as_weak_as_their_weakest_source() -> None:
    rows = [{"areas": ["AU"], "presence": "limited", "source": "t", "status": "unverified"}]
    facts = [{"field": "spread_rate", "value": 3, "unit": "km/yr", "source": "s"},
             {"field": "yield_loss", "value": 0.1, "unit": "1", "source": "s"}]
    base = prefilled(_record(range=rows, facts=facts), ["AU"], False, both).model_dump()
    answers = Categorization.model_validate(base | {"official_control": {"answer": "yes"}})
    found = {one.element: one for one in criteria(answers, JUDGED, both)}
    assert list(found) == ["identity", "presence", "regulatory_status", "establishment_spread",
                           "consequences"]
    assert all(one.met for one in found.values())
    both_sources = found["establishment_spread"].source
    assert both_sources.status == "unverified"
    assert both_sources.citation == "Heard 2021; Read 2020"
    assert found["identity"].source.status == "verified"


def test_unknown_counts_as_not_met_and_names_who_left_it_open() -> None:
    found = {one.element: one for one in criteria(Categorization(), JUDGED, both)}
    assert not any(one.met for one in found.values())
    assert all(one.source == JUDGED for one in found.values())


def test_a_limited_pest_is_under_official_control_or_fails_the_criterion() -> None:
    base = prefilled(_record(range=_range((["AU"], "limited"))), ["AU"], False, both)
    met = {one.element: one.met for one in criteria(base, JUDGED, both)}
    assert met["presence"]
    assert not met["regulatory_status"]


def test_evidence_set_aside_supports_no_criterion() -> None:
    base = prefilled(_record(), ["AU"], False, both)
    assert all(not one.supports for one in aside(base.identity.evidence))
    data = base.model_dump()
    data["identity"]["evidence"] = [one.model_dump() for one in aside(base.identity.evidence)]
    found = criteria(Categorization.model_validate(data), JUDGED, both)
    assert found[0].source == JUDGED


def test_the_conclusion_is_a_source() -> None:
    status = PestStatus(area=TEXT, categorization=Categorization(), assessor="A",
                        date=dt.date(2026, 11, 22), reason={"en": "said"})
    assert concluded(status) == JUDGED


@pytest.mark.parametrize("area", [["AU"], ["CN"], list(EU), ["US"]], ids=["AU", "CN", "EU", "US"])
def test_every_shipped_record_can_be_categorized(area: list[str]) -> None:
    for record in pest_library().records.values():
        found = prefilled(record, area, True, both)
        assert found.identity.answer == "yes"
        for key, answer in found.answers.items():
            pieces = getattr(found, key).evidence
            assert answer == "unknown" or any(one.supports for one in pieces), (
                record.eppo_code, key)
        assert len(criteria(found, JUDGED, both)) == 5
