"""Hosts: files a user brings, with every way they can be wrong, and the shipped tables."""

from __future__ import annotations

import json
import subprocess
import sys
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from rasterio.crs import CRS
from rasterio.errors import NotGeoreferencedWarning
from rasterio.io import MemoryFile
from rasterio.transform import Affine

from pra_core import hosts, reference
from pra_core.errors import PraError
from pra_core.pra_area import HostArea, Hosts
from pra_core.store.codec import load_scenario


def from_origin(west: float, north: float, width: float, height: float) -> Affine:
    return Affine(width, 0.0, west, 0.0, -height, north)


SOURCE: Any = {"status": "verified", "citation": "a test"}
TITLE = {"en": "Hosts"}
ORIGIN = from_origin(-4.125, 40.125, 0.25, 0.25)


@pytest.fixture(scope="module")
def spain() -> NDArray[np.intp]:
    return reference.pra_area_cells(["ES"], (-10.0, 35.0, 5.0, 44.0))


@pytest.fixture(scope="module")
def italy_and_spain() -> NDArray[np.intp]:
    return reference.pra_area_cells(["ES", "IT"])


def _of(**given: Any) -> Hosts:
    return Hosts(title=TITLE, source=SOURCE, **given)


def _tiff(values: NDArray[Any], transform: Affine, crs: int | None = 4326,
          **profile: Any) -> bytes:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", NotGeoreferencedWarning)
        with MemoryFile() as memory:
            with memory.open(driver="GTiff", height=values.shape[0], width=values.shape[1],
                             count=1, dtype=values.dtype, transform=transform,
                             crs=None if crs is None else CRS.from_epsg(crs), **profile) as out:
                out.write(values, 1)
            return bytes(memory.read())


def _faults(call: Callable[[], object]) -> list[tuple[str, str, str]]:
    with pytest.raises(PraError) as caught:
        call()
    return [(p.code, p.path, str(p.value)) for p in caught.value.problems]


# Spreading over cells


def test_hectares_are_spread_by_land(italy_and_spain: NDArray[np.intp]) -> None:
    found = hosts.host_hectares(_of(areas=[{"area": "ES", "hectares": 300.0},
                                           {"area": "IT", "hectares": 100.0}]), italy_and_spain)
    normals = reference.climate_normals()
    land = normals.area_km2[italy_and_spain]
    for country, hectares in (("ES", 300.0), ("IT", 100.0)):
        own = normals.country[italy_and_spain] == country
        assert found[own].sum() == pytest.approx(hectares, rel=1e-12)
        assert np.ptp(found[own] / land[own]) < 1e-15


def test_all_hectares_go_to_the_part_within_the_box(spain: NDArray[np.intp]) -> None:
    found = hosts.host_hectares(_of(areas=[{"area": "ES", "hectares": 300.0}]), spain)
    assert found.sum() == pytest.approx(300.0, rel=1e-12)


def test_areas_outside_are_told(spain: NDArray[np.intp]) -> None:
    found = hosts.host_map(_of(areas=[{"area": "ES", "hectares": 3.0},
                                      {"area": "NZ", "hectares": 5.0}]), spain)
    assert (found.hectares.sum(), found.outside_hectares) == (pytest.approx(3.0), 5.0)
    assert [one.area for one in found.outside] == ["NZ"]


def test_every_unknown_area_is_named(spain: NDArray[np.intp]) -> None:
    areas = [{"area": a, "hectares": 1.0} for a in ("ES", "XX", "ES", "QQ-1")]
    assert _faults(lambda: hosts.host_map(_of(areas=areas), spain)) == [
        ("unknown_id", "hosts.areas[1].area", "XX"), ("duplicate", "hosts.areas[2].area", "ES"),
        ("unknown_id", "hosts.areas[3].area", "QQ-1")]


def test_a_country_beside_its_region_is_refused() -> None:
    cells = reference.pra_area_cells(["CN"])
    areas = [{"area": a, "hectares": 1.0} for a in ("CN", "CN-GD")]
    assert _faults(lambda: hosts.host_map(_of(areas=areas), cells)) == [
        ("conflict", "hosts.areas[1].area", "CN, CN-GD")]


