"""The risk under each failure: a dot and its 90 % interval against the ALOP."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go

from pra_core.figures import theme
from pra_core.figures.decision import VERDICT_COLOURS, risk_title, tick_words
from pra_core.i18n import Translator
from pra_core.presentation import risk_limit
from pra_core.scenario import Scenario
from pra_core.stress import Stress
from pra_core.wording import VERDICT_MARKS, VERDICTS, amount_words

SYMBOLS = {"meets": "circle", "too_close": "diamond", "fails": "x"}
WIDTH = 46
LINE = 17
"""Pixels a line of a label takes."""


def stress_chart(*, rows: Sequence[Stress], labels: Sequence[str], words: Sequence[str],
                 scenario: Scenario, t: Translator) -> go.Figure:
    """Median and 90 % interval per failure, the plan on top; `words`: what each says on hover."""
    limit = risk_limit(scenario.alop)
    span = _span(rows, limit)
    wrapped = ["<br>".join(textwrap.wrap(one, WIDTH // 2 if _wide(one) else WIDTH))
               for one in labels]
    lines = sum(max(1.5, 1 + one.count("<br>")) for one in wrapped)
    figure = theme.figure(
        height=int(150 + 1.35 * LINE * lines), margin={"l": 8, "r": 24, "t": 76, "b": 60},
        legend={"y": 1.0, "yref": "container", "yanchor": "top"},
        xaxis=_axis(scenario, span, t),
        yaxis={"range": [len(rows) - 0.5, -0.5], "tickvals": list(range(len(rows))),
               "ticktext": wrapped, "showgrid": False, "tickfont": {"size": 13}},
        **_limit(limit, span, scenario, t))
    usual = max(rows[0].risk.median, span[0])
    figure.add_scatter(x=[usual, usual], y=[-0.5, len(rows) - 0.5], mode="lines",
                       line={"color": theme.REFERENCE, "dash": "dot", "width": 1.5},
                       name=t("median as planned"), hoverinfo="skip")
    for verdict in VERDICT_COLOURS:
        chosen = [k for k, one in enumerate(rows) if one.judgement.verdict == verdict]
        if chosen:
            _dots(figure, rows, chosen, verdict, words, span[0], t)
    return figure


def _wide(text: str) -> bool:
    """Whether it holds Chinese characters, which take the room of two letters."""
    return any(letter > "\u2e80" for letter in text)


def _dots(figure: go.Figure, rows: Sequence[Stress], chosen: list[int], verdict: str,
          words: Sequence[str], floor: float, t: Translator) -> None:
    median, low, high = ([max(getattr(rows[k].risk, end), floor) for k in chosen]
                         for end in ("median", "low", "high"))
    colour = VERDICT_COLOURS[verdict]
    figure.add_scatter(
        x=median, y=chosen, mode="markers", name=f"{VERDICT_MARKS[verdict]} {t(VERDICTS[verdict])}",
        marker={"color": colour, "size": 12, "symbol": SYMBOLS[verdict]},
        error_x={"type": "data", "symmetric": False, "color": colour, "thickness": 2,
                 "array": [b - m for b, m in zip(high, median, strict=True)],
                 "arrayminus": [m - a for a, m in zip(low, median, strict=True)]},
        customdata=[words[k] for k in chosen], hovertemplate="%{customdata}<extra></extra>")


def _span(rows: Sequence[Stress], limit: float) -> tuple[float, float]:
    """What the axis covers; risks of zero stand at its lower end."""
    ends = [x for one in rows for x in (one.risk.low, one.risk.median, one.risk.high) if x > 0]
    ends += [limit] if 0 < limit < math.inf else []
    return (min(ends) / 2, max(ends) * 2) if ends else (0.1, 1.0)


def _axis(scenario: Scenario, span: tuple[float, float], t: Translator) -> dict[str, Any]:
    ticks = theme.log_ticks(*span, most=5)
    return {"type": "log", "range": [math.log10(span[0]), math.log10(span[1])],
            "tickvals": ticks, "ticktext": [tick_words(x, scenario.alop, t) for x in ticks],
            "tickangle": 0, "title": {"text": risk_title(
                scenario.alop, scenario.consequences.currency, t)}}


def _limit(limit: float, span: tuple[float, float], scenario: Scenario, t: Translator
           ) -> dict[str, Any]:
    if not span[0] <= limit <= span[1]:
        return {}
    words = amount_words(limit, scenario.alop, scenario.consequences.currency, t)
    return {"shapes": [{"type": "line", "x0": limit, "x1": limit, "yref": "paper", "y0": 0,
                        "y1": 1, "line": {"color": theme.LIMIT, "dash": "dash", "width": 2}}],
            "annotations": [{"x": math.log10(limit), "y": 1.0, "yref": "paper",
                             "yanchor": "bottom", "xanchor": "center", "showarrow": False,
                             "text": t("ALOP: {limit}", limit=words),
                             "font": {"color": theme.LIMIT}}]}
