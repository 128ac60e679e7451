"""Which inputs the risk of the recommended set hangs on most."""

from __future__ import annotations

import numpy as np

from pra_core.assessment import percentiles_used
from pra_core.frozen import FloatArray
from pra_core.ladder import Ladder
from pra_core.portfolio import set_values


def by_strength(found: Ladder, draws: int, seed: int) -> tuple[str, ...]:
    """Uncertain inputs by the square of their rank correlation with the risk, strongest first.

    Spearman 1904, Am. J. Psychol. 15:72, on the common draws; what stays of the risk with the
    recommended set. The climate model as a whole is no single number and is left out.
    """
    scenario = found.scenario.changed(selected=())
    risk = set_values(scenario, found.alop, [found.measures[found.chosen]], draws, seed)[:, 0]
    y = _ranks(risk)
    share = {name: float(np.mean(_ranks(u) * y)) ** 2
             for name, u in percentiles_used(scenario, draws, seed).items()
             if name in scenario.parameters}
    return tuple(sorted(share, key=lambda name: -share[name]))


def _ranks(x: FloatArray) -> FloatArray:
    """Ranks scaled to mean 0 and standard deviation 1; equal values share their middle rank."""
    _, place, count = np.unique(x, return_inverse=True, return_counts=True)
    middle = np.cumsum(count) - (count - 1) / 2.0
    ranks = np.asarray(middle[place], np.float64) - (x.size + 1) / 2.0
    spread = float(np.std(ranks))
    return ranks / spread if spread > 0 else ranks
