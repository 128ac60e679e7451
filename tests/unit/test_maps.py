"""Maps: what stands where, in which colour, in words, and asking nobody else."""

from __future__ import annotations

import base64
import json
import re
import struct
import zlib
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from pra_core import endangered_area, maps, reference, regions
from pra_core.climate.limiting import LimitingFactor
from pra_core.distribution import Fixed, Uniform
from pra_core.errors import PraError
from pra_core.i18n import LANGUAGES, translator
from pra_core.maps import areas, catalogue, interactive
from pra_core.maps.climate_layers import LIMITING_COLOURS, STRESSES, unknown, used
from pra_core.maps.geometry import mercator, outlines, packed, thinned, view
from pra_core.maps.layers import GROUPS, NO_DATA, STEPS, ZERO, classed, shaded
from pra_core.maps.raster import TRANSPARENT, mercator_lines, mercator_rows, palette_png
from pra_core.pest import Ecoclimatic
from pra_core.scenario import Scenario
from pra_core.store import load_scenario

IDS = ("medfly-citrus-china", "false-codling-moth-citrus-eu", "fire-blight-apple-australia")


@pytest.fixture(scope="module")
def china() -> Scenario:
    return load_scenario("medfly-citrus-china")


def _forget() -> None:
    interactive._html.cache_clear()
    catalogue._layers.cache_clear()


def _pixels(png: bytes) -> tuple[np.ndarray, np.ndarray]:
    """Codes and palette of an 8-bit palette PNG without line filters."""
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    chunks, at = {}, 8
    while at < len(png):
        size, kind = struct.unpack(">I4s", png[at:at + 8])
        body = png[at + 8:at + 8 + size]
        assert zlib.crc32(kind + body) == struct.unpack(">I", png[at + 8 + size:at + 12 + size])[0]
        chunks[kind] = body
        at += 12 + size
    columns, rows, depth, colour = struct.unpack(">IIBB", chunks[b"IHDR"][:10])
    assert (depth, colour) == (8, 3)
    assert chunks[b"tRNS"][TRANSPARENT] == 0
    lines = np.frombuffer(zlib.decompress(chunks[b"IDAT"]), np.uint8).reshape(rows, columns + 1)
    return lines[:, 1:], np.frombuffer(chunks[b"PLTE"], np.uint8).reshape(-1, 3)


def test_palette_picture_keeps_codes_and_colours() -> None:
    image = np.array([[0, 1, TRANSPARENT], [2, 1, 0]], np.uint8)
    codes, palette = _pixels(palette_png(image, ("#000102", "#ff0080", "#0a0b0c")))
    assert (codes == image).all()
    assert palette[:3].tolist() == [[0, 1, 2], [255, 0, 128], [10, 11, 12]]


