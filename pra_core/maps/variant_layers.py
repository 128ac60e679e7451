"""Layers that set a variant of the climate model beside the scenario's own."""

from __future__ import annotations

import math

import numpy as np

from pra_core import climate_variants
from pra_core.climate_variants import Variant
from pra_core.errors import N_
from pra_core.frozen import FloatArray
from pra_core.i18n import Translator
from pra_core.maps.layers import STEPS, SUITABILITY, ZERO, Layer, classed, shaded
from pra_core.scenario import Scenario

SHOWN = {"index": N_("Suitability index"), "suitable": N_("Suitable or not"),
         "years": N_("Share of years suitable")}
"""What the maps of another climate can show."""

LESS, SAME, MORE = (0, 114, 178), (245, 247, 246), (213, 94, 0)
"""Blue, nearly white, vermilion: less and more suitable."""
MOVED = (ZERO, "#56B4E9", "#D55E00", "#009E73")
"""Nowhere suitable, lost, gained, kept."""


def diverging(steps: int = STEPS) -> tuple[str, ...]:
    """Colours from less over no change to more, as #rrggbb."""
    at = np.linspace(-1.0, 1.0, steps)[:, None]
    ends = np.where(at < 0, np.array(LESS, np.float64), np.array(MORE, np.float64))
    mixed = np.round(np.array(SAME) + np.abs(at) * (ends - np.array(SAME))).astype(int)
    return tuple(f"#{r:02x}{g:02x}{b:02x}" for r, g, b in mixed)


def scale_top(*indices: FloatArray) -> float:
    """Upper end of a scale that all the indices share: rounded up to tens, at least 10."""
    return max(10.0, 10.0 * math.ceil(max(float(i.max()) for i in indices) / 10.0))


def index_layer(title: str, index: FloatArray, top: float, t: Translator) -> Layer:
    """The suitability index under a title of its own."""
    return shaded("index", title, SUITABILITY, index, top, t("0: cannot persist"),
                  lambda x: t.number(x, 2), t, unit="index")


def share_layer(title: str, share: FloatArray, t: Translator) -> Layer:
    """A share from 0 to 1, such as that of the years in which a cell is suitable."""
    return shaded("share", title, SUITABILITY, share, 1.0, t("In none"), t.percent, t)


def difference_layer(title: str, before: FloatArray, after: FloatArray, top: float, t: Translator,
                     *, percent: bool = False) -> Layer:
    """After less before, from -top to top; grey where both are 0."""
    change = after - before
    codes = 1 + np.floor((np.clip(change / top, -1.0, 1.0) + 1) / 2 * (STEPS - 1e-9))
    codes = np.where((before == 0) & (after == 0), 0, codes).astype(np.uint8)
    ends = (-top, 0.0, top)
    written = [t.percent(x) if percent else t.number(x) for x in ends]
    ticks = tuple(f"+{w}" if x > 0 else w for x, w in zip(ends, written, strict=True))
    return Layer("difference", title, codes, (ZERO, *diverging()), ((ZERO, t("0 in both")),),
                 ticks, SUITABILITY, values=change)


def moved_layer(title: str, before: FloatArray, after: FloatArray, threshold: float, t: Translator
                ) -> Layer:
    """Where suitability is lost, gained and kept."""
    was, becomes = ((x >= threshold) & (x > 0) for x in (before, after))
    words = (t("Suitable in neither"), t("No longer suitable"), t("Becomes suitable"),
             t("Suitable in both"))
    codes = np.select([was & becomes, becomes, was], [3, 2, 1], 0)
    return classed("moved", title, SUITABILITY, codes.astype(np.int64), MOVED, words)


def reached_layer(title: str, index: FloatArray, threshold: float, t: Translator) -> Layer:
    """Where the index reaches the threshold."""
    codes = ((index >= threshold) & (index > 0)).astype(np.int64)
    return classed("reached", title, SUITABILITY, codes, (ZERO, "#009E73"),
                   (t("Not suitable"), t("Suitable")))


def what_if_layers(own: FloatArray, other: FloatArray, t: Translator) -> list[Layer]:
    """The index as assessed, with the values moved, and the difference."""
    top = scale_top(own, other)
    return [index_layer(t("As assessed"), own, top, t),
            index_layer(t("With these values"), other, top, t),
            difference_layer(t("Difference of the index"), own, other, _span(own, other), t)]


def chance_layers(own: FloatArray, other: FloatArray, t: Translator) -> list[Layer]:
    """The chance that a cell is suitable: as assessed, with the values moved, the difference."""
    return [share_layer(t("Chance as assessed"), own, t),
            share_layer(t("Chance with these values"), other, t),
            difference_layer(t("Difference of the chance"), own, other, 1.0, t, percent=True)]


def climate_layers(scenario: Scenario, now: Variant, then: Variant, kind: str, t: Translator
                   ) -> list[Layer]:
    """Maps of the normals, of the other climate, and of what lies between."""
    before, after = t("Now: climate normals 2000–2025"), t("Then: this scenario")
    if kind == "years" and now.years is not None and then.years is not None:
        return [share_layer(before, now.years, t), share_layer(after, then.years, t),
                difference_layer(t("Difference of the share of years"), now.years, then.years,
                                      1.0, t, percent=True)]
    top, limit = scale_top(now.index, then.index), climate_variants.threshold(scenario)
    third = (moved_layer(t("Gained and lost"), now.index, then.index, limit, t)
             if kind == "suitable" else difference_layer(
                 t("Difference of the index"), now.index, then.index,
                 _span(now.index, then.index), t))
    if kind == "suitable":
        return [reached_layer(before, now.index, limit, t),
                reached_layer(after, then.index, limit, t), third]
    return [index_layer(before, now.index, top, t), index_layer(after, then.index, top, t), third]


def _span(before: FloatArray, after: FloatArray) -> float:
    return scale_top(np.abs(after - before))
