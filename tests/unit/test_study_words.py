"""The study most likely to change the choice, in words."""

from __future__ import annotations

import pytest

from pra_core.figures import study, study_words
from pra_core.figures import study_answer_words as answer_words
from pra_core.i18n import translator
from pra_core.ladder import Ladder, ladder
from pra_core.portfolio import portfolios
from pra_core.scenario import Scenario
from pra_core.value_of_information import Change, Offer, Study, StudyTable, Worth, decision, studies
from pra_core.value_of_information.choice import NEVER
from tests import minimal

T = translator("en")
NOTHING = Worth(0.0, 0.0)


def scenario_of(**changes: object) -> Scenario:
    return Scenario.model_validate(minimal.rich_data(**changes))


def rungs(scenario: Scenario, chosen: int = 1, meets: bool = True) -> Ladder:
    found = ladder(portfolios(scenario, scenario.alop, 200, 1))
    return Ladder(scenario, scenario.alop, (("field",), ("cold", "field"), ("export", "field")),
                  found.probability[:3], found.cost[:3], found.unknown_costs[:3], chosen, meets)


def one(name: str, change: Change, steps: float = 0.1, money: float = 0.0) -> Study:
    return Study((name,), "input", change, Worth(steps, 0.01), Worth(money, 1.0))


def table_of(*rows: Study, all_change: Change = NEVER, meets: bool = True) -> StudyTable:
    every = Study((), "all", all_change, Worth(1.0, 0.0), NOTHING)
    return StudyTable(rungs(scenario_of(), meets=meets), 200, 1, 0.95, rows, every, ())


CHANGES = Change(0.234, 0.01, 0.2, 0.034, 0, 2)


def test_the_answer_tells_number_chance_direction_set_and_money() -> None:
    table = table_of(one("fruit.prevalence", CHANGES, money=2.5e6), all_change=CHANGES)
    text = study_words.answer_sentence(table, scenario_of(), T)
    assert text == (
        "Before you choose between all the sets, the number to pay for is **Prevalence at"
        " origin — fruit**. Knowing it exactly would change the choice in **23 of 100 cases**"
        " (± 2), mostly to a lighter set. In detail: in 20 to a lighter set, mostly field; in 3 to"
        " a stricter set, mostly field + export. Recommended now, as the least restrictive set that"
        " meets the ALOP: field + cold. In money it is worth up to **2.5 million USD** a year in"
        " avoided loss and cost.")


def test_numbers_whose_worth_cannot_be_told_apart_are_named_together() -> None:
    rows = [one("fruit.prevalence", CHANGES, 0.30), one("r0", CHANGES, 0.29),
            one("fruit.transfer", CHANGES, 0.2), one("fruit.volume", NEVER, 0.3)]
    table = table_of(*rows)
    assert [a.names for a in table.as_good] == [("r0",)]
    said = answer_words.headline(table, scenario_of(), T)
    assert "**Prevalence at origin — fruit**, or just as well **Female offspring" in said
    many = table_of(*rows, *(one(f"fruit.{n}", CHANGES, 0.3) for n in ("volume", "transfer")))
    assert "or just as well one of 3 others" in answer_words.headline(many, scenario_of(), T)
    assert table_of(one("r0", NEVER)).as_good == ()


@pytest.mark.parametrize(("lighter", "stricter", "words"), [
    (0.2, 0.0, "always to a lighter"), (0.0, 0.2, "always to a stricter"),
    (0.2, 0.1, "mostly to a lighter"), (0.1, 0.2, "mostly to a stricter"),
    (0.1, 0.1, "about as often to a lighter set as to a stricter one")])
def test_the_direction_of_the_change(lighter: float, stricter: float, words: str) -> None:
    change = Change(lighter + stricter, 0.01, lighter, stricter, 0, 2)
    assert f", {words}" in answer_words.headline(table_of(one("r0", change)), scenario_of(), T)


def test_sets_stand_one_on_a_line_by_what_differs() -> None:
    table = table_of(one("r0", CHANGES))
    assert answer_words.set_lines(table, scenario_of(), T) == [
        "Recommended now, as the least restrictive set that meets the ALOP: field + cold.",
        "In 20 of 100 cases lighter, mostly: field",
        "In 3 of 100 cases stricter, mostly: \u2212 cold, + export"]


def test_two_numbers_are_bridged_only_where_they_differ() -> None:
    table = table_of(one("fruit.prevalence", CHANGES, 0.30), one("r0", CHANGES, 0.29))
    said = answer_words.bridge_sentence(table, ["fruit.transfer"], T)
    assert said.startswith("Why not the number on top?")
    assert answer_words.bridge_sentence(table, ["r0", "fruit.transfer"], T) == ""
    assert answer_words.bridge_sentence(table_of(one("r0", NEVER)), ["r0"], T) == ""


