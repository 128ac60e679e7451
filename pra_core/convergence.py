"""How far the numbers told still depend on chance: Monte Carlo error of quantiles and shares.

The formulas below are those of independent draws. Our draws are stratified in every single input
(Latin hypercube), which never makes a mean or a share of n draws vary more than n/(n - 1) times
as much as independent ones do (Owen 1997, Ann. Stat. 25:1541). But errors are estimated from the
draws themselves: for the mean of a skewed risk they are often too small on few draws, which miss
the rare large values it hangs on, and the normal interval is too low (Hall 1992, J. R. Stat. Soc. B
54:221). Intervals of quantiles (ranks) and shares (Wilson) have no such fault.
They say nothing of the uncertainty of the inputs, which more draws do not lessen.
"""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
from scipy.stats import binom, norm

from pra_core.alop import Alop
from pra_core.assessment import Assessment
from pra_core.frozen import FloatArray
from pra_core.summary import Z95, wilson

QUANTILES = {"p05": 0.05, "median": 0.5, "p95": 0.95}
QUANTITIES = ("p05", "median", "p95", "mean", "meets")
"""Rows of `precision`: quantiles and mean of the risk, and the share within the ALOP."""
WORTH_TELLING = 0.1
"""Relative error of the median or P95 from which a page speaks of it unasked."""
FEWEST = 50
"""Draws below which nothing is estimated while the number grows."""


def precision(assessment: Assessment, alop: Alop) -> pd.DataFrame:
    """Estimate, standard error and 95 % interval of what is told of an assessment.

    Columns quantity (`QUANTITIES`), value, error, low, high, relative (error / value; 0 where
    both are 0, inf where only the value is). The risk is told in the ALOP's metric, founding rate
    [1/yr] where that is years between outbreaks.

    Quantile q: order statistics whose ranks hold nq with 95 % (binomial; distribution-free), the
    error half the distance of those that hold it with 68 % (Woodruff 1952, J. Am. Stat. Assoc.
    47:635). An end that too few draws bound is 0 below and infinite above. Mean: normal interval,
    cut at 0, which no risk is below. Share: Wilson 1927.
    """
    risk = _risk(assessment, alop)
    return _rows(risk, alop.within(assessment.metric(alop.metric)))


def running(assessment: Assessment, alop: Alop, points: int = 24) -> pd.DataFrame:
    """The estimates of `precision` on the first draws of an assessment, ever more of them.

    Columns draws, quantity, value, error, low, high, relative; `points` numbers of draws in equal
    steps of the logarithm up to all of them. The first n of N stratified draws are n strata taken
    at random, so that only the last row has the full benefit of stratification.
    """
    risk, within = _risk(assessment, alop), alop.within(assessment.metric(alop.metric))
    n = assessment.draws
    sizes = np.unique(np.geomspace(min(FEWEST, n), n, points).round().astype(np.int64))
    return pd.concat([_rows(risk[:k], within[:k]).assign(draws=int(k)) for k in sizes],
                     ignore_index=True)


def draws_needed(p: float, gamma: float) -> float:
    """Draws at which the 95 % Wilson interval of a share p leaves out γ; inf where p = γ.

    The score interval holds γ while |p - γ| <= z sqrt(γ(1 - γ)/n), so n = z² γ(1 - γ)/(p - γ)²,
    taking the share to stay where it is.
    """
    if p == gamma:
        return math.inf
    return math.ceil(Z95**2 * gamma * (1.0 - gamma) / (p - gamma)**2)


def is_coarse(table: pd.DataFrame) -> bool:
    """Whether the error of the median or of P95 is a share of it worth telling."""
    told = table.loc[table["quantity"].isin(("median", "p95")), "relative"]
    return bool((told > WORTH_TELLING).any())


def share_row(probability: float, draws: int) -> dict[str, float | str]:
    """The row `meets` of `precision` for a share known from another number of draws."""
    inside = round(probability * draws)
    low, high = wilson(inside, draws)
    error = math.sqrt(probability * (1.0 - probability) / draws)
    return _row("meets", probability, error, float(low), float(high))


def with_share(table: pd.DataFrame, probability: float, draws: int) -> pd.DataFrame:
    """A table of `precision` whose row `meets` is that of a share known from more draws."""
    return pd.DataFrame([share_row(probability, draws) if row["quantity"] == "meets" else row
                         for row in table.to_dict("records")])


def _risk(assessment: Assessment, alop: Alop) -> FloatArray:
    return (assessment.founding_rate if alop.metric == "years_between_outbreaks"
            else assessment.metric(alop.metric))


def _rows(risk: FloatArray, within: np.ndarray) -> pd.DataFrame:
    n, ordered = risk.size, np.sort(risk)
    found = [_quantile(ordered, name, q) for name, q in QUANTILES.items()]
    mean = float(np.mean(risk))
    error = float(np.std(risk, ddof=1)) / math.sqrt(n) if n > 1 else math.inf
    found.append(_row("mean", mean, error, max(0.0, mean - Z95 * error), mean + Z95 * error))
    found.append(share_row(float(np.count_nonzero(within)) / n, n))
    return pd.DataFrame(found)


def _quantile(ordered: FloatArray, name: str, q: float) -> dict[str, float | str]:
    n = ordered.size
    value = float(np.quantile(ordered, q, method="inverted_cdf"))
    low, high = _bounds(ordered, q, 0.95)
    inner, outer = _bounds(ordered, q, float(2.0 * norm.cdf(1.0) - 1.0))
    return _row(name, value, (outer - inner) / 2.0 if n > 1 else math.inf, low, high)


def _bounds(ordered: FloatArray, q: float, level: float) -> tuple[float, float]:
    """Order statistics between which quantile q lies with at least a chance `level`."""
    n = ordered.size
    first, last = (int(binom.ppf(p, n, q)) for p in ((1.0 - level) / 2.0, (1.0 + level) / 2.0))
    low = float(ordered[first - 1]) if first >= 1 else 0.0
    high = float(ordered[last]) if last < n else math.inf
    return low, high


def _row(name: str, value: float, error: float, low: float, high: float
         ) -> dict[str, float | str]:
    relative = error / value if value > 0 else (0.0 if error == 0 else math.inf)
    return {"quantity": name, "value": value, "error": error, "low": low, "high": high,
            "relative": relative}
