"""All sets of feasible measures judged against the ALOP, and the values of single sets."""

from pra_core.portfolio.limits import (
    founding_rates,
    judged_rate,
    limit_draws,
    set_rates,
    set_values,
    worst_lots,
)
from pra_core.portfolio.ranked import Ranked
from pra_core.portfolio.search import (
    MAX_MEASURES,
    RISE,
    Portfolios,
    feasible_ids,
    portfolios,
)

__all__ = ["MAX_MEASURES", "RISE", "Portfolios", "Ranked", "feasible_ids",
           "founding_rates", "judged_rate", "limit_draws", "portfolios", "set_rates", "set_values",
           "worst_lots"]