def test_of_numbers_as_likely_within_error_the_one_worth_more_is_named() -> None:
    rows = (one("fruit.transfer", Change(0.25, 0.02, 0.25, 0.0, 0, -1), 0.1),
            one("fruit.prevalence", CHANGES, 0.3), one("r0", Change(0.1, 0.0, 0.1, 0, 0, -1), 0.9))
    best = table_of(*rows).best
    assert best is not None
    assert best.names == ("fruit.prevalence",)


@pytest.mark.parametrize(("table", "words"), [
    (table_of(one("r0", NEVER)), "in every simulated future it stays **field + cold**"),
    (table_of(one("r0", NEVER), meets=False), "in no simulated future does any set meet"),
    (table_of(one("r0", NEVER), all_change=CHANGES), "No single number would change the choice"),
    (table_of(), "every number is given as certain"),
    (table_of(one("r0", CHANGES), all_change=CHANGES, meets=False),
     "No set meets the ALOP; recommended now, as the safest")])
def test_the_answer_where_little_can_change(table: StudyTable, words: str) -> None:
    assert words in study_words.answer_sentence(table, scenario_of(), T)


def test_a_long_set_is_told_by_what_differs() -> None:
    scenario = scenario_of()
    now = ("cold", "export", "field", "first", "season")
    told = [answer_words.other_words(scenario, now, other, T) for other in (
        ("field",), ("cold", "export", "field", "first"),
        ("cold", "export", "field", "first", "season", "watch"),
        ("cold", "export", "field", "first", "watch"))]
    assert told == ["field", "the one recommended now without season",
                    "the one recommended now with watch",
                    "the one recommended now with watch in place of season"]


def test_cases_of_a_hundred() -> None:
    assert [answer_words.cases(x, T) for x in (0.0, 0.001, 0.006, 0.5, 1.0)] == [
        "0", "fewer than 1", "1", "50", "100"]


def test_unknown_costs_are_told_with_their_number() -> None:
    scenario, table = scenario_of(), table_of(one("r0", CHANGES))
    assert "3 measures without known cost count as free" in study_words.money_sentence(
        table, scenario, 0.0, T)
    assert "your assumption" in study_words.money_sentence(table, scenario, 1e6, T)


def test_bars_end_at_the_chance_and_lines_at_the_worth() -> None:
    found = [one("r0", CHANGES), one("fruit.transfer", Change(0.1, 0.2, 0.0, 0.1, -1, 2))]
    figure = study.chances(found=found, named=["a", "b"], t=T)
    lighter, stricter, ends = figure.data
    assert list(lighter.x + stricter.x) == pytest.approx([10.0, 23.4])
    assert list(ends.x) == pytest.approx([10.0, 23.4])
    assert ends.error_x.arrayminus[0] <= 10.0
    curve = study.by_size(sizes=(10, 100), found=found, exact=found[0], chosen=100, title="n", t=T)
    assert [trace.name for trace in curve.data][-1] == "chosen"
    assert curve.data[-1].x[0] == 100


def test_the_table_has_a_row_per_study_and_one_for_all() -> None:
    scenario = Scenario.model_validate(minimal.scenario_data())
    table = studies(decision(ladder(portfolios(scenario, scenario.alop, 1_000, 1)), 1_000, 1))
    rows = study_words.rows(table, scenario, T)
    assert len(rows) == len(scenario.uncertain) + 1
    assert rows["label"].iloc[-1].startswith("Everything at once")
    marked = study_words.sets(table, scenario, T)["set"].str.endswith("(recommended now)")
    assert marked.tolist() == [i == table.ladder.chosen for i in range(len(marked))]


def test_a_small_study_is_told_by_its_worth_and_why_it_changes_more() -> None:
    exact = one("fruit.prevalence", CHANGES, 0.4)
    small = one("fruit.prevalence", Change(1.0, 0.01, 0.7, 0.3, 0, 2), 0.1)
    said = [study_words.sample_sentence(table_of(exact), scenario_of(), Offer(
        "fruit.prevalence", "survey"), 1_000, found, T) for found in (small, exact)]
    assert said[0].startswith("**A survey of 1,000 units is worth 25 % of knowing the number"
                              " exactly:** 0.1 of 0.4 steps. It would change the choice in 100 of")
    assert "more often than knowing the number exactly would (23), and still worth less" in said[0]
    assert "more often" not in said[1]


def test_a_preliminary_answer_is_called_that() -> None:
    table = table_of(one("fruit.prevalence", CHANGES), all_change=CHANGES)
    plain, early = (study_words.answer_sentence(table, scenario_of(), T, preliminary=p)
                    for p in (False, True))
    assert early.startswith(plain)
    assert "Preliminary" in early.removeprefix(plain)