def test_rows_of_a_picture_are_even_in_mercator() -> None:
    """A row of cells at latitude L gets sec(L) times the height of one at the equator."""
    rows = round(80 / reference.STEP)
    image = (np.arange(rows)[:, None] // 2).astype(np.uint8)
    stretched = mercator_rows(image, 80.0, 0.0)
    assert (np.diff(stretched[:, 0].astype(int)) >= 0).all()
    counts = np.bincount(stretched[:, 0])
    at_equator, at_60 = counts[-11:-1].mean(), counts[36:45].mean()
    assert at_60 / at_equator == pytest.approx(2.0, rel=0.03)


@pytest.mark.parametrize("latitude", [0.0, 45.0, -60.0, 84.0],
                         ids=lambda x: f"Snyder-1987-USGS-PP-1395-eq-7-2-at-{x:g}")
def test_mercator_northing(latitude: float) -> None:
    """y = ln tan(pi/4 + latitude/2): the published form, not the one used."""
    other = np.log(np.tan(np.pi / 4 + np.radians(latitude) / 2))
    assert float(mercator(latitude)) == pytest.approx(float(other), abs=1e-12)


def test_view_holds_every_cell_where_it_is(china: Scenario) -> None:
    found, normals = endangered_area.suitability(china), reference.climate_normals()
    seen = view(normals.row[found.cells], normals.col[found.cells])
    latitude = seen.north - (seen.row + 0.5) * reference.STEP
    longitude = seen.west + (seen.column + 0.5) * reference.STEP
    assert np.allclose(latitude, found.latitude)
    assert np.allclose(longitude, found.longitude)
    image = seen.grid(np.ones(found.cells.size, np.uint8), TRANSPARENT)
    assert int((image == 1).sum()) == found.cells.size


def test_view_across_180_degrees_stays_small() -> None:
    seen = view(np.array([10, 10], np.uint16), np.array([1438, 2], np.uint16))
    assert seen.columns == 5
    assert seen.west == pytest.approx(179.375)
    assert seen.east == pytest.approx(180.625)


def test_outlines_stay_inside_and_leave_overseas_parts_out() -> None:
    square = [[0, 0], [10, 0], [10, 10], [0, 10], [0, 0]]
    far = [[100, 0], [101, 0], [101, 1], [100, 0]]
    world = {"features": [{"geometry": {"type": "MultiPolygon", "coordinates": [[square], [far]]}}]}
    land, lines = outlines(world, (5.0, -5.0, 20.0, 5.0))
    assert len(land) == 1
    (ring,) = land[0]
    x, y = ring[:, 0], ring[:, 1]
    area = 0.5 * abs(float(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1))))
    assert area == pytest.approx(25.0)
    corners = {tuple(point) for line in lines for point in line}
    assert (5.0, 5.0) not in corners, "the edge of the view is no border"
    assert (10.0, 0.0) in corners


