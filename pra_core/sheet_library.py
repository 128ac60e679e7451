"""Climate sheets by species, as published; every value is a row of `data/pest_facts.csv`.

A sheet whose figures were read in their source is verified. A sheet known from one line of text
that nobody has compared with its source is unverified: it comes only on request, and what it
lacks is named. Rates are given as printed; their sign is not read (`climate.stress`).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Literal

import pandas as pd

from pra_core import reference
from pra_core.climate_sheet import ClimateSheet
from pra_core.distribution import Pert
from pra_core.errors import PraError, Problem
from pra_core.frozen import LocalText
from pra_core.parameter import Parameter, Source
from pra_core.pest import Ecoclimatic

PREFIX = "CLIMEX_"
TEXT = re.compile(r"CLIMEX \(.+\)")
PAIR = re.compile(r"\b([A-Z]{2,4}\d?)\s+(-?\d+(?:\.\d+)?)")
UNITS = {"dv": ("degC",), "tt": ("degC",), "pdd": ("degree-days C",), "dtcs": ("degree-days C",),
         "sm": ("",), "mt": ("",)}
"""Units of the file by how a field begins; every other field is a rate."""
RATE_UNITS = ("1/week",)
NEEDED = tuple(name for name, field in ClimateSheet.model_fields.items() if field.is_required())
STRESSES = ("ttcs", "thcs", "tths", "thhs", "smds", "hds", "smws", "hws", "pdd")
"""What the verified sheets all give; a sheet without them limits the pest less than its author."""

Accumulation = Literal["linear", "compounding"]


@dataclass(frozen=True, slots=True)
class SheetEntry:
    """One published sheet."""

    species: str
    eppo_code: str
    sheet: ClimateSheet | None
    """None where the line lacks thresholds without which no sheet can be run."""
    values: Mapping[str, float]
    """What the source gives, by field of `ClimateSheet`."""
    status: Literal["verified", "unverified"]
    citation: str
    notes: tuple[str, ...]
    """Notes of the rows, as in the file."""
    missing: tuple[str, ...]
    """Fields that a full sheet has and this one lacks."""


def sheets(include_unverified: bool = False) -> Mapping[str, SheetEntry]:
    """Published sheets by species, in alphabetical order (shared, read-only).

    Args:
        include_unverified: also those whose figures were not compared with their source.

    Raises:
        PraError: `integrity` when a row has an unknown field, a wrong unit or no number.
    """
    found = _library()
    return found if include_unverified else MappingProxyType(
        {name: entry for name, entry in found.items() if entry.status == "verified"})


@lru_cache(maxsize=1)
def _library() -> Mapping[str, SheetEntry]:
    table = reference.pest_facts(include_unverified=True)
    found = {}
    for species, rows in table.groupby("species", sort=True):
        entry = _from_rows(str(species), rows) or _from_text(str(species), rows)
        if entry is not None:
            found[str(species)] = entry
    return MappingProxyType(found)


def _from_rows(species: str, rows: pd.DataFrame) -> SheetEntry | None:
    """A sheet with one row per field; None where the species has none."""
    fields = rows["field"].str.removeprefix(PREFIX).str.lower()
    named = rows["field"].str.startswith(PREFIX) & fields.isin(list(ClimateSheet.model_fields))
    own = rows[named & (rows["verified"] == "yes")]
    if own.empty:
        return None
    values, faults = {}, []
    for row in own.to_dict("records"):
        field = row["field"].removeprefix(PREFIX).lower()
        number = _number(row["value"])
        if number is None or row["unit"] not in _units(field) or field in values:
            faults.append(Problem("integrity", value=f"{species}, {row['field']}",
                                  allowed="pest_facts.csv"))
        else:
            values[field] = number
    if faults:
        raise PraError.of(faults)
    return _entry(species, own, values, "verified")


def _from_text(species: str, rows: pd.DataFrame) -> SheetEntry | None:
    """A sheet in one line such as "DV0 13, DV1 25"; unverified whatever the row says."""
    own = rows[rows["field"].map(lambda field: TEXT.fullmatch(field) is not None)]
    if own.empty:
        return None
    values: dict[str, float] = {}
    for text in own["value"]:
        for name, number in PAIR.findall(text):
            if name.lower() not in ClimateSheet.model_fields or name.lower() in values:
                raise PraError("integrity", value=f"{species}, {name}", allowed="pest_facts.csv")
            values[name.lower()] = float(number)
    return _entry(species, own, values, "unverified")


def _entry(species: str, rows: pd.DataFrame, values: dict[str, float],
           status: Literal["verified", "unverified"]) -> SheetEntry:
    complete = all(name in values for name in NEEDED)
    sources = dict.fromkeys(source for source in rows["source"] if source)
    citation = "; ".join(sources) or "; ".join(dict.fromkeys(rows["field"]))
    return SheetEntry(
        species, str(rows["eppo_code"].iloc[0]),
        ClimateSheet(**values) if complete else None, MappingProxyType(values), status, citation,
        tuple(dict.fromkeys(note for note in rows["note"] if note)),
        tuple(name for name in (*NEEDED, *STRESSES) if name not in values))


def _units(field: str) -> tuple[str, ...]:
    longest = max((start for start in UNITS if field.startswith(start)), key=len, default=None)
    return RATE_UNITS if longest is None else UNITS[longest]


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


DATE = dt.date(2026, 11, 22)
ASSESSOR = "PRA workbench team"
DAILY_RANGE = 9.5
"""Middle of the constant range of 9 to 10 degC that fits station data nearly as well as models."""


def _assumed(reason: LocalText) -> Source:
    return Source(status="assumed", assessor=ASSESSOR, date=DATE, reason=reason)


RANGE_SOURCE = _assumed({
    "en": "One range for every place, because minima and maxima are not on the grid; at 74 cities"
          " a constant of 9 to 10 °C errs by about 2.4 °C. 3 °C more or less is credible.",
    "zh_CN": "格点数据没有最低、最高气温，各地取同一日较差；与74个城市比较，"
             "取9至10 °C的常数平均误差约2.4 °C，上下3 °C均有可能。"})
FULL_SOURCE = _assumed({
    "en": "No published link from index to persistence; indices above 30 are usually called very"
          " favourable, and indices near 100 need constant ideal weather.",
    "zh_CN": "指数与持续存活概率的关系未见发表；一般把30以上称为高度适生，接近100须全年气候理想。"})
FROM_SOURCE = _assumed({
    "en": "Classes differ between authors: 1 to 10 is usually called marginal, above 10 to 20"
          " suitable.",
    "zh_CN": "各作者的分级不同：一般1至10为边缘适生，10至20以上为适生。"})


def ecoclimatic_model(entry: SheetEntry, *, accept_unverified: bool = False,
                      accumulation: Accumulation = "linear") -> Ecoclimatic:
    """A climate model to explore a sheet with; what the sheet doesn't give is assumed, with reason.

    Args:
        entry: one of `sheets`.
        accept_unverified: run a sheet whose figures were not compared with their source.
        accumulation: how weekly stresses add up.

    Raises:
        PraError: `wrong_type` for an unverified sheet without `accept_unverified`, `missing` for
            one without the thresholds that every sheet needs.
    """
    if entry.sheet is None:
        raise PraError("missing", entry.species, ", ".join(entry.missing), ", ".join(NEEDED))
    if entry.status != "verified" and not accept_unverified:
        raise PraError("wrong_type", entry.species, entry.status, "verified")
    name = f"library.{entry.eppo_code.lower()}"
    return Ecoclimatic(
        sheet=entry.sheet, accumulation=accumulation, capacity_mm=100.0,
        diurnal_range=Parameter(
            name=f"{name}.diurnal_range", unit="degC", source=RANGE_SOURCE,
            distribution=Pert(low=DAILY_RANGE - 3, mode=DAILY_RANGE, high=DAILY_RANGE + 3)),
        full_suitability=Parameter(
            name=f"{name}.full_suitability", unit="index", source=FULL_SOURCE,
            distribution=Pert(low=20.0, mode=35.0, high=70.0)),
        suitable_from=Parameter(
            name=f"{name}.suitable_from", unit="index", source=FROM_SOURCE,
            distribution=Pert(low=1.0, mode=10.0, high=20.0)),
        source=Source(status=entry.status, citation=entry.citation))
