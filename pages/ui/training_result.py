"""What an exercise brought: points by question, right answers, explanation and the record."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from pages.ui import compute_alop, compute_training, display, training_words
from pages.ui.training_desk import Desk
from pra_core.i18n import Translator
from pra_core.labels import badge, source_text
from pra_core.markdown_text import linked
from pra_core.training import Exercise, Graded, Solution, graded
from pra_core.training.schema import Statement
from pra_core.wording import set_words


def grade(exercise: Exercise, desk: Desk) -> Graded:
    """The points of what was handed in at this desk."""
    return graded(compute_training.solution(exercise.id, desk.seed), desk.given, desk.hints)


def draw(exercise: Exercise, desk: Desk, t: Translator) -> None:
    """Right answers beside those given, why, and what was decided in the record."""
    solution, done = compute_training.solution(exercise.id, desk.seed), grade(exercise, desk)
    st.header(t("Right answers"))
    display.prose(_table(exercise, desk, solution, done, t), "exercise-answers", t, {
        "question": t("Question"), "points": t("Points"), "answer": t("Your answer"),
        "right": t("Right answer")})
    for question, part in zip(exercise.questions, done.parts, strict=True):
        told = training_words.remarks(question, desk.given.get(question.id), part, solution, t)
        if told:
            st.markdown("  \n".join((f"**{t.local(question.text)}**", *told)))
    st.caption(t("Computed from this exercise's scenario on seed {seed} with {draws} simulated"
                 " futures.", seed=solution.seed, draws=t.number(solution.draws, 6)))
    st.header(t("Explanation"))
    st.markdown(t.local(exercise.explanation))
    if exercise.record or exercise.decisions:
        _record(exercise, t)


def _table(exercise: Exercise, desk: Desk, solution: Solution, done: Graded, t: Translator
           ) -> pd.DataFrame:
    scenario = compute_training.ground(exercise.id, desk.seed).scenario
    return pd.DataFrame([{
        "question": t.local(q.text),
        "answer": training_words.answer_words(q, desk.given.get(q.id), scenario, t),
        "right": training_words.right_words(q, solution.answers.get(q.id), scenario, t),
        "points": t("{points} of {all}", points=training_words.points_words(part.points, t),
                    all=part.out_of) if part.out_of else t("not graded"),
    } for q, part in zip(exercise.questions, done.parts, strict=True)])


def statements(told: tuple[Statement, ...], t: Translator) -> None:
    """Facts, each with the badge and text of its source."""
    for one in told:
        st.markdown(t.local(one.text))
        said = linked(source_text(one.source, t)).replace("\n", " · ")
        st.caption(f"{badge(one.source.status, t)} · {said}")


def _record(exercise: Exercise, t: Translator) -> None:
    """What happened, and the sets of measures that were decided."""
    st.header(t("What was decided"))
    statements(exercise.record, t)
    known = {d.id: d for d in compute_alop.known_decisions()}
    rows = [known[i] for i in exercise.decisions]
    if not rows:
        return
    solution = compute_training.ground(exercise.id).decided
    display.prose(pd.DataFrame([{
        "decision": t.local(d.title), "years": t.local(d.years),
        "measures": set_words(solution[d.id], d.measures, t),
        "status": badge(d.source.status, t), "source": source_text(d.source, t),
    } for d in rows]), "exercise-decisions", t, {
        "decision": t("Decision"), "years": t("When"), "measures": t("Measures decided"),
        "status": t("Status"), "source": t("Source")})
