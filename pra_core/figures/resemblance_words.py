"""Climate match, climate zones and development in words and tables."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from pra_core import climate_match, endangered_area, reference, reference_places
from pra_core.climate.koppen import NUMBER, TITLES, ZONES, koppen_zones
from pra_core.climate_match import GOOD_MATCH, METHODS, Places
from pra_core.errors import N_
from pra_core.i18n import Translator
from pra_core.scenario import Scenario
from pra_core.wording import escaped

NAMED = 3
"""So many places stand in a sentence by name; more are counted."""
LATEX = (
    r"d_i = \min_{j}\sqrt{\tfrac{1}{24}\sum_{k=1}^{24}\left(\frac{x_{ik}-x_{jk}}{s_k}\right)^{2}}",
    r"\text{match}_i = 100\,\max(0,\; 1 - d_i)")
WORDS = N_(
    "x: 12 monthly mean temperatures and the square roots of 12 monthly sums of precipitation of"
    " place i in the PRA area and of place j compared with, southern places moved by six months;"
    " s: standard deviation over the world's land (by area, divisor n). 100 is the same climate;"
    " 0 is one standard deviation apart on average. The distance is that of Wei Shuqiu (1984); the"
    " index is the Euclidean score of Climatch (Crombie et al. 2008) on a scale of 100, but with"
    " these 24 variables, so the numbers are not comparable with published scores."
    " A similar climate is no proof that the pest can live there, nor a different one that it"
    " cannot.")
ZONE_WORDS = N_(
    "Köppen–Geiger zones by the rules of Peel, Finlayson & McMahon (2007). A zone counts as shared"
    " where it makes at least {share} of the land compared with.")


def titles(places: Places, t: Translator) -> list[str]:
    """Names of the places: countries and regions, cities with their country, cells."""
    table, normals = reference.cities(), reference.climate_normals()
    found = [area_title(area, t) for area in places.areas]
    found += [city(table.iloc[row], t) for row in places.cities]
    return found + [t("the place at {latitude}°, {longitude}°",
                      latitude=t.number(float(normals.latitude[cell]), 5),
                      longitude=t.number(float(normals.longitude[cell]), 5))
                    for cell in places.cells]


def area_title(code: str, t: Translator) -> str:
    """Name of a country or region, a region with its country; the code where none is known."""
    names, known = reference_places.region_names(), reference_places.known_code(code)
    if known not in names:
        return code or t("No country given")
    title, country = t.local(names[known]), names.get(known[:2])
    if "-" not in known or country is None:
        return title
    return t("{region}, {country}", region=title, country=t.local(country))


def region_title(code: str, t: Translator) -> str:
    """Name of a country or region alone, where the country is clear."""
    names = reference_places.region_names()
    return t.local(names[code]) if code in names else code or t("No country given")


def city(row: pd.Series, t: Translator) -> str:
    """A city of `reference.cities` with its country."""
    names = reference.country_names().get(str(row["iso2"]))
    return t("{city} ({country})", city=str(row["name"]),
             country=t.local(names) if names else str(row["iso2"]))


def listed(names: Sequence[str], t: Translator) -> str:
    """The first names, and how many more there are."""
    first = t(", ").join(names[:NAMED])
    more = len(names) - NAMED
    return t("{places} and {count} more", places=first, count=t.number(more)) if more > 0 else first


def answer(scenario: Scenario, places: Places, t: Translator) -> str:
    """Which places are most like X, and how much of the PRA area is similar to it."""
    area, what = escaped(t.local(scenario.pra_area.title)), escaped(listed(titles(places, t), t))
    found = climate_match.similar(scenario, places)
    if found.highest <= 0:
        return t("No place in {area} resembles **{what}**: everywhere the climate is more than one"
                 " standard deviation of the world's land away.", area=area, what=what)
    best = climate_match.best_places(scenario, places, NAMED)
    named = [t("**{city}** ({match})", city=escaped(str(name)), match=t.number(match, 2))
             for name, match in zip(best["name"], best["match"], strict=True)]
    first = t("The cities in {area} whose climate most resembles that of **{what}** are {cities}"
              " (match of 100).", area=area, what=what, cities=t(", ").join(named)) if named else ""
    return " ".join(part for part in (first, t(
        "**{share}** of the land matches at {limit} or more; **{arrivals}** of arriving produce"
        " ends up there.", share=t.percent(found.share, 2), limit=t.number(GOOD_MATCH),
        arrivals=t.percent(found.arrivals, 2))) if part)


def caveat(places: Places, t: Translator) -> str:
    """What whole countries do to a match; empty where none is compared with."""
    if not any("-" not in area for area in places.areas):
        return ""
    return t("Whole countries are compared with. Where the pest occurs only in part of them, the"
             " match is overstated; regions and cities are sharper.")


def best(scenario: Scenario, places: Places, t: Translator, most: int = 15) -> pd.DataFrame:
    """`climate_match.best_places` with rank, names, and the climate zone here and there."""
    frame = climate_match.best_places(scenario, places, most)
    table, cells = reference.cities(), frame["like_cell"].to_numpy()
    normals = reference.climate_normals()
    there = koppen_zones(normals.temperature[:, cells], normals.precipitation[:, cells])
    like = [city(table.iloc[row], t) if row >= 0 else "–" for row in frame["like"]]
    return frame.assign(
        rank=[t.number(k + 1) for k in range(len(frame))],
        region=_regions(scenario, frame, t), like=like,
        zone=[ZONES[k] for k in climate_match.zones(scenario)[frame["cell"].to_numpy()]],
        there=[ZONES[k] for k in there])


def _regions(scenario: Scenario, frame: pd.DataFrame, t: Translator) -> list[str]:
    """Regions in words; with their country where the PRA area has several."""
    say = region_title if len(scenario.pra_area.countries) == 1 else area_title
    return [say(str(code), t) for code in frame["region"]]


def regions(scenario: Scenario, places: Places, t: Translator) -> pd.DataFrame:
    """`climate_match.region_table` with names."""
    frame = climate_match.region_table(scenario, places)
    return frame.assign(region=_regions(scenario, frame, t))


def region_columns(t: Translator) -> dict[str, tuple[str, str]]:
    """Columns of `regions` with headers and kinds."""
    limit = t.number(GOOD_MATCH)
    return {"region": (t("Region"), "text"), "area": (t("Land (km²)"), "number"),
            "similar": (t("Match of {limit} or more (km²)", limit=limit), "number"),
            "share": (t("Share of the region"), "percent"), "mean": (t("Mean match"), "number"),
            "highest": (t("Highest match"), "number")}


def best_columns(t: Translator) -> dict[str, tuple[str, str]]:
    """Columns of `best` with headers and kinds."""
    return {"rank": (t("Rank"), "text"), "name": (t("City"), "text"),
            "region": (t("Region"), "text"), "population": (t("People"), "count"),
            "match": (t("Climate match, 0 to 100"), "number"),
            "zone": (t("Climate zone"), "text"), "like": (t("Most like"), "text"),
            "there": (t("Climate zone there"), "text")}


def zones(scenario: Scenario, places: Places, t: Translator) -> pd.DataFrame:
    """`climate_match.zone_table` with the name of each zone and whether it is shared, in words."""
    frame = climate_match.zone_table(scenario, places)
    return frame.assign(
        title=[t("{code}: {name}", code=zone, name=t(TITLES[zone])) for zone in frame["zone"]],
        code=[NUMBER[zone] for zone in frame["zone"]],
        both=[t("yes") if shared else t("no") for shared in frame["shared"]])


def zone_columns(t: Translator) -> dict[str, tuple[str, str]]:
    """Columns of `zones` with headers and kinds."""
    return {"title": (t("Climate zone"), "text"), "share": (t("Share of the PRA area"), "percent"),
            "area": (t("Area (km²)"), "number"),
            "there": (t("Share of the land compared with"), "percent"),
            "both": (t("Shared"), "text")}


def zone_answer(frame: pd.DataFrame, t: Translator) -> str:
    """How much of the PRA area lies in zones that the places have as well."""
    shared = float(frame.loc[frame["shared"], "share"].sum())
    words = t("**{share}** of the PRA area lies in climate zones that occur in what it is compared"
              " with.", share=t.percent(shared, 2))
    missing = frame.loc[frame["shared"] & (frame["area"] <= 0), "zone"]
    if missing.empty:
        return words
    return t("{first} Not in the PRA area: {zones}.", first=words, zones=t(", ").join(missing))


def development(scenario: Scenario, t: Translator) -> pd.DataFrame | None:
    """Generations per year by each method over the PRA area; None where the pest has no data.

    Columns: method, median, low, high (5 and 95 % of the land), highest, enough (share of the land
    with at least one generation).
    """
    sheet = scenario.pest.phenology
    if sheet is None:
        return None
    size, rows = endangered_area.suitability(scenario).area_km2, []
    for method, words in METHODS.items():
        found = climate_match.development(scenario, method)
        assert found is not None  # the pest has data
        order = np.argsort(found.generations)
        below = np.cumsum(size[order]) / size.sum()
        low, middle, high = (float(found.generations[order][min(int(np.searchsorted(below, p)),
                                                               order.size - 1)])
                             for p in (0.05, 0.5, 0.95))
        used = t("{method} (used)", method=t(words)) if method == sheet.method else t(words)
        rows.append({"method": used, "low": low, "median": middle, "high": high,
                     "highest": float(found.generations.max()),
                     "enough": float(size[found.generations >= 1].sum() / size.sum())})
    return pd.DataFrame(rows)


def development_columns(t: Translator) -> dict[str, tuple[str, str]]:
    """Columns of `development` with headers and kinds."""
    return {"method": (t("Degree-days counted by"), "text"),
            "low": (t("5 % of the land has at most"), "number"), "median": (t("Median"), "number"),
            "high": (t("95 % of the land has at most"), "number"),
            "highest": (t("Highest"), "number"),
            "enough": (t("Land with one generation or more"), "percent")}
