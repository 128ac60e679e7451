"""One place in words: where it is, how suitable, what limits the pest and by how much."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pandas as pd

from pra_core import climate_futures, endangered_area, reference, regions
from pra_core.climate.koppen import TITLES, ZONES, koppen_zones
from pra_core.climate.snow import Winter, winter_of
from pra_core.climate.suitability import EcoclimaticResult, WeeklyProfile
from pra_core.climate_futures import central
from pra_core.climate_sheet import ClimateSheet
from pra_core.endangered_area import Suitability, chance_suitable
from pra_core.frozen import FloatArray
from pra_core.i18n import Translator
from pra_core.pest import DwarfBunt, Ecoclimatic
from pra_core.reference import EARTH_RADIUS_KM
from pra_core.regions import UNKNOWN, threshold_law, thresholds
from pra_core.scenario import Scenario
from pra_core.wording import escaped

CITIES = 1_000
"""The biggest cities of the area that can be found by name."""
NEAR_KM = 100.0
"""A place is described by the nearest city within so many kilometres."""
AT_KM = 25.0
"""So near, the place is called by the city's name."""


def cities(scenario: Scenario) -> pd.DataFrame:
    """The biggest cities of the area, biggest first.

    Columns: name, country (code), cell (position in `Suitability.cells`), row and column of the
    climate grid, all of one index `id` that is the same whatever area is shown.
    """
    found, normals = endangered_area.suitability(scenario), reference.climate_normals()
    frame = regions.city_table(scenario, most=CITIES)[["name", "country", "cell"]]
    at = found.cells[frame["cell"].to_numpy(np.intp)]
    frame = frame.assign(row=normals.row[at].astype(int), column=normals.col[at].astype(int))
    names = zip(frame["name"], frame["row"], frame["column"], strict=True)
    frame.index = pd.Index([f"{name}|{row}|{column}" for name, row, column in names], name="id")
    return frame[~frame.index.duplicated()]


def city_name(city: Mapping[str, object], t: Translator) -> str:
    """A row of `cities` in a list."""
    return t("{city}, {country}", city=city["name"], country=_country(str(city["country"]), t))


def position(scenario: Scenario, place: tuple[int, int]) -> int | None:
    """Where a cell of the climate grid stands in `Suitability.cells`; None outside the area."""
    found, normals = endangered_area.suitability(scenario), reference.climate_normals()
    row, column = place
    at = np.flatnonzero((normals.row[found.cells] == row) & (normals.col[found.cells] == column))
    return int(at[0]) if at.size else None


def name(scenario: Scenario, cell: int, t: Translator) -> str:
    """The place by the nearest city, its country, and its coordinates."""
    found = endangered_area.suitability(scenario)
    latitude, longitude = float(found.latitude[cell]), float(found.longitude[cell])
    where = t("{latitude}, {longitude}", latitude=_north(latitude, t),
              longitude=_east(longitude, t))
    country = _country(str(found.country[cell]), t)
    city, distance = _nearest_city(latitude, longitude)
    if distance > NEAR_KM:
        return t("{country} ({coordinates})", country=country, coordinates=where)
    city_in = t("{city}, {country}", city=city["name"], country=_country(city["iso2"], t))
    if distance <= AT_KM:
        return t("{place} ({coordinates})", place=city_in, coordinates=where)
    return t("{distance} km from {place} ({coordinates})", distance=t.number(distance, 2),
             place=city_in, coordinates=where)


def _nearest_city(latitude: float, longitude: float) -> tuple[pd.Series, float]:
    """The biggest city within `AT_KM`, else the nearest, and its distance [km] by great circle."""
    table = reference.cities()
    lat, lon = np.radians(table["lat"].to_numpy()), np.radians(table["lon"].to_numpy())
    at, along = np.radians(latitude), np.radians(longitude)
    cosine = np.sin(lat) * np.sin(at) + np.cos(lat) * np.cos(at) * np.cos(lon - along)
    distance = EARTH_RADIUS_KM * np.arccos(np.minimum(1.0, cosine))
    # A quarter of a big city may be nearer than its centre.
    near = np.where(distance <= AT_KM, table["population"].to_numpy(), 0)
    chosen = int(near.argmax() if near.any() else distance.argmin())
    return table.iloc[chosen], float(distance[chosen])


def _country(code: str, t: Translator) -> str:
    names = reference.country_names()
    return t.local(names[code]) if code in names else t("No country given")


def _north(latitude: float, t: Translator) -> str:
    degrees = t.number(abs(latitude), 4)
    return t("{degrees}° N", degrees=degrees) if latitude >= 0 else t("{degrees}° S",
                                                                      degrees=degrees)


def _east(longitude: float, t: Translator) -> str:
    degrees = t.number(abs(longitude), 5)
    return t("{degrees}° E", degrees=degrees) if longitude >= 0 else t("{degrees}° W",
                                                                       degrees=degrees)


