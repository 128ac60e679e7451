"""Presence records in words and tables: how far the climate model agrees with them."""

from __future__ import annotations

import numpy as np
import pandas as pd

from pra_core import reference, regions
from pra_core.errors import N_, PraError
from pra_core.i18n import Translator
from pra_core.records import COLUMNS, MOST_BYTES, REACH_KM, Agreement, Records, nearest
from pra_core.summary import wilson

TITLES = {"latitude": N_("latitude"), "longitude": N_("longitude"), "name": N_("name"),
          "source": N_("source"), "year": N_("year")}
"""Columns of a table in words."""
BY_CHANCE = 0.05
"""Probability above which agreement is no evidence for the map."""
LISTED = 30
"""Most line numbers written out."""


def intro(t: Translator) -> str:
    """What to bring, and what happens with it."""
    return t("Upload places where the pest was found, in any country, as CSV with a latitude and a"
             " longitude in decimal degrees; name, source and year are optional. The map's index"
             " there is compared with all land of the same countries, in the present climate. At"
             " most {size} MB; the file is kept only while you work.",
             size=t.number(MOST_BYTES / 1e6))


def columns(t: Translator) -> str:
    """The column names that are understood."""
    said = "; ".join(" / ".join(names) for names in COLUMNS.values())
    return t("Column names that are understood: {names}", names=said)


def answer(found: Agreement, t: Translator) -> str:
    """Sensitivity with its interval, the land it took, and what chance would do."""
    total, good = found.suitable.size, int(found.suitable.sum())
    fewer, more = (float(end) for end in wilson(good, total))
    sentence = t("**{share}** of the records ({good} of {total}) lie where the map says suitable:"
                 " {low} to {high} over the futures of the climate model (90 %), {fewer} to {more}"
                 " allowing for the number of records (95 %).",
                 fewer=t.percent(fewer, 2), more=t.percent(more, 2),
                 share=t.percent(found.sensitivity, 2), good=t.number(good, 6),
                 total=t.number(total, 6), low=t.percent(found.low, 2),
                 high=t.percent(found.high, 2))
    land = t("{area} of the land of these countries is suitable; {cells} different cells placed on"
             " it at random would do as well with a probability of {chance}.",
             area=t.percent(found.area_share, 2), cells=t.number(found.cells, 6),
             chance=_chance(found.chance, t))
    verdict = (t("So the records do not show that this map is better than chance.")
               if found.chance > BY_CHANCE else
               t("So the map finds them better than chance would."))
    return f"{sentence} {land} {verdict}"


def _chance(chance: float, t: Translator) -> str:
    return t.percent(chance, 2) if chance >= 1e-4 else t("less than {chance}",
                                                         chance=t.percent(1e-4))


def notes(records: Records, found: Agreement, t: Translator) -> list[str]:
    """Median index and threshold, and what was left out or counted once."""
    named = reference.country_names()
    said = [t("Median index at the records: {index}; suitable from {threshold}.",
              index=t.number(float(np.median(found.index))), threshold=t.number(found.threshold)),
            t("Compared with all land of: {countries}.", countries=t(", ").join(
                t.local(named[code]) for code in found.countries))]
    if found.at_sea:
        said.append(t("Not compared, farther than {reach} km from land: lines {lines}.",
                      reach=t.number(REACH_KM), lines=_lines(found.at_sea, t)))
    if records.repeated:
        said.append(t("Counted once, same coordinates as an earlier line: lines {lines}.",
                      lines=_lines(records.repeated, t)))
    return said


def _lines(lines: tuple[int, ...], t: Translator) -> str:
    shown = ", ".join(map(str, lines[:LISTED]))
    rest = len(lines) - LISTED
    return shown if rest <= 0 else t("{lines} and {rest} more", lines=shown,
                                     rest=t.number(rest, 6))


def misses(records: Records, found: Agreement, t: Translator) -> pd.DataFrame:
    """Records in unsuitable cells: what stands in the file, the index and what limits there."""
    missed = np.flatnonzero(~found.suitable)
    named, land = reference.country_names(), reference.climate_normals().country
    at = found.position[missed]
    cell, _ = nearest(records.latitude[at], records.longitude[at])
    limiting = ["–" if found.limiting is None else t(regions.LIMITING_WORDS[found.limiting[k]])
                for k in missed]
    return pd.DataFrame({
        "line": found.line[missed], "name": [records.name[i] for i in at],
        "country": [t.local(named[code]) if code in named else "–" for code in land[cell].tolist()],
        "latitude": records.latitude[at], "longitude": records.longitude[at],
        "index": found.index[missed], "limiting": limiting,
        "year": [records.year[i] for i in at], "source": [records.source[i] for i in at]})


def miss_columns(t: Translator) -> dict[str, tuple[str, str]]:
    """Headers and kinds of `misses`."""
    return {"line": (t("Line"), "count"), "name": (t("Name"), "text"),
            "country": (t("Country or area"), "text"), "latitude": (t("Latitude, °"), "count"),
            "longitude": (t("Longitude, °"), "count"), "index": (t("Index"), "number"),
            "limiting": (t("What limits"), "text"), "year": (t("Year"), "text"),
            "source": (t("Source"), "text")}


def problems(error: PraError, t: Translator) -> pd.DataFrame:
    """Every problem of a refused table: line, column, what is wrong."""
    rows = []
    for problem in error.problems:
        line, _, column = problem.path.partition(": ")
        rows.append({"line": line or "–", "column": t(TITLES[column]) if column in TITLES else "–",
                     "problem": t.error(type(problem)(
                         problem.code, "", problem.value, problem.allowed))})
    return pd.DataFrame(rows)


def problem_columns(t: Translator) -> dict[str, tuple[str, str]]:
    """Headers and kinds of `problems`."""
    return {"line": (t("Line"), "text"), "column": (t("Column"), "text"),
            "problem": (t("What is wrong"), "text")}
