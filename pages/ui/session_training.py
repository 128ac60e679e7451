"""The exercise a visitor works on, and what was worked on before; beside `session`, its door.

An exercise runs on a copy of its own: everything about the scenario in use is put away when it
begins and comes back, as it was, when it ends.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import streamlit as st

from pages.ui import session
from pra_core.errors import PraError
from pra_core.scenario import Scenario
from pra_core.training import Answers, Exercise, Graded, Ground

PUT_AWAY = ("scenario", "original", "aside", "pinned", "stored", "refused", "opened", "draft",
            "draft-shown", "draft-dropped", "seed", "draws")
"""What `session` keeps of the scenario in use."""
WIDGETS = {"seed_input": "seed", "draws_input": "draws"}
"""Fields of the sidebar that hold values of their own."""
ALWAYS_OPEN = frozenset({"training", "method"})


@dataclass(frozen=True, slots=True)
class Run:
    """A running exercise."""

    ground: Ground
    seat: str = ""
    """The place in a class; empty for somebody working alone."""
    former: dict[str, object] = field(default_factory=dict)

    @property
    def exercise(self) -> Exercise:
        """The exercise itself."""
        return self.ground.exercise


@dataclass(frozen=True, slots=True)
class Record:
    """What somebody working alone has done on an exercise."""

    hints: int = 0
    answers: Answers = field(default_factory=dict)
    graded: Graded | None = None


def running() -> Run | None:
    """The exercise being worked on; None where none is."""
    kept: Run | None = st.session_state.get("training-run")
    return kept


def begin(ground: Ground, seat: str = "") -> Run:
    """Work on the exercise's copy; what was in use is put away. Before widgets are drawn."""
    end()
    session.scenario()
    former = {key: st.session_state[key] for key in PUT_AWAY if key in st.session_state}
    run = Run(ground, seat, former)
    st.session_state["training-run"] = run
    start_over()
    return run


def start_over() -> None:
    """The exercise's copy as it was at the beginning, on its seed; answers stay."""
    run = running()
    if run is not None:
        _put({"scenario": run.ground.scenario, "original": run.ground.scenario,
              "seed": run.ground.seed, "draws": run.ground.draws, "draft-shown": False})


def go_on(left: Scenario, seed: int, draws: int) -> None:
    """The running exercise's copy as it was left before."""
    session.keep(left)
    session.set_seed(seed)
    session.set_draws(draws)
    _show_numbers()


def end() -> None:
    """Back to what was worked on before the exercise."""
    run = running()
    if run is not None:
        st.session_state.pop("training-run")
        _put(run.former)


def former() -> Scenario | None:
    """The scenario that comes back when the running exercise ends; None where none runs."""
    run = running()
    kept = run.former.get("scenario") if run is not None else None
    return kept if isinstance(kept, Scenario) else None


def _put(values: dict[str, object]) -> None:
    for key in PUT_AWAY:
        st.session_state.pop(key, None)
    for key, value in values.items():
        st.session_state[key] = value
    _show_numbers()
    st.session_state["generation"] = session.generation() + 1


def _show_numbers() -> None:
    for widget, key in WIDGETS.items():
        number = session.seed() if key == "seed" else session.draws()
        if widget in st.session_state:
            st.session_state[widget] = number


def as_begun() -> bool:
    """Whether the trainee's copy is the exercise's, measures and all."""
    run = running()
    return run is None or (
        run.ground.scenario.fingerprint == session.scenario().fingerprint
        and (session.seed(), session.draws()) == (run.ground.seed, run.ground.draws))


def changed() -> bool:
    """Whether the trainee's copy is no longer the exercise's (the choice of measures aside)."""
    run = running()
    if run is None:
        return False
    start, now = run.ground.scenario, session.scenario()
    same = start.with_measures(()) == now.with_measures(())
    return not same or (session.seed(), session.draws()) != (run.ground.seed, run.ground.draws)


def hidden(name: str) -> bool:
    """Whether pages may not show the value of an input."""
    run = running()
    return run is not None and name in run.exercise.setting.hidden


def locked(name: str) -> bool:
    """Whether an input cannot be changed: hidden, or not free in the running exercise."""
    run = running()
    if run is None:
        return False
    setting = run.exercise.setting
    return hidden(name) or (setting.free != "all" and name not in setting.free)


def closed(page: str) -> bool:
    """Whether a page, by its address, stays shut: it could show what the exercise hides."""
    run = running()
    if run is None or not run.exercise.setting.hidden:
        return False
    return page not in {run.exercise.page, *run.exercise.other_pages, *ALWAYS_OPEN}


def record(exercise_id: str) -> Record:
    """What was done on an exercise in this session, working alone."""
    kept: dict[str, Record] = st.session_state.setdefault("training-records", {})
    return kept.get(exercise_id, Record())


def keep_record(exercise_id: str, done: Record) -> None:
    """Remember it."""
    st.session_state.setdefault("training-records", {})[exercise_id] = done


def forget_record(exercise_id: str) -> None:
    """Try an exercise again from the start."""
    st.session_state.setdefault("training-records", {}).pop(exercise_id, None)


def typed(exercise_id: str) -> dict[str, object]:
    """Answers typed so far by somebody working alone, handed in or not."""
    kept: dict[str, dict[str, object]] = st.session_state.setdefault("training-typed", {})
    return kept.setdefault(exercise_id, {})


def keep_typed(exercise_id: str, draft: Mapping[str, object]) -> None:
    """Remember them."""
    st.session_state.setdefault("training-typed", {})[exercise_id] = dict(draft)


def left(exercise_id: str) -> tuple[str, str]:
    """The copy of an exercise as it was left: what tells its state, and its code."""
    kept: dict[str, tuple[str, str]] = st.session_state.setdefault("training-left", {})
    return kept.get(exercise_id, ("", ""))


def leave(exercise_id: str, state: str, code: str) -> None:
    """Remember it."""
    st.session_state.setdefault("training-left", {})[exercise_id] = (state, code)


def restored() -> dict[str, str] | None:
    """What is kept of the exercises for the next visit; None before the store was asked."""
    kept: dict[str, str] | None = st.session_state.get("training-kept")
    return kept


def restore(texts: dict[str, str]) -> None:
    """Remember it."""
    st.session_state["training-kept"] = texts


def unkept() -> PraError | None:
    """Why the work on exercises is not being kept; None where it is."""
    found: PraError | None = st.session_state.get("training-unkept")
    return found


def tell_unkept(why: PraError | None) -> None:
    """Remember it, until it is kept again."""
    st.session_state["training-unkept"] = why
