"""The level of protection a decision implies, and how decisions compare (SPS Agreement, 5.5).

A set of measures that was decided leaves a residual risk. The strictest limit it still meets with
confidence γ is the ALOP that the decision implies: the γ-quantile of the risk over the draws.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Literal

import numpy as np
from pydantic import Field

from pra_core.alop import Alop, Metric
from pra_core.assessment import Assessment
from pra_core.errors import PraError
from pra_core.frozen import FloatArray, Frozen, LocalText
from pra_core.parameter import NAME_PATTERN, Source
from pra_core.scenario import Scenario
from pra_core.summary import Z95, verdicts
from pra_core.year_to_year import averaged

CommonMetric = Literal["outbreaks", "loss_share"]
"""Foundings per year; expected loss per year over the value of the host production per year."""
NICE = (1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 7.0)
"""Leading digits of the limits that are offered."""
MOST_STOPS = 160
LONGEST = 1e15
"""Years between outbreaks beyond which none is expected."""
NEAR = 1e-6
"""How near to a number of four digits a limit is that number: rounding of 1 - exp(-1/T)."""


class Decision(Frozen):
    """A set of measures that an authority decided on, for the pest and pathway of a scenario."""

    id: str = Field(pattern=NAME_PATTERN)
    scenario: str = Field(pattern=NAME_PATTERN)
    title: LocalText
    years: LocalText
    """When it holds or held."""
    measures: tuple[str, ...]
    source: Source


class Decisions(Frozen):
    """The file of decisions."""

    schema_version: Literal[1]
    decisions: Annotated[tuple[Decision, ...], Field(min_length=1)]


@dataclass(frozen=True, slots=True, eq=False)
class Decided:
    """What one decision leaves of the risk, in metrics that all pests share; arrays [draws]."""

    scenario: Scenario
    """With the decided set selected."""
    outbreaks: FloatArray
    """Foundings per year."""
    loss_share: FloatArray
    """Expected loss per year over the value of the host production."""


@dataclass(frozen=True, slots=True)
class Implied:
    """The ALOP one decision implies; units of the metric."""

    number: int
    """Its place among the decisions that were compared."""
    limit: float
    """γ-quantile: the strictest limit that is met with confidence γ."""
    median: float
    low: float
    high: float
    """Central 90 % interval of the residual risk."""


@dataclass(frozen=True, slots=True)
class Stop:
    """A limit that could be asked for, and how the risk stands to it."""

    limit: float
    share: float
    """P(meets)."""
    verdict: str


def decided(assessment: Assessment) -> Decided:
    """The residual risk of the assessment's selected measures, in common metrics."""
    scenario = assessment.scenario
    value = averaged(scenario, assessment.values)[scenario.consequences.host_value.name]
    share = np.divide(assessment.annual_loss, value, out=np.full(assessment.draws, np.nan),
                      where=value > 0)
    return Decided(scenario, assessment.founding_rate, share)


def implied(decisions: Sequence[Decided], metric: CommonMetric, confidence: float
            ) -> list[Implied]:
    """The ALOP each decision implies at confidence γ in (0, 1), strictest first.

    Decisions whose metric is not defined (no value of hosts) are left out. Raises PraError
    out_of_bounds for a confidence of 0 or 1: no finite number of draws can show certainty.
    """
    if not 0.0 < confidence < 1.0:
        raise PraError("out_of_bounds", "confidence", confidence, "0 < … < 1")
    found = []
    for number, one in enumerate(decisions):
        risk = one.outbreaks if metric == "outbreaks" else one.loss_share
        if np.any(np.isnan(risk)):
            continue
        low, median, high, limit = np.quantile(risk, (0.05, 0.5, 0.95, confidence),
                                               method="inverted_cdf")
        found.append(Implied(number, float(limit), float(median), float(low), float(high)))
    return sorted(found, key=lambda one: (one.limit, one.median, one.number))


def spread(found: Sequence[Implied]) -> float | None:
    """How many times the risk accepted by the laxest is that of the strictest above zero.

    None where fewer than two decisions accept any risk.
    """
    limits = [one.limit for one in found if one.limit > 0]
    return max(limits) / min(limits) if len(limits) > 1 else None


def provable(draws: int) -> float:
    """The largest confidence that `draws` draws can show, even if all lie within the limit.

    The lower end of Wilson's 95 % interval at n of n, n / (n + z²) (see `summary.wilson`).
    """
    return draws / (draws + Z95**2)


