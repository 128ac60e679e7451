"""Spread over the map of a scenario: where it begins, where it stays, and what is shown of it."""

from __future__ import annotations

import base64
import dataclasses
import json
import math
import re
import zlib

import numpy as np
import pytest

from pra_core import endangered_area, load_scenario
from pra_core.assessment import assess
from pra_core.climate_futures import central
from pra_core.errors import PraError
from pra_core.figures import course as courses
from pra_core.figures import dispersal as figures
from pra_core.i18n import translator
from pra_core.maps import animation
from pra_core.scenario import Scenario
from pra_core.spread_map import SpreadChoice, SpreadMap, spread_map, spread_map_in_batches

GUANGZHOU = (23.13, 113.26)
FEW = SpreadChoice(replicates=12)


@pytest.fixture(scope="module")
def medfly() -> Scenario:
    return load_scenario("medfly-citrus-china").with_measures(())


@pytest.fixture(scope="module")
def found(medfly: Scenario) -> SpreadMap:
    return spread_map(medfly, FEW, seed=4)


def test_only_suitable_cells_with_hosts_are_invaded(medfly: Scenario, found: SpreadMap) -> None:
    cells = endangered_area.suitability(medfly)
    assert cells.host_hectares is not None
    least = central(medfly.pest.climate_model.suitable_from)
    fits = (cells.index >= least) & (cells.index > 0) & (cells.host_hectares > 0)
    assert np.array_equal(found.invadable, fits)
    assert found.invaded[-1][~fits].max() == 0
    assert found.invaded[-1][fits].max() > 1
    assert found.invadable_km2 == pytest.approx(cells.area_km2[fits].sum())
    assert (found.area_km2 <= found.occupied_km2 * (1 + 1e-12)).all()
    assert (np.diff(found.invaded.astype(int), axis=0) >= 0).all()


def test_foundings_follow_arrivals_and_suitability(medfly: Scenario, found: SpreadMap) -> None:
    cells = endangered_area.suitability(medfly)
    begun = np.flatnonzero(found.invaded[0])
    assert found.invaded[0].sum() == FEW.replicates
    assert (cells.weights[begun] > 0).all()
    assert np.isin(begun, found.entry).all()


def test_a_chosen_place_stands_for_the_nearest_cell_that_fits(medfly: Scenario) -> None:
    beijing = (39.9, 116.4)  # too cold: the pest begins hundreds of kilometres to the south
    choice = SpreadChoice(places=(GUANGZHOU, beijing), replicates=40)
    result = spread_map(medfly, choice, seed=1)
    cells = endangered_area.suitability(medfly)
    begun = np.flatnonzero(result.invaded[0])
    assert set(begun) == set(result.entry)
    assert len(begun) == 2
    assert result.entry_km[0] < 20
    assert result.entry_km[1] > 300
    assert abs(cells.latitude[result.entry[0]] - GUANGZHOU[0]) < 0.25
    assert 8 < result.invaded[0].max() < 32  # the same chance for both


def test_people_carry_the_pest_to_where_it_could_not_get_alone(medfly: Scenario) -> None:
    alone = spread_map(medfly, SpreadChoice(places=(GUANGZHOU,), replicates=12), seed=2)
    carried = spread_map(
        medfly, SpreadChoice(places=(GUANGZHOU,), replicates=12, long_share=0.01), seed=2)
    assert (carried.invaded[-1] > 0).sum() > 1.2 * (alone.invaded[-1] > 0).sum()


def test_measures_that_slow_spread_slow_it_on_the_map(medfly: Scenario) -> None:
    slow = medfly.changed(spread=medfly.spread.model_copy(update={
        "rate": medfly.spread.rate.model_copy(update={
            "distribution": medfly.spread.rate.distribution.model_copy(
                update={"low": 0.5, "high": 5.0})})}))
    a = spread_map(medfly, FEW, seed=4).quantiles()[1, -1]
    b = spread_map(slow, FEW, seed=4).quantiles()[1, -1]
    assert b < 0.5 * a


def test_batches_end_in_the_same_map(medfly: Scenario, found: SpreadMap) -> None:
    parts = list(spread_map_in_batches(medfly, FEW, 4, threads=1, batch=5))
    assert [p.replicates for p in parts] == [5, 10, 12]
    assert np.array_equal(parts[-1].invaded, found.invaded)
    assert np.array_equal(parts[-1].area_km2, found.area_km2)


def test_no_suitable_cell_is_an_error(medfly: Scenario) -> None:
    arctic = medfly.changed(pra_area=medfly.pra_area.model_copy(
        update={"countries": ("RU",), "box": (60.0, 66.0, 120.0, 75.0)}))
    with pytest.raises(PraError, match="a suitable cell with hosts"):
        spread_map(arctic, FEW, seed=1)


