"""What-if of the climate model, and another climate, beside the scenario's own."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from pra_core import climate_variants, endangered_area
from pra_core.climate_variants import IRRIGATION, MEMBERS
from pra_core.distribution import Fixed
from pra_core.errors import PraError
from pra_core.figures import variant_words as words
from pra_core.i18n import LANGUAGES, translator
from pra_core.maps import variant_layers, variant_panels, variant_picture
from pra_core.parameter import Source
from pra_core.pest import Ecoclimatic
from pra_core.pra_area import ClimateScenario
from pra_core.scenario import Scenario
from pra_core.store import load_scenario

TYPED = Source(status="assumed", assessor="tester", date=dt.date(2026, 11, 22),
               reason={"en": "test", "zh_CN": "测试"})
WARM, WET = (2.0,) * 12, (1.1,) * 12


@pytest.fixture(scope="module")
def china() -> Scenario:
    return load_scenario("medfly-citrus-china")


@pytest.fixture(scope="module")
def blight() -> Scenario:
    return load_scenario("fire-blight-apple-australia")


def _changed(scenario: Scenario) -> Scenario:
    return scenario.changed(climate_scenario=ClimateScenario(
        title={"en": "warmer", "zh_CN": "变暖"}, warming=WARM, rain=WET, source=TYPED))


@pytest.mark.parametrize("scenario_id", ["medfly-citrus-china", "fire-blight-apple-australia"])
def test_nothing_moved_is_the_assessment_itself(scenario_id: str) -> None:
    scenario = load_scenario(scenario_id)
    found, own = endangered_area.suitability(scenario), climate_variants.what_if(scenario, {})
    np.testing.assert_array_equal(own.index, found.index)
    limit = climate_variants.threshold(scenario)
    area = endangered_area.suitable_area(scenario, np.array([limit]))[0]
    assert own.suitable_km2 == pytest.approx(area)
    assert own.arrivals == pytest.approx(found.weights[own.suitable(limit)].sum())
    full = np.array([scenario.pest.climate_model.full_suitability.distribution.ppf(0.5)])
    assert own.persistence == pytest.approx(endangered_area.persistence(scenario, full)[0])
    same = climate_variants.what_if(scenario, {
        field: one.value for field, one in climate_variants.adjustable(scenario).items()})
    np.testing.assert_allclose(same.index, own.index)


@pytest.mark.parametrize("scenario_id", ["medfly-citrus-china", "fire-blight-apple-australia"])
def test_another_climate_is_that_of_a_scenario_that_holds_it(scenario_id: str) -> None:
    scenario = load_scenario(scenario_id)
    then = climate_variants.other_climate(scenario, WARM, WET)
    held = _changed(scenario)
    np.testing.assert_allclose(then.index, endangered_area.suitability(held).index)
    assert np.abs(then.index - climate_variants.what_if(scenario, {}).index).max() > 1
    # What a scenario holds is no part of the normals it is compared with.
    again = climate_variants.other_climate(held)
    np.testing.assert_allclose(again.index, climate_variants.what_if(scenario, {}).index)
    np.testing.assert_allclose(climate_variants.what_if(held, {}).index, then.index)


def test_years_around_the_mean(china: Scenario) -> None:
    still = climate_variants.other_climate(china)
    assert still.years is None
    varied = climate_variants.other_climate(china, sd=1.0)
    np.testing.assert_array_equal(varied.index, still.index)
    assert varied.years is not None
    assert set(np.round(varied.years * climate_variants.YEARS).astype(int)) == set(range(12))
    limit = climate_variants.threshold(china)
    # The middle one of the years is the mean itself.
    assert np.all(varied.years[still.suitable(limit)] > 0)
    colder = climate_variants.other_climate(china, (-1.5,) * 12, sd=1.0)
    assert colder.years is not None
    assert colder.years.mean() < varied.years.mean()


def test_winters_of_dwarf_bunt_are_not_varied_twice() -> None:
    bunt = load_scenario("dwarf-bunt-wheat-china")
    assert not climate_variants.years_vary(bunt)
    assert climate_variants.can_vary(bunt)


def test_moved_values_do_what_they_say(china: Scenario) -> None:
    own = climate_variants.what_if(china, {})
    harder = climate_variants.what_if(china, {"ttcs": 9.0})
    assert np.all(harder.index <= own.index)
    assert harder.suitable_km2 < own.suitable_km2
    watered = climate_variants.what_if(china, {IRRIGATION: 40.0})
    assert np.abs(watered.index - own.index).max() > 1
    with pytest.raises(PraError) as caught:
        climate_variants.what_if(china, {"dv0": 25.0})
    assert caught.value.code == "order"
    with pytest.raises(PraError, match="order"):
        next(climate_variants.chance_what_if(china, {"dv0": 25.0}))


def test_limits_hold_the_value_and_the_range_of_its_law(china: Scenario) -> None:
    model = china.pest.climate_model
    assert isinstance(model, Ecoclimatic)
    offered = climate_variants.adjustable(china)
    assert {IRRIGATION, "diurnal_range", "dv0", "pdd", "ttcs"} <= set(offered)
    assert "tths" not in offered
    for field, one in offered.items():
        assert one.low <= one.value <= one.high
        assert one.low < one.high
        assert 40 < (one.high - one.low) / one.step <= 100
        assert float(one.format % one.step) == pytest.approx(one.step)
        law = model.uncertain.get(field)
        if law is not None:
            assert one.low <= law.distribution.support[0]
            assert one.high >= law.distribution.support[1]
    assert climate_variants.strongest(china)[0] in offered


def test_negative_rates_of_sheets_are_moved_by_size() -> None:
    moth = load_scenario("false-codling-moth-citrus-eu")
    offered = climate_variants.adjustable(moth)
    rates = [field for field, one in offered.items() if one.unit.startswith("1/week")]
    assert rates
    assert all(offered[field].low > 0 for field in rates)
    same = climate_variants.what_if(moth, {field: offered[field].value for field in rates})
    np.testing.assert_allclose(same.index, climate_variants.what_if(moth, {}).index)


def test_a_rate_of_nothing_is_not_moved(china: Scenario) -> None:
    model = china.pest.climate_model
    assert isinstance(model, Ecoclimatic)
    sheet = model.sheet.model_copy(update={"tths": 38.0, "thhs": 0.0})
    pest = china.pest.model_copy(update={
        "climate_model": model.model_copy(update={"sheet": sheet})})
    found = climate_variants.adjustable(china.changed(pest=pest))
    assert "thhs" not in found
    assert "tths" in found
    assert all(one.step > 0 for one in found.values())


def test_chance_is_refined_towards_that_of_the_assessment(china: Scenario) -> None:
    steps = list(climate_variants.chance_what_if(china, {}, step=64))
    assert [done for done, _ in steps] == [64, 128, 192, MEMBERS]
    law = china.pest.climate_model.suitable_from.distribution
    exact = endangered_area.chance_suitable(endangered_area.suitability(china), law)
    apart = [np.abs(chance - exact).mean() for _, chance in steps]
    assert apart[-1] < 0.005
    assert apart[0] < 0.03  # the first futures are not those with the worst climate
    assert apart[0] > apart[-1]


def test_what_moves_the_area_is_ranked(china: Scenario) -> None:
    frame = climate_variants.area_drivers(china)
    strength = frame["correlation"].abs()
    assert strength.is_monotonic_decreasing
    assert frame["correlation"].between(-1, 1).all()
    cold = frame.set_index("name").loc["climate.ttcs"]
    assert cold["correlation"] < -0.4
    assert cold["low"] > cold["high"]
    fixed = china.with_parameter("climate.ttcs", Fixed(value=5.0), TYPED)
    assert "climate.ttcs" not in set(climate_variants.area_drivers(fixed)["name"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_panels_name_what_they_show(china: Scenario, language: str) -> None:
    t = translator(language)
    now = climate_variants.other_climate(china, sd=1.0)
    then = climate_variants.other_climate(china, WARM, WET, 1.0)
    for kind in variant_layers.SHOWN:
        layers = variant_layers.climate_layers(china, now, then, kind, t)
        text = variant_panels.panels_html(china, layers, t)
        assert text.count("<img") == len(layers) == 3
        assert all(layer.title in text for layer in layers)
    frame = words.compared(china, now, then, t)
    assert len(frame) == 6
    assert t.number(then.suitable_km2) in words.climate_answer(now, then, t)
    assert variant_picture.panels_png(china, layers, t, dpi=40).startswith(b"\x89PNG")


def test_gained_and_lost_cells_add_up(china: Scenario) -> None:
    t, limit = translator("en"), climate_variants.threshold(china)
    now, then = (climate_variants.other_climate(china, warming)
                 for warming in ((0.0,) * 12, WARM))
    moved = variant_layers.moved_layer("moved", now.index, then.index, limit, t).codes
    np.testing.assert_array_equal(np.isin(moved, (1, 3)), now.suitable(limit))
    np.testing.assert_array_equal(np.isin(moved, (2, 3)), then.suitable(limit))
    change = variant_layers.difference_layer("d", now.index, then.index, 50.0, t)
    same = (now.index == then.index) & (now.index > 0)
    assert set(change.codes[(now.index == 0) & (then.index == 0)]) == {0}
    middle = change.codes[~same & (then.index > now.index)].min()
    assert change.codes[~same & (then.index < now.index)].max() <= middle


def test_titles_of_a_change() -> None:
    even = words.change_title(WARM, WET)
    assert even["en"] == "What if: temperature +2 °C, rain +10 %"
    assert set(even) == set(LANGUAGES)
    season = words.change_title((3.0, *(1.0,) * 11), (0.8, *(1.0,) * 11))
    assert season["en"] == "What if: temperature +1 … +3 °C, rain −20 % … 0 %"
