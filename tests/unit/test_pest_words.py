"""Pests in words: amounts with units, what sources say, what is not known."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from pra_core.figures import pest_fact_words as facts
from pra_core.figures import pest_known, pest_known_words
from pra_core.figures import pest_list_words as lists
from pra_core.figures import pest_words as words
from pra_core.figures.text_table import aligned
from pra_core.i18n import LANGUAGES, translator
from pra_core.pest_library.completeness import (
    FIELD_GROUPS,
    PARTS,
    by_pest,
    completeness,
    status_counts,
)
from pra_core.pest_library.fields import FACT_FIELDS
from pra_core.pest_library.library import PestLibrary
from pra_core.pest_library.record import Fact
from tests.pest_records import BOTH, HEARD, READ, fact, record

EN = translator("en")


def given(field: str, unit: str, **numbers: float) -> Fact:
    return Fact.model_validate(fact(field, unit, **numbers))


@pytest.mark.parametrize(("field", "unit", "numbers", "expected"), [
    ("optimum", "degC", {"value": 25}, "25 °C"),
    ("lethal_low", "degC", {"low": -20, "high": -5}, "−20 to −5 °C"),
    ("lower_threshold", "degC", {"low": 8.47, "value": 9.3, "high": 9.6},
     "8.47 to 9.6 °C, most likely 9.3"),
    ("yield_loss", "1", {"value": 0.6}, "60 %"),
    ("yield_loss", "1", {"low": 0.1, "high": 0.3}, "10 % to 30 %"),
    ("prevalence", "infested units/unit", {"high": 0.005}, "at most 0.5 % of the units"),
    ("prevalence", "infested units/unit", {"value": 1e-7}, "1 × 10⁻⁵ % of the units"),
    ("lag", "yr", {"low": 2}, "at least 2 years"),
    ("eradication_cost", "USD", {"value": 35e6}, "35 million USD"),
    ("annual_loss", "EUR/yr", {"value": 2e9}, "2 billion EUR a year"),
    ("control_cost", "CNY/ha/yr", {"value": 300}, "300 CNY per hectare and year")])
def test_what_one_source_says(field: str, unit: str, numbers: dict[str, float],
                              expected: str) -> None:
    assert facts.amount(given(field, unit, **numbers), EN) == expected


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("field", list(FACT_FIELDS))
def test_every_unit_of_every_fact_is_written(field: str, language: str) -> None:
    t = translator(language)
    for unit in FACT_FIELDS[field].units:
        low = max(FACT_FIELDS[field].low, 0.0)
        number = min(low + 1.0, FACT_FIELDS[field].high)
        written = facts.amount(given(field, unit, value=number), t)
        assert unit in facts.UNITS or unit in facts.SHARES or unit[3:] in facts.MONEY
        assert any(character.isdigit() for character in written)


def test_sources_that_differ_share_a_row_and_say_so() -> None:
    one = record(facts=[fact("optimum", "degC", value=20, measured_on={"en": "Leaf"}),
                        fact("optimum", "degC", HEARD, value=26)])
    frame = facts.facts_frame(one, "biology", {}, EN)
    assert frame["value"].tolist() == ["20 to 26 °C\n(sources differ)"]
    assert frame["status"].tolist() == ["● verified"]
    assert frame["source"].tolist() == ["● 20 °C; Leaf; A (2001) One.\n△ 26 °C; B (2002) Two."]
    assert facts.facts_frame(one, "impact", {}, EN).empty


def test_a_fact_names_stage_plant_kind_and_proxy() -> None:
    one = record(facts=[fact("prevalence", "infested units/unit", value=0.1, stage={"en": "Egg"},
                             plant="Citrus sinensis", kind="seed", proxy=True)])
    title = facts.facts_frame(one, "entry", {"seed": "Seed for sowing"}, EN)["fact"][0]
    assert title.endswith("\nEgg · sweet orange (Citrus sinensis) · Seed for sowing ·"
                          " proxy: measured on something else")


def test_what_we_do_not_know_names_gaps_weak_parts_and_vain_searches() -> None:
    one = record(hosts=[{"plant": "Citrus", "source": HEARD, "status": "unverified"}],
                 facts=[fact("yield_loss", "1", value=0.1, proxy=True)],
                 not_found=[{"en": "R0: searched, not found."}])
    lines = lists.unknown(one, completeness(one), EN)
    assert "Host plants: △ unverified; not read in a source." in lines
    assert "Losses and costs: nothing is known; there are only proxies, measured on something" \
           " else." in lines
    assert "Present range: nothing is given." in lines
    assert lines[-1] == "R0: searched, not found."
    assert not any(line.startswith("Name, code") for line in lines)


def test_the_range_in_a_sentence() -> None:
    def listed(*areas: str, presence: str = "present") -> dict[str, object]:
        return {"areas": list(areas), "presence": presence, "source": READ}

    assert lists.range_sentence(record(), EN) == "No record of where it occurs."
    assert lists.range_sentence(record(range=[listed("JP", "FR"), listed("NZ", presence="absent")]),
                                EN) == "Recorded as present in **2 countries**."
    text = lists.range_sentence(record(range=[listed("US-CA"), listed("JP"),
                                              listed("JP", presence="absent")]), EN)
    assert "**2 countries**" in text
    assert "Listings differ for: Japan" in text


def test_tables_name_areas_authorities_plants_and_lists() -> None:
    one = record(
        range=[{"areas": ["JP", "CN-GD"], "presence": "absent", "source": READ}],
        regulation=[{"authority": "EU", "listing": BOTH, "regulated_as": "priority",
                     "source": READ},
                    {"authority": "NZ", "listing": BOTH, "dated": "2019", "source": READ}],
        pathways=[{"kind": "seed", "stages": BOTH, "source": READ}],
        hosts=[{"plant": "Oddum mirum", "host": "minor", "source": READ},
               {"plant": "Citrus sinensis", "source": READ}])
    assert lists.range_frame(one, EN)["areas"][0] == "Japan, Guangdong, China"
    assert lists.regulation(one, EN)["authority"].tolist() == ["European Union", "New Zealand"]
    assert lists.regulation(one, EN)["dated"].tolist() == ["no date given", "2019"]
    assert lists.pathways(one, {}, EN)["plants"].tolist() == ["its hosts"]
    assert lists.hosts(one, EN)["plant"].tolist() == ["sweet orange (Citrus sinensis)",
                                                      "Oddum mirum"]
    assert lists.vectors(one, EN).empty
    for frame in (lists.hosts(one, EN), lists.similar(one, EN), lists.vectors(one, EN)):
        assert list(lists.heads(frame, EN)) == list(frame.columns)


def test_how_much_is_known_adds_up() -> None:
    records = {r.eppo_code: r for r in (record("AAAAAA"), record("BBBBBB", reproduction="sexual"))}
    pests, counts = by_pest(records.values()), status_counts(records.values())
    text = pest_known_words.answer(pests, counts, EN)
    assert "**0 of 2 pests**, from 0 of 6 groups" in text
    assert "**100 %**" in text
    missing = pest_known_words.missing(records.values(), EN).set_index("part")
    assert missing.loc["Share of females", "gaps"] == "1 of 1 pests"
    assert missing.loc["Host plants", "gaps"] == "2 of 2 pests"
    assert "Way of reproduction" not in missing.index
    assert missing.loc["Share of females", "use"] == "needed"
    assert missing.loc["Survival on the pathway", "use"] == "only helps"
    assert set(pest_known_words.missing_heads(EN)) <= {*missing.columns, "part"}
    frame = pest_known_words.pests_frame(PestLibrary(records, frozenset({"BBBBBB"})), pests, EN)
    assert frame["whose"].tolist() == ["shipped", "yours"]
    figure = pest_known.evidence(counts=pest_known_words.chart_rows(counts, EN), t=EN)
    assert sum(sum(bar.x) for bar in figure.data) == counts["entries"].sum()
    assert [bar.name for bar in figure.data] == ["● verified"]


def test_what_is_needed_and_what_only_helps_stand_apart() -> None:
    one = record(group="viruses_viroids", organism="virus")
    records = {"AAAAAA": one, "BBBBBB": record("BBBBBB")}
    frame = pest_known_words.pests_frame(PestLibrary(records), by_pest(records.values()), EN)
    row = frame.set_index("code").loc["AAAAAA"]
    assert "Temperature limits" in row["helpful"]
    assert "Temperature limits" not in row["missing"]
    assert "Temperature limits" in frame.set_index("code").loc["BBBBBB", "missing"]
    table = pest_known_words.missing(records.values(), EN).set_index("part")
    assert table.loc["Temperature limits", "use"] == "needed; only helps for 1 pests"
    lines = lists.unknown(one, completeness(one), EN)
    assert "Host plants: nothing is given." in lines
    assert any(line.startswith("Temperature limits: nothing is given. It only helps")
               for line in lines)


def test_a_proxy_does_not_carry_the_mark_of_what_was_read() -> None:
    one = record(facts=[fact("prevalence", "infested units/unit", value=0.0, proxy=True)])
    frame = facts.facts_frame(one, "entry", {}, EN)
    assert frame["status"].tolist() == ["◇ proxy"]
    assert frame["source"].tolist() == ["● A (2001) One."]


def test_an_empty_library_is_told_and_not_divided_by() -> None:
    empty = by_pest([])
    text = pest_known_words.answer(empty, status_counts([]), EN)
    assert "**0 of 0 pests**" in text
    assert not math.isnan(float(len(pest_known_words.missing([], EN))))


def test_columns_of_a_terminal_line_up_in_chinese_too() -> None:
    assert aligned([("实蝇", "1"), ("a", "22")]) == ["实蝇   1", "a     22"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_part_and_group_has_a_title(language: str) -> None:
    t = translator(language)
    assert all(t(title) for _, title in PARTS.values())
    assert {group for group, _ in PARTS.values()} == set(FIELD_GROUPS)
    assert isinstance(pest_known_words.counts_frame(status_counts([]), t), pd.DataFrame)
    assert set(words.GROUPS) == {"insects_mites", "fungi_oomycetes", "bacteria_phytoplasmas",
                                 "nematodes", "viruses_viroids", "weeds"}
