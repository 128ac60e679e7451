"""Whether the recommended set would survive other assumptions that are as reasonable."""

from pra_core.decision_stability.assessors import (
    Alternative,
    Answer,
    alternatives,
    answer,
    assessor_effects,
    elicited,
)
from pra_core.decision_stability.breaking import Break, beyond, breaks, unbroken
from pra_core.decision_stability.choice import Change, Choice, chosen, inside
from pra_core.decision_stability.futures import Futures, futures, resampled
from pra_core.decision_stability.negligible import Reading, Swap, readings, swapped
from pra_core.decision_stability.rival_laws import POINTS, SHAPES, Rival, Shape, rival
from pra_core.decision_stability.rivals import (
    ALIKE,
    Case,
    RivalChoice,
    all_at_once,
    judged,
    one_at_a_time,
    rivals,
)
from pra_core.decision_stability.strength import by_strength

__all__ = ["ALIKE", "POINTS", "SHAPES", "Alternative", "Answer", "Break", "Case", "Change",
           "Choice", "Futures", "Reading", "Rival", "RivalChoice", "Shape", "Swap", "all_at_once",
           "alternatives", "answer", "assessor_effects", "beyond", "breaks", "by_strength",
           "chosen", "elicited", "futures", "inside", "judged", "one_at_a_time", "readings",
           "resampled", "rival", "rivals", "swapped",
           "unbroken"]
