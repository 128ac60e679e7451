"""Every problem of the input of a spread simulation at once."""

from __future__ import annotations

import math
import sys
from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pra_core.dispersal.landscape import Entry, Gravity, Kernel, Landscape
from pra_core.dispersal_kernels import CAUCHY, EXPONENTIAL
from pra_core.errors import Problem
from pra_core.frozen import FloatArray

MOST_UNITS, MOST_REPLICATES, MOST_YEARS, MOST_OFFSPRING = 2**31 - 1, 65_535, 1000, 1000.0
TINY_KM = 1e-6
KINDS = {"exponential": EXPONENTIAL, "cauchy": CAUCHY}


def number_problems(years: int, replicates: int, seed: int, threads: int, batch: int
                    ) -> Iterator[Problem]:
    """Problems of the whole numbers of a simulation."""
    for name, value, low, high in (
            ("years", years, 1, MOST_YEARS), ("replicates", replicates, 1, MOST_REPLICATES),
            ("seed", seed, 0, 2**63 - 1), ("threads", threads, 1, 256),
            ("batch", batch, 1, MOST_REPLICATES)):
        if isinstance(value, bool) or not isinstance(value, (int, np.integer)):
            yield Problem("wrong_type", name, value, "a whole number")
        elif not low <= value <= high:
            yield Problem("out_of_bounds", name, value, f"{low} … {high}")


def each(name: str, value: Any, size: int, low: float, high: float, *, whole: bool = False
          ) -> Iterator[Problem]:
    """Problems of one number or of [size] numbers."""
    found = np.asarray(value)
    if found.dtype.kind not in ("iu" if whole else "iuf"):
        yield Problem("wrong_type", name, found.dtype, "a whole number" if whole else "a number")
    elif found.shape not in ((), (size,)):
        yield Problem("wrong_type", name, found.shape, f"() | ({size},)")
    elif np.isnan(found).any():
        yield Problem("not_finite", name, "nan")
    elif found.size and not (low <= found.min() and found.max() <= high):
        yield Problem("out_of_bounds", name, f"{found.min():g} … {found.max():g}",
                      f"{low:g} … {high:g}")


def landscape_problems(land: Landscape) -> Iterator[Problem]:
    """Problems of shapes and values of the cells."""
    shape = land.hosts.shape
    if len(shape) != 2 or not land.hosts.size:
        yield Problem("wrong_type", "hosts", shape, "(rows, columns)")
        return
    if land.hosts.dtype.kind not in "iu":
        yield Problem("wrong_type", "hosts", land.hosts.dtype, "a whole number")
    for name, array, wanted in (("suitability", land.suitability, shape),
                                ("area_km2", land.area_km2, shape),
                                ("width_km", land.width_km, (2 * shape[0] - 1,))):
        if array.shape != wanted:
            yield Problem("wrong_type", name, array.shape, str(wanted))
    top = sys.float_info.max
    for name, value, low, high in (
            ("units", land.units, 1.0, float(MOST_UNITS)),
            ("hosts", land.hosts, 0.0, float(land.units)), ("suitability", land.suitability, 0, 1),
            ("area_km2", land.area_km2, 0.0, top), ("width_km", land.width_km, TINY_KM, top),
            ("height_km", land.height_km, TINY_KM, top)):
        yield from each(name, np.ravel(value), np.size(value), low, high)


def entry_problems(land: Landscape, entry: Entry, replicates: int) -> Iterator[Problem]:
    """Problems of where and with how much the replicates begin."""
    fits = land.hosts.ravel() * land.suitability.ravel() > 0
    yield from _place_problems("entry", entry.cells, entry.weights, fits)
    yield from each("entry.founders", entry.founders, replicates, 1, MOST_UNITS, whole=True)
    yield from each("entry.lag", entry.lag, replicates, 0.0, MOST_YEARS)


def _place_problems(name: str, cells: NDArray[Any], weights: FloatArray, fits: NDArray[np.bool_]
                    ) -> Iterator[Problem]:
    if cells.ndim != 1 or not cells.size or cells.shape != weights.shape:
        yield Problem("wrong_type", f"{name}.cells", (cells.shape, weights.shape), "(k,), (k,)")
        return
    if cells.dtype.kind not in "iu":
        yield Problem("wrong_type", f"{name}.cells", cells.dtype, "a whole number")
    elif not (cells.min() >= 0 and cells.max() < fits.size):
        yield Problem("out_of_bounds", f"{name}.cells", f"{cells.min()} … {cells.max()}",
                      f"0 … {fits.size - 1}")
    elif not fits[cells].all():
        yield Problem("out_of_bounds", f"{name}.cells", int(cells[~fits[cells]][0]),
                      "hosts > 0, suitability > 0")
    if not (np.isfinite(weights).all() and weights.min() >= 0.0 and weights.sum() > 0.0):
        yield Problem("out_of_bounds", f"{name}.weights", weights.tolist(), ">= 0; sum > 0")


def kernel_problems(name: str, kernel: Kernel, size: int) -> Iterator[Problem]:
    """Problems of a kernel; `size` numbers are allowed as its scale, or one."""
    faults = list(each(f"{name}.scale_km", kernel.scale_km, size, TINY_KM, 1e6))
    yield from faults
    if kernel.kind not in KINDS:
        yield Problem("wrong_type", f"{name}.kind", kernel.kind, ", ".join(KINDS))
    elif kernel.kind == "cauchy" and not math.isfinite(kernel.longest_km):
        yield Problem("missing", f"{name}.longest_km", "", "cauchy: longest_km")
    if not faults and not kernel.longest_km >= np.max(kernel.scale_km):
        yield Problem("out_of_bounds", f"{name}.longest_km", kernel.longest_km, ">= scale_km")


def long_problems(land: Landscape, share: float, far: Kernel | Gravity | None
                  ) -> Iterator[Problem]:
    """Problems of the long-distance share and its kernel."""
    yield from each("long_share", share, 0, 0.0, 1.0)
    if far is None:
        if share > 0:
            yield Problem("missing", "long_distance", "", "Kernel | Gravity")
    elif isinstance(far, Kernel):
        yield from kernel_problems("long_distance", far, 0)
    else:
        everywhere = np.ones(land.hosts.size, np.bool_)
        yield from _place_problems("long_distance", far.cells, far.weights, everywhere)
        yield from each("long_distance.reach_km", far.reach_km, 0, TINY_KM, math.inf)
