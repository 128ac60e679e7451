"""The report: what ISPM 11 asks to document is there, in both languages, from the same numbers."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from functools import lru_cache
from typing import Any

import pytest

from pra_core import labels
from pra_core.access import Classification
from pra_core.assessment import assess
from pra_core.i18n import LANGUAGES, translator
from pra_core.portfolio import Portfolios, portfolios
from pra_core.report.content import ALWAYS, SECTIONS, build
from pra_core.report.deciding import turning_points
from pra_core.report.document import (
    Bullets,
    Document,
    Facts,
    Figure,
    Paragraph,
    ReloadCode,
    Table,
    walk,
)
from pra_core.report.provenance import Provenance, Signature
from pra_core.scenario import Scenario
from pra_core.store import load_scenario
from pra_core.store.scenario_code import decode, encode
from pra_core.top_up import judged
from pra_core.wording import plain, verdict_sentence
from tests.minimal import parameter, pathway, scenario, scenario_data, text

DRAWS = 1_000
TODAY = dt.date(2026, 11, 22)
SIGNED = Provenance(made=TODAY, assessor=Signature("Li Wei", dt.date(2026, 11, 20)),
                    software="1.0", entry="Medfly 2026", version=3)
VERIFIED = {"status": "verified", "citation": "Somebody 2020, J. Test 1:1"}


def report(case: Scenario, language: str = "en", **changes: Any) -> Document:
    sets: Portfolios | None = portfolios(case, case.alop, DRAWS) if case.measures else None
    given: dict[str, Any] = {"sets": sets, "seed": 1, "provenance": SIGNED,
                             "classification": Classification()} | changes
    return build(assess(case.with_measures(()), DRAWS), assess(case, DRAWS),
                 given.pop("sets"), t=translator(language), **given)


@lru_cache(maxsize=4)
def shipped(language: str) -> Document:
    case = load_scenario("medfly-citrus-china").with_measures(("cold-treatment",))
    return report(case, language)


def tables(document: Document) -> dict[str, Table]:
    return {b.id: b for b in walk(document) if isinstance(b, Table)}


def everything(document: Document) -> str:
    said: list[str] = []
    for block in walk(document):
        if isinstance(block, Paragraph):
            said.append(plain(block.text))
        elif isinstance(block, Bullets):
            said += map(plain, block.items)
        elif isinstance(block, Table):
            said += [cell.text for row in block.rows for cell in row]
        elif isinstance(block, Facts):
            said += [f"{name}: {value}" for name, value in block.pairs]
    return "\n".join(said)


def verified(node: Any) -> Any:
    """Every source of some plain data read in a publication."""
    if isinstance(node, dict):
        return {k: VERIFIED if k == "source" else verified(v) for k, v in node.items()}
    return [verified(one) for one in node] if isinstance(node, list) else node


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_part_that_ispm_11_asks_to_document_is_there_and_says_something(language: str
                                                                              ) -> None:
    found = shipped(language)
    # Requirements are written by hand and come from outside.
    assert [s.id for s in found.sections] == [key for key in SECTIONS if key != "requirements"]
    assert all(section.blocks for section in found.sections)
    assert [s.id for s in found.sections if s.annex] == ["inputs", "origin"]


def test_both_languages_have_the_same_shape() -> None:
    def shape(document: Document) -> list[object]:
        return [(type(b), (b.id, len(b.head), [len(r) for r in b.rows]) if isinstance(b, Table)
                 else len(b.items) if isinstance(b, Bullets)
                 else len(b.pairs) if isinstance(b, Facts) else None) for b in walk(document)]

    english, chinese = (shipped(language) for language in LANGUAGES)
    assert shape(english) == shape(chinese)
    assert [len(s.blocks) for s in english.sections] == [len(s.blocks) for s in chinese.sections]


def test_tables_are_rectangular_and_their_names_are_apart() -> None:
    found = [b for b in walk(shipped("en")) if isinstance(b, (Table, Figure))]
    assert len({b.id for b in found}) == len(found)
    for table in (b for b in found if isinstance(b, Table)):
        assert table.rows
        assert {len(row) for row in table.rows} <= {1, len(table.head)}
        assert len(table.widths) in (0, len(table.head))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_input_stands_in_the_annex_with_value_and_status(language: str) -> None:
    t, case = translator(language), load_scenario("medfly-citrus-china")
    rows = [[cell.text for cell in row] for row in tables(shipped(language))["inputs"].rows
            if len(row) > 1]
    wanted = [(labels.parameter_label(case, p.name, t), labels.distribution_words(
        p.distribution, t), labels.value_words(p.distribution, t),
        labels.unit_of(p, t)) for _, p in case.located_parameters()]
    assert sorted((r[0], r[1], r[2], r[3]) for r in rows) == sorted(wanted)
    assert all(row[5] and row[6] for row in rows)


def test_every_number_in_square_brackets_is_a_listed_reference() -> None:
    found = shipped("en")
    listed = next(b for s in found.sections if s.id == "references" for b in s.blocks
                  if isinstance(b, Bullets))
    assert listed.numbered
    used = {int(n) for n in re.findall(r"\[(\d+)\]", everything(found))}
    assert used == set(range(1, len(listed.items) + 1))
    cited = [p.source.citation for _, p in load_scenario(
        "medfly-citrus-china").located_parameters() if p.source.citation]
    plainly = {plain(one) for one in listed.items}
    assert {" ".join(one.split()) for one in cited} <= plainly


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_says_who_when_and_how_to_make_it_again(language: str) -> None:
    found, case = shipped(language), load_scenario("medfly-citrus-china").with_measures(
        ("cold-treatment",))
    said = everything(found)
    assert list(signers(found).values())[0] == ("Li Wei", "2026-11-20", "")
    for part in ("2026-11-22", "Medfly 2026", case.fingerprint, "1,000"):
        assert part in said
    assert found.running.count(case.fingerprint) == 1
    assert found.attachment is not None
    assert case.fingerprint in found.attachment[1].decode()


def test_the_code_of_the_scenario_is_printed_where_it_is_given() -> None:
    case = load_scenario("medfly-citrus-china")
    code = encode(case, 1, DRAWS)
    found = report(case, reload_text=code)
    held = [b.text for b in walk(found) if isinstance(b, ReloadCode)]
    assert [decode(one).scenario for one in held] == [case]


def test_the_verdict_of_the_search_is_the_one_told() -> None:
    case = load_scenario("medfly-citrus-china").with_measures(("cold-treatment",))
    after, t = assess(case, DRAWS), translator("en")
    sentence = verdict_sentence(judged(after, portfolios(case, case.alop, DRAWS)), after,
                                case.alop, t)
    assert plain(sentence) in everything(shipped("en"))


@pytest.mark.parametrize(("given", "words"), [
    (Classification(openness="open"), "Open to the public"), (Classification(), "Internal"),
    (Classification(openness="confidential"), "Confidential"),
    (Classification(openness="confidential", until=dt.date(2027, 1, 31)),
     "Confidential until 2027-01-31"),
    (Classification(openness="confidential", until=dt.date(2026, 11, 21)), "Internal")],
    ids=["open", "internal", "confidential", "until", "over"])
def test_the_openness_of_the_day_is_printed(given: Classification, words: str) -> None:
    found = report(scenario(), classification=given)
    assert found.classification == words
    assert f"Openness: {words}" in everything(found)


def test_parts_can_be_left_out_but_never_conclusions_and_origin() -> None:
    assert [s.id for s in report(scenario(), parts=("entry",)).sections] == [
        "entry", "conclusions", "origin"]
    assert {s.id for s in report(scenario(), parts=()).sections} == set(ALWAYS)


def test_assumed_numbers_that_decide_make_a_draft() -> None:
    found = report(scenario().with_measures(("cold",)))
    assert found.watermark == "DRAFT"
    assert any("matters most" in reason for reason in found.watermark_reasons)


def test_verified_numbers_make_no_draft_and_missing_inputs_always_do() -> None:
    sound = Scenario.model_validate(verified(scenario_data()))
    assert report(sound).watermark == ""
    assert report(sound).watermark_reasons == ()
    assert report(sound, incomplete=True).watermark_reasons == (
        "Inputs are missing: the assessment is not complete.",)


def test_an_unverified_climate_model_makes_a_draft() -> None:
    data = verified(scenario_data())
    data["pest"]["climate_model"]["source"] = VERIFIED | {"status": "unverified"}
    assert report(Scenario.model_validate(data)).watermark_reasons == (
        "The climate model was not checked in its source.",)


def test_a_number_that_turns_the_verdict_is_found_and_one_that_does_not_is_not() -> None:
    def turning(high: float, low: float = 1e-9) -> tuple[str, ...]:
        way = pathway(prevalence=parameter("fruit.prevalence", "infested units/unit",
                                           kind="loguniform", low=low, high=high))
        return turning_points(assess(scenario(pathways=[way]), 2_000))

    assert "fruit.prevalence" in turning(0.5)
    assert turning(1e-8) == ()  # always within the ALOP


def test_text_of_a_user_is_printed_as_typed() -> None:
    hostile = "**not bold** *x* `y` <b>z</b> $1 [a](http://x.example) \\ #h"
    case = scenario(title=text(hostile), summary=text(hostile))
    found = report(case)
    assert found.title == hostile
    assert hostile in everything(found)


@pytest.mark.parametrize("changes", [{"sets": None}, {}], ids=["not searched", "searched"])
@pytest.mark.parametrize("selected", [(), ("cold", "inspection")])
def test_there_are_three_figures_on_the_first_page_and_five_or_more_in_all(
        selected: tuple[str, ...], changes: dict[str, Any]) -> None:
    found = report(scenario().with_measures(selected), **changes)
    assert sum(isinstance(b, Figure) for b in found.executive) == 3
    assert sum(isinstance(b, Figure) for b in walk(found)) >= 5
    assert isinstance(found.executive[0], Paragraph)
    assert found.executive[0].role == "lead"


def test_without_measures_on_offer_there_is_still_a_report() -> None:
    found = report(scenario(measures=[]))
    assert "nothing to choose from" in everything(found)


def test_figures_are_letters_as_outlines_the_same_each_time() -> None:
    case = scenario().with_measures(("cold",))
    for one, again in zip(walk(report(case)), walk(report(case)), strict=True):
        if isinstance(one, Figure) and isinstance(again, Figure):
            drawn = one.draw("svg")
            assert b"<svg" in drawn
            assert b"<text" not in drawn
            assert drawn == again.draw("svg")
            assert one.draw("png").startswith(b"\x89PNG")
            assert one.alt


def test_a_pest_with_a_recorded_beginning_tells_it() -> None:
    data = scenario_data(initiation={
        "start": "policy", "goods": text("fruit"), "origin": text("there"),
        "area": text("here"), "assessor": "An Assessor", "date": "2026-11-01",
        "reason": text("a dispute"), "information": [text("a letter")],
        "review": {"decision": text("the old rule"), "reason": text("new trials")}})
    said = everything(report(Scenario.model_validate(data)))
    for part in ("Review of a policy or measure: fruit from there to here.", "the old rule",
                 "a dispute (An Assessor, 2026-11-01)", "Information: a letter"):
        assert part in said
    assert "is not recorded" not in said


def test_names_that_nobody_gave_are_said_to_be_missing() -> None:
    found = report(scenario(), provenance=replace(SIGNED, assessor=Signature(), entry="",
                                                  version=None))
    assert signers(found)["Assessor"] == ("not named", "–", "")
    assert "In the scenario library: not stored" in everything(found)


def signers(found: Document) -> dict[str, tuple[str, ...]]:
    """Name, date and signature by role."""
    [table] = [one for one in walk(found) if isinstance(one, Table) and one.id == "people"]
    return {row[0].text: tuple(cell.text for cell in row[1:]) for row in table.rows}


def test_an_approval_without_a_second_person_or_of_a_draft_is_told() -> None:
    mine = replace(SIGNED, approver=Signature("Li Wei", dt.date(2026, 11, 21)))
    alone = everything(report(scenario(), provenance=mine))
    assert "no second person stands behind" in alone
    other = replace(mine, assessor=Signature("Wang"))
    said = everything(report(scenario(), provenance=other, incomplete=True))
    assert "no second person stands behind" not in said
    assert "Approved while it is a draft" in said
    unsigned = replace(other, approver=Signature(), approved_version=False)
    assert "Approved while it is a draft" not in everything(
        report(scenario(), provenance=unsigned, incomplete=True))