def test_provinces_hold_their_own_hectares() -> None:
    cells = reference.pra_area_cells(["CN"])
    found = hosts.host_hectares(_of(areas=[{"area": "CN-GD", "hectares": 50.0}]), cells)
    normals = reference.climate_normals()
    held = cells[found > 0]
    assert found.sum() == pytest.approx(50.0, rel=1e-12)
    assert normals.latitude[held].max() < 26.0  # Guangdong: 20-25.5 N, 109.5-117.5 E
    assert 109.0 < normals.longitude[held].min() < normals.longitude[held].max() < 118.0


# CSV


def test_csv_of_areas(spain: NDArray[np.intp]) -> None:
    found = hosts.parse_host_csv("\ufeffarea;hectares;remark\nes;100.5;x\nNZ;7;\n".encode(),
                                 "a.csv", spain)
    assert found.areas == (HostArea(area="ES", hectares=100.5), HostArea(area="NZ", hectares=7))
    assert (found.hectares, found.outside, found.grid) == (100.5, 7.0, None)


def test_csv_of_points_counts_in_the_cell(spain: NDArray[np.intp]) -> None:
    found = hosts.parse_host_csv("lat,lon,hectares\n39.47,-0.51,10\n39.55,-0.55,5\n-41,174,2\n",
                                 "p.csv", spain)
    on = hosts.host_hectares(_of(grid=found.grid), spain)
    normals = reference.climate_normals()
    held = spain[on > 0]
    assert (normals.latitude[held].tolist(), normals.longitude[held].tolist()) == ([39.5], [-0.5])
    assert (on.sum(), found.outside, found.places) == (15.0, 2.0, 3)


def test_hosts_on_a_neighbours_land_are_outside(spain: NDArray[np.intp]) -> None:
    normals = reference.climate_normals()
    beside = (normals.country == "PT") & (normals.longitude > -10.0)
    assert beside.sum() > 100
    lines = [f"{a},{b},100" for a, b in zip(normals.latitude[beside], normals.longitude[beside],
                                            strict=True)]
    # One more in the sea off Valencia.
    text = "\n".join(["lat,lon,hectares", *lines, "39.5,-0.1,7"])
    found = hosts.parse_host_csv(text, "p.csv", spain)
    assert (found.hectares, found.outside) == (7.0, pytest.approx(100.0 * beside.sum()))


def test_csv_problems_of_every_line_at_once(spain: NDArray[np.intp]) -> None:
    text = "area,hectares\nES,-1\nIT,many\n,3\nFR,nan\nPT,\nQQ,-2\nES,1\n"
    assert _faults(lambda: hosts.parse_host_csv(text, "a.csv", spain)) == [
        ("out_of_bounds", "a.csv: 2", "-1"), ("wrong_type", "a.csv: 3", "many"),
        ("missing", "a.csv: 4", ""), ("not_finite", "a.csv: 5", "nan"),
        ("missing", "a.csv: 6", ""), ("unknown_id", "a.csv: 7", "QQ"),
        ("out_of_bounds", "a.csv: 7", "-2"), ("duplicate", "a.csv: 8", "ES")]


def test_csv_unknown_areas_are_named_by_line(spain: NDArray[np.intp]) -> None:
    text = "area,hectares\nES,1\nSpain,1\nQQ,1\n"
    assert _faults(lambda: hosts.parse_host_csv(text, "a.csv", spain)) == [
        ("unknown_id", "a.csv: 3", "SPAIN"), ("unknown_id", "a.csv: 4", "QQ")]


def test_csv_swapped_columns_out_of_range(spain: NDArray[np.intp]) -> None:
    with pytest.raises(PraError) as caught:
        hosts.parse_host_csv("lat,lon,hectares\n113.2,23.1,4\n", "p.csv", spain)
    assert [(p.code, p.path, p.value) for p in caught.value.problems] == [
        ("out_of_bounds", "p.csv: 2", "113.2")]
    assert "swapped" in caught.value.problems[0].allowed