@pytest.mark.parametrize("scenario_id", IDS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_page_is_the_same_each_time_and_names_no_host(scenario_id: str, language: str) -> None:
    scenario, t = load_scenario(scenario_id), translator(language)
    page = maps.suitability_html(scenario, t)
    _forget()
    assert maps.suitability_html(scenario, t) == page
    assert re.findall(r"(?:https?:)?//[\w.-]+\.\w+/", page) == []
    sources = re.findall(r'(?:src|href)="([^"]+)"', page)
    assert sources
    assert all(address.startswith("/app/static/leaflet/") for address in sources)


def test_layers_colour_each_cell_by_its_value(china: Scenario) -> None:
    found = endangered_area.suitability(china)
    made = {one.key: one for one in maps.layers(china, translator("en"))}
    assert {"index", "chance", "limiting", "growth", "cold", "generations", "koppen", "arrivals",
            "hosts", "endangered"} <= set(made)
    index = made["index"]
    assert ((index.codes == 0) == (found.index == 0)).all()
    assert index.colours[0] == ZERO
    order = np.argsort(found.index)
    assert (np.diff(index.codes[order].astype(int)) >= 0).all()
    best = int(found.index.argmax())
    assert index.codes[best] == np.floor(found.index[best] / 80 * STEPS) + 1
    limit = regions.thresholds(china)[1]
    assert ((made["limiting"].codes == 0) == (found.index >= limit)).all()


def test_chance_of_a_cell_is_the_share_of_thresholds_it_reaches(china: Scenario) -> None:
    found = replace(endangered_area.suitability(china), members=None)
    chance = endangered_area.chance_suitable(found, Uniform(low=0.0, high=20.0))
    assert np.allclose(chance, np.minimum(found.index / 20.0, 1.0))
    assert (endangered_area.chance_suitable(found, Fixed(value=0.0)) == (found.index > 0)).all()


def test_chance_of_a_cell_is_that_of_the_futures_of_its_climate_model(china: Scenario) -> None:
    found = endangered_area.suitability(china)
    layer = next(one for one in maps.layers(china, translator("en")) if one.key == "chance")
    assert found.members is not None
    assert layer.values is not None
    law = regions.threshold_law(china)
    cell = int(np.abs(layer.values - 0.5).argmin())
    futures = found.members[:, cell].astype(float)
    assert layer.values[cell] == pytest.approx(
        np.where(futures > 0, law.cdf(futures), 0.0).mean(), abs=1e-4)


def test_every_limiting_factor_has_words_and_a_colour() -> None:
    assert len(regions.LIMITING_WORDS) == len(LIMITING_COLOURS) == len(LimitingFactor)
    assert len(set(LIMITING_COLOURS)) == len(LimitingFactor)


def test_hostile_names_never_become_markup(
    china: Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    hostile = '<img src=x onerror="alert(1)"></script><script>alert(2)</script>'
    monkeypatch.setattr(reference, "country_names", lambda: {"CN": {"en": hostile}})
    _forget()
    page = maps.suitability_html(china, translator("en"))
    _forget()
    assert "<img" not in page
    assert "alert(2)</script>" not in page
    assert "\\u003cimg src=x" in page, "the name is still shown, as text"


def test_hostile_legend_is_escaped(china: Scenario) -> None:
    layer = maps.layers(china, translator("en"))[0]
    bad = replace(layer, title="<b onload=x>", ticks=("<i>",), classes=(("#000000", "<u>"),))
    made = interactive.legend(bad)
    assert not {"<b onload", "<i>", "<u>"} & set(re.findall(r"<b onload|<i>|<u>", made))
    assert "&lt;u&gt;" in made


def _given(page: str) -> dict[str, Any]:
    """What the map's script is given."""
    found = re.search(r"\}\)\(map_\w+, (\{.*\})\);", page)
    assert found is not None
    given: dict[str, Any] = json.loads(found.group(1))
    return given


def _array(text: str, kind: str) -> np.ndarray:
    return np.frombuffer(zlib.decompress(base64.b64decode(text)), kind)


def test_what_the_pointer_reads_are_the_values_of_the_cells(china: Scenario) -> None:
    given = _given(maps.suitability_html(china, translator("en")))
    found, normals = endangered_area.suitability(china), reference.climate_normals()
    row, column = _array(given["row"], "<u2"), _array(given["column"], "<u2")
    assert np.allclose(given["north"] - (row + 0.5) * given["size"], found.latitude)
    assert np.allclose(given["west"] + (column + 0.5) * given["size"], found.longitude)
    assert (given["top"] + row == normals.row[found.cells]).all()
    assert ((given["first"] + column) % given["around"] == normals.col[found.cells]).all()
    shown = {layer["key"]: layer for layer in given["layers"]}
    codes = _array(shown["index"]["data"], "u1")
    said = np.array([float(words) for words in shown["index"]["words"][1:]])
    above = found.index > 0
    assert ((codes == 0) == ~above).all()
    # Two digits are said, of classes 0.4 wide.
    assert np.abs(said[codes[above] - 1] - found.index[above]).max() <= 0.2 + 0.5
    places = np.array(given["areas"])[_array(given["area"], "<u2")]
    assert (np.char.endswith(places, ", China")).all()
    assert np.unique(places[(abs(found.latitude - 24) < 0.5) & (abs(found.longitude - 115) < 0.5)]
                     ).tolist() == ["Guangdong, China"]


def test_a_map_depends_on_the_pest_and_the_area_alone(china: Scenario) -> None:
    t = translator("en")
    page = maps.suitability_html(china, t)
    assert maps.suitability_html(china.with_measures([china.measures[0].id]), t) is page
    assert maps.suitability_html(_elsewhere(china, "AU"), t) != page


def _elsewhere(scenario: Scenario, *chosen: str) -> Scenario:
    return scenario.changed(pra_area=areas.area_of(chosen))


@pytest.mark.parametrize("chosen", [("CN",), ("EU",), ("AU",), ("world",), ("RU",), ("NZ", "FJ")],
                         ids=lambda chosen: "-".join(chosen))
def test_map_is_cropped_to_any_area_and_stays_small(china: Scenario, chosen: tuple[str, ...]
                                                    ) -> None:
    scenario = _elsewhere(china, *chosen)
    page = maps.suitability_html(scenario, translator("en"))
    assert len(page) < 3_000_000
    given, found = _given(page), endangered_area.suitability(scenario)
    assert given["rows"] == np.ptp(reference.climate_normals().row[found.cells].astype(int)) + 1
    assert given["columns"] * reference.STEP == pytest.approx(given["east"] - given["west"])
    assert given["east"] - given["west"] <= {"NZ": 18.0, "RU": 172.0}.get(chosen[0], 360.0)
    assert given["lines"] <= 2 * 1_600
    for layer in given["layers"]:
        assert _array(layer["data"], "u1").size == found.cells.size, layer["key"]
        assert len(layer["words"]) == len(layer["colours"]), layer["key"]


def test_area_of_several_countries_is_named_and_unknown_ones_are_refused() -> None:
    europe = areas.area_of(["EU"]).countries
    assert len(europe) == 27
    assert areas.area_of(["EU", "NO"]).countries == tuple(sorted((*europe, "NO")))
    assert areas.area_of(["NZ", "FJ", "AU", "CN"]).title == {
        "en": "New Zealand, Fiji, Australia and 1 more",
        "zh_CN": areas.area_of(["NZ", "FJ", "AU", "CN"]).title["zh_CN"]}
    with pytest.raises(PraError) as caught:
        areas.area_of(["NZ", "Narnia"])
    assert caught.value.value == "Narnia"
    with pytest.raises(PraError):
        areas.area_of([])


def test_unknown_cells_are_those_between_one_and_nine_in_ten(china: Scenario) -> None:
    found = endangered_area.suitability(china)
    chance = endangered_area.chance_suitable(found, regions.threshold_law(china))
    unsure = unknown(chance)
    assert unsure.any()
    assert (unsure == ((chance > 0.1) & (chance < 0.9))).all()


def test_stress_layers_are_those_the_sheet_uses(china: Scenario) -> None:
    moth = load_scenario("false-codling-moth-citrus-eu")
    for scenario in (china, moth):
        model = scenario.pest.climate_model
        assert isinstance(model, Ecoclimatic)
        drawn = [one.key for one in maps.layers(scenario, translator("en"))]
        assert [key for key in drawn if key in STRESSES] == used(model.sheet)
    assert {"cold", "heat", "dry", "wet"} <= set(drawn)


def test_layers_stand_under_their_headings(china: Scenario) -> None:
    groups = [GROUPS.index(one.group) for one in maps.layers(china, translator("en"))]
    assert groups == sorted(groups)


def test_values_that_are_not_known_are_not_coloured() -> None:
    t = translator("en")
    layer = shaded("x", "X", GROUPS[0], np.array([0.0, np.nan, 5.0]), 10.0, "none",
                   lambda x: f"{x:.3f}", t)
    assert layer.codes.tolist() == [0, NO_DATA, STEPS // 2]
    assert layer.words[STEPS // 2] == "4.975"
    classes = classed("x", "X", GROUPS[0], np.array([-1, 1]), ("#000000", "#ffffff"), ("a", "b"))
    assert classes.codes.tolist() == [NO_DATA, 1]
    assert classes.classes == (("#ffffff", "b"),)
    assert np.isnan(classes.values[0])  # type: ignore[index]


def test_thinned_lines_keep_their_ends_and_their_course() -> None:
    angle = np.linspace(0, 2 * np.pi, 2001)
    ring = np.stack([10 * np.cos(angle), 10 * np.sin(angle)], axis=1)
    few = thinned(ring, 0.5)
    assert 100 < len(few) < 160
    assert (few[0] == ring[0]).all()
    assert (few[-1] == ring[-1]).all()
    assert np.allclose(np.hypot(*few.T), 10)
    assert np.hypot(*np.diff(few, axis=0).T).max() < 0.6
    island = ring[:7]
    assert thinned(island, 100.0) is island


def test_packed_lines_unpack_to_hundredths_of_a_degree() -> None:
    line = np.array([[-179.994, 10.0], [-179.994, 10.001], [0.016, -9.5]])
    (steps,) = packed([line])
    assert np.cumsum(np.reshape(steps, (-1, 2)), axis=0).tolist() == [[-17999, 1000], [2, -950]]


@pytest.mark.parametrize(("north", "south"), [(54.0, 18.0), (83.0, -56.0), (-10.0, -44.0)])
def test_every_row_of_cells_has_a_line_of_the_picture(north: float, south: float) -> None:
    rows = round((north - south) / reference.STEP)
    image = mercator_rows(np.arange(rows)[:, None].astype(np.uint16), north, south)
    assert len(image) == mercator_lines(north, south)
    assert np.unique(image).size == rows


@pytest.mark.parametrize("language", LANGUAGES)
def test_printed_map_is_a_picture(china: Scenario, language: str) -> None:
    png = maps.suitability_png(china, translator(language), "limiting", dpi=40)
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    assert png != maps.suitability_png(china, translator(language), "index", dpi=40)


@pytest.mark.parametrize("scenario_id", IDS)
def test_countries_add_up_to_the_area(scenario_id: str) -> None:
    scenario = load_scenario(scenario_id)
    found, table = endangered_area.suitability(scenario), regions.country_table(scenario)
    assert table["area"].sum() == pytest.approx(found.area_km2.sum())
    assert table["arrivals"].sum() == pytest.approx(1.0)
    middle = np.array([regions.thresholds(scenario)[1]])
    assert table["suitable"].sum() == pytest.approx(
        endangered_area.suitable_area(scenario, middle)[0])
    assert table["arrivals_suitable"].sum() == pytest.approx(
        regions.arriving_share(scenario, middle)[0])
    assert (table["suitable_low"] <= table["suitable"]).all()
    assert (table["suitable"] <= table["suitable_high"]).all()


def test_arriving_share_by_threshold(china: Scenario) -> None:
    found = endangered_area.suitability(china)
    limits = np.array([0.0, 5.0, 30.0, 100.0])
    expected = [found.weights[(found.index >= limit) & (found.index > 0)].sum() for limit in limits]
    assert np.allclose(regions.arriving_share(china, limits), expected)


def test_city_stands_in_its_own_cell(china: Scenario) -> None:
    table, found = regions.city_table(china), endangered_area.suitability(china)
    place = table[table["name"] == "Guangzhou"].iloc[0]
    cell = int(place["cell"])
    assert found.latitude[cell] == pytest.approx(23.12, abs=0.13)
    assert found.longitude[cell] == pytest.approx(113.25, abs=0.13)
    assert place["index"] == found.index[cell]
    assert table["population"].is_monotonic_decreasing


def test_daily_range_changes_the_map_and_not_the_scenario(china: Scenario) -> None:
    before = china.fingerprint
    table = regions.range_effect(china, np.array([30.0]))
    assert table is not None
    assert table["range"].tolist() == [7.0, 10.0, 13.0]
    assert table["suitable"].nunique() == 3
    middle = np.array([regions.thresholds(china)[1]])
    assert table["suitable"][1] == endangered_area.suitable_area(china, middle)[0]
    assert china.fingerprint == before


def test_bloom_is_six_months_later_on_the_other_hemisphere() -> None:
    blight = load_scenario("fire-blight-apple-australia")
    assert regions.bloom_months_at(blight, 0) == (9, 10, 11)
    index = regions.monthly_rule_index(blight, 0)
    assert index is not None
    found = endangered_area.suitability(blight)
    assert index[[8, 9, 10]].mean() == pytest.approx(found.index[0])
