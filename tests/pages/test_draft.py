"""Building a scenario on the page: open inputs, suggestions, typed numbers, opening it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from pra_core.alop import Alop
from pra_core.commodities import commodity_library
from pra_core.distribution import Fixed, Pert
from pra_core.figures import draft_words
from pra_core.figures.draft_bar import by_step
from pra_core.i18n import translator
from pra_core.parameter import Source
from pra_core.pest import Criterion
from pra_core.pest_library import pest_library
from pra_core.reference_places import pra_area_of
from pra_core.scenario_draft import PARTS, Climate, Draft, draft, table_model
from pra_core.wording import escaped

OpenPage = Callable[..., AppTest]
TODAY = dt.date(2026, 11, 22)
WHY = {"en": "A range to begin with."}
MINE = Source(status="assumed", assessor="Li", date=TODAY, reason=WHY)
LEVEL = Alop(metric="annual_probability", limit=0.01, confidence=0.95)
TYPED = {"volume": Pert(low=1e5, mode=2e5, high=4e5), "host_area": Fixed(value=40_000.0),
         "host_value": Pert(low=4e8, mode=5e8, high=6e8)}
WALKS = [
    pytest.param("POLYBO", "grapes-fresh", "CL", "AU", id="fresh-grapes-Chile-Australia"),
    pytest.param("DROSSU", "grapes-fresh", "CL", "AU", id="spotted-wing-drosophila"),
    pytest.param("BRVPCH", "grapes-fresh", "CL", "AU", id="no-climate-published"),
    pytest.param("POPIJA", "ornamental-plants", "IT", "GB", id="Japanese-beetle-plants"),
    pytest.param("POPIJA", "sea-containers", "US", "ES", id="Japanese-beetle-hitch-hiking")]


def begun(code: str = "POLYBO", goods_id: str = "grapes-fresh", origin: str = "CL",
          area: str = "AU") -> Draft:
    library = commodity_library()
    goods = library.goods[goods_id]
    return draft(pest_library().records[code], goods, library.kind_of(goods), [origin],
                 pra_area_of({"en": area, "zh_CN": area}, [area]), today=TODAY,
                 commodities=library, criteria=[Criterion(
                     element="identity", met=True, evidence={"en": "A species."}, source=MINE)])


def decided(running: Draft, *, level: bool = True) -> Draft:
    """All suggestions accepted and what has none typed."""
    found = running.accept_all("Li", TODAY, WHY)
    if found.input("climate").state == "open":
        index = dict.fromkeys(found.area.countries, 40.0)
        found = found.decide("climate", Climate(table_model(index, MINE)))
        found = found.accept_all("Li", TODAY, WHY)
    for key in [one.key for one in found.open if one.key in TYPED]:
        found = found.typed(key, TYPED[key], MINE)
    for key in [one.key for one in found.open if one.measured is not None]:
        found = found.confirm(key, "Li", TODAY, WHY)
    return found.decide("alop", LEVEL) if level else found


def opened(open_page: OpenPage, running: Draft, language: str = "en", **state: object) -> AppTest:
    return open_page("1_pest", language, state={
        "draft": running, "pest-view": "draft", **state})


def kept(test: AppTest) -> Draft:
    found: Draft = test.session_state["draft"]
    return found


def press(test: AppTest, label: str) -> AppTest:
    return next(b for b in test.button if label in b.label).click().run()


@pytest.mark.parametrize("part", PARTS[1:])
@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_every_open_input_has_a_card(open_page: OpenPage, language: str, part: str) -> None:
    running, t = begun("POPIJA", "ornamental-plants", "IT", "GB"), translator(language)
    test = opened(open_page, running, language, **{f"draft:{running.id}:part": part})
    assert not test.exception
    shown = "\n".join(m.value for m in test.markdown)
    for one in running.inputs:
        card = f"**{escaped(draft_words.input_title(one, t))}**"
        assert (card in shown) is (one.state == "open" and one.part == part), one.key


@pytest.mark.parametrize(("code", "goods", "origin", "area"), WALKS)
def test_a_walk_ends_in_a_scenario_that_is_opened(open_page: OpenPage, code: str, goods: str,
                                                  origin: str, area: str) -> None:
    running = decided(begun(code, goods, origin, area))
    test = opened(open_page, running)
    assert not test.exception
    press(test, "Open this scenario")
    assert not test.exception
    assert test.session_state["scenario"] == running.scenario()
    assert test.session_state["draft-dropped"] == running  # it can be taken back


def test_an_incomplete_draft_cannot_be_opened(open_page: OpenPage) -> None:
    test = opened(open_page, decided(begun(), level=False))
    assert not any("Open this scenario" in b.label for b in test.button)
    assert any("Incomplete: 1 input" in m.value for m in test.markdown)


def test_suggestions_are_taken_with_a_reason_only(open_page: OpenPage) -> None:
    running = begun()
    test = opened(open_page, running)
    press(test, "Accept all")
    assert any("Say why" in e.value for e in test.error)
    assert kept(test) == running
    test.text_input(key=f"draft:{running.id}:reason").set_value("To begin with").run()
    press(test, "Accept all")
    assert kept(test).suggested == ()
    assert {"host_area", "host_value", "alop"} <= {one.key for one in kept(test).open}
    assert all(one.source.reason == {"en": "To begin with"} for one in kept(test).inputs
               if one.state == "decided" and one.source is not None)


def test_published_figures_are_taken_over_with_condition_and_reason(open_page: OpenPage) -> None:
    running = begun("POPIJA", "ornamental-plants", "IT", "GB")
    stem = f"draft:{running.id}"
    test = opened(open_page, running, **{f"{stem}:part": "spread"})
    condition = test.checkbox(key=f"{stem}:agreed:rate")
    assert "without official control" in condition.label
    test.button(key=f"{stem}:confirm:rate").click().run()
    assert any("Tick what has to be true" in e.value for e in test.error)
    test.checkbox(key=f"{stem}:agreed:rate").check().run()
    test.button(key=f"{stem}:confirm:rate").click().run()
    assert any("Say why" in e.value for e in test.error)
    assert kept(test).input("rate").state == "open"
    test.text_input(key=f"{stem}:holds:rate").set_value("Climate like Lombardy").run()
    test.button(key=f"{stem}:confirm:rate").click().run()
    source = kept(test).input("rate").source
    assert source is not None
    assert source.status == "assumed"
    assert source.reason == {"en": "Climate like Lombardy"}


def test_the_unit_of_counting_stands_beside_counts(open_page: OpenPage) -> None:
    running = begun("TILLCO", "wheat-grain", "US", "CN")
    test = opened(open_page, running)
    label = test.checkbox(key=f"draft:{running.id}:agreed:prevalence").label
    assert "**one kilogram**" in label


def test_measures_with_usual_values_are_chosen_with_a_reason(open_page: OpenPage) -> None:
    running = decided(begun())
    stem = f"draft:{running.id}"
    test = opened(open_page, running)
    ready = [one for one in running.offered if one.usual]
    assert ready
    test.button(key=f"{stem}:measures-add").click().run()
    assert any("Say why" in e.value for e in test.error)
    test.multiselect(key=f"{stem}:measures").select(ready[0].entry)
    test.text_input(key=f"{stem}:measures-reason").set_value("As inspected today").run()
    test.button(key=f"{stem}:measures-add").click().run()
    assert set(kept(test).measures_taken) == {ready[0].entry}
    assert kept(test).measures_taken[ready[0].entry].reason == {"en": "As inspected today"}


def test_what_enters_for_development_is_shown(open_page: OpenPage) -> None:
    running = decided(begun("DROSSU"))
    test = opened(open_page, running, **{f"draft:{running.id}:part": "establishment"})
    shown = "\n".join(table.value.to_string() for table in test.table)
    assert running.scenario().pest.phenology is not None
    assert "degree-days for one generation" in shown


def test_what_is_typed_is_checked_and_stays(open_page: OpenPage) -> None:
    running = decided(begun()).reopened("host_value")
    test = opened(open_page, running)
    stem = f"draft:{running.id}"
    for name, value in (("low", 9.0), ("mode", 5.0), ("high", 7.0)):
        test.number_input(key=f"{stem}:law:host_value:range:{name}").set_value(value)
    test.text_input(key=f"{stem}:source:host_value").set_value("Statistics office").run()
    test.button(key=f"{stem}:use:host_value").click().run()
    assert any("rising order" in e.value for e in test.error)
    assert kept(test).input("host_value").state == "open"
    assert test.number_input(key=f"{stem}:law:host_value:range:low").value == 9.0
    test.number_input(key=f"{stem}:law:host_value:range:low").set_value(3.0).run()
    test.button(key=f"{stem}:use:host_value").click().run()
    found = kept(test).input("host_value")
    assert found.parameter is not None
    assert found.parameter.distribution == Pert(low=3, mode=5, high=7)
    assert found.parameter.source.status == "assumed"


def test_typed_numbers_need_a_source_of_their_own(open_page: OpenPage) -> None:
    running = decided(begun()).reopened("host_value")
    test = opened(open_page, running)
    stem = f"draft:{running.id}"
    for name, value in (("low", 1.0), ("mode", 5.0), ("high", 7.0)):
        test.number_input(key=f"{stem}:law:host_value:range:{name}").set_value(value)
    test.run()
    test.button(key=f"{stem}:use:host_value").click().run()
    assert any("Say why" in e.value for e in test.error)
    assert kept(test).input("host_value").state == "open"


def test_the_level_of_protection_is_never_set_beforehand(open_page: OpenPage) -> None:
    running = decided(begun(), level=False)
    test = opened(open_page, running)
    stem = f"draft:{running.id}"
    metric = test.selectbox(key=f"{stem}:metric")
    assert metric.value is None
    press(test, "Set this level")
    assert any("Choose what is limited" in e.value for e in test.error)
    test.selectbox(key=f"{stem}:metric").select("annual_probability").run()
    test.number_input(key=f"{stem}:limit:annual_probability").set_value(200.0)
    test.number_input(key=f"{stem}:share").set_value(90.0).run()
    press(test, "Set this level")
    assert kept(test).input("alop").value == Alop(metric="annual_probability", limit=1 / 200,
                                                  confidence=0.9)


def test_suitability_by_country_can_be_typed(open_page: OpenPage) -> None:
    running = begun("BRVPCH")
    stem = f"draft:{running.id}"
    test = opened(open_page, running, **{f"{stem}:part": "establishment"})
    test.number_input(key=f"{stem}:index:AU").set_value(55.0)
    test.text_input(key=f"{stem}:source:climate-table").set_value("Map of Doe 2020").run()
    test.button(key=f"{stem}:use:climate-table").click().run()
    climate = kept(test).input("climate").value
    assert isinstance(climate, Climate)
    assert climate.model.kind == "cited_table"
    assert [(a.country, a.index) for a in climate.model.areas] == [("AU", 55.0)]


def test_a_decision_can_be_taken_back(open_page: OpenPage) -> None:
    running = decided(begun())
    stem = f"draft:{running.id}"
    test = opened(open_page, running, **{f"{stem}:part": "impact"})
    test.selectbox(key=f"{stem}:change:impact").select("discount").run()
    press(test, "Take my decision back")
    assert kept(test).input("discount").state == "open"


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_without_a_draft_the_way_to_one_is_shown(open_page: OpenPage, language: str) -> None:
    test = open_page("1_pest", language, state={"pest-view": "draft"})
    assert not test.exception
    assert test.button(key="draft-start")


def test_the_bar_counts_every_input_once() -> None:
    running = begun()
    figure = by_step(counts=draft_words.counts(running), t=translator("en"))
    assert sum(sum(bar.x) for bar in figure.data) == len(running.inputs)
    opened_bar = next(bar for bar in figure.data if bar.name == "open")
    assert sum(opened_bar.x) == len(running.open)
