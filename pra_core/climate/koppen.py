"""Köppen–Geiger climate zones by the rules of Peel, Finlayson & McMahon (2007)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np
from numpy.typing import ArrayLike, NDArray

from pra_core.climate.checks import as_floats, inside, raise_all, shape
from pra_core.errors import N_
from pra_core.frozen import FloatArray

ZONES = (
    "Af", "Am", "Aw", "BWh", "BWk", "BSh", "BSk", "Csa", "Csb", "Csc", "Cwa", "Cwb", "Cwc",
    "Cfa", "Cfb", "Cfc", "Dsa", "Dsb", "Dsc", "Dsd", "Dwa", "Dwb", "Dwc", "Dwd", "Dfa", "Dfb",
    "Dfc", "Dfd", "ET", "EF",
)
"""The 30 zones in the usual order; the code of a zone is its position here."""
NUMBER: Mapping[str, int] = MappingProxyType({zone: i for i, zone in enumerate(ZONES)})

TITLES: Mapping[str, str] = MappingProxyType({
    "Af": N_("Tropical rainforest climate"), "Am": N_("Tropical monsoon climate"),
    "Aw": N_("Tropical savannah climate"),
    "BWh": N_("Hot desert climate"), "BWk": N_("Cold desert climate"),
    "BSh": N_("Hot steppe climate"), "BSk": N_("Cold steppe climate"),
    "Csa": N_("Mediterranean climate, hot summer"),
    "Csb": N_("Mediterranean climate, warm summer"),
    "Csc": N_("Mediterranean climate, cold summer"),
    "Cwa": N_("Temperate climate with dry winter, hot summer"),
    "Cwb": N_("Temperate climate with dry winter, warm summer"),
    "Cwc": N_("Temperate climate with dry winter, cold summer"),
    "Cfa": N_("Humid temperate climate, hot summer"),
    "Cfb": N_("Humid temperate climate, warm summer"),
    "Cfc": N_("Humid temperate climate, cold summer"),
    "Dsa": N_("Cold-winter climate with dry summer, hot summer"),
    "Dsb": N_("Cold-winter climate with dry summer, warm summer"),
    "Dsc": N_("Cold-winter climate with dry summer, cold summer"),
    "Dsd": N_("Cold-winter climate with dry summer, severe winter"),
    "Dwa": N_("Cold-winter climate with dry winter, hot summer"),
    "Dwb": N_("Cold-winter climate with dry winter, warm summer"),
    "Dwc": N_("Cold-winter climate with dry winter, cold summer"),
    "Dwd": N_("Cold-winter climate with dry winter, severe winter"),
    "Dfa": N_("Humid cold-winter climate, hot summer"),
    "Dfb": N_("Humid cold-winter climate, warm summer"),
    "Dfc": N_("Humid cold-winter climate, cold summer"),
    "Dfd": N_("Humid cold-winter climate, severe winter"),
    "ET": N_("Tundra climate"), "EF": N_("Ice climate"),
})
"""Name of each zone, to be translated."""
COLOURS = (
    "#0000ff", "#0078ff", "#46aafa", "#ff0000", "#ff9696", "#f5a500", "#ffdc64", "#ffff00",
    "#c8c800", "#969600", "#96ff96", "#64c864", "#329632", "#c8ff50", "#64ff50", "#32c800",
    "#ff00ff", "#c800c8", "#963296", "#966496", "#aaafff", "#5a78dc", "#4b50b4", "#320087",
    "#00ffff", "#37c8ff", "#007d7d", "#00465f", "#b2b2b2", "#666666",
)
"""Colours by code, as in the legend of Beck et al. 2018, who follow Peel et al. 2007."""

PEEL_COLD_LIMIT = 0.0
"""Coldest month that parts C from D [degC]; Köppen and Kottek et al. 2006 have -3."""
ARID_SHARE = 0.7
"""Share of the year's rain in one half from which that half is the rainy one."""


