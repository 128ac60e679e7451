"""Cached calls of the core for exercises: the same for everybody on the same seed."""

from __future__ import annotations

import streamlit as st

from pra_core import reference
from pra_core.errors import PraError
from pra_core.store.exercises import exercise_ids, ground_of, load_exercise
from pra_core.training import Exercise, Ground, Solution, solved

MOST_DESKS = 400
LARGEST_DESK = 100_000
"""Characters kept in memory of one visit without account: 40 MB at most in all."""


def exercises() -> dict[str, Exercise]:
    """The exercises that can be read, by id, easy ones first."""
    order = {"basic": 0, "intermediate": 1, "advanced": 2}
    found = [one for one in _read() if isinstance(one, Exercise)]
    return {e.id: e for e in sorted(found, key=lambda e: (order[e.level], e.minutes, e.id))}


def refused() -> list[PraError]:
    """What is wrong with files that cannot be read, one error per file."""
    return [one for one in _read() if isinstance(one, PraError)]


def _read() -> list[Exercise | PraError]:
    found: list[Exercise | PraError] = []
    for one in exercise_ids():
        try:
            found.append(load_exercise(one))
        except PraError as error:
            found.append(error)
    return found


def ground(exercise_id: str, seed: int | None = None) -> Ground:
    """The exercise with its scenario, on its own seed or on that of a class."""
    return _ground(load_exercise(exercise_id), seed)


def solution(exercise_id: str, seed: int | None = None) -> Solution:
    """The right answers."""
    return _solution(load_exercise(exercise_id), seed, reference.boundary_set())


@st.cache_resource(max_entries=100, show_spinner=False, hash_funcs={
    Exercise: lambda e: e.model_dump_json()})
def _ground(exercise: Exercise, seed: int | None) -> Ground:
    return ground_of(exercise, seed, f"{exercise.id}.yaml")


@st.cache_resource(max_entries=100, show_spinner=False, hash_funcs={
    Exercise: lambda e: e.model_dump_json()})
def _solution(exercise: Exercise, seed: int | None,
              boundaries: str) -> Solution:  # noqa: ARG001 - part of the key
    return solved(_ground(exercise, seed))


@st.cache_resource(show_spinner=False)
def desks() -> dict[str, dict[str, str]]:
    """The work of people without account, by the token of their address and exercise."""
    return {}


def keep_desk(token: str, exercise_id: str, text: str) -> None:
    """Keep it until the server stops; the desk unused for longest goes where room is needed."""
    kept = desks()
    work = {**kept.pop(token, {}), exercise_id: text}
    if sum(map(len, work.values())) > LARGEST_DESK:
        work = {exercise_id: text} if len(text) <= LARGEST_DESK else {}
    kept[token] = work
    for oldest in list(kept)[:max(0, len(kept) - MOST_DESKS)]:
        kept.pop(oldest, None)
