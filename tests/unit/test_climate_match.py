"""Climate match of a scenario: the places, the cities named, zones shared, development, layers."""

from __future__ import annotations

import numpy as np
import pytest

from pra_core import climate_match, endangered_area, reference, reference_places
from pra_core.climate.koppen import ZONES
from pra_core.climate_match import Places
from pra_core.errors import PraError
from pra_core.figures import resemblance_words as words
from pra_core.figures.resemblance import zone_bars
from pra_core.i18n import LANGUAGES, translator
from pra_core.maps import match_layers as layers
from pra_core.maps.layers import NO_DATA
from pra_core.maps.match_picture import match_png
from pra_core.parameter import Source
from pra_core.pest import PresentRange
from pra_core.pra_area import ClimateScenario, PraArea
from pra_core.scenario import Scenario
from pra_core.store import load_scenario

ASSUMED = Source.model_validate({"status": "assumed", "assessor": "test", "date": "2026-11-22",
                                 "reason": {"en": "test", "zh_CN": "测试"}})


@pytest.fixture(scope="module")
def china() -> Scenario:
    return load_scenario("medfly-citrus-china")


def city(name: str, country: str) -> int:
    table = reference.cities()
    return int(table.index[(table["name"] == name) & (table["iso2"] == country)][0])


def in_area(scenario: Scenario, *countries: str) -> Scenario:
    area = PraArea(title={"en": "area"}, countries=countries)
    return scenario.changed(pra_area=area)


def developing(scenario: Scenario, **changes: float | None) -> Scenario:
    """The pest with fixed development inputs, emergence among them."""
    data = {"lower": 10.0, "generation": 600.0, "emergence": 200.0} | changes
    units = {"lower": "degC", "generation": "degC d", "emergence": "degC d"}
    made = {key: {"name": f"phenology.{key}", "unit": units[key],
                  "distribution": {"kind": "fixed", "value": value},
                  "source": ASSUMED.model_dump(mode="json")}
            for key, value in data.items() if value is not None}
    pest = scenario.pest.model_dump(mode="json") | {"phenology": made | {"method": "triangle"}}
    return scenario.changed(pest=type(scenario.pest).model_validate(pest))


def test_the_area_itself_matches_wholly(china: Scenario) -> None:
    found = climate_match.resemblance(china, Places(areas=("CN",)))
    np.testing.assert_allclose(found.match, 100.0)
    np.testing.assert_array_equal(found.nearest, endangered_area.suitability(china).cells)
    assert climate_match.similar(china, Places(areas=("CN",))).share == pytest.approx(1.0)


def test_places_count_together_and_only_help(china: Scenario) -> None:
    spain, turfan = Places(areas=("ES",)), Places(cities=(city("Spokane", "US"),))
    both = Places(areas=spain.areas, cities=turfan.cities)
    one, other, joint = (climate_match.resemblance(china, p).match for p in (spain, turfan, both))
    np.testing.assert_allclose(joint, np.maximum(one, other), atol=1e-9)


def test_the_other_side_of_the_equator_is_shifted(china: Scenario) -> None:
    """Perth's dry summer is that of southern Spain, not its opposite."""
    spain = in_area(china, "ES")
    found = climate_match.best_places(spain, Places(cities=(city("Perth", "AU"),)))
    assert found["match"].iloc[0] > 50
    assert found["latitude"].iloc[0] < 39


def test_dry_interior_resembles_spokane_and_the_tropics_do_not(china: Scenario) -> None:
    found = climate_match.best_places(china, Places(cities=(city("Spokane", "US"),)))
    assert found["region"].iloc[0] == "CN-XJ"
    table = climate_match.region_table(china, Places(cities=(city("Spokane", "US"),)))
    low = table.set_index("region")["highest"]
    assert low["CN-XJ"] == low.max()
    assert low["CN-HI"] == 0


def test_best_places_by_brute_force(china: Scenario) -> None:
    places = Places(areas=("ES", "IT"))
    found = climate_match.best_places(china, places, most=10)
    match = climate_match.resemblance(china, places).match
    np.testing.assert_array_equal(found["match"], match[found["cell"]])
    assert (np.diff(found["match"]) <= 1e-9).all()
    assert (found["population"] >= climate_match.KNOWN_PEOPLE).all()
    table = reference.cities()
    owners = set(table.loc[found["like"], "iso2"])
    assert owners <= {"ES", "IT"}
    phi, lam = np.radians(found["latitude"]), np.radians(found["longitude"])
    for i in range(len(found)):
        for j in range(i):
            angle = np.arccos(np.sin(phi[i]) * np.sin(phi[j])
                              + np.cos(phi[i]) * np.cos(phi[j]) * np.cos(lam[i] - lam[j]))
            assert angle * 6371 > 149


