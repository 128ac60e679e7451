"""Points of entry and where units land, in words and tables; landing as it is typed."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from typing import Literal, cast

import pandas as pd

from pra_core import landing, points_of_entry, reference_places
from pra_core.errors import N_, PraError, Problem
from pra_core.figures.host_words import area_name
from pra_core.i18n import LANGUAGES, Translator, translator
from pra_core.parameter import Source
from pra_core.pra_area import AreaShare, Landing, PortShare
from pra_core.scenario import Scenario
from pra_core.wording import escaped

By = Literal["population", "ports", "areas"]
NEAR_KM = 50.0
"""A point of entry is near hosts up to this distance [km]."""
MOST_ROWS = 300
KIND_TITLES: Mapping[str, str] = {"seaport": N_("Seaport"), "airport": N_("Airport")}
BY_TITLES: Mapping[str, str] = {
    "population": N_("By city population of the PRA area"),
    "ports": N_("From ports of entry to the people around them"),
    "areas": N_("My own shares by country or region"),
}
TYPED = N_("Typed in the workbench.")
LINE = N_("a line with a code and a share, such as CNSHA 0.6")
SHARE = N_("a share from 0 to 1")
SUM = N_("shares that add up to 1")
LINES = N_("at least one line")
REACH = N_("more than 0, at most 20,000 km")


def answer(scenario: Scenario, table: pd.DataFrame, t: Translator) -> str:
    """How many points of entry lie near suitable hosts; `table` as `entry_rows`."""
    if table.empty:
        return t("No seaport or airport of the list lies in the PRA area.")
    near = int((table["distance_km"] <= NEAR_KM).sum())
    first = table.iloc[0]
    if not math.isfinite(float(first["distance_km"])):
        return t("None of the {count} seaports and airports of the PRA area has suitable hosts"
                 " anywhere around it.", count=len(table))
    what = t("suitable land") if scenario.hosts is None else t("suitable hosts")
    return t("**{near} of {count}** seaports and airports of the PRA area lie within {reach} km of"
             " {what}.", near=near, count=len(table), reach=t.number(NEAR_KM), what=what)


def entry_rows(scenario: Scenario, kinds: Sequence[str], t: Translator) -> pd.DataFrame:
    """`points_of_entry.entry_table` with kinds and countries in words."""
    frame = points_of_entry.entry_table(scenario, kinds)
    return frame.assign(kind_words=[t(KIND_TITLES[kind]) for kind in frame["kind"]],
                        country=[area_name(code, t) for code in frame["country"]])


def entry_columns(scenario: Scenario, t: Translator) -> dict[str, tuple[str, str]]:
    """Columns of `entry_rows` with headers and kinds."""
    shown = {"name": (t("Seaport or airport"), "text"), "kind_words": (t("Kind"), "text"),
             "code": (t("Code"), "text")}
    if len(scenario.pra_area.countries) > 1:
        shown["country"] = (t("Country or area"), "text")
    shown["distance_km"] = (t("To suitable hosts (km)"), "number")
    if scenario.landing.by == "ports":
        shown["share"] = (t("Share of arrivals"), "percent")
    return shown


def exposure_rows(scenario: Scenario, kinds: Sequence[str], t: Translator) -> pd.DataFrame:
    """`points_of_entry.exposure_table` with names of regions."""
    frame = points_of_entry.exposure_table(scenario, kinds)
    return frame.assign(region=[area_name(code, t) if code else t("No country given")
                                for code in frame["region"]])


def exposure_columns(scenario: Scenario, t: Translator) -> dict[str, tuple[str, str]]:
    """Columns of `exposure_rows` with headers and kinds."""
    hectares = t("Suitable land (ha)") if scenario.hosts is None else t("Suitable hosts (ha)")
    return {"region": (t("Country or region"), "text"), "hectares": (hectares, "number"),
            "nearest_km": (t("To the nearest point of entry (km)"), "number"),
            "exposure": (t("Share of the exposure"), "percent")}


def landing_words(scenario: Scenario, t: Translator) -> str:
    """Where arriving units end up in the scenario."""
    how = scenario.landing
    if how.by == "population":
        return t("Arriving produce ends up where people live: by city population of the whole PRA"
                 " area.")
    if how.by == "ports":
        return t("Arriving produce enters at {ports} and goes to the people around, e^(−distance /"
                 " {reach} km).", reach=t.number(how.reach_km), ports=escaped(t("; ").join(
                     f"{p.code} {t.percent(p.share)}" for p in how.ports)))
    return t("Arriving produce ends up in {areas}, there by city population.", areas=escaped(
        t("; ").join(f"{area_name(a.area, t)} {t.percent(a.share)}" for a in how.areas)))


def typed_lines(scenario: Scenario, by: By) -> str:
    """The scenario's shares as they are typed; an example where it has none."""
    how = scenario.landing
    if by == "ports":
        given = [(p.code, p.share) for p in how.ports]
        if not given:
            table = points_of_entry.entry_table(scenario, ("seaport",))
            given = [(str(code), 1.0) for code in table["code"][:1]]
    else:
        given = [(a.area, a.share) for a in how.areas] or [(scenario.pra_area.countries[0], 1.0)]
    return "\n".join(f"{code} {share:g}" for code, share in given)