def test_csv_swapped_columns_within_range(spain: NDArray[np.intp]) -> None:
    with pytest.raises(PraError) as caught:
        hosts.parse_host_csv("lat,lon,hectares\n-0.5,39.5,4\n", "p.csv", spain)
    assert caught.value.code == "out_of_bounds"
    assert "swapped" in caught.value.problems[0].allowed


@pytest.mark.parametrize(("text", "code"), [
    pytest.param("", "missing", id="empty"),
    pytest.param("area,hectares\n", "missing", id="head only"),
    pytest.param("region,ha\nES,1\n", "missing", id="other columns"),
    pytest.param("area,hectares\nES,0\n", "out_of_bounds", id="nothing above zero"),
    pytest.param("area,hectares\nNZ,5\n", "out_of_bounds", id="nothing in the PRA area"),
    pytest.param("area,hectares\nES,90000000\n", "out_of_bounds", id="more than the land"),
    pytest.param(b"area,hectares\n\xff\xfe,1\n", "unreadable", id="not UTF-8"),
])
def test_csv_that_cannot_be_used(text: str | bytes, code: str, spain: NDArray[np.intp]) -> None:
    assert [fault[0] for fault in _faults(
        lambda: hosts.parse_host_csv(text, "a.csv", spain))] == [code]


def test_many_problems_are_counted(spain: NDArray[np.intp]) -> None:
    text = "lat,lon,hectares\n" + "40,-4,x\n" * 100
    faults = _faults(lambda: hosts.parse_host_csv(text, "a.csv", spain))
    assert len(faults) == 31
    assert faults[-1] == ("more", "", "70")


@pytest.mark.parametrize("parse", [
    lambda content, cells: hosts.parse_host_csv(content, "big", cells),
    lambda content, cells: hosts.parse_host_geojson(content, "big", cells),
    lambda content, cells: hosts.parse_host_geotiff(content, "big", cells, "share"),
], ids=["csv", "geojson", "geotiff"])
def test_fifty_megabytes_are_refused_by_size(
    parse: Callable[[bytes, NDArray[np.intp]], object], spain: NDArray[np.intp]
) -> None:
    content = b"\xff" * (50 * 2**20 + 1)  # not readable either: the size is looked at first
    assert _faults(lambda: parse(content, spain)) == [("out_of_bounds", "big", "50.0 MB")]


# GeoJSON


def _collection(*features: dict[str, Any], **more: Any) -> str:
    return json.dumps({"type": "FeatureCollection", "features": features, **more})


def _feature(kind: str, coordinates: Any, hectares: Any = 10.0) -> dict[str, Any]:
    return {"type": "Feature", "properties": {"hectares": hectares},
            "geometry": {"type": kind, "coordinates": coordinates}}


def _square(west: float, south: float, size: float) -> list[Any]:
    return [[[west, south], [west + size, south], [west + size, south + size],
             [west, south + size], [west, south]]]


def test_geojson_shape_is_spread_over_the_centres_it_holds(spain: NDArray[np.intp]) -> None:
    text = _collection(_feature("Polygon", _square(-4.1, 38.9, 0.7), 80.0))
    on = hosts.host_hectares(_of(grid=hosts.parse_host_geojson(text, "s", spain).grid), spain)
    normals = reference.climate_normals()
    held = spain[on > 0]
    assert sorted(set(normals.latitude[held])) == [39.0, 39.25, 39.5]
    assert sorted(set(normals.longitude[held])) == [-4.0, -3.75, -3.5]
    assert on.sum() == pytest.approx(80.0, rel=1e-6)


def test_geojson_small_shape_and_points(spain: NDArray[np.intp]) -> None:
    text = _collection(_feature("Polygon", _square(-4.1, 39.04, 0.01), 8.0),
                       _feature("MultiPoint", [[-4.0, 39.0], [-3.0, 39.0]], 4.0),
                       _feature("Point", [-3.0, 39.0, 650.0], 1.0))
    on = hosts.host_hectares(_of(grid=hosts.parse_host_geojson(text, "s", spain).grid), spain)
    assert sorted(on[on > 0]) == [3.0, 10.0]


