"""Any output, and what influences it, from assessments at hand: no model run at all."""

from __future__ import annotations

from pra_core.assessment import Assessment
from pra_core.errors import PraError
from pra_core.frozen import FloatArray
from pra_core.sensitivity.outputs import checked, output_named
from pra_core.summary import influence


def drawn(assessment: Assessment, output: str = "log_founding_rate",
          other: Assessment | None = None) -> FloatArray:
    """The draws of a key of `OUTPUTS`, [draws]; the log of zero is -inf, of 0/0 nan.

    `other` is the assessment with the other set of measures at the same draws, for the outputs
    that compare two. Raises PraError unknown_id (output), missing (other), conflict (other is of
    other draws).
    """
    chosen = output_named(output, None if other is None else other.scenario.selected)
    if not chosen.compared or other is None:
        return chosen.combine(chosen.of(assessment), None)
    if (other.draws, other.seed) != (assessment.draws, assessment.seed):
        raise PraError("conflict", "other", "draws, seed", "the same draws and seed")
    return chosen.combine(chosen.of(assessment), chosen.of(other))


def preview(assessment: Assessment, output: str = "log_founding_rate",
            other: Assessment | None = None) -> dict[str, float]:
    """First-order influence of every uncertain input on a key of `OUTPUTS`, largest first.

    By `summary.influence` from the draws at hand, correlated inputs each by itself; empty where
    the output doesn't vary. Errors as in `drawn`, and log_of_zero or no_finite_output as in
    `steps`.
    """
    return influence(assessment, y=checked(drawn(assessment, output, other), output))
