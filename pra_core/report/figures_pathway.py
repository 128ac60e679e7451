"""Entry, spread and loss on paper: medians with their 90 % bands on logarithmic scales."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from pra_core import labels
from pra_core.figures import theme
from pra_core.figures.course import Course
from pra_core.figures.decision import short_number
from pra_core.frozen import FloatArray
from pra_core.i18n import Translator
from pra_core.report.document import Form
from pra_core.report.drawing import (
    finished,
    folded,
    legend_above,
    letters,
    picture,
    room_above,
)
from pra_core.step import STEPS
from pra_core.summary import interval

FLOOR = 1e-12
"""Smaller amounts are none on a logarithmic axis."""
DECADES = 6
"""What lies further below the largest value is left out of a course."""
BANDS = ((theme.REFERENCE, 0.25), (theme.ACCENT, 0.22))


@dataclass(frozen=True, slots=True, eq=False)
class Band:
    """Low, median and high, [3, points], under a name."""

    name: str
    quantiles: FloatArray


def funnel_picture(stages: FloatArray, selected: FloatArray | None, t: Translator, form: Form,
                   width_mm: float, height_mm: float) -> bytes:
    """Infested units per year offered and left after each step, [9, draws]."""
    bands = _named(_quantiles(stages), _quantiles(selected) if selected is not None else None, t)
    titles = [t("At origin"), *(labels.step_title(step, t) for step in STEPS)]

    def paint(figure: Any) -> None:
        room_above(figure)
        axes = figure.subplots()
        _bands(axes, list(range(len(titles))), bands, marker="o")
        axes.set_xticks(range(len(titles)), [folded(one, 13) for one in titles])
        axes.set_xlim(-0.3, len(titles) - 0.7)
        _log(axes, bands, None, short_number, t)
        axes.set_ylabel(t("Infested units per year"), fontproperties=letters())
        axes.grid(axis="y", color=theme.LINE, linewidth=0.5)
        finished(axes, 7.5)

    return picture(form, paint, width_mm, height_mm)


def course_picture(base: Course, slowed: Course | None, currency: str, t: Translator, form: Form,
                   width_mm: float, height_mm: float) -> bytes:
    """Invaded area and loss per year by years since founding, side by side."""
    def paint(figure: Any) -> None:
        room_above(figure, 3 if slowed else 2)
        left, right = figure.subplots(1, 2)
        area = _named(base.invaded, slowed.invaded if slowed else None, t)
        _bands(left, base.ages.tolist(), area)
        if base.cap[1] > 0:
            left.axhline(float(base.cap[1]), color=theme.INK, linestyle=":", linewidth=1,
                         label=t("Endangered area: {area} km²",
                                 area=t.number(float(base.cap[1]))))
            legend_above(left, 1, 7.5)
        _log(left, [*area, Band("", base.cap[:, None])], DECADES, short_number, t)
        left.set_ylabel(t("Invaded area, km²"), fontproperties=letters())
        loss = _named(base.loss, slowed.loss if slowed else None, t)
        _bands(right, base.ages.tolist(), loss)
        _log(right, loss, DECADES, lambda x, t: labels.money(x, "", t).strip(), t)
        right.set_ylabel(t("Loss per year, {currency}", currency=currency),
                         fontproperties=letters())
        for axes in (left, right):
            axes.set_xlabel(t("Years since founding"), fontproperties=letters())
            axes.grid(axis="y", color=theme.LINE, linewidth=0.5)
            finished(axes)

    return picture(form, paint, width_mm, height_mm)


def _named(base: FloatArray, selected: FloatArray | None, t: Translator) -> list[Band]:
    found = [Band(t("Without measures"), base)]
    if selected is not None:
        found.append(Band(t("With the selected measures"), selected))
    return found


def _quantiles(draws: FloatArray) -> FloatArray:
    found = [interval(row) for row in draws]
    return np.array([[i.low for i in found], [i.median for i in found], [i.high for i in found]])


def _bands(axes: Any, x: Sequence[float], bands: Sequence[Band], marker: str = "") -> None:
    """Amounts of nothing leave a gap."""
    for band, (colour, alpha) in zip(bands, BANDS, strict=False):
        low, middle, high = np.where(band.quantiles > FLOOR, band.quantiles, np.nan)
        some = np.isfinite(high)
        floor = np.where(np.isfinite(low), low, FLOOR)
        axes.fill_between(x, floor, high, where=some, color=colour, alpha=alpha, linewidth=0)
        axes.plot(x, middle, color=colour, linewidth=1.8, marker=marker or None, markersize=4,
                  label=band.name)
    legend_above(axes, 2, 7.5)


def _log(axes: Any, bands: Sequence[Band], decades: int | None,
         written: Callable[[float, Translator], str], t: Translator) -> None:
    """A logarithmic axis with its powers of ten in words."""
    values = np.concatenate([band.quantiles.ravel() for band in bands])
    positive = values[values > FLOOR]
    low, high = ((float(positive.min()) / 3, float(positive.max()) * 3) if positive.size
                 else (1.0, 10.0))
    if decades is not None:
        low = max(low, high / 10.0**decades)
    axes.set_yscale("log")
    axes.set_ylim(low, high)
    ticks = [x for x in theme.log_ticks(low, high, most=6) if low <= x <= high]
    axes.set_yticks(ticks, [written(x, t) for x in ticks])
    axes.minorticks_off()
