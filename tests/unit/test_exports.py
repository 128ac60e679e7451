"""Files of results: opened by somebody else's reader they give the numbers of the model."""

from __future__ import annotations

import csv
import io
import json

import numpy as np
import pytest
from rasterio.io import MemoryFile

from pra_core import endangered_area, exports, maps, region_ranks
from pra_core.errors import PraError
from pra_core.i18n import translator
from pra_core.maps import areas
from pra_core.scenario import Scenario
from pra_core.store import load_scenario


@pytest.fixture(scope="module")
def china() -> Scenario:
    return load_scenario("medfly-citrus-china")


def test_raster_holds_the_index_where_the_cells_are(china: Scenario) -> None:
    found = endangered_area.suitability(china)
    content = exports.geotiff(china, {"index": found.index, "area": found.area_km2},
                              title="Suitability index", unit="index")
    with MemoryFile(content) as memory, memory.open() as file:
        assert file.crs.to_epsg() == 4326
        assert file.res == (0.25, 0.25)
        # Pixels are centred on the cells.
        assert file.bounds.left == pytest.approx(found.longitude.min() - 0.125)
        assert file.bounds.top == pytest.approx(found.latitude.max() + 0.125)
        assert np.isnan(file.nodata)
        assert file.descriptions == ("index", "area")
        assert file.tags()["SCENARIO"] == china.fingerprint
        assert "Ceratitis" in file.tags()["PEST"]
        places = zip(found.longitude, found.latitude, strict=True)
        read = np.array(list(file.sample(places)))
        assert np.array_equal(read[:, 0], found.index.astype(np.float32))
        assert np.array_equal(read[:, 1], found.area_km2.astype(np.float32))
        assert int(np.isfinite(file.read(1)).sum()) == found.cells.size


def test_every_numeric_layer_becomes_a_raster(china: Scenario) -> None:
    for layer in maps.layers(china, translator("en")):
        assert layer.values is not None
        content = exports.geotiff(china, {layer.key: layer.values}, title=layer.title)
        with MemoryFile(content) as memory, memory.open() as file:
            band = file.read(1)
        values = np.sort(band[np.isfinite(band)])
        assert np.array_equal(values, np.sort(layer.values.astype(np.float32))), layer.key


def test_raster_across_180_degrees_stays_small(china: Scenario) -> None:
    scenario = china.changed(pra_area=areas.area_of(["NZ", "FJ"]))
    found = endangered_area.suitability(scenario)
    with MemoryFile(exports.geotiff(scenario, {"index": found.index})) as memory:
        with memory.open() as file:
            assert file.width < 100
            assert file.bounds.right > 180
            east = np.where(found.longitude < 0, found.longitude + 360, found.longitude)
            read = np.array(list(file.sample(zip(east, found.latitude, strict=True))))[:, 0]
    assert np.array_equal(read, found.index.astype(np.float32))


def test_table_of_cells_gives_the_same_numbers(china: Scenario) -> None:
    found = endangered_area.suitability(china)
    unknown = np.where(found.index > 20, found.index, np.nan)
    text = exports.cells_csv(china, {"index": found.index, "part": unknown}).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert len(rows) == found.cells.size
    assert {row["scenario"] for row in rows} == {china.fingerprint}
    assert np.allclose([float(row["index"]) for row in rows], found.index, rtol=1e-5)
    assert np.allclose([float(row["latitude"]) for row in rows], found.latitude)
    assert [row["part"] == "" for row in rows] == np.isnan(unknown).tolist()


@pytest.mark.parametrize("scenario_id", ["false-codling-moth-citrus-eu", "medfly-citrus-china"])
def test_regions_carry_outline_and_values(scenario_id: str) -> None:
    scenario = load_scenario(scenario_id)
    document = json.loads(exports.regions_geojson(scenario))
    assert document["SCENARIO"] == scenario.fingerprint
    table = region_ranks.region_table(scenario).set_index("region")
    drawn = {f["properties"]["region"]: f for f in document["features"]}
    assert set(drawn) == set(table.index)
    for code, feature in drawn.items():
        assert feature["geometry"]["type"] in {"Polygon", "MultiPolygon"}
        assert feature["properties"]["suitable"] == pytest.approx(table.loc[code, "suitable"])


def test_values_of_another_area_are_refused(china: Scenario) -> None:
    for made in (lambda layers: exports.geotiff(china, layers),
                 lambda layers: exports.cells_csv(china, layers)):
        with pytest.raises(PraError) as caught:
            made({"index": np.zeros(3)})
        assert caught.value.path == "index"
    with pytest.raises(PraError):
        exports.geotiff(china, {})
