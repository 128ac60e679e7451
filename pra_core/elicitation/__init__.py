"""Expert judgement of one quantity: who judged what and why, pooled into one distribution."""

from pra_core.elicitation.judgement import Elicitation, Judgement, pooled
from pra_core.elicitation.opinions import (
    Tail,
    change_between_rounds,
    distance,
    spread_of_opinion,
    tails,
)

__all__ = ["Elicitation", "Judgement", "Tail", "change_between_rounds", "distance", "pooled",
           "spread_of_opinion", "tails"]
