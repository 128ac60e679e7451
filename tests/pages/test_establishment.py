"""The establishment page: its sentence, its tables, places, and areas where nothing persists."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from pages.ui.climate_map import VIEW
from pra_core import endangered_area, reference, sheet_library
from pra_core.assessment import assess
from pra_core.distribution import Fixed
from pra_core.figures import climate_words as words
from pra_core.figures import place_words
from pra_core.figures.climate import spaced, weekly
from pra_core.i18n import LANGUAGES, translator
from pra_core.maps import areas
from pra_core.parameter import QUANTITIES, Source
from pra_core.pest import Ecoclimatic
from pra_core.scenario import Scenario
from pra_core.store import load_scenario
from pra_core.summary import interval

OpenPage = Callable[..., AppTest]
IDS = ("medfly-citrus-china", "false-codling-moth-citrus-eu", "fire-blight-apple-australia",
       "dwarf-bunt-wheat-china")
TYPED = Source(status="assumed", assessor="tester", date=dt.date(2026, 11, 22),
               reason={"en": "test", "zh_CN": "测试"})


def _nowhere() -> Scenario:
    """Medfly in the north of China, where every winter is deadly."""
    scenario = load_scenario("medfly-citrus-china")
    area = scenario.pra_area.model_copy(update={"box": (80.0, 42.0, 125.0, 50.0)})
    return scenario.changed(pra_area=area)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("view", ["map", "place", "inputs"])
@pytest.mark.parametrize("scenario_id", IDS)
def test_opens_for_every_worked_example(
    open_page: OpenPage, scenario_id: str, view: str, language: str
) -> None:
    page = open_page("3_establishment", language, {"scenario": load_scenario(scenario_id),
                                                   VIEW: view})
    assert not page.exception
    assert [e.value for e in page.error] == []
    assert page.title[0].value == translator(language)("Establishment")


def test_sentence_states_area_arrivals_and_persistence(open_page: OpenPage) -> None:
    scenario, t = load_scenario("medfly-citrus-china"), translator("en")
    base = assess(scenario.with_measures(()))
    said = next(m.value for m in open_page("3_establishment").markdown if "km²" in m.value)
    assert t.number(interval(base.suitable_area).median) in said
    assert t.percent(interval(words.arriving(base)).median, 2) in said
    assert t.percent(words.founder_chance(base).high, 2) in said


def test_unverified_sheet_is_said_and_verified_one_is_not(open_page: OpenPage) -> None:
    for scenario_id, expected in (("medfly-citrus-china", True),
                                  ("false-codling-moth-citrus-eu", False)):
        page = open_page("3_establishment", "en", {"scenario": load_scenario(scenario_id)})
        assert any("unverified" in w.value for w in page.warning) is expected


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_suitable_place_is_said_in_words(open_page: OpenPage, language: str) -> None:
    scenario, t = _nowhere(), translator(language)
    page = open_page("3_establishment", language, {"scenario": scenario})
    assert not page.exception
    base = assess(scenario.with_measures(()))
    expected = words.answer(base, words.left_out(base), t)
    assert expected in [m.value for m in page.markdown]
    assert "nan" not in " ".join(m.value for m in page.markdown).lower()


def test_threshold_above_every_index_is_said_in_words(open_page: OpenPage) -> None:
    scenario = load_scenario("medfly-citrus-china")
    name = scenario.pest.climate_model.suitable_from.name
    page = open_page("3_establishment", "en", {
        "scenario": scenario.with_parameter(name, Fixed(value=100.0), TYPED)})
    assert not page.exception
    assert any("counts as suitable" in m.value and "persists with a chance" in m.value
               for m in page.markdown)


def test_another_place_shows_its_own_year(open_page: OpenPage) -> None:
    page = open_page("3_establishment", "en", {VIEW: "place"})
    cities = page.selectbox(key="0:place-city")
    cities.set_value(next(one for one in cities.options if one.startswith("Beijing"))).run()
    assert not page.exception
    assert any("Beijing" in c.value for c in page.caption)
    assert any("What limits the pest: **too cold" in m.value for m in page.markdown)


def test_range_what_if_names_all_three_areas(open_page: OpenPage) -> None:
    page = open_page("3_establishment", "en", {"scenario": _one_range()})
    said = next(m.value for m in page.markdown if "daily temperature range is assumed" in m.value)
    assert all(f"{degrees} °C" in said for degrees in (7, 10, 13))


def _one_range() -> Scenario:
    """Medfly with one daily temperature range for certain, and one sheet."""
    scenario = load_scenario("medfly-citrus-china")
    model = scenario.pest.climate_model
    assert isinstance(model, Ecoclimatic)
    certain = scenario.changed(pest=scenario.pest.model_copy(update={
        "climate_model": model.model_copy(update={"uncertain": {}})}))
    return certain.with_parameter(model.diurnal_range.name, Fixed(value=10.0), TYPED)


def test_headline_says_what_its_interval_leaves_out(open_page: OpenPage) -> None:
    scenario, t = _one_range(), translator("en")
    base = assess(scenario.with_measures(()))
    effect = words.left_out(base)
    assert effect is not None
    low, high = effect["suitable"].min(), effect["suitable"].max()
    found = interval(base.suitable_area)
    # What makes the sentence needed:
    assert low < found.low
    assert found.high < high
    page = open_page("3_establishment", "en", {"scenario": scenario})
    said = next(m.value for m in page.markdown if "km²" in m.value)
    assert f"at 7 to 13 °C the suitable area is {t.number(low)} to {t.number(high)} km²" in said


def test_an_uncertain_daily_range_is_in_the_interval(open_page: OpenPage) -> None:
    scenario = load_scenario("medfly-citrus-china")
    model = scenario.pest.climate_model
    assert isinstance(model, Ecoclimatic)
    assert model.diurnal_range.distribution.kind != "fixed"
    assert words.left_out(assess(scenario.with_measures(()))) is None
    page = open_page("3_establishment", "en", {"scenario": scenario})
    assert not any("do not include the daily temperature range" in m.value for m in page.markdown)


def test_suitable_area_is_not_called_the_endangered_area(open_page: OpenPage) -> None:
    scenario = load_scenario("medfly-citrus-china")
    assert scenario.hosts is not None
    for shown, expected in ((scenario, "part of it where hosts grow"),
                            (scenario.changed(hosts=None), "upper limit of the endangered area")):
        said = [m.value for m in open_page("3_establishment", "en", {"scenario": shown}).markdown]
        assert any(expected in text for text in said)


def test_stresses_without_a_limit_are_listed_with_or() -> None:
    said = words.caveat(load_scenario("medfly-citrus-china"), translator("en"))
    assert "heat, dryness or wetness: places" in said


@pytest.mark.parametrize(("places", "expected"), [
    pytest.param([0.2, 0.8], [0.2, 0.8], id="far-apart-stay"),
    pytest.param([0.5, 0.2, 0.5], [0.5, 0.2, 0.6], id="same-place-stacked-in-order"),
    pytest.param([0.99, 1.0], [0.9, 1.0], id="pushed-down-from-the-top"),
])
def test_names_of_thresholds_never_overprint(places: list[float], expected: list[float]) -> None:
    assert spaced(places, 0.1) == pytest.approx(expected)


@pytest.mark.parametrize("scenario_id", IDS[:2])
def test_names_of_thresholds_stand_beside_the_panels(scenario_id: str) -> None:
    scenario = load_scenario(scenario_id)
    model = scenario.pest.climate_model
    assert isinstance(model, Ecoclimatic)
    profile = endangered_area.profile(scenario, 0)
    assert profile is not None
    figure = weekly(profile=profile, sheet=model.sheet, t=translator("en"))
    marks = [a for a in figure.layout.annotations if str(a.yref).endswith("domain")]
    assert len(marks) >= 8
    assert all(a.x > 1 and a.xanchor == "left" for a in marks)
    for panel in ("y domain", "y2 domain"):
        heights = sorted(a.y for a in marks if a.yref == panel)
        assert min(b - a for a, b in itertools.pairwise(heights)) >= 0.1


def test_rule_model_shows_months_and_no_sheet(open_page: OpenPage) -> None:
    blight = load_scenario("fire-blight-apple-australia")
    page = open_page("3_establishment", "en", {"scenario": blight, VIEW: "place"})
    assert any("by month" in c.value for c in page.caption)
    page = open_page("3_establishment", "en", {"scenario": blight, VIEW: "inputs"})
    assert "Climate sheet of the pest" not in [s.value for s in page.subheader]


def test_clicked_cell_is_the_place(open_page: OpenPage) -> None:
    scenario = load_scenario("medfly-citrus-china")
    row, column = round((90 - 23.0) / 0.25), round((180 + 113.25) / 0.25)
    page = open_page("3_establishment", "en", {"0:place-cell": (row, column), VIEW: "place"})
    assert page.subheader[0].value == "Guangzhou, China (23° N, 113.25° E)"
    cell = place_words.position(scenario, (row, column))
    assert cell is not None
    index = endangered_area.suitability(scenario).index[cell]
    assert any(f"Index **{translator('en').number(index)}**" in m.value for m in page.markdown)


@pytest.mark.parametrize("cell", [(10_000, 5), (-3, 0), (0, 0)])
def test_a_cell_outside_the_area_shown_chooses_nothing(
    open_page: OpenPage, cell: tuple[int, int]
) -> None:
    page = open_page("3_establishment", "en", {"0:place-cell": cell, VIEW: "place"})
    assert not page.exception
    assert page.subheader[0].value.startswith("Shanghai, China")


@pytest.mark.parametrize("language", LANGUAGES)
def test_another_area_is_an_exploration_until_it_is_taken(
    open_page: OpenPage, language: str
) -> None:
    scenario, t = load_scenario("medfly-citrus-china"), translator(language)
    page = open_page("3_establishment", language, {"scenario": scenario})
    page.multiselect(key="0:shown-area").set_value(["AU"]).run()
    assert not page.exception
    australia = t.local(areas.area_of(["AU"]).title)
    assert any(australia in note.value for note in page.info)
    assert page.session_state["scenario"].fingerprint == scenario.fingerprint
    page.button(key="0:shown-adopt").click().run()
    taken = page.session_state["scenario"]
    assert taken.pra_area.countries == ("AU",)
    assert page.info == []
    (warned,) = [w.value for w in page.warning if australia in w.value]
    for title in (QUANTITIES["volume"].title, QUANTITIES["host_area"].title):
        assert t(title) in warned
    page.button(key="0:shown-undo").click().run()
    assert page.session_state["scenario"].fingerprint == scenario.fingerprint


def test_area_without_a_city_is_refused_and_nothing_is_lost(open_page: OpenPage) -> None:
    page = open_page("3_establishment")
    before = page.session_state["scenario"].fingerprint
    page.multiselect(key="0:shown-area").set_value(["HM"]).run()
    assert not page.exception
    (refused,) = [e.value for e in page.error]
    assert "a city" in refused
    assert "instead" in refused
    assert page.session_state["scenario"].fingerprint == before
    assert page.session_state["0:shown-area"] == ["HM"]


def test_a_published_sheet_is_shown_with_its_status(open_page: OpenPage) -> None:
    page = open_page("3_establishment")
    species = next(name for name, entry in sheet_library.sheets().items())
    page.selectbox(key="0:shown-sheet").set_value(species).run()
    assert not page.exception
    (note,) = [n.value for n in page.info]
    assert "not part of this assessment" in note
    assert species in note
    assert "verified" in note
    assert page.session_state["scenario"].pest.name != species


def test_an_input_typed_in_a_view_moves_the_sentence(open_page: OpenPage) -> None:
    page = open_page("3_establishment", "en", {VIEW: "inputs"})
    scenario = page.session_state["scenario"]
    before = next(m.value for m in page.markdown if "km²" in m.value)
    name = scenario.pest.climate_model.suitable_from.name
    field = next(n for n in page.number_input if n.key.startswith(f"0:{name}:"))
    field.set_value(field.value + 0.5).run()
    assert not page.exception
    assert page.session_state["scenario"].fingerprint != scenario.fingerprint
    assert next(m.value for m in page.markdown if "km²" in m.value) != before


def test_hostile_names_are_text_on_the_page(
    open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    hostile = "<script>alert(1)</script> **bold**"
    names = {**reference.country_names(), "CN": {"en": hostile, "zh_CN": hostile}}
    monkeypatch.setattr(reference, "country_names", lambda: names)
    page = open_page("3_establishment", "en", {VIEW: "place", "0:place-cell": (268, 1173)})
    assert not page.exception
    assert "\\<script\\>" in page.subheader[0].value
    assert "\\*\\*bold" in page.subheader[0].value
