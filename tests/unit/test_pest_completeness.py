"""What is known of a pest, where it occurs, and values that differ."""

from __future__ import annotations

import pytest

from pra_core.pest_library.completeness import (
    FIELD_GROUPS,
    by_pest,
    completeness,
    ranges,
    status_counts,
)
from pra_core.pest_library.present_range import present_in, standings
from tests.pest_records import BOTH, HEARD, READ, fact, record

EVERY_PART = {
    "hosts": [{"plant": "Citrus", "source": READ}],
    "range": [{"areas": ["JP"], "source": READ}],
    "regulation": [{"authority": "EU", "listing": BOTH, "source": READ}],
    "pathways": [{"kind": "fresh-fruit", "stages": BOTH, "source": READ}],
    "similar": [{"name": "Other", "difference": BOTH, "source": READ}],
    "facts": [fact("optimum", "degC", value=25), fact("generation", "degC d", value=700),
              fact("fecundity", "eggs/female", value=50),
              fact("prevalence", "infested units/unit", value=0.01),
              fact("pests_per_unit", "pests/infested unit", value=2),
              fact("packing_survival", "1", value=0.5), fact("spread_rate", "km/yr", value=5),
              fact("yield_loss", "1", value=0.2)]}


def test_a_record_is_ready_when_every_part_was_read() -> None:
    assert completeness(record(**EVERY_PART)).ready
    assert completeness(record(**EVERY_PART)).gaps == ()


@pytest.mark.parametrize("part", ["hosts", "range", "regulation", "pathways", "similar", "facts"])
def test_without_one_part_it_is_not_ready(part: str) -> None:
    found = completeness(record(**{**EVERY_PART, part: []}))
    assert not found.ready
    assert len(found.gaps) == (5 if part == "facts" else 1)
    assert len(found.unknown) == (8 if part == "facts" else 1)


@pytest.mark.parametrize(("field", "helps"), [
    ("generation", "development"), ("prevalence", "prevalence"), ("packing_survival", "survival")])
def test_what_belongs_to_a_trade_or_is_optional_only_helps(field: str, helps: str) -> None:
    facts = [one for one in EVERY_PART["facts"] if one["field"] != field]
    found = completeness(record(**{**EVERY_PART, "facts": facts}))
    assert found.ready
    assert [part.key for part in found.unknown] == [helps]


@pytest.mark.parametrize(("group", "organism", "field", "ready"), [
    ("insects_mites", "insect", "pests_per_unit", False), ("weeds", "plant", "optimum", False),
    ("fungi_oomycetes", "fungus", "pests_per_unit", True),
    ("fungi_oomycetes", "fungus", "optimum", False), ("viruses_viroids", "virus", "optimum", True),
    ("viruses_viroids", "virus", "fecundity", False)])
def test_what_an_infected_unit_is_by_definition_needs_no_count(
        group: str, organism: str, field: str, ready: bool) -> None:
    facts = [one for one in EVERY_PART["facts"] if one["field"] != field]
    found = completeness(record(**{**EVERY_PART, "facts": facts}, group=group, organism=organism))
    assert found.ready is ready


def test_sexual_reproduction_asks_for_the_share_of_females() -> None:
    found = completeness(record(**EVERY_PART, reproduction="sexual"))
    assert [part.key for part in found.gaps] == ["female_share"]


def test_what_was_not_read_is_weak_and_not_a_gap() -> None:
    facts = [*EVERY_PART["facts"][:-1], fact("yield_loss", "1", HEARD, value=0.2)]
    found = completeness(record(**{**EVERY_PART, "facts": facts}))
    assert found.gaps == ()
    assert [(part.key, part.best, part.verified) for part in found.weak] == [
        ("impact", "unverified", 0)]
    assert not found.ready


def test_identity_needs_name_and_taxonomy_read() -> None:
    taxonomy = {"kingdom": "Animalia", "family": "A", "source": HEARD, "status": "unverified"}
    assert "identity" in [p.key for p in completeness(
        record(**EVERY_PART, taxonomy=taxonomy)).weak]


def test_counts_add_up_to_everything_cited() -> None:
    records = [record(**EVERY_PART), record("BBBBBB", facts=[
        fact("lag", "yr", HEARD, value=3)])]
    counts = status_counts(records).set_index("group")
    assert list(counts.index) == list(FIELD_GROUPS)
    assert counts["entries"].sum() == sum(len(list(one.cited())) for one in records)
    assert counts.loc["spread", ["verified", "unverified", "entries"]].tolist() == [1, 1, 2]
    assert counts.loc["biology", "verified"] == 3 + 2  # facts, and how each pest reproduces
    table = by_pest(records)
    assert table["code"].tolist() == ["AAAAAA", "BBBBBB"]
    assert table["ready"].tolist() == [True, False]
    assert (table["verified_parts"] + table["weak"] + table["gaps"] == table["needed"]).all()
    assert by_pest([]).empty


def test_sources_that_exclude_each_other_become_one_range() -> None:
    found, = ranges(record(facts=[fact("optimum", "degC", value=20),
                                  fact("optimum", "degC", HEARD, low=24, value=25, high=26)]),
                    "optimum")
    assert (found.low, found.value, found.high, found.conflicting) == (20, None, 26, True)
    assert [one.source for one in found.facts] == [READ, HEARD]


