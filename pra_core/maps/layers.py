"""What a map can show of each cell, as palette codes with a legend in words."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from matplotlib import colormaps
from numpy.typing import NDArray

from pra_core.climate.limiting import limiting_below
from pra_core.distribution import Distribution
from pra_core.endangered_area import Suitability
from pra_core.frozen import FloatArray
from pra_core.i18n import Translator
from pra_core.regions import ABOVE_ZERO, LIMITING_WORDS, chance_suitable

ZERO = "#c3cac7"
"""Cells of the PRA area where the value is zero."""
STEPS = 200
"""Shades of a continuous layer; code 0 is the value zero."""
DECADES = 4
"""How many powers of ten below the largest share of arrivals are told apart."""

LIMITING_COLOURS = ("#009E73", "#56B4E9", "#D55E00", "#E69F00", "#0072B2", "#CC79A7", "#F0E442")
"""Okabe & Ito, in the order of `LimitingFactor`."""


@dataclass(frozen=True, slots=True, eq=False)
class Layer:
    """One way to colour the cells."""

    key: str
    title: str
    codes: NDArray[np.uint8]
    """Palette code of each cell, [cells]."""
    colours: tuple[str, ...]
    """#rrggbb by code."""
    classes: tuple[tuple[str, str], ...]
    """(colour, words) of the legend's boxes."""
    ticks: tuple[str, ...] = ()
    """Words evenly spaced under the ramp of the codes from 1 up; none for classes only."""


def ramp(steps: int = STEPS) -> tuple[str, ...]:
    """Colours of cividis from low to high, as #rrggbb."""
    rgb = np.round(255 * colormaps["cividis"](np.linspace(0.0, 1.0, steps))[:, :3]).astype(int)
    return tuple(f"#{r:02x}{g:02x}{b:02x}" for r, g, b in rgb)


def layers(found: Suitability, law: Distribution, t: Translator) -> tuple[Layer, ...]:
    """Every layer the climate model gives, the suitability index first.

    `law` is that of the index from which a cell counts as suitable.
    """
    made = [_index(found, t), _chance(found, law, t), _arrivals(found, t)]
    if found.detail is not None:
        made.insert(2, _limiting(found, law, t))
        if np.isfinite(found.detail.generations).all():
            made.append(_generations(found.detail.generations, t))
    return tuple(made)


def index_top(found: Suitability) -> float:
    """Upper end of the index scale: the highest index, rounded up to tens, at least 10."""
    return max(10.0, 10.0 * math.ceil(float(found.index.max()) / 10.0))


def _shades(values: FloatArray, top: float) -> NDArray[np.uint8]:
    """Code 0 for zero, 1 … STEPS for values up to `top`."""
    above = 1 + np.floor(values / top * (STEPS - 1e-9))
    return np.where(values > 0, np.minimum(above, STEPS), 0).astype(np.uint8)


def _index(found: Suitability, t: Translator) -> Layer:
    top = index_top(found)
    return Layer("index", t("Suitability index"), _shades(found.index, top), (ZERO, *ramp()),
                 ((ZERO, t("0: cannot persist")),),
                 tuple(t.number(top * share) for share in (0.0, 0.5, 1.0)))


def _chance(found: Suitability, law: Distribution, t: Translator) -> Layer:
    return Layer("chance", t("Suitable in this share of futures"),
                 _shades(chance_suitable(found, law), 1.0), (ZERO, *ramp()),
                 ((ZERO, t("In none")),), tuple(t.percent(p) for p in (0.0, 0.5, 1.0)))


def _limiting(found: Suitability, law: Distribution, t: Translator) -> Layer:
    assert found.detail is not None  # the caller asks for it only then
    limit = max(float(law.ppf(0.5)), ABOVE_ZERO)
    codes = limiting_below(found.detail.limiting, found.index, limit)
    return Layer("limiting", t("What limits the pest"), codes.astype(np.uint8), LIMITING_COLOURS,
                 tuple((LIMITING_COLOURS[c], t(LIMITING_WORDS[c]))
                       for c in np.unique(codes)))


def _arrivals(found: Suitability, t: Translator) -> Layer:
    """Shares over `DECADES` powers of ten; smaller ones get the lowest shade."""
    largest = float(found.weights.max())
    depth = np.log10(np.where(found.weights > 0, found.weights, largest) / largest)
    shade = np.maximum(depth / DECADES + 1.0, 1e-6)
    codes = _shades(np.where(found.weights > 0, shade, 0.0), 1.0)
    ends = (largest * 10.0**-DECADES, largest * 10.0 ** (-DECADES / 2), largest)
    words = tuple(t("1 in {number}", number=t.number(1 / share, 1)) for share in ends)
    return Layer("arrivals", t("Where arriving produce ends up"), codes, (ZERO, *ramp()),
                 ((ZERO, t("No city nearby")),), (f"≤ {words[0]}", *words[1:]))


def _generations(generations: FloatArray, t: Translator) -> Layer:
    top = max(1.0, math.ceil(float(generations.max())))
    return Layer("generations", t("Generations per year"), _shades(generations, top),
                 (ZERO, *ramp()), ((ZERO, t("No warmth above the threshold")),),
                 tuple(t.number(top * share) for share in (0.0, 0.5, 1.0)))
