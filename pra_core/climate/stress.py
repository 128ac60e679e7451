"""Stresses that build up over weeks outside a species' limits (after Sutherst & Maywald 1985).

Per week, while a limit is passed, rate x excess x 100 % is added. Two ways to add are offered,
because the published descriptions differ and the exact rule of the original was not seen:

- `linear`: the weekly increments are summed;
- `compounding`: each increment is multiplied by the number of consecutive stressful weeks so far
  (the run goes on across the end of the year and counts at most 52), so long spells weigh more.

Published sheets give cold and dry rates with a minus sign; rates are read by size.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

import numpy as np

from pra_core.climate.weekly import WEEKS
from pra_core.climate_sheet import ClimateSheet
from pra_core.frozen import FloatArray

Accumulation = Literal["linear", "compounding"]


class InteractionKind(StrEnum):
    """Which two limits are passed at once."""

    COLD_DRY = "cold_dry"
    COLD_WET = "cold_wet"
    HOT_DRY = "hot_dry"
    HOT_WET = "hot_wet"


def consecutive_weeks(stressed: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> FloatArray:
    """Length of the run of stressful weeks up to each week, [52, n], at most 52.

    The year is repeated once first, so a run that began last year goes on.
    """
    run = np.zeros(stressed.shape[1:])
    runs = np.empty(stressed.shape)
    for _ in range(2):
        for week in range(WEEKS):
            run = np.where(stressed[week], run + 1, 0.0)
            runs[week] = run
    return np.minimum(runs, WEEKS)


def weekly_stress(excess: FloatArray, rate: float, accumulation: Accumulation) -> FloatArray:
    """Stress added in each week [52, n] in %, from the excess over a limit (<= 0: none)."""
    beyond = np.maximum(0.0, excess)
    added = 100 * abs(rate) * beyond
    if accumulation == "compounding":
        added = added * consecutive_weeks(beyond > 0)
    return np.asarray(added, dtype=np.float64)


def single_stresses(
    sheet: ClimateSheet,
    tmin: FloatArray,
    tmax: FloatArray,
    degree_days: FloatArray,
    moisture: FloatArray,
    accumulation: Accumulation,
) -> dict[str, FloatArray]:
    """Weekly cold, heat, dry and wet stress, [52, n] each in %.

    Cold: THCS (TTCS - tmin), plus DHCS (DTCS - DD) where DD are the week's degree-days above dv0;
    heat: THHS (tmax - TTHS); dry: HDS (SMDS - S); wet: HWS (S - SMWS). Forms without a threshold
    add nothing. `degree_days` is [52, n] in degC d per week.
    """
    forms = (
        ("cold", sheet.ttcs, sheet.thcs, -1, tmin),
        ("cold", sheet.dtcs, sheet.dhcs, -1, degree_days),
        ("heat", sheet.tths, sheet.thhs, 1, tmax),
        ("dry", sheet.smds, sheet.hds, -1, moisture),
        ("wet", sheet.smws, sheet.hws, 1, moisture),
    )
    total = {name: np.zeros(tmin.shape) for name in ("cold", "heat", "dry", "wet")}
    for name, threshold, rate, sign, values in forms:
        if threshold is not None and rate is not None:
            total[name] = total[name] + weekly_stress(
                sign * (values - threshold), rate, accumulation
            )
    return total


def interaction_stresses(
    sheet: ClimateSheet,
    tmin: FloatArray,
    tmax: FloatArray,
    moisture: FloatArray,
    accumulation: Accumulation,
) -> dict[InteractionKind, FloatArray]:
    """Weekly stress of each interaction the sheet gives, [52, n] in %.

    Rate x product of both excesses while both limits are passed: PCW (TTCW - tmin)(S - MTCW)
    cold-wet, PCD (TTCD - tmin)(MTCD - S) cold-dry, PHW (tmax - TTHW)(S - MTHW) hot-wet,
    PHD (tmax - TTHD)(MTHD - S) hot-dry.
    """
    weekly = {}
    for name, (temperature, water, rate) in sheet.interactions().items():
        if temperature is None or water is None or rate is None:
            continue
        kind = InteractionKind(name)
        hot = kind in (InteractionKind.HOT_DRY, InteractionKind.HOT_WET)
        wet = kind in (InteractionKind.COLD_WET, InteractionKind.HOT_WET)
        thermal = tmax - temperature if hot else temperature - tmin
        beyond = moisture - water if wet else water - moisture
        both = np.maximum(0.0, thermal) * np.maximum(0.0, beyond)
        weekly[kind] = weekly_stress(both, rate, accumulation)
    return weekly


def unused_stresses(sheet: ClimateSheet) -> tuple[str, ...]:
    """Names of the limits for which the sheet gives no threshold, so they act nowhere."""
    given = {
        "cold": sheet.ttcs,
        "cold_degree_days": sheet.dtcs,
        "heat": sheet.tths,
        "dry": sheet.smds,
        "wet": sheet.smws,
        "season": sheet.pdd,
    }
    return tuple(name for name, threshold in given.items() if threshold is None)
