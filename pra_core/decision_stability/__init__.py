"""Whether the recommended set would survive other assumptions that are as reasonable."""

from pra_core.decision_stability.assessors import assessor_effects, elicited
from pra_core.decision_stability.breaking import Break, beyond, breaks
from pra_core.decision_stability.choice import Change, Choice, chosen, inside
from pra_core.decision_stability.futures import Futures, futures, resampled
from pra_core.decision_stability.negligible import Reading, Swap, readings, swapped
from pra_core.decision_stability.rival_laws import POINTS, SHAPES, Rival, Shape, rival
from pra_core.decision_stability.rivals import ALIKE, Case, RivalChoice, cases, judged, rivals

__all__ = ["ALIKE", "POINTS", "SHAPES", "Break", "Case", "Change", "Choice", "Futures", "Reading",
           "Rival", "RivalChoice", "Shape", "Swap", "assessor_effects", "beyond", "breaks", "cases",
           "chosen", "elicited", "futures", "inside", "judged", "readings",
           "resampled", "rival", "rivals", "swapped"]
