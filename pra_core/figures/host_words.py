"""Hosts in words and tables: how many grow where the pest could live, and who says so."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping

import numpy as np
import pandas as pd

from pra_core import endangered_area, hosts, labels, reference_places, regions
from pra_core.assessment import Assessment
from pra_core.errors import N_
from pra_core.frozen import FloatArray
from pra_core.hosts import HostFile, HostMap
from pra_core.i18n import LANGUAGES, Translator, translator
from pra_core.parameter import Source
from pra_core.pra_area import Hosts
from pra_core.scenario import Scenario
from pra_core.summary import interval
from pra_core.wording import escaped

TABLE_TITLES: Mapping[str, str] = {
    "apple": N_("Apple orchards"), "citrus": N_("Citrus orchards"), "wheat": N_("Winter wheat"),
}
"""Shipped tables by name, to be translated."""
FROM_FILE = N_("Read from the file {name}; not checked against another source.")
FROM_TABLE = N_("Shipped table, chosen in the workbench; each of its rows has its own source.")
MOST_ROWS = 60
"""Rows shown of hosts by region; the largest ones."""


def summary(scenario: Scenario) -> HostMap | None:
    """Hosts of each cell of the PRA area and what lies outside it; None where none are given.

    Raises PraError as `hosts.host_map`.
    """
    if scenario.hosts is None:
        return None
    return hosts.host_map(scenario.hosts, endangered_area.suitability(scenario).cells)


def answer(scenario: Scenario, assessment: Assessment, t: Translator) -> str:
    """How many of the hosts grow where the pest would matter, and how large that area is.

    Raises PraError as `hosts.host_map`.
    """
    counted, area = summary(scenario), interval(assessment.endangered_area)
    if counted is None:
        return t("Where the hosts grow is **not given**: they are taken to be spread evenly over"
                 " the **{area} km²** (90 % interval {low} to {high}) that the climate makes"
                 " suitable.", area=t.number(area.median), low=t.number(area.low),
                 high=t.number(area.high))
    total = float(counted.hectares.sum())
    if total <= 0:
        return t("**No hosts in the PRA area**: the table or file in use has none there, so no"
                 " area is endangered.")
    share, hectares = (interval(factor * assessment.hosts_at_risk) for factor in (1.0, total))
    return t("**{part} ha** (90 % interval {low} to {high}) of the {total} ha of hosts in the PRA"
             " area grow in the endangered area ({share}), which is **{area} km²** ({area_low} to"
             " {area_high}) large.", part=t.number(hectares.median), low=t.number(hectares.low),
             high=t.number(hectares.high), total=t.number(total),
             share=t.percent(share.median, 2), area=t.number(area.median),
             area_low=t.number(area.low), area_high=t.number(area.high))


def remarks(scenario: Scenario, t: Translator) -> list[str]:
    """What must be known of the hosts before the numbers are used."""
    counted = summary(scenario)
    if counted is None:
        return []
    law = scenario.consequences.host_area.distribution
    median = float(law.ppf(0.5))
    told = [t("Consequences counts {area} ha of hosts, an input of its own; this map holds {ratio}"
              " times as many. Within a country, region or cell hosts are taken to be spread evenly"
              " over the land.", area=labels.value_words(law, t),
              ratio=t.number(float(counted.hectares.sum()) / median, 2))]
    if counted.outside:
        told.append(t("Not in the PRA area and not counted: {areas}.", areas=escaped(t("; ").join(
            f"{area_name(one.area, t)} ({t.number(one.hectares)} ha)"
            for one in counted.outside))))
    elif counted.outside_hectares > 0:
        told.append(t("{area} ha lie outside the PRA area and are not counted.",
                      area=t.number(counted.outside_hectares)))
    return told


def area_name(code: str, t: Translator) -> str:
    """Name of a country or region; its code where there is no name."""
    named = reference_places.region_names().get(reference_places.known_code(code))
    return t.local(named) if named else code


def table(scenario: Scenario, t: Translator) -> pd.DataFrame:
    """Hosts by country or region, largest first; at most `MOST_ROWS`.

    Columns: area (name), hectares, share (of all in the PRA area), suitable [ha at the median
    threshold], status (words; empty for a file). Raises PraError as `hosts.host_map`.
    """
    assert scenario.hosts is not None  # the caller shows it only then
    found = endangered_area.suitability(scenario)
    hectares = hosts.host_hectares(scenario.hosts, found.cells)
    good = np.where(found.index >= regions.thresholds(scenario)[1], hectares, 0.0)
    codes, place = np.unique(reference_places.region_codes()[found.cells], return_inverse=True)
    by_region = _summed(place, hectares, codes.size)
    frame = pd.DataFrame({"code": codes, "hectares": by_region,
                          "share": by_region / max(float(hectares.sum()), 1e-300),
                          "suitable": _summed(place, good, codes.size)})
    frame = frame[frame["hectares"] > 0].nlargest(MOST_ROWS, "hectares", keep="all")
    badges = _badges(scenario.hosts, t)
    return frame.assign(area=[area_name(c, t) if c else t("No country given")
                              for c in frame["code"]],
                        status=[badges.get(c, badges.get(c.split("-")[0], ""))
                                for c in frame["code"]]).reset_index(drop=True)


def _summed(place: np.ndarray[tuple[int, ...], np.dtype[np.intp]], amount: FloatArray, size: int
            ) -> FloatArray:
    return np.asarray(np.bincount(place, amount, size), np.float64)


def _badges(given: Hosts, t: Translator) -> dict[str, str]:
    if given.table is None:
        return {}
    return {reference_places.known_code(row.area): labels.badge(row.status, t)
            for row in hosts.host_table(given.table)}


def columns(scenario: Scenario, t: Translator) -> dict[str, tuple[str, str]]:
    """Columns of `table` with headers and kinds."""
    shown = {"area": (t("Country or region"), "text"), "hectares": (t("Hosts (ha)"), "number"),
             "share": (t("Share of all hosts"), "percent"),
             "suitable": (t("in suitable places (ha)"), "number")}
    if scenario.hosts is not None and scenario.hosts.table is not None:
        shown["status"] = (t("Status"), "text")
    return shown


def sources(scenario: Scenario, t: Translator) -> pd.DataFrame:
    """Where the hectares are known from: area, year, status, source; one row for a file."""
    given = scenario.hosts
    if given is None:
        return pd.DataFrame(columns=["area", "year", "status", "source"])
    if given.table is None:
        return pd.DataFrame([{"area": t.local(given.title), "year": "",
                              "status": labels.badge(given.source.status, t),
                              "source": labels.source_text(given.source, t)}])
    found = endangered_area.suitability(scenario)
    inside = set(np.unique(reference_places.region_codes()[found.cells])) | set(
        np.unique(found.country))
    return pd.DataFrame([
        {"area": area_name(row.area, t), "year": str(row.year),
         "status": labels.badge(row.status, t),
         "source": f"{row.source}\n{row.note}" if row.note else row.source}
        for row in hosts.host_table(given.table)
        if reference_places.known_code(row.area) in inside],
        columns=["area", "year", "status", "source"])


def table_title(name: str, t: Translator) -> str:
    """Title of a shipped table; its name where it has none."""
    return t(TABLE_TITLES[name]) if name in TABLE_TITLES else name


def fitting_tables(scenario: Scenario) -> tuple[str, ...]:
    """Shipped tables with hosts in the PRA area."""
    cells = endangered_area.suitability(scenario).cells
    return tuple(name for name in hosts.host_tables()
                 if hosts.host_hectares(_shipped(name, "–", dt.date(2026, 1, 1)), cells).any())


def _shipped(name: str, user: str, day: dt.date) -> Hosts:
    return Hosts(
        title={one: table_title(name, translator(one)) for one in LANGUAGES}, table=name,
        source=Source(status="assumed", citation=f"data/hosts/{name}.csv", assessor=user, date=day,
                      reason={one: translator(one)(FROM_TABLE) for one in LANGUAGES}))


def with_table(scenario: Scenario, name: str | None, user: str, day: dt.date) -> Scenario:
    """The scenario with the hosts of a shipped table, or without any.

    Raises PraError as `hosts.host_map`.
    """
    if name is None:
        return scenario.changed(hosts=None)
    given = _shipped(name, user, day)
    hosts.host_map(given, endangered_area.suitability(scenario).cells)
    return scenario.changed(hosts=given)


def with_file(scenario: Scenario, file: HostFile, user: str, day: dt.date) -> Scenario:
    """The scenario with the hosts of a user's file; its source names file, user and day."""
    reason = {one: translator(one)(FROM_FILE, name=file.name) for one in LANGUAGES}
    source = Source(status="assumed", assessor=user, date=day, reason=reason)
    return scenario.changed(hosts=file.hosts({one: file.name for one in LANGUAGES}, source))


