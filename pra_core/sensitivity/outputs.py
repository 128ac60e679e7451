"""What is explained: an output of the scenario as a function of percentiles."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from pra_core.assessment import Assessment, evaluate, evaluate_rate
from pra_core.errors import PraError
from pra_core.frozen import FloatArray
from pra_core.scenario import Scenario

Percentiles = Mapping[str, FloatArray]
ROUNDING = 1e-12
"""A spread below this share of the largest value is rounding: the output counts as constant."""


def _rate(scenario: Scenario, u: Percentiles) -> FloatArray:
    return evaluate_rate(scenario, u)


def _probability(scenario: Scenario, u: Percentiles) -> FloatArray:
    return -np.expm1(-evaluate_rate(scenario, u, effective=True))


def _loss(scenario: Scenario, u: Percentiles) -> FloatArray:
    return evaluate(scenario, u).annual_loss


def _metric(scenario: Scenario, u: Percentiles) -> FloatArray:
    """The quantity the scenario's ALOP limits, [rows]."""
    metric = scenario.alop.metric
    if metric == "annual_probability":
        return _probability(scenario, u)
    if metric == "years_between_outbreaks":
        with np.errstate(divide="ignore"):
            return np.asarray(1.0 / evaluate_rate(scenario, u))
    return evaluate(scenario, u).metric(metric)


def _within(scenario: Scenario, u: Percentiles) -> FloatArray:
    return np.asarray(scenario.alop.within(_metric(scenario, u)), np.float64)


def _limited(assessment: Assessment) -> FloatArray:
    return assessment.metric(assessment.scenario.alop.metric)


@dataclass(frozen=True, slots=True)
class Output:
    """A quantity of one set of measures or compared with another set's, as it is or its log."""

    quantity: Callable[[Scenario, Percentiles], FloatArray]
    of: Callable[[Assessment], FloatArray]
    """The same quantity from the draws of an assessment."""
    compared: bool = False
    logarithm: bool = False

    def combine(self, chosen: FloatArray, other: FloatArray | None) -> FloatArray:
        """The output from the quantity of the chosen set and of the other one, [rows].

        A logarithm of zero is minus infinity and the ratio of two zeros is not a number.
        """
        with np.errstate(divide="ignore", invalid="ignore"):
            if not self.logarithm:
                return chosen if other is None else np.asarray(chosen - other)
            if other is None:
                return np.asarray(np.log(chosen))
            return np.asarray(np.log(chosen) - np.log(other))


OUTPUTS: Mapping[str, Output] = {
    "log_founding_rate": Output(_rate, lambda a: a.founding_rate, logarithm=True),
    "annual_probability": Output(_probability, lambda a: a.annual_probability),
    "log_annual_loss": Output(_loss, lambda a: a.annual_loss, logarithm=True),
    "annual_loss": Output(_loss, lambda a: a.annual_loss),
    "within_alop": Output(_within, lambda a: np.asarray(
        a.scenario.alop.within(_limited(a)), np.float64)),
    "difference": Output(_metric, _limited, compared=True),
    "log_ratio": Output(_metric, _limited, compared=True, logarithm=True),
}
"""By name. `within_alop` is 1 where the ALOP is met and 0 where not: its mean is P(meets), and its
first-order index of an input is the share of P(1 - P) that knowing the input would remove.
`difference` is the ALOP's quantity with the selected measures minus that with the other set at the
same inputs, `log_ratio` the logarithm of their ratio."""
UNTRANSFORMED = {"log_founding_rate": "annual_probability", "log_annual_loss": "annual_loss",
                 "log_ratio": "difference"}


def output_named(name: str, other: Sequence[str] | None) -> Output:
    """The output; PraError unknown_id for another name, missing without the set to compare with."""
    if name not in OUTPUTS:
        raise PraError("unknown_id", "output", name, ", ".join(OUTPUTS))
    if OUTPUTS[name].compared and other is None:
        raise PraError("missing", "other", name, "ids of other measures")
    return OUTPUTS[name]


def checked(y: FloatArray, name: str) -> FloatArray:
    """The output if it is finite on every row, or if no row has any risk at all.

    Raises PraError log_of_zero (with the share of rows without risk) or no_finite_output. Nothing
    is replaced by a floor: a floor would decide the variance.
    """
    bad = ~np.isfinite(y)
    if not bad.any():
        return y
    if name in UNTRANSFORMED:
        if bad.all():
            return np.zeros_like(y)
        raise PraError("log_of_zero", "output", f"{100 * bad.mean():.3g} %", UNTRANSFORMED[name])
    raise PraError("no_finite_output", "output", name, "within_alop")


def is_constant(y: FloatArray) -> bool:
    """Whether the output doesn't vary, rounding aside."""
    return y.size == 0 or bool(np.ptp(y) <= ROUNDING * np.abs(y).max())
