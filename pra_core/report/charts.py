"""Charts for paper: vector graphics with their letters drawn as outlines."""

from __future__ import annotations

import io
import math
from pathlib import Path
from typing import Any

import numpy as np

from pra_core.assessment import Assessment
from pra_core.figures import theme
from pra_core.figures.decision import risk_title, short_number, tick_words, whiskers
from pra_core.i18n import Translator
from pra_core.presentation import histograms, risk, risk_limit
from pra_core.summary import meets


def result_chart(*, before: Assessment, after: Assessment, font: Path, t: Translator) -> str:
    """SVG: residual risk before and after against the ALOP, and P(meets) with its interval."""
    # Slow to import and needed when somebody prints, not at every start.
    import matplotlib
    from matplotlib.figure import Figure
    from matplotlib.font_manager import FontProperties, fontManager

    fontManager.addfont(str(font))
    # Superscripts come from the font matplotlib brings; the shipped one lacks them.
    letters = FontProperties(family=["Noto Sans SC", "DejaVu Sans"], size=8)
    figure = Figure(figsize=(7.3, 2.35), layout="constrained")
    left, right = figure.subplots(1, 2, width_ratios=(3, 2))
    _risk(left, before, after, letters, t)
    _chance(right, before, after, letters, t)
    for axes in (left, right):
        axes.spines[["top", "right"]].set_visible(False)
        axes.tick_params(labelsize=8, colors=theme.INK)
        for label in (*axes.get_xticklabels(), *axes.get_yticklabels()):
            label.set_fontproperties(letters)
    stream = io.StringIO()
    with matplotlib.rc_context({"svg.fonttype": "path", "svg.hashsalt": "pra"}):
        figure.savefig(stream, format="svg", metadata={"Date": None})
    return stream.getvalue()


def _risk(axes: Any, before: Assessment, after: Assessment, letters: Any, t: Translator) -> None:
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
    ticks = [x for x in theme.log_ticks(low, high, most=6) if low <= x <= high]
    axes.set_xticks(ticks, [tick_words(x, alop, t) for x in ticks])
    axes.minorticks_off()
    axes.set_xlabel(risk_title(alop, after.scenario.consequences.currency, t),
                    fontproperties=letters)
    axes.set_ylabel(t("Share of simulated futures, %"), fontproperties=letters)
    axes.legend(prop=letters, frameon=False, loc="lower left", bbox_to_anchor=(0, 1.0),
                ncols=3, borderpad=0, handlelength=1.2, columnspacing=1.0)


def _chance(axes: Any, before: Assessment, after: Assessment, letters: Any, t: Translator) -> None:
    alop = after.scenario.alop
    rows = [(before, theme.REFERENCE, t("Without"))]
    if after.scenario.selected:
        rows.insert(0, (after, theme.ACCENT, t("With")))
    for place, (assessment, colour, _) in enumerate(rows):
        share = meets(assessment, alop).probability
        axes.barh(place, 100 * share, height=0.5, color=colour)
        below, above = whiskers(np.array([share]), assessment.draws)
        axes.errorbar(100 * share, place, xerr=[100 * below, 100 * above],
                      color=theme.INK, capsize=3, linewidth=1)
        axes.annotate(t.percent(share), (2, place), va="center", fontproperties=letters,
                      color=theme.INK, bbox={"boxstyle": "round,pad=0.2", "fc": theme.PAGE,
                                             "ec": "none"})
    axes.axvline(100 * alop.confidence, color=theme.LIMIT, linestyle="--", linewidth=1.2)
    axes.set_yticks(np.arange(len(rows)), [name for _, _, name in rows])
    axes.set_xlim(0, 103)
    axes.set_ylim(-0.6, len(rows) - 0.4)
    axes.set_xticks([0, 25, 50, 75, 100], [short_number(x, t) for x in (0, 25, 50, 75, 100)])
    axes.set_xlabel(t("Probability of meeting the ALOP, %"), fontproperties=letters)
