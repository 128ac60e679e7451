"""Many parameter members of one climate sheet over the same weeks (ISPM 11, 2.4: uncertainty).

The climate is turned into weeks once; a member is a row of sheet values, and every member costs
growth and stresses only. float32: the index differs from the float64 one by less than 0.001
(index 0-100), except in cells that stand exactly on a limit where the index jumps (one generation
per year; with compounding stress also the weeks in which a run of stress breaks off).
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NamedTuple, get_args

import numpy as np
from numpy.typing import ArrayLike, NDArray

from pra_core.climate import kernels as k
from pra_core.climate.checks import as_floats, inside, normals_problems, raise_all, shape
from pra_core.climate.stress import Accumulation
from pra_core.climate.week_kernels import BLOCK
from pra_core.climate.weekly import WEEK_DAYS, WEEKS, month_shares, weekly_operator
from pra_core.climate_sheet import ClimateSheet
from pra_core.errors import Problem
from pra_core.frozen import FloatArray

Float32Array = NDArray[np.float32]

FIELDS: tuple[str, ...] = (*ClimateSheet.model_fields, "diurnal_range")
"""Columns of a member: every number of the sheet (NaN = not used) and the diurnal range [degC]."""
PART = 64 * BLOCK
"""Cells of one task of a thread."""
STRESSES: dict[int, tuple[str, ...]] = {
    k.COLD: ("ttcs", "thcs"), k.COLD_DAYS: ("dtcs", "dhcs"), k.HEAT: ("tths", "thhs"),
    k.DRY: ("smds", "hds"), k.WET: ("smws", "hws"), k.COLD_WET: ("ttcw", "mtcw", "pcw"),
    k.COLD_DRY: ("ttcd", "mtcd", "pcd"), k.HOT_WET: ("tthw", "mthw", "phw"),
    k.HOT_DRY: ("tthd", "mthd", "phd"),
}
"""Limits and rate of each stress by its place in the constants of the kernels."""
FLAT = 1e-9
"""Half a diurnal range below this counts as none [degC]."""


class Weeks(NamedTuple):
    """Climate of the cells by week, [52, n] float32."""

    temperature: Float32Array
    """Weekly mean [degC]."""
    moisture: Float32Array
    """Soil moisture [share of capacity]."""


def in_parts(cells: int, work: Callable[[int, int], None]) -> None:
    """Runs `work(first, last)` over all cells on the cores there are; the parts do not interact."""
    starts = range(0, cells, PART)
    threads = min(os.cpu_count() or 1, 4, len(starts))
    with ThreadPoolExecutor(max(threads, 1)) as pool:
        list(pool.map(lambda first: work(first, min(first + PART, cells)), starts))


def member_row(sheet: ClimateSheet, diurnal_range: float) -> FloatArray:
    """One member, [len(FIELDS)]: the sheet's values, NaN where it gives none."""
    values = [getattr(sheet, name) for name in FIELDS[:-1]]
    return np.array([np.nan if v is None else v for v in (*values, diurnal_range)], np.float64)


def constants(rows: FloatArray) -> FloatArray:
    """What the kernels read of members [k, len(FIELDS)]: [k, CONSTANTS], float64."""
    value = dict(zip(FIELDS, rows.T, strict=True))
    out = np.zeros((rows.shape[0], k.CONSTANTS))
    half = value["diurnal_range"] / 2
    out[:, k.HALF] = half
    out[:, k.QUARTER] = np.where(half > FLAT, 1 / (4 * np.maximum(half, FLAT)), 0.0)
    out[:, k.DV0], out[:, k.DV3] = value["dv0"], value["dv3"]
    out[:, k.SM0], out[:, k.SM3] = value["sm0"], value["sm3"]
    for place, low, high in ((k.RISE, "dv0", "dv1"), (k.FALL, "dv2", "dv3"),
                             (k.WETTER, "sm0", "sm1"), (k.DRIER, "sm2", "sm3")):
        out[:, place] = 1 / (value[high] - value[low])
    for place, names in STRESSES.items():
        *limits, rate = (value[name] for name in names)
        for offset, limit in enumerate(limits):
            out[:, place + offset] = np.nan_to_num(limit)
        out[:, place + len(limits)] = 100 * np.abs(np.nan_to_num(rate))
    out[:, k.PDD], out[:, k.DAYS_OF_WEEK] = value["pdd"], WEEK_DAYS
    return out


