"""The views of dependence and of the ALOP in both languages, and what their forms change."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from pages.ui.draggable_alop import is_limit
from pages.ui.measures_links import excluded_by, grouped, linked
from pra_core.errors import PraError
from pra_core.figures import dependence
from pra_core.i18n import LANGUAGES, translator
from pra_core.parameter import Parameter
from pra_core.scenario import Scenario
from pra_core.store import load_scenario
from pra_core.store.edit import with_limit
from tests.minimal import rich_data, scenario, treatment

VIEW = """
from pages.ui import measures_results, measures_{name}, session
t = session.translator()
measures_{name}.draw(measures_results.view(t), t)
"""
DRAWS = 500


def opened(name: str, case: Scenario, language: str = "en") -> AppTest:
    page = AppTest.from_string(VIEW.format(name=name), default_timeout=120)
    page.session_state["scenario"] = case
    page.session_state["language"] = language
    page.session_state["draws"] = DRAWS
    page.run()
    assert not page.exception
    return page


def rich(**changes: object) -> Scenario:
    return Scenario.model_validate(rich_data(**changes))


def told(page: AppTest) -> str:
    return "\n".join(str(e.value) for e in (*page.markdown, *page.caption))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("selected", [(), ("field", "cold", "export", "first", "season")])
def test_dependence_is_drawn(language: str, selected: tuple[str, ...]) -> None:
    page = opened("dependence", rich().with_measures(selected), language)
    assert [e.value for e in page.error] == []
    assert len(page.slider) == 1


def test_the_pair_is_named_with_its_reason() -> None:
    page = opened("dependence", rich().with_measures(("field", "export")))
    assert "**field** and **export** are not independent because they fail together" in told(page)


def outage_of(page: AppTest) -> Parameter:
    found: Parameter = page.session_state["scenario"].groups[0].outage
    return found


def test_the_share_taken_keeps_the_range_and_can_be_undone() -> None:
    data = rich_data()
    data["groups"][0]["outage"]["distribution"] = {
        "kind": "pert", "low": 0.01, "mode": 0.02, "high": 0.06}
    page = opened("dependence", Scenario.model_validate(data).with_measures(("field", "export")))
    before = outage_of(page)
    assert page.button(key="use-outage").disabled
    median = float(before.distribution.ppf(0.5))
    page.slider[0].set_value(round(200 * median, 1)).run()
    page.button(key="use-outage").click().run()
    assert not page.exception
    kept = outage_of(page)
    times = float(kept.distribution.ppf(0.5)) / median
    assert times == pytest.approx(2.0, rel=0.1)
    for u in (0.05, 0.95):
        assert kept.distribution.ppf(u) == pytest.approx(times * before.distribution.ppf(u))
    assert kept.source.status == "assumed"
    assert page.toast[0].value.startswith("packhouse: ")
    assert page.button(key="use-outage").disabled
    page.button(key="undo-outage").click().run()
    assert outage_of(page) == before
    assert page.button(key="use-outage").disabled


def test_a_share_whose_range_would_pass_one_is_refused_in_words() -> None:
    data = rich_data()
    data["groups"][0]["outage"]["distribution"] = {
        "kind": "uniform", "low": 0.0, "high": 0.6}
    case = Scenario.model_validate(data).with_measures(("field", "export"))
    page = opened("dependence", case)
    page.slider[0].set_value(60.0).run()
    assert "reach 120 %, above 100 %" in told(page)
    assert page.button(key="use-outage").disabled


def test_a_share_without_a_range_stays_exact() -> None:
    data = rich_data()
    data["groups"][0]["outage"]["distribution"] = {"kind": "fixed", "value": 0.0}
    page = opened("dependence", Scenario.model_validate(data).with_measures(("field", "export")))
    page.slider[0].set_value(5.0).run()
    assert "exactly 5 %, without a range" in told(page)
    page.button(key="use-outage").click().run()
    assert outage_of(page).distribution.support == (0.05, 0.05)


def test_no_measures_and_one_measure_are_told() -> None:
    assert "This scenario has no measures." in told(opened("dependence", scenario(measures=[])))
    assert "fewer than two" in told(opened("dependence", scenario(measures=[treatment()])))


def test_links_are_changed_on_both_sides() -> None:
    case = scenario(measures=[treatment("one", excludes=["other"]), treatment("other", 0.8)])
    assert excluded_by(case, case.measure("other")) == ["one"]
    free = linked(case, case.measure("other"), group=None, requires=["one"], excludes=[],
                  feasible=True)
    assert free.measure("one").excludes == ()
    assert free.measure("other").requires == ("one",)
    with pytest.raises(PraError) as caught:
        linked(case, case.measure("other"), group=None, requires=["one"], excludes=["one"],
               feasible=True)
    assert caught.value.code == "conflict"


def test_an_infeasible_measure_is_switched_off() -> None:
    case = scenario(selected=["cold"])
    changed = linked(case, case.measure("cold"), group=None, requires=[], excludes=[],
                     feasible=False)
    assert changed.selected == ()


def test_a_group_is_made_in_either_language_and_refused_when_wrong() -> None:
    outage: dict[str, float | None] = {"low": 0.1, "mode": 1.0, "high": 5.0}
    for name, language, expected in (("One packhouse", "en", "one-packhouse"),
                                     ("同一包装厂", "zh_CN", "group")):
        made = grouped(scenario(), "", name, outage, ["cold", "inspection"], language)
        assert [g.id for g in made.groups] == [expected]
        assert made.groups[0].title[language] == name
        assert {m.group for m in made.measures} == {expected}
        assert made.groups[0].outage.distribution.support == (0.001, 0.05)
    for name, typed in (("", outage), ("x", {**outage, "low": None}), ("x", {**outage, "low": 7.0}),
                        ("x", {**outage, "high": 101.0})):
        with pytest.raises(PraError):
            grouped(scenario(), "", name, typed, ["cold"], "en")


def test_a_group_keeps_its_other_language() -> None:
    case = rich()
    renamed = grouped(case, "packhouse", "新名称", case.groups[0].outage, ["field"], "zh_CN")
    assert renamed.groups[0].title == {"en": "packhouse", "zh_CN": "新名称"}
    assert renamed.measure("export").group is None


def test_the_diagram_draws_every_link_once() -> None:
    case, t = rich(), translator("en")
    found = [(one.kind, one.rows) for one in dependence.links(case, t)]
    rows = {m.id: i for i, m in enumerate(dependence.in_order(case))}
    assert found == [
        ("group", tuple(sorted((rows["field"], rows["export"])))),
        ("requires", (rows["field"], rows["cold"])),
        ("requires", (rows["export"], rows["rival"]))]
    assert len(dependence.diagram(case, t).data) >= 1 + len(found)


def test_three_that_exclude_each_other_are_one_link() -> None:
    case = load_scenario("false-codling-moth-citrus-eu")
    found = dependence.exclusive(case)
    assert frozenset({"partial-cold", "eu-cold-rule", "eu-cold-extended",
                      "irradiation-cold"}) in found
    covered = {frozenset({a, b}) for one in found for a in one for b in one if a != b}
    assert covered == {frozenset({m.id, x}) for m in case.measures for x in m.excludes}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_level_of_protection_is_drawn(language: str) -> None:
    page = opened("alop", scenario(selected=["cold"]), language)
    assert [e.value for e in page.error] == []
    assert len(page.markdown) >= 4


def test_decisions_are_compared_by_loss_too() -> None:
    page = opened("alop", scenario(selected=["cold"]))
    before = told(page)
    page.segmented_control(key="consistency-by").set_value("loss_share").run()
    assert not page.exception
    assert told(page) != before
    assert "of the value per year" in told(page)


def test_the_alop_before_is_told_with_the_way_back() -> None:
    case = scenario(selected=["cold"])
    page = opened("alop", case)
    assert "alop-undo:line" not in [b.key for b in page.button]
    moved = with_limit(case, case.alop.metric, 0.02, case.alop.confidence)
    page.session_state["scenario"] = moved
    page.session_state["0:alop-before"] = (case.alop, moved.alop, False)
    page.run()
    assert "Changed; before" in told(page)
    page.button(key="alop-undo:line").click().run()
    assert page.session_state["scenario"].alop == case.alop
    assert "Changed; before" not in told(page)


@pytest.mark.parametrize("value", [None, "1", True, -1.0, 0.0, float("nan"), float("inf"), [1.0]])
def test_what_a_browser_sends_may_be_anything(value: object) -> None:
    assert not is_limit(value)


def test_a_limit_is_a_positive_number() -> None:
    assert is_limit(0.001)
    assert is_limit(200)
