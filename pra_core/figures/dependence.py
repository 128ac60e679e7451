"""How the measures hang together, drawn; and the risk against a shared failure."""

from __future__ import annotations

import textwrap
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import plotly.graph_objects as go

from pra_core import labels
from pra_core.dependence import SharedFailure
from pra_core.figures import theme
from pra_core.figures.decision import risk_title, tick_words
from pra_core.i18n import Translator
from pra_core.measure import Measure
from pra_core.presentation import risk_limit
from pra_core.scenario import Scenario
from pra_core.step import STEPS
from pra_core.wording import PER_YEAR, amount_words

TITLE = 38
"""Letters of a title's line beside the diagram, two lines at most; all of it is in the hover."""
GAP, LANE = 0.9, 0.62
"""Room between the steps and the first lane of links, and between lanes, in steps."""


@dataclass(frozen=True, slots=True)
class Link:
    """A vertical line of the diagram: the rows it joins, and what it means."""

    kind: str
    """group, requires or excludes; for requires the first row is what is needed."""
    rows: tuple[int, ...]
    words: str


def in_order(scenario: Scenario) -> list[Measure]:
    """Measures by the step of their first effect, then by id; after arrival last."""
    def place(m: Measure) -> tuple[int, str]:
        return min(len(STEPS) if e.step is None else STEPS.index(e.step)
                   for e in m.effects), m.id

    return sorted(scenario.measures, key=place)


def links(scenario: Scenario, t: Translator) -> list[Link]:
    """Groups, then what needs what, then what excludes what; rows as `in_order`."""
    rows = {m.id: i for i, m in enumerate(in_order(scenario))}
    titles = {m.id: t.local(m.title) for m in scenario.measures}
    found = [Link("group", tuple(sorted(rows[m.id] for m in scenario.measures
                                        if m.group == g.id)),
                  t("{group}: these fail together", group=t.local(g.title)))
             for g in scenario.groups]
    found += [Link("requires", (rows[other], rows[m.id]),
                   t("{second} needs {first}", second=titles[m.id], first=titles[other]))
              for m in scenario.measures for other in m.requires]
    found += [Link("excludes", tuple(sorted(rows[i] for i in one)),
                   t("cannot be combined: {measures}", measures=t(", ").join(
                       titles[i] for i in sorted(one, key=rows.__getitem__))))
              for one in exclusive(scenario)]
    return [link for link in found if link.rows]


def exclusive(scenario: Scenario) -> list[frozenset[str]]:
    """Sets of measures of which any two exclude each other, covering every such pair."""
    pairs = {frozenset({m.id, other}) for m in scenario.measures for other in m.excludes}
    ids, left, found = sorted({i for p in pairs for i in p}), set(pairs), list[frozenset[str]]()
    while left:
        one = set(min(left, key=sorted))
        for i in ids:
            if all(frozenset({i, j}) in pairs for j in one - {i}):
                one.add(i)
        left -= {p for p in left if p <= one}
        found.append(frozenset(one))
    return found


def diagram(scenario: Scenario, t: Translator) -> go.Figure:
    """Measures in rows, steps in columns, and to the right what links them."""
    measures, found = in_order(scenario), links(scenario, t)
    steps = [labels.step_title(s, t) for s in STEPS] + [t("After arrival")]
    lanes = _lanes(found)
    width = len(STEPS) + GAP + LANE * max([0, *(n + 1 for n in lanes)])
    figure = theme.figure(
        height=164 + 38 * len(measures), showlegend=False, hovermode="closest",
        margin={"l": 8, "r": 8, "t": 110, "b": 16},
        xaxis={"range": [-0.6, max(width, len(STEPS) + GAP)], "side": "top", "showgrid": True,
               "tickvals": list(range(len(steps))), "ticktext": steps,
               "tickangle": -35, "tickfont": {"size": 11}, "showline": False},
        yaxis={"tickvals": list(range(len(measures))), "autorange": False, "showgrid": True,
               "range": [len(measures) - 0.4, -0.6], "showline": False,
               "ticktext": [_two_lines(t.local(m.title)) for m in measures],
               "tickfont": {"size": 13}})
    _dots(figure, scenario, measures, t)
    for link, lane in zip(found, lanes, strict=True):
        _DRAW[link.kind](figure, link, len(STEPS) + GAP + LANE * lane)
    return figure


