"""The methods on a scenario: in steps that a page can show and stop, or in one call."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

import pandas as pd

from pra_core.errors import PraError
from pra_core.scenario import Scenario
from pra_core.sensitivity import given_data, one_at_a_time, salib, variance
from pra_core.sensitivity.design import check_size
from pra_core.sensitivity.run import Run, Step

Ids = Sequence[str]
METHODS: Mapping[str, Callable[[Run], Iterator[Step]]] = {
    "sobol": variance.sobol, "second_order": variance.second_order,
    "morris": one_at_a_time.morris, "delta": given_data.delta, "pawn": given_data.pawn,
    "tornado": one_at_a_time.tornado, "quick": variance.quick,
}

LEAST = {"morris": 2, "delta": 200, "pawn": 200}
"""Smallest n of the methods whose n need not be a power of two."""


def steps(method: str, scenario: Scenario, *, n: int, seed: int, output: str,
          other: Ids | None = None) -> Iterator[Step]:
    """Run a method (a key of `METHODS`) in parts; the last step carries the table.

    Stop by not asking for the next step; a generator that is kept goes on where it was, with the
    result it would have had without the pause. `n` is the base sample of sobol, second_order and
    quick (a power of two), the number of futures of delta and pawn (200 or more), the number of
    trajectories of morris; tornado doesn't read it. Columns as in the function of the method's
    name. Every table is sorted, largest first; `frame.attrs["note"]` is "" or
    no_uncertain_input (no rows), constant_output or input_without_variance (which:
    `attrs["without_variance"]`): the indices are then 0 with an interval of 0.

    Raises PraError, at once: unknown_id (method, output, other), missing (other), out_of_bounds
    (n, seed), not_a_power_of_two, no_density; while running: log_of_zero (value: the share of rows
    without risk; allowed: the output to use instead), no_finite_output.
    """
    run = _run(method, scenario, n, seed, output, other)
    return METHODS[method](run)


def sobol(scenario: Scenario, n: int = 1024, seed: int = 1, output: str = "log_founding_rate",
          other: Ids | None = None) -> pd.DataFrame:
    """First- and total-order indices of every uncertain input, largest total first.

    Saltelli 2010 and Jansen 1999 estimators with 95 % bootstrap intervals, by SALib; inputs are
    the parameters' percentiles. Inputs tied by rank correlations are one group and one row:
    independent percentiles of the group are mapped to dependent ones by the copula, so that what
    is split is still a function of independent things. Columns: parameter, S1, S1_conf, ST,
    ST_conf. n (groups + 2) evaluations; notes and errors as in `steps`.
    """
    return _whole("sobol", scenario, n, seed, output, other)


def second_order(scenario: Scenario, n: int = 1024, seed: int = 1,
                 output: str = "log_founding_rate", other: Ids | None = None) -> pd.DataFrame:
    """Share of the variance by two inputs acting together, beyond what each does alone.

    Saltelli 2002 with 95 % bootstrap intervals, by SALib, for the pairs among the eight inputs
    with the largest total order in a quick run of at most 256 base points before: the pairs of all
    inputs would be thousands and their estimates noise. The other inputs vary all the same.
    Columns: first, second, S2, S2_conf; largest size first.
    """
    return _whole("second_order", scenario, n, seed, output, other)


def morris(scenario: Scenario, n: int = 32, seed: int = 1, output: str = "log_founding_rate",
           other: Ids | None = None) -> pd.DataFrame:
    """Screening by n trajectories (Morris 1991, Technometrics 33:161), by SALib.

    An effect is the change of the output when one input moves from its 5 % to its 95 % percentile,
    with moves over a four-level grid between them, the others anywhere on theirs. mu: mean effect;
    mu_star: mean size (Campolongo et al. 2007) with a 95 % bootstrap half width; sigma: standard
    deviation, from interactions and curvature. A correlated block moves as one; its mu and sigma
    are nan, since its members move in different directions.
    Columns: parameter, mu, mu_star, mu_star_conf, sigma. n (groups + 1) evaluations.
    """
    return _whole("morris", scenario, n, seed, output, other)


def delta(scenario: Scenario, n: int = 1024, seed: int = 1, output: str = "log_founding_rate",
          other: Ids | None = None) -> pd.DataFrame:
    """Borgonovo's δ (2007, Reliab. Eng. Syst. Saf. 92:771), by SALib from n futures.

    δ = ½ E ∫ |f(y) - f(y | x)| dy: 0 without influence, 1 if the input decides all. Kernel
    densities in classes of the input, bias reduced by bootstrap (Plischke et al. 2013). A little
    bias stays: an input without influence gets about `frame.attrs["noise"]`, the index of a dummy
    input. Correlated inputs each by itself, with what they share with others. The output
    within_alop has no density: PraError no_density.
    Columns: parameter, delta, delta_conf (95 % half width). n evaluations.
    """
    return _whole("delta", scenario, n, seed, output, other)


def pawn(scenario: Scenario, n: int = 1024, seed: int = 1, output: str = "log_founding_rate",
         other: Ids | None = None) -> pd.DataFrame:
    """PAWN (Pianosi & Wagener 2018, Environ. Model. Softw. 108:197), by SALib from n futures.

    Kolmogorov-Smirnov distance, in [0, 1], between the distribution of the output and that where
    the input lies in one tenth of its range; minimum, median (usually reported) and maximum over
    the tenths. `frame.attrs["noise"]` is the median of a dummy input. Correlated inputs as in
    `delta`.
    Columns: parameter, minimum, median, maximum. n evaluations.
    """
    return _whole("pawn", scenario, n, seed, output, other)


def tornado(scenario: Scenario, output: str = "log_founding_rate", other: Ids | None = None
            ) -> pd.DataFrame:
    """The output with each input at its 5 % and 95 % percentile, all others at their medians.

    Columns: parameter, low_value, high_value (of the input, in its unit), low, high (of the
    output there), middle (of the output with every input at its median); widest swing first.
    Correlated inputs are moved alone. Interactions don't show: a bar is no share of variance.
    """
    return _whole("tornado", scenario, 0, 0, output, other)


def quick(scenario: Scenario, n: int = 4096, seed: int = 1, output: str = "log_founding_rate",
          other: Ids | None = None, bootstraps: int = salib.RESAMPLES) -> pd.DataFrame:
    """A preview of `sobol` by our own estimator on the same rows; same columns, notes and errors.

    See `estimator.first_and_total`. Reported indices come from `sobol`.
    """
    run = _run("quick", scenario, n, seed, output, other)
    return _last(variance.quick(run, bootstraps))


def _run(method: str, scenario: Scenario, n: int, seed: int, output: str, other: Ids | None
         ) -> Run:
    if method not in METHODS:
        raise PraError("unknown_id", "method", method, ", ".join(METHODS))
    if method != "tornado":
        check_size(n, seed, LEAST.get(method, 2), power_of_two=method not in LEAST)
    run = Run(scenario, n, seed, output, None if other is None else tuple(other))
    _ = run.sides  # a wrong output or set of measures is told before the first step
    return run


def _whole(method: str, scenario: Scenario, n: int, seed: int, output: str, other: Ids | None
           ) -> pd.DataFrame:
    return _last(METHODS[method](_run(method, scenario, n, seed, output, other)))


def _last(found: Iterator[Step]) -> pd.DataFrame:
    """The table of a run; only the last step has one."""
    frames = [step.frame for step in found if step.frame is not None]
    return frames[-1]
