"""The build scripts of data/, on small synthetic inputs: no download, no large package."""

from __future__ import annotations

import io
import tarfile
import zipfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from data.build import (
    boundaries,
    cities,
    climate,
    fetch,
    grid,
    packing,
    points_of_entry,
    regions,
    topology,
    zh_convention,
)
from pra_core.reference import unpacked

NODES = (12, grid.ROWS, grid.COLUMNS)


def synthetic_era5() -> tuple[np.ndarray, np.ndarray]:
    """A plausible world: 25 degC at the equator, cold poles; 60 mm every month."""
    by_row = 25.0 - 40.0 * np.sin(np.radians(grid.latitudes())) ** 2
    temperature = np.broadcast_to(by_row[None, :, None], NODES).copy()
    return temperature, np.full(NODES, 60.0)


def test_a_file_with_another_hash_is_refused(tmp_path: Path) -> None:
    (tmp_path / fetch.PACKAGES["jquery"].filename).write_bytes(b"not the package")
    with pytest.raises(ValueError, match="recorded is 8d962d45"):
        fetch.fetch("jquery", tmp_path)


def test_a_member_of_a_wheel_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.whl"
    with zipfile.ZipFile(path, "w") as wheel:
        wheel.writestr("inside/file.txt", "content")
    assert fetch.member(path, "inside/file.txt") == b"content"
    with pytest.raises(KeyError):
        fetch.member(path, "inside/other.txt")


@pytest.mark.parametrize(("registry", "separator"),
                         [("pypi", "=="), ("npm", "@"), ("apt", "=")])
def test_downloads_name_the_exact_version(registry: str, separator: str) -> None:
    chosen = [p for p in fetch.PACKAGES.values() if p.registry == registry]
    assert chosen
    for package in chosen:
        command = package.command(Path("here"))
        assert f"{package.name}{separator}{package.version}" in command