def with_landing(scenario: Scenario, by: By, text: str, reach_km: float | None, user: str,
                 day: dt.date) -> Scenario:
    """The scenario with units that land as typed: a code and a share on each line.

    Raises PraError with every problem: `missing`, `wrong_type`, `out_of_bounds` (share, sum,
    reach), `duplicate`, `unknown_id`, `unreachable`.
    """
    if by == "population":
        return scenario.changed(landing=Landing())
    shares = _shares(text)
    if by == "ports" and (reach_km is None or not 0 < reach_km <= 20_000):
        raise PraError("out_of_bounds", "landing.reach_km", "" if reach_km is None else
                       f"{reach_km:g}", REACH)
    source = Source(status="assumed", assessor=user, date=day,
                    reason={one: translator(one)(TYPED) for one in LANGUAGES})
    how = (Landing(by="ports", reach_km=cast(float, reach_km), source=source, ports=tuple(
        PortShare(code=code, share=share) for code, share in shares)) if by == "ports" else
        Landing(by="areas", source=source, areas=tuple(
            AreaShare(area=reference_places.known_code(code), share=share)
            for code, share in shares)))
    landing.weights(scenario.pra_area, how)
    return scenario.changed(landing=how)


def _shares(text: str) -> list[tuple[str, float]]:
    found: list[tuple[str, float]] = []
    problems: list[Problem] = []
    lines = [(number, line.replace(",", " ").replace(";", " ").split())
             for number, line in enumerate(text.splitlines(), start=1) if line.strip()]
    if not lines:
        raise PraError("missing", "", "", LINES)
    for number, parts in lines:
        where = str(number)
        try:
            code, share = parts[0].upper(), float(parts[1])
        except (IndexError, ValueError):
            problems.append(Problem("wrong_type", where, " ".join(parts)[:40], LINE))
            continue
        if len(parts) > 2 or not code.replace("-", "").isalnum() or not 2 <= len(code) <= 6:
            problems.append(Problem("wrong_type", where, " ".join(parts)[:40], LINE))
        elif not 0 <= share <= 1:
            problems.append(Problem("out_of_bounds", where, f"{share:g}", SHARE))
        elif code in (one for one, _ in found):
            problems.append(Problem("duplicate", where, code))
        else:
            found.append((code, share))
    total = sum(share for _, share in found)
    if not problems and abs(total - 1.0) > 1e-6:
        problems.append(Problem("out_of_bounds", "", f"{total:g}", SUM))
    if problems:
        raise PraError.of(problems)
    return found
