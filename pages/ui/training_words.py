"""Answers, right answers and points of an exercise in words."""

from __future__ import annotations

import math
from collections.abc import Mapping

from pra_core.errors import N_
from pra_core.i18n import Translator
from pra_core.scenario import Scenario
from pra_core.training import (
    Answer,
    ChoiceAnswer,
    ChoiceQuestion,
    Exercise,
    Graded,
    MeasuresAnswer,
    MeasuresQuestion,
    NumberAnswer,
    NumberQuestion,
    Part,
    Question,
    RankingAnswer,
    RankingQuestion,
    Solution,
    TextQuestion,
)
from pra_core.training.solution import Right
from pra_core.wording import set_words

LEVELS = {"basic": N_("Basic"), "intermediate": N_("Intermediate"), "advanced": N_("Advanced")}
VERDICTS = {
    "meets": N_("This set meets the level of protection ({share})."),
    "fails": N_("This set does not meet the level of protection ({share})."),
    "too_close": N_("This set is too close to call ({share})."),
}


def about(exercise: Exercise, t: Translator) -> str:
    """Level, time and points in one line."""
    return t("{level} · about {minutes} minutes · {points} points", level=t(LEVELS[exercise.level]),
             minutes=exercise.minutes, points=exercise.points)


def points_words(points: float, t: Translator) -> str:
    """Points with at most one decimal."""
    return t.number(round(points, 1), 3)


def score(done: Graded, t: Translator) -> str:
    """The points of an exercise as a sentence, hints and all."""
    told = t("**{points} of {all} points.**", points=points_words(done.points, t), all=done.out_of)
    if not done.hints_cost:
        return told
    return told + " " + t("Hints opened: {count}; they cost {cost}.", count=done.hints,
                          cost=done.hints_cost)


def answer_words(question: Question, answer: Answer | None, scenario: Scenario, t: Translator
                 ) -> str:
    """What somebody answered."""
    if answer is None:
        return t("not answered")
    if isinstance(question, NumberQuestion) and isinstance(answer, (int, float)):
        return number_words(question, float(answer), t)
    if isinstance(answer, tuple):
        if isinstance(question, MeasuresQuestion):
            return _set(answer, scenario, t)
        return _ids(question, answer, t)
    return str(answer)


def right_words(question: Question, right: Right | None, scenario: Scenario, t: Translator) -> str:
    """What would have been right; the model answer where nothing is graded."""
    if isinstance(question, TextQuestion):
        return t.local(question.model)
    if isinstance(question, NumberQuestion) and isinstance(right, NumberAnswer):
        return number_words(question, right.value, t)
    if isinstance(right, ChoiceAnswer):
        return _ids(question, right.best, t)
    if isinstance(right, RankingAnswer):
        return _ids(question, right.order, t)
    if isinstance(right, MeasuresAnswer):
        if right.best is None:
            return t("No set of these measures meets the level of protection.")
        return _set(right.best.measures, scenario, t)
    return ""


def _set(ids: tuple[str, ...], scenario: Scenario, t: Translator) -> str:
    return (set_words(scenario, ids, t) if ids
            else t("No measure beyond commercial practice"))


def number_words(question: NumberQuestion, x: float, t: Translator) -> str:
    """A number with its unit."""
    if math.isnan(x):
        return t("not defined")
    digits = 6 if x == int(x) and abs(x) < 1e6 else 4
    return t("{number} {unit}", number=t.number(x, digits), unit=t.local(question.unit))


def remarks(question: Question, answer: Answer | None, part: Part, solution: Solution,
            t: Translator) -> list[str]:
    """What is told of this very answer: the mistake made, why an option is wrong, the verdict."""
    if isinstance(question, NumberQuestion) and part.slip is not None:
        return [t.local(question.slips[part.slip].why)]
    if isinstance(question, ChoiceQuestion) and isinstance(answer, tuple):
        return [t.local(o.why) for o in question.options if o.id in answer and o.why is not None]
    right = solution.answers.get(question.id)
    if isinstance(right, MeasuresAnswer) and isinstance(answer, tuple):
        return _set_remarks(right, answer, t)
    return []


def _set_remarks(right: MeasuresAnswer, answer: tuple[str, ...], t: Translator) -> list[str]:
    found = right.sets.get(tuple(sorted(answer)))
    if found is None:
        return [t("These measures exclude one another.")]
    told = [t(VERDICTS[found.verdict], share=t.percent(found.probability))]
    if right.best is not None and found.verdict == "meets" and found.levels > right.best.levels:
        told.append(t("A less restrictive set meets it as well."))
    return told


def _ids(question: Question, ids: tuple[str, ...], t: Translator) -> str:
    titles = option_titles(question, t)
    if isinstance(question, RankingQuestion):
        return " › ".join(titles[one] for one in ids)
    return t("; ").join(titles[one] for one in ids)


def option_titles(question: Question, t: Translator) -> Mapping[str, str]:
    """What can be chosen or put into order, by id."""
    if isinstance(question, ChoiceQuestion):
        return {o.id: t.local(o.text) for o in question.options}
    if isinstance(question, RankingQuestion):
        return {i.id: t.local(i.text) for i in question.items}
    return {}
