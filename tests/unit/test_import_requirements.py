"""Import requirements: drawn from the chosen set, in order, in both languages, editable."""

from __future__ import annotations

import re

import pytest

from pra_core import load_scenario, reference
from pra_core.distribution import Fixed, Uniform
from pra_core.errors import PraError
from pra_core.i18n import translator
from pra_core.import_requirements import (
    MOST_LETTERS,
    Edit,
    Requirements,
    as_text,
    drafted,
    edited,
    lines_of,
)
from pra_core.import_requirements.parts import field_of
from pra_core.parameter import Source
from pra_core.report.document import Bullets, Table, walk
from pra_core.report.requirements import level, paper, section
from pra_core.scenario import Scenario
from pra_core.store.edit import with_distribution

EN, ZH = translator("en"), translator("zh_CN")
WORK = load_scenario("medfly-citrus-china").with_measures(
    ["import-inspection", "cold-treatment", "registered-orchards", "culling",
     "surveillance-eradication"])
ASSUMED = Source(status="verified", citation="test")


def part(found: Requirements, name: str) -> tuple[str, ...]:
    return next(p.clauses for p in found.parts if p.id == name)


def sets() -> list[Scenario]:
    """Every shipped scenario with each of its measures alone, and with all that go together."""
    found = []
    for name in reference.scenario_ids():
        scenario = load_scenario(name)
        found += [scenario.with_measures([m.id, *m.requires]) for m in scenario.measures
                  if m.feasible]
        found.append(scenario)
    return found


def test_conditions_stand_in_the_order_of_the_pathway_whatever_the_order_of_choice() -> None:
    ids = [p.id for p in drafted(WORK, EN).parts]
    assert ids == ["scope", "production", "packing", "transport", "import_inspection", "after",
                   "certificate", "declarations", "entries", "verification", "review"]


def test_declarations_and_treatment_of_the_certificate_are_those_of_the_measures() -> None:
    found = drafted(WORK, EN)
    said = {m.certificate["en"] for m in WORK.measures
            if m.id in WORK.selected and m.certificate is not None}
    assert set(part(found, "declarations")) == said
    entry = WORK.measure("cold-treatment").treatment_entry
    assert entry is not None
    fields = dict(map(field_of, part(found, "entries")))
    assert fields["Duration and temperature"] == entry.duration_temperature["en"]  # type: ignore
    assert fields["Treatment"] == entry.treatment["en"]


def test_a_schedule_stands_in_the_condition_and_follows_the_scenario() -> None:
    clause = part(drafted(WORK, EN), "transport")[0]
    assert "1.7 °C or below for 17 days" in clause
    assert clause.startswith("Cold treatment, China schedule:")


def test_remarks_of_the_assessor_are_no_requirement() -> None:
    for t, remark in ((EN, "not seen"), (ZH, "未见")):
        assert remark in t.local(WORK.measure("registered-orchards").description)
        assert remark not in part(drafted(WORK, t), "production")[0]


def test_a_sample_that_differs_from_the_description_is_told_and_an_open_one_left_open() -> None:
    assert "Sample" not in part(drafted(WORK, EN), "import_inspection")[0]
    name = "import-inspection.sample-size"
    more = with_distribution(WORK, name, Fixed(value=1500), ASSUMED)
    assert "at least 1,500 units of each lot" in part(drafted(more, EN), "import_inspection")[0]
    wide = with_distribution(WORK, name, Uniform(low=400, high=800), ASSUMED)
    assert "[number to be fixed; the assessment takes 420 to 780]" in part(
        drafted(wide, EN), "import_inspection")[0]


def test_a_measure_on_one_pathway_names_its_goods() -> None:
    scenario = load_scenario("false-codling-moth-citrus-eu").with_measures(["season-limit"])
    clause = part(drafted(scenario, EN), "production")[0]
    assert clause.startswith("For Fresh oranges (Citrus sinensis) for consumption only.")


def test_wood_packaging_is_marked_and_needs_no_certificate() -> None:
    scenario = load_scenario("longhorn-wood-packaging-eu").with_measures(["heat-treatment"])
    found = drafted(scenario, EN)
    assert "mark of ISPM 15" in part(found, "certificate")[0]
    assert not any("must be accompanied" in one for p in found.parts for one in p.clauses)


