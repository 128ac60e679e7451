"""The climate model over all land: one sheet, and the chance that a cell is suitable (B11, B12)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pra_core import reference
from pra_core.climate import ensemble
from pra_core.climate.suitability import ClimateSheet, ecoclimatic
from tests import plain_climate

FloatArray = NDArray[np.float64]
Work = Callable[[], object]
SHEET = ClimateSheet(dv0=10, dv1=18, dv2=30, dv3=36, sm0=0.1, sm1=0.3, sm2=1.2, sm3=2, ttcs=2,
                     thcs=-0.001, tths=34, thhs=0.001, smds=0.1, hds=-0.01, smws=1.4, hws=0.005,
                     pdd=400)
RANGE = 10.0
"""Diurnal range [degC]."""
PLAIN_PART = 20
"""The plain formulas run on every so manieth cell; their time is scaled up."""
RERUNS = 4
"""Full runs timed for B12; their time is scaled up to the draws."""


@dataclass(frozen=True)
class Land:
    """Normals of some land cells."""

    temperature: FloatArray
    precipitation: FloatArray
    latitude: FloatArray

    @classmethod
    def of(cls, countries: tuple[str, ...] = (), step: int = 1) -> Land:
        """Every `step`th land cell of the countries, or of the world."""
        normals, cells = reference.climate_normals(), reference.pra_area_cells(countries)[::step]
        return cls(normals.temperature[:, cells], normals.precipitation[:, cells],
                   normals.latitude[cells])

    @property
    def arrays(self) -> tuple[FloatArray, FloatArray, FloatArray]:
        return self.temperature, self.precipitation, self.latitude


def members(count: int) -> FloatArray:
    """Sheets whose four temperatures of growth and daily range are uncertain."""
    rows = np.tile(ensemble.member_row(SHEET, RANGE), (count, 1))
    rng = np.random.default_rng(1)
    for name in ("dv0", "dv1", "dv2", "dv3", "diurnal_range"):
        rows[:, ensemble.FIELDS.index(name)] += rng.uniform(-1.5, 1.5, count)
    return rows


def one_sheet() -> tuple[dict[str, Work], dict[str, float], str]:
    """B11: contenders, the factors their times are scaled by, and how well they agree."""
    land, part = Land.of(), Land.of(step=PLAIN_PART)
    some = [np.asarray(a, np.float64) for a in part.arrays]
    weeks, row = ensemble.weeks(*land.arrays), members(1)
    target = np.empty((24, land.latitude.size), np.float32)
    source = np.concatenate([land.temperature, land.precipitation]).astype(np.float32)
    plain = plain_climate.ecoclimatic(*some, SHEET, RANGE)["ei"]
    exact = ecoclimatic(*land.arrays, SHEET, RANGE).ei
    coarse = ensemble.index_of_members(weeks, [ensemble.member_row(SHEET, RANGE)])[0]
    apart, narrowed = np.abs(exact[::PLAIN_PART] - plain).max(), np.abs(coarse - exact).max()
    said = f"apart from the plain formulas {apart:.1e}, float32 {narrowed:.1e} (of 100)"
    contenders: dict[str, Work] = {
        "copy of 24 float32 numbers a cell": lambda: np.copyto(target, source),
        "kernel, float64, everything reported": lambda: ecoclimatic(*land.arrays, SHEET, RANGE),
        "kernel, weeks and one member, float32": lambda: ensemble.index_of_members(
            ensemble.weeks(*land.arrays), row),
        "numpy, float64": lambda: plain_climate.ecoclimatic(*some, SHEET, RANGE),
    }
    return contenders, {"numpy, float64": float(PLAIN_PART)}, said


def chance_suitable(draws: int = 200) -> tuple[dict[str, Work], dict[str, float]]:
    """B12: the share of members in which each cell is suitable, from weeks already known."""
    land, rows = Land.of(), members(draws)
    limits = np.random.default_rng(2).uniform(5, 15, draws)
    weeks, china = ensemble.weeks(*land.arrays), ensemble.weeks(*Land.of(("CN",)).arrays)

    def rerun() -> None:
        for _ in range(RERUNS):
            ecoclimatic(*land.arrays, SHEET, RANGE)

    name = "full runs of the float64 kernel"
    contenders: dict[str, Work] = {
        "cached weeks, float32": lambda: ensemble.suitable_share(weeks, rows, limits),
        "the same, compounding": lambda: ensemble.suitable_share(weeks, rows, limits,
                                                                 "compounding"),
        "the same, China alone": lambda: ensemble.suitable_share(china, rows, limits),
        name: rerun,
    }
    return contenders, {name: draws / RERUNS}


def climate(interleaved: Callable[[Mapping[str, Work], int], dict[str, list[float]]],
            show: Callable[..., dict[str, float]]) -> None:
    """B11 and B12 of the performance targets."""
    work, scale, said = one_sheet()
    cells = Land.of().latitude.size
    show(f"B11: ecoclimatic index, {cells:,} cells; {said}", interleaved(work, 5),
         "kernel, float64, everything reported", scale)
    work, scale = chance_suitable()
    show(f"B12: chance that a cell is suitable, 200 members, {cells:,} cells",
         interleaved(work, 3), "cached weeks, float32", scale)