def weeks(temperature: ArrayLike, precipitation: ArrayLike, latitude: ArrayLike,
          capacity_mm: float = 100.0, irrigation_mm: float = 0.0) -> Weeks:
    """Weekly temperature and soil moisture of every cell (`weekly`, `soil`), to be reused.

    Args:
        temperature: monthly means [12, n], degC.
        precipitation: monthly totals [12, n], mm.
        latitude: [n], degrees, south negative.
        capacity_mm: water the soil holds [mm].
        irrigation_mm: what rain is topped up to [mm per week].

    Raises:
        PraError: `not_finite`, `out_of_bounds`, all problems at once.
    """
    climate = (np.asarray(temperature), np.asarray(precipitation), as_floats(latitude))
    raise_all([*normals_problems(*climate), *water_problems(capacity_mm, irrigation_mm)])
    cells = climate[2].size
    out = Weeks(np.empty((WEEKS, cells), np.float32), np.empty((WEEKS, cells), np.float32))

    def part(first: int, last: int) -> None:
        k.weeks_of_climate(first, *climate_part(climate, first, last), weekly_operator(),
                           month_shares(), float(capacity_mm), float(irrigation_mm), *out)

    in_parts(cells, part)
    return out


def climate_part(climate: Sequence[NDArray[Any]], first: int, last: int) -> list[FloatArray]:
    """Normals of some neighbouring cells as the kernels read them."""
    return [_lent(values[..., first:last].astype(np.float64, order="C")) for values in climate]


def _lent(values: NDArray[Any]) -> NDArray[Any]:
    """The array to read only: kernels are compiled anew for an array that may be written."""
    view = np.ascontiguousarray(values).view()
    view.setflags(write=False)
    return view


def _lent_weeks(of: Weeks) -> Weeks:
    return Weeks(*(_lent(np.asarray(values, np.float32)) for values in of))


def water_problems(capacity_mm: float, irrigation_mm: float) -> list[Problem]:
    """What is wrong with the water the soil holds and with the irrigation."""
    return [*inside("capacity_mm", as_floats(capacity_mm), 0.0, above=True),
            *inside("irrigation_mm", as_floats(irrigation_mm), 0.0)]


def index_of_members(of: Weeks, rows: ArrayLike, accumulation: Accumulation = "linear"
                     ) -> Float32Array:
    """Ecoclimatic index 0-100 of every member and cell, [k, n] float32.

    Args:
        of: the climate (`weeks`).
        rows: members [k, len(FIELDS)], as `member_row` makes them.
        accumulation: how weekly stresses add up (`stress`).

    Raises:
        PraError: `out_of_bounds`, `order`, `missing` or `wrong_type`, all problems at once.
    """
    values = _members(rows, accumulation)
    out = np.empty((values.shape[0], of.temperature.shape[1]), np.float32)
    _run(of, values, accumulation, values[:, 0].copy(), out, np.zeros(0, np.int32))
    return out


def monthly_growth(of: Weeks, rows: ArrayLike, accumulation: Accumulation = "linear"
                   ) -> Float32Array:
    """Growth index 0-1 of every member, month and cell, [k, 12, n] float32: means of the weeks.

    Growth does not depend on how stresses add up; `accumulation` is checked only.

    Raises:
        PraError: as `index_of_members`.
    """
    values = _members(rows, accumulation)
    shares = month_shares().astype(np.float32)
    out = np.empty((values.shape[0], shares.shape[0], of.temperature.shape[1]), np.float32)

    lent = _lent_weeks(of)

    def part(first: int, last: int) -> None:
        k.growth_of_months(*lent, first, last, values, shares, out)

    in_parts(of.temperature.shape[1], part)
    return out


def suitable_share(of: Weeks, rows: ArrayLike, thresholds: ArrayLike,
                   accumulation: Accumulation = "linear") -> Float32Array:
    """Share of members in which a cell is suitable: index >= the member's threshold and > 0, [n].

    `thresholds` is [k], index 0-100; the index of all members is never held at once.

    Raises:
        PraError: as `index_of_members`, also for the thresholds.
    """
    *_, (_, share) = suitable_share_progress(of, rows, thresholds, accumulation, step=None)
    return share


def suitable_share_progress(of: Weeks, rows: ArrayLike, thresholds: ArrayLike,
                            accumulation: Accumulation = "linear", step: int | None = 32
                            ) -> Iterator[tuple[int, Float32Array]]:
    """`suitable_share` in steps: yields (members done, share among them), the whole last.

    Raises:
        PraError: as `suitable_share`, before the first step.
    """
    values, limits = _members(rows, accumulation), as_floats(thresholds)
    raise_all([*shape("thresholds", limits, (values.shape[0],)),
               *inside("thresholds", limits, 0.0, 100.0)])
    return _shares(of, values, limits.astype(np.float32), accumulation, step or values.shape[0])


