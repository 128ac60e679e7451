"""Expected value of a study with n samples: treatment trials and prevalence surveys.

The statistic a study will report is drawn for every simulated future; knowing the study's outcome
is then knowing that statistic (Strong, Oakley, Brennan & Breeze 2015, Med. Decis. Making 35:570).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import optimize, stats

from pra_core.errors import PraError
from pra_core.frozen import FloatArray
from pra_core.streams import percentiles
from pra_core.value_of_information.classes import Options, Worth, cells_of, gains, worth

MOST_SAMPLES = 10_000_000
Statistic = Callable[[int], FloatArray]
"""Number of samples -> what the study reports on each draw, [draws]."""


def counted(share: FloatArray, n: int, name: str, seed: int) -> FloatArray:
    """Hits among n samples, Binomial(n, share) at the percentiles of the stream `name`, [draws].

    `share` [draws] in 0..1. Raises PraError out_of_bounds (n, share).
    """
    if not 0 <= n <= MOST_SAMPLES:
        raise PraError("out_of_bounds", "n", n, f"0 … {MOST_SAMPLES:,}")
    if np.any((share < 0) | (share > 1) | np.isnan(share)):
        raise PraError("out_of_bounds", "share", "share", "0 … 1")
    u = percentiles(name, share.size, seed)
    # ppf gives -1 at percentile 0 only, which stratified percentiles never are.
    return np.asarray(stats.binom.ppf(u, n, share), np.float64) if n else np.zeros(share.size)


def trial(efficacy: FloatArray, name: str, seed: int) -> Statistic:
    """Survivors among n treated, Binomial(n, 1 - efficacy)."""
    return lambda n: counted(1.0 - efficacy, n, f"{name}.trial", seed)


def survey(prevalence: FloatArray, sensitivity: float, name: str, seed: int) -> Statistic:
    """Positives among n units looked at, Binomial(n, prevalence x sensitivity).

    Raises PraError out_of_bounds for a sensitivity outside (0, 1].
    """
    if not 0.0 < sensitivity <= 1.0:
        raise PraError("out_of_bounds", "sensitivity", sensitivity, "0 < x <= 1")
    return lambda n: counted(prevalence * sensitivity, n, f"{name}.survey", seed)


@dataclass(frozen=True, slots=True)
class Curve:
    """Expected value of a study by its number of samples."""

    sizes: tuple[int, ...]
    worth: tuple[Worth, ...]


def evsi(net_benefit: FloatArray, statistic: FloatArray) -> Worth:
    """Expected value of a study whose outcome is `statistic` [draws], in the net benefit's unit.

    Raises PraError wrong_type, not_finite.
    """
    options = Options.of(net_benefit)
    return worth(gains(options, cells_of(np.asarray(statistic, np.float64))))


def evsi_curve(net_benefit: FloatArray, statistic: Statistic, sizes: Sequence[int]) -> Curve:
    """`evsi` along increasing numbers of samples.

    A larger study is never worth less, so estimates that fall are averaged with those they fall
    from (isotonic regression); 0 samples are worth 0. Raises PraError order, out_of_bounds.
    """
    if list(sizes) != sorted(set(sizes)) or not sizes:
        raise PraError("order", "sizes", ", ".join(map(str, sizes)), "a < b < c")
    options = Options.of(net_benefit)
    found = [worth(gains(options, cells_of(statistic(n)))) for n in sizes]
    return Curve(tuple(sizes), rising(found))


def rising(found: Sequence[Worth]) -> tuple[Worth, ...]:
    """Estimates that may only rise, by isotonic regression; errors stay as they are."""
    level = optimize.isotonic_regression([one.value for one in found]).x
    return tuple(Worth(float(v), one.error) for v, one in zip(level, found, strict=True))