def _two_lines(title: str) -> str:
    """A title in two lines at most; a Chinese letter is as wide as two others."""
    wide = any(unicodedata.east_asian_width(letter) in "WF" for letter in title)
    lines = textwrap.wrap(title, TITLE // 2 if wide else TITLE, max_lines=2, placeholder="…")
    return "<br>".join(lines)


def _dots(figure: go.Figure, scenario: Scenario, measures: Sequence[Measure], t: Translator
          ) -> None:
    """A mark at every step where a measure acts: filled = selected, cross = not feasible."""
    rows = [(place, row, m) for row, m in enumerate(measures)
            for place in sorted({len(STEPS) if e.step is None else STEPS.index(e.step)
                                 for e in m.effects})]
    looks = [any(e.kind == "inspection" for e in m.effects) for _, _, m in rows]
    figure.add_scatter(
        x=[place for place, _, _ in rows], y=[row for _, row, _ in rows], mode="markers",
        marker={"size": 15, "line": {"width": 2, "color": theme.ACCENT},
                "symbol": ["x-thin" if not m.feasible else "diamond" if look else "circle"
                           for (_, _, m), look in zip(rows, looks, strict=True)],
                "color": [theme.ACCENT if m.id in scenario.selected else theme.PAGE
                          for _, _, m in rows]},
        customdata=[t("{measure} (inspection)", measure=t.local(m.title)) if look else
                    t.local(m.title) for (_, _, m), look in zip(rows, looks, strict=True)],
        hovertemplate="%{customdata}<extra></extra>")


def _lanes(found: Sequence[Link]) -> list[int]:
    """The lane of each link: the first that is free over all its rows."""
    taken: list[list[tuple[int, int]]] = []
    lanes: list[int] = []
    for link in found:
        low, high = min(link.rows), max(link.rows)
        lane = next((i for i, spans in enumerate(taken)
                     if all(high < a or low > b for a, b in spans)), len(taken))
        if lane == len(taken):
            taken.append([])
        taken[lane].append((low, high))
        lanes.append(lane)
    return lanes


def _bracket(figure: go.Figure, link: Link, x: float) -> None:
    xs: list[float | None] = []
    ys: list[float | None] = []
    for row in link.rows:
        xs += [x - 0.28, x, None]
        ys += [row, row, None]
    _line(figure, [*xs, x, x], [*ys, min(link.rows), max(link.rows)], link, theme.CLASSES[0], 4)


def _arrow(figure: go.Figure, link: Link, x: float) -> None:
    start, end = link.rows
    _line(figure, [x - 0.28, x, x, x - 0.28], [start, start, end, end], link, theme.INK, 2)
    figure.add_scatter(x=[x - 0.28], y=[end], mode="markers", hoverinfo="skip",
                       marker={"symbol": "triangle-left", "size": 11, "color": theme.INK})


def _crossed(figure: go.Figure, link: Link, x: float) -> None:
    _line(figure, [x, x], [min(link.rows), max(link.rows)], link, theme.CLASSES[3], 2, "dot")
    figure.add_scatter(x=[x] * len(link.rows), y=list(link.rows), mode="markers",
                       hovertemplate=f"{link.words}<extra></extra>",
                       marker={"symbol": "x", "size": 10, "color": theme.CLASSES[3]})


_DRAW = {"group": _bracket, "requires": _arrow, "excludes": _crossed}


def _line(figure: go.Figure, x: Sequence[float | None], y: Sequence[float | None], link: Link,
          colour: str, width: float, dash: str = "solid") -> None:
    figure.add_scatter(x=list(x), y=list(y), mode="lines", line={
        "color": colour, "width": width, "dash": dash},
        hovertemplate=f"{link.words}<extra></extra>")


def outage(*, found: SharedFailure, scenario: Scenario, now: tuple[float, float, float],
           tried: float, t: Translator) -> go.Figure:
    """Residual risk (above) and P(meets) (below) against the share of lots that fail together.

    `now`: 5, 50 and 95 % of the share in the scenario; `tried`: the share of the slider.
    """
    alop, currency = scenario.alop, scenario.consequences.currency
    x = 100 * found.shares
    figure = theme.figure(
        height=520, hovermode="x unified", margin={"l": 70, "r": 24, "t": 24, "b": 60},
        showlegend=False, yaxis=_risk_axis(found, scenario, t) | {"domain": [0.54, 0.95]},
        yaxis2={"domain": [0.0, 0.41], "range": [0, 103], "anchor": "x"},
        xaxis={"title": {"text": t("Share of lots, %")}, "anchor": "y2",
               "range": [0, float(x[-1])]},
        annotations=[_heading(risk_title(alop, currency, t), 0.955),
                     _heading(t("Probability of meeting the ALOP, %"), 0.415)],
        shapes=_marks(found, scenario, now, tried))
    told = [amount_words(float(r), alop, currency, t) for r in found.risk[1]]
    shown = np.where(found.risk > 0, found.risk, np.nan)
    _band(figure, x, shown[0], shown[2], "y")
    figure.add_scatter(x=x, y=shown[1], mode="lines", line={"color": theme.ACCENT, "width": 2.5},
                       customdata=told, hovertemplate=t("Residual risk, median") +
                       ": %{customdata}<extra></extra>")
    _band(figure, x, 100 * found.low, 100 * found.high, "y2")
    figure.add_scatter(x=x, y=100 * found.probability, mode="lines", yaxis="y2",
                       line={"color": theme.ACCENT, "width": 2.5},
                       hovertemplate=t("P(meets)") + ": %{y:.3g} %<extra></extra>")
    return figure


def _heading(text: str, y: float) -> dict[str, Any]:
    return {"text": text, "x": 0, "y": y, "xref": "paper", "yref": "paper", "xanchor": "left",
            "yanchor": "bottom", "showarrow": False, "font": {"size": 14}}


def _band(figure: go.Figure, x: Any, low: Any, high: Any, axis: str) -> None:
    for y, fill in ((low, None), (high, "tonexty")):
        figure.add_scatter(x=x, y=y, mode="lines", line={"width": 0}, yaxis=axis, fill=fill,
                           fillcolor=theme.ACCENT_BAND, hoverinfo="skip")


def _risk_axis(found: SharedFailure, scenario: Scenario, t: Translator) -> dict[str, Any]:
    alop = scenario.alop
    limit, positive = risk_limit(alop), found.risk[found.risk > 0]
    values = [*positive.tolist(), *([limit] if 0 < limit < np.inf else [])] or [0.1, 1.0]
    span = min(values) / 1.5, max(values) * 1.5
    axis = theme.frequency_axis if alop.metric in PER_YEAR else theme.count_axis
    ticks = theme.log_ticks(*span, most=4)
    return axis(t, *span, "") | {
        "tickvals": ticks, "ticktext": [tick_words(v, alop, t) for v in ticks]}


def _marks(found: SharedFailure, scenario: Scenario, now: tuple[float, float, float],
           tried: float) -> list[dict[str, Any]]:
    """The scenario's 90 % range, the slider, the ALOP's limit and the confidence needed."""
    limit, right = risk_limit(scenario.alop), 100 * float(found.shares[-1])
    red = {"color": theme.LIMIT, "width": 2, "dash": "dash"}
    marks: list[dict[str, Any]] = [
        {"type": "rect", "xref": "x", "yref": "paper", "x0": 100 * now[0], "x1": 100 * now[2],
         "y0": 0, "y1": 1, "fillcolor": theme.REFERENCE_BAND, "line": {"width": 0},
         "layer": "below"},
        {"type": "line", "xref": "x", "yref": "paper", "x0": 100 * tried, "x1": 100 * tried,
         "y0": 0, "y1": 1, "line": {"color": theme.INK, "width": 2, "dash": "dot"}},
        {"type": "line", "xref": "x", "yref": "y2", "x0": 0, "x1": right, "line": red,
         "y0": 100 * scenario.alop.confidence, "y1": 100 * scenario.alop.confidence}]
    if 0 < limit < np.inf:
        marks.append({"type": "line", "xref": "x", "yref": "y", "x0": 0, "x1": right,
                      "y0": limit, "y1": limit, "line": red})
    return marks