def reached(assessment: Assessment, metric: str, confidence: float) -> float:
    """The strictest limit that the assessment's measures keep with the confidence.

    Unit of the metric, see `Alop`; infinite years where no outbreak is expected.
    """
    draws = assessment.metric(metric)
    sign = -1.0 if metric == "years_between_outbreaks" else 1.0
    return float(abs(np.quantile(sign * draws, confidence, method="inverted_cdf")))


def converted(assessment: Assessment, metric: Metric) -> Alop:
    """The scenario's ALOP as a limit on another metric, at the same confidence.

    A chance p per year and the years T between outbreaks say the same of the founding rate:
    p = 1 - exp(-1/T). No other pair does: there it is the limit that the measures selected just
    keep. Rounded to four digits towards the laxer side; infinite years become 1e15.
    """
    alop = assessment.scenario.alop
    pair = alop.metric, metric
    if pair == ("annual_probability", "years_between_outbreaks"):
        limit = -1.0 / math.log1p(-alop.limit) if 0 < alop.limit < 1 else (
            math.inf if alop.limit == 0 else 0.0)
    elif pair == ("years_between_outbreaks", "annual_probability"):
        limit = -math.expm1(-1.0 / alop.limit) if alop.limit > 0 else 1.0
    else:
        limit = reached(assessment, metric, alop.confidence)
    return Alop(metric=metric, limit=_laxer(limit, metric), confidence=alop.confidence)


def _laxer(limit: float, metric: Metric) -> float:
    """Four digits that are typed easily; of a chance per year its inverse has them."""
    if metric == "annual_probability":
        return 1.0 / _laxer(1.0 / limit, "years_between_outbreaks") if limit * LONGEST > 1 else 0.0
    years = metric == "years_between_outbreaks"
    if limit == 0 or not math.isfinite(limit):
        return min(limit, LONGEST)
    unit = 10.0 ** (math.floor(math.log10(limit)) - 3)
    nearest = round(limit / unit)
    if abs(limit / unit - nearest) > NEAR:
        nearest = math.floor(limit / unit) if years else math.ceil(limit / unit)
    return float(f"{nearest * unit:.4g}")


def stops(alop: Alop, after: FloatArray, before: FloatArray) -> list[Stop]:
    """Round limits from strict to lax around the risk with and without measures, [draws] each.

    Both in the unit of `alop.limit`, a limit on years as a rate per year (less is safer). The
    limit in force is one of them. Where the risk is a chance or a rate per year, its inverse is
    round. A limit in force of zero, or of any number, is the first or the last. Empty where
    nothing is above zero.
    """
    yearly = alop.metric in ("annual_probability", "years_between_outbreaks")
    in_force = alop.limit
    if alop.metric == "years_between_outbreaks":
        in_force = 1.0 / alop.limit if alop.limit > 0 else math.inf
    positive = np.concatenate([x[x > 0] for x in (after, before)])
    if positive.size == 0:
        return []
    low, high = np.quantile(positive, (0.005, 0.995))
    if 0 < in_force < math.inf:
        low, high = min(low, in_force), max(high, in_force)
    most = 1.0 if alop.metric == "annual_probability" else math.inf
    limits = {x for x in _round(float(low) / 3, float(high) * 3, inverse=yearly) if x <= most}
    if 0 < in_force < math.inf:
        limits = {x for x in limits if abs(x / in_force - 1) > 1e-9} | {in_force}
    every = sorted(limits | {in_force})
    shares = np.array([np.mean(after <= x) for x in every])
    said = verdicts(shares * after.size, after.size, alop.confidence)
    return [Stop(x, float(p), str(v)) for x, p, v in zip(every, shares, said, strict=True)]


def _round(low: float, high: float, *, inverse: bool) -> list[float]:
    """Round numbers, or inverses of round numbers, within [low, high]; thinned if very many."""
    if inverse:
        return [1.0 / x for x in _round(1.0 / high, 1.0 / low, inverse=False)]
    first, last = math.floor(math.log10(low)), math.ceil(math.log10(high))
    digits = NICE if (last - first) * len(NICE) <= MOST_STOPS else (1.0, 3.0)
    return [x for k in range(first, last + 1) for d in digits if low <= (x := d * 10.0**k) <= high]
