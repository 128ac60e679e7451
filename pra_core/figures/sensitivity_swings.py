"""The tornado: what each input does by itself between its 5 % and 95 % points."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from pra_core.figures import theme
from pra_core.figures.sensitivity_labels import folded_apart
from pra_core.figures.sensitivity_response import is_alop_output, limit_of
from pra_core.figures.sensitivity_words import (
    Question,
    amount_words,
    is_share,
    subject_title,
)
from pra_core.frozen import FloatArray
from pra_core.i18n import Translator
from pra_core.scenario import Scenario
from pra_core.wording import PER_YEAR

LOW, HIGH = theme.CLASSES[5], theme.CLASSES[3]
ENDS = ("low", "middle", "high")


def question_of(question: Question, scenario: Scenario) -> Question:
    """What the swings are of: for yes or no of the ALOP the risk that it limits."""
    if question.subject != "within":
        return question
    metric = scenario.alop.metric
    if metric in PER_YEAR:
        return Question("rate")
    return Question("loss") if metric == "annual_loss" else question


def amounts(frame: pd.DataFrame, question: Question) -> pd.DataFrame:
    """The rows of `steps("tornado")` with the result itself instead of its logarithm."""
    if not question.is_log:
        return frame
    return frame.assign(**{end: np.exp(frame[end].to_numpy(np.float64)) for end in ENDS})


def tornado(*, frame: pd.DataFrame, named: Sequence[str], ranges: Sequence[str],
            question: Question, scenario: Scenario, t: Translator) -> go.Figure:
    """Swings of the result, widest on top, from the result with every input at its median.

    `frame`: rows of `amounts`; `named` their labels; `ranges` the 5 % and 95 % point of each input
    in words. The red dashed line is the ALOP where the result is what the ALOP limits.
    """
    rows = frame.iloc[::-1]
    middle = float(rows["middle"].iloc[0])
    low, high = (rows[end].to_numpy(np.float64) for end in ("low", "high"))
    log = question.is_log
    figure = theme.figure(
        height=130 + 72 * len(frame), barmode="overlay", bargap=0.4,
        legend={"y": 1.05}, margin={"l": 16, "r": 16, "t": 64, "b": 56})
    for ends, name, colour in ((low, t("input at its 5 % point"), LOW),
                               (high, t("input at its 95 % point"), HIGH)):
        figure.add_bar(
            y=list(range(len(rows))), base=np.minimum(ends, middle), name=name,
            x=np.abs(ends - middle), orientation="h", marker={"color": colour},
            customdata=[amount_words(float(v), question, scenario, t) for v in ends],
            hovertemplate="%{customdata}<extra>" + name + "</extra>")
    _words(figure, low, high, question, scenario, t)
    lines = [f"{name}<br><span style='font-size:12px'>{span}</span>"
             for name, span in zip(reversed(folded_apart(named)), reversed(ranges), strict=True)]
    figure.update_yaxes(tickvals=list(range(len(lines))), ticktext=lines, showgrid=False,
                        range=(-0.5, len(lines) - 0.5))
    figure.update_xaxes(_axis(low, high, middle, question, scenario, t))
    figure.add_vline(x=middle, line={"color": theme.INK, "width": 2})
    limit = limit_of(question, scenario.alop)
    if is_alop_output(question, scenario.alop) and 0 < limit < float("inf"):
        figure.add_vline(x=limit, line={"color": theme.LIMIT, "width": 2, "dash": "dash"})
        figure.add_annotation(x=float(np.log10(limit)) if log else limit, y=1, yref="paper",
                              text=t("ALOP"), showarrow=False, yanchor="bottom",
                              font={"color": theme.LIMIT})
    return figure


def _words(figure: go.Figure, low: FloatArray, high: FloatArray, question: Question,
           scenario: Scenario, t: Translator) -> None:
    """The result at both ends, outside the bar."""
    log = question.is_log
    for place, pair in enumerate(zip(low.tolist(), high.tolist(), strict=True)):
        for x, anchor, shift in ((min(pair), "right", -5), (max(pair), "left", 5)):
            figure.add_annotation(
                x=float(np.log10(x)) if log else x, y=place, showarrow=False, xanchor=anchor,
                xshift=shift, text=amount_words(x, question, scenario, t), font={"size": 13},
                bgcolor=theme.PAGE)


def _axis(low: FloatArray, high: FloatArray, middle: float, question: Question,
          scenario: Scenario, t: Translator) -> dict[str, object]:
    """Room for the words at both ends; the ALOP's line is always within."""
    shown = [*low.tolist(), *high.tolist(), middle]
    limit = limit_of(question, scenario.alop)
    if is_alop_output(question, scenario.alop) and 0 < limit < float("inf"):
        shown.append(limit)
    first, last = min(shown), max(shown)
    title = subject_title(question, scenario, t)
    if question.is_log:
        room = (last / first) ** 0.65 if last > first else 10.0
        ticks = theme.log_ticks(first / room, last * room, most=5)
        return {"type": "log", "range": (math.log10(first / room), math.log10(last * room)),
                "tickvals": ticks, "title": {"text": title},
                "ticktext": [amount_words(x, question, scenario, t) for x in ticks]}
    room = 0.6 * (last - first or 1.0)
    return {"range": (first - room, last + room),
            "title": {"text": title},
            "tickformat": "~%" if is_share(question, scenario) else ",~r"}
