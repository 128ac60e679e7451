"""The file of decisions (`data/decisions/decisions.yaml`) that consistency is judged on."""

from __future__ import annotations

from functools import lru_cache

from pydantic import ValidationError

from pra_core import reference
from pra_core.consistency import Decision, Decisions
from pra_core.errors import PraError, Problem
from pra_core.store.yaml_text import parse
from pra_core.validation import problems


def load_decisions() -> tuple[Decision, ...]:
    """Decisions on the shipped scenarios, in the order of the file."""
    path = reference.verified_path("decisions/decisions.yaml")
    return _loaded(path.read_text(encoding="utf-8"), path.name)


@lru_cache(maxsize=1)
def _loaded(text: str, name: str) -> tuple[Decision, ...]:
    return read_decisions(text, name)


def read_decisions(text: str, name: str) -> tuple[Decision, ...]:
    """Decisions from YAML text; PraError with every problem: file, path, value, what is allowed."""
    data, duplicates = parse(text, name)
    if duplicates:
        raise PraError.of(Problem("duplicate_key", f"{name}: {line}", key, "")
                          for line, key in duplicates)
    try:
        return Decisions.model_validate(data).decisions
    except ValidationError as error:
        raise PraError.of(problems(error, name, Decisions)) from error
