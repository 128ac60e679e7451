"""The measured work: all 4,096 sets of twelve measures, and one rerun of sixteen inputs.

`Factors` below is the case without inspections, where a set's rate is a product of survivals.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pra_core.distribution import Beta, Elicited, LogNormal, Pert
from pra_core.distribution.law import Law
from pra_core.kernels import FOUNDINGS, INDIVIDUAL, INSPECT, UNIT, fold
from pra_core.portfolio_kernels import padded, safe_margin, sweep
from pra_core.separable import product
from pra_core.set_sweep import SetTable, tally
from pra_core.streams import percentiles

FloatArray = NDArray[np.float64]
NO_MEMBERS = np.zeros(0, np.int64)


@dataclass(frozen=True)
class Sets:
    """Twelve measures: kills, two inspections for live pests, compliance, one group."""

    const: FloatArray
    code: NDArray[np.int64]
    value: FloatArray
    compliance: FloatArray
    outage: FloatArray
    group: int = 0b11

    @property
    def k(self) -> int:
        return int(self.code.size)

    @property
    def draws(self) -> int:
        return int(self.const.shape[1])

    def chain(self) -> tuple[object, ...]:
        live = self.code == INSPECT
        return (self.const, self.code, np.arange(self.k), live, self.value, NO_MEMBERS,
                self.compliance, np.array([self.group]), self.outage, self.k, NO_MEMBERS)


def twelve_measures(draws: int, inspections: tuple[int, int] = (4, 8)) -> Sets:
    rng = np.random.default_rng(7)
    one = np.ones(draws)
    const = np.stack([1e7 * one, np.minimum(rng.lognormal(-5, 1, draws), 0.5), one, one, 0.5 * one,
                      0.9 * one, 0.3 * one, 20_000 * one])
    code = np.array([UNIT] * 5 + [INDIVIDUAL] * 3 + [UNIT] * 4)
    code[list(inspections)] = INSPECT
    kinds = {UNIT: lambda: rng.uniform(0.1, 0.9, draws),
             INDIVIDUAL: lambda: 10 ** rng.uniform(-3, -0.5, draws),
             INSPECT: lambda: 600 * rng.uniform(0.2, 0.5, draws)}
    value = np.stack([rng.uniform(2, 5, draws), *(kinds[int(c)]() for c in code)])
    return Sets(const, code, value, rng.uniform(0.9, 0.99, (12, draws)),
                np.full((1, draws), 0.01))


def swept(sets: Sets, limit: FloatArray, threads: int, bins: int = 256) -> NDArray[np.int64]:
    """Draws within the limit, by the product's kernel: one part of the draws a thread."""
    size, margin = 1 << sets.k, safe_margin(2.0)
    chains, which = (sets.chain(),), np.zeros(size, np.int64)
    base = np.full(size, np.float32(2.0**-20).view(np.int32))

    def part(first: int, last: int) -> NDArray[np.int64]:
        counts, sums = np.zeros(size, np.int64), np.zeros(size)
        histogram = np.zeros((size, bins), np.int32)
        sweep(first, last, FOUNDINGS, chains, limit[None, :], which, margin, base, 19, counts,
              sums, histogram)
        return counts

    edges = np.linspace(0, sets.draws, threads + 1).astype(int)
    with ThreadPoolExecutor(threads) as pool:
        return np.sum(list(pool.map(part, edges[:-1], edges[1:])), axis=0)


def full_set(sets: Sets) -> FloatArray:
    """The set of all measures, as an assessment computes it."""
    out = np.empty(sets.draws)
    fold(FOUNDINGS, *sets.chain()[:10], out)
    return out


def looped(sets: Sets, limit: FloatArray) -> NDArray[np.int64]:
    """The same counts by a plain loop over sets in numpy, arrays over draws, same draws reused."""
    volume, f0, inverse, together, female, line, climate, lot = sets.const
    size = 1 << sets.k
    table = np.empty((size, sets.draws))
    for works in range(size):
        s, m, t = np.ones(sets.draws), sets.value[0], np.zeros(sets.draws)
        for b, code in enumerate(sets.code):
            if not works >> b & 1:
                continue
            x = sets.value[b + 1]
            if code == UNIT:
                s = s * x
            elif code == INDIVIDUAL:
                m = m * x
            else:
                t = t - x * s * np.expm1(-m)
                s = s * (1 - x / lot)
        released = np.exp(-(1 / inverse + 1) * np.log1p(f0 * t * inverse))
        chance = np.expm1(-female * together * m * line) * np.expm1(-(1 - female) * together * m)
        table[works] = volume * f0 * s * released * chance * climate / together
    number = np.arange(size)
    for b in range(sets.k):
        have = number[number >> b & 1 == 1]
        table[have] += (1 - sets.compliance[b]) * (table[have ^ 1 << b] - table[have])
    table += sets.outage * (table[number & ~sets.group] - table)
    counted: NDArray[np.int64] = (table <= limit).sum(axis=1)
    return counted


