"""What is uncertain, where, why and how much it matters (ISPM 11, 2.4)."""

from pra_core.uncertainty_sources.assumptions import ASSUMPTIONS, Assumption
from pra_core.uncertainty_sources.listing import (
    CAUSES,
    STEPS,
    WEAKEST,
    cause_of,
    certain,
    leading,
    section_of,
    shares,
    statuses,
    summary,
    table,
)

__all__ = ["ASSUMPTIONS", "CAUSES", "STEPS", "WEAKEST", "Assumption", "cause_of", "certain",
           "leading", "section_of", "shares", "statuses", "summary", "table"]
