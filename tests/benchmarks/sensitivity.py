"""B9, B10: our own Sobol' indices beside SALib's, and the previews behind a moving slider."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

from pra_core.assessment import assess
from pra_core.distribution import LogNormal
from pra_core.sensitivity import estimator, preview, quick_from_function, sobol_from_function
from pra_core.store import load_scenario
from tests.benchmarks.sets import Rerun, sixteen_inputs
from tests.unit.test_sensitivity import g_function, ishigami

Floats = NDArray[np.float64]
Interleaved = Callable[..., dict[str, list[float]]]
Show = Callable[..., dict[str, float]]
SEEDS = 8
CASES: Mapping[str, tuple[Callable[[Floats], Floats], list[tuple[float, float]], Floats]] = {
    "Ishigami": (ishigami, [(-math.pi, math.pi)] * 3, np.array(
        [[0.313905, 0.442411, 0.0], [0.557589, 0.442411, 0.243684]])),
    "G of 8 inputs": (g_function, [(0.0, 1.0)] * 8, np.array(
        [[0.716192, 0.179048, 0.023676, 0.007162, *[7.2e-5] * 4],
         [0.787144, 0.242198, 0.034317, 0.010460, *[1.05e-4] * 4]])),
}


def sensitivity(interleaved: Interleaved, show: Show) -> None:
    """All comparisons of this file."""
    for n in (1024, 16_384):
        _against_salib(n, interleaved, show)
    _errors()
    _quick(interleaved)
    _preview(interleaved)


def _founding_rate(x: Floats) -> Floats:
    """Log founding rate of sixteen inputs, [rows]."""
    case = Rerun(len(x))
    case.columns = dict(zip(case.laws, np.ascontiguousarray(x.T), strict=True))
    return np.log(case.founding_rate())


def _against_salib(n: int, interleaved: Interleaved, show: Show) -> None:
    """B9: SALib's sample and analysis without any model, and all of ours with the model."""
    from SALib.analyze import sobol as analysis
    from SALib.sample import sobol as sampling

    laws = list(sixteen_inputs().values())
    problem = {"num_vars": 16, "names": list(sixteen_inputs()), "bounds": [(0.0, 1.0)] * 16}
    rows = sampling.sample(problem, n, calc_second_order=False, seed=1)
    y = rows @ np.arange(1.0, 17.0)
    ours = "B9: S1, ST, 100 resamples, with the model"
    seconds = interleaved({
        ours: lambda: quick_from_function(_founding_rate, laws, n, 1, 100),
        "SALib sample": lambda: sampling.sample(problem, n, calc_second_order=False, seed=1),
        "SALib analyze, 100 resamples": lambda: analysis.analyze(
            problem, y, calc_second_order=False, num_resamples=100, seed=1)}, 5)
    ratio = show(f"Sobol' indices of 16 inputs, base sample {n:,}", seconds, ours)
    whole = ratio["SALib sample"] + ratio["SALib analyze, 100 resamples"]
    print(f"  B9: SALib / ours = {whole:.1f} x")


def _errors() -> None:
    """B10: largest error over indices, mean of eight seeds, at equal evaluations."""
    for name, (f, laws, exact) in CASES.items():
        for n in (256, 1024, 4096):
            error = {}
            for who, estimate in (("ours", quick_from_function), ("SALib", sobol_from_function)):
                runs = [estimate(f, laws, n, seed) for seed in range(SEEDS)]
                error[who] = np.mean([[np.abs(run[key] - truth).max() for key, truth in
                                       zip(("S1", "ST"), exact, strict=True)] for run in runs], 0)
            ratio = error["ours"] / error["SALib"]
            print(f"  B10: {name}, {n * (len(laws) + 2):,} evaluations: ours / SALib"
                  f" S1 {ratio[0]:.2f}, ST {ratio[1]:.2f}"
                  f" (S1 off by {error['ours'][0]:.4f}, ST by {error['ours'][1]:.4f})")


def _quick(interleaved: Interleaved, n: int = 4096, inputs: int = 20) -> None:
    """Saltelli, Jansen and 100 resamples of twenty inputs while the page waits."""
    laws = [LogNormal(median=1.0, sdlog=0.1 * (i + 1)) for i in range(inputs)]
    rng = np.random.default_rng(1)
    a, b, ab = rng.random(n), rng.random(n), rng.random((n, inputs))
    seconds = interleaved({
        "with a cheap model": lambda: quick_from_function(
            lambda x: np.log(x).sum(axis=1), laws, n, 1, 100),
        "estimator alone": lambda: estimator.first_and_total(a, b, ab, 100, 1)})
    found = "; ".join(f"{name} {1e3 * float(np.median(s)):.0f} ms" for name, s in seconds.items())
    print(f"\nOwn indices, {inputs} inputs, base sample {n:,}, 100 resamples: {found}")


def _preview(interleaved: Interleaved, draws: int = 50_000) -> None:
    """First order of every input from the draws at hand, against one pass of the model."""
    for name in ("fire-blight-apple-australia", "medfly-citrus-china"):
        scenario = load_scenario(name)
        result = assess(scenario, draws)
        seconds = interleaved({"pass": lambda s=scenario: assess(s, draws),
                               "S1": lambda r=result: preview(r)}, 3)
        one, s1 = (float(np.median(seconds[k])) for k in ("pass", "S1"))
        print(f"  S1 of {len(scenario.uncertain)} inputs / model pass = {s1 / one:.2f}"
              f" ({1e3 * s1:.0f} ms, {draws:,} draws, {name})")
