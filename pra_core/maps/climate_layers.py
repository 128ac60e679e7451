"""Layers of the climate model: suitability, growth, each stress, and development."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from pra_core.climate.limiting import limiting_below
from pra_core.climate_sheet import ClimateSheet
from pra_core.endangered_area import Suitability
from pra_core.errors import N_
from pra_core.frozen import FloatArray
from pra_core.i18n import Translator
from pra_core.maps.layers import (
    DEVELOPMENT,
    STEPS,
    STRESS,
    SUITABILITY,
    ZERO,
    Layer,
    classed,
    middles,
    ramp,
    shaded,
    shades,
)
from pra_core.pest import Ecoclimatic
from pra_core.regions import ABOVE_ZERO, LIMITING_WORDS, UNKNOWN, threshold_law
from pra_core.scenario import Scenario

LIMITING_COLOURS = ("#009E73", "#56B4E9", "#D55E00", "#E69F00", "#0072B2", "#CC79A7", "#F0E442")
"""Okabe & Ito, in the order of `LimitingFactor`."""
STRESSES = {
    "cold": (N_("Cold stress"), ("ttcs", "dtcs")), "heat": (N_("Heat stress"), ("tths",)),
    "dry": (N_("Dry stress"), ("smds",)), "wet": (N_("Wet stress"), ("smws",)),
    "interaction": (N_("Stress of two causes together"), ("ttcw", "ttcd", "tthw", "tthd"))}
"""Stress -> its title, and the fields of a sheet of which one is given where it is used."""


def climate_layers(scenario: Scenario, found: Suitability, chance: FloatArray, t: Translator
                   ) -> list[Layer]:
    """Every layer the climate model gives, the suitability index first.

    `chance` is P(suitable) of each cell, [cells].
    """
    made = [_index(found, t), chances("chance", t("Suitable in this share of futures"),
                                      SUITABILITY, chance, t)]
    model = scenario.pest.climate_model
    if found.detail is None or not isinstance(model, Ecoclimatic):
        return made
    made += [_limiting(scenario, found, t), _growth(found.detail.growth_annual, t)]
    made += [_stress(key, getattr(found.detail, key), t) for key in used(model.sheet)]
    if np.isfinite(found.detail.generations).all():
        made.append(_generations(found.detail.generations, t))
    return made


def used(sheet: ClimateSheet) -> list[str]:
    """Stresses of the sheet that have a limit."""
    return [key for key, (_, fields) in STRESSES.items()
            if any(getattr(sheet, field) is not None for field in fields)]


def unknown(chance: FloatArray) -> NDArray[np.bool_]:
    """Cells of which we do not know whether they are suitable (`UNKNOWN`), [cells]."""
    low, high = UNKNOWN
    return np.asarray((chance > low) & (chance < high))


def index_top(found: Suitability) -> float:
    """Upper end of the index scale: the highest index, rounded up to tens, at least 10."""
    return max(10.0, 10.0 * math.ceil(float(found.index.max()) / 10.0))


def _index(found: Suitability, t: Translator) -> Layer:
    return shaded("index", t("Suitability index"), SUITABILITY, found.index, index_top(found),
                  t("0: cannot persist"), lambda x: t.number(x, 2), t, unit="index")


def chances(key: str, title: str, group: str, values: FloatArray, t: Translator) -> Layer:
    """A layer of shares of simulated futures, 0 to 1."""
    # Half a shade below 1 and above 0 are no certainty, so the ends are said as limits.
    words = [t.percent(float(p), 2) for p in middles(1.0)]
    words[0], words[-1] = (t("less than {share}", share=t.percent(1 / STEPS)),
                           t("more than {share}", share=t.percent(1 - 1 / STEPS)))
    return Layer(key, title, shades(values, 1.0), (ZERO, *ramp()), ((ZERO, t("In none")),),
                 tuple(t.percent(p) for p in (0.0, 0.5, 1.0)), group, (t("In none"), *words),
                 values)


def _limiting(scenario: Scenario, found: Suitability, t: Translator) -> Layer:
    assert found.detail is not None  # the caller asks for it only then
    limit = max(float(threshold_law(scenario).ppf(0.5)), ABOVE_ZERO)
    codes = limiting_below(found.detail.limiting, found.index, limit)
    return classed("limiting", t("What limits the pest"), SUITABILITY, codes, LIMITING_COLOURS,
                   [t(words) for words in LIMITING_WORDS])


def _growth(growth: FloatArray, t: Translator) -> Layer:
    top = max(10.0, 10.0 * math.ceil(float(growth.max()) / 10.0))
    return shaded("growth", t("Growth over the year, without stress"), STRESS, growth, top,
                  t("No growth"), lambda x: t.number(x, 2), t, unit="index")


def _stress(key: str, values: FloatArray, t: Translator) -> Layer:
    return shaded(key, t(STRESSES[key][0]), STRESS, values, 100.0, t("None"),
                  lambda x: t.percent(x / 100, 2), t, unit="%")


def _generations(generations: FloatArray, t: Translator) -> Layer:
    top = max(1.0, math.ceil(float(generations.max())))
    return shaded("generations", t("Generations per year"), DEVELOPMENT, generations, top,
                  t("No warmth above the threshold"), lambda x: t.number(x, 2), t, unit="1/yr")