@dataclass(frozen=True)
class Factors:
    """k measures that each leave a share of the units: uncertain efficacy, perhaps compliance."""

    k: int
    draws: int
    certain: bool = True

    def arguments(self, rng: np.random.Generator) -> tuple[object, ...]:
        """One pathway's chain on freshly drawn inputs."""
        k, n = self.k, self.draws
        one = np.ones(n)
        const = np.stack([1e7 * one, rng.lognormal(-5, 1, n), one, one, 0.5 * one, 0.9 * one,
                          0.3 * one, 20_000 * one])
        value = np.concatenate([rng.uniform(2, 5, (1, n)), 1 - rng.beta(4, 3, (k, n))])
        compliance = np.ones((k, n)) if self.certain else rng.uniform(0.9, 0.99, (k, n))
        return (const, np.full(k, UNIT), np.arange(k), np.zeros(k, np.bool_), value, NO_MEMBERS,
                compliance, NO_MEMBERS, np.zeros((0, n)), k, NO_MEMBERS)

    def table(self, *, whole: bool = True) -> SetTable:
        """What the search gets."""
        chain = self.arguments(np.random.default_rng(7))
        return SetTable(tuple(map(str, range(self.k))), padded([chain]), self.draws,
                        safe_margin(2.0), product(chain) if whole else None)

    def survivals(self, rng: np.random.Generator) -> tuple[FloatArray, FloatArray]:
        """(rate of the empty set [draws], share left by each measure [k, draws])."""
        chain = self.arguments(rng)
        value, compliance = np.asarray(chain[4]), np.asarray(chain[6])
        out = np.empty(self.draws)
        fold(FOUNDINGS, chain[0], NO_MEMBERS, NO_MEMBERS, np.zeros(0, np.bool_), value[:1],
             NO_MEMBERS, np.ones((0, self.draws)), NO_MEMBERS, np.zeros((0, self.draws)), 0, out)
        return out, value[1:] + (1 - compliance) * (1 - value[1:])


def counted(table: SetTable, limit: float) -> NDArray[np.int64]:
    """The search itself: counts, means and medians."""
    return tally(table, FOUNDINGS, np.full((1, table.draws), limit),
                 np.zeros(table.size, np.int64)).within


def same_draws(base: FloatArray, left: FloatArray, limit: float, sets: range
               ) -> list[int]:
    """A loop over sets in numpy that reuses the draws."""
    found = []
    for number in sets:
        rate = base.copy()
        for b in range(len(left)):
            if number >> b & 1:
                rate *= left[b]
        found.append(int(np.count_nonzero(rate <= limit)))
    return found


def drawn_again(case: Factors, limit: float, sets: range) -> list[int]:
    """The same loop, with every input drawn anew for every set."""
    rng, found = np.random.default_rng(1), []
    for number in sets:
        found += same_draws(*case.survivals(rng), limit, range(number, number + 1))
    return found


def compared_bytes(draws: int = 100_000, size: int = 4096) -> None:
    """numpy's own `int16 <= t` with a count, on data in the first-level cache."""
    row, count = np.arange(size, dtype=np.int16), np.zeros(size, np.int16)
    for d in range(draws // 100):
        count += row <= np.int16(d)


def mc2d_nodes(draws: int) -> float | None:
    """Seconds of sixteen mc2d nodes, their algebra and three quantiles; None without mc2d."""
    program = shutil.which("Rscript")
    if program is None:
        return None
    given = Path(__file__).with_name("nodes.R")
    done = subprocess.run([program, str(given), str(draws)], capture_output=True, text=True,
                          check=False)
    return float(done.stdout) if done.returncode == 0 else None


def sixteen_inputs() -> dict[str, Law]:
    """Four lognormal, eight PERT, two beta, two elicited inputs of one pathway."""
    laws: dict[str, Law] = {
        "volume": LogNormal(median=1e7, sdlog=0.3), "prevalence": LogNormal(median=1e-3, sdlog=0.5),
        "pests": LogNormal(median=3.0, sdlog=0.4), "shape": LogNormal(median=1.0, sdlog=0.5),
        "female": Beta(a=20, b=20), "line": Beta(a=8, b=3),
        "climate": Elicited(probabilities=(0.05, 0.5, 0.95), values=(0.1, 0.3, 0.6), lower=0.0,
                            upper=1.0),
        "lot": Elicited(probabilities=(0.05, 0.5, 0.95), values=(8e3, 2e4, 4e4), lower=1e3,
                        upper=1e5)}
    for i in range(8):
        laws[f"step {i}"] = Pert(low=0.05, mode=0.3 + 0.05 * i, high=0.95)
    return laws


@dataclass
class Rerun:
    """One scenario's sampled columns; a changed input is transformed again, the rest is kept."""

    draws: int

    def __post_init__(self) -> None:
        self.laws = sixteen_inputs()
        self.columns: dict[str, FloatArray] = {}

    def transform(self, names: list[str]) -> FloatArray:
        for name in names:
            self.columns[name] = self.laws[name].ppf(percentiles(name, self.draws, 1))
        return self.founding_rate()

    def founding_rate(self) -> FloatArray:
        c, one, out = self.columns, np.ones(self.draws), np.empty(self.draws)
        const = np.stack([c["volume"], c["prevalence"], 1 / c["shape"], one, c["female"], c["line"],
                          c["climate"], c["lot"]])
        steps = [c[f"step {i}"] for i in range(8)]
        code = np.array([UNIT, INDIVIDUAL] * 4)
        fold(FOUNDINGS, const, code, np.full(8, -1), np.zeros(8, np.bool_),
             np.stack([c["pests"], *steps]), NO_MEMBERS, np.ones((0, self.draws)), NO_MEMBERS,
             np.zeros((0, self.draws)), 0, out)
        return out


def threads() -> int:
    return min(max(1, os.cpu_count() or 1), 4)