def why(scenario: Scenario, cell: int, t: Translator) -> str:
    """Markdown: the index and what it takes, what limits the pest and by how much, the zone."""
    found = endangered_area.suitability(scenario)
    lines = [_verdict(scenario, found, cell, t)]
    model, year = scenario.pest.climate_model, endangered_area.profile(scenario, cell)
    if isinstance(model, Ecoclimatic) and year is not None and found.detail is not None:
        lines += [f"- {line}" for line in (
            *_growth(found.detail, cell, t), *_stresses(model.sheet, found.detail, year, cell, t))]
    lines.append(f"- {_zone(scenario, cell, t)}")
    if found.host_hectares is not None:
        lines.append(f"- {_hosts(float(found.host_hectares[cell]), t)}")
    return lines[0] + "\n\n" + "\n".join(lines[1:])


def _hosts(hectares: float, t: Translator) -> str:
    """Whether the place can be endangered, by its mapped hosts."""
    if hectares <= 0:
        return t("No mapped hosts grow here, so the place is not counted as endangered; other hosts"
                 " and places without figures are not mapped.")
    return t("Mapped hosts in this cell: **{hectares} ha**.", hectares=t.number(hectares, 2))


def _verdict(scenario: Scenario, found: Suitability, cell: int, t: Translator) -> str:
    chance = _chance(scenario, found, cell)
    low, middle, high = thresholds(scenario)
    index = float(found.index[cell])
    first = t("Index **{index}**; suitable in **{chance}** of simulated futures.",
              index=t.number(index), chance=t.percent(chance))
    if UNKNOWN[0] < chance < UNKNOWN[1]:
        first = t("{first} Whether the place is suitable is not known.", first=first)
    second = t("A place counts as suitable from an index of {middle} ({low} to {high}).",
               middle=t.number(middle, 2), low=t.number(low, 2), high=t.number(high, 2))
    codes = endangered_area.limiting_factors(scenario, middle)
    code = 0 if codes is None else int(codes[cell])
    if code == 0:
        return f"{first} {second}"
    limiting = t(regions.LIMITING_WORDS[code])
    return t("{first} What limits the pest: **{limiting}**.", first=f"{first} {second}",
             limiting=limiting[:1].lower() + limiting[1:])


def _chance(scenario: Scenario, found: Suitability, cell: int) -> float:
    """P(the cell is suitable), without a look at the other cells."""
    one = np.array([cell])
    alone = replace(found, index=found.index[one],
                    members=None if found.members is None else found.members[:, one])
    return float(chance_suitable(alone, threshold_law(scenario))[0])


def _growth(detail: EcoclimaticResult, cell: int, t: Translator) -> list[str]:
    said = [t("Growth over the year, without stress: **{growth}** of 100.",
              growth=t.number(float(detail.growth_annual[cell]), 2))]
    generations = float(detail.generations[cell])
    if np.isfinite(generations):
        said.append(t("Warmth for **{generations}** generations a year; at least 1 is needed.",
                      generations=t.number(generations, 2)))
    return said


def _stresses(sheet: ClimateSheet, detail: EcoclimaticResult, year: WeeklyProfile, cell: int,
              t: Translator) -> list[str]:
    """How far beyond its limits the worst week goes, and what it adds up to, for each stress."""
    said: list[tuple[str, FloatArray]] = []
    if sheet.ttcs is not None:
        said.append((t("Coldest nights {worst} °C, cold stress below {limit} °C",
                       worst=t.number(round(float(year.tmin.min()), 1)),
                       limit=t.number(sheet.ttcs)),
                     detail.cold))
    elif sheet.dtcs is not None:
        said.append((t("Cold stress in weeks with too little warmth"), detail.cold))
    if sheet.tths is not None:
        said.append((t("Hottest days {worst} °C, heat stress above {limit} °C",
                       worst=t.number(round(float(year.tmax.max()), 1)),
                       limit=t.number(sheet.tths)),
                     detail.heat))
    if sheet.smds is not None:
        said.append((t("Driest soil {worst}, dry stress below {limit}",
                       worst=t.number(float(year.moisture.min()), 2),
                       limit=t.number(sheet.smds)), detail.dry))
    if sheet.smws is not None:
        said.append((t("Wettest soil {worst}, wet stress above {limit}",
                       worst=t.number(float(year.moisture.max()), 2),
                       limit=t.number(sheet.smws)), detail.wet))
    told = [t("{what}: **{stress}** over the year (100 % is deadly).", what=what,
              stress=t.percent(float(amount[cell]) / 100, 2))
            for what, amount in said]
    if detail.interaction[cell] > 0:
        told.append(t("Stress of two causes together: **{stress}** over the year.",
                      stress=t.percent(float(detail.interaction[cell]) / 100, 2)))
    return told


def winter(scenario: Scenario, cell: int) -> Winter | None:
    """The winter of a cell under the rule of dwarf bunt; None for other models."""
    model = scenario.pest.climate_model
    if not isinstance(model, DwarfBunt):
        return None
    heat, rain = regions.monthly_normals(scenario, cell)
    values = {field: central(law) for field, law in climate_futures.inputs(model).items()}
    latitude = float(endangered_area.suitability(scenario).latitude[cell])
    return winter_of(heat, rain, latitude, **values)


def _zone(scenario: Scenario, cell: int, t: Translator) -> str:
    heat, rain = regions.monthly_normals(scenario, cell)
    zone = ZONES[int(koppen_zones(heat[:, None], rain[:, None])[0])]
    return t("Köppen–Geiger zone {zone}: {title}.", zone=zone, title=escaped(t(TITLES[zone])))
