"""First-level regions in words: which leads, what it holds, and how sure that is."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from pra_core import labels, reference, reference_places, regions
from pra_core.errors import N_
from pra_core.i18n import Translator
from pra_core.scenario import Scenario

SHOWN = 15
"""Regions in the chart; all are in the table."""
MEASURES: Mapping[str, str] = {
    "value": N_("Value at risk"), "hosts": N_("Hosts in suitable places"),
    "suitable": N_("Suitable land"),
}
"""What regions are ranked by, to be translated."""
LEADERS: Mapping[str, str] = {
    "value": N_("**{region}** has most at stake: hosts worth **{amount}** a year grow in suitable"
                " places there (90 % interval {low} to {high})."),
    "hosts": N_("**{region}** has most hosts in suitable places: **{amount}** ha (90 % interval"
                " {low} to {high} ha)."),
    "suitable": N_("**{region}** has most suitable land: **{amount}** km² (90 % interval {low} to"
                   " {high} km²)."),
}
NONE = N_("No region has a suitable place for this pest.")
NO_HOSTS = N_("No hosts grow in a suitable place, as far as they are mapped.")
CONCENTRATED = N_("{count} of {all} regions hold 90 % of it.")
METHOD = N_(
    "A region's suitable land is the land of its cells whose index reaches the threshold, in 256"
    " futures of the climate model and the threshold together; the bar is the median, the line"
    " runs from 5 to 95 %. Value at risk is the scenario's value of production, shared out by"
    " mapped hosts: what could be lost at most, not what is expected to be lost.")
UNMAPPED = N_(
    "Hosts are not mapped in this scenario, so regions are ranked by suitable land. Choose a table"
    " of hosts in the view of hosts to rank them by hosts and value at risk.")
COARSE = N_("Regions smaller than a cell of 0.25° are right in place, not in area.")


def table(scenario: Scenario, frame: pd.DataFrame, t: Translator) -> pd.DataFrame:
    """`region_ranks.region_table` with names and limiting factors in words."""
    names, countries = reference_places.region_names(), reference.country_names()
    several = len(scenario.pra_area.countries) > 1
    titles = []
    for region, country in zip(frame["region"], frame["country"], strict=True):
        title = t.local(names[region])
        if several and region != country:
            title = t("{region}, {country}", region=title, country=t.local(countries[country]))
        titles.append(title)
    limits = ["–" if code < 0 else t(regions.LIMITING_WORDS[code]) for code in frame["limiting"]]
    return frame.assign(title=titles, limiting=limits)


def measures(frame: pd.DataFrame) -> tuple[str, ...]:
    """What the regions can be ranked by; suitable land alone where hosts are not mapped."""
    if frame["hosts"].isna().all():
        return ("suitable",)
    return tuple(name for name in MEASURES if not frame[name].isna().all())


def without_value(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame of another area than the assessment's, whose value of production is not known."""
    nothing = dict.fromkeys((c for c in frame.columns if c.startswith("value")), float("nan"))
    return frame.assign(**nothing)


def by_measure(named: pd.DataFrame, measure: str) -> pd.DataFrame:
    """All regions of `table`, most of the measure first, with their rank by it."""
    rows = named.sort_values([measure, f"{measure}_high", "area"], ascending=False,
                             ignore_index=True)
    return rows.assign(rank=rows[f"rank_{measure}"])


def charted(rows: pd.DataFrame, measure: str) -> pd.DataFrame:
    """The first regions of `by_measure` that have any of it at the upper limit."""
    return rows[rows[f"{measure}_high"] > 0].head(SHOWN)


def answer(scenario: Scenario, rows: pd.DataFrame, measure: str, t: Translator) -> str:
    """Which region of `by_measure` leads, how sure that is, and how few hold nearly all."""
    if rows[measure].iloc[0] <= 0:
        return t(NONE) if measure == "suitable" else t(NO_HOSTS)
    first, currency = rows.iloc[0], scenario.consequences.currency

    def said(amount: float) -> str:
        return labels.money(amount, currency, t) if measure == "value" else t.number(amount)

    share = rows[measure].cumsum() / rows[measure].sum()
    most = int((share < 0.9 - 1e-12).sum()) + 1
    told = t(LEADERS[measure], region=first["title"], amount=said(first[measure]),
             low=said(first[f"{measure}_low"]), high=said(first[f"{measure}_high"]))
    return " ".join([told, t(CONCENTRATED, count=str(most), all=str(len(rows)))])


def columns(scenario: Scenario, frame: pd.DataFrame, t: Translator) -> dict[str, tuple[str, str]]:
    """Columns of `table` with headers and kinds."""
    currency = scenario.consequences.currency
    found = {"rank": (t("Rank"), "count"), "title": (t("Region"), "text")}
    if "value" in measures(frame):
        found |= {
            "value": (t("Value at risk ({currency} per year)", currency=currency), "number"),
            "value_low": (t("5 %"), "number"), "value_high": (t("95 %"), "number")}
    if "hosts" in measures(frame):
        found["hosts"] = (t("Hosts in suitable places (ha)"), "number")
    return found | {
        "suitable": (t("Suitable (km²)"), "number"),
        "suitable_low": (t("Suitable, 5 % (km²)"), "number"),
        "suitable_high": (t("Suitable, 95 % (km²)"), "number"),
        "share": (t("Share suitable"), "percent"),
        "arrivals": (t("Share of arriving produce"), "percent"),
        "limiting": (t("What limits elsewhere"), "text")}


def axis(scenario: Scenario, measure: str, t: Translator) -> str:
    """Title of the chart's axis of amounts."""
    if measure == "value":
        return t("Value at risk ({currency} per year)",
                 currency=scenario.consequences.currency)
    return t("Hosts in suitable places (ha)") if measure == "hosts" else t("Suitable (km²)")