def test_geojson_problems_of_every_feature(spain: NDArray[np.intp]) -> None:
    text = _collection(_feature("Point", [-4.0, 39.0], -3), _feature("LineString", [[0, 0]]),
                       _feature("Point", [39.0, -104.0]), {"type": "Feature"},
                       _feature("Polygon", [], "ten"))
    faults = _faults(lambda: hosts.parse_host_geojson(text, "s", spain))
    assert [(code, path) for code, path, _ in faults] == [
        ("wrong_type", "s: features[0]"), ("wrong_type", "s: features[1].geometry"),
        ("out_of_bounds", "s: features[2].geometry"), ("wrong_type", "s: features[3]"),
        ("wrong_type", "s: features[3].geometry"), ("wrong_type", "s: features[4]"),
        ("wrong_type", "s: features[4].geometry")]


@pytest.mark.parametrize(("text", "code"), [
    pytest.param("{", "unreadable", id="broken"),
    pytest.param("[" * 100_000, "unreadable", id="too deep"),
    pytest.param("[1]", "missing", id="no collection"),
    pytest.param(_collection(), "missing", id="no feature"),
    pytest.param(_collection(_feature("Point", [-4.0, 39.0]),
                             crs={"properties": {"name": "EPSG:3035"}}),
                 "out_of_bounds", id="other reference system"),
    pytest.param(_collection(_feature("Point", [174.0, -41.0])), "out_of_bounds", id="elsewhere"),
    pytest.param(_collection(_feature("Polygon", [[[1, 1], [2, 2]]])), "wrong_type",
                 id="no shape"),
])
def test_geojson_that_cannot_be_used(text: str, code: str, spain: NDArray[np.intp]) -> None:
    assert [fault[0] for fault in _faults(
        lambda: hosts.parse_host_geojson(text, "s", spain))] == [code]


# GeoTIFF


def test_geotiff_of_the_climate_grid_keeps_every_pixel(spain: NDArray[np.intp]) -> None:
    values = np.arange(1.0, 7.0).reshape(2, 3)
    content = _tiff(values, from_origin(-4.125, 40.125, 0.25, 0.25))
    found = hosts.parse_host_geotiff(content, "r", spain, "hectares")
    on = hosts.host_hectares(_of(grid=found.grid), spain)
    normals = reference.climate_normals()
    for row, latitude in enumerate((40.0, 39.75)):
        for col, longitude in enumerate((-4.0, -3.75, -3.5)):
            cell = (normals.latitude[spain] == latitude) & (normals.longitude[spain] == longitude)
            assert on[cell] == values[row, col]


def test_geotiff_share_of_ones_is_the_area_of_the_pixels(spain: NDArray[np.intp]) -> None:
    content = _tiff(np.ones((4, 4)), from_origin(-4.125, 40.125, 0.25, 0.25))
    found = hosts.parse_host_geotiff(content, "r", spain, "share")
    latitude = np.repeat(40.0 - 0.25 * np.arange(4), 4)
    assert found.hectares == pytest.approx(100.0 * reference.cell_area_km2(latitude).sum(),
                                           rel=1e-9)


@pytest.mark.parametrize("crs", [3035, 25830, 3857], ids=["LAEA", "UTM 30", "Mercator"])
def test_geotiff_projected_shares_have_the_true_area(crs: int, spain: NDArray[np.intp]) -> None:
    """100 km x 100 km of host near Madrid, in each system at its own scale."""
    from rasterio.warp import transform

    x, y = (one[0] for one in transform(CRS.from_epsg(4326), CRS.from_epsg(crs), [-4.0], [40.0]))
    metres = 1000.0 / (np.cos(np.radians(40.0)) if crs == 3857 else 1.0)
    content = _tiff(np.ones((100, 100), np.float32),
                    from_origin(x - 50 * metres, y + 50 * metres, metres, metres), crs)
    found = hosts.parse_host_geotiff(content, "r", spain, "share")
    assert found.hectares == pytest.approx(1e6, rel=0.01)
    on = hosts.host_hectares(_of(grid=found.grid), spain)
    normals = reference.climate_normals()
    middle = np.average(normals.latitude[spain], weights=on)
    assert middle == pytest.approx(40.0, abs=0.05)
    assert np.average(normals.longitude[spain], weights=on) == pytest.approx(-4.0, abs=0.05)


