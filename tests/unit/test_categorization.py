"""Categorization pre-filled from a record, and turned into the criteria of a scenario's pest."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from pra_core.categorization import aside, concluded, criteria, prefilled
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
    ([(["CL"], "present")], ["AU"], "absent"), ([(["AU"], "absent")], ["AU"], "absent"),
    ([(["AU"], "eradicated")], ["AU"], "absent"), ([(["AU"], "limited")], ["AU"], "limited"),
    ([(["AU"], "transient")], ["AU"], "limited"), ([(["AU"], "present")], ["AU"], "unknown"),
    ([(["AU"], "widespread")], ["AU"], "widespread"),
    ([(["AU-WA"], "widespread")], ["AU"], "limited"),
    ([(["AU-WA", "AU-NSW", "AU-QLD", "AU-VIC"], "widespread")], ["AU"], "unknown"),
    ([(["IT", "FR"], "widespread")], EU, "limited"), ([(list(EU), "widespread")], EU, "widespread"),
    ([(list(EU), "present")], EU, "unknown"),
    ([], ["AU"], "unknown"),
], ids=["silence", "declared-absent", "eradicated", "limited", "transient", "extent-not-stated",
        "widespread", "one-region", "half-of-the-regions", "few-countries", "all-countries",
        "all-countries-extent-not-stated", "no-range-at-all"])
def test_presence_is_read_from_the_range(rows: list[tuple[list[str], str]], area: list[str],
                                         answer: str) -> None:
    found = prefilled(_record(range=_range(*rows)), area, False, both)
    assert found.presence.answer == answer


def test_silence_of_the_range_is_absence_that_nobody_verified() -> None:
    found = prefilled(_record(), ["AU"], False, both)
    [piece] = found.presence.evidence
    assert piece.source.status == "unverified"
    assert piece.source.citation == "Read 2020"
    assert "Chile" in piece.text["en"]
    declared = prefilled(_record(range=_range((["AU"], "absent"))), ["AU"], False, both)
    assert declared.presence.evidence[0].source.status == "verified"


def test_nothing_is_answered_without_something_cited() -> None:
    found = prefilled(_record(), ["AU"], False, both)
    assert found.answers == {
        "identity": "yes", "presence": "absent", "official_control": "unknown",
        "establishment": "unknown", "spread": "unknown", "consequences": "unknown",
        "intended_use": "unknown"}
    assert found.outcome == "undecided"
    assert set(found.open) == {"establishment", "spread", "consequences"}


def test_a_list_of_the_area_answers_and_one_of_another_country_does_not() -> None:
    def listed(authority: str, kind: str = "quarantine") -> dict[str, str]:
        entry = {"authority": authority, "listing": TEXT, "regulated_as": kind, "source": "t",
                 "status": "unverified", "dated": "2020"}
        return prefilled(_record(regulation=[entry]), ["AU"], True, both).answers

    assert listed("AU")["establishment"] == "yes"
    assert listed("AU")["official_control"] == "yes"
    assert listed("CN")["establishment"] == "unknown"
    assert listed("EU")["consequences"] == "unknown"
    rnqp = listed("AU", "regulated_non_quarantine")
    assert rnqp["intended_use"] == "yes"
    assert rnqp["establishment"] == "unknown"


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
    entry = {"authority": "AU", "listing": TEXT, "source": "t", "status": "unverified"}
    facts = [{"field": "spread_rate", "value": 3, "unit": "km/yr", "source": "s"}]
    answers = prefilled(_record(regulation=[entry], facts=facts), ["AU"], False, both)
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
