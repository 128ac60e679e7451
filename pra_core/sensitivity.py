"""Sobol' sensitivity of the assessment through SALib, on the same `evaluate` (design 2.8)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from pra_core.assessment import evaluate, evaluate_rate
from pra_core.distribution import Distribution
from pra_core.errors import PraError
from pra_core.frozen import FloatArray
from pra_core.scenario import Scenario

Percentiles = Mapping[str, FloatArray]
OUTPUTS: dict[str, Callable[[Scenario, Percentiles], FloatArray]] = {
    "log_founding_rate": lambda s, u: np.log(evaluate_rate(s, u)),
    "annual_probability": lambda s, u: -np.expm1(-evaluate_rate(s, u)),
    "annual_loss": lambda s, u: evaluate(s, u).annual_loss,
    "log_annual_loss": lambda s, u: np.log(evaluate(s, u).annual_loss),
}
CHUNK = 16_384
EDGE = 2.0**-40
"""Percentiles are kept this far inside (0, 1): a Sobol' sequence starts at 0."""


def sobol(scenario: Scenario, n: int = 1024, seed: int = 1, output: str = "log_founding_rate"
          ) -> pd.DataFrame:
    """First- and total-order indices of every uncertain parameter, largest total first.

    Saltelli 2010 and Jansen 1999 estimators with 95 % bootstrap intervals, by SALib; inputs are
    the parameters' percentiles, taken as independent. `n` is the base sample (a power of two).
    Columns: parameter, S1, S1_conf, ST, ST_conf.

    Raises PraError: unknown_id (output), out_of_bounds (n, seed), no_finite_output.
    """
    if output not in OUTPUTS:
        raise PraError("unknown_id", "output", output, ", ".join(OUTPUTS))
    names = [k for k, p in scenario.sampled.items() if p.distribution.kind != "fixed"]

    def model(u: FloatArray) -> FloatArray:
        """Outputs [rows] at percentiles [rows, names]; fixed parameters don't read theirs."""
        half = np.full(len(u), 0.5)
        percentiles = {k: half for k in scenario.sampled} | {
            k: np.clip(u[:, i], EDGE, 1 - EDGE) for i, k in enumerate(names)}
        with np.errstate(divide="ignore"):
            return OUTPUTS[output](scenario, percentiles)

    indices = _indices(model, [(0.0, 1.0)] * len(names), n, seed, output)
    frame = pd.DataFrame({"parameter": names} | {
        key: np.asarray(indices[key], np.float64) for key in ("S1", "S1_conf", "ST", "ST_conf")})
    return frame.sort_values("ST", ascending=False, kind="stable").reset_index(drop=True)


def sobol_from_function(
    f: Callable[[FloatArray], FloatArray],
    bounds_or_distributions: Sequence[tuple[float, float] | Distribution],
    n: int = 1024, seed: int = 1,
) -> dict[str, FloatArray]:
    """Sobol' indices of any function f([rows, d]) -> [rows]; keys S1, S1_conf, ST, ST_conf.

    Each input is a (low, high) pair (uniform) or a distribution. Raises PraError out_of_bounds
    (n, seed), no_finite_output.
    """
    laws = list(bounds_or_distributions)

    def model(u: FloatArray) -> FloatArray:
        x = np.empty_like(u)
        for i, law in enumerate(laws):
            p = np.clip(u[:, i], EDGE, 1 - EDGE)
            x[:, i] = (law[0] + (law[1] - law[0]) * u[:, i] if isinstance(law, tuple)
                       else law.ppf(p))
        return np.asarray(f(x), np.float64)

    found = _indices(model, [(0.0, 1.0)] * len(laws), n, seed, "f")
    return {k: np.asarray(found[k], np.float64) for k in ("S1", "S1_conf", "ST", "ST_conf")}


def _indices(model: Callable[[FloatArray], FloatArray], bounds: list[tuple[float, float]], n: int,
             seed: int, output: str) -> Any:
    from SALib.analyze import sobol as analysis  # slow to import, needed on demand only
    from SALib.sample import sobol as sampling

    if n < 2 or n & (n - 1):
        raise PraError("out_of_bounds", "n", n, "a power of two, 2 or more")
    if seed < 0:
        raise PraError("out_of_bounds", "seed", seed, "0 or more")
    if not bounds:
        raise PraError("no_finite_output", output, output, "at least one uncertain parameter")
    problem = {"num_vars": len(bounds), "names": [f"x{i}" for i in range(len(bounds))],
               "bounds": bounds}
    # SALib reads seed 0 as "no seed": shift so that every seed is one.
    rows = sampling.sample(problem, n, calc_second_order=False, seed=seed + 1)
    y = np.concatenate([model(rows[i:i + CHUNK]) for i in range(0, len(rows), CHUNK)])
    if not np.all(np.isfinite(y)) or np.ptp(y) == 0:
        raise PraError("no_finite_output", "output", output,
                       "a scenario whose risk is above zero and uncertain")
    return analysis.analyze(problem, y, calc_second_order=False, seed=seed + 1)
