"""The chart on which a judgement is made by dragging: plain data for the page to draw."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from pra_core.distribution import Law
from pra_core.figures import theme
from pra_core.frozen import FloatArray
from pra_core.i18n import Translator

WIDE, VERY_WIDE = 20.0, 100.0
"""Ratio of the ends of the 90 % range from which on the axis may be, and is, logarithmic."""
CELLS = 160
TAIL = 0.002
"""What lies beyond on each side does not stretch the axis."""
MARGIN = 0.12
COLOURS = {"ink": theme.INK, "line": theme.LINE, "page": theme.PAGE, "accent": theme.ACCENT,
           "reference": theme.REFERENCE, "panel": theme.PANEL}


@dataclass(frozen=True, slots=True)
class Axis:
    """The values a chart shows, from left to right."""

    low: float
    high: float
    log: bool

    def values(self, cells: int = CELLS) -> FloatArray:
        """cells + 1 values at equal distances on the axis."""
        if self.log:
            return np.geomspace(self.low, self.high, cells + 1)
        return np.linspace(self.low, self.high, cells + 1)

    def ticks(self) -> list[float]:
        """Round values to write at the axis."""
        if self.log:
            return [x for x in theme.log_ticks(self.low, self.high, most=6)
                    if self.low <= x <= self.high]
        rough = (self.high - self.low) / 5.0
        unit = 10.0 ** math.floor(math.log10(rough))
        step = next(unit * k for k in (1.0, 2.0, 5.0, 10.0) if unit * k >= rough)
        first = math.ceil(self.low / step)
        return [k * step for k in range(first, math.floor(self.high / step) + 1)]


def axis_of(laws: Sequence[Law], values: Sequence[float], least: float, most: float) -> Axis:
    """An axis that shows these distributions and values with room to drag, inside the limits.

    Logarithmic where the first distribution spans more than two powers of ten, or more than a
    factor of 20 and is more even in logarithms.
    """
    low = min([*values, *(float(law.ppf(TAIL)) for law in laws)])
    high = max([*values, *(float(law.ppf(1.0 - TAIL)) for law in laws)])
    if low > 0.0 and _in_factors(laws[0]):
        room = (high / low) ** MARGIN
        return Axis(low / room, min(high * room, max(most, high)), log=True)
    room = MARGIN * (high - low) or max(abs(high), 1.0) / 2.0
    return Axis(max(low - room, min(least, low)), min(high + room, max(most, high)), log=False)


def _in_factors(law: Law) -> bool:
    low, median, high = (float(law.ppf(u)) for u in (0.05, 0.5, 0.95))
    if low <= 0.0 or high < WIDE * low:
        return False
    uneven = abs(high + low - 2.0 * median) / (high - low)
    in_logs = abs(math.log(high * low / median**2)) / math.log(high / low)
    return high > VERY_WIDE * low or in_logs < uneven


def density(law: Law, axis: Axis) -> tuple[FloatArray, FloatArray]:
    """Values and heights: chance per step of the axis, [cells] each.

    Differences of the cumulative probability: on a logarithmic axis the area under the curve is
    still the chance, and a point mass is a spike instead of an infinity.
    """
    edges = axis.values()
    middle = np.sqrt(edges[:-1] * edges[1:]) if axis.log else 0.5 * (edges[:-1] + edges[1:])
    return middle, np.diff(law.cdf(edges)) * CELLS


@dataclass(frozen=True, slots=True)
class Handle:
    """Something judged: where it stands, or that nothing was said yet."""

    name: str
    label: str
    height: float
    """0 at the bottom of the chart, 1 at the top."""
    value: float | None


@dataclass(frozen=True, slots=True)
class Curve:
    """A distribution to draw behind the handles."""

    law: Law
    label: str
    """Empty for curves that need no name."""
    look: str
    """chosen, candidate or before."""


LOOKS: Mapping[str, Mapping[str, Any]] = {
    "chosen": {"colour": theme.ACCENT, "width": 3, "dash": ""},
    "candidate": {"colour": theme.REFERENCE, "width": 1, "dash": ""},
    "before": {"colour": theme.INK, "width": 2, "dash": "6 5"},
}


def drag_chart(*, handles: Sequence[Handle], curves: Sequence[Curve], axis: Axis, least: float,
               most: float, cumulative: bool, title: str, t: Translator) -> dict[str, Any]:
    """Curves, handles, ticks and words; the page maps values to places on the axis.

    `cumulative`: curves show the chance of a value at or below; otherwise the density, scaled so
    that the chosen one fills most of the chart. `least`, `most`: limits of what a handle may be
    moved to.
    """
    drawn = [(c, *_points(c.law, axis, cumulative)) for c in curves]
    top = 1.0 if cumulative else _top([(c.look, float(y.max())) for c, _, y in drawn])
    shares = (0.0, 0.25, 0.5, 0.75, 1.0) if cumulative else ()
    return {
        "low": axis.low, "high": axis.high, "log": axis.log,
        "least": least if math.isfinite(least) else None,
        "most": most if math.isfinite(most) else None,
        "curves": [{"points": np.round(np.stack([_places(x, axis), y / top], 1), 5).tolist(),
                    "label": c.label, **LOOKS[c.look]} for c, x, y in drawn],
        "handles": [{"name": h.name, "label": h.label, "height": h.height, "value": h.value}
                    for h in handles],
        "ticks": [{"x": float(_places(np.array([x]), axis)[0]), "words": t.number(x)}
                  for x in axis.ticks()],
        "heights": [{"y": y, "words": t.percent(y)} for y in shares],
        "title": title, "colours": COLOURS,
        "side": t("Chance that it is at most this") if cumulative else t("How likely"),
        "words": t("{label}: {value}"),
        "ask": t("Drag a point, or choose one with Tab and move it with the arrow keys."),
    }


def _top(peaks: Sequence[tuple[str, float]]) -> float:
    """The height of a chart of densities: a spike of another curve may leave it."""
    most = max((y for _, y in peaks), default=1.0)
    chosen = [y for look, y in peaks if look == "chosen"]
    return min(most, 1.5 * chosen[0]) if chosen else most or 1.0


def _points(law: Law, axis: Axis, cumulative: bool) -> tuple[FloatArray, FloatArray]:
    if cumulative:
        x = axis.values()
        return x, np.asarray(law.cdf(x), np.float64)
    return density(law, axis)


def _places(x: FloatArray, axis: Axis) -> FloatArray:
    if axis.log:
        return np.asarray(np.log(x / axis.low) / math.log(axis.high / axis.low), np.float64)
    return np.asarray((x - axis.low) / (axis.high - axis.low), np.float64)