def test_small_cities_are_named_where_there_is_no_big_one(china: Scenario) -> None:
    found = climate_match.best_places(in_area(china, "IS"), Places(areas=("NO",)))
    assert len(found) > 0
    small = climate_match.best_places(in_area(china, "AD"), Places(areas=("FR",)))
    assert (small["population"] < climate_match.KNOWN_PEOPLE).all()
    assert len(small) > 0


def test_a_warmer_scenario_is_matched_with_todays_climate_elsewhere(china: Scenario) -> None:
    warm = ClimateScenario(title={"en": "warmer"}, warming=(3.0,) * 12, rain=(1.0,) * 12,
                           source=ASSUMED)
    changed = china.changed(climate_scenario=warm)
    before = climate_match.resemblance(china, Places(areas=("TH",))).match
    after = climate_match.resemblance(changed, Places(areas=("TH",))).match
    assert after.mean() > before.mean() + 1
    themselves = climate_match.resemblance(changed, Places(areas=("CN",))).match
    assert themselves.min() < 99


def test_regions_add_up(china: Scenario) -> None:
    places = Places(areas=("US-WA", "US-OR"))
    table, whole = (climate_match.region_table(china, places),
                    climate_match.similar(china, places))
    assert table["similar"].sum() == pytest.approx(whole.area_km2, abs=1e-6)
    assert table["area"].sum() == pytest.approx(endangered_area.suitability(china).area_km2.sum())
    cells = climate_match.cells_of(places)
    codes = set(reference_places.region_codes()[cells])
    assert codes == {"US-WA", "US-OR"}


def test_present_range_of_the_scenario(china: Scenario) -> None:
    assert climate_match.present_range(china.changed(
        pest=china.pest.model_copy(update={"present_in": ()}))) == Places()
    known = tuple(PresentRange(areas=a, source=ASSUMED) for a in (("ES", "IT"), ("IT", "US-HI")))
    pest = china.pest.model_copy(update={"present_in": known})
    found = climate_match.present_range(china.changed(pest=pest))
    assert found.areas == ("ES", "IT", "US-HI")


@pytest.mark.parametrize(("places", "code"), [
    (Places(), "missing"), (Places(areas=("XX",)), "unknown_id"),
    (Places(cities=(-1,)), "unknown_id"), (Places(cities=(10**7,)), "unknown_id"),
    (Places(cells=(10**7,)), "unknown_id")])
def test_places_that_are_refused(china: Scenario, places: Places, code: str) -> None:
    with pytest.raises(PraError) as caught:
        climate_match.resemblance(china, places)
    assert [p.code for p in caught.value.problems] == [code]


def test_cell_at_a_city_is_the_cell_of_the_city() -> None:
    row = city("Spokane", "US")
    table = reference.cities().iloc[row]
    cell = climate_match.cells_of_cities([row])[0]
    assert climate_match.cell_at(table["lat"], table["lon"]) == cell
    normals = reference.climate_normals()
    assert abs(normals.latitude[cell] - table["lat"]) <= 0.125
    assert climate_match.cells_of_cities([]).size == 0


def test_zone_table_counts_all_land_on_both_sides(china: Scenario) -> None:
    frame = climate_match.zone_table(china, Places(areas=("US",)))
    assert frame["share"].sum() == pytest.approx(1.0)
    assert frame["there"].sum() == pytest.approx(1.0)
    by_zone = frame.set_index("zone")
    assert not by_zone.loc["Dwa", "shared"]
    assert by_zone.loc["Cfa", "shared"]
    assert (by_zone["shared"] == (by_zone["there"] >= climate_match.RARE)).all()
    same = climate_match.zone_table(china, Places(areas=("CN",)))
    np.testing.assert_allclose(same["share"], same["there"])


