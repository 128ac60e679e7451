"""What a result hangs on, and how well that is known, in sentences."""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd

from pra_core import labels
from pra_core.errors import N_
from pra_core.i18n import Translator
from pra_core.scenario import Scenario
from pra_core.sensitivity import names_of
from pra_core.sensitivity.contenders import contenders
from pra_core.uncertainty_sources import WEAKEST, certain, leading, statuses
from pra_core.uncertainty_sources import summary as sources_summary
from pra_core.wording import NAMED, joined, row_label

Drivers = Mapping[str, float] | pd.DataFrame | None
"""Shares by name from the draws at hand (`influence`), or the rows of Sobol' indices (`sobol`)."""
RESULTS: Mapping[str, str] = {
    "outbreaks": N_("outbreaks per year (log)"), "units": N_("units reaching a host (log)"),
    "area": N_("the endangered area"), "invaded": N_("the invaded area"),
    "loss": N_("the yearly loss (log)"), "suitable": N_("the suitable area"),
}


def sources_sentence(scenario: Scenario, sources: pd.DataFrame, t: Translator) -> str:
    """How many uncertain inputs rest on figures that were read, and what those that matter do."""
    counts, top = sources_summary(sources), leading(sources)
    read = {"count": counts["inputs"], "verified": counts.get("verified", 0)}
    first = (t("Of {count} uncertain inputs, {verified} rests on a figure that was read in its"
               " source.", **read) if read["verified"] == 1 else
             t("Of {count} uncertain inputs, {verified} rest on figures that were read in their"
               " source.", **read))
    fixed = certain(scenario)
    if fixed:
        first = joined([first, t("Inputs that are single values, without a word on how uncertain"
                                  " they are: {count}.", count=fixed)], t)
    if top.empty:
        return first
    named = [t("{label} ({share}, {badge})", label=labels.parameter_label(
        scenario, str(row["parameter"]), t), share=_share(row, t),
        badge=labels.badge(str(row["status"]), t)) for row in top.to_dict("records")]
    # What is told has to add up as it is rounded.
    rest = round(100 * float(sources.loc[sources["kind"] == "input", "contribution"].sum())) - sum(
        float(f"{100 * share:.1e}") for share in top["contribution"])
    if rest >= 1:
        named.append(t("all others together about {share}", share=t.percent(rest / 100, 2)))
    return joined([first, t("Those that matter most, with the share of the variation of the result"
                             " that each explains alone (first order): {list}.",
                            list=t("; ").join(named))], t)


def _share(row: Mapping[Hashable, Any], t: Translator) -> str:
    share, error = float(row["contribution"]), float(row["error"])
    if math.isnan(error):
        return t("about {share}", share=t.percent(share, 2))
    return t("{share} ± {error}", share=t.percent(share, 2), error=t.percent(error, 2))


def driver_sentence(scenario: Scenario, drivers: Drivers, result: str, t: Translator) -> str:
    """The input that the result hangs on most, by which estimator, and how well sourced.

    Total order of the exact analysis, with those that may be as large; first order by the quick
    estimate, which has no interval.
    """
    if drivers is None or not len(drivers):
        return t("No input drives the result: it is the same in every simulated future.")
    if not isinstance(drivers, pd.DataFrame):
        name, share = max(drivers.items(), key=lambda item: item[1])
        return t("Main driver: {label}, about {share} of the variation of {result} (first order,"
                 " quick estimate from the simulated futures at hand, without an interval); its"
                 " source: {badge}.", label=row_label(scenario, name, t),
                 share=t.percent(share, 2), result=t(RESULTS[result]),
                 badge=_badges(scenario, name, t))
    rows = contenders(drivers)
    if not rows:
        return t("No input stands out: the interval of the largest index holds zero.")
    named = [t("{label} ({share} ± {error}; {badge})", label=row_label(scenario, name, t),
               share=t.percent(total, 2), error=t.percent(error, 2),
               badge=_badges(scenario, name, t)) for name, total, error in rows[:NAMED]]
    if len(rows) > NAMED:
        named.append(t("one of {count} others", count=len(rows) - NAMED))
    how = t("In brackets: share of the variation of {result} with interactions (Sobol' index of"
            " total order by SALib), and the source.", result=t(RESULTS[result]))
    return joined((t("Main driver: {label}.", label=named[0]) if len(rows) == 1 else
                    t("Main driver: {labels}; their order is not certain.",
                      labels=t(", or ").join(named)), how), t)


def _badges(scenario: Scenario, row: str, t: Translator) -> str:
    """The statuses of the sources behind a row of indices, weakest first."""
    found = {status for one in names_of(row) for status in statuses(scenario, one)}
    return t(", ").join(labels.badge(s, t) for s in WEAKEST if s in found)