def _shares(of: Weeks, values: Float32Array, limits: Float32Array, accumulation: Accumulation,
            step: int) -> Iterator[tuple[int, Float32Array]]:
    count = np.zeros(of.temperature.shape[1], np.int32)
    for done in range(0, limits.size, step):
        some = slice(done, done + step)
        _run(of, values[some], accumulation, limits[some], np.zeros((0, 0), np.float32), count)
        upto = min(done + step, limits.size)
        yield upto, (count / upto).astype(np.float32)


def _run(of: Weeks, values: Float32Array, accumulation: Accumulation, limits: Float32Array,
         index: Float32Array, count: NDArray[np.int32]) -> None:
    lent = _lent_weeks(of)

    def part(first: int, last: int) -> None:
        k.members(*lent, first, last, values, accumulation == "compounding", limits, index, count)

    in_parts(of.temperature.shape[1], part)


def _members(rows: ArrayLike, accumulation: str) -> Float32Array:
    values = as_floats(rows)
    problems = shape("rows", values, (-1, len(FIELDS)))
    if accumulation not in get_args(Accumulation):
        allowed = ", ".join(get_args(Accumulation))
        problems.append(Problem("wrong_type", "accumulation", accumulation, allowed))
    raise_all(problems)
    raise_all(member_problems(values))
    return constants(values).astype(np.float32)


def member_problems(rows: FloatArray) -> list[Problem]:
    """What is wrong with members [k, len(FIELDS)]: one problem for each rule that is broken."""
    value = dict(zip(FIELDS, rows.T, strict=True))
    found = inside("diurnal_range", value["diurnal_range"], 0.0)
    for name in ("dv", "sm"):
        x0, x1, x2, x3 = (value[f"{name}{i}"] for i in range(4))
        bad = ~((x0 < x1) & (x1 <= x2) & (x2 < x3) & np.isfinite(x0 + x3))
        if bad.any():
            at = ", ".join(f"{x[bad][0]:g}" for x in (x0, x1, x2, x3))
            found.append(Problem("order", name, at, f"{name}0 < {name}1 <= {name}2 < {name}3"))
    given = value["pdd"][~np.isnan(value["pdd"])]
    found += inside("pdd", given, 0.0, above=True)
    for names in STRESSES.values():
        some = np.isnan([value[name] for name in names])
        if (some.any(axis=0) != some.all(axis=0)).any():
            found.append(Problem("missing", ", ".join(names), "", "threshold and rate, or neither"))
    return found


def endangered_draws(index: NDArray[np.floating], member: NDArray[np.integer],
                     threshold: FloatArray, density: FloatArray | None,
                     density_from: FloatArray | None, area_km2: FloatArray,
                     host_share: FloatArray | None = None) -> tuple[FloatArray, FloatArray]:
    """Endangered area [km2] and hosts in it of every draw, [d] each (ISPM 11, 2.2.4.1).

    Summed are the cells whose index under the draw's member is above 0 and reaches the draw's
    threshold and, where hosts are known, whose host density is above 0 and reaches `density_from`.

    Args:
        index: 0-100, [k, n].
        member: row of `index` of each draw, [d].
        threshold: index from which a cell is suitable, [d].
        density: hosts per km2, [n]; None: hosts are not asked for.
        density_from: density from which the loss is important, [d]; None for any above 0.
        area_km2: [n].
        host_share: what is summed as hosts, [n]; None gives 0.
    """
    limits = np.zeros(threshold.size) if density_from is None else density_from
    hosts = np.zeros(area_km2.size) if host_share is None else host_share
    sums = np.zeros((threshold.size, 2))
    order = np.argsort(member, kind="stable")
    ends = np.searchsorted(member[order], np.arange(index.shape[0] + 1))
    for row, values in enumerate(index):
        drawn = order[ends[row]:ends[row + 1]]
        if not drawn.size:
            continue
        near = (values > 0) & (values >= threshold[drawn].min())
        if density is not None:
            near &= (density > 0) & (density >= limits[drawn].min())
        cells = np.flatnonzero(near)
        chosen = values[cells] >= threshold[drawn, None]
        if density is not None:
            chosen &= density[cells] >= limits[drawn, None]
        sums[drawn] = chosen @ np.stack([area_km2[cells], hosts[cells]], axis=1)
    return sums[:, 0], sums[:, 1]