def test_development_uses_the_sheet(china: Scenario) -> None:
    made = developing(china)
    found = climate_match.development(made)
    assert found is not None
    double = climate_match.development(developing(china, generation=300.0))
    assert double is not None
    np.testing.assert_allclose(double.generations, 2 * found.generations)
    cold = climate_match.development(developing(china, lower=15.0))
    assert cold is not None
    assert (cold.generations <= found.generations).all()
    none = china.changed(pest=china.pest.model_copy(update={"phenology": None}))
    assert climate_match.development(none) is None
    assert layers.development_layers(none, translator("en")) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_layers(china: Scenario, language: str) -> None:
    t, made = translator(language), developing(china)
    cells = endangered_area.suitability(china).cells.size
    match = layers.match_layer(made, Places(areas=("ES",)), t)
    assert match.values is not None
    assert match.codes[match.values.argmax()] == match.codes.max()
    zones = layers.zones_layer(made, t)
    np.testing.assert_array_equal(zones.codes, climate_match.zones(made))
    assert len(zones.colours) == len(zones.words) == len(ZONES)
    for method in climate_match.METHODS:
        one = layers.generations_layer(made, t, method)
        assert one is not None
        assert one.codes.size == cells
        assert one.key == f"generations-{method}"
    emergence = layers.emergence_layer(made, t)
    assert emergence is not None
    assert emergence.values is not None
    never = np.isnan(emergence.values)
    assert never.any()
    assert (emergence.codes[never] == 0).all()
    assert (emergence.codes[~never] > 0).all()
    assert NO_DATA not in emergence.codes
    early, late = np.nanargmin(emergence.values), np.nanargmax(emergence.values)
    assert emergence.codes[early] < emergence.codes[late]
    assert len(emergence.words) == len(emergence.colours)
    assert layers.emergence_layer(developing(china, emergence=None), t) is None


def test_emergence_is_told_as_a_date_on_one_side_of_the_equator() -> None:
    t, found = translator("en"), np.array([40.0, 35.0])
    assert layers._when(1.0, found, t) == "Jan 1"
    assert layers._when(59.5, found, t) == "Mar 1"
    assert layers._when(1.0, -found, t) == "Jul 1"
    assert layers._when(184.5, -found, t) == "Jan 1"
    assert layers._when(100.0, np.array([5.0, -5.0]), t) == "100 days after midwinter"
    assert layers._ends(np.array([np.nan])) == (0.0, 365.0)
    assert layers._ends(np.array([31.0, np.nan, 95.0])) == (30, 120)


@pytest.mark.parametrize("language", LANGUAGES)
def test_words(china: Scenario, language: str) -> None:
    t, places = translator(language), Places(cities=(city("Spokane", "US"),))
    said = words.answer(china, places, t)
    best = climate_match.best_places(china, places, 3)
    for name in best["name"]:
        assert name in said
    assert "Spokane" in said
    table = words.best(china, places, t)
    assert set(words.best_columns(t)) <= set(table.columns)
    assert (table["there"] == table["there"].iloc[0]).all()
    assert set(words.region_columns(t)) <= set(words.regions(china, places, t).columns)
    zones = words.zones(china, places, t)
    assert set(words.zone_columns(t)) <= set(zones.columns)
    figure = zone_bars(frame=zones, t=t)
    assert len(figure.data) == 3
    shown = {title for trace in figure.data[1:] for title in trace.y}
    assert shown <= set(zones["title"])
    development = words.development(developing(china), t)
    assert development is not None
    assert set(words.development_columns(t)) <= set(development.columns)
    assert (development["low"] <= development["median"]).all()
    assert (development["median"] <= development["high"]).all()


def test_whole_countries_carry_a_caveat() -> None:
    t = translator("en")
    assert "overstated" in words.caveat(Places(areas=("US-WA", "RU")), t)
    assert words.caveat(Places(areas=("US-WA",), cities=(0,)), t) == ""


def test_nothing_similar_is_said(china: Scenario) -> None:
    said = words.answer(in_area(china, "SG"), Places(areas=("GL",)), translator("en"))
    assert said.startswith("No place in area resembles")


def test_names_of_places(china: Scenario) -> None:
    t = translator("en")
    places = Places(areas=("ES", "US-WA"), cities=(city("Spokane", "US"),), cells=(0,))
    assert words.titles(places, t)[:3] == ["Spain", "Washington (state), United States",
                                           "Spokane (United States)"]
    assert words.listed(["a", "b", "c", "d", "e"], t) == "a, b, c and 2 more"
    hostile = china.changed(pra_area=PraArea(title={"en": "**x**<b>"}, countries=("CN",)))
    assert "**x**" not in words.answer(hostile, Places(areas=("ES",)), t)


def test_picture_is_the_same_each_time_and_shows_the_marks(china: Scenario) -> None:
    places, t = Places(areas=("ES",)), translator("en")
    plain = match_png(china, places, [], t, dpi=60)
    assert plain.startswith(b"\x89PNG")
    assert match_png(china, places, [], t, dpi=60) == plain
    assert match_png(china, places, [(40.0, 100.0)], t, dpi=60) != plain
