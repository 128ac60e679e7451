"""What a treatment trial proves, and what its survivors may still do (Probit 9 and beyond)."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from scipy import special

from pra_core.distribution import Beta
from pra_core.errors import PraError, Problem

Law = Literal["binomial", "poisson"]

LARGEST_TRIAL = 10**12
"""Insects; a trial that needs more is no trial."""

TIE = 1e-12
"""Relative rounding allowed where a condition holds with equality."""


@dataclass(frozen=True, slots=True)
class TrialStatement:
    """One trial read in two ways.

    `effective`: treated individuals after correction for control mortality. `posterior`:
    survival per individual. `credible_mortality`: mortality exceeded with the confidence under
    the posterior. `proven_mortality`: the classical exact binomial statement.
    """

    effective: float
    survivors: int
    confidence: float
    posterior: Beta
    credible_mortality: float
    proven_mortality: float

    @property
    def difference(self) -> float:
        """Credible minus proven mortality [per individual]."""
        return self.credible_mortality - self.proven_mortality


def insects_to_test(
    mortality: float, confidence: float, survivors: int = 0, law: Law = "binomial"
) -> int:
    """Smallest number of treated individuals that shows `mortality` with `confidence`.

    Smallest n with P(X <= survivors | n, p = 1 − mortality) <= 1 − confidence. Binomial exact;
    Poisson n = chi²(C, 2(s+1))/(2p) (Couey & Chew 1986, J. Econ. Entomol. 79:887). Probit 9 is
    99.9968 % by convention (p = 3.2e-5), 1 − Φ(4) = 3.167e-5 exactly.

    Raises PraError: out_of_bounds; unreachable above 10^12 individuals.
    """
    problems = _outside(mortality=mortality, confidence=confidence)
    if survivors < 0:
        problems.append(Problem("out_of_bounds", "survivors", survivors, ">= 0"))
    if law not in ("binomial", "poisson"):
        problems.append(Problem("wrong_type", "law", law, "binomial, poisson"))
    _refuse(problems)
    survival = 1.0 - mortality
    upper = float(special.gammaincinv(survivors + 1, confidence)) / survival
    if upper > LARGEST_TRIAL:
        raise PraError("unreachable", "mortality", mortality, f"n <= {LARGEST_TRIAL}")
    if law == "poisson":
        return math.ceil(upper * (1.0 - TIE))
    doubt = (1.0 - confidence) * (1.0 + TIE)

    def enough(n: int) -> bool:
        # P(X <= s) = I_{mortality}(n − s, s + 1)
        return float(special.betainc(n - survivors, survivors + 1.0, mortality)) <= doubt

    return _smallest(enough, survivors + 1)


def proven_mortality(n: float, confidence: float, survivors: int = 0) -> float:
    """Mortality shown with `confidence` by `survivors` of `n` individuals, exact binomial.

    One-sided Clopper–Pearson bound: the mortality at which as few survivors would be seen with
    probability 1 − confidence. `n` may be a number corrected for control mortality.

    Raises PraError("out_of_bounds").
    """
    problems = _outside(confidence=confidence) + _trial_problems(n, survivors, 0.0)
    _refuse(problems)
    if survivors >= n:
        return 0.0
    return float(special.betaincinv(n - survivors, survivors + 1.0, 1.0 - confidence))


def mating_pair(mean_survivors: float, female_share: float = 0.5) -> float:
    """Probability that at least one female and one male survive in a consignment.

    (1 − e^(−φL))·(1 − e^(−(1−φ)L)) for Poisson survivors of mean L and female share φ
    (Landolt, Chambers & Chew 1984, J. Econ. Entomol. 77:285).

    Raises PraError("out_of_bounds").
    """
    problems = []
    if not 0.0 <= mean_survivors < math.inf:
        problems.append(Problem("out_of_bounds", "mean_survivors", mean_survivors, ">= 0"))
    if not 0.0 <= female_share <= 1.0:
        problems.append(Problem("out_of_bounds", "female_share", female_share, "0..1"))
    _refuse(problems)
    females = -math.expm1(-female_share * mean_survivors)
    return females * -math.expm1(-(1.0 - female_share) * mean_survivors)


def maximum_pest_limit(
    lot_size: int,
    pests_per_unit: float,
    survival: float,
    limit: int,
    alpha: float = 0.05,
) -> int:
    """Inspection sample [units] that keeps a lot within the maximum pest limit.

    Smallest n with max over prevalence p of e^(−n·p)·P(X > limit) <= alpha, where
    X ~ Poisson(lot_size·pests_per_unit·survival·p) living pests; X <= limit is acceptable and a
    lot is accepted when no infested unit is found (Baker, Cowley, Harte & Frampton 1990,
    J. Econ. Entomol. 83:13). `pests_per_unit` is per infested unit, `survival` per pest.
    0 means that no inspection is needed.

    Raises PraError: out_of_bounds; unreachable where even the whole lot is too few.
    """
    problems = _outside(alpha=alpha)
    for name, value in (("lot_size", lot_size), ("pests_per_unit", pests_per_unit)):
        if not 0.0 < value < math.inf:
            problems.append(Problem("out_of_bounds", name, value, "> 0"))
    if not 0.0 <= survival <= 1.0:
        problems.append(Problem("out_of_bounds", "survival", survival, "0..1"))
    if limit < 0:
        problems.append(Problem("out_of_bounds", "limit", limit, ">= 0"))
    _refuse(problems)
    most = lot_size * pests_per_unit * survival

    def within(n: int) -> bool:
        return _worst_excess(n, most, limit) <= alpha * (1.0 + TIE)

    if not within(lot_size):
        raise PraError("unreachable", "lot_size", lot_size, f"n <= {lot_size}")
    return _smallest(within, 0)


def trial_posterior(treated: float, survivors: int, control_mortality: float = 0.0) -> Beta:
    """Posterior of survival per individual: Beta(s + 0.5, n − s + 0.5), Jeffreys prior.

    n = treated·(1 − control_mortality) (Abbott 1925, J. Econ. Entomol. 18:265).

    Raises PraError("out_of_bounds").
    """
    _refuse(_trial_problems(treated, survivors, control_mortality))
    effective = treated * (1.0 - control_mortality)
    return Beta(a=survivors + 0.5, b=effective - survivors + 0.5)


def trial_statement(
    treated: float, survivors: int, confidence: float, control_mortality: float = 0.0
) -> TrialStatement:
    """The Bayesian and the classical reading of one trial, side by side.

    Raises PraError("out_of_bounds").
    """
    _refuse(_outside(confidence=confidence))
    posterior = trial_posterior(treated, survivors, control_mortality)
    effective = treated * (1.0 - control_mortality)
    return TrialStatement(
        effective=effective,
        survivors=survivors,
        confidence=confidence,
        posterior=posterior,
        credible_mortality=1.0 - float(posterior.ppf(confidence)),
        proven_mortality=proven_mortality(effective, confidence, survivors),
    )


def _worst_excess(n: int, most: float, limit: int) -> float:
    """Largest e^(−n·p)·P(Poisson(most·p) > limit) over prevalences p in [0, 1].

    The product is log-concave in p, so its slope changes sign once.
    """
    if most == 0.0:
        return 0.0

    def rises(p: float) -> bool:
        mean = most * p
        excess = float(special.gammainc(limit + 1.0, mean))
        growth = math.exp(limit * math.log(mean) - mean - math.lgamma(limit + 1.0))
        return excess == 0.0 or most * growth > n * excess

    low, high = 0.0, 1.0
    if not rises(1.0):
        for _ in range(100):
            middle = 0.5 * (low + high)
            low, high = (middle, high) if rises(middle) else (low, middle)
    return math.exp(-n * high) * float(special.gammainc(limit + 1.0, most * high))


def _smallest(holds: Callable[[int], bool], least: int) -> int:
    """Smallest n >= least for which `holds`; it stays true once it is true."""
    if holds(least):
        return least
    step = 1
    while not holds(least + step):
        step *= 2
    low, high = least + step // 2, least + step
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if holds(middle) else (middle, high)
    return high


def _outside(**probabilities: float) -> list[Problem]:
    return [
        Problem("out_of_bounds", name, value, "0 < x < 1")
        for name, value in probabilities.items()
        if not 0.0 < value < 1.0
    ]


def _trial_problems(treated: float, survivors: int, control_mortality: float) -> list[Problem]:
    problems = []
    if not 0.0 < treated < math.inf:
        problems.append(Problem("out_of_bounds", "treated", treated, "> 0"))
    if not 0.0 <= control_mortality < 1.0:
        problems.append(Problem("out_of_bounds", "control_mortality", control_mortality, "0..1"))
    elif not 0 <= survivors <= treated * (1.0 - control_mortality):
        most = treated * (1.0 - control_mortality)
        problems.append(Problem("out_of_bounds", "survivors", survivors, f"0..{most:.6g}"))
    return problems


def _refuse(problems: list[Problem]) -> None:
    if problems:
        raise PraError.of(problems)
