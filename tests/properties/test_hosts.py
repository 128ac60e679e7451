"""Hosts: hectares are neither made nor lost, whatever the order, the size or the projection."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from rasterio.crs import CRS
from rasterio.io import MemoryFile
from rasterio.transform import Affine

from pra_core import hosts, reference
from pra_core.hosts.packing import COLUMNS, ROWS
from pra_core.hosts.places import onto_cells
from pra_core.pra_area import Hosts

SOURCE: Any = {"status": "verified", "citation": "a test"}
COUNTRIES = ("ES", "IT", "GR", "PT", "NZ", "ZA", "CL")
CELLS = reference.pra_area_cells(["ES", "IT", "GR"])


def _of(**given: Any) -> Hosts:
    return Hosts(title={"en": "Hosts"}, source=SOURCE, **given)


@given(st.dictionaries(st.sampled_from(COUNTRIES), st.floats(0, 1e6), min_size=1), st.randoms())
@settings(max_examples=40, deadline=None)
def test_areas_keep_their_hectares_in_any_order(areas: dict[str, float], chance: Any) -> None:
    listed = [{"area": area, "hectares": size} for area, size in areas.items()]
    found = hosts.host_map(_of(areas=listed), CELLS)
    assert found.hectares.sum() + found.outside_hectares == pytest.approx(sum(areas.values()))
    chance.shuffle(listed)
    again = hosts.host_map(_of(areas=listed), CELLS)
    assert np.allclose(again.hectares, found.hectares, rtol=1e-12)


@given(st.dictionaries(st.integers(0, ROWS * COLUMNS - 1), st.floats(1e-3, 1e6), min_size=1),
       st.randoms())
@settings(max_examples=60, deadline=None)
def test_a_packed_grid_gives_back_what_was_packed(grid: dict[int, float], chance: Any) -> None:
    items = list(grid.items())
    chance.shuffle(items)
    keys, hectares = np.array([k for k, _ in items]), np.array([h for _, h in items])
    back_keys, back = hosts.unpack(hosts.pack(keys, hectares))
    assert back_keys.tolist() == sorted(grid)
    assert back == pytest.approx(np.array([grid[k] for k in sorted(grid)]), rel=1e-7)


@given(st.dictionaries(st.integers(0, ROWS * COLUMNS - 1), st.floats(1e-3, 1e6)))
@settings(max_examples=40, deadline=None)
def test_cells_and_what_lies_outside_add_up(grid: dict[int, float]) -> None:
    by_key = np.zeros(ROWS * COLUMNS)
    by_key[list(grid)] = list(grid.values())
    inside, outside = onto_cells(by_key, CELLS)
    assert inside.sum() + outside == pytest.approx(by_key.sum())


@given(values=st.lists(st.floats(0, 1e4, width=32), min_size=12, max_size=12),
       system=st.sampled_from([(4326, 0.05), (4326, 0.7), (3035, 5_000.0), (3035, 60_000.0)]),
       shift=st.tuples(st.floats(-1, 1), st.floats(-1, 1)))
@settings(max_examples=40, deadline=None)
def test_a_raster_keeps_its_hectares(values: list[float], system: tuple[int, float],
                                     shift: tuple[float, float]) -> None:
    epsg, size = system
    x, y = (12.0, 42.0) if epsg == 4326 else (4_500_000.0, 2_100_000.0)
    pixels: NDArray[np.float64] = np.array(values).reshape(3, 4)
    pixels[0, 0] += 1.0
    grid = Affine(size, 0.0, x + shift[0] * size, 0.0, -size, y + shift[1] * size)
    with MemoryFile() as memory:
        with memory.open(driver="GTiff", height=3, width=4, count=1, dtype="float64",
                         transform=grid, crs=CRS.from_epsg(epsg)) as out:
            out.write(pixels, 1)
        content = bytes(memory.read())
    found = hosts.parse_host_geotiff(content, "r", CELLS, "hectares")
    assert found.hectares + found.outside == pytest.approx(pixels.sum(), rel=1e-9)
    assert hosts.host_hectares(_of(grid=found.grid), CELLS).sum() == pytest.approx(
        found.hectares, rel=1e-6)
