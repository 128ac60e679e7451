"""Restrictiveness, cost and residual risk of sets, two at a time, with the front marked."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from pra_core import labels
from pra_core.alop import Alop
from pra_core.errors import N_
from pra_core.figures import set_scatter, theme
from pra_core.figures.decision import VERDICT_COLOURS
from pra_core.i18n import Translator
from pra_core.scenario import Scenario
from pra_core.wording import verdict_words

VIEWS = {
    "levels_risk": N_("Restrictiveness and risk"),
    "cost_risk": N_("Known cost and risk"),
    "levels_cost": N_("Restrictiveness and known cost"),
}
CAPTIONS = {
    "levels_risk": N_("Each mark is the safest set at its levels, or one on the front; colour and"
                      " shape: verdict; size: known cost; dotted: nothing leaves less risk at that"
                      " level. Left to right: highest level (0 to 5), then sum of levels, an order"
                      " and not a quantity"),
    "cost_risk": N_("Ringed: on the front, where no set beats it in restrictiveness, known cost and"
                    " risk at once; colour and shape: verdict; faint: a cost is unknown, so the"
                    " mark stands too far left"),
    "levels_cost": N_("Ringed: on the front, where no set beats it in restrictiveness, known cost"
                      " and risk at once; colour and shape: verdict; faint: a cost is unknown, so"
                      " the mark stands too low"),
}


def chart(*, view: str, table: pd.DataFrame, selected: pd.Series, alop: Alop, currency: str,
          t: Translator) -> go.Figure:
    """One of `VIEWS`; `table`: `set_scatter.marks`, `selected`: the row of the selected set.

    The second column of customdata is the set's ids, joined by commas (`ids_of`).
    """
    if view == "levels_risk":
        return set_scatter.scatter(table=table, selected=selected, alop=alop, t=t)
    means = np.append(table["mean"].to_numpy(np.float64), float(selected["mean"]))
    low, high = set_scatter.mean_span(means)
    cost = _cost_axis(float(max(table["cost"].max(), selected["cost"])), currency, t)
    if view == "cost_risk":
        layout = {"xaxis": cost, "yaxis": set_scatter.mean_axis(low, high, alop, t)}
        place = {"x": "cost", "y": "mean"}
    else:
        layout = {"yaxis": cost, **set_scatter.order_axis(table, t)}
        place = {"x": "place", "y": "cost"}
    rows = table.assign(mean=np.maximum(table["mean"], low))
    figure = theme.figure(height=460, **layout)
    for verdict in VERDICT_COLOURS:
        some = rows[rows["verdict"] == verdict]
        if len(some):
            _points(figure, some, place, verdict, t)
    _ring(figure, rows[rows["front"]], place, t)
    _selected(figure, rows, selected, place, low, t)
    return figure


def caption(view: str, scenario: Scenario, t: Translator) -> str:
    """What the marks say, and how many costs are on record."""
    if view == "levels_risk":
        return t(CAPTIONS[view])
    feasible = [m for m in scenario.measures if m.feasible]
    known = t("Costs on record: {known} of {all} measures", all=len(feasible),
              known=sum(m.cost is not None for m in feasible))
    return f"{t(CAPTIONS[view])} · {known}"


def ids_of(point: dict[str, Any]) -> tuple[str, ...] | None:
    """The set of a marked point of the chart; None where the point is no set."""
    data = point.get("customdata")
    if isinstance(data, dict):
        data = [data[key] for key in sorted(data)]
    if not isinstance(data, (list, tuple)) or len(data) < 2:
        return None
    return tuple(one for one in str(data[1]).split(",") if one)


def _cost_axis(most: float, currency: str, t: Translator) -> dict[str, Any]:
    top = most if most > 0 else 1.0
    rough = 10.0 ** math.floor(math.log10(top / 4))
    step = rough * next(k for k in (1, 2, 5, 10) if rough * k >= top / 5)
    ticks = step * np.arange(math.floor(top / step) + 1)
    return {"range": [-0.04 * top, 1.06 * top], "tickvals": ticks.tolist(), "tickangle": 0,
            "ticktext": [labels.money(float(x), "", t).strip() for x in ticks],
            "title": {"text": t("Known cost per year, {currency}", currency=currency)}}


def _points(figure: go.Figure, rows: pd.DataFrame, place: dict[str, str], verdict: str,
            t: Translator) -> None:
    colour = VERDICT_COLOURS[verdict]
    figure.add_scatter(
        x=rows[place["x"]], y=rows[place["y"]], mode="markers", name=verdict_words(verdict, t),
        customdata=rows[["hover", "key"]], hovertemplate="%{customdata[0]}<extra></extra>",
        marker={"symbol": set_scatter.SYMBOLS[verdict], "size": 11, "color": colour,
                "opacity": np.where(rows["unknown_costs"] > 0, 0.45, 0.95).tolist(),
                "line": {"width": 2 if verdict == "fails" else 0, "color": colour}})


def _ring(figure: go.Figure, rows: pd.DataFrame, place: dict[str, str], t: Translator) -> None:
    figure.add_scatter(x=rows[place["x"]], y=rows[place["y"]], mode="markers", hoverinfo="skip",
                       name=t("on the front"),
                       marker={"symbol": "circle-open", "size": 17, "color": theme.INK,
                               "line": {"width": 1}})


def _selected(figure: go.Figure, rows: pd.DataFrame, selected: pd.Series, place: dict[str, str],
              low: float, t: Translator) -> None:
    same = (rows[["restrictiveness", "level_sum"]] == selected[["restrictiveness", "level_sum"]]
            ).all(axis=1)
    at = {"cost": float(selected["cost"]), "mean": max(float(selected["mean"]), low),
          "place": float(rows["place"][same].iloc[0])}
    figure.add_scatter(x=[at[place["x"]]], y=[at[place["y"]]], mode="markers", hoverinfo="skip",
                       name=t("selected"),
                       marker={"symbol": "circle-open", "size": 26, "color": theme.INK,
                               "line": {"width": 3}})
