"""Seaports (searoute) and airports (airportsdata) as one small table of points of entry."""

from __future__ import annotations

import csv
import gzip
import io
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from data.build.fetch import fetch, member

PORTS_MEMBER = "searoute-1.6.0/searoute/data/ports.geojson"
AIRPORTS_MEMBER = "airportsdata/airports.csv"
COLUMNS = ("kind", "code", "name", "iso2", "lat", "lon")
DECIMALS = 4

Row = tuple[str, str, str, str, float, float]


def place(code: str, latitude: object, longitude: object) -> tuple[float, float]:
    """Rounded latitude and longitude; ValueError off the globe."""
    y, x = float(str(latitude)), float(str(longitude))
    if not (abs(y) <= 90.0 and abs(x) <= 180.0):
        raise ValueError(f"{code}: {y}, {x} is not on the globe")
    return round(y, DECIMALS), round(x, DECIMALS)


def seaport_rows(features: Iterable[Mapping[str, Any]]) -> list[Row]:
    """Ports with a five-letter UN/LOCODE; its first two letters are the country."""
    rows: list[Row] = []
    for feature in features:
        code = str(feature["properties"]["port"] or "").strip()
        if len(code) == 5 and code[:2].isalpha():
            longitude, latitude = feature["geometry"]["coordinates"][:2]
            name = str(feature["properties"]["name"] or code).strip()
            rows.append(("seaport", code, name, code[:2], *place(code, latitude, longitude)))
    return rows


def airport_rows(entries: Iterable[Mapping[str, str]]) -> list[Row]:
    """Airports with an IATA code; the source says nothing of their traffic."""
    return [("airport", entry["iata"], entry["name"].strip() or entry["iata"], entry["country"],
             *place(entry["iata"], entry["lat"], entry["lon"]))
            for entry in entries if entry["iata"]]


def unique_rows(rows: Iterable[Row]) -> list[Row]:
    """Sorted by kind and code, the first of each code kept."""
    found: dict[tuple[str, str], Row] = {}
    for row in rows:
        found.setdefault(row[:2], row)
    return [found[key] for key in sorted(found)]


def write_points(target: Path) -> None:
    """Write the table as gzipped CSV (UTF-8)."""
    ports = json.loads(member(fetch("searoute"), PORTS_MEMBER))["features"]
    airports = member(fetch("airportsdata"), AIRPORTS_MEMBER).decode("utf-8")
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(unique_rows(
        [*seaport_rows(ports), *airport_rows(csv.DictReader(io.StringIO(airports)))]))
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(gzip.compress(text.getvalue().encode(), compresslevel=9, mtime=0))
