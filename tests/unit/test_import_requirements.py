"""Import requirements: drawn from the chosen set, in order, in both languages, editable."""

from __future__ import annotations

import hashlib
import json
import re
from typing import Any

import pytest

from pra_core import load_scenario, reference
from pra_core.distribution import Fixed, Uniform
from pra_core.errors import PraError
from pra_core.i18n import Translator, translator
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
            if m.id in WORK.selected and m.certificate is not None
            and m.treatment_entry is None}
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


def test_ways_of_one_and_the_same_goods_are_one_goods() -> None:
    scenario = load_scenario("fire-blight-apple-australia").with_measures(["sanitised-line"])
    for t, goods in ((EN, "Mature apple fruit"), (ZH, "成熟苹果果实")):
        found = drafted(scenario, t)
        assert goods in found.title
        assert sum(goods in clause for clause in part(found, "scope")) == 1
        assert not any("calyx" in line or "stem end" in line or "萼端" in line or "梗洼" in line
                       for line in (found.title, *(c for p in found.parts for c in p.clauses)))
    assert part(drafted(scenario, EN), "packing")[0].startswith("High-pressure wash")


def test_a_pathway_without_goods_of_its_own_keeps_its_fingerprint() -> None:
    scenario = load_scenario("fire-blight-apple-australia")
    bare = scenario.changed(pathways=tuple(p.model_copy(update={"goods": None})
                                           for p in scenario.pathways))
    assert "goods" in scenario.model_dump_json()
    data = bare.model_dump(mode="json")
    for way in data["pathways"]:
        del way["goods"]
    assert Scenario.model_validate(data).fingerprint == bare.fingerprint != scenario.fingerprint
    held = hashlib.sha256(json.dumps(_without_goods(bare), sort_keys=True, ensure_ascii=False,
                                     separators=(",", ":")).encode()).hexdigest()
    assert held == bare.content


def _without_goods(scenario: Scenario) -> Any:
    """Content as it was hashed before pathways could name their goods."""
    later = {"cause": None, "elicitation": None, "correlations": [], "initiation": None,
             "status": None}

    def used(node: Any) -> Any:
        if isinstance(node, dict):
            return {k: used(v) for k, v in node.items() if k not in later or v != later[k]}
        return [used(one) for one in node] if isinstance(node, list) else node

    data = used(scenario.model_dump(mode="json", exclude={"alop", "selected"}))
    for key in ("pathways", "measures", "groups"):
        data[key] = sorted(data[key], key=lambda item: str(item["id"]))
    for way in data["pathways"]:
        del way["goods"]
    for measure in data["measures"]:
        measure["requires"].sort()
        measure["excludes"].sort()
        for effect in measure["effects"]:
            effect["pathways"].sort()
    return data


def acting_apart() -> list[Any]:
    """Measures of shipped scenarios that do different things to different goods."""
    return [pytest.param(load_scenario(name), m.id, id=m.id)
            for name in reference.scenario_ids() for m in load_scenario(name).measures
            if m.feasible and len({e.pathways for e in m.effects}) > 1]


@pytest.mark.parametrize(("scenario", "measure"), acting_apart())
def test_a_measure_that_differs_by_goods_asks_something_of_each(scenario: Scenario, measure: str
                                                                ) -> None:
    found = drafted(scenario.with_measures([measure]), EN)
    clause = next(c for p in found.parts[1:] for c in p.clauses)
    asked = clause.split(":", maxsplit=1)[1].lower()  # the title alone asks for nothing
    reached = {one for e in scenario.measure(measure).effects for one in e.pathways}
    for way in (p for p in scenario.pathways if p.id in reached):
        assert any(word in asked for word in re.findall(r"[a-z]{6,}", way.commodity["en"].lower())
                   if word not in ("consumption", "packaging")), way.id


def test_the_parties_are_countries_and_their_organizations() -> None:
    def said(name: str, measures: list[str], t: Translator = EN) -> str:
        return as_text(drafted(load_scenario(name).with_measures(measures), t))

    apple = said("fire-blight-apple-australia", ["import-inspection", "surveillance-eradication"])
    assert "inspected by the NPPO of Australia:" in apple
    assert apple.count("south of 26") == 1  # where the goods are imported into
    citrus = said("false-codling-moth-citrus-eu", ["import-inspection"])
    assert "inspected by the NPPOs of the Member States of the European Union:" in citrus
    assert "issued by the NPPO of South Africa in accordance" in citrus
    wheat = said("dwarf-bunt-wheat-china", ["tolerance"])
    assert "the NPPO of the United States of America" in wheat
    assert "Origin: United States of America." in wheat
    assert "the United States" not in said("dwarf-bunt-wheat-china", ["tolerance"], ZH)


def test_every_shipped_declaration_names_the_pest() -> None:
    for name in reference.scenario_ids():
        scenario = load_scenario(name)
        species = " ".join(scenario.pest.name.split()[:2])
        for m in scenario.measures:
            if m.certificate is not None and m.treatment_entry is None:
                assert species in m.certificate["en"], (name, m.id)
                assert "{pest}" in m.certificate["zh_CN"] or re.search(
                    r"[\u4e00-\u9fff]", m.certificate["zh_CN"]), (name, m.id)


def test_section_iii_states_what_was_done_and_when() -> None:
    found = next(p for p in drafted(WORK, EN).parts if p.id == "entries")
    assert "the one that was applied" in found.lead
    assert field_of(found.clauses[0]) == ("Date", "[date of the treatment]")
    typed = edited(drafted(WORK, EN), {"entries": Edit(lines_of(found) + "\nFacility:", "")})
    changed = next(p for p in typed.parts if p.id == "entries")
    assert changed.lead == found.lead
    assert changed.clauses == (*found.clauses, "Facility:")


def test_what_does_not_comply_is_handled_as_the_case_requires() -> None:
    clauses = " ".join(part(drafted(WORK, EN), "verification"))
    for option in ("treated", "sorted", "sent elsewhere", "returned", "destroyed", "ISPM 20"):
        assert option in clauses
    assert "Significant instances of non-compliance are notified to the NPPO of Spain" in clauses


@pytest.mark.parametrize(("verdict", "words"), [
    ("meets", "together meet the appropriate"), ("fails", "they are not enough"),
    ("too_close", "too close to call")])
def test_the_text_tells_whether_the_measures_are_enough(verdict: str, words: str) -> None:
    assert any(words in c for c in part(drafted(WORK, EN, verdict), "review"))
    assert not any(words in c for c in part(drafted(WORK, EN), "review"))
    bare = part(drafted(WORK.with_measures([]), EN, verdict), "review")
    assert any("without measures" in c for c in bare)


def test_measures_of_the_importing_side_are_none_of_the_exporter() -> None:
    found = next(p for p in drafted(WORK, EN).parts if p.id == "after")
    assert "not a requirement for the exporter" in found.title


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
