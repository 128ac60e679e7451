"""What more than one report says: its subtitle, the measures chosen, the sets worth a row."""

from __future__ import annotations

from typing import Any

import pandas as pd

from pra_core.assessment import Assessment
from pra_core.figures import measure_words
from pra_core.i18n import Translator
from pra_core.portfolio import Portfolios
from pra_core.portfolio_choice import nearest


def subtitle(after: Assessment, t: Translator) -> str:
    """Pest and ways of trade."""
    scenario = after.scenario
    ways = "; ".join(t("{commodity}, {origin} → {area}", commodity=t.local(p.commodity),
                       origin=t.local(p.origin), area=t.local(scenario.pra_area.title))
                     for p in scenario.pathways)
    return f"{scenario.pest.name} ({t.local(scenario.pest.common_name)}) · {ways}"


def selected_measures(after: Assessment, t: Translator) -> dict[str, Any]:
    """Title, head and rows of the selected measures: effect, share applied, restrictiveness."""
    scenario = after.scenario
    rows = []
    for m in (scenario.measure(i) for i in scenario.selected):
        does = "; ".join(measure_words.measure_lines(scenario, m, after.values, t))
        applied = measure_words.share_words(m.compliance, t) if m.compliance else "–"
        rows.append([t.local(m.title), does, applied, str(m.restrictiveness)])
    return {"title": t("Selected measures"), "rows": rows, "none": t("No measure is selected."),
            "head": [t("Measure"), t("Effect when applied"), t("Applied on"),
                     t("Restrictiveness (1–5)")]}


def telling_sets(sets: Portfolios, selected: tuple[str, ...], most: int) -> pd.DataFrame:
    """The first too close to call, the first that meet and the selected set, else the nearest.

    Rows of the search with their rank; `most` of them.
    """
    rank = sets.table.assign(rank=range(1, len(sets.table) + 1))
    wanted = {*sets.undecided[:2], *rank["measures"][rank["verdict"] == "meets"][:most - 3],
              selected}
    if sets.first_meeting is None:
        wanted.add(nearest(sets).measures)
    found: pd.DataFrame = rank[rank["measures"].isin(wanted)]
    return found