def test_the_pest_crosses_180_degrees(medfly: Scenario) -> None:
    fiji = medfly.changed(hosts=None, pra_area=medfly.pra_area.model_copy(
        update={"countries": ("FJ",), "box": None}))
    result = spread_map(fiji, SpreadChoice(places=((-16.5, 179.5),), replicates=30), seed=1)
    cells = endangered_area.suitability(fiji)
    reached = result.invaded[-1] > 0
    assert result.invaded[0].sum() == 30
    assert (cells.longitude[result.entry] > 0).all()
    assert reached[cells.longitude > 0].any()
    assert reached[cells.longitude < 0].any()


def test_the_animation_holds_every_year_of_every_cell(medfly: Scenario, found: SpreadMap) -> None:
    page = animation.spread_html(medfly, found, translator("en"))
    given = json.loads(re.search(r"\((\{\"row\".*\})\);</script>", page, re.S).group(1))
    codes = np.frombuffer(zlib.decompress(base64.b64decode(given["frames"])), np.uint8)
    frames = codes.reshape(found.invadable.size, found.years + 1)
    share = found.probability(found.years)
    assert ((frames[:, -1] == 0) == (found.invadable & (share == 0))).all()
    assert ((frames[:, -1] == animation.CLOSED) == ~found.invadable).all()
    open_codes = frames[found.invadable].astype(int)
    assert (np.diff(open_codes, axis=1) >= 0).all()
    certain = found.invadable & (share == share.max())
    assert (frames[certain, -1] == math.ceil(200 * math.sqrt(share.max()))).all()
    for cell in np.flatnonzero(found.invaded[-1])[::50]:
        count = found.invaded[-1][cell]
        assert given["words"][frames[cell, -1]] == (
            f"Invaded in {translator('en').percent(count / 12, 2)} of simulations")
    assert len(given["words"]) == animation.CLOSED + 1 == len(given["colours"])


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_the_animation_asks_no_other_host_and_ends_its_script_once(
        medfly: Scenario, found: SpreadMap, language: str) -> None:
    page = animation.spread_html(medfly, found, translator(language))
    assert re.findall(r"(?:src|href)=\"([^\"]+)\"", page) == [
        "/app/static/leaflet/leaflet.js", "/app/static/leaflet/leaflet.css"]
    assert "http" not in page
    assert page.count("</script") == 2
    assert page == animation.spread_html(medfly, found, translator(language))


def test_both_models_stand_in_chart_table_and_sentence(medfly: Scenario, found: SpreadMap) -> None:
    t, course = translator("en"), courses.course(assess(medfly, 500, 1))
    chart = figures.compared(course=course, found=found, t=t)
    drawn = [trace.y[-1] for trace in chart.data if trace.name in (
        "Lag and radial rate", "Spread over the map") and trace.mode == "lines"]
    assert drawn == pytest.approx([course.invaded[1, -1], found.quantiles()[1, -1]])
    table = figures.by_year(course, found)
    assert table["year"].tolist() == list(range(found.years + 1))
    assert table["disc"].iloc[-1] == pytest.approx(course.invaded[1, -1])
    assert table["median"].iloc[-1] == pytest.approx(np.sort(found.area_km2[:, -1])[5])
    words = figures.answer(course, found, t)
    assert t.number(found.quantiles()[1, -1]) in words
    assert t.number(course.invaded[1, -1]) in words


@pytest.mark.parametrize(("factor", "words"), [(0.1, "times less"), (1.0, "same lag and rate occ"),
                                               (10.0, "times more")])
def test_the_sentence_says_which_model_spreads_more(
        medfly: Scenario, found: SpreadMap, factor: float, words: str) -> None:
    course = courses.course(assess(medfly, 500, 1))
    target = course.invaded[1, -1] * factor
    other = dataclasses.replace(found, area_km2=np.full_like(found.area_km2, target))
    assert words in figures.answer(course, other, translator("en"))


def test_land_counts_in_proportion_to_infested_hosts(medfly: Scenario) -> None:
    """All hosts of a cell infested = the land of the cell; the whole area is never passed."""
    certain = medfly.spread.rate.distribution.model_copy(update={"low": 300.0, "high": 301.0})
    fast = medfly.changed(spread=medfly.spread.model_copy(update={
        "rate": medfly.spread.rate.model_copy(update={"distribution": certain})}))
    result = spread_map(fast, SpreadChoice(places=(GUANGZHOU,), replicates=2), seed=3)
    assert (result.area_km2[:, -1] <= result.invadable_km2).all()
    assert (result.area_km2[:, -1] > 0.5 * result.invadable_km2).all()
