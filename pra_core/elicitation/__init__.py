"""Expert judgement of one quantity: who judged what and why, pooled into one distribution."""

from pra_core.elicitation.judgement import Elicitation, Judgement, pooled

__all__ = ["Elicitation", "Judgement", "pooled"]
