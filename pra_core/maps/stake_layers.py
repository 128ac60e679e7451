"""Layers of what is at stake: where produce ends up, where hosts grow, the endangered area."""

from __future__ import annotations

import numpy as np

from pra_core.endangered_area import Suitability
from pra_core.frozen import FloatArray
from pra_core.i18n import Translator
from pra_core.maps.climate_layers import chances
from pra_core.maps.layers import STAKES, STEPS, ZERO, Layer, middles, ramp, shades

DECADES = 4
"""How many powers of ten below the largest value are told apart."""


def stake_layers(found: Suitability, endangered: FloatArray, t: Translator) -> list[Layer]:
    """Where arriving produce ends up; where hosts are mapped, also these and the endangered area.

    `endangered` is P(the cell belongs to the endangered area), [cells].
    """
    made = [_arrivals(found, t)]
    if found.host_hectares is not None:
        title = t("Endangered: suitable, with hosts and a loss that matters, share of futures")
        made += [_hosts(found.host_hectares, t),
                 chances("endangered", title, STAKES, endangered, t)]
    return made


def _arrivals(found: Suitability, t: Translator) -> Layer:
    largest = float(found.weights.max())
    written = [t("1 in {number}", number=t.number(1 / x, 2)) for x in _decades(largest)]
    return _logarithmic("arrivals", t("Where arriving produce ends up"), found.weights,
                        t("No city nearby"), written,
                        [t("1 in {number}", number=t.number(1 / x, 1)) for x in _ends(largest)])


def _hosts(hectares: FloatArray, t: Translator) -> Layer:
    largest = max(float(hectares.max()), np.finfo(float).tiny)
    words = [t("{number} ha", number=t.number(x, 2)) for x in _decades(largest)]
    return _logarithmic("hosts", t("Hosts in a cell"), hectares, t("No hosts"), words,
                        [t("{number} ha", number=t.number(x, 2)) for x in _ends(largest)], "ha")


def _logarithmic(key: str, title: str, values: FloatArray, zero: str, words: list[str],
                 ends: list[str], unit: str = "1", note: str = "") -> Layer:
    """Shades over `DECADES` powers of ten; smaller values get the lowest shade."""
    largest = max(float(np.nanmax(values)), np.finfo(float).tiny)
    depth = np.log10(np.where(values > 0, values, largest) / largest)
    place = np.where(values > 0, np.maximum(depth / DECADES + 1.0, 1e-6), 0.0)
    place = np.where(np.isnan(values), np.nan, place)
    return Layer(key, title, shades(place, 1.0), (ZERO, *ramp()), ((ZERO, zero),),
                 (f"≤ {ends[0]}", *ends[1:]), STAKES, (zero, f"≤ {words[0]}", *words[1:]), values,
                 unit, note)


def _decades(largest: float) -> FloatArray:
    """The value in the middle of each shade, [STEPS]."""
    found: FloatArray = largest * 10.0 ** (DECADES * (middles(1.0) - 1.0))
    assert found.size == STEPS
    return found


def _ends(largest: float) -> list[float]:
    return [largest * 10.0**-DECADES, largest * 10.0 ** (-DECADES / 2), largest]