def in_use(scenario: Scenario, file: HostFile) -> bool:
    """Whether the scenario's hosts are those of the file already."""
    given = scenario.hosts
    return given is not None and (given.areas, given.grid) == (file.areas, file.grid)


def file_words(file: HostFile, t: Translator) -> str:
    """What a file holds, before it is used."""
    told = t("**{name}**: {area} ha of hosts in the PRA area from {count} places.",
             name=escaped(file.name), area=t.number(file.hectares),
             count=t.number(file.places, 9))
    if file.outside <= 0:
        return told
    return t("{first} {area} ha lie outside the PRA area and would not count.", first=told,
             area=t.number(file.outside))


def template(kind: str, scenario: Scenario) -> bytes:
    """An example file: `areas` and `points` (CSV), `shapes` (GeoJSON), in the PRA area."""
    found = endangered_area.suitability(scenario)
    codes = reference_places.region_codes()[found.cells]
    if kind == "areas":
        named = [str(code) for code in np.unique(codes) if code][:3]
        lines = ["area,hectares", *(f"{code},1000" for code in named)]
        return ("\n".join(lines) + "\n").encode()
    best = int(np.argmax(found.weights))
    lat, lon = float(found.latitude[best]), float(found.longitude[best])
    if kind == "points":
        return f"lat,lon,hectares\n{lat:g},{lon:g},250\n".encode()
    ring = [[lon, lat], [lon + 0.5, lat], [lon + 0.5, lat + 0.5], [lon, lat + 0.5], [lon, lat]]
    return json.dumps({"type": "FeatureCollection", "features": [
        {"type": "Feature", "properties": {"hectares": 250},
         "geometry": {"type": "Polygon", "coordinates": [ring]}}]}, indent=1).encode()


def explanation(t: Translator) -> str:
    """Which files are read and what they must hold."""
    return "\n".join((
        t("At most {size} MB. Hosts outside the PRA area are told and not counted; a file with any"
          " problem is not used at all.", size=hosts.LARGEST_UPLOAD_MB), "",
        "- " + t("**CSV by area**: columns `area` (ISO code of a country or first-level region,"
                 " such as NZ or CN-GD) and `hectares`."),
        "- " + t("**CSV by point**: columns `lat`, `lon` (degrees) and `hectares`."),
        "- " + t("**GeoJSON**: points or polygons with a property `hectares`, in degrees"
                 " (WGS 84)."),
        "- " + t("**GeoTIFF**: band 1 holds hectares per pixel, or the share of the pixel under"
                 " host (0 to 1); any coordinate reference system, not rotated, at most 40 million"
                 " pixels. No hectares are lost or made on the way to the map's cells of"
                 " 0.25°.")))
