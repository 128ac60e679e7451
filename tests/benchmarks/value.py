"""Value of information: EVPPI of sixteen inputs in model passes, and its error in closed form."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray
from scipy import special, stats

from pra_core.streams import percentiles
from pra_core.value_of_information import evppi, evppi_group
from pra_core.value_of_information.choice import change
from pra_core.value_of_information.classes import Options, cells_at, gains, worth
from tests.benchmarks.sets import Rerun, sixteen_inputs

FloatArray = NDArray[np.float64]
Timed = Callable[[Mapping[str, Callable[[], object]]], dict[str, list[float]]]
Shown = Callable[[str, Mapping[str, list[float]], str], dict[str, float]]
SEEDS = 24


def plain(benefit: FloatArray, x: FloatArray, classes: int = 64) -> float:
    """The maximum of class means as it is, with the bias of its noise."""
    order = np.argsort(x)
    means = np.array([benefit[c].mean(axis=0) for c in np.array_split(order, classes)])
    return float(means.max(axis=1).mean() - benefit.mean(axis=0).max())


def gaussian(draws: int) -> None:
    """Errors against UNL(m, s) = s φ(m/s) + m Φ(m/s) - max(0, m) for a net benefit θ1 + θ2."""
    mean, spread = 0.5, (1.0, 0.5)
    found: dict[str, list[float]] = {"ours": [], "ours, by regression": [],
                                     "64 class means as they are": []}
    told, nothing = [], []
    for seed in range(SEEDS):
        z = [special.ndtri(percentiles(f"theta{i}", draws, seed)) for i in range(3)]
        benefit = np.stack([np.zeros(draws), mean + spread[0] * z[0] + spread[1] * z[1]], axis=1)
        one = evppi(benefit, z[0])
        found["ours"].append(one.value)
        found["ours, by regression"].append(evppi_group(benefit, z[0][:, None]).value)
        found["64 class means as they are"].append(plain(benefit, z[0]))
        told.append(one.error)
        nothing.append((evppi(benefit, z[2]).value, plain(benefit, z[2])))
    truth = float(spread[0] * stats.norm.pdf(mean / spread[0])
                  + mean * special.ndtr(mean / spread[0]) - mean)
    print(f"\nEVPPI of one of two normals, {draws:,} draws, {SEEDS} seeds, truth {truth:.5f}")
    for name, values in found.items():
        off = np.array(values) / truth - 1.0
        print(f"  bias {off.mean():+8.3%}   root mean square error {np.sqrt(np.mean(off**2)):7.3%}"
              f"   {name}")
    print(f"  standard error told by ours {np.mean(told) / truth:.3%}")
    ours, usual = np.mean(nothing, axis=0) / truth
    print(f"  an input without influence: ours {ours:.3%}, 64 class means {usual:.3%} of the truth")


def value_of_information(interleaved: Timed, show: Shown, draws: int = 100_000) -> None:
    """EVPPI of all sixteen inputs of the model of B1, three options, and its errors."""
    rerun, every = Rerun(draws), list(sixteen_inputs())
    u = {name: percentiles(name, draws, 1) for name in every}
    z = np.stack([special.ndtri(x) for x in u.values()], axis=1)
    weight = np.linspace(1.0, 0.05, len(every))
    benefit = np.stack([np.zeros(draws), z @ weight - 0.5, z @ weight[::-1] - 0.2], axis=1)
    within = (benefit > 0.0).astype(np.float64)

    def all_inputs() -> list[float]:
        options = Options.of(benefit)
        return [worth(gains(options, cells_at(x))).value for x in u.values()]

    unit = "model pass: sixteen inputs transformed and evaluated"
    seconds = interleaved({
        unit: lambda: rerun.transform(every), "EVPPI of all sixteen, 3 options": all_inputs,
        "chance that the choice changes, all sixteen": lambda: [
            change(within, cells_at(x), 0.5, 1) for x in u.values()]})
    show(f"Value of information, 16 inputs, {draws:,} draws (target: at most 10 passes)", seconds,
         unit)
    gaussian(10_000)
    gaussian(draws)
