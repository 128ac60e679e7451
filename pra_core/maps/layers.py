"""What a map can show of each cell, as palette codes with a legend in words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from matplotlib import colormaps
from numpy.typing import NDArray

from pra_core.errors import N_
from pra_core.frozen import FloatArray
from pra_core.i18n import Translator

ZERO = "#c3cac7"
"""Cells of the PRA area where the value is zero."""
STEPS = 200
"""Shades of a continuous layer; code 0 is the value zero."""
NO_DATA = 255
"""Code of cells that the layer says nothing about: not coloured."""

SUITABILITY = N_("Suitability")
STRESS = N_("Growth and stress")
DEVELOPMENT = N_("Development by degree-days")
MATCH = N_("Climate match")
STAKES = N_("Arrivals, hosts and endangered area")
GROUPS = (SUITABILITY, STRESS, DEVELOPMENT, MATCH, STAKES)
"""Headings of the layer switch, in order, to be translated."""


@dataclass(frozen=True, slots=True, eq=False)
class Layer:
    """One way to colour the cells."""

    key: str
    title: str
    codes: NDArray[np.uint8]
    """Palette code of each cell, [cells]; `NO_DATA` where there is none."""
    colours: tuple[str, ...]
    """#rrggbb by code."""
    classes: tuple[tuple[str, str], ...]
    """(colour, words) of the legend's boxes."""
    ticks: tuple[str, ...] = ()
    """Words evenly spaced under the ramp of the codes from 1 up; none for classes only."""
    group: str = SUITABILITY
    """One of `GROUPS`."""
    words: tuple[str, ...] = ()
    """What a cell of each code is said to have, by code."""
    values: FloatArray | None = None
    """The number behind each cell, [cells], for files; NaN where there is none."""
    unit: str = "1"
    """Unit of `values`, as in the tables."""
    note: str = ""
    """What the reader must know of this layer, under its legend."""


@lru_cache(maxsize=4)
def ramp(steps: int = STEPS) -> tuple[str, ...]:
    """Colours of cividis from low to high, as #rrggbb."""
    rgb = np.round(255 * colormaps["cividis"](np.linspace(0.0, 1.0, steps))[:, :3]).astype(int)
    return tuple(f"#{r:02x}{g:02x}{b:02x}" for r, g, b in rgb)


def shades(values: FloatArray, top: float) -> NDArray[np.uint8]:
    """Code 0 for zero, 1 … STEPS for values up to `top`, `NO_DATA` for NaN."""
    known = np.where(np.isnan(values), 0.0, values)
    above = 1 + np.floor(known / top * (STEPS - 1e-9))
    codes = np.where(known > 0, np.minimum(above, STEPS), 0)
    return np.where(np.isnan(values), NO_DATA, codes).astype(np.uint8)


def middles(top: float) -> FloatArray:
    """The middle of the values of each code from 1 up, [STEPS]."""
    return np.asarray((np.arange(STEPS) + 0.5) * top / STEPS, np.float64)


def shaded(key: str, title: str, group: str, values: FloatArray, top: float, zero: str,
           written: Callable[[float], str], t: Translator, *, unit: str = "1", note: str = "",
           ticks: Sequence[float] = (0.0, 0.5, 1.0)) -> Layer:
    """A layer of numbers from 0 to `top`, in shades; `zero`: what 0 means in words.

    `written` puts a value into words with its unit; `ticks` are shares of `top`.
    """
    words = (zero, *(written(float(x)) for x in middles(top)))
    return Layer(key, title, shades(values, top), (ZERO, *ramp()), ((ZERO, zero),),
                 tuple(written(top * share) if share else t.number(0.0) for share in ticks), group,
                 words, values, unit, note)


def classed(key: str, title: str, group: str, codes: NDArray[np.int64], colours: Sequence[str],
            words: Sequence[str], *, note: str = "") -> Layer:
    """A layer of classes: `codes` [cells] point into `colours` and `words`; -1 = no data."""
    plain = np.where(codes < 0, NO_DATA, codes).astype(np.uint8)
    present = [int(code) for code in np.unique(codes) if code >= 0]
    return Layer(key, title, plain, tuple(colours), tuple((colours[c], words[c]) for c in present),
                 group=group, words=tuple(words), note=note,
                 values=np.where(codes < 0, np.nan, codes.astype(np.float64)))
