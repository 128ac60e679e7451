"""Inputs moved one at a time: Morris' screening and the tornado of swings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from pra_core.frozen import FloatArray
from pra_core.sensitivity import salib
from pra_core.sensitivity.outputs import is_constant
from pra_core.sensitivity.run import Run, Step

LOW, MIDDLE, HIGH = 0.05, 0.5, 0.95


def morris(run: Run) -> Iterator[Step]:
    """Elementary effects along random trajectories, by SALib."""
    groups, parts = run.inputs.groups, list[FloatArray]()
    u = salib.trajectories(run.n, groups, run.seed) if groups else np.empty((0, 0))
    yield from run.evaluated(run.parts(u), len(u), parts, 0.0, 0.95)
    y = run.joined(parts)
    found: Mapping[str, FloatArray] = {
        key: np.zeros(len(groups)) for key in ("mu", "mu_star", "mu_star_conf", "sigma")}
    if not is_constant(y):
        found = salib.elementary_effects(u, y, groups, run.seed)
    yield Step(1.0, run.table({"parameter": list(run.inputs.rows), **found}, found["mu_star"], y))


def tornado(run: Run) -> Iterator[Step]:
    """The output with one input at its 5 % and 95 % percentile and all others at their medians."""
    names = run.inputs.names
    at = np.full((1 + 2 * len(names), len(names)), MIDDLE)
    inputs = np.arange(len(names))
    at[1 + 2 * inputs, inputs], at[2 + 2 * inputs, inputs] = LOW, HIGH
    y = run.joined([run.at(at)])
    ends = np.reshape([run.scenario.uncertain[name].distribution.ppf(np.array([LOW, HIGH]))
                       for name in names], (-1, 2))
    columns = {"parameter": list(names), "low_value": ends[:, 0], "high_value": ends[:, 1],
               "low": y[1::2], "high": y[2::2], "middle": np.full(len(names), y[0])}
    yield Step(1.0, run.table(columns, np.abs(y[2::2] - y[1::2]), y))