def koppen_zones(
    temperature: ArrayLike,
    precipitation: ArrayLike,
    *,
    cold_limit: float = PEEL_COLD_LIMIT,
    polar_first: bool = False,
) -> NDArray[np.int8]:
    """Zone of each cell as its position in `ZONES`, [n]; every cell gets exactly one.

    Rules (Peel et al. 2007, table 1; precedence and mutual exclusion as Beck et al. 2018; both as
    restated in the R package macroBiome, `cliKoppenPoints`, and the table's note). Summer is the
    warmer of April-September and October-March, so no hemisphere is given; halves equally warm:
    the wetter one is summer. With T annual mean, Tc and Th coldest and warmest month [degC],
    P annual sum, and threshold 2T if >= 70 % of P falls in winter, 2T + 28 if in summer, else
    2T + 14:
    B: P < 10 threshold (W: P < 5 threshold; h: T >= 18), before all others;
    A: Tc >= 18 (f: driest month >= 60 mm; m: >= 100 - P/25; w: less);
    C: Th > 10 and `cold_limit` < Tc < 18; D: Th > 10 and Tc <= `cold_limit`; E: Th <= 10
    (T: Th > 0). In C and D s: driest summer month < 40 mm and < a third of the wettest winter
    month; w: driest winter month < a tenth of the wettest summer month; both: s if winter has more
    rain than summer, else w; f: neither. a: Th >= 22; b: else >= 4 months > 10; d (D only): else
    Tc < -38; c: the rest.

    Args:
        temperature: monthly means [12, n], degC.
        precipitation: [12, n], mm per month, >= 0.
        cold_limit: limit between C and D [degC].
        polar_first: E before B, as Kottek et al. 2006 have it.

    Raises:
        PraError: `out_of_bounds` (shape, negative precipitation), `not_finite`.
    """
    heat, rain = as_floats(temperature), as_floats(precipitation)
    problems = shape("temperature", heat, (12, -1)) + inside("temperature", heat)
    problems += shape("precipitation", rain, (12, *heat.shape[1:]))
    raise_all(problems + inside("precipitation", rain, 0.0))
    warmest, coldest = heat.max(axis=0), heat.min(axis=0)
    summer, winter = _halves(heat, rain)
    zone = _temperate_or_cold(heat, summer, winter, cold_limit)
    tropical = coldest >= 18.0
    zone[tropical] = _tropical(rain[:, tropical])
    polar = warmest <= 10.0
    zone[polar] = np.where(warmest[polar] > 0.0, NUMBER["ET"], NUMBER["EF"])
    arid, kind = _arid(heat, summer, winter)
    if polar_first:
        arid &= ~polar
    zone[arid] = kind[arid]
    return zone


def _halves(heat: FloatArray, rain: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Rain of the six summer and the six winter months, [6, n] each."""
    half = np.zeros(12, dtype=bool)
    half[3:9] = True
    ahead = heat[half].sum(axis=0) - heat[~half].sum(axis=0)
    wetter = rain[half].sum(axis=0) >= rain[~half].sum(axis=0)
    # Sums of equal months can differ in the last digit.
    northern = np.where(np.abs(ahead) < 1e-9, wetter, ahead > 0)
    return np.where(northern, rain[half], rain[~half]), np.where(northern, rain[~half], rain[half])


def _arid(
    heat: FloatArray, summer: FloatArray, winter: FloatArray
) -> tuple[NDArray[np.bool_], NDArray[np.int8]]:
    """Which cells are arid, and the zone they'd have."""
    mean, wet, cool = heat.mean(axis=0), summer.sum(axis=0), winter.sum(axis=0)
    total = wet + cool
    extra = np.where(cool >= ARID_SHARE * total, 0.0,
                     np.where(wet >= ARID_SHARE * total, 28.0, 14.0))
    threshold = 2.0 * mean + extra
    steppe = np.where(total < 5.0 * threshold, 0, 2)
    kind = NUMBER["BWh"] + steppe + np.where(mean >= 18.0, 0, 1)
    return total < 10.0 * threshold, kind.astype(np.int8)


def _tropical(rain: FloatArray) -> NDArray[np.int8]:
    driest, total = rain.min(axis=0), rain.sum(axis=0)
    seasonal = np.where(driest >= 100.0 - total / 25.0, NUMBER["Am"], NUMBER["Aw"])
    return np.where(driest >= 60.0, NUMBER["Af"], seasonal).astype(np.int8)


def _temperate_or_cold(
    heat: FloatArray, summer: FloatArray, winter: FloatArray, cold_limit: float
) -> NDArray[np.int8]:
    """The zone each cell would have were it neither arid, tropical nor polar."""
    coldest, warmest = heat.min(axis=0), heat.max(axis=0)
    driest = summer.min(axis=0)
    dry_summer = (driest < 40.0) & (driest < winter.max(axis=0) / 3.0)
    dry_winter = winter.min(axis=0) < summer.max(axis=0) / 10.0
    wetter_winter = winter.sum(axis=0) > summer.sum(axis=0)
    by_rain = np.where(dry_summer & ~(dry_winter & ~wetter_winter), 0,
                       np.where(dry_winter, 1, 2))
    long_season = (heat > 10.0).sum(axis=0) >= 4
    by_heat = np.where(warmest >= 22.0, 0, np.where(long_season, 1, 2))
    severe = np.where((by_heat == 2) & (coldest < -38.0), 3, by_heat)
    temperate = NUMBER["Csa"] + 3 * by_rain + by_heat
    cold = NUMBER["Dsa"] + 4 * by_rain + severe
    return np.where(coldest > cold_limit, temperate, cold).astype(np.int8)