def test_a_prohibition_asks_for_no_certificate_and_no_measures_for_nothing() -> None:
    bare = load_scenario("medfly-citrus-china")
    forbidden = drafted(bare.with_measures(["prohibition"]), EN)
    assert [p.id for p in forbidden.parts] == ["scope", "production", "review"]
    assert "prohibited" in part(forbidden, "production")[0]
    assert [p.id for p in drafted(bare, EN).parts] == ["scope", "none", "review"]


@pytest.mark.parametrize("scenario", sets(), ids=lambda s: f"{s.id}:{'+'.join(s.selected)}")
def test_both_languages_have_the_same_shape_and_the_same_numbers(scenario: Scenario) -> None:
    english, chinese = drafted(scenario, EN), drafted(scenario, ZH)
    shape = [[(p.id, bool(p.lead), len(p.clauses), p.kind) for p in one.parts]
             for one in (english, chinese)]
    assert shape[0] == shape[1]
    review = [re.findall(r"\d[\d.]*", part(one, "review")[-2]) for one in (english, chinese)]
    assert review[0] == review[1]
    for one in (english, chinese):
        assert all(c.strip() and "{" not in c for p in one.parts for c in p.clauses)


def test_what_is_written_replaces_a_part_is_marked_and_goes_out_of_date() -> None:
    draft = drafted(WORK, EN)
    before = next(p for p in draft.parts if p.id == "packing")
    edit = Edit("At packing:\nSort **twice**.\n\n  Keep records. ", lines_of(before))
    found = edited(draft, {"packing": edit})
    changed = next(p for p in found.parts if p.id == "packing")
    assert (changed.lead, changed.clauses) == ("At packing:", ("Sort **twice**.", "Keep records."))
    assert found.edited == (changed.title,)
    assert not edit.outdated(before)
    other = drafted(WORK.with_measures(["late-varieties", "registered-orchards", "culling",
                                        "cold-treatment-extended"]), EN)
    assert not edit.outdated(next(p for p in other.parts if p.id == "packing"))
    transport = next(p for p in draft.parts if p.id == "transport")
    assert Edit("x", lines_of(transport)).outdated(
        next(p for p in other.parts if p.id == "transport"))


def test_an_emptied_part_is_left_out_and_too_long_a_text_refused() -> None:
    draft = drafted(WORK, EN)
    assert "packing" not in {p.id for p in edited(draft, {"packing": Edit(" \n", "")}).parts}
    with pytest.raises(PraError, match="20,001"):
        edited(draft, {"packing": Edit("x" * (MOST_LETTERS + 1), "")})


def test_text_and_section_hold_every_clause_and_hostile_words_stay_words() -> None:
    hostile = "**bold** #include <script>alert(1)</script> =1+1 $x$ [a](http://b)"
    found = edited(drafted(WORK, EN), {"packing": Edit(hostile, "")})
    assert hostile in as_text(found)
    document = paper(found, kind="k", classification="c", running="r", attachment=None, t=EN)
    items = [one for block in walk(document) if isinstance(block, Bullets) for one in block.items]
    assert len(items) == sum(len(p.clauses) for p in found.parts if p.kind != "fields")
    assert any(r"\*\*bold\*\*" in one for one in items)
    tables = [block for block in walk(document) if isinstance(block, Table)]
    assert [len(one.rows) for one in tables] == [len(part(found, "entries"))]
    assert [s.title.endswith("(edited)") for s in section(found, "T", EN).sections].count(True) == 1


def test_sides_written_differently_still_stand_side_by_side() -> None:
    english = edited(drafted(WORK, EN), {"packing": Edit("One.\nTwo.\nThree.", ""),
                                         "after": Edit("", "")})
    left, right = level([english, drafted(WORK, ZH)])
    assert [(p.id, bool(p.lead), len(p.clauses)) for p in left.parts] == [
        (p.id, bool(p.lead), len(p.clauses)) for p in right.parts]
    assert part(right, "packing")[1:] == ("–", "–")
    assert "after" not in {p.id for p in right.parts}
