"""The view of hosts: table or file chosen, every problem told, nothing half-applied."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from pages.ui import compute
from pra_core import endangered_area, hosts
from pra_core.assessment import assess
from pra_core.errors import PraError
from pra_core.figures import host_words as words
from pra_core.figures import landing_words
from pra_core.i18n import LANGUAGES, translator
from pra_core.scenario import Scenario
from pra_core.store import dump_scenario, load_scenario, read_scenario

DAY = dt.date(2026, 11, 22)
IDS = ("medfly-citrus-china", "false-codling-moth-citrus-eu", "fire-blight-apple-australia")
Seen = Callable[..., AppTest]


def _page() -> None:
    from pages.ui import climate_hosts, session

    climate_hosts.draw(session.scenario(), session.translator())


def _view(scenario: Scenario, language: str = "en") -> AppTest:
    test = AppTest.from_function(_page, default_timeout=60)
    test.query_params["lang"] = language
    test.session_state["scenario"] = scenario
    return test.run()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("scenario_id", IDS)
def test_opens_with_and_without_hosts(scenario_id: str, language: str) -> None:
    scenario = load_scenario(scenario_id)
    table = "apple" if "apple" in scenario_id else "citrus"
    for given in (None, table):
        test = _view(words.with_table(scenario, given, "tester", DAY), language)
        assert not test.exception
        assert not test.error
        shown = [head.value for head in test.subheader]
        assert (translator(language)("Hosts by country or region") in shown) == bool(given)


def test_a_table_is_chosen_and_left_again() -> None:
    test = _view(load_scenario("medfly-citrus-china").changed(hosts=None))
    assert "not given" in test.markdown[0].value
    test.selectbox[0].select("citrus").run()
    kept = test.session_state["scenario"].hosts
    assert (kept.table, kept.source.status, kept.source.assessor) == (
        "citrus", "assumed", "local user")
    assert "2,490,000 ha" in test.markdown[0].value
    test.selectbox[0].select("").run()
    assert test.session_state["scenario"].hosts is None


def test_landing_is_typed_with_every_problem_told() -> None:
    test = _view(load_scenario("medfly-citrus-china"))
    test.radio[1].set_value("ports").run()
    test.text_area[0].set_value("CNSHA 0.6\nCNQD x\nCNSHA 0.2\nCNNGB 3").run()
    assert not test.exception
    told = test.error[0].value
    assert all(f"- {line}:" in told for line in (2, 3, 4))
    assert test.session_state["scenario"].landing.by == "population"
    test.text_area[0].set_value("CNSHA 0.6\nPVG 0.3").run()
    assert "0.9" in test.error[0].value
    test.text_area[0].set_value("CNSHA 0.6\nPVG 0.4").run()
    assert not test.error
    next(one for one in test.button if one.key.endswith("landing-use")).click().run()
    kept = test.session_state["scenario"].landing
    assert [(p.code, p.share) for p in kept.ports] == [("CNSHA", 0.6), ("PVG", 0.4)]
    assert kept.source.status == "assumed"


@pytest.mark.parametrize(("by", "text", "reach", "code"), [
    ("ports", "XXXXX 1", 300.0, "unknown_id"), ("areas", "QQ 1", None, "unknown_id"),
    ("areas", "NZ 1", None, "unreachable"), ("ports", "CNSHA 1", -3.0, "out_of_bounds"),
    ("ports", "CNSHA 1", None, "out_of_bounds"), ("areas", " ", None, "missing"),
    ("areas", "CN 1.5", None, "out_of_bounds"), ("areas", "CN", None, "wrong_type"),
    ("areas", "CN nan", None, "out_of_bounds"), ("ports", "CN!SHA 1", 9.0, "wrong_type")])
def test_landing_that_cannot_be_used(by: landing_words.By, text: str, reach: float | None,
                                     code: str) -> None:
    with pytest.raises(PraError) as caught:
        landing_words.with_landing(load_scenario("medfly-citrus-china"), by, text, reach, "Ada",
                                   DAY)
    assert [p.code for p in caught.value.problems] == [code]


def test_shares_by_area_land_there() -> None:
    scenario = landing_words.with_landing(
        load_scenario("medfly-citrus-china"), "areas", "CN-GD, 0.25\nCN-BJ; 0.75", None, "Ada",
        DAY)
    found = endangered_area.suitability(scenario)
    south = found.weights[found.latitude < 26].sum()
    assert south == pytest.approx(0.25)
    assert "Guangdong 25 %" in landing_words.landing_words(scenario, translator("en"))
    assert read_scenario(dump_scenario(scenario), "s").fingerprint == scenario.fingerprint


def test_important_loss_is_typed_and_taken_back() -> None:
    test = _view(load_scenario("medfly-citrus-china"))
    test.number_input[0].set_value(-5.0).run()
    assert test.session_state["scenario"].consequences.important_loss is None
    assert "must not be below 0" in test.error[0].value
    test.number_input[0].set_value(250.0).run()
    kept = test.session_state["scenario"].consequences.important_loss
    assert (kept.distribution.value, kept.unit, kept.source.status) == (
        250.0, "USD/km2/yr", "assumed")
    read_scenario(dump_scenario(test.session_state["scenario"]), "saved.yaml")
    next(one for one in test.button if one.key == "loss-none").click().run()
    assert test.session_state["scenario"].consequences.important_loss is None


def test_a_file_becomes_the_hosts_with_its_name_as_source() -> None:
    scenario = load_scenario("medfly-citrus-china")
    file = compute.host_file(b"area,hectares\nCN-GD,1000\nNZ,10\n", "my <hosts>.csv", scenario,
                             "share")
    changed = words.with_file(scenario, file, "Ada", DAY)
    assert changed.hosts is not None
    source = changed.hosts.source
    assert (source.status, source.assessor, source.date) == ("assumed", "Ada", DAY)
    assert source.reason is not None
    assert all("my <hosts>.csv" in text for text in source.reason.values())
    again = read_scenario(dump_scenario(changed), "saved.yaml")
    assert again.fingerprint == changed.fingerprint
    test = _view(changed)
    assert not test.exception
    assert "New Zealand (10 ha)" in " ".join(one.value for one in test.caption)


@pytest.mark.parametrize(("name", "content"), [
    ("a.csv", b"area,hectares\nXX,1\n"), ("a.geojson", b"{}"), ("a.tif", b"no raster")])
def test_a_broken_file_is_refused_and_never_kept(name: str, content: bytes) -> None:
    scenario = load_scenario("medfly-citrus-china")
    for _ in range(2):
        with pytest.raises(PraError) as caught:
            compute.host_file(content, name, scenario, "share")
        assert caught.value.problems[0].path.startswith(name)


@pytest.mark.parametrize("scenario_id", IDS)
@pytest.mark.parametrize(("kind", "ending"), [
    ("areas", "csv"), ("points", "csv"), ("shapes", "geojson")])
def test_examples_can_be_read_as_they_are(scenario_id: str, kind: str, ending: str) -> None:
    scenario = load_scenario(scenario_id)
    file = compute.host_file(words.template(kind, scenario), f"example.{ending}", scenario,
                             "share")
    assert file.hectares > 0
    assert file.outside == 0


def test_suitable_hosts_are_part_of_all_and_ordered() -> None:
    scenario = words.with_table(load_scenario("medfly-citrus-china"), "citrus", "tester", DAY)
    found = words.summary(scenario)
    assert found is not None
    rows = words.table(scenario, translator("en"))
    assert rows["hectares"].sum() == pytest.approx(found.hectares.sum())
    assert (rows["suitable"] <= rows["hectares"]).all()
    assert 0 < rows["suitable"].sum() < rows["hectares"].sum()
    assert rows["share"].sum() == pytest.approx(1.0)
    assert set(rows["status"]) == {"● verified", "○ assumed"}


def test_no_suitable_place_has_no_suitable_hosts() -> None:
    scenario = load_scenario("medfly-citrus-china")
    cold = scenario.pra_area.model_copy(update={"box": (100.0, 40.0, 125.0, 50.0)})
    scenario = words.with_table(scenario.changed(pra_area=cold), "wheat", "tester", DAY)
    rows = words.table(scenario, translator("en"))
    assert rows["hectares"].sum() > 0 == rows["suitable"].sum()
    assert "**0 ha**" in words.answer(scenario, assess(scenario, 64), translator("en"))


def test_only_tables_with_hosts_in_the_area_are_offered() -> None:
    assert words.fitting_tables(load_scenario("fire-blight-apple-australia")) == ("apple",)
    assert words.fitting_tables(load_scenario("false-codling-moth-citrus-eu")) == ("citrus",)
    assert set(words.fitting_tables(load_scenario("medfly-citrus-china"))) == {"citrus", "wheat"}
    assert set(words.TABLE_TITLES) == set(hosts.host_tables())
