"""Read-only places of the boundary set: first-level regions, points of entry, country groups.

A region is coded by ISO 3166-2 (`CN-GD`) where the country has first-level data, otherwise it is
the country itself (`NZ`). Origin, licence and accuracy of each file: `data/SOURCES.md`.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pra_core import reference
from pra_core.errors import N_, PraError
from pra_core.frozen import FloatArray
from pra_core.pra_area import PraArea
from pra_core.reference import Box

BOTH_CODES: Mapping[str, str] = {
    "CN-HK": "HK", "CN-MO": "MO", "CN-TW": "TW", "US-AS": "AS", "US-GU": "GU", "US-MP": "MP",
    "US-PR": "PR", "US-UM": "UM", "US-VI": "VI",
}
"""Regions with an ISO 3166-1 code as well; each boundary set owns them by one of the two."""
SMALLEST = N_("areas that hold the centre of a cell of 0.25 degrees")
SHOWN = 8
"""How many known codes an error names as examples."""


@lru_cache(maxsize=4)
def _region_codes(boundaries: str) -> NDArray[np.str_]:
    name = f"boundaries/{boundaries}/regions.npz"
    normals = reference.climate_normals()
    with np.load(reference.verified_path(name)) as file:
        if str(file["grid"]) != reference.grid_key(normals.row, normals.col):
            raise PraError("integrity", value=name, allowed="cells of climate/normals.npz")
        codes: NDArray[np.str_] = np.append(file["codes"], "")[file["region"]]
    codes.setflags(write=False)
    return codes


def region_codes() -> NDArray[np.str_]:
    """Region of every cell of the climate grid, [n]; empty where no country is given.

    Raises PraError: `not_found`, `integrity`.
    """
    return _region_codes(reference.boundary_set())


@lru_cache(maxsize=4)
def _owning(boundaries: str) -> tuple[str, ...]:
    with np.load(reference.verified_path(f"boundaries/{boundaries}/regions.npz")) as file:
        return tuple(file["codes"].tolist())


def region_count(country: str) -> int:
    """How many first-level regions of a country own a cell; the outlines are not loaded for it."""
    return sum(code.startswith(f"{country}-") for code in _owning(reference.boundary_set()))


@lru_cache(maxsize=4)
def _document(boundaries: str) -> dict[str, Any]:
    path = reference.verified_path(f"boundaries/{boundaries}/regions.geojson.gz")
    document: dict[str, Any] = json.loads(gzip.decompress(path.read_bytes()))
    return document


def regions_geojson() -> dict[str, Any]:
    """Outlines of the first-level regions as a FeatureCollection (shared: copy before changing).

    Properties: code (ISO 3166-2), iso2, name_en, name_zh.
    """
    return _document(reference.boundary_set())


def region_borders() -> tuple[FloatArray, ...]:
    """Lines between the regions of a country, longitude and latitude [points, 2] each."""
    return _lines(reference.boundary_set(), "borders")


def boundary_lines() -> tuple[FloatArray, ...]:
    """Lines that the boundary set draws besides its countries, [points, 2] each; often none."""
    return _lines(reference.boundary_set(), "lines")


@lru_cache(maxsize=8)
def _lines(boundaries: str, kind: str) -> tuple[FloatArray, ...]:
    whole = _document(boundaries) if kind == "borders" else reference.countries_geojson()
    lines = tuple(np.asarray(line, np.float64) for line in whole.get(kind, ()))
    for line in lines:
        line.setflags(write=False)
    return lines


@lru_cache(maxsize=4)
def _region_names(boundaries: str) -> dict[str, dict[str, str]]:
    features = [feature["properties"] for feature in _document(boundaries)["features"]]
    return dict(reference.country_names()) | {
        f["code"]: {"en": f["name_en"], "zh_CN": f["name_zh"]} for f in features}


def region_names() -> dict[str, dict[str, str]]:
    """`{"CN-GD": {"en": …, "zh_CN": …}}` of regions and of countries that own cells (shared)."""
    return _region_names(reference.boundary_set())


def known_code(code: str) -> str:
    """The code under which the boundary set has an area; the code itself where it has none.

    Some areas have an ISO 3166-1 and an ISO 3166-2 code (TW and CN-TW); each set uses one.
    """
    names = region_names()
    if code in names:
        return code
    twins = [b if code == a else a for a, b in BOTH_CODES.items() if code in (a, b)]
    return twins[0] if twins and twins[0] in names else code


def check_areas(areas: Sequence[str], path: str = "areas") -> tuple[str, ...]:
    """Known codes of `areas`, in order; PraError `unknown_id` naming every code not known."""
    names = region_names()
    found = tuple(known_code(code) for code in areas)
    unknown = sorted({given for given, code in zip(areas, found, strict=True)
                      if code not in names})
    if unknown:
        examples = ", ".join([*sorted(reference.country_names())[:SHOWN], "CN-GD", "US-CA"])
        raise PraError("unknown_id", path, ", ".join(unknown), f"{examples} …")
    return found


@lru_cache(maxsize=64)
def _area_cells(areas: tuple[str, ...], boundaries: str) -> NDArray[np.intp]:
    codes = check_areas(areas)
    country = reference.climate_normals().country
    chosen = np.isin(country, sorted(set(codes))) | np.isin(
        _region_codes(boundaries), sorted(set(codes)))
    if not chosen.any():
        raise PraError("unreachable", "areas", ", ".join(areas), SMALLEST)
    found = np.flatnonzero(chosen)
    found.setflags(write=False)
    return found


def area_cells(areas: Sequence[str]) -> NDArray[np.intp]:
    """Positions in the climate grid of the cells of countries and regions, ascending, [k].

    `areas` mixes ISO 3166-1 alpha-2 and ISO 3166-2 codes; a cell named twice comes once. Raises
    PraError: `unknown_id`, `unreachable` (no area named, or islands smaller than a cell).
    """
    return _area_cells(tuple(areas), reference.boundary_set())


@lru_cache(maxsize=4)
def _points_of_entry(boundaries: str) -> pd.DataFrame:
    table = pd.read_csv(reference.verified_path("points_of_entry/points.csv.gz"),
                        dtype={"kind": str, "code": str, "name": str, "iso2": str},
                        keep_default_na=False)
    merged = reference.merged_codes(boundaries)
    return table.assign(iso2=table["iso2"].replace(merged))


def points_of_entry() -> pd.DataFrame:
    """Seaports and airports: kind, code, name, iso2, lat, lon (one shared table).

    `kind` is `seaport` or `airport`, `code` UN/LOCODE or IATA, `iso2` the country of the boundary
    set. Raises PraError: `not_found`, `integrity`.
    """
    return _points_of_entry(reference.boundary_set())


def typed_places(name: str) -> pd.DataFrame:
    """A typed-in table of places in the data folder, all text (a copy), such as known ranges.

    Raises PraError: `not_found`, `integrity`.
    """
    return pd.read_csv(reference.verified_path(name), dtype=str, keep_default_na=False)


@dataclass(frozen=True, slots=True)
class CountryGroup:
    """Countries that are often taken together, with the origin of the list."""

    title: Mapping[str, str]
    """By language: en, zh_CN."""
    countries: tuple[str, ...]
    """ISO 3166-1 alpha-2 codes, sorted."""
    citation: str
    status: str


@lru_cache(maxsize=4)
def _country_groups(boundaries: str) -> dict[str, CountryGroup]:
    whole = CountryGroup({"en": "World", "zh_CN": "全世界"}, tuple(sorted(_owners(boundaries))),
                         f"boundary set {boundaries}", "verified")
    return {"world": whole} | listed_groups()


@lru_cache(maxsize=1)
def listed_groups() -> dict[str, CountryGroup]:
    """Groups of country_groups.json by id, without those that a boundary set makes (shared)."""
    path = reference.verified_path("boundaries/country_groups.json")
    document: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return {key: CountryGroup(group["title"], tuple(sorted(group["countries"])),
                              group["citation"], group["status"])
            for key, group in document.items()}


def _owners(boundaries: str) -> set[str]:
    return {code[:2] for code in _region_codes(boundaries).tolist()} - {""}


def country_groups() -> dict[str, CountryGroup]:
    """Groups by id: `world` (countries that own cells) and those of country_groups.json (EU)."""
    return _country_groups(reference.boundary_set())


def pra_area_of(title: Mapping[str, str], areas: Sequence[str], box: Box | None = None) -> PraArea:
    """A PRA area of countries and groups (`EU`, `world`), optionally cut by a box.

    Raises PraError: `missing` (no English title, or no area named), `unknown_id` (neither a
    country of the boundary set nor a group), and what `reference.pra_area_cells` raises, so that
    an area without land is refused (`unreachable`).
    """
    named = {key: text.strip() for key, text in title.items() if text.strip()}
    if "en" not in named or not set(named) <= {"en", "zh_CN"}:
        raise PraError("missing", "pra_area.title", allowed="en, zh_CN (en is required)")
    if not areas:
        raise PraError("missing", "pra_area.countries", allowed="at least one entry")
    groups = country_groups()
    countries = sorted({code for area in areas
                        for code in (groups[area].countries if area in groups else (area,))})
    unknown = [code for code in countries if code not in reference.country_names()]
    if unknown:
        examples = ", ".join([*sorted(groups), *sorted(reference.country_names())[:SHOWN]])
        raise PraError("unknown_id", "pra_area.countries", ", ".join(unknown), f"{examples} …")
    reference.pra_area_cells(countries, box)
    return PraArea(title=named, countries=tuple(countries), box=box)