@pytest.mark.parametrize("crs", [3035, 25830], ids=["LAEA", "UTM 30"])
def test_geotiff_corners_in_between_change_nothing(
    crs: int, spain: NDArray[np.intp], monkeypatch: pytest.MonkeyPatch
) -> None:
    from rasterio.warp import transform

    from pra_core.hosts import from_geotiff

    x, y = (one[0] for one in transform(CRS.from_epsg(4326), CRS.from_epsg(crs), [-4.0], [40.0]))
    values = np.random.default_rng(1).random((203, 307))
    content = _tiff(values, from_origin(x, y, 250.0, 250.0), crs)
    drawn = hosts.parse_host_geotiff(content, "r", spain, "share")
    monkeypatch.setattr(from_geotiff, "MOST_STRIDE", 1)
    exact = hosts.parse_host_geotiff(content, "r", spain, "share")
    assert drawn.hectares == pytest.approx(exact.hectares, rel=1e-6)
    cells = [hosts.host_hectares(_of(grid=one.grid), spain) for one in (drawn, exact)]
    # A pixel whose middle lies on the edge of two cells may change sides: it has 6.25 ha.
    assert np.abs(cells[0] - cells[1]).max() < 10 * 6.25


def test_geotiff_without_data_counts_nothing(spain: NDArray[np.intp]) -> None:
    values = np.array([[5.0, -9999.0], [np.nan, 2.0]])
    content = _tiff(values, from_origin(-4.125, 40.125, 0.25, 0.25), nodata=-9999.0)
    found = hosts.parse_host_geotiff(content, "r", spain, "hectares")
    assert (found.hectares, found.places) == (7.0, 2)


def test_geotiff_is_read_in_a_process_that_wrote_none(
    root: Path, tmp_path: Path
) -> None:
    path = tmp_path / "hosts.tif"
    path.write_bytes(_tiff(np.full((2, 2), 3.0), ORIGIN))
    code = ("import sys; from pathlib import Path; from pra_core import hosts, reference;"
            "cells = reference.pra_area_cells(['ES'], (-10.0, 35.0, 5.0, 44.0));"
            "content = Path(sys.argv[1]).read_bytes();"
            "print(hosts.parse_host_geotiff(content, 'r', cells, 'hectares').hectares)")
    done = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True,
                          check=True, cwd=root)
    assert done.stdout.strip() == "12.0"


def test_geotiff_from_zero_to_360_degrees(spain: NDArray[np.intp]) -> None:
    content = _tiff(np.full((1, 1), 6.0), from_origin(355.875, 40.125, 0.25, 0.25))
    assert hosts.parse_host_geotiff(content, "r", spain, "hectares").hectares == 6.0


@pytest.mark.filterwarnings("ignore::rasterio.errors.NotGeoreferencedWarning")
@pytest.mark.parametrize(("content", "code", "words"), [
    pytest.param(b"II*\0garbage", "unreadable", "GeoTIFF", id="no raster"),
    pytest.param(b"<VRTDataset rasterXSize='1' rasterYSize='1'></VRTDataset>", "unreadable",
                 "GeoTIFF", id="another format"),
    pytest.param(_tiff(np.ones((2, 2)), ORIGIN, None), "missing", "CRS", id="no CRS"),
    pytest.param(_tiff(np.ones((2, 2)), from_origin(170.0, -40.0, 0.25, 0.25)), "out_of_bounds",
                 "within the PRA area", id="no overlap"),
    pytest.param(_tiff(np.ones((2, 2)), from_origin(500_000.0, 4_400_000.0, 1000.0, 1000.0)),
                 "out_of_bounds", "reference system", id="metres called degrees"),
    pytest.param(_tiff(np.ones((2, 2)), Affine(0.2, 0.1, -4.0, 0.1, -0.2, 40.0)), "wrong_type",
                 "rotated", id="rotated"),
    pytest.param(_tiff(np.full((2, 2), 57.0), ORIGIN), "out_of_bounds", "percentages",
                 id="percentages"),
    pytest.param(_tiff(np.full((2, 2), -1.0), ORIGIN), "out_of_bounds", "0 to 1", id="negative"),
    pytest.param(_tiff(np.zeros((2, 2)), ORIGIN), "out_of_bounds", "above 0", id="only zeros"),
    pytest.param(_tiff(np.ones((2, 2), np.complex64), ORIGIN), "wrong_type", "numbers",
                 id="complex"),
    pytest.param(_tiff(np.zeros((7000, 7000), np.uint8), from_origin(-10, 45, 1e-3, 1e-3),
                       compress="deflate"), "out_of_bounds", "40 million", id="too large"),
])
def test_geotiff_that_cannot_be_used(
    content: bytes, code: str, words: str, spain: NDArray[np.intp]
) -> None:
    with pytest.raises(PraError) as caught:
        hosts.parse_host_geotiff(content, "r", spain, "share")
    assert caught.value.code == code
    assert words in caught.value.problems[0].allowed