def debian_package(path: Path, name: str, content: bytes) -> Path:
    """An `ar` archive with a control member of odd length and one file in data.tar.xz."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:xz") as tarball:
        entry = tarfile.TarInfo(f"./{name}")
        entry.size = len(content)
        tarball.addfile(entry, io.BytesIO(content))
    members = (("debian-binary", b"2.0\n"), ("control.tar.xz", b"odd"),
               ("data.tar.xz", packed.getvalue()))
    text = b"!<arch>\n"
    for member, body in members:
        head = f"{member:<16}{0:<12}{0:<6}{0:<6}{100644:<8}{len(body):<10}`\n"
        text += head.encode() + body + b"\n" * (len(body) % 2)
    path.write_bytes(text)
    return path


def test_a_member_of_a_debian_package_is_read(tmp_path: Path) -> None:
    path = debian_package(tmp_path / "a.deb", "usr/share/file.nc", b"content")
    assert fetch.member(path, "usr/share/file.nc") == b"content"
    with pytest.raises(KeyError):
        fetch.member(path, "usr/share/other.nc")
    (tmp_path / "b.deb").write_bytes(b"no archive at all, and long enough to hold a header" * 3)
    with pytest.raises(KeyError, match="data.tar"):
        fetch.member(tmp_path / "b.deb", "usr/share/file.nc")


def test_stored_degrees_and_rings_of_a_region() -> None:
    stored = np.array([0, 10, 10, 0, 65535, 5, 6, 65535, 1, 2, 3, 4, 5], np.uint16)
    assert [(r.start, r.stop) for r in regions.rings(stored)] == [(0, 4), (8, 13)]
    assert regions.degrees(stored[:2], 100.0, 73.5).tolist() == [73.5, 73.6]


def test_every_region_has_a_name_in_both_languages_and_its_own_code() -> None:
    named = regions.names()
    assert len(named) == 274
    assert set(regions.RENAMED) & set(named) == set()
    assert set(regions.RENAMED.values()) <= set(named)
    assert all(english and chinese for english, chinese in named.values())


def test_a_set_has_no_region_that_is_a_country_there() -> None:
    shapes = dict.fromkeys(("CN-GD", "CN-HK", "CN-TW", "IN-AR", "IN-AS"))
    assert list(regions.of_set(shapes, "neutral", {"CN", "TW", "HK", "IN"})) == [
        "CN-GD", "IN-AR", "IN-AS"]
    assert list(regions.of_set(shapes, "zh-convention", {"CN", "IN"})) == [
        "CN-GD", "CN-HK", "CN-TW", "IN-AS"]


def port(code: str, longitude: float = 1.0) -> dict[str, object]:
    return {"properties": {"port": code, "name": f"Port {code}"},
            "geometry": {"coordinates": [longitude, 50.0]}}


def test_points_of_entry_are_sorted_unique_and_coded() -> None:
    ports = points_of_entry.seaport_rows([port("NLRTM"), port("NLRTM", 2.0), port("12345"),
                                          port("BE"), port("BEANR")])
    airports = points_of_entry.airport_rows([
        {"iata": "AKL", "name": "Auckland", "country": "NZ", "lat": "-37.00812", "lon": "174.8"},
        {"iata": "", "name": "Field", "country": "NZ", "lat": "1", "lon": "1"}])
    rows = points_of_entry.unique_rows([*ports, *airports])
    assert [row[:2] for row in rows] == [("airport", "AKL"), ("seaport", "BEANR"),
                                         ("seaport", "NLRTM")]
    assert rows[0][3:] == ("NZ", -37.0081, 174.8)
    assert rows[2] == ("seaport", "NLRTM", "Port NLRTM", "NL", 50.0, 1.0)


def test_a_point_of_entry_off_the_globe_is_refused() -> None:
    with pytest.raises(ValueError, match="BEANR: 50.0, 181.0 is not on the globe"):
        points_of_entry.seaport_rows([port("BEANR", 181.0)])


def test_a_cell_that_no_outline_reaches_goes_to_its_neutral_owner() -> None:
    countries = [boundaries.Country(code, "", "", "", None) for code in ("CN", "JP", "")]
    found = np.array([0, -1, -1, -1, 2], np.int16)
    owner = zh_convention.country_of_all_cells(
        found, countries, np.array(["CN", "TW", "JP", "", "IN"]))
    assert owner.tolist() == [0, 0, 1, -1, 2]


def test_land_share_counts_the_points_around_a_node() -> None:
    # 2 points per cell and axis: 8 x 16 points, 5 x 8 nodes; node (2, 3) is at point corner (4, 6)
    ocean = np.ones((8, 16), dtype=bool)
    ocean[3:5, 5:7] = False
    share = grid.land_share(ocean, subcells=2)
    assert share.shape == (5, 8)
    assert share[2, 3] == 1.0
    assert share.sum() == 1.0


def test_land_share_of_the_first_column_wraps_at_180_degrees() -> None:
    ocean = np.ones((8, 16), dtype=bool)
    ocean[3:5, 15] = False
    share = grid.land_share(ocean, subcells=2)
    assert share[2, 0] == 0.5
    assert share.sum() == 0.5


def test_land_is_centre_or_a_quarter_or_an_island_and_never_antarctica() -> None:
    share = np.zeros((grid.ROWS, grid.COLUMNS))
    centre = np.zeros(share.shape, dtype=bool)
    share[100, 1], share[100, 2] = 0.25, 0.24
    centre[100, 3] = True
    share[650, 5] = 1.0  # 72.5 S
    row, column = grid.choose_cells(share, centre, [(100, 9)])
    assert row.tolist() == [100, 100, 100]
    assert column.tolist() == [1, 3, 9]


@pytest.mark.parametrize(
    ("latitude", "longitude", "node"),
    [(90.0, -180.0, (0, 0)), (0.0, 0.0, (360, 720)), (-33.87, 151.21, (495, 1325)),
     (10.0, 179.95, (320, 0))],
)
def test_nearest_node(latitude: float, longitude: float, node: tuple[int, int]) -> None:
    assert grid.nearest_node(latitude, longitude) == node


def test_era5_in_kelvin_is_refused() -> None:
    temperature, precipitation = synthetic_era5()
    with pytest.raises(ValueError, match="not in degC"):
        climate.check_era5(temperature + 273.15, precipitation)


def test_era5_in_metres_is_refused() -> None:
    temperature, precipitation = synthetic_era5()
    with pytest.raises(ValueError, match="not in mm/month"):
        climate.check_era5(temperature, precipitation / 1000.0)


def test_era5_with_a_gap_is_refused() -> None:
    temperature, precipitation = synthetic_era5()
    temperature[3, 4, 5] = np.nan
    with pytest.raises(ValueError, match="gaps"):
        climate.check_era5(temperature, precipitation)


def test_longitudes_are_turned_to_start_at_180_west() -> None:
    east = np.arange(grid.COLUMNS) * grid.STEP
    turned = climate.from_greenwich(east)
    assert np.array_equal((turned + 180.0) % 360.0 - 180.0, grid.longitudes())


def test_rain_map_is_read_at_the_nodes() -> None:
    """A field linear in latitude and longitude is reproduced exactly by the bilinear mean."""
    south_to_north = -90.125 + 0.25 * np.arange(grid.ROWS + 1)
    west_to_east = -180.125 + 0.25 * np.arange(grid.COLUMNS + 2)
    padded = 1000.0 + 2.0 * south_to_north[:, None] + west_to_east[None, :]
    expected = 1000.0 + 2.0 * grid.latitudes()[:, None] + grid.longitudes()[None, :]
    np.testing.assert_allclose(climate.rain_at_nodes(padded), expected, rtol=1e-12)


def test_topography_is_averaged_over_the_cell() -> None:
    north_to_south = 90.125 - np.arange(3 * grid.ROWS + 1) / 12.0
    west_to_east = -180.125 + np.arange(3 * grid.COLUMNS + 4) / 12.0
    points = 1000.0 + 2.0 * north_to_south[:, None] + west_to_east[None, :]
    expected = 1000.0 + 2.0 * grid.latitudes()[:, None] + grid.longitudes()[None, :]
    np.testing.assert_allclose(climate.elevation_of_cells(points), expected, rtol=1e-12)


def test_topography_of_another_shape_is_refused() -> None:
    with pytest.raises(ValueError, match="shape"):
        climate.elevation_of_cells(np.zeros((10, 10)))


def test_warm_months_of_the_blend_are_the_rain_map() -> None:
    rain, era5 = np.full((12, 1), 80.0), np.full((12, 1), 300.0)
    assert np.array_equal(climate.blended(rain, era5, np.full((12, 1), 4.0)), rain)


def test_cold_months_of_the_blend_follow_scaled_era5() -> None:
    # six warm months with ITU 40 and ERA5 50: r = 0.8; winter ERA5 30 -> 24, more than the rain 5
    temperature = np.repeat([[10.0], [-2.0]], 6, axis=0)
    rain = np.repeat([[40.0], [5.0]], 6, axis=0)
    era5 = np.repeat([[50.0], [30.0]], 6, axis=0)
    blend = climate.blended(rain, era5, temperature)
    np.testing.assert_allclose(blend[:6], 40.0)
    np.testing.assert_allclose(blend[6:], 24.0)


def test_half_cold_months_are_half_of_each() -> None:
    temperature = np.array([[10.0], [1.0]])
    blend = climate.blended(np.array([[50.0], [10.0]]), np.array([[50.0], [30.0]]), temperature)
    np.testing.assert_allclose(blend[1], 0.5 * 10.0 + 0.5 * 30.0)


@pytest.mark.parametrize(("itu", "factor"), [(1000.0, 1.2), (1.0, 0.6)])
def test_the_ratio_is_kept_between_its_limits(itu: float, factor: float) -> None:
    temperature = np.array([[10.0], [-10.0]])
    blend = climate.blended(np.array([[itu], [0.0]]), np.array([[100.0], [30.0]]), temperature)
    np.testing.assert_allclose(blend[1], 30.0 * factor)


def test_without_a_warm_month_era5_is_taken_as_it_is() -> None:
    cold = np.full((12, 1), -20.0)
    blend = climate.blended(np.full((12, 1), 1.0), np.full((12, 1), 7.0), cold)
    np.testing.assert_allclose(blend, 7.0)


def test_values_are_stored_to_the_resolution() -> None:
    assert climate.stored(np.array([-12.345, 3276.7]), 0.1).tolist() == [-123, 32767]


@pytest.mark.parametrize("value", [3276.8, -3276.9, np.nan])
def test_a_value_that_does_not_fit_is_refused(value: float) -> None:
    with pytest.raises(ValueError, match="fit int16|not finite"):
        climate.stored(np.array([0.0, value]), 0.1)


def test_era5_only_needs_no_rain_map(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(name: str) -> Path:
        raise AssertionError(name)

    monkeypatch.setattr(climate, "era5", synthetic_era5)
    monkeypatch.setattr(climate, "fetch", refused)
    row, column = np.array([360, 120], np.uint16), np.array([0, 700], np.uint16)
    built = climate.normals(row, column, era5_only=True)
    assert set(built) == {"temperature", "precipitation", "source"}
    assert str(built["source"]) == "era5"
    assert built["precipitation"].tolist() == [[600, 600]] * 12
    assert built["temperature"][0].tolist() == [2500, -500]


def test_the_blended_build_has_elevation_and_rain(monkeypatch: pytest.MonkeyPatch) -> None:
    def map_of(_archive: Path, name: str) -> np.ndarray:
        if name == climate.ITU_TOPOGRAPHY:
            return np.full((3 * grid.ROWS + 1, 3 * grid.COLUMNS + 4), 320.0)
        return np.full((grid.ROWS + 1, grid.COLUMNS + 2), 50.0)

    monkeypatch.setattr(climate, "era5", synthetic_era5)
    monkeypatch.setattr(climate, "fetch", lambda name: Path(name))
    monkeypatch.setattr(climate, "array_in", map_of)
    row, column = np.array([360, 120], np.uint16), np.array([0, 700], np.uint16)
    built = climate.normals(row, column, era5_only=False)
    assert built["elevation"].tolist() == [320, 320]
    # 25 degC: the rain map; -5 degC all year: ERA5 as it is
    assert built["precipitation"].tolist() == [[500, 600]] * 12
    assert str(built["source"]) == "blend"


def test_an_npz_inside_a_wheel_is_read(tmp_path: Path) -> None:
    content = io.BytesIO()
    np.savez(content, np.arange(3.0))
    with zipfile.ZipFile(tmp_path / "maps.whl", "w") as wheel:
        wheel.writestr("maps/one.npz", content.getvalue())
    assert climate.array_in(tmp_path / "maps.whl", "maps/one.npz").tolist() == [0.0, 1.0, 2.0]


@given(arrays(np.int16, st.tuples(st.just(12), st.integers(1, 9))))
def test_packing_is_lossless(values: np.ndarray) -> None:
    assert np.array_equal(unpacked(packing.packed(values)), values)


TOPOLOGY = {
    "transform": {"scale": [0.5, 0.5], "translate": [100.0, 10.0]},
    # two squares side by side; arc 1 is their common border, from (101, 10) north to (101, 11)
    "arcs": [
        [[2, 2], [-2, 0], [0, -2], [2, 0]],
        [[2, 0], [0, 2]],
        [[2, 0], [2, 0], [0, 2], [-2, 0]],
    ],
}


def test_arcs_are_running_sums_in_degrees() -> None:
    arcs = topology.decoded_arcs(TOPOLOGY, 3)
    assert arcs[0] == [(101.0, 11.0), (100.0, 11.0), (100.0, 10.0), (101.0, 10.0)]


def test_neighbours_share_their_border() -> None:
    arcs = topology.decoded_arcs(TOPOLOGY, 3)
    (west,) = topology.polygons({"type": "Polygon", "arcs": [[0, 1]]}, arcs)
    (east,) = topology.polygons({"type": "MultiPolygon", "arcs": [[[2, -2]]]}, arcs)
    assert west[0][0] == west[0][-1]
    assert east[0] == [(101, 10), (102, 10), (102, 11), (101, 11), (101, 10)]
    assert set(west[0]) & set(east[0]) == {(101.0, 10.0), (101.0, 11.0)}


def test_rings_that_rounding_collapsed_are_left_out() -> None:
    tiny = {"transform": {"scale": [1e-5, 1e-5], "translate": [0.0, 0.0]},
            "arcs": [[[0, 0], [5, 0], [0, 5], [-5, -5]]]}
    arcs = topology.decoded_arcs(tiny, 3)
    assert topology.polygons({"type": "Polygon", "arcs": [[0]]}, arcs) == []


def test_a_ring_across_180_degrees_is_noticed() -> None:
    assert topology.crosses_antimeridian([(179.5, 0.0), (-179.5, 0.0), (-179.5, 1.0)])
    assert not topology.crosses_antimeridian([(-10.0, 0.0), (20.0, 0.0)])


def city(name: str, code: str, population: int, latitude: float = 1.0) -> dict[str, object]:
    return {"name": name, "countrycode": code, "latitude": latitude, "longitude": 2.0,
            "population": population}


def test_cities_are_sorted_and_empty_places_left_out() -> None:
    rows = cities.city_rows([city("b", "NZ", 5), city("a", "NZ", 9), city("c", "AU", 1),
                             city("ghost", "AU", 0)])
    assert [row[0] for row in rows] == ["c", "a", "b"]


def test_a_city_off_the_globe_is_refused() -> None:
    with pytest.raises(ValueError, match="not on the globe"):
        cities.city_rows([city("x", "NZ", 5, latitude=91.0)])
