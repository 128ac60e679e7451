"""Shares of the output's variance: first, total and second order."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import numpy as np

from pra_core.frozen import FloatArray
from pra_core.sensitivity import estimator, salib
from pra_core.sensitivity.design import Groups, saltelli, separated
from pra_core.sensitivity.outputs import is_constant
from pra_core.sensitivity.run import Run, Step

PAIRED = 8
"""Inputs whose pairs get second-order indices: those with the largest total order."""
SCREENING = 256
"""Base sample of the run that finds them."""
FOUND = 0.3
EVALUATED = 0.9
"""Shares of the bar when these inputs are found, and when the model has run for all rows."""
Estimate = Callable[[FloatArray], Mapping[str, FloatArray]]


def sobol(run: Run) -> Iterator[Step]:
    """First and total order by SALib."""
    groups = len(run.inputs.groups)
    return _first_and_total(run, lambda y: salib.first_and_total(y, groups, run.seed))


def quick(run: Run, bootstraps: int = salib.RESAMPLES) -> Iterator[Step]:
    """First and total order by our own estimator on the same rows."""
    return _first_and_total(run, lambda y: estimator.first_and_total(
        *separated(y, len(run.inputs.groups)), bootstraps, run.seed))


def second_order(run: Run) -> Iterator[Step]:
    """Second order by SALib of the pairs among the inputs that matter most."""
    groups, parts = run.inputs.groups, list[FloatArray]()
    if len(groups) > PAIRED:
        screening = Run(run.scenario, min(run.n, SCREENING), run.seed, run.output, run.other)
        for step in quick(screening, 1):
            if step.frame is not None:
                kept = set(step.frame["parameter"].iloc[:PAIRED])
                groups = tuple(g for g, row in zip(groups, run.inputs.rows, strict=True)
                               if row in kept)
            else:
                yield Step(step.done * FOUND / EVALUATED, None)
    yield from _evaluated(run, groups, parts, second=True, start=FOUND)
    y = run.joined(parts)
    i, j = np.triu_indices(len(groups), 1)
    s2, half = np.zeros((2, len(i)))
    if not is_constant(y):
        s2, half = (found[i, j] for found in salib.pairs(y, len(groups), run.seed))
    rows = [run.inputs.rows[run.inputs.groups.index(g)] for g in groups]
    columns = {"first": [rows[k] for k in i], "second": [rows[k] for k in j],
               "S2": s2, "S2_conf": half}
    yield Step(1.0, run.table(columns, np.abs(s2), y))


def _first_and_total(run: Run, estimate: Estimate) -> Iterator[Step]:
    parts: list[FloatArray] = []
    yield from _evaluated(run, run.inputs.groups, parts)
    y, size = run.joined(parts), len(run.inputs.groups)
    found: Mapping[str, FloatArray] = {
        key: np.zeros(size) for key in ("S1", "S1_conf", "ST", "ST_conf")}
    if not is_constant(y):
        found = estimate(y)
    yield Step(1.0, run.table({"parameter": list(run.inputs.rows), **found}, found["ST"], y))


def _evaluated(run: Run, groups: Groups, parts: list[FloatArray], *, second: bool = False,
               start: float = 0.0) -> Iterator[Step]:
    if groups:
        rows = saltelli(run.n, len(run.inputs.names), groups, run.seed, second=second,
                        chunk=run.chunk)
        count = run.n * (2 + len(groups) * (2 if second else 1))
        yield from run.evaluated(rows, count, parts, start, EVALUATED)
