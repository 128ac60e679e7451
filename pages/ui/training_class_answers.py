"""What a class answered to one exercise, question by question, and showing its solution."""

from __future__ import annotations

import math
from collections.abc import Sequence

import streamlit as st

from pages.ui import compute_classes, compute_training, display, people_actor, session
from pra_core.errors import PraError
from pra_core.figures import class_answers
from pra_core.i18n import Translator
from pra_core.store.classes import Progress
from pra_core.training import (
    ChoiceAnswer,
    ChoiceQuestion,
    Exercise,
    MeasuresAnswer,
    MeasuresQuestion,
    NumberAnswer,
    NumberQuestion,
    Question,
    RankingAnswer,
    RankingQuestion,
    Solution,
)
from pra_core.wording import escaped, set_words

MARK = "class-mark"
VERDICT_MARKS = {"meets": "right", "too_close": "partly", "fails": "wrong"}
LISTED = 60
"""Texts that are listed."""


def draw(found: Progress, exercise: Exercise, t: Translator) -> None:
    """Points and answers of everybody; what is right is marked once it is shown to all."""
    given = [one for one in found.answers if one.exercise == exercise.id]
    revealed = exercise.id in found.led.revealed
    _reveal(found, exercise, revealed, t)
    if not given:
        st.markdown(t("Nothing was handed in yet."))
        return
    solution = compute_training.solution(exercise.id, found.led.seed)
    marked = st.toggle(t("Mark what is right"), key=f"{MARK}:{exercise.id}:{revealed}",
                       value=revealed)
    st.markdown(t("**{count}** handed in, **{points}** of {most} points on average.",
                  count=len(given), most=t.number(exercise.points),
                  points=t.number(sum(a.points for a in given) / len(given), 2)))
    _chart(class_answers.points([a.points / a.most for a in given if a.most], t), "points",
           t("How many reached which share of the points"))
    for question in exercise.questions:
        values = [a.answers[question.id] for a in given if question.id in a.answers]
        st.markdown(t.local(question.text))
        st.caption(t("{count} of {all} answered", count=len(values), all=len(given)))
        if values:
            _question(question, values, exercise, solution if marked else None, found.led.seed, t)


def _reveal(found: Progress, exercise: Exercise, revealed: bool, t: Translator) -> None:
    if found.led.at_once:
        return
    if revealed:
        st.success(t("Everybody sees the solution of this exercise; no answer to it is taken any"
                     " more."), icon=":material/visibility:")
    st.button(t("Hide the solution and take answers again") if revealed else
              t("Show everybody the solution"), key=f"class-reveal-{exercise.id}",
              type="secondary" if revealed else "primary", on_click=_show,
              args=(found.led.id, exercise.id, not revealed, t),
              icon=":material/visibility_off:" if revealed else ":material/visibility:")


def _show(class_id: str, exercise: str, shown: bool, t: Translator) -> None:
    try:
        compute_classes.classes().reveal(people_actor.actor(), class_id, exercise, shown)
    except PraError as error:
        display.problems(error, t, t("Nothing was changed."))


def _question(question: Question, values: Sequence[object], exercise: Exercise,
              solution: Solution | None, seed: int, t: Translator) -> None:
    """The distribution of the answers to one question."""
    right = solution.answers.get(question.id) if solution is not None else None
    name, words = f"{exercise.id}-{question.id}", t("Answers of the class")
    if isinstance(question, NumberQuestion):
        numbers = [float(v) for v in values if isinstance(v, int | float) and math.isfinite(v)]
        _chart(class_answers.numbers(
            numbers, t.local(question.unit), t,
            right.value if isinstance(right, NumberAnswer) else None), name, words)
    elif isinstance(question, ChoiceQuestion):
        _choices(question, _lists(values), right, name, t)
    elif isinstance(question, RankingQuestion):
        _ranking(question, _lists(values), right, name, t)
    elif isinstance(question, MeasuresQuestion):
        _measures(_lists(values), right, exercise, seed, name, t)
    else:
        # A line break would end the list and begin whatever a trainee typed.
        texts = class_answers.counted([" ".join(str(one).split()) for one in values], LISTED)
        st.markdown("\n".join(f"- {escaped(text)}" + (f" (×{count})" if count > 1 else "")
                              for text, count in texts.items()))


def _choices(question: ChoiceQuestion, values: list[list[str]], right: object, name: str,
             t: Translator) -> None:
    titles = {one.id: t.local(one.text) for one in question.options}
    counts = {titles[i]: sum(i in chosen for chosen in values) for i in titles}
    judged = None
    if isinstance(right, ChoiceAnswer):
        judged = {titles[i]: "right" if share == 1 else "partly" if share > 0 else "wrong"
                  for i, share in right.shares.items()}
    _chart(class_answers.bars(counts, t, judged), name, t("Answers of the class"))


def _ranking(question: RankingQuestion, values: list[list[str]], right: object, name: str,
             t: Translator) -> None:
    titles = {one.id: t.local(one.text) for one in question.items}
    found = {i: [v.index(i) + 1 for v in values if i in v] for i in titles}
    mean = {i: sum(places) / len(places) for i, places in found.items() if places}
    order = [i for i in right.order if i in mean] if isinstance(right, RankingAnswer) else sorted(
        mean, key=lambda i: mean[i])
    _chart(class_answers.places({titles[i]: mean[i] for i in order}, t), name,
           t("Top to bottom: the right order. Bars: the mean place the class gave")
           if isinstance(right, RankingAnswer) else
           t("Top to bottom: the order of the class by mean place"))


def _measures(values: list[list[str]], right: object, exercise: Exercise, seed: int, name: str,
              t: Translator) -> None:
    """The sets chosen by most, and with the solution whether each meets the ALOP."""
    scenario = compute_training.ground(exercise.id, seed).scenario
    chosen = {set_words(scenario, sorted(one), t): tuple(sorted(one)) for one in values}
    counts = class_answers.counted([set_words(scenario, sorted(one), t) for one in values])
    judged = None
    if isinstance(right, MeasuresAnswer):
        judged = {words: VERDICT_MARKS[right.sets[ids].verdict] if ids in right.sets else "wrong"
                  for words, ids in chosen.items() if words in counts}
        if right.best is not None:
            best = set_words(scenario, right.best.measures, t)
            judged = {words: "partly" if mark == "right" and words != best else mark
                      for words, mark in judged.items()}
            st.markdown(t("The least restrictive set that meets: {measures}.",
                          measures=escaped(best)))
    _chart(class_answers.bars(counts, t, judged), name, t("Measure sets chosen by the class"))


def _lists(values: Sequence[object]) -> list[list[str]]:
    return [[str(x) for x in one] for one in values if isinstance(one, list | tuple)]


def _chart(figure: object, name: str, caption: str) -> None:
    st.plotly_chart(figure, key=f"class-chart-{name}-{session.language()}", theme=None,
                    width="stretch", alt=caption, config={"displayModeBar": False})
    st.caption(caption)
