"""Indices of the whole distribution of the output, from one sample: Borgonovo's δ and PAWN.

The sample is that of an assessment with as many draws: independently shuffled strata. (The
points of a Sobol' sequence in many dimensions have pairs of columns that look dependent at such
sizes.)

They need no independent inputs: each input of a correlated block is reported by itself, and its
index then holds what comes with it through the correlation.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import numpy as np

from pra_core.assessment import percentiles_used
from pra_core.errors import PraError
from pra_core.frozen import FloatArray
from pra_core.sensitivity import salib
from pra_core.sensitivity.outputs import is_constant
from pra_core.sensitivity.run import Run, Step
from pra_core.streams import percentiles

EVALUATED = 0.2
"""Share of the bar when the model has run: the analysis of each input takes most of the time."""
Analyse = Callable[[FloatArray, FloatArray], Mapping[str, float]]


def delta(run: Run) -> Iterator[Step]:
    """Half the expected area between the output's density and that at a known input, by SALib."""
    if run.output == "within_alop":
        raise PraError("no_density", "output", run.output, "sobol, pawn")
    return _each(run, lambda x, y: salib.density_distance(x, y, run.seed),
                 ("delta", "delta_conf"), "delta")


def pawn(run: Run) -> Iterator[Step]:
    """Largest distance of the output's distribution from that in slices of an input, by SALib."""
    return _each(run, salib.slice_distances, ("minimum", "median", "maximum"), "median")


def _each(run: Run, analyse: Analyse, keys: tuple[str, ...], by: str) -> Iterator[Step]:
    """One input after the other, and last a dummy that no output reads: `attrs["noise"]`."""
    names, parts = run.inputs.names, list[FloatArray]()
    drawn = percentiles_used(run.scenario, run.n, run.seed)
    x = np.reshape([drawn[name] for name in names], (-1, run.n)).T
    yield from run.evaluated(run.parts(x), run.n, parts, 0.0, EVALUATED, run.at)
    y = run.joined(parts)
    found = {key: np.zeros(len(names)) for key in keys}
    for i, name in enumerate(names):
        if not is_constant(y) and name not in run.inputs.without_variance:
            index = analyse(x[:, i], y)
            for key in keys:
                found[key][i] = index[key]
            yield Step(EVALUATED + (0.99 - EVALUATED) * (i + 1) / len(names), None)
    frame = run.table({"parameter": list(names), **found}, found[by], y)
    dummy = percentiles("no input", run.n, run.seed)  # no name has a blank
    frame.attrs["noise"] = 0.0 if is_constant(y) else analyse(dummy, y)[by]
    yield Step(1.0, frame)
