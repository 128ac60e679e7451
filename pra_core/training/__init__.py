"""Graded exercises: what is asked, what is right on the exercise's seed, and points for answers."""

from pra_core.training.grading import Answer, Answers, Graded, Part, graded, near, read_answers
from pra_core.training.ground import Ground, ground
from pra_core.training.kept import Kept, kept_from, kept_text
from pra_core.training.schema import (
    ChoiceQuestion,
    Exercise,
    MeasuresQuestion,
    NumberQuestion,
    Question,
    RankingQuestion,
    TextQuestion,
)
from pra_core.training.solution import (
    ChoiceAnswer,
    JudgedSet,
    MeasuresAnswer,
    NumberAnswer,
    RankingAnswer,
    Solution,
    shown_order,
    solved,
)

__all__ = ["Answer", "Answers", "ChoiceAnswer", "ChoiceQuestion", "Exercise", "Graded", "Ground",
           "JudgedSet", "Kept", "MeasuresAnswer", "MeasuresQuestion", "NumberAnswer",
           "NumberQuestion", "Part", "Question", "RankingAnswer", "RankingQuestion", "Solution",
           "TextQuestion", "graded", "ground", "kept_from", "kept_text", "near", "read_answers",
           "shown_order", "solved"]
