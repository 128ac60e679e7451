"""Where the model is evaluated: percentiles of the inputs, and the rows of Saltelli's design."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from scipy.stats import qmc

from pra_core import copula
from pra_core.copula import Block
from pra_core.errors import PraError
from pra_core.frozen import FloatArray
from pra_core.scenario import Scenario

EDGE = 2.0**-40
"""Percentiles are kept this far inside (0, 1): a Sobol' sequence starts at 0."""
CHUNK = 8_192
"""Rows evaluated at once, between two chances to stop."""
JOINT = " + "
Groups = tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class Inputs:
    """The uncertain inputs of a scenario as columns of independent percentiles."""

    names: tuple[str, ...]
    groups: Groups
    """Columns that change together: one alone, or all of a block of correlated inputs."""
    blocks: tuple[Block, ...]
    without_variance: tuple[str, ...]
    """Inputs whose distribution is a single point."""

    @property
    def rows(self) -> tuple[str, ...]:
        """What a row of a table of indices is called: a name, or the names of a block joined."""
        return tuple(JOINT.join(self.names[i] for i in group) for group in self.groups)

    def tied(self, u: FloatArray) -> FloatArray:
        """Percentiles with the declared dependence from independent ones, [rows, inputs] both."""
        found = np.clip(u, EDGE, 1 - EDGE)
        for block in self.blocks:
            columns = [self.names.index(name) for name in block.names]
            found[:, columns] = copula.tied(block, found[:, columns])
        return found


def names_of(row: str) -> tuple[str, ...]:
    """The inputs a row of a table of indices stands for: several for a correlated block."""
    return tuple(row.split(JOINT))


def inputs_of(scenario: Scenario) -> Inputs:
    """The scenario's uncertain inputs; a block of correlated inputs stands where its first does."""
    names = tuple(scenario.uncertain)
    groups: list[tuple[int, ...]] = []
    for i, name in enumerate(names):
        tie = scenario.tie(name)
        group = (i,) if tie is None else tuple(names.index(k) for k in tie.names)
        if group not in groups:
            groups.append(group)
    points = [name for name, p in scenario.uncertain.items()
              if np.ptp(p.distribution.ppf(np.array([EDGE, 1 - EDGE]))) == 0.0]
    return Inputs(names, tuple(groups), scenario.correlated, tuple(points))


def check_size(n: int, seed: int, least: int = 2, *, power_of_two: bool = True) -> None:
    """PraError unless n is `least` or more (a power of two where asked) and the seed 0 or more."""
    if n < least:
        raise PraError("out_of_bounds", "n", n, "a power of two, 2 or more" if power_of_two
                       else f">= {least}")
    if power_of_two and n & (n - 1):
        below = 1 << (n.bit_length() - 1)
        raise PraError("not_a_power_of_two", "n", n, f"{below} | {2 * below}")
    if seed < 0:
        raise PraError("out_of_bounds", "seed", seed, "0 or more")


def sobol_points(n: int, columns: int, seed: int) -> FloatArray:
    """Scrambled Sobol' points in (0, 1), [n, columns] (Owen 1998, J. Complexity 14:466)."""
    # SALib reads seed 0 as "no seed": shift so that every seed is one, and the same everywhere.
    return np.asarray(qmc.Sobol(columns, scramble=True, seed=seed + 1).random(n), np.float64)


def saltelli(n: int, columns: int, groups: Groups, seed: int, *, second: bool = False,
             chunk: int = CHUNK) -> Iterator[FloatArray]:
    """Rows of Saltelli's design in parts, [rows, columns] each, in SALib's order.

    For each of n base points: A, A with one group after the other from B, with `second` B with
    one group after the other from A, and B. Each part holds whole base points, so that a column
    has few distinct percentiles in it and is transformed cheaply.
    """
    base = sobol_points(n, 2 * columns, seed)
    width = 2 + len(groups) * (2 if second else 1)
    step = max(1, chunk // width)
    for first in range(0, n, step):
        a, b = base[first:first + step, :columns], base[first:first + step, columns:]
        rows = np.repeat(a[:, None, :], width, axis=1)
        rows[:, -1] = b
        for k, group in enumerate(groups, start=1):
            changed = list(group)
            rows[:, k, changed] = b[:, changed]
            if second:
                rows[:, k + len(groups)] = b
                rows[:, k + len(groups), changed] = a[:, changed]
        yield rows.reshape(-1, columns)


def separated(y: FloatArray, groups: int) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Outputs at A [n], B [n] and A with one group from B [n, groups] of a first-order design."""
    table = y.reshape(-1, groups + 2)
    return table[:, 0], table[:, -1], table[:, 1:-1]
