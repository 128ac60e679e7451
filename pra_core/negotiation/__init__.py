"""The negotiating table: proposals of two parties on the same draws, and where they could meet.

A proposal is a set of measures with its terms: the volume traded, the months of arrival, sample
sizes and other values it would change. Equivalence (ISPM 24) and the least restrictive set that
achieves the ALOP (WTO SPS Agreement, Articles 4 and 5.6) are read from the same simulated futures.
"""

from pra_core.negotiation.comparison import (
    CERTAINTY,
    PAYERS,
    STATUS_WEIGHTS,
    Pair,
    PestFree,
    Position,
    SideCost,
    Weak,
    contested,
    costs,
    pair,
    pest_free,
    position,
    weakest,
)
from pra_core.negotiation.meeting import Meeting, meeting
from pra_core.negotiation.proposal import (
    Negotiation,
    Note,
    Override,
    Party,
    Proposal,
    arriving_months,
    on_terms,
    own_terms,
    proposed,
    same_terms,
    season_matters,
)

__all__ = ["CERTAINTY", "PAYERS", "STATUS_WEIGHTS", "Meeting", "Negotiation", "Note", "Override",
           "Pair", "Party", "PestFree", "Position", "Proposal", "SideCost", "Weak",
           "arriving_months", "contested", "costs", "meeting", "on_terms", "own_terms", "pair",
           "pest_free", "position", "proposed", "same_terms", "season_matters", "weakest"]
