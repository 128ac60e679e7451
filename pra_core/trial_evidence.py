"""What one treatment trial shows beside probit 9 and its alternatives; its use for a measure."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from scipy import special

from pra_core.distribution import Beta
from pra_core.errors import PraError, Problem
from pra_core.measure import Measure, Trial
from pra_core.parameter import Source
from pra_core.treatment import (
    Law,
    TrialStatement,
    insects_to_test,
    mating_pair,
    trial_posterior,
    trial_statement,
)

PROBIT_9 = 1.0 - 3.2e-5
"""99.9968 %: the convention, 32 survivors in a million (Baker 1939)."""
PROBIT_9_EXACT = float(special.ndtr(4.0))
"""Normal probability of four standard deviations: 31.67 survivors in a million."""
PUBLISHED_INSECTS = 93_613
"""Treated insects without a survivor in Couey & Chew 1986, J. Econ. Entomol. 79:887."""
TIE = 1e-9
"""Relative rounding of the doubt allowed where a trial shows just what is required."""
Danger = Literal["pair", "single"]
"""What must not survive in a shipment: a female and a male, or one pest (gravid or asexual)."""


@dataclass(frozen=True, slots=True)
class TrialEvidence:
    """One trial beside a required mortality.

    `confidence_reached`: classical confidence that mortality is at least the required one.
    `credible`: its probability under the posterior. `needed`: individuals to treat, those that die
    anyway included, to show it with as many survivors; None where no number would. `treated`: those
    treated in this trial.
    """

    statement: TrialStatement
    required: float
    confidence_reached: float
    credible: float
    needed: int | None
    treated: float

    @property
    def proves(self) -> bool:
        """Whether the trial shows the required mortality with the confidence asked for."""
        return _shown(self.confidence_reached, self.statement.confidence)

    @property
    def missing(self) -> int:
        """Individuals that remain to be treated, without a further survivor.

        More than the gap in those that count: some of them die without treatment too.
        """
        return 0 if self.needed is None else max(0, math.ceil(self.needed - self.treated))


def evidence(treated: float, survivors: int, confidence: float, control_mortality: float = 0.0,
             required: float = PROBIT_9) -> TrialEvidence:
    """What s survivors of n treated show of a required mortality.

    With n_eff = n (1 - control mortality) (Abbott 1925) the classical confidence is
    1 - P(X <= s | n_eff, 1 - required), binomial. Raises PraError out_of_bounds with every problem.
    """
    if not 0.0 < required < 1.0:
        raise PraError("out_of_bounds", "required", required, "0 < x < 1")
    said = trial_statement(treated, survivors, confidence, control_mortality)
    credible = float(said.posterior.cdf(1.0 - required))
    return TrialEvidence(said, required, _reached(said.effective, survivors, required), credible,
                         to_treat(required, confidence, survivors, control_mortality), treated)


def _reached(effective: float, survivors: int, required: float) -> float:
    if survivors >= effective:
        return 0.0
    return 1.0 - float(special.betainc(effective - survivors, survivors + 1.0, required))


def _shown(reached: float, confidence: float) -> bool:
    return 1.0 - reached <= (1.0 - confidence) * (1.0 + TIE)


def to_treat(required: float, confidence: float, survivors: int = 0,
             control_mortality: float = 0.0) -> int | None:
    """Smallest number to treat that shows a mortality where some die without treatment.

    Smallest n with n (1 - control mortality) individuals enough (Abbott 1925), exact binomial law;
    None where more than 10^12 would have to count. Raises PraError out_of_bounds.
    """
    if not 0.0 <= control_mortality < 1.0:
        raise PraError("out_of_bounds", "control_mortality", control_mortality, "0..1")
    try:
        counted = insects_to_test(required, confidence, survivors)
    except PraError as error:
        if error.code != "unreachable":
            raise
        return None
    share = 1.0 - control_mortality
    # Fewer than the next whole number of those that count may do, and rounding may ask for more.
    low, high = math.floor((counted - 1) / share) - 1, math.ceil(counted / share) + 1
    while high - low > 1:
        middle = (low + high) // 2
        enough = _shown(_reached(middle * share, survivors, required), confidence)
        low, high = (low, middle) if enough else (middle, high)
    return high


@dataclass(frozen=True, slots=True)
class Convention:
    """One way of counting the insects that show probit 9 without a survivor.

    `published_reaches`: confidence that the published 93,613 insects give under it.
    """

    law: Law
    survival: float
    insects: int
    published_reaches: float


def conventions(confidence: float = 0.95) -> tuple[Convention, ...]:
    """The number of insects for probit 9 under each law and each meaning of probit 9.

    The printed 93,613 is 2.9956 / 3.2e-5, a rounded Poisson quantile over the rounded survival:
    three insects less than the binomial law asks for, four less than the Poisson law.
    """
    found = []
    for required in (PROBIT_9, PROBIT_9_EXACT):
        survival = 1.0 - required
        for law in ("binomial", "poisson"):
            chosen: Law = "binomial" if law == "binomial" else "poisson"
            miss = (math.log1p(-survival) if chosen == "binomial" else -survival)
            found.append(Convention(chosen, survival, insects_to_test(required, confidence,
                                                                      law=chosen),
                                    -math.expm1(PUBLISHED_INSECTS * miss)))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Shipment:
    """Survivors in one shipment: mean number, and the chance of what is dangerous.

    `mortality_needed`: the smallest mortality that keeps the chance within the limit (0 = none
    needed); `to_treat`: number to treat without a survivor that shows it, those that die anyway
    included; None where no number would.
    """

    survivors: float
    chance: float
    mortality_needed: float
    to_treat: int | None


def shipment(units: float, infested: float, pests_per_unit: float, mortality: float, *,
             alpha: float, confidence: float = 0.95, danger: Danger = "pair",
             female_share: float = 0.5, control_mortality: float = 0.0) -> Shipment:
    """Risk of one shipment, and the treatment and trial that it calls for.

    Survivors are Poisson with mean L = units x infested share x pests per infested unit x
    (1 - mortality). `pair`: chance of a female and a male, (1 - e^(-phi L))(1 - e^(-(1-phi) L))
    (Landolt, Chambers & Chew 1984); `single`: 1 - e^-L. The mortality needed keeps that chance at
    `alpha`; poorly infested commodities need less than probit 9 (Follett & McQuate 2001).

    Raises PraError out_of_bounds with every problem.
    """
    _check_shipment(units, infested, pests_per_unit, mortality, alpha, female_share, danger)
    offered = units * infested * pests_per_unit
    left = offered * (1.0 - mortality)
    allowed = _survivors_allowed(alpha, danger, female_share)
    needed = 0.0 if offered <= allowed else 1.0 - allowed / offered
    treated = 0 if needed == 0.0 else to_treat(needed, confidence, 0, control_mortality)
    return Shipment(left, _chance(left, danger, female_share), needed, treated)


def _chance(mean: float, danger: Danger, female_share: float) -> float:
    return -math.expm1(-mean) if danger == "single" else mating_pair(mean, female_share)


def _survivors_allowed(limit: float, danger: Danger, female_share: float) -> float:
    """Mean number of survivors at which the chance of what is dangerous equals the limit."""
    if danger == "single":
        return -math.log1p(-limit)
    low, high = 0.0, 1.0
    while mating_pair(high, female_share) < limit:
        high *= 2.0
    for _ in range(200):
        middle = 0.5 * (low + high)
        below = mating_pair(middle, female_share) < limit
        low, high = (middle, high) if below else (low, middle)
    return low


def _check_shipment(units: float, infested: float, pests_per_unit: float, mortality: float,
                    alpha: float, female_share: float, danger: Danger) -> None:
    problems = []
    for name, value in (("units", units), ("pests_per_unit", pests_per_unit)):
        if not 0.0 < value < math.inf:
            problems.append(Problem("out_of_bounds", name, value, "> 0"))
    for name, value in (("infested", infested), ("mortality", mortality)):
        if not 0.0 <= value <= 1.0:
            problems.append(Problem("out_of_bounds", name, value, "0..1"))
    if not 0.0 < alpha < 1.0:
        problems.append(Problem("out_of_bounds", "alpha", alpha, "0 < x < 1"))
    if danger == "pair" and not 0.0 < female_share < 1.0:
        problems.append(Problem("out_of_bounds", "female_share", female_share, "0 < x < 1"))
    if problems:
        raise PraError.of(problems)


def efficacy_posterior(treated: float, survivors: int, control_mortality: float = 0.0) -> Beta:
    """Posterior of mortality per individual, Beta(n_eff - s + 0.5, s + 0.5) (Jeffreys prior).

    Raises PraError out_of_bounds with every problem.
    """
    survival = trial_posterior(treated, survivors, control_mortality)
    return Beta(a=survival.b, b=survival.a)


def treatable(measure: Measure, eppo_code: str) -> list[int]:
    """Positions of the effects whose efficacy a trial on individuals or units can state."""
    return [i for i, e in enumerate(measure.effects)
            if e.kind in ("kill", "survival") and eppo_code in e.efficacy]


def with_trial(measure: Measure, eppo_code: str, trial: Trial, source: Source) -> Measure:
    """The measure with its treatment efficacy replaced by the posterior of a trial.

    Every effect that had the replaced efficacy (the same parameter name) takes it; the factor from
    trial to commercial practice stays. Raises PraError not_found where the measure has no efficacy
    for the pest, and out_of_bounds for an impossible trial.
    """
    places = treatable(measure, eppo_code)
    if not places:
        raise PraError("not_found", measure.id, eppo_code, "kill, survival")
    law = efficacy_posterior(trial.treated, trial.survivors, trial.control_mortality)
    name = measure.effects[places[0]].efficacy[eppo_code].name
    changed = []
    for place, effect in enumerate(measure.effects):
        shown = effect.efficacy.get(eppo_code)
        if place in places and shown is not None and shown.name == name:
            fresh = shown.model_copy(update={"distribution": law, "source": source})
            effect = effect.model_copy(  # noqa: PLW2901 - the same effect, with the trial
                update={"efficacy": {**effect.efficacy, eppo_code: fresh}, "trial": trial})
        changed.append(effect)
    return measure.model_copy(update={"effects": tuple(changed)})
