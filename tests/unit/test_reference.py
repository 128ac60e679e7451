"""The read-only reference data: accuracy against published figures, selection, refusals."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from pra_core import reference
from pra_core.errors import PraError

# Observed annual mean temperature [degC] and precipitation [mm]: JMA normals of the station named.
STATIONS = {
    "Urumqi": (43.78, 87.65, 7.8, 304),
    "Guangzhou": (23.22, 113.48, 22.4, 1944),
    "Lhasa": (29.67, 91.13, 9.2, 464),
    "London-Heathrow": (51.48, -0.45, 11.8, 633),
    "Sydney": (-33.86, 151.20, 18.6, 973),
    "Phoenix": (33.43, -112.00, 24.2, 191),
    "Manaus": (-3.10, -60.02, 27.5, 2381),
    "Winnipeg": (49.92, -97.23, 2.8, 547),
    "Madrid": (40.41, -3.68, 15.4, 423),
    "Nairobi": (-1.30, 36.75, 20.0, 813),
    "Beijing": (39.93, 116.28, 13.3, 531),
    "Kunming": (25.01, 102.65, 16.0, 989),
}
# 90 % of 2942 JMA stations lie within 1.68 degC of the uncorrected grid, month by month.
TEMPERATURE_TOLERANCE = 1.68
# Root mean square error of the blend at 2201 stations, mm/month.
PRECIPITATION_TOLERANCE = 22.0


def caches() -> list[object]:
    return [f for f in vars(reference).values() if hasattr(f, "cache_clear")]


@pytest.fixture
def fresh() -> Iterator[None]:
    for cached in caches():
        cached.cache_clear()
    yield
    for cached in caches():
        cached.cache_clear()


def cell_at(latitude: float, longitude: float) -> int:
    normals = reference.climate_normals()
    row, col = round((90.0 - latitude) / 0.25), round((longitude + 180.0) / 0.25)
    (index,) = np.flatnonzero((normals.row == row) & (normals.col == col))
    return int(index)


def annual(name: str) -> tuple[float, float]:
    latitude, longitude, _, _ = STATIONS[name]
    normals, cell = reference.climate_normals(), cell_at(latitude, longitude)
    return (float(normals.temperature[:, cell].mean()),
            float(normals.precipitation[:, cell].sum()))


@pytest.mark.parametrize(
    "name",
    [pytest.param(n, id=f"JMA-normals-{n}-{s[2]}") for n, s in STATIONS.items() if n != "Lhasa"],
)
def test_temperature_near_a_station(name: str) -> None:
    assert annual(name)[0] == pytest.approx(STATIONS[name][2], abs=TEMPERATURE_TOLERANCE)


def test_steep_valleys_are_too_cold_as_documented() -> None:
    """JMA normals Lhasa 9.2: the station lies in a valley, the cell is a mean over mountains."""
    assert 3.0 < STATIONS["Lhasa"][2] - annual("Lhasa")[0] < 7.0


@pytest.mark.parametrize(
    "name", [pytest.param(n, id=f"JMA-normals-{n}-{s[3]}mm") for n, s in STATIONS.items()]
)
def test_precipitation_near_a_station(name: str) -> None:
    difference = annual(name)[1] - STATIONS[name][3]
    assert abs(difference) / 12.0 < PRECIPITATION_TOLERANCE


def test_precipitation_is_unbiased_and_close_on_median() -> None:
    """Median annual error is 7.1 % at 2201 stations; twelve stations scatter up to twice that."""
    errors = np.array([annual(name)[1] / s[3] - 1.0 for name, s in STATIONS.items()])
    assert np.median(np.abs(errors)) < 0.142
    assert abs(np.median(errors)) < 0.142


def test_seasons_are_the_right_way_round() -> None:
    normals = reference.climate_normals()
    beijing, sydney = cell_at(39.93, 116.28), cell_at(-33.86, 151.20)
    assert normals.temperature[6, beijing] - normals.temperature[0, beijing] > 20.0
    assert normals.temperature[0, sydney] > normals.temperature[6, sydney]
    # the summer monsoon brings most of the year's rain to Beijing
    assert normals.precipitation[5:8, beijing].sum() > 0.6 * normals.precipitation[:, beijing].sum()


@pytest.mark.parametrize(
    ("code", "published"),
    [
        pytest.param("AU", 7_688_287.0, id="Geoscience-Australia-7688287-km2"),
        pytest.param("ZA", 1_220_813.0, id="Stats-SA-Census-2011-1220813-km2"),
        pytest.param("DE", 357_592.0, id="Destatis-357592-km2"),
        pytest.param("ES", 505_983.0, id="INE-Spain-505983-km2"),
    ],
)
def test_land_area_of_a_country(code: str, published: float) -> None:
    """Cells belong to one country each, so small errors at borders and lakes remain: 2 %."""
    normals = reference.climate_normals()
    assert normals.area_km2[normals.country == code].sum() == pytest.approx(published, rel=0.02)


def test_the_sphere_has_the_area_of_the_ellipsoid() -> None:
    """WGS 84: 510 065 622 km2; the rows from 89.875 S to 89.875 N leave out two polar caps."""
    rows = reference.cell_area_km2(90.0 - 0.25 * np.arange(1, 720)).sum() * 1440
    caps = 1.0 - np.sin(np.radians(89.875))
    assert rows == pytest.approx(510_065_622.0 * (1.0 - caps), rel=1e-6)


@pytest.mark.parametrize(
    ("place", "latitude", "longitude", "code"),
    [("Valencia", 39.47, -0.38, "ES"), ("Los Angeles", 34.05, -118.24, "US"),
     ("Catania", 37.50, 15.09, "IT"), ("Gisborne", -38.66, 178.02, "NZ"),
     ("Zhanjiang", 21.27, 110.36, "CN"), ("Haifa", 32.80, 34.99, "IL"),
     ("Durban", -29.86, 31.02, "ZA"), ("Saul", 3.62, -53.21, "GF"),
     ("Chatham Islands", -43.95, -176.55, "NZ"), ("Labasa", -16.43, 179.37, "FJ"),
     ("Anadyr", 64.73, 177.51, "RU"), ("Malta", 35.88, 14.45, "MT")],
)
def test_coasts_and_islands_have_cells(
    place: str, latitude: float, longitude: float, code: str
) -> None:
    normals = reference.climate_normals()
    assert normals.country[cell_at(latitude, longitude)] == code, place


def test_no_cell_lies_in_the_caspian_sea_or_in_antarctica() -> None:
    normals = reference.climate_normals()
    middle = (abs(normals.latitude - 42.0) < 0.5) & (abs(normals.longitude - 50.5) < 0.5)
    assert not middle.any()
    assert normals.latitude.min() >= -60.0


def test_arrays_are_read_only() -> None:
    normals = reference.climate_normals()
    for array in (normals.temperature, normals.precipitation, normals.country, normals.area_km2,
                  reference.pra_area_cells(["NZ"]), reference.landing_weights(["NZ"])):
        with pytest.raises(ValueError, match="read-only"):
            array[...] = array


def test_area_cells_are_those_of_the_countries() -> None:
    normals = reference.climate_normals()
    cells = reference.pra_area_cells(["NZ", "AU"])
    assert set(normals.country[cells]) == {"NZ", "AU"}
    assert cells.size == np.isin(normals.country, ["NZ", "AU"]).sum()


def test_a_box_keeps_the_cells_inside() -> None:
    normals = reference.climate_normals()
    north = reference.pra_area_cells(["NZ"], (165.0, -41.0, 179.0, -34.0))
    assert 0 < north.size < reference.pra_area_cells(["NZ"]).size
    assert normals.latitude[north].min() >= -41.0
    east = reference.pra_area_cells(["NZ"], (176.0, -41.0, 179.0, -34.0))
    assert 0 < east.size < north.size
    assert normals.longitude[east].min() >= 176.0


def test_a_box_may_cross_180_degrees() -> None:
    normals = reference.climate_normals()
    cells = reference.pra_area_cells(["FJ"], (177.0, -20.0, -178.0, -15.0))
    assert normals.longitude[cells].min() < -178.0
    assert normals.longitude[cells].max() > 177.0


@pytest.mark.parametrize(
    ("countries", "bbox", "code"),
    [
        (["NZ", "QQ"], None, "unknown_id"),
        ([""], None, "unknown_id"),
        (["NZ"], (0.0, 40.0, 10.0, 50.0), "unreachable"),
        (["NZ"], (0.0, 50.0, 10.0, 40.0), "order"),
        (["NZ"], (0.0, 40.0, 200.0, 50.0), "out_of_bounds"),
        (["NZ"], (0.0, float("nan"), 100.0, 50.0), "out_of_bounds"),
    ],
)
def test_a_wrong_area_is_refused(
    countries: list[str], bbox: reference.Box | None, code: str
) -> None:
    with pytest.raises(PraError) as error:
        reference.pra_area_cells(countries, bbox)
    assert error.value.code == code


def test_landing_weights_follow_the_people() -> None:
    cells, weights = reference.pra_area_cells(["NZ"]), reference.landing_weights(["NZ"])
    normals, table = reference.climate_normals(), reference.cities()
    assert weights.shape == cells.shape
    assert weights.min() >= 0.0
    assert weights.sum() == pytest.approx(1.0)
    people = table[table["iso2"] == "NZ"]
    south = people.loc[people["lat"] < -42.0, "population"].sum() / people["population"].sum()
    assert weights[normals.latitude[cells] < -42.0].sum() == pytest.approx(south, abs=1e-9)
    largest = cells[weights.argmax()]
    assert normals.latitude[largest] == pytest.approx(-36.85, abs=0.3)
    assert normals.longitude[largest] == pytest.approx(174.76, abs=0.3)


def test_an_area_without_a_city_is_refused() -> None:
    with pytest.raises(PraError) as error:
        reference.landing_weights(["RU"], (100.0, 74.0, 110.0, 77.0))
    assert error.value.code == "unreachable"


def test_every_feature_is_named_and_inside_the_globe() -> None:
    features = reference.countries_geojson()["features"]
    assert len(features) > 230
    for feature in features:
        assert feature["properties"]["name_en"]
        assert any("\u4e00" <= letter <= "\u9fff" for letter in feature["properties"]["name_zh"])
        for polygon in feature["geometry"]["coordinates"]:
            for ring in polygon:
                longitudes = np.array([point[0] for point in ring])
                assert abs(longitudes).max() <= 180.0
                assert abs(np.diff(longitudes)).max() < 90.0, feature["properties"]["name_en"]
                assert ring[0] == ring[-1]


def test_names_in_both_languages() -> None:
    names = reference.country_names()
    assert names["NZ"] == {"en": "New Zealand", "zh_CN": "新西兰"}
    assert names["CN"]["zh_CN"] == "中国"
    assert set(names) == set(reference.climate_normals().country.tolist()) - {""}


EU = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK"


def test_all_members_of_the_european_union_own_cells() -> None:
    assert set(EU.split()) <= set(reference.country_names())


def test_unverified_pest_facts_come_only_on_request() -> None:
    verified = reference.pest_facts()
    everything = reference.pest_facts(include_unverified=True)
    assert set(verified["verified"]) == {"yes"}
    assert len(verified) == (everything["verified"] == "yes").sum()
    assert set(everything["verified"]) - {"yes"}
    assert verified["source"].str.len().min() > 0


def test_pest_facts_of_one_pest() -> None:
    facts = reference.pest_facts("CERTCA")
    assert set(facts["species"]) == {"Ceratitis capitata"}
    with pytest.raises(PraError, match="CERTCA") as error:
        reference.pest_facts("NOPEST")
    assert error.value.code == "unknown_id"


def test_pest_facts_are_a_copy() -> None:
    facts = reference.pest_facts()
    facts["verified"] = "changed"
    assert set(reference.pest_facts()["verified"]) == {"yes"}


def test_an_unknown_worked_example_is_refused() -> None:
    with pytest.raises(PraError) as error:
        reference.scenario_path("../checksums")
    assert error.value.code == "not_found"


@pytest.mark.usefixtures("fresh")
def test_worked_examples_are_the_files_in_the_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "scenarios").mkdir()
    for name in ("b.yaml", "a.yaml", "notes.md"):
        (tmp_path / "scenarios" / name).write_text("", encoding="utf-8")
    monkeypatch.setattr(reference, "DATA", tmp_path)
    assert reference.scenario_ids() == ("a", "b")
    assert reference.scenario_path("b") == tmp_path / "scenarios" / "b.yaml"


def test_every_recorded_file_has_its_hash() -> None:
    recorded = json.loads((reference.DATA / "checksums.json").read_text("utf-8"))
    assert {"climate/normals.npz", "pest_facts.csv", "cities/cities.csv.gz"} <= set(recorded)
    for name in recorded:
        assert reference.verified_path(name).is_file()


@pytest.mark.usefixtures("fresh")
def test_a_changed_file_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    content = (reference.DATA / "pest_facts.csv").read_bytes()
    sums = (reference.DATA / "checksums.json").read_bytes()
    (tmp_path / "checksums.json").write_bytes(sums)
    (tmp_path / "pest_facts.csv").write_bytes(content.replace(b"9.8", b"8.9", 1))
    monkeypatch.setattr(reference, "DATA", tmp_path)
    with pytest.raises(PraError) as error:
        reference.pest_facts()
    assert error.value.code == "integrity"


@pytest.mark.usefixtures("fresh")
def test_a_file_without_a_recorded_hash_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reference, "DATA", tmp_path)
    with pytest.raises(PraError) as error:
        reference.pest_facts()
    assert error.value.code == "not_found"


@pytest.mark.parametrize("name", ["china", "../neutral", "neutral/.."])
def test_an_unknown_boundary_set_is_refused(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PRA_BOUNDARIES", name)
    with pytest.raises(PraError) as error:
        reference.climate_normals()
    assert error.value.code == "not_found"
    assert "neutral" in error.value.allowed


def test_sources_list_every_recorded_hash() -> None:
    listed = (reference.DATA / "SOURCES.md").read_text("utf-8")
    recorded = json.loads((reference.DATA / "checksums.json").read_text("utf-8"))
    neutral = {n: h for n, h in recorded.items() if n.split("/")[0] != "boundaries"}
    assert neutral
    for name, digest in neutral.items():
        assert f"`{name}`" in listed
        assert digest in listed, name
