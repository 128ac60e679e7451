"""Files of exercises (`data/exercises/<id>.yaml`), checked with every problem named."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from pydantic import ValidationError

from pra_core import reference
from pra_core.errors import PraError, Problem
from pra_core.scenario import Scenario
from pra_core.store.codec import load_scenario
from pra_core.store.decisions import load_decisions
from pra_core.store.yaml_text import parse
from pra_core.training import Exercise, Ground, ground
from pra_core.validation import problems


def exercise_ids() -> tuple[str, ...]:
    """Ids of the shipped exercises, sorted."""
    return tuple(sorted(p.stem for p in _folder().glob("*.yaml")))


def load_exercise(exercise_id: str) -> Exercise:
    """A shipped exercise; PraError not_found, or with every problem of the file."""
    if exercise_id not in exercise_ids():
        raise PraError("not_found", "", exercise_id, ", ".join(exercise_ids()))
    path = _folder() / f"{exercise_id}.yaml"
    return _loaded(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=64)
def _loaded(path: Path, changed: int) -> Exercise:  # noqa: ARG001 - part of the key
    exercise = read_exercise(path.read_text(encoding="utf-8"), path.name)
    if exercise.id != path.stem:
        raise PraError("conflict", f"{path.name}: id", exercise.id, path.stem)
    return exercise


def read_exercise(text: str, name: str) -> Exercise:
    """An exercise from YAML or JSON text; `name` is the file name used in messages.

    Raises PraError with every problem found: file, path, value, what is allowed.
    """
    data, duplicates = parse(text, name)
    found = [Problem("duplicate_key", f"{name}: {line}", key, "") for line, key in duplicates]
    try:
        exercise = Exercise.model_validate(data)
    except ValidationError as error:
        raise PraError.of([*found, *problems(error, name, Exercise)]) from error
    if found:
        raise PraError.of(found)
    return exercise


def ground_of(exercise: Exercise, seed: int | None = None, name: str = "") -> Ground:
    """The exercise on the shipped scenarios and decisions; `seed`: that of a class.

    Raises PraError with every reference that leads nowhere, `name` (the file) before each path.
    """
    try:
        return ground(exercise, _worked_example, load_decisions(), seed)
    except PraError as error:
        before = f"{name}: " if name else ""
        raise PraError.of(Problem(p.code, before + p.path, p.value, p.allowed)
                          for p in error.problems) from error


def _worked_example(scenario_id: str) -> Scenario:
    if scenario_id not in reference.scenario_ids():
        raise PraError("unknown_id", "", scenario_id, ", ".join(reference.scenario_ids()))
    return load_scenario(scenario_id)


def _folder() -> Path:
    return reference.DATA / "exercises"
