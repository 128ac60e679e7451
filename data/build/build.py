"""Rebuild everything in data/ that comes from packages, then record the hashes.

    python data/build/build.py               all of it
    python data/build/build.py --era5-only   without ITU-R maps: ERA5 precipitation, no elevation
    python data/build/build.py --checksums   only record the hashes again
    python data/build/build.py --library     only pests, commodities and trade, from YAML and CSV
    python data/build/build.py --places      only the second boundary set, regions, points of entry
    python data/build/build.py --set NAME --countries FILE.geojson    add a boundary set

Needs data/build/requirements.txt; the workbench itself does not.
"""

from __future__ import annotations

import argparse
import io
import json
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

import numpy as np  # noqa: E402 - the project folder must be on the path first
from numpy.typing import NDArray  # noqa: E402

from data.build import (  # noqa: E402
    assets,
    boundaries,
    cities,
    climate,
    grid,
    library,
    packing,
    points_of_entry,
    regions,
    zh_convention,
)
from data.build.fetch import fetch, member, sha256  # noqa: E402

DATA = ROOT / "data"
STATIC = ROOT / "pages" / "ui" / "static" / "leaflet"
LAND_MASK_MEMBER = "global_land_mask/globe_combined_mask_compressed.npz"
CHECKED = (
    "boundaries/*.json", "boundaries/*/*.geojson.gz", "boundaries/*/*.npz", "cities/*.csv.gz",
    "climate/*.csv", "climate/*.npz", "decisions/*.yaml", "first_steps/*.yaml",
    "fonts/*.otf", "fonts/*.ttf", "hosts/*.csv", "library.json.gz", "measures/*.yaml",
    "pest_facts.csv", "points_of_entry/*.csv.gz", "presence/*.csv",
)

Index = NDArray[np.uint16]


def land_cells(countries: list[boundaries.Country]) -> tuple[Index, Index, Index]:
    """Row, column and land share [%, at least 1] of the land cells."""
    wheel = fetch("global-land-mask")
    ocean = np.load(io.BytesIO(member(wheel, LAND_MASK_MEMBER)))["mask"]
    share = grid.land_share(ocean)
    islands = [grid.nearest_node(*point) for point in boundaries.anchors(countries)]
    row, column = grid.choose_cells(share, grid.centre_is_land(ocean), islands)
    percent = np.maximum(np.round(100.0 * share[row, column]), 1.0)
    return row, column, percent.astype(np.uint8)


def build_grid(era5_only: bool) -> None:
    """Write normals.npz and the neutral boundary set."""
    countries = boundaries.neutral_countries()
    row, column, percent = land_cells(countries)
    latitude, longitude = grid.latitudes()[row], grid.longitudes()[column]
    country = boundaries.country_of_cells(latitude, longitude, countries)
    # Land that no outline reaches: the mask counts the Caspian Sea as land, the atlas does not.
    kept = country >= 0
    row, column, percent, country = row[kept], column[kept], percent[kept], country[kept]
    arrays = climate.normals(row, column, era5_only)
    for name in ("temperature", "precipitation"):
        arrays[name] = packing.packed(arrays[name].astype(np.int16, copy=False))
    (DATA / "climate").mkdir(parents=True, exist_ok=True)
    np.savez_compressed(
        DATA / "climate" / "normals.npz", row=row, col=column, land_share=percent, **arrays
    )
    boundaries.write_set(DATA / "boundaries" / "neutral", countries, row, column, country)
    print(f"{row.size} land cells kept, {np.count_nonzero(~kept)} left out")


def cells() -> tuple[Index, Index]:
    """Row and column of the cells of the grid that is already built."""
    with np.load(DATA / "climate" / "normals.npz") as file:
        return file["row"], file["col"]


def add_set(name: str, source: Path) -> None:
    """Write a boundary set from a GeoJSON file, for the grid that is already built."""
    row, column = cells()
    countries = boundaries.countries_of(json.loads(source.read_text(encoding="utf-8")))
    country = boundaries.country_of_cells(
        grid.latitudes()[row], grid.longitudes()[column], countries
    )
    boundaries.write_set(DATA / "boundaries" / name, countries, row, column, country)
    write_regions(name, countries, regions.regions())


def owners(name: str) -> NDArray[np.str_]:
    """Code of the country of every cell in a boundary set that is already written."""
    with np.load(DATA / "boundaries" / name / "cells.npz") as file:
        codes: NDArray[np.str_] = np.append(file["iso2"], "")[file["country"]]
        return codes


def write_regions(
    name: str, countries: list[boundaries.Country], shapes: dict[str, Any]
) -> None:
    """Write the regions of a boundary set that is already written."""
    regions.write_regions(DATA / "boundaries" / name, countries, *cells(), owners(name), shapes)


def build_places() -> None:
    """Write the set after the Chinese convention, the regions of both sets, points of entry."""
    row, column = cells()
    neutral = boundaries.neutral_countries()
    countries, lines = zh_convention.countries(neutral)
    found = zh_convention.country_of_all_cells(
        boundaries.country_of_cells(grid.latitudes()[row], grid.longitudes()[column], countries),
        countries, owners("neutral"))
    boundaries.write_set(DATA / "boundaries" / "zh-convention", countries, row, column, found,
                         {"lines": lines, "merged": zh_convention.MERGED})
    shapes = regions.regions()
    write_regions("neutral", neutral, shapes)
    write_regions("zh-convention", countries, shapes)
    points_of_entry.write_points(DATA / "points_of_entry" / "points.csv.gz")


def record_checksums() -> None:
    """Write checksums.json: SHA-256 of every file that the loaders verify."""
    paths = sorted(path for pattern in CHECKED for path in DATA.glob(pattern))
    sums = {path.relative_to(DATA).as_posix(): sha256(path) for path in paths}
    text = json.dumps(sums, indent=2) + "\n"
    (DATA / "checksums.json").write_text(text, encoding="utf-8")


def main(arguments: list[str]) -> None:
    """Run what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--era5-only", action="store_true")
    parser.add_argument("--checksums", action="store_true")
    parser.add_argument("--library", action="store_true")
    parser.add_argument("--places", action="store_true")
    parser.add_argument("--set")
    parser.add_argument("--countries", type=Path)
    options = parser.parse_args(arguments)
    if (options.set is None) != (options.countries is None):
        parser.error("--set and --countries belong together")
    if options.set is not None:
        add_set(options.set, options.countries)
    elif options.library:
        library.write_library(DATA)
    elif options.places:
        build_places()
    elif not options.checksums:
        build_grid(options.era5_only)
        build_places()
        cities.write_cities(DATA / "cities" / "cities.csv.gz")
        assets.write_assets(DATA / "fonts", STATIC)
    record_checksums()


if __name__ == "__main__":
    main(sys.argv[1:])
