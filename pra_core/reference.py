"""Read-only reference data: climate normals, countries, cities, pest facts, worked examples.

Every file is compared with its recorded SHA-256 (`data/checksums.json`) once per process. Arrays
are read-only. Origin, licence and accuracy of each file: `data/SOURCES.md`.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from pra_core.errors import PraError
from pra_core.frozen import FloatArray
from pra_core.sphere import EARTH_RADIUS_KM as EARTH_RADIUS_KM
from pra_core.sphere import on_sphere

DATA: Path = Path(os.environ.get("PRA_DATA") or Path(__file__).resolve().parents[1] / "data")
"""The data folder; the environment variable `PRA_DATA` names another one."""

Box = tuple[float, float, float, float]
"""West, south, east, north in degrees; west > east means across 180 degrees."""
STEP = 0.25


@dataclass(frozen=True, slots=True)
class ClimateNormals:
    """Monthly normals 2000-2025 of n land cells of 0.25 degrees; every array is read-only.

    Cell centres are `latitude` = 90 - 0.25 `row`, `longitude` = -180 + 0.25 `col`. `area_km2` is
    the land area of the cell. `country` is ISO 3166 alpha-2, empty where none is given.
    `elevation` [m] is None when the grid was built without topography.
    """

    latitude: FloatArray
    longitude: FloatArray
    row: NDArray[np.uint16]
    col: NDArray[np.uint16]
    temperature: NDArray[np.float32]
    """Mean temperature, degC, [12, n]."""
    precipitation: NDArray[np.float32]
    """Precipitation, mm/month, [12, n]."""
    elevation: NDArray[np.float32] | None
    area_km2: FloatArray
    country: NDArray[np.str_]
    precipitation_source: str
    """`blend` (ITU-R P.837-7 and ERA5) or `era5`."""
    dataset: str
    """Key of the data: changes when the climate grid or the boundary set changes."""


@lru_cache(maxsize=1)
def _checksums() -> dict[str, str]:
    path = DATA / "checksums.json"
    return dict(json.loads(path.read_text("utf-8"))) if path.is_file() else {}


@lru_cache(maxsize=64)
def verified_path(name: str) -> Path:
    """Path of `name` (relative to the data folder, with slashes), hash compared once per process.

    Raises PraError: `not_found` (no such file, or no hash recorded), `integrity` (hash differs).
    """
    path = DATA / name
    recorded = _checksums().get(name)
    if recorded is None or not path.is_file():
        raise PraError("not_found", value=name, allowed=", ".join(sorted(_checksums())))
    if hashlib.sha256(path.read_bytes()).hexdigest() != recorded:
        raise PraError("integrity", value=name, allowed=f"SHA-256 {recorded}")
    return path


@lru_cache(maxsize=4)
def _boundary_sets(data: Path) -> tuple[str, ...]:
    return tuple(sorted(path.parent.name for path in data.glob("boundaries/*/cells.npz")))


def boundary_set() -> str:
    """`PRA_BOUNDARIES`, by default `neutral`; PraError `not_found` if data/boundaries lacks it."""
    name = os.environ.get("PRA_BOUNDARIES") or "neutral"
    if name not in (known := _boundary_sets(DATA)):
        raise PraError("not_found", "PRA_BOUNDARIES", name, ", ".join(known))
    return name


def unpacked(planes: NDArray[np.uint8]) -> NDArray[np.int16]:
    """int16 [12, n] from the stored byte planes [2, 12, n] (see data/build/packing.py)."""
    folded = (planes[0].astype(np.uint16) << 8) | planes[1]
    step = (folded >> 1) ^ (-(folded & 1).astype(np.int32)).astype(np.uint16)
    by_month = np.cumsum(step, axis=1, dtype=np.uint16)
    return np.cumsum(by_month, axis=0, dtype=np.uint16).view(np.int16)


def cell_area_km2(latitude: FloatArray) -> FloatArray:
    """Area of 0.25 degree cells centred at `latitude`, km2: R^2 dlon (sin north - sin south)."""
    south, north = np.radians(latitude - STEP / 2.0), np.radians(latitude + STEP / 2.0)
    strip = EARTH_RADIUS_KM**2 * np.radians(STEP) * (np.sin(north) - np.sin(south))
    return np.asarray(strip, dtype=np.float64)


def _freeze(array: NDArray[Any]) -> NDArray[Any]:
    array.setflags(write=False)
    return array


def grid_key(row: NDArray[np.uint16], col: NDArray[np.uint16]) -> str:
    """Identity of a set of cells: SHA-256 of their rows and columns."""
    return hashlib.sha256(row.astype("<u2").tobytes() + col.astype("<u2").tobytes()).hexdigest()


@lru_cache(maxsize=4)
def _normals(boundaries: str) -> ClimateNormals:
    name, cells = "climate/normals.npz", f"boundaries/{boundaries}/cells.npz"
    with np.load(verified_path(name)) as file, np.load(verified_path(cells)) as owned:
        row, col = file["row"], file["col"]
        if grid_key(row, col) != str(owned["grid"]):
            raise PraError("integrity", value=cells, allowed="cells of climate/normals.npz")
        codes = np.append(owned["iso2"], "")
        latitude = 90.0 - STEP * row
        height = file["elevation"].astype(np.float32) if "elevation" in file.files else None
        area = cell_area_km2(latitude) * file["land_share"] / 100.0
        return ClimateNormals(
            latitude=_freeze(latitude),
            longitude=_freeze(-180.0 + STEP * col),
            row=_freeze(row),
            col=_freeze(col),
            temperature=_freeze(unpacked(file["temperature"]).astype(np.float32) / 100),
            precipitation=_freeze(unpacked(file["precipitation"]).astype(np.float32) / 10),
            elevation=None if height is None else _freeze(height),
            area_km2=_freeze(area),
            country=_freeze(codes[owned["country"]]),
            precipitation_source=str(file["source"]),
            dataset=f"{_checksums()[name][:12]}-{_checksums()[cells][:12]}",
        )


def climate_normals() -> ClimateNormals:
    """All land cells, owned as in `boundary_set()`; PraError `not_found`, `integrity`."""
    return _normals(boundary_set())


def _check_box(bbox: Box) -> None:
    west, south, east, north = bbox
    if not (max(abs(west), abs(east)) <= 180.0 and max(abs(south), abs(north)) <= 90.0):
        raise PraError("out_of_bounds", "bbox", bbox, "-180..180, -90..90")
    if south >= north or west == east:
        raise PraError("order", "bbox", bbox, "west, south, east, north; south < north")


def _inside(bbox: Box | None, latitude: FloatArray, longitude: FloatArray) -> NDArray[np.bool_]:
    if bbox is None:
        return np.ones(latitude.shape, dtype=np.bool_)
    west, south, east, north = bbox
    after, before = longitude >= west, longitude <= east
    across = (after & before) if west < east else (after | before)
    return (latitude >= south) & (latitude <= north) & across


@lru_cache(maxsize=32)
def _area_cells(countries: tuple[str, ...], bbox: Box | None, boundaries: str) -> NDArray[np.intp]:
    normals, known = _normals(boundaries), _names(boundaries)
    unknown = sorted(set(countries) - set(known))
    if unknown:
        allowed = f"{len(known)} ISO 3166 alpha-2 codes, such as {', '.join(sorted(known)[:8])}"
        raise PraError("unknown_id", "countries", ", ".join(unknown), allowed)
    if bbox is not None:
        _check_box(bbox)
    chosen = _inside(bbox, normals.latitude, normals.longitude)
    if countries:
        chosen &= np.isin(normals.country, sorted(set(countries)))
    if not chosen.any():
        raise PraError("unreachable", "bbox", bbox, "a box with land of the countries named")
    return _freeze(np.flatnonzero(chosen))


def pra_area_cells(countries: Sequence[str], bbox: Box | None = None) -> NDArray[np.intp]:
    """Indices of the land cells of the PRA area, ascending, [k] (ISPM 5: PRA area).

    `countries` are ISO 3166 alpha-2 codes (none = all land); `bbox` keeps cells whose centre is in
    the box. Raises PraError: `unknown_id` (a code that owns no cell), `out_of_bounds`, `order`,
    `unreachable` (no land is left).
    """
    return _area_cells(tuple(countries), bbox, boundary_set())


@lru_cache(maxsize=4)
def _cities(boundaries: str) -> pd.DataFrame:
    table = pd.read_csv(verified_path("cities/cities.csv.gz"), keep_default_na=False,
                        dtype={"name": str, "iso2": str})
    return table.assign(iso2=table["iso2"].replace(merged_codes(boundaries)))


def cities() -> pd.DataFrame:
    """Cities from 15 000 people: name, iso2, lat, lon, population (one shared table)."""
    return _cities(boundary_set())


@lru_cache(maxsize=32)
def _landing(countries: tuple[str, ...], bbox: Box | None, boundaries: str) -> FloatArray:
    normals = _normals(boundaries)
    cells = _area_cells(countries, bbox, boundaries)
    table = _cities(boundaries)
    latitude, longitude = table["lat"].to_numpy(np.float64), table["lon"].to_numpy(np.float64)
    chosen = _inside(bbox, latitude, longitude)
    chosen &= not countries or table["iso2"].isin(countries).to_numpy()
    if not chosen.any():
        raise PraError("unreachable", "countries", ", ".join(countries), "an area with a city")
    tree = cKDTree(on_sphere(normals.latitude[cells], normals.longitude[cells]))
    _, nearest = tree.query(on_sphere(latitude[chosen], longitude[chosen]))
    people = table["population"].to_numpy(np.float64)[chosen]
    weights = np.bincount(nearest, weights=people, minlength=cells.size)
    return _freeze(weights / weights.sum())


def landing_weights(countries: Sequence[str], bbox: Box | None = None) -> FloatArray:
    """Share of city people near each cell of `pra_area_cells(countries, bbox)`, [k], sum 1.

    Each city of the countries (and of the box) counts with its population in the nearest cell by
    great circle: where imported produce is eaten and thrown away. Raises PraError: as
    `pra_area_cells`, and `unreachable` when the area has no city.
    """
    return _landing(tuple(countries), bbox, boundary_set())


@lru_cache(maxsize=4)
def _geojson(boundaries: str) -> dict[str, Any]:
    path = verified_path(f"boundaries/{boundaries}/countries.geojson.gz")
    return dict(json.loads(gzip.decompress(path.read_bytes())))


def countries_geojson() -> dict[str, Any]:
    """Outlines as a GeoJSON FeatureCollection (one shared object: copy before changing).

    Properties: iso2 (null where no code is given), iso3, name_en, name_zh.
    """
    return _geojson(boundary_set())


def merged_codes(boundaries: str) -> dict[str, str]:
    """Code -> country, for codes that a boundary set has as part of another country."""
    return dict(_geojson(boundaries).get("merged", {}))


@lru_cache(maxsize=4)
def _names(boundaries: str) -> dict[str, dict[str, str]]:
    owners = set(_normals(boundaries).country.tolist())
    found = (feature["properties"] for feature in _geojson(boundaries)["features"])
    return {f["iso2"]: {"en": f["name_en"], "zh_CN": f["name_zh"]} for f in found
            if f["iso2"] in owners}


def country_names() -> dict[str, dict[str, str]]:
    """`{"NZ": {"en": …, "zh_CN": …}}` of the countries that own cells (one shared object)."""
    return _names(boundary_set())


@lru_cache(maxsize=1)
def _pest_table() -> pd.DataFrame:
    return pd.read_csv(verified_path("pest_facts.csv"), dtype=str, keep_default_na=False)


def pest_facts(eppo_code: str | None = None, include_unverified: bool = False) -> pd.DataFrame:
    """Cited facts on pests (a copy), columns as in the file, all text; `verified` is always there.

    Rows whose `verified` is not `yes` come only with `include_unverified`. Raises PraError:
    `unknown_id` for a code that is not in the table, `not_found`, `integrity`.
    """
    table = _pest_table()
    chosen = np.ones(len(table), dtype=np.bool_)
    if eppo_code is not None:
        codes = sorted(set(table["eppo_code"]) - {""})
        if eppo_code not in codes:
            raise PraError("unknown_id", "eppo_code", eppo_code, ", ".join(codes))
        chosen &= (table["eppo_code"] == eppo_code).to_numpy()
    if not include_unverified:
        chosen &= (table["verified"] == "yes").to_numpy()
    return table.loc[chosen].reset_index(drop=True)


def scenario_ids() -> tuple[str, ...]:
    """Ids of the worked examples in data/scenarios/, sorted."""
    return tuple(sorted(path.stem for path in DATA.glob("scenarios/*.yaml")))


def scenario_path(scenario_id: str) -> Path:
    """File of a worked example. Raises PraError `not_found` for an unknown id."""
    if scenario_id not in scenario_ids():
        raise PraError("not_found", value=scenario_id, allowed=", ".join(scenario_ids()))
    return DATA / "scenarios" / f"{scenario_id}.yaml"
