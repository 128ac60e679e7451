"""Residual risk and the chance of meeting the ALOP, on paper."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from pra_core.assessment import Assessment
from pra_core.figures import theme
from pra_core.figures.decision import risk_title, short_number, tick_words, whiskers
from pra_core.i18n import Translator
from pra_core.presentation import histograms, risk, risk_limit
from pra_core.report.drawing import (
    MM,
    finished,
    folded,
    legend_above,
    letters,
    picture,
    room_above,
)
from pra_core.report.estimates import Estimate, simple_estimates

WIDTH, HEIGHT = 7.3, 2.35
"""Of the chart on the one page [inch]."""


def result_chart(*, before: Assessment, after: Assessment, t: Translator) -> str:
    """SVG: residual risk before and after against the ALOP, and P(meets) with its interval."""
    def paint(figure: Any) -> None:
        room_above(figure)
        left, right = figure.subplots(1, 2, width_ratios=(3, 2))
        risk_axes(left, before, after, t)
        chance_axes(right, simple_estimates(before, after, t), after.scenario.alop.confidence, t)

    return picture("svg", paint, WIDTH * MM, HEIGHT * MM).decode("utf-8")


def risk_axes(axes: Any, before: Assessment, after: Assessment, t: Translator) -> None:
    """How the risk spreads over the simulated futures, before and after."""
    alop = after.scenario.alop
    samples = [(before, theme.REFERENCE, t("Without measures"))]
    if after.scenario.selected:
        samples.append((after, theme.ACCENT, t("With the selected measures")))
    found = histograms([risk(a, alop) for a, _, _ in samples])
    edges, limit = found[0].edges, risk_limit(alop)
    for histogram, (_, colour, name) in zip(found, samples, strict=True):
        if histogram.none > 0:
            name = t("{name} ({share}: none expected)", name=name,
                     share=t.percent(histogram.none, 2))
        axes.stairs(100 * histogram.shares, edges, color=colour, fill=True, alpha=0.35)
        axes.stairs(100 * histogram.shares, edges, color=colour, linewidth=1.3, label=name)
    low, high = float(edges[0]), float(edges[-1])
    if 0 < limit < math.inf:
        low, high = min(low, limit / 2), max(high, limit * 2)
        axes.axvline(limit, color=theme.LIMIT, linestyle="--", linewidth=1.2, label=t("ALOP"))
    axes.set_xscale("log")
    axes.set_xlim(low, high)
    ticks = [x for x in theme.log_ticks(low, high, most=5) if low <= x <= high]
    axes.set_xticks(ticks, [tick_words(x, alop, t) for x in ticks])
    axes.minorticks_off()
    axes.set_xlabel(risk_title(alop, after.scenario.consequences.currency, t),
                    fontproperties=letters())
    axes.set_ylabel(t("Share of simulated futures, %"), fontproperties=letters())
    legend_above(axes)
    finished(axes)


def chance_axes(axes: Any, estimates: Sequence[Estimate], confidence: float, t: Translator, *,
                above: bool = False) -> None:
    """P(meets) of each estimate with its 95 % interval, the first on top.

    `above`: names stand above their bars, where the axes are narrow.
    """
    for place, one in enumerate(reversed(estimates)):
        axes.barh(place, 100 * one.probability, height=0.5, color=one.colour)
        less, more = whiskers(np.array([one.probability]), one.draws)
        axes.errorbar(100 * one.probability, place, xerr=[100 * less, 100 * more],
                      color=theme.INK, capsize=3, linewidth=1)
        axes.annotate(t.percent(one.probability), (2, place), va="center",
                      fontproperties=letters(), color=theme.INK,
                      bbox={"boxstyle": "round,pad=0.2", "fc": theme.PAGE, "ec": "none"})
    axes.axvline(100 * confidence, color=theme.LIMIT, linestyle="--", linewidth=1.2)
    named = [one.name for one in reversed(estimates)]
    axes.set_yticks(np.arange(len(named)), [
        "" if above else folded(name, 26, 2) for name in named])
    for place, name in enumerate(named if above else ()):
        axes.annotate(name, (0, place + 0.29), va="bottom", fontproperties=letters(),
                      color=theme.INK)
    if above:
        axes.tick_params(left=False)
    axes.set_xlim(0, 103)
    axes.set_ylim(-0.6, len(estimates) - (0.25 if above else 0.4))
    axes.set_xticks([0, 25, 50, 75, 100], [short_number(x, t) for x in (0, 25, 50, 75, 100)])
    axes.set_xlabel(t("Probability of meeting the ALOP, %"), fontproperties=letters())
    finished(axes)