# Packing


@pytest.mark.parametrize("text", [
    "", "1:", "1:!!", "2:eJwDAAAAAAE=", "eJwDAAAAAAE=", "1:" + "QUJD" * 10,
], ids=["empty", "nothing", "no base64", "other version", "no mark", "no zlib"])
def test_a_text_that_is_no_packed_grid(text: str) -> None:
    assert _faults(lambda: hosts.unpack(text))[0][0] == "unreadable"


def test_a_packed_grid_is_bounded() -> None:
    import base64
    import zlib

    bomb = "1:" + base64.b64encode(zlib.compress(bytes(200_000_000), 9)).decode()
    assert _faults(lambda: hosts.unpack(bomb))[0][0] == "unreadable"


# Shipped tables

NATIONAL = [
    pytest.param("citrus", "CN", 2_486_667, id="citrus-CN-NBS-2018-37.3-million-mu"),
    pytest.param("citrus", "EU", 455_200, id="citrus-EU-Eurostat-STAT-19-1334-2017"),
    pytest.param("apple", "AU", 16_849, id="apple-AU-FAOSTAT-2018"),
    pytest.param("wheat", "CN", 24_266_190, id="wheat-CN-FAOSTAT-2018"),
]


@pytest.mark.parametrize(("table", "where", "national"), NATIONAL)
def test_tables_add_up_to_the_cited_total(table: str, where: str, national: float) -> None:
    rows = hosts.host_table(table)
    own = [row for row in rows if where == "EU" and "-" not in row.area
           or row.area.startswith(f"{where}-")]
    assert sum(row.hectares for row in own) == pytest.approx(national, rel=0.15)


@pytest.mark.parametrize("table", ["apple", "citrus", "wheat"])
def test_every_row_has_a_source(table: str) -> None:
    rows = hosts.host_table(table)
    assert len({row.area for row in rows}) == len(rows) > 5
    for row in rows:
        assert row.status in ("verified", "unverified", "assumed")
        assert len(row.source) > 20
        assert row.hectares > 0
        assert 2000 <= row.year <= 2026
        assert row.status == "verified" or row.note
        assert (row.status == "unverified") == ("from memory" in row.source)


@pytest.mark.parametrize(("scenario", "table"), [
    ("medfly-citrus-china", "citrus"), ("false-codling-moth-citrus-eu", "citrus"),
    ("fire-blight-apple-australia", "apple")])
def test_tables_agree_with_the_scenarios_host_area(scenario: str, table: str) -> None:
    loaded = load_scenario(scenario)
    cells = reference.pra_area_cells(loaded.pra_area.countries, loaded.pra_area.box)
    total = hosts.host_hectares(_of(table=table), cells).sum()
    low, high = loaded.consequences.host_area.distribution.support
    assert low <= total <= high


def test_an_unknown_table_is_refused(spain: NDArray[np.intp]) -> None:
    assert _faults(lambda: hosts.host_hectares(_of(table="durian"), spain)) == [
        ("unknown_id", "hosts.table", "durian")]
