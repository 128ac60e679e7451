"""Dependence between measures: pairs, shared failures, and the risk as if there were none."""

from pra_core.dependence.failures import (
    common_groups,
    common_needs,
    founding_rate,
    lacking,
    needed,
    share_working,
)
from pra_core.dependence.pairs import Detection, Pair, pairs
from pra_core.dependence.shared_failure import SharedFailure, apart, shared_failure

__all__ = ["Detection", "Pair", "SharedFailure", "apart", "common_groups", "common_needs",
           "founding_rate", "lacking", "needed", "pairs", "share_working", "shared_failure"]
