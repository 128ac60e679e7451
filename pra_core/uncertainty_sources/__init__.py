"""What is uncertain, where, why and how much it matters (ISPM 11, 2.4)."""

from pra_core.uncertainty_sources.assumptions import ASSUMPTIONS, Assumption
from pra_core.uncertainty_sources.listing import (
    CAUSES,
    STEPS,
    cause_of,
    certain,
    leading,
    section_of,
    summary,
    table,
)

__all__ = ["ASSUMPTIONS", "CAUSES", "STEPS", "Assumption", "cause_of", "certain", "leading",
           "section_of", "summary", "table"]
