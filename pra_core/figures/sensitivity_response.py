"""How what is explained answers to one input: points, conditional mean and 90 % band."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from typing import Any

import numpy as np
import plotly.graph_objects as go

from pra_core.alop import Alop
from pra_core.figures import theme
from pra_core.figures.sensitivity_words import Question, is_share, subject_title
from pra_core.frozen import FloatArray
from pra_core.i18n import Translator
from pra_core.presentation import risk_limit
from pra_core.scenario import Scenario
from pra_core.summary import Z95, wilson
from pra_core.wording import PER_YEAR

CLASSES, POINTS = 16, 500


@dataclass(frozen=True, slots=True, eq=False)
class Response:
    """An output against one input in classes of equal count, [classes] each, and some draws."""

    centre: FloatArray
    """Median of the input."""
    mean: FloatArray
    """Conditional mean of the output; on a logarithmic scale the geometric mean."""
    error: FloatArray
    """Half the 95 % interval of that mean, a factor on a logarithmic scale."""
    low: FloatArray
    """5 % quantile of the output; for a share the lower end of its 95 % interval."""
    high: FloatArray
    points: FloatArray
    """Some of the draws, [2, points]: input, output."""


def response(x: FloatArray, y: FloatArray, question: Question) -> Response:
    """Output y against input x, [draws] each; every k-th draw is kept as a point.

    On a logarithmic scale draws at zero or infinity are left out.
    """
    log = question.is_log
    shown = (np.isfinite(y) & (y > 0)) if log else np.isfinite(y)
    x, y = x[shown], y[shown]
    z = np.log(y) if log else y
    order = np.argsort(x, kind="stable")
    classes = [c for c in np.array_split(order, CLASSES) if c.size]
    mean = np.array([np.mean(z[c]) for c in classes])
    error = np.array([Z95 * np.std(z[c]) / np.sqrt(c.size) for c in classes])
    low, high = (np.array([np.quantile(y[c], q, method="inverted_cdf") for c in classes])
                 for q in (0.05, 0.95))
    if question.subject == "within":
        ends = [wilson(float(np.sum(y[c])), c.size) for c in classes]
        low, high = (np.array([float(end[side]) for end in ends]) for side in (0, 1))
    some = slice(None, None, max(1, x.size // POINTS))
    return Response(np.array([np.median(x[c]) for c in classes]),
                    np.exp(mean) if log else mean, np.exp(error) if log else error, low, high,
                    np.stack([x[some], y[some]]))


def answer(*, found: Response, question: Question, label: str, unit: str, scenario: Scenario,
           t: Translator) -> go.Figure:
    """Result against one input: simulated futures, conditional mean and 90 % band.

    For P(meets) the band is the 95 % interval of the share in each class, without points.
    """
    within = question.subject == "within"
    figure = theme.figure(height=430, showlegend=True, margin={"l": 76, "r": 24, "t": 36, "b": 60})
    scale = 100.0 if within else 1.0
    if not within:
        figure.add_scatter(
            x=found.points[0], y=found.points[1], mode="markers", hoverinfo="skip",
            name=t("simulated futures"),
            marker={"size": 5, "color": theme.REFERENCE, "opacity": 0.45})
    figure.add_scatter(x=found.centre, y=scale * found.high, mode="lines", line={"width": 0},
                       hoverinfo="skip", showlegend=False)
    figure.add_scatter(
        x=found.centre, y=scale * found.low, mode="lines", line={"width": 0}, fill="tonexty",
        fillcolor=theme.ACCENT_BAND, hoverinfo="skip",
        name=t("95 % interval of the share") if within else t("90 % of the simulated futures"))
    figure.add_scatter(
        x=found.centre, y=scale * found.mean, mode="lines+markers", hoverinfo="skip",
        name=_mean_words(question, t), line={"color": theme.ACCENT, "width": 3})
    figure.update_xaxes(_input_axis(found, t("{label}, {unit}", label=label, unit=unit), t))
    figure.update_yaxes(_result_axis(found, question, scenario, t))
    _limit(figure, question, scenario.alop, t)
    return figure


def _mean_words(question: Question, t: Translator) -> str:
    if question.subject == "within":
        return t("share within the ALOP")
    return t("mean of the logarithm") if question.log else t("mean")


def _input_axis(found: Response, title: str, t: Translator) -> dict[str, Any]:
    axis: dict[str, Any] = {"title": {"text": "<br>".join(textwrap.wrap(title, 80))}}
    first, last = (float(found.points[0].min()), float(found.points[0].max())) if (
        found.points.size) else (0.0, 0.0)
    if first > 0 and found.centre[-1] > 20 * found.centre[0]:
        ticks = theme.log_ticks(first, last)
        axis |= {"type": "log", "tickvals": ticks, "ticktext": [t.number(v) for v in ticks]}
    return axis


def _result_axis(found: Response, question: Question, scenario: Scenario, t: Translator
                 ) -> dict[str, Any]:
    """Frequencies for outbreaks, money for loss, shares for P(meets), ratios for a difference."""
    title = subject_title(question, scenario, t)
    title = "<br>".join(textwrap.wrap(title, 44))
    axis: dict[str, Any] = {"title": {"text": title}}
    if question.subject == "within":
        return axis | {"range": (0, 103)}
    if not question.is_log:
        return axis | {
            "tickformat": "~%" if is_share(question, scenario) else ",~r"}
    y = found.points[1]
    span = (float(y.min()) / 2, float(y.max()) * 2) if y.size else (0.1, 1.0)
    if question.subject == "rate":
        return theme.frequency_axis(t, *span, title)
    return (theme.money_axis if question.subject == "loss" else theme.count_axis)(t, *span, title)


def is_alop_output(question: Question, alop: Alop) -> bool:
    """Whether what is explained is what the ALOP limits."""
    return (question.subject == "rate" and alop.metric in PER_YEAR) or (
        question.subject == "loss" and alop.metric == "annual_loss")


def limit_of(question: Question, alop: Alop) -> float:
    """The ALOP's limit on the scale of `explained`."""
    limit = risk_limit(alop)
    if question.subject == "rate" and question.log and alop.metric == "annual_probability":
        return float(-np.log1p(-limit)) if limit < 1 else float("inf")
    if question.subject == "rate" and not question.log and alop.metric != "annual_probability":
        return float(-np.expm1(-limit))
    return limit


def _limit(figure: go.Figure, question: Question, alop: Alop, t: Translator) -> None:
    """The red dashed line of the ALOP: its limit, or for P(meets) the confidence needed."""
    if question.subject == "within":
        place, words = 100 * alop.confidence, t("needed: {share}", share=t.percent(
            alop.confidence))
    elif is_alop_output(question, alop) and 0 < limit_of(question, alop) < float("inf"):
        place, words = limit_of(question, alop), t("ALOP")
    else:
        return
    log = question.is_log
    figure.add_shape(type="line", xref="paper", x0=0, x1=1, y0=place, y1=place,
                     line={"color": theme.LIMIT, "dash": "dash", "width": 2})
    figure.add_annotation(xref="paper", x=1, y=float(np.log10(place)) if log else place,
                          text=words, showarrow=False, xanchor="right", yanchor="bottom",
                          font={"color": theme.LIMIT})
