"""Places of the boundary sets: regions, points of entry, groups, PRA areas, refusals."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from pra_core import reference, reference_places
from pra_core.errors import PraError

SETS = ("neutral", "zh-convention")
COUNTS = {"AR": 24, "AU": 8, "BR": 27, "CA": 13, "IN": 34, "RU": 83, "US": 51}
CHINA = {
    "CN-AH": "安徽省", "CN-BJ": "北京市", "CN-CQ": "重庆市", "CN-FJ": "福建省", "CN-GD": "广东省",
    "CN-GS": "甘肃省", "CN-GX": "广西壮族自治区", "CN-GZ": "贵州省", "CN-HA": "河南省",
    "CN-HB": "湖北省", "CN-HE": "河北省", "CN-HI": "海南省", "CN-HK": "香港特别行政区",
    "CN-HL": "黑龙江省", "CN-HN": "湖南省", "CN-JL": "吉林省", "CN-JS": "江苏省",
    "CN-JX": "江西省", "CN-LN": "辽宁省", "CN-MO": "澳门特别行政区", "CN-NM": "内蒙古自治区",
    "CN-NX": "宁夏回族自治区", "CN-QH": "青海省", "CN-SC": "四川省", "CN-SD": "山东省",
    "CN-SH": "上海市", "CN-SN": "陕西省", "CN-SX": "山西省", "CN-TJ": "天津市",
    "CN-TW": "台湾省", "CN-XJ": "新疆维吾尔自治区", "CN-XZ": "西藏自治区", "CN-YN": "云南省",
    "CN-ZJ": "浙江省",
}
"""The 34 provincial divisions of China by ISO 3166-2 code."""


@pytest.fixture(params=SETS)
def boundaries(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("PRA_BOUNDARIES", request.param)
    return str(request.param)


@pytest.fixture
def fresh() -> Iterator[None]:
    cached = [f for m in (reference, reference_places) for f in vars(m).values()
              if hasattr(f, "cache_clear")]
    for one in cached:
        one.cache_clear()
    yield
    for one in cached:
        one.cache_clear()


def region_at(latitude: float, longitude: float) -> str:
    normals = reference.climate_normals()
    row, col = round((90.0 - latitude) / 0.25), round((longitude + 180.0) / 0.25)
    (at,) = np.flatnonzero((normals.row == row) & (normals.col == col))
    return str(reference_places.region_codes()[at])


def in_country(code: str) -> set[str]:
    codes = reference_places.region_codes()
    return set(codes[reference.climate_normals().country == code].tolist())


@pytest.mark.usefixtures("boundaries")
def test_every_cell_has_a_region_of_its_own_country() -> None:
    codes, country = reference_places.region_codes(), reference.climate_normals().country
    assert codes.shape == country.shape
    assert (np.array([code[:2] for code in codes.tolist()]) == country).all()


def test_countries_have_all_their_regions() -> None:
    # 36 islands of Lakshadweep are together smaller than a tenth of a cell.
    for country, count in COUNTS.items():
        assert len(in_country(country)) == count - (country == "IN"), country
    assert in_country("CN") == set(CHINA) - {"CN-HK", "CN-TW"}
    assert in_country("NZ") == {"NZ"}


def test_all_34_divisions_with_the_chinese_convention(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PRA_BOUNDARIES", "zh-convention")
    assert in_country("CN") == set(CHINA)
    assert {code: reference_places.region_names()[code]["zh_CN"] for code in CHINA} == CHINA


@pytest.mark.parametrize(("place", "latitude", "longitude", "code"), [
    ("Guangzhou", 23.13, 113.26, "CN-GD"), ("Chongqing", 29.56, 106.55, "CN-CQ"),
    ("Hohhot", 40.82, 111.66, "CN-NM"), ("Haikou", 20.02, 110.35, "CN-HI"),
    ("Macao", 22.20, 113.55, "CN-MO"), ("Fresno", 36.75, -119.77, "US-CA"),
    ("Anchorage", 61.20, -149.90, "US-AK"), ("Attu", 52.90, 172.90, "US-AK"),
    ("Honolulu", 21.35, -157.95, "US-HI"), ("Washington", 38.90, -77.03, "US-DC"),
    ("Canberra", -35.30, 149.10, "AU-ACT"), ("Perth", -31.95, 115.90, "AU-WA"),
    ("Hobart", -42.88, 147.30, "AU-TAS"), ("Montreal", 45.50, -73.60, "CA-QC"),
    ("Curitiba", -25.43, -49.27, "BR-PR"), ("Mumbai", 19.05, 72.90, "IN-MH"),
    ("Chandigarh", 30.74, 76.78, "IN-CH"), ("Moscow", 55.75, 37.62, "RU-MOW"),
    ("Anadyr", 64.73, 177.51, "RU-CHU"), ("Ushuaia", -54.80, -68.30, "AR-V"),
    ("Auckland", -36.85, 174.76, "NZ"), ("Simferopol", 44.95, 34.10, "UA"),
])
@pytest.mark.usefixtures("boundaries")
def test_places_lie_in_their_region(place: str, latitude: float, longitude: float, code: str
                                    ) -> None:
    assert region_at(latitude, longitude) == code, place


def test_names_are_complete_in_both_languages(boundaries: str) -> None:
    names = reference_places.region_names()
    assert set(reference_places.region_codes().tolist()) - {""} <= set(names)
    for code, name in names.items():
        assert name["en"], code
        assert max(name["en"]) < "\u2e80", code
        assert all("\u4e00" <= letter <= "\u9fff" or letter in "-·（）" for letter in name["zh_CN"])
    duplicates = [n for n, k in Counter(v["zh_CN"] for v in names.values()).items() if k > 1]
    assert duplicates == [], boundaries
    assert [n for n, k in Counter(v["en"] for v in names.values()).items() if k > 1] == []


@pytest.mark.parametrize(("code", "chinese"), [
    ("US-CA", "加利福尼亚州"), ("AU-NSW", "新南威尔士州"), ("IN-LD", "拉克沙群岛"),
    ("RU-SA", "萨哈（雅库特）共和国"), ("BR-SP", "圣保罗州"), ("CA-ON", "安大略省"),
])
def test_chinese_names_of_regions_abroad(code: str, chinese: str) -> None:
    assert reference_places.region_names()[code]["zh_CN"] == chinese


def test_outlines_are_closed_rings_on_the_globe(boundaries: str) -> None:
    document = reference_places.regions_geojson()
    assert {f["properties"]["code"] for f in document["features"]} >= in_country("US")
    assert ("IN-AR" in {f["properties"]["code"] for f in document["features"]}) is (
        boundaries == "neutral")
    for feature in document["features"]:
        assert feature["properties"]["iso2"] == feature["properties"]["code"][:2]
        for ring in (r for part in feature["geometry"]["coordinates"] for r in part):
            points = np.asarray(ring)
            assert ring[0] == ring[-1]
            assert len(ring) >= 4
            assert abs(points[:, 0]).max() <= 180.0
            assert abs(points[:, 1]).max() <= 90.0


@pytest.mark.usefixtures("boundaries")
def test_borders_are_lines_that_lie_on_the_outlines() -> None:
    corners = {tuple(p) for f in reference_places.regions_geojson()["features"]
               for part in f["geometry"]["coordinates"] for ring in part for p in ring}
    lines = reference_places.region_borders()
    assert len(lines) > 100
    for line in lines:
        assert len(line) >= 2
        assert {tuple(p) for p in line.tolist()} <= corners


def test_the_ten_dash_line_is_ten_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    assert reference_places.boundary_lines() == ()
    monkeypatch.setenv("PRA_BOUNDARIES", "zh-convention")
    lines = reference_places.boundary_lines()
    assert len(lines) == 10
    for line in lines:
        west, south = line.min(axis=0)
        east, north = line.max(axis=0)
        assert 108.0 < west < east < 123.0
        assert 3.0 < south < north < 25.0
        assert 0.5 < np.hypot(*(line[-1] - line[0])) < 1.5
        # A stroke, not a loop: its way is hardly longer than from end to end.
        way = np.hypot(*np.diff(line, axis=0).T).sum()
        assert way < 1.1 * np.hypot(*(line[-1] - line[0]))


def test_area_cells_mix_countries_and_regions_without_counting_twice() -> None:
    both = reference_places.area_cells(["CN-GD", "NZ", "CN-GX", "CN-GD"])
    parts = [reference_places.area_cells([code]) for code in ("CN-GD", "CN-GX", "NZ")]
    assert np.array_equal(both, np.unique(np.concatenate(parts)))
    assert both.size == sum(part.size for part in parts)
    assert np.array_equal(reference_places.area_cells(["CN", "CN-GD"]),
                          reference.pra_area_cells(["CN"]))


@pytest.mark.parametrize(("one", "other"), [("TW", "CN-TW"), ("HK", "CN-HK"), ("MO", "CN-MO"),
                                            ("PR", "US-PR")])
@pytest.mark.usefixtures("boundaries")
def test_areas_with_two_codes_are_known_by_both(one: str, other: str) -> None:
    cells = reference_places.area_cells([one])
    assert np.array_equal(cells, reference_places.area_cells([other]))
    assert cells.size >= 1


@pytest.mark.parametrize(("areas", "code", "named"), [
    (["CN-GD", "CN-ZZ", "QQ"], "unknown_id", "CN-ZZ, QQ"), ([""], "unknown_id", ""),
    (["cn-gd"], "unknown_id", "cn-gd"), ([], "unreachable", ""),
    (["IN-LD"], "unreachable", "IN-LD"),
])
def test_a_wrong_area_is_refused_with_its_name(areas: list[str], code: str, named: str) -> None:
    with pytest.raises(PraError) as error:
        reference_places.area_cells(areas)
    assert (error.value.code, error.value.value) == (code, named)


def test_arrays_are_read_only() -> None:
    for array in (reference_places.region_codes(), reference_places.area_cells(["CN-GD"]),
                  reference_places.region_borders()[0]):
        with pytest.raises(ValueError, match="read-only"):
            array[...] = array


@pytest.mark.parametrize(("kind", "code", "iso2", "latitude", "longitude"), [
    ("seaport", "CNSHA", "CN", 31.4, 121.5), ("seaport", "NLRTM", "NL", 51.9, 4.4),
    ("seaport", "AUSYD", "AU", -33.9, 151.2), ("airport", "PVG", "CN", 31.14, 121.8),
    ("airport", "AKL", "NZ", -37.0, 174.8),
])
def test_points_of_entry_lie_where_they_are(kind: str, code: str, iso2: str, latitude: float,
                                            longitude: float) -> None:
    table = reference_places.points_of_entry()
    (row,) = table[(table["code"] == code) & (table["kind"] == kind)].to_dict("records")
    assert row["iso2"] == iso2
    assert row["lat"] == pytest.approx(latitude, abs=0.3)
    assert row["lon"] == pytest.approx(longitude, abs=0.3)


def test_points_of_entry_are_unique_and_on_the_globe() -> None:
    table = reference_places.points_of_entry()
    assert list(table.columns) == ["kind", "code", "name", "iso2", "lat", "lon"]
    assert not table.duplicated(["kind", "code"]).any()
    assert set(table["kind"]) == {"seaport", "airport"}
    assert table["lat"].between(-90, 90).all()
    assert table["lon"].between(-180, 180).all()
    assert (table["name"].str.len() > 0).all()
    # data.md, section 3: 3962 features and 7884 airports with an IATA code
    assert (table["kind"] == "airport").sum() == 7884
    assert (table["kind"] == "seaport").sum() > 3900


def test_places_of_merged_codes_belong_to_the_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    codes = {"HKHKG": "HK", "TWKEL": "TW"}
    for boundaries in SETS:
        monkeypatch.setenv("PRA_BOUNDARIES", boundaries)
        points = reference_places.points_of_entry().set_index("code")["iso2"]
        cities = reference.cities()
        for code, own in codes.items():
            assert points[code] == (own if boundaries == "neutral" else "CN")
        assert ("TW" in set(cities["iso2"])) is (boundaries == "neutral")
    china = cities[cities["iso2"] == "CN"]
    assert {"Taipei", "Hong Kong", "Macau"} <= set(china["name"])


def test_the_european_union_has_27_members_and_a_source() -> None:
    union = reference_places.country_groups()["EU"]
    assert len(union.countries) == 27
    assert set(union.countries) <= set(reference.country_names())
    assert {"HR", "IE"} <= set(union.countries)
    assert not {"GB", "CH", "NO"} & set(union.countries)
    assert union.citation
    assert set(union.title) == {"en", "zh_CN"}


@pytest.mark.usefixtures("boundaries")
def test_the_world_is_every_country_that_owns_a_cell() -> None:
    assert set(reference_places.country_groups()["world"].countries) == set(
        reference.country_names())


def test_a_pra_area_of_groups_and_countries() -> None:
    area = reference_places.pra_area_of({"en": "EU and Norway", "zh_CN": " "}, ["EU", "NO", "FR"])
    assert area.title == {"en": "EU and Norway"}
    assert len(area.countries) == 28
    assert list(area.countries) == sorted(area.countries)
    boxed = reference_places.pra_area_of({"en": "South"}, ["EU"], (-10.0, 35.0, 30.0, 45.0))
    assert 0 < reference.pra_area_cells(boxed.countries, boxed.box).size
    assert reference.pra_area_cells(boxed.countries, boxed.box).size < reference.pra_area_cells(
        boxed.countries).size


@pytest.mark.parametrize(("title", "areas", "box", "code"), [
    ({"en": "x"}, [], None, "missing"), ({"en": " "}, ["NZ"], None, "missing"),
    ({"zh_CN": "新西兰"}, ["NZ"], None, "missing"),
    ({"en": "x", "fr": "y"}, ["NZ"], None, "missing"),
    ({"en": "x"}, ["QQ"], None, "unknown_id"), ({"en": "x"}, ["CN-GD"], None, "unknown_id"),
    ({"en": "x"}, ["NZ"], (0.0, 40.0, 10.0, 50.0), "unreachable"),
    ({"en": "x"}, ["NZ"], (0.0, 50.0, 10.0, 40.0), "order"),
    ({"en": "x"}, ["NZ"], (0.0, 40.0, 200.0, 50.0), "out_of_bounds"),
])
def test_a_pra_area_without_land_or_name_is_refused(
    title: dict[str, str], areas: list[str], box: reference.Box | None, code: str
) -> None:
    with pytest.raises(PraError) as error:
        reference_places.pra_area_of(title, areas, box)
    assert error.value.code == code


@pytest.mark.usefixtures("fresh")
def test_regions_of_another_grid_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch
                                             ) -> None:
    folder = tmp_path / "boundaries" / "neutral"
    folder.mkdir(parents=True)
    np.savez(folder / "regions.npz", region=np.zeros(3, np.int16), codes=np.array(["NZ"]),
             grid=np.array("another"))
    normals = reference.climate_normals()
    monkeypatch.setattr(reference, "climate_normals", lambda: normals)
    monkeypatch.setattr(reference, "verified_path", lambda name: tmp_path / name)
    with pytest.raises(PraError) as error:
        reference_places.region_codes()
    assert error.value.code == "integrity"


def test_licence_and_notice_of_the_regions_are_shipped() -> None:
    folder = reference.DATA / "boundaries"
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in (folder / "LICENSE-LGPL-3.txt").read_text("utf-8")
    assert "LICENSE-LGPL-3.txt" in (folder / "NOTICE-regions.md").read_text("utf-8")
    recorded = json.loads((reference.DATA / "checksums.json").read_text("utf-8"))
    for boundaries in SETS:
        assert f"boundaries/{boundaries}/regions.npz" in recorded
        assert f"boundaries/{boundaries}/regions.geojson.gz" in recorded
