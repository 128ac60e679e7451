"""The residual-risk chart whose ALOP line can be moved: plain data for the page to draw."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from pra_core.alop import Alop
from pra_core.consistency import Stop
from pra_core.figures import alop_words, theme
from pra_core.figures.decision import risk_title, tick_words
from pra_core.frozen import FloatArray
from pra_core.i18n import Translator
from pra_core.presentation import Histogram, histograms, risk_limit

COLOURS = {"ink": theme.INK, "line": theme.LINE, "page": theme.PAGE, "accent": theme.ACCENT,
           "reference": theme.REFERENCE, "limit": theme.LIMIT, "within": theme.WITHIN,
           "beyond": theme.BEYOND}


def line_chart(*, after: FloatArray, before: FloatArray | None, alop: Alop,
               stops: Sequence[Stop], currency: str, t: Translator) -> dict[str, Any]:
    """Histograms, ticks and stops with positions 0 … 1 on a logarithmic axis, words and colours.

    `after`, `before`: the risk [draws] with the selected measures and without any; `before` is
    None where nothing is selected. `stops` as `consistency.stops` gives them, at least one.
    """
    found = histograms([after] if before is None else [after, before])
    low, high = _span(found, stops)
    ticks = [x for x in theme.log_ticks(low, high, most=6) if low <= x <= high]
    limit = risk_limit(alop)
    now = min(range(len(stops)), key=lambda i: _apart(stops[i].limit, limit))
    most = max(float(np.max(h.shares)) for h in found) or 1.0
    return {
        "shown": _steps(found[0], low, high, most),
        "before": _steps(found[1], low, high, most) if len(found) > 1 else [],
        "ticks": [{"x": _place(x, low, high), "words": tick_words(x, alop, t)} for x in ticks],
        "stops": [{"x": _place(s.limit, low, high), "limit": as_alop(s.limit, alop),
                   "words": alop_words.stop_words(s, alop, currency, t)} for s in stops],
        "now": now, "title": risk_title(alop, currency, t), "colours": COLOURS,
        "label": t("Level of protection: drag the line or use the arrow keys"),
        "legend": [t("with the selected measures") if len(found) > 1 else t("without measures"),
                   *([t("without measures")] if len(found) > 1 else [])],
    }


def as_alop(limit: float, alop: Alop) -> float:
    """A limit on the risk in the unit of the ALOP: years where a rate is limited by them."""
    if alop.metric == "years_between_outbreaks":
        limit = 1.0 / limit if limit > 0 else math.inf
    return float(f"{limit:.12g}")


def _span(found: Sequence[Histogram], stops: Sequence[Stop]) -> tuple[float, float]:
    limits = [s.limit for s in stops if 0 < s.limit < math.inf]
    low = min([*limits, *(float(h.edges[0]) for h in found)])
    return low, max([*limits, *(float(h.edges[-1]) for h in found)])


def _apart(x: float, limit: float) -> float:
    """How far two limits are apart; a limit of zero or none at all is nearest to an end."""
    x, limit = (min(max(one, 1e-300), 1e300) for one in (x, limit))
    return abs(math.log(x) - math.log(limit))


def _place(x: float, low: float, high: float) -> float:
    if not 0 < x < math.inf:
        return 0.0 if x <= 0 else 1.0
    return round(math.log(x / low) / math.log(high / low), 5) if high > low else 0.5


def _steps(found: Histogram, low: float, high: float, most: float) -> list[list[float]]:
    """Corners of the histogram's outline: x 0 … 1 and height 0 … 1."""
    corners: list[list[float]] = []
    for a, b, share in zip(found.edges[:-1], found.edges[1:], found.shares, strict=True):
        height = round(float(share) / most, 5)
        corners += [[_place(float(a), low, high), height], [_place(float(b), low, high), height]]
    return corners
