"""The view of regions: chart, words and table, with and without hosts, in both sets."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from pra_core.figures import region_bars, region_words
from pra_core.i18n import LANGUAGES, translator
from pra_core.region_ranks import region_table
from pra_core.scenario import Scenario
from pra_core.store import load_scenario

IDS = ("medfly-citrus-china", "false-codling-moth-citrus-eu", "fire-blight-apple-australia")
VIEW = """
from pages.ui import climate_regions, session
climate_regions.draw(session.scenario(), session.translator())
"""


def opened(scenario: Scenario, language: str = "en") -> AppTest:
    page = AppTest.from_string(VIEW, default_timeout=60)
    page.session_state["scenario"] = scenario
    page.session_state["language"] = language
    return page.run()


def china() -> Scenario:
    return load_scenario(IDS[0])


@pytest.mark.parametrize("scenario_id", IDS)
def test_draws_for_every_example(scenario_id: str) -> None:
    page = opened(load_scenario(scenario_id))
    assert not page.exception
    assert [e.value for e in page.error] == []
    assert page.header[0].value == "By region"
    assert len(page.dataframe) == 1


def test_the_leader_of_the_sentence_is_first_in_the_table() -> None:
    page, table = opened(china()), region_table(china())
    first = page.dataframe[0].value.iloc[0]
    assert first["Region"] == "Guangxi"
    assert any(m.value.startswith("**Guangxi** has most at stake") for m in page.markdown)
    assert table["region"].iloc[0] == "CN-GX"


def test_another_measure_ranks_anew() -> None:
    page = opened(china())
    page.segmented_control(key="regions-by").set_value("suitable").run()
    assert not page.exception
    rows = page.dataframe[0].value
    most = region_table(china()).sort_values("suitable", ascending=False)["region"].iloc[0]
    assert most == "CN-YN"
    assert rows["Region"].iloc[0] == "Yunnan"
    assert rows["Rank"].iloc[0] == "1"
    assert any("has most suitable land" in m.value for m in page.markdown)


def test_without_hosts_suitable_land_alone_is_ranked() -> None:
    page = opened(china().changed(hosts=None))
    assert not page.exception
    assert not page.segmented_control
    assert any("Hosts are not mapped" in c.value for c in page.caption)
    assert not any("Value at risk" in head for head in page.dataframe[0].value.columns)


def test_no_suitable_place_is_said() -> None:
    area = china().pra_area.model_copy(update={"box": (80.0, 42.0, 125.0, 50.0)})
    page = opened(china().changed(pra_area=area, hosts=None))
    assert not page.exception
    assert any(m.value == region_words.NONE for m in page.markdown)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_second_boundary_set_names_its_regions(language: str, monkeypatch: pytest.MonkeyPatch
                                                   ) -> None:
    monkeypatch.setenv("PRA_BOUNDARIES", "zh-convention")
    named = region_words.table(china(), region_table(china()), translator(language))
    assert len(named) == 34
    assert ("台湾省" if language == "zh_CN" else "Taiwan") in set(named["title"])


def test_regions_of_several_countries_carry_the_country() -> None:
    area = china().pra_area.model_copy(update={"countries": ("AU", "CN", "NZ"), "box": None})
    scenario = china().changed(pra_area=area, hosts=None)
    titles = set(region_words.table(scenario, region_table(scenario), translator("en"))["title"])
    assert {"Guangdong, China", "Victoria, Australia", "New Zealand"} <= titles


@pytest.mark.parametrize(("shares", "expected"), [
    pytest.param([90.0, 10.0], "1 of 2", id="one-holds-90-percent-exactly"),
    pytest.param([50.0, 30.0, 20.0], "3 of 3", id="all-are-needed"),
    pytest.param([60.0, 35.0, 5.0], "2 of 3", id="two-hold-95-percent"),
])
def test_how_many_regions_hold_most(shares: list[float], expected: str) -> None:
    rows = pd.DataFrame({"title": [f"r{k}" for k in range(len(shares))], "suitable": shares,
                         "suitable_low": shares, "suitable_high": shares})
    said = region_words.answer(china(), rows, "suitable", translator("en"))
    assert f"{expected} regions hold 90 % of it" in said


@pytest.mark.parametrize("measure", ["value", "hosts", "suitable"])
def test_bars_stand_in_order_with_their_intervals(measure: str) -> None:
    frame = region_table(china())
    named = region_words.table(china(), frame, translator("zh_CN"))
    rows = region_words.charted(region_words.by_measure(named, measure), measure)
    figure = region_bars.bars(rows=rows, measure=measure, title="x", t=translator("zh_CN"))
    (bar,) = figure.data
    assert list(bar.y) == rows["title"].tolist()
    assert list(bar.x) == sorted(bar.x, reverse=True)
    assert list(bar.error_x.array) == (rows[f"{measure}_high"] - rows[measure]).tolist()
    assert list(bar.error_x.arrayminus) == (rows[measure] - rows[f"{measure}_low"]).tolist()
    assert figure.layout.xaxis.range[1] >= rows[f"{measure}_high"].max()
    assert figure.layout.yaxis.autorange == "reversed"


@pytest.mark.parametrize("most", [0.0, 0.3, 1.0, 7.0, 999.0, 4.69e9, 1e15])
def test_ticks_are_round_and_reach_the_longest_line(most: float) -> None:
    ticks = region_bars._ticks(most)
    assert 2 <= len(ticks) <= region_bars.TICKS + 1
    assert ticks[0] == 0
    assert ticks[-1] >= most
    assert most == 0 or ticks[-2] < most


@pytest.mark.parametrize("page", ["3_establishment", "4_spread", "5_consequences"])
def test_pages_run_with_the_second_boundary_set(
    open_page: Callable[..., AppTest], page: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PRA_BOUNDARIES", "zh-convention")
    opened_page = open_page(page, "zh_CN")
    assert not opened_page.exception
    assert [e.value for e in opened_page.error] == []


def test_an_unknown_boundary_set_is_named(open_page: Callable[..., AppTest],
                                          monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PRA_BOUNDARIES", "chinese")
    page = open_page("3_establishment")
    said = [str(e.value) for e in [*page.error, *page.exception]]
    assert any("neutral, zh-convention" in text for text in said)
