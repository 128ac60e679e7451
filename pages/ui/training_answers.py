"""The fields in which an exercise is answered; they keep what was typed on other pages too."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from pages.ui import session, session_training, training_words
from pages.ui.training_desk import Desk
from pra_core.errors import PraError
from pra_core.i18n import Translator
from pra_core.scenario import Scenario
from pra_core.training import (
    Answer,
    Answers,
    ChoiceQuestion,
    Exercise,
    MeasuresQuestion,
    NumberQuestion,
    Question,
    RankingQuestion,
    read_answers,
    shown_order,
)
from pra_core.training.grading import LONGEST_TEXT
from pra_core.wording import escaped

NONE = "no-measure"
"""Ending of the key of the box that says: no measure at all."""
DRAWN = "drawn"
"""Ending of the key that tells that a field was drawn before."""


def draw(number: int, question: Question, desk: Desk, scenario: Scenario, t: Translator) -> None:
    """One question with its field; filled with what was handed in before."""
    points = (t("{count} points", count=question.points) if question.points > 1 else
              t("1 point") if question.points else t("not graded"))
    st.markdown(f"**{number}.** {t.local(question.text)} *({points})*")
    key = _key(desk, question)
    given = desk.given.get(question.id, desk.draft.get(question.id))
    if isinstance(question, NumberQuestion):
        _fill(key, given, desk)
        st.number_input(t.local(question.unit), value=None, key=key, format="%.10g",
                        disabled=not desk.open, persist_state="session",
                        placeholder=t("Type a number"))
    elif isinstance(question, ChoiceQuestion):
        _choice(question, key, given, desk, t)
    elif isinstance(question, RankingQuestion):
        _ranking(question, key, given, desk, t)
    elif isinstance(question, MeasuresQuestion):
        _measures(question, key, given, desk, scenario, t)
    else:
        _fill(key, given, desk)
        st.text_area(t("Your words"), key=key, max_chars=LONGEST_TEXT, disabled=not desk.open,
                     persist_state="session", label_visibility="collapsed")


def collected(questions: Sequence[Question], desk: Desk) -> dict[str, object]:
    """What the fields hold now, as plain data; fields left open are None."""
    return {q.id: _held(q, _key(desk, q)) for q in questions}


def unfinished(question: Question, desk: Desk) -> bool:
    """Whether an order was begun but leaves a place open, or names something twice."""
    if not isinstance(question, RankingQuestion):
        return False
    places = _places(question, _key(desk, question))
    return any(places) and (None in places or len(set(places)) < len(places))


def drafted(exercise: Exercise, typed: Mapping[str, object]) -> Answers:
    """Answers typed before a reload; none where one is no answer any more."""
    try:
        return read_answers(exercise, typed)
    except PraError:
        return {}


def clear(questions: Sequence[Question], desk: Desk) -> None:
    """Empty the fields, in a callback."""
    for question in questions:
        for key in _keys(question, _key(desk, question)):
            session.show(key, [] if isinstance(question, MeasuresQuestion) and NONE not in key
                         else False if _is_box(question, key)
                         else "" if question.kind == "text" else None)


def _is_box(question: Question, key: str) -> bool:
    several = isinstance(question, ChoiceQuestion) and question.several
    return several or key.endswith(NONE)


def _key(desk: Desk, question: Question) -> str:
    return f"{desk.key}:{question.id}"


def _keys(question: Question, key: str) -> list[str]:
    if isinstance(question, ChoiceQuestion) and question.several:
        return [f"{key}:{o.id}" for o in question.options]
    if isinstance(question, RankingQuestion):
        return [f"{key}:{i}" for i in range(len(question.items))]
    return [key, f"{key}:{NONE}"] if isinstance(question, MeasuresQuestion) else [key]


def _fill(key: str, value: object, desk: Desk) -> None:
    """Let a field show what was handed in or typed before, when it is drawn first.

    Later an empty field was emptied, as long as answers are taken.
    """
    first = not session.shown(f"{key}:{DRAWN}")
    session.show(f"{key}:{DRAWN}", True)
    if session.shown(key) is None and value is not None and (first or not desk.open):
        session.show(key, value)


def _in_language(key: str, t: Translator, nothing: object = None) -> str:
    """The key of a list in one language, showing what was chosen; `nothing`: what an empty holds.

    The browser tells a list by its labels, so each language has a list of its own; what was
    chosen is kept beside them.
    """
    shown = f"{key}-{t.language}"
    held = session.shown(key)
    session.show(shown, nothing if held is None else held)
    return shown


def _copy(shown: str, key: str) -> None:
    """Callback: keep what a list of one language shows now."""
    session.show(key, session.shown(shown))


def _ids(given: Answer | None) -> tuple[str, ...]:
    return given if isinstance(given, tuple) else ()


def _choice(question: ChoiceQuestion, key: str, given: Answer | None, desk: Desk, t: Translator
            ) -> None:
    titles, ids = training_words.option_titles(question, t), _ids(given)
    if not question.several:
        _fill(key, ids[0] if ids else None, desk)
        shown = _in_language(key, t)
        st.radio(t("Your answer"), shown_order(question), index=None, key=shown,
                 format_func=titles.__getitem__, disabled=not desk.open,
                 label_visibility="collapsed", persist_state="session", on_change=_copy,
                 args=(shown, key))
        return
    for one in shown_order(question):
        _fill(f"{key}:{one}", one in ids if ids else None, desk)
        st.checkbox(titles[one], key=f"{key}:{one}", disabled=not desk.open,
                    persist_state="session")


def _ranking(question: RankingQuestion, key: str, given: Answer | None, desk: Desk, t: Translator
             ) -> None:
    titles, ids = training_words.option_titles(question, t), _ids(given)
    for place in range(len(question.items)):
        held = f"{key}:{place}"
        _fill(held, ids[place] if place < len(ids) else None, desk)
        shown = _in_language(held, t)
        st.selectbox(t("Place {number}", number=place + 1), shown_order(question), index=None,
                     key=shown, format_func=titles.__getitem__, placeholder=t("Choose"),
                     disabled=not desk.open, persist_state="session", on_change=_copy,
                     args=(shown, held))
    if unfinished(question, desk):
        st.caption(t("Every place needs something else; until then this question counts as not"
                     " answered."))


def _measures(question: MeasuresQuestion, key: str, given: Answer | None, desk: Desk,
              scenario: Scenario, t: Translator) -> None:
    titles = offered(question, scenario, t)
    if given is not None:
        _fill(key, list(_ids(given)), desk)
        _fill(f"{key}:{NONE}", given == (), desk)
    shown = _in_language(key, t, nothing=[])
    st.pills(t("Measures you would require"), list(titles), selection_mode="multi", key=shown,
             format_func=titles.__getitem__, disabled=not desk.open, persist_state="session",
             label_visibility="collapsed", on_change=_copy, args=(shown, key))
    st.checkbox(t("No measure beyond commercial practice"), key=f"{key}:{NONE}",
                disabled=not desk.open or bool(session.shown(key)), persist_state="session")
    if desk.open and session_training.running() is not None:
        st.button(t("Take the set selected on the page of measures"), key=f"{key}:take",
                  on_click=_take, args=(key, tuple(titles)), icon=":material/checklist:")
        _not_offered(titles, t)


def _not_offered(titles: Mapping[str, str], t: Translator) -> None:
    """What is selected on the page of measures and no answer here."""
    now = session.scenario()
    left_out = [t.local(m.title) for m in now.measures
                if m.id in now.selected and m.id not in titles]
    if left_out:
        st.caption(t("Selected there, but no answer to this question: {measures}.",
                     measures=escaped(t("; ").join(left_out))))


def open_ones(questions: Sequence[Question], desk: Desk) -> list[int]:
    """Numbers of the graded questions that have no answer yet."""
    held = collected(questions, desk)
    return [number for number, one in enumerate(questions, 1)
            if one.points and (held[one.id] is None or (
                held[one.id] == [] and not isinstance(one, MeasuresQuestion)))]


def offered(question: MeasuresQuestion, scenario: Scenario, t: Translator) -> Mapping[str, str]:
    """The measures that can be chosen, by id, in the order of the scenario."""
    return {m.id: t.local(m.title) for m in scenario.measures
            if (m.feasible if question.offered is None else m.id in question.offered)}


def _take(key: str, known: tuple[str, ...]) -> None:
    chosen = [i for i in session.scenario().selected if i in known]
    session.show(key, chosen)
    session.show(f"{key}:{NONE}", not chosen)


def _places(question: RankingQuestion, key: str) -> list[object]:
    return [session.shown(f"{key}:{i}") for i in range(len(question.items))]


def _held(question: Question, key: str) -> object:
    held = session.shown(key)
    if isinstance(question, ChoiceQuestion):
        if question.several:
            return [o.id for o in question.options if session.shown(f"{key}:{o.id}")]
        return [held] if held else None
    if isinstance(question, RankingQuestion):
        places = _places(question, key)
        return None if None in places or len(set(places)) < len(places) else places
    if isinstance(question, MeasuresQuestion):
        return held or ([] if session.shown(f"{key}:{NONE}") else None)
    return held