def test_a_value_inside_the_range_of_another_source_agrees() -> None:
    found, = ranges(record(facts=[fact("optimum", "degC", value=25),
                                  fact("optimum", "degC", HEARD, low=24, high=26)]), "optimum")
    assert (found.low, found.value, found.high, found.conflicting) == (24, 25, 26, False)


def test_two_values_of_one_source_vary_and_do_not_conflict() -> None:
    found, = ranges(record(facts=[fact("optimum", "degC", value=20),
                                  fact("optimum", "degC", value=25)]), "optimum")
    assert (found.value, found.conflicting) == (None, False)


def test_stages_plants_and_units_are_kept_apart() -> None:
    facts = [fact("lethal_low", "degC", value=-5, stage={"en": "Egg"}),
             fact("lethal_low", "degC", HEARD, value=-20, stage={"en": "Larva"}),
             fact("lethal_low", "degC", HEARD, value=-20, stage={"en": "larva"}, plant="Citrus")]
    found = ranges(record(facts=facts), "lethal_low")
    assert [len(one.facts) for one in found] == [1, 1, 1]
    assert not any(one.conflicting for one in found)
    assert ranges(record(), "lethal_low") == ()


def listing(areas: list[str], presence: str, source: str = READ) -> dict[str, object]:
    return {"areas": areas, "presence": presence, "source": source,
            "status": "verified" if source == READ else "unverified"}


def test_of_listings_that_differ_the_largest_presence_counts() -> None:
    found = standings(record(range=[listing(["JP"], "limited", HEARD),
                                    listing(["JP", "KR"], "absent")]))
    assert (found["JP"].extent, found["JP"].conflicting, found["JP"].verified) == (
        "limited", True, False)
    assert (found["KR"].extent, found["KR"].conflicting, found["KR"].verified) == (
        "absent", False, True)


def test_a_country_of_which_regions_are_listed_has_it_in_part() -> None:
    one = record(range=[listing(["CN-GD", "CN-YN"], "widespread", HEARD),
                        listing(["CN-HE"], "absent"), listing(["US-CA"], "eradicated")])
    found = standings(one)
    assert list(found) == ["CN", "CN-GD", "CN-HE", "CN-YN", "US-CA"]
    assert (found["CN"].extent, found["CN"].regions) == ("limited", ("CN-GD", "CN-YN"))
    assert not found["CN"].conflicting
    assert found["CN-GD"].extent == "widespread"
    assert present_in(one, ["CN"])
    assert present_in(one, ["JP", "CN-YN"])
    assert not present_in(one, ["CN-HE", "US", "US-CA", "JP"])


def test_a_country_counts_as_it_is_listed_itself() -> None:
    found = standings(record(range=[listing(["CN"], "widespread"),
                                    listing(["CN-GD"], "limited")]))
    assert (found["CN"].extent, found["CN"].regions) == ("widespread", ())


def test_a_proxy_fills_no_gap_and_joins_no_range() -> None:
    facts = [fact("yield_loss", "1", value=0.2, proxy=True),
             fact("spread_rate", "km/yr", value=5, proxy=True),
             fact("spread_rate", "km/yr", HEARD, value=90)]
    one = record(facts=facts)
    parts = {part.key: part for part in completeness(one).parts}
    assert (parts["impact"].best, parts["impact"].count, parts["impact"].proxies) == (None, 0, 1)
    assert (parts["spread"].best, parts["spread"].count, parts["spread"].proxies) == (
        "unverified", 1, 1)
    assert [(r.proxy, r.low, r.conflicting) for r in ranges(one, "spread_rate")] == [
        (True, 5, False), (False, 90, False)]
    counts = status_counts([one]).set_index("group")
    assert counts.loc["spread", ["entries", "proxies"]].tolist() == [2, 1]
    assert counts.loc["hosts", "proxies"] == 0


def test_an_area_with_two_codes_is_found_by_either() -> None:
    for written in ("TW", "CN-TW"):
        one = record(range=[listing([written], "present")])
        assert present_in(one, ["TW"])
        assert present_in(one, ["CN-TW"])
        assert not present_in(one, ["JP"])


def test_a_proxy_that_was_read_is_told_apart_from_knowing() -> None:
    facts = [*EVERY_PART["facts"][:-1], fact("yield_loss", "1", value=0.2, proxy=True)]
    found = completeness(record(**{**EVERY_PART, "facts": facts}))
    assert (found.ready, found.ready_with_proxies) == (False, True)
    facts[-1] = fact("yield_loss", "1", HEARD, value=0.2, proxy=True)
    assert not completeness(record(**{**EVERY_PART, "facts": facts})).ready_with_proxies
    table = by_pest([record(**{**EVERY_PART, "facts": facts})])
    assert table["ready_with_proxies"].tolist() == [False]


def test_of_listings_of_a_region_the_largest_presence_counts_too() -> None:
    found = standings(record(range=[listing(["US-CA"], "eradicated"),
                                    listing(["US-CA"], "limited", HEARD)]))
    assert (found["US-CA"].extent, found["US-CA"].verified) == ("limited", False)
