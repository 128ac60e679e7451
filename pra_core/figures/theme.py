"""The look of every chart: one template, the palette, axes in plain steps."""

from __future__ import annotations

import math
from typing import Any

import plotly.graph_objects as go
import plotly.io as pio

from pra_core import labels
from pra_core.i18n import Translator

INK, PAGE, PANEL, LINE = "#1b2a33", "#ffffff", "#f5f7f6", "#d9dfdc"
ACCENT, REFERENCE, LIMIT = "#0b6e4f", "#8a949b", "#b3261e"
ACCENT_BAND, REFERENCE_BAND = "rgba(11,110,79,0.22)", "rgba(138,148,155,0.28)"
WITHIN, BEYOND = "#7fb69e", "#e0b07f"
CLASSES = ("#0072B2", "#E69F00", "#009E73", "#D55E00", "#CC79A7", "#56B4E9")
"""Okabe & Ito: classes that colour-blind readers can tell apart."""
CONTINUOUS = "Cividis"
STATUS_COLOURS = {"verified": "#0072B2", "elicited": "#56B4E9", "assumed": "#E69F00",
                  "unverified": "#D55E00"}
FONT = "system-ui, 'Segoe UI', 'Noto Sans SC', 'Microsoft YaHei', 'PingFang SC', sans-serif"

TEMPLATE = go.layout.Template(layout={
    "font": {"family": FONT, "size": 15, "color": INK},
    "paper_bgcolor": PAGE, "plot_bgcolor": PAGE, "colorway": list(CLASSES),
    "margin": {"l": 70, "r": 24, "t": 36, "b": 56}, "height": 420, "separators": ".,",
    "hoverlabel": {"font": {"family": FONT, "size": 14, "color": INK}, "bgcolor": PAGE,
                   "bordercolor": LINE},
    "legend": {"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom"},
    "xaxis": {"gridcolor": LINE, "linecolor": LINE, "zeroline": False, "automargin": True,
              "title": {"standoff": 10}},
    "yaxis": {"gridcolor": LINE, "linecolor": LINE, "zeroline": False, "automargin": True,
              "title": {"standoff": 10}},
    "modebar": {"bgcolor": "rgba(0,0,0,0)", "color": REFERENCE, "activecolor": INK},
})


def register() -> None:
    """Make the template known to plotly by the name "pra"."""
    pio.templates["pra"] = TEMPLATE


def figure(**layout: Any) -> go.Figure:
    """An empty chart in the common look."""
    return go.Figure(layout={"template": TEMPLATE, **layout})


def log_ticks(low: float, high: float, most: int = 9) -> list[float]:
    """Powers of ten that span [low, high], both > 0, thinned to at most `most`."""
    first, last = math.floor(math.log10(low)), math.ceil(math.log10(high))
    step = max(1, math.ceil((last - first) / most))
    return [10.0**k for k in range(first, last + 1, step)]


def count_axis(t: Translator, low: float, high: float, title: str) -> dict[str, Any]:
    """A logarithmic axis of amounts, labelled 1, 10, 100 …; range covers [low, high] > 0."""
    ticks = log_ticks(low, high)
    return {"type": "log", "tickvals": ticks, "ticktext": [t.number(x) for x in ticks],
            "range": [math.log10(low), math.log10(high)], "title": {"text": title}}


def money_axis(t: Translator, low: float, high: float, title: str) -> dict[str, Any]:
    """A logarithmic axis of amounts in steps of the language, e.g. 1 million, 1 billion."""
    axis = count_axis(t, low, high, title)
    axis["ticktext"] = [labels.money(x, "", t).strip() for x in axis["tickvals"]]
    return axis


def frequency_axis(t: Translator, low: float, high: float, title: str) -> dict[str, Any]:
    """A logarithmic axis of rates or probabilities per year, as 1 in 10, 1 in 100 and so on."""
    ticks = log_ticks(low, high)
    words = [t("1 in {number}", number=t.number(1 / x)) if x < 1 else t.number(x) for x in ticks]
    return {"type": "log", "tickvals": ticks, "ticktext": words,
            "range": [math.log10(low), math.log10(high)], "title": {"text": title}}


register()
